package caldav

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"standby/app/provider"
)

// Get returns the event with that UID as it is now. ErrNothingThere means that
// the calendar has none. The Resource's ETag is what Put and Delete want.
func (c *Calendar) Get(ctx context.Context, uid string) (Resource, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	s, at, err := c.open(ctx)
	if err == nil {
		var r *Resource
		if r, err = c.find(ctx, s, at, uid); err == nil && r != nil {
			return *r, nil
		}
	}
	if err == nil {
		err = fmt.Errorf("%w: no event with the UID %s", ErrNothingThere, show(uid))
	}
	return Resource{}, &Error{Do: "read from", Calendar: c.name, Err: explain(err, false)}
}

// find returns the event with that UID, nil when there is none.
func (c *Calendar) find(ctx context.Context, s server, at *url.URL, uid string) (*Resource, error) {
	for _, u := range []*url.URL{c.known(at, uid), place(at, uid)} {
		if u == nil {
			continue
		}
		list, err := s.get(ctx, at, []entry{{url: u}})
		if err != nil && !isRefusal(err) && !errors.Is(err, errLeftOut) {
			return nil, err
		}
		if err == nil && len(list) == 1 && list[0].UID == uid {
			return &list[0], nil
		}
	}
	list, err := s.query(ctx, at, uid)
	if err != nil && isRefusal(err) {
		// A server that cannot search is read as a whole.
		now, err := c.refresh(ctx, s, at, "")
		if err != nil {
			return nil, err
		}
		list = now.list()
	} else if err != nil {
		return nil, err
	}
	return only(list, uid)
}

// only is the one event with that UID, nil when there is none.
func only(list []Resource, uid string) (found *Resource, err error) {
	for i := range list {
		if list[i].UID != uid {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("%w: the calendar has two entries with the UID %s; delete one of them", provider.ErrService, show(uid))
		}
		found = &list[i]
	}
	return found, nil
}

// known is where the event was seen last, nil when it was not.
func (c *Calendar) known(at *url.URL, uid string) *url.URL {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen == nil || c.seen.at != at.String() {
		return nil
	}
	for _, r := range c.seen.entries {
		if r.UID == uid && r.url.Path != place(at, uid).Path {
			return r.url
		}
	}
	return nil
}

// query searches for an event. Servers search for parts of the text, so there may
// be others in the answer.
func (s server) query(ctx context.Context, at *url.URL, uid string) ([]Resource, error) {
	ms, err := s.ask(ctx, "REPORT", at, "1", queryUID(uid))
	if err != nil {
		return nil, err
	}
	var list []Resource
	for i := range ms.Responses {
		_, r, err := resource(at, &ms.Responses[i])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", show(at.Host), err)
		}
		if r != nil {
			list = append(list, *r)
		}
	}
	return list, nil
}

// place is where a new event with that UID is put: the same for everybody, so
// that two who create it meet there.
func place(at *url.URL, uid string) *url.URL { return at.JoinPath(segment(uid) + ".ics") }
