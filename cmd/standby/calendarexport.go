package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"standby/rotation"
	"standby/rotation/ical"
)

// calendarExport is what the flags of export say.
type calendarExport struct {
	window  rotaWindow
	what    []string
	mine    bool
	rota    string
	person  string
	busy    bool
	alarms  []time.Duration
	refresh time.Duration
	output  string
	into    exportTarget
}

func (c *cli) calendarExport() *cobra.Command {
	x := calendarExport{window: rotaWindow{weeks: 26}}
	cmd := &cobra.Command{
		Use: "export [ROTA.toml]", Short: "Write shifts, gaps, call-outs or leave as a calendar (.ics)", Args: cobra.MaximumNArgs(1),
		Long: "Write shifts, gaps, call-outs or leave as a calendar (.ics): those of every calendar and rota that Standby reads, or those\n" +
			"of a rota file. Call-outs are known to Standby alone. Leave is the time off in a rota file, and without one your own days off\n" +
			"from the account of time in lieu (see standby lieu).\n\n" +
			"With --output, a file that was exported before is brought up to date: what has not changed stays as it is, what is gone is cancelled.\n" +
			"A file with events of others in it is not touched.\n\n" +
			"With --into, the same is done in a calendar on a CalDAV server. What is gone is deleted; what others wrote is never touched, and\n" +
			"neither is what another export wrote. An event that somebody has changed by hand is left as it is, and told.\n" +
			"Exits with 1 when something could not be written.",
		Example: "  standby calendar export --mine --alarm 30m --output my-shifts.ics\n  standby calendar export payments.toml > payments.ics\n" +
			"  standby calendar export payments.toml --what shifts,gaps --into payments --dry-run\n" +
			"  standby calendar export --what call-outs --into https://dav.example.org/me/call-outs/ --user me --secret-stdin < password",
		ValidArgsFunction: completeFiles(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.export(cmd, args, x)
		},
	}
	x.window.flags(cmd)
	cmd.Flag("from").Usage = "first day, such as 2026-11-01, or a time (default: today; with call-outs, four weeks ago)"
	cmd.Flag("zone").Usage = "zone to write times in, such as Europe/Berlin (default: UTC)"
	f := cmd.Flags()
	f.StringSliceVar(&x.what, "what", []string{wordShifts}, "what to write: shifts, gaps, call-outs, leave")
	f.BoolVar(&x.mine, "mine", false, "only your own shifts")
	f.StringVar(&x.rota, "rota", "", "only those of the calendar or rota of this name")
	f.StringVar(&x.person, "person", "", "only those of this person, in a rota file")
	f.BoolVar(&x.busy, "busy", false, "mark the time of shifts as busy")
	f.DurationSliceVar(&x.alarms, "alarm", nil, "remind so long before a shift, such as 30m; may be given several times")
	f.DurationVar(&x.refresh, "refresh", 0, "tell subscribers to look again after so long, such as 1h")
	f.StringVarP(&x.output, "output", "o", "", "file to write (default: standard output)")
	x.into.flags(cmd, c)
	_ = cmd.RegisterFlagCompletionFunc("what", cobra.FixedCompletions(exportWords(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (c *cli) export(cmd *cobra.Command, args []string, x calendarExport) error {
	if err := x.into.check(x); err != nil {
		return err
	}
	zone, err := x.zone()
	if err != nil {
		return err
	}
	found, err := c.exported(cmd, args, x)
	if err != nil {
		return err
	}
	if x.into.target != "" {
		return c.exportInto(cmd, x.into, found, zone)
	}
	for _, note := range found.notes {
		_, _ = fmt.Fprintf(c.errs, "standby: %s\n", note)
	}
	cal := ical.Calendar{Name: found.name, Zone: zone, Refresh: x.refresh, Entries: found.entries}
	if x.output == "" {
		return writeCalendar(cal, found.window, nil, func(data []byte) error {
			_, err := c.out.Write(data)
			return err
		})
	}
	before, err := os.ReadFile(x.output)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return namedClean(err)
	}
	return writeCalendar(cal, found.window, before, func(data []byte) error { return replaceFile(x.output, data) })
}

// zone is the one to write times in; nil means UTC.
func (x *calendarExport) zone() (*time.Location, error) {
	if x.window.zone == "" {
		return nil, nil //nolint:nilnil // no zone is UTC to the writer
	}
	return x.window.location(nil)
}

// writeCalendar brings what was written before up to date.
func writeCalendar(cal ical.Calendar, known rotation.Interval, before []byte, write func([]byte) error) error {
	written, err := ical.ReadWritten(before)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if n := written.Foreign(); n > 0 {
		return fmt.Errorf("export: the file holds %s that Standby did not write; name another file", counted(n, "event"))
	}
	if cal, err = written.Revise(cal, known, time.Now()); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	var out bytes.Buffer
	if err := ical.Write(&out, cal); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return write(out.Bytes())
}

// replaceFile writes a file whole or not at all.
func replaceFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".standby-*.ics")
	if err != nil {
		return fmt.Errorf("write %s: %w", rotaName(path), err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", rotaName(path), err), os.Remove(f.Name()))
	}
	return nil
}
