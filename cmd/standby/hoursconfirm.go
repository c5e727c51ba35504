package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/notify"
	payledger "standby/rotation/pay/ledger"
)

// confirmedView is the shape of `standby hours confirm --json`.
type confirmedView struct {
	Schema int        `json:"schema"`
	Hours  []hourView `json:"hours"`
}

func (c *cli) hoursConfirm() *cobra.Command {
	var all, asJSON bool
	var span hoursSpan
	cmd := &cobra.Command{
		Use: "confirm ID...", Short: "Vouch for call-outs as they are logged", Args: cobra.ArbitraryArgs,
		Long: "Vouch for call-outs as they are logged; a month is closed once all of its call-outs are confirmed.\n\n" +
			"With --all, all that begin in --month, or from --from on. One that is still running is left out.",
		Example: "  standby hours confirm 0a1b2c\n  standby hours confirm --all --month 2026-11",
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case all && len(args) > 0:
				return usageError{errors.New("--all is all of them; leave the IDs out")}
			case all && span.month+span.from == "":
				return usageError{errors.New("--all needs --month, such as 2026-11, or --from")}
			case !all && span.month+span.from+span.to != "":
				return usageError{errors.New("--month, --from and --to go with --all")}
			case !all && len(args) == 0:
				return usageError{errors.New("name the call-outs by their IDs, or write --all --month 2026-11")}
			}
			if err := span.check(); all && err != nil {
				return err
			}
			return c.onHours(cmd.Context(), args, func(ctx context.Context, at hoursAt) error {
				if all {
					if err := at.within(ctx, span); err != nil {
						return err
					}
				}
				return c.confirmHours(ctx, at, asJSON)
			})
		},
		ValidArgsFunction: c.completeHours(0, func(h payledger.Logged) bool { return !h.Removed && !h.Confirmed && !h.Running }),
	}
	cmd.Flags().BoolVar(&all, "all", false, "all of the month")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape: those that were confirmed")
	span.flags(cmd)
	cmd.Flag("month").Usage = "with --all: the month, such as 2026-11, as pay counts it"
	return cmd
}

// within takes those that begin in a span and wait to be confirmed, as closing a
// month counts them.
func (h *hoursAt) within(ctx context.Context, q hoursSpan) error {
	span, err := q.span(ctx, h.client, h.now, h.zone)
	if err != nil {
		return err
	}
	for _, l := range h.log {
		if !l.Removed && !l.Confirmed && !l.Start.Before(span.Start) && l.Start.Before(span.End) {
			h.ids = append(h.ids, l.ID)
		}
	}
	return nil
}

// confirmHours confirms those that wait for it, and says which do not.
func (c *cli) confirmHours(ctx context.Context, at hoursAt, asJSON bool) error {
	yes := true
	var failed error
	var done []payledger.Logged
	for _, id := range at.ids {
		if why := at.unconfirmable(id); why != "" {
			_, _ = fmt.Fprintf(c.errs, "standby: %s %s\n", id, why)
			failed = errReported
			continue
		}
		if h, known := at.of(id); known && h.Confirmed {
			done = append(done, h) // once is enough for the trail
			continue
		}
		h, err := at.client.EditHour(ctx, api.HourEdit{ID: id, Confirmed: &yes})
		if err != nil {
			return err
		}
		done = append(done, h)
	}
	var err error
	if asJSON {
		err = writeJSON(c.out, confirmedView{1, viewAll(done, at.now)})
	} else {
		b := &strings.Builder{}
		for _, h := range done {
			b.WriteString(wrapped(h.ID+"  ", "confirmed: "+spanText(h.Interval, at.zone)+"  "+notify.Clean(h.What, 120)))
		}
		_, err = fmt.Fprintf(c.out, "%s%s confirmed.\n", b, upperFirst(counted(len(done), "call-out")))
	}
	return errors.Join(err, failed)
}

// unconfirmable says why a call-out cannot be vouched for now; empty where it can.
func (h *hoursAt) unconfirmable(id string) string {
	l, known := h.of(id)
	switch {
	case known && l.Running:
		return "is still running; confirm it once it is over"
	case known && l.Removed:
		return "is removed and does not count; put it back first: standby hours restore " + id + " --why ..."
	}
	return ""
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func (c *cli) hoursRemove() *cobra.Command {
	return c.hoursFlip("remove ID...", "Take call-outs out of the log, so that they do not count",
		"They stay in the list, marked, and can be put back: standby hours restore.", true)
}

func (c *cli) hoursRestore() *cobra.Command {
	return c.hoursFlip("restore ID...", "Put call-outs that were removed back into the log", "", false)
}

// hoursFlip is the command that removes call-outs or puts them back.
func (c *cli) hoursFlip(use, short, long string, removed bool) *cobra.Command {
	var why string
	var asJSON bool
	cmd := &cobra.Command{
		Use: use, Short: short, Args: cobra.MinimumNArgs(1), Long: short + "." + paragraph(long),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := needed("--why", why); err != nil {
				return err
			}
			if asJSON && len(args) > 1 {
				return usageError{errors.New("--json goes with one call-out")}
			}
			return c.onHours(cmd.Context(), args, func(ctx context.Context, at hoursAt) error {
				for _, id := range at.ids {
					done, err := at.client.EditHour(ctx, api.HourEdit{ID: id, Why: strings.TrimSpace(why), Removed: &removed})
					if err != nil {
						return err
					}
					if err := c.tellHour(done, asJSON, at.now, at.zone); err != nil {
						return err
					}
				}
				return nil
			})
		},
		ValidArgsFunction: c.completeHours(0, func(h payledger.Logged) bool { return h.Removed != removed }),
	}
	whyFlag(cmd, &why)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}
