package secret

import (
	"crypto/subtle"
	"fmt"
	"io"
	"log/slog"
)

// hidden is what a secret looks like wherever it is printed.
const hidden = "***"

// Secret is a text that must not be seen. Whatever prints it, in any format,
// prints three stars; only Reveal tells. The zero Secret is empty.
//
// It is not to be compared with ==; use Equal.
type Secret struct {
	// A pointer, because fmt does not ask the methods of an unexported field of
	// somebody else's struct: it prints what is in there, here an address.
	text *string
}

// Of makes a Secret of a text.
func Of(text string) Secret { return Secret{text: &text} }

// Reveal returns the text itself, to be handed to whoever needs it at once.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return s.Reveal() == "" }

// Equal compares two secrets without telling by its duration where they differ.
func (s Secret) Equal(o Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(o.Reveal())) == 1
}

// Format implements fmt.Formatter, for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// String implements fmt.Stringer.
func (s Secret) String() string { return hidden }

// GoString implements fmt.GoStringer.
func (s Secret) GoString() string { return hidden }

// LogValue implements slog.LogValuer.
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText implements encoding.TextMarshaler, and with it TOML, XML and map
// keys. There is no way back: a file with three stars in it holds no secret.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// MarshalJSON implements json.Marshaler.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }
