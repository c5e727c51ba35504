package ical

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/rotation"
)

// conformanceCase is one entry of ../shared/cases/ical/manifest.
type conformanceCase struct {
	ID       string `json:"id"`
	File     string `json:"file"`
	From     string `json:"window_start"`
	To       string `json:"window_end"`
	Zone     string `json:"zone"`
	Select   string `json:"select"`
	Expected []struct {
		Start  string `json:"start"`
		End    string `json:"end"`
		Status string `json:"status"`
		N      int    `json:"n"`
	} `json:"expected"`
}

// sharedCases finds the conformance cases beside the repository.
func sharedCases(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test's directory")
		}
		dir = filepath.Dir(dir)
	}
	cases := filepath.Join(dir, "..", "shared", "cases", "ical")
	if _, err := os.Stat(filepath.Join(cases, "manifest")); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the conformance cases are not there: %v", err)
		}
		t.Skipf("the conformance cases are not there: %v", err)
	}
	return cases
}

// TestCalendarsOfOtherProjectsAreReadAsTheyRead counts; it fails on a case that
// cannot be read at all, not yet on one that is read otherwise.
func TestCalendarsOfOtherProjectsAreReadAsTheyRead(t *testing.T) {
	root := sharedCases(t)
	manifests, err := filepath.Glob(filepath.Join(root, "manifest", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	agree, known, unexplained := 0, 0, 0
	for _, manifest := range manifests {
		if filepath.Base(manifest) == "FILES.json" {
			continue
		}
		for _, c := range readManifest(t, manifest) {
			data, err := os.ReadFile(filepath.Join(root, c.File))
			if err != nil {
				t.Fatal(err)
			}
			switch verdict := c.run(data); verdict {
			case "":
				agree++
			case leftOut:
				known++
			default:
				unexplained++
				t.Logf("%s: %s", c.ID, verdict)
			}
		}
	}
	fmt.Printf("calendar/ical agree %d known %d unexplained %d\n", agree, known, unexplained)
	if agree == 0 {
		t.Error("no case agrees")
	}
}

func readManifest(t *testing.T, path string) []conformanceCase {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var cases []conformanceCase
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return cases
}

// leftOut marks a case that differs only in what Standby reads otherwise on
// purpose: an event without any length and one that was cancelled are no shifts,
// and a day that ends on itself is that day.
const leftOut = "differs only by events that are no shift"

// run reads the calendar as the case says and returns the difference.
func (c conformanceCase) run(data []byte) string {
	zone := time.UTC
	eventLocal := c.Zone == "event-local"
	if c.Zone != "floating" && !eventLocal {
		zone, _ = time.LoadLocation(c.Zone)
	}
	from, to := caseTime(c.From, zone), caseTime(c.To, zone)
	margin := time.Duration(0)
	if eventLocal {
		margin = 48 * time.Hour
	}
	rd, err := expand(data, Options{
		Zone:   zone,
		Window: rotation.Interval{Start: from.Add(-margin), End: to.Add(margin)},
	})
	if err != nil {
		return err.Error()
	}
	got := map[string]int{}
	for _, o := range rd.found.list {
		if start, end, ok := c.selects(o, zone, from, to); ok {
			got[c.key(start, end)]++
		}
	}
	want, dropped := c.want(zone)
	if maps.Equal(got, want) {
		if dropped {
			return leftOut
		}
		return ""
	}
	return difference(got, want)
}

// selects writes an occurrence as the manifest does, and says whether the case
// asks for it.
func (c conformanceCase) selects(o occurrence, zone *time.Location, from, to time.Time) (start, end string, ok bool) {
	first, last := o.from, o.to
	if o.start.date {
		wall := o.start.wall.Add(o.ev.length.total())
		first, last = instantOf(o.start.wall, zone), instantOf(wall, zone)
		start, end = o.start.wall.Format(time.DateOnly), wall.Format(time.DateOnly)
	} else {
		start, end = first.Format(time.RFC3339), last.Format(time.RFC3339)
	}
	if c.Zone == "event-local" {
		first, last = dressed(o.from, o.start.zone), dressed(o.to, o.start.zone)
	}
	ok = first.Before(to) && last.After(from)
	if c.Select == "starts_in_window" {
		ok = first.Before(to) && !first.Before(from)
	}
	return start, end, ok
}

func (c conformanceCase) key(start, end string) string {
	if c.Select == "starts_in_window" {
		return start
	}
	return start + " / " + end
}

func (c conformanceCase) want(zone *time.Location) (want map[string]int, dropped bool) {
	want = map[string]int{}
	for _, e := range c.Expected {
		if strings.EqualFold(e.Status, "CANCELLED") {
			dropped = true
			continue
		}
		if e.Start == e.End {
			dropped = true
			day, err := time.Parse(time.DateOnly, e.Start)
			if err != nil {
				continue
			}
			e.End = day.AddDate(0, 0, 1).Format(time.DateOnly)
		}
		want[c.key(written(e.Start, zone), written(e.End, zone))] += max(1, e.N)
	}
	return want, dropped
}

// written is a time of a manifest as selects writes it.
func written(s string, zone *time.Location) string {
	if _, err := time.Parse(time.DateOnly, s); err == nil || s == "" {
		return s
	}
	return caseTime(s, zone).Format(time.RFC3339)
}

// caseTime reads a time of a manifest; what has no zone is read in zone.
func caseTime(s string, zone *time.Location) time.Time {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC()
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return instantOf(t, zone)
		}
	}
	return time.Time{}
}

func difference(got, want map[string]int) string {
	var lines []string
	for _, k := range slices.Sorted(maps.Keys(want)) {
		if got[k] != want[k] {
			lines = append(lines, fmt.Sprintf("want %d of %s, got %d", want[k], k, got[k]))
		}
	}
	for _, k := range slices.Sorted(maps.Keys(got)) {
		if want[k] == 0 {
			lines = append(lines, fmt.Sprintf("got %s, want none", k))
		}
	}
	if len(lines) > 4 {
		lines = append(lines[:4], "...")
	}
	return strings.Join(lines, "; ")
}
