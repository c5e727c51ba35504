package store

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/provider"
	"standby/rotation"
)

func ics(summary, stamp string) []byte {
	return fmt.Appendf(nil, "BEGIN:VEVENT\r\nSUMMARY:%s\r\nDTSTAMP:%s\r\nEND:VEVENT\r\n", summary, stamp)
}

func versions(t *testing.T, s *Store) (copies, bodies int) {
	t.Helper()
	const q = "SELECT (SELECT count(*) FROM copies), (SELECT count(*) FROM bodies)"
	if err := s.db.QueryRow(q).Scan(&copies, &bodies); err != nil {
		t.Fatal(err)
	}
	return copies, bodies
}

func keep(t *testing.T, s *Store, c provider.Copy, from time.Time, shifts ...rotation.Shift) {
	t.Helper()
	if err := s.KeepCalendar(t.Context(), "payments", c, from, shifts); err != nil {
		t.Fatal(err)
	}
}

func TestEachDifferingVersionOfACalendarIsKept(t *testing.T) {
	s, _ := open(t, t.TempDir())
	if c, err := s.LastCopy(t.Context(), "payments"); err != nil || !reflect.DeepEqual(c, provider.Copy{}) {
		t.Fatalf("before the first fetch: %+v, %v", c, err)
	}
	a, b := ics("Engineer A", "1"), ics("Engineer B", "1")
	for i, c := range []struct {
		what           string
		body           []byte
		copies, bodies int
		want           []byte
	}{
		{"the first version", a, 1, 1, a},
		{"the same again", a, 1, 1, a},
		{"the same under a new DTSTAMP", ics("Engineer A", "2"), 1, 1, a},
		{"another one", b, 2, 2, b},
		{"the first once more, in the body kept already", a, 3, 2, a},
		{"no body", nil, 3, 2, a},
	} {
		at := noon.Add(time.Duration(i) * time.Minute)
		keep(t, s, provider.Copy{Body: c.body, ETag: fmt.Sprint(i), LastModified: c.what, FetchedAt: at}, noon)
		copies, bodies := versions(t, s)
		if copies != c.copies || bodies != c.bodies {
			t.Errorf("%s: %d versions of %d bodies, want %d of %d", c.what, copies, bodies, c.copies, c.bodies)
		}
		got, err := s.LastCopy(t.Context(), "payments")
		if err != nil || !bytes.Equal(got.Body, c.want) {
			t.Fatalf("%s: %q, %v", c.what, got.Body, err)
		}
		if c.body != nil && (got.ETag != fmt.Sprint(i) || got.LastModified != c.what || !got.FetchedAt.Equal(at)) {
			t.Errorf("%s: it was not confirmed: %+v", c.what, got)
		}
	}
	if c, err := s.LastCopy(t.Context(), "another"); err != nil || c.Body != nil {
		t.Errorf("another calendar has this one's copy: %+v, %v", c, err)
	}
}

func TestAVersionRemembersFromWhenToWhenItWasSeen(t *testing.T) {
	s, _ := open(t, t.TempDir())
	body := ics("Engineer A", "1")
	for _, after := range []time.Duration{0, 2 * time.Hour, time.Hour} {
		keep(t, s, provider.Copy{Body: body, FetchedAt: noon.Add(after)}, noon)
	}
	v, err := newestVersion(t.Context(), s.db, "payments")
	if err != nil || !v.firstSeen.Equal(noon) || !v.lastConfirmed.Equal(noon.Add(2*time.Hour)) {
		t.Errorf("seen from %v to %v, %v", v.firstSeen, v.lastConfirmed, err)
	}
	if !bytes.Equal(v.sha256, hash(body)) {
		t.Error("the hash is not that of the file as it came")
	}
}

