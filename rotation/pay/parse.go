package pay

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"standby/rotation/pay/holiday"
	"standby/rotation/tomlfile"
)

// Schema is the JSON Schema (2020-12) of a policy file, for editors that check
// while one writes.
//
//go:embed schema.json
var Schema []byte

const (
	maxName  = 100
	maxPlace = 4
	maxRules = 100
	maxRows  = 200
)

// Parse reads a policy. The file name is used in errors only, which are
// *tomlfile.Error values that name line, key and remedy.
func Parse(file string, data []byte) (Policy, error) {
	return ParseWith(file, data, holiday.Sources{})
}

// ParseWith reads a policy whose holidays stand in other files, too.
func ParseWith(file string, data []byte, src holiday.Sources) (Policy, error) {
	var f policyFile
	doc, err := tomlfile.Decode(file, data, &f)
	if err != nil {
		return Policy{}, err
	}
	r := &reader{doc: doc, sources: src}
	p := r.policy(f)
	if r.err != nil {
		return Policy{}, r.err
	}
	return p, nil
}

func (r *reader) policy(f policyFile) (p Policy) {
	r.complete(f)
	p.Name = r.name(f.Name)
	p.Zone = r.zone(f.Zone)
	p.Currency = r.currency(f.Currency)
	p.Version, p.Source = f.Version, f.Source
	p.from = r.date("from", f.From)
	p.zoneOfPerson = r.word("zone_of", f.ZoneOf, "policy", "person") == "person"
	p.given = r.given(f.Given)
	r.place(f.Rounding, &p)
	if most := max(len(f.Table), len(f.Pay), len(f.Package), len(f.HigherOf), len(f.Least), len(f.Cap), len(f.Extra), len(f.Rest), len(f.Limit)); most > maxRules {
		r.fault("pay", "are more than anybody pays by", "keep at most 100")
		return p
	}
	for i, t := range f.Table {
		p.tables = append(p.tables, r.table(i, t))
	}
	r.holidays(f.Holidays, &p)
	if r.doc.Has("work") {
		m := match{}
		r.days("work.days", f.Work.Days, &m)
		p.work = workRule{true, m.days, r.clock("work.from", f.Work.From), r.clock("work.to", f.Work.To)}
	}
	r.short(f, &p)
	keys := r.keys(f)
	for i, rf := range f.Pay {
		at := fmt.Sprintf("pay[%d]", i)
		ru := r.rule(at, rf, keys)
		r.insteadFits(at, &ru, p.rules)
		p.rules = append(p.rules, ru)
	}
	r.rest(f, &p, keys)
	p.await()
	p.matches = r.matches
	return p
}

// await tells the rules what others want of them: to pay for what does not qualify, to
// count what a cap in money is on, to cut where a package begins and ends.
func (p *Policy) await() {
	for i := range p.rules {
		ru := &p.rules[i]
		ru.awaited = slices.ContainsFunc(p.rules, func(by rule) bool { return by.insteadOf == ru.key })
		ru.capped = slices.ContainsFunc(p.caps, func(c capRule) bool { return c.pay != nil && (len(c.of) == 0 || slices.Contains(c.of, ru.key)) })
		p.pausesPaid = p.pausesPaid || ru.paidPause
		if ru.from == forFigure || ru.per.sec == 0 || ru.partial != "prorate" {
			continue
		}
		for n := range p.packages {
			if slices.Contains(p.packages[n].replaces, ru.key) {
				ru.packed = append(ru.packed, n)
			}
		}
	}
}

