package workspace_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/incident"
	"standby/app/incident/postmortem"
	"standby/app/incident/report"
	"standby/notify"
	"standby/rotation"
)

func fields(v any) json.RawMessage {
	data, _ := json.Marshal(v)
	return data
}

func TestAPostMortemIsWrittenByTwoAndSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir)
	id := d.begin(t, "Payments fail")
	if _, err := d.ChangePostMortem(t.Context(), id, api.PaperChange{Kind: "edit", Fields: fields(postmortem.Edit{Part: postmortem.WentWell, Text: "The alert."})}); err != nil {
		t.Fatal(err)
	}
	_, err := d.ChangePostMortem(t.Context(), id, api.PaperChange{Kind: "edit", Fields: fields(postmortem.Edit{Part: postmortem.WentWell, Text: "The rollback."}), By: other})
	if s := stale(err); s == nil || s.Theirs != "The alert." || s.Yours != "The rollback." {
		t.Errorf("%v, %+v", err, s)
	}
	for _, bad := range []api.PaperChange{{Kind: "paint"}, {Kind: "move", Fields: fields(map[string]string{"to": "closed"})}, {Kind: "edit", Fields: []byte(`{"part":"nonsense","text":"x"}`)}} {
		if _, err := d.ChangePostMortem(t.Context(), id, bad); !errors.Is(err, api.ErrBadRequest) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := d.ChangePostMortem(t.Context(), id, api.PaperChange{Kind: "move", Fields: fields(map[string]string{"to": "not-needed", "why": "Nobody noticed."})}); err != nil {
		t.Error(err)
	}
	if err := d.store.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, dir)
	f, err := again.PostMortem(t.Context(), id, api.Paper{Format: "json"})
	if err != nil || !strings.Contains(string(f.Data), "The alert.") {
		t.Errorf("%v: %s", err, f.Data)
	}
	if v, err := again.Incident(t.Context(), id); err != nil || v.Incident.Review.State != incident.NotNeeded || v.Incident.Review.Why != "Nobody noticed." {
		t.Errorf("%v: %+v", err, v.Incident.Review)
	}
	if _, err := again.PostMortem(t.Context(), id, api.Paper{Format: "doc"}); !errors.Is(err, api.ErrBadRequest) {
		t.Error(err)
	}
}

func TestFollowUpsOfAllIncidentsAreListedUntilTheyAreDone(t *testing.T) {
	d := open(t, t.TempDir())
	id := d.begin(t, "Payments fail")
	row := d.does(t, id, incident.Put[incident.Todo]{Value: incident.Todo{Sort: incident.FollowUp, Text: "Alert on the queue", Due: friday.AddDate(0, 0, -1)}}).Incident.Todos[0]
	left := func() (list []postmortem.FollowUp) {
		data, err := d.FollowUps(t.Context())
		if err != nil || json.Unmarshal(data, &list) != nil {
			t.Fatalf("%v: %s", err, data)
		}
		return list
	}
	if list := left(); len(list) != 1 || list[0].State != postmortem.Overdue || list[0].Incident != id {
		t.Errorf("%+v", list)
	}
	row.Value.Done = true
	d.does(t, id, incident.Put[incident.Todo]{ID: row.ID, On: row.Rev, Value: row.Value})
	if list := left(); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}

func TestAShiftEndsWithAReportThatTheNextPersonSigns(t *testing.T) {
	d := open(t, t.TempDir())
	mine := rotation.Shift{UID: "1", Rota: "Payments", Role: rotation.Primary, Person: me, Interval: rotation.Interval{Start: friday.Add(-8 * time.Hour), End: friday.Add(4 * time.Hour)}}
	next := rotation.Shift{UID: "2", Rota: "Payments", Role: rotation.Primary, Person: other, Interval: rotation.Interval{Start: mine.End, End: mine.End.Add(12 * time.Hour)}}
	d.shifts = []rotation.Shift{mine, next}
	d.pages["0a1b2c3d4e5f"] = aPage("0a1b2c3d4e5f")
	d.keeper.See(api.Snapshot{Me: me, Duty: rotation.Duty{Current: &mine}})
	list, err := d.Reports(t.Context())
	if err != nil || len(list) != 1 || list[0].Over || list[0].Incoming != other {
		t.Fatalf("while it runs: %v, %+v", err, list)
	}
	id, feel := list[0].ID, "Long."
	if _, err := d.ChangeReport(t.Context(), id, api.ReportChange{Feel: &feel}); err != nil {
		t.Fatal(err)
	}
	if b, _, err := d.keeper.Bulletin(t.Context()); err != nil || len(b.Unsigned) != 0 {
		t.Errorf("before the end: %v, %+v", err, b.Unsigned)
	}
	d.at(mine.End.Add(time.Minute))
	d.keeper.See(api.Snapshot{Me: me})
	if b, _, err := d.keeper.Bulletin(t.Context()); err != nil || len(b.Unsigned) != 1 || b.Unsigned[0].ID != id {
		t.Fatalf("at the end: %v, %+v", err, b.Unsigned)
	}
	p := d.pages["0a1b2c3d4e5f"]
	p.State = notify.Resolved // what happens later does not change it
	d.pages["0a1b2c3d4e5f"] = p
	one, err := d.Report(t.Context(), id)
	var r report.Report
	if err != nil || json.Unmarshal(one.Report, &r) != nil || r.Words.Feel != feel || r.Pages.Total != 1 {
		t.Fatalf("%v: %s", err, one.Report)
	}
	for name, change := range map[string]api.ReportChange{
		"by the outgoing": {Sign: true, Read: one.Hash},
		"without reading": {Sign: true, By: other, Read: "x"},
	} {
		if _, err := d.ChangeReport(t.Context(), id, change); !errors.Is(err, api.ErrBadRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := d.ChangeReport(t.Context(), id, api.ReportChange{Sign: true, By: other, Read: one.Hash}); err != nil {
		t.Fatal(err)
	}
	if b, _, err := d.keeper.Bulletin(t.Context()); err != nil || len(b.Unsigned) != 0 {
		t.Errorf("once it is signed: %v, %+v", err, b.Unsigned)
	}
	f, err := d.ReportPaper(t.Context(), id, api.Paper{Format: "md"})
	if err != nil || !strings.Contains(string(f.Data), "Engineer B") {
		t.Errorf("%v: %s", err, f.Data)
	}
	list, err = d.Reports(t.Context())
	if err != nil || len(list) != 1 || !list[0].Signed {
		t.Errorf("%v: %+v", err, list)
	}
}
