package paybench

import (
	"math/big"
	"slices"
	"time"

	"standby/rotation"
)

// MinuteByMinute pays each minute that lies in one of the spans, once, by the rate
// an hour that it has on the clock in zone. Spans begin and end on whole minutes.
func MinuteByMinute(spans []rotation.Interval, zone *time.Location, rate func(local time.Time) *big.Rat) *big.Rat {
	sum, first, last := new(big.Rat), time.Time{}, time.Time{}
	for _, s := range spans {
		if first.IsZero() || s.Start.Before(first) {
			first = s.Start
		}
		if s.End.After(last) {
			last = s.End
		}
	}
	for at := first; at.Before(last); at = at.Add(time.Minute) {
		if slices.ContainsFunc(spans, func(s rotation.Interval) bool { return s.Contains(at) }) {
			sum.Add(sum, rate(at.In(zone)))
		}
	}
	return sum.Quo(sum, big.NewRat(60, 1))
}

// Bands is a policy of bands by day and time of day, the first that fits counts;
// BandRate says the same in a few lines of Go.
const Bands = `name = "Bands"
zone = "Europe/Berlin"
currency = "EUR"
[rounding]
place = 2
at = "total"
[[holidays.day]]
name = "Christmas Day"
on = "12-25"
[[holidays.day]]
name = "Labour Day"
on = "05-01"
[[pay]]
key = "standby"
[[pay.row]]
name = "holiday"
holiday = ["any"]
rate = "7.77"
[[pay.row]]
name = "weekend"
week = ["fri 18:00 - mon 07:00"]
rate = "5.55"
[[pay.row]]
name = "office hours"
from = "09:00"
to = "17:30"
skip = true
[[pay.row]]
name = "night"
from = "22:00"
to = "06:00"
rate = "4.44"
[[pay.row]]
name = "else"
rate = "10 / 3"
`

// BandRate is the rate an hour of Bands at a local time.
func BandRate(at time.Time) *big.Rat {
	clock, wd := at.Hour()*60+at.Minute(), at.Weekday()
	weekend := wd == time.Saturday || wd == time.Sunday || wd == time.Friday && clock >= 18*60 || wd == time.Monday && clock < 7*60
	switch {
	case at.Month() == time.December && at.Day() == 25, at.Month() == time.May && at.Day() == 1:
		return big.NewRat(777, 100)
	case weekend:
		return big.NewRat(555, 100)
	case clock >= 9*60 && clock < 17*60+30:
		return new(big.Rat)
	case clock >= 22*60 || clock < 6*60:
		return big.NewRat(444, 100)
	}
	return big.NewRat(10, 3)
}
