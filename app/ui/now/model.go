package now

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/rotation"
)

// rowsMax is how many pages the first screen lists; all of them are on the
// screen Pages.
const rowsMax = 20

// view is all that the first screen says.
type view struct {
	form  look.Form
	tone  look.ColorName
	count int
	// headline is the state in words, detail what else is true, left how long it
	// stays so; duty are the lines about people and shifts.
	headline, detail, left string
	duty                   []model.Fact
	waiting, working       []model.PageRow
	// gone are the pages that came and went unseen.
	gone []model.PageRow
	// quiet is said when nothing waits.
	quiet    string
	sources  []model.SourceRow
	troubles []api.Trouble
}

func viewOf(v model.View) view {
	s := v.Snap
	h := model.HeadlineOf(v)
	out := view{
		form: look.FormOf(h.Standing, h.Role != rotation.Primary && h.Role != ""), tone: look.Tone(h.Standing), count: h.Count,
		headline: h.Word, detail: strings.Join(h.Detail, " · "), left: leftOf(s, v.Now),
		duty: dutyOf(v), troubles: troublesOf(s),
	}
	for _, src := range s.Sources {
		out.sources = append(out.sources, model.SourceOf(src, v))
	}
	out.waiting, out.working = rowsOf(v)
	out.gone = goneOf(v)
	if len(out.waiting) == 0 {
		out.quiet = quietOf(v, h)
	}
	if !v.Live {
		out.form, out.tone, out.headline = look.BrokenRing, look.Blind, "Not current"
		if v.Known {
			out.detail = fmt.Sprintf("At %s it was: %s", api.Clock(v.Heard, v.Now, v.Loc), h.Word)
		} else {
			out.headline, out.detail, out.quiet, out.duty = "Looking for Standby's agent…", "", "", nil
		}
		out.left = ""
	}
	return out
}

// leftOf is the countdown to the next hand-off of mine.
func leftOf(s api.Snapshot, now time.Time) string {
	switch {
	case s.Duty.Current != nil && s.Duty.Until.Sub(now) > api.OpenEnd, s.DutyEndsOpen():
		return ""
	case s.Duty.Current != nil && now.Before(s.Duty.Until):
		return api.Span(s.Duty.Until.Sub(now)) + " of your shift left"
	case s.Duty.Next != nil && now.Before(s.Duty.Next.Start):
		return "Next shift in " + api.Span(s.Duty.Next.Start.Sub(now))
	}
	return ""
}

func dutyOf(v model.View) []model.Fact {
	d := v.Snap.Duty
	var facts []model.Fact
	on := d.Current != nil && v.Now.Before(d.Until)
	if with := peopleOf(d.With); with != "" {
		name := "On call now"
		if on {
			name = "With you"
		}
		facts = append(facts, model.Fact{Name: name, Value: with})
	}
	switch {
	case on && d.After != nil:
		facts = append(facts, model.Fact{Name: "Then", Value: d.After.Person.String() + " takes over"})
	case on && v.Snap.DutyEndsOpen():
		facts = append(facts, model.Fact{Name: "Then", Value: "the calendar tells no further"})
	case on:
		facts = append(facts, model.Fact{Name: "Then", Value: "nobody is named after you"})
	}
	if d.Next != nil {
		next := fmt.Sprintf("%s, %s", model.When(*d.Next, v), strings.ToLower(api.RoleName(d.Next.Role)))
		facts = append(facts, model.Fact{Name: "Next for you", Value: next})
	} else if v.Snap.DutyKnown {
		facts = append(facts, model.Fact{Name: "Next for you", Value: "no later shift is known"})
	}
	return facts
}

func peopleOf(shifts []rotation.Shift) string {
	var names []string
	for _, s := range shifts {
		name := s.Person.String()
		if s.Role != "" {
			name += " (" + string(s.Role) + ")"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// rowsOf are the pages that wait, those of mine by what is left first, and those
// that are being worked on.
func rowsOf(v model.View) (waiting, working []model.PageRow) {
	open := slices.DeleteFunc(slices.Clone(v.Snap.Pages), func(p api.Page) bool { return !p.Open() })
	slices.SortStableFunc(open, func(a, b api.Page) int {
		if a.ForMe() != b.ForMe() {
			if a.ForMe() {
				return -1
			}
			return 1
		}
		if c := compareDue(a.Due, b.Due); c != 0 {
			return c
		}
		return a.TriggeredAt.Compare(b.TriggeredAt)
	})
	for _, p := range open {
		if p.Waiting() {
			waiting = append(waiting, model.PageRowOf(p, v))
		} else {
			working = append(working, model.PageRowOf(p, v))
		}
	}
	return waiting, working
}

// compareDue puts a clock that stands still after those that run.
func compareDue(a, b time.Time) int {
	if a.IsZero() != b.IsZero() {
		return b.Compare(a)
	}
	return a.Compare(b)
}

// goneOf are the pages that came and went, and that nobody has seen.
func goneOf(v model.View) []model.PageRow {
	var gone []model.PageRow
	for _, p := range v.Snap.Pages {
		if p.Unseen {
			gone = append(gone, model.PageRowOf(p, v))
		}
	}
	return gone
}

// moreOf is what is said of the pages that the first screen does not list: hidden
// of them are on the screen Pages.
func moreOf(hidden int, s api.Snapshot) string {
	text := ""
	if hidden > 0 {
		text = fmt.Sprintf("And %d more: all are on the screen %s (%s).", hidden, model.Pages.Label(), model.Pages.Shortcut())
	}
	return model.JoinedBy(" ", text, model.Besides(s))
}

// quietOf is the line for when nothing waits; it never says more than we can
// see.
func quietOf(v model.View, h api.Headline) string {
	s := v.Snap
	if !slices.ContainsFunc(s.Sources, model.Watches) {
		return "Nothing is watched yet, so nothing can wait."
	}
	text := "Nothing waits."
	if h.Standing == api.CannotSee {
		text = "Nothing waits that Standby can see."
	}
	var last time.Time
	for _, p := range s.Pages {
		if !p.Drill && p.TriggeredAt.After(last) {
			last = p.TriggeredAt
		}
	}
	if last.IsZero() {
		return text + " No page in the last 24 hours."
	}
	return text + " Last page " + last.In(v.Loc).Format("Mon 15:04") + "."
}

// troublesOf are the agent's own troubles, then those of its sources.
func troublesOf(s api.Snapshot) []api.Trouble {
	out := slices.Clone(s.Troubles)
	for _, src := range s.Sources {
		if src.Trouble != nil {
			out = append(out, *src.Trouble)
		}
	}
	return out
}

// keys are the letters of the first screen.
func keys() []model.Key {
	return []model.Key{
		{Keys: "m", Does: "Mute the sound for a while, or turn it on again"},
		{Keys: "z", Does: "Take the last step back, for a moment"},
		{Keys: "1 … 4", Does: "Answer a question"},
	}
}

// noSources is said where there is none.
func noSources() string {
	return fmt.Sprintf("None yet. Add one under %s (%s).", model.Settings.Label(), model.Settings.Shortcut())
}
