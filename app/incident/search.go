package incident

import (
	"errors"
	"fmt"
	"math/bits"
	"time"
)

// ErrContradiction says that the answers of a search cannot all be true: a part is
// good although one before it is bad. An answer was wrong, or the trouble comes and
// goes.
var ErrContradiction = errors.New("the answers contradict each other")

// Method is how a search goes on.
type Method string

// The methods. Linear goes through the parts in order and suits few of them, or
// tests that get slower towards the end; Bisection halves what is left.
const (
	Linear    Method = "linear"
	Bisection Method = "bisection"
)

// Probe is the answer of a test after one part.
type Probe string

// The answers. Good means that all is well as far as that part, Bad that it is not;
// Skipped that it cannot be told there.
const (
	Untold  Probe = ""
	Good    Probe = "good"
	Bad     Probe = "bad"
	Skipped Probe = "skipped"
)

// MaxParts bounds the parts of a search.
const MaxParts = 2000

// Search looks for the first of several ordered parts after which the trouble
// shows: the steps that a request goes through, or the commits between the version
// that worked and the one that does not. The last part is bad, as the whole is.
type Search struct {
	Title  string   `json:"title"`
	Method Method   `json:"method"`
	Parts  []string `json:"parts"`
	// Probes are the answers by the index of the part.
	Probes map[int]Probe `json:"probes,omitempty"`
}

// Lead is what a search says.
type Lead struct {
	// Next is the index of the part to test next, -1 when there is none left.
	Next int `json:"next"`
	// Left is at most how many tests are still to do.
	Left int `json:"left"`
	// Suspects are the indices From to To, both included, one of which is the first
	// bad part. Once Next is -1 and From is To it is found; where From is less, the
	// parts between were skipped and cannot be told apart.
	From int `json:"from"`
	To   int `json:"to"`
}

// Lead says which part to test next. ErrContradiction where the answers cannot be.
func (s Search) Lead() (Lead, error) {
	l := Lead{Next: -1, To: len(s.Parts) - 1}
	if len(s.Parts) == 0 {
		return l, nil
	}
	for at := range s.Parts {
		switch s.Probes[at] {
		case Good:
			l.From = at + 1
		case Bad:
			l.To = min(l.To, at)
		}
	}
	if l.From > l.To {
		// From is one past the last good part, so that it is at or behind the bad one.
		if l.From == len(s.Parts) && l.To == len(s.Parts)-1 && s.Probes[l.To] == Good {
			return l, fmt.Errorf("%w: the last part %q is good, so that nothing is wrong", ErrContradiction, s.Parts[l.To])
		}
		return l, fmt.Errorf("%w: %q is bad and %q, which comes later, good", ErrContradiction, s.Parts[l.To], s.Parts[l.From-1])
	}
	var open []int
	for at := l.From; at < l.To; at++ {
		if s.Probes[at] == Untold {
			open = append(open, at)
		}
	}
	if len(open) == 0 {
		return l, nil
	}
	if s.Method == Linear {
		l.Next, l.Left = open[0], len(open)
		return l, nil
	}
	l.Next, l.Left = open[(len(open)-1)/2], bits.Len(uint(len(open)))
	return l, nil
}

func (Search) kind() Kind { return "search" }

func (s Search) clean(time.Time) (Search, error) {
	if err := oneOf("method", s.Method, Linear, Bisection); err != nil {
		return s, err
	}
	var err error
	if s.Title, err = line("What is searched", s.Title); err != nil {
		return s, err
	}
	switch {
	case len(s.Parts) == 0:
		return s, fmt.Errorf("the parts to search %w", ErrEmpty)
	case len(s.Parts) > MaxParts:
		return s, fmt.Errorf("the list of parts %w: %d at most", ErrTooLong, MaxParts)
	}
	parts := make([]string, len(s.Parts))
	for n, p := range s.Parts {
		if parts[n], err = line(fmt.Sprintf("Part %d", n+1), p); err != nil {
			return s, err
		}
	}
	probes := map[int]Probe{}
	for at, p := range s.Probes {
		if err := oneOf("answer", p, Untold, Good, Bad, Skipped); err != nil {
			return s, err
		}
		if at < 0 || at >= len(parts) {
			return s, fmt.Errorf("part %d: %w", at+1, ErrGone)
		}
		if p != Untold {
			probes[at] = p
		}
	}
	s.Parts, s.Probes = parts, probes
	if len(probes) == 0 {
		s.Probes = nil
	}
	return s, nil
}

func (s Search) line() string {
	l, err := s.Lead()
	switch {
	case err != nil || len(s.Probes) == 0 || len(s.Parts) == 0:
		return "Searching: " + s.Title
	case l.Next < 0 && l.From == l.To:
		return fmt.Sprintf("Searched %s: it begins with %s", s.Title, s.Parts[l.From])
	}
	return fmt.Sprintf("Searching %s: it begins between %s and %s", s.Title, s.Parts[l.From], s.Parts[l.To])
}

func (Search) rows(i *Incident) *[]Row[Search] { return &i.Searches }
