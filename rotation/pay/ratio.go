package pay

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"
)

// ratio is an exact rational number, and a value: the zero ratio is 0. Two ratios
// of everyday size that are equal are equal by ==, too.
type ratio struct {
	num int64
	den int64    // 0 where it is whole, else more than 1 and in lowest terms
	big *big.Rat // all of it, where it does not fit
}

func whole(n int64) ratio {
	if n == math.MinInt64 {
		return ratio{big: new(big.Rat).SetInt64(n)}
	}
	return ratio{num: n}
}

// fraction is num / den; den is more than 0.
func fraction(num, den int64) ratio {
	if num == math.MinInt64 {
		return fromBig(big.NewRat(num, den))
	}
	if den == 1 {
		return ratio{num: num}
	}
	g := gcd(num, den)
	if num, den = num/g, den/g; den == 1 {
		den = 0
	}
	return ratio{num: num, den: den}
}

func fromBig(v *big.Rat) ratio {
	if n, d := v.Num(), v.Denom(); n.IsInt64() && d.IsInt64() && n.Int64() != math.MinInt64 {
		return fraction(n.Int64(), d.Int64())
	}
	return ratio{big: v}
}

// gcd is the greatest common divisor of the absolute values; b is more than 0.
func gcd(a, b int64) int64 {
	x, y := uint64(max(a, -a)), uint64(b)
	if x == 0 {
		return b
	}
	shift := bits.TrailingZeros64(x | y)
	x >>= bits.TrailingZeros64(x)
	for y != 0 {
		if y >>= bits.TrailingZeros64(y); x > y {
			x, y = y, x
		}
		y -= x
	}
	return int64(x << shift)
}

// product is a * b, and whether it fits.
func product(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(max(a, -a)), uint64(max(b, -b)))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

// sum is a + b, and whether it fits.
func sum(a, b int64) (int64, bool) {
	c := a + b
	return c, (a < 0) != (b < 0) || (c < 0) == (a < 0) && c != math.MinInt64
}

func (x ratio) denom() int64 { return max(1, x.den) }

// rat is the number for arithmetic that does not fit; nobody may change it.
func (x ratio) rat() *big.Rat {
	if x.big != nil {
		return x.big
	}
	return big.NewRat(x.num, x.denom())
}

func (x ratio) plus(y ratio) ratio {
	if x.big == nil && y.big == nil {
		if v, ok := x.plusSmall(y); ok {
			return v
		}
	}
	return fromBig(new(big.Rat).Add(x.rat(), y.rat()))
}

func (x ratio) plusSmall(y ratio) (ratio, bool) {
	if x.den == y.den {
		n, ok := sum(x.num, y.num)
		return fraction(n, x.denom()), ok
	}
	if x.num == 0 || y.num == 0 {
		return ratio{num: x.num + y.num, den: max(x.den, y.den)}, true
	}
	g := gcd(x.denom(), y.denom())
	a, ok1 := product(x.num, y.denom()/g)
	b, ok2 := product(y.num, x.denom()/g)
	d, ok3 := product(x.denom(), y.denom()/g)
	n, ok4 := sum(a, b)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return ratio{}, false
	}
	return fraction(n, d), true
}

func (x ratio) minus(y ratio) ratio { return x.plus(y.negative()) }

func (x ratio) negative() ratio {
	if x.big != nil {
		return fromBig(new(big.Rat).Neg(x.big))
	}
	return ratio{num: -x.num, den: x.den}
}

func (x ratio) times(y ratio) ratio {
	if x.big == nil && y.big == nil && x.den == 0 && y.den == 0 {
		if n, ok := product(x.num, y.num); ok {
			return ratio{num: n}
		}
	} else if x.big == nil && y.big == nil {
		a, b := gcd(x.num, y.denom()), gcd(y.num, x.denom())
		n, ok1 := product(x.num/a, y.num/b)
		d, ok2 := product(x.denom()/b, y.denom()/a)
		if ok1 && ok2 {
			if d == 1 || n == 0 {
				d = 0
			}
			return ratio{num: n, den: d}
		}
	}
	return fromBig(new(big.Rat).Mul(x.rat(), y.rat()))
}

// over is x / y; y must not be 0.
func (x ratio) over(y ratio) ratio {
	switch {
	case y.big != nil || y.num == 0:
		return fromBig(new(big.Rat).Quo(x.rat(), y.rat()))
	case y.num < 0:
		return x.negative().over(y.negative())
	}
	return x.times(fraction(y.denom(), y.num))
}

func (x ratio) sign() int {
	switch {
	case x.big != nil:
		return x.big.Sign()
	case x.num < 0:
		return -1
	case x.num > 0:
		return 1
	}
	return 0
}

// compare is -1 where x is less than y, 0 where they are equal, else 1.
func (x ratio) compare(y ratio) int {
	if x.big == nil && y.big == nil {
		if x.den == y.den {
			return cmp.Compare(x.num, y.num)
		}
		a, ok1 := product(x.num, y.denom())
		b, ok2 := product(y.num, x.denom())
		switch {
		case !ok1 || !ok2:
		case a < b:
			return -1
		case a > b:
			return 1
		default:
			return 0
		}
	}
	return x.rat().Cmp(y.rat())
}

// atLeast is x, or y where that is more.
func (x ratio) atLeast(y ratio) ratio {
	if x.compare(y) < 0 {
		return y
	}
	return x
}

// int64 is the number where it is whole and fits.
func (x ratio) int64() (int64, bool) { return x.num, x.big == nil && x.den == 0 }
