package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/app/incident"
	"standby/app/incident/postmortem"
	"standby/app/incident/report"
	"standby/notify"
)

// paperFlags say in which format and where a document goes.
type paperFlags struct {
	paper  api.Paper
	output string
}

func (p *paperFlags) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.paper.Format, "format", "md", "md, html, pdf or json")
	cmd.Flags().StringVar(&p.paper.Size, "paper", "A4", "for pdf: A4 or Letter")
	cmd.Flags().StringVarP(&p.output, "output", "o", "", "write it to this file (default: standard output)")
}

func (c *cli) deliver(d api.Document, output string) error {
	if output != "" {
		if err := os.WriteFile(output, d.Data, 0o600); err != nil {
			return fmt.Errorf("write the document: %w", err)
		}
		return nil
	}
	_, err := c.out.Write(d.Data)
	return err
}

func (c *cli) incidentPostMortem() *cobra.Command {
	cmd := &cobra.Command{
		Use: "postmortem", Aliases: []string{"post-mortem"}, Short: "Draft, write, review and publish what was learned",
		Args: unknownCommand, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var p paperFlags
	show := &cobra.Command{
		Use: "show ID", Short: "Print the post-mortem as it stands: drafted from the record, with what people wrote", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.onIncident(cmd.Context(), args[0], "", func(ctx context.Context, at incidentAt) error {
				d, err := at.client.PostMortem(ctx, at.id, p.paper)
				if err != nil {
					return err
				}
				return c.deliver(d, p.output)
			})
		},
		ValidArgsFunction: c.completeIncident(),
	}
	p.flags(show)
	cmd.AddCommand(show, c.postMortemWrite(), c.postMortemReply(), c.postMortemCheck(), c.postMortemWhy(), c.postMortemMove())
	return cmd
}

// changes is a command that changes a post-mortem; make has what it is at hand.
func (c *cli) changes(use, short string, args cobra.PositionalArgs, words []string, flags func(*cobra.Command), make func(p postmortem.PostMortem, args []string) (kind string, change any, err error)) *cobra.Command {
	var as string
	cmd := &cobra.Command{
		Use: use, Short: short, Args: args,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.onIncident(cmd.Context(), args[0], as, func(ctx context.Context, at incidentAt) error {
				d, err := at.client.PostMortem(ctx, at.id, api.Paper{Format: "json"})
				if err != nil {
					return err
				}
				var p postmortem.PostMortem
				if err := json.Unmarshal(d.Data, &p); err != nil {
					return fmt.Errorf("read the agent's answer: %w", err)
				}
				kind, change, err := make(p, args[1:])
				if err != nil {
					return err
				}
				data, err := at.client.ChangePostMortem(ctx, at.id, api.PaperChange{Kind: kind, Fields: rawJSON(change), By: at.by})
				if err != nil {
					return c.bothTexts(err)
				}
				return c.tellPostMortem(at.id, data)
			})
		},
		ValidArgsFunction: c.completeIncident(words...),
	}
	cmd.Flags().StringVar(&as, "as", "", "who does it (default: you)")
	if flags != nil {
		flags(cmd)
	}
	return cmd
}

// tellPostMortem prints where a post-mortem stands, and the hints on its wording.
func (c *cli) tellPostMortem(id string, data []byte) error {
	var p postmortem.PostMortem
	if err := json.Unmarshal(data, &p); err != nil {
		return fmt.Errorf("read the agent's answer: %w", err)
	}
	_, err := fmt.Fprintf(c.out, "%s  %s: %d parts are blank, %d whys lack something\n", id, postmortem.Label(p.Review.State), blankParts(p), len(p.Lacks))
	for _, h := range p.Hints {
		_, _ = io.WriteString(c.out, wrapped("~ ", notify.Clean(fmt.Sprintf("%q: %s %s", h.Quote, h.Hint.Why, h.Instead), 500)))
	}
	return err
}

func blankParts(p postmortem.PostMortem) (n int) {
	for _, t := range p.Texts {
		if t.Blank() {
			n++
		}
	}
	return n
}

func (c *cli) postMortemWrite() *cobra.Command {
	return c.changes("write ID PART TEXT...", "Write a part: "+wordsOf(postmortem.Parts()), cobra.MinimumNArgs(3), strings.Split(wordsOf(postmortem.Parts()), ", "), nil,
		func(p postmortem.PostMortem, args []string) (string, any, error) {
			e := postmortem.Edit{Part: postmortem.Part(args[0])}
			for _, t := range p.Texts {
				if t.Part == e.Part && !t.FromRecord {
					e.On = t.Text.Rev
				}
			}
			var err error
			e.Text, err = said(args[1:])
			return "edit", e, err
		})
}