// complete names what a policy cannot do without.
func (r *reader) complete(f policyFile) {
	for _, part := range []struct{ key, remedy string }{
		{"name", `write name = "Sample team" at the top`},
		{"zone", `write zone = "Europe/Berlin" at the top`},
		{"currency", `write currency = "EUR" at the top`},
	} {
		if !r.doc.Has(part.key) {
			r.fault(part.key, "is missing", part.remedy)
		}
	}
	if len(f.Pay)+len(f.Rest)+len(f.Limit) > 0 || r.doc.Has("account") {
		if !r.doc.Has("rounding.place") {
			r.fault("rounding.place", "is missing", "write place = 2 under [rounding]; it is the number of decimals")
		}
		return
	}
	for _, part := range []struct{ key, remedy string }{
		{"standby.rate", `write rate = "4.50" under [standby]; it is paid per hour on call`},
		{"call_out.rate", `write rate = "32.00" under [call_out]; it is paid per hour of call-out`},
		{"rounding.place", `write place = 2 under [rounding]; it is the number of decimals`},
	} {
		if !r.doc.Has(part.key) {
			r.fault(part.key, "is missing", part.remedy)
		}
	}
}

func (r *reader) holidays(cfg holiday.Config, p *Policy) {
	if !r.doc.Has("holidays") {
		return
	}
	c, err := holiday.New(cfg, r.sources)
	var mistakes holiday.Mistakes
	switch {
	case errors.As(err, &mistakes) && len(mistakes) > 0:
		r.fault("holidays."+mistakes[0].Key, mistakes[0].Problem, mistakes[0].Remedy)
	case err != nil:
		r.fault("holidays", err.Error(), "correct it")
	}
	p.holidays, p.holidayText = c, cfg.Sentences()
}

func (r *reader) name(text string) string {
	text = strings.TrimSpace(text)
	hidden := func(c rune) bool { return !unicode.IsPrint(c) }
	switch {
	case text == "":
		r.fault("name", "must not be empty", `write what people call the policy, such as "Sample team"`)
	case utf8.RuneCountInString(text) > maxName:
		r.fault("name", "must be at most 100 characters", "shorten it")
	case strings.ContainsFunc(text, hidden):
		r.fault("name", "must be one line without control characters", "retype it")
	}
	return text
}

func (r *reader) zone(text string) *time.Location {
	const remedy = `write a name of the IANA zone database, such as "Europe/Berlin"`
	if text == "" || text == "Local" {
		r.fault("zone", "must name a time zone", remedy)
		return time.UTC
	}
	z, err := time.LoadLocation(text)
	if err != nil {
		r.fault("zone", "is not a time zone that this machine knows", remedy)
		return time.UTC
	}
	return z
}

func (r *reader) currency(text string) string {
	if len(text) != 3 || strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		r.fault("currency", "must be three capital letters", `write the code of the currency, such as "EUR"`)
	}
	return text
}

func (r *reader) place(f roundFile, p *Policy) {
	if f.Place < 0 || f.Place > maxPlace {
		r.fault("rounding.place", "must be from 0 to 4", "write the number of decimals that the currency has, such as 2")
	}
	p.Place = int32(f.Place)
	p.atTotal = r.word("rounding.at", f.At, "line", "total") == "total"
	p.step, r.rateStep = r.step("rounding.to", f.To), r.step("rounding.rates", f.Rates)
	if places := p.step.times(whole(pow10(max(0, min(p.Place, maxPlace))))); p.step.sign() > 0 && places.den != 0 {
		r.fault("rounding.to", "has more decimals than the amounts", "write place so that it has them all")
	}
	p.mode = roundMode(r.word("rounding.mode", f.Mode, string(halfUp), string(halfEven), string(upward), string(downward)))
}

func (r *reader) given(value any) Facts {
	if value == nil {
		return nil
	}
	m, ok := value.(map[string]any)
	if !ok {
		r.fault("given", "must name facts and their values", `write them under [given], such as rate = "17"`)
		return nil
	}
	out := Facts{}
	for _, k := range sortedKeys(m) {
		text, ok := scalar(m[k])
		if !ok {
			r.fault("given."+k, "must be a text, a whole number, true or false", `write it like rate = "17.50"`)
		}
		out[k] = text
	}
	return out
}

var tableName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,40}$`)

func (r *reader) table(i int, f tableFile) table {
	at := fmt.Sprintf("table[%d]", i)
	t := table{name: f.Name, by: f.By, fallback: r.number(at+".default", f.Default)}
	switch {
	case !tableName.MatchString(f.Name) || slices.Contains(pays(), f.Name) || f.Name == "of" || f.Name == "x":
		r.fault(at+".name", "is not a name for a table", `write small letters, digits and _, such as "standby_day"`)
	case slices.Contains(r.tables, f.Name):
		r.fault(at+".name", "is the name of another table", "choose another")
	case len(f.By) == 0:
		r.fault(at+".by", "is missing", `write the facts to look up by, such as by = ["level"]; "row", "role", "mode" and "schedule" can be looked up, too`)
	}
	for j, rf := range f.Row {
		key := fmt.Sprintf("%s.row[%d]", at, j)
		if len(rf.Is) != len(f.By) {
			r.fault(key+".is", fmt.Sprintf("must have %s, as many as \"by\"", plural(int64(len(f.By)), "value")), "complete it")
		}
		v := r.number(key+".value", rf.Value)
		if v == nil {
			r.fault(key+".value", "is missing", `write value = "9.33"`)
			v = &ratio{}
		}
		t.rows = append(t.rows, tableRow{rf.Is, *v})
	}
	t.byItem = slices.ContainsFunc(t.by, func(by string) bool { return by == "role" || by == "mode" || by == "schedule" })
	r.tables = append(r.tables, f.Name)
	return t
}

// short are the rules of a policy in the short form.
func (r *reader) short(f policyFile, p *Policy) {
	if r.doc.Has("standby") {
		p.rules = append(p.rules, r.simple("standby", "On call", forStandby, f.Standby.Rate))
	}
	if r.doc.Has("call_out") {
		out := r.simple("call_out", "Call-out", forCallOut, f.CallOut.Rate)
		out.minimum = r.length("call_out.minimum", f.CallOut.Minimum)
		if r.doc.Has("call_out.minimum") && r.err == nil {
			if _, err := r.doc.Duration("call_out.minimum", f.CallOut.Minimum, 0, 24*time.Hour, "30m"); err != nil {
				r.err = err
			}
		}
		p.rules = append(p.rules, out)
	}
}

func (r *reader) simple(key, what string, from source, value any) rule {
	at := r.rate(key+".rate", value)
	if at == nil {
		r.fault(key+".rate", "is missing", `write rate = "4.50"; it is paid per hour`)
	}
	anything := match{since: noDate, before: noDate}
	out := rule{key: key, what: what, from: from, match: anything, overlap: "union", per: unit{hour, "hour"}, cut: cutting{kind: "none"},
		nthPer: cutting{kind: "all"}, minOnce: cutting{kind: "none"}, onStandby: "any", roundSum: "each", hoursPer: "piece", classify: "time",
		combine: "first", partial: "prorate", settle: "cash", settleElse: "cash", attribute: "split", travel: "exclude",
		rows: []row{{match: anything, rate: at}}}
	if from == forCallOut {
		out.attribute, out.travel = "start", "include"
	}
	return out
}

// keys are those of all rules, for others to name.
func (r *reader) keys(f policyFile) []string {
	var keys []string
	if r.doc.Has("standby") {
		keys = append(keys, "standby")
	}
	if r.doc.Has("call_out") {
		keys = append(keys, "call_out")
	}
	for i, rf := range f.Pay {
		keys = r.newKey(fmt.Sprintf("pay[%d].key", i), rf.Key, keys)
	}
	for i, pf := range f.Package {
		keys = r.newKey(fmt.Sprintf("package[%d].key", i), pf.Key, keys)
	}
	for i, gf := range f.Least {
		keys = r.newKey(fmt.Sprintf("guarantee[%d].key", i), gf.Key, keys)
	}
	return keys
}

func (r *reader) newKey(at, key string, keys []string) []string {
	switch {
	case key == "":
		r.fault(at, "is missing", `give the rule a short name, such as key = "nights"`)
	case slices.Contains(keys, key):
		r.fault(at, "is the key of another rule", "choose another")
	case len(key) > maxName || strings.ContainsFunc(key, func(c rune) bool { return !unicode.IsPrint(c) }):
		r.fault(at, "must be at most 100 characters, without control characters", "shorten it")
	}
	return append(keys, key)
}
