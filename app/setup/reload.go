package setup

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"standby/app/agent"
	"standby/app/config"
)

// reloadTrouble is the key of the trouble that a changed configuration is not used.
const reloadTrouble = "configuration"

// Reload reads the configuration again and puts what has changed in it to use, at
// once and without a restart. One that is not right, or names what cannot be set up,
// is the error; it is told as a trouble until it is corrected, and everything stays as
// it was.
func (c *Commands) Reload(context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.reload()
}

func (c *Commands) reload() error {
	next, err := config.Load(c.path)
	var change change
	if err == nil {
		change, err = c.build.between(c.inForce, next)
	}
	c.agent.Trouble(reloadTrouble, "the configuration", err)
	if err != nil {
		return fmt.Errorf("put the configuration to use: %w", err)
	}
	c.build.Person = next.Me.String()
	c.policy = policyFile(next)
	c.tell(change, next)
	c.inForce = next
	for _, use := range c.users {
		use(next)
	}
	return nil
}

// Using has use called with each configuration that is put to use from now on, from
// whatever goroutine, one at a time. Call it before the first command.
func (c *Commands) Using(use func(config.Config)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.users = append(c.users, use)
}

// change is what a new configuration means for the agent.
type change struct {
	gone      []string
	sources   []agent.SourceSpec
	calendars []agent.CalendarSpec
}

// tell hands a change to the agent: who the user is first, for what is read is read as
// that one.
func (c *Commands) tell(ch change, next config.Config) {
	if next.Me != c.inForce.Me {
		c.agent.IAm(next.Me)
	}
	if !policyFile(next).same(policyFile(c.inForce)) {
		c.agent.UsePolicy(c.policyName())
	}
	if before, now := Settings(c.inForce), Settings(next); !same(before, now) {
		now.PolicyName = c.policyName()
		c.agent.Use(now)
	}
	for _, name := range ch.gone {
		c.agent.Drop(name)
	}
	for _, spec := range ch.sources {
		c.agent.Watch(spec)
	}
	for _, spec := range ch.calendars {
		c.agent.ReadFrom(spec)
	}
}

// same compares settings but for who the user is, which is told by itself.
func same(a, b agent.Settings) bool {
	a.Me = b.Me
	if a.ZoneName == b.ZoneName {
		a.Zone = b.Zone
	}
	beats := func(list []agent.Beat) (out []string) {
		for _, b := range list {
			out = append(out, fmt.Sprintf("%s\x00%s\x00%s", b.Source, b.Title, b.Within))
		}
		return out
	}
	if !slices.Equal(beats(a.Beats), beats(b.Beats)) {
		return false
	}
	a.Beats, b.Beats = nil, nil
	return reflect.DeepEqual(a, b)
}

// policyName is the name of the policy in force; empty where there is none that can be
// read, which whoever asks for it is told.
func (c *Commands) policyName() string {
	p, err := c.policy.Read()
	if err != nil {
		return ""
	}
	return p.Name
}

// between makes what is new in the second of two configurations, and what is not as it
// was in the first.
func (b Builder) between(old, now config.Config) (change, error) {
	was, is := entries(old), entries(now)
	var ch change
	for _, name := range names(old) {
		if next, ok := is[name]; !ok || reflect.TypeOf(next.Is) != reflect.TypeOf(was[name].Is) {
			ch.gone = append(ch.gone, name)
		}
	}
	turned := func(name string) bool { return !reflect.DeepEqual(was[name], is[name]) }
	var errs []error
	for _, a := range now.Alertmanagers {
		if turned(a.Name) {
			spec, err := b.Source(a)
			ch.sources, errs = append(ch.sources, spec), append(errs, err)
		}
	}
	for _, p := range now.PagerDutys {
		if turned(p.Name) {
			spec, err := b.PagerDuty(p)
			ch.sources, errs = append(ch.sources, spec), append(errs, err)
		}
	}
	for _, m := range now.Mails {
		if turned(m.Name) {
			spec, err := b.Mail(m)
			ch.sources, errs = append(ch.sources, spec), append(errs, err)
		}
	}
	calendars, err := b.Calendars(now)
	errs = append(errs, err)
	for _, r := range now.Rotas {
		calendars = append(calendars, b.Rota(r))
	}
	for _, spec := range calendars {
		if turned(spec.Calendar.Name()) {
			ch.calendars = append(ch.calendars, spec)
		}
	}
	return ch, errors.Join(errs...)
}

// entry is what a source, calendar or rota is made of.
type entry struct {
	Is any
	// By is the account that a calendar is read from.
	By any
}

// entries are all that are configured, by their names.
func entries(c config.Config) map[string]entry {
	out := map[string]entry{}
	for _, a := range c.Alertmanagers {
		out[a.Name] = entry{Is: a}
	}
	for _, p := range c.PagerDutys {
		out[p.Name] = entry{Is: p}
	}
	for _, m := range c.Mails {
		out[m.Name] = entry{Is: m}
	}
	for _, r := range c.Rotas {
		out[r.Name] = entry{Is: r}
	}
	for _, cal := range c.Calendars {
		e := entry{Is: cal}
		if at := slices.IndexFunc(c.PagerDutys, func(p config.PagerDuty) bool { return p.Name == cal.PagerDuty }); at >= 0 {
			e.By = c.PagerDutys[at]
		}
		out[cal.Name] = e
	}
	return out
}

// names are the names of all that is configured, in the order in which it is set up.
func names(c config.Config) (list []string) {
	for _, a := range c.Alertmanagers {
		list = append(list, a.Name)
	}
	for _, p := range c.PagerDutys {
		list = append(list, p.Name)
	}
	for _, m := range c.Mails {
		list = append(list, m.Name)
	}
	for _, cal := range c.Calendars {
		list = append(list, cal.Name)
	}
	for _, r := range c.Rotas {
		list = append(list, r.Name)
	}
	return list
}
