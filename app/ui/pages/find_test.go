package pages

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/notify"
)

func TestASearchFindsPagesByWhatTheySay(t *testing.T) {
	p := api.Page{Page: notify.Page{Title: "Queue depth growing", Service: "Payments", Source: "prod", Severity: "critical", Body: "Restart the worker."}}
	for query, want := range map[string]bool{
		"": true, "  ": true, "queue": true, "QUEUE payments": true, "work": true, "prod critical": true, "queue billing": false, "queuedepth": false,
	} {
		var s shelf
		s.put([]api.Page{p})
		if got := len(s.newest(query)) == 1; got != want {
			t.Errorf("%q: found %v", query, got)
		}
	}
}

func TestAnEmptySearchFindsAllAndALongerOneNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s shelf
		for _, title := range rapid.SliceOfDistinct(rapid.StringMatching("[a-c ]{0,8}"), rapid.ID[string]).Draw(t, "titles") {
			s.put(append([]api.Page{}, api.Page{Page: notify.Page{ID: title, Title: title, State: notify.Resolved}}))
		}
		if len(s.newest("")) != len(s.pages) {
			t.Fatal("an empty search hides pages")
		}
		short, more := rapid.StringMatching("[a-c]{0,2}").Draw(t, "short"), rapid.StringMatching("[a-c ]{0,3}").Draw(t, "more")
		if a, b := len(s.newest(short)), len(s.newest(short+more)); b > a {
			t.Fatalf("%q finds %d, %q finds %d", short, a, short+more, b)
		}
	})
}

func TestTheListIsSearchedWithTheKeyboard(t *testing.T) {
	now := night.Now(t)
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("disk", now), night.Waiting("queue", now.Add(-time.Minute))}
	b, screen := open(t, &s)
	b.Typed("/")
	b.Typed("queue")
	b.Reads("Title of queue", "1 of 2 pages: what is open, and the last 24 hours.")
	b.DoesNotRead("Title of disk")
	b.Key(fyne.KeyReturn) // The first that was found is opened.
	b.Reads("a · Silence for 15 min")
	b.Typed("a")
	b.Asked("acknowledge queue")
	b.Typed("/")
	b.Typed(" of nothing")
	b.Reads("None of 2 pages has “queue of nothing” in it. Esc in the field shows all of them, “Load older” looks further back.")
	b.Escape()
	b.Reads("Title of queue", "Title of disk", "2 pages: what is open, and the last 24 hours.")
	if b.Desk.Win.Canvas().Focused() != fyne.Focusable(screen.list) {
		t.Error("the list has not got the focus back")
	}
}

func TestAPageThatIsLedToIsShownWhateverIsSearchedFor(t *testing.T) {
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("disk", night.Now(t)), night.Waiting("queue", night.Now(t))}
	b, screen := open(t, &s)
	b.Typed("/")
	b.Typed("queue")
	screen.Choose("disk")
	b.Reads("Title of disk", "a · Silence for 15 min")
}

func TestWhatIsSaidBelowTheList(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	october := time.Date(2026, 10, 26, 2, 12, 0, 0, night.Berlin(t))
	for _, c := range []struct {
		name       string
		shown, all int
		query      string
		from       time.Time
		want       string
	}{
		{"nothing", 0, 0, "", time.Time{}, "No page waits, and none came in the last 24 hours."},
		{"nothing, and a search", 0, 0, "db", time.Time{}, "No page waits, and none came in the last 24 hours."},
		{"nothing for a month", 0, 0, "", october, "No page waits, and none came in since 26 Oct 2026."},
		{"one", 1, 1, "", time.Time{}, "1 page: what is open, and the last 24 hours."},
		{"some", 7, 7, "", october, "7 pages: what is open, and since 26 Oct 2026."},
		{"some of them", 2, 7, "db", time.Time{}, "2 of 7 pages: what is open, and the last 24 hours."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := noteOf(c.shown, c.all, c.query, c.from, v); got != c.want {
				t.Errorf("got %q", got)
			}
		})
	}
	v.Known = false
	if got := noteOf(0, 0, "", time.Time{}, v); got != "" {
		t.Errorf("before the first snapshot: %q", got)
	}
}
