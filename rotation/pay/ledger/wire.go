package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/account"
)

// MaxClosing is the largest sealed month that is read, in bytes.
const MaxClosing = 64 << 20

// The sealed form has names of its own, so that a closed month stays what it is
// whatever a field is called later.
type (
	wireClosing struct {
		Format     int                        `json:"format"`
		Month      Month                      `json:"month"`
		Start      time.Time                  `json:"start"`
		End        time.Time                  `json:"end"`
		Person     rotation.Person            `json:"person"`
		Policy     string                     `json:"policy"`
		Version    string                     `json:"version,omitempty"`
		PolicyHash string                     `json:"policy_sha256"`
		Facts      pay.Facts                  `json:"facts,omitempty"`
		Holidays   []wireHoliday              `json:"holidays,omitempty"`
		Zone       string                     `json:"zone"`
		Currency   string                     `json:"currency,omitempty"`
		Place      int32                      `json:"decimals"`
		Lines      []wireLine                 `json:"lines"`
		Cash       decimal.Decimal            `json:"cash"`
		TimeInLieu int64                      `json:"time_in_lieu_seconds"`
		Account    wireBalance                `json:"account"`
		Entries    []account.Entry            `json:"entries,omitempty"`
		Lapsing    []wireLapse                `json:"lapsing,omitempty"`
		Units      map[string]decimal.Decimal `json:"units,omitempty"`
		Violations []wireFinding              `json:"violations,omitempty"`
		Warnings   []wireFinding              `json:"warnings,omitempty"`
		Standby    int64                      `json:"standby_seconds"`
		CallOut    int64                      `json:"call_out_seconds"`
		Notes      []string                   `json:"notes,omitempty"`
		At         time.Time                  `json:"closed_at"`
		By         string                     `json:"closed_by"`
		Previous   string                     `json:"previous_sha256,omitempty"`
	}
	wireBalance struct {
		Opening   int64     `json:"opening"`
		Earned    int64     `json:"earned"`
		Taken     int64     `json:"taken"`
		Expired   int64     `json:"expired"`
		PaidOut   int64     `json:"paid_out"`
		Corrected int64     `json:"corrected"`
		Closing   int64     `json:"closing"`
		Booked    int64     `json:"booked"`
		Lots      []wireLot `json:"lots,omitempty"`
		Debt      int64     `json:"debt,omitempty"`
	}
	wireLot struct {
		ID      string       `json:"id"`
		Earned  account.Date `json:"earned"`
		Last    account.Date `json:"last,omitzero"`
		Seconds int64        `json:"seconds"`
		Rest    int64        `json:"rest"`
	}
	wireHoliday struct {
		On    account.Date `json:"on"`
		Class string       `json:"class,omitempty"`
		Name  string       `json:"name,omitempty"`
	}
	wireLine struct {
		Kind         pay.Kind        `json:"kind"`
		What         string          `json:"what"`
		Start        time.Time       `json:"start,omitzero"`
		End          time.Time       `json:"end,omitzero"`
		Seconds      int64           `json:"seconds,omitempty"`
		Units        decimal.Decimal `json:"units"`
		UnitsRounded bool            `json:"units_rounded,omitempty"`
		Unit         string          `json:"unit,omitempty"`
		Rate         decimal.Decimal `json:"rate"`
		Amount       decimal.Decimal `json:"amount"`
		TimeInLieu   int64           `json:"time_in_lieu_seconds,omitempty"`
		Rule         string          `json:"rule,omitempty"`
		Row          string          `json:"row,omitempty"`
		Explanation  string          `json:"explanation,omitempty"`
		Evidence     []string        `json:"evidence,omitempty"`
		Rests        []string        `json:"rests_on,omitempty"`
		Of           *Month          `json:"of,omitempty"`
		Entry        string          `json:"entry,omitempty"`
		Was          *wireFigures    `json:"was,omitempty"`
		Is           *wireFigures    `json:"is,omitempty"`
	}
	wireFigures struct {
		Amount     decimal.Decimal `json:"amount"`
		TimeInLieu int64           `json:"time_in_lieu_seconds"`
	}
	wireLapse struct {
		On      account.Date `json:"on"`
		Seconds int64        `json:"seconds"`
		Paid    bool         `json:"paid,omitempty"`
	}
	wireFinding struct {
		Code string    `json:"code"`
		At   time.Time `json:"at,omitzero"`
		Text string    `json:"text"`
	}
)

