package guard_test

import (
	"strings"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/pay"
)

func engineer(letter string) rotation.Person {
	return rotation.Person{Name: "Engineer " + strings.ToUpper(letter), Email: letter + "@example.org"}
}

func location(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// head begins every policy of these tests.
const head = `name = "Made up"
zone = "Europe/Berlin"
currency = "EUR"
`

const (
	usual     = "[work]\ndays = [\"mon-fri\"]\nfrom = \"09:00\"\nto = \"17:30\"\n"
	daily     = "[[rest]]\nkind = \"daily\"\nat_least = \"11h\"\n"
	dailyWork = daily + "standby = \"work\"\n"
	afterCall = "[[rest]]\nkind = \"after_call_out\"\nat_least = \"6h\"\n"
	weekly    = "[[rest]]\nkind = \"weekly\"\nat_least = \"35h\"\nas = \"warning\"\n"
	place     = "[rounding]\nplace = 2\n"
	byHour    = "[[pay]]\nkey = \"standby\"\nwhat = \"On call\"\n[[pay.row]]\nname = \"weekend\"\ndays = [\"sat\", \"sun\"]\nrate = \"4.00\"\ntime = \"0.125\"\n[[pay.row]]\nname = \"weekday\"\nrate = \"2.50\"\n"
)

func policy(t testing.TB, parts ...string) *pay.Policy {
	t.Helper()
	p, err := pay.Parse("made.toml", []byte(head+strings.Join(parts, "")))
	if err != nil {
		t.Fatal(err)
	}
	return &p
}

// at is an instant by the clocks of Berlin, "2026-12-08 03:00".
func at(t testing.TB, text string) time.Time {
	t.Helper()
	out, err := time.ParseInLocation("2006-01-02 15:04", text, location(t, "Europe/Berlin"))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func span(t testing.TB, from, to string) rotation.Interval {
	t.Helper()
	return rotation.Interval{Start: at(t, from), End: at(t, to)}
}

func callOut(t testing.TB, page, from, to string) pay.CallOut {
	t.Helper()
	return pay.CallOut{PageID: page, Person: engineer("a"), Interval: span(t, from, to), Mode: "remote"}
}

func shift(t testing.TB, letter, uid, from, to string) rotation.Shift {
	t.Helper()
	return rotation.Shift{UID: uid, Rota: "Payments", Role: rotation.Primary, Person: engineer(letter), Interval: span(t, from, to)}
}

func person(letter string, now time.Time) pay.Input {
	return pay.Input{Person: engineer(letter), Now: now}
}
