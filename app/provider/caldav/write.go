package caldav

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"standby/app/provider"
)

// MaxEvent is the largest event that is written, in bytes.
const MaxEvent = 1 << 20

// Put writes an event. ics is an iCalendar object whose VEVENTs all have that UID
// (RFC 4791 4.1). ifMatch is the ETag of the version that the caller has read; an
// empty one means that the event must not exist yet. It returns the new ETag,
// empty where the server stored something else than what was sent: Get it then.
//
// When somebody was faster, nothing is written and the error is a *ChangedError
// that says what is there now. ErrUnsure means that the answer was lost and the
// server could not be asked. Errors are *Error.
func (c *Calendar) Put(ctx context.Context, uid string, ics []byte, ifMatch string) (string, error) {
	if ics == nil {
		ics = []byte{}
	}
	return c.write(ctx, Change{UID: uid, ICS: ics, IfMatch: ifMatch})
}

// Delete deletes an event in the version ifMatch. One that is gone already is a
// *ChangedError too, with Gone set.
func (c *Calendar) Delete(ctx context.Context, uid, ifMatch string) error {
	_, err := c.write(ctx, Change{UID: uid, IfMatch: ifMatch})
	return err
}

// Change is one write.
type Change struct {
	UID string
	// ICS is the event as it is to be, nil to delete it.
	ICS []byte
	// IfMatch is the version that was read, empty for an event that is new.
	IfMatch string

	// url is where a new event is put, nil for its usual place.
	url *url.URL
	// again means that it was sent before, and may arrive twice.
	again bool
}

func (c *Calendar) write(ctx context.Context, ch Change) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	etag, err := c.apply(ctx, ch)
	if err != nil {
		return "", c.writing(err)
	}
	return etag, nil
}

func (c *Calendar) writing(err error) error {
	return &Error{Do: "write to", Calendar: c.name, Err: explain(err, true)}
}

func (c *Calendar) apply(ctx context.Context, ch Change) (string, error) {
	if err := ch.check(); err != nil {
		return "", err
	}
	s, at, err := c.open(ctx)
	if err != nil {
		return "", err
	}
	now, err := c.find(ctx, s, at, ch.UID)
	if err != nil {
		return "", err
	}
	if !ch.fits(now) {
		return "", changed(ch.UID, now)
	}
	return c.send(ctx, s, at, ch, now)
}

// check refuses what no server should be given.
func (ch *Change) check() error {
	switch {
	case ch.UID == "":
		return errors.New("the event has no UID")
	case ch.IfMatch == "*" || strings.ContainsAny(ch.IfMatch, "\r\n,"):
		return fmt.Errorf("%q is not the version of one event", show(ch.IfMatch))
	case strings.HasPrefix(ch.IfMatch, "W/"):
		return ErrUnsafe
	case ch.ICS == nil && ch.IfMatch == "":
		return fmt.Errorf("%w: to delete an event takes its version", ErrUnsafe)
	case ch.ICS == nil:
		return nil
	}
	return checkEvent(ch.UID, ch.ICS)
}

// checkEvent refuses an object that RFC 4791 4.1 does not allow in a calendar.
func checkEvent(uid string, ics []byte) error {
	text := string(ics)
	if len(ics) > MaxEvent {
		return fmt.Errorf("the event %s is larger than %d bytes", show(uid), MaxEvent)
	}
	if !utf8.Valid(ics) {
		return fmt.Errorf("the event %s is not in UTF-8", show(uid))
	}
	p := split(text)
	switch {
	case p.broken || len(p.events) == 0:
		return fmt.Errorf("the event %s is no whole VCALENDAR with a VEVENT in it", show(uid))
	case len(valuesIn(text, "UID")) != len(p.events) || uidOf(text) != uid:
		return fmt.Errorf("the events to write as %s have other UIDs", show(uid))
	case slices.ContainsFunc(slices.Collect(contentLines(text)), func(l string) bool {
		name, _ := property(l)
		return name == "METHOD"
	}):
		return fmt.Errorf("the event %s has a METHOD, which is for invitations; leave it out", show(uid))
	}
	return nil
}

// fits reports whether what is there is what the caller believes to be there.
func (ch *Change) fits(now *Resource) bool {
	if now == nil {
		return ch.IfMatch == ""
	}
	return ch.IfMatch != "" && now.ETag == ch.IfMatch
}

// changed is the lost race; now is nil when the event is gone.
func changed(uid string, now *Resource) error {
	if now == nil {
		return &ChangedError{UID: uid, Gone: true}
	}
	e := &ChangedError{UID: uid, Now: *now, By: organizer(string(now.Body))}
	e.At, _ = time.Parse("20060102T150405Z", valueIn(string(now.Body), "LAST-MODIFIED"))
	return e
}

// organizer is the address of who an event says it is from.
func organizer(text string) string {
	value := valueIn(text, "ORGANIZER")
	if scheme, rest, ok := strings.Cut(value, ":"); ok && strings.EqualFold(scheme, "mailto") {
		return rest
	}
	return value
}

