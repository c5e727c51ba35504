package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/notify"
	"standby/rotation"
)

// nowView is all that the first screen says.
type nowView struct {
	form  look.Form
	tone  fyne.ThemeColorName
	count int
	// headline is the state in words, detail what else is true, left how long it
	// stays so; duty are the lines about people and shifts.
	headline, detail, left string
	duty                   []fact
	waiting, working       []pageRow
	// gone are the pages that came and went unseen.
	gone []pageRow
	// quiet is said when nothing waits.
	quiet    string
	sources  []sourceRow
	troubles []api.Trouble
	setup    []setupStep
}

// sourceRow is a source with the age of what it last said.
type sourceRow struct {
	name, kind, age string
	form            look.Form
	tone            fyne.ThemeColorName
	warnings        int
	// about is what else is known of it, for where there is room.
	about []string
}

// setupStep is one of the three things to do at first.
type setupStep struct {
	done        bool
	what, label string
	target      place
}

func nowOf(v view) nowView {
	s := v.snap
	h := headlineOf(v)
	out := nowView{
		form: look.FormOf(h.Standing, h.Role != rotation.Primary && h.Role != ""), tone: look.Tone(h.Standing), count: h.Count,
		headline: h.Word, detail: strings.Join(h.Detail, " · "), left: leftOf(s, v.now),
		duty: dutyOf(v), troubles: troublesOf(s), setup: setupOf(s),
	}
	for _, src := range s.Sources {
		out.sources = append(out.sources, sourceOf(src, v))
	}
	out.waiting, out.working = rowsOf(v)
	out.gone = goneOf(v)
	if len(out.waiting) == 0 {
		out.quiet = quietOf(v, h)
	}
	if !v.live {
		out.form, out.tone, out.headline = look.BrokenRing, look.Blind, "Not current"
		if v.known {
			out.detail = fmt.Sprintf("At %s it was: %s", api.Clock(v.heard, v.now, v.loc), h.Word)
		} else {
			out.headline, out.detail, out.quiet, out.duty, out.setup = "Looking for Standby's agent…", "", "", nil, nil
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

func dutyOf(v view) []fact {
	d := v.snap.Duty
	var facts []fact
	on := d.Current != nil && v.now.Before(d.Until)
	if with := peopleOf(d.With); with != "" {
		name := "On call now"
		if on {
			name = "With you"
		}
		facts = append(facts, fact{name, with})
	}
	switch {
	case on && d.After != nil:
		facts = append(facts, fact{"Then", d.After.Person.String() + " takes over"})
	case on && v.snap.DutyEndsOpen():
		facts = append(facts, fact{"Then", "the calendar tells no further"})
	case on:
		facts = append(facts, fact{"Then", "nobody is named after you"})
	}
	if d.Next != nil {
		next := fmt.Sprintf("%s, %s", when(*d.Next, v), strings.ToLower(api.RoleName(d.Next.Role)))
		facts = append(facts, fact{"Next for you", next})
	} else if v.snap.DutyKnown {
		facts = append(facts, fact{"Next for you", "no later shift is known"})
	}
	return facts
}

// when is a shift's span; an end that is not known is none.
func when(s rotation.Shift, v view) string {
	if v.snap.EndsOpen(s) {
		return openEnded(s.Interval, v)
	}
	return between(s.Interval, v)
}

func openEnded(i rotation.Interval, v view) string {
	return "from " + i.Start.In(v.loc).Format("Mon 2 Jan 15:04") + ", " + api.NoEnd
}

// between is an interval as "Fri 27 Nov 09:00 – Fri 4 Dec 09:00"; the day is
// said once when both ends are on it.
func between(i rotation.Interval, v view) string {
	from, to := i.Start.In(v.loc), i.End.In(v.loc)
	if from.Format("20060102") == to.Format("20060102") {
		return from.Format("Mon 2 Jan 15:04") + " – " + to.Format("15:04")
	}
	return from.Format("Mon 2 Jan 15:04") + " – " + to.Format("Mon 2 Jan 15:04")
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
func rowsOf(v view) (waiting, working []pageRow) {
	open := slices.DeleteFunc(slices.Clone(v.snap.Pages), func(p api.Page) bool { return !p.Open() })
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
			waiting = append(waiting, rowOf(p, v))
		} else {
			working = append(working, rowOf(p, v))
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
func goneOf(v view) []pageRow {
	var gone []pageRow
	for _, p := range v.snap.Pages {
		if p.Unseen {
			gone = append(gone, rowOf(p, v))
		}
	}
	return gone
}

// moreOf is what is said of the pages that the first screen does not list: hidden
// of them are on the screen Pages.
func moreOf(hidden int, s api.Snapshot) string {
	text := ""
	if hidden > 0 {
		text = fmt.Sprintf("And %d more: all are on the screen Pages (Ctrl+3).", hidden)
	}
	return joinedBy(" ", text, besides(s))
}

// quietOf is the line for when nothing waits; it never says more than we can
// see.
func quietOf(v view, h api.Headline) string {
	s := v.snap
	if !slices.ContainsFunc(s.Sources, watches) {
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
	return text + " Last page " + last.In(v.loc).Format("Mon 15:04") + "."
}

func watches(s api.Source) bool { return !s.TellsDuty() }

func sourceOf(src api.Source, v view) sourceRow {
	r := sourceRow{name: src.Name, kind: src.Kind, warnings: len(src.Warnings), form: look.Disc, tone: look.On}
	switch {
	case src.State == api.SourceSilent, src.State == api.SourceRefused:
		r.form, r.tone = look.BrokenRing, look.Blind
	case src.State == api.SourceStarting, !v.live:
		r.form, r.tone = look.Ring, look.Off
	}
	if src.Profile != "" {
		r.about = append(r.about, "Recognised as "+src.Profile+".")
	}
	r.about = append(r.about, warningsOf(src.Warnings)...)
	r.age = heardAgo(src, v.now)
	switch src.State {
	case api.SourceStarting:
		r.age = "starting"
	case api.SourceSilent:
		r.age = "silent, heard " + r.age
	case api.SourceRefused:
		r.age = api.Refusal(src) + ", heard " + r.age
	}
	return r
}

// heardAgo is the age of a source's last word. To the second while a page waits
// and the window counts seconds anyway, it is as old as what is drawn otherwise,
// which is redrawn whenever its minute changes.
func heardAgo(src api.Source, now time.Time) string {
	if src.LastHeard.IsZero() {
		return "never"
	}
	return api.Span(now.Sub(src.LastHeard)) + " ago"
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

// setupOf are the first steps, until each has been done; nil from then on.
func setupOf(s api.Snapshot) []setupStep {
	calendar := slices.ContainsFunc(s.Sources, func(src api.Source) bool { return !watches(src) })
	watched := slices.ContainsFunc(s.Sources, watches)
	if s.Demo || calendar && watched {
		return nil
	}
	proved := slices.ContainsFunc(s.Pages, func(p api.Page) bool { return p.Drill && p.State != notify.Triggered })
	return []setupStep{
		{calendar, "Add a calendar or a rota and say who you are in it, so that Standby knows when you are on call.", "Add a calendar", placeSettings},
		{watched, "Add an Alertmanager or a PagerDuty account, so that its pages reach you.", "Add a source", placeSettings},
		{proved, "Send yourself a test page, and acknowledge it, to prove the whole path.", "Send a test page", placeNow},
	}
}
