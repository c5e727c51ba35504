package incident

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// told are the warnings of a minute, as "code since".
func (s *scene) warned(minute int, w Watch) []string {
	standing, _ := s.i.Warnings(at(minute), w)
	var list []string
	for _, x := range standing {
		list = append(list, fmt.Sprintf("%s %d", x.Code, int(x.Since.Sub(noon)/time.Minute)))
	}
	return list
}

func (s *scene) expect(minute int, want ...string) {
	s.t.Helper()
	if got := s.warned(minute, Watch{}); !slices.Equal(got, want) {
		s.t.Errorf("minute %d: %v, want %v", minute, got, want)
	}
}

func TestWarningsComeWhenNobodyDoesAnything(t *testing.T) {
	s := live(t)
	s.expect(1)
	s.expect(2, "no-commander 2")
	s.expect(5, "no-commander 2", "no-severity 5", "update-overdue 5")
	s.expect(31, "no-commander 2", "no-severity 5", "update-overdue 5", "no-communication 10", "update-overdue 30")
	standing, next := s.i.Warnings(at(3), Watch{})
	if len(standing) != 1 || !standing[0].Again.Equal(at(4)) || !next.Equal(at(4)) {
		t.Errorf("%+v, next %v", standing, next)
	}
	if _, next := s.i.Warnings(noon, Watch{}); !next.Equal(at(2)) {
		t.Errorf("the first look is due at %v", next)
	}
}

func TestWhatIsDoneEndsItsWarning(t *testing.T) {
	s := live(t)
	s.must(ada, Assign{Commanding, ada})
	s.must(ada, Assign{Communication, ben})
	s.must(ada, Rate{Severity: 2})
	s.must(ada, Notice{Customers: No})
	s.to(25).must(ben, Update{Audience: Internal, Status: "We look."})
	s.expect(54)
	s.expect(55, "update-overdue 55")
	s.to(60).must(ben, Answer{Code: UpdateOverdue, About: "internal", Why: "Everybody is in the room."})
	s.expect(300, "long-tour 240", "stale-document 265")
	s.to(62).must(ben, Update{Audience: Internal, Status: "Still."})
	s.expect(92, "update-overdue 92")
	s.to(95).must(ben, Release{Role: Communication, Person: ben})
	s.expect(105, "update-overdue 92", "no-communication 105")
	s.to(110).must(ada, Mark{Milestone: Resolved})
	s.expect(900)
}

func TestACommanderTiresAndADocumentAges(t *testing.T) {
	s := live(t)
	s.must(ada, Assign{Commanding, ada})
	s.must(ada, Assign{Communication, ada})
	s.must(ada, Rate{Severity: 2})
	s.must(ada, Notice{Customers: No})
	s.to(10).must(ada, Edit{Field: Status, Text: "It burns."})
	s.to(60).must(ada, Update{Audience: Internal, Status: "It burns.", NextAt: at(10 * 60)})
	s.expect(239)
	s.expect(240, "long-tour 240")
	s.expect(300, "long-tour 240", "stale-document 300", "update-overdue 300")
	watch := Watch{Me: ada, ShiftEnds: at(180)}
	if got := s.warned(119, watch); got != nil {
		t.Errorf("%v", got)
	}
	if got := s.warned(120, watch); !slices.Equal(got, []string{"shift-ending 120"}) {
		t.Errorf("%v", got)
	}
	if got := s.warned(120, Watch{Me: ben, ShiftEnds: at(180)}); got != nil {
		t.Errorf("Ben has no role: %v", got)
	}
}

