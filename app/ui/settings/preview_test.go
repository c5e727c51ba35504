package settings

import (
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
	"standby/rotation"
)

// weekOfDuty is a row of a preview: a week from a Friday on, n weeks after the
// present one.
func weekOfDuty(t testing.TB, n int, name string) api.PreviewRow {
	start := time.Date(2026, 11, 20, 9, 0, 0, 0, night.Berlin(t)).AddDate(0, 0, 7*n)
	return api.PreviewRow{Interval: rotation.Interval{Start: start, End: start.AddDate(0, 0, 7)}, Summary: "On Call - Engineer " + name + " - Payments",
		Person: rotation.Person{Name: "Engineer " + name}, Role: rotation.Primary, Rota: "Payments", Mine: name == "A"}
}

// paymentsPreview is a calendar of 14 shifts, half of them the user's.
func paymentsPreview(t testing.TB) api.Preview {
	p := api.Preview{Name: "On Call Schedule for Payments", Profile: "PagerDuty", Zone: "Europe/Berlin", Shifts: 14, Mine: 7,
		Window: rotation.Interval{Start: night.Now(t), End: night.Now(t).AddDate(1, 0, 0)}}
	for n := range 14 {
		p.Rows = append(p.Rows, weekOfDuty(t, n, []string{"A", "B"}[n%2]))
	}
	return p
}

func TestAPreviewSaysWhatACalendarIs(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	got := previewOf(paymentsPreview(t), api.NewCalendar{}, night.EngineerA(), v)
	want := []model.Fact{{Name: "Recognised", Value: "PagerDuty"}, {Name: "Calls itself", Value: "On Call Schedule for Payments"}, {Name: "Its zone", Value: "Europe/Berlin"},
		{Name: "It holds", Value: "14 shifts from now until 25 Nov 2027"}}
	if !slices.Equal(got.facts, want) || got.mine != "7 of them are yours." || !got.found || len(got.rows) != rowsPreviewed || got.fault != "" {
		t.Errorf("%+v", got)
	}
	if got.more != "These are the first 12. Times are in Europe/Berlin." {
		t.Errorf("%q", got.more)
	}
	p := paymentsPreview(t)
	p.Profile, p.Zone, p.Name, p.Horizon = "", "", "", time.Date(2027, 2, 26, 9, 0, 0, 0, night.Berlin(t))
	p.Warnings = []string{"line 1: a.", "line 2: b", "c", "d", "e", "f"}
	got = previewOf(p, api.NewCalendar{}, night.EngineerA(), v)
	want = []model.Fact{{Name: "Recognised", Value: plainRecognised}, {Name: "It holds", Value: "14 shifts from now until it ends on 26 Feb 2027"}}
	if !slices.Equal(got.facts, want) || !slices.Equal(got.warnings, []string{"Line 1: a.", "Line 2: b.", "C.", "D.", "And 2 more."}) {
		t.Errorf("%+v", got)
	}
}

func TestAPreviewSaysWhichShiftsAreMine(t *testing.T) {
	nobody := rotation.Person{}
	for _, c := range []struct {
		name         string
		shifts, mine int
		of           api.NewCalendar
		me           rotation.Person
		want         string
		found        bool
	}{
		{"some", 9, 2, api.NewCalendar{}, night.EngineerA(), "2 of them are yours.", true},
		{"one", 9, 1, api.NewCalendar{}, night.EngineerA(), "1 of them is yours.", true},
		{"all", 9, 9, api.NewCalendar{Mine: true}, nobody, "All of them are yours.", true},
		{"none", 9, 0, api.NewCalendar{}, night.EngineerA(), "None of them is yours: the calendar does not name Engineer A, a@example.org. Write your name or e-mail above as you see it below.", false},
		{"none of whom the form names", 9, 0, api.NewCalendar{Me: rotation.Person{Email: "b@example.org"}}, night.EngineerA(),
			"None of them is yours: the calendar does not name b@example.org. Write your name or e-mail above as you see it below.", false},
		{"nobody knows who I am", 9, 0, api.NewCalendar{}, nobody, "Which of them are yours? Fill in your name or your e-mail above, as the calendar has it.", false},
		{"there is none", 0, 0, api.NewCalendar{}, night.EngineerA(), "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := previewOf(api.Preview{Shifts: c.shifts, Mine: c.mine}, c.of, c.me, bench.ViewAt(t, night.OnCall(t), night.Now(t)))
			if v.mine != c.want || v.found != c.found {
				t.Errorf("got %q, %v", v.mine, v.found)
			}
		})
	}
}

