package ledger

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"standby/rotation/pay/account"
)

// Step is one thing that was said of an hour.
type Step struct {
	// At is when, the zero time for what the page tells; By is who, "page" for that.
	At time.Time `json:"at,omitzero"`
	By string    `json:"by"`
	// What says what was said, in words; times are in UTC.
	What string `json:"what"`
	Why  string `json:"why,omitempty"`
	// Hour is what it was from then on.
	Hour Hour `json:"hour"`
}

// Trail is all that was said of an hour, in order: what its page told first, each
// revision, and at the end what the page tells now, where that is something else.
// It is empty where nobody knows the hour.
func Trail(id string, told []Hour, revisions []Revision) []Step {
	var out []Step
	var page *Hour // what it told last
	for _, r := range revisions {
		if r.Hour.ID != id {
			continue
		}
		out, page = tell(out, page, r.Page)
		what := "entered " + r.Hour.span()
		if before := standing(out); before != nil {
			what = r.Hour.changes(*before)
		}
		if what == "" {
			what = "left as it is"
		}
		out = append(out, Step{At: r.At, By: r.By, What: what, Why: r.Why, Hour: r.Hour})
	}
	if i := slices.IndexFunc(told, func(h Hour) bool { return h.ID == id }); i >= 0 {
		out, _ = tell(out, page, &told[i])
	}
	return out
}

const byPage = "page"

// standing is the hour as a person left it last, else as its page tells it.
func standing(steps []Step) *Hour {
	for i := len(steps) - 1; i >= 0; i-- {
		if i == 0 || !steps[i].At.IsZero() {
			return &steps[i].Hour
		}
	}
	return nil
}

// tell adds what the page tells, where that is news.
func tell(out []Step, before, now *Hour) ([]Step, *Hour) {
	switch {
	case now == nil:
		return out, before
	case before == nil:
		out = append(out, Step{By: byPage, What: "told " + now.span(), Hour: *now})
	case now.changes(*before) != "":
		out = append(out, Step{By: byPage, What: "now tells: " + now.changes(*before), Hour: *now})
	}
	return out, now
}

func (h Hour) span() string {
	if h.Running {
		return "from " + stamp(h.Start)
	}
	return stamp(h.Start) + " to " + stamp(h.End)
}

// changes says in words what is otherwise than before; empty where nothing is.
func (h Hour) changes(before Hour) string {
	var out []string
	say := func(what, was, is string) {
		if was != is {
			out = append(out, fmt.Sprintf("%s %s is %s", what, orNothing(was), orNothing(is)))
		}
	}
	end := func(h Hour) string {
		if h.Running {
			return "open"
		}
		return stamp(h.End)
	}
	say("start", stamp(before.Start), stamp(h.Start))
	say("end", end(before), end(h))
	say("mode", before.Mode, h.Mode)
	say("travel", account.Length(int64(before.Travel/time.Second)), account.Length(int64(h.Travel/time.Second)))
	for _, name := range slices.Sorted(maps.Keys(both(before.Facts, h.Facts))) {
		say(name, before.Facts[name], h.Facts[name])
	}
	say("text", before.What, h.What)
	say("person", before.Person.String()+" "+before.Person.Email, h.Person.String()+" "+h.Person.Email)
	for _, flag := range []struct {
		was, is   bool
		word, not string
	}{{before.Confirmed, h.Confirmed, "confirmed", "no longer confirmed"}, {before.Removed, h.Removed, "removed", "put back"}} {
		switch {
		case flag.is && !flag.was:
			out = append(out, flag.word)
		case flag.was && !flag.is:
			out = append(out, flag.not)
		}
	}
	return strings.Join(out, "; ")
}

func orNothing(s string) string {
	if strings.TrimSpace(s) == "" {
		return "nothing"
	}
	return s
}

func both[M ~map[K]V, K comparable, V any](a, b M) M {
	out := maps.Clone(a)
	if out == nil {
		out = M{}
	}
	maps.Copy(out, b)
	return out
}
