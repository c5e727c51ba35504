package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"standby/rotation"
)

// whoForView is the shape of `standby rota who --from --to --json`.
type whoForView struct {
	rotaView
	From  time.Time  `json:"from"`
	To    time.Time  `json:"to"`
	Roles []roleTime `json:"roles"`
}

// roleTime is who holds a role in a window, in order of when each first does.
type roleTime struct {
	Role rotation.Role `json:"role"`
	On   []personTime  `json:"on"`
	// Uncovered is for how long nobody does.
	Uncovered int64 `json:"uncovered_s"`
}

// personTime is somebody's part of a window.
type personTime struct {
	rotation.Person
	Seconds int64 `json:"seconds"`
	Shifts  int   `json:"shifts"`
}

// whoFor sums up a window, role by role.
func (r *rotaRead) whoFor(window rotation.Interval, role string) (whoForView, error) {
	v := whoForView{rotaView: r.view(), From: window.Start, To: window.End, Roles: []roleTime{}}
	roles, s, err := r.schedule(window, role)
	if err != nil {
		return v, err
	}
	for _, role := range roles {
		held := roleTime{Role: role, On: []personTime{}}
		at := map[rotation.Person]int{}
		for _, shift := range s.Shifts {
			if shift.Role != role {
				continue
			}
			i, ok := at[shift.Person]
			if !ok {
				i = len(held.On)
				at[shift.Person] = i
				held.On = append(held.On, personTime{Person: shift.Person})
			}
			held.On[i].Seconds += int64(shift.Duration() / time.Second)
			held.On[i].Shifts++
		}
		for _, g := range s.Gaps {
			if g.Role == role {
				held.Uncovered += int64(g.Duration() / time.Second)
			}
		}
		v.Roles = append(v.Roles, held)
	}
	return v, nil
}

func (v whoForView) anybody() bool {
	for _, r := range v.Roles {
		if len(r.On) > 0 {
			return true
		}
	}
	return false
}

func (c *cli) printWhoFor(v whoForView, window rotation.Interval, zone *time.Location) error {
	b := &strings.Builder{}
	b.WriteString(heading(v.Rota, window, zone) + "\n")
	for _, r := range v.Roles {
		fmt.Fprintf(b, "%s\n", r.Role)
		for _, p := range r.On {
			fmt.Fprintf(b, "  %-30s %10s  %s\n", shortened(p.String(), 30), spanLength(p.Seconds), counted(p.Shifts, "shift"))
		}
		if r.Uncovered > 0 || len(r.On) == 0 {
			fmt.Fprintf(b, "  %-30s %10s\n", "GAP: nobody", spanLength(r.Uncovered))
		}
	}
	_, err := io.WriteString(c.out, b.String())
	return err
}