// send does the write; now is what is there, nil when nothing is.
func (c *Calendar) send(ctx context.Context, s server, at *url.URL, ch Change, now *Resource) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	u, method, header := cmp.Or(ch.url, place(at, ch.UID)), http.MethodPut, http.Header{}
	if now == nil {
		header.Set("If-None-Match", "*")
	} else {
		u = now.url
		header.Set("If-Match", now.ETag)
	}
	var body []byte
	if ch.ICS == nil {
		method = http.MethodDelete
	} else {
		header.Set("Content-Type", "text/calendar; charset=utf-8")
		body = ch.ICS
	}
	res, err := s.do(ctx, method, u, header, body)
	c.forget(u)
	switch code := status(err); {
	case err == nil:
		return c.written(ctx, s, at, ch, u, res.Header.Get("ETag"))
	case code == http.StatusPreconditionFailed, code == http.StatusConflict,
		(code == http.StatusNotFound || code == http.StatusGone) && now != nil:
		return c.lost(ctx, s, at, ch, err)
	case code == 0 && broke(err):
		return c.settle(ctx, s, at, ch, err)
	}
	return "", err
}

// lost says what won, as far as the server tells. A write that was sent twice may
// have won itself.
func (c *Calendar) lost(ctx context.Context, s server, at *url.URL, ch Change, why error) (string, error) {
	now, err := c.find(ctx, s, at, ch.UID)
	switch {
	case err != nil:
		return "", fmt.Errorf("%w: %w", &ChangedError{UID: ch.UID}, why)
	case ch.again && ch.done(now):
		return tagOf(now), nil
	case ch.fits(now):
		return "", why // it was refused for another reason
	}
	return "", changed(ch.UID, now)
}

// broke reports whether the answer to a request was lost.
func broke(err error) bool {
	return errors.Is(err, provider.ErrUnreachable) || errors.Is(err, context.Canceled)
}

// settle finds out what became of a write whose answer did not come. One that has
// not arrived may still do so; it is sent again, since of two that name the same
// version the server takes one.
func (c *Calendar) settle(ctx context.Context, s server, at *url.URL, ch Change, why error) (string, error) {
	unsure := fmt.Errorf("%w: %w", ErrUnsure, why)
	if ctx.Err() != nil || ch.again {
		return "", unsure
	}
	now, err := c.find(ctx, s, at, ch.UID)
	switch {
	case err != nil:
		return "", unsure
	case ch.done(now):
		return tagOf(now), nil
	case !ch.fits(now):
		return "", changed(ch.UID, now)
	}
	ch.again = true
	return c.send(ctx, s, at, ch, now)
}

// done reports whether what is there is what was to be written.
func (ch *Change) done(now *Resource) bool {
	if ch.ICS == nil || now == nil {
		return ch.ICS == nil && now == nil
	}
	return sameEvent(ch.ICS, now.Body)
}

// written is the version after a write. A server that stored something else than
// what was sent names none (RFC 4791 5.3.4).
func (c *Calendar) written(ctx context.Context, s server, at *url.URL, ch Change, u *url.URL, etag string) (string, error) {
	if ch.ICS == nil || strongTag(etag) {
		return strings.TrimSpace(etag), nil
	}
	list, err := s.get(ctx, at, []entry{{url: u}})
	if err != nil || len(list) != 1 || !sameEvent(ch.ICS, list[0].Body) || !strongTag(list[0].ETag) {
		return "", nil // it is written all the same
	}
	return list[0].ETag, nil
}

func strongTag(etag string) bool {
	etag = strings.TrimSpace(etag)
	return len(etag) >= 2 && etag[0] == '"' && etag[len(etag)-1] == '"'
}

// tagOf is the version of what is there, empty when nothing is.
func tagOf(now *Resource) string {
	if now == nil {
		return ""
	}
	return now.ETag
}

// sameEvent reports whether two objects say the same about who and when, however
// a server has rewritten them.
func sameEvent(a, b []byte) bool {
	return bytes.Equal(a, b) || slices.Equal(essence(string(a)), essence(string(b)))
}

// essence are the properties that make an event what it is, in order.
func essence(text string) []string {
	var out []string
	for _, name := range []string{"UID", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "SUMMARY", "DESCRIPTION", "STATUS", "ATTENDEE", "SEQUENCE"} {
		values := valuesIn(text, name)
		slices.Sort(values)
		for _, v := range values {
			out = append(out, name+":"+v)
		}
	}
	return out
}

// forget drops an entry of what was seen, so that it is read again.
func (c *Calendar) forget(u *url.URL) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen == nil {
		return
	}
	next := *c.seen
	next.entries = make(map[string]Resource, len(c.seen.entries))
	for path, r := range c.seen.entries {
		if path != u.Path {
			next.entries[path] = r
		}
	}
	c.seen = &next
}
