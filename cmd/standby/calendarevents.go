package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/notify"
	"standby/rotation/ical"
	"standby/rotation/ical/profile"
)

var calendarInput = inputKind{"calendar", ical.MaxBytes}

// eventsView is the shape of `standby calendar events --json`. Times end in Z for
// instants, are a date for all-day events, and have no suffix where the calendar
// does not say in which zone they are (RFC 5545 3.3.5).
type eventsView struct {
	Calendar calendarView      `json:"calendar"`
	Events   []eventView       `json:"events"`
	Warnings []lineWarningView `json:"warnings"`
}

type calendarView struct {
	Name    string          `json:"name"`
	Zone    string          `json:"zone"`
	Profile profile.Profile `json:"profile"`
}

type eventView struct {
	UID          string `json:"uid"`
	Start        string `json:"start"`
	End          string `json:"end"`
	AllDay       bool   `json:"allDay"`
	Summary      string `json:"summary"`
	Status       string `json:"status"`
	RecurrenceID string `json:"recurrenceId"`
}

type lineWarningView struct {
	Line    int    `json:"line"`
	Message string `json:"message"`
}

func (c *cli) calendarEvents() *cobra.Command {
	w := rotaWindow{weeks: 4}
	var asJSON bool
	cmd := &cobra.Command{
		Use: "events FILE", Short: "List the events of a calendar", Args: cobra.ExactArgs(1),
		Long: "List the events of a calendar that overlap a window, recurring ones one by one, cancelled ones with their status.\n\n" +
			"What cannot be read is told with its line, on standard error or among the warnings, and costs nothing else.",
		Example:           "  standby calendar events on-call.ics --from 2026-12-01 --to 2027-01-01\n  standby calendar events - --json < on-call.ics",
		ValidArgsFunction: completeCalendars,
		RunE: func(cmd *cobra.Command, args []string) error {
			window, zone, err := w.span(time.Local, time.Now())
			if err != nil {
				return err
			}
			var read *time.Location // what names no zone stays without one, unless one is asked for
			if w.zone != "" {
				read = zone
			}
			data, err := readText(cmd.Context(), args[0], cmd.InOrStdin(), calendarInput)
			if err != nil {
				return err
			}
			list, err := ical.Events(data, ical.Options{Zone: read, Window: window})
			if err != nil {
				return fmt.Errorf("%s: %w", rotaName(args[0]), err)
			}
			if asJSON {
				return writeJSON(c.out, eventsOf(list))
			}
			return c.printEvents(list, zone)
		},
	}
	w.flags(cmd)
	cmd.Flag("zone").Usage = "zone to show and to read times in that name none, such as Asia/Kolkata (default: this machine's)"
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

func eventsOf(list ical.Listing) eventsView {
	v := eventsView{Calendar: calendarView{list.Name, list.Zone, list.Profile}, Events: []eventView{}, Warnings: []lineWarningView{}}
	for _, e := range list.Events {
		v.Events = append(v.Events, eventView{UID: e.UID, Start: e.Text(e.Start), End: e.Text(e.End), AllDay: e.AllDay,
			Summary: e.Summary, Status: e.Status, RecurrenceID: e.Text(e.Original)})
	}
	for _, w := range list.Warnings {
		v.Warnings = append(v.Warnings, lineWarningView{w.Line, w.Text})
	}
	return v
}

func (c *cli) printEvents(list ical.Listing, zone *time.Location) error {
	b := &strings.Builder{}
	for _, e := range list.Events {
		status := ""
		if e.Status != "" && e.Status != "CONFIRMED" {
			status = "  (" + strings.ToLower(notify.Clean(e.Status, 20)) + ")"
		}
		fmt.Fprintf(b, "%-41s  %s%s\n", eventSpan(e, zone), notify.Clean(e.Summary, 200), status)
	}
	if len(list.Events) == 0 {
		b.WriteString("No events in this window.\n")
	}
	for _, w := range list.Warnings {
		_, _ = fmt.Fprintf(c.errs, "standby: %s\n", notify.Clean(w.String(), 500))
	}
	_, err := io.WriteString(c.out, b.String())
	return err
}

// eventSpan is when an event is: days for one that has days, else times.
func eventSpan(e ical.Event, zone *time.Location) string {
	if !e.AllDay && !e.Floating {
		return spanLine(e.Start, e.End, zone)
	}
	if e.Floating {
		return spanLine(e.Start, e.End, time.UTC) + " floating"
	}
	first, last := e.Start.Format("Mon 2 Jan 2006"), e.End.AddDate(0, 0, -1).Format("Mon 2 Jan 2006")
	if first == last || !e.End.After(e.Start) {
		return first
	}
	return first + " - " + last
}

func spanLine(start, end time.Time, zone *time.Location) string {
	return startText(start, zone) + " - " + endText(start, end, zone, "Mon _2 Jan")
}
