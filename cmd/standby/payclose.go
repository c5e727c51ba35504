package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/rotation/pay/account"
	payledger "standby/rotation/pay/ledger"
)

// monthsView is the shape of `standby pay months --json`.
type monthsView struct {
	Schema int              `json:"schema"`
	Months []api.MonthState `json:"months"`
}

func (c *cli) payMonths() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "months", Short: "List the months of the ledger, what they come to, and which are closed",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.asking(cmd.Context(), ledgerTime, func(ctx context.Context, client *api.Client) error {
				list, err := client.Months(ctx)
				switch {
				case err != nil:
					return err
				case asJSON:
					return writeJSON(c.out, monthsView{1, list})
				}
				_, err = io.WriteString(c.out, monthsText(list))
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

func monthsText(list []api.MonthState) string {
	if len(list) == 0 {
		return "The ledger has no month yet.\n"
	}
	b := &strings.Builder{}
	w := tabwriter.NewWriter(b, 0, 4, 2, ' ', 0)
	for _, m := range list {
		state := "not over"
		switch {
		case m.Closed:
			state = "closed"
		case m.Turn && m.Over:
			state = "next to be closed"
		case m.Over:
			state = "over"
		}
		if m.Unconfirmed > 0 {
			state += ", " + counted(m.Unconfirmed, "call-out") + " not confirmed"
		}
		_, _ = fmt.Fprintf(w, "%s\t%s %s\t%s in lieu\t%s on call\t%s of call-outs\t%s\n",
			m.Month, m.Total, m.Currency, account.Length(m.Lieu), account.Length(m.Standby), account.Length(m.CallOut), state)
	}
	_ = w.Flush()
	return b.String()
}

func (c *cli) payClose() *cobra.Command {
	var unconfirmed, asJSON bool
	cmd := &cobra.Command{
		Use: "close MONTH", Short: "Close a month: freeze its figures for good", Args: cobra.ExactArgs(1),
		Long: "Close a month: freeze its figures for good, under a hash of them. Months are closed in order, once they are over and all their\n" +
			"call-outs are confirmed. What turns out otherwise later is a correction in the month that is open then.",
		Example: "  standby hours confirm --all --month 2026-10\n  standby pay close 2026-10",
		RunE: func(cmd *cobra.Command, args []string) error {
			month, err := payledger.ParseMonth(args[0])
			if err != nil {
				return usageError{fmt.Errorf("%.40q is no month; write it as 2026-11", args[0])}
			}
			return c.asking(cmd.Context(), ledgerTime, func(ctx context.Context, client *api.Client) error {
				st, err := client.CloseMonth(ctx, api.CloseMonth{Month: month, Unconfirmed: unconfirmed})
				switch {
				case err != nil:
					return err
				case asJSON:
					return writeJSON(c.out, st)
				}
				_, err = fmt.Fprintf(c.out, "%s is closed: %s %s, %s in lieu. It is sealed by %s.\n",
					monthText(month), st.Total, st.Currency, account.Length(st.State.Lieu), st.State.Hash)
				return err
			})
		},
		ValidArgsFunction: c.completeMonths,
	}
	cmd.Flags().BoolVar(&unconfirmed, "unconfirmed", false, "close it although some call-outs are not confirmed")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: the statement as it was closed")
	return cmd
}

// completeMonths offers the month that is the next to be closed.
func (c *cli) completeMonths(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var months []string
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	// An agent that does not answer offers nothing.
	_ = c.asking(cmd.Context(), ledgerTime, func(ctx context.Context, client *api.Client) error {
		list, err := client.Months(ctx)
		for _, m := range list {
			if m.Turn && m.Over {
				months = append(months, m.Month.String())
			}
		}
		return err
	})
	return months, cobra.ShellCompDirectiveNoFileComp
}