func TestOnlyOperationsChangeTheSystem(t *testing.T) {
	calm := func(t *testing.T) *scene {
		s := live(t)
		s.must(ada, Rate{Severity: 2})
		s.must(ada, Notice{Customers: No})
		return s
	}
	t.Run("whoever opened it works alone at first", func(t *testing.T) {
		s := calm(t).to(1)
		s.must(ada, Note{Sort: Action, Text: "Restarted it."})
		s.expect(1)
	})
	t.Run("somebody else does not", func(t *testing.T) {
		s := calm(t).to(1)
		s.must(ben, Note{Sort: Action, Text: "Restarted it."})
		s.expect(1, "freelancing 1")
		s.must(ada, Assign{Operations, ben})
		s.expect(1)
	})
	t.Run("nor once others have the role", func(t *testing.T) {
		s := calm(t)
		s.must(ada, Assign{Commanding, cleo})
		s.must(ada, Assign{Operations, ben})
		s.to(1).must(cleo, Note{Sort: Action, Text: "Restarted it."})
		s.must(ben, Put[Bleeding]{Value: Bleeding{Means: Divert, What: "To Oslo"}})
		s.expect(1)
		s.must(ada, Put[Bleeding]{Value: Bleeding{Means: Degrade, What: "Read-only"}})
		s.expect(1, "freelancing 1")
		s.must(cleo, Answer{Code: Freelancing, About: fmt.Sprint(s.i.Revision), Why: "I had asked Ada."})
		s.expect(1)
		s.must(ada, Note{Sort: Action, Text: "Once more."})
		s.expect(1, "freelancing 1")
	})
	t.Run("the one who writes it down is not the one who does it", func(t *testing.T) {
		s := calm(t)
		s.must(ada, Assign{Operations, ben})
		s.to(1).must(cleo, Note{Sort: Action, Text: "Ben restarted it.", Who: ben})
		s.expect(1)
	})
}

func TestTechnicalFocus(t *testing.T) {
	s := live(t)
	s.must(ada, Assign{Commanding, ada})
	s.must(ada, Assign{Communication, ben})
	s.must(ada, Rate{Severity: 2})
	s.must(ada, Notice{Customers: No})
	for _, minute := range []int{5, 10, 22} {
		s.expect(minute - 1)
		s.to(minute).must(ada, Note{Sort: Technical, Text: "Read the log."})
	}
	s.expect(22, "technical-focus 22")
	s.to(23).must(ben, Update{Audience: Internal, Status: "We read logs."})
	s.expect(24)
}

func TestWhenUpdatesAreDue(t *testing.T) {
	due := func(s *scene, a Audience) string {
		for _, d := range s.i.UpdatesDue(Rules{}) {
			if d.Audience == a {
				return fmt.Sprintf("%d first %v promised %v", int(d.At.Sub(noon)/time.Minute), d.First, d.Promised)
			}
		}
		return "none"
	}
	check := func(s *scene, a Audience, want string) {
		s.t.Helper()
		if got := due(s, a); got != want {
			s.t.Errorf("%s at %v: %s, want %s", a, s.now, got, want)
		}
	}
	out := func(next int, p Phase) Update {
		u := Update{Audience: External, Phase: p, Text: "x"}
		if next > 0 {
			u.NextAt = at(next)
		}
		return u
	}
	s := live(t)
	check(s, External, "5 first true promised false")
	check(s, Internal, "30 first true promised false")
	s.must(ada, Notice{Customers: No})
	check(s, External, "none")
	s.to(10).must(ada, Notice{Customers: Yes})
	check(s, External, "15 first true promised false")
	s.to(12).must(ada, out(0, Investigating))
	check(s, External, "32 first false promised false")
	s.must(ada, out(20, Scope))
	check(s, External, "20 first false promised true")
	s.to(20).must(ada, out(90, Ongoing))
	check(s, External, "40 first false promised false")
	s.to(125).must(ada, out(300, Ongoing))
	check(s, External, "300 first false promised true")
	s.to(300).must(ada, out(0, Monitoring))
	check(s, External, "320 first false promised false")
	s.must(ada, out(0, AllClear))
	check(s, External, "none")
	s.to(301).must(ada, Update{Audience: Internal, Status: "x", NextAt: at(301 + 600)})
	check(s, Internal, "541 first false promised true")
	s.refuses(ErrValue, ada, out(1, Ongoing))
	s.refuses(ErrValue, ada, Update{Audience: Internal, Phase: Scope, Status: "x"})
	s.refuses(ErrValue, ada, Update{Audience: External, Text: "x"})
	s.refuses(ErrEmpty, ada, Update{Audience: Internal})
	s.must(ada, Mark{Milestone: Resolved})
	check(s, Internal, "none")
}
