package pay_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
	"standby/rotation/pay"
)

// zones are where machines of a team may stand; with half and quarter hours,
// summer time on both halves of the world, and clocks that change at midnight.
var zones = []string{
	"UTC", "Europe/Berlin", "America/St_Johns", "America/New_York", "America/Asuncion", "America/Havana",
	"Asia/Kolkata", "Asia/Kathmandu", "Pacific/Chatham", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Casablanca",
}

// duty draws shifts and call-outs around both changes of the clocks of 2026.
type duty struct {
	zone     *time.Location
	shifts   []rotation.Shift
	callOuts []pay.CallOut
	period   rotation.Interval
	now      time.Time
}

func drawDuty(t *testing.T, r *rapid.T) duty {
	d := duty{zone: location(t, rapid.SampledFrom(zones).Draw(r, "zone"))}
	month := time.Month(rapid.SampledFrom([]int{3, 4, 10, 11}).Draw(r, "month"))
	d.period = pay.Month(2026, month, d.zone)
	base := d.period.Start.Add(-48 * time.Hour)
	const span = 35 * 24 * 3600
	instant := func(name string) time.Time {
		second := rapid.IntRange(0, span).Draw(r, name)
		nano := rapid.SampledFrom([]int{0, 0, 1, 999_999_999}).Draw(r, name+" ns")
		return base.Add(time.Duration(second)*time.Second + time.Duration(nano)).In(d.zone)
	}
	length := func(name string, longest int) time.Duration {
		return time.Duration(rapid.IntRange(0, longest).Draw(r, name)) * time.Second
	}
	for i := range rapid.IntRange(0, 6).Draw(r, "shifts") {
		start := instant("shift")
		d.shifts = append(d.shifts, rotation.Shift{
			UID: fmt.Sprint(i), Rota: "R", Role: rotation.Primary,
			Person:   rapid.SampledFrom([]rotation.Person{engineerA, engineerA, engineerA, engineerB}).Draw(r, "person"),
			Interval: rotation.Interval{Start: start, End: start.Add(length("shift length", 4*24*3600))},
		})
	}
	for i := range rapid.IntRange(0, 5).Draw(r, "call-outs") {
		start := instant("call-out")
		d.callOuts = append(d.callOuts, pay.CallOut{
			PageID: fmt.Sprint(i), What: "W", Person: engineerA, Running: rapid.Bool().Draw(r, "running"),
			Interval: rotation.Interval{Start: start, End: start.Add(length("call-out length", 5*3600))},
		})
	}
	d.now = instant("now")
	return d
}

func (d duty) input() pay.Input {
	return pay.Input{Person: engineerA, Period: d.period, Shifts: d.shifts, CallOuts: d.callOuts, Now: d.now}
}

func drawPolicy(t *testing.T, r *rapid.T, zone *time.Location) pay.Policy {
	p := samplePolicy(t)
	p.Zone = zone
	p.Rounding.Place = int32(rapid.IntRange(0, 4).Draw(r, "place"))
	p.CallOut.Minimum = time.Duration(rapid.IntRange(0, 7200).Draw(r, "minimum")) * time.Second
	return p
}

// covered counts the seconds of the person's shifts that lie in the period
// before now, by sweeping over every boundary: slow, and plainly right.
func covered(d duty, who rotation.Person) int64 {
	edges := []int64{d.period.Start.Unix(), d.period.End.Unix(), d.now.Unix()}
	for _, s := range d.shifts {
		edges = append(edges, s.Start.Unix(), s.End.Unix())
	}
	var sum int64
	for i, from := range edges {
		to := int64(1) << 62
		for _, e := range edges {
			if e > from && e < to {
				to = e
			}
		}
		first := true
		for _, e := range edges[:i] {
			first = first && e != from
		}
		if first && from >= d.period.Start.Unix() && from < min(d.period.End.Unix(), d.now.Unix()) && onCall(d.shifts, who, from) {
			sum += to - from
		}
	}
	return sum
}

