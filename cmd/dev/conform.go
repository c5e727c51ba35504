package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// areas are the parts that figures and cases are sorted by.
func areas() []string {
	return []string{"agent", "rotation", "calendar", "paging", "pay", "window", "incident"}
}

func wanted(args []string) ([]string, error) {
	switch {
	case len(args) == 0:
		return areas(), nil
	case len(args) == 1 && slices.Contains(areas(), args[0]):
		return args, nil
	}
	return nil, fmt.Errorf("%w: the areas are %s", errUsage, strings.Join(areas(), ", "))
}

// conformTests say where an area's cases are run: the tests that print lines of
// the form "AREA/SOURCE agree N known N unexplained N".
func conformTests() map[string]string {
	return map[string]string{"rotation": "./rotation", "calendar": "./rotation/ical", "pay": "./rotation/pay"}
}

// conform prints one line a source of cases. The tests themselves decide whether
// an unexplained difference is a failure.
func conform(ctx context.Context, d *dev, args []string) error {
	chosen, err := wanted(args)
	if err != nil {
		return err
	}
	var errs []error
	for _, area := range chosen {
		pkg, ok := conformTests()[area]
		if !ok {
			continue
		}
		c := d.cmd(ctx, "go", "test", "-count", "1", "-run", "Conform", "-v", pkg)
		c.Env = append(os.Environ(), "CI=true")
		c.Stdout = nil
		out, err := c.Output()
		told := 0
		for line := range strings.Lines(string(out)) {
			if i := strings.Index(line, area+"/"); i >= 0 && strings.Contains(line, " agree ") {
				d.say("%s", strings.TrimSpace(line[i:]))
				told++
			}
		}
		if err == nil && told == 0 {
			err = errors.New("no case was run; is the test still called Conform?")
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("conform %s: %w\n%s", area, err, out))
		}
	}
	return errors.Join(errs...)
}
