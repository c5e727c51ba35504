package ical

import (
	"encoding/binary"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"standby/rotation"
)

// year2026 is the window of most tests.
var year2026 = rotation.Interval{
	Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	End:   time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
}

var engineerA = rotation.Person{Name: "Engineer A", Email: "a@example.org"}

// calendarOf wraps lines of text, CRLF ended, in a VCALENDAR.
func calendarOf(lines ...string) []byte {
	all := append([]string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//made up//test//EN"}, lines...)
	return []byte(strings.Join(append(all, "END:VCALENDAR"), "\r\n") + "\r\n")
}

// eventOf wraps lines in a VEVENT.
func eventOf(lines ...string) []string {
	return append(append([]string{"BEGIN:VEVENT", "DTSTAMP:20260101T000000Z"}, lines...), "END:VEVENT")
}

// morning is an event on 5 January 2026, 09:00 to 17:00 UTC.
func morning(lines ...string) []string {
	return eventOf(append([]string{"UID:m", "DTSTART:20260105T090000Z", "DTEND:20260105T170000Z"}, lines...)...)
}

func mustRead(t *testing.T, data []byte, opt Options) Result {
	t.Helper()
	if opt.Window.Empty() {
		opt.Window = year2026
	}
	res, err := Read(data, opt)
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return res
}

// spans writes the shifts as "start/end" in UTC.
func spans(res Result) []string {
	var out []string
	for _, s := range res.Shifts {
		out = append(out, s.Start.Format("2006-01-02T15:04")+"/"+s.End.Format("2006-01-02T15:04"))
	}
	return out
}

func warned(res Result, text string) bool {
	return slices.ContainsFunc(res.Warnings, func(w Warning) bool { return strings.Contains(w.String(), text) })
}

func TestReadGivesTheWholeShiftInUTC(t *testing.T) {
	res := mustRead(t, calendarOf(slices.Concat(
		[]string{"X-WR-CALNAME:On Call Schedule for Platform\\, north"},
		eventOf("UID:one", "SUMMARY:On Call - Engineer A - Platform",
			"DTSTART;TZID=Europe/Berlin:20260105T090000", "DTEND;TZID=Europe/Berlin:20260112T090000"))...),
		Options{Rota: "platform", Me: engineerA})
	want := []rotation.Shift{{
		UID: "one", Rota: "platform", Role: rotation.Primary, Person: engineerA,
		Interval: rotation.Interval{
			Start: time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC),
			End:   time.Date(2026, 1, 12, 8, 0, 0, 0, time.UTC),
		},
	}}
	if !reflect.DeepEqual(res.Shifts, want) {
		t.Errorf("shifts = %+v, want %+v", res.Shifts, want)
	}
	if res.Name != "On Call Schedule for Platform, north" {
		t.Errorf("name = %q", res.Name)
	}
	if len(res.Warnings) != 0 {
		t.Errorf("warnings = %v", res.Warnings)
	}
}

func TestShiftsThatReachIntoTheWindowAreGivenWhole(t *testing.T) {
	data := calendarOf(slices.Concat(
		eventOf("UID:before", "SUMMARY:x", "DTSTART:20251225T000000Z", "DTEND:20260101T000000Z"),
		eventOf("UID:into", "SUMMARY:x", "DTSTART:20251230T000000Z", "DTEND:20260102T000000Z"),
		eventOf("UID:outof", "SUMMARY:x", "DTSTART:20261231T000000Z", "DTEND:20270105T000000Z"),
		eventOf("UID:after", "SUMMARY:x", "DTSTART:20270101T000000Z", "DTEND:20270102T000000Z"))...)
	got := spans(mustRead(t, data, Options{}))
	want := []string{"2025-12-30T00:00/2026-01-02T00:00", "2026-12-31T00:00/2027-01-05T00:00"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestBeginsAndHorizonSayWhatTheCalendarKnows(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse("2006-01-02T15", s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	weekly := func(rule string) []string {
		return eventOf("UID:w", "SUMMARY:x", "DTSTART:20250106T090000Z", "DTEND:20250106T170000Z", "RRULE:"+rule)
	}
	tests := []struct {
		name    string
		data    []byte
		begins  time.Time
		horizon time.Time
	}{
		{"an empty calendar knows nothing", calendarOf(), time.Time{}, time.Time{}},
		{"one event outside of the window counts too",
			calendarOf(eventOf("UID:o", "DTSTART:20300105T090000Z", "DTEND:20300105T170000Z")...),
			at("2030-01-05T09"), at("2030-01-05T17")},
		{"a rule without an end has no horizon", calendarOf(weekly("FREQ=WEEKLY")...), at("2025-01-06T09"), time.Time{}},
		{"a counted rule ends with its last instance, past the window",
			calendarOf(weekly("FREQ=WEEKLY;COUNT=150")...), at("2025-01-06T09"), at("2027-11-15T17")},
		{"a rule with UNTIL ends with its last instance, past the window",
			calendarOf(weekly("FREQ=WEEKLY;UNTIL=20290110T000000Z")...), at("2025-01-06T09"), at("2029-01-08T17")},
		{"a rule that ended before the window",
			calendarOf(weekly("FREQ=WEEKLY;UNTIL=20250210")...), at("2025-01-06T09"), at("2025-02-10T17")},
		{"a cancelled event is not known", calendarOf(morning("STATUS:CANCELLED")...), time.Time{}, time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := mustRead(t, tt.data, Options{})
			if !res.Begins.Equal(tt.begins) || !res.Horizon.Equal(tt.horizon) {
				t.Errorf("begins %v, horizon %v; want %v, %v", res.Begins, res.Horizon, tt.begins, tt.horizon)
			}
		})
	}
}

func TestWhatIsNotACalendarIsSaidToBeNone(t *testing.T) {
	for name, data := range map[string]string{
		"nothing":            "",
		"blank lines":        " \r\n\r\n",
		"a login page":       "<!DOCTYPE html><html><body>BEGIN your session</body></html>",
		"some text":          "hello: world",
		"an event by itself": "BEGIN:VEVENT\r\nDTSTART:20260105T090000Z\r\nEND:VEVENT\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read([]byte(data), Options{Window: year2026})
			if !errors.Is(err, ErrNotACalendar) {
				t.Errorf("err = %v", err)
			}
		})
	}
	_, err := Read([]byte("<html>"), Options{Window: year2026})
	if err == nil || !strings.Contains(err.Error(), "login") {
		t.Errorf("a web page should be named as one: %v", err)
	}
}

func TestAnEmptyWindowIsRefused(t *testing.T) {
	if _, err := Read(calendarOf(), Options{}); err == nil {
		t.Error("no error")
	}
}

func TestBytesThatDecodersStumbleOverAreRead(t *testing.T) {
	plain := calendarOf(morning("SUMMARY:Ingénieur É, au téléphone")...)
	text := string(plain)
	tests := map[string][]byte{
		"CRLF":                     plain,
		"LF":                       []byte(strings.ReplaceAll(text, "\r\n", "\n")),
		"CR":                       []byte(strings.ReplaceAll(text, "\r\n", "\r")),
		"CR CR LF":                 []byte(strings.ReplaceAll(text, "\r\n", "\r\r\n")),
		"a byte-order mark":        append([]byte("\xef\xbb\xbf"), plain...),
		"UTF-16, little endian":    inUTF16(text, binary.LittleEndian, "\xff\xfe"),
		"UTF-16, big endian":       inUTF16(text, binary.BigEndian, "\xfe\xff"),
		"ISO 8859-1":               inLatin1(text),
		"a fold inside a rune":     []byte(strings.Replace(text, "Ing\xc3\xa9", "Ing\xc3\r\n \xa9", 1)),
		"a fold by a tab":          []byte(strings.Replace(text, "DTSTART:2026", "DTSTART:\r\n\t2026", 1)),
		"spaces after BEGIN, END":  []byte(strings.ReplaceAll(text, "VEVENT\r\n", "VEVENT  \r\n")),
		"lower case":               []byte(strings.NewReplacer("DTSTART", "dtstart", "BEGIN:VEVENT", "begin:vevent", "END:VEVENT", "end:vevent").Replace(text)),
		"blank lines":              []byte(strings.ReplaceAll(text, "\r\n", "\r\n\r\n")),
		"no END:VCALENDAR":         []byte(strings.TrimSuffix(text, "END:VCALENDAR\r\n")),
		"no line end at the end":   []byte(strings.TrimSuffix(text, "\r\n")),
		"escapes of every kind":    []byte(strings.Replace(text, "É, au", `É\, \a\u`, 1)),
		"an alarm inside":          []byte(strings.Replace(text, "END:VEVENT", "BEGIN:VALARM\r\nDTSTART:bad\r\nDURATION:PT1M\r\nEND:VALARM\r\nEND:VEVENT", 1)),
		"a line without a colon":   []byte(strings.Replace(text, "UID:m", "UID:m\r\nthis is no line", 1)),
		"a parameter without end":  []byte(strings.Replace(text, "UID:m", "UID:m\r\nATTENDEE;CN=x", 1)),
		"junk after a quote":       []byte(strings.Replace(text, "UID:m", "UID:m\r\nATTENDEE;CN=\"a\"b:mailto:x", 1)),
		"a quote that never ends":  []byte(strings.Replace(text, "UID:m", "UID:m\r\nATTENDEE;CN=\"a:mailto:x", 1)),
		"an END of nothing":        []byte(strings.Replace(text, "UID:m", "UID:m\r\nEND:VALARM", 1)),
		"a very long description":  []byte(strings.Replace(text, "UID:m", "UID:m\r\nDESCRIPTION:"+strings.Repeat("long ", 60_000), 1)),
		"very long parameters":     []byte(strings.Replace(text, "UID:m", "UID:m\r\nATTENDEE;CN="+strings.Repeat("x", 50_000)+":mailto:x", 1)),
		"a text value with colons": []byte(strings.Replace(text, "UID:m", "UID:m\r\nLOCATION:a:b:c", 1)),
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			res := mustRead(t, data, Options{})
			if len(res.Shifts) != 1 {
				t.Fatalf("%d shifts; warnings %v", len(res.Shifts), res.Warnings)
			}
			if s := res.Shifts[0]; s.Person.Name != "Ingénieur É, au téléphone" || s.Start.Hour() != 9 || s.End.Hour() != 17 {
				t.Errorf("shift = %+v", s)
			}
		})
	}
}

