package pay

import (
	"fmt"
	"slices"
	"time"

	"standby/app/ui/model"
	"standby/rotation"
	"standby/rotation/pay/ledger"
)

// week is what the duty of a week was made of, by the clock.
type week struct {
	span rotation.Interval
	// day and night are time on call that nobody was called out in, from 06:00 to
	// 22:00 and from 22:00 to 06:00; work is the time of call-outs. ahead is time on
	// call that is still to come. A moment counts once.
	day, night, work, ahead time.Duration
}

// weeksOf are the weeks of a month, from Monday to Monday, cut at its ends.
func weeksOf(month rotation.Interval, loc *time.Location, shifts []rotation.Shift, log []ledger.Logged, now time.Time) []week {
	var duty, work []rotation.Interval
	for _, s := range shifts {
		if s.Role != rotation.Shadow {
			duty = append(duty, s.Clip(month))
		}
	}
	for _, h := range log {
		span := h.Interval
		if h.Running {
			span.End = now
		}
		if !h.Removed {
			work = append(work, span.Clip(month))
		}
	}
	duty, work = union(duty), union(work)
	dark := nights(month, loc)
	var out []week
	for start := month.Start; start.Before(month.End); {
		end := model.WeekStart(start, loc).AddDate(0, 0, 7)
		w := week{span: rotation.Interval{Start: start, End: end}.Clip(month)}
		only := []rotation.Interval{w.span}
		on := common(duty, only)
		w.ahead = long(common(on, []rotation.Interval{{Start: now, End: month.End}}))
		on = common(on, []rotation.Interval{{Start: month.Start, End: now}})
		called := common(on, work)
		w.work = long(common(work, only))
		w.night = long(common(on, dark)) - long(common(called, dark))
		w.day = long(on) - long(called) - w.night
		out = append(out, w)
		start = end
	}
	return out
}

// nights are the spans from 22:00 to 06:00 that touch a month.
func nights(month rotation.Interval, loc *time.Location) []rotation.Interval {
	var out []rotation.Interval
	y, m, d := month.Start.In(loc).Date()
	for d--; ; d++ {
		dark := rotation.Interval{Start: time.Date(y, m, d, 22, 0, 0, 0, loc), End: time.Date(y, m, d+1, 6, 0, 0, 0, loc)}
		if !dark.Start.Before(month.End) {
			return out
		}
		out = append(out, dark)
	}
}

// union is the same time without overlaps, in order.
func union(list []rotation.Interval) []rotation.Interval {
	list = slices.DeleteFunc(list, rotation.Interval.Empty)
	slices.SortFunc(list, func(a, b rotation.Interval) int { return a.Start.Compare(b.Start) })
	var out []rotation.Interval
	for _, i := range list {
		if n := len(out); n > 0 && !i.Start.After(out[n-1].End) {
			if i.End.After(out[n-1].End) {
				out[n-1].End = i.End
			}
			continue
		}
		out = append(out, i)
	}
	return out
}

// common is the time that two lists without overlaps have in common.
func common(a, b []rotation.Interval) []rotation.Interval {
	var out []rotation.Interval
	for len(a) > 0 && len(b) > 0 {
		if both := a[0].Clip(b[0]); !both.Empty() {
			out = append(out, both)
		}
		if a[0].End.Before(b[0].End) {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return out
}

func long(list []rotation.Interval) time.Duration {
	total := time.Duration(0)
	for _, i := range list {
		total += i.Duration()
	}
	return total
}

// column is what a chart needs of a week: its days, and what is said of it.
func (w week) column(loc *time.Location) (label, top, said string, parts []float64) {
	from, to := w.span.Start.In(loc), w.span.End.Add(-time.Second).In(loc)
	label = fmt.Sprintf("%d–%d", from.Day(), to.Day())
	if from.Day() == to.Day() {
		label = fmt.Sprint(from.Day())
	}
	all := w.day + w.night + w.work + w.ahead
	if all > 0 {
		top = length(int64(all.Round(time.Hour) / time.Second))
	}
	said = fmt.Sprintf("%s – %s: %s on call by day, %s at night, %s of call-outs.", from.Format("Mon 2 Jan"), to.Format("Mon 2 Jan"),
		whole(w.day), whole(w.night), whole(w.work))
	if w.ahead > 0 {
		said += " Still to come: " + whole(w.ahead) + " on call."
	}
	return label, top, said, []float64{w.day.Hours(), w.night.Hours(), w.work.Hours(), w.ahead.Hours()}
}

func whole(d time.Duration) string { return length(int64(d.Round(time.Minute) / time.Second)) }
