package pay_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"standby/rotation/pay"
)

// threeCalls has an hour's call-out at 20:00 on 1, 2 and 3 June 2026, and one at
// 10:00 on 4 June, a Thursday, all of them on call.
const threeCalls = `{"zone":"Europe/Berlin","hourly_pay":20,"shifts":[{"start":"2026-06-01T00:00","end":"2026-06-15T00:00","role":"primary","schedule":"A"}],
	"callouts":[{"start":"2026-06-01T20:00","end":"2026-06-01T21:00"},{"start":"2026-06-02T20:00","end":"2026-06-02T21:00"},
	{"start":"2026-06-03T20:00","end":"2026-06-03T21:00"},{"start":"2026-06-04T10:00","end":"2026-06-04T11:00"}]}`

// fromWednesday is on call for three weeks from Wednesday 3 June 2026 09:00.
const fromWednesday = `{"zone":"Europe/Berlin","hourly_pay":20,"shifts":[{"start":"2026-06-03T09:00","end":"2026-06-24T09:00"}]}`

const work = "[work]\ndays=['mon-fri']\nfrom='09:00'\nto='17:00'\n"

func TestMoneySaysMore(t *testing.T) {
	const standby, calls = "[[pay]]\nkey='a'\nrate='2'\n", "[[pay]]\nkey='b'\nfor='call_out'\nrate='30'\n"
	checkSaid(t, map[string]said{
		"amounts go by five cents":               {"rounding.to='0.05'\n[[pay]]\nkey='a'\nrate='1.33'\n", loggedNight, "15.95", "0", "rounded once, half up, to a multiple of 0.05"},
		"totals go by five cents":                {"rounding.to='0.05'\nrounding.at='total'\n[[pay]]\nkey='a'\nrate='1.33'\n[[pay]]\nkey='z'\nrate='0.005'\n", loggedNight, "16", "0", "a multiple of 0.05"}, // 15.96 and 0.06 are 16.02
		"a rate is rounded before it counts":     {"[[pay]]\nkey='a'\nrate='hourly / 7'\nround_rate='0.01'\n", loggedNight, "34.32", "0", "rounded to 0.01 before it is multiplied"},                         // 12 x 2.86
		"all rates are rounded":                  {"rounding.rates='0.1'\n[[pay]]\nkey='a'\nrate='hourly / 7'\n", loggedNight, "34.8", "0", "rounded to 0.1 before"},
		"money is taken off":                     {standby + "[[pay]]\nkey='d'\nfrom='22:00'\nto='06:00'\nrate='-0.50'\n", loggedNight, "20", "0", "It takes off 0.50 for each hour."},
		"money is taken off by a whole number":   {standby + "[[pay]]\nkey='d'\nper='duty'\nrate=-4\n", loggedNight, "20", "0", "It takes off 4 for each duty."},
		"a part of the pay comes on top":         {standby + "[[supplement]]\nkey='s'\nof=['a']\nrate='8 %'\n", loggedNight, "25.92", "0", `"s" (s) adds 8 % of what a pay, in each month`},
		"a part of the pay after its cap":        {standby + "[[cap]]\nkey='c'\nper='all'\npay='20'\n[[supplement]]\nkey='s'\nof=['a']\nrate='8 %'\n", loggedNight, "21.6", "0", "after packages and caps"},
		"a part of the pay is taken off":         {standby + "[[supplement]]\nkey='s'\nwhat='Levy'\nof=['a']\nrate='-10 %'\n", loggedNight, "21.6", "0", `"Levy" (s) takes off 10 %`},
		"of two rules the higher counts":         {"[[pay]]\nkey='a'\nrate='1'\n" + calls + "[[higher_of]]\nkey='h'\nof=['a','b']\nper='duty'\n", loggedNight, "20", "0", "Of a and b only the highest is paid in each duty"},
		"of two groups the higher counts":        {standby + calls + "[[pay]]\nkey='z'\nper='duty'\nrate='3'\n[[higher_of]]\nkey='h'\nof=['b','a + z']\nper='week'\n", loggedNight, "27", "0", "Of b and a + z only"},
		"a supplement on the higher of two":      {standby + calls + "[[higher_of]]\nkey='h'\nof=['a','b']\nper='duty'\n[[supplement]]\nkey='s'\nof=['a','b']\nrate='50 %'\n", loggedNight, "36", "0", ""},
		"what a minimum lacks pays another rate": {calls + "minimum='2h'\nminimum_rate='15'\n", loggedNight, "40", "0", "What is missing to the minimum pays 15 for each hour."}, // 40 min at 30, 80 min at 15
		"work is rounded before it lacks":        {calls + "minimum='2h'\nminimum_rate='15'\nround='up to 1h'\n", loggedNight, "45", "0", ""},
		"what a minimum lacks is time, too":      {calls + "minimum='2h'\nminimum_rate='15'\ntime='1'\nsettle='choice'\n", loggedNight, "0", "2", ""},
		"a least for the call-outs of a week":    {calls + "[[guarantee]]\nkey='g'\nof=['b']\nper='week'\npay='5 x hourly'\n", loggedNight, "100", "0", "b come to at least 5 x hourly in each week (g)."},
		"a least that is reached":                {calls + "[[guarantee]]\nkey='g'\nof=['b']\nper='week'\npay='20'\n", loggedNight, "20", "0", ""},
		"no least without a call-out":            {calls + "[[guarantee]]\nkey='g'\nof=['b']\nper='week'\npay='50'\n", twoWeeks, "0", "0", ""},
		"a least in each week on call":           {calls + "[[guarantee]]\nkey='g'\nof=['b']\nper='week'\npay='50'\nwhen_none='pays'\n", twoWeeks, "100", "0", "with time on call, also where they pay nothing"},
		"a cap on days":                          {"[[pay]]\nkey='a'\ncut='day'\nper='day'\nrate='10'\n[[cap]]\nkey='c'\nper='month'\nunits='10'\n", twoWeeks, "100", "0", "at most 10 of what they pay for in each month"},
		"a cap on call-outs banks the rest":      {calls + "[[cap]]\nkey='c'\nper='month'\nunits='3'\nover='bank'\n", threeCalls, "90", "1", ""},
	})
}

