package night

import (
	"testing"
	"time"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
)

// Berlin is the zone in which all tests play.
func Berlin(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// Now is the instant: a Wednesday, at twelve past two.
func Now(t testing.TB) time.Time { return time.Date(2026, 11, 25, 2, 12, 0, 0, Berlin(t)) }

// EngineerA is who looks at the window.
func EngineerA() rotation.Person {
	return rotation.Person{Name: "Engineer A", Email: "a@example.org"}
}

// Shift is one of the engineer with that letter, in the rota Payments.
func Shift(name string, role rotation.Role, from time.Time, d time.Duration) rotation.Shift {
	return rotation.Shift{UID: name, Rota: "Payments", Role: role, Person: rotation.Person{Name: "Engineer " + name, Email: string(name[0]+32) + "@example.org"},
		Interval: rotation.Interval{Start: from, End: from.Add(d)}}
}

// OnCall is a snapshot with nothing wrong: engineer A is primary until Friday.
func OnCall(t testing.TB) api.Snapshot {
	now := Now(t)
	friday := time.Date(2026, 11, 20, 9, 0, 0, 0, Berlin(t))
	current, after := Shift("A", rotation.Primary, friday, 7*24*time.Hour), Shift("C", rotation.Primary, friday.AddDate(0, 0, 7), 7*24*time.Hour)
	return api.Snapshot{Schema: 1, Seq: 1, At: now, Zone: "Europe/Berlin", Me: EngineerA(), DutyKnown: true,
		Duty: rotation.Duty{Current: &current, Until: current.End, With: []rotation.Shift{Shift("C", rotation.Secondary, friday, 7*24*time.Hour)}, After: &after},
		Ack:  api.AckClock{Target: 15 * time.Minute, Warn: 10 * time.Minute}, PolicyName: "Agreement", Desktop: api.Desktop{Keyring: "ok"},
		Sources: []api.Source{{Name: "prod", Kind: "alertmanager", State: api.SourceOK, LastHeard: now.Add(-8 * time.Second)},
			{Name: "Payments", Kind: "calendar", State: api.SourceOK, LastHeard: now.Add(-40 * time.Minute)}}}
}

// Waiting is a page that waits for the user since it came.
func Waiting(id string, came time.Time) api.Page {
	return api.Page{Page: notify.Page{ID: id, Source: "prod", Title: "Title of " + id, Service: "payments", State: notify.Triggered, TriggeredAt: came,
		ClockFrom: came, Target: 15 * time.Minute, Warn: 10 * time.Minute},
		Due: came.Add(15 * time.Minute), AckLabel: "Silence for 15 min"}
}

// Resolved is a page that was over after a minute.
func Resolved(id string, came time.Time) api.Page {
	return api.Page{Page: notify.Page{ID: id, Title: "Title of " + id, State: notify.Resolved, TriggeredAt: came, ResolvedAt: came.Add(time.Minute)}}
}

// Gap is a span in which nobody holds a role.
func Gap(rota string, role rotation.Role, from time.Time, d time.Duration) api.Gap {
	return api.Gap{Rota: rota, Gap: rotation.Gap{Role: role, Interval: rotation.Interval{Start: from, End: from.Add(d)}}}
}
