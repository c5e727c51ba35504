package rotation

import (
	"time"
)

// Stacking says what it means that two layers of one role are in force at once.
type Stacking uint8

const (
	// TopWins lets the later layer of the list hold the role alone, and those
	// beside it.
	TopWins Stacking = iota
	// Union lets all of them hold it together.
	Union
)

// Rota is one duty: its layers, and what people agreed on top of them. It is a
// description; Compile makes a Plan of it, which answers questions.
type Rota struct {
	// Name is the rota's name on every shift.
	Name     string
	Stacking Stacking
	// Layers are in order, the bottom one first.
	Layers []Layer
	// Overrides and Swaps apply in order of their sequence numbers, the
	// overrides and swaps of single layers before stacking and the others after.
	Overrides []Override
	Swaps     []Swap
}

// Layer is a rotation with restrictions that fills one role.
type Layer struct {
	// Name tells the layers of a rota apart; it may be empty when nothing
	// refers to it.
	Name string
	// Role is what its people are on call as; empty means Primary.
	Role Role
	// Beside makes the layer and the one below it equals under TopWins: neither
	// hides the other. That one must fill the same role.
	Beside bool
	// Versions are in order of From, at least one. Each is in force until the
	// next begins, so that a change never rewrites the past.
	Versions []Version
	// Until ends the layer; zero means never.
	Until time.Time
}

// Version is what a layer is from an instant on.
type Version struct {
	// From is when it comes into force; zero, which only the first may have,
	// means at the anchor of its rotation.
	From     time.Time
	Rotation Rotation
	// Windows restrict the layer to when any of them is open, in the zone of
	// the rotation; none means always.
	Windows []Window
}

// Override puts somebody in, takes somebody out, or both, for a span of a rota.
//
// Out alone removes, In alone adds, both replace. Out matches whoever holds the
// span at that point of the sequence, and also who held it before any override
// did, so that of two about the same person the later one wins, and one that
// replaces the replacement chains. Nobody is replaced whom a later override put
// there. One who is added may be on duty already; to take them out again takes
// their own duty, too.
type Override struct {
	// ID names it; Seq orders it among all overrides and swaps, ties as listed.
	ID  string
	Seq int64
	Interval
	// Layer limits it to the layer of that name, Role to one role. Both empty
	// means the whole rota; a rota of several roles then knows no place for
	// somebody who is added, and Compile refuses it.
	Layer string
	Role  Role
	// Out loses the span; Everyone, with Out empty, makes everybody lose it.
	Out      Person
	Everyone bool
	// In gains it. Where nobody is on duty but for the overrides and swaps of the
	// same layer, or of the whole rota, In gains nothing, unless Cover says that the
	// span is to be covered in any case.
	In    Person
	Cover bool
}

// Swap lets two spans change hands. It happens as a whole or not at all: it is
// void, and Plan.Void says why, when a giver does not hold all of the duty in
// the span, or the other one already has a part in it. An interval may reach
// over hours without duty. Afterwards the spans belong to their new holders.
type Swap struct {
	ID   string
	Seq  int64
	A, B Side
}

// Side is the span that one person of a swap gives to the other.
type Side struct {
	// Person gives it away.
	Person Person
	Interval
	// Layer and Role limit it as they do an override; with neither, all that
	// the person holds in the interval changes hands.
	Layer string
	Role  Role
	// Shift binds the side to a turn, and lets it follow when that moves.
	Shift *Bond
}

// Bond names the turn that a swap belongs to. When the turn has moved, a side
// that was all of it is all of it still; a part moves by as much as the start
// of the turn did, and is cut to the turn.
type Bond struct {
	// Layer is the name of the layer and Turn the number of the turn in its
	// version; Version counts from 0.
	Layer   string
	Version int
	Turn    int64
	// Was is the turn as it stood when the swap was agreed, up to its end: the
	// hand-off, or where Rotation.Lasts ends it.
	Was Interval
}
