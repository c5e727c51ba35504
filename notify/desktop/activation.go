package desktop

import (
	"errors"
	"net/url"

	"standby/notify"
)

// maxActivation bounds what is read of an activation; Windows' own limit is lower.
const maxActivation = 1 << 14

var errActivation = errors.New("what was clicked names no note and action of ours")

// activation names an action of a note in printable ASCII. Windows hands it back
// when the button is pressed, maybe to a later run of the program.
func activation(note, action string) string {
	return url.Values{"action": {action}, "note": {note}}.Encode()
}

// parseActivation reads what activation wrote. Any program of the user can send
// one, so nothing else is taken for it: each name once, and an action that could
// have been a button's key.
func parseActivation(s string) (notify.Reaction, error) {
	if len(s) > maxActivation {
		return notify.Reaction{}, errActivation
	}
	values, err := url.ParseQuery(s)
	if err != nil || len(values) != 2 || len(values["note"]) != 1 || len(values["action"]) != 1 {
		return notify.Reaction{}, errActivation
	}
	action := values.Get("action")
	if action == "" || notify.Clean(action, maxLabel) != action {
		return notify.Reaction{}, errActivation
	}
	return notify.Reaction{NoteID: values.Get("note"), Kind: notify.Pressed, Action: action}, nil
}