func onCall(shifts []rotation.Shift, who rotation.Person, at int64) bool {
	for _, s := range shifts {
		if s.Person.Same(who) && s.Start.Unix() <= at && at < s.End.Unix() {
			return true
		}
	}
	return false
}

// text is all of a statement that must not depend on how the input was given.
func text(s pay.Statement) string { return print(s) + fmt.Sprint(s.StandbySeconds, s.CallOutSeconds) }

func TestEverySecondOnCallIsInOneLine(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := drawDuty(t, r)
		s := drawPolicy(t, r, d.zone).Statement(d.input())
		if want := covered(d, engineerA); s.StandbySeconds != want {
			r.Fatalf("lines have %d s, the shifts cover %d s", s.StandbySeconds, want)
		}
		for i, l := range s.Lines {
			if i > 0 && l.Kind == s.Lines[i-1].Kind && l.Span.Start.Before(s.Lines[i-1].Span.End) {
				r.Fatalf("line %d begins before the one above it ends", i)
			}
			if l.Kind == pay.KindStandby && l.Seconds != int64(l.Span.Duration()/time.Second) {
				r.Fatalf("line %d pays %d s for %v", i, l.Seconds, l.Span.Duration())
			}
			if len(l.Evidence) == 0 || l.Explanation == "" {
				r.Fatalf("line %d explains nothing", i)
			}
		}
	})
}

func TestTheTotalIsTheSumOfLinesThatAreRoundedOnce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := drawDuty(t, r)
		p := drawPolicy(t, r, d.zone)
		s := p.Statement(d.input())
		sum := s.Total.Sub(s.Total)
		for _, l := range s.Lines {
			sum = sum.Add(l.Amount)
			if !l.Amount.Equal(l.Amount.Round(p.Rounding.Place)) || l.Amount.IsNegative() {
				r.Fatalf("amount %s is not rounded to %d places", l.Amount, p.Rounding.Place)
			}
		}
		if !sum.Equal(s.Total) {
			r.Fatalf("lines add up to %s, the total is %s", sum, s.Total)
		}
	})
}

func TestAnIdenticalShiftChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := drawDuty(t, r)
		p := drawPolicy(t, r, d.zone)
		before := p.Statement(d.input())
		if len(d.shifts) > 0 {
			d.shifts = append(d.shifts, d.shifts[rapid.IntRange(0, len(d.shifts)-1).Draw(r, "again")])
		}
		if len(d.callOuts) > 0 {
			d.callOuts = append(d.callOuts, d.callOuts[rapid.IntRange(0, len(d.callOuts)-1).Draw(r, "page again")])
		}
		if after := p.Statement(d.input()); text(after) != text(before) {
			r.Fatalf("before\n%s\nafter\n%s", text(before), text(after))
		}
	})
}

func TestTheSameTimeInASecondCalendarPaysNothingMore(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := drawDuty(t, r)
		p := drawPolicy(t, r, d.zone)
		before := p.Statement(d.input())
		for _, s := range d.shifts {
			s.Rota = "S"
			d.shifts = append(d.shifts, s)
		}
		if after := p.Statement(d.input()); after.StandbySeconds != before.StandbySeconds || !after.Total.Equal(before.Total) {
			r.Fatalf("before %s, after %s", before.Total, after.Total)
		}
	})
}

func TestPeriodsAddUp(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := drawDuty(t, r)
		p := drawPolicy(t, r, d.zone)
		in := d.input()
		whole := p.Statement(in)
		cut := in.Period.Start.Add(time.Duration(rapid.IntRange(0, int(in.Period.Duration()/time.Second)).Draw(r, "cut")) * time.Second)
		first, second := in, in
		first.Period.End, second.Period.Start = cut, cut
		a, b := p.Statement(first), p.Statement(second)
		if a.StandbySeconds+b.StandbySeconds != whole.StandbySeconds || a.CallOutSeconds+b.CallOutSeconds != whole.CallOutSeconds {
			r.Fatalf("%d + %d is not %d, or %d + %d is not %d", a.StandbySeconds, b.StandbySeconds, whole.StandbySeconds,
				a.CallOutSeconds, b.CallOutSeconds, whole.CallOutSeconds)
		}
	})
}

