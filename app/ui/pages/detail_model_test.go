package pages

import (
	"slices"
	"strings"
	"testing"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
	"standby/notify"
)

func TestAllWaysAndLinksOfAPageAreKept(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	p := night.Waiting("p", v.Now)
	p.URL, p.Missed, p.MissedWhy, p.Reopened = "https://a.example.org", true, "asleep", 2
	p.EscalatedAt, p.EscalatedTo = v.Now, "level 2"
	p.Unsent = []notify.Word{{Text: "looked at it"}}
	p.Origins = []api.Origin{{Source: "prod", State: notify.Triggered, URL: "https://a.example.org", Sending: notify.AskAcknowledge},
		{Source: "duty", State: notify.Escalated, URL: "https://b.example.org", Failure: "no answer"}, {Source: "mail", State: notify.Acknowledged}}
	want := []model.Fact{{Name: "Service", Value: "payments"}, {Name: "Came by", Value: "prod: waiting, sending “acknowledge”"}, {Name: "", Value: "duty: handed on, failed: no answer"}, {Name: "", Value: "mail: acknowledged"},
		{Name: "Came", Value: "Wed 25 Nov 2026 02:12, just now"}, {Name: "Handed on", Value: "Wed 25 Nov 2026 02:12 to level 2"}, {Name: "Fired again", Value: "2 times"},
		{Name: "Missed", Value: "nobody acknowledged it within 15 min, because: asleep"}, {Name: "Not sent yet", Value: "note: looked at it"}}
	if got := factsOf(p, v); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := linksOf(p); !slices.Equal(got, []string{"https://a.example.org", "https://b.example.org"}) {
		t.Errorf("links %q", got)
	}
}

func TestOnlyWebLinksAreOpened(t *testing.T) {
	for raw, ok := range map[string]bool{
		"https://prometheus.example.org/graph?x=1": true, "http://127.0.0.1:9090/": true,
		"": false, "javascript:alert(1)": false, "file:///etc/passwd": false, `\\server\share`: false, "https:": false, "https:///path": false,
		"ftp://example.org": false, "HTTPS://example.org": true, "https://user:secret@example.org": false, "https://exa mple.org": false, "//example.org/x": false,
	} {
		if got := linkOf(raw) != nil; got != ok {
			t.Errorf("%q: opened %v, want %v", raw, got, ok)
		}
	}
}

func FuzzLinkOf(f *testing.F) {
	f.Add("https://example.org/a?b#c")
	f.Add("jAvAsCript://example.org/%0aalert(1)")
	f.Fuzz(func(t *testing.T, raw string) {
		u := linkOf(raw)
		if u != nil && (u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil) {
			t.Errorf("%q would be opened", raw)
		}
	})
}

func TestTheTimelineIsToldInWords(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	p := api.Page{Timeline: []notify.Event{{At: v.Now, What: "acknowledge-failed", By: "Engineer A", Detail: "503"}, {At: v.Now, What: "some-new-word"}, {At: v.Now}}}
	for what := range happenings() {
		if happened(what) == "" || strings.Contains(happened(what), "-") {
			t.Errorf("%s reads %q", what, happened(what))
		}
	}
	want := []string{"Acknowledgement failed, asked for by Engineer A: 503", "Some new word", "Something happened"}
	for i, f := range timelineOf(p, v) {
		if f.Value != want[i] || f.Name != "25 Nov 02:12:00" {
			t.Errorf("got %v, want %q", f, want[i])
		}
	}
}
