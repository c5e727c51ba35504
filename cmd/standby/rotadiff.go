package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/rotation"
)

// diffView is the shape of `standby rota diff --json`.
type diffView struct {
	Schema int       `json:"schema"`
	Old    string    `json:"old"`
	New    string    `json:"new"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	// Changes are in order of time.
	Changes []changeView `json:"changes"`
}

// changeView is what differs for one person in one role. Kind is "moved",
// "lost" or "gained"; Was is left out of a gain and Is of a loss. Both are cut
// to the window.
type changeView struct {
	Kind string `json:"kind"`
	rotation.Change
}

const (
	kindMoved  = "moved"
	kindLost   = "lost"
	kindGained = "gained"
)

func (c *cli) rotaDiff() *cobra.Command {
	w := rotaWindow{weeks: 4}
	var asJSON bool
	cmd := &cobra.Command{
		Use: "diff OLD NEW", Short: "Say whose shifts differ between two rota files", Args: cobra.ExactArgs(2),
		Long: "Say whose shifts differ between two rota files, or between two versions of one.\n\n" +
			"Exits with 0 when they are the same, 1 when they differ, 2 when it cannot be told.",
		Example:           "  git show HEAD:payments.toml | standby rota diff - payments.toml --to 2027-01-01",
		ValidArgsFunction: completeFiles(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			v, window, zone, err := diffFiles(cmd, args, w)
			if err != nil {
				return answered(err)
			}
			if asJSON {
				err = writeJSON(c.out, v)
			} else {
				err = c.printDiff(v, window, zone)
			}
			if err == nil && len(v.Changes) > 0 {
				return errReported
			}
			return answered(err)
		},
	}
	w.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

// diffFiles compares two files, by the clocks of the second.
func diffFiles(cmd *cobra.Command, args []string, w rotaWindow) (v diffView, window rotation.Interval, zone *time.Location, err error) {
	if err := stdinOnce(args); err != nil {
		return v, window, nil, err
	}
	old, err := readRota(cmd, args[0])
	if err != nil {
		return v, window, nil, err
	}
	now, err := readRota(cmd, args[1])
	if err != nil {
		return v, window, nil, err
	}
	if window, zone, err = w.span(now.Zone, time.Now()); err != nil {
		return v, window, nil, err
	}
	for _, r := range []rotaRead{old, now} {
		if err := r.bounded(window); err != nil {
			return v, window, nil, err
		}
	}
	changes, err := rotation.Changes(old.plan, now.plan, window)
	if err != nil {
		return v, window, nil, tooMuch(err)
	}
	v = diffView{Schema: 1, Old: rotaName(args[0]), New: rotaName(args[1]), From: window.Start, To: window.End, Changes: []changeView{}}
	for _, change := range changes {
		kind := kindMoved
		switch {
		case change.Is.Empty():
			kind = kindLost
		case change.Was.Empty():
			kind = kindGained
		}
		v.Changes = append(v.Changes, changeView{kind, change})
	}
	return v, window, zone, nil
}

func (c *cli) printDiff(v diffView, window rotation.Interval, zone *time.Location) error {
	b := &strings.Builder{}
	if len(v.Changes) == 0 {
		b.WriteString(wrapped("", fmt.Sprintf("Nothing changes from %s to %s, %s.", momentText(v.From, zone), momentText(v.To, zone), zone)))
	} else {
		b.WriteString(heading("Changes", window, zone) + "\n")
	}
	for i, of := range byHolder(v.Changes) {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(wrapped("", fmt.Sprintf("%s, %s", of[0].Person, of[0].Role)))
		for _, change := range of {
			b.WriteString(changeText(change, window, zone))
		}
	}
	_, err := io.WriteString(c.out, b.String())
	return err
}

// byHolder puts together what concerns one person in one role; who is concerned
// first comes first.
func byHolder(changes []changeView) [][]changeView {
	var groups [][]changeView
	for _, c := range changes {
		i := slices.IndexFunc(groups, func(g []changeView) bool { return g[0].Role == c.Role && g[0].Person == c.Person })
		if i < 0 {
			groups, i = append(groups, nil), len(groups)
		}
		groups[i] = append(groups[i], c)
	}
	return groups
}

func changeText(c changeView, window rotation.Interval, zone *time.Location) string {
	when := func(i rotation.Interval) string {
		text := spanText(i, zone)
		if i.End.Equal(window.End) {
			text += " (as far as was looked)"
		}
		return text
	}
	switch c.Kind {
	case kindLost:
		return "  lost " + when(c.Was) + "\n"
	case kindGained:
		return "  gained " + when(c.Is) + "\n"
	}
	was, is := "  "+when(c.Was), "moved to "+when(c.Is)
	if len(was)+1+len(is) > terminal {
		return was + "\n    " + is + "\n"
	}
	return was + " " + is + "\n"
}
