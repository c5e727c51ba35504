package pay_test

import (
	"errors"
	"strings"
	"testing"

	"standby/rotation/pay"
)

// loggedNight is on call as primary on A from Friday 5 June 2026 20:00 to Saturday
// 08:00, shadows on B from 22:00 to 02:00, and is called from 23:00 to 23:40.
const loggedNight = `{"zone":"Europe/Berlin","hourly_pay":20,"shifts":[{"start":"2026-06-05T20:00","end":"2026-06-06T08:00","role":"primary","schedule":"A"}],
	"callouts":[{"start":"2026-06-05T23:00","end":"2026-06-05T23:40","mode":"onsite","h":"3"}],"params":{"settle":"time","level":"C"}}`

// twoWeeks is on call from Monday 1 June 2026 00:00 for 14 days, as primary.
const twoWeeks = `{"zone":"Europe/Berlin","hourly_pay":20,"shifts":[{"start":"2026-06-01T00:00","end":"2026-06-15T00:00","role":"primary","schedule":"A"}]}`

// filled is called for the whole of a standby from 20:00 to 22:00.
const filled = `{"zone":"Europe/Berlin","hourly_pay":20,"shifts":[{"start":"2026-06-05T20:00","end":"2026-06-05T22:00"}],
	"callouts":[{"start":"2026-06-05T20:00","end":"2026-06-05T22:00"}]}`

// said is a policy with what it comes to, and a part of what it says of itself.
type said struct{ policy, log, cash, hours, says string }

func checkSaid(t *testing.T, all map[string]said) {
	t.Helper()
	for name, c := range all {
		t.Run(name, func(t *testing.T) {
			log, err := pay.ReadLog([]byte(c.log))
			if err != nil {
				t.Fatal(err)
			}
			p := parsed(t, plain+c.policy)
			s := evaluate(t, p, log.Input(""))
			checkStatement(t, s)
			if s.Cash.String() != c.cash || hoursOf(s.TimeInLieu).String() != c.hours {
				t.Errorf("%s and %s h, want %s and %s h", s.Cash, hoursOf(s.TimeInLieu), c.cash, c.hours)
				for _, l := range s.Lines {
					t.Logf("%s %s: %s", l.Amount, l.What, l.Explanation)
				}
			}
			text := strings.Join(p.Explain(), "\n")
			if !strings.Contains(text, c.says) {
				t.Errorf("says\n%s\nwithout %q", text, c.says)
			}
			for _, l := range s.Lines {
				text += l.Explanation
			}
			for _, wrong := range []string{"%!", "is 0 s", "by onsite", "each day 08:30", "of days"} {
				if strings.Contains(text, wrong) {
					t.Errorf("says %q in %s", wrong, text)
				}
			}
		})
	}
}

// TestWhatIsWrittenCounts has what once was wrong without an error.
func TestWhatIsWrittenCounts(t *testing.T) {
	const calls = "[[pay]]\nkey='b'\nfor='call_out'\nper='call_out'\n"
	const hourly, weekend = "[[pay]]\nkey='a'\nrate='5'\n", "[[package]]\nkey='w'\nreplaces=['a']\nrate='7'\nweek=['sat 00:00 - mon 00:00']\n"
	const either = "[[pay]]\nkey='n'\ncut='window'\nfrom='22:00'\nto='06:00'\nper='night'\nrate='50'\n[pay.qualify]\nof='piece'\nat_least='8h'\n[[pay]]\nkey='h'\ninstead_of='n'\nrate='1'\n"
	checkSaid(t, map[string]said{
		"a call-out has the role of its shift":                    {calls + "role=['primary']\nrate='10'\n", loggedNight, "10", "0", ""},
		"a call-out has the schedule of its shift":                {calls + "schedule=['A']\nrate='10'\n", loggedNight, "10", "0", ""},
		"a call-out in another role is not paid":                  {calls + "role=['secondary']\nrate='10'\n", loggedNight, "0", "0", ""},
		"a table knows the role of a call-out":                    {"[[table]]\nname='t'\nby=['role']\nrow=[{is=['primary'],value='9'},{is=['*'],value='1'}]\n" + calls + "rate='t'\n", loggedNight, "9", "0", ""},
		"a role that is ruled out":                                {"[[pay]]\nkey='a'\nrole=['!shadow']\nrate='1'\n", loggedNight, "12", "0", ""},
		"the role that is ruled out":                              {"[[pay]]\nkey='a'\nrole=['!Primary']\nrate='1'\n", loggedNight, "0", "0", ""},
		"a number between two bounds":                             {calls + "when={h=['>= 1','< 5']}\nrate='10'\n", loggedNight, "10", "0", ""},
		"a number beyond one of two bounds":                       {calls + "when={h=['>= 1','< 3']}\nrate='10'\n", loggedNight, "0", "0", ""},
		"a level that is ruled out":                               {calls + "when={level='!C'}\nrate='10'\n", loggedNight, "0", "0", ""},
		"a package replaces just its window":                      {hourly + weekend, twoWeeks, "1214", "0", ""}, // 336 h - 96 h at 5, and 2 x 7
		"a package in the middle of a duty":                       {hourly + "[[package]]\nkey='w'\nreplaces=['a']\nrate='7'\nweek=['wed 12:00 - wed 18:00']\n", twoWeeks, "1634", "0", ""},
		"a package for a role that is there":                      {hourly + weekend + "role=['primary']\n", twoWeeks, "1214", "0", ""},
		"a package for a role that is not":                        {hourly + weekend + "role=['secondary']\n", twoWeeks, "1680", "0", ""},
		"a package for a schedule that is not":                    {hourly + weekend + "schedule=['B']\n", twoWeeks, "1680", "0", ""},
		"a package when a fact is not":                            {hourly + weekend + "when={level='D'}\n", twoWeeks, "1680", "0", ""},
		"a package from a length on":                              {hourly + weekend + "at_least='9h'\n", loggedNight, "60", "0", ""},
		"a package from a length that is there":                   {hourly + weekend + "at_least='8h'\n", loggedNight, "27", "0", ""}, // 4 h x 5, and 7
		"a package up to a length":                                {hourly + weekend + "at_most='8h'\n", loggedNight, "27", "0", ""},
		"a night that lies mostly in a package goes with it":      {"[[pay]]\nkey='a'\ncut='day from start'\nper='day'\nrate='5'\n[[package]]\nkey='w'\nreplaces=['a']\nrate='7'\ncovered='1h'\nweek=['fri 22:00 - mon 06:00']\n", loggedNight, "7", "0", ""},
		"a duty that no window touches is paid by what is for it": {either, filled, "2", "0", ""},
		"the rest of a duty is paid by what is for it":            {either, loggedNight, "54", "0", ""}, // 22:00 to 06:00, and 4 h at 1
		"a window that is too short leaves all of it":             {either, strings.Replace(loggedNight, "06T08:00", "06T05:00", 1), "9", "0", ""},
		"what is for it has a role of its own":                    {strings.Replace(either, "instead_of='n'", "instead_of='n'\nrole=['secondary']", 1), filled, "0", "0", ""},
		"a least pay where a call-out fills the time":             {"[[pay]]\nkey='a'\nrate='1'\nduring_call_outs='pauses'\nminimum_pay='15'\n", filled, "15", "0", ""},
		"a least time where a call-out fills the time":            {"[[pay]]\nkey='a'\nrate='1'\nduring_call_outs='pauses'\nminimum='5h'\n", filled, "3", "0", ""},
		"a least pay where nothing is paid":                       {"[[pay]]\nkey='a'\nrole=['primary']\nrate='1'\nduring_call_outs='pauses'\nminimum_pay='15'\n", filled, "0", "0", ""},
		"a cap in money holds for time, too":                      {"[[pay]]\nkey='a'\nrate='2'\ntime='0.5'\nsettle='choice'\n[[cap]]\nkey='c'\nper='all'\npay='18'\n", loggedNight, "0", "4.5", ""}, // 24 is worth 6 h, 18 is 4.5 h
		"a cap that banks leaves time as it is":                   {"[[pay]]\nkey='a'\nrate='2'\ntime='0.5'\nsettle='choice'\n[[cap]]\nkey='c'\nper='all'\npay='18'\nover='bank'\n", loggedNight, "0", "6", ""},
		"standby pauses for the time worked":                      {"[[pay]]\nkey='a'\nrate='3'\nduring_call_outs='pauses'\n[[pay]]\nkey='b'\nfor='call_out'\nminimum='2h'\nrate='20'\n", loggedNight, "74", "0", ""},               // 11 h 20 min x 3, and 40
		"standby pauses for the time that is paid":                {"[[pay]]\nkey='a'\nrate='3'\nduring_call_outs='pauses for paid time'\n[[pay]]\nkey='b'\nfor='call_out'\nminimum='2h'\nrate='20'\n", loggedNight, "70", "0", ""}, // 10 h x 3, and 40
	})
}

func TestWhoseCallOutItWasMustBeKnown(t *testing.T) {
	p := parsed(t, plain+"[[pay]]\nkey='b'\nfor='call_out'\nrole=['primary']\nper='call_out'\nrate='10'\n")
	for name, c := range map[string]struct{ shifts, facts, want string }{
		"outside of all shifts":            {`{"start":"2026-06-06T20:00","end":"2026-06-07T08:00","role":"primary"}`, "", "begins in no shift"},
		"in two shifts":                    {`{"start":"2026-06-05T20:00","end":"2026-06-06T08:00","role":"primary"},{"start":"2026-06-05T20:00","end":"2026-06-06T08:00","role":"shadow"}`, "", "several shifts"},
		"in two shifts, and it says whose": {`{"start":"2026-06-05T20:00","end":"2026-06-06T08:00","role":"primary"},{"start":"2026-06-05T20:00","end":"2026-06-06T08:00","role":"shadow"}`, `,"role":"primary"`, ""},
		"in none, and it says whose":       {`{"start":"2026-06-06T20:00","end":"2026-06-07T08:00","role":"primary"}`, `,"role":"primary"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			log, err := pay.ReadLog([]byte(`{"zone":"Europe/Berlin","shifts":[` + c.shifts + `],"callouts":[{"start":"2026-06-05T23:00","end":"2026-06-05T23:40"` + c.facts + `}]}`))
			if err != nil {
				t.Fatal(err)
			}
			s, err := p.Evaluate(log.Input(""))
			switch {
			case c.want == "" && (err != nil || s.Cash.String() != "10"):
				t.Errorf("%s, %v", s.Cash, err)
			case c.want != "" && (!errors.Is(err, pay.ErrFact) || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAFactThatIsNoNumberIsNotCompared(t *testing.T) {
	p := parsed(t, plain+"[[pay]]\nkey='a'\nwhen={level='>= 3'}\nrate='10'\n")
	log, err := pay.ReadLog([]byte(loggedNight))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Evaluate(log.Input("")); !errors.Is(err, pay.ErrFact) || !strings.Contains(err.Error(), "level") {
		t.Errorf("got %v", err)
	}
}
