package setup

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/provider/mail"
	"standby/app/secret"
)

// mailSecret is the name of a mailbox's password in the keyring.
func mailSecret(name string) string { return "mail/" + name }

// Mail makes the source of a mailbox. Its password is read from the keyring late, when
// it is needed; what it knows between two runs lies in the folder Mails.
func (b Builder) Mail(m config.Mail) (agent.SourceSpec, error) {
	var memory mail.Memory
	if b.Mails != "" {
		memory = mail.File(filepath.Join(b.Mails, strings.ToLower(m.Name)+".json"))
	}
	s, err := b.mailbox(m, memory, func(ctx context.Context) (string, error) {
		s, err := b.Keyring.Get(ctx, mailSecret(m.Name))
		return s.Reveal(), err
	})
	if err != nil {
		return agent.SourceSpec{}, err
	}
	return agent.SourceSpec{Source: s, Kind: "mail", Every: m.Poll}, nil
}

func (b Builder) mailbox(m config.Mail, memory mail.Memory, password provider.Credentials) (*mail.Source, error) {
	s, err := mail.New(mail.Options{
		Name: m.Name, Server: m.Server, Security: mail.Security(m.TLS), User: m.User, Folder: m.Folder, From: m.From,
		Title: m.Title, Resolved: m.Resolved, Password: password, Memory: memory, Client: b.Client, Now: b.Now,
	})
	if err != nil {
		return nil, fmt.Errorf("set up %s: %w", m.Name, err)
	}
	return s, nil
}

// AddMail tries the mailbox first: one that refuses the password, has no such folder,
// offers no encryption, or is none is not added. One that cannot be reached now is,
// since it may be behind a VPN. The same one given once more is how its password is
// renewed.
func (c *Commands) AddMail(ctx context.Context, n api.NewMail) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n.Secret == "" {
		return fmt.Errorf("%w: the password is missing", api.ErrBadRequest)
	}
	m, err := mailOf(n)
	if err != nil {
		return err
	}
	known, err := c.knownMail(m)
	if err != nil {
		return err
	}
	if err := c.tryMail(ctx, m, n.Secret); err != nil {
		return err
	}
	given := secret.Of(n.Secret)
	if known {
		return c.renew(ctx, m.Name, mailSecret(m.Name), given)
	}
	store := func() error { return config.AddMail(c.path, m) }
	if err := c.withSecret(ctx, mailSecret(m.Name), given, store); err != nil {
		return err
	}
	return c.reload()
}

func mailOf(n api.NewMail) (config.Mail, error) {
	m := config.Mail{Name: n.Name, User: strings.TrimSpace(n.User), Folder: strings.TrimSpace(n.Folder), From: n.From, Poll: config.DefaultMailPoll}
	if m.Folder == "" {
		m.Folder = config.DefaultMailFolder
	}
	server, security, err := mail.Server(n.Server, mail.Security(n.TLS))
	if err != nil {
		return m, fmt.Errorf("%w: the server: %w", api.ErrBadRequest, err)
	}
	m.Server, m.TLS = server, config.MailTLS(security)
	return m, nil
}

func (c *Commands) tryMail(ctx context.Context, m config.Mail, password string) error {
	trial, err := c.build.mailbox(m, nil, func(context.Context) (string, error) { return password, nil })
	if err != nil {
		return fmt.Errorf("%w: %w", api.ErrBadRequest, err)
	}
	defer trial.Close()
	_, err = trial.Open(ctx)
	for _, refused := range []error{provider.ErrUnauthorized, provider.ErrNotTheService, mail.ErrNoFolder, mail.ErrPlain} {
		if errors.Is(err, refused) {
			return fmt.Errorf("try %s: %w", m.Name, err)
		}
	}
	return nil
}

// knownMail reports whether this very mailbox is configured already.
func (c *Commands) knownMail(m config.Mail) (bool, error) {
	cfg, err := config.Load(c.path)
	if err != nil {
		return false, err
	}
	if slices.ContainsFunc(cfg.Mails, func(o config.Mail) bool {
		return o.Name == m.Name && o.Server == m.Server && o.TLS == m.TLS && o.User == m.User && o.Folder == m.Folder
	}) {
		return true, nil
	}
	return false, free(cfg, m.Name)
}
