package health

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/app/ui/model"
	"standby/notify"
	"standby/rotation"
)

// spans are how far back the screen looks, in days.
var spans = [...]struct {
	days  int
	label string
}{{7, "7 days"}, {30, "30 days"}, {90, "90 days"}, {365, "A year"}}

// usualSpan is the number of the one that is shown first.
const usualSpan = 1

// asked is what is asked of the agent: a span up to the end of today, and the one
// before it, which it is compared with.
type asked struct{ from, to, before time.Time }

func askOf(now time.Time, loc *time.Location, days int) asked {
	y, m, d := now.In(loc).Date()
	day := func(back int) time.Time { return time.Date(y, m, d+1-back, 0, 0, 0, 0, loc) }
	return asked{from: day(days), to: day(0), before: day(2 * days)}
}

// cause names all that the figures rest on: while it stays the same, they are not
// asked for again.
func cause(v model.View, span int) string {
	var parts []string
	for _, p := range v.Snap.Pages {
		parts = append(parts, p.ID, string(p.State))
	}
	return fmt.Sprint(span, v.Now.In(v.Loc).Format(time.DateOnly), model.DutyCause(v), parts)
}

// report is what the agent said.
type report struct {
	now, before api.Stats
	shifts      []rotation.Shift
}

// figure is a figure that is shown large, and what is said of it below.
type figure struct{ name, value, about string }

// health is the screen.
type health struct {
	figures  [4]figure
	hours    []hour
	hoursSum string
	load     []bearer
	noisy    []noise
	sources  []noise
	// none says that no page came.
	none bool
}

// hour is an hour of the day, and the pages that came in it.
type hour struct {
	label, top, said string
	pages            int
	night            bool
}

// bearer is somebody who bore duty, pages or both. share is that of the time on call,
// in parts of the most.
type bearer struct {
	name, said string
	share      float64
}

// noise is what brings pages; share is in parts of the most.
type noise struct {
	name, said string
	share      float64
}

func healthOf(r report, days int, loc *time.Location) health {
	n := r.now
	out := health{none: n.Pages == 0}
	dark := 0
	for i, t := range n.Hours {
		h := hour{label: fmt.Sprintf("%02d", i), pages: t.Pages, night: i < 6 || i >= 22}
		if h.night {
			dark += t.Pages
		}
		if t.Pages > 0 {
			h.top = fmt.Sprint(t.Pages)
		}
		h.said = fmt.Sprintf("%02d:00 – %02d:00: %s%s.", i, (i+1)%24, plural(t.Pages, "page", "pages"), answered(t))
		out.hours = append(out.hours, h)
	}
	out.hoursSum = fmt.Sprintf("%s, %d of them at night (22:00 – 06:00, underlined). Point at an hour, or go to it with the arrow keys.", plural(n.Pages, "page", "pages"), dark)
	out.figures = [4]figure{
		{"Pages", fmt.Sprint(n.Pages), against(n.Pages, r.before.Pages, days)},
		{"Ack target met", met(n.Tally), missed(n.Tally)},
		{"Mean time to acknowledge", spanOr(n.MTTA, n.Acked), before(n.MTTA, r.before.MTTA, r.before.Acked)},
		{"Mean time to resolve", spanOr(n.MTTR, n.Resolved), before(n.MTTR, r.before.MTTR, r.before.Resolved)},
	}
	out.load = loadOf(r.shifts, n.People, rotation.Interval{Start: n.From, End: n.To}, loc)
	out.noisy, out.sources = noises(n.Recurring, n.Pages), noises(n.Sources, n.Pages)
	return out
}

// answered says how soon pages were answered, where any was.
func answered(t notify.Tally) string {
	if t.Acked == 0 {
		return ""
	}
	return fmt.Sprintf(", acknowledged after %s on average", exact(t.MTTA))
}

func against(now, then, days int) string {
	if now == then {
		return fmt.Sprintf("as many as in the %d days before", days)
	}
	return fmt.Sprintf("%d in the %d days before", then, days)
}

func met(t notify.Tally) string {
	all := t.Met + t.Missed
	switch {
	case all == 0:
		return "–"
	case t.Missed == 0:
		return "100 %"
	}
	return fmt.Sprintf("%d %%", min(99, (200*t.Met+all)/(2*all))) // 100 % is all, not nearly all.
}

func missed(t notify.Tally) string {
	switch all := t.Met + t.Missed; {
	case all == 0:
		return "no page had its clock running"
	case t.Missed == 0:
		return "all " + fmt.Sprint(all) + " in time"
	default:
		return fmt.Sprintf("%d of %d in time", t.Met, all)
	}
}

func spanOr(d time.Duration, n int) string {
	if n == 0 {
		return "–"
	}
	return exact(d)
}

