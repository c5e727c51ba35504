package pdtest

import (
	"fmt"
	"slices"
	"time"
)

// User is somebody with an account.
type User struct{ ID, Name, Email string }

// Incident is an incident as the server has it.
type Incident struct {
	ID      string
	Number  int
	Title   string
	Status  string // triggered, acknowledged, resolved
	Urgency string // high, low
	Key     string
	// Dedup is the key in the event that set it off, Details what that carried.
	Dedup     string
	Details   map[string]any
	Service   string
	Priority  string
	Level     int
	Created   time.Time
	Assigned  time.Time
	Assignees []string // ids of users
	Acks      []Ack
	// Until is when an acknowledgement ends by itself; zero when it does not.
	Until time.Time
	Notes []Note
}

// Ack is an acknowledgement by a user at a time.
type Ack struct {
	User string
	At   time.Time
}

// Note is a note by a user.
type Note struct{ User, Text string }

// The people of the sample account, and its escalation policy: Me at the first
// level, Second at the second, Third and Fourth at the third.
var (
	me     = User{"PME0001", "Engineer A", "a@example.org"}
	second = User{"PUSER02", "Engineer B", "b@example.org"}
	third  = User{"PUSER03", "Engineer C", "c@example.org"}
	fourth = User{"PUSER04", "Engineer D", "d@example.org"}
)

// Me is whose key the tests use.
func Me() User { return me }

// Second is on call at the second level.
func Second() User { return second }

// Third is on call at the third level, with one other.
func Third() User { return third }

func users() []User { return []User{me, second, third, fourth} }

func levels() [][]User { return [][]User{{me}, {second}, {third, fourth}} }

func userByID(id string) (User, bool) { return userBy(func(u User) bool { return u.ID == id }) }

func userBy(is func(User) bool) (User, bool) {
	i := slices.IndexFunc(users(), is)
	if i < 0 {
		return User{}, false
	}
	return users()[i], true
}

// now is the server's time, in whole seconds, as the API tells it.
func (s *Server) now() time.Time { return s.clock().UTC().Truncate(time.Second) }

// pass lets happen what time brings: acknowledgements that end.
func (s *Server) pass() {
	for _, i := range s.incidents {
		if i.Status == "acknowledged" && !i.Until.IsZero() && !s.clock().Before(i.Until) {
			i.Status, i.Acks, i.Until = "triggered", nil, time.Time{}
		}
	}
}

func (s *Server) find(id string) *Incident {
	for _, i := range s.incidents {
		if i.ID == id {
			return i
		}
	}
	return nil
}

// Trigger opens an incident at the first level and returns its id. change, which
// may be nil, is applied before anybody sees it.
func (s *Server) Trigger(title string, change func(*Incident)) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.number++
	i := &Incident{
		ID: fmt.Sprintf("PINC%04d", s.number), Number: s.number, Title: title, Status: "triggered", Urgency: "high",
		Key: fmt.Sprintf("key-%d", s.number), Service: "Payments", Created: s.now(),
	}
	s.assign(i, 1)
	if change != nil {
		change(i)
	}
	s.incidents = append(s.incidents, i)
	return i.ID
}

// assign gives an incident to a level of the policy.
func (s *Server) assign(i *Incident, level int) {
	i.Level, i.Assignees = level, nil
	for _, u := range levels()[level-1] {
		i.Assignees = append(i.Assignees, u.ID)
	}
	i.Assigned, i.Status, i.Acks, i.Until = s.stamp(), "triggered", nil, time.Time{}
}

// stamp is a time that is later than any stamp before, for what must be told apart
// within a second.
func (s *Server) stamp() time.Time {
	at := s.now()
	if !at.After(s.last) {
		at = s.last.Add(time.Second)
	}
	s.last = at
	return at
}

// Change applies change to an incident, as whoever may do anything.
func (s *Server) Change(id string, change func(*Incident)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pass()
	if i := s.find(id); i != nil {
		change(i)
	}
}

// Resolve ends an incident.
func (s *Server) Resolve(id string) {
	s.Change(id, func(i *Incident) { i.end() })
}

func (i *Incident) end() {
	i.Status, i.Acks, i.Assignees, i.Until = "resolved", nil, nil, time.Time{}
}

// Acknowledge has somebody acknowledge an incident that is open.
func (s *Server) Acknowledge(id string, by User) {
	s.Change(id, func(i *Incident) {
		if i.Status != "resolved" {
			s.acknowledge(i, by)
		}
	})
}

func (s *Server) acknowledge(i *Incident, by User) {
	i.Status = "acknowledged"
	if !slices.ContainsFunc(i.Acks, func(a Ack) bool { return a.User == by.ID }) {
		i.Acks = append(i.Acks, Ack{by.ID, s.stamp()})
	}
}

// Assign gives an incident that is open to somebody, which ends what was
// acknowledged.
func (s *Server) Assign(id string, to ...User) {
	s.Change(id, func(i *Incident) {
		if i.Status == "resolved" {
			return
		}
		i.Status, i.Acks, i.Until, i.Assigned, i.Assignees = "triggered", nil, time.Time{}, s.stamp(), nil
		for _, u := range to {
			i.Assignees = append(i.Assignees, u.ID)
		}
	})
}

// Incident is a copy of an incident as it is now.
func (s *Server) Incident(id string) Incident {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pass()
	i := *s.find(id)
	i.Assignees, i.Acks, i.Notes = slices.Clone(i.Assignees), slices.Clone(i.Acks), slices.Clone(i.Notes)
	return i
}

// Open are the ids of the incidents that are open and assigned to somebody, in
// order of their number, with their status.
func (s *Server) Open(to User) map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pass()
	open := map[string]string{}
	for _, i := range s.incidents {
		if i.Status != "resolved" && slices.Contains(i.Assignees, to.ID) {
			open[i.ID] = i.Status
		}
	}
	return open
}

// Reopened are the ids of incidents that a request has opened again.
func (s *Server) Reopened() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.reopened)
}

// Shift is an entry of the schedule "PSCHED1" and, with a level, of the on-calls.
type Shift struct {
	User       User
	Start, End time.Time // zero: without beginning, without end; not in the schedule
	Level      int
	Policy     string
}

// SetShifts replaces the entries of the schedule and of the on-calls. Without them
// the on-calls are those of the escalation policy.
func (s *Server) SetShifts(shifts ...Shift) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shifts = shifts
}
