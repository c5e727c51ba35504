package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
	"standby/rotation/pay/account"
	payledger "standby/rotation/pay/ledger"
)

// hoursView is the shape of `standby hours list --json`.
type hoursView struct {
	Schema int       `json:"schema"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	// Zone is what times are shown in; empty for the machine's own.
	Zone  string     `json:"zone,omitempty"`
	Hours []hourView `json:"hours"`
}

// oneHourView is the shape of `standby hours add --json` and the others that change
// one.
type oneHourView struct {
	Schema int      `json:"schema"`
	Hour   hourView `json:"hour"`
}

// hourView is a call-out. End is null while it runs; Seconds is how long it was up to
// now, without travel.
type hourView struct {
	ID string `json:"id"`
	// Source is "page", or "hand" where no page tells of it.
	Source    string            `json:"source"`
	PageID    string            `json:"page_id,omitempty"`
	Start     time.Time         `json:"start"`
	End       *time.Time        `json:"end"`
	Seconds   int64             `json:"seconds"`
	Mode      string            `json:"mode"`
	Travel    int64             `json:"travel_seconds"`
	What      string            `json:"what"`
	Facts     map[string]string `json:"facts,omitempty"`
	Confirmed bool              `json:"confirmed"`
	Removed   bool              `json:"removed"`
	// Edited says that somebody has stated it: added, corrected or confirmed it.
	Edited   bool      `json:"edited"`
	EditedAt time.Time `json:"edited_at,omitzero"`
	EditedBy string    `json:"edited_by,omitempty"`
	Why      string    `json:"why,omitempty"`
	// PageDiffers says what the page tells now and did not tell when it was edited.
	PageDiffers string `json:"page_differs,omitempty"`
}

// trailView is the shape of `standby hours trail --json`.
type trailView struct {
	Schema int        `json:"schema"`
	ID     string     `json:"id"`
	Steps  []stepView `json:"steps"`
}

// stepView is one thing that was said of a call-out; By is "page" for its page, which
// has no time.
type stepView struct {
	At   time.Time `json:"at,omitzero"`
	By   string    `json:"by"`
	What string    `json:"what"`
	Why  string    `json:"why,omitempty"`
	Hour hourView  `json:"hour"`
}

func viewHours(span rotation.Interval, zone string, list []payledger.Logged, now time.Time) hoursView {
	return hoursView{Schema: 1, From: span.Start, To: span.End, Zone: zone, Hours: viewAll(list, now)}
}

func viewAll(list []payledger.Logged, now time.Time) []hourView {
	out := []hourView{}
	for _, h := range list {
		out = append(out, viewLogged(h, now))
	}
	return out
}

func viewLogged(l payledger.Logged, now time.Time) hourView {
	v := viewHour(l.Hour, now)
	v.Edited, v.EditedAt, v.EditedBy, v.Why, v.PageDiffers = l.Edited, l.At, l.By, l.Why, l.Differs
	return v
}

func viewHour(h payledger.Hour, now time.Time) hourView {
	v := hourView{ID: h.ID, Source: "page", PageID: h.PageID, Start: h.Start, Seconds: elapsed(h, now), Mode: h.Mode,
		Travel: int64(h.Travel / time.Second), What: h.What, Facts: h.Facts, Confirmed: h.Confirmed, Removed: h.Removed}
	if h.ByHand() {
		v.Source = "hand"
	}
	if !h.Running {
		v.End = &h.End
	}
	return v
}

func viewTrail(steps []payledger.Step, now time.Time) []stepView {
	out := []stepView{}
	for _, s := range steps {
		out = append(out, stepView{s.At, s.By, s.What, s.Why, viewHour(s.Hour, now)})
	}
	return out
}

func elapsed(h payledger.Hour, now time.Time) int64 {
	end := h.End
	if h.Running {
		end = now
	}
	return max(0, int64(end.Sub(h.Start)/time.Second))
}

// hoursText is the log as a list, and what it comes to.
func hoursText(list []payledger.Logged, now time.Time, zone *time.Location) string {
	if len(list) == 0 {
		return "No call-out is logged in that time.\n"
	}
	short := shortIDs(hourIDs(list))
	width := 0
	for _, id := range short {
		width = max(width, len(id))
	}
	b := &strings.Builder{}
	var count, open, running int
	var sum int64
	for _, h := range list {
		b.WriteString(hourText(h, short[h.ID], width, now, zone))
		if h.Removed {
			continue
		}
		count++
		sum += elapsed(h.Hour, now)
		switch {
		case h.Running:
			running++
		case !h.Confirmed:
			open++
		}
	}
	end := counted(count, "call-out") + ", " + account.Length(sum)
	if running > 0 {
		end += fmt.Sprintf("; %d still running", running)
	}
	if open > 0 {
		end += fmt.Sprintf("; %d not confirmed: standby hours confirm ID, or --all --month", open)
	}
	b.WriteString("\n" + wrapped("", end+"."))
	return b.String()
}

// hourText is one call-out: when, how long and how, and below it what it was and
// where that comes from.
func hourText(h payledger.Logged, id string, width int, now time.Time, zone *time.Location) string {
	span := spanText(h.Interval, zone)
	if h.Running {
		span = momentText(h.Start, zone) + " - still running"
	}
	parts := []string{span, account.Length(elapsed(h.Hour, now))}
	if h.Mode != "" {
		parts = append(parts, notify.Clean(h.Mode, 40))
	}
	if h.Travel > 0 {
		parts = append(parts, account.Length(int64(h.Travel/time.Second))+" of travel")
	}
	parts = append(parts, hourState(h))
	indent := strings.Repeat(" ", width+2)
	b := &strings.Builder{}
	b.WriteString(wrapped(column(id, width)+"  ", strings.Join(parts, ", ")))
	for _, text := range append([]string{notify.Clean(h.What, 300), hourFacts(h.Facts)}, hourOrigin(h, now, zone)...) {
		if text != "" {
			b.WriteString(wrapped(indent, text))
		}
	}
	return b.String()
}

func hourState(h payledger.Logged) string {
	switch {
	case h.Removed:
		return "REMOVED"
	case h.Confirmed:
		return "confirmed"
	}
	return "not confirmed"
}

func hourFacts(facts map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(facts)) {
		parts = append(parts, name+" = "+facts[name])
	}
	return notify.Clean(strings.Join(parts, ", "), 300)
}

// hourOrigin says where a call-out comes from, and what its page tells otherwise.
func hourOrigin(h payledger.Logged, now time.Time, zone *time.Location) []string {
	from := "by hand"
	if !h.ByHand() {
		from = "from page " + h.PageID
	}
	if h.Edited {
		said := "edited"
		switch {
		case h.ByHand():
			said = "last stated"
		case h.Why == "": // what changes more than that has a reason
			said = "confirmed"
		}
		from += ", " + said + " " + api.Clock(h.At, now, zone) + " by " + notify.Clean(h.By, 80)
		if h.Why != "" {
			from += ": " + notify.Clean(h.Why, 300)
		}
	}
	out := []string{from}
	if h.Differs != "" {
		out = append(out, "The page now tells otherwise: "+notify.Clean(h.Differs, 300)+". Take that over: standby hours edit "+h.ID+" --take-page --why ...")
	}
	return out
}

// trailText is all that was said of a call-out, oldest first.
func trailText(id string, steps []payledger.Step, zone *time.Location) string {
	b := &strings.Builder{}
	what := ""
	for _, s := range steps {
		what = s.Hour.What
	}
	b.WriteString(wrapped("", strings.TrimSpace(id+"  "+notify.Clean(what, 300))))
	for _, s := range steps {
		who := "its page"
		if !s.At.IsZero() {
			who = momentText(s.At.Truncate(time.Second), zone) + ", " + notify.Clean(s.By, 80)
		}
		b.WriteString(wrapped("  ", who+": "+notify.Clean(s.What, 500)))
		if s.Why != "" {
			b.WriteString(wrapped("    ", "why: "+notify.Clean(s.Why, 300)))
		}
	}
	b.WriteString("What was said is in UTC.\n")
	return b.String()
}
