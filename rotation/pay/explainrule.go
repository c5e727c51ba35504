package pay

import (
	"fmt"
	"strconv"
	"strings"
)

// sentences say a rule: what it takes, what it changes, what it pays.
func (ru *rule) sentences() []string {
	subject := map[source]string{forStandby: "time on call", forCallOut: "call-outs (work because of a page)", forTravel: "the journeys of call-outs"}[ru.from]
	if ru.from == forFigure {
		subject = "the reported figure " + ru.figure
	}
	first := fmt.Sprintf("%q (%s) counts %s", ru.what, ru.key, subject)
	if said := ru.match.said(); said != "" {
		first += " " + said
	}
	if ru.insteadOf != "" {
		first += fmt.Sprintf(", of what %q takes all that does not qualify there or lies in none of its windows", ru.insteadOf)
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
	case ru.cut.kind == "weeks":
		text = ", each of the " + ru.cut.text + " by itself"
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
	if q.within.timed() {
		what += ", as far as it lies " + q.within.said() + ","
	}
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
	add(ru.join > 0, "What is at most %s apart counts as one.", elapsed(ru.join))
	add(ru.join < 0, "Only what overlaps counts as one; what touches does not.")
	add(ru.pauses && !ru.paidPause, "It pauses during call-outs, for the time worked.")
	add(ru.paidPause, "It pauses during call-outs, for all the time that they are paid, the minimum with it.")
	add(ru.from == forStandby && !ru.pauses, "It goes on during call-outs.")
	add(ru.merge.from == "start", "A call-out within %s of the beginning of another belongs to it.", elapsed(ru.merge.gap))
	add(ru.merge.from == "end", "A call-out within %s of the end of another belongs to it.", elapsed(ru.merge.gap))
	add(ru.merge.from == "minimum", "A call-out that begins within the minimum of another belongs to it.")
	add(ru.merge.from != "" && ru.merge.as == "first", "What belongs to another one does not count by itself.")
	add(ru.nthFrom > 0, "%s", ru.nthSaid())
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
	add(ru.minimumRate != nil, "What is missing to the minimum pays %s for each hour.", ru.minimumRate.said())
	add(ru.minimumPay != nil, "It pays at least %s.", ru.minimumSaid())
	add(ru.minOnce.kind != "none", "The minimum counts once in each %s.", ru.minOnce.said())
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
		pays = append(pays, fmt.Sprintf("%s for each %s", w.rate.said(), unit)+bounds(w))
	}
	if w.time != nil {
		if w.time.ratio != nil {
			pays = append(pays, fmt.Sprintf("%s times the time, in lieu", w.time.ratio.text))
		} else {
			pays = append(pays, fmt.Sprintf("%s in lieu for each %s", elapsed(w.time.each), unit))
		}
	}
	if w.factor != nil {
		pays = append(pays, "times "+w.factor.text())
	}
	if len(pays) == 0 {
		return text + " is counted and not paid."
	}
	if w.rate != nil && w.rate.negative {
		return text + " " + strings.Join(pays, "; ") + "."
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

// nthSaid says which call-outs count.
func (ru *rule) nthSaid() string {
	each := ru.nthPer.said()
	switch {
	case ru.nthFrom == 1 && ru.nthTo == 1:
		return "Only the first of each " + each + " counts."
	case ru.nthFrom == 1:
		return "Only the first " + strconv.FormatInt(ru.nthTo, 10) + " of each " + each + " count."
	case ru.nthFrom == 2 && ru.nthTo == 0:
		return "The first of each " + each + " does not count here."
	case ru.nthTo == 0:
		return "The first " + strconv.FormatInt(ru.nthFrom-1, 10) + " of each " + each + " do not count here."
	}
	return "Only the " + ordinal(ru.nthFrom) + " of each " + each + " counts."
}

// said is the rate in words; nil where there is none.
func (at *rate) said() string {
	switch {
	case at == nil:
		return ""
	case at.negative:
		return "takes off " + strings.TrimPrefix(at.text, "-")
	}
	return at.text
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
	add(ru.tiers && ru.hoursPer != "piece", "The "+map[bool]string{false: "hours", true: "pieces"}[ru.tierCount]+" are counted anew each "+ru.hoursPer+".")
	add(ru.tierAll, "All of it is paid by the row that the sum reaches.")
	add(ru.rateStep.sign() > 0, "The rate is rounded to "+ru.rateStep.text()+" before it is multiplied.")
	add(ru.settle == "choice", "Money or time in lieu is a choice; without one it is "+map[string]string{"cash": "money", "time": "time"}[ru.settleElse]+".")
	add(ru.attribute == "split", "It is split where a period ends.")
	return out
}
