package notify

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// JoinWithin is how far apart two sources may report the same trouble that only
// its name joins.
const JoinWithin = 10 * time.Minute

// Joins reports whether a sighting is the same trouble as an open page of another
// source: they share a dedup key, or they have the same service and, likeness
// apart, the same title, and began to wait within JoinWithin of each other. Two
// alerts of one source are never joined: it knows better.
func (p Page) Joins(s Sighting, now time.Time) bool {
	switch {
	case p.Source == s.Source || !p.Open() || p.Drill || s.Drill:
		return false
	case slices.ContainsFunc(s.Dedup, func(k string) bool { return k != "" && slices.Contains(p.Dedup, k) }):
		return true
	}
	apart := now.Sub(p.TriggeredAt)
	return apart >= -JoinWithin && apart <= JoinWithin && s.Title != "" && Likeness(p.Title, p.Service) == Likeness(s.Title, s.Service)
}

// Join makes the page one with another: with is its ID, or the page that it is
// itself one with.
func (p Page) Join(with string, now time.Time) Change {
	c := Change{Page: p}
	if with != p.ID && p.With != with {
		c.Page.With = with
		c.log(now, "joined", p.Source, "the same trouble by another way")
	}
	return c
}

// Likeness is what two reports of the same trouble have in common: their title and
// service without case, punctuation, and what systems put in front of a title
// ("[FIRING:2]", "RE:", "ALERT -"). Digits stay: db1 is not db2.
func Likeness(title, service string) string {
	return plain(withoutPrefix(title)) + "\x00" + plain(service)
}

func withoutPrefix(s string) string {
	for {
		s = strings.TrimSpace(s)
		rest, found := s, false
		if strings.HasPrefix(s, "[") {
			_, rest, found = strings.Cut(s, "]")
		}
		for _, word := range []string{"re:", "fw:", "fwd:", "aw:", "wg:", "alert:", "alert -", "firing:", "triggered:", "problem:"} {
			if len(s) > len(word) && strings.EqualFold(s[:len(word)], word) {
				rest, found = s[len(word):], true
			}
		}
		if !found || strings.TrimSpace(rest) == "" {
			return s
		}
		s = rest
	}
}

func plain(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// Group is the same trouble as all its sources have it: to a human one page. The
// first of them leads; its ID is that of the whole.
type Group []Page

// GroupUp puts pages that are one together: leaders first in each, the groups in
// the order of their leaders' IDs. A page whose leader is not among them leads.
func GroupUp(pages map[string]Page) map[string]Group {
	groups := make(map[string]Group, len(pages))
	for id, p := range pages {
		lead := id
		if _, here := pages[p.With]; here {
			lead = p.With
		}
		if lead == id {
			groups[lead] = slices.Insert(groups[lead], 0, p)
		} else {
			groups[lead] = append(groups[lead], p)
		}
	}
	for _, g := range groups {
		slices.SortFunc(g[1:], func(a, b Page) int { return strings.Compare(a.ID, b.ID) })
	}
	return groups
}

// Page is the group as one page: the leader's texts, the worst urgency, and the
// state of the whole. It is over when all of it is; what is open is acknowledged
// when any of it is, else snoozed, else escalated, else it waits. What is asked and
// what failed is told of the first that it is true of.
func (g Group) Page() Page {
	if len(g) == 1 {
		return g[0]
	}
	at := g.speaker()
	out := g[at]
	lead := g[0]
	out.ID, out.With, out.Source, out.Key, out.Ref = lead.ID, "", lead.Source, lead.Key, lead.Ref
	out.Title, out.Body, out.Service, out.Severity, out.URL = lead.Title, lead.Body, lead.Service, lead.Severity, lead.URL
	for i := range g {
		p := &g[i]
		if p.Open() && weight(p.Urgency) > weight(out.Urgency) {
			out.Urgency = p.Urgency
		}
		if out.Request == NoRequest && p.Request != NoRequest {
			out.Request, out.Requester, out.Attempts, out.AskedAt, out.AskUntil, out.HoldUntil = p.Request, p.Requester, p.Attempts, p.AskedAt, p.AskUntil, p.HoldUntil
		}
		if out.Failure == "" {
			out.Failure = p.Failure
		}
		out.Missed = out.Missed || p.Missed
	}
	return out
}

// speaker is the index of the page whose state is that of the whole; among equals
// the one that has waited longest.
func (g Group) speaker() int {
	best := 0
	for i := range g {
		if c := rank(g[i].State) - rank(g[best].State); c < 0 || c == 0 && g[i].TriggeredAt.Before(g[best].TriggeredAt) {
			best = i
		}
	}
	return best
}

func rank(s State) int {
	return slices.Index([]State{Acknowledged, Snoozed, Escalated, Triggered, Resolved}, s)
}

func weight(u Urgency) int {
	switch u {
	case High:
		return 2
	case Normal:
		return 1
	}
	return 0
}
