package ical

import (
	"errors"
	"strings"
	"testing"
	"time"

	"standby/rotation"
)

var (
	handNow    = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	handWindow = rotation.Interval{Start: handNow.AddDate(0, -1, 0), End: handNow.AddDate(0, 3, 0)}
	engineerB  = rotation.Person{Name: "Engineer B", Email: "b@example.org"}
)

// handObject is a made-up object with lines that must stay as they are.
func handObject(lines ...string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//rota//EN\r\nX-OWN:kept \r\n" +
		"BEGIN:VEVENT\r\nUID:1@example.org\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
}

const (
	handTimes = "DTSTART:20261205T080000Z\r\nDTEND:20261206T080000Z"
	handStamp = "DTSTAMP:20260101T000000Z\r\nSEQUENCE:4\r\nDESCRIPTION:call\\, then \r\n  look\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nSUMMARY:Engineer A\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\nX-FOO;A=\"b:c\":d"
)

// give hands the only turn of an object to Engineer B.
func give(t *testing.T, object string, opt Options, change func(*Handover)) (Amended, *Roll, error) {
	t.Helper()
	if opt.Window.Empty() {
		opt.Window = handWindow
	}
	if opt.Rota == "" {
		opt.Rota = "team"
	}
	r, err := ReadRoll([]byte(object), opt)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Turns()) == 0 {
		t.Fatalf("no turns in\n%s", object)
	}
	h := Handover{Turn: r.Turns()[0], To: engineerB}
	if change != nil {
		change(&h)
	}
	a, err := r.Amend([]byte(object), handNow, h)
	return a, r, err
}

