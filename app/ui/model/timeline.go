package model

import (
	"math"
	"time"
)

// Scene is what a timeline shows: lanes of bars, and what lies behind them. Places on
// it are days as DayAt counts them, whatever part of them can be seen.
type Scene struct {
	Lanes []Lane
	// Nights are shaded, by start; they do not overlap.
	Nights []Stretch
	// Holidays are the names of days, by DayAt's number; Now is where the present lies.
	Holidays map[int]string
	Now      float64
	// Zone is that of the days. Second, which may be nil, is shown beside it.
	Zone, Second *time.Location
}

// Stretch is a part of a timeline.
type Stretch struct{ From, To float64 }

// Lane is a row of a timeline, or a few of them where bars overlap.
type Lane struct {
	Label string
	// Fold says whether it has layers below it that can be folded out; Open that they
	// are. Layer says that it is one.
	Fold, Open, Layer bool
	// Rows hold bars by start, which do not overlap.
	Rows [][]Bar
}

// BarKind is how a bar is drawn.
type BarKind int

// The kinds of bars.
const (
	// Theirs is outlined, Mine filled, as shifts are.
	Theirs BarKind = iota
	Mine
	// Open is hatched, with the word: nobody is on call.
	Open
	// Unknown is dotted, with the word: no calendar reaches so far.
	Unknown
	// Layered is a shift of a layer, before overrides and swaps.
	Layered
	// Leave is time off.
	Leave
)

// BarMark is what became of a shift before it was as it is.
type BarMark int

// The marks of a bar.
const (
	Unmarked BarMark = iota
	// Overridden is notched: an override put somebody else there.
	Overridden
	// Swapped has two arrows.
	Swapped
)

// Bar is one shift, gap or unknown span on a timeline.
type Bar struct {
	Stretch
	Kind BarKind
	Mark BarMark
	// Text is what it says where there is room, Short where there is little.
	Text, Short string
	// Ref is the number of what it stands for; below zero it cannot be chosen.
	Ref int
}

// DayAt is where an instant lies on a timeline of a zone: the whole part is the number
// of its day there, from 1 January 1970 on, and the rest how much of that day has
// passed. So every day is as wide as any other, also one of 23 or 25 hours.
func DayAt(t time.Time, zone *time.Location) float64 {
	y, m, d := t.In(zone).Date()
	n := dayNumber(y, m, d)
	start, end := DayStart(n, zone), DayStart(n+1, zone)
	return float64(n) + min(max(float64(t.Sub(start))/float64(end.Sub(start)), 0), math.Nextafter(1, 0))
}

// TimeAt is the instant of a place on a timeline, to the second.
func TimeAt(day float64, zone *time.Location) time.Time {
	n := math.Floor(day)
	start, end := DayStart(int(n), zone), DayStart(int(n)+1, zone)
	return start.Add(time.Duration((day - n) * float64(end.Sub(start)))).Round(time.Second)
}

// DayStart is the first instant of a day: midnight, or where clocks skip it the
// first instant after that.
func DayStart(n int, zone *time.Location) time.Time {
	t := time.Date(1970, 1, 1+n, 0, 0, 0, 0, zone)
	if h := t.Hour(); h > 12 { // time.Date takes a skipped midnight for the evening before.
		t = t.Add(time.Duration(24-h) * time.Hour)
	}
	return t
}

// dayNumber counts from 1 January 1970.
func dayNumber(y int, m time.Month, d int) int {
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86_400)
}

// Snap is a place on a timeline moved to the nearest of the steps that a day is divided
// into.
func Snap(day float64, steps int) float64 { return math.Round(day*float64(steps)) / float64(steps) }
