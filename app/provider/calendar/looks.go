package calendar

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"

	"standby/app/provider"
)

// What a calendar can turn out to be. Both are provider.ErrNotTheService too: what
// came is not to be read as "nobody is on call".
var (
	// ErrNotACalendar: a web page, an empty file, something else.
	ErrNotACalendar = fmt.Errorf("%w: not a calendar", provider.ErrNotTheService)
	// ErrCutOff: it begins like a calendar and breaks off before its end, as a
	// broken download or a file that is still being written does. To read it would
	// be to lose the shifts behind the break.
	ErrCutOff = fmt.Errorf("%w: the calendar breaks off before its end", provider.ErrNotTheService)
)

// ErrNothingThere says that the server knows nothing at the address (404, 410). It is a
// provider.ErrService too. Addresses of calendars are renewed, and then the old
// one leads nowhere.
var ErrNothingThere = errors.New("the address leads to nothing")

// The kinds of what is fetched.
const (
	kindCalendar = "calendar"
	kindRota     = "rota"
)

// Error is a failure to read one calendar or rota. It names it, or its file, and
// of a URL nothing but the host.
type Error struct {
	// Kind is "calendar" or "rota"; empty means the former.
	Kind string
	// Calendar is its name in the configuration, Path its file, empty for a feed.
	Calendar, Path string
	// Err is why.
	Err error
}

// Error says which one and why.
func (e *Error) Error() string {
	if e.Path != "" {
		return fmt.Sprintf("read %s %s: %v", cmp.Or(e.Kind, kindCalendar), e.Path, e.Err)
	}
	return fmt.Sprintf("fetch %s %s: %v", cmp.Or(e.Kind, kindCalendar), e.Calendar, e.Err)
}

// Unwrap returns why.
func (e *Error) Unwrap() error { return e.Err }

// maxSize is the largest calendar that is read, in bytes.
const maxSize = 10 << 20

// checkBody refuses what is no calendar: a web page, an empty file, a part of
// one. Byte order marks, white space in front, small letters and UTF-16 do not
// matter.
func checkBody(body []byte) error {
	head := bytes.TrimSpace(beginning(body))
	switch {
	case hasFold(head, "BEGIN:VCALENDAR"):
		return checkEnd(body)
	case len(head) == 0:
		return fmt.Errorf("%w: it is empty", ErrNotACalendar)
	case head[0] == '<':
		return fmt.Errorf("%w: a web page came instead, perhaps a login page", ErrNotACalendar)
	}
	return fmt.Errorf("%w: it does not begin with BEGIN:VCALENDAR", ErrNotACalendar)
}

// checkEnd looks for an END:VCALENDAR with nothing begun behind it. What else
// stands behind it does no harm, as long as it is not much.
func checkEnd(body []byte) error {
	const enough = 64 << 10
	// Without the zero bytes, UTF-16 reads like ASCII.
	tail := bytes.ToUpper(bytes.ReplaceAll(body[max(0, len(body)-enough):], []byte{0}, nil))
	end := bytes.LastIndex(tail, []byte("END:VCALENDAR"))
	if end < 0 || bytes.Contains(tail[end:], []byte("\nBEGIN:")) {
		return fmt.Errorf("%w: there is no END:VCALENDAR", ErrCutOff)
	}
	return nil
}

func hasFold(text []byte, prefix string) bool {
	return len(text) >= len(prefix) && bytes.EqualFold(text[:len(prefix)], []byte(prefix))
}

// beginning returns the first characters of the file as bytes, with the byte
// order mark taken off. Of UTF-16 only the low bytes count: a calendar begins in
// ASCII.
func beginning(body []byte) []byte {
	const enough = 4 << 10
	switch {
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		body = body[3:]
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
		return everyOther(body[2:min(len(body), 2+enough)], 0)
	case bytes.HasPrefix(body, []byte("\xfe\xff")):
		return everyOther(body[2:min(len(body), 2+enough)], 1)
	}
	return bytes.TrimLeft(body, " \t\r\n")
}

// everyOther returns the bytes at first, first+2, ... up to the first character
// that is not ASCII.
func everyOther(utf16 []byte, first int) []byte {
	var out []byte
	for i := 0; i+1 < len(utf16); i += 2 {
		if utf16[i+1-first] != 0 {
			break
		}
		out = append(out, utf16[i+first])
	}
	return out
}
