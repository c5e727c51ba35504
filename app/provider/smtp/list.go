package smtp

import (
	"context"
	"fmt"
	netmail "net/mail"
	"strings"

	"standby/app/provider"
)

// List is a list of addresses that updates are mailed to. It implements
// provider.Announcer and provider.Prober.
type List struct {
	Options

	host   string
	sender *netmail.Address
	to     []*netmail.Address
	posts  provider.Posts
}

// Name is the account's name in the configuration.
func (l *List) Name() string { return l.Options.Name }

// Preview is one message that goes to everybody on the list.
func (l *List) Preview(u provider.Update) ([]provider.Message, error) {
	m, _, err := l.message(u)
	if err != nil {
		return nil, err
	}
	return []provider.Message{m}, nil
}

func (l *List) message(u provider.Update) (provider.Message, provider.Update, error) {
	u, err := u.For(l.Audience)
	if err != nil {
		return provider.Message{}, u, fmt.Errorf("mail %s: %w", l.Name(), err)
	}
	m := provider.Message{Audience: l.Audience, Subject: u.Title, Text: u.Text,
		Also: []string{"It is sent as " + l.sender.String() + "."}}
	for _, a := range l.to {
		m.To = append(m.To, "mail to "+a.Address)
	}
	if l.Audience == provider.Customers && len(l.to) > 1 {
		m.Also = append(m.Also, "The recipients do not learn of each other.")
	}
	return m, u, nil
}

// Post mails the update, to everybody or to nobody: an address that the server does
// not take keeps it from being sent, and is named. A mail server cannot be asked for
// what it took, so that an update in doubt goes out again only where the update says
// so, as the same bytes under the same Message-ID, which many mailboxes show once.
func (l *List) Post(ctx context.Context, u provider.Update) (provider.Ref, error) {
	m, clean, err := l.message(u)
	if err != nil {
		return provider.Ref{}, err
	}
	ref, err := l.posts.Once(ctx, u, []provider.Message{m}, func(ctx context.Context, doubt bool) (provider.Ref, error) {
		if doubt && !u.Again {
			return provider.Ref{}, fmt.Errorf("%w, and a mail server cannot be asked", provider.ErrUnknown)
		}
		raw, err := l.compose(clean, m)
		if err != nil {
			return provider.Ref{}, fmt.Errorf("write the mail: %w", err)
		}
		if err := l.deliver(ctx, raw); err != nil {
			return provider.Ref{}, err
		}
		return provider.Ref{Place: strings.Join(m.To, ", "), ID: l.messageID(clean.ID)}, nil
	})
	if err != nil {
		return provider.Ref{}, fmt.Errorf("mail %s: %w", l.Name(), err)
	}
	return ref, nil
}
