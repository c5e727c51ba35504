package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/app/incident"
)

func (c *cli) incidentOpen() *cobra.Command {
	var n api.NewIncident
	var severity int
	var as string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "open", Short: "Begin the record of an incident, from a page or by hand",
		Long: "Begin the record of an incident, from a page or by hand. Whether it is one is decided next, with standby incident decide.\n" +
			"From a page the questions of the checklist are filled in as far as the page answers them.",
		Example: "  standby incident open --page 0a1b2c\n  standby incident open --title \"Payments fail for some\" --severity 2\n  standby incident open --title \"Practice\" --drill",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if n.Title == "" && n.Page == "" {
				return usageError{errors.New("an incident needs --title or --page")}
			}
			return c.asking(cmd.Context(), incidentTime, func(ctx context.Context, client *api.Client) error {
				s, err := client.Snapshot(ctx)
				if err != nil {
					return err
				}
				if n.Page != "" {
					if n.Page, err = named(s.Pages, n.Page); err != nil {
						return err
					}
				}
				if n.Severity = incident.Severity(severity); as != "" {
					n.By = personNamed(as)
				}
				v, err := client.OpenIncident(ctx, n)
				if err != nil {
					return err
				}
				return c.tellIncident(v, zoneOf(s), asJSON)
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&n.Page, "page", "", "the page that it comes from, by its ID")
	f.StringVar(&n.Title, "title", "", "what it is called (default: as the page)")
	f.IntVar(&severity, "severity", 0, "1, the worst, to 4")
	f.BoolVar(&n.Drill, "drill", false, "mark it as an exercise, everywhere")
	f.StringVar(&as, "as", "", "who opens it (default: you)")
	f.BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	_ = cmd.RegisterFlagCompletionFunc("page", c.completePages(1, func(api.Page) bool { return true }))
	return cmd
}

// incidentsView is the shape of `standby incident list --json`.
type incidentsView struct {
	Schema    int                   `json:"schema"`
	Incidents []api.IncidentSummary `json:"incidents"`
}

func (c *cli) incidentList() *cobra.Command {
	var all, open, asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the incidents that are open, with what warns and what is due",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.asking(cmd.Context(), incidentTime, func(ctx context.Context, client *api.Client) error {
				s, err := client.Snapshot(ctx)
				if err != nil {
					return err
				}
				list, err := client.Incidents(ctx, all && !open)
				if err != nil {
					return err
				}
				if asJSON {
					return writeJSON(c.out, incidentsView{1, list})
				}
				_, err = io.WriteString(c.out, incidentsText(list, zoneOf(s)))
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "those that are closed, too")
	cmd.Flags().BoolVar(&open, "open", false, "only those that are open, which is usual")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	cmd.MarkFlagsMutuallyExclusive("all", "open")
	return cmd
}

func (c *cli) incidentShow() *cobra.Command {
	var markdown, timeline, hidden, asJSON, brief bool
	cmd := &cobra.Command{
		Use: "show ID", Short: "Show the live state document of an incident", Args: cobra.ExactArgs(1),
		Long: "Show the live state document of an incident: what everybody who works on it, or asks about it, needs to know now.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.onIncident(cmd.Context(), args[0], "", func(ctx context.Context, at incidentAt) error {
				v, err := at.client.Incident(ctx, at.id)
				if err != nil {
					return err
				}
				text := v.Incident.Document(v.At)
				switch {
				case asJSON:
					return writeJSON(c.out, incidentView{1, v})
				case timeline || hidden:
					text = timelineText(v.Incident, hidden, at.zone)
				case brief:
					text = v.Incident.Brief(incident.DefaultRules(), at.zone)
				case !markdown:
					text = plainLines(text) + "\n" + warningsText(v.Warnings, at.zone)
				}
				_, err = io.WriteString(c.out, text)
				return err
			})
		},
		ValidArgsFunction: c.completeIncident(),
	}
	f := cmd.Flags()
	f.BoolVar(&markdown, "markdown", false, "print the document alone, as Markdown")
	f.BoolVar(&timeline, "timeline", false, "print the timeline")
	f.BoolVar(&hidden, "hidden", false, "print the timeline with the entries that were hidden")
	f.BoolVar(&brief, "brief", false, "print what the commander would tell the next one")
	f.BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	cmd.MarkFlagsMutuallyExclusive("markdown", "timeline", "brief", "json")
	return cmd
}

