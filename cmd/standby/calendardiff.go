package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
	"standby/rotation/ical"
)

// alterationsView is the shape of `standby calendar diff --json`. Before and After
// are hashes of kept versions, or the files that were compared.
type alterationsView struct {
	Schema      int                   `json:"schema"`
	Before      string                `json:"before"`
	After       string                `json:"after"`
	Window      rotation.Interval     `json:"window"`
	Alterations []rotation.Alteration `json:"alterations"`
}

func (c *cli) calendarDiff() *cobra.Command {
	w := rotaWindow{weeks: 26}
	var me rotation.Person
	var before, after string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "diff NAME | OLD.ics NEW.ics", Short: "Say what changed in a calendar", Args: cobra.RangeArgs(1, 2),
		Long: "Say what changed in a calendar: between the two newest versions that Standby kept of it, or between two files.\n\n" +
			"Exits with 0 when nobody's duty changed, 1 when somebody's did, 2 when it cannot be told.",
		Example: "  standby calendar diff team\n  standby calendar diff old.ics new.ics --as \"Engineer A\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			var v alterationsView
			var zone *time.Location
			var err error
			if len(args) == 1 {
				v, zone, err = c.diffKept(cmd.Context(), api.VersionQuery{Calendar: args[0], Before: before, After: after})
			} else {
				v, zone, err = diffCalendars(cmd, args, w, me)
			}
			if err != nil {
				return answered(err)
			}
			if asJSON {
				err = writeJSON(c.out, v)
			} else {
				err = c.printAlterations(v, zone)
			}
			if err == nil && len(v.Alterations) > 0 {
				return errReported
			}
			return answered(err)
		},
	}
	w.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&before, "before", "", "hash of the earlier version, or the beginning of it (default: the one before)")
	f.StringVar(&after, "after", "", "hash of the later version (default: the newest)")
	f.StringVar(&me.Name, "as", "", "your name in the files")
	f.StringVar(&me.Email, "email", "", "your e-mail address in the files")
	f.BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

func (c *cli) diffKept(ctx context.Context, q api.VersionQuery) (v alterationsView, zone *time.Location, err error) {
	err = c.asking(ctx, 30*time.Second, func(ctx context.Context, client *api.Client) error {
		s, err := client.Snapshot(ctx)
		if err != nil {
			return err
		}
		zone = zoneOf(s)
		found, err := client.Compare(ctx, q)
		v = alterationsView{1, found.Before.Hash, found.After.Hash, found.Window, found.Alterations}
		return err
	})
	return v, zone, err
}

func diffCalendars(cmd *cobra.Command, args []string, w rotaWindow, me rotation.Person) (v alterationsView, zone *time.Location, err error) {
	if err := stdinOnce(args); err != nil {
		return v, nil, err
	}
	window, zone, err := w.span(time.Local, time.Now())
	if err != nil {
		return v, nil, err
	}
	v = alterationsView{Schema: 1, Before: rotaName(args[0]), After: rotaName(args[1]), Window: window}
	var read [2]ical.Result
	for i, arg := range args {
		data, err := readText(cmd.Context(), arg, cmd.InOrStdin(), calendarInput)
		if err != nil {
			return v, nil, err
		}
		if read[i], err = ical.Read(data, ical.Options{Me: me, Zone: zone, Window: window}); err != nil {
			return v, nil, fmt.Errorf("%s: %w", rotaName(arg), err)
		}
	}
	var away []rotation.TimeOff
	for _, a := range read[1].Away {
		away = append(away, rotation.TimeOff{Person: a.Person, Interval: a.Interval})
	}
	v.Alterations = append([]rotation.Alteration{}, rotation.Difference(read[0].Shifts, read[1].Shifts, me, window, away...)...)
	return v, zone, nil
}

func (c *cli) printAlterations(v alterationsView, zone *time.Location) error {
	b := &strings.Builder{}
	for _, a := range v.Alterations {
		fmt.Fprintf(b, "%s.\n", notify.Clean(a.Sentence(zone, v.Window.Start), 300))
	}
	if len(v.Alterations) == 0 {
		b.WriteString("Nobody's duty changed.\n")
	}
	_, err := io.WriteString(c.out, b.String())
	return err
}
