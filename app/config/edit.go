package config

import (
	"errors"
	"fmt"

	"standby/rotation"
	"standby/rotation/tomlfile"
)

// The functions below change the configuration file at path, or begin one. They
// keep what people wrote around the change, comments and order included. A file
// that does not load is not touched, and a change that would make it so is not
// written; either is the error. Calls on one file must not run at once.

// AddCalendar adds a calendar. Zero fields are left out, so that the defaults
// hold, and so is what a calendar on PagerDuty knows by itself.
func AddCalendar(path string, c Calendar) error {
	fields := []tomlfile.Field{text("name", c.Name)}
	if c.InKeyring {
		fields = append(fields, text("url", "keyring"))
	}
	if c.PagerDuty != "" {
		fields = append(fields, text("kind", kindPagerDuty))
	}
	if c.File != "" {
		fields = append(fields, text("file", c.File))
	}
	for _, f := range []tomlfile.Field{text("caldav", c.CalDAV), text("user", c.User), text("source", c.PagerDuty), text("schedule", c.Schedule), text("pattern", c.Pattern)} {
		if f.Value != `""` {
			fields = append(fields, f)
		}
	}
	if c.Mine && c.PagerDuty == "" {
		fields = append(fields, tomlfile.Field{Key: "mine", Value: "true"})
	}
	if c.Role != "" && (c.PagerDuty == "" || c.Schedule != "") {
		fields = append(fields, text("role", string(c.Role)))
	}
	if c.Refresh != 0 {
		fields = append(fields, text("refresh", tomlfile.DurationText(c.Refresh)))
	}
	return edit(path, fmt.Sprintf("add calendar %q", c.Name), func(data []byte) ([]byte, error) {
		return tomlfile.Append(data, "calendar", fields...), nil
	})
}

// AddRota adds a rota file. A zero Refresh is left out, so that the default
// holds.
func AddRota(path string, r Rota) error {
	fields := []tomlfile.Field{text("name", r.Name), text("file", r.File)}
	if r.Refresh != 0 {
		fields = append(fields, text("refresh", tomlfile.DurationText(r.Refresh)))
	}
	return edit(path, fmt.Sprintf("add rota %q", r.Name), func(data []byte) ([]byte, error) {
		return tomlfile.Append(data, "rota", fields...), nil
	})
}

// AddAlertmanager adds an Alertmanager. Zero fields are left out, so that the
// defaults hold.
func AddAlertmanager(path string, a Alertmanager) error {
	fields := []tomlfile.Field{text("name", a.Name), text("url", a.URL)}
	for _, f := range []tomlfile.Field{
		text("auth", string(a.Auth)), text("user", a.User), text("receiver", a.Receiver),
	} {
		if f.Value != `""` {
			fields = append(fields, f)
		}
	}
	if a.Poll != 0 {
		fields = append(fields, text("poll", tomlfile.DurationText(a.Poll)))
	}
	if len(a.Filter) > 0 {
		fields = append(fields, tomlfile.Field{Key: "filter", Value: tomlfile.List(a.Filter)})
	}
	return edit(path, fmt.Sprintf("add Alertmanager %q", a.Name), func(data []byte) ([]byte, error) {
		return tomlfile.Append(data, "alertmanager", fields...), nil
	})
}

// AddPagerDuty adds access to a PagerDuty account. Zero fields are left out, so that
// the defaults hold.
func AddPagerDuty(path string, p PagerDuty) error {
	fields := []tomlfile.Field{text("name", p.Name)}
	for _, f := range []tomlfile.Field{text("region", string(p.Region)), text("url", p.URL)} {
		if f.Value != `""` {
			fields = append(fields, f)
		}
	}
	if p.Poll != 0 {
		fields = append(fields, text("poll", tomlfile.DurationText(p.Poll)))
	}
	return edit(path, fmt.Sprintf("add PagerDuty %q", p.Name), func(data []byte) ([]byte, error) {
		return tomlfile.Append(data, "pagerduty", fields...), nil
	})
}

// SetMe says who the user is in the calendars.
func SetMe(path string, me rotation.Person) error {
	return edit(path, "say who you are", func(data []byte) ([]byte, error) {
		data, err := tomlfile.Set(path, data, "me", "name", tomlfile.Quote(me.Name))
		if err != nil {
			return nil, err
		}
		return tomlfile.Set(path, data, "me", "email", tomlfile.Quote(me.Email))
	})
}

// SetPolicy says which file holds the pay policy; a relative path starts where
// the configuration file is.
func SetPolicy(path, file string) error {
	return edit(path, "set the pay policy", func(data []byte) ([]byte, error) {
		return tomlfile.Set(path, data, "pay", "policy", tomlfile.Quote(file))
	})
}

func text(key, value string) tomlfile.Field {
	return tomlfile.Field{Key: key, Value: tomlfile.Quote(value)}
}

func edit(path, doing string, change func([]byte) ([]byte, error)) error {
	before, err := read(path)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if _, err := Parse(path, before); err != nil {
		return fmt.Errorf("%s: the configuration must be right first: %w", doing, err)
	}
	after, err := change(before)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if _, err := Parse(path, after); err != nil {
		return fmt.Errorf("%s: %w", doing, withoutLine(err))
	}
	if err := write(path, after); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// withoutLine drops the line from an error about content that was never
// written: nobody could look there.
func withoutLine(err error) error {
	var e *tomlfile.Error
	if !errors.As(err, &e) {
		return err
	}
	unplaced := *e
	unplaced.Line, unplaced.Column = 0, 0
	return &unplaced
}