func (c *cli) incidentDecide() *cobra.Command {
	var due, as string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "decide ID VERDICT REASON...", Short: "Say whether it is an incident, of low priority, or a bug", Args: cobra.MinimumNArgs(3),
		Long: "Say whether it is an incident now, of low priority (the next working hours), or a bug (planned like other work), and why.\n" +
			"Of a bug the text of a ticket is printed. It can be said anew when more is known.",
		Example: "  standby incident decide . incident \"Payments fail for some\"\n  standby incident decide . low-priority --due 2026-11-23T09:00 \"It can wait for the morning\"\n  standby incident decide . bug \"A label is cut off\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.onIncident(cmd.Context(), args[0], as, func(ctx context.Context, at incidentAt) error {
				d := incident.Decide{Verdict: incident.Verdict(args[1])}
				var err error
				if d.Reason, err = said(args[2:]); err != nil {
					return err
				}
				if d.Due, err = optionalInstant("--due", due, at.zone); err != nil {
					return err
				}
				if d.Verdict == incident.Bug {
					d.Ticket = at.of.TicketText()
				}
				v, err := at.client.Record(ctx, at.id, d, at.by)
				if err != nil {
					return err
				}
				if err := c.tellIncident(v, at.zone, asJSON); err != nil || asJSON || d.Verdict != incident.Bug {
					return err
				}
				_, err = io.WriteString(c.out, "\n"+plainLines(d.Ticket))
				return err
			})
		},
		ValidArgsFunction: c.completeIncident("incident", "low-priority", "bug"),
	}
	cmd.Flags().StringVar(&due, "due", "", "when one of low priority is seen to, such as 2026-11-23T09:00")
	cmd.Flags().StringVar(&as, "as", "", "who decides (default: you)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

func optionalInstant(flag, text string, zone *time.Location) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return instant(flag, text, zone, false)
}

// wordsOf are the names of values, for a help text.
func wordsOf[T ~string](list []T) string {
	names := make([]string, len(list))
	for i, v := range list {
		names[i] = string(v)
	}
	return strings.Join(names, ", ")
}

func (c *cli) incidentDetect() *cobra.Command {
	return c.records(recording{
		use: "detect ID WHO", short: "Say who or what noticed first", args: cobra.ExactArgs(2),
		long:  "Say who or what noticed first: " + wordsOf(incident.Detectors()) + ".\nThat customers knew first is counted, and calls for a post-mortem.",
		words: strings.Split(wordsOf(incident.Detectors()), ", "),
		make: func(_ incidentAt, args []string) (incident.Command, error) {
			return incident.Detect{By: incident.Detector(args[0])}, nil
		},
	})
}

func (c *cli) incidentMark() *cobra.Command {
	var when string
	return c.records(recording{
		use: "mark ID MILESTONE", short: "Say when something was: " + wordsOf(incident.Milestones()), args: cobra.ExactArgs(2),
		words: strings.Split(wordsOf(incident.Milestones()), ", "),
		flags: func(cmd *cobra.Command) {
			cmd.Flags().StringVar(&when, "at", "", "when, such as 2026-11-22T14:05 (default: now)")
		},
		make: func(at incidentAt, args []string) (incident.Command, error) {
			t, err := optionalInstant("--at", when, at.zone)
			return incident.Mark{Milestone: incident.Milestone(args[0]), At: t}, err
		},
	})
}

func (c *cli) incidentAnswer() *cobra.Command {
	var about string
	return c.records(recording{
		use: "answer ID WARNING WHY...", short: "Say why a warning need not be told again", args: cobra.MinimumNArgs(3),
		long:  "Say why a warning need not be told again: " + wordsOf(incident.Codes()) + ".\nIt comes back once it begins anew.",
		words: strings.Split(wordsOf(incident.Codes()), ", "),
		flags: func(cmd *cobra.Command) {
			cmd.Flags().StringVar(&about, "about", "", "what it is about, where there are several (see --json)")
		},
		make: func(_ incidentAt, args []string) (incident.Command, error) {
			return incident.Answer{Code: incident.Code(args[0]), About: about, Why: strings.Join(args[1:], " ")}, nil
		},
	})
}

func wholeNumber(what, text string) (int, error) {
	var n int
	if _, err := fmt.Sscanf(text, "%d", &n); err != nil || fmt.Sprint(n) != text {
		return 0, usageError{fmt.Errorf("%s %.20q is no number", what, text)}
	}
	return n, nil
}
