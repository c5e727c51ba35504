package pay_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"standby/rotation/pay"
	"standby/rotation/tomlfile"
)

func example(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "policy.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestABadPolicyIsRefusedWithLineKeyAndRemedy(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"negative rate":             {`rate = "4.50"`, `rate = "-4.50"`, `policy.toml:9: standby.rate: must not be negative; write an amount such as "4.50", "12.5 % of hourly", "1.5 x hourly", "monthly / 1400", "$fact" or the name of a table`},
		"negative whole rate":       {`rate = "4.50"`, `rate = -4`, `policy.toml:9: standby.rate: must not be negative; write an amount such as "4.50", "12.5 % of hourly", "1.5 x hourly", "monthly / 1400", "$fact" or the name of a table`},
		"rate as a float":           {`rate = "32.00"`, `rate = 32.00`, `policy.toml:12: call_out.rate: is a number with a fraction, which is not exact; put the amount in quotes, such as "4.50"`},
		"rate that is no number":    {`rate = "4.50"`, `rate = "much"`, `policy.toml:9: standby.rate: names what neither is pay nor a table; write an amount such as "4.50", "12.5 % of hourly", "1.5 x hourly", "monthly / 1400", "$fact" or the name of a table: digits, a point, at most 6 decimals`},
		"rate with a comma":         {`rate = "4.50"`, `rate = "4,50"`, `policy.toml:9: standby.rate: is not an amount; write an amount such as "4.50", "12.5 % of hourly", "1.5 x hourly", "monthly / 1400", "$fact" or the name of a table: digits, a point, at most 6 decimals`},
		"rate with an exponent":     {`rate = "4.50"`, `rate = "1e999999999"`, `policy.toml:9: standby.rate: is not an amount; write an amount such as "4.50", "12.5 % of hourly", "1.5 x hourly", "monthly / 1400", "$fact" or the name of a table: digits, a point, at most 6 decimals`},
		"empty rate":                {`rate = "4.50"`, `rate = ""`, `policy.toml:9: standby.rate: is not an amount; write an amount such as "4.50", "12.5 % of hourly", "1.5 x hourly", "monthly / 1400", "$fact" or the name of a table: digits, a point, at most 6 decimals`},
		"rate as a switch":          {`rate = "4.50"`, `rate = true`, `policy.toml:9: standby.rate: is not an amount; write an amount such as "4.50", "12.5 % of hourly", "1.5 x hourly", "monthly / 1400", "$fact" or the name of a table`},
		"infinite rate":             {`rate = "4.50"`, `rate = inf`, `policy.toml:9: standby.rate: is a number with a fraction, which is not exact; put the amount in quotes, such as "4.50"`},
		"missing rate":              {`rate = "4.50" `, `# rate `, `policy.toml:8: standby.rate: is missing; write rate = "4.50" under [standby]; it is paid per hour on call`},
		"missing call-out":          {"[call_out]\nrate = \"32.00\"             # per hour worked because of a page\nminimum = \"30m\"", "#", `policy.toml: call_out.rate: is missing; write rate = "32.00" under [call_out]; it is paid per hour of call-out`},
		"missing name":              {`name = "Sample team"`, ``, `policy.toml: name: is missing; write name = "Sample team" at the top`},
		"empty name":                {`"Sample team"`, `"  "`, `policy.toml:4: name: must not be empty; write what people call the policy, such as "Sample team"`},
		"name of two lines":         {`"Sample team"`, `"Sample\nteam"`, `policy.toml:4: name: must be one line without control characters; retype it`},
		"name that turns the text":  {`"Sample team"`, `"Sample\u202Eteam"`, `policy.toml:4: name: must be one line without control characters; retype it`},
		"name without end":          {`Sample team`, strings.Repeat("x", 101), `policy.toml:4: name: must be at most 100 characters; shorten it`},
		"missing zone":              {`zone =`, `# zone =`, `policy.toml: zone: is missing; write zone = "Europe/Berlin" at the top`},
		"unknown zone":              {`Europe/Berlin`, `Europe/Berlinn`, `policy.toml:5: zone: is not a time zone that this machine knows; write a name of the IANA zone database, such as "Europe/Berlin"`},
		"zone of this machine":      {`Europe/Berlin`, `Local`, `policy.toml:5: zone: must name a time zone; write a name of the IANA zone database, such as "Europe/Berlin"`},
		"zone that leads elsewhere": {`Europe/Berlin`, `../../etc/passwd`, `policy.toml:5: zone: is not a time zone that this machine knows; write a name of the IANA zone database, such as "Europe/Berlin"`},
		"small currency":            {`"EUR"`, `"eur"`, `policy.toml:6: currency: must be three capital letters; write the code of the currency, such as "EUR"`},
		"currency sign":             {`"EUR"`, `"€"`, `policy.toml:6: currency: must be three capital letters; write the code of the currency, such as "EUR"`},
		"negative minimum":          {`"30m"`, `"-30m"`, `policy.toml:13: call_out.minimum: must not be negative; write a length of time such as "30m"`},
		"minimum that is no time":   {`"30m"`, `"half an hour"`, `policy.toml:13: call_out.minimum: is not a length of time; write a length of time such as "30m"`},
		"minimum above a day":       {`"30m"`, `"25h"`, `policy.toml:13: call_out.minimum: must be at most 24h; write a length of time such as "30m"`},
		"minimum in half seconds":   {`"30m"`, `"1500ms"`, `policy.toml:13: call_out.minimum: must be whole seconds; write a length of time such as "30m"`},
		"minimum without unit":      {`"30m"`, `30`, `policy.toml:13: call_out.minimum: must be a text in quotes; write minimum = "30m"`},
		"place above 4":             {`place = 2`, `place = 5`, `policy.toml:16: rounding.place: must be from 0 to 4; write the number of decimals that the currency has, such as 2`},
		"negative place":            {`place = 2`, `place = -1`, `policy.toml:16: rounding.place: must be from 0 to 4; write the number of decimals that the currency has, such as 2`},
		"missing place":             {`place = 2`, ``, `policy.toml:15: rounding.place: is missing; write place = 2 under [rounding]; it is the number of decimals`},
		"misspelt key":              {`minimum =`, `minimun =`, `policy.toml:13: call_out.minimun: is not a key that Standby knows; did you mean minimum?`},
		"misspelt table":            {`[call_out]`, `[callout]`, `policy.toml:11: callout: is not a key that Standby knows; did you mean call_out?`},
		"rate without closing mark": {`"4.50" `, `"4.50 `, `policy.toml:9:60: basic strings cannot have new lines; correct this line; a setting is written as key = "text"`},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(string(example(t)), c.old, c.new, 1)
			_, err := pay.Parse("policy.toml", []byte(text))
			if err == nil {
				t.Fatal("no error")
			}
			// The column of what the TOML library reports is its own affair.
			got := err.Error()
			if name == "rate without closing mark" {
				got, c.want = strings.SplitN(got, ": ", 2)[1], strings.SplitN(c.want, ": ", 2)[1]
			}
			if got != c.want {
				t.Errorf("\ngot  %s\nwant %s", got, c.want)
			}
			var e *tomlfile.Error
			if !errors.As(err, &e) {
				t.Errorf("error is a %T", err)
			}
		})
	}
}

