package health

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strconv"
)

// Ratio is a number from 0 to 1 in millionths, rounded to the nearest one and
// half to the even one. In JSON it is a decimal: 0.785714.
type Ratio int64

// Whole is the ratio 1.
const Whole Ratio = 1_000_000

// Float is the ratio as a floating-point number.
func (r Ratio) Float() float64 { return float64(r) / float64(Whole) }

// String is the ratio in decimals, without trailing zeros.
func (r Ratio) String() string { return strconv.FormatFloat(r.Float(), 'f', -1, 64) }

// MarshalJSON writes a decimal number.
func (r Ratio) MarshalJSON() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalJSON reads a number from 0 to 1.
func (r *Ratio) UnmarshalJSON(b []byte) error {
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil || f < 0 || f > 1 || math.IsNaN(f) {
		return fmt.Errorf("ratio %q: must be a number from 0 to 1", b)
	}
	*r = Ratio(math.Round(f * float64(Whole)))
	return nil
}

// divide is a/b rounded to the nearest whole number, half to the even one, as
// the report that the score follows rounds. b is above zero.
func divide(a, b int64) int64 {
	q, r := a/b, a%b
	if r < 0 {
		q, r = q-1, r+b
	}
	if twice := 2 * r; twice > b || (twice == b && q%2 != 0) {
		q++
	}
	return q
}

func ratio(a, b int64) Ratio { return Ratio(divide(a*int64(Whole), b)) }

func percent(a, b int64) int { return int(divide(a*100, b)) }

// tolerated is the balance, in percent, from which on it counts as perfect.
const tolerated = 95

// balanceUnit is the rounding of a quotient within a balance. MaxPeople people
// have 5e7 pairs, whose sum in this unit still fits 63 bits.
const balanceUnit = 100_000_000_000

// balance is the mean, over all pairs of loads, of the smaller divided by the
// larger; two that are both zero are equal. It sorts the loads. Each load's
// quotients are summed before they are divided, and that is rounded to 1e-11.
func balance(loads []int64) (Ratio, int) {
	n := int64(len(loads))
	if n < 2 {
		return Whole, 100
	}
	slices.Sort(loads)
	var sum, below int64
	for i, load := range loads {
		if load == 0 {
			sum += int64(i) * balanceUnit
			continue
		}
		sum += quotient(below, load)
		below += load
	}
	pairs := n * (n - 1) / 2
	return Ratio(divide(sum, pairs*(balanceUnit/int64(Whole)))), int(divide(sum, pairs*(balanceUnit/100)))
}

// quotient is a/b in balance units, for an a of at most 1e4 times b.
func quotient(a, b int64) int64 {
	hi, lo := bits.Mul64(uint64(a), balanceUnit)
	q, r := bits.Div64(hi, lo, uint64(b))
	if r >= uint64(b)-r {
		q++
	}
	return int64(q)
}
