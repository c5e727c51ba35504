package pay

import (
	"fmt"
	"slices"
)

// ruleFits refuses what cannot be together, and what would be passed over.
func (r *reader) ruleFits(key func(string) string, f ruleFile, out *rule) {
	r.rowsFit(key, out)
	r.tiersFit(key, out)
	r.sourceFits(key, f, out)
	r.minimumFits(key, out)
	r.settleFits(key, out)
	switch {
	case out.per.sec == 0 && out.partial != "prorate" && out.attribute == "split":
		r.fault(key("attribute"), "splits a unit that is paid whole", `write attribute = "start" or "end"`)
	case out.overlap == "max" && out.combine != "first":
		r.fault(key("overlap"), "takes the dearest row of several shifts, so rows cannot be combined another way", `leave combine out`)
	case out.nthFrom == 0 && r.doc.Has(key("nth_per")):
		r.fault(key("nth_per"), "says in what is counted, and nothing is", `write nth = "first" with it`)
	}
}

// sourceFits refuses what the time, or the figure, that a rule is for does not have.
func (r *reader) sourceFits(key func(string) string, f ruleFile, out *rule) {
	timeless := !out.match.timed() && out.cut.kind == "none" && !out.qualify.set && !out.tiers
	asks := func(of func(*match) []string) bool {
		return len(of(&out.match)) > 0 || slices.ContainsFunc(out.rows, func(w row) bool { return len(of(&w.match)) > 0 })
	}
	byMode := asks(func(m *match) []string { return m.modes })
	if out.from == forFigure {
		byPlace := asks(func(m *match) []string { return m.roles }) || asks(func(m *match) []string { return m.schedules })
		switch {
		case !timeless || slices.ContainsFunc(out.rows, func(w row) bool { return w.match.timed() }):
			r.fault(key("figure"), "is a number without a time, and the rule asks when", "take the conditions on time out")
		case byMode || byPlace:
			r.fault(key("figure"), "is a number that has no role, schedule or mode", "take these conditions out")
		}
		return
	}
	r.timeFits(key, f, out, byMode)
}

// timeFits refuses what time on call, or call-outs, do not have.
func (r *reader) timeFits(key func(string) string, f ruleFile, out *rule, byMode bool) {
	switch {
	case out.from == forStandby && byMode:
		r.fault(key("for"), "is standby, which has no mode", `write for = "call_out", or take mode out`)
	case out.from == forStandby && f.Nth+f.Merge+f.Travel+f.OnStandby != "":
		r.fault(key("for"), "is standby, and the rule has what only call-outs have", `write for = "call_out", or take nth, merge, travel and on_standby out`)
	case out.from != forStandby && out.pauses:
		r.fault(key("during_call_outs"), "is about time on call, and the rule is for something else", "take it out")
	case out.from == forCallOut && out.qualify.uninterrupted:
		r.fault(key("qualify.uninterrupted"), "is about time on call, and the rule is for call-outs", "take it out")
	}
}

// minimumFits refuses minimums that nothing would come of.
func (r *reader) minimumFits(key func(string) string, out *rule) {
	for i := range out.minimums {
		r.untiered(key(fmt.Sprintf("minimum_for[%d]", i)), &out.minimums[i].match)
	}
	for i := range out.bonuses {
		r.untiered(key(fmt.Sprintf("bonus[%d]", i)), &out.bonuses[i].match)
	}
	some := out.minimum.set || len(out.minimums) > 0
	if out.from == forFigure && (some || out.minimumPay != nil) {
		r.fault(key("figure"), "is a number as it was reported, and the rule has a minimum", "take the minimum out")
	}
	if out.minOnce.kind != "none" && !some && out.minimumPay == nil {
		r.fault(key("minimum_once"), "is of a minimum, and there is none", `write minimum = "2h" with it`)
	}
	switch {
	case out.minimumRate == nil:
	case out.per.sec == 0 || out.roundSum != "each" || out.padClock:
		r.fault(key("minimum_rate"), "pays what is missing to a minimum of time, and the rule counts otherwise", `write per = "hour", and leave round_sum and pad out`)
	case !some:
		r.fault(key("minimum_rate"), "is of a minimum, and there is none", `write minimum = "2h" with it`)
	}
	r.minimumPayFits(key, out)
}

// untiered refuses tiers among conditions of another kind.
func (r *reader) untiered(key string, m *match) {
	if m.tiered() {
		r.fault(key, "has tiers, which are of pay", "take after and up_to out")
	}
}

func (r *reader) minimumPayFits(key func(string) string, out *rule) {
	switch {
	case out.minimumPay == nil:
	case out.settle == "time" || out.settle == "choice":
		r.fault(key("minimum_pay"), "is money, and the rule may be settled in time", `write minimum = "2h", which holds for both`)
	case slices.ContainsFunc(out.rows, func(w row) bool { return w.rate != nil && w.rate.negative }):
		r.fault(key("minimum_pay"), "stands in a rule that takes money off", "put what is taken off in a rule of its own")
	}
}

// settleFits refuses a settlement for which the rows say nothing.
func (r *reader) settleFits(key func(string) string, out *rule) {
	money := slices.ContainsFunc(out.rows, func(w row) bool { return w.rate != nil })
	inTime := slices.ContainsFunc(out.rows, func(w row) bool { return w.time != nil })
	switch {
	case !inTime && (out.settle == "time" || out.settle == "both" || out.settle == "choice"):
		r.fault(key("settle"), "is in time, and the rule does not say how much", `write time = "1", for each hour one in lieu, or time = "2h" for each unit`)
	case !money && (out.settle == "cash" || out.settle == "both" || out.settle == "choice") && r.doc.Has(key("settle")):
		r.fault(key("settle"), "is in money, and the rule has no rate", `write rate = "4.50"`)
	}
}

// rowsFit refuses rows that do not go with their rule.
func (r *reader) rowsFit(key func(string) string, out *rule) {
	names := make([]string, 0, len(out.rows))
	for _, row := range out.rows {
		names = append(names, row.name)
	}
	for i, row := range out.rows {
		if len(row.excludes) > 0 {
			r.words(key(fmt.Sprintf("row[%d].excludes", i)), row.excludes, names)
		}
		if out.combine == "multiply" && row.factor == nil {
			r.fault(key(fmt.Sprintf("row[%d].factor", i)), "is missing, and the rule multiplies", `write factor = "1.25"`)
		}
	}
}

// tiersFit refuses tiers that do not go with their rule.
func (r *reader) tiersFit(key func(string) string, out *rule) {
	lengths := false
	if out.hasRows && out.match.tiered() {
		r.fault(key("row"), "stand beside after or up_to of the rule itself", "write after and up_to in the rows")
	}
	for i := range out.rows {
		m := &out.rows[i].match
		lengths = lengths || m.after.set || m.upTo.set
		out.tierCount = out.tierCount || m.afterCount+m.upToCount > 0
	}
	switch {
	case lengths && out.tierCount:
		r.fault(key("row"), "have tiers by length and tiers by number", `write all bounds as lengths, such as "10h", or all as numbers, such as "5"`)
	case out.tierCount && out.hoursPer == "piece":
		r.fault(key("hours_per"), "is missing, and the tiers go by number", `say in what is counted, such as hours_per = "month"`)
	case out.tierAll && !out.tiers:
		r.fault(key("tiers"), "is about tiers, and there are none", `write after = "10h" in a row`)
	}
}

// insteadFits refuses a rule in place of one that is not before it, or of another
// kind of time.
func (r *reader) insteadFits(at string, out *rule, before []rule) {
	if out.insteadOf == "" {
		return
	}
	i := slices.IndexFunc(before, func(ru rule) bool { return ru.key == out.insteadOf })
	switch {
	case i < 0:
		r.fault(at+".instead_of", "names what is no rule before this one", "move this rule behind it")
	case before[i].from != out.from:
		r.fault(at+".instead_of", "names a rule for another kind of time", fmt.Sprintf("write for = %q in both", before[i].from))
	}
}
