package incident

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"standby/rotation"
)

func TestTwoEditorsOverwriteNothingSilently(t *testing.T) {
	s := live(t)
	s.must(ada, Edit{Field: Status, Text: "Payments fail.\n"})
	rev := s.i.Texts[Status].Rev
	s.must(ada, Edit{Field: Status, On: rev, Text: "Payments fail in Europe.\n"})
	var stale *StaleError
	if err := s.refuses(ErrStale, ben, Edit{Field: Status, On: rev, Text: "Payments are slow."}); !errors.As(err, &stale) {
		t.Fatal(err)
	}
	if stale.Theirs != "Payments fail in Europe.\n" || stale.Yours != "Payments are slow." || stale.By != ada || stale.Rev != s.i.Texts[Status].Rev || !strings.Contains(stale.Error(), "Ada") {
		t.Errorf("%+v", stale)
	}
	if added := s.must(ben, Edit{Field: Status, On: rev, Text: "Payments fail in Europe.\n"}); len(added) != 0 {
		t.Error("the same text was recorded again")
	}
	s.must(ben, Edit{Field: Status, On: stale.Rev, Text: "Payments fail in Europe, and are slow elsewhere."})
	s.refuses(ErrTooLong, ben, Edit{Field: Notes, Text: strings.Repeat("x", MaxText+1)})
	s.refuses(ErrEmpty, ben, Edit{Field: Title, On: 1, Text: " "})
	s.refuses(ErrValue, ben, Edit{Field: "colour", Text: "x"})
}

func TestARowIsChangedOnWhatIsThere(t *testing.T) {
	s := live(t)
	s.must(ada, Put[Hypothesis]{Value: Hypothesis{Cause: "A full disk", Likelihood: 60}})
	s.must(ada, Put[Hypothesis]{Value: Hypothesis{Cause: "The release", Likelihood: 90}})
	s.must(ada, Put[Hypothesis]{Value: Hypothesis{Cause: "The network", Likelihood: 70}})
	release := s.i.Hypotheses[1]
	s.must(ben, Put[Hypothesis]{ID: release.ID, On: release.Rev, Value: Hypothesis{Cause: "The release", Likelihood: 90, Outcome: RuledOut}})
	var stale *StaleError
	if err := s.refuses(ErrStale, ada, Put[Hypothesis]{ID: release.ID, On: release.Rev, Value: Hypothesis{Cause: "The release", Likelihood: 95}}); !errors.As(err, &stale) || stale.By != ben {
		t.Errorf("%+v", err)
	}
	s.refuses(ErrGone, ada, Put[Hypothesis]{ID: 999, Value: Hypothesis{Cause: "x"}})
	s.refuses(ErrGone, ada, Put[Todo]{ID: release.ID, On: release.Rev, Value: Todo{Text: "x"}})
	s.refuses(ErrValue, ada, Put[Hypothesis]{Value: Hypothesis{Cause: "x", Likelihood: 101}})
	var order []string
	for _, r := range s.i.HypothesesByLikelihood() {
		order = append(order, r.Value.Cause)
	}
	if want := []string{"The network", "A full disk", "The release"}; !reflect.DeepEqual(order, want) {
		t.Errorf("tested in the order %v, want %v", order, want)
	}
	disk := s.i.Hypotheses[0]
	s.must(ada, Put[Hypothesis]{ID: disk.ID, On: disk.Rev, Gone: true, Value: disk.Value})
	if n := len(s.i.HypothesesByLikelihood()); n != 2 || len(s.i.Hypotheses) != 3 {
		t.Errorf("%d stand of %d", n, len(s.i.Hypotheses))
	}
}

func TestARoleIsOnePersonsExceptOperations(t *testing.T) {
	s := live(t)
	s.must(ada, Assign{Commanding, ada})
	s.must(ada, Assign{Operations, ben})
	s.must(ada, Assign{Operations, cleo})
	if added := s.must(ada, Assign{Operations, rotation.Person{Email: "Ben@Example.org"}}); len(added) != 0 {
		t.Error("Ben was given operations twice")
	}
	s.refuses(ErrHeld, ben, Assign{Commanding, ben})
	s.refuses(ErrValue, ben, Assign{"boss", ben})
	s.refuses(ErrEmpty, ben, Assign{Planning, nobody})
	s.refuses(ErrEmpty, ben, Release{Role: Commanding, Person: ada})
	s.must(ada, Release{Role: Operations, Person: ben})
	if got := s.i.Holders(Operations); !reflect.DeepEqual(got, []rotation.Person{cleo}) {
		t.Errorf("operations %v", got)
	}
	s.must(ben, Release{Role: Commanding, Person: ada, Why: "She cannot be reached."})
	if _, led := s.i.Commander(); led {
		t.Error("Ada still is in command")
	}
	s.must(ben, Assign{Commanding, ben})
}

