package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/notify"
	"standby/rotation"
)

type column struct {
	name string
	// at points to the field: what goes in is read there, what comes out is put
	// there, so that a column cannot be written and forgotten when reading.
	at any
}

func pageColumns(p *notify.Page) []column {
	return []column{
		{"id", &p.ID},
		{"source", &p.Source},
		{"key", &p.Key},
		{"ref", &p.Ref},
		{"title", &p.Title},
		{"body", &p.Body},
		{"service", &p.Service},
		{"severity", &p.Severity},
		{"url", &p.URL},
		{"urgency", &p.Urgency},
		{"drill", &p.Drill},
		{"state", &p.State},
		{"request", &p.Request},
		{"requester", &p.Requester},
		{"attempts", &p.Attempts},
		{"failure", &p.Failure},
		{"started_at", (*instant)(&p.StartedAt)},
		{"triggered_at", (*instant)(&p.TriggeredAt)},
		{"clock_from", (*instant)(&p.ClockFrom)},
		{"acked_at", (*instant)(&p.AckedAt)},
		{"acked_by", &p.AckedBy},
		{"acked_here", &p.AckedHere},
		{"ack_handle", &p.AckHandle},
		{"ack_until", (*instant)(&p.AckUntil)},
		{"resolved_at", (*instant)(&p.ResolvedAt)},
		{"missed", &p.Missed},
		{"work", (*stints)(&p.Work)},
		{"dedup", (*texts)(&p.Dedup)},
		{"joined_with", &p.With},
		{"ack_lapses", &p.AckLapses},
		{"asked_at", (*instant)(&p.AskedAt)},
		{"ask_until", (*instant)(&p.AskUntil)},
		{"hold_until", (*instant)(&p.HoldUntil)},
		{"target", &p.Target},
		{"warn", &p.Warn},
		{"paused_at", (*instant)(&p.PausedAt)},
		{"paused_until", (*instant)(&p.PausedUntil)},
		{"paused", &p.Paused},
		{"snoozed_until", (*instant)(&p.SnoozedUntil)},
		{"snoozed_by", &p.SnoozedBy},
		{"snoozed_there", &p.SnoozedThere},
		{"escalated_at", (*instant)(&p.EscalatedAt)},
		{"escalated_to", &p.EscalatedTo},
		{"seen_at", (*instant)(&p.SeenAt)},
		{"reopened", &p.Reopened},
		{"missed_why", &p.MissedWhy},
		{"unsent", (*words)(&p.Unsent)},
	}
}

func pageFields(p *notify.Page) []any {
	columns := pageColumns(p)
	fields := make([]any, len(columns))
	for i, c := range columns {
		fields[i] = c.at
	}
	return fields
}

// pageArgs are the arguments of upsertPage: the fields, and what the page is found
// by.
func pageArgs(p *notify.Page) []any {
	from, until := stints(p.Work).bounds()
	return append(pageFields(p), from, until, p.Unseen(), likeness(p))
}

func likeness(p *notify.Page) string {
	if p.Drill {
		return ""
	}
	return notify.Likeness(p.Title, p.Service)
}

var (
	selectPages = "SELECT " + strings.Join(pageNames(), ", ") + " FROM pages"
	selectPage  = selectPages + " WHERE id = ?"
	upsertPage  = upsertPageSQL()
)

const (
	selectEvents     = "SELECT page_id, at, what, by, detail FROM events"
	selectPageEvents = selectEvents + " WHERE page_id = ? ORDER BY at, seq"
	insertEvent      = "INSERT INTO events (page_id, at, what, by, detail) VALUES (?, ?, ?, ?, ?)"

	// The two conditions are those of the partial indexes, word for word.
	isOpen     = "state <> 'resolved'"
	isResolved = "state = 'resolved'"
	isUnseen   = "unseen = 1"
)

func pageNames() []string {
	var names []string
	for _, c := range pageColumns(new(notify.Page)) {
		names = append(names, c.name)
	}
	return names
}

func upsertPageSQL() string {
	names := pageNames()
	names = append(names, "worked_from", "worked_until", "unseen", "likeness")
	sets := make([]string, 0, len(names))
	for _, n := range names[1:] {
		sets = append(sets, n+" = excluded."+n)
	}
	return fmt.Sprintf("INSERT INTO pages (%s) VALUES (?%s) ON CONFLICT (id) DO UPDATE SET %s",
		strings.Join(names, ", "), strings.Repeat(", ?", len(names)-1), strings.Join(sets, ", "))
}

// Commit writes pages as they now are, a page with the ID of a kept one replacing
// it, and appends events to their timelines: all of it in one transaction, on the
// disk when nil is returned, and nothing of it otherwise. The page of every event
// must be among pages or kept already.
func (s *Store) Commit(ctx context.Context, pages []notify.Page, events []notify.Event) error {
	if len(pages) == 0 && len(events) == 0 {
		return nil
	}
	doing := fmt.Sprintf("keep %d pages and %d events", len(pages), len(events))
	return s.write(ctx, doing, func(tx *sql.Tx) error {
		put := tx.StmtContext(ctx, s.putPage) //nolint:sqlclosecheck // it ends with the transaction
		for i := range pages {
			if _, err := put.ExecContext(ctx, pageArgs(&pages[i])...); err != nil {
				return fmt.Errorf("page %s: %w", pages[i].ID, err)
			}
		}
		add := tx.StmtContext(ctx, s.addEvent) //nolint:sqlclosecheck // it ends with the transaction
		for _, e := range events {
			if _, err := add.ExecContext(ctx, e.PageID, instant(e.At), e.What, e.By, e.Detail); err != nil {
				return fmt.Errorf("event %q of page %s: %w", e.What, e.PageID, err)
			}
		}
		return nil
	})
}

