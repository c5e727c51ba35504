package workspace_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/incident"
	"standby/notify"
	"standby/rotation"
	"standby/rotation/pay/ledger"
)

func TestAnIncidentIsOpenedFromAPageAndFollowsIt(t *testing.T) {
	d := open(t, t.TempDir())
	d.pages["0a1b2c3d4e5f"] = aPage("0a1b2c3d4e5f")
	v, err := d.OpenIncident(t.Context(), api.NewIncident{Page: "0a1b2c3d4e5f", Severity: 2})
	if err != nil {
		t.Fatal(err)
	}
	i := v.Incident
	if i.Title() != "Payments fail" || i.Severity() != 2 || len(i.Pages) != 1 || !i.Milestones[incident.Detected].At.Equal(friday.Add(-time.Minute)) {
		t.Errorf("%+v", i)
	}
	if i.Texts[incident.GatherWhat].Text == "" {
		t.Error("what the page answers is not filled in")
	}
	p := d.pages["0a1b2c3d4e5f"]
	p.Timeline = append(p.Timeline, notify.Event{PageID: p.ID, At: friday, What: "acknowledged", By: me.Name})
	d.at(friday.Add(time.Minute))
	for range 2 {
		d.keeper.See(api.Snapshot{Pages: []api.Page{p}})
		if _, _, err := d.keeper.Bulletin(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if v, err = d.Incident(t.Context(), i.ID); err != nil || len(v.Incident.PageEvents) != 2 || !v.Incident.Milestones[incident.Acknowledged].At.Equal(friday) {
		t.Errorf("%v, %+v", err, v.Incident.PageEvents)
	}
}

func TestWhatWasRecordedComesBackAfterARestart(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir)
	id := d.begin(t, "Payments fail")
	want := d.does(t, id, incident.Decide{Verdict: incident.Now, Reason: "It burns."}, incident.Assign{Role: incident.Commanding, Person: me}, incident.Note{Text: "TODO call\nand so on"})
	if err := d.store.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, dir)
	got, err := again.Incident(t.Context(), id)
	if err != nil || got.Incident.Revision != want.Incident.Revision || got.Incident.Document(friday) != want.Incident.Document(friday) {
		t.Errorf("%v: revision %d, want %d", err, got.Incident.Revision, want.Incident.Revision)
	}
	list, err := again.Incidents(t.Context(), false)
	if err != nil || len(list) != 1 || list[0].ID != id || !list[0].Commander.Same(me) || !list[0].Live {
		t.Errorf("%v, %+v", err, list)
	}
}

func TestTwoWindowsThatEditTheSameTextOverwriteNothing(t *testing.T) {
	d := open(t, t.TempDir())
	id := d.begin(t, "Payments fail")
	first := d.does(t, id, incident.Edit{Field: incident.Summary, Text: "Cards fail."}).Incident.Texts[incident.Summary].Rev
	d.does(t, id, incident.Edit{Field: incident.Summary, On: first, Text: "Cards fail since two."})
	_, err := d.Record(t.Context(), id, incident.Edit{Field: incident.Summary, On: first, Text: "Cards and vouchers fail."}, other)
	s := stale(err)
	if !errors.Is(err, incident.ErrStale) || s == nil || s.Theirs != "Cards fail since two." || s.Yours != "Cards and vouchers fail." || s.By != me {
		t.Fatalf("%v, %+v", err, s)
	}
	v, _ := d.Incident(t.Context(), id)
	if got := v.Incident.Texts[incident.Summary].Text; got != "Cards fail since two." {
		t.Errorf("it was overwritten: %q", got)
	}
	d.does(t, id, incident.Edit{Field: incident.Summary, On: s.Rev, Text: "Cards and vouchers fail since two."})
}

