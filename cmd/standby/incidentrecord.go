package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/app/incident"
	"standby/rotation"
)

func (c *cli) incidentGather() *cobra.Command {
	return c.records(recording{
		use: "gather ID [QUESTION ANSWER...]", short: "Show the checklist of questions, or answer one", args: cobra.RangeArgs(1, 1000),
		long:    "Answer one of the questions that are asked first: " + strings.ReplaceAll(wordsOf(incident.Gathering()), "gather-", "") + ".\nWithout a question see standby incident show.",
		example: "  standby incident gather . what \"Payments with cards fail\"\n  standby incident gather . owner \"Ours: the payments service\"",
		words:   strings.Split(strings.ReplaceAll(wordsOf(incident.Gathering()), "gather-", ""), ", "),
		make: func(at incidentAt, args []string) (incident.Command, error) {
			if len(args) < 2 {
				return nil, usageError{errors.New("a question and its answer; the questions are " + strings.ReplaceAll(wordsOf(incident.Gathering()), "gather-", ""))}
			}
			field := incident.Field("gather-" + args[0])
			if !slices.Contains(incident.Gathering(), field) {
				return nil, usageError{fmt.Errorf("%.40q is none of the questions: %s", args[0], strings.ReplaceAll(wordsOf(incident.Gathering()), "gather-", ""))}
			}
			text, err := said(args[1:])
			return incident.Edit{Field: field, On: at.of.Texts[field].Rev, Text: text}, err
		},
	})
}

func (c *cli) incidentSeverity() *cobra.Command {
	var or int
	return c.records(recording{
		use: "severity ID N [WHY...]", short: "Say how bad it is, from 1, the worst, to 4; when unsure the worse of two counts", args: cobra.MinimumNArgs(2),
		flags: func(cmd *cobra.Command) { cmd.Flags().IntVar(&or, "or", 0, "the other one that it may be") },
		words: []string{"1", "2", "3", "4"},
		make: func(_ incidentAt, args []string) (incident.Command, error) {
			n, err := wholeNumber("the severity", args[0])
			return incident.Rate{Severity: incident.Severity(n), Or: incident.Severity(or), Why: strings.Join(args[1:], " ")}, err
		},
	})
}

func (c *cli) incidentStage() *cobra.Command {
	return c.records(recording{
		use: "stage ID STAGE [WHY...]", short: "Go on to a stage, or back to one: " + wordsOf(incident.Stages()), args: cobra.MinimumNArgs(2),
		long:  "Go on to a stage: " + wordsOf(incident.Stages()) + ".\nGoing on before the stage is over, leaving one out and going back need a reason.",
		words: strings.Split(wordsOf(incident.Stages()), ", "),
		make: func(_ incidentAt, args []string) (incident.Command, error) {
			return incident.Move{To: incident.Stage(args[0]), Why: strings.Join(args[1:], " ")}, nil
		},
	})
}

func (c *cli) incidentRole() *cobra.Command {
	var who, why string
	var release bool
	return c.records(recording{
		use: "role ID ROLE", short: "Give somebody a role, or release them from it", args: cobra.ExactArgs(2),
		long:    "Give somebody a role: " + wordsOf(incident.Roles()) + ".\nCommand that somebody holds is handed off: standby incident handoff.",
		example: "  standby incident role . command\n  standby incident role . communication --who \"Engineer B\"\n  standby incident role . operations --who \"Engineer C\" --release",
		words:   strings.Split(wordsOf(incident.Roles()), ", "),
		flags: func(cmd *cobra.Command) {
			cmd.Flags().StringVar(&who, "who", "", "whom, by name or e-mail (default: you)")
			cmd.Flags().BoolVar(&release, "release", false, "they do not have it any more")
			cmd.Flags().StringVar(&why, "why", "", "the reason for a release; that of command needs one")
		},
		make: func(at incidentAt, args []string) (incident.Command, error) {
			person, err := whom(at, who)
			if release {
				return incident.Release{Role: incident.Role(args[0]), Person: person, Why: why}, err
			}
			return incident.Assign{Role: incident.Role(args[0]), Person: person}, err
		},
	})
}

// whom is the person that a flag names, else who gives the command.
func whom(at incidentAt, text string) (rotation.Person, error) {
	switch {
	case text != "":
		p := personNamed(text)
		for _, r := range at.of.Responders() {
			if r.Person.Same(p) {
				return r.Person, nil
			}
		}
		if p.Same(at.me) {
			return at.me, nil
		}
		return p, nil
	case at.by != rotation.Person{}:
		return at.by, nil
	case at.me == rotation.Person{}:
		return at.me, usageError{errors.New("nobody has said who you are: name the person, or run standby me")}
	}
	return at.me, nil
}

func (c *cli) incidentNote() *cobra.Command {
	var action, technical, decision bool
	var who, when string
	return c.records(recording{
		use: "note ID TEXT...", short: "Write a line into the timeline", args: cobra.MinimumNArgs(2),
		long: "Write a line into the timeline; \"-\" reads it from standard input. Each of its lines that begins with TODO becomes a to-do.",
		flags: func(cmd *cobra.Command) {
			cmd.Flags().BoolVar(&action, "action", false, "it is a change to the system")
			cmd.Flags().BoolVar(&technical, "technical", false, "it was found out about the system")
			cmd.Flags().BoolVar(&decision, "decision", false, "it was decided")
			cmd.Flags().StringVar(&who, "who", "", "who did it, where that is not who writes")
			cmd.Flags().StringVar(&when, "at", "", "when it happened, such as 2026-11-22T14:05 (default: now)")
			cmd.MarkFlagsMutuallyExclusive("action", "technical", "decision")
		},
		make: func(at incidentAt, args []string) (incident.Command, error) {
			n := incident.Note{Sort: incident.Remark}
			switch {
			case action:
				n.Sort = incident.Action
			case technical:
				n.Sort = incident.Technical
			case decision:
				n.Sort = incident.Resolve
			}
			if who != "" {
				n.Who, _ = whom(at, who)
			}
			var err error
			if n.HappenedAt, err = optionalInstant("--at", when, at.zone); err != nil {
				return nil, err
			}
			n.Text, err = said(args)
			return n, err
		},
	})
}

func (c *cli) incidentAttach() *cobra.Command {
	var what string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "attach ID FILE", Short: "Attach a screenshot or another file to an incident", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			data, err := readUpload(args[1])
			if err != nil {
				return err
			}
			return c.onIncident(cmd.Context(), args[0], "", func(ctx context.Context, at incidentAt) error {
				v, err := at.client.Attach(ctx, at.id, api.Upload{Name: filepath.Base(args[1]), What: what, Body: data})
				if err != nil {
					return err
				}
				return c.tellIncident(v, at.zone, asJSON)
			})
		},
	}
	cmd.Flags().StringVar(&what, "what", "", "what it shows")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

func readUpload(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("attach a file: %w", err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, api.MaxUpload+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("attach a file: %w", err)
	case len(data) > api.MaxUpload:
		return nil, usageError{fmt.Errorf("%s is larger than %d MB", shortened(filepath.Base(path), 60), api.MaxUpload>>20)}
	}
	return data, nil
}