func TestARottenBodyIsReportedAndReplaced(t *testing.T) {
	for name, spoil := range map[string]string{
		"no gzip":         "UPDATE bodies SET gz = x'00010203'",
		"cut short":       "UPDATE bodies SET gz = substr(gz, 1, length(gz) - 9)",
		"another content": "UPDATE bodies SET gz = (SELECT gz FROM bodies ORDER BY size DESC LIMIT 1)",
		"grown":           "UPDATE bodies SET size = 3",
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := open(t, t.TempDir())
			larger := ics(strings.Repeat("Engineer C", 40), "1")
			if err := s.KeepCalendar(t.Context(), "other", provider.Copy{Body: larger, FetchedAt: noon}, noon, nil); err != nil {
				t.Fatal(err)
			}
			c := provider.Copy{Body: ics("Engineer A", "1"), FetchedAt: noon}
			keep(t, s, c, noon)
			if _, err := s.db.Exec(spoil); err != nil {
				t.Fatal(err)
			}
			if got, err := s.LastCopy(t.Context(), "payments"); !errors.Is(err, ErrDamaged) || got.Body != nil {
				t.Fatalf("%+v, %v; want ErrDamaged", got, err)
			}
			keep(t, s, c, noon)
			if got, err := s.LastCopy(t.Context(), "payments"); err != nil || !bytes.Equal(got.Body, c.Body) {
				t.Errorf("after the next fetch: %q, %v", got.Body, err)
			}
		})
	}
}

func TestTheDigestLeavesOutNothingButStamps(t *testing.T) {
	same := [][2]string{
		{"DTSTAMP:1\r\nX:1\r\n", "DTSTAMP:2\r\nX:1\r\n"},
		{"dtstamp;VALUE=DATE-TIME:1\nX:1\n", "DTSTAMP:2\nX:1\n"},
		{"DTSTAMP:\r\n 1\r\nX:1", "DTSTAMP:2\r\n\tabc\r\nX:1"},
	}
	for _, c := range same {
		if !bytes.Equal(digest([]byte(c[0])), digest([]byte(c[1]))) {
			t.Errorf("%q and %q differ", c[0], c[1])
		}
	}
	other := [][2]string{
		{"DTSTAMPX:1\r\n", "DTSTAMPX:2\r\n"},
		{"DTSTART:1\r\n", "DTSTART:2\r\n"},
		{"X:DTSTAMP:1\r\n", "X:DTSTAMP:2\r\n"},
		{"SUMMARY:a\r\n DTSTAMP:1\r\n", "SUMMARY:a\r\n DTSTAMP:2\r\n"},
		{"X:1", "X:1\r\n"},
	}
	for _, c := range other {
		if bytes.Equal(digest([]byte(c[0])), digest([]byte(c[1]))) {
			t.Errorf("%q and %q pass for the same", c[0], c[1])
		}
	}
}

func FuzzPackedBodiesComeBack(f *testing.F) {
	f.Add([]byte("BEGIN:VCALENDAR\r\n"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, body []byte) {
		packed, err := pack(body)
		if err != nil {
			t.Fatal(err)
		}
		got, err := unpack(packed, int64(len(body)), hash(body))
		if err != nil || !bytes.Equal(got, body) {
			t.Fatalf("%q came back as %q, %v", body, got, err)
		}
		if got, err := unpack(body, 1<<20, hash([]byte("another"))); err == nil {
			t.Fatalf("bytes that nobody packed came back as %q", got)
		}
		digest(body)
	})
}

func shift(uid, who string, start, end int) rotation.Shift {
	return rotation.Shift{
		UID: uid, Rota: "payments", Role: rotation.Primary,
		Person:   rotation.Person{Name: "Engineer " + who, Email: strings.ToLower(who) + "@example.org"},
		Interval: rotation.Interval{Start: noon.Add(time.Duration(start) * time.Hour), End: noon.Add(time.Duration(end) * time.Hour)},
	}
}

