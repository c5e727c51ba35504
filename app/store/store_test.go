package store

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/notify"
	"standby/rotation"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return noon }

func open(t testing.TB, dir string) (*Store, Opening) {
	t.Helper()
	s, did, err := Open(t.Context(), dir, clock)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { s.Close() })
	return s, did
}

func page(key string, at time.Time) notify.Page {
	return notify.Page{
		ID: notify.PageID("prod", key), Source: "prod", Key: key, Title: "Disk of host-" + key + " is filling",
		Urgency: notify.High, State: notify.Triggered, TriggeredAt: at,
	}
}

func commit(t testing.TB, s *Store, pages ...notify.Page) {
	t.Helper()
	var events []notify.Event
	for _, p := range pages {
		events = append(events, notify.Event{PageID: p.ID, At: p.TriggeredAt, What: "triggered", By: p.Source})
	}
	if err := s.Commit(t.Context(), pages, events); err != nil {
		t.Fatalf("commit: %v", err)
	}
}

func keys(pages []notify.Page) []string {
	var ks []string
	for _, p := range pages {
		ks = append(ks, p.Key)
	}
	return ks
}

// anyTime is zero or any instant that the store promises to keep exactly.
func anyTime() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		n := rapid.OneOf(rapid.Just[int64](0), rapid.Int64()).Draw(t, "nanoseconds")
		if n == 0 {
			return time.Time{}
		}
		return time.Unix(0, n).UTC()
	})
}

// fill sets every field of the struct to something drawn. A field of a kind that
// it does not know fails, so that a new field is thought of.
func fill(t *rapid.T, v reflect.Value) {
	for i := range v.NumField() {
		name, f := v.Type().Field(i).Name, v.Field(i)
		switch f.Interface().(type) {
		case time.Time:
			f.Set(reflect.ValueOf(anyTime().Draw(t, name)))
			continue
		case []notify.Stint:
			f.Set(reflect.ValueOf(anyStints().Draw(t, name)))
			continue
		case []string:
			f.Set(reflect.ValueOf(some(rapid.String()).Draw(t, name)))
			continue
		case []notify.Word:
			f.Set(reflect.ValueOf(some(anyWord()).Draw(t, name)))
			continue
		}
		switch f.Kind() {
		case reflect.String:
			// Bytes, not runes: what is opaque to us may be no text at all.
			f.SetString(string(rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, name)))
		case reflect.Bool:
			f.SetBool(rapid.Bool().Draw(t, name))
		case reflect.Int, reflect.Int64:
			f.SetInt(rapid.Int64().Draw(t, name))
		default:
			t.Fatalf("field %s of %s is of a kind that the store does not keep: %s", name, v.Type(), f.Type())
		}
	}
}

func anyStints() *rapid.Generator[[]notify.Stint] {
	return rapid.Custom(func(t *rapid.T) []notify.Stint {
		n := rapid.IntRange(0, 3).Draw(t, "stints")
		var all []notify.Stint
		for range n {
			all = append(all, notify.Stint{From: anyTime().Draw(t, "from"), Until: anyTime().Draw(t, "until")})
		}
		return all
	})
}

// some is a list that is nil where it is empty, as it comes out of a column.
func some[E any](element *rapid.Generator[E]) *rapid.Generator[[]E] {
	return rapid.Custom(func(t *rapid.T) []E {
		if list := rapid.SliceOfN(element, 0, 3).Draw(t, "list"); len(list) > 0 {
			return list
		}
		return nil
	})
}

// anyWord is of this age: JSON knows no years beyond 9999.
func anyWord() *rapid.Generator[notify.Word] {
	return rapid.Custom(func(t *rapid.T) notify.Word {
		at := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0).UTC()
		return notify.Word{At: at, By: rapid.String().Draw(t, "by"), Text: rapid.String().Draw(t, "text")}
	})
}

