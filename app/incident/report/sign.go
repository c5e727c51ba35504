package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"standby/app/incident"
	"standby/app/paper"
	"standby/rotation"
)

// What can be wrong with a change or a signature.
var (
	// ErrSigned: the report is signed, and stays as it is.
	ErrSigned = errors.New("the report is signed already")
	// ErrNotReceiver: only the person who takes over signs.
	ErrNotReceiver = errors.New("only who takes over can sign the report")
	// ErrUnsigned: nobody has signed.
	ErrUnsigned = errors.New("nobody has signed the report")
	// ErrAltered: it is not the text that was signed.
	ErrAltered = errors.New("the report was altered after it was signed")
	// ErrTooLong: a text is longer than its bound; nothing was cut off.
	ErrTooLong = errors.New("is too long")
)

// Signature says who took over, and what they read.
type Signature struct {
	By rotation.Person `json:"by"`
	At time.Time       `json:"at"`
	// Hash is the report's when it was signed.
	Hash string `json:"hash"`
}

// Write puts in what the outgoing person says, made on the Rev of the words that
// were there: an [incident.StaleError] where somebody changed them meanwhile,
// ErrSigned where the report is signed.
func (r Report) Write(w Words, on int, by rotation.Person, now time.Time) (Report, error) {
	if r.Signature != nil {
		return r, ErrSigned
	}
	for what, s := range map[string]*string{"how the shift felt": &w.Feel, "what to watch": &w.Watch, "the notes": &w.Notes} {
		if utf8.RuneCountInString(*s) > incident.MaxText {
			return r, fmt.Errorf("%s %w: %d characters at most", what, ErrTooLong, incident.MaxText)
		}
		*s = paper.Clean(*s)
	}
	held := r.Words
	if held.Rev != on {
		return r, &incident.StaleError{What: "hand-off report", Rev: held.Rev, At: held.At, By: held.By, Theirs: held.text(), Yours: w.text()}
	}
	w.Rev, w.At, w.By = held.Rev+1, now.UTC().Round(0), by
	r.Words = w
	return r, nil
}

func (w Words) text() string { return w.Feel + "\n\n" + w.Watch + "\n\n" + w.Notes }

// Hash is the SHA-256, in hexadecimal digits, of all that the report says but its
// signature: of its JSON.
func (r Report) Hash() (string, error) {
	r.Signature = nil
	data, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("hash of the hand-off report: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// Sign signs what the receiver has read. read is the hash of the report that was
// shown to them: ErrAltered where the report is another one by now. Where the
// schedule names nobody who comes next, anybody but the outgoing person may.
func (r Report) Sign(by rotation.Person, read string, now time.Time) (Report, error) {
	if r.Signature != nil {
		return r, fmt.Errorf("%w, by %s", ErrSigned, r.Signature.By)
	}
	if r.Shift.Incoming != (rotation.Person{}) && !r.Shift.Incoming.Same(by) {
		return r, fmt.Errorf("%w: that is %s", ErrNotReceiver, r.Shift.Incoming)
	}
	if by == (rotation.Person{}) || r.Shift.Incoming == (rotation.Person{}) && r.Shift.Outgoing.Same(by) {
		return r, ErrNotReceiver
	}
	hash, err := r.Hash()
	if err != nil {
		return r, err
	}
	if hash != read {
		return r, fmt.Errorf("%w: read it once more", ErrAltered)
	}
	r.Signature = &Signature{by, now.UTC().Round(0), hash}
	return r, nil
}

// Verify reports whether the report is the one that was signed: ErrUnsigned or
// ErrAltered where it is not.
func (r Report) Verify() error {
	if r.Signature == nil {
		return ErrUnsigned
	}
	hash, err := r.Hash()
	if err != nil {
		return err
	}
	if hash != r.Signature.Hash {
		return ErrAltered
	}
	return nil
}

// Unsigned is since when the report waits for its signature at now; waits is false
// once it is signed, and before the shift is over.
func (r Report) Unsigned(now time.Time) (since time.Time, waits bool) {
	since = r.Shift.Window.End
	return since, r.Signature == nil && !now.Before(since)
}