func TestCountsSayMore(t *testing.T) {
	const each = "[[pay]]\nkey='b'\nfor='call_out'\nper='call_out'\nnth_per='month'\nrate='30'\n"
	const tiers = "[[pay]]\nkey='b'\nfor='call_out'\nper='call_out'\nhours_per='month'\n[[pay.row]]\nup_to='2'\nrate='50'\n[[pay.row]]\nafter='2'\nrate='75'\n"
	const hours = "[[pay]]\nkey='a'\nhours_per='duty'\ntiers='all'\n[[pay.row]]\nup_to='10h'\nrate='1'\n[[pay.row]]\nafter='10h'\nrate='5'\n"
	checkSaid(t, map[string]said{
		"some are included, and then each is paid": {each + "nth='after 3'\n", threeCalls, "30", "0", "The first 3 of each month do not count here."},
		"the first few are paid":                   {each + "nth='first 3'\n", threeCalls, "90", "0", "Only the first 3 of each month count."},
		"a lump sum once there are so many":        {each + "nth='4th'\n", threeCalls, "30", "0", "Only the 4th of each month counts."},
		"a lump sum where there are fewer":         {each + "nth='5th'\n", threeCalls, "0", "0", "Only the 5th"},
		"the first of a day of its own":            {strings.Replace(each, "'month'", "'day 08:30'", 1) + "nth='first'\n", threeCalls, "120", "0", "Only the first of each day from 08:30 counts."},
		"a tier by number, step by step":           {tiers, threeCalls, "250", "0", "up to the 2nd"},
		"a tier by number, for all of them":        {strings.Replace(tiers, "hours_per", "tiers='all'\nhours_per", 1), threeCalls, "300", "0", "All of it is paid by the row that the sum reaches."},
		"a tier by hours, for all of them":         {hours, loggedNight, "60", "0", "The hours are counted anew each duty."},
		"a tier by hours that is just not reached": {hours, strings.Replace(loggedNight, "06T08:00", "06T06:00", 1), "10", "0", ""},
		"a rise for the second week on end":        {"[[pay]]\nkey='a'\n[[pay.row]]\nweeks_on_end='2'\nrate='2'\n[[pay.row]]\nrate='1'\n", twoWeeks, "504", "0", "from the 2nd week on end that the person is on call"},
		"weeks on end from their own hour":         {"[[pay]]\nkey='a'\n[[pay.row]]\nweeks_on_end='3 from wed 09:00'\nrate='2'\n[[pay.row]]\nrate='1'\n", fromWednesday, "672", "0", ""}, // 2 x 168, and 168 x 2
	})
}

