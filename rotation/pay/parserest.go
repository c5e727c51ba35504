package pay

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// rest reads what works on the lines of the rules: packages, caps, the account,
// rest rules and limits.
func (r *reader) rest(f policyFile, p *Policy, keys []string) {
	for i, pf := range f.Package {
		at := fmt.Sprintf("package[%d]", i)
		p.packages = append(p.packages, r.pack(at, pf, keys))
		r.packFits(at, &p.packages[i], p.rules, p.packages[:i])
	}
	for i, hf := range f.HigherOf {
		p.choices = append(p.choices, r.choice(fmt.Sprintf("higher_of[%d]", i), hf, keys))
	}
	for i, gf := range f.Least {
		p.guarantees = append(p.guarantees, r.guarantee(fmt.Sprintf("guarantee[%d]", i), gf, keys))
	}
	for i, xf := range f.Extra {
		p.supplements = append(p.supplements, r.supplement(fmt.Sprintf("supplement[%d]", i), xf, keys))
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
	out.time = r.span(at+".time", f.Time, time.Minute)
	out.adjoining = r.word(at+".holidays", f.Holidays, "", "adjoining") != ""
	m := &out.match
	if f.Covered != "" && f.Covered != "whole" {
		out.covered = r.span(at+".covered", f.Covered, time.Minute)
	} else if f.Covered == "" && m.atLeast+m.moreThan+m.atMost+m.lessThan > 0 {
		out.covered = max(1, m.atLeast)
	}
	switch {
	case len(m.modes) > 0:
		r.fault(at+".mode", "is of call-outs, and a package is a price for time on call", "take it out")
	case m.tiered():
		r.fault(at, "has tiers, and a package is one price", "take after and up_to out")
	case out.rate == nil && out.time == 0:
		r.fault(at+".rate", "is missing", `write the price of the package, such as rate = "116.20", or time = "8h"`)
	case out.rate == nil && out.choose != "always":
		r.fault(at+".choose", "compares money, and the package is paid in time", `write choose = "always"`)
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
		over: r.word(at+".over", f.Over, "drop", "pay", "bank"), rate: r.rate(at+".rate", f.Rate), units: r.step(at+".units", f.Units)}
	given := 0
	for _, is := range [3]bool{out.pay != nil, out.time > 0, out.units.sign() > 0} {
		if is {
			given++
		}
	}
	switch {
	case f.Key == "":
		r.fault(at+".key", "is missing", `give the cap a short name, such as key = "monthly"`)
	case given != 1:
		r.fault(at+".pay", "is missing, or stands beside time or units", `write one of pay = "400.00", time = "12h" and units = "10"`)
	case out.over != "pay" && out.rate != nil:
		r.fault(at+".rate", "is for what is beyond the cap, and that is not paid", `write over = "pay" with it`)
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
	dates      []yearDay // dates in the year, the next of which counts
	text       string
}

var (
	expiryText = regexp.MustCompile(`^([0-9]{1,3}) (days?|weeks?|months?|years?)$`)
	datesText  = regexp.MustCompile(`^[01][0-9]-[0-3][0-9](, ?[01][0-9]-[0-3][0-9]){1,11}$`)
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
	if datesText.MatchString(text) {
		e.dates = r.monthDays("account.expires", text)
		return e
	}
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
		r.fault("account.expires", "does not say when", `write "8 weeks", "3 months", a date in the year such as "09-30", several such as "06-30, 12-31", either of them with " after the fiscal year" behind it, or "end of next fiscal year"`)
	}
	return e
}

// monthDays reads "06-30, 12-31".
func (r *reader) monthDays(key, text string) []yearDay {
	var out []yearDay
	for _, d := range strings.Split(text, ",") {
		month, dayOfMonth := r.monthDay(key, strings.TrimSpace(d))
		out = append(out, yearDay{month, dayOfMonth})
	}
	return out
}

func (r *reader) monthDay(key, text string) (time.Month, int) {
	t, err := time.Parse("2006-01-02", "2024-"+text)
	if err != nil {
		r.fault(key, "is not a date in the year", `write month and day, such as "09-30"`)
	}
	return t.Month(), t.Day()
}
