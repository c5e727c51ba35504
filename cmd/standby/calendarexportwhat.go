package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
	"standby/rotation/ical"
)

// The words of --what.
const (
	wordShifts   = "shifts"
	wordGaps     = "gaps"
	wordCallOuts = "call-outs"
	wordLeave    = "leave"
)

func exportWords() []string { return []string{wordShifts, wordGaps, wordCallOuts, wordLeave} }

// callOutDays is how far back call-outs are looked for unless --from says it.
const callOutDays = 28

// exported is what an export writes.
type exported struct {
	name    string
	kinds   []ical.Kind
	entries []ical.Entry
	window  rotation.Interval
	// rota is the name of the rota file's rota, empty for what Standby reads.
	rota string
	// scope tells this export from others in one calendar.
	scope string
	notes []string
}

func (x *calendarExport) wants(word string) bool { return slices.Contains(x.what, word) }

// kinds are those that --what names.
func (x *calendarExport) kinds() ([]ical.Kind, error) {
	known := map[string]ical.Kind{wordShifts: ical.KindShift, wordGaps: ical.KindGap, wordCallOuts: ical.KindCallOut, wordLeave: ical.KindLeave}
	var list []ical.Kind
	for _, word := range x.what {
		kind, ok := known[word]
		if !ok {
			return nil, usageError{errors.New(unknown("--what", word, "cannot be exported", exportWords()))}
		}
		list = append(list, kind)
	}
	if len(list) == 0 {
		return nil, usageError{errors.New("--what must name something: " + strings.Join(exportWords(), ", "))}
	}
	return list, nil
}

// exported gathers what is to be written.
func (c *cli) exported(cmd *cobra.Command, args []string, x calendarExport) (exported, error) {
	kinds, err := x.kinds()
	if err != nil {
		return exported{}, err
	}
	var found exported
	if len(args) == 1 {
		found, err = exportedRota(cmd, args[0], x)
	} else {
		found, err = c.exportedKnown(cmd.Context(), x)
	}
	found.kinds = kinds
	return found, err
}

// exportedKnown is what the agent knows.
func (c *cli) exportedKnown(ctx context.Context, x calendarExport) (found exported, err error) {
	switch {
	case x.person != "":
		return found, usageError{errors.New("--person is for a rota file; of what Standby reads, write --mine or everybody's")}
	case x.wants(wordCallOuts) && x.window.from == "":
		x.window.from = time.Now().AddDate(0, 0, -callOutDays).Format(time.DateOnly)
	}
	found.name = "On call"
	if found.window, _, err = x.window.span(time.Local, time.Now()); err != nil {
		return found, err
	}
	err = c.asking(ctx, 30*time.Second, func(ctx context.Context, client *api.Client) error {
		s, err := client.Snapshot(ctx)
		if err != nil {
			return err
		}
		found.scope = ical.ScopeOf("known", s.Me.Email, s.Me.Name, fmt.Sprint(x.mine), x.rota)
		return found.ask(ctx, client, x, s)
	})
	return found, err
}

func (found *exported) ask(ctx context.Context, client *api.Client, x calendarExport, s api.Snapshot) error {
	if x.wants(wordShifts) {
		shifts, err := client.Shifts(ctx, api.ShiftQuery{From: found.window.Start, To: found.window.End, Mine: x.mine})
		if err != nil {
			return err
		}
		found.shifts(slices.DeleteFunc(shifts, func(s rotation.Shift) bool { return x.rota != "" && s.Rota != x.rota }), x)
	}
	if x.wants(wordGaps) {
		gaps, err := client.Gaps(ctx, found.window.Start, found.window.End)
		if err != nil {
			return err
		}
		for _, g := range gaps {
			if x.rota == "" || g.Rota == x.rota {
				found.entries = append(found.entries, ical.GapEntries(g.Rota, []rotation.Gap{g.Gap})...)
			}
		}
	}
	if x.wants(wordLeave) {
		if err := found.askLeave(ctx, client, s.Me, x.mine); err != nil {
			return err
		}
	}
	if x.wants(wordCallOuts) {
		return found.askCallOuts(ctx, client, s)
	}
	return nil
}

func (found *exported) shifts(shifts []rotation.Shift, x calendarExport) {
	found.entries = append(found.entries, ical.ShiftEntries(shifts, ical.ShiftStyle{Mine: x.mine, Busy: x.busy, Alarms: x.alarms})...)
}

