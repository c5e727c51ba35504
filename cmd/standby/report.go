package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/app/doctor"
)

func (c *cli) doctor() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "doctor", Short: "Say what works, what does not, and what to do",
		Long: "Say what works, what does not, and what to do.\n\nExits with 1 when something has failed.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.asking(cmd.Context(), 20*time.Second, func(ctx context.Context, client *api.Client) error {
				checks, err := client.Doctor(ctx)
				if err != nil {
					return c.examineAlone(ctx, err, asJSON)
				}
				if asJSON {
					err = writeJSON(c.out, checks)
				} else {
					err = c.printChecks(checks)
				}
				for _, check := range checks {
					if check.Result == doctor.Failed && err == nil {
						err = errReported
					}
				}
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: a list of checks")
	return cmd
}

func (c *cli) printChecks(checks []api.Check) error {
	for _, check := range checks {
		mark := map[string]string{doctor.OK: "ok     ", doctor.Warning: "warning", doctor.Failed: "FAILED "}[check.Result]
		if _, err := fmt.Fprintf(c.out, "%s  %s: %s\n", mark, check.Name, check.Finding); err != nil {
			return err
		}
		if check.Next != "" {
			if _, err := fmt.Fprintf(c.out, "         -> %s\n", check.Next); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *cli) watch() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "watch", Short: "Print a line whenever something changes, until interrupted",
		RunE: func(cmd *cobra.Command, _ []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			enc := json.NewEncoder(c.out)
			last := ""
			return client.Stream(cmd.Context(), "watch", func(m api.Message) {
				switch {
				case m.Snapshot == nil:
				case asJSON:
					_ = enc.Encode(m.Snapshot)
				default:
					now := time.Now()
					h := m.Snapshot.Headline(now, zoneOf(*m.Snapshot))
					line := strings.Join(append([]string{h.Word}, h.Detail...), " · ")
					if line != last {
						last = line
						_, _ = fmt.Fprintf(c.out, "%s  %s\n", now.Format("15:04:05"), line)
					}
				}
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print every snapshot as one line of JSON")
	return cmd
}
