package caldav

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"standby/app/provider"
)

const (
	// batch is how many entries one request asks for, so that each answer comes in
	// time from a slow server.
	batch = 50
	// wholeAfter is how long lists of changes are trusted before the whole list is
	// read again.
	wholeAfter = 24 * time.Hour
)

var errLeftOut = fmt.Errorf("%w: the server leaves out entries that it lists", provider.ErrService)

// entry is an address in a calendar, and the version of what is there.
type entry struct {
	url  *url.URL
	etag string
}

// read reads a calendar, as far as before does not tell what is in it.
func (s server) read(ctx context.Context, at *url.URL, before *contents, token string) (*contents, error) {
	if before != nil && before.token != "" && time.Since(before.listed) < wholeAfter {
		now, err := s.changes(ctx, at, before)
		if !errors.Is(err, errSyncRefused) {
			return now, err
		}
	}
	list, err := s.entries(ctx, at)
	if err != nil {
		return nil, err
	}
	now := &contents{at: at.String(), token: token, listed: time.Now(), entries: make(map[string]Resource, len(list))}
	var missing []entry
	for _, e := range list {
		if before != nil && e.etag != "" && before.entries[e.url.Path].ETag == e.etag {
			now.entries[e.url.Path] = before.entries[e.url.Path]
			continue
		}
		missing = append(missing, e)
	}
	return now, s.load(ctx, at, now, missing)
}

// entries lists the entries with events, without their contents.
func (s server) entries(ctx context.Context, at *url.URL) ([]entry, error) {
	ms, err := s.ask(ctx, "REPORT", at, "1", queryEvents)
	if err != nil {
		return nil, err
	}
	list := make([]entry, 0, len(ms.Responses))
	for i := range ms.Responses {
		r := &ms.Responses[i]
		u, p, err := entryOf(at, r)
		switch {
		case err != nil:
			return nil, err
		case r.code() == http.StatusInsufficientStorage:
			return nil, fmt.Errorf("%w: the server does not list all entries; use a calendar of its own for the shifts", provider.ErrTooLarge)
		case u == nil || r.code() == http.StatusNotFound:
		case r.code()/100 != 2:
			return nil, notShown(r.code())
		default:
			list = append(list, entry{u, p.ETag})
		}
	}
	return list, nil
}

// entryOf is the address of a response, nil for the collection itself, and what is
// said about it.
func entryOf(at *url.URL, r *response) (*url.URL, prop, error) {
	if len(r.Hrefs) != 1 {
		return nil, prop{}, fmt.Errorf("%w: an entry has %d addresses", ErrNotACalendar, len(r.Hrefs))
	}
	u, err := inside(at, r.Hrefs[0])
	if err != nil {
		return nil, prop{}, err
	}
	return u, r.prop(), nil
}

// notShown is an entry that the server has and keeps from us: to pass it over
// would be to lose a shift.
func notShown(code int) error {
	return fmt.Errorf("%w: it keeps an entry of the calendar back (status %d %s)", provider.ErrService, code, http.StatusText(code))
}

// load asks for the contents of entries, and adds them to now. One that was
// deleted meanwhile is left out.
func (s server) load(ctx context.Context, at *url.URL, now *contents, missing []entry) error {
	if len(missing) > MaxResources {
		return errEntries
	}
	size := 0
	for some := range slices.Chunk(missing, batch) {
		list, err := s.get(ctx, at, some)
		if err != nil {
			return err
		}
		for _, r := range list {
			now.entries[r.url.Path] = r
			if size += len(r.Body); size > 2*MaxAnswer {
				return fmt.Errorf("%w: its entries are larger than %d bytes; use a calendar of its own for the shifts", provider.ErrTooLarge, 2*MaxAnswer)
			}
		}
	}
	return nil
}

