package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/notify"
	"standby/rotation/pay/account"
	payledger "standby/rotation/pay/ledger"
)

// adjustmentView is the shape of `standby pay adjust --json`.
type adjustmentView struct {
	Schema     int                  `json:"schema"`
	Adjustment payledger.Adjustment `json:"adjustment"`
}

// adjustmentsView is the shape of `standby pay adjustments --json`.
type adjustmentsView struct {
	Schema      int                    `json:"schema"`
	Adjustments []payledger.Adjustment `json:"adjustments"`
}

// payAdjustment is what the flags of adjust say.
type payAdjustment struct {
	amount, lieu, what, on, takeBack string
	asJSON                           bool
}

func (c *cli) payAdjust() *cobra.Command {
	var a payAdjustment
	cmd := &cobra.Command{
		Use: "adjust", Short: "Enter money or time in lieu by hand, or take such an entry back",
		Long: "Enter money or time in lieu by hand, or take such an entry back. It is never changed afterwards; --take-back enters the opposite.\n\n" +
			"It counts in the month of its day, or in the first open one where that month is closed.",
		Example: "  standby pay adjust --amount 12.50 --what \"Taxi to the data centre\"\n  standby pay adjust --lieu=-2h --what \"Counted twice\" --on 2026-11-20\n" +
			"  standby pay adjust --take-back 2DVT3Q4K --what \"It was paid with the salary\"",
		RunE: func(cmd *cobra.Command, _ []string) error {
			n, err := a.asked()
			if err != nil {
				return err
			}
			return c.asking(cmd.Context(), ledgerTime, func(ctx context.Context, client *api.Client) error {
				return c.enterAdjustment(ctx, client, n, a.asJSON)
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&a.amount, "amount", "", "money in the policy's currency, such as 12.50; below zero it is taken away")
	f.StringVar(&a.lieu, "lieu", "", "time in lieu, such as 2h; below zero it is taken away")
	f.StringVar(&a.what, "what", "", "what it is for")
	f.StringVar(&a.on, "on", "", "the day that it counts for, such as 2026-11-20 (default: today)")
	f.StringVar(&a.takeBack, "take-back", "", "the ID of the entry to undo, as standby pay adjustments lists it")
	f.BoolVar(&a.asJSON, "json", false, "print JSON of a stable shape")
	_ = cmd.RegisterFlagCompletionFunc("take-back", c.completeAdjustments)
	return cmd
}

// asked is the entry that the flags say.
func (a *payAdjustment) asked() (n api.NewAdjustment, err error) {
	n = api.NewAdjustment{Amount: strings.TrimSpace(a.amount), What: strings.TrimSpace(a.what), TakesBack: strings.TrimSpace(a.takeBack)}
	if a.on != "" {
		if n.On, err = dayNamed("--on", a.on); err != nil {
			return n, err
		}
	}
	if n.TakesBack != "" {
		if a.amount != "" || a.lieu != "" {
			return n, usageError{errors.New("--take-back enters the opposite of what was entered; leave --amount and --lieu out")}
		}
		return n, checkAdjustmentID(n.TakesBack)
	}
	switch {
	case a.amount == "" && a.lieu == "":
		return n, usageError{errors.New("--amount or --lieu is missing: say what is entered")}
	case n.What == "":
		return n, usageError{errors.New("--what is missing: say what it is for")}
	}
	if a.amount != "" {
		if d, err := decimal.NewFromString(n.Amount); err != nil || d.IsZero() && a.lieu == "" || strings.ContainsAny(n.Amount, "eE") {
			return n, usageError{fmt.Errorf("--amount %.40q is no amount; write it as 12.50", a.amount)}
		}
	}
	if a.lieu != "" {
		n.Seconds, err = hoursLength("--lieu", a.lieu)
	}
	return n, err
}

func checkAdjustmentID(id string) error {
	if checkHourIDs([]string{id}) != nil {
		return usageError{fmt.Errorf("--take-back %.40q is no ID; copy one from standby pay adjustments, %d letters of it or more", id, shortestID)}
	}
	return nil
}

func (c *cli) enterAdjustment(ctx context.Context, client *api.Client, n api.NewAdjustment, asJSON bool) error {
	if n.TakesBack != "" {
		list, err := client.Adjustments(ctx)
		if err != nil {
			return err
		}
		of, err := adjustmentNamed(list, n.TakesBack)
		if err != nil {
			return err
		}
		if n.TakesBack = of.ID; n.What == "" {
			n.What = notify.Clean("Taken back: "+of.What, 500)
		}
	}
	done, err := client.Adjust(ctx, n)
	switch {
	case err != nil:
		return err
	case asJSON:
		return writeJSON(c.out, adjustmentView{1, done})
	}
	id := shortIDs([]string{done.ID})[done.ID]
	_, err = io.WriteString(c.out, wrapped(id+"  ", adjustmentText(done)))
	return err
}

// adjustmentNamed is the entry that an ID means, whole or its beginning.
func adjustmentNamed(list []payledger.Adjustment, arg string) (payledger.Adjustment, error) {
	var found []payledger.Adjustment
	for _, a := range list {
		if strings.HasPrefix(strings.ToLower(a.ID), strings.ToLower(arg)) {
			found = append(found, a)
		}
	}
	switch len(found) {
	case 0:
		return payledger.Adjustment{}, usageError{fmt.Errorf("--take-back %.40q: there is no such entry; standby pay adjustments lists them", arg)}
	case 1:
		return found[0], nil
	}
	return payledger.Adjustment{}, usageError{fmt.Errorf("--take-back %.40q could mean %d entries; write more of the ID", arg, len(found))}
}

func adjustmentText(a payledger.Adjustment) string {
	var parts []string
	if !a.Amount.IsZero() {
		parts = append(parts, a.Amount.StringFixed(max(2, -a.Amount.Exponent()))+" "+a.Currency)
	}
	if a.Seconds != 0 {
		parts = append(parts, account.Length(a.Seconds)+" in lieu")
	}
	return dateText(a.On) + ", " + strings.Join(parts, " and ") + ": " + notify.Clean(a.What, 300)
}

func (c *cli) payAdjustments() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "adjustments", Short: "List what was entered by hand with pay adjust",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.asking(cmd.Context(), ledgerTime, func(ctx context.Context, client *api.Client) error {
				list, err := client.Adjustments(ctx)
				switch {
				case err != nil:
					return err
				case asJSON:
					return writeJSON(c.out, adjustmentsView{1, list})
				}
				_, err = io.WriteString(c.out, adjustmentsText(list))
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

func adjustmentIDs(list []payledger.Adjustment) []string {
	ids := make([]string, len(list))
	for i, a := range list {
		ids[i] = a.ID
	}
	return ids
}

func adjustmentsText(list []payledger.Adjustment) string {
	if len(list) == 0 {
		return "Nothing was entered by hand.\n"
	}
	short := shortIDs(adjustmentIDs(list))
	b := &strings.Builder{}
	for _, a := range list {
		text := adjustmentText(a)
		if of := short[a.TakesBack]; of != "" {
			text += " (takes " + of + " back)"
		}
		b.WriteString(wrapped(short[a.ID]+"  ", text+", by "+notify.Clean(a.By, 80)))
	}
	return b.String()
}

// completeAdjustments completes the IDs of what can be taken back.
func (c *cli) completeAdjustments(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	var ids []string
	// An agent that does not answer offers nothing.
	_ = c.asking(cmd.Context(), 5*time.Second, func(ctx context.Context, client *api.Client) error {
		list, err := client.Adjustments(ctx)
		short := shortIDs(adjustmentIDs(list))
		for _, a := range list {
			undone := slices.ContainsFunc(list, func(b payledger.Adjustment) bool { return b.TakesBack == a.ID })
			if a.TakesBack == "" && !undone {
				ids = append(ids, short[a.ID]+"\t"+adjustmentText(a))
			}
		}
		return err
	})
	return ids, cobra.ShellCompDirectiveNoFileComp
}
