package setup

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"standby/app/agent"
	"standby/app/agent/timetable"
	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/provider/alertmanager"
	"standby/app/provider/calendar"
	"standby/app/secret"
	"standby/rotation"
	"standby/rotation/tomlfile"
)

// Keyring is the part of secret.Keyring that setup needs.
type Keyring interface {
	Get(ctx context.Context, name string) (secret.Secret, error)
	Set(ctx context.Context, name string, s secret.Secret) (secret.Kept, error)
	Delete(ctx context.Context, name string) error
}

// Builder makes sources from the configuration. The HTTP client is shared among
// them.
type Builder struct {
	Keyring Keyring
	Client  *provider.Client
	Now     func() time.Time
	// Accounts are what sources and calendars on PagerDuty share; nil gives each its
	// own.
	Accounts *Accounts
	// Person is who acknowledges, in a silence's author field.
	Person string
	// Watch has the system tell of changes of files, besides looking from time to
	// time.
	Watch bool
	// Covers are heeded in calendars that can only be read; nil for none.
	Covers *Covers
	// Mails is the folder where sources of mails keep what they know between two runs;
	// empty keeps it in memory.
	Mails string
}

// Source makes the source of an Alertmanager. Its credentials are read from the
// keyring late, when they are needed.
func (b Builder) Source(a config.Alertmanager) (agent.SourceSpec, error) {
	return b.source(a, b.credentials(a))
}

func (b Builder) source(a config.Alertmanager, credentials provider.Credentials) (agent.SourceSpec, error) {
	s, err := alertmanager.New(alertmanager.Options{
		Name: a.Name, BaseURL: a.URL, Receiver: a.Receiver, Filter: a.Filter,
		Person: b.Person, Client: b.Client, Credentials: credentials, Now: b.Now,
	})
	if err != nil {
		return agent.SourceSpec{}, fmt.Errorf("set up %s: %w", a.Name, err)
	}
	return agent.SourceSpec{Source: s, Kind: "alertmanager", Every: a.Poll}, nil
}

// Calendar makes the calendar that the configuration describes, unless it is read
// from an account: see Calendars.
func (b Builder) Calendar(c config.Calendar) agent.CalendarSpec {
	spec := agent.CalendarSpec{Kind: api.KindCalendar, Read: timetable.ICalendar(timetable.CalendarOptions{Role: c.Role, Mine: c.Mine, Pattern: c.Pattern, Host: hostOf(c.CalDAV)}), Mine: c.Mine, Every: c.Refresh}
	if c.CalDAV != "" {
		spec.Calendar = b.caldav(c)
		return spec
	}
	spec.Read = b.Covers.heeded(c.Name, spec.Read)
	if !c.InKeyring {
		file := calendar.NewFile(c.Name, c.File)
		spec.Calendar, spec.Watch = file, b.watch(file)
		return spec
	}
	spec.Calendar = calendar.NewURL(c.Name, func(ctx context.Context) (string, error) {
		s, err := b.Keyring.Get(ctx, calendarSecret(c.Name))
		return s.Reveal(), err
	}, b.Client)
	return spec
}

// hostOf is the host of an address that is no secret; empty where there is none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// Rota makes the rota that the configuration describes.
func (b Builder) Rota(r config.Rota) agent.CalendarSpec {
	file := calendar.NewRotaFile(r.Name, r.File)
	return agent.CalendarSpec{Calendar: file, Kind: api.KindRota, Read: timetable.Rota(r.File), Watch: b.watch(file), Every: r.Refresh}
}

func (b Builder) watch(f *calendar.File) func(context.Context, func()) error {
	if !b.Watch {
		return nil
	}
	return f.Watch
}

// tryRota reads the rota once, as the agent would. A mistake in the file is a
// *tomlfile.Error.
func (b Builder) tryRota(ctx context.Context, r config.Rota) error {
	if _, err := os.Stat(r.File); err != nil {
		return err
	}
	spec := b.Rota(r)
	got, _, err := spec.Calendar.Fetch(ctx, provider.Copy{})
	if err != nil {
		return err
	}
	_, err = spec.Read(got.Body, agent.Ask(r.Name, rotation.Person{}, time.UTC, b.Now()))
	// It is not in use yet, so there is no last good copy to speak of.
	var mistake *tomlfile.Error
	if errors.As(err, &mistake) {
		return mistake
	}
	return err
}

func (b Builder) credentials(a config.Alertmanager) provider.Credentials {
	if a.Auth == config.AuthNone {
		return nil
	}
	return func(ctx context.Context) (string, error) {
		s, err := b.Keyring.Get(ctx, sourceSecret(a.Name))
		if err != nil {
			return "", err
		}
		return header(a, s), nil
	}
}

func header(a config.Alertmanager, s secret.Secret) string {
	if a.Auth == config.AuthBasic {
		return provider.Basic(a.User, s.Reveal())
	}
	return provider.Bearer(s.Reveal())
}

// The names of secrets in the keyring.
func calendarSecret(name string) string { return "calendar/" + name }
func sourceSecret(name string) string   { return "alertmanager/" + name }
