package api

import (
	"errors"
	"testing"

	"standby/rotation"
)

func TestACalendarCanBeTriedBeforeItIsAdded(t *testing.T) {
	d, _, c, _ := serve(t)
	p, err := c.Preview(t.Context(), PreviewQuery{NewCalendar: NewCalendar{Location: "/a.ics", Pattern: "{person}"}, Fresh: true})
	if err != nil || d.called != "preview {person}" || p.Name != "/a.ics" || *p.Fault != (PatternFault{Line: 1, At: 3, Problem: "p", Remedy: "r"}) {
		t.Errorf("called %q: %+v, %v", d.called, p, err)
	}
	found, err := c.Discover(t.Context(), Account{Address: "https://dav.example.org", User: "a"})
	if err != nil || d.called != "discover a" || len(found) != 1 || found[0] != (Found{Address: "https://dav.example.org", ReadOnly: true}) {
		t.Errorf("called %q: %+v, %v", d.called, found, err)
	}
}

func TestAnErrorOfATrialPromisesNothing(t *testing.T) {
	d, s, c, _ := serve(t)
	next := "Check the network, the VPN and the address. Standby keeps trying."
	s.h.Explain = func(err error) Trouble {
		return Trouble{What: err.Error(), Means: "Its shifts stay as they were last read.", Next: next}
	}
	for _, want := range []error{ErrBadRequest, ErrNotFound, ErrInsecure, nil} {
		d.err = want
		if want == nil {
			d.err = errors.New("it broke")
		}
		_, err := c.Preview(t.Context(), PreviewQuery{})
		var told *Error
		if !errors.As(err, &told) || want != nil && !errors.Is(err, want) {
			t.Fatalf("got %v, want %v", err, want)
		}
		if told.What != d.err.Error() || told.Means != "It was not read, and nothing was added." || told.Next != "Check the network, the VPN and the address." {
			t.Errorf("told %+v", told.Trouble)
		}
	}
}

func TestAnOpenEndIsTheShiftsOwn(t *testing.T) {
	shift := rotation.Shift{UID: "u", Rota: "r", Role: rotation.Primary}
	s := Snapshot{Sources: []Source{{}, {OpenEnds: []rotation.Shift{shift}}}}
	if !s.EndsOpen(shift) {
		t.Error("it has an end")
	}
	for _, change := range []func(*rotation.Shift){
		func(s *rotation.Shift) { s.UID = "v" }, func(s *rotation.Shift) { s.Rota = "q" }, func(s *rotation.Shift) { s.Role = rotation.Secondary },
		func(s *rotation.Shift) { s.Start = s.Start.AddDate(0, 0, 1) },
	} {
		other := shift
		change(&other)
		if s.EndsOpen(other) {
			t.Errorf("%+v has no end", other)
		}
	}
	if s.DutyEndsOpen() {
		t.Error("nobody is on duty")
	}
}
