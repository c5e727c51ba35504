package ledger_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/ledger"
)

func TestAPageCountsAsItTellsUntilSomebodyEditsIt(t *testing.T) {
	page := told(t, "p1", 1, "2026-11-03 01:10", "2026-11-03 02:00")
	log := ledger.Merge([]ledger.Hour{page}, nil)
	if len(log) != 1 || log[0].Edited || !log[0].End.Equal(page.End) {
		t.Fatalf("got %+v", log)
	}
	longer := log[0].Hour
	longer.End = at(t, "2026-11-03 02:30")
	edit, err := log[0].Revise(longer, "Ada", "wrote the note afterwards", at(t, "2026-11-03 09:00"))
	if err != nil {
		t.Fatal(err)
	}
	log = ledger.Merge([]ledger.Hour{page}, []ledger.Revision{edit})
	if !log[0].Edited || !log[0].End.Equal(longer.End) || log[0].Differs != "" || log[0].By != "Ada" {
		t.Errorf("after the edit: %+v", log[0])
	}
	page.End = at(t, "2026-11-03 03:00") // the page was reopened
	log = ledger.Merge([]ledger.Hour{page}, []ledger.Revision{edit})
	if !log[0].End.Equal(longer.End) {
		t.Errorf("the page overrode the edit: %+v", log[0])
	}
	if want := "end 2026-11-03 01:00 UTC is 2026-11-03 02:00 UTC"; log[0].Differs != want {
		t.Errorf("differs by %q, want %q", log[0].Differs, want)
	}
	over, err := log[0].Revise(page, "Ada", "the page is right", at(t, "2026-11-04 09:00"))
	if err != nil {
		t.Fatal(err)
	}
	if log = ledger.Merge([]ledger.Hour{page}, []ledger.Revision{edit, over}); log[0].Differs != "" || !log[0].End.Equal(page.End) {
		t.Errorf("taken over: %+v", log[0])
	}
}

func TestTheLogHasWhatIsRemovedAndWhatIsEnteredByHand(t *testing.T) {
	page := told(t, "p1", 2, "2026-11-03 01:10", "2026-11-03 02:00")
	removed := page
	removed.Removed = true
	hand := ledger.Hour{ID: "hand-1", Person: ada, Mode: "phone", What: "Question of the night shift",
		Interval: rotation.Interval{Start: at(t, "2026-11-02 20:00"), End: at(t, "2026-11-02 20:15")}}
	added, err := ledger.Add(hand, "Ada", "", at(t, "2026-11-05 08:00"))
	if err != nil {
		t.Fatal(err)
	}
	gone, err := ledger.Merge([]ledger.Hour{page}, nil)[0].Revise(removed, "Ada", "was a drill", at(t, "2026-11-05 08:01"))
	if err != nil {
		t.Fatal(err)
	}
	log := ledger.Merge([]ledger.Hour{page}, []ledger.Revision{gone, added})
	if len(log) != 2 || log[0].ID != "hand-1" || !log[1].Removed {
		t.Fatalf("got %+v", log)
	}
	w := world{policy: firmWith(t, ""), first: month(t, "2026-11"), now: at(t, "2026-12-01"), told: []ledger.Hour{page}, revisions: []ledger.Revision{gone, added}}
	s := w.open(t)[0]
	if len(s.Lines) != 1 || s.Lines[0].Evidence[0] != "call-out hand-1, entered by hand on 5 Nov 2026 by Ada" || s.Lines[0].Rests[0] != "hour hand-1" {
		t.Errorf("lines are %+v", s.Lines)
	}
	if s.CallOutSeconds != 900 || len(s.Notes) != 1 || s.Notes[0] != "1 call-out is not confirmed yet." {
		t.Errorf("%d s, notes %q", s.CallOutSeconds, s.Notes)
	}
}

