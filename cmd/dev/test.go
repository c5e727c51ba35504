package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// test is all that CI runs. It says what it counted, and a test that skips is a
// failure here: everything a test may need has been installed before.
func test(ctx context.Context, d *dev, _ []string) error {
	packages := append(append(buildPackages(), desktopPackages()...), testPackages()...)
	if err := d.install(ctx, packages); err != nil {
		return err
	}
	if err := check(ctx, d, nil); err != nil {
		return err
	}
	if _, err := d.buildAgent(ctx); err != nil {
		return err
	}
	if _, err := d.buildWindow(ctx); err != nil {
		return err
	}
	raced, plain, err := d.byRace(ctx)
	if err != nil {
		return err
	}
	var t tally
	err = errors.Join(
		d.goTest(ctx, &t, nil, plain...),
		d.goTest(ctx, &t, nil, append([]string{"-race"}, raced...)...),
		d.goTest(ctx, &t, nil, "-race", "-run=^TestManyPeopleAtOnce", "./rotation/pay"),
		d.inZones(ctx, &t),
		conform(ctx, d, nil),
	)
	d.say("%d passed, %d failed, %d skipped", t.passed, t.failed, t.skipped)
	switch {
	case err != nil:
		return err
	case t.failed > 0:
		return fmt.Errorf("%d tests failed", t.failed)
	case t.skipped > 0:
		return fmt.Errorf("%d tests skipped: %s", t.skipped, strings.Join(t.skips, ", "))
	}
	return nil
}

// byRace tells the packages whose tests run under the race detector, once, from the
// rest. Raced is all that has goroutines of its own; what is pure has none, and cmd's
// tests drive the finished programs, which the detector of a test does not see.
func (d *dev) byRace(ctx context.Context) (raced, plain []string, err error) {
	list, err := d.read(ctx, "go", "list", "./...")
	if err != nil {
		return nil, nil, err
	}
	for name := range strings.FieldsSeq(list) {
		if strings.HasPrefix(name, "standby/app/") || strings.HasPrefix(name, "standby/notify") {
			raced = append(raced, name)
		} else {
			plain = append(plain, name)
		}
	}
	return raced, plain, nil
}

// tally counts tests, subtests among them.
type tally struct {
	passed, failed, skipped int
	skips                   []string
}

// zones are the machine's zones in which who is on call when must be the same:
// none, half an hour off, three quarters and south of the equator, and west.
func zones() []string {
	return []string{"UTC", "Asia/Kolkata", "Pacific/Chatham", "America/New_York"}
}

// inZones runs the tests of what is pure in each of the zones.
func (d *dev) inZones(ctx context.Context, t *tally) error {
	var errs []error
	for _, zone := range zones() {
		d.say("with TZ=%s", zone)
		errs = append(errs, d.goTest(ctx, t, []string{"TZ=" + zone}, "./rotation/..."))
	}
	return errors.Join(errs...)
}

// runSeed is where drawn cases begin in a run that decides: the same change must
// pass or fail each time. Explore draws others.
const runSeed = "-rapid.seed=20261122"

// goTest runs the tests of packages, shows what failed, and counts. What begins
// with a dash is a flag of go test.
func (d *dev) goTest(ctx context.Context, t *tally, env []string, args ...string) error {
	var flags, patterns []string
	for _, a := range args {
		if strings.HasPrefix(a, "-") {
			flags = append(flags, a)
		} else {
			patterns = append(patterns, a)
		}
	}
	drawn, plain, err := d.byDrawing(ctx, patterns)
	if err != nil {
		return err
	}
	var errs []error
	if len(drawn) > 0 {
		errs = append(errs, d.goTestAll(ctx, t, env, slices.Concat(flags, drawn, []string{runSeed})))
	}
	if len(plain) > 0 {
		errs = append(errs, d.goTestAll(ctx, t, env, slices.Concat(flags, plain)))
	}
	return errors.Join(errs...)
}

// byDrawing tells packages whose tests draw their cases with rapid from the rest,
// which do not know its flags.
func (d *dev) byDrawing(ctx context.Context, patterns []string) (drawn, plain []string, err error) {
	list, err := d.read(ctx, "go", append([]string{"list", "-f", "{{.ImportPath}} {{.TestImports}} {{.XTestImports}}"}, patterns...)...)
	if err != nil {
		return nil, nil, err
	}
	for line := range strings.Lines(list) {
		name, imports, _ := strings.Cut(line, " ")
		if strings.Contains(imports, "pgregory.net/rapid") {
			drawn = append(drawn, name)
		} else {
			plain = append(plain, name)
		}
	}
	return drawn, plain, nil
}

func (d *dev) goTestAll(ctx context.Context, t *tally, env []string, args []string) error {
	c := d.cmd(ctx, "go", append([]string{"test", "-json", "-timeout", "15m", "-count", "1"}, args...)...)
	c.Env = append(append(os.Environ(), "CI=true"), env...)
	c.Stdout = nil // the pipe takes its place
	pipe, err := c.StdoutPipe()
	if err != nil {
		return fmt.Errorf("go test: %w", err)
	}
	if err := c.Start(); err != nil {
		return fmt.Errorf("go test: %w", err)
	}
	d.follow(pipe, t)
	if err := c.Wait(); err != nil {
		return fmt.Errorf("go test %s: %w", strings.Join(args, " "), err)
	}
	return nil
}

// testEvent is one line of go test -json (see go doc test2json).
type testEvent struct {
	Action, Package, Test, Output, ImportPath string
	Elapsed                                   float64
}

func (d *dev) follow(r io.Reader, t *tally) {
	output := map[string][]string{}
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 1<<20), 64<<20)
	for lines.Scan() {
		var e testEvent
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			d.say("%s", lines.Text())
			continue
		}
		d.event(e, output, t)
	}
}

func (d *dev) event(e testEvent, output map[string][]string, t *tally) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "build-output":
		d.say("%s", strings.TrimSuffix(e.Output, "\n"))
	case "output":
		output[key] = append(output[key], e.Output)
	case "pass":
		t.count(e, &t.passed)
		if e.Test == "" {
			d.say("ok    %s %.1fs", e.Package, e.Elapsed)
		}
		delete(output, key)
	case "skip":
		t.count(e, &t.skipped)
		if e.Test != "" {
			t.skips = append(t.skips, e.Package+"."+e.Test)
			d.say("SKIP  %s", strings.Join(output[key], ""))
		}
	case "fail":
		t.count(e, &t.failed)
		d.say("FAIL  %s\n%s", key, strings.Join(output[key], ""))
	}
}

func (t *tally) count(e testEvent, n *int) {
	if e.Test != "" {
		*n++
	}
}
