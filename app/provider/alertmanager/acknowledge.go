package alertmanager

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"standby/app/provider"
)

// ErrNotOurs is the answer to taking back a silence that is no acknowledgement:
// it may hold back far more than one alert.
var ErrNotOurs = errors.New("that silence is not an acknowledgement; end it in Alertmanager")

// AckLabel is what the button says.
func (s *Source) AckLabel() string {
	if s.ackFor%time.Minute != 0 {
		return fmt.Sprintf("Acknowledge (silences %v)", s.ackFor)
	}
	return fmt.Sprintf("Acknowledge (silences %d min)", s.ackFor/time.Minute)
}

// Acknowledge silences the alert, and nothing but alerts with all of its labels,
// in the name of by. A silence that by posted before for the same labels is
// returned rather than a second one posted, so that trying again after a lost
// answer is safe. ErrGone when that occurrence no longer fires.
func (s *Source) Acknowledge(ctx context.Context, ref, by string) (provider.Ack, error) {
	var ack provider.Ack
	err := s.act(ctx, "acknowledge", func() (err error) {
		ack, err = s.acknowledge(ctx, ref, by)
		return err
	})
	return ack, err
}

// Extend makes the acknowledgement last AckFor from now; it never shortens one.
// A silence that has ended, is unknown, or is not an acknowledgement of this
// very alert stays as it is, and a new one is posted.
func (s *Source) Extend(ctx context.Context, ref string, ack provider.Ack) (provider.Ack, error) {
	var extended provider.Ack
	err := s.act(ctx, "extend the acknowledgement", func() (err error) {
		extended, err = s.extend(ctx, ref, ack)
		return err
	})
	return extended, err
}

// Unacknowledge ends the silence. One that is unknown or has ended is done; one
// that is no acknowledgement is ErrNotOurs.
func (s *Source) Unacknowledge(ctx context.Context, ack provider.Ack) error {
	return s.act(ctx, "take the acknowledgement back", func() error {
		return s.unacknowledge(ctx, ack.Handle)
	})
}

// act runs one change at a time and says in its error what was being done.
func (s *Source) act(ctx context.Context, what string, change func() error) error {
	select {
	case s.acting <- struct{}{}:
		defer func() { <-s.acting }()
	case <-ctx.Done():
		return fmt.Errorf("%s at %s: %w", what, s.name, ctx.Err())
	}
	defer s.forget()
	if err := change(); err != nil {
		return fmt.Errorf("%s at %s: %w", what, s.name, err)
	}
	return nil
}

func (s *Source) acknowledge(ctx context.Context, text, by string) (provider.Ack, error) {
	r, err := parseRef(text)
	if err != nil {
		return provider.Ack{}, err
	}
	if err := s.fires(ctx, r); err != nil {
		return provider.Ack{}, err
	}
	by = s.author(by)
	silences, err := s.api.silences(ctx)
	if err != nil {
		return provider.Ack{}, err
	}
	for _, one := range silences {
		if !one.expired() && one.isAck() && one.CreatedBy == by && one.isExactly(r.Labels) {
			return one.ack(), nil
		}
	}
	now := s.api.serverNow()
	return s.put(ctx, silence{
		Matchers: exactly(r.Labels), StartsAt: now, EndsAt: now.Add(s.ackFor),
		CreatedBy: by, Comment: ackComment(by),
	})
}

// fires returns ErrGone unless this occurrence of the alert is still listed.
func (s *Source) fires(ctx context.Context, r ref) error {
	list, err := s.api.alerts(ctx, s.receiver, s.filter)
	if err != nil {
		return err
	}
	for _, w := range list {
		if w.ref().key() == r.key() {
			return nil
		}
	}
	return provider.ErrGone
}

func (s *Source) put(ctx context.Context, one silence) (provider.Ack, error) {
	id, err := s.api.post(ctx, one)
	if err != nil {
		return provider.Ack{}, err
	}
	one.ID = id
	return one.ack(), nil
}

func (s *Source) extend(ctx context.Context, text string, ack provider.Ack) (provider.Ack, error) {
	r, err := parseRef(text)
	if err != nil {
		return provider.Ack{}, err
	}
	old, found, err := s.lookUp(ctx, ack.Handle)
	if err != nil {
		return provider.Ack{}, err
	}
	if !found || old.expired() || !old.isAck() || !old.isExactly(r.Labels) {
		return s.replace(ctx, text, ack, found && !old.isAck())
	}
	until := s.api.serverNow().Add(s.ackFor)
	if !until.After(old.EndsAt) {
		return old.ack(), nil
	}
	// The start must stay: changing it makes the server end this silence and
	// begin another.
	extended, err := s.put(ctx, silence{
		ID: old.ID, Matchers: slices.Clone(old.Matchers), StartsAt: old.StartsAt, EndsAt: until,
		CreatedBy: old.CreatedBy, Comment: old.Comment,
	})
	if statusOf(err) == http.StatusNotFound {
		return s.acknowledge(ctx, text, old.CreatedBy)
	}
	return extended, err
}

// replace acknowledges anew. Whoever made a silence that is no acknowledgement
// has not taken the alert, so theirs is not the name to put on one.
func (s *Source) replace(ctx context.Context, text string, ack provider.Ack, foreign bool) (provider.Ack, error) {
	by := ack.By
	if foreign {
		by = ""
	}
	return s.acknowledge(ctx, text, by)
}

// uuid is what the API v2 accepts as the id of a silence.
var uuid = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

// lookUp does not ask for what cannot be the id of a silence.
func (s *Source) lookUp(ctx context.Context, handle string) (silence, bool, error) {
	if !uuid.MatchString(handle) {
		return silence{}, false, nil
	}
	return s.api.silence(ctx, handle)
}

func (s *Source) unacknowledge(ctx context.Context, handle string) error {
	one, found, err := s.lookUp(ctx, handle)
	if err != nil {
		return err
	}
	if !found || one.expired() {
		return nil
	}
	if !one.isAck() {
		return fmt.Errorf("silence %s by %q: %w", one.ID, one.CreatedBy, ErrNotOurs)
	}
	err = s.api.expire(ctx, handle)
	if !errors.Is(err, provider.ErrService) {
		return err
	}
	// Some versions answer 500 to a silence that has just gone: look again.
	if one, found, again := s.lookUp(ctx, handle); again == nil && (!found || one.expired()) {
		return nil
	}
	return err
}

// author is the name to sign with: one line, at most 100 runes, never empty,
// the same for the same input so that our own silence is recognised.
func (s *Source) author(by string) string {
	for _, name := range []string{by, s.person} {
		name = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(name, ""), func(r rune) bool {
			return unicode.IsSpace(r) || unicode.In(r, unicode.C)
		}), " ")
		if runes := []rune(name); len(runes) > 100 {
			name = string(runes[:100])
		}
		if name != "" {
			return name
		}
	}
	return "somebody"
}
