package tray

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
)

// Icon names, one drawn shape each. While pages wait the name is PageIcon of
// their number.
const (
	IconOff          = "off"
	IconSoon         = "soon"
	IconPrimary      = "primary"
	IconSecondary    = "secondary"
	IconAcknowledged = "acknowledged"
	IconBlind        = "blind"
)

// PageIcon names the icon for a number of waiting pages: page-1 to page-9, and
// page-9plus.
func PageIcon(count int) string {
	if count > 9 {
		return "page-9plus"
	}
	return fmt.Sprintf("page-%d", max(count, 1))
}

const (
	// maxLine bounds every line, in runes.
	maxLine = 60
	// maxPages bounds the waiting pages in the menu, and those that somebody has
	// dealt with for now.
	maxPages   = 5
	maxDetails = 3
	// muteFor is how long the line mutes.
	muteFor = time.Hour
)

// View is what the icon and the menu say. Two views that are Equal look the
// same.
type View struct {
	// Icon names the shape.
	Icon string
	// Tooltip is the state in words, and below it what else is true; lines end
	// with a line feed, but the last.
	Tooltip string
	// Items are the lines of the menu, from the top.
	Items []Item
}

// Item is one line of the menu.
type Item struct {
	// ID is unique in a view and names the same line in the next one:
	// "open", "headline", "detail-1", "next", "incident",
	// "report", "page-ID", "more", "gone",
	// "mute", "test-page", "quit".
	ID string
	// Title is plain text of at most 60 runes.
	Title string
	// Enabled is true when the line does something.
	Enabled bool
	// Does is what; nil when it only informs.
	Does Command
}

// Equal reports whether two views look and act the same.
func (v View) Equal(w View) bool {
	return v.Icon == w.Icon && v.Tooltip == w.Tooltip && slices.Equal(v.Items, w.Items)
}

// ViewOf says what the tray shows for a snapshot at now, with clock times in
// loc. It changes at most once a minute, and while no page waits only when
// something happens: times are then given as clock times, not counted down.
func ViewOf(s api.Snapshot, now time.Time, loc *time.Location) View {
	h := calm(s, now, loc)
	v := View{Icon: icon(h)}
	v.Tooltip = line(h.Word)
	v.line("open", "Open Standby", Open{})
	v.line("headline", h.Word, nil)
	for i, detail := range h.Detail[:min(len(h.Detail), maxDetails)] {
		v.line(fmt.Sprintf("detail-%d", i+1), detail, nil)
		v.Tooltip += "\n" + line(detail)
	}
	if next := next(s, h, now, loc); next != "" {
		v.line("next", next, nil)
	}
	v.workspace(s)
	v.pages(s, now, loc)
	if s.MutedUntil.After(now) {
		v.Tooltip += "\nMuted until " + api.Clock(s.MutedUntil, now, loc)
		v.line("mute", fmt.Sprintf("Muted until %s: hear pages again", api.Clock(s.MutedUntil, now, loc)), Mute{})
	} else {
		v.line("mute", "Mute for "+api.Span(muteFor), Mute{muteFor})
	}
	v.line("test-page", "Send a test page", TestPage{})
	v.line("quit", "Quit Standby", Quit{})
	return v
}

func (v *View) line(id, title string, does Command) {
	v.Items = append(v.Items, Item{ID: id, Title: line(title), Enabled: does != nil, Does: does})
}

func line(s string) string { return notify.Clean(s, maxLine) }

func icon(h api.Headline) string {
	switch h.Standing {
	case api.PageWaiting:
		return PageIcon(h.Count)
	case api.CannotSee:
		return IconBlind
	case api.Acknowledged:
		return IconAcknowledged
	case api.OnCallSoon:
		return IconSoon
	case api.OnCall:
		if h.Role == rotation.Secondary || h.Role == rotation.Shadow {
			return IconSecondary
		}
		return IconPrimary
	}
	return IconOff
}

