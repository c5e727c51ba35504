package incident

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"standby/notify"
	"standby/rotation"
)

// Bounds of texts, in runes. What is longer is refused with ErrTooLong and never
// cut off.
const (
	MaxLine = 300
	MaxText = 20_000
)

// line cleans a text of one line that must not be empty.
func line(what, s string) (string, error) {
	s, err := anyLine(what, s)
	if err == nil && s == "" {
		return "", fmt.Errorf("%s %w", what, ErrEmpty)
	}
	return s, err
}

// anyLine cleans a text of one line.
func anyLine(what, s string) (string, error) {
	if utf8.RuneCountInString(s) > MaxText {
		return "", tooLong(what, MaxLine)
	}
	s = notify.Clean(s, MaxText)
	if utf8.RuneCountInString(s) > MaxLine {
		return "", tooLong(what, MaxLine)
	}
	return s, nil
}

// lines cleans several fields of one line each, which may be empty.
func lines(fields map[string]*string) error {
	for what, s := range fields {
		clean, err := anyLine(what, *s)
		if err != nil {
			return err
		}
		*s = clean
	}
	return nil
}

// text cleans a text of several lines. Spaces and line breaks stay as they were
// typed, so that an editor need not be told of a change that nobody made.
func text(what, s string) (string, error) {
	if utf8.RuneCountInString(s) > MaxText {
		return "", tooLong(what, MaxText)
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029') {
			return -1
		}
		return r
	}, s), nil
}

// someText is text that must not be blank.
func someText(what, s string) (string, error) {
	s, err := text(what, s)
	if err == nil && strings.TrimSpace(s) == "" {
		return "", fmt.Errorf("%s %w", what, ErrEmpty)
	}
	return s, err
}

func tooLong(what string, most int) error {
	return fmt.Errorf("%s %w: %d characters at most", what, ErrTooLong, most)
}

func cleanPerson(p rotation.Person) rotation.Person {
	return rotation.Person{Name: notify.Clean(p.Name, MaxLine), Email: notify.Clean(p.Email, MaxLine)}
}

func somebody(what string, p rotation.Person) (rotation.Person, error) {
	p = cleanPerson(p)
	if p == (rotation.Person{}) {
		return p, fmt.Errorf("%s %w", what, ErrEmpty)
	}
	return p, nil
}

// name is how a person is shown, Standby where it is nobody.
func name(p rotation.Person) string {
	if p == (rotation.Person{}) {
		return "Standby"
	}
	return p.String()
}

// past checks when something is said to have happened; zero means now.
func past(what string, at, now time.Time) (time.Time, error) {
	switch {
	case at.IsZero():
		return now, nil
	case at.After(now.Add(future)):
		return at, fmt.Errorf("%s %w", what, ErrFuture)
	}
	return moment(what, at)
}

// moment is an instant in UTC that can be written down; zero stays zero.
func moment(what string, at time.Time) (time.Time, error) {
	at = at.UTC().Round(0)
	if y := at.Year(); y < 1 || y > 9999 {
		return at, fmt.Errorf("%s: the year %d %w", what, y, ErrValue)
	}
	return at, nil
}

func oneOf[T ~string](what string, v T, all ...T) error {
	for _, a := range all {
		if v == a {
			return nil
		}
	}
	return fmt.Errorf("%s %q %w", what, v, ErrValue)
}
