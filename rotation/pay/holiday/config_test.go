package holiday_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"standby/rotation/pay/holiday"
	"standby/rotation/tomlfile"
)

func TestAMistakeNamesKeyProblemAndRemedy(t *testing.T) {
	day := func(d holiday.DayRule) holiday.Config {
		if d.Name == "" {
			d.Name = "x"
		}
		if d.On == "" {
			d.On = "12-24"
		}
		return holiday.Config{Day: []holiday.DayRule{d}}
	}
	around := func(a holiday.AroundRule) holiday.Config {
		return holiday.Config{Region: []string{"de-be"}, Around: []holiday.AroundRule{a}}
	}
	for name, c := range map[string]struct {
		cfg  holiday.Config
		want string
	}{
		"unknown country":              {holiday.Config{Region: []string{"xx"}}, "region[0]: is not a region whose holidays are known; write the code of a country or of a part of one"},
		"the countries are named":      {holiday.Config{Region: []string{"xx"}}, "ar, at, au, be, bg, br, ca, ch, cz, de, dk, es, fi, fr, gb,"},
		"unknown part":                 {holiday.Config{Region: []string{"gb-xx"}}, "region[0]: is not a region whose holidays are known; write one of gb, gb-eng, gb-nir, gb-sct, gb-wls"},
		"a near one":                   {holiday.Config{Region: []string{"de_by"}}, "such as de-by"},
		"twice":                        {holiday.Config{Region: []string{"de", "DE"}}, "region[1]: is given twice; keep one of the two"},
		"class":                        {holiday.Config{Class: "Public Holiday"}, `class: is not the name of a class; write a word of small letters`},
		"customary":                    {holiday.Config{Customary: "!"}, `customary: is not the name of a class`},
		"substitute":                   {holiday.Config{Substitute: "moved"}, `substitute: is not a way to substitute a day; write "observed", "actual" or "both"`},
		"weekend":                      {holiday.Config{Weekend: []string{"samstag"}}, "weekend[0]: is not a day of the week; write monday"},
		"no weekday":                   {holiday.Config{Weekend: []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}}, "weekend: leaves no weekday"},
		"except a holiday of others":   {holiday.Config{Region: []string{"de-be"}, Except: []string{"Fronleichnam"}}, "except[0]: names no holiday that there is"},
		"except a near one":            {holiday.Config{Region: []string{"de-be"}, Except: []string{"Karfreitg"}}, `except[0]: names no holiday that there is; did you mean "Karfreitag"?`},
		"order":                        {holiday.Config{Region: []string{"de"}, Order: []string{"major"}}, "order[0]: is not a class of these holidays; write one of holiday"},
		"order twice":                  {holiday.Config{Order: []string{"holiday", "holiday"}}, "order[1]: is given twice"},
		"day without a name":           {holiday.Config{Day: []holiday.DayRule{{On: "12-24"}}}, "day[0].name: is missing"},
		"day with a long name":         {day(holiday.DayRule{Name: strings.Repeat("x", 101)}), "day[0].name: is longer than 100 characters"},
		"day with a hidden name":       {day(holiday.DayRule{Name: "a\x1b[31m"}), "day[0].name: has characters that cannot be printed"},
		"no such date":                 {day(holiday.DayRule{On: "2026-02-30"}), `day[0].on: is not a date or a rule for one; write a date such as "2026-12-24"`},
		"no such yearly date":          {day(holiday.DayRule{On: "13-01"}), "day[0].on: is not a date"},
		"date past the years":          {day(holiday.DayRule{On: "2100-01-01"}), "day[0].on: is not a date"},
		"date with a shift":            {day(holiday.DayRule{On: "2026-12-24 +1"}), "day[0].on: is not a date"},
		"fifth Monday":                 {day(holiday.DayRule{On: "fifth monday of may"}), "day[0].on: is not a date"},
		"shift too far":                {day(holiday.DayRule{On: "easter+101"}), "day[0].on: is not a date"},
		"no day":                       {day(holiday.DayRule{Days: -1}), "day[0].days: must be from 1 to 31"},
		"a year of days":               {day(holiday.DayRule{Days: 365}), "day[0].days: must be from 1 to 31"},
		"no time":                      {day(holiday.DayRule{From: "6 pm"}), `day[0].from: is not a time of day; write a time of day from "00:00" to "24:00"`},
		"past the day":                 {day(holiday.DayRule{To: "24:01"}), "day[0].to: is not a time of day"},
		"backwards":                    {day(holiday.DayRule{From: "18:00", To: "12:00"}), "day[0].to: is not after the time from which it is a holiday"},
		"moved":                        {day(holiday.DayRule{Moved: "tuesday"}), "day[0].moved: is not a way to move a day"},
		"since":                        {day(holiday.DayRule{Since: 26}), "day[0].since: must be a year from 1970 to 2099"},
		"until before since":           {day(holiday.DayRule{Since: 2026, Until: 2025}), "day[0].until: is before the first year"},
		"file without a path":          {holiday.Config{File: []holiday.FileRule{{}}}, "file[0].path: is missing"},
		"around without a class":       {around(holiday.AroundRule{From: "00:00", Until: "06:00"}), "around[0].class: is missing"},
		"around without from":          {around(holiday.AroundRule{Class: "eve", Until: "06:00"}), `around[0].from: is not a time of a day; write a time and a day counted from the holiday`},
		"around too far":               {around(holiday.AroundRule{Class: "eve", From: "00:00 15 days before", Until: "06:00"}), "around[0].from: is not a time of a day"},
		"around backwards":             {around(holiday.AroundRule{Class: "eve", From: "06:00", Until: "06:00"}), "around[0].until: is not always after"},
		"around perhaps backwards":     {around(holiday.AroundRule{Class: "eve", From: "06:00 the first weekday after", Until: "00:00 3 days after"}), "around[0].until: is not always after"},
		"around an unknown holiday":    {around(holiday.AroundRule{Class: "eve", Of: []string{"Fronleichnam"}, From: "00:00", Until: "06:00"}), "around[0].of[0]: names no holiday and no class"},
		"around its own class":         {around(holiday.AroundRule{Class: "eve", Of: []string{"eve"}, From: "00:00", Until: "06:00"}), "around[0].of[0]: names no holiday and no class"},
		"more regions than there are":  {holiday.Config{Region: make([]string, 17)}, "region: has more than 16 entries; leave some out"},
		"more rules than anyone needs": {holiday.Config{Day: make([]holiday.DayRule, 201)}, "day: has more than 200 entries"},
	} {
		t.Run(name, func(t *testing.T) {
			got := holiday.Mistakes(c.cfg.Check())
			if len(got) == 0 || !strings.Contains(got.Error(), c.want) {
				t.Errorf("got %v, want %s", got, c.want)
			}
			if _, err := holiday.New(c.cfg, holiday.Sources{}); err == nil {
				t.Error("New takes what Check refuses")
			}
		})
	}
}

