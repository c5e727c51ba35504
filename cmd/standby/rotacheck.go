package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/trouble"
	"standby/rotation"
	"standby/rotation/tomlfile"
)

// checkView is the shape of an item of `standby rota check --json`.
type checkView struct {
	Schema int    `json:"schema"`
	File   string `json:"file"`
	// Good says that the file can be used; Error is why not.
	Good  bool       `json:"good"`
	Error *faultView `json:"error,omitempty"`
	// What follows is empty where the file cannot be used.
	Rota        string            `json:"rota,omitempty"`
	Zone        string            `json:"zone,omitempty"`
	Layers      int               `json:"layers"`
	People      int               `json:"people"`
	Roles       []rotation.Role   `json:"roles"`
	NextHandOff *rotation.HandOff `json:"next_hand_off,omitempty"`
	Warnings    []warningView     `json:"warnings"`
}

// faultView is what is wrong with a file, and where; Line is 0 where no line is
// at fault.
type faultView struct {
	Line    int    `json:"line"`
	Key     string `json:"key,omitempty"`
	Problem string `json:"problem"`
	Remedy  string `json:"remedy"`
}

// warningView is something to look at in a file that can be used. Code is
// "swap", "time_off" or "gap".
type warningView struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

func (c *cli) rotaCheck() *cobra.Command {
	w := rotaWindow{weeks: 52}
	var strict, asJSON bool
	cmd := &cobra.Command{
		Use: "check FILE...", Short: "Say whether rota files are in order", Args: cobra.MinimumNArgs(1),
		Long: "Say whether rota files are in order.\n\nA mistake is told with its line, its key and its remedy. Swaps that do not happen, people who are on call\n" +
			"while they are away, and gaps, between --from and --to, are warnings.\n\nExits with 1 when a file cannot be used; with --strict also when there is a warning.",
		Example:           "  standby rota check payments.toml\n  standby rota check --strict rotas/*.toml",
		ValidArgsFunction: completeFiles(-1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := stdinOnce(args); err != nil {
				return err
			}
			views, err := c.checkAll(cmd, args, w)
			if err != nil {
				return err
			}
			if asJSON {
				err = writeJSON(c.out, views)
			}
			for _, v := range views {
				if err == nil && (!v.Good || strict && len(v.Warnings) > 0) {
					err = errReported
				}
				if asJSON || !v.Good {
					continue
				}
				if _, werr := io.WriteString(c.out, v.String()); werr != nil {
					return werr
				}
			}
			return err
		},
	}
	w.flags(cmd)
	cmd.Flags().BoolVar(&strict, "strict", false, "fail on warnings, too")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: a list, an item for each file")
	return cmd
}

// checkAll checks every file, and tells of those that cannot be used.
func (c *cli) checkAll(cmd *cobra.Command, args []string, w rotaWindow) ([]checkView, error) {
	now := time.Now()
	views := []checkView{}
	for _, arg := range args {
		r, err := readRota(cmd, arg)
		if cmd.Context().Err() != nil {
			return nil, err
		}
		if err != nil {
			_, _ = fmt.Fprintf(c.errs, "standby: %s\n", explained(err))
			views = append(views, unusable(arg, err))
			continue
		}
		v, err := r.check(w, now)
		if err != nil {
			return nil, err
		}
		v.File = rotaName(arg)
		views = append(views, v)
	}
	return views, nil
}

func unusable(arg string, err error) checkView {
	v := checkView{Schema: 1, File: rotaName(arg), Roles: []rotation.Role{}, Warnings: []warningView{}}
	var file *tomlfile.Error
	if errors.As(err, &file) {
		v.Error = &faultView{Line: file.Line, Key: file.Key, Problem: file.Problem, Remedy: file.Remedy}
		return v
	}
	t := trouble.Explain("", err)
	v.Error = &faultView{Problem: t.What, Remedy: t.Next}
	return v
}

// String is the line that says that all is well, and one for each warning.
func (v checkView) String() string {
	text := fmt.Sprintf("%s is good: %s, %s, %s, %s", v.File, v.Rota, counted(v.Layers, "layer"), peopleText(v.People), v.next())
	b := &strings.Builder{}
	b.WriteString(text + ".\n")
	for _, w := range v.Warnings {
		b.WriteString(wrapped("  warning: ", w.Text))
	}
	return b.String()
}

