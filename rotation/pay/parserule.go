package pay

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// rule reads a [[pay]].
func (r *reader) rule(at string, f ruleFile, keys []string) rule {
	key := func(k string) string { return at + "." + k }
	from := source(r.word(key("for"), f.For, string(forStandby), string(forCallOut), string(forTravel), string(forFigure)))
	out := rule{key: f.Key, what: f.What, from: from, figure: f.Figure, match: r.match(at, f.matchFile)}
	if out.what == "" {
		out.what = f.Key
	}
	if (from == forFigure) != (f.Figure != "") {
		r.fault(key("figure"), "goes with for = \"figure\", and that with it", `write for = "figure" and figure = "overtime_hours", the name of what is reported`)
	}
	r.ruleTime(key, f, &out)
	r.ruleCallOut(key, f, &out)
	r.ruleUnit(key, f, &out)
	r.ruleRows(at, f, &out)
	if f.InsteadOf != "" {
		r.words(key("instead_of"), []string{f.InsteadOf}, keys)
		out.insteadOf = f.InsteadOf
	}
	r.ruleFits(key, f, &out)
	return out
}

// ruleTime reads which time counts, and how it is cut.
func (r *reader) ruleTime(key func(string) string, f ruleFile, out *rule) {
	out.overlap = r.word(key("overlap"), f.Overlap, "union", "sum", "max", "split")
	switch f.Join {
	case "", "touching":
	case "overlapping":
		out.join = -1
	default:
		out.join = r.span(key("join"), f.Join, 0)
	}
	out.cut = r.cut(key("cut"), f.Cut, "none", "window")
	if out.cut.kind == "window" && !out.match.timed() {
		r.fault(key("cut"), "is by a window, and the rule has none", `add from = "18:00" and to = "08:00", or week = ["fri 18:00 - mon 08:00"]`)
	}
	during := r.word(key("during_call_outs"), f.DuringCallOuts, "continues", "pauses", "pauses for paid time")
	out.pauses, out.paidPause = during != "continues", during == "pauses for paid time"
	out.byWall = r.word(key("clock"), f.Clock, "elapsed", "wall") == "wall"
	q, k := f.Qualify, func(s string) string { return key("qualify." + s) }
	out.qualify = qualification{
		set: r.doc.Has(key("qualify")), of: r.word(k("of"), q.Of, "duty", "piece", "rest"),
		atLeast: r.span(k("at_least"), q.AtLeast, 0), moreThan: r.span(k("more_than"), q.MoreThan, 0),
		atMost: r.span(k("at_most"), q.AtMost, 0), lessThan: r.span(k("less_than"), q.LessThan, 0),
		runsPast: r.clock(k("runs_past"), q.RunsPast), covers: r.clock(k("covers"), q.Covers),
		overnight: q.Overnight, uninterrupted: q.Uninterrupted, within: r.within(k("within"), q.Within),
	}
}

// within reads the window of a qualification: "23:00 - 06:00".
func (r *reader) within(key, text string) match {
	out := match{since: noDate, before: noDate}
	if text == "" && !r.doc.Has(key) {
		return out
	}
	from, to, ok := strings.Cut(text, " - ")
	if !ok {
		r.fault(key, "is not a window in the day", `write it like "23:00 - 06:00"`)
		return out
	}
	out.from, out.to = r.clock(key, from), r.clock(key, to)
	r.matches++
	out.index = r.matches
	return out
}

