package pay

import (
	"fmt"
	"time"

	"standby/app/api"
)

// closing says whether a month can be frozen, and what that means.
type closing struct {
	// text is where the month stands; ask what is said before it is frozen, and label
	// what the button says. Both are empty where it cannot be frozen now.
	text, ask, label string
	// unconfirmed says that it is frozen with call-outs that nobody confirmed.
	unconfirmed bool
}

func closingOf(s api.MonthState, loc *time.Location) closing {
	name := monthName(s.Month)
	switch {
	case s.Closed:
		return closing{text: fmt.Sprintf("%s. It is frozen: what turns out otherwise later becomes a correction in the first open month. Seal %s.", standOf(s, loc), shortened(s.Hash))}
	case !s.Over:
		return closing{text: fmt.Sprintf("%s can be closed once it is over. Until then its figures follow the shifts, the pages and the policy.", name)}
	case !s.Turn:
		return closing{text: fmt.Sprintf("%s can be closed after the months before it.", name)}
	}
	c := closing{
		text:  fmt.Sprintf("%s is over and not closed: its figures may still change.", name),
		ask:   fmt.Sprintf("Closing freezes %s for good: no figure of it changes after that, and no policy, calendar or page can. What turns out otherwise later becomes a correction in the next open month, with a line of its own. This cannot be undone.", name),
		label: "Close " + name + " for good",
	}
	if s.Unconfirmed > 0 {
		c.unconfirmed = true
		c.ask += fmt.Sprintf(" Not confirmed yet: %s. It would be frozen as the pages tell it.", plural(s.Unconfirmed, "call-out", "call-outs"))
	}
	return c
}

// shortened is the beginning of a hash, which is enough to compare by eye.
func shortened(hash string) string {
	if len(hash) > 16 {
		return hash[:16] + "…"
	}
	return hash
}

// exports are the forms of a document.
var exports = [...]struct{ format, label string }{{"pdf", "PDF"}, {"xlsx", "Excel (XLSX)"}, {"csv", "CSV"}, {"json", "JSON"}}

// documentOf asks for a month, or for all of its year that the ledger has.
func documentOf(months []api.MonthState, s api.MonthState, year bool, format string) (q api.DocumentQuery, name string) {
	q = api.DocumentQuery{First: s.Month, Last: s.Month, Format: format}
	for _, m := range months {
		if year && m.Month.Year == s.Month.Year {
			if m.Month.Before(q.First) {
				q.First = m.Month
			}
			if q.Last.Before(m.Month) {
				q.Last = m.Month
			}
		}
	}
	name = "statement-" + q.First.String()
	if q.First != q.Last {
		name += "-to-" + q.Last.String()
	}
	return q, name + "." + format
}
