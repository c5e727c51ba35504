package pay

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// block is one or more call-outs that overlap or touch.
type block struct {
	stretch
	titles  []string
	pages   []string
	running bool
}

// addCallOuts makes one line for each block that begins in the period. Blocks
// are formed before the period is looked at, so that a block belongs to one
// period alone, whichever period is asked for.
func (p Policy) addCallOuts(s *Statement, in Input) {
	period, now := seconds(in.Period), in.Now.Unix()
	for _, b := range blocks(in) {
		if b.from < period.from || b.from >= period.to {
			continue
		}
		s.Lines = append(s.Lines, p.callOutLine(b))
		if b.running {
			s.Notes = append(s.Notes, fmt.Sprintf(
				"The call-out of %s is still running; it is counted up to %s.", p.stamp(b.from, false), p.stamp(now, false)))
		}
	}
	for _, c := range ownCallOuts(in) {
		if c.Start.Unix() > now && in.Period.Contains(c.Start) {
			s.Notes = append(s.Notes, fmt.Sprintf(
				"The call-out of %s (page %s) has not begun yet and is not counted; check the clock of this machine.",
				p.stamp(c.Start.Unix(), false), c.PageID))
		}
	}
}

func (p Policy) callOutLine(b block) Line {
	minimum := int64(p.CallOut.Minimum / time.Second)
	l := Line{
		Kind: KindCallOut, What: b.what(), Span: b.interval(), Seconds: max(b.length(), minimum),
		Rate: p.CallOut.Rate, Rule: "call_out.rate", Evidence: b.pages,
	}
	p.price(&l)
	length := elapsed(b.length()) + " of call-out"
	if b.length() < minimum {
		l.Rule = "call_out.rate, call_out.minimum"
		length += fmt.Sprintf(", counted as the minimum of %s", elapsed(minimum))
	}
	if len(b.pages) > 1 {
		length = fmt.Sprintf("%s for %d pages at once", length, len(b.pages))
	}
	l.Explanation = fmt.Sprintf("%s is %s%s; %s; the pay for being on call goes on meanwhile",
		p.span(b.stretch), length, p.clockChange(b.stretch), p.sum(l))
	return l
}

// blocks unites the person's call-outs. What has not begun yet is left out, and
// nothing counts beyond now.
func blocks(in Input) []block {
	now := in.Now.Unix()
	var out []block
	for _, c := range ownCallOuts(in) {
		span := seconds(c.Interval)
		if span.from > now {
			continue
		}
		if c.Running || span.to > now {
			span.to = now
		}
		span.to = max(span.to, span.from)
		if n := len(out); n == 0 || span.from > out[n-1].to {
			out = append(out, block{stretch: span})
		}
		out[len(out)-1].add(c, span)
	}
	return out
}

// ownCallOuts are the person's call-outs in order of start, each once.
func ownCallOuts(in Input) []CallOut {
	var out []CallOut
	for _, c := range in.CallOuts {
		if c.Person.Same(in.Person) {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b CallOut) int {
		return cmp.Or(cmp.Compare(a.Start.Unix(), b.Start.Unix()), cmp.Compare(a.PageID, b.PageID),
			cmp.Compare(a.What, b.What), a.End.Compare(b.End))
	})
	return slices.CompactFunc(out, func(a, b CallOut) bool {
		return a.Start.Equal(b.Start) && a.End.Equal(b.End) && a.PageID == b.PageID &&
			a.What == b.What && a.Running == b.Running
	})
}

func (b *block) add(c CallOut, span stretch) {
	b.to = max(b.to, span.to)
	b.running = b.running || c.Running
	if page := "page " + c.PageID; !slices.Contains(b.pages, page) {
		b.pages = append(b.pages, page)
		b.titles = append(b.titles, c.What)
	}
}

func (b block) what() string {
	out := "Call-out"
	if b.titles[0] != "" {
		out += ": " + b.titles[0]
	}
	if n := len(b.titles) - 1; n > 0 {
		out += fmt.Sprintf(" and %d more", n)
	}
	return out
}
