package ical

import (
	"bytes"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
)

// TestReadGivesBackTheShiftsThatWereWritten is the identity of Write then Read,
// in any zone and about any night: everything but the UID, which is the one
// written.
func TestReadGivesBackTheShiftsThatWereWritten(t *testing.T) {
	zones := map[string]*time.Location{}
	for _, name := range writtenZones {
		zones[name] = placeOf(t, name)
	}
	rapid.Check(t, func(t *rapid.T) {
		zone := zones[rapid.SampledFrom(writtenZones).Draw(t, "zone")]
		if rapid.Bool().Draw(t, "in UTC") {
			zone = nil
		}
		shifts := anyShifts(t, zones)
		cal, err := (Written{}).Revise(Calendar{Name: "Platform, all", Zone: zone, Entries: ShiftEntries(shifts, ShiftStyle{People: true})}, everything, wrote)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := Write(&b, cal); err != nil {
			t.Fatal(err)
		}
		checkLines(t, b.Bytes())
		res, err := Read(b.Bytes(), Options{Window: everything})
		if err != nil || len(res.Warnings) > 0 {
			t.Fatalf("%v %v\n%s", err, res.Warnings, b.Bytes())
		}
		got := slices.Clone(res.Shifts)
		for i := range got {
			got[i].UID = ""
		}
		rotation.SortShifts(shifts)
		if len(got) != len(shifts) || len(got) > 0 && !reflect.DeepEqual(got, shifts) {
			t.Fatalf("got %v, want %v\n%s", got, shifts, b.Bytes())
		}
	})
}

// anyShifts are turns of persons with an e-mail, many near a change of the
// clocks somewhere; no two at once in a role.
func anyShifts(t *rapid.T, zones map[string]*time.Location) []rotation.Shift {
	var list []rotation.Shift
	for _, role := range []rotation.Role{rotation.Primary, rotation.Secondary, rotation.Shadow} {
		for n := range rapid.IntRange(0, 3).Draw(t, "shifts") {
			year := 1990 + 10*n + rapid.IntRange(0, 8).Draw(t, "year")
			at := time.Date(year, 1, 1, 0, 0, rapid.IntRange(0, 330*86400).Draw(t, "second"), 0, time.UTC)
			changes := changesOf(zones[rapid.SampledFrom(writtenZones).Draw(t, "near")], yearStart(year), yearStart(year+1))
			if len(changes) > 0 && rapid.Bool().Draw(t, "at a change") {
				at = time.Unix(rapid.SampledFrom(changes).Draw(t, "change").at, 0).UTC().Add(time.Duration(rapid.IntRange(-16, 16).Draw(t, "quarters")) * 15 * time.Minute)
			}
			letter := rapid.StringMatching("[a-z]{1,6}").Draw(t, "letter")
			list = append(list, rotation.Shift{
				Rota: "Platform, all", Role: role,
				Person:   rotation.Person{Name: "Engineer " + letter + rapid.SampledFrom([]string{"", ", jr", " é", " (x)", "; b:c"}).Draw(t, "name"), Email: letter + "@example.org"},
				Interval: rotation.Interval{Start: at, End: at.Add(time.Duration(rapid.IntRange(1, 30*86400).Draw(t, "length")) * time.Second)},
			})
		}
	}
	return list
}
