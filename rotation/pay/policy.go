package pay

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"standby/rotation/tomlfile"
)

// Policy is the set of rules that turn time into money. Parse makes one; the
// zero Policy pays nothing.
type Policy struct {
	// Name is what people call the policy, one line of at most 100 characters.
	Name string
	// Zone is the zone whose clock the statement shows. It does not change what
	// is paid: elapsed hours are.
	Zone *time.Location
	// Currency is three capital letters, as in ISO 4217.
	Currency string
	Standby  StandbyRule
	CallOut  CallOutRule
	Rounding RoundingRule
}

// StandbyRule says what being on call is worth.
type StandbyRule struct {
	// Rate is the money for one hour on call, not negative.
	Rate decimal.Decimal
}

// CallOutRule says what work because of a page is worth.
type CallOutRule struct {
	// Rate is the money for one hour of call-out, not negative.
	Rate decimal.Decimal
	// Minimum is what a call-out counts at least: whole seconds, 0 to 24 h.
	Minimum time.Duration
}

// RoundingRule says where amounts are rounded.
type RoundingRule struct {
	// Place is the number of decimals that an amount has, 0 to 4. Each line is
	// rounded to it once, half up, and the total is the sum of the lines.
	Place int32
}

// MaxMinimum is the longest minimum that a call-out rule may have.
const MaxMinimum = 24 * time.Hour

const (
	maxName  = 100
	maxPlace = 4
)

// policyFile is the policy as it is written. Rates are of any type, so that a
// number with a fraction can be refused with a reason: it would be a float.
type policyFile struct {
	Name     string      `toml:"name" example:"\"Sample team\""`
	Zone     string      `toml:"zone" example:"\"Europe/Berlin\""`
	Currency string      `toml:"currency" example:"\"EUR\""`
	Standby  standbyFile `toml:"standby"`
	CallOut  callOutFile `toml:"call_out"`
	Rounding roundFile   `toml:"rounding"`
}

type standbyFile struct {
	Rate any `toml:"rate"`
}

type callOutFile struct {
	Rate    any    `toml:"rate"`
	Minimum string `toml:"minimum" example:"\"30m\""`
}

type roundFile struct {
	Place int64 `toml:"place" example:"2"`
}

// Parse reads a policy. The file name is used in errors only, which are
// *tomlfile.Error values that name line, key and remedy. Every part is needed
// but call_out.minimum, which is none when absent.
func Parse(file string, data []byte) (Policy, error) {
	var f policyFile
	doc, err := tomlfile.Decode(file, data, &f)
	if err != nil {
		return Policy{}, err
	}
	if err := complete(doc); err != nil {
		return Policy{}, err
	}
	return f.policy(doc)
}

func complete(doc *tomlfile.Doc) error {
	for _, part := range []struct{ key, remedy string }{
		{"name", `write name = "Sample team" at the top`},
		{"zone", `write zone = "Europe/Berlin" at the top`},
		{"currency", `write currency = "EUR" at the top`},
		{"standby.rate", `write rate = "4.50" under [standby]; it is paid per hour on call`},
		{"call_out.rate", `write rate = "32.00" under [call_out]; it is paid per hour of call-out`},
		{"rounding.place", `write place = 2 under [rounding]; it is the number of decimals`},
	} {
		if !doc.Has(part.key) {
			return doc.Fault(part.key, "is missing", part.remedy)
		}
	}
	return nil
}

func (f policyFile) policy(doc *tomlfile.Doc) (p Policy, err error) {
	if p.Name, err = name(doc, f.Name); err != nil {
		return Policy{}, err
	}
	if p.Zone, err = zone(doc, f.Zone); err != nil {
		return Policy{}, err
	}
	if p.Currency, err = currency(doc, f.Currency); err != nil {
		return Policy{}, err
	}
	if p.Standby.Rate, err = amount(doc, "standby.rate", f.Standby.Rate); err != nil {
		return Policy{}, err
	}
	if p.CallOut.Rate, err = amount(doc, "call_out.rate", f.CallOut.Rate); err != nil {
		return Policy{}, err
	}
	if doc.Has("call_out.minimum") {
		p.CallOut.Minimum, err = doc.Duration("call_out.minimum", f.CallOut.Minimum, 0, MaxMinimum, "30m")
		if err != nil {
			return Policy{}, err
		}
	}
	if f.Rounding.Place < 0 || f.Rounding.Place > maxPlace {
		return Policy{}, doc.Fault("rounding.place", "must be from 0 to 4",
			"write the number of decimals that the currency has, such as 2")
	}
	p.Rounding.Place = int32(f.Rounding.Place)
	return p, nil
}

