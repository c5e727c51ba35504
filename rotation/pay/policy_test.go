package pay_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

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

func samplePolicy(t testing.TB) pay.Policy {
	t.Helper()
	p, err := pay.Parse("policy.toml", example(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheExamplePolicyReads(t *testing.T) {
	p := samplePolicy(t)
	if p.Name != "Sample team" || p.Zone.String() != "Europe/Berlin" || p.Currency != "EUR" ||
		!p.Standby.Rate.Equal(decimal.RequireFromString("4.5")) ||
		!p.CallOut.Rate.Equal(decimal.NewFromInt(32)) ||
		p.CallOut.Minimum != 30*time.Minute || p.Rounding.Place != 2 {
		t.Errorf("read %+v", p)
	}
}

func TestAPolicyExplainsItself(t *testing.T) {
	want := `Sample team pays in EUR; times are shown by the clock of Europe/Berlin.
An hour on call pays 4.50 EUR. Elapsed time counts, to the second, also when the clocks change.
Time that is covered by two shifts at once is paid once.
An hour of call-out, which is work because of a page, pays 32.00 EUR.
A call-out counts at least 30 min.
Call-outs that overlap or touch are one call-out.
The pay for being on call goes on during a call-out.
Time on call is split where a period ends; a call-out belongs whole to the period in which it begins.
Each line is rounded once, half up, to 2 decimals; the total is the sum of the lines.
Time that has not passed yet is not paid yet.`
	if got := strings.Join(samplePolicy(t).Sentences(), "\n"); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestABadPolicyIsRefusedWithLineKeyAndRemedy(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"negative rate":             {`rate = "4.50"`, `rate = "-4.50"`, `policy.toml:9: standby.rate: must not be negative; write an amount such as "4.50"`},
		"negative whole rate":       {`rate = "4.50"`, `rate = -4`, `policy.toml:9: standby.rate: must not be negative; write an amount such as "4.50"`},
		"rate as a float":           {`rate = "32.00"`, `rate = 32.00`, `policy.toml:12: call_out.rate: is a number with a fraction, which is not exact; put the amount in quotes, such as "4.50"`},
		"rate that is no number":    {`rate = "4.50"`, `rate = "much"`, `policy.toml:9: standby.rate: is not an amount; write an amount such as "4.50": digits, a point, at most 6 decimals`},
		"rate with a comma":         {`rate = "4.50"`, `rate = "4,50"`, `policy.toml:9: standby.rate: is not an amount; write an amount such as "4.50": digits, a point, at most 6 decimals`},
		"rate with an exponent":     {`rate = "4.50"`, `rate = "1e999999999"`, `policy.toml:9: standby.rate: is not an amount; write an amount such as "4.50": digits, a point, at most 6 decimals`},
		"empty rate":                {`rate = "4.50"`, `rate = ""`, `policy.toml:9: standby.rate: is not an amount; write an amount such as "4.50": digits, a point, at most 6 decimals`},
		"rate as a switch":          {`rate = "4.50"`, `rate = true`, `policy.toml:9: standby.rate: is not an amount; write an amount such as "4.50": digits, a point, at most 6 decimals`},
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

func TestWholeNumbersAndNoMinimumAreFine(t *testing.T) {
	p, err := pay.Parse("p.toml", []byte("name='n'\nzone='UTC'\ncurrency='JPY'\nstandby={rate=450}\ncall_out={rate=0}\nrounding={place=0}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if !p.Standby.Rate.Equal(decimal.NewFromInt(450)) || p.CallOut.Minimum != 0 {
		t.Errorf("read %+v", p)
	}
	if got := p.Sentences()[4]; got != "There is no minimum for a call-out." {
		t.Errorf("says %q", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(example(f))
	f.Add([]byte("name='n'\nzone='UTC'\ncurrency='JPY'\nstandby={rate=450}\ncall_out={rate=0}\nrounding={place=0}\n"))
	f.Add([]byte("standby.rate = 1e400"))
	f.Add([]byte("[standby]\nrate = [1]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := pay.Parse("f.toml", data)
		if err != nil {
			var e *tomlfile.Error
			if !errors.As(err, &e) || e.Problem == "" || e.Remedy == "" {
				t.Errorf("error is %#v", err)
			}
			return
		}
		if p.Zone == nil || len(p.Currency) != 3 || p.Standby.Rate.IsNegative() || p.CallOut.Rate.IsNegative() ||
			p.CallOut.Minimum < 0 || p.CallOut.Minimum > pay.MaxMinimum || p.Rounding.Place < 0 || p.Rounding.Place > 4 {
			t.Errorf("accepted %+v", p)
		}
		p.Sentences()
	})
}
