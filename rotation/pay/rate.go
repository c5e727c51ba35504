package pay

import (
	"errors"
	"fmt"
	"math/big"
	"math/bits"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
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
}

// factor is a number, or the name of what gives it; over divides by it.
type factor struct {
	number *big.Rat
	name   string
	over   bool
}

// number bounds an amount to what it can be; big numbers would let a policy
// compute with millions of digits.
var number = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,6})?$`)

var rateToken = regexp.MustCompile(`^\s*([0-9]+(?:\.[0-9]+)?|\$?[a-zA-Z_][a-zA-Z0-9_.-]*|%|/|\*|×|\S)`)

// pays are the facts of a person that are an amount of pay.
func pays() []string { return []string{"hourly", "daily", "weekly", "monthly", "yearly"} }

var errRate = errors.New("is not an amount")

// parseRate reads a rate; known says which names of tables there are.
func parseRate(text string, tables []string) (*rate, error) {
	r := &rate{text: strings.TrimSpace(text)}
	rest, over, want := r.text, false, true
	for strings.TrimSpace(rest) != "" && len(r.factors) < 8 {
		m := rateToken.FindStringSubmatch(rest)
		word := m[1]
		rest = rest[len(m[0]):]
		switch {
		case !want && word == "%":
			r.factors = append(r.factors, factor{number: big.NewRat(100, 1), over: true})
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
	return r, nil
}

func parseFactor(word string, over bool, tables []string) (factor, error) {
	switch {
	case number.MatchString(word):
		n, _ := new(big.Rat).SetString(word)
		if over && n.Sign() == 0 {
			return factor{}, errors.New("divides by zero")
		}
		return factor{number: n, over: over}, nil
	case strings.HasPrefix(word, "$") && len(word) > 1, slices.Contains(pays(), word), slices.Contains(tables, word):
		return factor{name: word, over: over}, nil
	case strings.IndexFunc(word, func(r rune) bool { return r < '0' || r > '9' && r != '.' }) < 0:
		return factor{}, errRate
	}
	return factor{}, fmt.Errorf("names what neither is pay nor a table")
}

// value is the rate for what lookup knows.
func (r *rate) value(lookup func(name string) (*big.Rat, error)) (*big.Rat, error) {
	out := big.NewRat(1, 1)
	for _, f := range r.factors {
		n := f.number
		if n == nil {
			var err error
			if n, err = lookup(f.name); err != nil {
				return nil, err
			}
		}
		if !f.over {
			out.Mul(out, n)
			continue
		}
		if n.Sign() == 0 {
			return nil, fmt.Errorf("the rate %q divides by %s, which is zero", r.text, f.name)
		}
		out.Quo(out, n)
	}
	return out, nil
}

// constant reports whether the rate is the same for everybody.
func (r *rate) constant() bool {
	return !slices.ContainsFunc(r.factors, func(f factor) bool { return f.number == nil })
}

// fact reads a number from a fact.
func factNumber(text string) (*big.Rat, bool) {
	text = strings.TrimSpace(text)
	negative := strings.HasPrefix(text, "-")
	if !number.MatchString(strings.TrimPrefix(text, "-")) {
		return nil, false
	}
	n, ok := new(big.Rat).SetString(strings.TrimPrefix(text, "-"))
	if negative {
		n.Neg(n)
	}
	return n, ok
}

// Rounding is how an amount is brought to a place.
type roundMode string

const (
	halfUp   roundMode = "half up"
	halfEven roundMode = "half even"
	upward   roundMode = "up"
	downward roundMode = "down"
)

// rounded brings a rational number to so many decimals, away from zero for up
// and half up.
func rounded(r *big.Rat, place int32, mode roundMode) decimal.Decimal {
	d, _ := roundedExact(r, place, mode)
	return d
}

// roundedExact also says whether nothing was rounded off. Numbers of everyday
// size need no big arithmetic.
func roundedExact(r *big.Rat, place int32, mode roundMode) (decimal.Decimal, bool) {
	num, denom, scale := r.Num(), r.Denom(), pow10(place)
	if num.IsInt64() && denom.IsInt64() && scale > 0 {
		if hi, lo := bits.Mul64(uint64(max(num.Int64(), -num.Int64())), uint64(scale)); hi == 0 && lo < 1<<62 {
			quo, rem := int64(lo)/denom.Int64(), int64(lo)%denom.Int64()
			if rem != 0 && awayFromZero(quo, rem, denom.Int64(), mode) {
				quo++
			}
			if num.Sign() < 0 {
				quo = -quo
			}
			return decimal.New(quo, -place), rem == 0
		}
	}
	quo, rem := new(big.Int).QuoRem(new(big.Int).Mul(num, big.NewInt(scale)), denom, new(big.Int))
	if rem.Sign() != 0 && roundsAway(quo, rem, denom, mode) {
		quo.Add(quo, big.NewInt(int64(r.Sign())))
	}
	return decimal.NewFromBigInt(quo, -place), rem.Sign() == 0
}

// pow10 is a power of ten, of which there are few: places are 0 to 6.
func pow10(place int32) int64 {
	out := int64(1)
	for range place {
		out *= 10
	}
	return out
}

func awayFromZero(quo, rem, denom int64, mode roundMode) bool {
	switch mode {
	case upward:
		return true
	case downward:
		return false
	}
	left := denom - rem
	return rem > left || rem == left && (mode != halfEven || quo%2 == 1)
}

func roundsAway(quo, rem, denom *big.Int, mode roundMode) bool {
	switch mode {
	case upward:
		return true
	case downward:
		return false
	}
	twice := new(big.Int).Abs(rem)
	c := twice.Lsh(twice, 1).Cmp(denom)
	return c > 0 || c == 0 && (mode != halfEven || quo.Bit(0) == 1)
}

// exactly shows a rational number with at most place decimals, and says whether
// that is all of it.
func exactly(r *big.Rat, place int32) (decimal.Decimal, bool) {
	d, whole := roundedExact(r, place, halfUp)
	return trim(d), whole
}

// trim takes zeros off the end.
func trim(d decimal.Decimal) decimal.Decimal {
	exp := d.Exponent()
	if exp >= 0 {
		return d
	}
	if c := d.Coefficient(); c.IsInt64() {
		n := c.Int64()
		for exp < 0 && n%10 == 0 {
			n, exp = n/10, exp+1
		}
		return decimal.New(n, exp)
	}
	for d.Exponent() < 0 {
		short := d.Truncate(-d.Exponent() - 1)
		if !short.Equal(d) {
			break
		}
		d = short
	}
	return d
}
