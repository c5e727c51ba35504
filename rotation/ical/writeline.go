package ical

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"standby/rotation"
)

// maxOctets is how long a physical line may be without its end (RFC 5545 3.1).
const maxOctets = 75

// contentLines writes content lines and remembers the first error.
type contentLines struct {
	w   *bufio.Writer
	err error
}

// line writes one content line, folded between characters.
func (o *contentLines) line(text string) {
	room := maxOctets
	for len(text) > room {
		cut := room
		for cut > room-utf8.UTFMax && !utf8.RuneStart(text[cut]) {
			cut--
		}
		o.put(text[:cut])
		o.put("\r\n ")
		text, room = text[cut:], maxOctets-1
	}
	o.put(text)
	o.put("\r\n")
}

func (o *contentLines) put(s string) {
	if o.err == nil {
		_, o.err = o.w.WriteString(s)
	}
}

func (o *contentLines) flush() error {
	if o.err == nil {
		o.err = o.w.Flush()
	}
	return o.err
}

// digestName is the property that says what an entry was when it was written,
// so that a server which writes it its own way does not make it look changed.
const digestName = "X-STANDBY-CONTENT"

func (o *contentLines) entry(e *Entry, clock *writeClock) {
	content := contentOf(e, clock)
	o.line("BEGIN:VEVENT")
	o.line("UID:" + e.UID)
	o.line("DTSTAMP:" + utcText(e.Modified))
	o.line("LAST-MODIFIED:" + utcText(e.Modified))
	o.line("SEQUENCE:" + strconv.Itoa(e.Sequence))
	for _, line := range content {
		o.line(line)
	}
	o.line(digestName + ":" + contentDigest(content))
	if e.Scope != "" {
		o.line(scopeName + ":" + e.Scope + "-" + e.shownDigest())
	}
	o.line("END:VEVENT")
}

// contentOf is all of an entry that is of interest to whoever reads it: a change
// in it counts as a revision.
func contentOf(e *Entry, clock *writeClock) []string {
	from, to := clock.times(e)
	summary := escapeText(oneLine(e.Summary))
	lines := []string{"DTSTART" + from, "DTEND" + to, "SUMMARY:" + summary}
	if text := escapeText(paragraphs(e.Description)); text != "" {
		lines = append(lines, "DESCRIPTION:"+text)
	}
	if list := categoryList(e.Categories); list != "" {
		lines = append(lines, "CATEGORIES:"+list)
	}
	status, transparency := "CONFIRMED", "TRANSPARENT"
	if e.Busy && !e.Cancelled {
		transparency = "OPAQUE"
	}
	if e.Cancelled {
		status = "CANCELLED"
	}
	lines = append(lines, "STATUS:"+status, "TRANSP:"+transparency)
	if e.Organizer.Email != "" {
		lines = append(lines, "ORGANIZER"+calAddress(e.Organizer))
	}
	for _, p := range e.Attendees {
		if p.Email != "" {
			lines = append(lines, "ATTENDEE;PARTSTAT=ACCEPTED"+calAddress(p))
		}
	}
	if e.Cancelled {
		return lines
	}
	for _, before := range e.Alarms {
		lines = append(lines, "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-"+exactDuration(before), "DESCRIPTION:"+summary, "END:VALARM")
	}
	return lines
}

func contentDigest(content []string) string {
	sum := sha256.Sum256([]byte(strings.Join(content, "\n")))
	return hex.EncodeToString(sum[:8])
}

// calAddress are the parameters and value of a person (RFC 5545 3.3.3).
func calAddress(p rotation.Person) string {
	name := strings.ReplaceAll(oneLine(p.Name), `"`, "'") // no quoted value can hold a quote
	if len(name) > 1000 {
		name = shortened(name)
	}
	if name != "" {
		name = `;CN="` + name + `"`
	}
	return name + ":mailto:" + strings.TrimSpace(p.Email)
}

// goodAddress reports whether an e-mail address can stand in a mailto: URI as it
// is.
func goodAddress(s string) bool {
	s = strings.TrimSpace(s)
	name, host, ok := strings.Cut(s, "@")
	return ok && name != "" && host != "" && len(s) <= 254 && utf8.ValidString(s) &&
		!strings.ContainsFunc(s, func(r rune) bool {
			return unicode.IsSpace(r) || unicode.IsControl(r) || bidi(r) || strings.ContainsRune(`"<>[]\,;:%?&`+"`", r)
		})
}

func categoryList(list []string) string {
	var out []string
	for _, c := range list {
		if c = oneLine(c); c != "" {
			out = append(out, escapeText(shortened(c)))
		}
	}
	return strings.Join(out, ",")
}

// escapeText writes cleaned text as a TEXT value (RFC 5545 3.3.11).
func escapeText(s string) string { return textEscapes.Replace(s) }

var textEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

// paragraphs makes text fit to be a TEXT value of several lines: valid UTF-8,
// line ends of all kinds made one, no other control or bidi characters.
func paragraphs(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return r
		case strings.ContainsRune("\n\r\v\f\u0085\u2028\u2029", r):
			return '\n'
		case unicode.IsControl(r) || bidi(r) || r == '\uFEFF':
			return -1
		}
		return r
	}, s)
}

// oneLine is text without line ends and runs of space, as Read gives it back.
func oneLine(s string) string { return strings.Join(strings.Fields(paragraphs(s)), " ") }

// shortened is text for an error or a short field.
func shortened(s string) string { return clean(s, maxName) }

func utcText(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// exactDuration writes a duration in hours, minutes and seconds, which mean the
// same on every night (RFC 5545 3.3.6). Fractions of a second are cut off.
func exactDuration(d time.Duration) string {
	h, m, s := int64(d/time.Hour), int64(d/time.Minute%60), int64(d/time.Second%60)
	text := "PT"
	if h > 0 {
		text += fmt.Sprintf("%dH", h)
	}
	if m > 0 || h > 0 && s > 0 {
		text += fmt.Sprintf("%dM", m)
	}
	if s > 0 || text == "PT" {
		text += fmt.Sprintf("%dS", s)
	}
	return text
}