func TestTimeSaysMore(t *testing.T) {
	const a = "[[pay]]\nkey='a'\n"
	const holiday = `,"holidays":["2026-06-08"]}`
	checkSaid(t, map[string]said{
		"a cycle of two weeks in step":            {a + "cut='2 weeks from 2026-06-01'\nper='piece'\nrate='10'\n", twoWeeks, "10", "0", "each of the 2 weeks from 2026-06-01 by itself"},
		"a cycle of two weeks out of step":        {a + "cut='2 weeks from 2026-05-25'\nper='piece'\nrate='10'\n", twoWeeks, "20", "0", ""},
		"a cycle from an hour of its own":         {a + "cut='2 weeks from 2026-05-20 09:00'\nper='piece'\nrate='10'\n", fromWednesday, "20", "0", ""},
		"a cap in a cycle":                        {a + "rate='1'\n[[cap]]\nkey='c'\nper='2 weeks from 2026-05-25'\npay='100'\n", strings.Replace(twoWeeks, "15T00:00", "09T00:00", 1), "100", "0", "100 in each 2 weeks from 2026-05-25"},
		"a part of every year":                    {a + "[[pay.row]]\nseason=['06-10 - 06-12']\nrate='2'\n[[pay.row]]\nrate='1'\n", twoWeeks, "408", "0", "each year from 10 June to 12 June"},
		"a part of the year beyond its end":       {a + "[[pay.row]]\nseason=['12-01 - 06-01']\nrate='2'\n[[pay.row]]\nrate='1'\n", twoWeeks, "360", "0", ""},
		"nights of a season":                      {a + "cut='window'\nfrom='22:00'\nto='06:00'\nseason=['06-10 - 06-12']\nper='night'\nrate='10'\n", twoWeeks, "40", "0", ""}, // the end of one night, two whole ones, the beginning of one
		"call-outs outside the usual hours":       {work + "[[pay]]\nkey='b'\nfor='call_out'\nwork='outside'\nrate='30'\n", threeCalls, "90", "0", "outside the usual hours"},
		"call-outs inside the usual hours":        {work + "[[pay]]\nkey='b'\nfor='call_out'\nwork='inside'\nper='call_out'\nrate='7'\n", threeCalls, "7", "0", "inside the usual hours"},
		"time on call outside the usual hours":    {work + a + "work='outside'\nrate='1'\n", twoWeeks, "256", "0", ""},
		"a piece for each time that work leaves":  {work + a + "work='outside'\ncut='window'\nper='piece'\nrate='1'\n", twoWeeks, "11", "0", ""},
		"enough of the night":                     {a + "rate='1'\n[pay.qualify]\nwithin='23:00 - 06:00'\nat_least='3h'\n", loggedNight, "12", "0", "the whole duty, as far as it lies from 23:00 to 06:00, is of 3 h or longer"},
		"too little of the night":                 {a + "rate='1'\n[pay.qualify]\nwithin='23:00 - 06:00'\nat_least='3h'\n", filled, "0", "0", ""},
		"a package in time":                       {a + "rate='5'\n[[package]]\nkey='w'\nreplaces=['a']\ntime='8h'\nweek=['sat 00:00 - mon 00:00']\n", twoWeeks, "1200", "16", "pays 8 h in lieu and replaces a"},
		"a package with the holiday that adjoins": {a + "rate='5'\n[[package]]\nkey='w'\nreplaces=['a']\ntime='8h'\nholidays='adjoining'\nweek=['sat 00:00 - mon 00:00']\n", strings.TrimSuffix(twoWeeks, "}") + holiday, "1080", "16", "Holidays that adjoin it belong to it."},
		"the account is paid out on its dates":    {a + "rate='1'\ntime='0.5'\nsettle='time'\n[account]\nexpires='06-30, 12-31'\nexpired='pay'\nrate='hourly'\n", strings.TrimSuffix(loggedNight, "}") + `,"now":"2026-07-15"}`, "120", "0", "ends (06-30, 12-31) and then is paid out"},
	})
}

func found(list []pay.Violation) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = list[i].Code
	}
	return out
}

