package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/notify"
	"standby/rotation/pay/account"
)

// lieuEntry is what the flags of book, take, release and payout say.
type lieuEntry struct {
	hours, note string
	asJSON      bool
}

func (e *lieuEntry) flags(cmd *cobra.Command, hours string) {
	f := cmd.Flags()
	if hours != "" {
		f.StringVar(&e.hours, "hours", "", hours)
	}
	f.StringVar(&e.note, "note", "", "a word on it, which stands in the account and in the calendar")
	f.BoolVar(&e.asJSON, "json", false, "print JSON of a stable shape")
}

// asked is the entry of a kind that the flags say.
func (e *lieuEntry) asked(kind account.Kind) (api.LieuEntry, error) {
	out := api.LieuEntry{Kind: kind, Note: strings.TrimSpace(e.note)}
	if e.hours == "" {
		return out, nil
	}
	var err error
	if out.Seconds, err = lieuLength("--hours", e.hours); err != nil {
		return out, err
	}
	return out, nil
}

func lieuLength(where, text string) (int64, error) {
	seconds, err := hoursLength(where, text)
	if err == nil && seconds < 0 {
		err = usageError{fmt.Errorf("%s %.40q is less than nothing; write 8h, 7h36m or 30m", where, text)}
	}
	return seconds, err
}

func (c *cli) lieuBook() *cobra.Command {
	var e lieuEntry
	cmd := &cobra.Command{
		Use: "book DAY", Short: "Book a day off from the account", Args: cobra.ExactArgs(1),
		Long: "Book a day off from the account, or a part of one. It is used on that day, and can be released before.\n\n" +
			"A day costs what [pay] day says in the configuration, eight hours otherwise, unless --hours says it.",
		Example: "  standby lieu book 2026-12-14\n  standby lieu book 2026-12-15 --hours 4h --note \"afternoon\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := e.asked(account.Booked)
			if err == nil {
				n.On, err = dayNamed("the day", args[0])
			}
			if err != nil {
				return err
			}
			return c.asking(cmd.Context(), ledgerTime, func(ctx context.Context, client *api.Client) error {
				return c.enterLieu(ctx, client, n, e.asJSON)
			})
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	e.flags(cmd, "how much of it, such as 4h or 7h36m (default: a day)")
	return cmd
}

func (c *cli) lieuTake() *cobra.Command {
	var e lieuEntry
	cmd := &cobra.Command{
		Use: "take [DAY|ID]", Short: "Enter a day off that was taken", Args: cobra.MaximumNArgs(1),
		Long: "Enter a day off that was taken, today unless a day is named. Where one is booked on that day, or its ID is named, it takes the place of\n" +
			"the booking; --hours then says how much was taken after all.",
		Example: "  standby lieu take 2026-11-20\n  standby lieu take 2026-12-14 --hours 4h",
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := e.asked(account.Taken)
			if err != nil {
				return err
			}
			if err := checkBooking(args); err != nil {
				return err
			}
			return c.asking(cmd.Context(), ledgerTime, func(ctx context.Context, client *api.Client) error {
				l, err := client.Lieu(ctx)
				if err != nil {
					return err
				}
				on := l.On.String()
				if len(args) > 0 {
					on = args[0]
				}
				of, err := bookingNamed(l.Bookings, on, func(e account.Entry) bool { return e.Kind == account.Booked })
				if err != nil {
					return err
				}
				if n.On, err = account.ParseDate(on); err != nil {
					n.On = account.Date{} // it is an ID, which has its day
				}
				n.Of = of
				return c.enterLieu(ctx, client, n, e.asJSON)
			})
		},
		ValidArgsFunction: c.completeBookings(func(e account.Entry) bool { return e.Kind == account.Booked }),
	}
	e.flags(cmd, "how much was taken, such as 4h or 7h36m (default: what was booked, else a day)")
	return cmd
}

func (c *cli) lieuRelease() *cobra.Command {
	var e lieuEntry
	cmd := &cobra.Command{
		Use: "release DAY|ID", Short: "Give a day off back that was booked", Args: cobra.ExactArgs(1),
		Long:    "Give a day off back that was booked: by its day, or by its ID as standby lieu lists it.",
		Example: "  standby lieu release 2026-12-14 --note \"the release is later\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := e.asked(account.Released)
			if err != nil {
				return err
			}
			if err := checkBooking(args); err != nil {
				return err
			}
			return c.asking(cmd.Context(), ledgerTime, func(ctx context.Context, client *api.Client) error {
				l, err := client.Lieu(ctx)
				if err != nil {
					return err
				}
				if n.Of, err = bookingNamed(l.Bookings, args[0], func(account.Entry) bool { return true }); err != nil {
					return err
				}
				if n.Of == "" {
					return usageError{fmt.Errorf("no day off is booked on %s; standby lieu lists them", args[0])}
				}
				return c.enterLieu(ctx, client, n, e.asJSON)
			})
		},
		ValidArgsFunction: c.completeBookings(func(account.Entry) bool { return true }),
	}
	e.flags(cmd, "")
	return cmd
}

