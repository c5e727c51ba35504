package notify

// Note is what a desktop is asked to show: plain text, never markup. A note
// with the ID of one that is on the screen replaces it.
type Note struct {
	// ID is chosen by the caller and stable: the page's ID for a page.
	ID string
	// Title and Body are plain text; the back end cleans, caps and escapes them.
	Title, Body string
	// Urgency decides how it is shown; High stays until it is closed.
	Urgency Urgency
	// Actions are the buttons, in order. The back end may have no buttons.
	Actions []Action
	// Sound asks for an audible signal as well.
	Sound bool
}

// Action is a button of a note.
type Action struct {
	// Key comes back in the Reaction: "acknowledge", "open".
	Key string
	// Label is what the button says.
	Label string
}

// ActionDefault is the key of a click on the note itself.
const ActionDefault = "default"

// ReactionKind is what happened to a note.
type ReactionKind string

// What can happen to a note.
const (
	// Pressed: the button Action was pressed, or the note itself (ActionDefault).
	Pressed ReactionKind = "pressed"
	// Dismissed: a human closed it without pressing anything.
	Dismissed ReactionKind = "dismissed"
	// Expired: the desktop took it away by itself.
	Expired ReactionKind = "expired"
	// Shown: the desktop accepted it. Buttons says whether it can draw buttons.
	Shown ReactionKind = "shown"
	// Failed: it could not be shown; Err says why. The caller decides what else
	// to do, nothing was retried.
	Failed ReactionKind = "failed"
	// Lost: the desktop's notification service went away or came back, and every
	// note that was on the screen has gone. NoteID is empty.
	Lost ReactionKind = "lost"
)

// Reaction is what a desktop reports of a note, in the order it happened.
type Reaction struct {
	NoteID string
	Kind   ReactionKind
	// Action is the key of the button, with Pressed.
	Action string
	// Err is the cause, with Failed.
	Err error
}
