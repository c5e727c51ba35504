package setup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	toml "github.com/pelletier/go-toml/v2"

	"standby/app/books"
	"standby/app/config"
	"standby/rotation"
	"standby/rotation/ical"
	"standby/rotation/pay"
	"standby/rotation/pay/holiday"
	"standby/rotation/pay/ledger"
	"standby/rotation/tomlfile"
)

// Payroll is what the configuration in force says of pay; it implements
// books.Policies.
type Payroll struct{ c *Commands }

// Payroll is what the configuration in force says of pay.
func (c *Commands) Payroll() Payroll { return Payroll{c} }

// Policy implements books.Policies.
func (p Payroll) Policy() (books.Policy, error) { return PolicyFile{Path: p.inForce().Policy}.Read() }

// Read implements books.Policies. The calendars of holidays that the text names are
// looked for beside the policy in force.
func (p Payroll) Read(text []byte) (*pay.Policy, error) {
	policy, err := parsePolicy(p.inForce().Policy, text)
	return &policy, err
}

// Settings are what the ledger heeds of the configuration.
func (p Payroll) Settings() books.Settings {
	p.c.mu.Lock()
	defer p.c.mu.Unlock()
	c := p.c.inForce
	s := books.Settings{Zone: c.Zone, Day: c.Pay.Day, People: people{c.Pay.People, c.Zone}}
	if !c.Pay.Since.IsZero() {
		s.Since = ledger.Month{Year: c.Pay.Since.Year(), Month: c.Pay.Since.Month()}
	}
	return s
}

func (p Payroll) inForce() config.Pay {
	p.c.mu.Lock()
	defer p.c.mu.Unlock()
	return config.Pay{Policy: p.c.policy.Path}
}

// PolicyFile reads the pay policy that the configuration names, afresh each time.
type PolicyFile struct {
	// Path is the policy's file; empty when there is none.
	Path string
}

// Read reads the policy with the calendars of holidays that it names. It is
// books.ErrNoPolicy where there is none.
func (p PolicyFile) Read() (books.Policy, error) {
	if p.Path == "" {
		return books.Policy{}, books.ErrNoPolicy
	}
	data, err := os.ReadFile(p.Path)
	if err != nil {
		return books.Policy{}, fmt.Errorf("read the pay policy: %w", err)
	}
	policy, err := parsePolicy(p.Path, data)
	return books.Policy{Policy: &policy, Text: data}, err
}

func parsePolicy(path string, data []byte) (pay.Policy, error) {
	files, err := holidayFiles(path, data)
	if err != nil {
		return pay.Policy{}, fmt.Errorf("read the pay policy: %w", err)
	}
	return pay.ParseWith(path, data, holiday.Sources{Files: files})
}

// mostHolidayFiles is more than a policy may name.
const mostHolidayFiles = 100

// holidayFiles reads the calendars that a policy names, which lie where the policy
// does unless they say otherwise. What is wrong with the policy itself is for its
// reader to say.
func holidayFiles(path string, data []byte) (map[string][]byte, error) {
	var named struct {
		Holidays struct {
			File []holiday.FileRule `toml:"file"`
		} `toml:"holidays"`
	}
	if len(data) > tomlfile.MaxSize || toml.Unmarshal(data, &named) != nil {
		return nil, nil //nolint:nilerr // as above
	}
	files := map[string][]byte{}
	for _, f := range named.Holidays.File {
		at := f.Path
		if !filepath.IsAbs(at) {
			at = filepath.Join(filepath.Dir(path), at)
		}
		if f.Path == "" || len(files) >= mostHolidayFiles {
			continue
		}
		info, err := os.Stat(at)
		switch {
		case err != nil:
			return nil, err
		case !info.Mode().IsRegular() || info.Size() > ical.MaxBytes:
			return nil, fmt.Errorf("the calendar of holidays %s: %w", at, errors.New("is no file, or too large"))
		}
		if files[f.Path], err = os.ReadFile(at); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// people implements books.People from the configuration.
type people struct {
	list []config.PayFacts
	zone *time.Location
}

// Known implements books.People. Of several entries for a person the later ones
// hold, fact by fact.
func (l people) Known(p rotation.Person, me bool, span rotation.Interval) books.Known {
	out := books.Known{Facts: pay.Facts{}}
	var regions []string
	for _, e := range l.list {
		if !isFor(e.Person, p, me) {
			continue
		}
		if len(e.Regions) > 0 {
			regions = e.Regions
		}
		if e.From.IsZero() {
			for name, value := range e.Facts {
				out.Facts[name] = value
			}
			continue
		}
		out.Later = append(out.Later, pay.FactsFrom{Year: e.From.Year(), Month: e.From.Month(), Day: e.From.Day(), Facts: e.Facts})
	}
	out.Holidays = l.holidays(regions, span)
	return out
}

// isFor reports whether an entry is about a person: by e-mail, by name, or the user
// where it names nobody.
func isFor(named string, p rotation.Person, me bool) bool {
	if named == "" {
		return me
	}
	return p.Email != "" && strings.EqualFold(named, p.Email) || p.Name != "" && strings.EqualFold(named, p.Name)
}

func (l people) holidays(regions []string, span rotation.Interval) []pay.Holiday {
	if len(regions) == 0 {
		return nil
	}
	c, err := holiday.New(holiday.Config{Region: regions}, holiday.Sources{})
	if err != nil {
		return nil // the configuration was checked
	}
	var out []pay.Holiday
	for _, d := range c.Days(holiday.DateOf(span.Start, l.zone), holiday.DateOf(span.End, l.zone)) {
		out = append(out, pay.Holiday{Year: d.Year, Month: d.Month, Day: d.Day, Class: d.Class, Name: d.Name})
	}
	return out
}
