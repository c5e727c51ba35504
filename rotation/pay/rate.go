package pay

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// rate is an amount as a policy writes it:
//
//	12.50   12.5 % of hourly   1.5 x hourly   4/3 x hourly   monthly / 1400
//	$rate   150 / 15           TABLE          2 x TABLE
//
// It is a product of factors, each of them a number, a fact or a table.
type rate struct {
	text    string
	factors []factor
	// fixed is the product where all factors are numbers.
	fixed    ratio
	constant bool
	tabled   bool // some factor is a table
	negative bool // it is taken off
}

// factor is a number, or what gives it; over divides by it.
type factor struct {
	number ratio
	name   string // of the fact or the table, as it is written; empty: a number
	fact   string
	table  int // the table's place in the policy, from 1; 0: none
	over   bool
}

const (
	mostDigits   = 9
	mostDecimals = 6
)

var rateToken = regexp.MustCompile(`^\s*([0-9]+(?:\.[0-9]+)?|\$?[a-zA-Z_][a-zA-Z0-9_.-]*|%|/|\*|×|\S)`)

// pays are the facts of a person that are an amount of pay.
func pays() []string { return []string{"hourly", "daily", "weekly", "monthly", "yearly"} }

var errRate = errors.New("is not an amount")

// parseRate reads a rate; tables are the names of those that the policy has.
func parseRate(text string, tables []string) (*rate, error) {
	r := &rate{text: strings.TrimSpace(text)}
	rest, over, want := r.text, false, true
	for strings.TrimSpace(rest) != "" && len(r.factors) < 8 {
		m := rateToken.FindStringSubmatch(rest)
		word := m[1]
		rest = rest[len(m[0]):]
		switch {
		case !want && word == "%":
			r.factors = append(r.factors, factor{number: whole(100), over: true})
		case !want && slices.Contains([]string{"x", "×", "*", "of", "/"}, word):
			over, want = word == "/", true
		case want:
			f, err := parseFactor(word, over, tables)
			if err != nil {
				return nil, err
			}
			r.factors, want = append(r.factors, f), false
		default:
			return nil, errRate
		}
	}
	if want || strings.TrimSpace(rest) != "" {
		return nil, errRate
	}
	return r.settled()
}

func parseFactor(word string, over bool, tables []string) (factor, error) {
	if n, ok := parseNumber(word); ok {
		if over && n.sign() == 0 {
			return factor{}, errors.New("divides by zero")
		}
		return factor{number: n, over: over}, nil
	}
	fact, named := strings.CutPrefix(word, "$")
	switch {
	case named && fact != "", slices.Contains(pays(), word):
		return factor{name: word, fact: fact, over: over}, nil
	case slices.Contains(tables, word):
		return factor{name: word, table: slices.Index(tables, word) + 1, over: over}, nil
	case strings.IndexFunc(word, func(r rune) bool { return r < '0' || r > '9' && r != '.' }) < 0:
		return factor{}, errRate
	}
	return factor{}, errors.New("names what neither is pay nor a table")
}

// settled works out what of a rate is the same for everybody.
func (r *rate) settled() (*rate, error) {
	r.constant = !slices.ContainsFunc(r.factors, func(f factor) bool { return f.name != "" })
	r.tabled = slices.ContainsFunc(r.factors, func(f factor) bool { return f.table > 0 })
	var err error
	if r.constant {
		r.fixed, err = r.value(nil)
	}
	return r, err
}

// value is the rate for what lookUp knows of facts and tables.
func (r *rate) value(lookUp func(f *factor) (ratio, error)) (ratio, error) {
	out := whole(1)
	for i := range r.factors {
		f := &r.factors[i]
		n := f.number
		if f.name != "" {
			var err error
			if n, err = lookUp(f); err != nil {
				return ratio{}, err
			}
		}
		switch {
		case !f.over:
			out = out.times(n)
		case n.sign() == 0:
			return ratio{}, fmt.Errorf("the rate %q divides by %s, which is zero", r.text, f.name)
		default:
			out = out.over(n)
		}
	}
	return out, nil
}

// parseNumber reads at most 9 digits, and at most 6 decimals behind a point. The
// bound is there because big numbers would let a policy compute with millions of
// digits.
func parseNumber(text string) (ratio, bool) {
	before, behind, pointed := strings.Cut(text, ".")
	if before == "" || len(before) > mostDigits || len(behind) > mostDecimals || pointed && behind == "" {
		return ratio{}, false
	}
	n := int64(0)
	for _, digits := range []string{before, behind} {
		for i := range len(digits) {
			c := digits[i]
			if c < '0' || c > '9' {
				return ratio{}, false
			}
			n = 10*n + int64(c-'0')
		}
	}
	return fraction(n, pow10(int32(len(behind)))), true
}

// factNumber reads a number from a fact.
func factNumber(text string) (ratio, bool) {
	rest, negative := strings.CutPrefix(strings.TrimSpace(text), "-")
	n, ok := parseNumber(rest)
	if negative {
		n = n.negative()
	}
	return n, ok
}
