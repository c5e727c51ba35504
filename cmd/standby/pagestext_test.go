package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"standby/app/api"
	"standby/notify"
)

// pagesNow is when the tests of texts take place: a Sunday.
var pagesNow = time.Date(2026, 11, 22, 14, 10, 0, 0, time.UTC)

// pagesFit wants every line to fit a terminal, but those that end in a word that is
// too long to be broken without harm: an address is to be copied.
func pagesFit(t interface{ Errorf(string, ...any) }, text string) {
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > terminal && utf8.RuneCountInString(words[len(words)-1]) < 16 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

func pagesBerlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// pagesOfEveryState are made by the transitions themselves.
func pagesOfEveryState() []api.Page {
	at := func(min int) time.Time { return pagesNow.Add(time.Duration(min) * time.Minute) }
	open := func(key, title string, u notify.Urgency, min int) notify.Page {
		c := notify.Trigger(notify.Sighting{Source: "prod", Key: key, Title: title, Service: "Payments", Urgency: u}, true, at(min))
		return c.Page.Aim(15*time.Minute, 10*time.Minute).Page
	}
	ask := func(p notify.Page, r notify.Request, min int) notify.Page {
		c, err := p.Ask(notify.Wish{Request: r, By: "Engineer A", Until: at(90), Now: true}, at(min))
		if err != nil {
			panic(err)
		}
		return c.Page
	}
	grant := func(p notify.Page, r notify.Request, min int) notify.Page {
		return ask(p, r, min).Granted(r, notify.Grant{To: "Engineer B"}, at(min)).Page
	}
	paused, err := open("5", "Replica lags behind", notify.Normal, -3).Pause(at(20), "Engineer A", at(-1))
	if err != nil {
		panic(err)
	}
	list := []notify.Page{
		open("1", "Disk almost full on db1.example.org, and growing by 1 % an hour", notify.High, -4),
		open("2", "Queue grows", notify.High, -40),
		ask(open("3", "Cache cold", notify.Normal, -2), notify.AskAcknowledge, 0),
		ask(open("4", "Certificate ends soon", notify.Low, -5), notify.AskAcknowledge, -1).Denied(notify.AskAcknowledge, "Pager cannot be reached. Check the network.", false, at(0)).Page,
		paused.Page,
		grant(open("6", "Latency high", notify.High, -30), notify.AskAcknowledge, -22),
		grant(open("7", "Batch late", notify.Low, -60), notify.AskSnooze, -50),
		grant(open("8", "Login fails", notify.High, -60), notify.AskEscalate, -55),
		open("9", "Backup failed", notify.Low, -200).End("prod", at(-100)).Page,
		grant(open("a", "Load high", notify.Normal, -300), notify.AskAcknowledge, -295).End("prod", at(-200)).Page,
	}
	pages := make([]api.Page, 0, len(list))
	for _, p := range list {
		pages = append(pages, api.Page{Page: p, Due: p.Due(), Unseen: p.Unseen(), UndoUntil: p.Undoable(pagesNow)})
	}
	pages[0].Origins = []api.Origin{{Source: "prod", URL: "https://alerts.example.org/1", State: notify.Triggered}, {Source: "pager", State: notify.Triggered, Failure: "Pager cannot be reached"}}
	pages[0].Recurrence = &api.Recurrence{Times: 4, Note: "restarted the queue worker", NotedBy: "Engineer B", NotedAt: at(-3000)}
	pages[0].AckLabel, pages[0].CanResolve, pages[0].EscalateLabel = "Acknowledge (silences 15 min)", true, "Escalate to the next level"
	pages[0].Body = "92 % used.\n\nThe runbook says: remove what is older than a week, then look at what wrote it, then tell whoever owns it."
	pages[0].StartedAt, pages[0].Severity = at(-9), "critical"
	pages[0].Timeline = []notify.Event{
		{At: at(-4), What: "triggered", By: "prod"}, {At: at(-3), What: "joined", By: "pager", Detail: "the same trouble by another way"},
		{At: at(-2), What: "note", By: "Engineer A", Detail: "looking at what wrote so much, which may be the nightly export that was changed last week"},
	}
	pages[2].Drill = true
	pages[4].Held, pages[4].HeldUntil = true, at(990)
	return pages
}

// pagesGolden compares a text with what is kept of it.
func pagesGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "pages", name+".txt")
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

