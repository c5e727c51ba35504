package calendar

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/provider"
)

// unstamped is a calendar without its DTSTAMP lines, by the letter.
func unstamped(text string) string {
	var out strings.Builder
	skip := false
	for line := range strings.Lines(text) {
		if line[0] != ' ' && line[0] != '\t' {
			upper := strings.ToUpper(line)
			skip = strings.HasPrefix(upper, "DTSTAMP:") || strings.HasPrefix(upper, "DTSTAMP;")
		}
		if !skip {
			out.WriteString(line)
		}
	}
	return out.String()
}

func TestACalendarIsTheSameUnderNewStamps(t *testing.T) {
	long := strings.Repeat("X-PAD:0123456789\r\n", 500)
	for _, c := range [][2]string{
		{"", ""},
		{"X:1\r\n", "X:1\r\n"},
		{"DTSTAMP:1\r\nX:1\r\n", "DTSTAMP:2\r\nX:1\r\n"},
		{"X:1\nDTSTAMP:1", "X:1\nDTSTAMP:22"},
		{"dtstamp;VALUE=DATE-TIME:1\nX:1\n", "DTSTAMP:2\nX:1\n"},
		{"DTSTAMP:1\r\n 1\r\nX:1", "DTSTAMP:2\r\n\tabc\r\n d\r\nX:1"},
		{long + "DTSTAMP:1\r\n" + long + "DTSTAMP:20261122T120000Z\r\n" + long, long + "DTSTAMP:2\r\n" + long + "DTSTAMP:20261122T130000Z\r\n" + long},
	} {
		if !Same([]byte(c[0]), []byte(c[1])) || !Same([]byte(c[1]), []byte(c[0])) {
			t.Errorf("%.60q and %.60q differ", c[0], c[1])
		}
	}
	for _, c := range [][2]string{
		{"X:1\r\n", "X:2\r\n"}, {"X:1\r\n", "X:1\r\nX:2\r\n"}, {"DTSTAMP:1\r\n", "DTSTART:1\r\n"},
		{"DTSTAMPX:1\r\n", "DTSTAMPX:2\r\n"}, {"SUMMARY:a\r\n DTSTAMP:1\r\n", "SUMMARY:a\r\n DTSTAMP:2\r\n"},
		{"DTSTAMP:1\r\nX:1\r\n", "DTSTAMP:2\r\nX:2\r\n"}, {long + "A", long + "B"}, {long, long[:len(long)-1]},
	} {
		if Same([]byte(c[0]), []byte(c[1])) || Same([]byte(c[1]), []byte(c[0])) {
			t.Errorf("%.60q and %.60q pass for the same", c[0], c[1])
		}
	}
}

func TestWhatIsTheSameSaysTheSame(t *testing.T) {
	line := rapid.SampledFrom([]string{"X:1", "X:2", "DTSTAMP:1", "DTSTAMP:2", "dtstamp;A=1:3", " folded", "\tfolded", "DTSTAMPX:1", ""})
	file := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOf(line).Draw(t, "lines"), rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "break"))
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := file.Draw(t, "a"), file.Draw(t, "b")
		if Same([]byte(a), []byte(b)) && unstamped(a) != unstamped(b) {
			t.Fatalf("%q and %q", a, b)
		}
		if !Same([]byte(a), []byte(a)) {
			t.Fatalf("%q is not itself", a)
		}
	})
}

func FuzzSame(f *testing.F) {
	f.Add([]byte("DTSTAMP:1\r\nX:1\r\n"), []byte("DTSTAMP:2\r\nX:1\r\n"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if got := Same(a, b); got != Same(b, a) || got && unstamped(string(a)) != unstamped(string(b)) {
			t.Errorf("%q and %q", a, b)
		}
	})
}

// large is a feed of 10,000 events with that stamp, about 2 MB.
func large(stamp string) []byte {
	var b bytes.Buffer
	b.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//team//EN\r\n")
	for i := range 10_000 {
		_, _ = fmt.Fprintf(&b, "BEGIN:VEVENT\r\nUID:%d@example.org\r\nDTSTAMP:%s\r\nDTSTART:20261122T%06dZ\r\nDTEND:20261123T090000Z\r\nSUMMARY:Engineer A\r\nDESCRIPTION:%s\r\nEND:VEVENT\r\n",
			i, stamp, i, strings.Repeat("x", 60))
	}
	b.WriteString("END:VCALENDAR\r\n")
	return b.Bytes()
}

func TestARefreshThatChangedNothingAllocatesNextToNothing(t *testing.T) {
	last := provider.Copy{Body: large("20261122T120000Z"), ETag: `"v1"`}
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for name, res := range map[string]*provider.Response{
		"not modified":          {Status: 304},
		"the same bytes":        {Status: 200, Header: http.Header{"Etag": {`"v2"`}}, Body: large("20261122T120000Z")},
		"the same, stamped new": {Status: 200, Header: http.Header{"Etag": {`"v2"`}}, Body: large("20261122T130000Z")},
	} {
		t.Run(name, func(t *testing.T) {
			now, changed, err := Judge(res, last, at)
			if err != nil || changed || &now.Body[0] != &last.Body[0] || !now.FetchedAt.Equal(at) {
				t.Fatalf("changed %v, %v", changed, err)
			}
			if n := testing.AllocsPerRun(5, func() { _, _, _ = Judge(res, last, at) }); n > 5 {
				t.Errorf("%v allocations", n)
			}
		})
	}
}

func BenchmarkARefreshThatChangedNothing(b *testing.B) {
	last := provider.Copy{Body: large("20261122T120000Z")}
	for name, body := range map[string][]byte{"same": large("20261122T120000Z"), "stamped": large("20261122T130000Z")} {
		res := &provider.Response{Status: 200, Body: body}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, changed, err := Judge(res, last, time.Time{}); changed || err != nil {
					b.Fatal(changed, err)
				}
			}
		})
	}
}
