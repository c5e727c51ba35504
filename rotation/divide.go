package rotation

import "math/bits"

// divisor divides by a number that is known long before, without the division
// that would cost more than all else of finding a turn: with a multiplication by
// its inverse (Granlund and Montgomery, Division by Invariant Integers using
// Multiplication, 1994).
type divisor struct {
	by int64
	// inverse is 2^64 over by, or less than one below that.
	inverse uint64
	// ground is a multiple of by, below any number that is divided; quotient is
	// how many times.
	ground, quotient int64
}

// widest is more than there are seconds between any two instants or local times
// that the engine computes with.
const widest = int64(1) << 34

func divideBy(n int64) divisor {
	times := widest/n + 1
	return divisor{n, ^uint64(0) / uint64(n), -times * n, -times}
}

// floor is the quotient of a, rounded down, and the rest, for an a of at most
// 2^34 either way.
func (d divisor) floor(a int64) (quotient, rest int64) {
	above := a - d.ground
	high, _ := bits.Mul64(uint64(above), d.inverse)
	quotient = int64(high)
	if rest = above - quotient*d.by; rest >= d.by {
		quotient, rest = quotient+1, rest-d.by // the inverse was rounded down
	}
	return quotient + d.quotient, rest
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }
