package pay

import (
	"fmt"
	"math"
	"slices"

	"standby/rotation"
)

// addStandby makes one line for each shift: the part of it that lies in the
// period, has passed, and is not in the line of an earlier shift already.
func (p Policy) addStandby(s *Statement, in Input) {
	period, now := seconds(in.Period), in.Now.Unix()
	covered := int64(math.MinInt64)
	for _, shift := range own(in) {
		span := seconds(shift.Interval).clip(period.from, min(period.to, now))
		if span.length() == 0 {
			continue
		}
		part := span.clip(covered, math.MaxInt64)
		if part.length() == 0 {
			s.Notes = append(s.Notes, fmt.Sprintf(
				"Time is paid once: the %s adds nothing, because other shifts cover all of it.", p.describe(shift)))
			continue
		}
		covered = part.to
		s.Lines = append(s.Lines, p.standbyLine(shift, part))
	}
	if ahead := toCome(in); ahead > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf(
			"Counted up to %s; %s on call in this period are still to come.", p.stamp(now, false), elapsed(ahead)))
	}
}

func (p Policy) standbyLine(shift rotation.Shift, part stretch) Line {
	l := Line{
		Kind: KindStandby, What: what(shift), Span: part.interval(), Seconds: part.length(),
		Rate: p.Standby.Rate, Rule: "standby.rate", Evidence: []string{evidence(shift)},
	}
	p.price(&l)
	from := ""
	if whole := seconds(shift.Interval); whole != part {
		from = ", part of the shift from " + p.span(whole) + ","
	}
	l.Explanation = fmt.Sprintf("%s%s is %s on call%s; %s",
		p.span(part), from, elapsed(l.Seconds), p.clockChange(part), p.sum(l))
	return l
}

// own are the person's shifts in order of start, each once.
func own(in Input) []rotation.Shift {
	var out []rotation.Shift
	for _, s := range in.Shifts {
		if s.Person.Same(in.Person) {
			out = append(out, s)
		}
	}
	rotation.SortShifts(out)
	return slices.CompactFunc(out, func(a, b rotation.Shift) bool {
		return a.UID == b.UID && a.Rota == b.Rota && a.Role == b.Role &&
			a.Start.Equal(b.Start) && a.End.Equal(b.End)
	})
}

// toCome is how many seconds on call the period still holds after now.
func toCome(in Input) int64 {
	period, now := seconds(in.Period), in.Now.Unix()
	covered, sum := int64(math.MinInt64), int64(0)
	for _, shift := range own(in) {
		span := seconds(shift.Interval).clip(max(period.from, now, covered), period.to)
		if n := span.length(); n > 0 {
			sum, covered = sum+n, span.to
		}
	}
	return sum
}

func what(s rotation.Shift) string {
	out := "On call"
	if s.Role != "" {
		out += " as " + string(s.Role)
	}
	if s.Rota != "" {
		out += ", " + s.Rota
	}
	return out
}

func evidence(s rotation.Shift) string {
	return "shift " + s.UID + " of " + s.Rota
}
