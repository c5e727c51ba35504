package pay

import (
	"math"
	"math/big"

	"github.com/shopspring/decimal"
)

// roundMode is how an amount is brought to a place.
type roundMode string

const (
	halfUp   roundMode = "half up"
	halfEven roundMode = "half even"
	upward   roundMode = "up"
	downward roundMode = "down"
)

func (m roundMode) direction() string {
	if m == halfUp {
		return "to the nearest"
	}
	return string(m)
}

// pow10 is a power of ten, of which few are needed: places are 0 to 6.
func pow10(place int32) int64 {
	out := int64(1)
	for range place {
		out *= 10
	}
	return out
}

const finest = 6 // the most decimals that anything is rounded to

// units counts in x what is worth 10 to the power of -place, rounded away from
// zero for up and half up; exact says that nothing was rounded off.
func (x ratio) units(place int32, mode roundMode) (n ratio, exact bool) {
	if x.big == nil {
		if n, ok := product(x.num, pow10(place)); ok {
			return unitsSmall(n, x.denom(), mode)
		}
	}
	v := x.rat()
	quo, rem := new(big.Int).QuoRem(new(big.Int).Mul(v.Num(), big.NewInt(pow10(place))), v.Denom(), new(big.Int))
	if rem.Sign() != 0 && roundsAway(quo, rem, v.Denom(), mode) {
		quo.Add(quo, big.NewInt(int64(v.Sign())))
	}
	return fromBig(new(big.Rat).SetInt(quo)), rem.Sign() == 0
}

func unitsSmall(num, den int64, mode roundMode) (ratio, bool) {
	quo, rem := num/den, num%den
	if rem == 0 {
		return ratio{num: quo}, true
	}
	away := mode == upward
	if mode == halfUp || mode == halfEven {
		size := max(rem, -rem)
		left := den - size
		away = size > left || size == left && (mode == halfUp || quo%2 != 0)
	}
	switch {
	case away && num < 0:
		quo--
	case away:
		quo++
	}
	return ratio{num: quo}, false
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

// rounded is x as a whole number.
func (x ratio) rounded(mode roundMode) ratio {
	n, _ := x.units(0, mode)
	return n
}

// seconds is x as whole seconds, cut off where no account of time reaches.
func (x ratio) seconds() (n int64, fits bool) {
	n, fits = x.rounded(halfUp).int64()
	const most = math.MaxInt64 / 1_000_000
	return n, fits && n <= most && n >= -most
}

// decimal is a number of units of 10 to the power of -place.
func (x ratio) decimal(place int32) decimal.Decimal {
	if x.big != nil {
		return decimal.NewFromBigInt(x.big.Num(), -place)
	}
	return decimal.New(x.num, -place)
}

// exactly shows a number with at most place decimals, and says whether that is
// all of it.
func exactly(x ratio, place int32) (decimal.Decimal, bool) {
	n, exact := x.units(place, halfUp)
	for n.big == nil && place > 0 && n.num%10 == 0 {
		n.num, place = n.num/10, place-1
	}
	return trim(n.decimal(place)), exact
}

// trim takes zeros off the end.
func trim(d decimal.Decimal) decimal.Decimal {
	exp := d.Exponent()
	if exp >= 0 {
		return d
	}
	if c := d.Coefficient(); c.IsInt64() {
		n := c.Int64()
		if n%10 != 0 {
			return d
		}
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
