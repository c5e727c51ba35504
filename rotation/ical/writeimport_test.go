package ical

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
)

// client is a program that imports every file it is given: it knows an event by
// its UID and takes what is not older (RFC 5546 2.1.4, 3.2.1).
type client map[string]clientEvent

type clientEvent struct {
	sequence int
	span     string
	gone     bool
}

func (c client) take(t *rapid.T, data []byte) {
	w, err := ReadWritten(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range w.entries {
		is := clientEvent{p.sequence, p.summary + " " + p.start.Format(time.RFC3339) + " " + p.end.Format(time.RFC3339), p.gone}
		had, known := c[p.uid]
		if known && (had.sequence > is.sequence || had.sequence == is.sequence && had != is) {
			t.Fatalf("%s: %+v after %+v", p.uid, is, had)
		}
		c[p.uid] = is
	}
}

func (c client) shows() []string {
	var out []string
	for e := range maps.Values(c) {
		if !e.gone {
			out = append(out, e.span)
		}
	}
	slices.Sort(out)
	return out
}

// TestAClientThatImportsEveryExportHasTheRotaAndNothingElse is the promise of
// Revise, over any history of a rota.
func TestAClientThatImportsEveryExportHasTheRotaAndNothingElse(t *testing.T) {
	zones := []*time.Location{nil, placeOf(t, "Europe/Berlin"), placeOf(t, "Pacific/Chatham")}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		base := time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC)
		known := rotation.Interval{Start: base, End: base.AddDate(1, 0, 0)}
		importing := client{}
		var file []byte
		now := wrote
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(-1, 50).Draw(t, "hours")) * time.Hour)
			shifts := someShifts(t, base)
			cal := Calendar{Zone: zone, Entries: ShiftEntries(shifts, ShiftStyle{})}
			w, err := ReadWritten(file)
			if err != nil {
				t.Fatal(err)
			}
			cal, err = w.Revise(cal, known, now)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := Write(&b, cal); err != nil {
				t.Fatal(err)
			}
			file = b.Bytes()
			importing.take(t, file)
			var want []string
			for _, s := range shifts {
				want = append(want, s.Person.Name+" "+s.Start.Format(time.RFC3339)+" "+s.End.Format(time.RFC3339))
			}
			slices.Sort(want)
			if got := importing.shows(); !slices.Equal(got, want) {
				t.Fatalf("the client shows %v, the rota is %v", got, want)
			}
			again, _ := ReadWritten(file)
			same, err := again.Revise(Calendar{Zone: zone, Entries: ShiftEntries(shifts, ShiftStyle{})}, known, now.AddDate(0, 0, 3))
			b.Reset()
			if err = errors.Join(err, Write(&b, same)); err != nil || !bytes.Equal(b.Bytes(), file) {
				t.Fatalf("unchanged, but other bytes (%v):\n%s\n%s", err, file, b.Bytes())
			}
		}
	})
}

// someShifts are turns of three persons over a few days, each person's apart.
func someShifts(t *rapid.T, base time.Time) []rotation.Shift {
	var list []rotation.Shift
	for _, name := range []string{"Engineer A", "Engineer B", "Engineer C"} {
		at := base
		for range rapid.IntRange(0, 5).Draw(t, "turns") {
			at = at.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "pause")) * time.Hour)
			end := at.Add(time.Duration(rapid.IntRange(1, 60).Draw(t, "half hours")) * 30 * time.Minute)
			list = append(list, rotation.Shift{Rota: "P", Person: rotation.Person{Name: name}, Interval: rotation.Interval{Start: at, End: end}})
			at = end
		}
	}
	return list
}
