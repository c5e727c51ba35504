package statement

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
)

// fixed is a number with at least place decimals, and all that it has.
func fixed(d decimal.Decimal, place int32) string {
	return d.StringFixed(max(place, -d.Exponent()))
}

// scale is how many decimals the amounts of a document are printed with, so that
// they stand under each other.
func scale(d Document) int32 {
	most := d.Place
	for _, l := range d.Lines {
		most = max(most, -l.Amount.Exponent())
	}
	return most
}

// hoursPlace is how many decimals time in lieu has where it is shown as hours;
// the exact figure is in seconds.
const hoursPlace = 4

func hours(seconds int64) decimal.Decimal {
	return normal(decimal.NewFromInt(seconds).DivRound(decimal.NewFromInt(3600), hoursPlace))
}

// clock is time as hours, minutes and, where there are any, seconds: 6:20. It is
// exact, so printed lines add up.
func clock(seconds int64) string {
	sign := ""
	if seconds < 0 {
		sign = "-"
	}
	rest := max(seconds, -seconds)
	s := fmt.Sprintf("%s%d:%02d", sign, rest/3600, rest/60%60)
	if rest%60 != 0 {
		s += fmt.Sprintf(":%02d", rest%60)
	}
	return s
}

// location is the zone of a document, which Seal has seen to be one.
func location(zone string) *time.Location {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// stamp is an instant for a program: RFC 3339 to the second, in the zone.
func stamp(t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(loc).Format(time.RFC3339)
}

// who is a person with both name and e-mail where both are known.
func who(p rotation.Person) string {
	if strings.TrimSpace(p.Name) != "" && p.Email != "" {
		return p.Name + " (" + p.Email + ")"
	}
	return p.String()
}

// counted is "64 h, 2 nights".
func counted(counts []Count) string {
	parts := make([]string, 0, len(counts))
	for _, c := range counts {
		parts = append(parts, c.Value.String()+" "+c.Name)
	}
	return strings.Join(parts, ", ")
}