const sealedFormat = 1

// Seal writes the month as it is kept: JSON on one line, the same bytes for the
// same month, without Hash. The error says what cannot be kept.
func (c *Closing) Seal() ([]byte, error) {
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("seal %s: %w", c.Month, err)
	}
	if c.Zone == nil {
		return nil, fmt.Errorf("seal %s: it has no zone", c.Month)
	}
	if _, err := time.LoadLocation(c.Zone.String()); err != nil || c.Zone == time.Local {
		return nil, fmt.Errorf("seal %s: the zone %q has no name that is known everywhere", c.Month, c.Zone)
	}
	data, err := json.Marshal(toWire(c))
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", c.Month, err)
	}
	return data, nil
}

// ReadClosing reads what Seal wrote, with its Hash. ErrAltered where its figures
// do not add up or it is not what Seal writes.
func ReadClosing(data []byte) (Closing, error) {
	if len(data) > MaxClosing {
		return Closing{}, fmt.Errorf("read a closed month: it has more than %d bytes", MaxClosing)
	}
	var w wireClosing
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&w); err != nil {
		return Closing{}, fmt.Errorf("read a closed month: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Closing{}, errors.New("read a closed month: there is more after it")
	}
	c, err := fromWire(&w)
	if err != nil {
		return Closing{}, fmt.Errorf("read the closed month %s: %w", w.Month, err)
	}
	again, err := c.Seal()
	switch {
	case err != nil:
		return Closing{}, fmt.Errorf("%w: %w", ErrAltered, err)
	case !bytes.Equal(again, data):
		return Closing{}, fmt.Errorf("read the closed month %s: %w", w.Month, ErrAltered)
	}
	sum := sha256.Sum256(data)
	c.Hash = hex.EncodeToString(sum[:])
	return c, nil
}

func toWire(c *Closing) *wireClosing {
	w := &wireClosing{
		Format: sealedFormat, Month: c.Month, Start: c.Period.Start.UTC(), End: c.Period.End.UTC(), Person: c.Person,
		Policy: c.Policy, Version: c.Version, PolicyHash: c.PolicyHash, Facts: c.Facts, Zone: c.Zone.String(),
		Currency: c.Currency, Place: c.Place, Lines: make([]wireLine, len(c.Lines)), Cash: c.Cash, TimeInLieu: c.TimeInLieu,
		Account: toBalance(&c.Balance), Entries: c.Entries, Units: c.Units, Violations: toFindings(c.Violations), Warnings: toFindings(c.Warnings),
		Standby: c.StandbySeconds, CallOut: c.CallOutSeconds, Notes: c.Notes, At: c.At.UTC(), By: c.By, Previous: c.Previous,
	}
	for _, h := range c.Holidays {
		w.Holidays = append(w.Holidays, wireHoliday{account.Date{Year: h.Year, Month: h.Month, Day: h.Day}, h.Class, h.Name})
	}
	for _, l := range c.Lapsing {
		w.Lapsing = append(w.Lapsing, wireLapse(l))
	}
	for i := range c.Lines {
		w.Lines[i] = toLine(&c.Lines[i])
	}
	return w
}

func toBalance(b *Balance) wireBalance {
	w := wireBalance{b.Opening, b.Earned, b.Taken, b.Expired, b.PaidOut, b.Corrected, b.Closing, b.Booked, nil, b.Debt}
	for _, l := range b.Lots {
		w.Lots = append(w.Lots, wireLot(l))
	}
	return w
}

func (w *wireBalance) balance() Balance {
	b := Balance{w.Opening, w.Earned, w.Taken, w.Expired, w.PaidOut, w.Corrected, w.Closing, w.Booked, nil, w.Debt}
	for _, l := range w.Lots {
		b.Lots = append(b.Lots, account.Lot(l))
	}
	return b
}

func toLine(l *Line) wireLine {
	w := wireLine{
		Kind: l.Kind, What: l.What, Seconds: l.Seconds, Units: l.Units, UnitsRounded: l.UnitsRounded, Unit: l.Unit,
		Rate: l.Rate, Amount: l.Amount, TimeInLieu: l.TimeInLieu, Rule: l.Rule, Row: l.Row, Explanation: l.Explanation,
		Evidence: l.Evidence, Rests: l.Rests, Entry: l.Entry,
	}
	if (l.Span != rotation.Interval{}) {
		w.Start, w.End = l.Span.Start.UTC(), l.Span.End.UTC()
	}
	if (l.Of != Month{}) {
		of := l.Of
		w.Of = &of
	}
	if l.Kind == KindCorrection {
		was, is := wireFigures(l.Was), wireFigures(l.Is)
		w.Was, w.Is = &was, &is
	}
	return w
}