// Pages returns the open pages, those that nobody has seen, and those resolved at
// or after since, newest TriggeredAt first, and their events, oldest first.
func (s *Store) Pages(ctx context.Context, since time.Time) ([]notify.Page, []notify.Event, error) {
	const (
		late = isResolved + " AND resolved_at >= ?1"
		gone = isUnseen + " AND resolved_at < ?1"
	)
	return s.readWith(ctx, "read the open pages",
		selectPages+" WHERE "+isOpen+" UNION ALL "+selectPages+" WHERE "+late+" UNION ALL "+selectPages+" WHERE "+gone+" ORDER BY triggered_at DESC, id",
		"SELECT id FROM pages WHERE "+isOpen+" UNION ALL SELECT id FROM pages WHERE "+late+" UNION ALL SELECT id FROM pages WHERE "+gone,
		nanos(since))
}

// Alike returns the pages of the same trouble (notify.Likeness) that were triggered
// at or after since, newest first, at most limit of them, and their events, oldest
// first. Drills are like nothing.
func (s *Store) Alike(ctx context.Context, like string, since time.Time, limit int) ([]notify.Page, []notify.Event, error) {
	const which = " WHERE likeness = ?1 AND likeness <> '' AND triggered_at >= ?2 ORDER BY triggered_at DESC, id LIMIT ?3"
	return s.readWith(ctx, "read the pages of the same trouble", selectPages+which, "SELECT id FROM pages"+which, like, nanos(since), limit)
}

// Search returns the pages triggered in [from, to), newest first, and their
// events, oldest first.
func (s *Store) Search(ctx context.Context, from, to time.Time) ([]notify.Page, []notify.Event, error) {
	const which = " WHERE triggered_at >= ? AND triggered_at < ?"
	return s.readWith(ctx, "search the pages",
		selectPages+which+" ORDER BY triggered_at DESC, id", "SELECT id FROM pages"+which, nanos(from), nanos(to))
}

// Page returns the page with that ID and its events, oldest first; ok is false
// when there is none.
func (s *Store) Page(ctx context.Context, id string) (page notify.Page, events []notify.Event, ok bool, err error) {
	const doing = "read a page"
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return page, nil, false, s.explain(doing, err)
	}
	defer func() { _ = tx.Rollback() }() // it has only read
	pages, err := readPages(ctx, prepared{tx.StmtContext(ctx, s.getPage)}, "", id)
	if err != nil || len(pages) == 0 {
		return page, nil, false, s.explain(doing, err)
	}
	events, err = readEvents(ctx, prepared{tx.StmtContext(ctx, s.getEvents)}, "", id)
	if err != nil {
		return page, nil, false, s.explain(doing, err)
	}
	return pages[0], events, true, nil
}

// readWith reads pages by one query, and the events of those whose IDs another
// names; both take the same arguments.
func (s *Store) readWith(ctx context.Context, doing, pagesQuery, idsQuery string, args ...any) ([]notify.Page, []notify.Event, error) {
	// One connection for both, so that no write falls between them.
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, nil, s.explain(doing, err)
	}
	defer func() { _ = conn.Close() }()
	pages, err := readPages(ctx, conn, pagesQuery, args...)
	if err != nil {
		return nil, nil, s.explain(doing, err)
	}
	events, err := readEvents(ctx, conn, selectEvents+" WHERE page_id IN ("+idsQuery+") ORDER BY at, seq", args...)
	if err != nil {
		return nil, nil, s.explain(doing, err)
	}
	return pages, events, nil
}

// Worked returns the pages that were worked on in span, the one begun first first:
// those with a stint that overlaps it, where one that still runs has no end and
// one without length counts at its instant. Drills are left out.
func (s *Store) Worked(ctx context.Context, span rotation.Interval) ([]notify.Page, error) {
	if span.Empty() {
		return nil, nil
	}
	// The columns hold the bounds of all stints; the gaps are looked at here.
	const which = " WHERE worked_from <> 0 AND worked_from < ? AND worked_until >= ? AND drill = 0" +
		" ORDER BY worked_from, id"
	pages, err := readPages(ctx, s.db, selectPages+which, nanos(span.End), nanos(span.Start))
	if err != nil {
		return nil, s.explain("read the call-outs", err)
	}
	return slices.DeleteFunc(pages, func(p notify.Page) bool {
		return !slices.ContainsFunc(p.Work, func(w notify.Stint) bool { return inSpan(w, span) })
	}), nil
}

func inSpan(w notify.Stint, span rotation.Interval) bool {
	return w.From.Before(span.End) &&
		(w.Until.IsZero() || w.Until.After(span.Start) || span.Contains(w.From))
}

func readPages(ctx context.Context, q querier, query string, args ...any) ([]notify.Page, error) {
	return readAll(ctx, q, pageFields, query, args...)
}

func readEvents(ctx context.Context, q querier, query string, args ...any) ([]notify.Event, error) {
	fields := func(e *notify.Event) []any {
		return []any{&e.PageID, (*instant)(&e.At), &e.What, &e.By, &e.Detail}
	}
	return readAll(ctx, q, fields, query, args...)
}
