package pagerduty

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/provider"
	"standby/rotation"
)

const (
	rosterFormat = "standby-pagerduty-1"
	kindSchedule = "schedule"
	kindOnCalls  = "on-calls"
)

// ErrRoster says that bytes are not the body of a copy that a Calendar made.
var ErrRoster = errors.New("not a copy of a PagerDuty schedule")

// roster is the body of a copy: what PagerDuty said of a span, in an order of our
// own, and nothing that changes when the schedule does not.
type roster struct {
	Format  string    `json:"format"`
	Kind    string    `json:"kind"`
	ID      string    `json:"id"`
	Me      string    `json:"me,omitempty"` // the user whose key it was read with
	Name    string    `json:"name"`
	Zone    string    `json:"zone,omitempty"`
	Since   time.Time `json:"since"`
	Until   time.Time `json:"until"`
	Entries []entry   `json:"entries"`
}

// entry is a span with somebody on call in it. From and To are zero where it has no
// beginning or end.
type entry struct {
	From     time.Time `json:"from,omitzero"`
	To       time.Time `json:"to,omitzero"`
	User     string    `json:"user"`
	Name     string    `json:"name,omitempty"`
	Email    string    `json:"email,omitempty"`
	Level    int       `json:"level,omitempty"`
	Schedule string    `json:"schedule,omitempty"`
	Policy   string    `json:"policy,omitempty"`
}

// add takes an entry as the API has it. A user who has been deleted has no id, and
// an entry without a user nobody; the span is then left out.
func (r *roster) add(me person, user *person, start, end *string, e entry) (err error) {
	if user == nil || user.ID == "" {
		return nil
	}
	if e.From, err = instant(start); err != nil {
		return err
	}
	if e.To, err = instant(end); err != nil {
		return err
	}
	if !e.To.IsZero() && !e.To.After(e.From) {
		return nil
	}
	e.User, e.Name, e.Email = user.ID, user.String(), user.Email
	if user.ID == me.ID {
		// References carry no e-mail; ours is how the user is told in other calendars.
		e.Name, e.Email = me.String(), me.Email
	}
	r.Entries = append(r.Entries, e)
	return nil
}

func instant(text *string) (time.Time, error) {
	if text == nil {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, *text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%w: a shift at a time that is none", provider.ErrNotTheService)
	}
	return at.UTC(), nil
}

// settle puts the entries in order, and drops those that two answers have told.
func (r *roster) settle() {
	slices.SortFunc(r.Entries, func(a, b entry) int {
		if c := a.From.Compare(b.From); c != 0 {
			return c
		}
		if c := a.To.Compare(b.To); c != 0 {
			return c
		}
		return strings.Compare(a.uid(), b.uid())
	})
	r.Entries = slices.Compact(r.Entries)
	if r.Entries == nil {
		r.Entries = []entry{}
	}
}

func (e entry) uid() string {
	return fmt.Sprintf("%s/%s/%s/%d", e.Schedule, e.Policy, e.User, e.Level)
}

// Roster is what a copy says.
type Roster struct {
	// ID, Name and Zone are the schedule's, Zone as PagerDuty writes it; of on-calls
	// the person's, without Zone.
	ID, Name, Zone string
	// Me is the owner of the key, as their shifts name them; zero where none is
	// theirs.
	Me rotation.Person
	// Shifts overlap the window that was asked for; in UTC, in the order of
	// rotation.SortShifts. Of one person in one role none overlaps another.
	Shifts []rotation.Shift
	// OpenEnd are those of Shifts that go on past their end, which is only where the
	// copy stops telling.
	OpenEnd []rotation.Shift
	// Since and Horizon bound what the copy knows.
	Since, Horizon time.Time
}

// ReadRoster reads the body of a copy. The shifts carry rota as their name, and the
// role of their escalation level: primary, secondary, "level 3" and so on; a
// schedule has no levels, its shifts have the role that is given. Errors wrap
// ErrRoster. It is pure: equal bytes and arguments give equal rosters.
func ReadRoster(data []byte, rota string, role rotation.Role, window rotation.Interval) (Roster, error) {
	var r roster
	if err := json.Unmarshal(data, &r); err != nil || r.Format != rosterFormat {
		return Roster{}, ErrRoster
	}
	if r.Entries == nil || !r.Since.Before(r.Until) {
		return Roster{}, fmt.Errorf("%w: it has no entries or no span", ErrRoster)
	}
	out := Roster{ID: r.ID, Name: r.Name, Zone: r.Zone, Since: r.Since.UTC(), Horizon: r.Until.UTC()}
	told := make([]span, len(r.Entries))
	for i, e := range r.Entries {
		var err error
		if told[i], err = e.shift(r, rota, role); err != nil {
			return Roster{}, err
		}
		if e.User == r.Me {
			out.Me = told[i].Person
		}
	}
	slices.SortStableFunc(told, func(a, b span) int { return a.Start.Compare(b.Start) })
	for _, s := range told {
		out.add(s)
	}
	keep := func(s rotation.Shift) bool { return !s.Start.Before(window.End) || !window.Start.Before(s.End) }
	out.Shifts = slices.DeleteFunc(out.Shifts, keep)
	out.OpenEnd = slices.DeleteFunc(out.OpenEnd, keep)
	rotation.SortShifts(out.Shifts)
	rotation.SortShifts(out.OpenEnd)
	return out, nil
}

// span is a shift, and whether it goes on past its end.
type span struct {
	rotation.Shift
	open bool
}

func (e entry) shift(r roster, rota string, role rotation.Role) (span, error) {
	from, to := e.From, e.To
	if from.IsZero() {
		from = r.Since
	}
	open := to.IsZero()
	if open {
		to = r.Until
	}
	if !from.Before(to) || e.User == "" {
		return span{}, fmt.Errorf("%w: an entry without person or span", ErrRoster)
	}
	return span{rotation.Shift{
		UID: r.ID + "/" + e.User + "/" + string(roleOf(e.Level, role)), Rota: rota, Role: roleOf(e.Level, role),
		Person: rotation.Person{Name: e.Name, Email: e.Email}, Interval: rotation.Interval{Start: from.UTC(), End: to.UTC()},
	}, open}, nil
}

func roleOf(level int, role rotation.Role) rotation.Role {
	switch level {
	case 0:
		return role
	case 1:
		return rotation.Primary
	case 2:
		return rotation.Secondary
	}
	return rotation.Role(fmt.Sprintf("level %d", level))
}

// add joins a shift with the one that it overlaps: who is on call by two policies
// at once is on call once. Shifts come in order of their start.
func (r *Roster) add(s span) {
	for i := len(r.Shifts) - 1; i >= 0; i-- {
		before := r.Shifts[i]
		if before.UID != s.UID || !s.Start.Before(before.End) {
			continue
		}
		whole := before
		if s.End.After(before.End) {
			whole.End = s.End
		}
		r.Shifts[i] = whole
		if at := slices.Index(r.OpenEnd, before); at >= 0 {
			r.OpenEnd[at] = whole
		} else if s.open {
			r.OpenEnd = append(r.OpenEnd, whole)
		}
		return
	}
	r.Shifts = append(r.Shifts, s.Shift)
	if s.open {
		r.OpenEnd = append(r.OpenEnd, s.Shift)
	}
}