func fromWire(w *wireClosing) (Closing, error) {
	if w.Format != sealedFormat {
		return Closing{}, fmt.Errorf("its format is %d, and %d is known", w.Format, sealedFormat)
	}
	zone, err := time.LoadLocation(w.Zone)
	if err != nil || w.Zone == "" || w.Zone == "Local" {
		return Closing{}, fmt.Errorf("its zone %.60q is not known", w.Zone)
	}
	if err := w.bounded(); err != nil {
		return Closing{}, err
	}
	c := Closing{
		Statement: Statement{
			Month: w.Month, Period: rotation.Interval{Start: w.Start, End: w.End}, Person: w.Person, Policy: w.Policy, Version: w.Version,
			Zone: zone, Currency: w.Currency, Place: w.Place, Lines: make([]Line, len(w.Lines)), Cash: w.Cash, TimeInLieu: w.TimeInLieu,
			Balance: w.Account.balance(), Entries: w.Entries, Units: w.Units, Violations: fromFindings(w.Violations), Warnings: fromFindings(w.Warnings),
			StandbySeconds: w.Standby, CallOutSeconds: w.CallOut, Notes: w.Notes, Over: true,
		},
		PolicyHash: w.PolicyHash, Facts: w.Facts, At: w.At, By: w.By, Previous: w.Previous,
	}
	for _, h := range w.Holidays {
		c.Holidays = append(c.Holidays, pay.Holiday{Year: h.On.Year, Month: h.On.Month, Day: h.On.Day, Class: h.Class, Name: h.Name})
	}
	for _, l := range w.Lapsing {
		c.Lapsing = append(c.Lapsing, account.Lapse(l))
	}
	for i := range w.Lines {
		c.Lines[i] = w.Lines[i].line()
	}
	return c, nil
}

func (w *wireLine) line() Line {
	l := Line{
		Line: pay.Line{
			Kind: w.Kind, What: w.What, Span: rotation.Interval{Start: w.Start, End: w.End}, Seconds: w.Seconds, Units: w.Units,
			UnitsRounded: w.UnitsRounded, Unit: w.Unit, Rate: w.Rate, Amount: w.Amount, TimeInLieu: w.TimeInLieu, Rule: w.Rule,
			Row: w.Row, Explanation: w.Explanation, Evidence: w.Evidence,
		},
		Rests: w.Rests, Entry: w.Entry,
	}
	if w.Of != nil {
		l.Of = *w.Of
	}
	if w.Was != nil && w.Is != nil {
		l.Was, l.Is = Figures(*w.Was), Figures(*w.Is)
	}
	return l
}

// bounded refuses numbers that no statement has: one such as 1e999999999 would
// take all memory to write.
func (w *wireClosing) bounded() error {
	all := []decimal.Decimal{w.Cash}
	for _, u := range w.Units {
		all = append(all, u)
	}
	for i := range w.Lines {
		l := &w.Lines[i]
		all = append(all, l.Units, l.Rate, l.Amount)
		if l.Was != nil && l.Is != nil {
			all = append(all, l.Was.Amount, l.Is.Amount)
		}
	}
	const most = 40
	if slices.ContainsFunc(all, func(d decimal.Decimal) bool {
		return d.Exponent() > most || d.Exponent() < -most || d.NumDigits() > most
	}) {
		return errors.New("it has a number of more than 40 digits")
	}
	return nil
}

func toFindings(list []pay.Violation) []wireFinding {
	var out []wireFinding
	for _, v := range list {
		f := wireFinding{Code: v.Code, Text: v.Text}
		if !v.At.IsZero() {
			f.At = v.At.UTC()
		}
		out = append(out, f)
	}
	return out
}

func fromFindings(list []wireFinding) []pay.Violation {
	var out []pay.Violation
	for _, f := range list {
		out = append(out, pay.Violation{Code: f.Code, At: f.At, Text: f.Text})
	}
	return out
}