// calm is the snapshot's headline with every figure that would count on its own
// replaced by a clock time, but for the minutes left to acknowledge a page.
func calm(s api.Snapshot, now time.Time, loc *time.Location) api.Headline {
	h := s.Headline(now, loc)
	steady := map[string]string{}
	if n := s.Duty.Next; n != nil {
		steady["On call in "+api.Span(n.Start.Sub(now))] = "On call at " + api.Clock(n.Start, now, loc)
	}
	for _, src := range s.Sources {
		counting := fmt.Sprintf("%s silent for %s", src.Name, api.Span(now.Sub(src.LastHeard)))
		steady[counting] = fmt.Sprintf("%s silent since %s", src.Name, api.Clock(src.LastHeard, now, loc))
	}
	replace := func(word string) string {
		if to, ok := steady[word]; ok {
			return to
		}
		return wholeMinutes(word)
	}
	h.Word = replace(h.Word)
	details := make([]string, len(h.Detail))
	for i, detail := range h.Detail {
		details[i] = replace(detail)
	}
	h.Detail = details
	return h
}

// wholeMinutes replaces a number of seconds at the end of a headline.
func wholeMinutes(word string) string {
	body, left := strings.CutSuffix(word, " left")
	rest, isSeconds := strings.CutSuffix(body, " s")
	if !isSeconds {
		return word
	}
	digits := len(rest) - len(strings.TrimRight(rest, "0123456789"))
	if digits == 0 {
		return word
	}
	word = rest[:len(rest)-digits] + "under 1 min"
	if left {
		word += " left"
	}
	return word
}

// next says who takes over while on call, else when it is the user's turn.
func next(s api.Snapshot, h api.Headline, now time.Time, loc *time.Location) string {
	switch {
	case !s.DutyKnown:
		return ""
	case h.Role != "" && s.Duty.After != nil:
		return fmt.Sprintf("At %s: %s", api.Clock(s.Duty.Until, now, loc), s.Duty.After.Person)
	case s.Duty.Next != nil && s.Duty.Next.Start.After(now):
		return fmt.Sprintf("Next: %s, %s", api.RoleName(s.Duty.Next.Role), api.Clock(s.Duty.Next.Start, now, loc))
	}
	return ""
}

// pages lists what waits, the next to be overdue first, then what somebody has
// dealt with for now, and how many came and went unseen.
func (v *View) pages(s api.Snapshot, now time.Time, loc *time.Location) {
	var waiting, dealt []api.Page
	gone := 0
	for _, p := range s.Pages {
		switch {
		case p.Waiting():
			waiting = append(waiting, p)
		case p.Open():
			dealt = append(dealt, p)
		case p.Unseen:
			gone++
		}
	}
	slices.SortStableFunc(waiting, byDue)
	for _, p := range waiting[:min(len(waiting), maxPages)] {
		v.waiting(p)
	}
	shown := min(len(dealt), maxPages)
	for _, p := range dealt[:shown] {
		v.line("page-"+p.ID, dealtWith(p, now, loc)+": "+p.Title, nil)
	}
	if more := max(len(waiting)-maxPages, 0) + len(dealt) - shown + s.MorePages; more > 0 {
		v.line("more", fmt.Sprintf("and %d more", more), Open{})
	}
	switch gone {
	case 0:
	case 1:
		v.line("gone", "1 page came and went, not seen", Open{})
	default:
		v.line("gone", fmt.Sprintf("%d pages came and went, not seen", gone), Open{})
	}
}

// dealtWith is what somebody has done about an open page.
func dealtWith(p api.Page, now time.Time, loc *time.Location) string {
	switch {
	case p.Request != notify.NoRequest:
		return "Sending"
	case p.State == notify.Snoozed:
		return "Snoozed until " + api.Clock(p.SnoozedUntil, now, loc)
	case p.State == notify.Escalated:
		return "Handed on " + p.EscalatedAt.In(loc).Format("15:04")
	}
	return "Acknowledged " + p.AckedAt.In(loc).Format("15:04")
}

func (v *View) waiting(p api.Page) {
	switch {
	case p.Request != notify.NoRequest:
		v.line("page-"+p.ID, "Sending: "+p.Title, nil)
	case p.AckLabel == "":
		v.line("page-"+p.ID, "Waiting: "+p.Title, nil)
	default:
		v.line("page-"+p.ID, p.AckLabel+": "+p.Title, Acknowledge{p.ID})
	}
}

// byDue puts pages whose clock runs before those whose clock does not; one that is
// paused runs again.
func byDue(a, b api.Page) int {
	switch {
	case a.Due.IsZero() != b.Due.IsZero():
		if a.Due.IsZero() {
			return 1
		}
		return -1
	default:
		return a.Due.Compare(b.Due)
	}
}
