package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/emersion/go-imap"

	"standby/app/provider"
)

const (
	// mostAtOnce is how many mails are read in one go.
	mostAtOnce = 500
	// firstWindow is how old mails may be that count when a folder is first seen;
	// awayWindow, after Standby was away, or has lost what it knew.
	firstWindow = 24 * time.Hour
	awayWindow  = 7 * 24 * time.Hour
	// syncFor is how long new mails are read before what is open is told.
	syncFor = 30 * time.Second
)

// visit is one look into a folder: which it is, and what is known of it.
type visit struct {
	folder string
	// place is server, user and folder.
	place   string
	book    *book
	reading reading
	// lost means that what was known could not be read back.
	lost bool
	now  func() time.Time
}

// catchUp reads what is new in the folder into the book, in the order in which it
// arrived. When a folder is first seen, that is the newest mostAtOnce mails of
// firstWindow at most: what came before was somebody else's business. It reports
// whether the book has changed.
func (s *session) catchUp(ctx context.Context, v visit) (changed bool, err error) {
	status, err := s.examine(v.folder)
	if err != nil {
		return false, err
	}
	b, since := v.book, v.now().Add(-awayWindow)
	first := b.Place != v.place || b.Validity != status.UidValidity || b.Last == 0
	last := b.Last
	switch {
	case first:
		last = 0
	case status.UidNext != 0 && status.UidNext <= last+1:
		return false, nil
	}
	if first && !v.lost {
		since = v.now().Add(-firstWindow)
	}
	uids, err := s.newSince(last, since)
	if err != nil {
		return false, err
	}
	if first && !v.lost {
		uids = uids[max(0, len(uids)-mostAtOnce):]
	}
	b.Place, b.Validity, b.Last = v.place, status.UidValidity, last
	whole, err := s.readAll(ctx, uids, since, v)
	if err == nil && whole {
		b.Last = max(b.Last, status.UidNext-min(1, status.UidNext))
	}
	return true, err
}

// readAll takes mails into the book, mostAtOnce in one go; after syncFor the rest waits
// for the next poll, and whole is false.
func (s *session) readAll(ctx context.Context, uids []uint32, since time.Time, v visit) (whole bool, err error) {
	for until := v.now().Add(syncFor); len(uids) > 0; uids = uids[min(mostAtOnce, len(uids)):] {
		if v.now().After(until) {
			return false, nil
		}
		s.guard.renew()
		if err := s.read(ctx, uids[:min(mostAtOnce, len(uids))], since, v.book, v.reading); err != nil {
			return false, err
		}
	}
	return true, nil
}

// examine opens the folder without leave to change anything in it.
func (s *session) examine(folder string) (*imap.MailboxStatus, error) {
	status, err := s.Select(folder, true)
	switch {
	case err == nil && status.UidValidity == 0:
		return nil, fmt.Errorf("%w: the server does not number its mails for good (no UIDVALIDITY)", provider.ErrNotTheService)
	case err == nil:
		return status, nil
	case s.broken():
		return nil, err
	}
	return nil, fmt.Errorf("%w: %w: %q", provider.ErrService, ErrNoFolder, folder)
}

// newSince are the mails above the last one that arrived on the day of since or later,
// in order.
func (s *session) newSince(last uint32, since time.Time) ([]uint32, error) {
	query := imap.NewSearchCriteria()
	query.Since = since.Add(-24 * time.Hour) // the server goes by days of its own zone
	if last > 0 {
		query.Uid = new(imap.SeqSet)
		query.Uid.AddRange(last+1, 0)
	}
	uids, err := s.UidSearch(query)
	if err != nil {
		return nil, s.refused("search the folder", err)
	}
	slices.Sort(uids)
	uids = slices.Compact(uids)
	// "n:*" names the newest mail even where that is below n (RFC 3501, 6.4.8).
	return slices.DeleteFunc(uids, func(uid uint32) bool { return uid <= last }), nil
}

// refused tells what the server did not do from a connection that broke.
func (s *session) refused(what string, err error) error {
	if s.broken() || errors.Is(err, provider.ErrTooLarge) {
		return err
	}
	return fmt.Errorf("%w: it does not %s", provider.ErrService, what)
}

// fetched is a mail as it was sent to us.
type fetched struct {
	uid     uint32
	arrived time.Time
	raw     []byte
}

// read takes the mails with these numbers into the book. BODY.PEEK leaves them unread.
func (s *session) read(ctx context.Context, uids []uint32, since time.Time, b *book, r reading) error {
	section := &imap.BodySectionName{Peek: true, Partial: []int{0, maxMail}}
	set := new(imap.SeqSet)
	set.AddNum(uids...)
	incoming, done := make(chan *imap.Message, 16), make(chan error, 1)
	go func() {
		done <- s.UidFetch(set, []imap.FetchItem{imap.FetchUid, imap.FetchInternalDate, section.FetchItem()}, incoming)
	}()
	mails := map[uint32]message{}
	for got := range incoming {
		if f, ok := fetchedOf(got, section); ok && slices.Contains(uids, f.uid) {
			mails[f.uid] = parseMessage(f.raw, f.arrived)
		}
	}
	if err := <-done; err != nil {
		return s.refused("hand out its mails", err)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for _, uid := range uids {
		m, there := mails[uid] // one that has gone meanwhile is not
		if there && !m.arrived.Before(since) {
			if err := b.take(m, r); err != nil {
				return err
			}
		}
		b.Last = max(b.Last, uid)
	}
	return nil
}

func fetchedOf(got *imap.Message, section *imap.BodySectionName) (fetched, bool) {
	if got == nil || got.Uid == 0 {
		return fetched{}, false
	}
	f := fetched{uid: got.Uid, arrived: got.InternalDate}
	if body := got.GetBody(section); body != nil {
		raw, err := io.ReadAll(io.LimitReader(body, maxMail))
		if err != nil {
			return fetched{}, false
		}
		f.raw = raw
	}
	return f, true // without a body too: that there was a mail is something
}
