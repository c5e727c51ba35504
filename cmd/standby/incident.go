package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/app/incident"
	"standby/notify"
	"standby/rotation"
)

// incidentTime is how long a command on an incident may take; sending an update may
// have to wait for others.
const incidentTime = 30 * time.Second

// theOnly stands for the one incident that is open.
const theOnly = "."

// incident is the parent of the commands on incidents.
func (c *cli) incident() *cobra.Command {
	cmd := &cobra.Command{
		Use: "incident", Short: "Handle an incident: from the first word of it to the last follow-up",
		Long: "Handle an incident: open it, decide whether it is one, gather what is known, hand out roles, stop the harm, find the cause,\n" +
			"tell people, hand command off, and learn from it. It works without any network.\n\n" +
			"ID is that of standby incident list, or the beginning of it, or of what follows its day; \".\" is the only one that is open.\n" +
			"Who does something is you, unless --as names somebody else: at one desk several people may be written down.",
		Example: "  standby incident open --page 0a1b2c --severity 2\n  standby incident role . command --who \"Engineer A\"\n" +
			"  standby incident note . \"Rolled release 42 back\" --action\n  standby incident show . --markdown | wl-copy",
		SuggestionsMinimumDistance: 2,
		Args:                       unknownCommand,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.incidentOpen(), c.incidentList(), c.incidentShow(), c.incidentDecide(), c.incidentDetect(), c.incidentGather(), c.incidentAttach(),
		c.incidentSeverity(), c.incidentStage(), c.incidentRole(), c.incidentNote(), c.incidentMark(), c.incidentAnswer(),
		c.incidentTodo(), c.incidentBleeding(), c.incidentFinding(), c.incidentHypothesis(), c.incidentCure(),
		c.incidentUpdate(), c.incidentHandOff(), c.incidentEdit(), c.incidentWatch(),
		c.incidentPostMortem(), c.incidentFollowUp(), c.incidentReport(), c.incidentDrill())
	for _, sub := range cmd.Commands() {
		checkArgs(sub)
		for _, further := range sub.Commands() {
			checkArgs(further)
		}
	}
	return cmd
}

// incidentAt is where a command on one incident stands.
type incidentAt struct {
	client *api.Client
	zone   *time.Location
	now    time.Time
	me     rotation.Person
	// by is who does it; the zero Person is the user.
	by rotation.Person
	// id is the whole ID, and of the incident as it is.
	id string
	of incident.Incident
}

// onIncident finds the incident that an argument means and does something with it.
func (c *cli) onIncident(ctx context.Context, arg, as string, do func(context.Context, incidentAt) error) error {
	return c.asking(ctx, incidentTime, func(ctx context.Context, client *api.Client) error {
		s, err := client.Snapshot(ctx)
		if err != nil {
			return err
		}
		at := incidentAt{client: client, zone: zoneOf(s), now: time.Now(), me: s.Me}
		if as != "" {
			at.by = personNamed(as)
		}
		if at.id, err = incidentNamed(ctx, client, arg); err != nil {
			return err
		}
		v, err := client.Incident(ctx, at.id)
		if err != nil {
			return err
		}
		at.of = v.Incident
		return do(ctx, at)
	})
}

// incidentNamed is the ID that an argument means.
func incidentNamed(ctx context.Context, client *api.Client, arg string) (string, error) {
	open, err := client.Incidents(ctx, false)
	if err != nil {
		return "", err
	}
	if arg == theOnly {
		switch len(open) {
		case 0:
			return "", usageError{errors.New("no incident is open; standby incident list --all shows those that were")}
		case 1:
			return open[0].ID, nil
		}
		return "", chooseIncident(open, arg)
	}
	if found := meantBy(open, arg); len(found) == 1 {
		return found[0].ID, nil
	} else if len(found) > 1 {
		return "", chooseIncident(found, arg)
	}
	all, err := client.Incidents(ctx, true)
	if err != nil {
		return "", err
	}
	switch found := meantBy(all, arg); len(found) {
	case 0:
		return "", usageError{fmt.Errorf("no incident has the ID %q; copy one from standby incident list --all", shortened(arg, 40))}
	case 1:
		return found[0].ID, nil
	default:
		return "", chooseIncident(found, arg)
	}
}

// shortestIncident is how many letters name an incident.
const shortestIncident = 3

