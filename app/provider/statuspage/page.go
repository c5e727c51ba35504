package statuspage

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"unicode/utf8"

	"standby/app/provider"
	"standby/notify"
)

// Bounds of the contract, in characters, and of what we keep with an incident.
const (
	maxTitle = 255
	maxBody  = 25_000
	maxKept  = 200
)

// Preview is the one update that Post adds to the page.
func (p *Page) Preview(u provider.Update) ([]provider.Message, error) {
	m, _, err := p.message(u)
	if err != nil {
		return nil, err
	}
	return []provider.Message{m}, nil
}

func (p *Page) message(u provider.Update) (provider.Message, provider.Update, error) {
	u, err := u.For(provider.Customers)
	if err == nil {
		err = check(u)
	}
	if err != nil {
		return provider.Message{}, u, fmt.Errorf("statuspage %s: %w", p.name, err)
	}
	m := provider.Message{To: []string{"status page " + p.id}, Audience: provider.Customers, Subject: u.Title, Text: u.Text,
		Also: []string{fmt.Sprintf("The incident is shown as %s.", u.Phase)}}
	for _, c := range u.Components {
		m.Also = append(m.Also, fmt.Sprintf("The component %s is shown as %s.", notify.Clean(cmp.Or(c.Name, c.ID), 80), c.Health))
	}
	if p.notify {
		m.Also = append(m.Also, "Everybody who subscribed to the page is notified.")
	} else {
		m.Also = append(m.Also, "Subscribers are not notified.")
	}
	return m, u, nil
}

func check(u provider.Update) error {
	if utf8.RuneCountInString(u.Title) > maxTitle || utf8.RuneCountInString(u.Text) > maxBody {
		return fmt.Errorf("%w: Statuspage takes %d characters of title and %d of text", provider.ErrUpdate, maxTitle, maxBody)
	}
	for n, c := range u.Components {
		switch {
		case !anID.MatchString(c.ID):
			return fmt.Errorf("%w: %q is not the ID of a component", provider.ErrUpdate, notify.Clean(c.ID, 80))
		case slices.ContainsFunc(u.Components[:n], func(d provider.Component) bool { return d.ID == c.ID }):
			return fmt.Errorf("%w: the component %s comes twice", provider.ErrUpdate, c.ID)
		}
		switch c.Health {
		case provider.Operational, provider.Maintenance, provider.Degraded, provider.PartialOutage, provider.MajorOutage:
		default:
			return fmt.Errorf("%w: a component cannot be %q", provider.ErrUpdate, notify.Clean(string(c.Health), 80))
		}
	}
	return nil
}

// Post adds the update to the page. The incident there is found by what earlier
// updates left in its metadata, where it names ours and the updates it has; an update
// that it has is not added again, whoever added it. Where there is no open one the
// update opens it, unless it is the last: there is nothing to resolve then, which is
// provider.ErrGone. An answer that was lost is looked for; a resolved incident is no
// longer listed, so that its last update stays unknown then.
func (p *Page) Post(ctx context.Context, u provider.Update) (provider.Ref, error) {
	m, clean, err := p.message(u)
	if err != nil {
		return provider.Ref{}, err
	}
	ref, err := p.posts.Once(ctx, u, []provider.Message{m}, func(ctx context.Context, doubt bool) (provider.Ref, error) {
		return p.post(ctx, clean, doubt)
	})
	if err != nil {
		return provider.Ref{}, fmt.Errorf("statuspage %s: %w", p.name, err)
	}
	return ref, nil
}

