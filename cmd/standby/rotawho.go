package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/rotation"
)

// whoView is the shape of `standby rota who --json`.
type whoView struct {
	rotaView
	At    time.Time  `json:"at"`
	Roles []roleHeld `json:"roles"`
}

// roleHeld is who holds a role; On is empty when nobody does.
type roleHeld struct {
	Role rotation.Role `json:"role"`
	On   []rotaHolder  `json:"on"`
	// NobodyUntil is when somebody takes the role up where nobody holds it; left
	// out where nobody is in sight. Then are those who do.
	NobodyUntil time.Time         `json:"nobody_until,omitzero"`
	Then        []rotation.Person `json:"then"`
}

// rotaHolder is somebody's whole shift, and the shifts of who comes next: when
// it ends, or after a gap.
type rotaHolder struct {
	rotaShift
	Next []rotaShift `json:"next"`
}

func (c *cli) rotaWho() *cobra.Command {
	w := rotaWindow{weeks: 1}
	q := whoQuestion{window: &w}
	cmd := &cobra.Command{
		Use: "who FILE", Short: "Say who is on call, until when, and who is next", Args: cobra.ExactArgs(1),
		Long: "Say who is on call, until when, and who is next, role by role. With --from or --to, sum up a window instead.\n\n" +
			"Exits with 0 when somebody is on call, 1 when nobody is, 2 when it cannot be told.",
		Example: "  standby rota who payments.toml\n  standby rota who payments.toml --at 2026-12-25T03:00 --role primary\n" +
			"  standby rota who payments.toml --from 2026-12-24 --to 2026-12-27",
		ValidArgsFunction: completeFiles(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := readRota(cmd, args[0])
			if err != nil {
				return answered(err)
			}
			anybody, err := c.answerWho(&r, q)
			if err == nil && !anybody {
				return errReported
			}
			return answered(err)
		},
	}
	cmd.Flags().StringVar(&q.at, "at", "", "a time, such as 2026-12-25T03:00 (default: now)")
	w.flags(cmd)
	roleFlag(cmd, &q.role)
	cmd.Flags().BoolVar(&q.asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

// whoQuestion is what the flags of who ask.
type whoQuestion struct {
	at, role string
	asJSON   bool
	window   *rotaWindow
}

func (c *cli) answerWho(r *rotaRead, q whoQuestion) (anybody bool, err error) {
	switch over := q.window.from != "" || q.window.to != ""; {
	case over && q.at != "":
		return false, usageError{errors.New("--at asks for a moment, --from and --to for a window; write one of them")}
	case over:
		return c.answerWhoFor(r, q)
	}
	zone, err := q.window.location(r.Zone)
	if err != nil {
		return false, err
	}
	when := time.Now().UTC().Truncate(time.Second)
	if q.at != "" {
		if when, err = instant("--at", q.at, zone, false); err != nil {
			return false, err
		}
	}
	v, err := r.who(when, q.role)
	switch {
	case err != nil:
		return false, err
	case q.asJSON:
		return v.anybody(), writeJSON(c.out, v)
	}
	return v.anybody(), c.printWho(v, zone)
}

func (c *cli) answerWhoFor(r *rotaRead, q whoQuestion) (anybody bool, err error) {
	window, zone, err := q.window.span(r.Zone, time.Now())
	if err != nil {
		return false, err
	}
	v, err := r.whoFor(window, q.role)
	switch {
	case err != nil:
		return false, err
	case q.asJSON:
		return v.anybody(), writeJSON(c.out, v)
	}
	return v.anybody(), c.printWhoFor(v, window, zone)
}

func (r *rotaRead) who(at time.Time, role string) (whoView, error) {
	v := whoView{rotaView: r.view(), At: at, Roles: []roleHeld{}}
	roles, err := r.roles(role)
	if err != nil {
		return v, err
	}
	standings := r.plan.WhoAt(at)
	for _, role := range roles {
		held := roleHeld{Role: role, On: []rotaHolder{}, Then: []rotation.Person{}}
		for _, s := range standings {
			if s.Shift.Role == role {
				held.On = append(held.On, holderOf(s))
			}
		}
		if len(held.On) == 0 {
			r.absent(&held, at)
		}
		v.Roles = append(v.Roles, held)
	}
	return v, nil
}

func holderOf(s rotation.Standing) rotaHolder {
	h := rotaHolder{rotaShift: shiftOf(s.Shift), Next: []rotaShift{}}
	if h.Open = s.Open; h.Open {
		h.End = time.Time{}
	}
	for _, n := range s.Next {
		h.Next = append(h.Next, shiftOf(n))
	}
	return h
}

func shiftOf(s rotation.Shift) rotaShift {
	return rotaShift{UID: s.UID, Role: s.Role, Person: s.Person, Start: s.Start, End: s.End}
}

func (r *rotaRead) absent(held *roleHeld, at time.Time) {
	for _, h := range r.plan.NextHandOff(at) {
		if h.Role == held.Role {
			held.NobodyUntil = h.At
			held.Then = append(held.Then, h.In...)
		}
	}
}

func (v whoView) anybody() bool {
	for _, r := range v.Roles {
		if len(r.On) > 0 {
			return true
		}
	}
	return false
}

func (c *cli) printWho(v whoView, zone *time.Location) error {
	b := &strings.Builder{}
	b.WriteString(wrapped("", fmt.Sprintf("%s, %s, %s", v.Rota, momentText(v.At, zone), zone)) + "\n")
	width := 0
	for _, r := range v.Roles {
		width = max(width, len([]rune(r.Role)))
	}
	for _, r := range v.Roles {
		mark := fmt.Sprintf("%-*s  ", width, r.Role)
		if len(r.On) == 0 {
			b.WriteString(wrapped(mark, nobodyText(r, v.At, zone)))
		}
		for i, h := range r.On {
			if i > 0 {
				mark = strings.Repeat(" ", width+2)
			}
			b.WriteString(wrapped(mark, holderText(h, v.At, zone)))
		}
	}
	_, err := io.WriteString(c.out, b.String())
	return err
}

func nobodyText(r roleHeld, at time.Time, zone *time.Location) string {
	if r.NobodyUntil.IsZero() {
		return "nobody, " + openEnd
	}
	return fmt.Sprintf("nobody until %s, then %s", endText(at, r.NobodyUntil, zone, "Mon 2 Jan"), together(r.Then))
}

func holderText(h rotaHolder, at time.Time, zone *time.Location) string {
	if h.Open {
		return fmt.Sprintf("%s, %s", h.Person, openEnd)
	}
	text := fmt.Sprintf("%s until %s, then ", h.Person, endText(at, h.End, zone, "Mon 2 Jan"))
	if len(h.Next) == 0 {
		return text + "nobody, " + openEnd
	}
	var people []rotation.Person
	for _, n := range h.Next {
		people = append(people, n.Person)
	}
	if start := h.Next[0].Start; start.After(h.End) {
		text += fmt.Sprintf("nobody until %s, then ", endText(h.End, start, zone, "Mon 2 Jan"))
	}
	return text + together(people)
}
