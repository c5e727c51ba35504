package main

import (
	"strings"
	"testing"

	"standby/app/api"
	"standby/notify"
)

func TestOnlyTheProvidersYesIsASuccess(t *testing.T) {
	acks := deed{came: func(s notify.State) bool { return s == notify.Acknowledged }}
	notes := deed{came: func(notify.State) bool { return true }, writes: true}
	origins := func(of ...api.Origin) []api.Origin { return of }
	for _, row := range []struct {
		name string
		deed deed
		page api.Page
		want string
	}{
		{"it is so", acks, api.Page{Page: notify.Page{State: notify.Acknowledged}}, ""},
		{"it is so, and an earlier failure still stands there", acks, api.Page{Page: notify.Page{State: notify.Acknowledged, Failure: "cannot"}}, ""},
		{"it ended meanwhile", acks, api.Page{Page: notify.Page{State: notify.Resolved}}, ""},
		{"it was refused", acks, api.Page{Page: notify.Page{State: notify.Triggered, Failure: "The pager refuses. Look there."}}, "The pager refuses. Look there."},
		{"it came to something else", acks, api.Page{Page: notify.Page{ID: "p1", State: notify.Snoozed}}, "page p1 is snoozed all the same"},
		{"no answer yet", acks, api.Page{Page: notify.Page{ID: "p1", Source: "prod", Request: notify.AskAcknowledge}}, "no answer from prod yet. Standby keeps trying; see: standby page p1"},
		{"a try failed", acks, api.Page{Page: notify.Page{ID: "p1", Request: notify.AskAcknowledge, Attempts: 1, Failure: "Not reachable."}}, "Not reachable. Standby keeps trying"},
		{"one of two sources refused", acks, api.Page{Page: notify.Page{State: notify.Acknowledged}, Origins: origins(
			api.Origin{Source: "prod", State: notify.Acknowledged}, api.Origin{Source: "pager", State: notify.Triggered, Failure: "The pager refuses."})}, "pager: The pager refuses."},
		{"one of two sources has ended", acks, api.Page{Page: notify.Page{State: notify.Acknowledged}, Origins: origins(
			api.Origin{Source: "prod", State: notify.Acknowledged}, api.Origin{Source: "pager", State: notify.Resolved, Failure: "The pager refuses."})}, ""},
		{"no source was asked", deed{}, api.Page{Page: notify.Page{State: notify.Triggered}}, ""},
		{"a note was taken, while something else is being sent", notes, api.Page{Page: notify.Page{Request: notify.AskAcknowledge}, Timeline: []notify.Event{{What: "note"}}}, ""},
		{"a note waits", notes, api.Page{Page: notify.Page{Source: "prod", Unsent: []notify.Word{{}}}}, "no answer from prod yet"},
		{"a note was refused", notes, api.Page{Timeline: []notify.Event{{What: "note"}, {What: "note-failed", Detail: "It takes no notes."}}}, "It takes no notes."},
		{"an earlier note was refused", notes, api.Page{Timeline: []notify.Event{{What: "note-failed", Detail: "no"}, {What: "note"}}}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := row.deed.unmet(row.page); row.want == "" && got != "" || !strings.HasPrefix(got, row.want) {
				t.Errorf("%q, want %q", got, row.want)
			}
		})
	}
}

func TestEveryStateHasItsWords(t *testing.T) {
	for i, want := range []string{"waiting, 11 min left", "OVERDUE 25 min", "sending", "NOT SENT YET", "clock paused until 14:30", "acknowledged 13:48 by Engineer A",
		"snoozed until 15:40", "handed on to Engineer B", "resolved 12:30, not seen", "resolved 10:50"} {
		p := pagesOfEveryState()[i]
		if got := pageState(p, pagesNow, pagesNow.Location()); got != want {
			t.Errorf("%s: %q, want %q", p.Title, got, want)
		}
	}
}
