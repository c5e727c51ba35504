package workspace_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/incident"
	"standby/app/provider"
	"standby/app/workspace"
)

// place is a channel or a status page that remembers what it was sent.
type place struct {
	name  string
	reads provider.Audience
	sent  []string
	fails error
}

func (p *place) Name() string { return p.name }

func (p *place) Preview(u provider.Update) ([]provider.Message, error) {
	u, err := u.For(p.reads)
	if err != nil {
		return nil, err
	}
	return []provider.Message{{To: []string{"place " + p.name}, Audience: p.reads, Subject: u.Title, Text: u.Text}}, nil
}

func (p *place) Post(_ context.Context, u provider.Update) (provider.Ref, error) {
	m, err := p.Preview(u)
	if err != nil || p.fails != nil {
		return provider.Ref{}, errors.Join(err, p.fails)
	}
	p.sent = append(p.sent, m[0].Subject+"\n"+m[0].Text)
	return provider.Ref{Place: p.name}, nil
}

func TestAnUpdateSendsExactlyWhatWasShown(t *testing.T) {
	d := open(t, t.TempDir())
	team, page := &place{name: "team", reads: provider.Internal}, &place{name: "page", reads: provider.Customers}
	d.announcers = []workspace.Announcer{team, page}
	id := d.begin(t, "Payments fail")
	for _, tt := range []struct {
		update incident.Update
		to     []string
	}{
		{incident.Update{Audience: incident.Internal, Status: "Slow", Progress: "Rolled back", Next: "Watch it", Needs: "Nothing", NextAt: friday.Add(30 * time.Minute)}, []string{"place team"}},
		{incident.Update{Audience: incident.External, Phase: incident.Investigating, Text: "We look into it."}, []string{"place team", "place page"}},
	} {
		p, err := d.PreviewUpdate(t.Context(), id, api.Outgoing{Update: tt.update})
		if err != nil {
			t.Fatal(err)
		}
		if len(team.sent)+len(page.sent) > 0 && tt.update.Audience == incident.Internal {
			t.Fatal("a preview sends")
		}
		sent, err := d.SendUpdate(t.Context(), id, p.Outgoing)
		if err != nil || !slices.Equal(sent.To, tt.to) {
			t.Fatalf("%v: %+v", err, sent)
		}
		for _, m := range p.Messages {
			got := team.sent
			if m.Account == "page" {
				got = page.sent
			}
			if want := m.Subject + "\n" + m.Text; got[len(got)-1] != want {
				t.Errorf("%s got %q, and %q was shown", m.Account, got[len(got)-1], want)
			}
			if m.Customers != (m.Account == "page") {
				t.Errorf("whether customers read it: %+v", m)
			}
		}
		last, ok := sent.Incident.Incident.Last(tt.update.Audience)
		if !ok || !slices.Equal(last.To, tt.to) || last.Text != p.Outgoing.Update.Text {
			t.Errorf("recorded: %+v", last)
		}
	}
	if !strings.Contains(team.sent[0], "Next update: ") {
		t.Errorf("%q", team.sent[0])
	}
}

func TestAnUpdateThatWasNotShownIsNotSent(t *testing.T) {
	d := open(t, t.TempDir())
	team := &place{name: "team", reads: provider.Internal}
	d.announcers = []workspace.Announcer{team}
	id := d.begin(t, "Payments fail")
	p, err := d.PreviewUpdate(t.Context(), id, api.Outgoing{Update: incident.Update{Audience: incident.Internal, Text: "Slow"}})
	if err != nil {
		t.Fatal(err)
	}
	changed := p.Outgoing
	changed.Update.Text = "Something else"
	for name, o := range map[string]api.Outgoing{"changed": changed, "never shown": {Update: incident.Update{Audience: incident.Internal, Text: "Slow"}}} {
		if _, err := d.SendUpdate(t.Context(), id, o); !errors.Is(err, api.ErrBadRequest) || len(team.sent) != 0 {
			t.Errorf("%s: %v, %q", name, err, team.sent)
		}
	}
	if _, err := d.PreviewUpdate(t.Context(), id, api.Outgoing{Accounts: []string{"nobody"}, Update: incident.Update{Audience: incident.Internal, Text: "x"}}); !errors.Is(err, api.ErrBadRequest) {
		t.Error(err)
	}
}

func TestADraftWithGapsIsShownAndNotSent(t *testing.T) {
	d := open(t, t.TempDir())
	team := &place{name: "team", reads: provider.Internal}
	d.announcers = []workspace.Announcer{team}
	id := d.begin(t, "Payments fail")
	p, err := d.PreviewUpdate(t.Context(), id, api.Outgoing{Update: incident.Update{Audience: incident.Internal, Status: "Slow"}})
	if err != nil || len(p.Gaps) == 0 || !strings.Contains(p.Messages[0].Text, "Slow") {
		t.Fatalf("%v: %+v", err, p)
	}
	if _, err := d.SendUpdate(t.Context(), id, p.Outgoing); !errors.Is(err, api.ErrBadRequest) || len(team.sent) != 0 || !strings.Contains(err.Error(), "gaps") {
		t.Errorf("%v, %q", err, team.sent)
	}
}

func TestAPlaceThatFailsIsToldAndTheOthersAreRecorded(t *testing.T) {
	d := open(t, t.TempDir())
	good, bad := &place{name: "good", reads: provider.Internal}, &place{name: "bad", reads: provider.Internal, fails: fmt.Errorf("it is away: %w", provider.ErrUnreachable)}
	d.announcers = []workspace.Announcer{bad, good}
	id := d.begin(t, "Payments fail")
	p, err := d.PreviewUpdate(t.Context(), id, api.Outgoing{Update: incident.Update{Audience: incident.Internal, Text: "Slow"}})
	if err != nil {
		t.Fatal(err)
	}
	sent, err := d.SendUpdate(t.Context(), id, p.Outgoing)
	if err != nil || !slices.Equal(sent.To, []string{"place good"}) || len(sent.Failed) != 1 || sent.Failed[0].Account != "bad" || sent.Failed[0].Trouble.What == "" {
		t.Errorf("%v: %+v", err, sent)
	}
}

func TestADrillGoesToNoCustomer(t *testing.T) {
	d := open(t, t.TempDir())
	page := &place{name: "page", reads: provider.Customers}
	d.announcers = []workspace.Announcer{page}
	v, err := d.OpenIncident(t.Context(), api.NewIncident{Title: "Practice", Drill: true})
	if err != nil {
		t.Fatal(err)
	}
	p, err := d.PreviewUpdate(t.Context(), v.Incident.ID, api.Outgoing{Update: incident.Update{Audience: incident.External, Phase: incident.Investigating, Text: "We look."}})
	if err != nil || len(p.Messages) != 1 || p.Messages[0].Account != "clipboard" || !strings.HasPrefix(p.Messages[0].Text, provider.DrillMark) {
		t.Fatalf("%v: %+v", err, p.Messages)
	}
	if _, err := d.SendUpdate(t.Context(), v.Incident.ID, p.Outgoing); err != nil || len(page.sent) != 0 {
		t.Errorf("%v, %q", err, page.sent)
	}
}