// ruleCallOut reads what turns the time worked into the time paid.
func (r *reader) ruleCallOut(key func(string) string, f ruleFile, out *rule) {
	out.merge = r.merge(key("merge"), f.Merge)
	out.merge.as = r.word(key("merged"), f.Merged, "worked", "span", "first")
	switch f.Travel {
	case "", "include", "exclude":
		out.travel = f.Travel
	default:
		out.travel, out.travelFlat = "flat", r.span(key("travel"), f.Travel, time.Minute)
	}
	if out.travel == "" {
		out.travel = "include"
	}
	out.nthFrom, out.nthTo = r.nth(key("nth"), f.Nth)
	out.nthPer = r.cut(key("nth_per"), f.NthPer, "all", "duty", "period")
	out.onStandby = r.word(key("on_standby"), f.OnStandby, "any", "only", "never")
	out.included = r.length(key("included"), f.Included)
	out.minimum = r.length(key("minimum"), f.Minimum)
	out.minimumPay = r.rate(key("minimum_pay"), f.MinimumPay)
	out.minimumRate = r.rate(key("minimum_rate"), f.MinimumRate)
	out.minOnce = r.cut(key("minimum_once"), f.MinimumOnce, "none", "duty", "period")
	out.minSuppress = r.word(key("minimum_on_standby"), f.MinimumDuty, "applies", "suppressed") == "suppressed"
	out.round = r.rounding(key("round"), f.Round)
	out.roundSum = r.word(key("round_sum"), f.RoundSum, "each", "duty", "day", "week", "month", "period")
	out.padClock = r.word(key("pad"), f.Pad, "last", "clock") == "clock"
	out.hoursPer = r.word(key("hours_per"), f.HoursPer, "piece", "duty", "day", "week", "month", "quarter", "year", "period")
	out.hoursFrom = r.length(key("hours_from"), f.HoursFrom)
	out.tierAll = r.word(key("tiers"), f.Tiers, "step by step", "all") == "all"
	for i, m := range f.MinimumFor {
		at := key(fmt.Sprintf("minimum_for[%d]", i))
		out.minimums = append(out.minimums, minimum{r.match(at, m.matchFile), r.length(at+".time", m.Time)})
	}
	for i, b := range f.Bonus {
		at := key(fmt.Sprintf("bonus[%d]", i))
		out.bonuses = append(out.bonuses, bonus{r.match(at, b.matchFile), r.span(at+".add", b.Add, time.Minute)})
	}
}

var nthText = regexp.MustCompile(`^(first|after) ([1-9][0-9]{0,3})$|^([1-9][0-9]{0,3})(?:st|nd|rd|th)$`)

// nth reads "first", "next", "first 3", "after 3" and "4th".
func (r *reader) nth(key, text string) (from, to int64) {
	switch text {
	case "first":
		return 1, 1
	case "next":
		return 2, 0
	}
	if text == "" && !r.doc.Has(key) {
		return 0, 0
	}
	m := nthText.FindStringSubmatch(text)
	if m == nil {
		r.fault(key, "does not say which call-outs", `write "first", "next" for all after it, "first 3", "after 3" or "4th"`)
		return 0, 0
	}
	n, _ := strconv.ParseInt(m[2]+m[3], 10, 64)
	switch m[1] {
	case "first":
		return 1, n
	case "after":
		return n + 1, 0
	}
	return n, n
}

// merge reads "1h from start", "30m from end", "minimum".
func (r *reader) merge(key, text string) merging {
	if text == "" && !r.doc.Has(key) {
		return merging{}
	}
	if text == "minimum" {
		return merging{from: "minimum"}
	}
	for _, from := range []string{"start", "end"} {
		if n := len(text) - len(" from "+from); n > 0 && text[n:] == " from "+from {
			return merging{gap: r.span(key, text[:n], 0), from: from}
		}
	}
	r.fault(key, "does not say when two call-outs are one", `write "1h from start", "30m from end", or "minimum" for one that begins within the minimum of another`)
	return merging{}
}

