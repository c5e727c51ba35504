package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/rotation"
	"standby/rotation/ical"
)

// calendarExport is what the flags of export say.
type calendarExport struct {
	window  rotaWindow
	mine    bool
	rota    string
	person  string
	busy    bool
	alarms  []time.Duration
	refresh time.Duration
	output  string
}

func (c *cli) calendarExport() *cobra.Command {
	x := calendarExport{window: rotaWindow{weeks: 26}}
	cmd := &cobra.Command{
		Use: "export [ROTA.toml]", Short: "Write shifts as a calendar (.ics)", Args: cobra.MaximumNArgs(1),
		Long: "Write shifts as a calendar (.ics): those of every calendar and rota that Standby reads, or those of a rota file.\n\n" +
			"With --output, a file that was exported before is brought up to date: what has not changed stays as it is, what is gone is cancelled.\n" +
			"A file with events of others in it is not touched.",
		Example:           "  standby calendar export --mine --alarm 30m --output my-shifts.ics\n  standby calendar export payments.toml > payments.ics",
		ValidArgsFunction: completeFiles(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.export(cmd, args, x)
		},
	}
	x.window.flags(cmd)
	cmd.Flag("zone").Usage = "zone to write times in, such as Europe/Berlin (default: UTC)"
	f := cmd.Flags()
	f.BoolVar(&x.mine, "mine", false, "only your own shifts")
	f.StringVar(&x.rota, "rota", "", "only those of the calendar or rota of this name")
	f.StringVar(&x.person, "person", "", "only those of this person, in a rota file")
	f.BoolVar(&x.busy, "busy", false, "mark the time as busy")
	f.DurationSliceVar(&x.alarms, "alarm", nil, "remind so long before, such as 30m; may be given several times")
	f.DurationVar(&x.refresh, "refresh", 0, "tell subscribers to look again after so long, such as 1h")
	f.StringVarP(&x.output, "output", "o", "", "file to write (default: standard output)")
	return cmd
}

func (c *cli) export(cmd *cobra.Command, args []string, x calendarExport) error {
	var zone *time.Location
	if x.window.zone != "" {
		var err error
		if zone, err = x.window.location(nil); err != nil {
			return err
		}
	}
	cal := ical.Calendar{Name: "On call", Zone: zone, Refresh: x.refresh}
	var shifts []rotation.Shift
	var window rotation.Interval
	var err error
	if len(args) == 1 {
		shifts, window, err = exportedRota(cmd, args[0], x, &cal)
	} else {
		shifts, window, err = c.exportedShifts(cmd.Context(), x)
	}
	if err != nil {
		return err
	}
	cal.Entries = ical.ShiftEntries(shifts, ical.ShiftStyle{Mine: x.mine, Busy: x.busy, Alarms: x.alarms})
	if x.output == "" {
		return writeCalendar(cal, window, nil, func(data []byte) error {
			_, err := c.out.Write(data)
			return err
		})
	}
	before, err := os.ReadFile(x.output)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return namedClean(err)
	}
	return writeCalendar(cal, window, before, func(data []byte) error { return replaceFile(x.output, data) })
}

// exportedShifts are the shifts that the agent knows.
func (c *cli) exportedShifts(ctx context.Context, x calendarExport) (shifts []rotation.Shift, window rotation.Interval, err error) {
	if window, _, err = x.window.span(time.Local, time.Now()); err != nil {
		return nil, window, err
	}
	err = c.asking(ctx, 30*time.Second, func(ctx context.Context, client *api.Client) error {
		shifts, err = client.Shifts(ctx, api.ShiftQuery{From: window.Start, To: window.End, Mine: x.mine})
		return err
	})
	if x.rota != "" {
		shifts = slices.DeleteFunc(shifts, func(s rotation.Shift) bool { return s.Rota != x.rota })
	}
	return shifts, window, err
}

// exportedRota are the shifts of a rota file.
func exportedRota(cmd *cobra.Command, arg string, x calendarExport, cal *ical.Calendar) ([]rotation.Shift, rotation.Interval, error) {
	if x.mine || x.rota != "" {
		return nil, rotation.Interval{}, usageError{errors.New("--mine and --rota are for what Standby reads; for a rota file write --person")}
	}
	r, err := readRota(cmd, arg)
	if err != nil {
		return nil, rotation.Interval{}, err
	}
	cal.Name = r.Rota.Name
	window, _, err := x.window.span(r.Zone, time.Now())
	if err != nil {
		return nil, window, err
	}
	v, err := r.shifts(window, x.person, "")
	if err != nil {
		return nil, window, err
	}
	var shifts []rotation.Shift
	for _, s := range v.Shifts {
		end := s.End
		if s.Open {
			end = window.End
		}
		shifts = append(shifts, rotation.Shift{UID: s.UID, Rota: r.Rota.Name, Role: s.Role, Person: s.Person, Interval: rotation.Interval{Start: s.Start, End: end}})
	}
	return shifts, window, nil
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
