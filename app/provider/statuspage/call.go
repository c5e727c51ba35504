package statuspage

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"standby/app/provider"
)

const (
	// most is the largest answer that is read, in bytes.
	most = 16 << 20
	// pageSize is how many things a list has at most, listPages how many lists.
	pageSize, listPages = 100, 20
)

// call sends one request in its turn. Where it changes something, an outcome that is
// not known wraps provider.ErrUnknown.
func (p *Page) call(ctx context.Context, method string, path []string, query url.Values, send, into any) error {
	r := provider.Request{Method: method, URL: p.base.JoinPath(append([]string{"pages", p.id}, path...)...), MaxBody: most, Credentials: p.credentials}
	r.URL.RawQuery = query.Encode()
	if send != nil {
		body, err := json.Marshal(send)
		if err != nil {
			return fmt.Errorf("write the request: %w", err)
		}
		r.Body = body
	}
	return p.client.Call(ctx, p.limit, r, into)
}

func (p *Page) credentials(ctx context.Context) (string, error) {
	header, err := p.token(ctx)
	if err == nil && (header == "" || header == Token("")) {
		err = fmt.Errorf("%w: there is no API key", provider.ErrUnauthorized)
	}
	return header, err
}

// list reads all pages of a list.
func list[T any](ctx context.Context, p *Page, path ...string) ([]T, error) {
	var all []T
	for n := 1; n <= listPages; n++ {
		var some []T
		query := url.Values{"page": {strconv.Itoa(n)}, "per_page": {strconv.Itoa(pageSize)}}
		if err := p.call(ctx, http.MethodGet, path, query, nil, &some); err != nil {
			return nil, err
		}
		if some == nil {
			return nil, fmt.Errorf("%w: JSON, but not a list", provider.ErrNotTheService)
		}
		if all = append(all, some...); len(some) < pageSize {
			return all, nil
		}
	}
	return nil, fmt.Errorf("%w: a list of more than %d", provider.ErrTooLarge, listPages*pageSize)
}

// incident is an incident on the page, as far as we look at it.
type incident struct {
	ID        string                     `json:"id"`
	Status    provider.Phase             `json:"status"`
	Shortlink string                     `json:"shortlink"`
	Metadata  map[string]json.RawMessage `json:"metadata"`
	// Components are those that it affects.
	Components []struct {
		ID string `json:"id"`
	} `json:"components"`
}

// ours is what we keep with an incident: which of ours it is, and which updates it
// has. All members at the top of the metadata must be objects.
type ours struct {
	Incident string   `json:"incident"`
	Updates  []string `json:"updates"`
}

const member = "standby"

func (i incident) ours() (o ours) {
	if json.Unmarshal(i.Metadata[member], &o) != nil {
		return ours{}
	}
	return o
}

// has reports whether one of its updates is that of ours; nil has none.
func (i *incident) has(update string) bool {
	return i != nil && slices.Contains(i.ours().Updates, update)
}

// Components are the parts of the system that the page shows.
func (p *Page) Components(ctx context.Context) ([]provider.Component, error) {
	found, err := list[struct {
		ID     string          `json:"id"`
		Name   string          `json:"name"`
		Status provider.Health `json:"status"`
		Group  bool            `json:"group"`
	}](ctx, p, "components")
	if err != nil {
		return nil, fmt.Errorf("statuspage %s: components: %w", p.name, err)
	}
	var out []provider.Component
	for _, c := range found {
		if !c.Group {
			out = append(out, provider.Component{ID: c.ID, Name: c.Name, Health: c.Status})
		}
	}
	return out, nil
}

// Probe says whether the key opens the page.
func (p *Page) Probe(ctx context.Context) (string, error) {
	all, err := p.Components(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("page %s with %d components", p.id, len(all)), nil
}