func name(doc *tomlfile.Doc, text string) (string, error) {
	text = strings.TrimSpace(text)
	hidden := func(r rune) bool { return !unicode.IsPrint(r) }
	switch {
	case text == "":
		return "", doc.Fault("name", "must not be empty", `write what people call the policy, such as "Sample team"`)
	case utf8.RuneCountInString(text) > maxName:
		return "", doc.Fault("name", "must be at most 100 characters", "shorten it")
	case strings.ContainsFunc(text, hidden):
		return "", doc.Fault("name", "must be one line without control characters", "retype it")
	}
	return text, nil
}

func zone(doc *tomlfile.Doc, text string) (*time.Location, error) {
	const remedy = `write a name of the IANA zone database, such as "Europe/Berlin"`
	if text == "" || text == "Local" {
		return nil, doc.Fault("zone", "must name a time zone", remedy)
	}
	z, err := time.LoadLocation(text)
	if err != nil {
		return nil, doc.Fault("zone", "is not a time zone that this machine knows", remedy)
	}
	return z, nil
}

func currency(doc *tomlfile.Doc, text string) (string, error) {
	if len(text) == 3 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		return text, nil
	}
	return "", doc.Fault("currency", "must be three capital letters", `write the code of the currency, such as "EUR"`)
}

// number bounds a rate to what a rate can be; a decimal library would also take
// an exponent, and compute with millions of digits.
var number = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,6})?$`)

func amount(doc *tomlfile.Doc, key string, value any) (decimal.Decimal, error) {
	const remedy = `write an amount such as "4.50"`
	none := decimal.Decimal{}
	switch v := value.(type) {
	case int64:
		return amount(doc, key, strconv.FormatInt(v, 10))
	case float64:
		return none, doc.Fault(key, "is a number with a fraction, which is not exact",
			`put the amount in quotes, such as "4.50"`)
	case string:
		switch text := strings.TrimSpace(v); {
		case number.MatchString(text):
			return decimal.RequireFromString(text), nil
		case text != "" && number.MatchString(text[1:]) && text[0] == '-':
			return none, doc.Fault(key, "must not be negative", remedy)
		}
	}
	return none, doc.Fault(key, "is not an amount", remedy+
		": digits, a point, at most 6 decimals")
}

// Sentences explains the policy back, one plain sentence for each rule.
func (p Policy) Sentences() []string {
	minimum := "There is no minimum for a call-out."
	if p.CallOut.Minimum > 0 {
		minimum = fmt.Sprintf("A call-out counts at least %s.", elapsed(int64(p.CallOut.Minimum/time.Second)))
	}
	return []string{
		fmt.Sprintf("%s pays in %s; times are shown by the clock of %s.", p.Name, p.Currency, p.zone()),
		fmt.Sprintf("An hour on call pays %s. Elapsed time counts, to the second, also when the clocks change.", p.money(p.Standby.Rate)),
		"Time that is covered by two shifts at once is paid once.",
		fmt.Sprintf("An hour of call-out, which is work because of a page, pays %s.", p.money(p.CallOut.Rate)),
		minimum,
		"Call-outs that overlap or touch are one call-out.",
		"The pay for being on call goes on during a call-out.",
		"Time on call is split where a period ends; a call-out belongs whole to the period in which it begins.",
		fmt.Sprintf("Each line is rounded once, half up, to %s; the total is the sum of the lines.", plural(int64(p.Rounding.Place), "decimal")),
		"Time that has not passed yet is not paid yet.",
	}
}

func (p Policy) zone() *time.Location {
	if p.Zone == nil {
		return time.UTC
	}
	return p.Zone
}
