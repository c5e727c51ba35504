package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/app/incident"
	"standby/notify"
)

// sentView is the shape of `standby incident update --json`.
type sentView struct {
	Schema int `json:"schema"`
	// Messages is exactly what goes where; Sent is nil while nothing was.
	Messages []api.UpdateMessage `json:"messages"`
	Sent     *api.UpdateSent     `json:"sent,omitempty"`
}

func (c *cli) incidentUpdate() *cobra.Command {
	var o api.Outgoing
	var phase, as string
	var next time.Duration
	var send, asJSON bool
	cmd := &cobra.Command{
		Use: "update ID internal|external [TEXT...]", Short: "Tell people how it stands: show exactly what goes where, then send it", Args: cobra.MinimumNArgs(2),
		Long: "Tell colleagues (internal) or customers (external) how it stands. Without --send it only shows exactly what would go where.\n" +
			"Where no account is set up the text is for you to copy; --send then records that you sent it.",
		Example: "  standby incident update . internal --status \"Payments are slow\" --doing \"A rollback is under way\" --next-steps \"Watch the queue\" --needs Nothing --send\n" +
			"  standby incident update . external --phase investigating \"We are looking into slow payments.\" --send",
		RunE: func(cmd *cobra.Command, args []string) error {
			u := &o.Update
			u.Audience = incident.Audience(args[1])
			var err error
			if u.Text, err = said(args[2:]); err != nil {
				return err
			}
			if u.Phase = incident.Phase(phase); u.Audience == incident.External && phase == "" {
				u.Phase = incident.Ongoing
			}
			return c.onIncident(cmd.Context(), args[0], as, func(ctx context.Context, at incidentAt) error {
				o.By = at.by
				if !cmd.Flags().Changed("next") {
					next = usualCadence(*u)
				}
				if next > 0 {
					u.NextAt = at.now.Add(next).UTC().Truncate(time.Minute)
				}
				return c.update(ctx, at, o, send, asJSON)
			})
		},
		ValidArgsFunction: c.completeIncident("internal", "external"),
	}
	f := cmd.Flags()
	f.StringVar(&o.Update.Status, "status", "", "internal: how it stands")
	f.StringVar(&o.Update.Progress, "doing", "", "internal: what was done since, and is being done")
	f.StringVar(&o.Update.Next, "next-steps", "", "internal: what comes next")
	f.StringVar(&o.Update.Needs, "needs", "", "internal: what is needed of others")
	f.StringVar(&phase, "phase", "", "external: investigating, scope, update, monitoring or resolved")
	f.DurationVar(&next, "next", 0, "when the next one is promised, such as 30m; 0 promises none (default: as often as is due)")
	f.StringSliceVar(&o.Accounts, "with", nil, "the accounts to send it with (default: all that it may go to)")
	f.BoolVar(&o.Again, "again", false, "send it although an earlier try may have arrived")
	f.BoolVar(&send, "send", false, "send it, once it was shown")
	f.StringVar(&as, "as", "", "who sends it (default: you)")
	f.BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

// usualCadence is when the next update of a kind is promised.
func usualCadence(u incident.Update) time.Duration {
	rules := incident.DefaultRules()
	switch {
	case u.Phase == incident.AllClear:
		return 0
	case u.Audience == incident.External:
		return rules.Often
	}
	return rules.Internal
}

func (c *cli) update(ctx context.Context, at incidentAt, o api.Outgoing, send, asJSON bool) error {
	p, err := at.client.PreviewUpdate(ctx, at.id, o)
	if err != nil {
		return err
	}
	if !asJSON {
		c.showMessages(p.Messages)
		for _, gap := range p.Gaps {
			_, _ = fmt.Fprintf(c.out, "Still to be said: %s\n", notify.Clean(gap, 300))
		}
	}
	if !send {
		if asJSON {
			return writeJSON(c.out, sentView{1, p.Messages, nil})
		}
		_, err := fmt.Fprintln(c.out, "Nothing was sent. The same with --send sends it.")
		return err
	}
	sent, err := at.client.SendUpdate(ctx, at.id, p.Outgoing)
	if err != nil {
		return err
	}
	if asJSON {
		err = writeJSON(c.out, sentView{1, p.Messages, &sent})
	} else if len(sent.To) > 0 {
		_, err = fmt.Fprintf(c.out, "Recorded: %s\n", notify.Clean(strings.Join(sent.To, ", "), 400))
	}
	for _, f := range sent.Failed {
		_, _ = fmt.Fprintf(c.errs, "standby: %s: %s. %s\n", notify.Clean(f.Account, 80), f.Trouble.What, f.Trouble.Next)
		err = errReported
	}
	return err
}

func (c *cli) showMessages(list []api.UpdateMessage) {
	for _, m := range list {
		who := "colleagues read it"
		if m.Customers {
			who = "CUSTOMERS READ IT"
		}
		_, _ = fmt.Fprintf(c.out, "=== %s: %s (%s)\n", notify.Clean(m.Account, 80), notify.Clean(strings.Join(m.To, ", "), 400), who)
		if m.Refused != nil {
			_, _ = fmt.Fprintf(c.out, "REFUSED: %s. %s\n", m.Refused.What, m.Refused.Next)
			continue
		}
		if m.Subject != "" {
			_, _ = fmt.Fprintf(c.out, "Subject: %s\n\n", notify.Clean(m.Subject, 400))
		}
		_, _ = fmt.Fprintln(c.out, plainLines(m.Text))
		for _, also := range m.Also {
			_, _ = fmt.Fprintf(c.out, "(%s)\n", notify.Clean(also, 400))
		}
	}
	_, _ = fmt.Fprintln(c.out, "===")
}