func TestARowOfAPreviewSaysWhatTheEventMeans(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	row := func(change func(*api.PreviewRow)) api.PreviewRow {
		r := weekOfDuty(t, 1, "B")
		change(&r)
		return r
	}
	const span, text = "Fri 27 Nov 09:00 – Fri 4 Dec 09:00", "On Call - Engineer B - Payments"
	for name, c := range map[string]struct {
		row  api.PreviewRow
		want previewRow
	}{
		"somebody else's":             {row(func(*api.PreviewRow) {}), previewRow{span, text, "Engineer B", "primary", "Payments", false, false}},
		"mine":                        {row(func(r *api.PreviewRow) { r.Mine = true }), previewRow{span, text, "Engineer B (you)", "primary", "Payments", true, false}},
		"without a known end":         {row(func(r *api.PreviewRow) { r.OpenEnd = true }), previewRow{"from Fri 27 Nov 09:00, no end known", text, "Engineer B", "primary", "Payments", false, false}},
		"leave":                       {row(func(r *api.PreviewRow) { r.Away, r.Role = true, "vacation" }), previewRow{span, text, "Engineer B", "vacation · not on call", "Payments", false, false}},
		"the pattern does not fit":    {row(func(r *api.PreviewRow) { r.Unmatched = true }), previewRow{span, text, "Engineer B", "primary", "Payments", false, true}},
		"an event that says nothing":  {row(func(r *api.PreviewRow) { r.Summary, r.Person = "", rotation.Person{} }), previewRow{span, "(no text)", "somebody", "primary", "Payments", false, false}},
		"one that ends on its day":    {row(func(r *api.PreviewRow) { r.End = r.Start.Add(2 * time.Hour) }), previewRow{"Fri 27 Nov 09:00 – 11:00", text, "Engineer B", "primary", "Payments", false, false}},
		"known by their address only": {row(func(r *api.PreviewRow) { r.Person = rotation.Person{Email: "b@example.org"} }), previewRow{span, text, "b@example.org", "primary", "Payments", false, false}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := rowOfPreview(c.row, v); got != c.want {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestAPreviewOfACalendarWithNothingAhead(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	for want, p := range map[string]api.Preview{
		"no shift in the last two months, and none ahead":           {Past: true},
		"no shift ahead; below are those that are over (1 shift)":   {Past: true, Shifts: 1, Rows: []api.PreviewRow{{}}},
		"no shift from now until 25 Nov 2027":                       {Window: rotation.Interval{End: night.Now(t).AddDate(1, 0, 0)}, Rows: []api.PreviewRow{{Away: true}}},
		"1 shift from now until it ends on 27 Nov 2026":             {Shifts: 1, Horizon: night.Now(t).AddDate(0, 0, 2), Window: rotation.Interval{End: night.Now(t).AddDate(1, 0, 0)}},
		"2 shifts from now until 25 Nov 2027":                       {Shifts: 2, Horizon: night.Now(t).AddDate(2, 0, 0), Window: rotation.Interval{End: night.Now(t).AddDate(1, 0, 0)}},
		"no shift ahead; below are those that are over (12 shifts)": {Past: true, Shifts: 12, Rows: []api.PreviewRow{{}}},
		"no shift ahead; below are those that are over (no shift)":  {Past: true, Rows: []api.PreviewRow{{Away: true}}},
		"3 shifts from now until it ends on 28 Nov 2026":            {Shifts: 3, Horizon: night.Now(t).AddDate(0, 0, 3), Window: rotation.Interval{End: night.Now(t).AddDate(1, 0, 0)}},
		"10000 shifts from now until it ends on 28 Nov 2026":        {Shifts: 10_000, Horizon: night.Now(t).AddDate(0, 0, 3), Window: rotation.Interval{End: night.Now(t).AddDate(1, 0, 0)}},
		"no shift from now until it ends on 26 Nov 2026":            {Horizon: night.Now(t).AddDate(0, 0, 1), Window: rotation.Interval{End: night.Now(t).AddDate(1, 0, 0)}},
		"1 shift from now until 1 Jan 2027":                         {Shifts: 1, Window: rotation.Interval{End: time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)}},
		"2 shifts from now until it ends on 1 Jan 2027":             {Shifts: 2, Horizon: time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC), Window: rotation.Interval{End: night.Now(t).AddDate(1, 0, 0)}},
	} {
		if got := holdsOf(p, v); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestAMistakeInAPatternIsShownWhereItIs(t *testing.T) {
	fault := func(line, at int) *api.PatternFault {
		return &api.PatternFault{Line: line, At: at, Problem: "{persn} is not a field", Remedy: "the fields are {person} and {role}"}
	}
	const told = ": {persn} is not a field. The fields are {person} and {role}."
	for _, c := range []struct {
		name, pattern string
		fault         *api.PatternFault
		want          string
	}{
		{"none", "{person}", nil, ""},
		{"in the only line", "Duty {persn}", fault(1, 6), "At character 6, “{persn}”" + told},
		{"in one of several", "{role} x\n  {persn}", fault(2, 3), "In line 2, at character 3, “{persn}”" + told},
		{"letters count and not bytes", "Dienst für {persn}", fault(1, 12), "At character 12, “{persn}”" + told},
		{"a long rest is cut", "{persn} and a good many words more", fault(1, 1), "At character 1, “{persn} and a good many …”" + told},
		{"behind the end", "{persn", fault(1, 9), "At character 9" + told},
		{"in a line that is not there", "{persn}", fault(3, 1), "At character 1" + told},
		{"in the whole", "{any}", fault(0, 0), "{persn} is not a field: the fields are {person} and {role}."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := faultOf(c.pattern, c.fault); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestCalendarsOfAnAccountAreToldApart(t *testing.T) {
	found := []api.Found{{Address: "https://h/a/one/", Name: "Duty"}, {Address: "https://h/a/two/", Name: "Duty"}, {Address: "https://h/b/two/", Name: "Duty"},
		{Address: "https://h/a/off/", Name: "Holidays", ReadOnly: true}}
	want := []string{"Duty", "Duty, two", "Duty, two (2)", "Holidays (read only)"}
	if got := foundLabels(found); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for n, want := range []string{"has no calendar", "One calendar was found.", "2 calendars were found."} {
		if got := foundNote(found[:n]); !strings.Contains(got, want) {
			t.Errorf("%d: %q", n, got)
		}
	}
}

func TestAnAddressThatIsNotEncryptedIsKnown(t *testing.T) {
	for address, want := range map[string]bool{
		"http://calendar.example.org/x.ics": true, " HTTP://calendar.example.org": true, "caldav://dav.example.org": true, "http://192.0.2.7/": true, "http://[2001:db8::1]/": true,
		"https://calendar.example.org": false, "webcal://calendar.example.org": false, "http://127.0.0.1:5232/": false, "http://localhost/": false, "http://[::1]:80/": false,
		"/home/me/http.ics": false, "": false, "http": false,
	} {
		if got := plainHTTP(address); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}

func TestTheKindFollowsWhatCanOnlyBeMeant(t *testing.T) {
	for _, c := range []struct {
		text       string
		kind, want int
	}{
		{"https://x", kindFile, kindAddress}, {"/home/me/x.ics", kindAddress, kindFile}, {"htt", kindFile, kindFile}, {"", kindAddress, kindAddress}, {"https://x", kindCalDAV, kindCalDAV},
	} {
		if got := kindTyped(c.text, c.kind); got != c.want {
			t.Errorf("%q of kind %d: %d", c.text, c.kind, got)
		}
	}
}

func TestACalDAVServerIsLookedAtBeforeItIsAsked(t *testing.T) {
	for _, c := range []struct {
		name string
		cal  api.NewCalendar
		want string
	}{
		{"with a user", api.NewCalendar{Location: "https://dav.example.org", User: "a@example.org", Secret: "secret"}, ""},
		{"that asks for nothing", api.NewCalendar{Location: "http://127.0.0.1:8000/"}, ""},
		{"no address", api.NewCalendar{User: "a"}, "The CalDAV server has no address"},
		{"no scheme", api.NewCalendar{Location: "dav.example.org"}, "The address of the CalDAV server cannot be understood"},
		{"a feed's scheme", api.NewCalendar{Location: "webcal://dav.example.org"}, "The address of the CalDAV server cannot be understood"},
		{"a password in the address", api.NewCalendar{Location: "https://a:secret@dav.example.org"}, "The address holds a user name or a password"},
		{"a password and no user", api.NewCalendar{Location: "https://dav.example.org", Secret: "secret"}, "There is a password and no user"},
		{"both in one field", api.NewCalendar{Location: "https://dav.example.org", User: "a:secret"}, "The user has a colon in it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.cal.CalDAV = true
			told(t, checkPlace(c.cal), c.want)
		})
	}
}