func TestABadRequestNamesWhatIsWrongAndRecordsNothing(t *testing.T) {
	d := open(t, t.TempDir())
	id := d.begin(t, "Payments fail")
	for name, tt := range map[string]struct {
		do   func() error
		is   error
		says string
	}{
		"no such incident": {func() error { _, err := d.Incident(t.Context(), "20200101-none"); return err }, api.ErrNotFound, "There is no such incident"},
		"no title":         {func() error { _, err := d.OpenIncident(t.Context(), api.NewIncident{}); return err }, api.ErrBadRequest, "missing"},
		"no such page": {func() error {
			_, err := d.OpenIncident(t.Context(), api.NewIncident{Page: "ffffffffffff"})
			return err
		}, api.ErrNotFound, "There is no such page"},
		"no such command": {func() error {
			_, err := d.RecordRaw(t.Context(), id, api.Recording{Kind: "exploded"})
			return err
		}, api.ErrBadRequest, "no such kind"},
		"a second opening": {func() error {
			_, err := d.Record(t.Context(), id, incident.Open{ID: "x", Title: "y"}, me)
			return err
		}, api.ErrBadRequest, ""},
		"a stage that is not over": {func() error {
			_, err := d.Record(t.Context(), id, incident.Move{To: incident.Recover}, me)
			return err
		}, api.ErrBadRequest, ""},
		"an empty file": {func() error {
			_, err := d.Attach(t.Context(), id, api.Upload{Name: "x.png"})
			return err
		}, api.ErrBadRequest, "it is empty"},
		"a file without a name": {func() error {
			_, err := d.Attach(t.Context(), id, api.Upload{Name: "../", Body: []byte("x")})
			return err
		}, nil, ""},
		"a story that nobody tells": {func() error { _, err := d.StartDrill(t.Context(), "funny"); return err }, api.ErrBadRequest, "managed and unmanaged"},
		"no story to go on with":    {func() error { _, err := d.NextStep(t.Context(), id); return err }, api.ErrNotFound, ""},
		"no such report":            {func() error { _, err := d.Report(t.Context(), "x"); return err }, api.ErrNotFound, "no such report"},
	} {
		err := tt.do()
		if tt.is != nil && (!errors.Is(err, tt.is) || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(tt.says))) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnAttachmentComesBackAndOnlyFromItsIncident(t *testing.T) {
	d := open(t, t.TempDir())
	id, another := d.begin(t, "One"), d.begin(t, "Two")
	v, err := d.Attach(t.Context(), id, api.Upload{Name: `C:\shots\error "1".png`, What: "The error", Body: []byte("\x89PNG")})
	if err != nil || len(v.Incident.Attachments) != 1 || v.Incident.Attachments[0].Name != `error "1".png` {
		t.Fatalf("%v, %+v", err, v.Incident.Attachments)
	}
	sha := v.Incident.Attachments[0].SHA256
	if f, err := d.Attachment(t.Context(), id, sha); err != nil || string(f.Data) != "\x89PNG" {
		t.Errorf("%v, %q", err, f.Data)
	}
	if _, err := d.Attachment(t.Context(), another, sha); !errors.Is(err, api.ErrBadRequest) {
		t.Errorf("from another incident: %v", err)
	}
}

func TestWorkThatNoPageCoversGoesToTheHours(t *testing.T) {
	d := open(t, t.TempDir())
	covered := rotation.Interval{Start: friday.Add(30 * time.Minute), End: friday.Add(time.Hour)}
	d.hours = []ledger.Logged{{Hour: ledger.Hour{ID: "p", What: "Payments fail", Interval: covered}}}
	id := d.begin(t, "Payments fail")
	d.does(t, id, incident.Decide{Verdict: incident.Now, Reason: "It burns."}, incident.Assign{Role: incident.Commanding, Person: me})
	d.at(friday.Add(2 * time.Hour))
	d.does(t, id, incident.Mark{Milestone: incident.Resolved})
	if len(d.hours) != 3 {
		t.Fatalf("%+v", d.hours)
	}
	for n, want := range []rotation.Interval{covered, {Start: friday, End: covered.Start}, {Start: covered.End, End: friday.Add(2 * time.Hour)}} {
		if h := d.hours[n]; h.Interval != want || h.Confirmed || n > 0 && h.What != "Incident "+id+": Payments fail" {
			t.Errorf("hour %d: %+v", n, h)
		}
	}
	d.does(t, id, incident.Mark{Milestone: incident.Resolved, At: friday.Add(time.Hour)})
	if len(d.hours) != 3 {
		t.Errorf("it was entered again: %+v", d.hours)
	}
	for _, n := range []api.NewIncident{{Title: "Practice", Drill: true}, {Title: "Nothing"}} {
		v, err := d.OpenIncident(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		if n.Drill {
			d.does(t, v.Incident.ID, incident.Decide{Verdict: incident.Now, Reason: "x"})
		}
		d.does(t, v.Incident.ID, incident.Mark{Milestone: incident.Resolved})
	}
	if len(d.hours) != 3 {
		t.Errorf("an exercise, and what was no incident, is no call-out: %+v", d.hours)
	}
}
