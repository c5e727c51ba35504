package pay

import (
	"fmt"
	"strings"
	"time"
)

// Explain says the policy back in plain sentences, in the order of the file.
func (p *Policy) Explain() []string {
	whose := "by the clock of " + p.zoneName()
	if p.zoneOfPerson {
		whose = "by the clock of the person, else of " + p.zoneName()
	}
	out := []string{fmt.Sprintf("%s pays in %s; days and times of day are %s.", p.Name, p.Currency, whose)}
	if p.Source != "" {
		out = append(out, "It renders: "+strings.TrimSuffix(p.Source, ".")+".")
	}
	if p.work.set {
		out = append(out, fmt.Sprintf("The usual hours are %s, from %s to %s.", daysSaid(&match{days: p.work.days, hasDays: true}), p.work.from, p.work.to))
	}
	out = append(out, p.holidayText...)
	for i := range p.rules {
		out = append(out, p.rules[i].sentences()...)
	}
	for i := range p.packages {
		out = append(out, p.packages[i].sentence(p.Currency))
	}
	for i := range p.caps {
		out = append(out, p.caps[i].sentence())
	}
	out = append(out, p.account.sentences()...)
	for i := range p.rests {
		out = append(out, p.rests[i].sentence())
	}
	for i := range p.limits {
		out = append(out, p.limits[i].sentence())
	}
	return append(out, p.rounding(), "Time that has not passed yet is not paid yet.")
}

// Sentences is Explain.
func (p Policy) Sentences() []string { return p.Explain() }

func (p *Policy) zoneName() string {
	if p.Zone == nil {
		return time.UTC.String()
	}
	return p.Zone.String()
}

func (p *Policy) rounding() string {
	mode := p.mode
	if mode == "" {
		mode = halfUp
	}
	if p.atTotal {
		return fmt.Sprintf("The total is rounded once, %s, to %s; a line of its own shows the difference.", mode, plural(int64(p.Place), "decimal"))
	}
	return fmt.Sprintf("Each line is rounded once, %s, to %s; the total is the sum of the lines.", mode, plural(int64(p.Place), "decimal"))
}

// String is the time of day, or the name of the fact that has it.
func (c clockTime) String() string {
	if c.ref != "" {
		return "the " + c.ref + " of the person"
	}
	return fmt.Sprintf("%02d:%02d", c.sec/hour, c.sec%hour/minute)
}

// String is the length in words, or the name of the fact that has it.
func (l length) String() string {
	if l.ref != "" {
		return l.ref + " (in hours)"
	}
	return elapsed(l.sec)
}

func daysSaid(m *match) string {
	var out []string
	if m.workday {
		out = append(out, "Monday to Friday that is no holiday")
	}
	if m.free {
		out = append(out, "Saturday, Sunday and holidays")
	}
	for d := 1; d <= 7; d++ {
		if m.days[d%7] {
			out = append(out, time.Weekday(d%7).String())
		}
	}
	return listed(out, "and")
}

