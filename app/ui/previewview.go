package ui

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"standby/app/api"
	"standby/rotation"
)

// previewView is what a calendar would be, in words.
type previewView struct {
	facts []fact
	// mine is whether any of its shifts is the user's, and what to do if none is;
	// found says that one is.
	mine  string
	found bool
	// warnings are what to look at, rows the first shifts, more says what is not
	// among them.
	warnings []string
	rows     []previewRow
	more     string
	// fault is what is wrong with the pattern; empty when nothing is.
	fault string
}

// previewRow is a shift, and what its event is taken to mean.
type previewRow struct {
	when, event, person, role, rota string
	mine                            bool
	// plain says that the pattern does not fit the event.
	plain bool
}

// Bounds of a preview on the screen.
const (
	rowsPreviewed   = 12
	warningsShown   = 4
	unmatchedMark   = "the pattern does not fit"
	leaveMark       = "not on call"
	plainRecognised = "no product that Standby knows: it is read like any calendar"
)

// previewOf puts the answer into words; q is what was asked, me the user as all
// calendars know them.
func previewOf(p api.Preview, q api.NewCalendar, me rotation.Person, v view) previewView {
	if q.Me != (rotation.Person{}) {
		me = q.Me
	}
	out := previewView{warnings: warningsOf(p.Warnings), fault: faultOf(q.Pattern, p.Fault)}
	recognised := p.Profile
	if recognised == "" {
		recognised = plainRecognised
	}
	out.facts = append(out.facts, fact{"Recognised", recognised})
	if p.Name != "" {
		out.facts = append(out.facts, fact{"Calls itself", p.Name})
	}
	if p.Zone != "" {
		out.facts = append(out.facts, fact{"Its zone", p.Zone})
	}
	out.facts = append(out.facts, fact{"It holds", holdsOf(p, v)})
	out.mine, out.found = mineIn(p, q, me)
	rows := p.Rows[:min(len(p.Rows), rowsPreviewed)]
	for _, r := range rows {
		out.rows = append(out.rows, rowOfPreview(r, v))
	}
	if len(rows) > 0 {
		out.more = "Times are in " + zoneName(v.loc, v.now) + "."
	}
	if p.More || len(p.Rows) > len(rows) {
		out.more = fmt.Sprintf("These are the first %d. ", len(rows)) + out.more
	}
	return out
}

func holdsOf(p api.Preview, v view) string {
	switch {
	case p.Past && p.Shifts == 0 && len(p.Rows) == 0:
		return "no shift in the last two months, and none ahead"
	case p.Past:
		return fmt.Sprintf("no shift ahead; below are those that are over (%s)", counted(p.Shifts))
	}
	end, what := p.Window.End, "from now until"
	if !p.Horizon.IsZero() && p.Horizon.Before(end) {
		end, what = p.Horizon, "from now until it ends on"
	}
	return fmt.Sprintf("%s %s %s", counted(p.Shifts), what, end.In(v.loc).Format("2 Jan 2006"))
}

func counted(shifts int) string {
	switch shifts {
	case 0:
		return "no shift"
	case 1:
		return "1 shift"
	}
	return fmt.Sprintf("%d shifts", shifts)
}

// mineIn says which of the shifts are the user's.
func mineIn(p api.Preview, q api.NewCalendar, me rotation.Person) (text string, found bool) {
	switch {
	case p.Shifts == 0:
		return "", false
	case p.Mine > 0 && p.Mine == p.Shifts:
		return "All of them are yours.", true
	case p.Mine == 1:
		return "1 of them is yours.", true
	case p.Mine > 0:
		return fmt.Sprintf("%d of them are yours.", p.Mine), true
	case me == (rotation.Person{}) && !q.Mine:
		return "Which of them are yours? Fill in your name or your e-mail above, as the calendar has it.", false
	}
	return fmt.Sprintf("None of them is yours: the calendar does not name %s. Write your name or e-mail above as you see it below.", personOf(me)), false
}

func rowOfPreview(r api.PreviewRow, v view) previewRow {
	out := previewRow{when: between(r.Interval, v), event: r.Summary, person: r.Person.String(), role: string(r.Role), rota: r.Rota, mine: r.Mine, plain: r.Unmatched}
	if r.OpenEnd {
		out.when = openEnded(r.Interval, v)
	}
	if out.event == "" {
		out.event = "(no text)"
	}
	if r.Mine {
		out.person += " (you)"
	}
	if r.Away {
		out.role = joined(out.role, leaveMark)
	}
	return out
}

// warningsOf are the first warnings as sentences, and how many more there are.
func warningsOf(list []string) []string {
	var out []string
	for _, w := range list[:min(len(list), warningsShown)] {
		out = append(out, capital(w)+".")
	}
	if more := len(list) - len(out); more > 0 {
		out = append(out, fmt.Sprintf("And %d more.", more))
	}
	return out
}

// capital begins a text with a capital letter and takes the full stop off its end.
func capital(text string) string {
	text = strings.TrimRight(strings.TrimSpace(text), ".")
	first, size := utf8.DecodeRuneInString(text)
	return strings.ToUpper(string(first)) + text[size:]
}

// faultOf says what is wrong with a pattern and shows where: by line and character,
// and by what stands there.
func faultOf(pattern string, f *api.PatternFault) string {
	if f == nil {
		return ""
	}
	text := capital(f.Problem) + ": " + strings.TrimRight(f.Remedy, ".") + "."
	if f.Line == 0 {
		return text
	}
	lines := strings.Split(pattern, "\n")
	where := fmt.Sprintf("At character %d", f.At)
	if len(lines) > 1 {
		where = fmt.Sprintf("In line %d, at character %d", f.Line, f.At)
	}
	if f.Line <= len(lines) {
		if rest := []rune(lines[f.Line-1]); f.At >= 1 && f.At <= len(rest) {
			where += ", “" + begin(string(rest[f.At-1:]), 24) + "”"
		}
	}
	return where + ": " + f.Problem + ". " + capital(f.Remedy) + "."
}

// begin is the beginning of a text, most runes of it.
func begin(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// foundLabels are the calendars of an account as they can be chosen: each label is
// another one.
func foundLabels(found []api.Found) []string {
	var out []string
	for _, f := range found {
		label := f.Name
		if f.ReadOnly {
			label += " (read only)"
		}
		if slices.Contains(out, label) {
			label += ", " + lastPart(f.Address)
		}
		for n := 2; slices.Contains(out, label); n++ {
			label = fmt.Sprintf("%s (%d)", label, n)
		}
		out = append(out, label)
	}
	return out
}

func lastPart(address string) string {
	address = strings.TrimRight(address, "/")
	return address[strings.LastIndexByte(address, '/')+1:]
}

// foundNote is what came of looking for calendars.
func foundNote(found []api.Found) string {
	switch len(found) {
	case 0:
		return "The account answers, and has no calendar. Make one there first, or give the address of a calendar that is shared with you."
	case 1:
		return "One calendar was found."
	}
	return fmt.Sprintf("%d calendars were found. Choose the one that holds the shifts.", len(found))
}