func inUTF16(s string, order binary.AppendByteOrder, mark string) []byte {
	out := []byte(mark)
	for _, u := range utf16.Encode([]rune(s)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

func inLatin1(s string) []byte {
	var out []byte
	for _, r := range s {
		out = append(out, byte(r))
	}
	return out
}

func TestABrokenEventCostsItselfAndAWarningThatNamesItsLine(t *testing.T) {
	good := eventOf("UID:good", "SUMMARY:Engineer B", "DTSTART:20260201T090000Z", "DTEND:20260201T170000Z")
	tests := []struct {
		name string
		bad  []string // first line is line 4 of the file
		want string
	}{
		{"no start", eventOf("UID:x", "DTEND:20260105T170000Z"), "line 4: the event has no DTSTART"},
		{"a start that is none", eventOf("UID:x", "DTSTART:tomorrow"), `line 7: DTSTART: "tomorrow" is not a date or time`},
		{"a day that does not exist", eventOf("DTSTART:20260230T090000Z"), "line 6: DTSTART"},
		{"a start cut off after its parameter", eventOf("UID:x", "DTSTART;TZID=Europe/Berlin"), "line 7: this line is not"},
		{"no length", eventOf("UID:x", "DTSTART:20260105T090000Z"), "line 4: the event has no length"},
		{"a duration that is none", eventOf("DTSTART:20260105T090000Z", "DURATION:12 hours"), "line 7: DURATION"},
		{"a negative duration that is none", eventOf("DTSTART:20260105T090000Z", "DURATION:-1H"), "line 7: DURATION"},
		{"no end of the event", []string{"BEGIN:VEVENT", "DTSTART:20260105T090000Z"}, "line 4: the event has no END:VEVENT before line 6"},
		{"a broken replacement", eventOf("UID:good", "RECURRENCE-ID:x", "DTSTART:20260105T090000Z", "DTEND:20260105T100000Z"), "line 7: RECURRENCE-ID"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := mustRead(t, calendarOf(slices.Concat(tt.bad, good)...), Options{Zone: time.UTC})
			if got := spans(res); !slices.Equal(got, []string{"2026-02-01T09:00/2026-02-01T17:00"}) {
				t.Errorf("shifts = %v", got)
			}
			if !warned(res, tt.want) {
				t.Errorf("warnings = %v, want %q", res.Warnings, tt.want)
			}
		})
	}
}

func TestAFileThatIsCutOffKeepsItsWholeEventsAndSaysSo(t *testing.T) {
	text := string(calendarOf(slices.Concat(morning("SUMMARY:Engineer A"),
		eventOf("UID:2", "DTSTART:20260106T090000Z", "DTEND:20260106T170000Z", "SUMMARY:Engineer B"))...))
	whole := strings.LastIndex(text, "END:VEVENT")
	for cut := strings.Index(text, "BEGIN:VEVENT"); cut < len(text)-2; cut += 7 {
		res := mustRead(t, []byte(text[:cut]), Options{})
		if want := strings.Count(text[:cut], "END:VEVENT"); len(res.Shifts) != want {
			t.Fatalf("cut at %d of %d: %d shifts, want %d", cut, whole, len(res.Shifts), want)
		}
		if !strings.Contains(text[:cut], "END:VCALENDAR") && len(res.Warnings) == 0 {
			t.Fatalf("cut at %d: no warning", cut)
		}
	}
}

func TestTwoCalendarsInOneFileKeepTheirOwnZones(t *testing.T) {
	data := slices.Concat(
		calendarOf(append([]string{"X-WR-TIMEZONE:Europe/Berlin"}, eventOf("UID:1", "DTSTART:20260105T090000", "DURATION:PT1H")...)...),
		calendarOf(append([]string{"X-WR-TIMEZONE:America/New_York"}, eventOf("UID:1", "DTSTART:20260105T090000", "DURATION:PT1H")...)...))
	got := spans(mustRead(t, data, Options{}))
	if want := []string{"2026-01-05T08:00/2026-01-05T09:00", "2026-01-05T14:00/2026-01-05T15:00"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestUIDAndStartNameAShift(t *testing.T) {
	data := calendarOf(slices.Concat(
		morning("SUMMARY:Engineer A"), morning("SUMMARY:Engineer A"), morning("SUMMARY:Engineer B"),
		eventOf("DTSTART:20260105T090000Z", "DTEND:20260105T170000Z", "SUMMARY:Engineer C"))...)
	res := mustRead(t, data, Options{})
	if len(res.Shifts) != 3 {
		t.Fatalf("shifts = %+v, want the duplicate dropped and the others kept", res.Shifts)
	}
	seen := map[string]bool{}
	for _, s := range res.Shifts {
		if s.UID == "" || seen[s.UID] {
			t.Errorf("UID %q is empty or stands twice", s.UID)
		}
		seen[s.UID] = true
	}
}