func (c *cli) lieuPayout() *cobra.Command {
	var e lieuEntry
	cmd := &cobra.Command{
		Use: "payout [HOURS]", Short: "Have time in lieu paid out", Args: cobra.MaximumNArgs(1),
		Long:    "Have time in lieu paid out, all that is free unless HOURS says how much. The policy must say what an hour is worth.",
		Example: "  standby lieu payout 6h",
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := e.asked(account.PaidOut)
			if err == nil && len(args) > 0 {
				n.Seconds, err = lieuLength("HOURS", args[0])
			}
			if err != nil {
				return err
			}
			return c.asking(cmd.Context(), ledgerTime, func(ctx context.Context, client *api.Client) error {
				return c.enterLieu(ctx, client, n, e.asJSON)
			})
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	e.flags(cmd, "")
	return cmd
}

// enterLieu makes the entry, and says what is left.
func (c *cli) enterLieu(ctx context.Context, client *api.Client, n api.LieuEntry, asJSON bool) error {
	done, err := client.EnterLieu(ctx, n)
	if err != nil {
		return err
	}
	if asJSON {
		return writeJSON(c.out, lieuEntryView{1, done})
	}
	l, err := client.Lieu(ctx)
	if err != nil {
		return err
	}
	what := account.Length(done.Seconds) + " " + string(done.Kind)
	switch done.Kind {
	case account.Released:
		what = "given back"
	case account.PaidOut:
		what += "; the statement of that month has the amount"
	}
	id := shortIDs([]string{done.ID})[done.ID]
	_, err = fmt.Fprintf(c.out, "%s  %s: %s.\n%s left in the account, %s of it free.\n",
		id, dateText(done.On), what, account.Length(l.Balance), account.Length(l.Free))
	return err
}

// checkBooking finds what can be neither a day nor an ID.
func checkBooking(args []string) error {
	for _, arg := range args {
		if _, err := account.ParseDate(arg); err == nil {
			continue
		}
		if checkHourIDs(args) != nil {
			return usageError{fmt.Errorf("%.40q is no day and no ID; write a day as 2026-12-14, or copy an ID from standby lieu", arg)}
		}
	}
	return nil
}

// bookingNamed is the ID of the day off that an argument means, by its day or by its
// ID, whole or the beginning; empty where none is on that day. An ID that nobody
// knows is left to the agent.
func bookingNamed(list []account.Entry, arg string, will func(account.Entry) bool) (string, error) {
	day, err := account.ParseDate(arg)
	byDay := err == nil
	var found []account.Entry
	for _, e := range list {
		if will(e) && (byDay && e.On == day || !byDay && strings.HasPrefix(strings.ToLower(e.ID), strings.ToLower(arg))) {
			found = append(found, e)
		}
	}
	switch {
	case len(found) == 1:
		return found[0].ID, nil
	case len(found) == 0 && byDay:
		return "", nil
	case len(found) == 0:
		return arg, nil
	}
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s could mean %d days off; name one by its ID:", arg, len(found))
	short := shortIDs(bookingIDs(list))
	for _, e := range found[:min(len(found), mostNamed)] {
		fmt.Fprintf(b, "\n  %s  %s, %s  %s", short[e.ID], dateText(e.On), account.Length(e.Seconds), shortened(notify.Clean(e.Note, 100), 40))
	}
	return "", usageError{errors.New(b.String())}
}

// completeBookings completes the IDs of days off that will do.
func (c *cli) completeBookings(will func(account.Entry) bool) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		var ids []string
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		// An agent that does not answer offers nothing.
		_ = c.asking(cmd.Context(), 5*time.Second, func(ctx context.Context, client *api.Client) error {
			l, err := client.Lieu(ctx)
			if err != nil {
				return err
			}
			short := shortIDs(bookingIDs(l.Bookings))
			for _, e := range l.Bookings {
				if will(e) {
					ids = append(ids, short[e.ID]+"\t"+bookingText(e, l.On))
				}
			}
			return nil
		})
		return ids, cobra.ShellCompDirectiveNoFileComp
	}
}