// askCallOuts adds what the user worked because of pages: from each
// acknowledgement to the end. Test pages are none.
func (found *exported) askCallOuts(ctx context.Context, client *api.Client, s api.Snapshot) error {
	const (
		before = 7 * 24 * time.Hour       // a page may be worked on long after it came
		most   = 2 * 366 * 24 * time.Hour // that may be asked for at once
	)
	// Pages are found by when they came, or came back, which may be after the window.
	from, to := found.window.Start.Add(-before), found.window.End
	if now := time.Now(); to.Before(now) {
		to = now
	}
	if to.Sub(from) > most {
		from, to = found.window.Start, found.window.End
	}
	pages, err := client.History(ctx, from, to)
	if err != nil {
		return err
	}
	list, running := callOutsOf(pages, s.Me, found.window)
	found.entries = append(found.entries, ical.CallOutEntries(list)...)
	for _, p := range running {
		found.notes = append(found.notes, fmt.Sprintf("the call-out %q is still running; it is written once it is over", notify.Clean(p.Title, 80)))
	}
	return nil
}

// callOutsOf are the stints of a window that are over, and the pages that are
// still worked on.
func callOutsOf(pages []api.Page, me rotation.Person, window rotation.Interval) (list []ical.CallOut, running []api.Page) {
	for _, p := range pages {
		if p.Drill {
			continue
		}
		for _, w := range p.Work {
			switch {
			case w.Until.IsZero():
				running = append(running, p)
			case w.From.Before(window.End) && !w.Until.Before(window.Start):
				list = append(list, ical.CallOut{Page: p.ID, What: p.Title, Person: me, Interval: rotation.Interval{Start: w.From, End: w.Until}})
			}
		}
	}
	return list, running
}

// exportedRota is what a rota file says.
func exportedRota(cmd *cobra.Command, arg string, x calendarExport) (found exported, err error) {
	switch {
	case x.mine || x.rota != "":
		return found, usageError{errors.New("--mine and --rota are for what Standby reads; for a rota file write --person")}
	case x.wants(wordCallOuts):
		return found, usageError{errors.New("--what call-outs: no rota file tells them; leave the file out, and Standby is asked")}
	}
	r, window, _, err := readRotaFor(cmd, arg, x.window)
	if err != nil {
		return found, err
	}
	found = exported{name: r.Rota.Name, rota: r.Rota.Name, window: window, scope: ical.ScopeOf("rota", r.Rota.Name, x.person)}
	if x.wants(wordShifts) {
		if err := found.rotaShifts(&r, x); err != nil {
			return found, err
		}
	}
	if x.wants(wordGaps) {
		if err := found.rotaGaps(&r); err != nil {
			return found, err
		}
	}
	if x.wants(wordLeave) {
		err = found.rotaLeave(&r, x.person)
	}
	return found, err
}

func (found *exported) rotaShifts(r *rotaRead, x calendarExport) error {
	v, err := r.shifts(found.window, x.person, "")
	if err != nil {
		return err
	}
	var shifts []rotation.Shift
	for _, s := range v.Shifts {
		shifts = append(shifts, rotation.Shift{UID: s.UID, Rota: found.rota, Role: s.Role, Person: s.Person, Interval: found.upTo(s.Start, s.End, s.Open)})
	}
	found.shifts(shifts, x)
	return nil
}

func (found *exported) rotaGaps(r *rotaRead) error {
	v, err := r.shifts(found.window, "", "")
	if err != nil {
		return err
	}
	var gaps []rotation.Gap
	for _, g := range v.Gaps {
		gaps = append(gaps, rotation.Gap{Role: g.Role, Interval: found.upTo(g.Start, g.End, g.Open)})
	}
	found.entries = append(found.entries, ical.GapEntries(found.rota, gaps)...)
	return nil
}

// rotaLeave adds the time off, as whole days where it is that on the rota's
// clocks.
func (found *exported) rotaLeave(r *rotaRead, person string) error {
	var who rotation.Person
	if person != "" {
		var err error
		if who, err = r.person(person); err != nil {
			return err
		}
	}
	var list []ical.Leave
	for _, t := range r.TimeOff {
		span := found.upTo(t.Start, t.End, t.End.IsZero())
		if !span.Start.Before(span.End) || !span.Start.Before(found.window.End) || !span.End.After(found.window.Start) || person != "" && !t.Person.Same(who) {
			continue
		}
		span.Start, span.End = span.Start.In(r.Zone), span.End.In(r.Zone)
		list = append(list, ical.Leave{Person: t.Person, Interval: span, Days: midnight(span.Start) && midnight(span.End)})
	}
	entries := ical.LeaveEntries(list, false)
	for i := range entries {
		// What a rota calls time off need not be time in lieu.
		entries[i].Summary, entries[i].Categories = "Away: "+list[i].Person.String(), []string{"Away"}
	}
	found.entries = append(found.entries, entries...)
	return nil
}

// upTo is a span that ends with the window where no end is in sight.
func (found *exported) upTo(start, end time.Time, open bool) rotation.Interval {
	if open {
		end = found.window.End
	}
	return rotation.Interval{Start: start, End: end}
}

func midnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }
