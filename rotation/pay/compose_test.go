package pay_test

import (
	"encoding/json"
	"strings"
	"testing"

	"standby/rotation/pay"
)

// TestRulesCompose has policies that no case has, each in a few lines.
func TestRulesCompose(t *testing.T) {
	const head = "name = \"n\"\nzone = \"Europe/Berlin\"\ncurrency = \"EUR\"\nrounding.place = 2\n"
	night := `{"zone":"Europe/Berlin","hourly_pay":20,"shifts":[{"start":"2026-06-05T20:00","end":"2026-06-06T08:00","role":"primary","schedule":"A"},
		{"start":"2026-06-05T22:00","end":"2026-06-06T02:00","role":"secondary","schedule":"B"}],
		"callouts":[{"start":"2026-06-05T23:00","end":"2026-06-05T23:40","mode":"onsite","travel_minutes":30}],"params":{"tenure_months":14}}`
	for name, c := range map[string]struct{ policy, cash, hours string }{
		"roles have rates of their own, and both count":     {"[[pay]]\nkey='a'\noverlap='sum'\n[[pay.row]]\nrole=['primary']\nrate='3'\n[[pay.row]]\nrate='1'", "40", "0"},
		"of two roles at once the dearer counts":            {"[[pay]]\nkey='a'\noverlap='max'\n[[pay.row]]\nrole=['primary']\nrate='3'\n[[pay.row]]\nrate='5'", "44", "0"},
		"two schedules at once share":                       {"[[pay]]\nkey='a'\noverlap='split'\n[[pay.row]]\nrole=['primary']\nrate='3'\n[[pay.row]]\nrate='1'", "32", "0"},
		"premiums add up":                                   {"[[pay]]\nkey='a'\ncombine='add'\n[[pay.row]]\nrate='2'\n[[pay.row]]\nfrom='22:00'\nto='06:00'\nrate='1'\n[[pay.row]]\ndays=['sat']\nrate='4'", "64", "0"},
		"of premiums the highest counts":                    {"[[pay]]\nkey='a'\ncombine='highest'\n[[pay.row]]\nrate='2'\n[[pay.row]]\nfrom='22:00'\nto='06:00'\nrate='1'\n[[pay.row]]\ndays=['sat']\nrate='4'", "40", "0"},
		"premiums multiply":                                 {"[[pay]]\nkey='a'\nrate='2'\ncombine='multiply'\n[[pay.row]]\nfactor=1\n[[pay.row]]\nfrom='22:00'\nto='06:00'\nfactor='1.5'\n[[pay.row]]\ndays=['sat']\nfactor=2", "54", "0"},
		"one premium excludes another":                      {"[[pay]]\nkey='a'\ncombine='add'\n[[pay.row]]\nname='n'\nfrom='22:00'\nto='06:00'\nrate='1'\n[[pay.row]]\ndays=['sat']\nrate='4'\nexcludes=['n']", "34", "0"},
		"a cap drops what is beyond":                        {"[[pay]]\nkey='a'\nrate='3'\n[[cap]]\nkey='c'\nper='duty'\npay='30'", "30", "0"},
		"a cap banks what is beyond":                        {"[[pay]]\nkey='a'\nrate='3'\n[[cap]]\nkey='c'\nper='all'\npay='30'\nover='bank'", "30", "2"},
		"a cap pays the hours beyond otherwise":             {"[[pay]]\nkey='a'\nrate='3'\n[[cap]]\nkey='c'\nper='24h'\ntime='10h'\nover='pay'\nrate='1'", "32", "0"},
		"standby pauses, and the call-out has travel":       {"[[pay]]\nkey='a'\nrate='3'\nduring_call_outs='pauses'\n[[pay]]\nkey='b'\nfor='call_out'\nrate='hourly'", "57.33", "0"},
		"travel is paid at half":                            {"[[pay]]\nkey='b'\nfor='call_out'\ntravel='exclude'\nrate='hourly'\n[[pay]]\nkey='t'\nfor='travel'\nrate='0.5 x hourly'", "18.33", "0"},
		"cash and time at once":                             {"[[pay]]\nkey='b'\nfor='call_out'\nminimum='3h'\nrate='hourly'\ntime='0.5'", "60", "1.5"},
		"a fact is compared":                                {"[[pay]]\nkey='a'\nwhen={tenure_months='>= 12'}\nper='duty'\nrate='50'\n[[pay]]\nkey='b'\nwhen={tenure_months='< 12'}\nper='duty'\nrate='40'", "50", "0"},
		"a rate changes on a date":                          {"[[pay]]\nkey='a'\n[[pay.row]]\nbefore='2026-06-06'\nrate='1'\n[[pay.row]]\nsince='2026-06-06'\nrate='2'", "20", "0"},
		"a tier after hours of a week":                      {"[[pay]]\nkey='a'\nhours_per='week'\n[[pay.row]]\nup_to='10h'\nrate='1'\n[[pay.row]]\nafter='10h'\nrate='5'", "20", "0"},
		"a price that is capped and a table by role":        {"[[table]]\nname='t'\nby=['role']\nrow=[{is=['primary'],value='2.5'},{is=['*'],value='9'}]\n[[pay]]\nkey='a'\nrole=['primary']\nrate='t'\nrate_at_most='2'", "24", "0"},
		"a day that is begun counts, at an hour of its own": {"[[pay]]\nkey='a'\ncut='day 07:00'\nper='day'\nrate='10'", "20", "0"},
		"only whole blocks count":                           {"[[pay]]\nkey='a'\nper='5h'\npartial='completed'\nrate='10'", "20", "0"},
		"most of it decides":                                {"[[pay]]\nkey='a'\nper='shift'\nclassify='most'\n[[pay.row]]\ndays=['sat']\nrate='70'\n[[pay.row]]\nrate='30'", "70", "0"},
		"a holiday of a region, and a part of a day":        {"[holidays]\n[[holidays.day]]\nname='Fair'\non='2026-06-05'\nfrom='22:00'\n[[pay]]\nkey='a'\n[[pay.row]]\nholiday=['any']\nrate='10'\n[[pay.row]]\nrate='1'", "30", "0"},
		"who is not told apart by a rule is not paid by it": {"[[pay]]\nkey='a'\nrole=['shadow']\nrate='10'", "0", "0"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := pay.Parse("p.toml", []byte(head+c.policy+"\n"))
			if err != nil {
				t.Fatal(err)
			}
			log, err := pay.ReadLog(json.RawMessage(night))
			if err != nil {
				t.Fatal(err)
			}
			s := evaluate(t, p, log.Input(""))
			checkStatement(t, s)
			if s.Cash.String() != c.cash || hoursOf(s.TimeInLieu).String() != c.hours {
				t.Errorf("%s and %s h, want %s and %s h", s.Cash, hoursOf(s.TimeInLieu), c.cash, c.hours)
				for _, l := range s.Lines {
					t.Logf("%s %s: %s", l.Amount, l.What, l.Explanation)
				}
			}
			if strings.Contains(strings.Join(p.Explain(), " "), "%!") {
				t.Errorf("says %q", p.Explain())
			}
		})
	}
}
