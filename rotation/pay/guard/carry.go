package guard

import (
	"standby/rotation/pay"
)

// carry takes time in lieu from the statement of one period to the next. The
// engine runs the account from its beginning each time, so what lapsed or was paid
// out in an earlier period is told again in a later one, and is dropped there.
type carry struct {
	credits []pay.Credit
	told    map[ending]int
}

// ending is a line of time that left the account.
type ending struct {
	rule    string
	at, sec int64
	amount  string
}

// take returns the lines that are new, and keeps what they earned.
func (c *carry) take(st *pay.Statement) []pay.Line {
	lines := make([]pay.Line, 0, len(st.Lines))
	told := map[ending]int{}
	credits := append([]pay.Credit(nil), c.credits...)
	for _, l := range st.Lines {
		if l.Kind != pay.KindAccount {
			lines = append(lines, l)
			if l.TimeInLieu != 0 {
				credits = append(credits, credit(&l, st))
			}
			continue
		}
		e := ending{l.Rule, l.Span.Start.Unix(), l.TimeInLieu, l.Amount.String()}
		if told[e]++; told[e] > c.told[e] {
			lines = append(lines, l)
		}
	}
	c.credits, c.told = credits, told
	return lines
}

// credit is time in lieu at the instant at which the engine books it.
func credit(l *pay.Line, st *pay.Statement) pay.Credit {
	at := st.Period.Start
	if !l.Span.Start.IsZero() {
		at = l.Span.End
	}
	return pay.Credit{At: at, Seconds: l.TimeInLieu}
}
