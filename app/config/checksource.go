package config

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"standby/rotation"
	"standby/rotation/ical/profile"
)

const toKeyring = `write url = "keyring" and give the address to Standby itself, which keeps it in the keyring`

func (c checker) calendars(f file, out *Config) error {
	for i, e := range f.Calendar {
		cal, err := c.calendar(item("calendar", i), e)
		if err != nil {
			return err
		}
		out.Calendars = append(out.Calendars, cal)
	}
	return nil
}

func (c checker) calendar(table string, e calendarEntry) (Calendar, error) {
	out := Calendar{Name: e.Name, Mine: e.Mine, Role: rotation.Primary, Refresh: DefaultRefresh}
	if err := c.name(table, e.Name); err != nil {
		return out, err
	}
	if err := c.place(table, e, &out); err != nil {
		return out, err
	}
	if err := c.pattern(table+".pattern", e.Pattern, &out); err != nil {
		return out, err
	}
	if c.doc.Has(table + ".role") {
		role, err := c.text(table+".role", e.Role, 32)
		if err != nil {
			return out, err
		}
		if role == "" {
			return out, c.doc.Fault(table+".role", "must not be empty", `write "primary", "secondary", "shadow" or a name of your own, or leave the line out`)
		}
		out.Role = rotation.Role(role)
	}
	return out, c.duration(table+".refresh", e.Refresh, time.Minute, 24*time.Hour, "15m", &out.Refresh)
}

// place checks where the calendar is, and that what stands beside it goes with
// that.
func (c checker) place(table string, e calendarEntry, out *Calendar) error {
	switch {
	case c.doc.Has(table + ".kind"):
		return c.onPagerDuty(table, e, out)
	case c.doc.Has(table + ".source"):
		return c.doc.Fault(table+".source", "goes with kind alone", `write kind = "pagerduty", or leave source out`)
	case c.doc.Has(table + ".schedule"):
		return c.doc.Fault(table+".schedule", "goes with kind alone", `write kind = "pagerduty", or leave schedule out`)
	}
	return c.location(table, e, out)
}

func (c checker) location(table string, e calendarEntry, out *Calendar) (err error) {
	hasFile, hasURL, hasDAV := c.doc.Has(table+".file"), c.doc.Has(table+".url"), c.doc.Has(table+".caldav")
	switch {
	case hasFile && hasURL:
		return c.doc.Fault(table+".url", "stands beside file", "keep one of the two")
	case hasDAV && (hasFile || hasURL):
		return c.doc.Fault(table+".caldav", "stands beside another place of the calendar", "keep one of them")
	case c.doc.Has(table+".user") && !hasDAV:
		return c.doc.Fault(table+".user", "goes with caldav alone", "leave user out")
	case hasDAV:
		return c.caldav(table, e, out)
	case hasFile:
		out.File, err = c.path(table+".file", e.File, "team.ics")
		return err
	case !hasURL:
		return c.doc.Fault(table, "says nowhere where the calendar is",
			`write file = "team.ics", or url = "keyring" for a calendar on the web`)
	case e.URL != "keyring":
		return c.doc.Fault(table+".url", "must not stand in this file, because the address of a calendar is a credential", toKeyring)
	}
	out.InKeyring = true
	return nil
}

func (c checker) caldav(table string, e calendarEntry, out *Calendar) (err error) {
	if out.CalDAV, err = c.address(table+".caldav", e.CalDAV); err != nil {
		return err
	}
	if out.User, err = c.text(table+".user", e.User, maxText); err == nil && strings.Contains(out.User, ":") {
		err = c.doc.Fault(table+".user", "must not have a colon", "write the user alone, and put the password into the keyring")
	}
	return err
}

// pattern checks where in a pattern a mistake is, too: it may have several lines.
func (c checker) pattern(key, text string, out *Calendar) error {
	if !c.doc.Has(key) {
		return nil
	}
	_, err := profile.Compile(text)
	var mistake *profile.PatternError
	if errors.As(err, &mistake) {
		where := ""
		if mistake.At > 0 {
			where = fmt.Sprintf(" (line %d of it, character %d)", mistake.Line, mistake.At)
		}
		return c.doc.Fault(key, mistake.Problem+where, mistake.Remedy)
	}
	out.Pattern = text
	return err
}

func (c checker) rotas(f file, out *Config) error {
	for i, e := range f.Rota {
		r, err := c.rota(item("rota", i), e)
		if err != nil {
			return err
		}
		out.Rotas = append(out.Rotas, r)
	}
	return nil
}

