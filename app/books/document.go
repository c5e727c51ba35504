package books

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"standby/app/api"
	"standby/app/statement"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

// mostMonths is how many months a document may span.
const mostMonths = 24

// Document implements api.Statements.
func (k *Keeper) Document(ctx context.Context, q api.DocumentQuery) (api.Document, error) {
	if n := len(ledger.Months(q.First, q.Last)); n == 0 || n > mostMonths {
		return api.Document{}, fmt.Errorf("%w: a document spans 1 to %d months", api.ErrBadRequest, mostMonths)
	}
	form, ok := forms[q.Format]
	if !ok {
		return api.Document{}, fmt.Errorf("%w: a document is pdf, xlsx, csv or json", api.ErrBadRequest)
	}
	r, err := k.read(ctx)
	if err != nil {
		return api.Document{}, err
	}
	d, err := r.document(q.First, q.Last)
	if err != nil {
		return api.Document{}, err
	}
	var b bytes.Buffer
	if err := form.write(&b, d, q); err != nil {
		return api.Document{}, fmt.Errorf("write the statement: %w", err)
	}
	name := q.First.String()
	if q.Last != q.First {
		name += "-to-" + q.Last.String()
	}
	return api.Document{Name: "statement-" + name + "." + q.Format, Type: form.media, Data: b.Bytes()}, nil
}

// form is how a document is written.
type form struct {
	media string
	write func(w io.Writer, d statement.Document, q api.DocumentQuery) error
}

var forms = map[string]form{
	"json": {"application/json", func(w io.Writer, d statement.Document, _ api.DocumentQuery) error { return statement.WriteJSON(w, d) }},
	"csv": {"text/csv; charset=utf-8", func(w io.Writer, d statement.Document, q api.DocumentQuery) error {
		return statement.WriteCSV(w, d, q.Mark)
	}},
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", func(w io.Writer, d statement.Document, _ api.DocumentQuery) error {
		return statement.WriteXLSX(w, d)
	}},
	"pdf": {"application/pdf", func(w io.Writer, d statement.Document, q api.DocumentQuery) error {
		paper := statement.Paper(q.Paper)
		if paper == "" {
			paper = statement.A4
		}
		return statement.WritePDF(w, d, paper)
	}},
}

// document is the sealed statement of one or more months.
func (r *reading) document(first, last ledger.Month) (statement.Document, error) {
	var d statement.Document
	for _, m := range ledger.Months(first, last) {
		s, err := r.find(m)
		if err != nil {
			return d, err
		}
		next := r.page(s)
		if m == first {
			d = next
			continue
		}
		if d, err = joined(d, next); err != nil {
			return d, err
		}
	}
	if first != last {
		d.Title = fmt.Sprintf("Statement of duty, %s to %s", name(first), name(last))
	}
	if r.amiss != nil {
		d.Notes = append(d.Notes, "Corrections of closed months are not in it: "+r.amiss.Error()+".")
	}
	return statement.Seal(d)
}

// page is one month as a document.
func (r *reading) page(s ledger.Statement) statement.Document {
	made := r.now
	note := "The month is not closed: figures may still change."
	if c := r.closing(s.Month); c != nil {
		made, note = c.At, fmt.Sprintf("Closed on %s by %s, sealed %s.", c.At.UTC().Format("2006-01-02 15:04 UTC"), c.By, c.Hash)
	}
	d := statement.FromPay(s.Pay(), "Statement of duty, "+name(s.Month), made)
	d.Account = balance(s)
	d.Notes = append(append([]string{}, d.Notes...), note)
	return d
}

func name(m ledger.Month) string { return fmt.Sprintf("%s %d", m.Month, m.Year) }

// balance is the account over a month, nil where it never held anything.
func balance(s ledger.Statement) *statement.Account {
	b := s.Balance
	if b.Opening == 0 && b.Earned == 0 && b.Taken == 0 && b.Expired == 0 && b.PaidOut == 0 && b.Corrected == 0 && b.Booked == 0 {
		return nil
	}
	a := &statement.Account{
		Opening: b.Opening, Earned: b.Earned, Taken: b.Taken, Expired: b.Expired, PaidOut: b.PaidOut, Corrected: b.Corrected, Booked: b.Booked,
	}
	for _, l := range s.Lapsing {
		a.Lapses = append(a.Lapses, statement.Lapse{Seconds: l.Seconds, On: after(l.On, s.Zone)})
	}
	return a
}

// after is the instant at which a day is over.
func after(d account.Date, zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, zone)
}

// joined is a document that goes on with the next month.
func joined(d, next statement.Document) (statement.Document, error) {
	if d.Currency != next.Currency || d.Zone != next.Zone {
		return d, fmt.Errorf("%w: %w", api.ErrBadRequest, errors.New("the months are paid in different currencies or counted by different clocks; ask for them one by one"))
	}
	d.Period.End = next.Period.End
	d.Place = max(d.Place, next.Place)
	if d.Policy != next.Policy {
		d.Policy += "; " + next.Policy
	}
	d.Lines = append(d.Lines, next.Lines...)
	d.Violations = append(d.Violations, next.Violations...)
	d.Warnings = append(d.Warnings, next.Warnings...)
	d.Notes = append(d.Notes, next.Notes...)
	d.Counts = append(d.Counts, next.Counts...)
	d.Counts = summed(d.Counts)
	if next.Account != nil {
		a := *next.Account
		if d.Account != nil {
			b := d.Account
			a.Opening = b.Opening
			a.Earned, a.Taken, a.Expired = a.Earned+b.Earned, a.Taken+b.Taken, a.Expired+b.Expired
			a.PaidOut, a.Corrected = a.PaidOut+b.PaidOut, a.Corrected+b.Corrected
		}
		d.Account = &a
	}
	return d, nil
}

// summed adds up counts of the same name, in the order in which they first come.
func summed(counts []statement.Count) []statement.Count {
	var out []statement.Count
	at := map[string]int{}
	for _, c := range counts {
		i, known := at[c.Name]
		if !known {
			at[c.Name] = len(out)
			out = append(out, c)
			continue
		}
		out[i].Value = out[i].Value.Add(c.Value)
	}
	return out
}