func TestEveryFieldOfAPageAndItsEventsComesBack(t *testing.T) {
	s, _ := open(t, t.TempDir())
	rapid.Check(t, func(rt *rapid.T) {
		ctx := context.Background()
		var p notify.Page
		fill(rt, reflect.ValueOf(&p).Elem())
		var e notify.Event
		fill(rt, reflect.ValueOf(&e).Elem())
		e.PageID = p.ID
		// Twice with other values in between: the second is an update of every column.
		var other notify.Page
		fill(rt, reflect.ValueOf(&other).Elem())
		other.ID = p.ID
		if err := s.Commit(ctx, []notify.Page{other}, nil); err != nil {
			rt.Fatal(err)
		}
		if err := s.Commit(ctx, []notify.Page{p}, []notify.Event{e}); err != nil {
			rt.Fatal(err)
		}
		got, err := readPages(ctx, s.db, selectPages+" WHERE id = ?", p.ID)
		if err != nil {
			rt.Fatal(err)
		}
		if len(got) != 1 || !reflect.DeepEqual(got[0], p) {
			rt.Fatalf("\nkept %#v\nread %#v", p, got)
		}
		events, err := readEvents(ctx, s.db, selectEvents+" WHERE page_id = ? ORDER BY seq", p.ID)
		if err != nil {
			rt.Fatal(err)
		}
		if len(events) == 0 || events[len(events)-1] != e {
			rt.Fatalf("\nkept %#v\nread %#v", e, events)
		}
	})
}

