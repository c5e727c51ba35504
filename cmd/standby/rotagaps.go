package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/rotation"
)

// gapsView is the shape of `standby rota gaps --json`.
type gapsView struct {
	rotaView
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	// Count and Uncovered are those of all roles together.
	Count     int        `json:"count"`
	Uncovered int64      `json:"uncovered_s"`
	Roles     []roleGaps `json:"roles"`
}

// roleGaps are what is open of one role, cut to the window.
type roleGaps struct {
	Role      rotation.Role `json:"role"`
	Count     int           `json:"count"`
	Uncovered int64         `json:"uncovered_s"`
	Gaps      []cutGap      `json:"gaps"`
}

type cutGap struct {
	rotation.Interval
	Seconds int64 `json:"seconds"`
	// Open says that no end is in sight.
	Open bool `json:"open"`
}

func (c *cli) rotaGaps() *cobra.Command {
	w := rotaWindow{weeks: 4}
	var role string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "gaps FILE", Short: "List where nobody is on call", Args: cobra.ExactArgs(1),
		Long: "List where nobody is on call, role by role.\n\nExits with 0 when there is no gap, 1 when there is one, 2 when it cannot be told.",
		Example: "  standby rota gaps payments.toml --from 2026-12-01 --to 2027-01-01\n" +
			"  standby rota gaps payments.toml --role primary > /dev/null || echo \"somebody is missing\"",
		ValidArgsFunction: completeFiles(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, window, zone, err := readRotaFor(cmd, args[0], w)
			if err != nil {
				return answered(err)
			}
			v, err := r.gaps(window, role)
			if err != nil {
				return answered(err)
			}
			if asJSON {
				err = writeJSON(c.out, v)
			} else {
				err = c.printGaps(v, window, zone)
			}
			if err == nil && v.Count > 0 {
				return errReported
			}
			return answered(err)
		},
	}
	w.flags(cmd)
	roleFlag(cmd, &role)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

func (r *rotaRead) gaps(window rotation.Interval, role string) (gapsView, error) {
	v := gapsView{rotaView: r.view(), From: window.Start, To: window.End, Roles: []roleGaps{}}
	roles, s, err := r.schedule(window, role)
	if err != nil {
		return v, err
	}
	e := r.edges(window)
	for _, role := range roles {
		of := roleGaps{Role: role, Gaps: []cutGap{}}
		for _, g := range s.Gaps {
			if g.Role == role {
				length := int64(g.Duration() / time.Second)
				of.Gaps = append(of.Gaps, cutGap{g.Interval, length, e.wholeGap(g).Open})
				of.Uncovered += length
			}
		}
		of.Count = len(of.Gaps)
		v.Count += of.Count
		v.Uncovered += of.Uncovered
		v.Roles = append(v.Roles, of)
	}
	return v, nil
}

func (c *cli) printGaps(v gapsView, window rotation.Interval, zone *time.Location) error {
	b := &strings.Builder{}
	b.WriteString(heading(v.Rota, window, zone) + "\n")
	w := tabwriter.NewWriter(b, 0, 4, 2, ' ', 0)
	for _, r := range v.Roles {
		for _, g := range r.Gaps {
			end, length := endText(g.Start, g.End, zone, "Mon _2 Jan"), spanLength(g.Seconds)
			if g.Open {
				end, length = openEnd, ""
			}
			_, _ = fmt.Fprintf(w, "%s\t- %s\t%s\t%s\n", startText(g.Start, zone), end, length, r.Role)
		}
	}
	_ = w.Flush()
	if v.Count > 0 {
		b.WriteString("\n")
	}
	for _, r := range v.Roles {
		b.WriteString(wrapped("", gapsText(r, int64(window.Duration()/time.Second))))
	}
	if len(v.Roles) > 1 {
		b.WriteString(wrapped("", "In all: "+uncoveredText(v.Count, v.Uncovered)+"."))
	}
	_, err := io.WriteString(c.out, b.String())
	return err
}

func gapsText(r roleGaps, whole int64) string {
	if r.Count == 0 {
		return fmt.Sprintf("%s: no gaps.", r.Role)
	}
	return fmt.Sprintf("%s: %s, %s.", r.Role, uncoveredText(r.Count, r.Uncovered), percentText(r.Uncovered, whole))
}

func uncoveredText(count int, uncovered int64) string {
	text := counted(count, "gap")
	if count > 0 {
		text += ", " + spanLength(uncovered)
	}
	return text
}

// percentText is a part of the time, never rounded to none or to all.
func percentText(part, whole int64) string {
	switch p := (part*100 + whole/2) / whole; {
	case p == 0 && part > 0:
		return "less than 1 % of the time"
	case p == 100 && part < whole:
		return "more than 99 % of the time"
	default:
		return fmt.Sprintf("%d %% of the time", p)
	}
}

func spanLength(seconds int64) string { return api.Span(time.Duration(seconds) * time.Second) }
