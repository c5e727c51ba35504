package incident

import (
	"cmp"
	"slices"
	"time"

	"standby/rotation"
)

// Code names a warning.
type Code string

// The warnings.
const (
	NoCommander     Code = "no-commander"
	NoSeverity      Code = "no-severity"
	NoCommunication Code = "no-communication"
	UpdateOverdue   Code = "update-overdue"
	// Freelancing is a change to the system by somebody whose role it is not.
	Freelancing Code = "freelancing"
	// TechnicalFocus is everybody at the system and nobody at the rest.
	TechnicalFocus Code = "technical-focus"
	LongTour       Code = "long-tour"
	ShiftEnding    Code = "shift-ending"
	StaleDocument  Code = "stale-document"
)

// Codes are all codes.
func Codes() []Code {
	return []Code{NoCommander, NoSeverity, NoCommunication, UpdateOverdue, Freelancing, TechnicalFocus, LongTour, ShiftEnding, StaleDocument}
}

// Lesson is what the class's story of an unmanaged incident teaches about it; empty
// where it is none of the three.
func (c Code) Lesson() string {
	switch c {
	case TechnicalFocus:
		return "technical focus"
	case NoCommunication, UpdateOverdue:
		return "poor communication"
	case Freelancing:
		return "freelancing"
	}
	return ""
}

// Warning is something that goes wrong in how an incident is handled.
type Warning struct {
	Code Code `json:"code"`
	// About is what it is about where there may be several: an audience, or the Seq of
	// an entry.
	About string `json:"about,omitempty"`
	// Since is when it began to be so.
	Since time.Time `json:"since"`
	// Sentence says what is wrong, Remedy what to do; both are for people.
	Sentence string `json:"sentence"`
	Remedy   string `json:"remedy"`
	// Again is when to tell it the next time, after now.
	Again time.Time `json:"again"`

	every time.Duration
}

// Watch is what besides the record decides on warnings.
type Watch struct {
	Rules Rules
	// Me is the user, and ShiftEnds when their shift ends; zero when they have none.
	Me        rotation.Person
	ShiftEnds time.Time
	// Zone is what clock times are told in; nil means UTC.
	Zone *time.Location
}

// Answered is a warning that somebody answered.
type Answered struct {
	Answer
	At time.Time       `json:"at"`
	By rotation.Person `json:"by,omitzero"`
}

// Answer says why a warning need not be told again. It comes back once it begins
// anew.
type Answer struct {
	Code  Code   `json:"code"`
	About string `json:"about,omitempty"`
	Why   string `json:"why"`
}

// Kind is "answered".
func (Answer) Kind() Kind { return "answered" }

func (c Answer) value() any { return c }

func (c Answer) decide(_ Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	if err := oneOf("warning", c.Code, Codes()...); err != nil {
		return nil, err
	}
	var err error
	if c.About, err = anyLine("What the warning is about", c.About); err != nil {
		return nil, err
	}
	c.Why, err = line("The answer", c.Why)
	return []Fact{c}, err
}

func (c Answer) fold(i *Incident, e Event) { i.Answers = append(i.Answers, Answered{c, e.At, e.By}) }

// Warnings are those that stand at now and were not answered, the oldest first.
// next is when another one begins, or one of them is to be told again; zero when
// nothing will happen by itself.
func (i Incident) Warnings(now time.Time, w Watch) (standing []Warning, next time.Time) {
	w.Rules = w.Rules.orDefault()
	if w.Zone == nil {
		w.Zone = time.UTC
	}
	for _, warn := range i.foresee(w) {
		switch {
		case i.answered(warn):
			continue
		case warn.Since.After(now):
			next = sooner(next, warn.Since)
			continue
		}
		warn.Again = now.Add(warn.every - now.Sub(warn.Since)%warn.every)
		next = sooner(next, warn.Again)
		standing = append(standing, warn)
	}
	slices.SortStableFunc(standing, func(a, b Warning) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Code, b.Code), cmp.Compare(a.About, b.About))
	})
	return standing, next
}

func (i Incident) answered(w Warning) bool {
	return slices.ContainsFunc(i.Answers, func(a Answered) bool {
		return a.Code == w.Code && a.About == w.About && !a.At.Before(w.Since)
	})
}

func sooner(a, b time.Time) time.Time {
	if a.IsZero() {
		return b
	}
	return earlier(a, b)
}

// foresee are the warnings as they come if nobody does anything more.
func (i Incident) foresee(w Watch) []Warning {
	if !i.Live() {
		return nil
	}
	var all []Warning
	for _, rule := range []func(Incident, Watch) []Warning{
		noCommander, noSeverity, noCommunication, updateOverdue, freelancing, technicalFocus, longTour, shiftEnding, staleDocument,
	} {
		all = append(all, rule(i, w)...)
	}
	return all
}
