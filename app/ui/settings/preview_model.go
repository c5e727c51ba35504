package settings

import (
	"fmt"
	"strings"

	"standby/app/api"
	"standby/app/ui/model"
	"standby/rotation"
)

// previewed is what a calendar would be, in words.
type previewed struct {
	facts []model.Fact
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
	unmatchedMark   = "the pattern does not fit"
	leaveMark       = "not on call"
	plainRecognised = "no product that Standby knows: it is read like any calendar"
)

// previewOf puts the answer into words; q is what was asked, me the user as all
// calendars know them.
func previewOf(p api.Preview, q api.NewCalendar, me rotation.Person, v model.View) previewed {
	if q.Me != (rotation.Person{}) {
		me = q.Me
	}
	out := previewed{warnings: model.WarningsOf(p.Warnings), fault: faultOf(q.Pattern, p.Fault)}
	recognised := p.Profile
	if recognised == "" {
		recognised = plainRecognised
	}
	out.facts = append(out.facts, model.Fact{Name: "Recognised", Value: recognised})
	if p.Name != "" {
		out.facts = append(out.facts, model.Fact{Name: "Calls itself", Value: p.Name})
	}
	if p.Zone != "" {
		out.facts = append(out.facts, model.Fact{Name: "Its zone", Value: p.Zone})
	}
	out.facts = append(out.facts, model.Fact{Name: "It holds", Value: holdsOf(p, v)})
	out.mine, out.found = mineIn(p, q, me)
	rows := p.Rows[:min(len(p.Rows), rowsPreviewed)]
	for _, r := range rows {
		out.rows = append(out.rows, rowOfPreview(r, v))
	}
	if len(rows) > 0 {
		out.more = "Times are in " + model.ZoneName(v.Loc, v.Now) + "."
	}
	if p.More || len(p.Rows) > len(rows) {
		out.more = fmt.Sprintf("These are the first %d. ", len(rows)) + out.more
	}
	return out
}

func holdsOf(p api.Preview, v model.View) string {
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
	return fmt.Sprintf("%s %s %s", counted(p.Shifts), what, end.In(v.Loc).Format("2 Jan 2006"))
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
	case q.PagerDuty != "":
		return "None of them is yours: the owner of the account's key is not among them.", false
	case me == (rotation.Person{}) && !q.Mine:
		return "Which of them are yours? Fill in your name or your e-mail above, as the calendar has it.", false
	}
	return fmt.Sprintf("None of them is yours: the calendar does not name %s. Write your name or e-mail above as you see it below.", personOf(me)), false
}

func rowOfPreview(r api.PreviewRow, v model.View) previewRow {
	out := previewRow{when: model.Between(r.Interval, v), event: r.Summary, person: r.Person.String(), role: string(r.Role), rota: r.Rota, mine: r.Mine, plain: r.Unmatched}
	if r.OpenEnd {
		out.when = model.OpenEnded(r.Interval, v)
	}
	if out.event == "" {
		out.event = "(no text)"
	}
	if r.Mine {
		out.person += " (you)"
	}
	if r.Away {
		out.role = model.Joined(out.role, leaveMark)
	}
	return out
}

// faultOf says what is wrong with a pattern and shows where: by line and character,
// and by what stands there.
func faultOf(pattern string, f *api.PatternFault) string {
	if f == nil {
		return ""
	}
	text := model.Capital(f.Problem) + ": " + strings.TrimRight(f.Remedy, ".") + "."
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
	return where + ": " + f.Problem + ". " + model.Capital(f.Remedy) + "."
}

// begin is the beginning of a text, most runes of it.
func begin(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
