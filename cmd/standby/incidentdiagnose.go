package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"standby/app/incident"
)

// change is what the commands on rows of a list share: which row, and whether it is
// taken off the list.
type change struct {
	row  int
	gone bool
}

func (r *change) flags(cmd *cobra.Command) {
	cmd.Flags().IntVar(&r.row, "row", 0, "change this row, by its number in --json, instead of adding one")
	cmd.Flags().BoolVar(&r.gone, "gone", false, "take the row off the list; it stays in the record")
}

// rowFor is the row that a change is made on, with its revision; a new one where none
// is named.
func rowFor[T any](r change, rows []incident.Row[T]) (id, on int, value T, err error) {
	if r.row == 0 {
		return 0, 0, value, nil
	}
	at := slices.IndexFunc(rows, func(row incident.Row[T]) bool { return row.ID == r.row })
	if at < 0 {
		return 0, 0, value, usageError{fmt.Errorf("there is no row %d; standby incident show --json has the numbers", r.row)}
	}
	return rows[at].ID, rows[at].Rev, rows[at].Value, nil
}

// fill puts a text in where one was given.
func fill[T ~string](to *T, text string) {
	if text != "" {
		*to = T(text)
	}
}

func (c *cli) incidentTodo() *cobra.Command {
	var r change
	var bug, followUp, done bool
	var owner, due, ticket string
	return c.records(recording{
		use: "todo ID [TEXT...]", short: "Add something to be done, or change it", args: cobra.MinimumNArgs(1),
		example: "  standby incident todo . \"Tell the partner\" --owner \"Engineer B\"\n  standby incident todo . --row 14 --done\n  standby incident todo . \"Alert on the queue\" --follow-up --due 2026-12-01",
		flags: func(cmd *cobra.Command) {
			r.flags(cmd)
			f := cmd.Flags()
			f.BoolVar(&bug, "bug", false, "it is a bug that the incident brought to light")
			f.BoolVar(&followUp, "follow-up", false, "it is done afterwards, so that it does not happen again")
			f.BoolVar(&done, "done", false, "it is done")
			f.StringVar(&owner, "owner", "", "who does it")
			f.StringVar(&due, "due", "", "by when, such as 2026-12-01")
			f.StringVar(&ticket, "ticket", "", "its ticket")
			cmd.MarkFlagsMutuallyExclusive("bug", "follow-up")
		},
		make: func(at incidentAt, args []string) (incident.Command, error) {
			id, on, t, err := rowFor(r, at.of.Todos)
			if err != nil {
				return nil, err
			}
			fill(&t.Text, strings.Join(args, " "))
			fill(&t.Ticket, ticket)
			switch {
			case bug:
				t.Sort = incident.BugFiled
			case followUp:
				t.Sort = incident.FollowUp
			}
			if owner != "" {
				t.Owner, _ = whom(at, owner)
			}
			if due != "" {
				if t.Due, err = instant("--due", due, at.zone, true); err != nil {
					return nil, err
				}
			}
			t.Done = t.Done || done
			return incident.Put[incident.Todo]{ID: id, On: on, Gone: r.gone, Value: t}, nil
		},
	})
}

func (c *cli) incidentBleeding() *cobra.Command {
	var r change
	var worked, result, who string
	means := []string{string(incident.Divert), string(incident.Drop), string(incident.Degrade), string(incident.RollBack), string(incident.FlagOff), string(incident.NoMeans)}
	return c.records(recording{
		use: "bleeding ID MEANS [WHAT...]", short: "Record what is tried to stop the harm before its cause is known", args: cobra.MinimumNArgs(2),
		long:    "Record what is tried to stop the harm: " + strings.Join(means, ", ") + ".",
		example: "  standby incident bleeding . roll-back \"Release 42 back to 41\"\n  standby incident bleeding . roll-back --row 12 --worked yes",
		words:   means,
		flags: func(cmd *cobra.Command) {
			r.flags(cmd)
			cmd.Flags().StringVar(&worked, "worked", "", "yes, no or unsure")
			cmd.Flags().StringVar(&result, "result", "", "what came of it")
			cmd.Flags().StringVar(&who, "who", "", "who did it, where that is not who writes")
		},
		make: func(at incidentAt, args []string) (incident.Command, error) {
			id, on, b, err := rowFor(r, at.of.Bleeding)
			if err != nil {
				return nil, err
			}
			b.Means = incident.Means(args[0])
			fill(&b.What, strings.Join(args[1:], " "))
			fill(&b.Worked, worked)
			fill(&b.Result, result)
			if who != "" {
				b.Who, _ = whom(at, who)
			}
			return incident.Put[incident.Bleeding]{ID: id, On: on, Gone: r.gone, Value: b}, nil
		},
	})
}

func (c *cli) incidentFinding() *cobra.Command {
	var r change
	var answer, evidence string
	return c.records(recording{
		use: "finding ID what|where|why [QUESTION...]", short: "Record a question about the system and its answer", args: cobra.MinimumNArgs(2),
		words: []string{string(incident.AskWhat), string(incident.AskWhere), string(incident.AskWhy)},
		flags: func(cmd *cobra.Command) {
			r.flags(cmd)
			cmd.Flags().StringVar(&answer, "answer", "", "the answer")
			cmd.Flags().StringVar(&evidence, "evidence", "", "where it can be seen")
		},
		make: func(at incidentAt, args []string) (incident.Command, error) {
			id, on, f, err := rowFor(r, at.of.Findings)
			if err != nil {
				return nil, err
			}
			f.Ask = incident.Ask(args[0])
			fill(&f.Question, strings.Join(args[1:], " "))
			fill(&f.Answer, answer)
			fill(&f.Evidence, evidence)
			return incident.Put[incident.Finding]{ID: id, On: on, Gone: r.gone, Value: f}, nil
		},
	})
}

func (c *cli) incidentHypothesis() *cobra.Command {
	var r change
	var likelihood int
	var test, exclusive, sideEffects, misleading, outcome, result string
	return c.records(recording{
		use: "hypothesis ID [CAUSE...]", short: "Record a possible cause, and what a test said of it", args: cobra.MinimumNArgs(1),
		example: "  standby incident hypothesis . \"The release of 14:00\" --likelihood 80 --test \"Roll one server back\" --exclusive yes\n  standby incident hypothesis . --row 17 --outcome ruled-out --result \"It made no difference\"",
		flags: func(cmd *cobra.Command) {
			r.flags(cmd)
			f := cmd.Flags()
			f.IntVar(&likelihood, "likelihood", -1, "how likely, in per cent")
			f.StringVar(&test, "test", "", "what would tell")
			f.StringVar(&exclusive, "exclusive", "", "whether its result rules others out: yes, no, unsure")
			f.StringVar(&sideEffects, "side-effects", "", "whether the test changes the system: yes, no, unsure")
			f.StringVar(&misleading, "misleading", "", "whether it may say so for another reason: yes, no, unsure")
			f.StringVar(&outcome, "outcome", "", "ruled-out, suggested, proved or unclear")
			f.StringVar(&result, "result", "", "what the test said")
		},
		make: func(at incidentAt, args []string) (incident.Command, error) {
			id, on, h, err := rowFor(r, at.of.Hypotheses)
			if err != nil {
				return nil, err
			}
			fill(&h.Cause, strings.Join(args, " "))
			if likelihood >= 0 {
				h.Likelihood = likelihood
			}
			fill(&h.Test, test)
			fill(&h.Exclusive, exclusive)
			fill(&h.SideEffects, sideEffects)
			fill(&h.Misleading, misleading)
			fill(&h.Outcome, outcome)
			fill(&h.Result, result)
			return incident.Put[incident.Hypothesis]{ID: id, On: on, Gone: r.gone, Value: h}, nil
		},
	})
}

func (c *cli) incidentCure() *cobra.Command {
	var confidence, fix string
	return c.records(recording{
		use: "cure ID CAUSE...", short: "Record what is taken for the cause, how sure that is, and what mended it", args: cobra.MinimumNArgs(2),
		flags: func(cmd *cobra.Command) {
			cmd.Flags().StringVar(&confidence, "confidence", string(incident.Probable), "guessed, probable or confirmed")
			cmd.Flags().StringVar(&fix, "fix", "", "what mended it")
		},
		make: func(_ incidentAt, args []string) (incident.Command, error) {
			return incident.Cure{Cause: strings.Join(args, " "), Confidence: incident.Confidence(confidence), Fix: fix}, nil
		},
	})
}