func TestThePersonIsReplacedWhereTheCalendarWritesPeople(t *testing.T) {
	vouch := func(h *Handover) { h.Vouched = true }
	for name, row := range map[string]struct {
		lines  []string
		opt    Options
		change func(*Handover)
		want   []string
	}{
		"person and role": {lines: []string{"SUMMARY:Engineer A (primary)"}, want: []string{"SUMMARY:Engineer B (primary)"}},
		"with parameters": {lines: []string{"SUMMARY;LANGUAGE=en:secondary: Engineer A"}, want: []string{"SUMMARY;LANGUAGE=en:secondary: Engineer B"}},
		"PagerDuty":       {lines: []string{"SUMMARY:On Call - Engineer A - Platform\\, EU"}, want: []string{"SUMMARY:On Call - Engineer B - Platform\\, EU"}},
		"the same word as the rota": {lines: []string{"SUMMARY:On Call - Ann - Ann"},
			want: []string{"SUMMARY:On Call - Engineer B - Ann"}},
		"Grafana":          {lines: []string{"SUMMARY:[L1] engineer.a"}, want: []string{"SUMMARY:[L1] Engineer B"}},
		"LinkedIn":         {lines: []string{"SUMMARY:platform primary shift: Engineer A"}, want: []string{"SUMMARY:platform primary shift: Engineer B"}},
		"an address":       {lines: []string{"SUMMARY:primary: a@example.org"}, want: []string{"SUMMARY:primary: b@example.org"}},
		"a name alone":     {lines: []string{"SUMMARY:Engineer A"}, change: vouch, want: []string{"SUMMARY:Engineer B"}},
		"my name alone":    {lines: []string{"SUMMARY:Engineer A"}, opt: Options{Me: rotation.Person{Name: "Engineer A"}}, want: []string{"SUMMARY:Engineer B"}},
		"the user's words": {lines: []string{"SUMMARY:Duty <Engineer A> of Engineer A's team"}, opt: Options{Pattern: "Duty <{person}> of {any}"}, want: []string{"SUMMARY:Duty <Engineer B> of Engineer A's team"}},
		"title and attendee": {lines: []string{"SUMMARY:Engineer A (primary)", "ATTENDEE;CN=Engineer A;DIR=\"x:y\";PARTSTAT=ACCEPTED:mailto:a@example.org", "ATTENDEE;CUTYPE=ROOM:mailto:room@example.org"},
			want: []string{"SUMMARY:Engineer B (primary)", "ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=\"Engineer B\":mailto:b@example.org", "ATTENDEE;CUTYPE=ROOM:mailto:room@example.org"}},
		"a nickname, one attendee":  {lines: []string{"SUMMARY:ann (primary)", "ATTENDEE:mailto:a@example.org"}, want: []string{"SUMMARY:Engineer B (primary)", "ATTENDEE;CN=\"Engineer B\":mailto:b@example.org"}},
		"a word more, one attendee": {lines: []string{"SUMMARY:Weekend of Engineer A (primary)", "ATTENDEE;CN=Engineer A:mailto:a@example.org"}, want: []string{"SUMMARY:Weekend of Engineer B (primary)", "ATTENDEE;CN=\"Engineer B\":mailto:b@example.org"}},
		"the attendee alone":        {lines: []string{"SUMMARY:Weekend duty", "ATTENDEE:mailto:a@example.org"}, want: []string{"SUMMARY:Weekend duty", "ATTENDEE;CN=\"Engineer B\":mailto:b@example.org"}},
		"free text, attendee":       {lines: []string{"SUMMARY:Weekend for Engineer A!", "ATTENDEE;CN=Engineer A:mailto:a@example.org"}, want: []string{"SUMMARY:Weekend for Engineer B!", "ATTENDEE;CN=\"Engineer B\":mailto:b@example.org"}},
		"a person without mail":     {lines: []string{"SUMMARY:platform primary shift: Engineer A", "ATTENDEE;CN=Engineer A:MAILTO:None"}, want: []string{"SUMMARY:platform primary shift: Engineer B", "ATTENDEE;CN=\"Engineer B\":MAILTO:None"}},
	} {
		t.Run(name, func(t *testing.T) {
			old := append([]string{handTimes}, append(row.lines, handStamp)...)
			want := append([]string{handTimes}, append(row.want, handStamp)...)
			a, _, err := give(t, handObject(old...), row.opt, row.change)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Replace(string(a.Object), "LAST-MODIFIED:20261122T120000Z\r\n", "", 1)
			text := strings.Replace(strings.Replace(handObject(want...), "SEQUENCE:4", "SEQUENCE:5", 1), "DTSTAMP:20260101T000000Z", "DTSTAMP:20261122T120000Z", 1)
			if got != text || len(a.New) != 0 {
				t.Errorf("got\n%s\nwant\n%s", got, text)
			}
		})
	}
}

