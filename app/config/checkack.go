package config

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"standby/rotation/tomlfile"
)

const (
	leastTarget = time.Minute
	mostTarget  = 24 * time.Hour
)

func (c checker) ack(f file, out *Config) error {
	if err := c.usualClock(f, out); err != nil {
		return err
	}
	out.Ack.PassOn = f.Ack.PassOn
	for _, u := range []struct {
		name  string
		entry clockEntry
	}{{High, f.Ack.Urgency.High}, {Normal, f.Ack.Urgency.Normal}, {Low, f.Ack.Urgency.Low}} {
		key := "ack.urgency." + u.name
		if !c.doc.Has(key) {
			continue
		}
		clock, err := c.clock(key, u.entry, out.Ack)
		if err != nil {
			return err
		}
		if out.Ack.ByUrgency == nil {
			out.Ack.ByUrgency = map[string]Clock{}
		}
		out.Ack.ByUrgency[u.name] = clock
	}
	return nil
}

func (c checker) usualClock(f file, out *Config) error {
	if err := c.duration("ack.target", f.Ack.Target, leastTarget, mostTarget, "15m", &out.Ack.Target); err != nil {
		return err
	}
	if err := c.duration("ack.warn", f.Ack.Warn, time.Second, mostTarget, "10m", &out.Ack.Warn); err != nil {
		return err
	}
	if out.Ack.Warn < out.Ack.Target {
		return nil
	}
	if c.doc.Has("ack.warn") {
		return c.lateWarning("ack", out.Ack.Target)
	}
	// A short target alone is a sound wish: the warning then comes at two thirds
	// of it, as it does with the defaults.
	out.Ack.Warn = twoThirds(out.Ack.Target)
	return nil
}

func (c checker) lateWarning(table string, target time.Duration) error {
	return c.doc.Fault(table+".warn", "must be less than "+table+".target, which is "+tomlfile.DurationText(target),
		"write a shorter time, or a longer target")
}

func twoThirds(target time.Duration) time.Duration { return (target * 2 / 3).Truncate(time.Second) }

// clock is a target of its own. Where it has no target the usual one holds; where
// it has no warning, that comes at two thirds of the target.
func (c checker) clock(table string, e clockEntry, usual Ack) (Clock, error) {
	out := Clock{Target: usual.Target}
	if err := c.duration(table+".target", e.Target, leastTarget, mostTarget, "15m", &out.Target); err != nil {
		return out, err
	}
	out.Warn = twoThirds(out.Target)
	if err := c.duration(table+".warn", e.Warn, time.Second, mostTarget, "10m", &out.Warn); err != nil {
		return out, err
	}
	if out.Warn >= out.Target {
		return out, c.lateWarning(table, out.Target)
	}
	return out, nil
}

// ackOfSources comes after the sources, whose names it needs.
func (c checker) ackOfSources(f file, out *Config) error {
	for _, name := range slices.Sorted(maps.Keys(f.Ack.Source)) {
		key := "ack.source." + tomlKey(name)
		if err := c.pages(key, name, *out); err != nil {
			return err
		}
		values, err := c.texts(key, f.Ack.Source[name], "target", "warn")
		if err != nil {
			return err
		}
		clock, err := c.clock(key, clockEntry{Target: values["target"], Warn: values["warn"]}, out.Ack)
		if err != nil {
			return err
		}
		if out.Ack.BySource == nil {
			out.Ack.BySource = map[string]Clock{}
		}
		out.Ack.BySource[name] = clock
	}
	return nil
}

// pages checks that a source of that name brings pages.
func (c checker) pages(key, name string, out Config) error {
	var names []string
	for _, am := range out.Alertmanagers {
		names = append(names, am.Name)
	}
	for _, pd := range out.PagerDutys {
		names = append(names, pd.Name)
	}
	for _, m := range out.Mails {
		names = append(names, m.Name)
	}
	if slices.Contains(names, name) {
		return nil
	}
	remedy := "add one with [[alertmanager]], [[pagerduty]] or [[mail]]"
	if near := tomlfile.Nearest(name, names); near != "" {
		remedy = "did you mean " + strconv.Quote(near) + "?"
	} else if len(names) > 0 {
		remedy = "there are: " + strings.Join(names, ", ")
	}
	return c.doc.Fault(key, "is not the name of a source of pages", remedy)
}

// texts reads a table whose name is the user's own.
func (c checker) texts(key string, v any, allowed ...string) (map[string]string, error) {
	table, err := c.table(key, v, allowed...)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		text, ok := table[name].(string)
		if !ok {
			return nil, c.doc.Fault(key+"."+name, "must be a text in quotes", "write "+name+` = "15m"`)
		}
		out[name] = text
	}
	return out, nil
}

func (c checker) table(key string, v any, allowed ...string) (map[string]any, error) {
	table, ok := v.(map[string]any)
	if !ok {
		return nil, c.doc.Fault(key, "must be a table", "write ["+key+"] on a line of its own")
	}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		if !slices.Contains(allowed, name) {
			return nil, c.doc.Fault(key+"."+tomlKey(name), "is not a key that Standby knows", "known here: "+strings.Join(allowed, ", "))
		}
	}
	return table, nil
}

// tomlKey is a part of a dotted key, as the file's index writes it.
func tomlKey(part string) string {
	bare := part != "" && !strings.ContainsFunc(part, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-'
	})
	if bare {
		return part
	}
	return strconv.Quote(part)
}
