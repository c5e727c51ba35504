package config

import (
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"standby/rotation"
	"standby/rotation/tomlfile"
)

// checker holds the file's content against what Standby can use. It reports the
// first thing that is wrong.
type checker struct {
	doc *tomlfile.Doc
	// dir is what relative paths start from.
	dir string
}

const (
	maxText = 200
	maxPath = 4096
)

func (c checker) config(f file) (Config, error) {
	out := Default()
	for _, check := range []func(file, *Config) error{
		c.zone, c.me, c.ack, c.nag, c.reminder, c.sound, c.tray, c.pay, c.calendars, c.rotas, c.alertmanagers, c.pagerDutys, c.mails,
		c.uniqueNames, c.accountsOfCalendars, c.ackOfSources, c.heartbeats, c.hooks,
	} {
		if err := check(f, &out); err != nil {
			return Config{}, err
		}
	}
	return out, nil
}

func (c checker) zone(f file, out *Config) error {
	if !c.doc.Has("zone") {
		return nil
	}
	const remedy = `write a name of the IANA zone database, such as "Europe/Berlin", or leave the line out`
	if f.Zone == "" || f.Zone == "Local" {
		return c.doc.Fault("zone", "must name a time zone", remedy)
	}
	z, err := time.LoadLocation(f.Zone)
	if err != nil {
		return c.doc.Fault("zone", "is not a time zone that this machine knows", remedy)
	}
	out.Zone, out.ZoneName = z, f.Zone
	return nil
}

func (c checker) me(f file, out *Config) error {
	name, err := c.text("me.name", f.Me.Name, maxText)
	if err != nil {
		return err
	}
	email, err := c.text("me.email", f.Me.Email, maxText)
	if err != nil {
		return err
	}
	if a, err := mail.ParseAddress(email); email != "" && (err != nil || a.Address != email) {
		return c.doc.Fault("me.email", "is not an e-mail address", `write it like "a@example.org"`)
	}
	out.Me = rotation.Person{Name: name, Email: email}
	return nil
}

func (c checker) tray(f file, out *Config) error {
	if !c.doc.Has("tray.icons") {
		return nil
	}
	switch icons := Icons(f.Tray.Icons); icons {
	case IconsAuto, IconsLight, IconsDark:
		out.Tray.Icons = icons
		return nil
	}
	return c.doc.Fault("tray.icons", "is not a kind of icons", `write "auto", "light" or "dark"`)
}

// duration reads a length of time into to; an absent key leaves the default.
func (c checker) duration(key, text string, low, high time.Duration, example string, to *time.Duration) error {
	if !c.doc.Has(key) {
		return nil
	}
	v, err := c.doc.Duration(key, text, low, high, example)
	if err != nil {
		return err
	}
	*to = v
	return nil
}

// text is one line that may be shown anywhere.
func (c checker) text(key, s string, longest int) (string, error) {
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) > longest {
		return "", c.doc.Fault(key, "is too long", "write at most "+strconv.Itoa(longest)+" characters")
	}
	if strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return "", c.doc.Fault(key, "has a character that cannot be shown", "retype it on one line")
	}
	return s, nil
}

// path is the path of a file. An address is refused without repeating it,
// because an address of a calendar is a credential.
func (c checker) path(key, s, example string) (string, error) {
	switch {
	case strings.TrimSpace(s) == "":
		return "", c.doc.Fault(key, "must not be empty", `write the path of a file, such as "`+example+`"`)
	case isAddress(s):
		return "", c.doc.Fault(key, "is a web address and not a file",
			"take it out of this file; the address of a calendar is a credential: "+toKeyring)
	case len(s) > maxPath || strings.ContainsRune(s, 0):
		return "", c.doc.Fault(key, "cannot be the path of a file", `write the path of a file, such as "`+example+`"`)
	}
	return c.absolute(s), nil
}

func isAddress(s string) bool {
	return strings.Contains(s, "://") || strings.HasPrefix(strings.ToLower(s), "webcal:")
}

var sourceName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9 ._-]{0,62}[A-Za-z0-9._-])?$`)

// name checks the name of a source. It becomes part of names of keyring entries,
// and so has letters that are the same everywhere.
func (c checker) name(table, s string) error {
	key := table + ".name"
	if !c.doc.Has(key) {
		return c.doc.Fault(key, "is missing", `write name = "..." below this line`)
	}
	if !sourceName.MatchString(s) {
		return c.doc.Fault(key, "is not a name that a source can have",
			"write 1 to 64 of A-Z a-z 0-9 space . _ -, beginning with a letter or digit")
	}
	return nil
}

func (c checker) uniqueNames(_ file, out *Config) error {
	taken := map[string]string{}
	claim := func(key, name string) error {
		folded := strings.ToLower(name)
		if by, ok := taken[folded]; ok {
			return c.doc.Fault(key, "is the name of "+by+" already", "give each source a name of its own")
		}
		taken[folded] = strings.TrimSuffix(key, ".name")
		return nil
	}
	for i, cal := range out.Calendars {
		if err := claim(item("calendar", i)+".name", cal.Name); err != nil {
			return err
		}
	}
	for i, r := range out.Rotas {
		if err := claim(item("rota", i)+".name", r.Name); err != nil {
			return err
		}
	}
	for i, am := range out.Alertmanagers {
		if err := claim(item("alertmanager", i)+".name", am.Name); err != nil {
			return err
		}
	}
	for i, pd := range out.PagerDutys {
		if err := claim(item("pagerduty", i)+".name", pd.Name); err != nil {
			return err
		}
	}
	for i, m := range out.Mails {
		if err := claim(item("mail", i)+".name", m.Name); err != nil {
			return err
		}
	}
	return nil
}

func item(table string, i int) string { return table + "[" + strconv.Itoa(i) + "]" }