// ruleUnit reads what is counted and how it is settled.
func (r *reader) ruleUnit(key func(string) string, f ruleFile, out *rule) {
	out.per = r.unit(key("per"), f.Per)
	started := []string{"prorate", "started", "completed", "nearest"}
	classify := []string{"time", "start", "end", "touch", "most"}
	if out.per.sec == 0 {
		started = []string{"started", "completed", "prorate"}
		classify = []string{"start", "end", "touch", "most", "time"}
	}
	out.partial = r.word(key("partial"), f.Partial, started...)
	out.classify = r.word(key("classify"), f.Classify, classify...)
	if out.per.sec == 0 && out.classify == "time" && out.partial != "prorate" {
		r.fault(key("classify"), "cuts a unit that is paid whole", `write classify = "start", or partial = "prorate"`)
	}
	out.combine = r.word(key("combine"), f.Combine, "first", "highest", "lowest", "add", "multiply")
	attribute := []string{"start", "split", "end"}
	if out.from == forStandby && out.per.sec > 0 && out.partial == "prorate" && out.cut.kind == "none" {
		attribute = []string{"split", "start", "end"}
	}
	out.attribute = r.word(key("attribute"), f.Attribute, attribute...)
	out.timeRound = r.rounding(key("time_round"), f.TimeRound)
	if out.rateStep = r.rateStep; r.doc.Has(key("round_rate")) {
		out.rateStep = r.step(key("round_rate"), f.RoundRate)
	}
	settle := r.word(key("settle"), f.Settle, "", "cash", "time", "both", "choice")
	out.settleElse = r.word(key("default_settle"), f.DefaultTo, "cash", "time")
	out.settle = settle
}

// ruleRows reads the rows; a rule without any is a row itself, and what a row
// leaves out it takes from the rule.
func (r *reader) ruleRows(at string, f ruleFile, out *rule) {
	own := rowFile{Rate: f.Rate, RateAtLeast: f.RateAtLeast, RateAtMost: f.RateAtMost, Time: f.Time, Report: f.Report}
	base := r.row(at, own, row{})
	base.match = match{since: noDate, before: noDate}
	if len(f.Row) > maxRows {
		r.fault(at+".row", "are more than anybody reads", "keep at most 200")
		return
	}
	for i, rf := range f.Row {
		key := fmt.Sprintf("%s.row[%d]", at, i)
		row := r.row(key, rf, base)
		row.match = r.match(key, rf.matchFile)
		row.index = i
		out.tiers = out.tiers || row.match.tiered()
		out.rows = append(out.rows, row)
	}
	out.hasRows = len(out.rows) > 0
	if !out.hasRows {
		base.match.after, base.match.upTo = out.match.after, out.match.upTo
		base.match.afterCount, base.match.upToCount = out.match.afterCount, out.match.upToCount
		out.tiers = base.match.tiered()
		out.rows = []row{base}
	}
	cash, inTime := false, false
	for _, row := range out.rows {
		out.perItem = out.perItem || row.match.perItem() || row.rate != nil && !row.rate.constant
		cash, inTime = cash || row.rate != nil, inTime || row.time != nil
	}
	if out.settle == "" {
		out.settle = map[[2]bool]string{{true, false}: "cash", {false, true}: "time", {true, true}: "both"}[[2]bool{cash, inTime}]
	}
}

func (r *reader) row(key string, f rowFile, base row) row {
	out := row{name: f.Name, skip: f.Skip, rate: base.rate, low: base.low, high: base.high, time: base.time, excludes: f.Excludes, reports: base.reports}
	if v := r.signed(key+".rate", f.Rate); v != nil {
		out.rate = v
	}
	if v := r.rate(key+".rate_at_least", f.RateAtLeast); v != nil {
		out.low = v
	}
	if v := r.rate(key+".rate_at_most", f.RateAtMost); v != nil {
		out.high = v
	}
	if v := r.timeRate(key+".time", f.Time); v != nil {
		out.time = v
	}
	out.factor = r.number(key+".factor", f.Factor)
	if len(f.Report) > 0 {
		out.reports = r.reports(key+".report", f.Report, "units", "hours", "elapsed_hours", "minutes", "amount", "hourly_pays", "time_hours", "time_minutes")
	}
	return out
}
