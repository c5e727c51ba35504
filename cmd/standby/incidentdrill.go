package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/app/incident"
	"standby/notify"
)

func (c *cli) incidentDrill() *cobra.Command {
	var pace time.Duration
	cmd := &cobra.Command{
		Use: "drill managed|unmanaged", Short: "Replay a story of an incident into one that is marked as a drill", Args: cobra.ExactArgs(1),
		Long: "Replay a story of an incident, nobody's (unmanaged) or a well managed one, into an incident that is marked as a drill\n" +
			"everywhere. What warns at a step is told there. The drill stays until it is closed.",
		ValidArgs: []string{"managed", "unmanaged"},
		RunE: func(cmd *cobra.Command, args []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			s, err := c.snapshot(cmd.Context())
			if err != nil {
				return err
			}
			return c.replay(cmd.Context(), client, args[0], pace, zoneOf(s))
		},
	}
	cmd.Flags().DurationVar(&pace, "pace", 0, "how long to wait between the steps, such as 2s")
	return cmd
}

func (c *cli) replay(ctx context.Context, client *api.Client, story string, pace time.Duration, zone *time.Location) error {
	step, err := client.StartDrill(ctx, story)
	if err != nil {
		return err
	}
	id := step.Incident.Incident.ID
	warned := map[incident.Code]bool{}
	for {
		text := step.Tell
		if text == "" {
			text = fmt.Sprintf("%s %s", step.By, step.Kind)
		}
		_, _ = io.WriteString(c.out, wrapped("", step.At.In(zone).Format("15:04")+"  "+notify.Clean(text, 1000)))
		for _, w := range step.Incident.Warnings {
			if !warned[w.Code] {
				warned[w.Code] = true
				_, _ = io.WriteString(c.out, warningsText([]incident.Warning{w}, zone))
			}
		}
		if !step.Incident.Story {
			break
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pace):
		}
		if step, err = client.NextStep(ctx, id); err != nil {
			return err
		}
	}
	for _, q := range step.Ask {
		_, _ = io.WriteString(c.out, wrapped("? ", q))
	}
	_, err = fmt.Fprintf(c.out, "%s\nRead it with: standby incident show %s\n", incidentLine(step.Incident.Incident), id)
	return err
}
