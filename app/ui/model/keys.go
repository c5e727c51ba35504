package model

// Key is a key, or several that belong together, and what it does.
type Key struct{ Keys, Does string }

// KeysEverywhere are the keys that work on every screen.
func KeysEverywhere() []Key {
	return []Key{
		{Now.Shortcut() + " … " + (Places - 1).Shortcut(), "Go to a screen, in the order of the left side"},
		{"Tab, Shift+Tab", "Go to the next or the previous thing that can be pressed or filled in"},
		{"Enter, Space", "Press what has the ring around it"},
		{"↑ ↓ PgUp PgDn", "Move what is longer than the window"},
		{"Esc", "Leave a field, or end a question without an answer"},
		{"?", "Show these keys, or hide them"},
	}
}
