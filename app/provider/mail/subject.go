package mail

import (
	"regexp"
	"strings"

	"standby/notify"
)

// subject is what a mail's subject is about, without what it says of it.
type subject struct {
	title string
	// likeness is the same for all mails about it; empty where the subject says
	// nothing.
	likeness string
}

// maxSubject is how much of a subject is looked at, in bytes.
const maxSubject = 1000

const (
	overWords   = `resolved|recovered|recovery|cleared|closed|ok|up|back to normal`
	atWorkWords = `acknowledged|acknowledgement|ack|downtimestart|downtimeend|downtimecancelled|flappingstart|flappingstop|flappingdisabled|updated|comment|snoozed`
	wrongWords  = `firing|alerting|problem|triggered|alert|down|critical|warning|error|no data|nodata`
)

// The forms in which systems begin a subject: "[RESOLVED] disk full",
// "** RECOVERY Service Alert: ...", "Resolved in 5m: disk full", "OK - disk full".
var (
	answered  = regexp.MustCompile(`(?i)^\s*(?:re|aw|sv|antw|fwd?|wg|tr)\s*:\s*`)
	bracketed = regexp.MustCompile(`^\s*\[([^\]]*)\]\s*`)
	starred   = regexp.MustCompile(`(?i)^\s*\*+\s*(` + overWords + `|` + atWorkWords + `|` + wrongWords + `)\s+((?:service|host)\s+alert:\s*)?`)
	leading   = regexp.MustCompile(`(?i)^\s*(` + overWords + `|` + atWorkWords + `|` + wrongWords + `)(?:\s+in\s+[0-9][0-9dhms ]*)?\s*(?:[:|–—]|-\s)\s*`)
	trailing  = regexp.MustCompile(`(?i)\s+(?:is|are|has|have)(?:\s+(?:now|been|gone))*\s+(` + overWords + `|down|critical|warning|unknown|unreachable|firing|triggered)[\s.!*]*$`)
	denied    = regexp.MustCompile(`(?i)\b(?:not|never|no longer|un|isn't|aren't)\s+(?:yet\s+|been\s+)*(?:` + overWords + `)`)

	isOver   = regexp.MustCompile(`(?i)\b(?:` + overWords + `)\b`)
	isAtWork = regexp.MustCompile(`(?i)\b(?:` + atWorkWords + `)\b`)
	isWrong  = regexp.MustCompile(`(?i)\b(?:` + wrongWords + `)\b`)
)

// subjectOf reads a subject. It takes a trouble for over only where the subject says
// so in one of the forms in which systems do.
func subjectOf(raw string) (s subject, t turn) {
	text := notify.Clean(raw[:min(len(raw), maxSubject)], maxSubject)
	whole := text
	said := []string{}
	for {
		if rest := answered.ReplaceAllString(text, ""); rest != text {
			text = rest
			continue
		}
		words, rest := front(text)
		if words == "" {
			break
		}
		said, text = append(said, words), rest
	}
	if m := trailing.FindStringSubmatchIndex(text); m != nil {
		said, text = append(said, text[m[2]:m[3]]), text[:m[0]]
	}
	text = strings.TrimSpace(strings.Trim(text, "* "))
	s = subject{title: text, likeness: strings.Trim(notify.Likeness(text, ""), "\x00")}
	return s, turnOf(said, whole)
}

// front takes off what a subject begins with, where that is a word for how things
// stand. A bracket with anything else, such as a team's name, belongs to the title.
func front(text string) (words, rest string) {
	if m := bracketed.FindStringSubmatch(text); m != nil {
		if isOver.MatchString(m[1]) || isAtWork.MatchString(m[1]) || isWrong.MatchString(m[1]) {
			return m[1], text[len(m[0]):]
		}
		return "", text
	}
	for _, form := range []*regexp.Regexp{starred, leading} {
		if m := form.FindStringSubmatch(text); m != nil && len(m[0]) < len(text) {
			return m[1], text[len(m[0]):]
		}
	}
	return "", text
}

// turnOf weighs what was said: "[FIRING:1, RESOLVED:2]" and "PROBLEM ... is OK" still
// fire, and so does what is "not resolved".
func turnOf(said []string, whole string) turn {
	all := strings.Join(said, " ")
	switch {
	case isAtWork.MatchString(all):
		return neither
	case isWrong.MatchString(all) || denied.MatchString(whole):
		return begins
	case isOver.MatchString(all):
		return ends
	}
	return begins
}

func plainWord(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// subjectPattern is a regular expression of the user's for subjects.
type subjectPattern struct{ *regexp.Regexp }

// pick is what the pattern finds in a subject: its first group, or all of it where it
// has none; empty where it does not match.
func (p *subjectPattern) pick(text string) string {
	if p == nil {
		return ""
	}
	m := p.FindStringSubmatch(text[:min(len(text), maxSubject)])
	switch {
	case m == nil:
		return ""
	case len(m) > 1:
		return m[1]
	}
	return m[0]
}

func matchAny(list []*subjectPattern, text string) bool {
	for _, p := range list {
		if p.MatchString(text[:min(len(text), maxSubject)]) {
			return true
		}
	}
	return false
}