func TestWhereThePersonCannotBeFoundNothingIsWritten(t *testing.T) {
	for name, row := range map[string]struct {
		lines  []string
		opt    Options
		change func(*Handover)
		want   error
	}{
		"who knows whether that is a person": {lines: []string{"SUMMARY:Weekend duty"}, want: ErrNoPlace},
		"everything is mine":                 {lines: []string{"SUMMARY:Engineer A (primary)"}, opt: Options{Mine: true, Me: rotation.Person{Name: "Engineer A"}}, want: ErrNoPlace},
		"I in free text":                     {lines: []string{"SUMMARY:Weekend of Engineer A"}, opt: Options{Me: rotation.Person{Name: "Engineer A"}}, want: ErrNoPlace},
		"more than a name":                   {lines: []string{"SUMMARY:Weekend of Engineer A (primary)"}, opt: Options{Me: rotation.Person{Name: "Engineer A"}}, want: ErrNoPlace},
		"an address is wanted":               {lines: []string{"SUMMARY:primary: a@example.org"}, change: func(h *Handover) { h.To.Email = "" }, want: ErrNoPlace},
		"an address to invite":               {lines: []string{"SUMMARY:Duty", "ATTENDEE:mailto:a@example.org"}, change: func(h *Handover) { h.To.Email = "" }, want: ErrNoPlace},
		"a nickname besides the attendee":    {lines: []string{"SUMMARY:ann at work", "ATTENDEE;CN=Ann Example:mailto:ann@example.org"}, want: ErrNoPlace},
		"a name that is there twice":         {lines: []string{"SUMMARY:Engineer A for Engineer A", "ATTENDEE;CN=Engineer A:mailto:a@example.org"}, want: ErrNoPlace},
		"several people":                     {lines: []string{"SUMMARY:Engineer A & Engineer C (primary)"}, want: ErrNoPlace},
		"a name that would be a role":        {lines: []string{"SUMMARY:primary: Engineer A"}, change: func(h *Handover) { h.To = rotation.Person{} }, want: ErrNoPlace},
		"the one who has it":                 {lines: []string{"SUMMARY:Engineer B (primary)"}, want: ErrHolds},
		"one who is in it too":               {lines: []string{"SUMMARY:Duty", "ATTENDEE;CN=Engineer A:mailto:a@example.org", "ATTENDEE;CN=Engineer B:mailto:b@example.org"}, want: ErrHolds},
		"a part outside of it": {lines: []string{"SUMMARY:Engineer A (primary)"}, change: func(h *Handover) {
			h.Part = rotation.Interval{Start: h.Turn.Start.Add(-time.Hour), End: h.Turn.End}
		}, want: ErrPart},
		"a shift that is another by now": {lines: []string{"SUMMARY:Engineer A (primary)"}, change: func(h *Handover) { h.Turn.Person.Name = "Engineer C" }, want: ErrTurnGone},
	} {
		t.Run(name, func(t *testing.T) {
			a, _, err := give(t, handObject(append([]string{handTimes}, row.lines...)...), row.opt, row.change)
			if !errors.Is(err, row.want) || a.Object != nil {
				t.Errorf("got %v\n%s", err, a.Object)
			}
		})
	}
}

const handZone = "BEGIN:VTIMEZONE\r\nTZID:Team time\r\nX-LIC-LOCATION:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"

