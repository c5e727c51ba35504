package health

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/rotation"
)

// score computes the score and says how it came about.
func (j *judge) score(r *Report) {
	if r.Coverage.Covered == 0 {
		r.Findings = append(r.Findings, Finding{Code: CodeEmpty, Severity: Warning, Text: "Nobody is on call.", Points: 100})
		return
	}
	r.Score = int(divide(int64(r.Coverage.Percent+r.Balance.Hours.Percent), 2))
	forGaps, forBalance := points(100-r.Coverage.Percent, 100-r.Balance.Hours.Percent, 100-r.Score)
	j.gaps(r, forGaps)
	r.Findings = append(r.Findings, balanceFinding(r, forBalance))
	j.rests(r)
	j.stretches(r)
	for _, kind := range []struct {
		code Code
		what string
		e    Evenness
	}{{CodeNights, "Night", r.Balance.Nights}, {CodeWeekends, "Weekend", r.Balance.Weekends}, {CodeHolidays, "Holiday", r.Balance.Holidays}} {
		if kind.e.Percent < 100 {
			r.Findings = append(r.Findings, Finding{Code: kind.code, Severity: Note, People: overloaded(kind.e),
				Text: kind.what + " hours are not evenly shared" + burden(kind.e)})
		}
	}
}

// points divides what is missing from 100 among gaps and balance, each of which
// costs half of what itself is missing. Where both halves are odd, the balance
// is rounded down.
func points(gaps, unbalance, missing int) (forGaps, forBalance int) {
	switch {
	case gaps == 0:
		return 0, missing
	case unbalance == 0:
		return missing, 0
	}
	return missing - unbalance/2, unbalance / 2
}

// gaps has one finding for each role with gaps, which divide the points in
// proportion to what they leave open, or one that all is well.
func (j *judge) gaps(r *Report, points int) {
	before := len(r.Findings)
	var open int64
	given := 0
	for _, role := range r.Roles {
		if role.Gaps == 0 {
			continue
		}
		f := Finding{Code: CodeCoverage, Severity: Note, Role: role.Role, Text: j.gapText(role)}
		if role.Counts {
			f.Severity = Warning
			open += role.Uncovered
			upTo := int(int64(points) * open / r.Coverage.Uncovered)
			f.Points, given = upTo-given, upTo
		}
		r.Findings = append(r.Findings, f)
	}
	if len(r.Findings) == before {
		r.Findings = append(r.Findings, Finding{Code: CodeCoverage, Severity: Good, Text: "Somebody is on call all the time."})
	}
}

func (j *judge) gapText(r Role) string {
	if r.Covered == 0 {
		return fmt.Sprintf("Nobody is on call as %s at all.", r.Role)
	}
	part := fmt.Sprintf("%d %% of the time", 100-r.Percent)
	if r.Percent == 100 {
		part = "a moment"
	}
	if r.Gaps == 1 {
		return fmt.Sprintf("Nobody is on call as %s for %s: %s.", r.Role, part, j.when(*r.LongestGap))
	}
	return fmt.Sprintf("Nobody is on call as %s for %s: %s in %d gaps, the longest %s.", r.Role, part, spell(r.Uncovered), r.Gaps, j.when(*r.LongestGap))
}

func balanceFinding(r *Report, points int) Finding {
	var bearers []rotation.Person
	for _, p := range r.People {
		if p.Load > 0 {
			bearers = append(bearers, p.Person)
		}
	}
	e := r.Balance.Hours
	switch {
	case len(bearers) == 1:
		return Finding{Code: CodeBalance, Severity: Note, Text: fmt.Sprintf("%s takes all the hours alone.", bearers[0]), People: bearers}
	case e.Percent == 100:
		return Finding{Code: CodeBalance, Severity: Good, Text: "The hours are evenly shared."}
	}
	return Finding{Code: CodeBalance, Severity: Warning, Text: "The hours are not evenly shared" + burden(e), Points: points, People: overloaded(e)}
}

func overloaded(e Evenness) []rotation.Person {
	var list []rotation.Person
	for _, o := range e.Overloaded {
		list = append(list, o.Person)
	}
	return list
}

// named is how many people a sentence names before it counts the others.
const named = 3

// burden ends a sentence with who has more than the average.
func burden(e Evenness) string {
	if len(e.Overloaded) == 0 {
		return "."
	}
	var parts []string
	for _, o := range e.Overloaded[:min(named, len(e.Overloaded))] {
		parts = append(parts, fmt.Sprintf("%s has %d %% more than the average", o.Person, o.Percent))
	}
	if n := len(e.Overloaded) - named; n > 0 {
		parts = append(parts, fmt.Sprintf("%d others have more, too", n))
	}
	return ": " + strings.Join(parts, ", ") + "."
}

func (j *judge) rests(r *Report) {
	short := slices.DeleteFunc(slices.Clone(r.People), func(p Person) bool { return p.ShortRests == 0 })
	if len(short) == 0 {
		return
	}
	slices.SortStableFunc(short, func(a, b Person) int { return cmp.Compare(a.ShortestRest.Seconds, b.ShortestRest.Seconds) })
	text := fmt.Sprintf("%s has less than %s between two shifts", short[0].Person, spell(int64(j.options.MinRest/time.Second)))
	if n := short[0].ShortRests; n > 1 {
		text += fmt.Sprintf(", %d times; at worst", n)
	} else {
		text += ":"
	}
	text += " " + j.when(*short[0].ShortestRest) + "."
	r.Findings = append(r.Findings, Finding{Code: CodeRest, Severity: Warning, People: persons(short), Text: text + others(len(short)-1)})
}

func (j *judge) stretches(r *Report) {
	limit := int64(j.options.MaxStretch / time.Second)
	long := slices.DeleteFunc(slices.Clone(r.People), func(p Person) bool { return p.LongestStretch.Seconds <= limit })
	if len(long) == 0 {
		return
	}
	slices.SortStableFunc(long, func(a, b Person) int { return cmp.Compare(b.LongestStretch.Seconds, a.LongestStretch.Seconds) })
	r.Findings = append(r.Findings, Finding{Code: CodeStretch, Severity: Warning, People: persons(long),
		Text: fmt.Sprintf("%s is on duty without a break for %s.", long[0].Person, j.when(long[0].LongestStretch)) + others(len(long)-1)})
}

func persons(list []Person) []rotation.Person {
	var out []rotation.Person
	for _, p := range list {
		out = append(out, p.Person)
	}
	return out
}

func others(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " So it is for one other."
	}
	return fmt.Sprintf(" So it is for %d others.", n)
}

func (j *judge) when(s Span) string {
	const layout = "2006-01-02 15:04 MST"
	return fmt.Sprintf("%s, from %s to %s", spell(s.Seconds), s.Start.In(j.options.Zone).Format(layout), s.End.In(j.options.Zone).Format(layout))
}

// spell writes a length of time with all its parts: 2 d 3 h 10 min.
func spell(seconds int64) string {
	var parts []string
	for _, u := range []struct {
		length int64
		name   string
	}{{secondsPerDay, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}} {
		if n := seconds / u.length; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, u.name))
			seconds %= u.length
		}
	}
	if len(parts) == 0 {
		return "0 s"
	}
	return strings.Join(parts, " ")
}
