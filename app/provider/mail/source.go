package mail

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"standby/app/provider"
)

// Source is one folder of one mailbox. Open is called from one goroutine at a time;
// the other methods may be called at any time from any.
//
// A mailbox cannot be told that somebody has taken a trouble: it is acknowledged here
// alone. Resolve ends one here; should its sender report it again, it is a new one.
type Source struct {
	name    string
	folder  string
	reading reading
	line    *line
	memory  Memory
	now     func() time.Time

	// polling is held by Open, and by what ends its connection.
	polling sync.Mutex
	session *session
	idle    *time.Timer

	mu sync.Mutex
	// book is nil until it was recalled; lost means that it could not be.
	book    *book
	lost    bool
	unsaved bool
}

var (
	_ provider.Source   = (*Source)(nil)
	_ provider.Resolver = (*Source)(nil)
)

// Name is the account's name in the configuration.
func (s *Source) Name() string { return s.name }

// Open reads what is new in the folder, and returns every trouble that is open: that a
// mail has reported, and neither a later mail nor Resolve has ended. Two mails about
// the same trouble are one alert. Errors wrap provider's sentinels, and ErrNoFolder or
// ErrPlain; ErrTooLarge means that more troubles are open than are kept apart.
func (s *Source) Open(ctx context.Context) ([]provider.Alert, error) {
	s.polling.Lock()
	defer s.polling.Unlock()
	if err := s.recall(ctx); err != nil {
		return nil, fmt.Errorf("list mails of %s: %w", s.name, err)
	}
	if err := s.poll(ctx); err != nil {
		return nil, fmt.Errorf("list mails of %s: %w", s.name, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.keep(ctx) //nolint:errcheck // pages are shown whatever the disk does; it is tried again at the next poll
	return s.book.alerts(), nil
}

// poll reads once; on a connection of before that has died meanwhile, twice.
func (s *Source) poll(ctx context.Context) error {
	kept := s.session != nil
	err := s.sync(ctx)
	if err != nil && kept && ctx.Err() == nil && s.session == nil {
		err = s.sync(ctx)
	}
	return err
}

func (s *Source) sync(ctx context.Context) error {
	if s.session == nil {
		opened, err := s.line.open(ctx)
		if err != nil {
			return err
		}
		s.session = opened
	}
	on := s.session
	stop := context.AfterFunc(ctx, func() { _ = on.conn.Close() })
	on.guard.renew()
	s.mu.Lock()
	changed, err := on.catchUp(ctx, visit{folder: s.folder, place: s.line.address + " " + s.line.user + " " + s.folder, book: s.book, reading: s.reading, lost: s.lost, now: s.now})
	s.unsaved = s.unsaved || changed
	if err == nil {
		s.lost = false
	}
	s.mu.Unlock()
	if !stop() || err != nil {
		s.hangUp()
	}
	if err != nil {
		return s.line.explain(ctx, on.cause(err))
	}
	s.rest()
	return nil
}

// rest ends the connection unless it is used again soon.
func (s *Source) rest() {
	if s.idle != nil {
		s.idle.Stop()
	}
	s.idle = time.AfterFunc(idleFor, s.Close)
}

// Close ends the connection. The Source may be used again.
func (s *Source) Close() {
	s.polling.Lock()
	defer s.polling.Unlock()
	s.hangUp()
}

func (s *Source) hangUp() {
	if s.idle != nil {
		s.idle.Stop()
	}
	if s.session != nil {
		s.session.hangUp()
		s.session = nil
	}
}

// Resolve ends a trouble here, for good once it returns nil; one that is not open is
// done already. Where the disk does not take it the trouble stays, and the error wraps
// ErrNotKept.
func (s *Source) Resolve(ctx context.Context, ref string) error {
	if err := s.recall(ctx); err != nil {
		return fmt.Errorf("resolve at %s: %w", s.name, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t, open := s.book.Open[ref]
	if !open {
		return nil
	}
	s.book.end(t)
	s.unsaved = true
	if err := s.keep(ctx); err != nil {
		s.book.Open[ref] = t
		s.book.names.add(t)
		return fmt.Errorf("resolve at %s: %w: %w", s.name, ErrNotKept, err)
	}
	return nil
}

// recall reads what was kept before the first use. What cannot be understood is set
// aside, and the mails of awayWindow are read again.
func (s *Source) recall(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.book != nil {
		return nil
	}
	data, err := s.memory.Recall(ctx)
	if err != nil {
		return err
	}
	if data == nil {
		s.book = newBook()
		return nil
	}
	if s.book, err = parseBook(data); errors.Is(err, errBook) {
		s.book, s.lost = newBook(), true
		if f, ok := s.memory.(File); ok {
			f.setAside()
		}
		return nil
	}
	return err
}

// keep saves what has changed.
func (s *Source) keep(ctx context.Context) error {
	if !s.unsaved {
		return nil
	}
	s.book.forget(s.now())
	data, err := s.book.bytes()
	if err != nil {
		return err
	}
	if err := s.memory.Keep(ctx, data); err != nil {
		return err
	}
	s.unsaved = false
	return nil
}
