package statement

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// mostBytes is the longest file that is read.
const mostBytes = 256 << 20

// WriteJSON writes a sealed document as JSON, two spaces deep. Money and units
// are numbers in their shortest form, to be read as decimals; "cash" and the
// seconds are the sums of the lines; "sha256" is over the same JSON without
// "made" and "sha256" on one line (jq -cj 'del(.made,.sha256)' | sha256sum).
func WriteJSON(w io.Writer, d Document) error {
	if err := d.Verify(); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return encode(w, toWire(d), "  ")
}

// WriteTeamJSON is WriteJSON for a team.
func WriteTeamJSON(w io.Writer, t Team) error {
	if err := t.Verify(); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return encode(w, toWireTeam(t), "  ")
}

// ReadJSON reads what WriteJSON wrote, and verifies it: the error is ErrAltered
// where the content does not fit its totals or its hash, and the document is
// returned as it was read.
func ReadJSON(r io.Reader) (Document, error) {
	var wire wireDocument
	if err := decode(r, &wire); err != nil {
		return Document{}, fmt.Errorf("read a statement from JSON: %w", err)
	}
	p := &parser{}
	d := p.document(wire)
	if p.err != nil {
		return d, fmt.Errorf("read a statement from JSON: %w", p.err)
	}
	return d, d.Verify()
}

// ReadTeamJSON is ReadJSON for a team.
func ReadTeamJSON(r io.Reader) (Team, error) {
	var wire wireTeam
	if err := decode(r, &wire); err != nil {
		return Team{}, fmt.Errorf("read a team's statements from JSON: %w", err)
	}
	p := &parser{}
	t := p.team(wire)
	if p.err != nil {
		return t, fmt.Errorf("read a team's statements from JSON: %w", p.err)
	}
	return t, t.Verify()
}

func encode(w io.Writer, v any, indent string) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	return e.Encode(v)
}

// decode refuses keys that it does not know: the hash does not cover them.
func decode(r io.Reader, v any) error {
	dec := json.NewDecoder(io.LimitReader(r, mostBytes))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more after its end")
	}
	return nil
}