func TestWhatTheFeedSaysNextDoesNotChangeWhatWasWorked(t *testing.T) {
	a, b := "A", "B"
	for name, c := range map[string]struct {
		before, given, want []rotation.Shift
	}{
		"the first fetch brings past and future": {
			nil,
			[]rotation.Shift{shift("1", a, -20, -10), shift("2", b, -10, 10)},
			[]rotation.Shift{shift("1", a, -20, -10), shift("2", b, -10, 10)},
		},
		"a feed that forgets the past": {
			[]rotation.Shift{shift("1", a, -20, -10), shift("2", b, -10, 10)},
			[]rotation.Shift{shift("2", b, -10, 10)},
			[]rotation.Shift{shift("1", a, -20, -10), shift("2", b, -10, 10)},
		},
		"a feed that rewrites the past": {
			[]rotation.Shift{shift("1", a, -20, -10)},
			[]rotation.Shift{shift("1", a, -20, -15), shift("3", b, -15, -10)},
			[]rotation.Shift{shift("1", a, -20, -10), shift("3", b, -15, -10)},
		},
		"a shift of the future is moved": {
			[]rotation.Shift{shift("1", a, 10, 20)},
			[]rotation.Shift{shift("1", a, 12, 22)},
			[]rotation.Shift{shift("1", a, 12, 22)},
		},
		"a shift of the future vanishes": {
			[]rotation.Shift{shift("1", a, 10, 20)}, nil, nil,
		},
		"the running shift vanishes": {
			[]rotation.Shift{shift("1", a, -5, 10)}, nil,
			[]rotation.Shift{shift("1", a, -5, 0)},
		},
		"the running shift is handed over midway": {
			[]rotation.Shift{shift("1", a, -5, 10)},
			[]rotation.Shift{shift("2", b, 0, 10)},
			[]rotation.Shift{shift("1", a, -5, 0), shift("2", b, 0, 10)},
		},
		"it was handed over a little before we looked": {
			[]rotation.Shift{shift("1", a, -5, 10)},
			[]rotation.Shift{shift("1", a, -5, -1), shift("2", b, -1, 10)},
			[]rotation.Shift{shift("1", a, -5, -1), shift("2", b, -1, 10)},
		},
		"the running shift is made longer": {
			[]rotation.Shift{shift("1", a, -5, 10)},
			[]rotation.Shift{shift("1", a, -5, 12)},
			[]rotation.Shift{shift("1", a, -5, 12)},
		},
		"the running shift is said to have begun later": {
			[]rotation.Shift{shift("1", a, -5, 10)},
			[]rotation.Shift{shift("1", a, -2, 10)},
			[]rotation.Shift{shift("1", a, -5, -2), shift("1", a, -2, 10)},
		},
		"a shift that ended at the instant itself has ended": {
			[]rotation.Shift{shift("1", a, -5, 0)}, nil,
			[]rotation.Shift{shift("1", a, -5, 0)},
		},
		"two roles of one person are two shifts": {
			[]rotation.Shift{shift("1", a, -5, 10)},
			[]rotation.Shift{shift("1", a, -5, 10), asSecondary(shift("2", a, -5, 10))},
			[]rotation.Shift{shift("1", a, -5, 10), asSecondary(shift("2", a, -5, 10))},
		},
		"empty shifts are left out": {
			nil, []rotation.Shift{shift("1", a, 5, 5), shift("2", a, 6, 5)}, nil,
		},
		"the same twice stays twice": {
			[]rotation.Shift{shift("1", a, 1, 2)},
			[]rotation.Shift{shift("1", a, 1, 2), shift("1", a, 1, 2)},
			[]rotation.Shift{shift("1", a, 1, 2), shift("1", a, 1, 2)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := open(t, t.TempDir())
			keep(t, s, provider.Copy{}, noon.Add(-1000*time.Hour), c.before...)
			other := shift("1", "C", -3, 3)
			if err := s.KeepCalendar(t.Context(), "other", provider.Copy{}, noon, []rotation.Shift{other}); err != nil {
				t.Fatal(err)
			}
			for range 2 { // the second time, nothing is to change any more
				keep(t, s, provider.Copy{}, noon, c.given...)
				want := append([]rotation.Shift{other}, c.want...)
				rotation.SortShifts(want)
				got, err := s.Shifts(t.Context(), rotation.Interval{Start: noon.Add(-2000 * time.Hour), End: noon.Add(2000 * time.Hour)})
				if err != nil || !reflect.DeepEqual(got, want) {
					t.Fatalf("%v\ngot  %v\nwant %v", err, got, want)
				}
			}
		})
	}
}

