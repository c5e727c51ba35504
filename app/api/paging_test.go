package api

import (
	"context"
	"errors"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// extras answer the commands on PagerDuty and on sound.
type extras struct {
	added  NewPagerDuty
	played SoundTest
	err    error
}

func (e *extras) AddPagerDuty(_ context.Context, n NewPagerDuty) error {
	e.added = n
	return e.err
}

func (e *extras) Schedules(_ context.Context, account string) ([]PagerDutySchedule, error) {
	return []PagerDutySchedule{{ID: "P1", Name: account}}, e.err
}

func (e *extras) TestSound(_ context.Context, t SoundTest) error {
	e.played = t
	return e.err
}

func (e *extras) Outputs(context.Context) ([]Output, error) {
	return []Output{{ID: "a", Name: "Speakers"}}, e.err
}

func TestPagerDutyAndSoundGoThroughTheSocket(t *testing.T) {
	e := &extras{}
	d := &desk{}
	s := NewServer(Handlers{Pages: d, Setup: d, Prefer: d, Records: d, Proof: d, Trial: d, Ledger: struct{ Ledger }{}, Publisher: d, Handover: d, PagerDutys: e, Sounds: e, Window: func(bool) {}, Explain: func(err error) Trouble { return Trouble{What: err.Error()} }})
	socket := filepath.Join(t.TempDir(), "s")
	l, err := Listen(t.Context(), socket)
	if err != nil {
		t.Fatal(err)
	}
	srv := &httptest.Server{Listener: l, Config: s.srv}
	srv.Start()
	defer srv.Close()
	c := Dial(socket)
	n := NewPagerDuty{Name: "work", Region: "eu", Secret: "k"}
	if err := c.AddPagerDuty(t.Context(), n); err != nil || e.added != n {
		t.Errorf("%v, %+v", err, e.added)
	}
	if list, err := c.Schedules(t.Context(), "work / eu"); err != nil || len(list) != 1 || list[0] != (PagerDutySchedule{ID: "P1", Name: "work / eu"}) {
		t.Errorf("%v, %+v", err, list)
	}
	if err := c.TestSound(t.Context(), SoundTest{Sound: "notice", Volume: 30}); err != nil || e.played.Volume != 30 {
		t.Errorf("%v, %+v", err, e.played)
	}
	if list, err := c.Outputs(t.Context()); err != nil || len(list) != 1 || list[0].ID != "a" {
		t.Errorf("%v, %+v", err, list)
	}
	e.err = errors.New("no sound card")
	if _, err := c.Schedules(t.Context(), "work"); err == nil || !strings.Contains(err.Error(), "no sound card") {
		t.Errorf("got %v", err)
	}
	if err := c.TestSound(t.Context(), SoundTest{}); err == nil || !strings.Contains(err.Error(), "no sound card") {
		t.Errorf("got %v", err)
	}
}
