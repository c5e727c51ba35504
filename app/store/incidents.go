package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"standby/app/incident"
)

var (
	// ErrMoved says that other events were kept meanwhile under the numbers that
	// these have: read the record, and apply the command to what it comes to now.
	ErrMoved = errors.New("the incident has moved on meanwhile")
	// ErrNoAttachment says that nothing is kept under that hash.
	ErrNoAttachment = errors.New("no such attachment is kept")
	// ErrTooLarge says that an attachment is larger than MaxAttachment.
	ErrTooLarge = errors.New("the attachment is too large")
)

// MaxAttachment is the largest attachment that is kept, in bytes.
const MaxAttachment = 25 << 20

const (
	selectIncidents      = "SELECT id FROM incidents"
	selectIncidentEvents = "SELECT seq, value FROM incident_events"
	selectAttachments    = "SELECT sha256, size, gz FROM attachments"
)

// KeepIncident appends events to the record of an incident, in one transaction.
// after is what the record comes to with them. The very same events again are nil;
// ErrMoved where others are kept under their numbers, or where numbers before them
// are missing.
func (s *Store) KeepIncident(ctx context.Context, after incident.Incident, events ...incident.Event) error {
	if len(events) == 0 {
		return nil
	}
	return s.write(ctx, "keep incident "+after.ID, func(tx *sql.Tx) error {
		if last := events[len(events)-1].Seq; after.Revision != last {
			return fmt.Errorf("the incident is that of event %d, not of event %d", after.Revision, last)
		}
		const head = `INSERT INTO incidents (id, revision, opened_at, closed_at) VALUES (?, 0, ?, 0)
			ON CONFLICT (id) DO NOTHING`
		if _, err := tx.ExecContext(ctx, head, after.ID, instant(after.OpenedAt)); err != nil {
			return err
		}
		var kept int
		if err := tx.QueryRowContext(ctx, "SELECT revision FROM incidents WHERE id = ?", after.ID).Scan(&kept); err != nil {
			return err
		}
		for _, e := range events {
			if err := keepEvent(ctx, tx, after.ID, e, kept); err != nil {
				return fmt.Errorf("event %d: %w", e.Seq, err)
			}
			kept = max(kept, e.Seq)
		}
		if kept > after.Revision {
			return nil
		}
		const move = "UPDATE incidents SET revision = ?, closed_at = ? WHERE id = ?"
		_, err := tx.ExecContext(ctx, move, after.Revision, instant(closedAt(after)), after.ID)
		return err
	})
}

func keepEvent(ctx context.Context, tx *sql.Tx, id string, e incident.Event, kept int) error {
	value, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if e.Seq <= kept {
		var held string
		const find = "SELECT value FROM incident_events WHERE incident_id = ? AND seq = ?"
		err := tx.QueryRowContext(ctx, find, id, e.Seq).Scan(&held)
		if err == nil && held != string(value) || errors.Is(err, sql.ErrNoRows) {
			return ErrMoved
		}
		return err
	}
	if e.Seq != kept+1 {
		return ErrMoved
	}
	const add = "INSERT INTO incident_events (incident_id, seq, at, what, value) VALUES (?, ?, ?, ?, ?)"
	_, err = tx.ExecContext(ctx, add, id, e.Seq, instant(e.At), string(e.What()), string(value))
	return err
}

// closedAt is when an incident was closed; zero while it is open.
func closedAt(i incident.Incident) time.Time {
	if i.Open() || len(i.Passages) == 0 {
		return time.Time{}
	}
	return i.Passages[len(i.Passages)-1].At
}

// IncidentEvents returns the record of an incident, in order; nothing where there
// is none of that ID. ErrDamaged where it cannot be read back whole, ErrNewer where
// a newer Standby wrote a kind of event that this one does not know.
func (s *Store) IncidentEvents(ctx context.Context, id string) ([]incident.Event, error) {
	events, err := s.incidentEvents(ctx, id)
	return events, s.explain("read incident "+id, err)
}

func (s *Store) incidentEvents(ctx context.Context, id string) ([]incident.Event, error) {
	type row struct {
		seq  int
		text string
	}
	rows, err := readAll(ctx, s.db, func(r *row) []any { return []any{&r.seq, &r.text} }, selectIncidentEvents+" WHERE incident_id = ? ORDER BY seq", id)
	if err != nil {
		return nil, err
	}
	events := make([]incident.Event, len(rows))
	for n, r := range rows {
		err := json.Unmarshal([]byte(r.text), &events[n])
		if err == nil && (r.seq != n+1 || events[n].Seq != r.seq) {
			err = incident.ErrRecord
		}
		switch {
		case errors.Is(err, incident.ErrKind):
			return nil, fmt.Errorf("%w: event %d of incident %s: %w", ErrNewer, n+1, id, err)
		case err != nil:
			return nil, fmt.Errorf("%w: event %d of incident %s: %w", ErrDamaged, n+1, id, err)
		}
	}
	return events, nil
}

// Incidents names the incidents that are open, and those closed at or after since,
// the newest opened first. The zero time names all.
func (s *Store) Incidents(ctx context.Context, since time.Time) ([]string, error) {
	const which = " WHERE closed_at = 0 OR closed_at >= ? ORDER BY opened_at DESC, id"
	type row struct{ id string }
	rows, err := readAll(ctx, s.db, func(r *row) []any { return []any{&r.id} }, selectIncidents+which, nanos(since))
	ids := make([]string, len(rows))
	for n, r := range rows {
		ids[n] = r.id
	}
	return ids, s.explain("read the list of incidents", err)
}

// KeepAttachment keeps the bytes of an attachment and returns their SHA-256, in
// hexadecimal digits, by which an incident names them. ErrTooLarge above
// MaxAttachment.
func (s *Store) KeepAttachment(ctx context.Context, body []byte) (sha string, err error) {
	if len(body) > MaxAttachment {
		return "", fmt.Errorf("%w: %d bytes, %d at most", ErrTooLarge, len(body), MaxAttachment)
	}
	packed, err := pack(body)
	if err != nil {
		return "", err
	}
	sum := hash(body)
	return hex.EncodeToString(sum), s.write(ctx, "keep an attachment", func(tx *sql.Tx) error {
		const add = "INSERT INTO attachments (sha256, size, gz) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING"
		_, err := tx.ExecContext(ctx, add, sum, len(body), packed)
		return err
	})
}

// Attachment returns the bytes of an attachment by their SHA-256 in hexadecimal
// digits; ErrNoAttachment where nothing is kept under it.
func (s *Store) Attachment(ctx context.Context, sha string) ([]byte, error) {
	body, err := s.attachment(ctx, sha)
	return body, s.explain("read an attachment", err)
}

func (s *Store) attachment(ctx context.Context, sha string) ([]byte, error) {
	key, err := hex.DecodeString(sha)
	if err != nil {
		return nil, ErrNoAttachment
	}
	rows, err := readAll(ctx, s.db, (*packedRow).fields, selectAttachments+" WHERE sha256 = ?", key)
	switch {
	case err != nil:
		return nil, err
	case len(rows) == 0:
		return nil, ErrNoAttachment
	}
	return unpack(rows[0].packed, rows[0].size, rows[0].sha)
}
