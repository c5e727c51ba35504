package statement

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrNotAStatement says that a file is none that a writer of this package wrote
// and that can be read back: a PDF and a workbook are to be looked at, and what
// has no hash cannot be verified.
var ErrNotAStatement = errors.New("not a statement that can be verified")

// File is what a file of statements holds.
type File struct {
	// Team is the team's document; nil where the file is of one person.
	Team *Team
	// Statements are the team's, or the one.
	Statements []Document
}

// Hash is the one over the whole of the file's content.
func (f File) Hash() string {
	if f.Team != nil {
		return f.Team.Hash
	}
	return f.Statements[0].Hash
}

// Read reads a file that WriteJSON, WriteCSV or one of their team forms wrote,
// whichever it is, and verifies it. The error is ErrAltered where the content
// does not fit its totals or its hash, ErrNotAStatement where the file is
// something else; it is without content then.
func Read(data []byte) (File, error) {
	text := bytes.TrimSpace(bytes.TrimPrefix(data, []byte(byteOrderMark)))
	switch {
	case bytes.HasPrefix(text, []byte("{")):
		return readAnyJSON(text)
	case bytes.HasPrefix(bytes.TrimPrefix(text, []byte(`"`)), []byte(csvHeader()[0])):
		return readAnyCSV(data)
	}
	return File{}, fmt.Errorf("it is neither JSON nor CSV of a statement: %w", ErrNotAStatement)
}

func readAnyJSON(text []byte) (File, error) {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(text, &keys); err != nil {
		return File{}, fmt.Errorf("it is broken JSON (%w): %w", err, ErrNotAStatement)
	}
	if keys["sha256"] == nil {
		return File{}, fmt.Errorf("it has no sha256: %w", ErrNotAStatement)
	}
	if keys["statements"] != nil {
		t, err := ReadTeamJSON(bytes.NewReader(text))
		return teamFile(t, err)
	}
	d, err := ReadJSON(bytes.NewReader(text))
	return oneFile(d, err)
}

func readAnyCSV(data []byte) (File, error) {
	c, err := readRows(bytes.NewReader(data))
	if err != nil {
		return File{}, fmt.Errorf("read statements from CSV: %w", err)
	}
	switch {
	case c.team != nil:
		c.team.Statements = c.statements
		return teamFile(*c.team, c.team.Verify())
	case len(c.statements) == 1:
		return oneFile(c.statements[0], c.statements[0].Verify())
	}
	return File{}, fmt.Errorf("it has %d statements and no row whose record is team: %w", len(c.statements), ErrNotAStatement)
}

func teamFile(t Team, err error) (File, error) {
	if err != nil {
		return File{}, err
	}
	return File{&t, t.Statements}, nil
}

func oneFile(d Document, err error) (File, error) {
	if err != nil {
		return File{}, err
	}
	return File{nil, []Document{d}}, nil
}
