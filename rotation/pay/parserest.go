package pay

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// rest reads what works on the lines of the rules: packages, caps, the account,
// rest rules and limits.
func (r *reader) rest(f policyFile, p *Policy, keys []string) {
	for i, pf := range f.Package {
		p.packages = append(p.packages, r.pack(fmt.Sprintf("package[%d]", i), pf, keys))
	}
	for i, cf := range f.Cap {
		p.caps = append(p.caps, r.capRule(fmt.Sprintf("cap[%d]", i), cf, keys))
	}
	r.account(f.Account, p)
	for i, rf := range f.Rest {
		p.rests = append(p.rests, r.restRule(fmt.Sprintf("rest[%d]", i), rf, p.work.set))
	}
	for i, lf := range f.Limit {
		p.limits = append(p.limits, r.limit(fmt.Sprintf("limit[%d]", i), lf))
	}
}

func (r *reader) pack(at string, f packageFile, keys []string) packageRule {
	out := packageRule{key: f.Key, what: f.What, match: r.match(at, f.matchFile), replaces: r.words(at+".replaces", f.Replaces, keys),
		choose: r.word(at+".choose", f.Choose, "always", "cheapest", "dearest"), rate: r.rate(at+".rate", f.Rate),
		reports: r.reports(at+".report", f.Report, "units", "amount", "hourly_pays"), covered: -1}
	if out.what == "" {
		out.what = f.Key
	}
	if f.Covered != "" && f.Covered != "whole" {
		out.covered = r.span(at+".covered", f.Covered, time.Minute)
	}
	switch {
	case out.rate == nil:
		r.fault(at+".rate", "is missing", `write the price of the package, such as rate = "116.20"`)
	case !out.match.timed():
		r.fault(at+".week", "is missing", `say when the package is, such as week = ["fri 18:00 - mon 08:00"]`)
	case len(out.replaces) == 0:
		r.fault(at+".replaces", "is missing", "name the keys of the rules whose lines the package replaces")
	}
	return out
}

func (r *reader) capRule(at string, f capFile, keys []string) capRule {
	out := capRule{key: f.Key, of: r.words(at+".of", f.Of, keys), per: r.cut(at+".per", f.Per, "month", "period", "duty", "all"),
		pay: r.rate(at+".pay", f.Pay), time: r.span(at+".time", f.Time, time.Minute),
		over: r.word(at+".over", f.Over, "drop", "pay", "bank"), rate: r.rate(at+".rate", f.Rate)}
	switch {
	case f.Key == "":
		r.fault(at+".key", "is missing", `give the cap a short name, such as key = "monthly"`)
	case (out.pay == nil) == (out.time == 0):
		r.fault(at+".pay", "is missing, or stands beside time", `write either pay = "400.00" or time = "12h"`)
	case out.over == "pay" && out.rate == nil:
		r.fault(at+".rate", "is missing", `say what an hour beyond the cap pays, such as rate = "hourly"`)
	}
	return out
}

// expiry says when time in lieu ends after it was earned.
type expiry struct {
	set        bool
	days       int64
	months     int
	fixedMonth time.Month // a date in the year, 0: none
	fixedDay   int
	fiscal     bool // counted from the end of the fiscal year in which it was earned
	nextFiscal bool // the end of the fiscal year after that
	endMonth   time.Month
	endDay     int
	text       string
}

var (
	expiryText = regexp.MustCompile(`^([0-9]{1,3}) (days?|weeks?|months?|years?)$`)
	dateText   = regexp.MustCompile(`^([01][0-9])-([0-3][0-9])$`)
)