func TestTheTrailTellsBoth(t *testing.T) {
	page := told(t, "p1", 1, "2026-11-03 01:10", "2026-11-03 02:00")
	later := page
	later.End = at(t, "2026-11-03 03:00")
	edited := page
	edited.End, edited.Travel, edited.Facts = at(t, "2026-11-03 02:30"), 20*time.Minute, pay.Facts{"woke": "true"}
	confirmed := edited
	confirmed.Confirmed = true
	revisions := []ledger.Revision{
		{At: at(t, "2026-11-03 09:00"), By: "Ada", Why: "drove in", Hour: edited, Page: &page},
		{At: at(t, "2026-11-03 10:00"), By: "Ben", Hour: confirmed, Page: &later},
	}
	var got []string
	for _, s := range ledger.Trail(page.ID, []ledger.Hour{later}, revisions) {
		got = append(got, s.By+": "+s.What)
	}
	want := []string{
		"page: told 2026-11-03 00:10 UTC to 2026-11-03 01:00 UTC",
		"Ada: end 2026-11-03 01:00 UTC is 2026-11-03 01:30 UTC; travel 0 h is 20 min; woke nothing is true",
		"page: now tells: end 2026-11-03 01:00 UTC is 2026-11-03 02:00 UTC",
		"Ben: confirmed",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if ledger.Trail("unknown", []ledger.Hour{page}, revisions) != nil {
		t.Error("an hour that nobody knows has a trail")
	}
}

func TestAnEditThatCannotBeIsRefused(t *testing.T) {
	page := told(t, "p1", 1, "2026-11-03 01:10", "2026-11-03 02:00")
	now := at(t, "2026-11-05")
	for name, c := range map[string]struct {
		change func(*ledger.Hour)
		by     string
		why    string
		want   string
	}{
		"with a reason":        {func(h *ledger.Hour) { h.Mode = "phone" }, "Ada", "was by phone", ""},
		"confirmed, no reason": {func(h *ledger.Hour) { h.Confirmed = true }, "Ada", "", ""},
		"no reason":            {func(h *ledger.Hour) { h.Mode = "phone" }, "Ada", "", "say why"},
		"by nobody":            {func(*ledger.Hour) {}, "", "x", "by whom"},
		"another page":         {func(h *ledger.Hour) { h.PageID = "p2" }, "Ada", "x", "cannot become another"},
		"ends before it began": {func(h *ledger.Hour) { h.End = at(t, "2026-11-03 01:09") }, "Ada", "x", "before it begins"},
		"a year long":          {func(h *ledger.Hour) { h.End = at(t, "2027-11-03") }, "Ada", "x", "31 days"},
		"of another age":       {func(h *ledger.Hour) { h.Start = time.Date(1066, 10, 14, 0, 0, 0, 0, time.UTC) }, "Ada", "x", "years 1970 to 2099"},
		"travel backwards":     {func(h *ledger.Hour) { h.Travel = -time.Minute }, "Ada", "x", "travel"},
		"whose":                {func(h *ledger.Hour) { h.Person = rotation.Person{} }, "Ada", "x", "whose"},
		"two lines":            {func(h *ledger.Hour) { h.What = "a\nb" }, "Ada", "x", "one line"},
		"a reason of two":      {func(h *ledger.Hour) { h.Mode = "phone" }, "Ada", "x\x1b[2J", "one line"},
		"a novel":              {func(h *ledger.Hour) { h.Facts = pay.Facts{"note": strings.Repeat("x", 3000)} }, "Ada", "x", "one line"},
	} {
		t.Run(name, func(t *testing.T) {
			to := page
			c.change(&to)
			_, err := ledger.Merge([]ledger.Hour{page}, nil)[0].Revise(to, c.by, c.why, now)
			if (err == nil) != (c.want == "") || err != nil && (!strings.Contains(err.Error(), c.want) || !errors.Is(err, ledger.ErrHour)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	if _, err := ledger.Add(page, "Ada", "", now); !errors.Is(err, ledger.ErrHour) {
		t.Errorf("a page's hour was entered by hand: %v", err)
	}
}

func TestARevisionIsWrittenAsJSON(t *testing.T) {
	page := told(t, "p1", 1, "2026-11-03 01:10", "2026-11-03 02:00")
	page.Start, page.End = page.Start.UTC(), page.End.UTC()
	r := ledger.Revision{At: at(t, "2026-11-03 09:00").UTC(), By: "Ada", Why: "x", Hour: page, Page: &page}
	r.Hour.Facts, r.Hour.Travel = pay.Facts{"woke": "true"}, time.Hour
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back ledger.Revision
	if err := json.Unmarshal(data, &back); err != nil || !reflect.DeepEqual(r, back) {
		t.Errorf("read back %+v, %v", back, err)
	}
}
