package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"standby/notify"
)

// instant is a time as a column holds it: nanoseconds of Unix time, 0 for the
// zero time.
type instant time.Time

// Value is what goes into the column.
func (t instant) Value() (driver.Value, error) { return encode(time.Time(t)), nil }

// Scan reads the column back, as UTC.
func (t *instant) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("%w: a time is kept as %T", ErrDamaged, src)
	}
	*t = instant(decode(n))
	return nil
}

func encode(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	if n := nanos(t); n != 0 {
		return n
	}
	return 1
}

func decode(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}

// nanos is t in nanoseconds of Unix time, held within what an int64 can say. The
// zero time, being long before that, is the lower bound: right for a query from
// the beginning.
func nanos(t time.Time) int64 {
	switch {
	case t.Before(time.Unix(0, math.MinInt64)):
		return math.MinInt64
	case t.After(time.Unix(0, math.MaxInt64)):
		return math.MaxInt64
	}
	return t.UnixNano()
}

// stints is the work on a page as a column holds it: [[from, until], ...] in
// nanoseconds, empty when there was none.
type stints []notify.Stint

// Value is what goes into the column.
func (s stints) Value() (driver.Value, error) {
	if len(s) == 0 {
		return "", nil
	}
	pairs := make([][2]int64, len(s))
	for i, w := range s {
		pairs[i] = [2]int64{encode(w.From), encode(w.Until)}
	}
	text, err := json.Marshal(pairs)
	return string(text), err
}

// Scan reads the column back.
func (s *stints) Scan(src any) error {
	text, ok := src.(string)
	if !ok {
		return fmt.Errorf("%w: the work on a page is kept as %T", ErrDamaged, src)
	}
	*s = nil
	if text == "" {
		return nil
	}
	var pairs [][2]int64
	if err := json.Unmarshal([]byte(text), &pairs); err != nil {
		return fmt.Errorf("%w: the work on a page: %w", ErrDamaged, err)
	}
	for _, p := range pairs {
		*s = append(*s, notify.Stint{From: decode(p[0]), Until: decode(p[1])})
	}
	return nil
}

// bounds are the first beginning and the last end in nanoseconds, both 0 when
// there was no work; one that still runs has no end.
func (s stints) bounds() (from, until int64) {
	for i, w := range s {
		end := int64(math.MaxInt64)
		if !w.Until.IsZero() {
			end = encode(w.Until)
		}
		if i == 0 {
			from, until = encode(w.From), end
			continue
		}
		from, until = min(from, encode(w.From)), max(until, end)
	}
	return from, until
}