func (c *cli) postMortemReply() *cobra.Command {
	return c.changes("reply ID QUESTION yes|no|unsure [WHY...]", "Answer what the record cannot know: "+wordsOf(postmortem.Questions()), cobra.MinimumNArgs(3), strings.Split(wordsOf(postmortem.Questions()), ", "), nil,
		func(_ postmortem.PostMortem, args []string) (string, any, error) {
			return "reply", postmortem.Reply{Question: postmortem.Question(args[0]), Reply: incident.Reply(args[1]), Why: strings.Join(args[2:], " ")}, nil
		})
}

func (c *cli) postMortemCheck() *cobra.Command {
	return c.changes("check ID CHECK yes|no|unsure [REMARK...]", "Answer a check of the review: "+wordsOf(postmortem.Checks()), cobra.MinimumNArgs(3), strings.Split(wordsOf(postmortem.Checks()), ", "), nil,
		func(_ postmortem.PostMortem, args []string) (string, any, error) {
			return "check", postmortem.Tick{Check: postmortem.Check(args[0]), Reply: incident.Reply(args[1]), Remark: strings.Join(args[2:], " ")}, nil
		})
}

func (c *cli) postMortemWhy() *cobra.Command {
	w := &postmortem.PutWhy{}
	return c.changes("why ID [QUESTION...]", "Ask a why and answer it, or change one", cobra.MinimumNArgs(1), nil, func(cmd *cobra.Command) {
		f := cmd.Flags()
		f.IntVar(&w.ID, "row", 0, "change this why, by its number in --format json, instead of adding one")
		f.IntVar(&w.Parent, "below", 0, "the why that it asks on from")
		f.StringVar(&w.Answer, "because", "", "the answer")
		f.IntVar(&w.FollowUp, "follow-up", 0, "the row of the to-do that answers it")
		f.StringVar(&w.NoAction, "no-action", "", "why nothing needs to be done about it")
		f.BoolVar(&w.Gone, "gone", false, "take it away")
	}, func(p postmortem.PostMortem, args []string) (string, any, error) {
		put := *w
		put.Question = strings.Join(args, " ")
		for _, held := range p.Whys {
			if held.ID != put.ID {
				continue
			}
			put.On, put.Parent, put.Evidence = held.Rev, held.Parent, held.Evidence
			if put.Question == "" {
				put.Question = held.Question
			}
			if put.Answer == "" {
				put.Answer = held.Answer
			}
			if put.FollowUp == 0 {
				put.FollowUp = held.FollowUp
			}
			if put.NoAction == "" {
				put.NoAction = held.NoAction
			}
		}
		return "why", put, nil
	})
}

func (c *cli) postMortemMove() *cobra.Command {
	states := []string{string(incident.NotNeeded), string(incident.Draft), string(incident.InReview), string(incident.Reviewed), string(incident.Filed)}
	return c.changes("move ID STATE [WHY...]", "Bring it to a state: "+strings.Join(states, ", "), cobra.MinimumNArgs(2), states, nil,
		func(_ postmortem.PostMortem, args []string) (string, any, error) {
			return "move", map[string]string{"to": args[0], "why": strings.Join(args[1:], " ")}, nil
		})
}

func (c *cli) incidentFollowUp() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "followup", Aliases: []string{"follow-up"}, Short: "List what came of incidents and is not done, the overdue first",
		Long: "List what came of incidents and is not done, the overdue first. standby incident todo ID --row N --done says that one is.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.asking(cmd.Context(), incidentTime, func(ctx context.Context, client *api.Client) error {
				s, err := client.Snapshot(ctx)
				if err != nil {
					return err
				}
				data, err := client.FollowUps(ctx)
				if err != nil || asJSON {
					return errors.Join(err, writeIf(asJSON && err == nil, c.out, data))
				}
				var list []postmortem.FollowUp
				if err := json.Unmarshal(data, &list); err != nil {
					return fmt.Errorf("read the agent's answer: %w", err)
				}
				if len(list) == 0 {
					_, err = fmt.Fprintln(c.out, "Nothing is left to be done.")
				}
				for _, f := range list {
					due := "no date"
					if !f.Due.IsZero() {
						due = "due " + f.Due.In(zoneOf(s)).Format("2006-01-02")
					}
					_, err = fmt.Fprintf(c.out, "%s  row %d  %s  %s  %s: %s\n", f.Incident, f.Row, f.State, due, notify.Clean(f.Owner.String(), 40), notify.Clean(f.Text, 300))
				}
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: a list")
	return cmd
}

func writeIf(really bool, w io.Writer, data json.RawMessage) error {
	if !really {
		return nil
	}
	b := &bytes.Buffer{}
	if err := json.Indent(b, data, "", "  "); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err := w.Write(b.Bytes())
	return err
}

func (c *cli) incidentReport() *cobra.Command {
	cmd := &cobra.Command{
		Use: "report", Short: "The hand-off report of a shift: list, show, write into it, sign",
		Long: "The hand-off report of a shift: drafted by itself while the shift runs and as it ends, read and signed by whoever takes over.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.asking(cmd.Context(), incidentTime, func(ctx context.Context, client *api.Client) error {
				s, err := client.Snapshot(ctx)
				if err != nil {
					return err
				}
				list, err := client.Reports(ctx)
				if len(list) == 0 && err == nil {
					_, err = fmt.Fprintln(c.out, "There is no shift of yours to report on.")
				}
				for _, r := range list {
					state := "draft"
					switch {
					case r.Signed:
						state = "signed by " + r.By.String()
					case r.Over:
						state = "NOT SIGNED"
					}
					_, err = fmt.Fprintf(c.out, "%s  %s  %s\n", r.ID, spanText(r.Window, zoneOf(s)), notify.Clean(state, 100))
				}
				return err
			})
		},
	}
	cmd.AddCommand(c.reportShow(), c.reportWrite(), c.reportSign())
	return cmd
}

func (c *cli) reportShow() *cobra.Command {
	var p paperFlags
	cmd := &cobra.Command{
		Use: "show ID", Short: "Print a hand-off report", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.asking(cmd.Context(), incidentTime, func(ctx context.Context, client *api.Client) error {
				d, err := client.ReportPaper(ctx, args[0], p.paper)
				if err != nil {
					return err
				}
				return c.deliver(d, p.output)
			})
		},
	}
	p.flags(cmd)
	return cmd
}

func (c *cli) reportWrite() *cobra.Command {
	var feel, watch, notes string
	cmd := &cobra.Command{
		Use: "write ID", Short: "Say how the shift felt and what to watch", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.asking(cmd.Context(), incidentTime, func(ctx context.Context, client *api.Client) error {
				one, err := client.Report(ctx, args[0])
				if err != nil {
					return err
				}
				var r report.Report
				if err := json.Unmarshal(one.Report, &r); err != nil {
					return fmt.Errorf("read the agent's answer: %w", err)
				}
				change := api.ReportChange{On: r.Words.Rev}
				for name, to := range map[string]struct {
					text *string
					into **string
				}{"feel": {&feel, &change.Feel}, "watch": {&watch, &change.Watch}, "notes": {&notes, &change.Notes}} {
					if cmd.Flags().Changed(name) {
						*to.into = to.text
					}
				}
				_, err = client.ChangeReport(ctx, args[0], change)
				return c.bothTexts(err)
			})
		},
	}
	cmd.Flags().StringVar(&feel, "feel", "", "how the shift felt, in a line")
	cmd.Flags().StringVar(&watch, "watch", "", "what to keep an eye on, one thing a line")
	cmd.Flags().StringVar(&notes, "notes", "", "anything else")
	return cmd
}

func (c *cli) reportSign() *cobra.Command {
	var as, read string
	cmd := &cobra.Command{
		Use: "sign ID --as NAME", Short: "Sign a hand-off report as the person who takes over, after reading it", Args: cobra.ExactArgs(1),
		Long: "Sign a hand-off report as the person who takes over. Without --read it prints the report and its hash; with --read HASH\nit signs just what was read.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.asking(cmd.Context(), incidentTime, func(ctx context.Context, client *api.Client) error {
				if read == "" {
					one, err := client.Report(ctx, args[0])
					if err != nil {
						return err
					}
					d, err := client.ReportPaper(ctx, args[0], api.Paper{Format: "md"})
					if err != nil {
						return err
					}
					_, err = fmt.Fprintf(c.out, "%s\nIt is not signed yet. To sign it: standby incident report sign %s --as %q --read %s\n", plainLines(string(d.Data)), args[0], as, one.Hash)
					return err
				}
				change := api.ReportChange{Sign: true, Read: read}
				if as != "" {
					change.By = personNamed(as)
				}
				if _, err := client.ChangeReport(ctx, args[0], change); err != nil {
					return err
				}
				_, err := fmt.Fprintln(c.out, "Signed.")
				return err
			})
		},
	}
	cmd.Flags().StringVar(&as, "as", "", "who takes over (default: you)")
	cmd.Flags().StringVar(&read, "read", "", "the hash of the report that was read")
	return cmd
}
