package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/notify"
	"standby/rotation/pay/account"
)

// lieuView is the shape of `standby lieu --json`. Lengths are seconds.
type lieuView struct {
	Schema      int             `json:"schema"`
	On          account.Date    `json:"on"`
	Balance     int64           `json:"balance_seconds"`
	Booked      int64           `json:"booked_seconds"`
	Free        int64           `json:"free_seconds"`
	Provisional int64           `json:"provisional_seconds"`
	Day         int64           `json:"day_seconds"`
	Lapsing     []lapseView     `json:"lapsing"`
	Bookings    []account.Entry `json:"bookings"`
	Months      []lieuMonthView `json:"months"`
}

// lapseView is time that goes as a day ends; Paid says that it is paid out.
type lapseView struct {
	On      account.Date `json:"on"`
	Seconds int64        `json:"seconds"`
	Paid    bool         `json:"paid,omitempty"`
}

// lieuMonthView is the account over a month.
type lieuMonthView struct {
	Month     string `json:"month"`
	Closed    bool   `json:"closed"`
	Opening   int64  `json:"opening_seconds"`
	Earned    int64  `json:"earned_seconds"`
	Taken     int64  `json:"taken_seconds"`
	Expired   int64  `json:"expired_seconds"`
	PaidOut   int64  `json:"paid_out_seconds"`
	Corrected int64  `json:"corrected_seconds"`
	Closing   int64  `json:"closing_seconds"`
}

// lieuEntryView is the shape of `standby lieu book --json` and the others that change
// the account.
type lieuEntryView struct {
	Schema int           `json:"schema"`
	Entry  account.Entry `json:"entry"`
}

func (c *cli) lieu() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "lieu", Short: "Show the account of time in lieu, and book days off from it",
		Long: "Show the account of time in lieu: what is in it, what of that may still change, what lapses when, which days off are booked\n" +
			"or were taken, and how each month changed it.",
		Example: "  standby lieu\n  standby lieu book 2026-12-14 --note \"after the release\"\n  standby lieu book 2026-12-15 --hours 4h\n" +
			"  standby lieu release 2026-12-14\n  standby lieu export --output days-off.ics",
		SuggestionsMinimumDistance: 2,
		Args:                       unknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.asking(cmd.Context(), ledgerTime, func(ctx context.Context, client *api.Client) error {
				l, err := client.Lieu(ctx)
				switch {
				case err != nil:
					return err
				case asJSON:
					return writeJSON(c.out, viewLieu(l))
				}
				_, err = io.WriteString(c.out, lieuText(l))
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	cmd.AddCommand(c.lieuBook(), c.lieuTake(), c.lieuRelease(), c.lieuPayout(), c.lieuExport())
	for _, sub := range cmd.Commands() {
		checkArgs(sub)
	}
	return cmd
}

func viewLieu(l api.Lieu) lieuView {
	v := lieuView{Schema: 1, On: l.On, Balance: l.Balance, Booked: l.Booked, Free: l.Free, Provisional: l.Provisional, Day: l.DayLength,
		Lapsing: []lapseView{}, Bookings: append([]account.Entry{}, l.Bookings...), Months: []lieuMonthView{}}
	for _, p := range l.Lapsing {
		v.Lapsing = append(v.Lapsing, lapseView{p.On, p.Seconds, p.Paid})
	}
	for _, m := range l.Months {
		v.Months = append(v.Months, lieuMonthView{m.Month.String(), m.Closed, m.Opening, m.Earned, m.Taken, m.Expired, m.PaidOut, m.Corrected, m.Closing})
	}
	return v
}

// lieuText is the account for people to read.
func lieuText(l api.Lieu) string {
	b := &strings.Builder{}
	fmt.Fprintf(b, "Time in lieu on %s\n\n", dateText(l.On))
	row := func(seconds int64, what string) {
		fmt.Fprintf(b, "%14s  %s\n", account.Length(seconds), what)
	}
	row(l.Balance, "in the account")
	if l.Provisional != 0 {
		row(l.Provisional, "of it by months that are not closed: it may still change")
	}
	if l.Booked != 0 {
		row(l.Booked, "of it booked for days to come")
	}
	row(l.Free, "free to be booked or taken")
	b.WriteString(lapseText(l.Lapsing))
	if len(l.Bookings) > 0 {
		b.WriteString("\nDays off\n")
		short := shortIDs(bookingIDs(l.Bookings))
		for _, e := range l.Bookings {
			b.WriteString(wrapped("  "+short[e.ID]+"  ", bookingText(e, l.On)))
		}
	}
	if len(l.Months) > 0 {
		b.WriteString("\nMonth by month\n")
		for _, m := range l.Months {
			b.WriteString(wrapped("  "+m.Month.String()+"  ", lieuMonthText(m)))
		}
	}
	return b.String()
}

// lapseText says what goes when, a line for each day.
func lapseText(list []account.Lapse) string {
	b := &strings.Builder{}
	for _, p := range list {
		b.WriteString(wrapped("  ", p.String()+"."))
	}
	return b.String()
}

func bookingIDs(list []account.Entry) []string {
	ids := make([]string, len(list))
	for i, e := range list {
		ids[i] = e.ID
	}
	return ids
}

// bookingText is a day off: when, how much, and how it stands on a day.
func bookingText(e account.Entry, on account.Date) string {
	state := string(e.Kind)
	if e.Kind == account.Booked && !e.On.After(on) {
		state = "taken as booked"
	}
	parts := []string{dateText(e.On), account.Length(e.Seconds), state}
	if e.Note != "" {
		parts = append(parts, notify.Clean(e.Note, 200))
	}
	return strings.Join(parts, ", ")
}

func lieuMonthText(m api.LieuMonth) string {
	parts := []string{account.Length(m.Opening) + " before"}
	for _, p := range []struct {
		seconds int64
		what    string
	}{{m.Earned, "earned"}, {m.Taken, "taken"}, {m.Expired, "lapsed"}, {m.PaidOut, "paid out"}, {m.Corrected, "by corrections and by hand"}} {
		if p.seconds != 0 {
			parts = append(parts, account.Length(p.seconds)+" "+p.what)
		}
	}
	text := strings.Join(parts, ", ") + ": " + account.Length(m.Closing)
	if m.Closed {
		text += ", closed"
	}
	return text
}

// dateText is a day as people read it.
func dateText(d account.Date) string { return midnightOf(d).Format("Mon 2 Jan 2006") }

// midnightOf is the beginning of a day in UTC, for what goes by days alone.
func midnightOf(d account.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}