func TestPagesAreToldAsTheyWere(t *testing.T) {
	zone := pagesBerlin(t)
	list := pagesOfEveryState()
	pagesGolden(t, "pages", pageTable(list, pagesNow, zone))
	pagesGolden(t, "page", pageText(list[0], pagesNow, zone))
	pagesGolden(t, "page-missed", pageText(list[1], pagesNow, zone))

	const day = 24 * 60
	episode := func(min int, events ...notify.Event) api.Page {
		c := notify.Trigger(notify.Sighting{Source: []string{"prod", "pager"}[min%2], Key: fmt.Sprint(min), Title: "Disk almost full on db1.example.org", Service: "Payments"}, true, pagesNow.Add(-time.Duration(min)*time.Minute))
		for i := range events {
			events[i].At = c.Page.TriggeredAt.Add(time.Duration(3+5*i) * time.Minute)
		}
		return api.Page{Page: c.Page, Timeline: append(c.Events, events...)}
	}
	acked, over := notify.Event{What: "acknowledged", By: "Engineer A"}, notify.Event{What: "resolved"}
	pages := []api.Page{
		episode(4), episode(day+3, acked, notify.Event{What: "note", By: "Engineer A", Detail: "removed old files"}, over),
		episode(2*day, notify.Event{What: "missed"}, notify.Event{What: "excused", Detail: "was in a tunnel"}, acked, over),
		episode(2*day+400, notify.Event{What: "missed"}, over), episode(5*day, over), episode(6*day+10, acked, over, notify.Event{What: "reopened"}, acked, over),
	}
	q := historyQuery{}
	v := historyView{From: pagesNow.AddDate(0, 0, -30), To: pagesNow, Episodes: q.episodes(pages)}
	pagesGolden(t, "history", historyText(v, zone))

	var all []notify.Episode
	for _, p := range pages {
		all = append(all, notify.Episodes(p.Page, p.Timeline)...)
	}
	st := viewStats(api.Stats{From: v.From, To: v.To, Report: notify.Stats(all, zone)})
	for _, by := range append(statsKinds(), "") {
		pagesGolden(t, "stats-"+by, statsText(st, by, zone))
	}
	pagesGolden(t, "stats-none", statsText(viewStats(api.Stats{From: v.From, To: v.To}), "", zone))
}

func TestNoTextOfAPageBreaksTheTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := pagesOfEveryState()
		text := func(what string, most int) string { return notify.Clean(rapid.String().Draw(t, what), most) }
		title, name, failure := text("title", notify.MaxTitle), text("name", 60), text("failure", 200)
		for i := range list {
			list[i].Title, list[i].Failure, list[i].Service, list[i].AckedBy, list[i].EscalatedTo = title, failure, name, name, name
		}
		table := pageTable(list, pagesNow, time.UTC)
		pagesFit(t, table)
		for _, p := range list {
			if !strings.Contains(table, p.ID) {
				t.Errorf("page %s is not there", p.ID)
			}
			pagesFit(t, pageText(p, pagesNow, time.UTC))
		}
	})
}

func TestMorePagesThanASnapshotHoldsAreCounted(t *testing.T) {
	if got := moreText(api.Snapshot{MorePages: 1312, MoreWaiting: 1}); got != "1,312 more open pages not listed, 1 page of them waiting. See: standby pages --days 7" {
		t.Error(got)
	}
	if got := moreText(api.Snapshot{}); got != "" {
		t.Error(got)
	}
}

func TestAnIDNamesAPageWhenItsBeginningDoes(t *testing.T) {
	list := []api.Page{{Page: notify.Page{ID: "aaaa00000001", Title: "one"}}, {Page: notify.Page{ID: "aaaa00000002", Title: "two"}}, {Page: notify.Page{ID: "bbbb00000003"}}}
	for _, row := range []struct {
		name string
		args []string
		want []string
		err  string
	}{
		{"whole", []string{"aaaa00000001"}, []string{"aaaa00000001"}, ""},
		{"its beginning", []string{"bbbb"}, []string{"bbbb00000003"}, ""},
		{"in capitals", []string{"BBBB"}, []string{"bbbb00000003"}, ""},
		{"twice", []string{"bbbb", "bbbb0"}, []string{"bbbb00000003"}, ""},
		{"an older one, which only the agent knows", []string{"cccc00000009"}, []string{"cccc00000009"}, ""},
		{"a beginning that two have", []string{"aaaa"}, nil, "2 pages could be meant; name one by its ID:\n  aaaa00000001  one\n  aaaa00000002  two"},
		{"a beginning that none has", []string{"cccc"}, nil, `page "cccc": no such page`},
		{"too short a beginning", []string{"bbb"}, nil, `"bbb" is no page ID; copy one from standby pages, 4 digits of it or more`},
		{"no digits", []string{"disk"}, nil, `"disk" is no page ID`},
		{"nothing, where none will do", nil, nil, "no page waits for that"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := pick(list, row.args, func(api.Page) bool { return false })
			if row.err == "" && (err != nil || !slices.Equal(got, row.want)) || row.err != "" && (err == nil || !strings.HasPrefix(err.Error(), row.err)) {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
	if got, err := pick(list, nil, func(p api.Page) bool { return p.Title == "two" }); err != nil || !slices.Equal(got, []string{"aaaa00000002"}) {
		t.Errorf("the only one that will do: %v, %v", got, err)
	}
}