func TestTheOldCommanderHoldsItUntilTheNewOneHasIt(t *testing.T) {
	s := live(t)
	s.must(ada, Assign{Commanding, ada})
	s.must(ada, Assign{NextCommander, ben})
	s.refuses(ErrNoHandOff, ben, TakeCommand{})
	s.refuses(ErrNotYours, ben, OfferHandOff{To: cleo, Brief: "x"})
	s.refuses(ErrValue, ada, OfferHandOff{To: ada, Brief: "x"})
	s.refuses(ErrEmpty, ada, OfferHandOff{To: ben, Brief: " "})
	s.to(10).must(ada, OfferHandOff{To: ben, Brief: "Ben, this is how it stands."})
	s.refuses(ErrNotYours, cleo, ReadBack{Text: "I understood."})
	s.refuses(ErrNoHandOff, ben, TakeCommand{})
	s.to(11).must(ben, ReadBack{Text: "So it stands like this."})
	s.refuses(ErrNotYours, ada, TakeCommand{})
	if h, _ := s.i.Commander(); h.Person != ada {
		t.Errorf("before it was accepted %s is in command", h.Person)
	}
	if s.i.Announcement(time.UTC) != "" {
		t.Error("announced too early")
	}
	s.to(12).must(ben, TakeCommand{})
	if h, _ := s.i.Commander(); h.Person != ben || !h.From.Equal(at(12)) || len(s.i.Holders(NextCommander)) != 0 {
		t.Errorf("in command: %+v, next %v", h, s.i.Holders(NextCommander))
	}
	if got := s.i.Announcement(time.UTC); !strings.Contains(got, "Ben has command since 12:12 UTC and has taken over from Ada") {
		t.Error(got)
	}
	s.to(20).must(ben, OfferHandOff{To: cleo, Brief: "One"})
	s.must(ben, OfferHandOff{To: ada, Brief: "Two"})
	s.refuses(ErrNotYours, cleo, ReadBack{Text: "One"})
	s.must(ada, WithdrawHandOff{Why: "I am on a train."})
	s.refuses(ErrNoHandOff, ada, ReadBack{Text: "Two"})
	s.must(ben, OfferHandOff{To: cleo, Brief: "Three"})
	s.must(ada, Release{Role: Commanding, Person: ben, Why: "Ill."})
	s.refuses(ErrNoHandOff, cleo, ReadBack{Text: "Three"})
	var states []HandOffState
	for _, h := range s.i.HandOffs {
		states = append(states, h.State)
	}
	if want := []HandOffState{Accepted, Withdrawn, Withdrawn, Withdrawn}; !reflect.DeepEqual(states, want) {
		t.Errorf("%v, want %v", states, want)
	}
}

func TestTheBriefSaysWhatTheNextCommanderMustKnow(t *testing.T) {
	s := live(t)
	s.must(ada, Assign{Commanding, ada})
	s.must(ada, Assign{Operations, ben})
	s.must(ada, Put[Bleeding]{Value: Bleeding{Means: RollBack, What: "release 41", Worked: No}})
	s.must(ada, Put[Hypothesis]{Value: Hypothesis{Cause: "The cache", Likelihood: 50}})
	s.must(ada, Put[Hypothesis]{Value: Hypothesis{Cause: "The disk", Likelihood: 90, Outcome: RuledOut}})
	s.must(ada, Put[Todo]{Value: Todo{Text: "Restart the cache", Owner: ben, Due: at(45)}})
	s.must(ada, Put[Criterion]{Value: Criterion{Text: "Quiet for an hour"}})
	s.must(ada, Update{Audience: Internal, Status: "It burns.", NextAt: at(40)})
	brief := s.i.Brief(Rules{}, time.UTC)
	for _, want := range []string{
		"Current theory: The cache", "Roll back: release 41 (it did not help)", "The disk: ruled out", "Restart the cache (Ben, by 2026-03-02 12:45 UTC)",
		"Next internal update: 2026-03-02 12:40 UTC, as promised", "Quiet for an hour", "Operations: Ben", "Impact: nobody wrote it down",
	} {
		if !strings.Contains(brief, want) {
			t.Errorf("no %q in:\n%s", want, brief)
		}
	}
}

func TestWhoTookPart(t *testing.T) {
	s := live(t)
	s.must(nobody, LinkPage{ID: "p1", Title: "Page", TriggeredAt: noon})
	s.must(nobody, PageEvent{PageID: "p1", At: noon, What: "acknowledged", By: "ada@example.org"})
	s.must(nobody, PageEvent{PageID: "p1", At: noon, What: "acknowledged", By: "Dora"})
	if added := s.must(nobody, PageEvent{PageID: "p1", At: noon, What: "acknowledged", By: "Dora"}); len(added) != 0 {
		t.Error("the same event of a page was recorded twice")
	}
	s.refuses(ErrGone, nobody, PageEvent{PageID: "p9", At: noon, What: "resolved"})
	s.must(ben, Note{Text: "Seen it."})
	s.must(ben, Note{Text: "Cleo restarted it.", Sort: Action, Who: cleo})
	s.must(ben, Assign{Commanding, ben})
	s.must(ben, Assign{Communication, ben})
	want := []Responder{{Person: ada}, {Person: ben, Roles: []Role{Commanding, Communication}}, {Person: cleo}, {Person: rotation.Person{Name: "Dora"}}}
	if got := s.i.Responders(); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}