func TestAHandoverNeverChangesThePaidTime(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := drawDuty(t, r)
		p := drawPolicy(t, r, d.zone)
		before := p.Statement(d.input())
		if len(d.shifts) == 0 {
			return
		}
		i := rapid.IntRange(0, len(d.shifts)-1).Draw(r, "shift to cut")
		first, second := d.shifts[i], d.shifts[i]
		at := first.Start.Add(time.Duration(rapid.Int64Range(0, int64(first.Duration())).Draw(r, "cut at")))
		first.End, second.Start, second.UID = at, at, "second half"
		d.shifts = append(append(d.shifts[:i:i], d.shifts[i+1:]...), first, second)
		if after := p.Statement(d.input()); after.StandbySeconds != before.StandbySeconds {
			r.Fatalf("before %d s, after %d s", before.StandbySeconds, after.StandbySeconds)
		}
	})
}

func TestAHandoverBetweenTwoPeopleCreatesNoTime(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := drawDuty(t, r)
		d.shifts = d.shifts[:min(1, len(d.shifts))]
		p := drawPolicy(t, r, d.zone)
		if len(d.shifts) == 0 {
			return
		}
		d.shifts[0].Person = engineerA
		whole := p.Statement(d.input())
		at := d.shifts[0].Start.Add(time.Duration(rapid.Int64Range(0, int64(d.shifts[0].Duration())).Draw(r, "hand-off")))
		other := d.shifts[0]
		other.Person, other.Start = engineerB, at
		d.shifts[0].End = at
		d.shifts = append(d.shifts, other)
		in := d.input()
		a := p.Statement(in)
		in.Person = engineerB
		b := p.Statement(in)
		if a.StandbySeconds+b.StandbySeconds != whole.StandbySeconds {
			r.Fatalf("%d + %d is not %d", a.StandbySeconds, b.StandbySeconds, whole.StandbySeconds)
		}
	})
}

func TestOrderAndLocationOfTheInputDoNotMatter(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := drawDuty(t, r)
		p := drawPolicy(t, r, d.zone)
		want := text(p.Statement(d.input()))
		other := location(t, rapid.SampledFrom(zones).Draw(r, "other zone"))
		move := func(i rotation.Interval) rotation.Interval {
			return rotation.Interval{Start: i.Start.In(other), End: i.End.In(other)}
		}
		in := d.input()
		in.Shifts = rapid.Permutation(d.shifts).Draw(r, "order of shifts")
		in.CallOuts = rapid.Permutation(d.callOuts).Draw(r, "order of call-outs")
		in.Period, in.Now = move(in.Period), in.Now.In(other)
		for i := range in.Shifts {
			in.Shifts[i].Interval = move(in.Shifts[i].Interval)
		}
		for i := range in.CallOuts {
			in.CallOuts[i].Interval = move(in.CallOuts[i].Interval)
		}
		if got := text(p.Statement(in)); got != want {
			r.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	})
}

func TestTheZoneOfThePolicyChangesWordsOnly(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := drawDuty(t, r)
		p := drawPolicy(t, r, d.zone)
		before := p.Statement(d.input())
		p.Zone = location(t, rapid.SampledFrom(zones).Draw(r, "other zone"))
		if after := p.Statement(d.input()); !after.Total.Equal(before.Total) || after.StandbySeconds != before.StandbySeconds {
			r.Fatalf("before %s, after %s", before.Total, after.Total)
		}
	})
}

func TestAStatementLeavesItsInputAlone(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := drawDuty(t, r)
		before := fmt.Sprint(d.shifts, d.callOuts)
		drawPolicy(t, r, d.zone).Statement(d.input())
		if after := fmt.Sprint(d.shifts, d.callOuts); after != before {
			r.Fatal("the input was changed")
		}
	})
}
