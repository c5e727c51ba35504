package setup

import (
	"context"
	"errors"
	"fmt"
	"strings"

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
func (c *Commands) addCalDAV(ctx context.Context, n api.NewCalendar, cal config.Calendar) error {
	at, err := theOne(ctx, c.build.Client, n)
	if err != nil {
		return err
	}
	cal.CalDAV, cal.User = at.URL.String(), n.User
	store := func() error { return config.AddCalendar(c.path, cal) }
	if n.User == "" {
		return store()
	}
	return c.withSecret(ctx, caldavSecret(n.Name), secret.Of(n.Secret), store)
}

// theOne finds the calendar that is meant: at the address itself, or as the only
// one of the account.
func theOne(ctx context.Context, client *provider.Client, n api.NewCalendar) (caldav.Collection, error) {
	found, err := discover(ctx, client, api.Account{Address: n.Location, User: n.User, Secret: n.Secret})
	switch {
	case errors.Is(err, api.ErrBadRequest):
		return caldav.Collection{}, err
	case err != nil:
		return caldav.Collection{}, fmt.Errorf("try %s: %w", n.Name, err)
	case len(found) == 0:
		return caldav.Collection{}, fmt.Errorf("%w: the account has no calendar", api.ErrBadRequest)
	case len(found) > 1:
		return caldav.Collection{}, fmt.Errorf("%w: the account has several calendars; name one by its address: %s", api.ErrBadRequest, addresses(found))
	}
	return found[0], nil
}

func discover(ctx context.Context, client *provider.Client, a api.Account) ([]caldav.Collection, error) {
	account, err := caldav.NewAccount(a.Address, signedIn(a.User, a.Secret), client)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", api.ErrBadRequest, err)
	}
	return account.Discover(ctx)
}

// signedIn are credentials that are not in the keyring yet; nil without a user.
func signedIn(user, password string) provider.Credentials {
	if user == "" {
		return nil
	}
	header := provider.Basic(user, password)
	return func(context.Context) (string, error) { return header, nil }
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