// get returns the contents of entries, of those that are there. Each must be
// accounted for: what is silently absent may be a shift.
func (s server) get(ctx context.Context, at *url.URL, entries []entry) ([]Resource, error) {
	ms, err := s.ask(ctx, "REPORT", at, "1", multiget(entries))
	if err != nil {
		return nil, err
	}
	asked := make(map[string]entry, len(entries))
	for _, e := range entries {
		asked[e.url.Path] = e
	}
	list := make([]Resource, 0, len(entries))
	for i := range ms.Responses {
		u, r, err := resource(at, &ms.Responses[i])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", show(at.Host), err)
		}
		if u == nil {
			continue
		}
		e, ok := asked[u.Path]
		if !ok {
			return nil, fmt.Errorf("%s: %w: the server sends an entry that was not asked for", show(at.Host), ErrNotACalendar)
		}
		delete(asked, u.Path)
		if r == nil {
			continue
		}
		// The version that was listed is never newer than the contents.
		r.ETag = cmp.Or(r.ETag, e.etag)
		list = append(list, *r)
	}
	if len(asked) > 0 {
		return nil, fmt.Errorf("%s: %w: %d of %d", show(at.Host), errLeftOut, len(asked), len(entries))
	}
	return list, nil
}

// resource reads an entry with its contents: its address, nil for the collection
// itself, and the contents, nil when it is gone.
func resource(at *url.URL, r *response) (*url.URL, *Resource, error) {
	u, p, err := entryOf(at, r)
	if err != nil || u == nil {
		return nil, nil, err
	}
	code := r.code()
	refused := r.refused()
	switch {
	case code == http.StatusNotFound, code == http.StatusGone:
		return u, nil, nil
	case code/100 != 2:
		return u, nil, notShown(code)
	case p.Data == "" && refused != 0:
		return u, nil, notShown(refused)
	case p.Data == "":
		return u, nil, nil // some servers say so that it is gone
	}
	return u, &Resource{UID: uidOf(p.Data), ETag: p.ETag, Body: withCRLF(p.Data), url: u}, nil
}

// changes reads what the server says has changed since before (RFC 6578 3.2). It
// fails with errSyncRefused when the whole list has to be read.
func (s server) changes(ctx context.Context, at *url.URL, before *contents) (*contents, error) {
	ms, err := s.ask(ctx, "REPORT", at, "0", syncFrom(before.token))
	switch {
	case err != nil && isRefusal(err):
		return nil, errSyncRefused
	case err != nil:
		return nil, err
	case ms.SyncToken == "":
		return nil, errSyncRefused
	}
	now := &contents{at: before.at, token: ms.SyncToken, listed: before.listed, entries: maps.Clone(before.entries)}
	var missing []entry
	for i := range ms.Responses {
		r := &ms.Responses[i]
		u, p, err := entryOf(at, r)
		switch {
		case err != nil:
			return nil, err
		case u == nil && r.code()/100 != 2:
			return nil, errSyncRefused // it tells only a part (RFC 6578 3.6)
		case u == nil:
		case r.code() == http.StatusNotFound, r.code() == http.StatusGone:
			delete(now.entries, u.Path)
		case r.code()/100 != 2:
			return nil, errSyncRefused
		case p.ETag == "" || now.entries[u.Path].ETag != p.ETag:
			delete(now.entries, u.Path)
			missing = append(missing, entry{u, p.ETag})
		}
	}
	return now, s.load(ctx, at, now, missing)
}

// list returns the entries in any order.
func (c *contents) list() []Resource { return slices.Collect(maps.Values(c.entries)) }

// version is a validator made of all entries, empty where one has none.
func (c *contents) version() string {
	paths := slices.Sorted(maps.Keys(c.entries))
	tags := make([]string, 0, 2*len(paths)+1)
	tags = append(tags, c.at)
	for _, p := range paths {
		if c.entries[p].ETag == "" {
			return ""
		}
		tags = append(tags, p, c.entries[p].ETag)
	}
	return digest(tags...)
}
