package notify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The buttons of a page's note.
const (
	ActionAcknowledge = "acknowledge"
	ActionSnooze      = "snooze"
	ActionOpen        = "open"
)

// SnoozeFor is how long the button snoozes.
const SnoozeFor = 15 * time.Minute

// Manner is how a note of a page is written.
type Manner struct {
	Rung
	// AckLabel is the button; without one there is only "Open".
	AckLabel string
	// OnDuty is false when the page is somebody else's to answer.
	OnDuty bool
	// Zone is what clock times are told in.
	Zone *time.Location
	// Also is one more line, such as how often it was seen.
	Also string
}

// NoteOf is the note for a waiting page.
func NoteOf(p Page, m Manner, now time.Time) Note {
	n := Note{ID: p.ID, Title: p.Title, Urgency: m.Note, Sound: m.Sound != ""}
	if p.Service != "" {
		n.Title = p.Service + ": " + p.Title
	}
	if p.Drill {
		n.Title = "Test page: " + p.Title
	}
	lines := []string{stand(p, m, now)}
	for _, more := range []string{p.Failure, m.Also, p.Body} {
		if more != "" {
			lines = append(lines, more)
		}
	}
	n.Body = strings.Join(lines, "\n")
	if m.AckLabel != "" {
		n.Actions = append(n.Actions, Action{Key: ActionAcknowledge, Label: m.AckLabel},
			Action{Key: ActionSnooze, Label: fmt.Sprintf("Snooze %d min", SnoozeFor/time.Minute)})
	}
	n.Actions = append(n.Actions, Action{Key: ActionOpen, Label: "Open"})
	return n
}

func stand(p Page, m Manner, now time.Time) string {
	due := p.Due()
	switch {
	case due.IsZero() && !m.OnDuty:
		return "You are off call."
	case due.IsZero():
		return "It waits for you."
	case now.Before(due):
		return fmt.Sprintf("Acknowledge by %s.", due.In(m.Zone).Format("15:04"))
	}
	return fmt.Sprintf("Overdue since %s.", due.In(m.Zone).Format("15:04"))
}

// AtOnce is how many notes one moment may put on the screen; what is more is
// counted in notes of several, so that a flood of pages does not bury the screen.
const AtOnce = 4

// Bundle is several pages that share a note because they came at once.
type Bundle struct {
	// ID is that of the note: the page's own, or one made of the service.
	ID string
	// Pages are those it stands for, the most urgent and then the newest first.
	Pages []Page
}

// IDs of notes that stand for several pages.
const (
	bundlePrefix = "service/"
	restID       = "more"
	// DigestID is the note that tells what quiet hours held back.
	DigestID = "digest"
)

// Bundled sorts pages into at most AtOnce notes: each its own while there are so
// few, else those of one service together, and what is then still too much in one.
// The same pages give the same bundles whatever their order.
func Bundled(pages []Page) []Bundle {
	pages = slices.Clone(pages)
	slices.SortFunc(pages, byUrgency)
	if len(pages) <= AtOnce {
		return each(pages)
	}
	var list []Bundle
	at := map[string]int{}
	for _, p := range pages {
		id := bundlePrefix + p.Service
		i, known := at[id]
		if !known {
			i = len(list)
			at[id] = i
			list = append(list, Bundle{ID: id})
		}
		list[i].Pages = append(list[i].Pages, p)
	}
	if len(list) > AtOnce {
		rest := Bundle{ID: restID}
		for _, b := range list[AtOnce-1:] {
			rest.Pages = append(rest.Pages, b.Pages...)
		}
		list = append(list[:AtOnce-1], rest)
	}
	for i, b := range list {
		if len(b.Pages) == 1 {
			list[i].ID = b.Pages[0].ID
		}
	}
	return list
}

func each(pages []Page) []Bundle {
	list := make([]Bundle, 0, len(pages))
	for _, p := range pages {
		list = append(list, Bundle{ID: p.ID, Pages: []Page{p}})
	}
	return list
}

func byUrgency(p, q Page) int {
	return cmp.Or(cmp.Compare(weight(q.Urgency), weight(p.Urgency)), q.TriggeredAt.Compare(p.TriggeredAt), cmp.Compare(p.ID, q.ID))
}

// mostTitles is how many titles a note of several pages names.
const mostTitles = 4

// NoteOfMany is the note of a bundle of several pages; louder is the loudest rung
// that any of them is told as.
func NoteOfMany(b Bundle, loudest Rung) Note {
	n := Note{ID: b.ID, Urgency: loudest.Note, Sound: loudest.Sound != "", Actions: []Action{{Key: ActionOpen, Label: "Open"}}}
	service := strings.TrimPrefix(b.ID, bundlePrefix)
	switch {
	case b.ID == restID:
		n.Title = fmt.Sprintf("and %d more pages wait", len(b.Pages))
	case service == "":
		n.Title = fmt.Sprintf("%d pages wait", len(b.Pages))
	default:
		n.Title = fmt.Sprintf("%s: %d pages wait", service, len(b.Pages))
	}
	n.Body = titles(b.Pages)
	return n
}

func titles(pages []Page) string {
	var lines []string
	for i, p := range pages {
		if i == mostTitles {
			lines = append(lines, fmt.Sprintf("and %d more", len(pages)-i))
			break
		}
		lines = append(lines, p.Title)
	}
	return strings.Join(lines, "\n")
}

// Digest is the note that tells, when quiet hours end, what they held back and
// what came and went meanwhile; ok is false when that is nothing.
func Digest(held, gone []Page) (n Note, ok bool) {
	if len(held)+len(gone) == 0 {
		return Note{}, false
	}
	n = Note{ID: DigestID, Urgency: Normal, Title: "While it was quiet: " + count(len(held), "page waits", "pages wait")}
	if len(held) == 0 {
		n.Title = "While you were away: " + count(len(gone), "page came and went", "pages came and went")
	} else if len(gone) > 0 {
		n.Title += ", " + count(len(gone), "came and went", "came and went")
	}
	all := slices.Clone(held)
	slices.SortFunc(all, byUrgency)
	n.Body = titles(append(all, gone...))
	n.Actions = []Action{{Key: ActionOpen, Label: "Open"}}
	return n, true
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
