package desktop

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"standby/notify"
)

// userNote is what the user notification centre of macOS is told of a note; the
// Objective-C side reads it as JSON and adds nothing to it. Identifiers are
// escaped, so that each comes back to the byte, also through a C string.
type userNote struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Body  string `json:"body"`
	// Level is the interruption level: "passive", "active" or "timeSensitive",
	// which breaks through a Focus that allows it.
	Level string `json:"level"`
	Sound bool   `json:"sound"`
	// Category names this set of buttons: the centre knows buttons by category.
	Category string       `json:"category"`
	Actions  []userAction `json:"actions"`
}

type userAction struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

// userNoteJSON is the payload of a cleaned note. The click on the note itself is
// no button there and is left out.
func userNoteJSON(n notify.Note) (string, error) {
	u := userNote{ID: userID(n.ID), Title: n.Title, Body: n.Body, Level: "active", Sound: n.Sound, Actions: []userAction{}}
	switch n.Urgency {
	case notify.High:
		u.Level = "timeSensitive"
	case notify.Low:
		u.Level = "passive"
	}
	for _, a := range n.Actions {
		if a.Key != notify.ActionDefault {
			u.Actions = append(u.Actions, userAction{Key: userID(a.Key), Label: a.Label})
		}
	}
	u.Category = category(u.Actions)
	data, err := json.Marshal(u)
	if err != nil {
		return "", fmt.Errorf("write a notification: %w", err)
	}
	return string(data), nil
}

func category(actions []userAction) string {
	var all strings.Builder
	for _, a := range actions {
		all.WriteString(a.Key + " " + url.QueryEscape(a.Label) + "\n")
	}
	sum := sha256.Sum256([]byte(all.String()))
	return "standby-" + hex.EncodeToString(sum[:6])
}

// userID is an identifier in printable ASCII, never empty.
func userID(s string) string { return "=" + url.QueryEscape(s) }

func parseUserID(s string) (string, error) {
	escaped, ours := strings.CutPrefix(s, "=")
	if !ours {
		return "", errActivation
	}
	id, err := url.QueryUnescape(escaped)
	if err != nil {
		return "", errActivation
	}
	return id, nil
}

// The centre's own names for a click on the note and for closing it
// (UNNotificationDefaultActionIdentifier, UNNotificationDismissActionIdentifier).
const (
	userClicked   = "com.apple.UNNotificationDefaultActionIdentifier"
	userDismissed = "com.apple.UNNotificationDismissActionIdentifier"
)

// userReaction reads the identifiers of a note and of what was done with it.
func userReaction(note, action string) (notify.Reaction, error) {
	id, err := parseUserID(note)
	if err != nil {
		return notify.Reaction{}, err
	}
	switch action {
	case userClicked:
		return notify.Reaction{NoteID: id, Kind: notify.Pressed, Action: notify.ActionDefault}, nil
	case userDismissed:
		return notify.Reaction{NoteID: id, Kind: notify.Dismissed}, nil
	}
	key, err := parseUserID(action)
	if err != nil || key == "" || notify.Clean(key, maxLabel) != key {
		return notify.Reaction{}, errActivation
	}
	return notify.Reaction{NoteID: id, Kind: notify.Pressed, Action: key}, nil
}
