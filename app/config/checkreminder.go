package config

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"
)

const (
	mostBefore   = 14 * 24 * time.Hour
	mostOffsets  = 10
	beforeRemedy = `write a length of time such as "60m", or a list of them: ["24h", "60m"]`
)

func (c checker) reminder(f file, out *Config) (err error) {
	if out.Reminder.Before, err = c.before("reminder.before", f.Reminder.Before, out.Reminder.Before); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(f.Reminder.Rota)) {
		key := "reminder.rota." + tomlKey(name)
		table, err := c.table(key, f.Reminder.Rota[name], "before")
		if err != nil {
			return err
		}
		list, err := c.before(key+".before", table["before"], out.Reminder.Before)
		if err != nil {
			return err
		}
		if out.Reminder.ByRota == nil {
			out.Reminder.ByRota = map[string][]time.Duration{}
		}
		out.Reminder.ByRota[name] = list
	}
	if c.doc.Has("reminder.turns") {
		out.Reminder.Turns = f.Reminder.Turns
	}
	if c.doc.Has("reminder.test_page") {
		out.Reminder.TestPage = f.Reminder.TestPage
	}
	return c.duration("reminder.hand_off", f.Reminder.HandOff, 0, 24*time.Hour, "30m", &out.Reminder.HandOff)
}

// before reads how long before a shift: one length of time, or a list of them.
// "0s" alone, and an empty list, are none.
func (c checker) before(key string, v any, usual []time.Duration) ([]time.Duration, error) {
	switch v := v.(type) {
	case nil:
		return usual, nil
	case string:
		d, err := c.doc.Duration(key, v, 0, mostBefore, "60m")
		if err != nil || d == 0 {
			return nil, err
		}
		return []time.Duration{d}, c.leastBefore(key, d)
	case []any:
		return c.offsets(key, v)
	}
	return nil, c.doc.Fault(key, "must be a text in quotes, or a list of them", beforeRemedy)
}

func (c checker) offsets(key string, list []any) ([]time.Duration, error) {
	if len(list) > mostOffsets {
		return nil, c.doc.Fault(key, "has too many reminders", "write at most "+strconv.Itoa(mostOffsets))
	}
	var out []time.Duration
	for i, v := range list {
		text, ok := v.(string)
		if !ok {
			return nil, c.doc.Fault(item(key, i), "must be a text in quotes", beforeRemedy)
		}
		d, err := c.doc.Duration(item(key, i), text, 0, mostBefore, "60m")
		if err != nil {
			return nil, err
		}
		if err := c.leastBefore(item(key, i), d); err != nil {
			return nil, err
		}
		if !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b time.Duration) int { return cmp.Compare(b, a) })
	return out, nil
}

func (c checker) leastBefore(key string, d time.Duration) error {
	if d < time.Minute {
		return c.doc.Fault(key, "must be at least 1m", beforeRemedy)
	}
	return nil
}
