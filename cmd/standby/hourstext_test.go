package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/notify"
	"standby/rotation"
	"standby/rotation/pay"
	payledger "standby/rotation/pay/ledger"
)

// hoursLog has every kind of call-out.
func hoursLog() []payledger.Logged {
	at := func(min int) time.Time { return pagesNow.Add(time.Duration(min) * time.Minute) }
	hour := func(id string, from, to int) payledger.Hour {
		page, _, _ := strings.Cut(id, "#")
		return payledger.Hour{ID: id, PageID: page, Stint: 1, Person: rotation.Person{Name: "Engineer A"}, What: "Disk almost full on db1.example.org, and growing by 1 % an hour",
			Mode: "remote", Interval: rotation.Interval{Start: at(from), End: at(to)}}
	}
	edited := payledger.Logged{Hour: hour("0a1b2c3d4e5f#1", -900, -740), Edited: true, At: at(-30), By: "Engineer A", Why: "the page ended long after the work, which was over at midnight",
		Differs: "end 2026-11-22 01:50 UTC is 2026-11-22 02:20 UTC"}
	edited.Confirmed, edited.Travel, edited.Mode = true, 40*time.Minute, "onsite"
	byHand := payledger.Logged{Hour: payledger.Hour{ID: "2DVT3Q4KZZABCDEFGHIJKLMNOP", Person: rotation.Person{Name: "Engineer A"}, What: "Advice on the night batch",
		Mode: "phone", Interval: rotation.Interval{Start: at(-700), End: at(-690)}, Facts: pay.Facts{"level": "C3", "site": "north"}, Confirmed: true}, Edited: true, At: at(-600), By: "Engineer A"}
	removed := payledger.Logged{Hour: hour("0a1b2c3d4e5f#2", -600, -580)}
	removed.Removed, removed.Edited, removed.At, removed.By, removed.Why = true, true, at(-20), "Engineer A", "it was not mine"
	vouched := payledger.Logged{Hour: hour("1122334455aa#2", -440, -430)}
	vouched.Confirmed, vouched.Edited, vouched.At, vouched.By = true, true, at(-5), "Engineer A"
	running := payledger.Logged{Hour: hour("ffeeddccbbaa#1", -10, -10)}
	running.Running = true
	return []payledger.Logged{edited, byHand, removed, {Hour: hour("1122334455aa#1", -500, -450)}, vouched, running}
}

func hoursGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "hours", name+".txt")
	if *updateGolden {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%v; it is now\n%s\nwant (go test ./cmd/standby -update-golden, if that is meant)\n%s", err, got, want)
	}
	pagesFit(t, got)
}

func TestTheLogOfCallOutsIsToldAsItIs(t *testing.T) {
	zone := pagesBerlin(t)
	list := hoursLog()
	hoursGolden(t, "list", hoursText(list, pagesNow, zone))
	hoursGolden(t, "none", hoursText(nil, pagesNow, zone))
	to := list[0].Hour
	before := to
	before.End, before.Confirmed, before.Travel, before.Mode = before.End.Add(-time.Hour), false, 0, "remote"
	told := payledger.Merge([]payledger.Hour{before}, nil)
	r, err := told[0].Revise(to, "Engineer A", "the work went on", pagesNow.Add(-time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	hoursGolden(t, "trail", trailText(to.ID, payledger.Trail(to.ID, []payledger.Hour{before}, []payledger.Revision{r}), zone))
}

func TestNoTextOfACallOutBreaksTheList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := hoursLog()
		text := rapid.String().Draw(t, "text")
		for i := range list {
			list[i].What, list[i].Why, list[i].By, list[i].Mode = text, text, text, text
			list[i].Facts = pay.Facts{text: text}
		}
		got := hoursText(list, pagesNow, time.UTC)
		for _, h := range list {
			if id := shortIDs(hourIDs(list))[h.ID]; !strings.Contains(got, id) {
				t.Errorf("%s is not there", id)
			}
		}
		if got != strings.ToValidUTF8(got, "") || strings.ContainsAny(got, "\x1b\r\x00") {
			t.Errorf("a terminal would be steered by %q", got)
		}
	})
}

func TestAnIDNamesACallOutWhenItsBeginningDoes(t *testing.T) {
	log := hoursLog()
	for _, row := range []struct {
		name, arg, want, err string
	}{
		{"whole", "0a1b2c3d4e5f#2", "0a1b2c3d4e5f#2", ""},
		{"its beginning", "ffee", "ffeeddccbbaa#1", ""},
		{"its beginning and the stint", "0a1b#2", "0a1b2c3d4e5f#2", ""},
		{"by hand, in small letters", "2dvt3", "2DVT3Q4KZZABCDEFGHIJKLMNOP", ""},
		{"one that only the agent may know", "cccc00000009#1", "cccc00000009#1", ""},
		{"a page that was worked on twice", "0a1b", "", "could mean 2 call-outs; name one by its ID:\n  0a1b2c3d4e5f#1  Disk"},
		{"too short", "0a1", "", `"0a1" is no ID of a call-out; copy one from standby hours list, 4 letters of it or more`},
		{"no ID", "../etc", "", `"../etc" is no ID of a call-out`},
	} {
		err := checkHourIDs([]string{row.arg})
		var got []string
		if err == nil {
			got, err = pickHours(log, []string{row.arg, row.arg})
		}
		if row.err == "" && (err != nil || !slices.Equal(got, []string{row.want})) || row.err != "" && (err == nil || !strings.Contains(err.Error(), row.err)) {
			t.Errorf("%s: %v, %v", row.name, got, err)
		}
	}
}

func TestShortIDsTellThemApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.StringMatching(`[A-B]{8,12}`), 1, 8, func(s string) string { return s }).Draw(t, "ids")
		ids = slices.DeleteFunc(ids, func(id string) bool { // none is the beginning of another, as of equal length
			return slices.ContainsFunc(ids, func(o string) bool { return o != id && strings.HasPrefix(o, id) })
		})
		var log []payledger.Logged
		for _, id := range ids {
			log = append(log, payledger.Logged{Hour: payledger.Hour{ID: id}})
		}
		for id, short := range shortIDs(ids) {
			if got, err := pickHours(log, []string{short}); err != nil || got[0] != id {
				t.Fatalf("%s stands for %s, and means %v: %v", short, id, got, err)
			}
		}
	})
}

func TestASlipInAModeIsNoticed(t *testing.T) {
	for text, want := range map[string]bool{
		"phoen": true, "Phone": true, "phon": true, "on-site": false, "video": false, "office": false, "p": false, "phone duty": false, "pphone": true, "phqne": true, "": false,
	} {
		if got := slipOf("phone", text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	for _, text := range []string{"on-site", "On site", "onsit", "onstie"} {
		if !slipOf("onsite", text) {
			t.Errorf("%q passes", text)
		}
	}
}

func TestCallOutsOfAPageAreCleanedBeforeTheyAreShown(t *testing.T) {
	list := hoursLog()[:1]
	list[0].What = "\x1b[2J" + strings.Repeat("x", 5000)
	if got := hoursText(list, pagesNow, time.UTC); strings.Contains(got, "\x1b") || len(got) > 2000 || !strings.Contains(got, notify.Clean("\x1b[2Jxxx", 10)[:3]) {
		t.Errorf("%d bytes: %.200q", len(got), got)
	}
	if got := fmt.Sprint(viewLogged(list[0], pagesNow).End); got == "<nil>" {
		t.Error("one that is over has no end")
	}
}