func TestAllMistakesAreToldAtOnce(t *testing.T) {
	cfg := holiday.Config{Region: []string{"xx"}, Substitute: "x", Day: []holiday.DayRule{{}, {On: "x", From: "x"}}}
	var keys []string
	for _, m := range cfg.Check() {
		keys = append(keys, m.Key)
		if m.Problem == "" || m.Remedy == "" {
			t.Errorf("%+v", m)
		}
	}
	for _, want := range []string{"region[0]", "substitute", "day[0].name", "day[0].on", "day[1].name", "day[1].on", "day[1].from"} {
		if !slices.Contains(keys, want) {
			t.Errorf("%s is not among %v", want, keys)
		}
	}
}

func TestAMistakeInTheSourcesIsNamed(t *testing.T) {
	date := holiday.Date{Year: 2026, Month: time.June, Day: 4}
	for name, c := range map[string]struct {
		src  holiday.Sources
		want string
	}{
		"a person's region": {holiday.Sources{Regions: []string{"de", "xx"}}, "regions[1]: is not a region"},
		"no date":           {holiday.Sources{Extra: []holiday.Day{{}}}, "extra[0]: is no date"},
		"no span":           {holiday.Sources{Extra: []holiday.Day{{Date: date, From: 8 * time.Hour, To: 7 * time.Hour}}}, "extra[0]: is no date, or no span"},
		"no class":          {holiday.Sources{Extra: []holiday.Day{{Date: date, Class: "A B"}}}, "extra[0].class: is not the name of a class"},
	} {
		if _, err := holiday.New(holiday.Config{}, c.src); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

const policyText = `
[holidays]
region = ["de-by-cath"]
customary = "half"
substitute = "actual"
except = ["2026-08-15"]

[[holidays.day]]
name = "Company party"
on = "first friday of september"
class = "company"
from = "14:00"
since = 2025

[[holidays.around]]
class = "eve"
of = ["Karfreitag", "12-25"]
from = "18:00 the day before"
until = "00:00"
`

func TestAPolicyFileHoldsHolidays(t *testing.T) {
	var file struct {
		Holidays holiday.Config `toml:"holidays"`
	}
	doc, err := tomlfile.Decode("p.toml", []byte(policyText), &file)
	if err != nil {
		t.Fatal(err)
	}
	if got := file.Holidays.Check(); got != nil {
		t.Fatal(got)
	}
	for i, want := range []string{
		"The holidays of Bavaria, towns with a Catholic majority (de-by-cath) are of the class holiday.",
		"A holiday that the law moves from the weekend counts on its own date.",
		"Days that are free by custom there are of the class half.",
		"Company party (first friday of september) is a holiday of the class company, from 14:00 to 24:00, since 2025.",
		"No holiday is: 2026-08-15.",
		"Around Karfreitag, 12-25, the time from 18:00 the day before until 00:00 is of the class eve.",
	} {
		if got := file.Holidays.Sentences(); i >= len(got) || got[i] != want {
			t.Errorf("sentence %d of %q is not %q", i, got, want)
		}
	}
	z := zone(t, "Europe/Berlin")
	c := calendar(t, file.Holidays, holiday.Sources{})
	for text, want := range map[string]string{
		"2026-09-04 13:59": "", "2026-09-04 14:00": "company", "2026-12-24 12:00": "half", "2026-12-24 18:00": "half",
		"2026-04-02 18:00": "eve", "2026-04-03 00:00": "holiday", "2026-08-15 12:00": "", "2027-08-15 12:00": "holiday",
	} {
		if s, _ := c.ClassAt(at(z, text), z); s.Class != want {
			t.Errorf("%s is %q, want %q", text, s.Class, want)
		}
	}
	for i, d := range file.Holidays.Day {
		d.Name, d.On = "", "hunter2canary"
		file.Holidays.Day[i] = d
	}
	found := file.Holidays.Check()
	if len(found) != 2 || doc.Fault("holidays."+found[1].Key, found[1].Problem, found[1].Remedy).Error() != "p.toml:10: holidays.day[0].on: "+found[1].Problem+"; "+found[1].Remedy {
		t.Errorf("got %v", found)
	}
	if strings.Contains(holiday.Mistakes(found).Error(), "canary") {
		t.Error("a mistake quotes a value")
	}
}
