package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/rotation"
)

// scheduleNote is the line above the weeks: the zone, or why there is nothing.
func scheduleNote(v model.View, loaded bool, shifts, gaps int) string {
	switch {
	case !v.Known:
		return ""
	case !loaded:
		return "Reading the schedule…"
	case shifts == 0 && len(lanesOf(nil, nil, v.Snap.Sources)) == 0:
		return "No calendar or rota yet. Add one under " + model.Settings.Label() + " (" + model.Settings.Shortcut() + ")."
	case shifts == 0:
		return "Nobody is named in these five weeks. Times are in " + model.ZoneName(v.Loc, v.Now) + "."
	case gaps > 0:
		return "Times are in " + model.ZoneName(v.Loc, v.Now) + ". Your shifts are filled, those of others outlined, and gaps, where nobody is on call, hatched."
	}
	return "Times are in " + model.ZoneName(v.Loc, v.Now) + ". Your shifts are filled, those of others outlined."
}

// mineShown is how many of my own shifts are put into words above the weeks.
const mineShown = 6

// weekView is one week of the schedule.
type weekView struct {
	title string
	days  [7]dayView
	lanes []laneView
	// now is where the present lies; negative outside the week.
	now float32
}

type dayView struct {
	label string
	today bool
}

// laneView is one role of one rota in a week. Shifts that overlap lie in rows of
// their own.
type laneView struct {
	label string
	rows  [][]blockView
}

// blockView is a shift, a gap, or what no calendar knows yet.
type blockView struct {
	span    look.Span
	text    string
	mine    bool
	unknown bool
	gap     bool
}

// shiftView is one of my own shifts in words; hours is empty where its end is not
// known.
type shiftView struct{ when, role, rota, hours string }

// scheduleOf lays the shifts and gaps out by week and lane.
func scheduleOf(shifts []rotation.Shift, gaps []api.Gap, v model.View) []weekView {
	lanes := lanesOf(shifts, gaps, v.Snap.Sources)
	from, _ := model.ScheduleSpan(v)
	weeks := make([]weekView, 0, model.WeeksShown)
	for range model.WeeksShown {
		weeks = append(weeks, weekOf(from, shifts, gaps, lanes, v))
		from = from.AddDate(0, 0, 7)
	}
	return weeks
}

// lane names a role of a rota.
type lane struct {
	rota string
	role rotation.Role
}

func lanesOf(shifts []rotation.Shift, gaps []api.Gap, sources []api.Source) []lane {
	var lanes []lane
	add := func(l lane) {
		if !slices.Contains(lanes, l) {
			lanes = append(lanes, l)
		}
	}
	for _, s := range shifts {
		add(lane{s.Rota, s.Role})
	}
	for _, g := range gaps {
		add(lane{g.Rota, g.Role})
	}
	for _, src := range sources {
		known := slices.ContainsFunc(lanes, func(l lane) bool { return l.rota == src.Name })
		if src.TellsDuty() && !known {
			lanes = append(lanes, lane{rota: src.Name})
		}
	}
	slices.SortStableFunc(lanes, func(a, b lane) int {
		if c := strings.Compare(a.rota, b.rota); c != 0 {
			return c
		}
		return roleRank(a.role) - roleRank(b.role)
	})
	return lanes
}

func roleRank(r rotation.Role) int {
	if i := slices.Index([]rotation.Role{rotation.Primary, rotation.Secondary}, r); i >= 0 {
		return i
	}
	return 2
}

func weekOf(monday time.Time, shifts []rotation.Shift, gaps []api.Gap, lanes []lane, v model.View) weekView {
	var edges [8]time.Time
	for i := range edges {
		edges[i] = monday.AddDate(0, 0, i)
	}
	_, number := monday.ISOWeek()
	w := weekView{title: fmt.Sprintf("Week %d, %s – %s", number, edges[0].Format("2 Jan"), edges[6].Format("2 Jan 2006")), now: -1}
	for i := range w.days {
		w.days[i] = dayView{edges[i].Format("Mon")[:2] + edges[i].Format(" 2"), !v.Now.Before(edges[i]) && v.Now.Before(edges[i+1])}
	}
	if !v.Now.Before(edges[0]) && v.Now.Before(edges[7]) {
		w.now = across(edges, v.Now)
	}
	for _, l := range lanes {
		w.lanes = append(w.lanes, laneOf(l, edges, shifts, gaps, v))
	}
	return w
}

