package model

import (
	"fmt"

	"standby/app/api"
	"standby/notify"
)

// sendingOf is what is on its way to the source of a page, in words; empty when
// nothing is.
func sendingOf(p api.Page, v View) string {
	words := map[notify.Request]string{
		notify.AskAcknowledge: "Sending the acknowledgement…", notify.AskUnacknowledge: "Giving it back…", notify.AskResolve: "Resolving…",
		notify.AskSnooze: "Snoozing until " + api.Clock(p.AskUntil, v.Now, v.Loc) + "…", notify.AskEscalate: "Handing it on…",
	}
	switch {
	case p.Request == notify.NoRequest:
		return ""
	case p.Request == notify.AskResolve && p.HoldUntil.After(v.Now):
		return "Resolving in " + seconds(p.HoldUntil.Sub(v.Now))
	}
	text, known := words[p.Request]
	if !known {
		text = "Sending…"
	}
	switch {
	case p.Attempts == 1:
		text += " It failed once and is tried again."
	case p.Attempts > 1:
		text += fmt.Sprintf(" It failed %d times and is tried again.", p.Attempts)
	}
	return text
}

// UndoOf is what the button says that takes the last step back; empty when it is
// too late, or nothing would come of it.
func UndoOf(p api.Page, v View) string {
	if !v.Live || !p.UndoUntil.After(v.Now) {
		return ""
	}
	return "Undo (" + seconds(p.UndoUntil.Sub(v.Now)) + ")"
}

// Undone is what would be taken back, in words.
func Undone(p api.Page) string {
	if p.Request == notify.AskResolve {
		return "Resolving: " + titleOf(p)
	}
	return "Acknowledged: " + titleOf(p)
}

// Undoable is the page whose last step can be taken back, the latest of several.
func Undoable(pages []api.Page, v View) (found api.Page, ok bool) {
	for _, p := range pages {
		if UndoOf(p, v) != "" && p.UndoUntil.After(found.UndoUntil) {
			found, ok = p, true
		}
	}
	return found, ok
}

// Besides is what is said of the pages that a snapshot has no room for; empty when
// it has them all.
func Besides(s api.Snapshot) string {
	switch {
	case s.MorePages <= 0:
		return ""
	case s.MoreWaiting == s.MorePages:
		return fmt.Sprintf("And %d more wait; they come up as these are dealt with.", s.MorePages)
	case s.MoreWaiting == 0:
		return fmt.Sprintf("And %d more are open; they come up as these are dealt with.", s.MorePages)
	}
	return fmt.Sprintf("And %d more are open, %d of them wait; they come up as these are dealt with.", s.MorePages, s.MoreWaiting)
}

// UnseenIDs are the pages that came and went and that nobody has seen.
func UnseenIDs(pages []api.Page) []string {
	var ids []string
	for _, p := range pages {
		if p.Unseen {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// MutedOf is what is said while sounds are muted; empty when they are not.
func MutedOf(v View) string {
	if !v.Snap.MutedUntil.After(v.Now) {
		return ""
	}
	return "Muted until " + api.Clock(v.Snap.MutedUntil, v.Now, v.Loc) + ": pages are shown, and make no sound."
}