func listed(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

// said is the conditions in words; empty where there are none.
func (m *match) said() string {
	var out []string
	add := func(ok bool, format string, args ...any) {
		if ok {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	add(len(m.roles) > 0, "as %s", listed(m.roles, "or"))
	add(len(m.schedules) > 0, "on %s", listed(m.schedules, "or"))
	add(len(m.modes) > 0, "by %s", listed(m.modes, "or"))
	for _, c := range m.when {
		if c.op != "" {
			add(true, "where %s is %s", c.fact, c.is[0])
		} else {
			add(true, "where %s is %s", c.fact, listed(c.is, "or"))
		}
	}
	add(m.hasDays, "on %s", daysSaid(m))
	m.saidHolidays(add)
	for _, w := range m.weekly {
		add(true, "from %s to %s", weekPoint(w.from), weekPoint(w.to))
	}
	switch {
	case m.eve.set || m.untilWorkday:
	case m.lasting > 0:
		add(true, "in the %s from %s", elapsed(m.lasting), m.from)
	case m.from.set && m.to.set:
		add(true, "from %s to %s", m.from, m.to)
	case m.from.set:
		add(true, "from %s", m.from)
	case m.to.set:
		add(true, "until %s", m.to)
	}
	add(m.since != noDate, "since %s", dateSaid(m.since))
	add(m.before != noDate, "before %s", dateSaid(m.before))
	add(m.atLeast > 0, "of %s or longer", elapsed(m.atLeast))
	add(m.moreThan > 0, "longer than %s", elapsed(m.moreThan))
	add(m.atMost > 0, "of %s or shorter", elapsed(m.atMost))
	add(m.lessThan > 0, "shorter than %s", elapsed(m.lessThan))
	add(m.after.set, "after %s", m.after)
	add(m.upTo.set, "up to %s", m.upTo)
	return strings.Join(out, ", ")
}

func (m *match) saidHolidays(add func(bool, string, ...any)) {
	if len(m.holidays) == 0 {
		return
	}
	names := make([]string, len(m.holidays))
	for i, h := range m.holidays {
		names[i] = map[string]string{"any": "holidays", "none": "days that are no holiday"}[h]
		if names[i] == "" {
			names[i] = "holidays of the class " + h
		}
	}
	text := "on " + listed(names, "and")
	switch {
	case m.eve.set:
		text += fmt.Sprintf(", from %s on the day before", m.eve)
	case m.untilWorkday && m.from.set:
		text += fmt.Sprintf(", from %s", m.from)
	}
	if m.untilWorkday {
		text += " to the first weekday after"
	} else if m.eve.set && m.to.set {
		text += fmt.Sprintf(" to %s", m.to)
	}
	add(true, "%s", text)
}

func weekPoint(sec int64) string {
	d := time.Weekday((sec/day + 1) % 7)
	return fmt.Sprintf("%s %02d:%02d", d, sec%day/hour, sec%hour/minute)
}

func dateSaid(date int64) string { return time.Unix(date*day, 0).UTC().Format(time.DateOnly) }

// sentences say a rule: what it takes, what it changes, what it pays.
func (ru *rule) sentences() []string {
	subject := map[source]string{forStandby: "time on call", forCallOut: "call-outs, which are work because of a page", forTravel: "the journeys of call-outs"}[ru.from]
	if ru.from == forFigure {
		subject = "the reported figure " + ru.figure
	}
	first := fmt.Sprintf("%q (%s) counts %s", ru.what, ru.key, subject)
	if said := ru.match.said(); said != "" {
		first += " " + said
	}
	if ru.insteadOf != "" {
		first += fmt.Sprintf(", where %q does not apply", ru.insteadOf)
	}
	out := []string{first + ru.cutSaid() + "."}
	out = append(out, ru.qualify.sentence()...)
	out = append(out, ru.timeSentences()...)
	for i := range ru.rows {
		out = append(out, ru.rowSentence(&ru.rows[i]))
	}
	return append(out, ru.howSentences()...)
}

func (ru *rule) cutSaid() string {
	text := map[string]string{"none": "", "window": ", each such window by itself", "day": ", each day by itself", "hours": ", in pieces of " + elapsed(ru.cut.step) + " from its start",
		"week": ", each week by itself", "month": ", each month by itself", "quarter": ", each quarter by itself", "year": ", each year by itself"}[ru.cut.kind]
	switch {
	case ru.cut.at == "start":
		text += ", counted from the hour at which the duty begins"
	case ru.cut.at == "end":
		text += ", counted to the hour at which the duty ends"
	case ru.cut.kind == "week" && ru.cut.anchor > 0:
		text += ", which begins " + weekPoint(ru.cut.anchor)
	case ru.cut.anchor > 0:
		text += fmt.Sprintf(", which begins at %s", clockTime{sec: ru.cut.anchor})
	}
	return text
}

func (q *qualification) sentence() []string {
	if !q.set {
		return nil
	}
	var out []string
	what := map[string]string{"duty": "the whole duty", "piece": "the piece", "rest": "what is left of the duty"}[q.of]
	m := match{atLeast: q.atLeast, moreThan: q.moreThan, atMost: q.atMost, lessThan: q.lessThan, since: noDate, before: noDate}
	if said := m.said(); said != "" {
		out = append(out, what+" is "+said)
	}
	if q.runsPast.set {
		out = append(out, "the duty runs past "+q.runsPast.String())
	}
	if q.overnight {
		out = append(out, "the duty ends on a later day")
	}
	if q.covers.set {
		out = append(out, "it covers "+q.covers.String())
	}
	if q.uninterrupted {
		out = append(out, "no call-out interrupts it")
	}
	return []string{"It counts only where " + listed(out, "and") + "."}
}

// timeSentences say what turns the time worked into the time paid.
func (ru *rule) timeSentences() []string {
	var out []string
	add := func(ok bool, format string, args ...any) {
		if ok {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	add(ru.from == forStandby && ru.overlap == "union", "Time that several schedules cover is paid once.")
	add(ru.overlap == "sum", "Each schedule is paid for itself, also at the same time.")
	add(ru.overlap == "max", "Of several schedules at the same time, the dearest is paid.")
	add(ru.overlap == "split", "Several schedules at the same time share the pay evenly.")
	add(ru.pauses, "It pauses during call-outs.")
	add(ru.from == forStandby && !ru.pauses, "It goes on during call-outs.")
	add(ru.merge.from == "start", "A call-out within %s of the beginning of another belongs to it.", elapsed(ru.merge.gap))
	add(ru.merge.from == "end", "A call-out within %s of the end of another belongs to it.", elapsed(ru.merge.gap))
	add(ru.merge.from == "minimum", "A call-out that begins within the minimum of another belongs to it.")
	add(ru.merge.from != "" && ru.merge.as == "first", "What belongs to another one does not count by itself.")
	add(ru.nth == "first", "Only the first of each %s counts.", ru.nthPer.text)
	add(ru.nth == "next", "The first of each %s does not count here.", ru.nthPer.text)
	add(ru.travel == "flat" && ru.from == forCallOut, "%s of travel are added.", elapsed(ru.travelFlat))
	add(ru.included.set, "The first %s are included, and not paid here.", ru.included)
	for i := range ru.bonuses {
		add(true, "%s more count %s.", elapsed(ru.bonuses[i].add), ru.bonuses[i].match.said())
	}
	for i := range ru.minimums {
		add(true, "It counts at least %s %s.", ru.minimums[i].time, ru.minimums[i].match.said())
	}
	add(ru.minimum.set && ru.minimum.sec+int64(len(ru.minimum.ref)) > 0, "It counts at least %s.", ru.minimum)
	add(ru.from == forCallOut && !ru.minimum.set && len(ru.minimums) == 0 && ru.minimumPay == nil, "There is no minimum for a call-out.")
	add(ru.minimumPay != nil, "It pays at least %s.", ru.minimumSaid())
	add(ru.minOnce.kind != "none", "The minimum counts once in each %s.", ru.minOnce.text)
	add(ru.minSuppress, "The minimum does not count for who is on call.")
	add(ru.round.step > 0 && ru.roundSum == "each", "The time of each is rounded %s to %s.", ru.round.mode.direction(), elapsed(ru.round.step))
	add(ru.round.step > 0 && ru.roundSum != "each", "The time of all in a %s together is rounded %s to %s.", ru.roundSum, ru.round.mode.direction(), elapsed(ru.round.step))
	return out
}

func (ru *rule) minimumSaid() string {
	if ru.minimumPay == nil {
		return ""
	}
	return ru.minimumPay.text
}

func (ru *rule) rowSentence(w *row) string {
	text := "It"
	if w.name != "" {
		text = fmt.Sprintf("The row %q", w.name)
	}
	if said := w.match.said(); said != "" {
		text += ", " + said + ","
	}
	if w.skip {
		return text + " is not counted."
	}
	var pays []string
	unit := strings.ReplaceAll(ru.per.name, "_", "-")
	if w.rate != nil {
		pays = append(pays, fmt.Sprintf("%s for each %s", w.rate.text, unit)+bounds(w))
	}
	if w.time != nil {
		if w.time.ratio != nil {
			pays = append(pays, fmt.Sprintf("%s times the time, in lieu", w.time.ratio.text))
		} else {
			pays = append(pays, fmt.Sprintf("%s in lieu for each %s", elapsed(w.time.each), unit))
		}
	}
	if w.factor != nil {
		pays = append(pays, "times "+ratText(w.factor))
	}
	if len(pays) == 0 {
		return text + " is counted and not paid."
	}
	return text + " pays " + strings.Join(pays, "; ") + "."
}

func bounds(w *row) string {
	text := ""
	if w.low != nil {
		text += ", at least " + w.low.text
	}
	if w.high != nil {
		text += ", at most " + w.high.text
	}
	return text
}

// howSentences say how time is counted, and how the pay is settled.
func (ru *rule) howSentences() []string {
	var out []string
	add := func(ok bool, text string) {
		if ok {
			out = append(out, text)
		}
	}
	add(len(ru.rows) > 1 && ru.combine == "first", "Of these rows the first that fits counts.")
	add(ru.combine == "highest", "Of the rows that fit the highest counts.")
	add(ru.combine == "lowest", "Of the rows that fit the lowest counts.")
	add(ru.combine == "add", "The rows that fit are added.")
	add(ru.combine == "multiply", "The factors of the rows that fit are multiplied.")
	add(ru.hasRows && ru.classify == "start", "The row is that of its beginning.")
	add(ru.classify == "end", "The row is that of its end.")
	add(ru.classify == "touch", "A row fits where any of it does.")
	add(ru.classify == "most", "A row fits where most of it does.")
	add(ru.partial == "started" && ru.per.sec > 0, "A unit that has begun counts whole.")
	add(ru.partial == "completed", "Only whole units count.")
	add(ru.partial == "nearest", "Units are rounded to whole ones.")
	add(ru.partial == "prorate" && ru.per.sec == 0, "A part of a unit pays its part.")
	add(ru.byWall, "The clock on the wall counts, also when the clocks change.")
	add(!ru.byWall && ru.from != forFigure && ru.per.sec > 0, "Elapsed time counts, to the second, also when the clocks change.")
	add(ru.tiers && ru.hoursPer != "piece", "The hours are counted anew each "+ru.hoursPer+".")
	add(ru.settle == "choice", "Money or time in lieu is a choice; without one it is "+map[string]string{"cash": "money", "time": "time"}[ru.settleElse]+".")
	add(ru.attribute == "split", "It is split where a period ends.")
	return out
}
