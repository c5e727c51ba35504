package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// explore looks for what no run has seen yet: it draws other cases than test does,
// and many more, and fuzzes every parser for a while. It is for an idle machine;
// what it finds becomes a test.
func explore(ctx context.Context, d *dev, args []string) error {
	each := 5 * time.Minute
	if len(args) == 1 {
		var err error
		if each, err = time.ParseDuration(args[0]); err != nil || each <= 0 {
			return fmt.Errorf("%w: dev explore takes how long to fuzz each parser, such as 5m", errUsage)
		}
	}
	drawn, _, err := d.byDrawing(ctx, []string{"./..."})
	if err != nil {
		return err
	}
	var errs []error
	for _, p := range drawn {
		errs = append(errs, d.do(ctx, "go", "test", "-count", "1", "-timeout", "30m", p, "-rapid.checks=2000", "-rapid.nofailfile"))
	}
	targets, err := d.fuzzTargets(ctx)
	if err != nil {
		return errors.Join(append(errs, err)...)
	}
	for _, f := range targets {
		d.say("fuzz %s %s for %v", f.pkg, f.name, each)
		errs = append(errs, d.do(ctx, "go", "test", f.pkg, "-run", "^$", "-fuzz", "^"+f.name+"$", "-fuzztime", each.String()))
	}
	return errors.Join(errs...)
}

// fuzzTarget is one function that go test can fuzz.
type fuzzTarget struct{ pkg, name string }

func (d *dev) fuzzTargets(ctx context.Context) ([]fuzzTarget, error) {
	list, err := d.read(ctx, "go", "test", "-list", "^Fuzz", "./...")
	if err != nil {
		return nil, err
	}
	return readTargets(list), nil
}

// readTargets reads the names that go test -list prints, each package after its
// own.
func readTargets(list string) (found []fuzzTarget) {
	var names []string
	for line := range strings.Lines(list) {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 1 && strings.HasPrefix(fields[0], "Fuzz"):
			names = append(names, fields[0])
		case len(fields) > 1 && fields[0] == "ok":
			for _, n := range names {
				found = append(found, fuzzTarget{fields[1], n})
			}
			names = nil
		}
	}
	return found
}
