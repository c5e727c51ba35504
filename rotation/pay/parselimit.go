package pay

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

func (r *reader) restRule(at string, f restFile, hasWork bool) restRule {
	out := restRule{
		code: f.Code, kind: r.word(at+".kind", f.Kind, "daily", "after_call_out", "weekly"),
		atLeast: r.span(at+".at_least", f.AtLeast, time.Hour),
		workEnd: r.ref(at+".work_end", f.WorkEnd), nextStart: r.ref(at+".next_start", f.NextStart),
		standbyIsWork: r.word(at+".standby", f.StandbyIsRest, "rest", "work") == "work",
		release:       r.word(at+".release", f.Release, "none", "paid", "time"), releaseRate: r.rate(at+".release_rate", f.ReleaseRate),
		reports: r.reports(at+".report", f.Report, "shortfall", "longest", "release"),
		warning: r.word(at+".as", f.As, "violation", "warning") == "warning",
	}
	r.restConditions(at, f, &out)
	switch {
	case out.atLeast == 0:
		r.fault(at+".at_least", "is missing", `write how long the rest must be, such as at_least = "11h"`)
	case !hasWork && out.nextStart == "" && out.kind == "after_call_out",
		!hasWork && (out.nextStart == "" || out.workEnd == "") && out.kind == "daily":
		r.fault(at+".next_start", "is missing", `give the usual hours under [work], or name the facts that say when work ends and begins again, such as next_start = "$next_start"`)
	}
	if out.code == "" {
		name := map[string]string{"daily": "daily_rest", "after_call_out": "rest", "weekly": "weekly_rest"}[out.kind]
		out.code = fmt.Sprintf("%s_below_%s", name, strings.ReplaceAll(elapsed(out.atLeast), " ", ""))
	}
	return out
}

var limitPer = regexp.MustCompile(`^([0-9]{1,3}) (weeks|days)$`)

func (r *reader) limit(at string, f limitFile) limitRule {
	out := limitRule{
		code: f.Code, of: r.word(at+".of", f.Of, "standby_days", "standby_hours", "call_outs", "call_out_hours", "consecutive_days", "weekends", "average_week_hours", "consecutive_weeks", "free_weekends"),
		per: f.Per, regular: f.Regular, extra: r.ref(at+".extra", f.Extra), weeks: r.ref(at+".weeks", f.Weeks),
		reports: r.reports(at+".report", f.Report, "value"), warning: r.word(at+".as", f.As, "violation", "warning") == "warning",
	}
	if out.per == "" {
		out.per = "month"
	}
	if !slices.Contains([]string{"month", "week", "quarter", "year"}, out.per) && !limitPer.MatchString(out.per) {
		if out.cycle = r.cycle(at+".per", out.per); out.cycle.kind == "" || out.of == "average_week_hours" {
			r.fault(at+".per", "does not say how long", `write "week", "month", "quarter", "year", "4 weeks", "28 days" or "4 weeks from 2026-01-05"`)
		}
	}
	r.limitBound(at, f, &out)
	if _, ok := factNumber(f.Regular); f.Regular != "" && !ok && !factName.MatchString(f.Regular) {
		r.fault(at+".regular", "is not a number of hours", `write the usual hours in a week, such as "40", or the fact that has them, such as "$regular"`)
	}
	if out.code == "" {
		text, _ := exactly(out.atMost, 2)
		out.code = fmt.Sprintf("%s_above_%s", out.of, text)
		if out.least {
			out.code = fmt.Sprintf("%s_below_%s", out.of, text)
		}
		if out.of == "average_week_hours" {
			out.code = fmt.Sprintf("weekly_average_above_%sh", text)
		}
	}
	return out
}

// limitBound reads at_most, or at_least of what should be.
func (r *reader) limitBound(at string, f limitFile, out *limitRule) {
	key, text := "at_most", f.AtMost
	if out.of == "free_weekends" {
		key, text, out.least = "at_least", f.AtLeast, true
	} else if f.AtLeast != "" {
		r.fault(at+".at_least", "is for what should be, such as free weekends", `write at_most = "10"`)
	}
	var ok bool
	if out.atMost, ok = factNumber(text); !ok {
		r.fault(at+"."+key, "is not a number", fmt.Sprintf(`write how many, such as %s = "10"`, key))
	}
}

// restConditions reads what call-outs a rest rule is about, and when less is enough.
func (r *reader) restConditions(at string, f restFile, out *restRule) {
	out.called = match{since: noDate, before: noDate}
	if out.ifCalled = r.doc.Has(at + ".called"); out.ifCalled {
		out.called = r.match(at+".called", f.Called)
	}
	out.reduced, out.reducedTimes = r.span(at+".reduced", f.Reduced, time.Hour), f.ReducedTimes
	out.reducedPer = r.word(at+".reduced_per", f.ReducedPer, "year", "quarter", "month", "week")
	switch {
	case out.reduced >= out.atLeast && out.reduced > 0 && out.atLeast > 0:
		r.fault(at+".reduced", "is no less than the rest itself", "write a shorter rest")
	case (out.reduced > 0) != (out.reducedTimes > 0):
		r.fault(at+".reduced_times", "goes with reduced, and that with it", `write reduced = "9h" and reduced_times = 12`)
	case out.called.tiered():
		r.fault(at+".called", "has tiers, which are of pay", "take after and up_to out")
	}
}
