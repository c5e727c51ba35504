package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/rotation"
)

// asking runs do with a client and a time limit.
func (c *cli) asking(ctx context.Context, limit time.Duration, do func(context.Context, *api.Client) error) error {
	client, err := c.client()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return do(ctx, client)
}

func (c *cli) who() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "who", Short: "Say who is on call now, in every calendar and rota",
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := c.snapshot(cmd.Context())
			if err != nil {
				return err
			}
			on := append([]rotation.Shift{}, s.Duty.With...)
			if s.Duty.Current != nil {
				on = append([]rotation.Shift{*s.Duty.Current}, on...)
			}
			if asJSON {
				return writeJSON(c.out, viewShifts(on, s))
			}
			if !s.DutyKnown {
				_, _ = fmt.Fprintln(c.out, s.DutyReason)
			}
			return c.printShifts(on, s)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: a list of shifts")
	return cmd
}

func (c *cli) next() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "next", Short: "Say when you are on call next",
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := c.snapshot(cmd.Context())
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(c.out, viewNext(s))
			}
			if s.Duty.Next == nil {
				_, err := fmt.Fprintln(c.out, "No further shift of yours is known.")
				return err
			}
			return c.printShifts([]rotation.Shift{*s.Duty.Next}, s)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: a shift, or null")
	return cmd
}

func (c *cli) shifts() *cobra.Command {
	var from, to string
	var all, asJSON bool
	cmd := &cobra.Command{
		Use: "shifts", Short: "List your shifts (or everybody's)",
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := c.snapshot(cmd.Context())
			if err != nil {
				return err
			}
			now := time.Now()
			q := api.ShiftQuery{From: now, To: now.AddDate(0, 0, 28), Mine: !all}
			if err := dates(&q, from, to, zoneOf(s)); err != nil {
				return err
			}
			return c.asking(cmd.Context(), 10*time.Second, func(ctx context.Context, client *api.Client) error {
				found, err := client.Shifts(ctx, q)
				if err != nil {
					return err
				}
				if asJSON {
					return writeJSON(c.out, viewShifts(found, s))
				}
				return c.printShifts(found, s)
			})
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "first day, such as 2026-11-01 (default: now)")
	cmd.Flags().StringVar(&to, "to", "", "day after the last one (default: four weeks on)")
	cmd.Flags().BoolVar(&all, "all", false, "everybody's shifts")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: a list of shifts")
	return cmd
}

func dates(q *api.ShiftQuery, from, to string, loc *time.Location) error {
	for _, d := range []struct {
		flag, text string
		into       *time.Time
	}{{"--from", from, &q.From}, {"--to", to, &q.To}} {
		if d.text == "" {
			continue
		}
		t, err := time.ParseInLocation(time.DateOnly, d.text, loc)
		if err != nil {
			return usageError{fmt.Errorf("%s %q is no day; write it as 2026-11-01", d.flag, d.text)}
		}
		*d.into = t
	}
	if !q.From.Before(q.To) {
		return usageError{fmt.Errorf("--from must lie before --to")}
	}
	return nil
}

func (c *cli) printShifts(shifts []rotation.Shift, s api.Snapshot) error {
	loc := zoneOf(s)
	w := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', 0)
	for _, sh := range shifts {
		end := sh.End.In(loc).Format("Mon 2 Jan 15:04")
		if s.EndsOpen(sh) {
			end = furtherNotice
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", sh.Start.In(loc).Format("Mon 2 Jan 2006 15:04"), end, sh.Person, sh.Role, sh.Rota)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if len(shifts) == 0 {
		_, err := fmt.Fprintln(c.out, "None.")
		return err
	}
	return nil
}
