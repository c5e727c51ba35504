package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/app/doctor"
)

func (c *cli) pay() *cobra.Command {
	var month string
	var asJSON bool
	var q payRequest
	cmd := &cobra.Command{
		Use: "pay", Short: "Say what a month of duty is worth, line by line",
		Long: "Say what a month of duty is worth, line by line.\n\nWith --policy and --log it is computed from these files alone. A log is JSON with zone, currency,\n" +
			"hourly_pay, salary, shifts, callouts, holidays and params; what params has is known to the policy as $name.",
		Example: "  standby pay --month 2026-11\n  standby pay --policy policy.toml --log november.json --period 2026-11 --json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if q.log != "" || q.policy != "" {
				q.asJSON = asJSON
				if q.period == "" {
					q.period = month
				}
				return c.payFromLog(cmd, q)
			}
			if q.person != "" {
				return usageError{errors.New("--person goes with --log: the agent knows your own duty alone")}
			}
			if month == "" {
				month = q.period
			}
			s, err := c.snapshot(cmd.Context())
			if err != nil {
				return err
			}
			when := time.Now().In(zoneOf(s))
			if month != "" {
				if when, err = time.Parse("2006-01", month); err != nil {
					return usageError{fmt.Errorf("--month %q is no month; write it as 2026-11", month)}
				}
			}
			return c.asking(cmd.Context(), 10*time.Second, func(ctx context.Context, client *api.Client) error {
				st, err := client.Pay(ctx, when.Year(), when.Month())
				if err != nil {
					return err
				}
				if asJSON {
					return writeJSON(c.out, st)
				}
				return c.printPay(st)
			})
		},
	}
	cmd.Flags().StringVar(&month, "month", "", "the month, such as 2026-11 (default: this one)")
	cmd.Flags().StringVar(&q.policy, "policy", "", "the policy file to pay a log by")
	cmd.Flags().StringVar(&q.log, "log", "", "a log of shifts and call-outs, JSON; - is standard input")
	cmd.Flags().StringVar(&q.period, "period", "", "the period, such as 2026-11, 2026 or 2026-11-02..2026-11-15 (default for a log: all of it)")
	cmd.Flags().StringVar(&q.person, "person", "", "of a log with several people, the one to pay (default: all)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: the statement")
	cmd.AddCommand(c.payCheck())
	return cmd
}

func (c *cli) printPay(st api.Statement) error {
	w := &strings.Builder{}
	zone, err := time.LoadLocation(st.Zone)
	if err != nil {
		zone = time.UTC
	}
	_, _ = fmt.Fprintf(w, "%s, %s, by the policy %q\n\n", st.Period.Start.In(zone).Format("January 2006"), st.Person, st.Policy)
	for _, l := range st.Lines {
		_, _ = fmt.Fprintf(w, "%10s %s  %s\n            %s\n            evidence: %s\n", l.Amount, st.Currency, l.What, l.Explanation, strings.Join(l.Evidence, ", "))
	}
	_, _ = fmt.Fprintf(w, "\n%10s %s  in all: %s h on call, %s h of call-outs\n", st.Total, st.Currency, st.StandbyHours, st.CallOutHours)
	for _, n := range st.Notes {
		_, _ = fmt.Fprintf(w, "Note: %s\n", n)
	}
	_, err = fmt.Fprint(c.out, w.String())
	return err
}

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
