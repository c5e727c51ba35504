package calendar

import (
	"bytes"
	"fmt"

	"standby/app/provider"
)

// maxSize is the largest calendar that is read, in bytes.
const maxSize = 5 << 20

// checkBody refuses what is no calendar: a web page, an empty file. Byte order
// marks, white space in front, small letters and UTF-16 do not matter.
func checkBody(body []byte) error {
	head := bytes.TrimSpace(beginning(body))
	switch {
	case hasFold(head, "BEGIN:VCALENDAR"):
		return nil
	case len(head) == 0:
		return fmt.Errorf("%w: empty, not a calendar", provider.ErrNotTheService)
	case head[0] == '<':
		return fmt.Errorf("%w: a web page, not a calendar", provider.ErrNotTheService)
	}
	return fmt.Errorf("%w: not a calendar, it does not begin with BEGIN:VCALENDAR", provider.ErrNotTheService)
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
