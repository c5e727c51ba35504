package rotation

// divisor divides by a number that is known long before, without the division
// that would cost more than all else of finding a turn.
type divisor struct {
	by      int64
	inverse float64
}

func divideBy(n int64) divisor { return divisor{n, 1 / float64(n)} }

// floor is the quotient of a, rounded down, and the rest. It is exact for an a
// of less than 2^52 either way: the product is off by one at most, and the rest
// tells.
func (d divisor) floor(a int64) (quotient, rest int64) {
	quotient = int64(float64(a) * d.inverse)
	rest = a - quotient*d.by
	if rest < 0 {
		quotient, rest = quotient-1, rest+d.by
	}
	if rest >= d.by {
		quotient, rest = quotient+1, rest-d.by
	}
	return quotient, rest
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }
