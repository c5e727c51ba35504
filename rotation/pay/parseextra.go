package pay

import (
	"fmt"
	"slices"
	"strings"
)

// choice reads a [[higher_of]].
func (r *reader) choice(at string, f choiceFile, keys []string) choiceRule {
	out := choiceRule{key: f.Key, what: f.What, per: r.cut(at+".per", f.Per, "duty", "period", "all")}
	if out.what == "" {
		out.what = f.Key
	}
	var seen []string
	for i, text := range f.Of {
		var group []string
		for _, key := range strings.Split(text, " + ") {
			group = append(group, strings.TrimSpace(key))
		}
		r.words(fmt.Sprintf("%s.of[%d]", at, i), group, keys)
		if slices.ContainsFunc(group, func(key string) bool { return slices.Contains(seen, key) }) {
			r.fault(fmt.Sprintf("%s.of[%d]", at, i), "has a rule that stands in it before", "name each rule once")
		}
		seen = append(seen, group...)
		out.of = append(out.of, group)
	}
	switch {
	case f.Key == "":
		r.fault(at+".key", "is missing", `give it a short name, such as key = "offset"`)
	case len(out.of) < 2:
		r.fault(at+".of", "must name at least two", `write the keys of the rules to compare, such as of = ["standby", "call_outs + travel"]`)
	}
	return out
}

// guarantee reads a [[guarantee]].
func (r *reader) guarantee(at string, f leastFile, keys []string) guaranteeRule {
	out := guaranteeRule{key: f.Key, what: f.What, of: r.words(at+".of", f.Of, keys), per: r.cut(at+".per", f.Per, "month", "duty", "period", "all"),
		pay: r.rate(at+".pay", f.Pay), whenNone: r.word(at+".when_none", f.WhenNone, "nothing", "pays") == "pays",
		reports: r.reports(at+".report", f.Report, "units", "amount", "hourly_pays")}
	if out.what == "" {
		out.what = f.Key
	}
	switch {
	case len(out.of) == 0:
		r.fault(at+".of", "is missing", `name the keys of the rules that come to at least so much, such as of = ["call_outs"]`)
	case out.pay == nil:
		r.fault(at+".pay", "is missing", `write the least that they pay, such as pay = "2 x hourly"`)
	}
	return out
}

// supplement reads a [[supplement]].
func (r *reader) supplement(at string, f extraFile, keys []string) supplementRule {
	out := supplementRule{key: f.Key, what: f.What, of: r.words(at+".of", f.Of, keys), per: r.cut(at+".per", f.Per, "month", "duty", "period", "all"),
		rate: r.signed(at+".rate", f.Rate), reports: r.reports(at+".report", f.Report, "units", "amount", "hourly_pays")}
	if out.what == "" {
		out.what = f.Key
	}
	switch {
	case f.Key == "":
		r.fault(at+".key", "is missing", `give it a short name, such as key = "holiday_pay"`)
	case len(out.of) == 0:
		r.fault(at+".of", "is missing", `name the keys of the rules whose pay it is a part of, such as of = ["standby"]`)
	case out.rate == nil:
		r.fault(at+".rate", "is missing", `write the part, such as rate = "8.33 %"`)
	case slices.ContainsFunc(out.rate.factors, func(f factor) bool { return slices.Contains(pays(), f.name) }):
		r.fault(at+".rate", "is an amount, and a part of the pay is asked for", `write it like rate = "8.33 %"`)
	}
	return out
}

// packFits refuses a package over lines that can neither be cut at its windows nor
// be told to lie in one.
func (r *reader) packFits(at string, pk *packageRule, rules []rule, before []packageRule) {
	for i, key := range pk.replaces {
		n := slices.IndexFunc(rules, func(ru rule) bool { return ru.key == key })
		if n < 0 {
			if !slices.ContainsFunc(before, func(by packageRule) bool { return by.key == key }) {
				r.fault(fmt.Sprintf("%s.replaces[%d]", at, i), "is neither a rule nor a package before this one", "name rules, or move this package behind it")
			}
			continue
		}
		ru := &rules[n]
		if ru.from == forStandby && ru.per.sec > 0 && ru.partial != "prorate" && ru.cut.kind == "none" {
			r.fault(fmt.Sprintf("%s.replaces[%d]", at, i), "is a rule that counts whole units from the start of a duty, which a package cannot cut",
				`write partial = "prorate" in that rule, or a cut such as cut = "day"`)
		}
	}
}