func TestOneInstanceOfASeriesBecomesAnOverride(t *testing.T) {
	for name, row := range map[string]struct {
		object string
		want   []string
		not    string
	}{
		"in a zone with a duration": {
			object: strings.Replace(handObject("DTSTART;TZID=Team time:20261205T090000", "DURATION:PT24H", "RRULE:FREQ=WEEKLY", "EXDATE;TZID=Team time:20261226T090000", "SUMMARY:Engineer A (primary)"), "BEGIN:VEVENT", handZone+"BEGIN:VEVENT", 1),
			want:   []string{"RECURRENCE-ID;TZID=Team time:20261212T090000", "DTSTART;TZID=Team time:20261212T090000", "DURATION:PT24H", "SUMMARY:Engineer B (primary)"},
		},
		"whole days": {
			object: handObject("DTSTART;VALUE=DATE:20261205", "DTEND;VALUE=DATE:20261206", "RRULE:FREQ=WEEKLY;COUNT=5", "SUMMARY:Engineer A (primary)"),
			want:   []string{"RECURRENCE-ID;VALUE=DATE:20261212", "DTSTART;VALUE=DATE:20261212", "DTEND;VALUE=DATE:20261213"},
		},
		"in UTC with a period": {
			object: handObject("DTSTART:20261205T080000Z", "DTEND:20261206T080000Z", "RDATE;VALUE=PERIOD:20261212T100000Z/PT3H", "SUMMARY:Engineer A (primary)"),
			want:   []string{"RECURRENCE-ID:20261212T100000Z", "DTSTART:20261212T100000Z", "DTEND:20261212T130000Z"},
		},
		"floating": {
			object: handObject("DTSTART:20261205T090000", "DTEND:20261205T170000", "RRULE:FREQ=WEEKLY", "SUMMARY:Engineer A (primary)"),
			want:   []string{"RECURRENCE-ID:20261212T090000", "DTSTART:20261212T090000", "DTEND:20261212T170000"},
		},
		"later than a change of all that follow": {
			object: strings.Replace(handObject(handTimes, "RRULE:FREQ=WEEKLY", "SUMMARY:Engineer C (primary)"), "END:VCALENDAR\r\n",
				"BEGIN:VEVENT\r\nUID:1@example.org\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261205T080000Z\r\nDTSTART:20261205T100000Z\r\nDTEND:20261205T120000Z\r\nSUMMARY:Engineer A (primary)\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", 1),
			want: []string{"RECURRENCE-ID:20261212T080000Z", "DTSTART:20261212T100000Z", "DTEND:20261212T120000Z"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := ReadRoll([]byte(row.object), Options{Rota: "team", Window: handWindow})
			if err != nil {
				t.Fatal(err)
			}
			turn := r.Turns()[1]
			a, err := r.Amend([]byte(row.object), handNow, Handover{Turn: turn, To: engineerB})
			if err != nil {
				t.Fatal(err)
			}
			text := string(a.Object)
			if i := strings.LastIndex(row.object, "END:VCALENDAR"); !strings.HasPrefix(text, row.object[:i]) {
				t.Errorf("the series itself was changed:\n%s", text)
			} else {
				text = text[i:]
			}
			for _, w := range append(row.want, "UID:1@example.org", "SEQUENCE:1") {
				if !strings.Contains(text, w+"\r\n") {
					t.Errorf("no %s in\n%s", w, text)
				}
			}
			if strings.Contains(text, "RRULE") || strings.Contains(text, "EXDATE") || strings.Contains(text, "RDATE") {
				t.Errorf("the override repeats:\n%s", text)
			}
			again, err := ReadRoll(a.Object, Options{Rota: "team", Window: handWindow})
			if err != nil || again.Turns()[1].Person.Name != "Engineer B" || again.Turns()[0].Person.Name != "Engineer A" {
				t.Fatalf("%v", err)
			}
			// And back: now the override is changed in its place.
			back, err := again.Amend(a.Object, handNow, Handover{Turn: again.Turns()[1], To: turn.Person})
			if err != nil || strings.Count(string(back.Object), "BEGIN:VEVENT") != strings.Count(string(a.Object), "BEGIN:VEVENT") {
				t.Errorf("%v\n%s", err, back.Object)
			}
		})
	}
}