func TestAMistakeInARuleNamesLineKeyAndRemedy(t *testing.T) {
	const head = "name = \"n\"\nzone = \"UTC\"\ncurrency = \"EUR\"\nrounding.place = 2\n[[pay]]\nkey = \"a\"\nrate = \"1\"\n"
	for name, c := range map[string]struct{ text, want string }{
		"a word that is not allowed":   {"overlap = \"both\"", `p.toml:8: pay[0].overlap: is not one of the words allowed here; write one of "union", "sum", "max", "split"`},
		"a key without a rule":         {"instead_of = \"aa\"", `p.toml:8: pay[0].instead_of[0]: names what is not there; did you mean "a"?`},
		"a rule twice":                 {"[[pay]]\nkey = \"a\"", `p.toml:9: pay[1].key: is the key of another rule; choose another`},
		"a unit of no length":          {"per = \"0m\"", `p.toml:8: pay[0].per: must be at least 1m; write a length of time such as "30m"`},
		"a cut of no length":           {"cut = \"0h\"", `p.toml:8: pay[0].cut: must be at least 15m; write a length of time such as "30m"`},
		"a rounding to nothing":        {"round = \"up to 0s\"", `p.toml:8: pay[0].round: must be at least 1s; write a length of time such as "30m"`},
		"a time of day beyond the day": {"from = \"25:00\"", `p.toml:8: pay[0].from: is not a time of day; write hours and minutes, such as "17:30"`},
		"a day that is none":           {"days = [\"mon\", \"someday\"]", `p.toml:8: pay[0].days[1]: is not a day; write "mon" to "sun", "mon-fri", "weekend", "workday" (Mon-Fri that is no holiday), "free" (weekend or holiday) or "all"`},
		"a rate over zero":             {"rate_at_most = \"1 / 0\"", `p.toml:8: pay[0].rate_at_most: divides by zero; write an amount such as "4.50", "12.5 % of hourly", "1.5 x hourly", "monthly / 1400", "$fact" or the name of a table: digits, a point, at most 6 decimals`},
		"a rate by an unknown table":   {"rate_at_most = \"tabel\"", `p.toml:8: pay[0].rate_at_most: names what neither is pay nor a table; write an amount such as "4.50", "12.5 % of hourly", "1.5 x hourly", "monthly / 1400", "$fact" or the name of a table: digits, a point, at most 6 decimals`},
		"a window without times":       {"cut = \"window\"", `p.toml:8: pay[0].cut: is by a window, and the rule has none; add from = "18:00" and to = "08:00", or week = ["fri 18:00 - mon 08:00"]`},
		"a whole unit that is split":   {"per = \"day\"\nattribute = \"split\"", `p.toml:9: pay[0].attribute: splits a unit that is paid whole; write attribute = "start" or "end"`},
		"a factor that is missing":     {"combine = \"multiply\"\n[[pay.row]]\nname = \"x\"", `p.toml:9: pay[0].row[0].factor: is missing, and the rule multiplies; write factor = "1.25"`},
		"a holiday of no region":       {"[holidays]\nregion = [\"atlantis\"]", `p.toml:9: holidays.region[0]: `},
		"a cap without an amount":      {"[[cap]]\nkey = \"c\"", `p.toml:8: cap[0].pay: is missing, or stands beside time or units; write one of pay = "400.00", time = "12h" and units = "10"`},
		"an expiry in other words":     {"[account]\nexpires = \"soon\"", `p.toml:9: account.expires: does not say when; `},
		"a mode of time on call":       {"mode = [\"onsite\"]", `p.toml:5: pay[0].for: is standby, which has no mode; `},
		"a role that is empty":         {"role = [\"!\"]", `p.toml:8: pay[0].role[0]: is empty; `},
		"a bound that is no number":    {"when = { h = \">= many\" }", `p.toml:8: pay[0].when.h: compares with what is no number; `},
		"a pause of call-outs":         {"for = \"call_out\"\nduring_call_outs = \"pauses\"", `p.toml:9: pay[0].during_call_outs: is about time on call, `},
		"time without a ratio":         {"settle = \"time\"", `p.toml:8: pay[0].settle: is in time, and the rule does not say how much; `},
		"a least pay beside a choice":  {"settle = \"choice\"\ntime = \"1\"\nminimum_pay = \"5\"", `p.toml:10: pay[0].minimum_pay: is money, and the rule may be settled in time; `},
		"a rate of no minimum":         {"minimum_rate = \"5\"", `p.toml:8: pay[0].minimum_rate: is of a minimum, and there is none; `},
		"a count of nothing":           {"for = \"call_out\"\nnth_per = \"month\"", `p.toml:9: pay[0].nth_per: says in what is counted, and nothing is; `},
		"call-outs by other words":     {"for = \"call_out\"\nnth = \"some\"", `p.toml:9: pay[0].nth: does not say which call-outs; write "first", "next" for all after it, "first 3", "after 3" or "4th"`},
		"tiers of both kinds":          {"hours_per = \"week\"\n[[pay.row]]\nafter = \"2h\"\n[[pay.row]]\nafter = \"2\"", `p.toml:9: pay[0].row: have tiers by length and tiers by number; `},
		"tiers by number of one piece": {"[[pay.row]]\nafter = \"2\"", `p.toml:5: pay[0].hours_per: is missing, and the tiers go by number; `},
		"a rule in place of itself":    {"instead_of = \"a\"", `p.toml:8: pay[0].instead_of: names what is no rule before this one; move this rule behind it`},
		"a rule in place of another":   {"[[pay]]\nkey = \"b\"\nfor = \"call_out\"\ninstead_of = \"a\"\nrate = \"1\"", `p.toml:11: pay[1].instead_of: names a rule for another kind of time; `},
		"usual hours of nobody":        {"work = \"outside\"", `p.toml:8: pay[0].work: asks for the usual hours, and the policy has none; `},
		"a season that is none":        {"season = [\"winter\"]", `p.toml:8: pay[0].season[0]: is not a part of the year; `},
		"a cycle without a day":        {"cut = \"2 weeks\"", `p.toml:8: pay[0].cut: is not one of the words allowed here; `},
		"a step of nothing":            {"round_rate = \"0\"", `p.toml:8: pay[0].round_rate: is not a number to round to; `},
		"a package by mode":            {"[[package]]\nkey = \"w\"\nreplaces = [\"a\"]\nrate = \"7\"\nweek = [\"sat 00:00 - mon 00:00\"]\nmode = [\"onsite\"]", `p.toml:13: package[0].mode: is of call-outs, `},
		"a package of whole hours":     {"partial = \"started\"\n[[package]]\nkey = \"w\"\nreplaces = [\"a\"]\nrate = \"7\"\nweek = [\"sat 00:00 - mon 00:00\"]", `p.toml:11: package[0].replaces[0]: is a rule that counts whole units from the start of a duty, `},
		"a choice of one":              {"[[higher_of]]\nkey = \"h\"\nof = [\"a\"]", `p.toml:10: higher_of[0].of: must name at least two; `},
		"a part that is an amount":     {"[[supplement]]\nkey = \"s\"\nof = [\"a\"]\nrate = \"hourly\"", `p.toml:11: supplement[0].rate: is an amount, and a part of the pay is asked for; `},
		"less rest, and no number":     {"[work]\ndays = [\"mon\"]\n[[rest]]\nat_least = \"11h\"\nreduced = \"9h\"", `p.toml:10: rest[0].reduced_times: goes with reduced, and that with it; `},
		"free weekends at most":        {"[[limit]]\nof = \"free_weekends\"\nat_most = \"1\"", `p.toml:8: limit[0].at_least: is not a number; `},
		"a rest without an end":        {"[[rest]]\nat_least = \"11h\"", `p.toml:8: rest[0].next_start: is missing; `},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := pay.Parse("p.toml", []byte(head+c.text+"\n"))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("\ngot  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestAMissingFactIsNamed(t *testing.T) {
	p := policyFile(t, "pdoncall", nil)
	in := yearOf(t, p)
	in.Facts = nil
	if _, err := p.Evaluate(in); !errors.Is(err, pay.ErrFact) || !strings.Contains(err.Error(), "rate") {
		t.Errorf("got %v", err)
	}
}
