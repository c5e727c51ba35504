package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// figure is one measured value and the limit it must keep.
type figure struct {
	area, name, unit string
	value, limit     float64
}

// String is the line that bench prints: AREA/NAME VALUE UNIT limit LIMIT ok|OVER.
func (f figure) String() string {
	verdict := "ok"
	if f.value > f.limit {
		verdict = "OVER"
	}
	return fmt.Sprintf("%s/%s %.4g %s limit %.4g %s", f.area, f.name, f.value, f.unit, f.limit, verdict)
}

// measurement takes the figures of one area, telling each as it is known.
type measurement func(ctx context.Context, d *dev, tell func(figure)) error

// measurements are what can be measured so far.
func measurements() map[string][]measurement {
	return map[string][]measurement{
		"agent":    {measureAgent},
		"calendar": {measureCalendar},
		"paging":   {measurePaging},
		"pay":      {measurePay},
		"rotation": {measureRotation},
		"window":   {measureWindow, measureSchedule},
	}
}

// bench prints figures side by side with their limits. It measures real
// processes on a virtual desktop; a machine that is busy with other things makes
// times longer, so an OVER is to be measured again before it is believed.
func bench(ctx context.Context, d *dev, args []string) error {
	chosen, err := wanted(args)
	if err != nil {
		return err
	}
	packages := append(append(buildPackages(), desktopPackages()...), testPackages()...)
	if err := d.install(ctx, packages); err != nil {
		return err
	}
	if _, err := d.buildAgent(ctx); err != nil {
		return err
	}
	if _, err := d.buildWindow(ctx); err != nil {
		return err
	}
	var errs []error
	over := 0
	for _, area := range chosen {
		for _, m := range measurements()[area] {
			errs = append(errs, m(ctx, d, func(f figure) {
				d.say("%s", f)
				if f.value > f.limit {
					over++
				}
			}))
		}
	}
	if over > 0 {
		errs = append(errs, fmt.Errorf("%d figures are over their limit", over))
	}
	return errors.Join(errs...)
}

// quantile returns the value below which the share q of the sorted values lies.
func quantile(values []time.Duration, q float64) time.Duration {
	slices.Sort(values)
	return values[min(len(values)-1, int(float64(len(values))*q))]
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