func TestAPersonIsKnownByWhatTheCalendarHasElsewhere(t *testing.T) {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\r\n")
	for i, who := range []string{"ATTENDEE;CN=Engineer B:mailto:b@example.org", "ATTENDEE;CN=Alex:mailto:alex@example.org", "ATTENDEE;CN=Alex:mailto:other@example.org", "X-A:1"} {
		b.WriteString("BEGIN:VEVENT\r\nUID:" + string(rune('1'+i)) + "\r\n" + handTimes + "\r\nSUMMARY:Duty\r\n" + who + "\r\nEND:VEVENT\r\n")
	}
	b.WriteString("END:VCALENDAR\r\n")
	r, err := ReadRoll([]byte(b.String()), Options{Window: handWindow, Me: rotation.Person{Name: "Engineer A", Email: "a@example.org"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range [][2]rotation.Person{
		{{Name: "engineer b"}, {Name: "engineer b", Email: "b@example.org"}},
		{{Email: "B@example.org"}, {Name: "Engineer B", Email: "B@example.org"}},
		{{Name: "Engineer A"}, {Name: "Engineer A", Email: "a@example.org"}},
		{{Name: "Alex"}, {Name: "Alex"}},
		{{Name: "Alex", Email: "other@example.org"}, {Name: "Alex", Email: "other@example.org"}},
		{{Name: "Nobody"}, {Name: "Nobody"}},
	} {
		if got := r.Known(row[0]); got != row[1] {
			t.Errorf("%+v is known as %+v", row[0], got)
		}
	}
}

func TestTheFirstOfAChangeOfAllThatFollowIsLeftAlone(t *testing.T) {
	object := strings.Replace(handObject(handTimes, "RRULE:FREQ=WEEKLY", "SUMMARY:Engineer C (primary)"), "END:VCALENDAR\r\n",
		"BEGIN:VEVENT\r\nUID:1@example.org\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261205T080000Z\r\nDTSTART:20261205T100000Z\r\nDTEND:20261205T120000Z\r\nSUMMARY:Engineer A (primary)\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", 1)
	if _, _, err := give(t, object, Options{}, nil); !errors.Is(err, ErrNoPlace) {
		t.Error(err)
	}
}

func TestAPartOfAShiftBecomesAnEventOfItsOwn(t *testing.T) {
	at := func(text string) time.Time {
		v, err := time.Parse("20060102T150405Z", text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for name, row := range map[string]struct {
		object, from, to string
		pieces           int
	}{
		"the beginning":        {handObject(handTimes, "SUMMARY:Engineer A (primary)", handStamp), "20261205T080000Z", "20261205T120000Z", 2},
		"the end":              {handObject(handTimes, "SUMMARY:Engineer A (primary)", handStamp), "20261205T120000Z", "20261206T080000Z", 2},
		"the middle":           {handObject(handTimes, "SUMMARY:Engineer A (primary)", handStamp), "20261205T120000Z", "20261205T130000Z", 3},
		"with a duration":      {handObject("DTSTART;TZID=Asia/Kolkata:20261205T133000", "DURATION:P1D", "SUMMARY:Engineer A (primary)"), "20261205T120000Z", "20261205T130000Z", 3},
		"a day of several":     {handObject("DTSTART;VALUE=DATE:20261205", "DTEND;VALUE=DATE:20261208", "SUMMARY:Engineer A (primary)"), "20261206T000000Z", "20261207T000000Z", 3},
		"hours of a day":       {handObject("DTSTART;VALUE=DATE:20261205", "SUMMARY:Engineer A (primary)"), "20261205T060000Z", "20261205T120000Z", 3},
		"without a zone":       {handObject("DTSTART:20261205T080000", "DTEND:20261206T080000", "SUMMARY:Engineer A (primary)"), "20261205T080000Z", "20261205T120000Z", 2},
		"of a series":          {handObject(handTimes, "RRULE:FREQ=WEEKLY", "SUMMARY:Engineer A (primary)", handStamp), "20261205T120000Z", "20261205T130000Z", 3},
		"of a series of dates": {handObject("DTSTART;VALUE=DATE:20261205", "RRULE:FREQ=WEEKLY", "SUMMARY:Engineer A (primary)"), "20261205T060000Z", "20261205T120000Z", 3},
	} {
		t.Run(name, func(t *testing.T) {
			part := rotation.Interval{Start: at(row.from), End: at(row.to)}
			a, r, err := give(t, row.object, Options{}, func(h *Handover) { h.Part = part })
			if err != nil {
				t.Fatal(err)
			}
			pieces := a.Handed[0].Pieces
			if len(pieces) != row.pieces || len(a.New) != row.pieces-1 {
				t.Fatalf("%d pieces, %d new", len(pieces), len(a.New))
			}
			same, _, _ := give(t, row.object, Options{}, func(h *Handover) { h.Part = part })
			list := rotation.Difference(r.Shifts(), r.After(a.Handed...), rotation.Person{}, handWindow)
			if len(list) != 2 || list[0].Person.Same(list[1].Person) {
				t.Errorf("said: %+v", list)
			}
			for i, n := range a.New {
				if strings.Contains(string(n.Data), "RRULE") || strings.Contains(string(n.Data), "RECURRENCE-ID") || same.New[i].UID != n.UID {
					t.Errorf("new:\n%s", n.Data)
				}
			}
		})
	}
}
