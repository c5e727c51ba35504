package api

import (
	"fmt"
	"strings"
	"time"

	"standby/rotation"
)

// Headline is the answer to "am I on, until when, what waits": the one line
// that tray, window, command line and status bars show in their own way.
type Headline struct {
	Standing Standing
	// Role is the user's role while on call, whatever the standing is.
	Role rotation.Role
	// Count is the number of pages that wait for the user.
	Count int
	// Late is true when one of them is past its ack target, Near when one is past
	// the warning before it.
	Late, Near bool
	// Word is the state in words: "Primary until Fri 09:00".
	Word string
	// Detail is what else is true now, one short sentence each, worst first;
	// it never repeats Word.
	Detail []string
}

// Headline says how the snapshot stands at now, in words, with clock times in
// loc. It is pure: a client calls it as often as it draws.
func (s Snapshot) Headline(now time.Time, loc *time.Location) Headline {
	h := Headline{}
	if c := s.Duty.Current; c != nil && now.Before(s.Duty.Until) {
		h.Role = c.Role
	}
	type claim struct {
		standing Standing
		word     string
	}
	var claims []claim
	add := func(standing Standing, word string) {
		if word != "" {
			claims = append(claims, claim{standing, word})
		}
	}
	add(PageWaiting, s.waiting(now, &h))
	for _, word := range s.blind(now) {
		add(CannotSee, word)
	}
	add(Acknowledged, s.acknowledged(loc))
	add(s.duty(now, loc))
	h.Standing, h.Word = claims[0].standing, claims[0].word
	for _, c := range claims[1:] {
		h.Detail = append(h.Detail, c.word)
	}
	return h
}

// ForMe reports whether the page waits for this user: it is unacknowledged and
// its clock runs.
func (p Page) ForMe() bool { return p.Waiting() && (!p.Due.IsZero() || !p.PausedAt.IsZero()) }

func (s Snapshot) waiting(now time.Time, h *Headline) string {
	var first time.Time
	for _, p := range s.Pages {
		if !p.ForMe() {
			continue
		}
		h.Count++
		if p.Due.IsZero() {
			continue
		}
		ahead := p.Target - p.Warn
		if p.Target == 0 { // from before pages had targets of their own
			ahead = s.Ack.Target - s.Ack.Warn
		}
		h.Near = h.Near || !now.Before(p.Due.Add(-ahead))
		if first.IsZero() || p.Due.Before(first) {
			first = p.Due
		}
	}
	if h.Count == 0 {
		return ""
	}
	h.Count += s.MoreWaiting
	if first.IsZero() {
		return pages(h.Count) + ", the clock is paused"
	}
	h.Late = !now.Before(first)
	if h.Late {
		return fmt.Sprintf("%s, overdue %s", pages(h.Count), Span(now.Sub(first)))
	}
	return fmt.Sprintf("%s, %s left", pages(h.Count), Span(first.Sub(now)))
}

func pages(n int) string {
	if n == 1 {
		return "1 page"
	}
	return fmt.Sprintf("%d pages", n)
}

// blind lists what we cannot see, the refusals first: they do not pass by
// themselves.
func (s Snapshot) blind(now time.Time) []string {
	var words []string
	for _, src := range s.Sources {
		if src.State == SourceRefused {
			words = append(words, src.Name+" "+Refusal(src))
		}
	}
	for _, src := range s.Sources {
		if src.State != SourceSilent {
			continue
		}
		if src.LastHeard.IsZero() {
			words = append(words, src.Name+" never heard")
		} else {
			words = append(words, fmt.Sprintf("%s silent for %s", src.Name, Span(now.Sub(src.LastHeard))))
		}
	}
	switch {
	case s.DutyKnown:
	case s.DutyReason == "":
		words = append(words, "Duty unknown")
	default:
		words = append(words, s.DutyReason)
	}
	return words
}

// Refusal is what a refused source does, as words behind its name: a server
// refuses us, a file cannot be read.
func Refusal(s Source) string {
	if s.Kind == KindRota {
		return "cannot be read"
	}
	return "refuses us"
}

func (s Snapshot) acknowledged(loc *time.Location) string {
	var latest time.Time
	n := 0
	for _, p := range s.Pages {
		if p.State == "acknowledged" && p.AckedHere {
			n++
			if p.AckedAt.After(latest) {
				latest = p.AckedAt
			}
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return "Acknowledged " + latest.In(loc).Format("15:04")
	}
	return fmt.Sprintf("%d acknowledged, last %s", n, latest.In(loc).Format("15:04"))
}

func (s Snapshot) duty(now time.Time, loc *time.Location) (Standing, string) {
	next := s.Duty.Next
	switch {
	case !s.DutyKnown:
		return CannotSee, ""
	case s.Duty.Current != nil && now.Before(s.Duty.Until):
		return OnCall, s.holding(s.Duty.Current.Role, s.Duty.Until, now, loc)
	case next != nil && next.Contains(now):
		return OnCall, s.holding(next.Role, next.End, now, loc)
	case next != nil && next.Start.After(now) && next.Start.Sub(now) <= s.Soon:
		return OnCallSoon, "On call in " + Span(next.Start.Sub(now))
	}
	return OffCall, "Off call"
}

// OpenEnd is how far ahead the end of a shift is none that anybody plans with: a
// rota of one person has no hand-off, and is known for that long or longer.
const OpenEnd = 366 * 24 * time.Hour

// NoEnd is what stands in place of an end that is not known.
const NoEnd = "no end known"

func (s Snapshot) holding(role rotation.Role, until, now time.Time, loc *time.Location) string {
	if s.openFor(until) {
		return RoleName(role) + ", " + NoEnd
	}
	if until.Sub(now) > OpenEnd {
		return RoleName(role) + ", no hand-off in sight"
	}
	return fmt.Sprintf("%s until %s", RoleName(role), Clock(until, now, loc))
}

// RoleName is a role as a word that begins a sentence: "Primary". A shift
// without a role reads "On call".
func RoleName(r rotation.Role) string {
	name := string(r)
	if name == "" {
		return "On call"
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// Clock is an instant as people say it at now, in loc: "09:00" today, "Fri
// 09:00" within six days, else "Fri 4 Dec 09:00".
func Clock(t, now time.Time, loc *time.Location) string {
	t, now = t.In(loc), now.In(loc)
	days := day(t).Sub(day(now)) / (24 * time.Hour)
	switch {
	case days == 0:
		return t.Format("15:04")
	case days > 0 && days <= 6:
		return t.Format("Mon 15:04")
	case t.Year() == now.Year() || days > 0 && days < 180:
		return t.Format("Mon 2 Jan 15:04")
	}
	return t.Format("2 Jan 2006 15:04")
}

func day(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// Span is a duration as people say it, in at most two units, rounded down so
// that "0 min left" is never more than a minute: "40 s", "11 min", "2 h 05
// min", "2 d 3 h". A negative one reads as zero.
func Span(d time.Duration) string {
	switch {
	case d < 0:
		return "0 s"
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d/time.Second))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d/time.Minute))
	case d < 24*time.Hour:
		if m := int(d % time.Hour / time.Minute); m > 0 {
			return fmt.Sprintf("%d h %02d min", int(d/time.Hour), m)
		}
		return fmt.Sprintf("%d h", int(d/time.Hour))
	}
	if h := int(d % (24 * time.Hour) / time.Hour); h > 0 {
		return fmt.Sprintf("%d d %d h", int(d/(24*time.Hour)), h)
	}
	return fmt.Sprintf("%d d", int(d/(24*time.Hour)))
}