func meantBy(list []api.IncidentSummary, arg string) (found []api.IncidentSummary) {
	arg = strings.ToLower(arg)
	for _, i := range list {
		_, own, _ := strings.Cut(i.ID, "-")
		switch {
		case i.ID == arg:
			return []api.IncidentSummary{i}
		case len(arg) >= shortestIncident && (strings.HasPrefix(i.ID, arg) || strings.HasPrefix(own, arg)):
			found = append(found, i)
		}
	}
	return found
}

func chooseIncident(found []api.IncidentSummary, arg string) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "%.40q could mean %d incidents; name one by its ID:", arg, len(found))
	for _, i := range found[:min(len(found), mostNamed)] {
		fmt.Fprintf(b, "\n  %s  %s", i.ID, shortened(notify.Clean(i.Title, 200), terminal-len(i.ID)-4))
	}
	return usageError{fmt.Errorf("%s", b)}
}

// completeIncident completes IDs of incidents that are open as the first argument, and
// words as the second one.
func (c *cli) completeIncident(words ...string) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		switch len(args) {
		case 0:
			client, err := c.client()
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			list, err := client.Incidents(cmd.Context(), false)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			var ids []string
			for _, i := range list {
				ids = append(ids, i.ID+"\t"+notify.Clean(i.Title, 100))
			}
			return ids, cobra.ShellCompDirectiveNoFileComp
		case 1:
			return words, cobra.ShellCompDirectiveNoFileComp
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
}

// recording is a command line that records something about an incident: its first
// argument is the ID, and make says what the rest of it is.
type recording struct {
	use, short, long, example string
	args                      cobra.PositionalArgs
	flags                     func(*cobra.Command)
	words                     []string
	make                      func(at incidentAt, args []string) (incident.Command, error)
}

func (c *cli) records(r recording) *cobra.Command {
	var as string
	var asJSON bool
	cmd := &cobra.Command{
		Use: r.use, Short: r.short, Long: r.long, Example: r.example, Args: r.args,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.onIncident(cmd.Context(), args[0], as, func(ctx context.Context, at incidentAt) error {
				what, err := r.make(at, args[1:])
				if err != nil {
					return err
				}
				v, err := at.client.Record(ctx, at.id, what, at.by)
				if err != nil {
					return c.bothTexts(err)
				}
				return c.tellIncident(v, at.zone, asJSON)
			})
		},
		ValidArgsFunction: c.completeIncident(r.words...),
	}
	cmd.Flags().StringVar(&as, "as", "", "who does it, by name or e-mail (default: you)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	if r.flags != nil {
		r.flags(cmd)
	}
	return cmd
}

// incidentView is the shape of --json for one incident.
type incidentView struct {
	Schema int `json:"schema"`
	api.IncidentView
}

// tellIncident prints how an incident stands after a command: a line, and what warns.
func (c *cli) tellIncident(v api.IncidentView, zone *time.Location, asJSON bool) error {
	if asJSON {
		return writeJSON(c.out, incidentView{1, v})
	}
	_, err := io.WriteString(c.out, incidentLine(v.Incident)+"\n"+warningsText(v.Warnings, zone))
	return err
}

// bothTexts shows what somebody else wrote meanwhile beside what was to be written, so
// that neither is lost.
func (c *cli) bothTexts(err error) error {
	var e *api.Error
	if !errors.As(err, &e) || e.Stale == nil {
		return err
	}
	_, _ = fmt.Fprintf(c.errs, "--- theirs, by %s ---\n%s\n--- yours ---\n%s\n---\n", notify.Clean(e.Stale.By.String(), 80), plainLines(e.Stale.Theirs), plainLines(e.Stale.Yours))
	return err
}

// plainLines is a text of several lines without what a terminal would obey.
func plainLines(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (r < ' ' || r >= 0x7f && r < 0xa0) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// said is the text of an argument and those after it; "-" reads standard input.
func said(args []string) (string, error) {
	if len(args) != 1 || args[0] != "-" {
		return strings.Join(args, " "), nil
	}
	data, err := io.ReadAll(io.LimitReader(typed(), 4*incident.MaxText+1))
	if err != nil {
		return "", fmt.Errorf("read standard input: %w", err)
	}
	return string(data), nil
}

func rawJSON(v any) json.RawMessage {
	data, _ := json.Marshal(v) // plain values of ours
	return data
}