func TestRestAndLimitsSayMore(t *testing.T) {
	const rest = work + "[[rest]]\ncode='r'\nat_least='13h'\n"
	const evenings = `{"zone":"Europe/Berlin","callouts":[{"start":"2026-06-01T23:00","end":"2026-06-01T23:30","mode":"onsite"},{"start":"2026-06-02T02:00","end":"2026-06-02T02:10"},
		{"start":"2026-06-03T20:00","end":"2026-06-03T21:00","mode":"phone"},{"start":"2026-06-04T20:00","end":"2026-06-04T21:00","mode":"phone"}]}`
	for name, c := range map[string]struct {
		policy, log string
		want        []string
		says        string
	}{
		"rest after any call-out":            {rest, evenings, []string{"r", "r", "r"}, ""},
		"rest after a call-out on site":      {rest + "[rest.called]\nmode=['onsite']\n", evenings, []string{"r"}, "it holds where there was a call-out on site"},
		"rest after a call-out in the night": {rest + "[rest.called]\nfrom='00:00'\nto='05:00'\n", evenings, []string{"r"}, "from 00:00 to 05:00"},
		"rest after a long call-out":         {rest + "[rest.called]\nmore_than='45m'\n", evenings, []string{"r", "r"}, "longer than 45 min"},
		"less rest is enough once":           {rest + "reduced='12h'\nreduced_times=1\n", evenings, []string{"r", "r"}, "12 h are enough once in each year"},
		"less rest is enough twice a week":   {rest + "reduced='12h'\nreduced_times=2\nreduced_per='week'\n", evenings, []string{"r"}, "12 h are enough 2 times in each week"},
		"too many weeks on end":              {"[[limit]]\nof='consecutive_weeks'\nat_most='1'\n", twoWeeks, []string{"consecutive_weeks_above_1"}, "at most 1 weeks on call on end"},
		"weeks on end that are few enough":   {"[[limit]]\nof='consecutive_weeks'\nat_most='2'\n", twoWeeks, nil, ""},
		"too few free weekends":              {"[[limit]]\nof='free_weekends'\nat_least='3'\n", twoWeeks, []string{"free_weekends_below_3"}, "at least 3 free weekends in each month"},
		"enough free weekends":               {"[[limit]]\nof='free_weekends'\nat_least='2'\n", twoWeeks, nil, ""},
		"too many days in a cycle":           {"[[limit]]\nof='standby_days'\nper='2 weeks from 2026-06-01'\nat_most='13'\n", twoWeeks, []string{"standby_days_above_13"}, "in each 2 weeks from 2026-06-01"},
		"few enough days in each cycle":      {"[[limit]]\nof='standby_days'\nper='2 weeks from 2026-05-25'\nat_most='7'\n", twoWeeks, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			log, err := pay.ReadLog([]byte(c.log))
			if err != nil {
				t.Fatal(err)
			}
			p := parsed(t, plain+c.policy)
			got := slices.DeleteFunc(found(evaluate(t, p, log.Input("")).Violations), func(code string) bool { return strings.HasPrefix(code, "earliest") })
			if !slices.Equal(got, c.want) {
				t.Errorf("found %q, want %q", got, c.want)
			}
			if text := strings.Join(p.Explain(), "\n"); !strings.Contains(text, c.says) || strings.Contains(text, "%!") {
				t.Errorf("says\n%s\nwithout %q", text, c.says)
			}
		})
	}
}

