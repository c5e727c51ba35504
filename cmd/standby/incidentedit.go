package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/app/incident"
)

// typed is where "-" reads from.
func typed() io.Reader { return os.Stdin }

func (c *cli) incidentEdit() *cobra.Command {
	var text, as string
	var on int
	cmd := &cobra.Command{
		Use: "edit ID FIELD [-]", Short: "Edit a text of the incident in $VISUAL or $EDITOR", Args: cobra.RangeArgs(2, 3),
		Long: "Edit a text of the incident: " + wordsOf(incident.Fields()) + ".\n" +
			"It opens $VISUAL or $EDITOR; --text gives the text at once, and \"-\" reads it from standard input.\n" +
			"Where somebody else changed it meanwhile nothing is overwritten: both texts are printed, and it exits with 1.",
		Example: "  standby incident edit . summary\n  standby incident edit . status --text \"Mitigated, watching\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			field := incident.Field(args[1])
			if !slices.Contains(incident.Fields(), field) {
				return usageError{fmt.Errorf("%.40q is none of the texts: %s", args[1], wordsOf(incident.Fields()))}
			}
			if len(args) == 3 && args[2] != "-" {
				return usageError{fmt.Errorf("%.40q: give the text with --text, or \"-\" to read it", args[2])}
			}
			edit := incident.Edit{Field: field, Text: text}
			held := ""
			err := c.onIncident(cmd.Context(), args[0], as, func(_ context.Context, at incidentAt) error {
				edit.On, held = at.of.Texts[field].Rev, at.of.Texts[field].Text
				return nil
			})
			if err != nil {
				return err
			}
			if cmd.Flags().Changed("on") {
				edit.On = on
			}
			kept := ""
			switch {
			case len(args) == 3:
				edit.Text, err = said(args[2:])
			case !cmd.Flags().Changed("text"):
				edit.Text, kept, err = inEditor(cmd.Context(), held)
			}
			if err != nil {
				return err
			}
			return c.saveEdit(cmd.Context(), args[0], as, edit, kept)
		},
		ValidArgsFunction: c.completeIncident(strings.Split(wordsOf(incident.Fields()), ", ")...),
	}
	cmd.Flags().StringVar(&text, "text", "", "the text")
	cmd.Flags().IntVar(&on, "on", 0, "the revision that it was made on (default: the newest)")
	cmd.Flags().StringVar(&as, "as", "", "who writes it (default: you)")
	return cmd
}

// saveEdit records an edit. What was typed is not lost when that fails: its file stays.
func (c *cli) saveEdit(ctx context.Context, arg, as string, edit incident.Edit, kept string) error {
	err := c.onIncident(ctx, arg, as, func(ctx context.Context, at incidentAt) error {
		v, err := at.client.Record(ctx, at.id, edit, at.by)
		if err != nil {
			return c.bothTexts(err)
		}
		return c.tellIncident(v, at.zone, false)
	})
	switch {
	case kept == "":
	case err != nil:
		_, _ = fmt.Fprintf(c.errs, "What you typed is kept in %s\n", kept)
	default:
		_ = os.Remove(kept)
	}
	return err
}

// inEditor has a person edit a text, in a file that is theirs alone.
func inEditor(ctx context.Context, held string) (text, path string, err error) {
	editor := os.Getenv("VISUAL")
	if editor == "" {
		editor = os.Getenv("EDITOR")
	}
	if editor == "" {
		return "", "", usageError{errors.New("neither VISUAL nor EDITOR is set; give the text with --text, or \"-\" to read it from standard input")}
	}
	f, err := os.CreateTemp("", "standby-incident-*.md")
	if err != nil {
		return "", "", fmt.Errorf("edit a text: %w", err)
	}
	path = f.Name()
	_, err = f.WriteString(held)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", path, fmt.Errorf("edit a text: %w", err)
	}
	words := strings.Fields(editor)
	run := exec.CommandContext(ctx, words[0], append(words[1:], path)...) //nolint:gosec // the editor is the user's own choice
	run.Stdin, run.Stdout, run.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := run.Run(); err != nil {
		return "", path, fmt.Errorf("edit a text with %s (what you typed is kept in %s): %w", words[0], path, err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", path, fmt.Errorf("edit a text: %w", err)
	}
	return strings.TrimSuffix(string(data), "\n"), path, nil
}

func (c *cli) incidentWatch() *cobra.Command {
	return &cobra.Command{
		Use: "watch [ID]", Short: "Print what happens in an incident, or in all that are open, until interrupted", Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			only := ""
			if len(args) > 0 {
				if only, err = incidentNamed(cmd.Context(), client, args[0]); err != nil {
					return err
				}
			}
			w := incidentWatcher{c: c, client: client, only: only, seen: map[string]int{}, warned: map[string]bool{}}
			return client.Stream(cmd.Context(), "watch", func(m api.Message) {
				if m.Snapshot != nil {
					w.see(cmd.Context(), *m.Snapshot)
				}
			})
		},
		ValidArgsFunction: c.completeIncident(),
	}
}

// incidentWatcher prints what is new in incidents.
type incidentWatcher struct {
	c      *cli
	client *api.Client
	only   string
	seen   map[string]int
	warned map[string]bool
}

func (w *incidentWatcher) see(ctx context.Context, s api.Snapshot) {
	zone := zoneOf(s)
	for _, i := range s.Incidents {
		if w.only != "" && i.ID != w.only {
			continue
		}
		if i.Revision > w.seen[i.ID] {
			w.entries(ctx, i.ID, zone)
		}
		for _, warning := range i.Warnings {
			key := fmt.Sprint(i.ID, warning.Code, warning.About, warning.Since.Unix())
			if !w.warned[key] {
				w.warned[key] = true
				_, _ = fmt.Fprintf(w.c.out, "%s  %s", i.ID, warningsText([]incident.Warning{warning}, zone))
			}
		}
	}
}

func (w *incidentWatcher) entries(ctx context.Context, id string, zone *time.Location) {
	v, err := w.client.Incident(ctx, id)
	if err != nil {
		return // the next snapshot tells
	}
	if _, before := w.seen[id]; !before {
		_, _ = fmt.Fprintln(w.c.out, incidentLine(v.Incident))
	}
	for _, e := range v.Incident.Timeline(false) {
		if e.Last > w.seen[id] {
			who := e.By.String()
			if who != "" {
				who += ": "
			}
			_, _ = fmt.Fprintf(w.c.out, "%s  %s  %s%s\n", id, e.At.In(zone).Format("15:04:05"), plainLines(who), strings.ReplaceAll(strings.TrimSpace(plainLines(e.Text)), "\n", "\n    "))
		}
	}
	w.seen[id] = v.Incident.Revision
}
