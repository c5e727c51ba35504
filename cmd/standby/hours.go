package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/rotation"
	payledger "standby/rotation/pay/ledger"
)

// ledgerTime is how long a question about the ledger may take: all of it is
// computed from what is kept.
const ledgerTime = 30 * time.Second

// hours is the parent of the commands on the log of call-outs.
func (c *cli) hours() *cobra.Command {
	cmd := &cobra.Command{
		Use: "hours", Short: "List, add, correct and confirm call-outs",
		Long: "List, add, correct and confirm call-outs: what was worked because of pages, from acknowledgement to end, and what was entered by hand.\n\n" +
			"Nothing is written over: each change is kept beside what it changes, with who made it, when and why.",
		Example: "  standby hours list --month 2026-11\n  standby hours add --from 22:10 --to 23:40 --mode phone --what \"Advice on the night batch\"\n" +
			"  standby hours edit 0a1b2c --to 01:30 --why \"the page ended late\"\n  standby hours confirm --all --month 2026-11",
		SuggestionsMinimumDistance: 2,
		Args:                       unknownCommand,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.hoursList(), c.hoursAdd(), c.hoursEdit(), c.hoursConfirm(), c.hoursRemove(), c.hoursRestore(), c.hoursTrail())
	for _, sub := range cmd.Commands() {
		checkArgs(sub)
	}
	return cmd
}

// hoursSpan is what --from, --to and --month say.
type hoursSpan struct{ from, to, month string }

func (h *hoursSpan) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&h.month, "month", "", "a month, such as 2026-11, as pay counts it (default: this one)")
	cmd.Flags().StringVar(&h.from, "from", "", "first day, such as 2026-11-01, or a time, such as \"2026-11-01 09:00\"")
	cmd.Flags().StringVar(&h.to, "to", "", "day after the last one, or a time (default: now)")
}

// check finds what is wrong with the words alone, before anybody is asked anything.
func (h *hoursSpan) check() error {
	switch {
	case h.month != "" && h.from+h.to != "":
		return usageError{errors.New("--month is one span and --from and --to another; write one of them")}
	case h.to != "" && h.from == "":
		return usageError{errors.New("--to needs --from")}
	case h.from != "":
		_, err := h.between(time.Now(), time.UTC)
		return err
	}
	_, err := monthNamed("--month", h.month, payledger.MonthOf(time.Now(), time.UTC))
	return err
}

// span is what is asked for. A month is that of the statement where there is one: a
// policy may count by another clock than the user's.
func (h *hoursSpan) span(ctx context.Context, client *api.Client, now time.Time, zone *time.Location) (rotation.Interval, error) {
	if h.from != "" {
		return h.between(now, zone)
	}
	month, err := monthNamed("--month", h.month, payledger.MonthOf(now, zone))
	if err != nil {
		return rotation.Interval{}, err
	}
	if st, err := client.Statement(ctx, month); err == nil {
		return st.Period, nil
	}
	return month.Span(zone), nil
}

func (h *hoursSpan) between(now time.Time, zone *time.Location) (span rotation.Interval, err error) {
	if span.Start, err = instant("--from", h.from, zone, false); err != nil {
		return span, err
	}
	span.End = now.Add(time.Minute).UTC().Truncate(time.Second) // what runs is in it
	if h.to != "" {
		if span.End, err = instant("--to", h.to, zone, true); err != nil {
			return span, err
		}
	}
	if span.Empty() {
		return span, usageError{errors.New("--from must lie before --to")}
	}
	return span, nil
}

// monthNamed is the month that a flag or an argument names, else the usual one.
func monthNamed(where, text string, usual payledger.Month) (payledger.Month, error) {
	if text == "" {
		return usual, nil
	}
	m, err := payledger.ParseMonth(text)
	if err != nil {
		return m, usageError{fmt.Errorf("%s %.40q is no month; write it as 2026-11", where, text)}
	}
	return m, nil
}

func (c *cli) hoursList() *cobra.Command {
	var span hoursSpan
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the call-outs of a month, or of any time",
		Long: "List the call-outs of a month, or of any time: when and how long, how they were worked, where that comes from, and whether\n" +
			"they are confirmed. Where a call-out was edited and its page tells otherwise since, that is said; the edit counts.",
		Example: "  standby hours list\n  standby hours list --month 2026-10 --json\n  standby hours list --from 2026-11-20 --to 2026-11-22",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := span.check(); err != nil {
				return err
			}
			return c.asking(cmd.Context(), ledgerTime, func(ctx context.Context, client *api.Client) error {
				return c.listHours(ctx, client, span, asJSON)
			})
		},
	}
	span.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

func (c *cli) listHours(ctx context.Context, client *api.Client, q hoursSpan, asJSON bool) error {
	s, err := client.Snapshot(ctx)
	if err != nil {
		return err
	}
	now, zone := time.Now(), zoneOf(s)
	span, err := q.span(ctx, client, now, zone)
	if err != nil {
		return err
	}
	list, err := client.Hours(ctx, span.Start, span.End)
	if err != nil {
		return err
	}
	if asJSON {
		return writeJSON(c.out, viewHours(span, s.Zone, list, now))
	}
	_, err = io.WriteString(c.out, hoursText(list, now, zone))
	return err
}

func (c *cli) hoursTrail() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "trail ID", Short: "Show all that was said of a call-out: by its page, by whom, when and why", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.onHours(cmd.Context(), args, func(ctx context.Context, at hoursAt) error {
				steps, err := at.client.Trail(ctx, at.ids[0])
				if err != nil {
					return err
				}
				if asJSON {
					return writeJSON(c.out, trailView{1, at.ids[0], viewTrail(steps, at.now)})
				}
				_, err = io.WriteString(c.out, trailText(at.ids[0], steps, at.zone))
				return err
			})
		},
		ValidArgsFunction: c.completeHours(1, func(payledger.Logged) bool { return true }),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

// factsOf reads the --fact flags; an empty value is kept, for it takes a fact away.
func factsOf(list []string) (map[string]string, error) {
	facts := map[string]string{}
	for _, text := range list {
		name, value, ok := strings.Cut(text, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if _, twice := facts[name]; !ok || name == "" || twice {
			return nil, usageError{fmt.Errorf("--fact %.60q is no fact, or named twice; write it as name=value, such as level=C3", text)}
		}
		facts[name] = value
	}
	return facts, nil
}