func asSecondary(s rotation.Shift) rotation.Shift {
	s.Role = rotation.Secondary
	return s
}

func TestAFeedThatLosesAShiftAndFindsItAgainCountsItOnce(t *testing.T) {
	s, _ := open(t, t.TempDir())
	whole := shift("1", "A", -5, 10)
	keep(t, s, provider.Copy{}, noon.Add(-3*time.Hour), whole)
	keep(t, s, provider.Copy{}, noon.Add(-2*time.Hour))
	keep(t, s, provider.Copy{}, noon, whole)
	got, err := s.Shifts(t.Context(), rotation.Interval{Start: noon.Add(-99 * time.Hour), End: noon.Add(99 * time.Hour)})
	if err != nil || !reflect.DeepEqual(got, []rotation.Shift{whole}) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestShiftsAreThoseThatOverlapTheSpan(t *testing.T) {
	s, _ := open(t, t.TempDir())
	keep(t, s, provider.Copy{}, noon, shift("ends-at-it", "A", 0, 1), shift("in", "A", 1, 2), shift("over", "B", 0, 9), shift("begins-at-its-end", "A", 2, 3))
	got, err := s.Shifts(t.Context(), rotation.Interval{Start: noon.Add(time.Hour), End: noon.Add(2 * time.Hour)})
	if err != nil || len(got) != 2 || got[0].UID != "over" || got[1].UID != "in" {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := s.Shifts(t.Context(), rotation.Interval{Start: noon, End: noon}); err != nil || got != nil {
		t.Errorf("an empty span: %v, %v", got, err)
	}
}

// After any fetch: what had ended stands as it was, except that a shift the feed
// still gives may be lengthened; the future is what the feed says; and the same
// fetch once more changes nothing.
func TestSettlingKeepsThePastAndTakesTheFuture(t *testing.T) {
	anyShifts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) rotation.Shift {
		start := rapid.IntRange(-20, 20).Draw(t, "start")
		return shift(rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "uid"),
			rapid.SampledFrom([]string{"A", "B"}).Draw(t, "person"), start, start+rapid.IntRange(0, 15).Draw(t, "hours"))
	}), 0, 6)
	apply := func(kept []recorded, from time.Time, given []rotation.Shift) (after []recorded, changes int) {
		remove, add := settle(kept, from, given)
		gone := make(map[int64]bool)
		for _, seq := range remove {
			gone[seq] = true
		}
		next := int64(1)
		for _, k := range kept {
			next = max(next, k.seq+1)
			if !gone[k.seq] {
				after = append(after, k)
			}
		}
		for _, s := range add {
			after = append(after, recorded{seq: next, Shift: s})
			next++
		}
		return after, len(remove) + len(add)
	}
	rapid.Check(t, func(t *rapid.T) {
		var kept []recorded
		for from := -20; from <= 20; from += rapid.IntRange(1, 10).Draw(t, "later") {
			at := noon.Add(time.Duration(from) * time.Hour)
			given := anyShifts.Draw(t, "given")
			after, _ := apply(kept, at, given)
			for _, k := range kept {
				if !k.End.After(at) && !worked(after, k.Shift) {
					t.Fatalf("%v was worked and is lost in %v", k.Shift, after)
				}
			}
			for _, g := range given {
				if g.End.After(at) && !g.Empty() && !worked(after, g) {
					t.Fatalf("%v is given and not recorded in %v", g, after)
				}
			}
			for _, k := range after {
				if k.Start.After(at) && !slices.Contains(given, k.Shift) {
					t.Fatalf("%v lies in the future and is not given", k.Shift)
				}
			}
			var changes int
			if kept, changes = apply(after, at, given); changes != 0 {
				t.Fatalf("the same fetch changed %d shifts", changes)
			}
		}
	})
}

// worked reports whether one recorded shift gives s's person its hours.
func worked(kept []recorded, s rotation.Shift) bool {
	for _, k := range kept {
		if alike(k.Shift, s) && !k.Start.After(s.Start) && !k.End.Before(s.End) {
			return true
		}
	}
	return false
}
