package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"standby/notify"
	"standby/rotation"
	"standby/rotation/ical"
	"standby/rotation/pay"
	"standby/rotation/rotafile"
)

// teamDuty is what a team did, as its sources tell it.
type teamDuty struct {
	log      *pay.Log // nil where there is none
	logName  string
	shifts   []rotation.Shift
	holidays []rotafile.Holiday
	// zone is the one that sources count by, zones the people's own.
	zone  *time.Location
	zones map[rotation.Person]*time.Location
	// notes are for the statements of those whom they are about; warnings are for
	// whoever runs the command.
	notes    map[rotation.Person][]string
	warnings []string
}

// A policy may count by the week, the year, or weeks on average, and so has to see
// what was before the period, and the end of what reaches out of it.
const (
	daysBefore = 366
	fewDays    = 40 // where the calendar holds more than is read at once
	daysAfter  = 40
)

func around(period rotation.Interval, before int) rotation.Interval {
	i := rotation.Interval{Start: period.Start.AddDate(0, 0, -before), End: period.End.AddDate(0, 0, daysAfter)}
	if i.Start.Before(earliest) {
		i.Start = earliest
	}
	if i.End.After(latest) {
		i.End = latest
	}
	return i
}

func (d *teamDuty) gather(cmd *cobra.Command, q teamRequest, period rotation.Interval, zone *time.Location) error {
	for _, text := range q.calendars {
		if err := d.calendar(cmd, text, period, zone); err != nil {
			return err
		}
	}
	if q.rota == "" {
		return nil
	}
	return d.rota(cmd, q.rota, period)
}

// calendar adds the shifts of a calendar. Times without a zone are read in the
// policy's.
func (d *teamDuty) calendar(cmd *cobra.Command, text string, period rotation.Interval, zone *time.Location) error {
	name, file := ofPerson(text)
	data, err := readText(cmd.Context(), file, cmd.InOrStdin(), calendarInput)
	if err != nil {
		return err
	}
	res, err := readAround(data, ical.Options{Me: personNamed(name), Mine: name != "", Zone: zone}, period)
	if err != nil {
		return fmt.Errorf("%s: %w", rotaName(file), err)
	}
	for _, w := range res.Warnings {
		d.warnings = append(d.warnings, notify.Clean(rotaName(file)+": "+w.String(), 500))
	}
	unnamed := 0
	for _, s := range res.Shifts {
		if s.Rota == "" {
			s.Rota = filepath.Base(file)
		}
		switch {
		case s.Person != (rotation.Person{}):
			d.shifts = append(d.shifts, s)
		case !s.Clip(period).Empty():
			unnamed++
		}
	}
	d.openEnds(res.OpenEnd, period, zone)
	switch {
	case unnamed > 0 && len(d.shifts) == 0:
		return usageError{fmt.Errorf("--calendar %s names nobody; if it is somebody's own, say whose: --calendar \"Engineer A=%s\"", rotaName(file), rotaName(file))}
	case unnamed > 0:
		d.warnings = append(d.warnings, fmt.Sprintf("%s: %s in this period name nobody and are paid to nobody; name the person in their titles", rotaName(file), counted(unnamed, "shift")))
	}
	return nil
}

// readAround reads a calendar as far around the period as it can be read at once.
func readAround(data []byte, opt ical.Options, period rotation.Interval) (res ical.Result, err error) {
	for _, before := range []int{daysBefore, fewDays} {
		opt.Window = around(period, before)
		if res, err = ical.Read(data, opt); err != nil || !cutShort(res, period) {
			return res, err
		}
	}
	return res, usageError{fmt.Errorf("it holds more than %s shifts up to the end of the period; take a shorter period, or a calendar of one schedule", thousands(ical.MaxShifts))}
}

// cutShort reports whether shifts of the period were left out because there are
// too many.
func cutShort(res ical.Result, period rotation.Interval) bool {
	open := slices.ContainsFunc(res.OpenEnd, func(s rotation.Shift) bool { return s.End.Equal(res.Horizon) })
	return res.Bounded && !open && res.Horizon.Before(period.End)
}

// openEnds says of shifts that go on past their end that this is not counted.
func (d *teamDuty) openEnds(list []rotation.Shift, period rotation.Interval, zone *time.Location) {
	for _, s := range list {
		if s.End.Before(period.End) && !s.Clip(period).Empty() {
			d.notes[s.Person] = append(d.notes[s.Person], fmt.Sprintf("The shift from %s goes on past %s, where the calendar ends; it is counted up to there.",
				momentText(s.Start, zone), momentText(s.End, zone)))
		}
	}
}

// rota adds the final schedule of a rota file.
func (d *teamDuty) rota(cmd *cobra.Command, file string, period rotation.Interval) error {
	r, err := readRota(cmd, file)
	if err != nil {
		return err
	}
	window := around(period, daysBefore)
	if window.Empty() {
		return nil // the period is beyond what is computed, which the policy says
	}
	v, err := r.shifts(window, "", "")
	if err != nil {
		return err
	}
	for _, s := range v.Shifts {
		end := s.End
		if s.Open {
			end = window.End
		}
		d.shifts = append(d.shifts, rotation.Shift{UID: s.UID, Rota: r.Rota.Name, Role: s.Role, Person: s.Person, Interval: rotation.Interval{Start: s.Start, End: end}})
	}
	d.zone, d.holidays = r.Zone, append(d.holidays, r.Holidays...)
	for _, m := range r.Members {
		if m.Zone != nil {
			d.zones[m.Person] = m.Zone
		}
	}
	return nil
}

// input is what a policy is to know of a person; own are the person's shifts.
func (d *teamDuty) input(p rotation.Person, inLog string, own []rotation.Shift) pay.Input {
	in := pay.Input{Zone: d.zone}
	if zone := d.zones[p]; zone != nil {
		in.Zone = zone
	}
	if d.log != nil {
		zone := in.Zone
		if in = d.log.Input(inLog); in.Zone == nil {
			in.Zone = zone
		}
		written := rotation.Person{Name: inLog}
		for i := range in.Shifts {
			if in.Shifts[i].Person == written {
				in.Shifts[i].Person = p
			}
		}
		for i := range in.CallOuts {
			if in.CallOuts[i].Person == written {
				in.CallOuts[i].Person = p
			}
		}
	}
	in.Person = p
	in.Shifts = append(in.Shifts, own...)
	for _, h := range d.holidays {
		if h.Zone == nil || in.Zone != nil && h.Zone.String() == in.Zone.String() {
			in.Holidays = append(in.Holidays, pay.Holiday{Year: h.Date.Year, Month: h.Date.Month, Day: h.Date.Day, Name: h.Name})
		}
	}
	return in
}

// errNobody is what keeps a team from having statements.
var errNobody = errors.New("nobody had any duty in the period; look at the period, and at what was read")
