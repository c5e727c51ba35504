package incident

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// DefaultChannel is the template of a channel's name.
const DefaultChannel = "inc-{date}-{slug}"

// MaxChannel is the longest name of a channel that Slack takes.
const MaxChannel = 80

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

// Channel names the channel of an incident after a template: {date} is the day in
// UTC, {slug} the title, {severity} "sev2", {id} the ID. The result is what Slack
// takes: lower-case letters, digits, hyphens and underscores, MaxChannel of them at
// most, without the "#" in front. That of a drill begins with "drill-". A
// placeholder that is not known is ErrValue.
func (i Incident) Channel(template string, now time.Time) (string, error) {
	title := slug(i.Title())
	if title == "" {
		title = i.ID
	}
	severity := "sev"
	if s := i.Severity(); s != 0 {
		severity = strings.ToLower(s.String())
	}
	var unknown string
	made := placeholder.ReplaceAllStringFunc(template, func(p string) string {
		switch p {
		case "{date}":
			return now.UTC().Format("20060102")
		case "{slug}":
			return title
		case "{severity}":
			return severity
		case "{id}":
			return i.ID
		}
		unknown = p
		return ""
	})
	if unknown != "" {
		return "", fmt.Errorf("%s in the template of a channel's name %w: {date}, {slug}, {severity} and {id} are", unknown, ErrValue)
	}
	if i.Drill {
		made = "drill-" + made
	}
	made = slug(made)
	if made == "" {
		return "", fmt.Errorf("the name of a channel %w: its template %q holds no letter", ErrEmpty, template)
	}
	return cut(made), nil
}

// cut shortens a name to what is allowed, between two words where there are several.
func cut(s string) string {
	if len(s) <= MaxChannel {
		return s
	}
	if at := strings.LastIndexByte(s[:MaxChannel+1], '-'); at > 0 {
		return s[:at]
	}
	return s[:MaxChannel]
}

// slug keeps the ASCII letters, digits and underscores of a text, in lower case;
// accents go, and all else becomes one hyphen.
func slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(s) {
		r = unicode.ToLower(r)
		switch {
		case unicode.Is(unicode.Mn, r):
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	return b.String()
}
