package api

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"standby/rotation"
)

func (d *desk) Give(_ context.Context, g GiveShift) (Handed, error) {
	d.called = "give " + g.Calendar + " " + g.Shift.UID + " to " + g.To.Name
	return Handed{Written: !g.DryRun, Alterations: []rotation.Alteration{{Kind: rotation.Lost}}}, d.err
}

func (d *desk) Swap(_ context.Context, x SwapShifts) (Handed, error) {
	d.called = "swap " + x.Calendar + " " + x.Shift.UID + " with " + x.With.UID
	return Handed{Written: !x.DryRun}, d.err
}

func TestShiftsChangeHandsOverTheSocket(t *testing.T) {
	d, _, c, _ := serve(t)
	done, err := c.Give(t.Context(), GiveShift{Calendar: "a/b team", Shift: ShiftRef{UID: "1"}, To: rotation.Person{Name: "Engineer B"}})
	if err != nil || !done.Written || len(done.Alterations) != 1 || d.called != "give a/b team 1 to Engineer B" {
		t.Errorf("%+v, %v, %s", done, err, d.called)
	}
	done, err = c.Swap(t.Context(), SwapShifts{Calendar: "team", Shift: ShiftRef{UID: "1"}, With: ShiftRef{UID: "2"}, DryRun: true})
	if err != nil || done.Written || d.called != "swap team 1 with 2" {
		t.Errorf("%+v, %v, %s", done, err, d.called)
	}
	d.err = &CandidatesError{Calendar: "team"}
	if _, err := c.Swap(t.Context(), SwapShifts{Calendar: "team"}); !errors.Is(err, ErrBadRequest) {
		t.Error(err)
	}
	d.err = ErrInsecure
	if err := c.AddCalendar(t.Context(), NewCalendar{Name: "x"}); !errors.Is(err, ErrInsecure) {
		t.Error(err)
	}
}

func TestCandidatesAreNamedSoThatOneCanBeChosen(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	shift := rotation.Shift{UID: "1", Role: rotation.Primary, Person: rotation.Person{Name: "Engineer A"}, Interval: rotation.Interval{Start: time.Date(2026, 12, 5, 8, 0, 0, 0, time.UTC)}}
	const told = "Sat 5 Dec 2026 09:00 Engineer A (primary, UID 1)"
	for name, row := range map[string]struct {
		e            CandidatesError
		says, remedy string
	}{
		"several": {CandidatesError{Calendar: "team", Found: []rotation.Shift{shift, shift}, Zone: berlin}, told, "by its role"},
		"none":    {CandidatesError{Calendar: "team", Near: []rotation.Shift{shift}, Zone: berlin}, "no such shift is in team", told},
		"nothing": {CandidatesError{Calendar: "team"}, "no such shift", "standby shifts"},
	} {
		if !strings.Contains(row.e.Error(), row.says) || !strings.Contains(row.e.Remedy(), row.remedy) {
			t.Errorf("%s: %v; %s", name, &row.e, row.e.Remedy())
		}
	}
}