func (r *reader) account(f accountFile, p *Policy) {
	a := &p.account
	a.set = r.doc.Has("account")
	a.cap = r.span("account.cap", f.Cap, time.Minute)
	a.over = r.word("account.over", f.Over, "drop", "pay")
	a.rate = r.rate("account.rate", f.Rate)
	a.expired = r.word("account.expired", f.Expired, "lapse", "pay")
	a.round = r.rounding("account.round", f.Round)
	a.mayBeNegative = f.MayBeNegative
	a.opening = r.length("account.opening", f.Opening)
	a.openingEarned = r.ref("account.opening_earned", f.OpeningEarned)
	a.asOf = r.ref("account.as_of", f.AsOf)
	a.reports = r.reports("account.report", f.Report, "time_hours", "time_minutes")
	a.expires = r.expiry(f)
	if a.rate == nil && (a.over == "pay" && a.cap > 0 || a.expired == "pay") {
		r.fault("account.rate", "is missing", `say what an hour of the account pays, such as rate = "hourly"`)
	}
}

func (r *reader) expiry(f accountFile) (e expiry) {
	if f.Expires == "" {
		return e
	}
	e.set, e.text = true, f.Expires
	text := f.Expires
	e.endMonth, e.endDay = time.December, 31
	if f.FiscalYearEnds != "" {
		e.endMonth, e.endDay = r.monthDay("account.fiscal_year_ends", f.FiscalYearEnds)
	}
	if rest, ok := strings.CutSuffix(text, " after the fiscal year"); ok {
		e.fiscal, text = true, rest
	}
	m := expiryText.FindStringSubmatch(text)
	switch {
	case text == "end of next fiscal year" && !e.fiscal:
		e.nextFiscal = true
	case m != nil:
		n, _ := strconv.Atoi(m[1])
		switch m[2][0] {
		case 'd':
			e.days = int64(n)
		case 'w':
			e.days = 7 * int64(n)
		case 'm':
			e.months = n
		default:
			e.months = 12 * n
		}
	case dateText.MatchString(text):
		e.fixedMonth, e.fixedDay = r.monthDay("account.expires", text)
	default:
		r.fault("account.expires", "does not say when", `write "8 weeks", "3 months", a date in the year such as "09-30", either of them with " after the fiscal year" behind it, or "end of next fiscal year"`)
	}
	return e
}

func (r *reader) monthDay(key, text string) (time.Month, int) {
	t, err := time.Parse("2006-01-02", "2024-"+text)
	if err != nil {
		r.fault(key, "is not a date in the year", `write month and day, such as "09-30"`)
	}
	return t.Month(), t.Day()
}

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
		code: f.Code, of: r.word(at+".of", f.Of, "standby_days", "standby_hours", "call_outs", "call_out_hours", "consecutive_days", "weekends", "average_week_hours"),
		per: f.Per, regular: f.Regular, extra: r.ref(at+".extra", f.Extra), weeks: r.ref(at+".weeks", f.Weeks),
		reports: r.reports(at+".report", f.Report, "value"), warning: r.word(at+".as", f.As, "violation", "warning") == "warning",
	}
	if out.per == "" {
		out.per = "month"
	}
	if !slices.Contains([]string{"month", "week", "quarter", "year"}, out.per) && !limitPer.MatchString(out.per) {
		r.fault(at+".per", "does not say how long", `write "week", "month", "quarter", "year", "4 weeks" or "28 days"`)
	}
	var ok bool
	if out.atMost, ok = factNumber(f.AtMost); !ok {
		r.fault(at+".at_most", "is not a number", `write how many at most, such as at_most = "10"`)
		out.atMost = new(big.Rat)
	}
	if _, ok := factNumber(f.Regular); f.Regular != "" && !ok && !factName.MatchString(f.Regular) {
		r.fault(at+".regular", "is not a number of hours", `write the usual hours in a week, such as "40", or the fact that has them, such as "$regular"`)
	}
	if out.code == "" {
		text, _ := exactly(out.atMost, 2)
		out.code = fmt.Sprintf("%s_above_%s", out.of, text)
		if out.of == "average_week_hours" {
			out.code = fmt.Sprintf("weekly_average_above_%sh", text)
		}
	}
	return out
}
