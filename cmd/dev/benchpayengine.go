package main

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/paybench"
)

// workedYear is a person's year on call with 300 call-outs, as the engine takes it.
func workedYear(person int, zone *time.Location) pay.Input {
	in := pay.Input{Facts: pay.Facts{"hourly": "31.37", "monthly": "4213.50", "level": "D"},
		Period: rotation.Interval{Start: pay.Month(2026, 1, zone).Start, End: pay.Month(2027, 1, zone).Start}}
	onCall, calls := paybench.Year(person, zone)
	for i, span := range onCall {
		in.Shifts = append(in.Shifts, rotation.Shift{UID: fmt.Sprint("week ", i+1), Rota: "Payments", Role: rotation.Primary, Interval: span})
	}
	for i, span := range calls {
		in.CallOuts = append(in.CallOuts, pay.CallOut{PageID: fmt.Sprint(i + 1), Mode: paybench.Mode(i), Interval: span})
	}
	return in
}

// benchPolicy is one of those that the engine is tested with; complex is the one
// that has the most in it.
func benchPolicy(d *dev, name string) (pay.Policy, error) {
	file := filepath.Join(d.root, "rotation", "pay", "testdata", "policies", name+".toml")
	data, err := os.ReadFile(file)
	if err != nil {
		return pay.Policy{}, fmt.Errorf("measure pay: %w", err)
	}
	return pay.Parse(file, data)
}

// personYear is the least of 30 statements of one person and a year, all words with
// them.
func personYear(_ context.Context, d *dev, tell func(figure)) error {
	p, err := benchPolicy(d, "complex")
	if err != nil {
		return err
	}
	in := workedYear(0, p.Zone)
	var whole, figures spent
	for range 30 {
		for _, run := range []struct {
			do   func(pay.Input) (pay.Statement, error)
			into *spent
		}{{p.Evaluate, &whole}, {p.Figures, &figures}} {
			err := run.into.add(func() error {
				_, err := run.do(in)
				return err
			})
			if err != nil {
				return fmt.Errorf("measure a year of pay: %w", err)
			}
		}
	}
	d.say("pay/person-year, figures alone %.4g ms %.4g MB; with all words %.4g ms %.4g MB", milliseconds(figures.time), figures.megabytes(), milliseconds(whole.time), whole.megabytes())
	tell(figure{"pay", "person-year", "ms", milliseconds(whole.time), 5})
	return nil
}

// payroll is a year of 1,000 people through a collective agreement as it is in
// force, and through the most complex policy.
func payroll(_ context.Context, d *dev, tell func(figure)) error {
	for _, name := range []string{"tvod", "complex"} {
		p, err := benchPolicy(d, name)
		if err == nil {
			err = payrollBy(name, p, tell)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// payrollBy is the best of three, and the most that the heap held.
func payrollBy(name string, p pay.Policy, tell func(figure)) error {
	const people = 1000
	var best time.Duration
	peak := uint64(0)
	for range 3 {
		runtime.GC()
		begun, lines := time.Now(), 0
		var errs error
		p.FiguresOf(people, func(i int) pay.Input { return workedYear(i, p.Zone) }, func(_ int, s pay.Statement, err error) {
			lines += len(s.Lines)
			errs = errors.Join(errs, err)
			peak = max(peak, heapNow())
		})
		if took := time.Since(begun); best == 0 || took < best {
			best = took
		}
		if errs != nil || lines < people {
			return fmt.Errorf("measure the pay of %d people: %d lines: %w", people, lines, errs)
		}
	}
	tell(figure{"pay", "1000-people-year-" + name, "ms", milliseconds(best), 1000})
	tell(figure{"pay", "1000-people-peak-heap-" + name, "MB", float64(peak) / 1e6, 200})
	return nil
}

// heapNow is what the heap holds, with what has not been collected yet.
func heapNow() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// bandYear is a year by a policy of bands, beside the same minute by minute; both
// must come to the same cent.
func bandYear(_ context.Context, d *dev, tell func(figure)) error {
	p, err := pay.Parse("bands.toml", []byte(paybench.Bands))
	if err != nil {
		return fmt.Errorf("measure bands: %w", err)
	}
	in := workedYear(0, p.Zone)
	in.CallOuts, in.Period = nil, rotation.Interval{}
	onCall, _ := paybench.Year(0, p.Zone)
	var cash decimal.Decimal
	var naive *big.Rat
	var ours, theirs spent
	for range 3 {
		err = errors.Join(err, ours.add(func() error {
			s, err := p.Evaluate(in)
			cash = s.Cash
			return err
		}), theirs.add(func() error {
			naive = paybench.MinuteByMinute(onCall, p.Zone, paybench.BandRate)
			return nil
		}))
	}
	if err != nil {
		return fmt.Errorf("measure bands: %w", err)
	}
	if cash.StringFixed(2) != naive.FloatString(2) {
		return fmt.Errorf("measure bands: the engine comes to %s, minute by minute it is %s", cash.StringFixed(2), naive.FloatString(2))
	}
	d.say("pay/band-year %.4g ms; minute by minute %.4g ms, %.4g times as long, and the same %s EUR",
		milliseconds(ours.time), milliseconds(theirs.time), float64(theirs.time)/float64(ours.time), cash.StringFixed(2))
	tell(figure{"pay", "band-year-of-baseline", "times", float64(ours.time) / float64(theirs.time), 0.1})
	return nil
}
