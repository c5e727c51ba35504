package pagerduty

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"standby/app/provider"
)

// ErrNoText says that a note is empty.
var ErrNoText = errors.New("the note is empty")

// Note adds a note in the name of the key's owner. Where that person has written
// the same before, white space aside, it is there already: PagerDuty gives no
// other way to tell a note whose answer was lost from a new one. Resolved incidents
// take notes as well; ErrGone is for one that PagerDuty does not know.
func (s *Source) Note(ctx context.Context, ref, _, text string) error {
	return s.act(ctx, "note", func(ses *session) error {
		r, err := parseRef(ref)
		if err != nil {
			return err
		}
		if text = strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD")); text == "" {
			return ErrNoText
		}
		err = ses.note(ctx, r.id, text)
		if statusOf(err) == http.StatusNotFound {
			return fmt.Errorf("%w: PagerDuty does not know incident %s", provider.ErrGone, r.id)
		}
		return err
	})
}

type note struct {
	Content string `json:"content"`
	User    person `json:"user"`
}

func (s *session) note(ctx context.Context, id, text string) error {
	there, err := s.noted(ctx, id, text)
	if there || err != nil {
		return err
	}
	var answer struct {
		Note note `json:"note"`
	}
	send := map[string]any{"note": map[string]any{"content": text}}
	err = s.do(ctx, http.MethodPost, incidentPath(id, "notes"), nil, send, &answer)
	if err == nil && !same(answer.Note.Content, text) {
		err = fmt.Errorf("%w: it answers well, but not with the note", provider.ErrNotTheService)
	}
	if err == nil || errors.Is(err, provider.ErrUnauthorized) || ctx.Err() != nil {
		return err
	}
	if there, again := s.noted(ctx, id, text); again == nil && there {
		return nil
	}
	return err
}

// noted reports whether I have written that note.
func (s *session) noted(ctx context.Context, id, text string) (bool, error) {
	var answer struct {
		Notes []note `json:"notes"`
	}
	if err := s.get(ctx, incidentPath(id, "notes"), nil, &answer); err != nil {
		return false, err
	}
	if answer.Notes == nil {
		return false, fmt.Errorf("%w: JSON, but not the notes of an incident", provider.ErrNotTheService)
	}
	for _, n := range answer.Notes {
		if n.User.ID == s.me.ID && same(n.Content, text) {
			return true, nil
		}
	}
	return false, nil
}

func same(a, b string) bool {
	return strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}
