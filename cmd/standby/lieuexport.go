package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/rotation"
	"standby/rotation/ical"
	"standby/rotation/pay/account"
)

// lieuExport writes the days off from the account as a calendar. It is calendar
// export --mine --what leave, over all days that matter.
func (c *cli) lieuExport() *cobra.Command {
	x := calendarExport{what: []string{wordLeave}, mine: true}
	cmd := &cobra.Command{
		Use: "export", Short: "Write the days off as a calendar (.ics)",
		Long: "Write the days off that are booked or were taken as a calendar (.ics), from a year ago on: to a file with --output, into a\n" +
			"calendar on a CalDAV server with --into, else to standard output. Each is an event of a whole day, which is brought up to date when\n" +
			"it is written again: what has not changed stays as it is, what was given back is cancelled or deleted.",
		Example: "  standby lieu export --output days-off.ics\n  standby lieu export --into private --dry-run",
		RunE: func(cmd *cobra.Command, _ []string) error {
			now := time.Now()
			x.window.from, x.window.to = now.AddDate(-1, 0, 0).Format(time.DateOnly), now.AddDate(5, 0, 0).Format(time.DateOnly)
			return c.export(cmd, nil, x)
		},
	}
	f := cmd.Flags()
	f.DurationVar(&x.refresh, "refresh", 0, "tell subscribers to look again after so long, such as 1h")
	f.StringVarP(&x.output, "output", "o", "", "file to write (default: standard output)")
	x.into.flags(cmd, c)
	return cmd
}

// askLeave adds the days off from the account of time in lieu that a window has.
func (found *exported) askLeave(ctx context.Context, client *api.Client, me rotation.Person, mine bool) error {
	l, err := client.Lieu(ctx)
	if err != nil {
		return err
	}
	days := daysOff(l.Bookings, me)
	days = slices.DeleteFunc(days, func(d ical.Leave) bool {
		return !d.Start.Before(found.window.End) || !d.End.After(found.window.Start)
	})
	entries := ical.LeaveEntries(days, mine)
	for i := range entries {
		// Part of a day leaves room for work.
		entries[i].Busy = wholeDay(l, days[i])
	}
	found.entries = append(found.entries, entries...)
	return nil
}

// daysOff are the days on which time in lieu is taken, each once.
func daysOff(bookings []account.Entry, who rotation.Person) []ical.Leave {
	var out []ical.Leave
	for i := 0; i < len(bookings); {
		on, seconds := bookings[i].On, int64(0)
		var notes []string
		for ; i < len(bookings) && bookings[i].On == on; i++ {
			seconds += bookings[i].Seconds
			if note := bookings[i].Note; note != "" {
				notes = append(notes, note)
			}
		}
		start := midnightOf(on)
		note := strings.Join(append([]string{account.Length(seconds) + " from the account of time in lieu"}, notes...), "\n")
		out = append(out, ical.Leave{
			Person: who, Days: true, Note: note, Interval: rotation.Interval{Start: start, End: start.AddDate(0, 0, 1)},
		})
	}
	return out
}

// wholeDay reports whether what is booked on a day is as much as a day off costs.
func wholeDay(l api.Lieu, day ical.Leave) bool {
	var seconds int64
	for _, e := range l.Bookings {
		if midnightOf(e.On).Equal(day.Start) {
			seconds += e.Seconds
		}
	}
	return seconds >= l.DayLength
}
