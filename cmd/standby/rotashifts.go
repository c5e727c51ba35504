package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"standby/rotation"
)

// rotaView is what the JSON of all commands on one rota begins with. The shapes
// are stable: fields may be added, none changes its meaning. Times are RFC 3339
// in UTC.
type rotaView struct {
	Schema int `json:"schema"`
	// Rota is the rota's name, Zone the one that its times are in.
	Rota string `json:"rota"`
	Zone string `json:"zone"`
}

func (r *rotaRead) view() rotaView {
	return rotaView{Schema: 1, Rota: r.Rota.Name, Zone: r.Zone.String()}
}

// rotaShift is a shift, whole: it may begin before the window and end after it.
type rotaShift struct {
	UID    string          `json:"uid"`
	Role   rotation.Role   `json:"role"`
	Person rotation.Person `json:"person"`
	Start  time.Time       `json:"start"`
	// End is left out where no end is in sight, and Open true.
	End  time.Time `json:"end,omitzero"`
	Open bool      `json:"open"`
}

// rotaGap is a span in which nobody holds a role. It begins within the window.
type rotaGap struct {
	Role  rotation.Role `json:"role"`
	Start time.Time     `json:"start"`
	// End is left out where no end is in sight, and Open true.
	End  time.Time `json:"end,omitzero"`
	Open bool      `json:"open"`
}

// shiftsView is the shape of `standby rota shifts --json`.
type shiftsView struct {
	rotaView
	From   time.Time   `json:"from"`
	To     time.Time   `json:"to"`
	Shifts []rotaShift `json:"shifts"`
	Gaps   []rotaGap   `json:"gaps"`
}

func (c *cli) rotaShifts() *cobra.Command {
	w := rotaWindow{weeks: 4}
	var person, role string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "shifts FILE", Short: "List who is on call when, and where nobody is", Args: cobra.ExactArgs(1),
		Long: "List who is on call when, and where nobody is: the final schedule, with overrides and swaps.\n\n" +
			"A shift that reaches over an end of the window is shown whole. With --person, gaps are left out.",
		Example:           "  standby rota shifts payments.toml --from 2026-12-01 --to 2027-01-01\n  standby rota shifts payments.toml --person a@example.org --json",
		ValidArgsFunction: completeFiles(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, window, zone, err := readRotaFor(cmd, args[0], w)
			if err != nil {
				return err
			}
			v, err := r.shifts(window, person, role)
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(c.out, v)
			}
			return c.printRotaShifts(v, window, zone)
		},
	}
	w.flags(cmd)
	personFlag(cmd, &person)
	roleFlag(cmd, &role)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

// shifts is the final schedule of a window, of one person and one role where
// these are not empty.
func (r *rotaRead) shifts(window rotation.Interval, person, role string) (shiftsView, error) {
	v := shiftsView{rotaView: r.view(), From: window.Start, To: window.End, Shifts: []rotaShift{}, Gaps: []rotaGap{}}
	var who rotation.Person
	if person != "" {
		var err error
		if who, err = r.person(person); err != nil {
			return v, err
		}
	}
	roles, s, err := r.schedule(window, role)
	if err != nil {
		return v, err
	}
	e := r.edges(window)
	for _, shift := range s.Shifts {
		if slices.Contains(roles, shift.Role) && (person == "" || shift.Person.Same(who)) {
			v.Shifts = append(v.Shifts, e.whole(shift))
		}
	}
	slices.SortStableFunc(v.Shifts, func(a, b rotaShift) int { return a.Start.Compare(b.Start) })
	for _, gap := range s.Gaps {
		if slices.Contains(roles, gap.Role) && person == "" {
			v.Gaps = append(v.Gaps, e.wholeGap(gap))
		}
	}
	slices.SortStableFunc(v.Gaps, func(a, b rotaGap) int { return a.Start.Compare(b.Start) })
	return v, nil
}

// edges tells what a window has cut: who is on call at its two ends, and which
// roles change hands after it.
type edges struct {
	rotation.Interval
	plan        *rotation.Plan
	first, last []rotation.Standing
	next        []rotation.HandOff
}

func (r *rotaRead) edges(window rotation.Interval) *edges {
	last := window.End.Add(-time.Second)
	return &edges{window, r.plan, r.plan.WhoAt(window.Start), r.plan.WhoAt(last), r.plan.NextHandOff(last)}
}

func (e *edges) whole(s rotation.Shift) rotaShift {
	w := rotaShift{UID: s.UID, Role: s.Role, Person: s.Person, Start: s.Start, End: s.End}
	if st := standing(e.first, s); s.Start.Equal(e.Start) && st != nil && e.begins(st.Shift) {
		w.Start = st.Shift.Start
	}
	if st := standing(e.last, s); s.End.Equal(e.End) && st != nil {
		if w.Open = st.Open; w.Open {
			w.End = time.Time{}
		} else {
			w.End = st.Shift.End
		}
	}
	return w
}

// begins says that the shift's start is one, and not how far back WhoAt looked.
func (e *edges) begins(s rotation.Shift) bool {
	return standing(e.plan.WhoAt(s.Start.Add(-time.Second)), s) == nil
}

func standing(list []rotation.Standing, of rotation.Shift) *rotation.Standing {
	i := slices.IndexFunc(list, func(s rotation.Standing) bool { return s.Shift.Role == of.Role && s.Shift.Person == of.Person })
	if i < 0 {
		return nil
	}
	return &list[i]
}

func (e *edges) wholeGap(g rotation.Gap) rotaGap {
	w := rotaGap{Role: g.Role, Start: g.Start, End: g.End}
	if !g.End.Equal(e.End) {
		return w
	}
	i := slices.IndexFunc(e.next, func(h rotation.HandOff) bool { return h.Role == g.Role })
	if i < 0 {
		w.End, w.Open = time.Time{}, true
		return w
	}
	w.End = e.next[i].At
	return w
}

// rotaRow is a line of the final schedule.
type rotaRow struct {
	start, end time.Time
	who        string
	role       rotation.Role
}

func (c *cli) printRotaShifts(v shiftsView, window rotation.Interval, zone *time.Location) error {
	var rows []rotaRow
	for _, s := range v.Shifts {
		rows = append(rows, rotaRow{s.Start, s.End, s.Person.String(), s.Role})
	}
	for _, g := range v.Gaps {
		rows = append(rows, rotaRow{g.Start, g.End, "GAP: nobody", g.Role})
	}
	slices.SortStableFunc(rows, func(a, b rotaRow) int { return a.start.Compare(b.start) })
	b := &strings.Builder{}
	b.WriteString(heading(v.Rota, window, zone) + "\n")
	w := tabwriter.NewWriter(b, 0, 4, 2, ' ', 0)
	for _, r := range rows {
		end := openEnd
		if !r.end.IsZero() {
			end = endText(r.start, r.end, zone, "Mon _2 Jan")
		}
		_, _ = fmt.Fprintf(w, "%s\t- %s\t%s\t%s\n", startText(r.start, zone), end, r.who, r.role)
	}
	_ = w.Flush()
	if len(rows) == 0 {
		b.WriteString("None.\n")
	}
	_, err := io.WriteString(c.out, b.String())
	return err
}
