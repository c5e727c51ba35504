package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
)

// unmute is what is written in place of a duration to end a mute.
const unmute = "off"

func (c *cli) mute() *cobra.Command {
	when := later{usual: time.Hour, most: mostMute}
	cmd := &cobra.Command{
		Use: "mute [DURATION | off]", Short: "Keep Standby quiet for a while; pages are shown all the same", Args: cobra.MaximumNArgs(1),
		Long: fmt.Sprintf("Keep Standby quiet for a while: no sound, no raised window. Pages are shown all the same, and their clocks run.\n\n"+
			"Without a DURATION it is %s; %s at most. It does not outlast the agent.", lengthText(when.usual), lengthText(when.most)),
		Example: "  standby mute 30m\n  standby mute --until 15:00\n  standby mute off",
		RunE: func(cmd *cobra.Command, args []string) error {
			off := len(args) > 0 && args[0] == unmute
			if len(args) > 0 && !off {
				when.length = args[0]
			}
			if err := when.check(time.Now()); err != nil {
				return err
			}
			return c.asking(cmd.Context(), 10*time.Second, func(ctx context.Context, client *api.Client) error {
				return c.setMute(ctx, client, off, &when)
			})
		},
		ValidArgs: []cobra.Completion{"30m", "1h", "2h", unmute},
	}
	when.flags(cmd)
	return cmd
}

func (c *cli) setMute(ctx context.Context, client *api.Client, off bool, when *later) error {
	s, err := client.Snapshot(ctx)
	if err != nil {
		return err
	}
	until := time.Time{}
	if !off {
		if until, err = when.at(time.Now(), zoneOf(s)); err != nil {
			return err
		}
	}
	if err := client.Mute(ctx, until); err != nil {
		return err
	}
	if s, err = client.Snapshot(ctx); err != nil {
		return err
	}
	text := mutedText(s, time.Now(), zoneOf(s))
	if text == "" {
		text = "Not muted: pages are heard."
	}
	_, err = fmt.Fprintln(c.out, text)
	return err
}

// mutedText says that the user wants no sound, and until when; empty when not.
func mutedText(s api.Snapshot, now time.Time, zone *time.Location) string {
	if !s.MutedUntil.After(now) {
		return ""
	}
	return fmt.Sprintf("Muted until %s; pages are shown all the same.", api.Clock(s.MutedUntil, now, zone))
}
