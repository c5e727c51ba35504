package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"standby/rotation/pay/holiday"
)

// DefaultDay is what a day off costs from the account of time in lieu.
const DefaultDay = 8 * time.Hour

func (c checker) pay(f file, out *Config) (err error) {
	if c.doc.Has("pay.policy") {
		if err := c.policies(f.Pay.Policy, out); err != nil {
			return err
		}
	}
	if c.doc.Has("pay.since") {
		if out.Pay.Since, err = time.Parse("2006-01", f.Pay.Since); err != nil || out.Pay.Since.Year() < 1971 || out.Pay.Since.Year() > 2098 {
			return c.doc.Fault("pay.since", "is not a month", `write it like "2026-01"`)
		}
	}
	if err := c.duration("pay.day", f.Pay.Day, time.Minute, 24*time.Hour, "8h", &out.Pay.Day); err != nil {
		return err
	}
	for i := range f.Pay.Person {
		p, err := c.payFacts(f, i)
		if err != nil {
			return err
		}
		out.Pay.People = append(out.Pay.People, p)
	}
	return nil
}

// mostVersions is more than a policy has.
const mostVersions = 100

// policies checks the file of the policy, or those of its versions.
func (c checker) policies(value any, out *Config) error {
	list, several := value.([]any)
	if !several {
		list = []any{value}
	}
	if len(list) == 0 || len(list) > mostVersions {
		return c.doc.Fault("pay.policy", "must have one to 100 files", `write the paths of the versions, such as ["policy-2025.toml", "policy-2026.toml"]`)
	}
	for i, v := range list {
		key := "pay.policy"
		if several {
			key = item(key, i)
		}
		text, ok := v.(string)
		if !ok {
			return c.doc.Fault(key, "is not the path of a file", `write it in quotes, such as "policy.toml"`)
		}
		path, err := c.path(key, text, "policy.toml")
		if err != nil {
			return err
		}
		if i == 0 {
			out.Pay.Policy = path
		} else {
			out.Pay.Versions = append(out.Pay.Versions, path)
		}
	}
	return nil
}

func (c checker) payFacts(f file, i int) (out PayFacts, err error) {
	e, table := f.Pay.Person[i], item("pay.person", i)
	if out.Person, err = c.text(table+".person", e.Person, maxText); err != nil {
		return out, err
	}
	if c.doc.Has(table + ".from") {
		if out.From, err = time.Parse(time.DateOnly, e.From); err != nil {
			return out, c.doc.Fault(table+".from", "is not a day", `write it like "2026-01-01"`)
		}
	}
	if out.Regions, err = c.regions(table, e.Region); err != nil {
		return out, err
	}
	given, ok := e.Facts.(map[string]any)
	if (!ok || len(given) == 0) && len(out.Regions) == 0 {
		return out, c.doc.Fault(table+".facts", "is missing", `write facts = { hourly = "40.00" }, with what the policy asks for`)
	}
	out.Facts = map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		text, ok := factText(given[name])
		if !ok {
			return out, c.doc.Fault(table+".facts", fmt.Sprintf("has a value for %.40q that is neither text, a whole number nor yes or no", name),
				`write numbers with a point in quotes: hourly = "40.50"`)
		}
		if out.Facts[name], err = c.text(table+".facts", text, maxText); err != nil {
			return out, err
		}
	}
	return out, nil
}

// regions are codes of regions that are known.
func (c checker) regions(table string, codes []string) ([]string, error) {
	for i, m := range (holiday.Config{Region: codes}).Check() {
		if i == 0 {
			return nil, c.doc.Fault(table+"."+m.Key, m.Problem, m.Remedy)
		}
	}
	return codes, nil
}

// factText is a fact as policies read it. A number with a point is refused: it
// would lose digits.
func factText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case int64:
		return strconv.FormatInt(v, 10), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}
