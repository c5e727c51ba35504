package ical

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/rotation"
)

// scopeName is the property that says which export an entry belongs to, and what
// it showed when it was written, so that a change by somebody else is seen.
const scopeName = "X-STANDBY-EXPORT"

// ScopeOf names an export for Entry.Scope: the same parts in the same order are
// the same export, whatever their case. It tells nobody what the parts are.
func ScopeOf(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		_, _ = h.Write([]byte(strings.ToLower(oneLine(p)) + "\x00"))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Action is what has to be done about one entry of a calendar.
type Action string

// The actions.
const (
	// Keep: the calendar has the entry as it should be.
	Keep Action = "keep"
	// Add: it does not have it yet.
	Add Action = "add"
	// Replace: it has another state of it.
	Replace Action = "replace"
	// Remove: it has the entry, and it holds no longer.
	Remove Action = "remove"
	// Spare: the entry would be replaced or removed, but somebody else has changed
	// what it shows since it was written.
	Spare Action = "spare"
)

// Step is one entry and what has to be done about it.
type Step struct {
	Entry Entry
	Do    Action
}

// Export is what is written to a calendar that holds the events of others too,
// and other exports.
type Export struct {
	// Calendar has the entries, as for Revise. Their Scope is set to that of the
	// export.
	Calendar Calendar
	// Scope is the export's, as ScopeOf makes it; it must not be empty.
	Scope string
	// Kinds are what it is about. Entries of other kinds are not removed, though they
	// have its scope.
	Kinds []Kind
	// Known is the window that the entries come from. What lies outside of it stays.
	Known rotation.Interval
	// Overwrite has Standby's own entries written also where somebody changed them.
	Overwrite bool
}

// Steps is what makes a calendar that others write to hold an export, in order of
// start. It differs from Revise, which writes whole files:
//
//   - what is gone is removed rather than marked as cancelled, since those who
//     read a server's calendar see it go;
//   - only entries of this export are removed: not those that another export wrote,
//     which may be somebody else's, nor those outside of what is known;
//   - an entry that somebody has changed by hand is spared, unless the export says
//     otherwise.
//
// The error is that of Revise.
func (w Written) Steps(x Export, now time.Time) ([]Step, error) {
	x.Calendar.Entries = slices.Clone(x.Calendar.Entries)
	for i := range x.Calendar.Entries {
		x.Calendar.Entries[i].Scope = x.Scope
	}
	cal, err := w.Revise(x.Calendar, x.Known, now)
	if err != nil {
		return nil, fmt.Errorf("compare with what was written before: %w", err)
	}
	had := make(map[string]*past, len(w.entries))
	for _, p := range w.entries {
		had[p.uid] = p
	}
	steps := make([]Step, 0, len(cal.Entries))
	for _, e := range cal.Entries {
		if do := x.do(&e, had[e.UID]); do != "" {
			steps = append(steps, Step{e, do})
		}
	}
	slices.SortStableFunc(steps, func(a, b Step) int { return a.Entry.Start.Compare(b.Entry.Start) })
	return steps, nil
}

// do is what to do about an entry that was written as p, nil when it was not;
// empty when it is not this export's business.
func (x *Export) do(e *Entry, p *past) Action {
	switch {
	case p == nil:
		return Add
	case e.Cancelled && (p.scope != x.Scope || !slices.Contains(x.Kinds, KindOf(p.uid))):
		return ""
	case p.edited() && !x.Overwrite:
		return Spare
	case e.Cancelled:
		return Remove
	case !p.edited() && p.scope == x.Scope && p.sequence == e.Sequence && p.modified.Equal(e.Modified):
		return Keep
	}
	return Replace
}

// edited reports whether an entry shows something else than what was written.
func (p *past) edited() bool {
	return p.shown != "" && p.shown != shownDigest(p.start, p.end, p.allDay, p.gone, p.summary)
}

func (e *Entry) shownDigest() string {
	start, end := e.bounds()
	return shownDigest(start, end, e.AllDay, e.Cancelled, oneLine(e.Summary))
}

// shownDigest stands for what people see of an entry at first sight.
func shownDigest(start, end time.Time, allDay, cancelled bool, summary string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %t %t %s", start.Unix(), end.Unix(), allDay, cancelled, summary))
	return hex.EncodeToString(sum[:6])
}