func TestWhatBrokeTheRestIsNamed(t *testing.T) {
	p := parsed(t, plain+work+"[[rest]]\nat_least='11h'\nstandby='work'\n")
	log, err := pay.ReadLog([]byte(`{"zone":"Europe/Berlin","shifts":[{"start":"2026-06-02T20:00","end":"2026-06-03T01:00"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	got := evaluate(t, p, log.Input("")).Violations
	if n := len(got); n != 2 || !strings.Contains(got[n-1].Text, "after being on call until Wed 3 Jun 01:00") {
		t.Errorf("found %+v", got)
	}
}

func TestAPolicySaysWhatItTakesForGranted(t *testing.T) {
	p := parsed(t, plain+"[given]\nrate='17'\n[[table]]\nname='t'\nby=['level']\ndefault='1'\nrow=[{is=['C'],value='2.5'},{is=['*'],value='9'}]\n"+
		"[[pay]]\nkey='a'\nrate='t'\njoin='30m'\n[[pay]]\nkey='b'\nfor='call_out'\nmode=['onsite','!phone']\njoin='overlapping'\nrate='$rate'\n")
	text := strings.Join(p.Explain(), "\n")
	for _, want := range []string{"For whom nothing else is known, rate is 17.", `The table "t" goes by level: 2.5 for C, 9 for any, else 1.`, "What is at most 30 min apart counts as one.",
		"Only what overlaps counts as one", "counts call-outs (work because of a page) on site, not by phone."} {
		if !strings.Contains(text, want) {
			t.Errorf("says\n%s\nwithout %q", text, want)
		}
	}
}

// grownSeeds are policies that have every key of the second half of the language.
func grownSeeds() []string {
	return []string{
		"rounding.to='0.05'\nrounding.rates='0.01'\n" + work + "[[pay]]\nkey='a'\nrate='-1.5'\nseason=['11-01 - 02-29']\nwork='outside'\nweeks_on_end='2 from wed 09:00'\n" +
			"[pay.qualify]\nwithin='23:00 - 06:00'\nat_least='3h'\n[[package]]\nkey='w'\nreplaces=['a']\ntime='8h'\nrate='7'\nholidays='adjoining'\nweek=['sat 00:00 - mon 00:00']\nrole=['!shadow']\nat_least='3h'\n",
		"[[pay]]\nkey='a'\nrate='2'\nduring_call_outs='pauses for paid time'\n[[pay]]\nkey='b'\nfor='call_out'\nrate='30'\nminimum='2h'\nminimum_rate='15'\nnth='after 1'\nnth_per='2 weeks from 2026-01-05'\n" +
			"[[higher_of]]\nkey='h'\nof=['a','b']\nper='week'\n[[guarantee]]\nkey='g'\nof=['b']\npay='50'\nper='week'\nwhen_none='pays'\n" +
			"[[cap]]\nkey='c'\nunits='3'\nper='4 weeks from 2026-01-05 09:00'\n[[supplement]]\nkey='s'\nof=['a','g']\nrate='-8 %'\nper='month'\n",
		"[[pay]]\nkey='b'\nfor='call_out'\nper='call_out'\nhours_per='month'\ntiers='all'\nround_rate='0.01'\n[[pay.row]]\nup_to='2'\nrate='50'\n[[pay.row]]\nafter='2'\nrate='75'\n" + work +
			"[account]\nexpires='06-30, 12-31'\nexpired='pay'\nrate='hourly'\n[[rest]]\nat_least='13h'\nreduced='12h'\nreduced_times=1\n[rest.called]\nfrom='00:00'\nto='05:00'\nmode=['onsite']\n" +
			"[[limit]]\nof='free_weekends'\nat_least='1'\n[[limit]]\nof='consecutive_weeks'\nper='4 weeks from 2026-01-05'\nat_most='1'\n",
	}
}

func TestTheGrownLanguageAddsUp(t *testing.T) {
	for i, text := range grownSeeds() {
		p := parsed(t, plain+text)
		t.Run(strconv.Itoa(i), rapid.MakeCheck(func(r *rapid.T) {
			in := drawLog(r)
			in.Facts["h"] = "3"
			want := evaluate(r, p, in)
			checkStatement(r, want)
			moved := in
			moved.Shifts = slices.Clone(in.Shifts)
			slices.Reverse(moved.Shifts)
			if got := evaluate(r, p, moved); !got.Cash.Equal(want.Cash) || got.TimeInLieu != want.TimeInLieu {
				r.Errorf("in another order %s and %d s, want %s and %d s", got.Cash, got.TimeInLieu, want.Cash, want.TimeInLieu)
			}
		}))
	}
}

// TestAPackageAndTheRestAddUp pays a weekend as a package whose price is what its
// hours would pay: then it is of no consequence, however the duty is cut.
func TestAPackageAndTheRestAddUp(t *testing.T) {
	const hourly = "[[pay]]\nkey='a'\nrate='2'\nclock='wall'\n"
	alone := parsed(t, plain+hourly)
	packed := parsed(t, plain+hourly+"[[package]]\nkey='w'\nreplaces=['a']\nrate='96'\nweek=['sat 00:00 - mon 00:00']\n")
	rapid.Check(t, func(r *rapid.T) {
		in := drawLog(r)
		if got, want := evaluate(r, packed, in).Cash, evaluate(r, alone, in).Cash; !got.Equal(want) {
			r.Errorf("with the package %s, by the hour %s", got, want)
		}
	})
}

// TestWhatIsLeftIsAllThatIsLeft pays the same rate for what qualifies and for what
// does not: then all time on call is paid once.
func TestWhatIsLeftIsAllThatIsLeft(t *testing.T) {
	for name, text := range map[string]string{
		"windows":          "cut='window'\nfrom='22:00'\nto='06:00'\n[pay.qualify]\nof='piece'\nat_least='5h'\n",
		"days":             "cut='day'\n[pay.qualify]\nof='piece'\nat_least='5h'\n",
		"times of the day": "from='22:00'\nto='06:00'\n[pay.qualify]\nat_least='5h'\n",
	} {
		p := parsed(t, plain+"[[pay]]\nkey='a'\nper='1m'\nrate='1'\n"+text+"[[pay]]\nkey='b'\ninstead_of='a'\nper='1m'\nrate='1'\n")
		t.Run(name, rapid.MakeCheck(func(r *rapid.T) {
			in := drawLog(r)
			s := evaluate(r, p, in)
			if want := decimal.NewFromInt(s.StandbySeconds / 60); !s.Cash.Equal(want) {
				r.Errorf("%s minutes are paid of %s", s.Cash, want)
			}
		}))
	}
}