func TestInstantsBeyondTheBoundsAreHeldAtThem(t *testing.T) {
	for name, c := range map[string]struct{ in, want time.Time }{
		"the zero time is no time":       {time.Time{}, time.Time{}},
		"the epoch is not the zero time": {time.Unix(0, 0), time.Unix(0, 1).UTC()},
		"the year 9999":                  {time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), time.Unix(0, math.MaxInt64).UTC()},
		"the year 1600":                  {time.Date(1600, 1, 1, 0, 0, 0, 0, time.UTC), time.Unix(0, math.MinInt64).UTC()},
		"another zone comes back as UTC": {time.Date(2026, 3, 2, 13, 0, 0, 7, time.FixedZone("", 3600)), noon.Add(7)},
	} {
		t.Run(name, func(t *testing.T) {
			if got := decode(encode(c.in)); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestPagesReturnsOpenOnesAndThoseResolvedSince(t *testing.T) {
	s, _ := open(t, t.TempDir())
	resolved := func(key string, at, end time.Time) notify.Page {
		p := page(key, at)
		p.State, p.ResolvedAt = notify.Resolved, end
		return p
	}
	acked := page("acked", noon.Add(-3*time.Hour))
	acked.State = notify.Acknowledged
	commit(t, s, page("old", noon.Add(-48*time.Hour)), page("new", noon), acked,
		resolved("long-ago", noon.Add(-50*time.Hour), noon.Add(-49*time.Hour)),
		resolved("at-the-bound", noon.Add(-2*time.Hour), noon.Add(-time.Hour)))
	later := notify.Event{PageID: acked.ID, At: noon, What: "acknowledged", By: "Engineer A"}
	if err := s.Commit(t.Context(), nil, []notify.Event{later}); err != nil {
		t.Fatal(err)
	}
	pages, events, err := s.Pages(t.Context(), noon.Add(-time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := keys(pages), []string{"new", "at-the-bound", "acked", "old"}; !reflect.DeepEqual(got, want) {
		t.Errorf("pages %v, want %v", got, want)
	}
	if len(events) != 5 {
		t.Errorf("%d events, want the 4 triggered and the 1 acknowledged: %v", len(events), events)
	}
	for i := 1; i < len(events); i++ {
		if events[i].At.Before(events[i-1].At) {
			t.Errorf("event %d is older than the one before it", i)
		}
	}
	pages, _, err = s.Pages(t.Context(), time.Time{})
	if err != nil || len(pages) != 5 {
		t.Errorf("since the beginning: %v, %v; want all 5", keys(pages), err)
	}
}

func TestSearchIsHalfOpen(t *testing.T) {
	s, _ := open(t, t.TempDir())
	commit(t, s, page("before", noon.Add(-1)), page("first", noon), page("last", noon.Add(time.Hour-1)), page("after", noon.Add(time.Hour)))
	for name, c := range map[string]struct {
		from, to time.Time
		want     []string
	}{
		"the end is not in it":      {noon, noon.Add(time.Hour), []string{"last", "first"}},
		"zero is the beginning":     {time.Time{}, noon, []string{"before"}},
		"an empty span has no page": {noon, noon, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, _, err := s.Search(t.Context(), c.from, c.to)
			if err != nil || !reflect.DeepEqual(keys(got), c.want) {
				t.Errorf("got %v, %v; want %v", keys(got), err, c.want)
			}
		})
	}
}

func TestWorkedFindsStintsThatOverlapTheSpan(t *testing.T) {
	h := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	span := rotation.Interval{Start: h(0), End: h(10)}
	for name, c := range map[string]struct {
		work  []notify.Stint
		drill bool
		want  bool
	}{
		"never worked on":                {nil, false, false},
		"within":                         {[]notify.Stint{{From: h(1), Until: h(2)}}, false, true},
		"reaching in":                    {[]notify.Stint{{From: h(-5), Until: h(1)}}, false, true},
		"ending at the start":            {[]notify.Stint{{From: h(-5), Until: h(0)}}, false, false},
		"beginning at the end":           {[]notify.Stint{{From: h(10), Until: h(11)}}, false, false},
		"still running since before":     {[]notify.Stint{{From: h(-100)}}, false, true},
		"still running, begun later":     {[]notify.Stint{{From: h(20)}}, false, false},
		"no length, within":              {[]notify.Stint{{From: h(3), Until: h(3)}}, false, true},
		"no length, at the start":        {[]notify.Stint{{From: h(0), Until: h(0)}}, false, true},
		"around the span, not in it":     {[]notify.Stint{{From: h(-5), Until: h(-4)}, {From: h(12), Until: h(13)}}, false, false},
		"the second of two":              {[]notify.Stint{{From: h(-5), Until: h(-4)}, {From: h(2), Until: h(3)}}, false, true},
		"a drill pays nothing":           {[]notify.Stint{{From: h(1), Until: h(2)}}, true, false},
		"covering the span":              {[]notify.Stint{{From: h(-1), Until: h(11)}}, false, true},
		"ended before, one still to run": {[]notify.Stint{{From: h(-5), Until: h(-4)}, {From: h(9)}}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := open(t, t.TempDir())
			p := page("a", h(-6))
			p.Work, p.Drill = c.work, c.drill
			commit(t, s, p)
			got, err := s.Worked(t.Context(), span)
			if err != nil || (len(got) == 1) != c.want {
				t.Errorf("got %v, %v; want found: %v", keys(got), err, c.want)
			}
		})
	}
}

func TestCommitKeepsAllOrNothing(t *testing.T) {
	s, _ := open(t, t.TempDir())
	err := s.Commit(t.Context(), []notify.Page{page("a", noon)}, []notify.Event{{PageID: "unknown", At: noon, What: "shown"}})
	if err == nil {
		t.Fatal("an event of a page that nobody knows was kept")
	}
	if pages, _, err := s.Pages(t.Context(), time.Time{}); err != nil || len(pages) != 0 {
		t.Errorf("half of it stayed: %v, %v", keys(pages), err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Commit(ended, []notify.Page{page("a", noon)}, nil); err == nil {
		t.Error("a commit under an ended context was acknowledged")
	}
	if err := s.Commit(t.Context(), nil, nil); err != nil {
		t.Errorf("nothing to keep: %v", err)
	}
	commit(t, s, page("b", noon))
}

func TestTheFilesAreTheUsersAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a folder with ? and # and %41 in it")
	s, did := open(t, dir)
	if !did.Fresh {
		t.Error("a new store does not say that it began empty")
	}
	commit(t, s, page("a", noon))
	if err := s.Backup(t.Context()); err != nil {
		t.Fatal(err)
	}
	seen := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		seen++
		return err
	})
	if err != nil || seen < 5 {
		t.Errorf("walk: %v, %d files", err, seen)
	}
}

func TestTheConnectionIsSetUpForSafety(t *testing.T) {
	s, _ := open(t, t.TempDir())
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000",
		"cache_size": "-512", "mmap_size": "0", "fullfsync": "1",
	} {
		var got string
		if err := s.db.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, %v; want %s", pragma, got, err, want)
		}
	}
}

func TestCheckReadsAndWrites(t *testing.T) {
	s, _ := open(t, t.TempDir())
	commit(t, s, page("a", noon))
	for range 2 {
		if err := s.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if s.Size() == 0 || s.Path() == "" {
		t.Errorf("size %d, path %q", s.Size(), s.Path())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(t.Context(), []notify.Page{page("b", noon)}, nil); err == nil {
		t.Error("a closed store took a page")
	}
}

func BenchmarkCommit(b *testing.B) {
	s, _ := open(b, b.TempDir())
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n++
		p := page("a", noon.Add(time.Duration(n)))
		if err := s.Commit(b.Context(), []notify.Page{p}, []notify.Event{{PageID: p.ID, At: noon, What: "triggered"}}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	s, _ := open(b, dir)
	for i := range 200 {
		commit(b, s, page(string(rune('a'+i)), noon))
	}
	s.Close()
	b.ReportAllocs()
	for b.Loop() {
		s, _, err := Open(b.Context(), dir, clock)
		if err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}