func (p *Page) post(ctx context.Context, u provider.Update, doubt bool) (provider.Ref, error) {
	open, err := p.find(ctx, u.Incident)
	switch {
	case err != nil && doubt:
		return provider.Ref{}, fmt.Errorf("%w, and the page could not be looked at: %w", provider.ErrUnknown, err)
	case err != nil:
		return provider.Ref{}, fmt.Errorf("look for the incident on the page: %w", err)
	case open.has(u.ID):
		return p.ref(*open), nil
	case open == nil && doubt && u.Phase == provider.Resolved:
		return provider.Ref{}, fmt.Errorf("%w: the incident is no longer open on the page; look there", provider.ErrUnknown)
	case open == nil && u.Phase == provider.Resolved:
		return provider.Ref{}, fmt.Errorf("%w: the page has no open incident of ours to resolve", provider.ErrGone)
	}
	now, err := p.add(ctx, u, open)
	if err == nil {
		return p.ref(now), nil
	}
	if errors.Is(err, provider.ErrUnknown) && ctx.Err() == nil {
		if now, looked := p.find(ctx, u.Incident); looked == nil && now.has(u.ID) {
			return p.ref(*now), nil
		}
	}
	return provider.Ref{}, err
}

// add opens an incident with the update, or adds it to the open one.
func (p *Page) add(ctx context.Context, u provider.Update, open *incident) (now incident, err error) {
	if open == nil {
		err = p.call(ctx, http.MethodPost, []string{"incidents"}, nil, payload{p.fields(u, nil)}, &now)
	} else {
		err = p.call(ctx, http.MethodPatch, []string{"incidents", open.ID}, nil, payload{p.fields(u, open)}, &now)
	}
	if err == nil && !anID.MatchString(now.ID) {
		err = fmt.Errorf("%w: %w: it does not name the incident", provider.ErrUnknown, provider.ErrNotTheService)
	}
	return now, err
}

// find is the open incident on the page that is ours; nil when there is none.
func (p *Page) find(ctx context.Context, ourID string) (*incident, error) {
	all, err := list[incident](ctx, p, "incidents", "unresolved")
	if err != nil {
		return nil, err
	}
	for n, i := range all {
		if i.ours().Incident != ourID {
			continue
		}
		if !anID.MatchString(i.ID) {
			return nil, fmt.Errorf("%w: an incident without an ID", provider.ErrNotTheService)
		}
		return &all[n], nil
	}
	return nil, nil
}

func (p *Page) ref(i incident) provider.Ref {
	ref := provider.Ref{Place: p.id, ID: i.ID}
	if u, err := url.Parse(i.Shortlink); err == nil && provider.CheckURL(u) == nil {
		ref.URL = u.String()
	}
	return ref
}

type payload struct {
	Incident fields `json:"incident"`
}

type fields struct {
	Name         string                     `json:"name"`
	Status       provider.Phase             `json:"status"`
	Body         string                     `json:"body"`
	Notify       bool                       `json:"deliver_notifications"`
	Components   map[string]provider.Health `json:"components,omitempty"`
	ComponentIDs []string                   `json:"component_ids,omitempty"`
	Metadata     map[string]json.RawMessage `json:"metadata"`
}

// fields are what is sent. What others keep in the metadata stays, and so do the
// components that the incident affects already: the list replaces the one there.
func (p *Page) fields(u provider.Update, open *incident) fields {
	f := fields{Name: u.Title, Status: u.Phase, Body: u.Text, Notify: p.notify, Metadata: map[string]json.RawMessage{}}
	kept := ours{Incident: u.Incident}
	if open != nil {
		kept.Updates = open.ours().Updates
		for name, value := range open.Metadata {
			f.Metadata[name] = value
		}
	}
	kept.Updates = append(kept.Updates, u.ID)
	kept.Updates = kept.Updates[max(0, len(kept.Updates)-maxKept):]
	// Two lists of strings cannot fail to become JSON.
	f.Metadata[member], _ = json.Marshal(kept)
	for _, c := range u.Components {
		if f.Components == nil {
			f.Components = map[string]provider.Health{}
		}
		f.Components[c.ID] = c.Health
		f.ComponentIDs = append(f.ComponentIDs, c.ID)
	}
	if open == nil || f.Components == nil {
		return f
	}
	for _, c := range open.Components {
		if anID.MatchString(c.ID) && f.Components[c.ID] == "" {
			f.ComponentIDs = append(f.ComponentIDs, c.ID)
		}
	}
	return f
}
