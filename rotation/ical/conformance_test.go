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
	ID       string          `json:"id"`
	File     string          `json:"file"`
	From     string          `json:"window_start"`
	To       string          `json:"window_end"`
	Zone     string          `json:"zone"`
	Select   string          `json:"select"`
	Strength string          `json:"strength"`
	Expected []expectedEvent `json:"expected"`
}

type expectedEvent struct {
	Start  string `json:"start"`
	End    string `json:"end"`
	Status string `json:"status"`
	N      int    `json:"n"`
}

// sharedCases finds the conformance cases beside the repository.
func sharedCases(t testing.TB) string {
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

// tally is what became of the cases of one source.
type tally struct {
	agree, known, unexplained int
	filled, filledAgree       int // of those that expect anything and are not known to differ
	filledKnown               int // that expect anything and are known to differ
}

func (a *tally) add(b tally) {
	a.agree += b.agree
	a.known += b.known
	a.unexplained += b.unexplained
	a.filled += b.filled
	a.filledAgree += b.filledAgree
	a.filledKnown += b.filledKnown
}

// TestConformanceWithOtherReaders prints a count for each source.
// Cases that only programs of one family agree on are reported, the others must
// agree or differ for a reason that is proved (see changes).
func TestConformanceWithOtherReaders(t *testing.T) {
	root := sharedCases(t)
	manifests, err := filepath.Glob(filepath.Join(root, "manifest", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	var total tally
	reasons := map[string]int{}
	for _, manifest := range manifests {
		if filepath.Base(manifest) == "FILES.json" {
			continue
		}
		count := runManifest(t, root, manifest, reasons)
		total.add(count)
		fmt.Printf("calendar/%s agree %d known %d unexplained %d\n",
			strings.TrimSuffix(filepath.Base(manifest), ".json"), count.agree, count.known, count.unexplained)
	}
	for _, reason := range slices.Sorted(maps.Keys(reasons)) {
		fmt.Printf("calendar known %d: %s\n", reasons[reason], reason)
	}
	share := 100 * float64(total.filledAgree) / float64(max(1, total.filled))
	fmt.Printf("calendar/total agree %d known %d unexplained %d, %.2f %% of the %d that expect events\n",
		total.agree, total.known, total.unexplained, share, total.filled)
	all := total.filled + total.filledKnown
	strict := 100 * float64(total.filledAgree) / float64(max(1, all))
	fmt.Printf("calendar, known differences counted as disagreement: %.2f %% of %d\n", strict, all)
	if strict < 99 {
		t.Errorf("%.2f %% of the cases that expect events agree, want 99", strict)
	}
}

func runManifest(t *testing.T, root, manifest string, reasons map[string]int) tally {
	t.Helper()
	var count tally
	for _, c := range readManifest(t, manifest) {
		data, err := os.ReadFile(filepath.Join(root, c.File))
		if err != nil {
			t.Fatal(err)
		}
		difference := c.run(data)
		oneLineage := c.Strength == "one-lineage"
		reason := ""
		if difference != "" {
			reason = c.known(data)
		}
		if len(c.Expected) > 0 && !oneLineage && reason == "" {
			count.filled++
		}
		switch {
		case difference == "":
			count.agree++
			if len(c.Expected) > 0 && !oneLineage {
				count.filledAgree++
			}
		case reason != "":
			count.known++
			if len(c.Expected) > 0 && !oneLineage {
				count.filledKnown++
			}
			reasons[reason]++
			t.Logf("%s: known: %s", c.ID, reason)
		case oneLineage:
			count.unexplained++
			t.Logf("%s (one lineage): %s", c.ID, difference)
		default:
			count.unexplained++
			t.Errorf("%s: %s", c.ID, difference)
		}
	}
	return count
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

// run reads the calendar as the case says and returns the difference.
func (c conformanceCase) run(data []byte) string {
	got, err := c.read(data)
	if err != nil {
		if len(c.Expected) == 0 { // what is no calendar has no events
			return ""
		}
		return err.Error()
	}
	want := map[string]int{}
	for _, e := range c.Expected {
		want[c.key(e.Start, e.End)+c.mark(e.Status)] += max(1, e.N)
	}
	if maps.Equal(got, want) {
		return ""
	}
	return difference(got, want)
}

// zoneOf is the zone in which the case reads times that have none, and in which
// its window is; nil where such times are compared as they are.
func (c conformanceCase) zoneOf() *time.Location {
	if c.Zone == "floating" || c.Zone == "event-local" || c.wantsFloating() {
		return nil
	}
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func (c conformanceCase) wantsFloating() bool {
	return slices.ContainsFunc(c.Expected, func(e expectedEvent) bool {
		return len(e.Start) > len(time.DateOnly) && !strings.HasSuffix(e.Start, "Z")
	})
}

// read lists the events as the case asks for them, as the manifest writes them.
func (c conformanceCase) read(data []byte) (map[string]int, error) {
	list, err := Events(data, Options{
		Zone: c.zoneOf(), ByWall: c.Zone == "event-local",
		Window: rotation.Interval{Start: caseTime(c.From), End: caseTime(c.To)},
	})
	if err != nil {
		return nil, err
	}
	got := map[string]int{}
	for _, e := range list.Events {
		if c.Select == "starts_in_window" && e.Start.Before(caseTime(c.From)) {
			continue
		}
		got[c.key(e.Text(e.Start), e.Text(e.End))+c.mark(e.Status)]++
	}
	return got, nil
}

func (c conformanceCase) key(start, end string) string {
	if c.Select == "starts_in_window" {
		return start
	}
	return start + " / " + end
}

// mark tells cancelled events from others.
func (c conformanceCase) mark(status string) string {
	if status == "CANCELLED" {
		return " cancelled"
	}
	return ""
}

// caseTime reads a time of a manifest; what has no zone is a wall clock, dressed
// as UTC.
func caseTime(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
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
