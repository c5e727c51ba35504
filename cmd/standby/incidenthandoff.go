package main

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"standby/app/incident"
)

func (c *cli) incidentHandOff() *cobra.Command {
	cmd := &cobra.Command{
		Use: "handoff", Aliases: []string{"hand-off"}, Short: "Hand command off: offer, read back, take",
		Long: "Hand command off: the commander briefs the next one (offer), who says in their own words what they understood (readback)\n" +
			"and then \"I have command\" (take). Until then the old commander has it.",
		Args: unknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.handOffOffer(), c.handOffReadBack(), c.handOffTake(), c.handOffWithdraw())
	return cmd
}

func (c *cli) handOffOffer() *cobra.Command {
	var to string
	return c.records(recording{
		use: "offer ID [BRIEF...]", short: "Brief the next commander", args: cobra.MinimumNArgs(1),
		long:  "Brief the next commander. Without a text the brief is drafted from the record, as standby incident show --brief prints it;\n\"-\" reads it from standard input.",
		flags: func(cmd *cobra.Command) { cmd.Flags().StringVar(&to, "to", "", "who takes over") },
		make: func(at incidentAt, args []string) (incident.Command, error) {
			if to == "" {
				if next := at.of.Holders(incident.NextCommander); len(next) == 1 {
					to = next[0].String()
				} else {
					return nil, usageError{errors.New("--to must say who takes over")}
				}
			}
			person, err := whom(at, to)
			if err != nil {
				return nil, err
			}
			brief, err := said(args)
			if brief == "" {
				brief = at.of.Brief(incident.DefaultRules(), at.zone)
			}
			return incident.OfferHandOff{To: person, Brief: brief}, err
		},
	})
}

func (c *cli) handOffReadBack() *cobra.Command {
	return c.records(recording{
		use: "readback ID TEXT...", short: "Say in your own words what you understood of the brief", args: cobra.MinimumNArgs(2),
		make: func(_ incidentAt, args []string) (incident.Command, error) {
			text, err := said(args)
			return incident.ReadBack{Text: text}, err
		},
	})
}

func (c *cli) handOffTake() *cobra.Command {
	var announced bool
	cmd := c.records(recording{
		use: "take ID", short: "Say \"I have command\"", args: cobra.ExactArgs(1),
		flags: func(cmd *cobra.Command) {
			cmd.Flags().BoolVar(&announced, "announcement", false, "print what everybody is to be told")
		},
		make: func(incidentAt, []string) (incident.Command, error) { return incident.TakeCommand{}, nil },
	})
	take := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := take(cmd, args); err != nil || !announced {
			return err
		}
		return c.announcement(cmd, args[0])
	}
	return cmd
}

func (c *cli) handOffWithdraw() *cobra.Command {
	return c.records(recording{
		use: "withdraw ID WHY...", short: "Take an offered hand-off back, or decline it", args: cobra.MinimumNArgs(2),
		make: func(_ incidentAt, args []string) (incident.Command, error) {
			return incident.WithdrawHandOff{Why: strings.Join(args, " ")}, nil
		},
	})
}

func (c *cli) announce(at incidentAt) error {
	_, err := io.WriteString(c.out, plainLines(at.of.Announcement(at.zone))+"\n")
	return err
}

// announcement prints what everybody is told once command was taken.
func (c *cli) announcement(cmd *cobra.Command, arg string) error {
	return c.onIncident(cmd.Context(), arg, "", func(_ context.Context, at incidentAt) error { return c.announce(at) })
}
