package model

import "fmt"

// Place names a screen.
type Place int

// The screens, in the order of the left side; Places is how many there are.
const (
	Now Place = iota
	Schedule
	Pages
	Pay
	Health
	Settings
	Places
)

// Label is the word for the screen.
func (p Place) Label() string {
	return [Places]string{"Now", "Schedule", "Pages", "Pay", "Health", "Settings"}[p]
}

// Shortcut is the keys that lead to the screen, as people read them.
func (p Place) Shortcut() string { return fmt.Sprintf("Ctrl+%d", int(p)+1) }
