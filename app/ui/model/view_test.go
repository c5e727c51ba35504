package model

import (
	"testing"
	"time"

	"standby/app/api"
	"standby/app/ui/bench/night"
)

// viewAt is a snapshot as it is read at an instant.
func viewAt(t testing.TB, s api.Snapshot, now time.Time) View {
	return View{Snap: s, Known: true, Live: true, Now: now, Heard: now, Loc: night.Berlin(t)}
}
