package pay

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
)

// sum is the arithmetic of a line: "15 h x 4.50 EUR = 67.50 EUR".
func (p Policy) sum(l Line) string {
	factor := l.Units.String() + " h"
	over := ""
	if l.UnitsRounded {
		factor, over = fmt.Sprintf("%d s", l.Seconds), " / 3600"
	}
	out := fmt.Sprintf("%s x %s%s = %s", factor, p.money(l.Rate), over, p.money(l.Amount))
	exact := l.Rate.Mul(decimal.NewFromInt(l.Seconds))
	if l.Amount.Mul(secondsPerHour).Equal(exact) {
		return out
	}
	shown := exact.DivRound(secondsPerHour, 6)
	about := ""
	if !shown.Mul(secondsPerHour).Equal(exact) {
		about = "about "
	}
	return fmt.Sprintf("%s, rounded half up from %s%s", out, about, shown)
}

// money shows an amount with the decimals of the policy, or more where it has
// more.
func (p Policy) money(d decimal.Decimal) string {
	place := max(p.Rounding.Place, -d.Exponent())
	for place > p.Rounding.Place && d.Truncate(place-1).Equal(d) {
		place--
	}
	return strings.TrimSpace(d.StringFixed(place) + " " + p.Currency)
}

// span shows both ends of a stretch by the policy's clock.
func (p Policy) span(s stretch) string {
	named := p.changesNear(s)
	return p.stamp(s.from, named) + " to " + p.stamp(s.to, named)
}

// stamp shows an instant by the policy's clock; named adds the zone's name,
// where the clock alone would not tell which instant it is.
func (p Policy) stamp(unix int64, named bool) string {
	t := time.Unix(unix, 0).In(p.zone())
	layout := "Mon 2 Jan 15:04"
	if t.Second() != 0 {
		layout += ":05"
	}
	if named {
		layout += " MST"
	}
	return t.Format(layout)
}

// changesNear reports whether the clocks change within three hours of the
// stretch; a wall clock shows some times twice then.
func (p Policy) changesNear(s stretch) bool {
	const near = 3 * 60 * 60
	return p.offset(s.from-near) != p.offset(s.to+near)
}

// clockChange explains why the elapsed time is not what the wall clock suggests.
func (p Policy) clockChange(s stretch) string {
	shift := p.offset(s.from) - p.offset(s.to)
	switch {
	case shift > 0:
		return fmt.Sprintf(" (the clocks go back by %s meanwhile)", elapsed(shift))
	case shift < 0:
		return fmt.Sprintf(" (the clocks go forward by %s meanwhile)", elapsed(-shift))
	}
	return ""
}

func (p Policy) offset(unix int64) int64 {
	_, off := time.Unix(unix, 0).In(p.zone()).Zone()
	return int64(off)
}

func (p Policy) describe(s rotation.Shift) string {
	return fmt.Sprintf("shift from %s (%s)", p.span(seconds(s.Interval)), strings.TrimPrefix(evidence(s), "shift "))
}

// elapsed is a length of time in words: "15 h", "1 h 30 min", "29 min 55 s".
func elapsed(seconds int64) string {
	var parts []string
	for _, u := range []struct {
		size int64
		name string
	}{{3600, "h"}, {60, "min"}, {1, "s"}} {
		if n := seconds / u.size; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, u.name))
			seconds %= u.size
		}
	}
	if len(parts) == 0 {
		return "0 s"
	}
	return strings.Join(parts, " ")
}

func plural(n int64, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
