package caldav

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
)

// Whole is all that a calendar held at one time. It is made to bring many events up
// to date: each is written on the condition that it is still what it was then, and
// none has to be looked for once more.
type Whole struct {
	calendar *Calendar
	server   server
	at       *url.URL
	entries  []Resource
}

// Whole reads all events of the calendar. Errors are *Error, as those of Fetch.
func (c *Calendar) Whole(ctx context.Context) (*Whole, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	s, at, err := c.open(ctx)
	if err != nil {
		return nil, &Error{Do: "read", Calendar: c.name, Err: err}
	}
	head, err := s.head(ctx, at)
	if err == nil {
		var now *contents
		if now, err = c.refresh(ctx, s, at, head.SyncToken); err == nil {
			list := now.list()
			slices.SortFunc(list, func(a, b Resource) int { return cmp.Compare(a.url.Path, b.url.Path) })
			return &Whole{c, s, at, list}, nil
		}
	}
	return nil, &Error{Do: "read", Calendar: c.name, Err: explain(err, false)}
}

// Resources are the events, in the order of their addresses. They must not be
// changed.
func (w *Whole) Resources() []Resource { return w.entries }

// Put writes an event that has changed since, or is new, as Calendar.Put does: its
// version is the one that was read. The error is that of Put.
func (w *Whole) Put(ctx context.Context, uid string, ics []byte) error {
	if ics == nil {
		ics = []byte{}
	}
	return w.write(ctx, Change{UID: uid, ICS: ics})
}

// Delete deletes an event in the version that was read, as Calendar.Delete does.
func (w *Whole) Delete(ctx context.Context, uid string) error {
	return w.write(ctx, Change{UID: uid})
}

func (w *Whole) write(ctx context.Context, ch Change) error {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	now, err := only(w.entries, ch.UID)
	if err == nil && now != nil {
		if ch.IfMatch = now.ETag; ch.IfMatch == "" {
			err = fmt.Errorf("%w: it names none for the event %s", ErrUnsafe, show(ch.UID))
		}
	}
	if err == nil {
		err = ch.check()
	}
	if err == nil {
		_, err = w.calendar.send(ctx, w.server, w.at, ch, now)
	}
	if err != nil {
		return w.calendar.writing(err)
	}
	return nil
}