func (c checker) rota(table string, e rotaEntry) (Rota, error) {
	out := Rota{Name: e.Name, Refresh: DefaultRotaRefresh}
	if err := c.name(table, e.Name); err != nil {
		return out, err
	}
	key := table + ".file"
	switch {
	case !c.doc.Has(key):
		return out, c.doc.Fault(key, "is missing", `write file = "payments.toml", the path of the rota file`)
	case isAddress(e.File):
		return out, c.doc.Fault(key, "is a web address and not a file", "take it out of this file; a rota is read from a file on this machine")
	}
	var err error
	if out.File, err = c.path(key, e.File, "payments.toml"); err != nil {
		return out, err
	}
	return out, c.duration(table+".refresh", e.Refresh, time.Minute, 24*time.Hour, "1m", &out.Refresh)
}

func (c checker) alertmanagers(f file, out *Config) error {
	for i, e := range f.Alertmanager {
		am, err := c.alertmanager(item("alertmanager", i), e)
		if err != nil {
			return err
		}
		out.Alertmanagers = append(out.Alertmanagers, am)
	}
	return nil
}

func (c checker) alertmanager(table string, e alertmanagerEntry) (Alertmanager, error) {
	out := Alertmanager{Name: e.Name, Auth: AuthNone, Poll: DefaultPoll, Filter: e.Filter}
	if err := c.name(table, e.Name); err != nil {
		return out, err
	}
	var err error
	if out.URL, err = c.address(table+".url", e.URL); err != nil {
		return out, err
	}
	if err = c.auth(table, e, &out); err != nil {
		return out, err
	}
	if err = c.duration(table+".poll", e.Poll, 5*time.Second, time.Hour, "15s", &out.Poll); err != nil {
		return out, err
	}
	out.Receiver = e.Receiver
	if _, err = regexp.Compile(e.Receiver); err != nil || len(e.Receiver) > maxText {
		return out, c.doc.Fault(table+".receiver", "is not a regular expression", `write the name of a receiver, or an expression such as "team-.*"`)
	}
	return out, c.filter(table+".filter", e.Filter)
}

// address checks the URL of a service. It is never repeated in an error: what
// people paste may carry a password.
func (c checker) address(key, s string) (string, error) {
	const example = `write it like "https://alertmanager.example.org"`
	s = strings.TrimSpace(s)
	if !c.doc.Has(key) || s == "" {
		return "", c.doc.Fault(key, "is missing", `write url = "https://alertmanager.example.org"`)
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || len(s) > maxPath:
		return "", c.doc.Fault(key, "is not a web address", example)
	case u.Scheme != "http" && u.Scheme != "https":
		return "", c.doc.Fault(key, "must begin with http:// or https://", example)
	case u.User != nil:
		return "", c.doc.Fault(key, "must not carry a user or password",
			`write auth = "basic" and user = "..." instead, and put the password into the keyring`)
	case u.Hostname() == "":
		return "", c.doc.Fault(key, "names no host", example)
	case u.RawQuery != "" || u.ForceQuery:
		return "", c.doc.Fault(key, "must not carry a query", "leave out the ? and what follows; put a token into the keyring")
	}
	return s, nil
}

func (c checker) auth(table string, e alertmanagerEntry, out *Alertmanager) error {
	if c.doc.Has(table + ".auth") {
		out.Auth = Auth(e.Auth)
	}
	user, err := c.text(table+".user", e.User, maxText)
	if err != nil {
		return err
	}
	out.User = user
	switch out.Auth {
	case AuthBasic:
		if user == "" {
			return c.doc.Fault(table+".user", "is missing", `write user = "..." beside auth = "basic"; the password lies in the keyring`)
		}
		if strings.Contains(user, ":") {
			return c.doc.Fault(table+".user", "must not have a colon", "write the user alone, and put the password into the keyring")
		}
	case AuthNone, AuthBearer:
		if user != "" {
			return c.doc.Fault(table+".user", `goes with auth = "basic" alone`, `write auth = "basic", or leave user out`)
		}
	default:
		return c.doc.Fault(table+".auth", "is not a kind of credentials", `write "none", "basic" or "bearer"`)
	}
	return nil
}

func (c checker) filter(key string, matchers []string) error {
	for i, m := range matchers {
		if !strings.ContainsAny(m, "=~") || len(m) > maxPath || strings.ContainsAny(m, "\n\x00") {
			return c.doc.Fault(item(key, i), "is not a matcher", `write it like 'team="payments"' or 'severity=~"page|critical"'`)
		}
	}
	return nil
}
