package rotafile

import (
	"reflect"
	"time"

	"standby/rotation"
)

// FileType is the struct whose tags are the keys of a file.
var FileType = reflect.TypeFor[rotaText]()

// First and Last are the instants at which clocks show a local time.
func First(l rotation.Local, zone *time.Location) time.Time { return instantOf(l, zone, start) }

func Last(l rotation.Local, zone *time.Location) time.Time { return instantOf(l, zone, end) }

// TurnStart is when a turn begins.
func TurnStart(x rotation.Rotation, turn int64) (time.Time, bool) { return turnStart(x, turn) }

// BadPart is the key of what Compile refuses a rota for.
func BadPart(rota rotation.Rota) string { return badPart(rota) }
