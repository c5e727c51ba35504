package provider

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"standby/notify"
)

// Transcript is what was said in a room. Texts are as the service has them: hostile
// until cleaned, which File does.
type Transcript struct {
	Room Ref
	// Name is what the room is called.
	Name string
	// Said is in the order of time, the answers to something right after it.
	Said []Said
}

// Said is one thing that somebody said.
type Said struct {
	// ID names it within the room.
	ID string
	At time.Time
	// By is a name, or the service's own ID of who it was.
	By   string
	Text string
	// Answers is the ID of what it answers, in a thread; else empty.
	Answers string
	// Files are the names of what was attached; the files themselves stay there.
	Files []string
}

// File is the transcript as a text file in UTF-8, and its SHA-256 in lower-case
// hexadecimal digits. The same transcript makes the same file. Times are UTC. Each
// text is indented, answers deeper, so that nobody's words look like a line of
// somebody else; what does not show is written as an escape.
func (t Transcript) File() (body []byte, sum string) {
	var b strings.Builder
	fmt.Fprintf(&b, "Transcript of %s (%s)\n%d messages, times in UTC\n", notify.Clean(t.Name, 100), notify.Clean(t.Room.Place, 100), len(t.Said))
	for _, s := range t.Said {
		indent := ""
		if s.Answers != "" {
			indent = "    "
		}
		fmt.Fprintf(&b, "\n%s%s  %s\n", indent, s.At.UTC().Format("2006-01-02 15:04:05.000000"), notify.Clean(s.By, 100))
		for line := range strings.SplitSeq(strings.TrimRight(s.Text, "\n"), "\n") {
			fmt.Fprintf(&b, "%s    %s\n", indent, visible(line))
		}
		for _, f := range s.Files {
			fmt.Fprintf(&b, "%s    [file: %s]\n", indent, notify.Clean(f, 200))
		}
	}
	body = []byte(b.String())
	hash := sha256.Sum256(body)
	return body, hex.EncodeToString(hash[:])
}

// visible escapes what would not show, or would show something else than it is.
func visible(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t' || unicode.IsPrint(r) && !unicode.Is(unicode.Bidi_Control, r):
			b.WriteRune(r)
		default:
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		}
	}
	return b.String()
}

// NotInvitedError says who could not be called to a room, and why, the service's
// word for each.
type NotInvitedError struct {
	// Why has the members as they were given.
	Why map[string]string
	// Err is what kept the service from answering, where it did not.
	Err error
}

// Error names everybody, in the order of their names.
func (e *NotInvitedError) Error() string {
	who := make([]string, 0, len(e.Why))
	for _, member := range slices.Sorted(maps.Keys(e.Why)) {
		who = append(who, fmt.Sprintf("%s (%s)", clean(member), clean(e.Why[member])))
	}
	text := "not invited: " + strings.Join(who, ", ")
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns Err.
func (e *NotInvitedError) Unwrap() error { return e.Err }
