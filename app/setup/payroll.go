package setup

import (
	"strings"
	"time"

	"standby/app/books"
	"standby/app/config"
	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/holiday"
	"standby/rotation/pay/ledger"
)

// Payroll is what the configuration in force says of pay; it implements
// books.Policies.
type Payroll struct{ c *Commands }

// Payroll is what the configuration in force says of pay.
func (c *Commands) Payroll() Payroll { return Payroll{c} }

// Policy implements books.Policies.
func (p Payroll) Policy() (books.Policy, error) { return p.inForce().Read() }

// Read implements books.Policies. The calendars of holidays that the text names are
// looked for beside the policy in force.
func (p Payroll) Read(text []byte) (*pay.Policy, error) {
	at := p.inForce()
	policy, err := parsePolicy(at.Path, text, at.folders())
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

func (p Payroll) inForce() PolicyFile {
	p.c.mu.Lock()
	defer p.c.mu.Unlock()
	return p.c.policy
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