func before(now, then time.Duration, n int) string {
	switch {
	case n == 0:
		return "nothing to compare with"
	case now == then:
		return "as before"
	case now < then:
		return "sooner than before: " + exact(then)
	}
	return "later than before: " + exact(then)
}

// exact is a span in its two largest units.
func exact(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d/time.Second))
	case d < 10*time.Minute && d%time.Minute >= time.Second:
		return fmt.Sprintf("%d min %d s", int(d/time.Minute), int(d%time.Minute/time.Second))
	}
	return api.Span(d)
}

// mostRows is how many rows a list has.
const mostRows = 12

func noises(list []notify.Named, all int) []noise {
	var out []noise
	for _, n := range list[:min(len(list), mostRows)] {
		said := plural(n.Pages, "time", "times")
		if all > 0 {
			said = model.Joined(said, fmt.Sprintf("%d %% of all", n.Pages*100/all))
		}
		if n.Acked > 0 {
			said = model.Joined(said, "acknowledged after "+exact(n.MTTA))
		}
		if n.Pages > n.Acked {
			said = model.Joined(said, fmt.Sprintf("%d never acknowledged", n.Pages-n.Acked))
		}
		out = append(out, noise{name: n.Name, said: said, share: float64(n.Pages) / float64(max(1, list[0].Pages))})
	}
	return out
}

// burden is what one person bore.
type burden struct {
	name        string
	spans       []rotation.Interval
	long        time.Duration
	nights      int
	pages       int
	weekendDays int
}

// loadOf is who bore how much: the time on call, its nights and weekend days, and the
// pages that each one took. Who shadows is not on call.
func loadOf(shifts []rotation.Shift, people []notify.Named, span rotation.Interval, loc *time.Location) []bearer {
	list := map[string]*burden{}
	at := func(key, name string) *burden {
		if list[key] == nil {
			list[key] = &burden{name: name}
		}
		return list[key]
	}
	for _, s := range shifts {
		if cut := s.Clip(span); s.Role != rotation.Shadow && !cut.Empty() {
			b := at(strings.ToLower(s.Person.String()), s.Person.String())
			b.spans = append(b.spans, cut)
		}
	}
	for _, p := range people {
		at(strings.ToLower(p.Name), p.Name).pages += p.Pages
	}
	all, most := make([]*burden, 0, len(list)), time.Duration(1)
	for _, b := range list {
		b.measure(loc)
		all, most = append(all, b), max(most, b.long)
	}
	slices.SortFunc(all, func(a, b *burden) int {
		switch {
		case a.long != b.long:
			return int(b.long/time.Second) - int(a.long/time.Second)
		case a.pages != b.pages:
			return b.pages - a.pages
		}
		return strings.Compare(a.name, b.name)
	})
	var out []bearer
	for _, b := range all[:min(len(all), mostRows)] {
		said := model.Joined(fmt.Sprintf("%d h on call", int(b.long.Round(time.Hour)/time.Hour)), plural(b.nights, "night", "nights"),
			plural(b.weekendDays, "weekend day", "weekend days"), "took "+plural(b.pages, "page", "pages"))
		out = append(out, bearer{name: b.name, said: said, share: float64(b.long) / float64(most)})
	}
	return out
}

// measure counts a moment once, however many roles somebody had in it.
func (b *burden) measure(loc *time.Location) {
	slices.SortFunc(b.spans, func(x, y rotation.Interval) int { return x.Start.Compare(y.Start) })
	var end time.Time
	nights, days := map[string]bool{}, map[string]bool{}
	for _, s := range b.spans {
		if s.Start.Before(end) {
			s.Start = end
		}
		if !s.Start.Before(s.End) {
			continue
		}
		end = s.End
		b.long += s.Duration()
		b.mark(s, loc, nights, days)
	}
	b.nights, b.weekendDays = len(nights), len(days)
}

// mark notes the nights, by the evening that they begin on, and the days of weekends
// that a span touches.
func (b *burden) mark(s rotation.Interval, loc *time.Location, nights, days map[string]bool) {
	y, m, d := s.Start.In(loc).Date()
	for d--; ; d++ {
		day := time.Date(y, m, d, 0, 0, 0, 0, loc)
		if !day.Before(s.End) {
			return
		}
		next := time.Date(y, m, d+1, 0, 0, 0, 0, loc)
		dark := rotation.Interval{Start: time.Date(y, m, d, 22, 0, 0, 0, loc), End: time.Date(y, m, d+1, 6, 0, 0, 0, loc)}
		name := day.Format(time.DateOnly)
		if !dark.Clip(s).Empty() {
			nights[name] = true
		}
		weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
		if whole := (rotation.Interval{Start: day, End: next}); weekend && !whole.Clip(s).Empty() {
			days[name] = true
		}
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
