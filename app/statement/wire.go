package statement

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
)

// The shapes of the JSON documents. Their order of keys is the order of the
// canonical form, so a change here changes every hash.
type (
	wireDocument struct {
		Title       string                 `json:"title"`
		Policy      string                 `json:"policy"`
		Person      wirePerson             `json:"person"`
		Period      wireSpan               `json:"period"`
		Zone        string                 `json:"zone"`
		Currency    string                 `json:"currency"`
		Decimals    int32                  `json:"decimals"`
		Cash        json.Number            `json:"cash"`
		ToilHours   json.Number            `json:"toil_hours"`
		ToilSeconds int64                  `json:"toil_seconds"`
		Units       map[string]json.Number `json:"units"`
		Counts      map[string]json.Number `json:"counts"`
		Lines       []wireLine             `json:"lines"`
		Violations  []wireFinding          `json:"violations"`
		Warnings    []wireFinding          `json:"warnings"`
		Notes       []string               `json:"notes"`
		Account     *wireAccount           `json:"account"`
		Made        string                 `json:"made,omitempty"`
		SHA256      string                 `json:"sha256,omitempty"`
	}
	wirePerson struct {
		Name  string `json:"name"`
		Email string `json:"email"`
	}
	wireSpan struct {
		Start string `json:"start"`
		End   string `json:"end"`
	}
	wireLine struct {
		Kind        string       `json:"kind"`
		What        string       `json:"what"`
		Start       string       `json:"start"`
		End         string       `json:"end"`
		Units       *json.Number `json:"units"`
		Unit        string       `json:"unit"`
		Rate        *json.Number `json:"rate"`
		Amount      json.Number  `json:"amount"`
		ToilSeconds int64        `json:"toil_seconds"`
		Rule        string       `json:"rule"`
		Explanation string       `json:"explanation"`
		Evidence    []string     `json:"evidence"`
	}
	wireFinding struct {
		Code string `json:"code"`
		At   string `json:"at"`
		Text string `json:"text"`
	}
	wireAccount struct {
		Opening   int64       `json:"opening_seconds"`
		Earned    int64       `json:"earned_seconds"`
		Taken     int64       `json:"taken_seconds"`
		Expired   int64       `json:"expired_seconds"`
		PaidOut   int64       `json:"paid_out_seconds"`
		Corrected int64       `json:"corrected_seconds"`
		Closing   int64       `json:"closing_seconds"`
		Booked    int64       `json:"booked_seconds"`
		Lapses    []wireLapse `json:"lapses"`
	}
	wireLapse struct {
		Seconds int64  `json:"seconds"`
		On      string `json:"on"`
	}
	wireTeam struct {
		Title      string         `json:"title"`
		Period     wireSpan       `json:"period"`
		Zone       string         `json:"zone"`
		Totals     []wireTotal    `json:"totals"`
		Statements []wireDocument `json:"statements"`
		Made       string         `json:"made,omitempty"`
		SHA256     string         `json:"sha256,omitempty"`
	}
	wireTotal struct {
		Currency    string      `json:"currency"`
		Decimals    int32       `json:"decimals"`
		Cash        json.Number `json:"cash"`
		ToilSeconds int64       `json:"toil_seconds"`
		Statements  int         `json:"statements"`
	}
)

// digest is the hash over the canonical form of a document: its JSON without
// "made" and "sha256", on one line, with numbers in their shortest form.
func digest(d Document) (string, error) {
	d.Made, d.Hash = time.Time{}, ""
	return hashed(toWire(d))
}

// digestTeam is digest for a team; "made" of the statements is left out as well,
// their hashes are not.
func digestTeam(t Team) (string, error) {
	t.Made, t.Hash = time.Time{}, ""
	wire := toWireTeam(t)
	for i := range wire.Statements {
		wire.Statements[i].Made = ""
	}
	return hashed(wire)
}

func hashed(v any) (string, error) {
	var b bytes.Buffer
	if err := encode(&b, v, ""); err != nil {
		return "", fmt.Errorf("compute its hash: %w", err)
	}
	hash := sha256.Sum256(bytes.TrimRight(b.Bytes(), "\n"))
	return hex.EncodeToString(hash[:]), nil
}

func toWire(d Document) wireDocument {
	loc := location(d.Zone)
	w := wireDocument{
		Title: d.Title, Policy: d.Policy, Person: wirePerson(d.Person), Period: toWireSpan(d.Period, loc), Zone: d.Zone,
		Currency: d.Currency, Decimals: d.Place, Cash: number(d.Totals.Amount),
		ToilHours: number(hours(d.Totals.TimeInLieu)), ToilSeconds: d.Totals.TimeInLieu,
		Units: numbers(d.Totals.Units), Counts: numbers(d.Counts), Lines: make([]wireLine, len(d.Lines)),
		Violations: toWireFindings(d.Violations, loc), Warnings: toWireFindings(d.Warnings, loc), Notes: listed(d.Notes),
		Made: stamp(d.Made, loc), SHA256: d.Hash,
	}
	for i, l := range d.Lines {
		span := toWireSpan(l.Span, loc)
		w.Lines[i] = wireLine{
			Kind: l.Kind, What: l.What, Start: span.Start, End: span.End, Units: optional(l.Units), Unit: l.Unit,
			Rate: optional(l.Rate), Amount: number(l.Amount), ToilSeconds: l.TimeInLieu, Rule: l.Rule,
			Explanation: l.Explanation, Evidence: listed(l.Evidence),
		}
	}
	if a := d.Account; a != nil {
		w.Account = &wireAccount{
			a.Opening, a.Earned, a.Taken, a.Expired, a.PaidOut, a.Corrected, a.Closing, a.Booked,
			make([]wireLapse, len(a.Lapses)),
		}
		for i, l := range a.Lapses {
			w.Account.Lapses[i] = wireLapse{l.Seconds, stamp(l.On, loc)}
		}
	}
	return w
}

func toWireTeam(t Team) wireTeam {
	loc := location(t.Zone)
	w := wireTeam{
		Title: t.Title, Period: toWireSpan(t.Period, loc), Zone: t.Zone, Totals: make([]wireTotal, len(t.Totals)),
		Statements: make([]wireDocument, len(t.Statements)), Made: stamp(t.Made, loc), SHA256: t.Hash,
	}
	for i, s := range t.Totals {
		w.Totals[i] = wireTotal{s.Currency, s.Place, number(s.Amount), s.TimeInLieu, s.Statements}
	}
	for i, d := range t.Statements {
		w.Statements[i] = toWire(d)
	}
	return w
}

func toWireSpan(i rotation.Interval, loc *time.Location) wireSpan {
	return wireSpan{stamp(i.Start, loc), stamp(i.End, loc)}
}

func toWireFindings(list []Finding, loc *time.Location) []wireFinding {
	out := make([]wireFinding, len(list))
	for i, f := range list {
		out[i] = wireFinding{f.Code, stamp(f.At, loc), f.Text}
	}
	return out
}

// listed is the list, and an empty one where there is none.
func listed(texts []string) []string {
	if texts == nil {
		return []string{}
	}
	return texts
}

func number(d decimal.Decimal) json.Number { return json.Number(d.String()) }

func optional(d decimal.NullDecimal) *json.Number {
	if !d.Valid {
		return nil
	}
	n := number(d.Decimal)
	return &n
}

func numbers(counts []Count) map[string]json.Number {
	m := make(map[string]json.Number, len(counts))
	for _, c := range counts {
		m[c.Name] = number(c.Value)
	}
	return m
}