func (v checkView) next() string {
	if v.NextHandOff == nil {
		return "no hand-off in sight"
	}
	zone, err := time.LoadLocation(v.Zone)
	if err != nil {
		zone = time.UTC
	}
	return fmt.Sprintf("next hand-off %s (%s)", momentText(v.NextHandOff.At, zone), v.NextHandOff.Role)
}

func peopleText(n int) string {
	if n == 1 {
		return "1 person"
	}
	return thousands(int64(n)) + " people"
}

// check looks at the window, a year from today unless the flags say otherwise.
func (r *rotaRead) check(w rotaWindow, now time.Time) (checkView, error) {
	v := checkView{Schema: 1, Good: true, Rota: r.Rota.Name, Layers: len(r.Rota.Layers),
		People: len(r.people()), Roles: r.plan.Roles(), Warnings: []warningView{}}
	window, zone, err := w.span(r.Zone, now)
	if err != nil {
		return v, err
	}
	v.Zone = zone.String()
	if next := r.plan.NextHandOff(window.Start); len(next) > 0 {
		v.NextHandOff = &next[0]
	}
	for _, void := range r.plan.Void() {
		name := "a swap"
		if void.ID != "" {
			name = fmt.Sprintf("swap %q", void.ID)
		}
		v.Warnings = append(v.Warnings, warningView{"swap", fmt.Sprintf("%s does not happen: %s.", name, void.Reason)})
	}
	if err := r.checkAway(&v, window, zone); err != nil {
		return v, tooMuch(err)
	}
	return v, r.checkGaps(&v, window, zone)
}

// mostAway is how many shifts in time off are told one by one.
const mostAway = 10

func (r *rotaRead) checkAway(v *checkView, window rotation.Interval, zone *time.Location) error {
	clashes, err := r.plan.Conflicts(r.TimeOff, window)
	if err != nil {
		return err
	}
	for i, clash := range clashes {
		if i == mostAway {
			text := fmt.Sprintf("%s more fall into time off.", counted(len(clashes)-mostAway, "shift"))
			v.Warnings = append(v.Warnings, warningView{"time_off", text})
			break
		}
		s := clash.Shift
		text := fmt.Sprintf("%s is away while on call as %s, %s; %s.", s.Person, s.Role, spanText(s.Interval, zone), leftAlone(clash))
		v.Warnings = append(v.Warnings, warningView{"time_off", text})
	}
	return nil
}

// leftAlone is what time off means for a role.
func leftAlone(c rotation.Conflict) string {
	var open time.Duration
	for _, g := range c.Gaps {
		open += g.Duration()
	}
	switch {
	case open == 0:
		return "somebody else is on call with them"
	case open < c.Shift.Duration():
		return "nobody else is on call for a part of it"
	}
	return "nobody else is on call"
}

func (r *rotaRead) checkGaps(v *checkView, window rotation.Interval, zone *time.Location) error {
	gaps, err := r.gaps(window, "")
	if err != nil {
		return err
	}
	for _, role := range gaps.Roles {
		// Whoever learns may leave gaps, unless there is no other role.
		if role.Count > 0 && (role.Role != rotation.Shadow || len(gaps.Roles) == 1) {
			v.Warnings = append(v.Warnings, warningView{"gap", gapWarning(role, zone)})
		}
	}
	return nil
}

func gapWarning(r roleGaps, zone *time.Location) string {
	first := r.Gaps[0]
	when := spanText(first.Interval, zone)
	if first.Open {
		return fmt.Sprintf("nobody is on call as %s from %s on.", r.Role, momentText(first.Start, zone))
	}
	if r.Count == 1 {
		return fmt.Sprintf("nobody is on call as %s %s (%s).", r.Role, when, spanLength(r.Uncovered))
	}
	text := fmt.Sprintf("nobody is on call as %s in %s, the first %s", r.Role, uncoveredText(r.Count, r.Uncovered), when)
	if last := r.Gaps[r.Count-1]; last.Open {
		text += fmt.Sprintf(", and from %s on", momentText(last.Start, zone))
	}
	return text + "."
}
