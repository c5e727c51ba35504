package model

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"standby/app/api"
	"standby/rotation"
)

// When is a shift's span; an end that is not known is none.
func When(s rotation.Shift, v View) string {
	if v.Snap.EndsOpen(s) {
		return OpenEnded(s.Interval, v)
	}
	return Between(s.Interval, v)
}

// OpenEnded is an interval whose end is not known.
func OpenEnded(i rotation.Interval, v View) string {
	return "from " + i.Start.In(v.Loc).Format("Mon 2 Jan 15:04") + ", " + api.NoEnd
}

// Between is an interval as "Fri 27 Nov 09:00 – Fri 4 Dec 09:00"; the day is
// said once when both ends are on it.
func Between(i rotation.Interval, v View) string {
	from, to := i.Start.In(v.Loc), i.End.In(v.Loc)
	if from.Format("20060102") == to.Format("20060102") {
		return from.Format("Mon 2 Jan 15:04") + " – " + to.Format("15:04")
	}
	return from.Format("Mon 2 Jan 15:04") + " – " + to.Format("Mon 2 Jan 15:04")
}

// countdown is a span of less than an hour in minutes and seconds, else as
// everywhere.
func countdown(d time.Duration) string {
	if d >= time.Hour {
		return api.Span(d)
	}
	return fmt.Sprintf("%d:%02d", int(d/time.Minute), int(d%time.Minute/time.Second))
}

// Ago is an age as people say it.
func Ago(t, now time.Time) string {
	switch age := now.Sub(t); {
	case t.IsZero():
		return ""
	case age < time.Minute:
		return "just now"
	default:
		return api.Span(age) + " ago"
	}
}

// seconds is a short span, rounded up, so that it never reads nothing while there
// is something left.
func seconds(d time.Duration) string {
	return fmt.Sprintf("%d s", (d+time.Second-1)/time.Second)
}

// Fact is one line of a page's detail: a word, and what goes with it.
type Fact struct{ Name, Value string }

// JoinedBy puts what is not empty next to each other.
func JoinedBy(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), sep)
}

// Capital begins a text with a capital letter and takes the full stop off its end.
func Capital(text string) string {
	text = strings.TrimRight(strings.TrimSpace(text), ".")
	first, size := utf8.DecodeRuneInString(text)
	return strings.ToUpper(string(first)) + text[size:]
}

// ZoneName is a zone as people know it; the machine's own has no IANA name here,
// so it is named by what its clock shows now.
func ZoneName(loc *time.Location, now time.Time) string {
	if loc != time.Local {
		return loc.String()
	}
	short, _ := now.In(loc).Zone()
	return "this machine's zone (" + short + ")"
}

// Joined puts what is not empty next to each other.
func Joined(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}
