package caldav

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"standby/app/provider"
)

// The bounds within which an answer is read. They are far above any calendar of
// shifts.
const (
	// MaxAnswer is the largest answer that is read, and the largest calendar, in
	// bytes.
	MaxAnswer = 10 << 20
	// MaxResources is the largest number of entries in one answer or calendar.
	MaxResources = 50_000
	maxDepth     = 24
	maxElements  = 12 * MaxResources
	// maxTag is the longest tag with all its attributes, in bytes.
	maxTag = 16 << 10
)

var (
	errDoctype = fmt.Errorf("%w: its XML defines entities, which no CalDAV server does", provider.ErrNotTheService)
	errDeep    = fmt.Errorf("%w: its XML is nested deeper than %d", provider.ErrTooLarge, maxDepth)
	errMany    = fmt.Errorf("%w: its XML has more than %d elements", provider.ErrTooLarge, maxElements)
	errTag     = fmt.Errorf("%w: its XML has a tag longer than %d bytes", provider.ErrTooLarge, maxTag)
	errEntries = fmt.Errorf("%w: more than %d entries; use a calendar of its own for the shifts", provider.ErrTooLarge, MaxResources)
)

// guard reads XML no deeper and no longer than an honest answer is.
type guard struct {
	in          *xml.Decoder
	depth, seen int
}

func newGuard(body []byte) *guard { return &guard{in: xml.NewDecoder(bytes.NewReader(body))} }

// Token implements xml.TokenReader.
func (g *guard) Token() (xml.Token, error) {
	tok, err := g.in.RawToken()
	switch tok.(type) {
	case xml.Directive:
		return nil, errDoctype
	case xml.StartElement:
		g.depth++
		g.seen++
	case xml.EndElement:
		g.depth--
	}
	switch {
	case g.depth > maxDepth:
		return nil, errDeep
	case g.seen > maxElements:
		return nil, errMany
	}
	return tok, err
}

// legal makes XML 1.0 of what servers pass on from the events of careless
// clients: bytes that are no UTF-8 and control characters, bare or as references,
// become spaces. Without it, one such event would cost the calendar. It fails on
// a tag that is longer than maxTag.
func legal(body []byte) ([]byte, error) {
	out, owned := body, false
	if !utf8.Valid(body) {
		out, owned = bytes.ToValidUTF8(body, []byte("\uFFFD")), true
	}
	blank := func(from, to int) {
		if !owned {
			out, owned = bytes.Clone(out), true
		}
		for i := from; i < to; i++ {
			out[i] = ' '
		}
	}
	for i, verbatim := 0, 0; i < len(out); i++ {
		switch c, n := out[i], illegal(out[i:]); {
		case n > 0:
			blank(i, i+n)
		case i < verbatim:
		case c == '&':
			if n := badReference(out[i:]); n > 0 {
				blank(i, i+n)
			}
		case c == '<':
			n, err := markup(out[i:])
			if err != nil {
				return nil, err
			}
			verbatim = i + n
		}
	}
	return out, nil
}

// illegal is the length of the character that text begins with, if XML does not
// allow it, and 0 otherwise (XML 1.0 2.2).
func illegal(text []byte) int {
	switch c := text[0]; {
	case c < ' ' && c != '\t' && c != '\n' && c != '\r':
		return 1
	case c == 0xef && (bytes.HasPrefix(text, []byte("\uFFFE")) || bytes.HasPrefix(text, []byte("\uFFFF"))):
		return 3
	}
	return 0
}

// markup is how many bytes from a '<' on have no markup in them: a CDATA section,
// a comment.
func markup(text []byte) (int, error) {
	for begin, end := range map[string]string{"<![CDATA[": "]]>", "<!--": "-->"} {
		if bytes.HasPrefix(text, []byte(begin)) {
			n := bytes.Index(text, []byte(end))
			if n < 0 {
				n = len(text)
			}
			return n, nil
		}
	}
	if len(text) >= maxTag && bytes.IndexByte(text[:maxTag], '>') < 0 {
		return 0, errTag
	}
	return 0, nil
}

// badReference is the length of a numeric reference to a character that XML does
// not allow, 0 when text does not begin with one.
func badReference(text []byte) int {
	end := bytes.IndexByte(text[:min(len(text), 16)], ';')
	if end < 3 || text[1] != '#' {
		return 0
	}
	digits, base := string(text[2:end]), 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n == '\t' || n == '\n' || n == '\r' {
		return 0
	}
	if n < ' ' || n == 0xFFFE || n == 0xFFFF || n > utf8.MaxRune || n >= 0xD800 && n < 0xE000 {
		return end + 1
	}
	return 0
}

// wrongXML says what came instead of XML that can be read.
func wrongXML(body []byte, err error) error {
	head := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 1024)]))
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, provider.ErrTooLarge):
		return err
	case bytes.HasPrefix(head, []byte("<!doctype html")), bytes.HasPrefix(head, []byte("<html")):
		return fmt.Errorf("%w: a web page came instead, perhaps a login page", ErrNotACalendar)
	case errors.Is(err, provider.ErrNotTheService):
		return err
	case len(head) == 0:
		return fmt.Errorf("%w: the answer is empty", ErrNotACalendar)
	case errors.As(err, &syntax):
		return fmt.Errorf("%w: its XML is broken in line %d: %s", ErrNotACalendar, syntax.Line, show(syntax.Msg))
	}
	return fmt.Errorf("%w: its XML cannot be read: %s", ErrNotACalendar, show(err.Error()))
}
