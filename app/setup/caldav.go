package setup

import (
	"context"
	"fmt"
	"strings"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/provider/caldav"
	"standby/app/secret"
)

// caldavSecret is the name of a CalDAV calendar's password in the keyring.
func caldavSecret(name string) string { return "caldav/" + name }

// caldav makes a calendar on a CalDAV server. Its password is read from the
// keyring late, when it is needed.
func (b Builder) caldav(c config.Calendar) provider.Calendar {
	location := func(context.Context) (string, error) { return c.CalDAV, nil }
	return caldav.New(c.Name, location, b.caldavCredentials(c), b.Client)
}

func (b Builder) caldavCredentials(c config.Calendar) provider.Credentials {
	if c.User == "" {
		return nil
	}
	return func(ctx context.Context) (string, error) {
		s, err := b.Keyring.Get(ctx, caldavSecret(c.Name))
		if err != nil {
			return "", err
		}
		return provider.Basic(c.User, s.Reveal()), nil
	}
}

// addCalDAV adds a calendar on a CalDAV server, after it has been found there: at
// the address itself, or as the only one of the account.
func (c *Commands) addCalDAV(ctx context.Context, n api.NewCalendar, cal config.Calendar) (agent.CalendarSpec, error) {
	var given provider.Credentials
	if n.User != "" {
		header := provider.Basic(n.User, n.Secret)
		given = func(context.Context) (string, error) { return header, nil }
	}
	account, err := caldav.NewAccount(n.Location, given, c.build.Client)
	if err != nil {
		return agent.CalendarSpec{}, fmt.Errorf("%w: %w", api.ErrBadRequest, err)
	}
	found, err := account.Discover(ctx)
	if err != nil {
		return agent.CalendarSpec{}, fmt.Errorf("try %s: %w", n.Name, err)
	}
	switch len(found) {
	case 1:
	case 0:
		return agent.CalendarSpec{}, fmt.Errorf("%w: the account has no calendar", api.ErrBadRequest)
	default:
		return agent.CalendarSpec{}, fmt.Errorf("%w: the account has several calendars; name one by its address: %s", api.ErrBadRequest, addresses(found))
	}
	cal.CalDAV, cal.User = found[0].URL.String(), n.User
	store := func() error { return config.AddCalendar(c.path, cal) }
	if n.User == "" {
		err = store()
	} else {
		err = c.withSecret(ctx, caldavSecret(n.Name), secret.Of(n.Secret), store)
	}
	return c.build.Calendar(cal), err
}

// mostAddresses is how many calendars of an account are named.
const mostAddresses = 10

func addresses(list []caldav.Collection) string {
	var names []string
	for _, c := range list[:min(len(list), mostAddresses)] {
		names = append(names, c.URL.String())
	}
	return strings.Join(names, ", ")
}
