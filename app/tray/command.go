package tray

import "time"

// Command is what the user asked for in the menu: Open, Acknowledge, Mute, TestPage
// or Quit.
type Command interface{ command() }

// Open asks for the window.
type Open struct{}

// Acknowledge asks to take a page.
type Acknowledge struct{ PageID string }

// Mute asks for quiet for so long; none ends it.
type Mute struct{ For time.Duration }

// TestPage asks for a page to oneself that proves the whole path.
type TestPage struct{}

// Quit asks Standby to end.
type Quit struct{}

func (Open) command()        {}
func (Acknowledge) command() {}
func (Mute) command()        {}
func (TestPage) command()    {}
func (Quit) command()        {}
