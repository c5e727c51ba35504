package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/notify"
	"standby/rotation/pay"
	"standby/rotation/pay/account"
	payledger "standby/rotation/pay/ledger"
)

// payOwn asks the agent for the user's own duty.
func (c *cli) payOwn(cmd *cobra.Command, q payRequest) error {
	if q.person != "" {
		return usageError{errors.New("--person goes with --log: the agent knows your own duty alone")}
	}
	first, last, err := q.months(time.Now(), time.UTC)
	if err != nil {
		return err
	}
	if first != last && !q.out.document() {
		return usageError{fmt.Errorf("--period %s is several months, and your own duty is shown by the month; name one, or write a document of all with --output", q.period)}
	}
	return c.asking(cmd.Context(), ledgerTime, func(ctx context.Context, client *api.Client) error {
		s, err := client.Snapshot(ctx)
		if err != nil {
			return err
		}
		first, last, err := q.months(time.Now(), zoneOf(s))
		if err != nil {
			return err
		}
		if q.out.document() {
			d, err := client.Document(ctx, api.DocumentQuery{First: first, Last: last, Format: q.out.form, Paper: q.out.paper, Mark: q.out.mark})
			if err != nil {
				return err
			}
			return q.out.keep(c.out, d.Data)
		}
		st, err := client.Statement(ctx, first)
		switch {
		case err != nil:
			return err
		case q.out.form == formJSON:
			return writeJSON(c.out, st)
		}
		_, err = io.WriteString(c.out, ownText(st))
		return err
	})
}

// months are the first and the last one that are asked for; the present one where
// none is.
func (q payRequest) months(now time.Time, zone *time.Location) (first, last payledger.Month, err error) {
	first = payledger.MonthOf(now, zone)
	switch {
	case q.month != "":
		first, err = monthNamed("--month", q.month, first)
	case q.period != "":
		return wholeMonths(q.period)
	}
	return first, first, err
}

// wholeMonths are those of a period, which must hold nothing else.
func wholeMonths(text string) (first, last payledger.Month, err error) {
	span, err := payPeriod("--period", text, time.UTC)
	if err != nil {
		return first, last, err
	}
	first, last = payledger.MonthOf(span.Start, time.UTC), payledger.MonthOf(span.End.Add(-time.Second), time.UTC)
	if !span.Start.Equal(first.Span(time.UTC).Start) || !span.End.Equal(last.Span(time.UTC).End) {
		return first, last, usageError{fmt.Errorf("--period %s is no whole months, and Standby tells your own duty by the month; write 2026-11, 2026-Q4 or 2026", text)}
	}
	return first, last, nil
}

// keep writes a document that is ready.
func (o *payOutput) keep(out io.Writer, data []byte) error {
	if o.file == "" {
		_, err := out.Write(data)
		return err
	}
	return replaceFile(o.file, data)
}

// ownText is a month for people to read.
func ownText(st api.Statement) string {
	b := &strings.Builder{}
	zone, err := time.LoadLocation(st.Zone)
	if err != nil {
		zone = time.UTC
	}
	fmt.Fprintf(b, "%s, %s, by the policy %q\n%s\n", monthText(st.State.Month), st.Person, st.Policy, stateText(st.State, zone))
	// The stable order keeps each group as the ledger has it.
	lines := slices.Clone(st.Lines)
	slices.SortStableFunc(lines, func(a, b api.Line) int { return lineGroup(a) - lineGroup(b) })
	group := -1
	for _, l := range lines {
		if g := lineGroup(l); g != group {
			group = g
			fmt.Fprintf(b, "\n%s", []string{"", "Corrections of closed months\n", "Entered by hand\n", "From the account of time in lieu\n"}[g])
		}
		b.WriteString(lineText(l, st.Currency))
	}
	fmt.Fprintf(b, "\n%10s %s  in all: %s h on call, %s h of call-outs\n", st.Total, st.Currency, st.StandbyHours, st.CallOutHours)
	if lieu := statementLieu(st); lieu != "" {
		b.WriteString(wrapped("Time in lieu: ", lieu))
		b.WriteString(lapseText(st.Lieu.Lapsing))
	}
	for _, list := range []struct {
		name  string
		found []api.Finding
	}{{"Violation", st.Violations}, {"Warning", st.Warnings}} {
		for _, f := range list.found {
			b.WriteString(wrapped(list.name+": ", f.Code+": "+f.Text))
		}
	}
	for _, n := range st.Notes {
		b.WriteString(wrapped("Note: ", n))
	}
	return b.String()
}

// lineGroup is where in the list a line stands: what the policy pays comes first.
func lineGroup(l api.Line) int {
	return map[string]int{string(payledger.KindCorrection): 1, string(pay.KindAdjustment): 2, string(pay.KindAccount): 3}[l.Kind]
}

func lineText(l api.Line, currency string) string {
	const indent = "            "
	b := &strings.Builder{}
	what := notify.Clean(l.What, 200)
	if l.TimeInLieu != 0 {
		what += ", " + account.Length(l.TimeInLieu) + " in lieu"
	}
	fmt.Fprintf(b, "%10s %s  %s\n%s%s\n", l.Amount, currency, what, indent, notify.Clean(l.Explanation, 1000))
	if len(l.Evidence) > 0 {
		fmt.Fprintf(b, "%sevidence: %s\n", indent, notify.Clean(strings.Join(l.Evidence, ", "), 2000))
	}
	return b.String()
}

// statementLieu is the account over the month; empty where it never held anything.
func statementLieu(st api.Statement) string {
	l := st.Lieu.Balance
	if l.Opening == 0 && l.Earned == 0 && l.Taken == 0 && l.Expired == 0 && l.PaidOut == 0 && l.Corrected == 0 && l.Booked == 0 {
		return ""
	}
	text := lieuMonthText(api.LieuMonth{Balance: l})
	if l.Booked != 0 {
		text += ", " + account.Length(l.Booked) + " of it booked"
	}
	return text
}

func monthText(m payledger.Month) string { return fmt.Sprintf("%s %d", m.Month, m.Year) }

// stateText says where a month stands.
func stateText(s api.MonthState, zone *time.Location) string {
	if s.Closed {
		text := "Closed " + momentText(s.ClosedAt.Truncate(time.Second), zone)
		if s.ClosedBy != "" {
			text += " by " + notify.Clean(s.ClosedBy, 80)
		}
		return fmt.Sprintf("%s, sealed %.12s", text, s.Hash)
	}
	text := "Not over yet"
	switch {
	case s.Over && s.Turn:
		text = "Over, and the next to be closed: standby pay close " + s.Month.String()
	case s.Over:
		text = "Over, and closed after the months before it"
	}
	if s.Unconfirmed > 0 {
		text += "; " + counted(s.Unconfirmed, "call-out") + " not confirmed"
	}
	return text
}