func laneOf(l lane, edges [8]time.Time, shifts []rotation.Shift, gaps []api.Gap, v model.View) laneView {
	out := laneView{label: l.rota}
	if l.role != "" {
		out.label = model.Joined(string(l.role), l.rota)
	}
	window := rotation.Interval{Start: edges[0], End: edges[7]}
	var ends []time.Time
	for _, s := range shifts {
		part := s.Clip(window)
		if (lane{s.Rota, s.Role}) != l || part.Empty() {
			continue
		}
		row := slices.IndexFunc(ends, func(end time.Time) bool { return !part.Start.Before(end) })
		if row < 0 {
			row = len(ends)
			ends, out.rows = append(ends, time.Time{}), append(out.rows, nil)
		}
		ends[row] = part.End
		out.rows[row] = append(out.rows[row], blockOf(s, part, edges, v))
	}
	if len(out.rows) == 0 {
		out.rows = [][]blockView{nil}
	}
	for _, g := range gaps {
		if part := g.Clip(window); (lane{g.Rota, g.Role}) == l && !part.Empty() {
			out.rows[0] = append(out.rows[0], gapOf(part, edges))
		}
	}
	if horizon := horizonOf(l.rota, v.Snap.Sources); !horizon.IsZero() && horizon.Before(edges[7]) {
		span := look.Span{From: across(edges, horizon), To: 1}
		for _, b := range out.rows[0] {
			span.From = max(span.From, b.span.To) // What is known is, also past it.
		}
		if span.From < span.To {
			out.rows[0] = append(out.rows[0], blockView{span: span, unknown: true})
		}
	}
	return out
}

func blockOf(s rotation.Shift, part rotation.Interval, edges [8]time.Time, v model.View) blockView {
	b := blockView{span: look.Span{From: across(edges, part.Start), To: across(edges, part.End)}, mine: s.Person.Same(v.Snap.Me), text: s.Person.String()}
	width := b.span.To - b.span.From
	if width >= openWidth && v.Snap.EndsOpen(s) {
		b.text += ", " + api.NoEnd
	}
	switch {
	case width < 0.05:
		b.text = ""
	case width < 0.16:
		b.text = initials(b.text)
	}
	return b
}

func gapOf(part rotation.Interval, edges [8]time.Time) blockView {
	b := blockView{span: look.Span{From: across(edges, part.Start), To: across(edges, part.End)}, gap: true, text: gapWord}
	if b.span.To-b.span.From < 0.08 {
		b.text = ""
	}
	return b
}

func horizonOf(rota string, sources []api.Source) time.Time {
	for _, src := range sources {
		if src.TellsDuty() && src.Name == rota {
			return src.Horizon
		}
	}
	return time.Time{}
}

// across is where t lies in the week whose eight midnights are given, from 0 to
// 1. Every day is as wide as any other, also one of 23 or 25 hours.
func across(edges [8]time.Time, t time.Time) float32 {
	if !t.After(edges[0]) {
		return 0
	}
	for i, end := range edges[1:] {
		if t.Before(end) {
			return (float32(i) + float32(t.Sub(edges[i]))/float32(end.Sub(edges[i]))) / 7
		}
	}
	return 1
}

// openWidth is the least share of a week in which there is room to say that an end
// is not known.
const openWidth = 0.3

// initials are the first letters of a name's first and last word.
func initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return "?"
	}
	out := []rune(words[0])[:1]
	if len(words) > 1 {
		out = append(out, []rune(words[len(words)-1])[0])
	}
	return strings.ToUpper(string(out))
}

// mineOf are my own shifts that are not over, in words.
func mineOf(shifts []rotation.Shift, v model.View) []shiftView {
	var out []shiftView
	for _, s := range shifts {
		if !s.Person.Same(v.Snap.Me) || !s.End.After(v.Now) {
			continue
		}
		m := shiftView{when: model.When(s, v), role: api.RoleName(s.Role), rota: s.Rota, hours: hours(s.Duration())}
		if v.Snap.EndsOpen(s) {
			m.hours = ""
		}
		out = append(out, m)
	}
	return out
}

func hours(d time.Duration) string {
	h, m := int(d/time.Hour), int(d%time.Hour/time.Minute)
	if m == 0 {
		return fmt.Sprintf("%d h", h)
	}
	return fmt.Sprintf("%d h %02d", h, m)
}
