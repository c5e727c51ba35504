package schedule

import (
	"slices"
	"time"

	"standby/app/api"
	"standby/app/ui/model"
	"standby/rotation"
)

// way is how time is laid out.
type way int

// The ways, in the order of their buttons.
const (
	week way = iota
	twoWeeks
	month
	timeline
	list
	ways
)

func (w way) label() string {
	return [ways]string{"Week", "2 weeks", "Month", "Timeline", "List"}[w]
}

func (w way) key() rune { return [ways]rune{'w', '2', 'm', 't', 'l'}[w] }

// stacked says that weeks stand under one another.
func (w way) stacked() bool { return w == month }

// timelineDays is how far the timeline reaches to begin with; zooming halves and
// doubles it between leastDays and mostDays.
const (
	timelineDays = 56
	leastDays    = 1
	mostDays     = 364
)

// days is how many days are seen side by side.
func (w way) days() float64 {
	switch w {
	case twoWeeks:
		return 14
	case timeline:
		return timelineDays
	}
	return 7
}

// leftAt is the left edge at which an instant can be seen.
func (w way) leftAt(t time.Time, zone *time.Location) float64 {
	if w == timeline {
		return float64(int(model.DayAt(t, zone))) - 7
	}
	return model.DayAt(model.WeekStart(t, zone), zone)
}

// step is how far the arrows move.
func (w way) step() float64 {
	if w == month {
		return 28
	}
	return w.days()
}

// title is what is seen, in words.
func title(seen model.Stretch, zone *time.Location) string {
	from, to := model.TimeAt(seen.From, zone).In(zone), model.TimeAt(seen.To, zone).Add(-time.Second).In(zone)
	switch {
	case from.Year() != to.Year():
		return from.Format("2 Jan 2006") + " – " + to.Format("2 Jan 2006")
	case from.YearDay() == to.YearDay():
		return from.Format("Mon 2 Jan 2006")
	case from.Month() != to.Month():
		return from.Format("2 Jan") + " – " + to.Format("2 Jan 2006")
	}
	return from.Format("2") + " – " + to.Format("2 Jan 2006")
}

// held is what is known of the schedule.
type held struct {
	shifts []rotation.Shift
	gaps   []api.Gap
	detail api.ScheduleDetail
	lieu   api.Lieu
	// span is what was asked for so far; the rest is not known.
	span rotation.Interval
}

// piece is how much is asked for at once, and margin how far what was asked for reaches
// beyond what is seen. With mostDays they are less than the two years that may be asked
// for at once.
const (
	piece  = 270 * 24 * time.Hour
	margin = 45 * 24 * time.Hour
)

// wanted is the span to be asked for next, so that what is seen is known; empty where
// it is. Known spans are without holes: far off, a new one is begun.
func wanted(known, seen rotation.Interval) (next rotation.Interval, anew bool) {
	seen = rotation.Interval{Start: seen.Start.Add(-margin), End: seen.End.Add(margin)}
	switch {
	case known.Empty() || seen.Start.After(known.End) || seen.End.Before(known.Start):
		end := seen.Start.Add(piece)
		if end.Before(seen.End) {
			end = seen.End
		}
		return rotation.Interval{Start: seen.Start, End: end}, true
	case seen.End.After(known.End):
		return rotation.Interval{Start: known.End, End: seen.End.Add(piece)}, false
	case seen.Start.Before(known.Start):
		return rotation.Interval{Start: seen.Start.Add(-piece), End: known.Start}, false
	}
	return rotation.Interval{}, false
}

// joined is what is known once a piece more was read. A shift or a gap that both have
// counts once, an edit or a holiday too.
func (h held) joined(more held) held {
	if h.span.Empty() {
		return more
	}
	out := held{lieu: more.lieu, span: h.span}
	if more.span.Start.Before(out.span.Start) {
		out.span.Start = more.span.Start
	}
	if more.span.End.After(out.span.End) {
		out.span.End = more.span.End
	}
	seen := make(map[shiftKey]bool, len(h.shifts)+len(more.shifts))
	for _, s := range slices.Concat(h.shifts, more.shifts) {
		if key := (shiftKey{s.UID, s.Rota, s.Role, s.Person, s.Start.Unix()}); !seen[key] {
			seen[key] = true
			out.shifts = append(out.shifts, s)
		}
	}
	rotation.SortShifts(out.shifts)
	out.gaps = joinedGaps(h.gaps, more.gaps)
	out.detail = joinedDetail(h.detail, more.detail)
	return out
}

// shiftKey tells shifts apart.
type shiftKey struct {
	uid, rota string
	role      rotation.Role
	person    rotation.Person
	start     int64
}

// note is the line above: why there is nothing, or how to read it.
func note(v model.View, loaded bool, h held, zone *time.Location) string {
	lanes := lanesOf(h.shifts, h.gaps, v.Snap.Sources)
	switch {
	case !v.Known:
		return ""
	case !loaded:
		return "Reading the schedule…"
	case len(lanes) == 0:
		return "No calendar or rota yet. Add one under " + model.Settings.Label() + " (" + model.Settings.Shortcut() + ")."
	case len(h.shifts) == 0:
		return "Nobody is named here. Times are in " + model.ZoneName(zone, v.Now) + "."
	}
	return "Times are in " + model.ZoneName(zone, v.Now) + ". Your shifts are filled. Choose a shift, or drag over a part of one, to hand it over."
}
