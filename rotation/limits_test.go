package rotation_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"standby/rotation"
)

func TestWhatWouldTakeTooLongIsRefused(t *testing.T) {
	year := rotation.Interval{Start: week(0).Start, End: week(52).Start}
	crowd := func(n int, everyone bool) rotation.Rota {
		r := one(rotation.Version{Rotation: weekly(t)})
		r.Layers[0].Versions[0].Rotation.Unit = rotation.Hourly
		for i := range n {
			o := rotation.Override{Seq: int64(i), Interval: year, Out: person("Z"), In: person("Y")}
			if everyone {
				at := year.Start.Add(time.Duration(i) * 2 * time.Minute)
				o = rotation.Override{Seq: int64(i), Everyone: true, Interval: rotation.Interval{Start: at, End: at.Add(time.Minute)}}
			}
			r.Overrides = append(r.Overrides, o)
		}
		return r
	}
	many := crowd(5000, false)
	if _, err := compile(t, many).AppendSlots(nil, year); !errors.Is(err, rotation.ErrRange) {
		t.Errorf("5,000 edits of a year of hours: %v", err)
	}
	swapped := crowd(2000, false)
	for i := range 20 {
		swapped.Swaps = append(swapped.Swaps, rotation.Swap{ID: fmt.Sprint(i), Seq: 9999,
			A: rotation.Side{Person: person("A"), Interval: year}, B: rotation.Side{Person: person("B"), Interval: year}})
	}
	if _, err := rotation.Compile(swapped); !errors.Is(err, rotation.ErrRange) {
		t.Errorf("swaps of a year among 2,000 edits: %v", err)
	}
	group := crowd(10_000, true)
	group.Layers[0].Versions[0].Rotation.Groups = [][]rotation.Person{nil}
	for i := range 1000 {
		g := &group.Layers[0].Versions[0].Rotation.Groups[0]
		*g = append(*g, rotation.Person{Name: fmt.Sprint("Engineer ", i)})
	}
	group.Layers[0].Versions[0].Rotation.Unit = rotation.Weekly
	if _, err := compile(t, group).AppendSlots(nil, year); !errors.Is(err, rotation.ErrRange) {
		t.Errorf("10,000 cuts through a group of 1,000: %v", err)
	}
	if _, err := compile(t, crowd(52, false)).AppendSlots(nil, week(0)); err != nil {
		t.Errorf("52 edits of a week: %v", err)
	}
}
