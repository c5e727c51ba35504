package ical

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
	"standby/rotation/ical/profile"
)

// feedOf is a calendar with that head, lines of text, and those events.
func feedOf(head []string, events ...[]string) []byte {
	all := append([]string{"BEGIN:VCALENDAR"}, head...)
	for _, ev := range events {
		all = append(all, ev...)
	}
	return []byte(strings.Join(append(all, "END:VCALENDAR"), "\r\n") + "\r\n")
}

// dutyOn is an event of twelve hours from 08:00 UTC on that day of January 2026.
func dutyOn(uid string, day int, lines ...string) []string {
	return eventOf(append([]string{"UID:" + uid,
		fmt.Sprintf("DTSTART:202601%02dT080000Z", day), fmt.Sprintf("DTEND:202601%02dT200000Z", day)}, lines...)...)
}

func hexUID(n int) string { return fmt.Sprintf("%064x", n) }

var (
	pagerDutyHead = []string{"PRODID:-//PagerDuty//On-Call Schedule//EN", "VERSION:2.0", "X-WR-CALNAME:On Call Schedule for Platform"}
	grafanaHead   = []string{"VERSION:2.0", "PRODID://Grafana Labs//Grafana On-Call//", "X-WR-CALNAME:Platform", "X-WR-TIMEZONE:UTC", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"}
	goAlertHead   = []string{"PRODID:-//Pager//v1//EN", "VERSION:2.0", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"}
	plainHead     = []string{"PRODID:-//made up//EN", "VERSION:2.0"}
)

func withProduct(product string) []string { return []string{"VERSION:2.0", "PRODID:" + product} }

func TestAFeedIsReadAsItsProductWritesIt(t *testing.T) {
	asOf := time.Date(2026, 1, 4, 12, 0, 0, 0, time.UTC)
	last := time.Date(2026, 1, 6, 20, 0, 0, 0, time.UTC) // the end of dutyOn 6
	const day = 24 * time.Hour
	b, c := rotation.Person{Name: "Engineer B"}, rotation.Person{Name: "Engineer C"}
	type shift struct {
		person rotation.Person
		role   rotation.Role
		rota   string
	}
	for _, f := range []struct {
		name    string
		data    []byte
		opt     Options
		profile profile.Profile
		want    []shift
		horizon time.Time
		bounded bool
		open    int
	}{
		{"PagerDuty, DTEND first and VALUE written out, an attendee without mailto", feedOf(pagerDutyHead,
			[]string{"BEGIN:VEVENT", "DTEND;VALUE=DATE-TIME:20260105T200000Z", "DTSTART;VALUE=DATE-TIME:20260105T080000Z", "ATTENDEE:b@example.org", "UID:q1", "SUMMARY:On Call - Engineer B - Platform", "END:VEVENT"},
			dutyOn("q2", 6, "SUMMARY:On Call - Engineer C - Platform")), Options{}, profile.PagerDuty,
			[]shift{{rotation.Person{Name: "Engineer B", Email: "b@example.org"}, "primary", "Platform"}, {c, "primary", "Platform"}}, last, false, 0},
		{"PagerDuty, a person's own feed", feedOf(withProduct("-//PagerDuty//EN"), dutyOn("q1", 5, "SUMMARY:On Call - Platform"), dutyOn("q2", 6, "SUMMARY:On Call - Network")), Options{Me: engineerA, Mine: true}, profile.PagerDuty,
			[]shift{{engineerA, "primary", "Platform"}, {engineerA, "primary", "Network"}}, last, false, 0},
		{"PagerDuty, a schedule that has the user's name in it", feedOf(pagerDutyHead, dutyOn("q1", 6, "SUMMARY:On Call - Engineer B - friends of Engineer A")), Options{Me: engineerA}, profile.PagerDuty,
			[]shift{{b, "primary", "friends of Engineer A"}}, last, false, 0},
		{"Grafana tells 180 days", feedOf(grafanaHead, dutyOn("O1-202601050800-U1", 5, "SUMMARY:[L1] engineer.b", "LOCATION:primary"), dutyOn("O1-202601060800-U2", 6, "SUMMARY:[L2] c@example.org")), Options{}, profile.Grafana,
			[]shift{{rotation.Person{Name: "engineer.b"}, "primary", "Platform"}, {rotation.Person{Email: "c@example.org"}, "secondary", "Platform"}}, asOf.Add(180 * day), true, 0},
		{"Grafana, a user's own feed", feedOf(append(slices.Clone(grafanaHead[:2]), "X-WR-CALNAME:On-Call Schedule for engineer.b"), dutyOn("O1", 5, "SUMMARY:Platform: engineer.b"), dutyOn("O2", 6, "SUMMARY:Network: [L2] engineer.b")), Options{Me: engineerA, Mine: true}, profile.Grafana,
			[]shift{{engineerA, "primary", "Platform"}, {engineerA, "secondary", "Network"}}, asOf.Add(180 * day), true, 0},
		{"GoAlert's last shift has no end", feedOf(goAlertHead, dutyOn(hexUID(1), 5, "SUMMARY:Engineer B On-Call (Pager: Platform)"), dutyOn(hexUID(2), 6, "SUMMARY:Engineer C On-Call (Pager: Platform) Begins*", "DESCRIPTION:it goes on")), Options{}, profile.GoAlert,
			[]shift{{b, "primary", "Platform"}, {c, "primary", "Platform"}}, last, true, 1},
		{"GoAlert, a user's own feed, without an open end", feedOf(goAlertHead, dutyOn(hexUID(1), 6, "SUMMARY:On-Call (Pager: Platform)")), Options{Me: engineerA, Mine: true}, profile.GoAlert,
			[]shift{{engineerA, "primary", "Platform"}}, asOf.Add(365 * day), true, 0},
		{"GoAlert, empty", feedOf([]string{"PRODID:-//GoAlert//v0.33//EN", "VERSION:2.0", "METHOD:PUBLISH"}), Options{}, profile.GoAlert, nil, asOf.Add(365 * day), true, 0},
		{"LinkedIn: transparent is on call, vacation is not, None is nobody", feedOf(append(slices.Clone(plainHead), "X-WR-CALNAME:platform Oncall Calendar"),
			dutyOn("event-1@oncall", 5, "SUMMARY:platform primary shift: Engineer B", "TRANSP:TRANSPARENT", `ATTENDEE;CN="Engineer B";ROLE=REQ-PARTICIPANT:MAILTO:None`),
			dutyOn("event-2@oncall", 6, "SUMMARY:platform shadow shift: Engineer C", "TRANSP:TRANSPARENT"),
			dutyOn("event-3@oncall", 6, "SUMMARY:platform vacation shift: Engineer A", "TRANSP:TRANSPARENT")), Options{Me: engineerA}, profile.LinkedIn,
			[]shift{{b, "primary", "platform"}, {c, "shadow", "platform"}}, last, false, 0},
		{"Splunk lists a shift twice", feedOf(withProduct("-//VictorOps//EN"), dutyOn("s1", 6, "SUMMARY:Engineer B"), dutyOn("s2", 6, "SUMMARY:Engineer B"), dutyOn("s3", 6, "SUMMARY:Engineer C")), Options{Rota: "platform"}, profile.Splunk,
			[]shift{{b, "primary", "platform"}, {c, "primary", "platform"}}, last, false, 0},
		{"others mean it where they do", feedOf(plainHead, dutyOn("s1", 6, "SUMMARY:Engineer B"), dutyOn("s2", 6, "SUMMARY:Engineer B")), Options{Rota: "platform"}, profile.Plain,
			[]shift{{b, "primary", "platform"}, {b, "primary", "platform"}}, last, false, 0},
		{"incident.io tells three months", feedOf(plainHead, dutyOn("i1", 6, "SUMMARY:Engineer B")), Options{Host: "api.incident.io", Rota: "platform"}, profile.IncidentIO,
			[]shift{{b, "primary", "platform"}}, asOf.Add(89 * day), true, 0},
		{"Opsgenie tells three months, if only that there is nothing", feedOf(withProduct("-//Opsgenie//EN")), Options{}, profile.Opsgenie, nil, asOf.Add(89 * day), true, 0},
		{"Google", feedOf(append(withProduct("-//Google Inc//Google Calendar 70.9054//EN"), "X-WR-CALNAME:Team"), dutyOn("x@google.com", 6, "SUMMARY:Engineer B (secondary)")), Options{}, profile.Google,
			[]shift{{b, "secondary", "Team"}}, last, false, 0},
		{"Outlook", feedOf(withProduct("Microsoft Exchange Server 2010"), dutyOn("040000", 6, "SUMMARY:Primary: Engineer B")), Options{Rota: "team"}, profile.Outlook,
			[]shift{{b, "primary", "team"}}, last, false, 0},
		{"a calendar of one's own", feedOf(plainHead, dutyOn("1", 6, "SUMMARY:Engineer B")), Options{Rota: "team", Role: "deputy"}, profile.Plain,
			[]shift{{b, "deputy", "team"}}, last, false, 0},
	} {
		t.Run(f.name, func(t *testing.T) {
			f.opt.AsOf = asOf
			res := mustRead(t, f.data, f.opt)
			var got []shift
			for _, s := range res.Shifts {
				got = append(got, shift{s.Person, s.Role, s.Rota})
			}
			if res.Profile != f.profile || !slices.Equal(got, f.want) {
				t.Errorf("%s: got %+v\nwant %s: %+v", res.Profile, got, f.profile, f.want)
			}
			if !res.Horizon.Equal(f.horizon) || res.Bounded != f.bounded || len(res.OpenEnd) != f.open {
				t.Errorf("horizon %v, bounded %v, %d open; want %v, %v, %d", res.Horizon, res.Bounded, len(res.OpenEnd), f.horizon, f.bounded, f.open)
			}
			if len(res.Warnings) > 0 || len(res.Doubts) > 0 {
				t.Errorf("warnings %v, doubts %v", res.Warnings, res.Doubts)
			}
		})
	}
}

func TestLeaveIsKeptApartFromShifts(t *testing.T) {
	res := mustRead(t, feedOf(plainHead, dutyOn("1", 5, "SUMMARY:platform unavailable shift: Engineer A"), dutyOn("2", 6, "SUMMARY:platform primary shift: Engineer A")), Options{Me: engineerA})
	if len(res.Shifts) != 1 || len(res.Away) != 1 || res.Away[0].Person != engineerA || res.Away[0].Role != "unavailable" || res.Away[0].Start.Day() != 5 {
		t.Errorf("shifts %+v, away %+v", res.Shifts, res.Away)
	}
}

func TestAnOpenEndIsFoundAlsoAmongUIDsThatCollide(t *testing.T) {
	open := "SUMMARY:Engineer B On-Call (Pager: Platform) Begins*"
	res := mustRead(t, feedOf(goAlertHead, dutyOn("1", 5, "SUMMARY:Engineer A On-Call (Pager: Platform)"), dutyOn("1", 5, open), dutyOn("1", 5, "SUMMARY:Engineer C On-Call (Pager: Platform)")), Options{})
	if len(res.Shifts) != 3 || len(res.OpenEnd) != 1 || res.OpenEnd[0].Person.Name != "Engineer B" || !slices.Contains(res.Shifts, res.OpenEnd[0]) {
		t.Errorf("shifts %+v, open %+v", res.Shifts, res.OpenEnd)
	}
}

func TestWhatGrafanaCancelsAndWhereItsUIDsCollide(t *testing.T) {
	gone := eventOf("UID:O2-202601060800-U1", "DTSTART:20260106T080000Z", "DTEND:20260106T080000Z", "STATUS:CANCELLED", "SUMMARY:engineer.b")
	res := mustRead(t, feedOf(grafanaHead, dutyOn("O1", 5, "SUMMARY:[L1] engineer.b"), gone, dutyOn("O1", 5, "SUMMARY:[L2] engineer.c"), dutyOn("O1", 7, "SUMMARY:[L1] engineer.d")), Options{})
	if len(res.Shifts) != 3 || len(res.Doubts)+len(res.Warnings) > 0 {
		t.Errorf("shifts %+v, doubts %v, warnings %v", res.Shifts, res.Doubts, res.Warnings)
	}
}

func TestWhatAFeedDoesNotTellIsNotKnown(t *testing.T) {
	asOf := time.Date(2026, 1, 4, 12, 0, 0, 0, time.FixedZone("", 3600))
	far := eventOf("UID:far", "DTSTART:20270101T080000Z", "DTEND:20270108T080000Z", "SUMMARY:[L1] engineer.b")
	res := mustRead(t, feedOf(grafanaHead, far), Options{AsOf: asOf})
	if want := asOf.AddDate(0, 0, 180); !res.Horizon.Equal(want) || !res.Begins.Equal(asOf.AddDate(0, 0, -15)) || res.Horizon.Location() != time.UTC {
		t.Errorf("known from %v to %v, want to %v", res.Begins, res.Horizon, want)
	}
	if res = mustRead(t, feedOf(grafanaHead, far), Options{}); res.Bounded || res.Horizon.Year() != 2027 {
		t.Errorf("without the time of fetching: bounded %v, horizon %v", res.Bounded, res.Horizon)
	}
	res = mustRead(t, feedOf(goAlertHead, dutyOn(hexUID(1), 6, "SUMMARY:On-Call (Pager: P) Begins*")), Options{AsOf: asOf.AddDate(-2, 0, 0)})
	if want := asOf.AddDate(-2, 0, 365); !res.Horizon.Equal(want) {
		t.Errorf("an old copy: horizon %v, want %v", res.Horizon, want)
	}
}

func TestAPersonsOwnFeedThatNamesNobodyIsNobodysUntilTheySaySo(t *testing.T) {
	data := feedOf(goAlertHead, dutyOn(hexUID(1), 6, "SUMMARY:On-Call (Pager: friends of Engineer A)"))
	res := mustRead(t, data, Options{Me: engineerA})
	if len(res.Shifts) != 1 || res.Shifts[0].Person != (rotation.Person{}) || !warned(res, "set mine = true") {
		t.Errorf("shifts %+v, warnings %v", res.Shifts, res.Warnings)
	}
	if res = mustRead(t, data, Options{Me: engineerA, Mine: true}); res.Shifts[0].Person != engineerA || len(res.Warnings) > 0 {
		t.Errorf("shifts %+v, warnings %v", res.Shifts, res.Warnings)
	}
}

func TestAllOfAPersonalFeedIsMineWhateverItSays(t *testing.T) {
	heads := [][]string{pagerDutyHead, grafanaHead, goAlertHead, plainHead, withProduct("-//VictorOps//EN")}
	rapid.Check(t, func(t *rapid.T) {
		var events [][]string
		on := map[int]bool{}
		for i := range rapid.IntRange(1, 20).Draw(t, "events") {
			name := rapid.SampledFrom([]string{"Engineer B", "Engineer A", "a@example.org", "x", ""}).Draw(t, "name")
			shape := rapid.SampledFrom([]string{"%s", "On Call - %s", "On Call - %s - P", "[L2] %s", "%s On-Call (Pager: P)", "P: %s", "t backup shift: %s", "%s (shadow)"}).Draw(t, "shape")
			lines := []string{"SUMMARY:" + fmt.Sprintf(shape, name)}
			if rapid.Bool().Draw(t, "attended") {
				lines = append(lines, "ATTENDEE;CN=Engineer C:mailto:c@example.org")
			}
			day := rapid.IntRange(1, 28).Draw(t, "day")
			on[day] = true
			events = append(events, dutyOn(fmt.Sprint("u", i), day, lines...))
		}
		pattern := rapid.SampledFrom([]string{"", "{person}", "{role} shift: {person}", "{rota}: {any}"}).Draw(t, "pattern")
		res, err := Read(feedOf(rapid.SampledFrom(heads).Draw(t, "head"), events...), Options{Me: engineerA, Mine: true, Window: year2026, Pattern: pattern})
		if err != nil {
			t.Fatal(err)
		}
		seen := map[int]bool{}
		for _, s := range res.Shifts {
			if s.Person != engineerA || s.Role == "" {
				t.Fatalf("%+v", s)
			}
			seen[s.Start.Day()] = true
		}
		if !reflect.DeepEqual(on, seen) {
			t.Fatalf("on call on %v, read %v", on, seen)
		}
	})
}

func TestAPatternCorrectsWhatIsRead(t *testing.T) {
	b, c := rotation.Person{Name: "Engineer B"}, rotation.Person{Name: "Engineer C"}
	for _, f := range []struct {
		name, pattern string
		opt           Options
		lines         []string
		person        rotation.Person
		role          rotation.Role
		rota          string
	}{
		{"all three", "{rota} {role} duty by {person}", Options{}, []string{"SUMMARY:north platform backup duty by Engineer B"}, b, "secondary", "north platform"},
		{"its rota counts more than the calendar's name here", "{rota}: {person}", Options{Rota: "team"}, []string{"SUMMARY:north: Engineer B"}, b, "primary", "north"},
		{"without a rota the calendar's name here counts", "{role}: {person}", Options{Rota: "team"}, []string{"SUMMARY:deputy: Engineer B"}, b, "deputy", "team"},
		{"its person counts more than the attendees", "{person} covers", Options{}, []string{"SUMMARY:Engineer B covers", "ATTENDEE;CN=Engineer C:mailto:c@example.org"}, b, "primary", "Team"},
		{"an attendee of that name lends the address", "{person} covers", Options{}, []string{"SUMMARY:engineer b covers", "ATTENDEE;CN=Engineer B:mailto:b@example.org"}, rotation.Person{Name: "engineer b", Email: "b@example.org"}, "primary", "Team"},
		{"without a person the attendees count", "week {any} {role}", Options{}, []string{"SUMMARY:week 12 deputy", "ATTENDEE;CN=Engineer C:mailto:c@example.org"}, rotation.Person{Name: "Engineer C", Email: "c@example.org"}, "deputy", "Team"},
		{"I am who it names", "{person} (for {any})", Options{Me: engineerA}, []string{"SUMMARY:engineer a (for Engineer B)"}, engineerA, "primary", "Team"},
		{"I am not who it passes over", "{person} (for {any})", Options{Me: engineerA}, []string{"SUMMARY:Engineer C (for Engineer A)"}, c, "primary", "Team"},
		{"what it does not name is the role of the calendar", "{person} ({any})", Options{Role: "deputy"}, []string{"SUMMARY:Engineer B (primary)"}, b, "deputy", "Team"},
	} {
		t.Run(f.name, func(t *testing.T) {
			f.opt.Pattern = f.pattern
			res := mustRead(t, feedOf(append(slices.Clone(plainHead), "X-WR-CALNAME:Team"), dutyOn("1", 6, f.lines...)), f.opt)
			if len(res.Shifts) != 1 || len(res.Warnings) > 0 {
				t.Fatalf("shifts %+v, warnings %v", res.Shifts, res.Warnings)
			}
			if s := res.Shifts[0]; s.Person != f.person || s.Role != f.role || s.Rota != f.rota {
				t.Errorf("got %+v", s)
			}
		})
	}
}

func TestWhatThePatternDoesNotFitIsReadWithoutItAndTold(t *testing.T) {
	data := feedOf(plainHead, dutyOn("1", 5, "SUMMARY:Engineer B on P"), dutyOn("2", 6, "SUMMARY:Primary: Engineer C"), dutyOn("3", 7, "SUMMARY:Engineer D on P"), dutyOn("4", 8, "SUMMARY:Engineer B on P"))
	res := mustRead(t, data, Options{Pattern: "{person} on {rota}"})
	if len(res.Shifts) != 4 || res.Shifts[1].Person.Name != "Engineer C" || res.Shifts[1].Rota != "" {
		t.Errorf("shifts %+v", res.Shifts)
	}
	if want := `the pattern fits 2 of 3 different summaries; "Primary: Engineer C", the first of the others, is read as in any calendar: add a line`; !warned(res, want) || res.Warnings[0].Line == 0 {
		t.Errorf("warnings %v", res.Warnings)
	}
}

func TestABadPatternIsRefused(t *testing.T) {
	data := feedOf(plainHead, dutyOn("1", 5, "SUMMARY:Engineer B"))
	for _, err := range []error{
		func() error { _, err := Read(data, Options{Window: year2026, Pattern: "{who}"}); return err }(),
		func() error { _, err := Preview(data, "{who}", Options{Window: year2026}); return err }(),
	} {
		var bad *profile.PatternError
		if !errors.As(err, &bad) || bad.At != 1 || !strings.Contains(err.Error(), "calendar: pattern at character 1: {who} is not a field") {
			t.Errorf("got %v", err)
		}
	}
	if _, err := Preview([]byte("<html>"), "{person}", Options{Window: year2026}); !errors.Is(err, ErrNotACalendar) {
		t.Errorf("got %v", err)
	}
	if _, err := Preview(data, "{person}", Options{}); err == nil {
		t.Error("an empty window is taken")
	}
}

func TestAPatternOpensNoEndAndClosesNone(t *testing.T) {
	res := mustRead(t, feedOf(goAlertHead, dutyOn(hexUID(1), 5, "SUMMARY:B: On-Call (Pager: P)"), dutyOn(hexUID(2), 6, "SUMMARY:C: On-Call (Pager: P) Begins*")), Options{Pattern: "{person}: On-Call ({any}: {rota})"})
	if len(res.Warnings) > 0 || len(res.OpenEnd) != 1 || res.OpenEnd[0].Person.Name != "C" || res.OpenEnd[0].Rota != "P" {
		t.Errorf("warnings %v, open %+v", res.Warnings, res.OpenEnd)
	}
}

func TestAPatternsWorkIsBounded(t *testing.T) {
	var events [][]string
	for i := range 3000 {
		events = append(events, dutyOn(fmt.Sprint("u", i), 1+i%28, fmt.Sprintf("SUMMARY:%d %s", i, strings.Repeat("xy ", 120))))
	}
	res := mustRead(t, feedOf(plainHead, events...), Options{Pattern: "/(?P<person>(x*y*)*) *((x|y| )*)*(?P<role>(a?b?){200}$)/"})
	if len(res.Shifts) != 3000 || !warned(res, "too many long summaries for its pattern") {
		t.Errorf("%d shifts, warnings %v", len(res.Shifts), res.Warnings)
	}
}

func TestRealCalendarsAreRecognised(t *testing.T) {
	root := sharedCases(t)
	found := map[profile.Profile]int{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".ics" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		res, err := Read(data, Options{Zone: time.UTC, Window: year2026})
		if err != nil {
			return nil // some are no calendars
		}
		found[res.Profile]++
		product := strings.ToLower(string(regexp.MustCompile(`(?mi)^PRODID.*$`).Find(data)))
		want := profile.Plain
		switch {
		case filepath.Base(path) == "linkedin_oncall.ics":
			want = profile.LinkedIn
		case strings.Contains(product, "google"):
			want = profile.Google
		case strings.Contains(product, "microsoft"):
			want = profile.Outlook
		}
		if res.Profile != want {
			t.Errorf("%s: %s, want %s (%q)", filepath.Base(path), res.Profile, want, product)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found[profile.Google] == 0 || found[profile.Outlook] == 0 || found[profile.LinkedIn] != 1 || found[profile.Plain] < 30 {
		t.Errorf("found %v", found)
	}
	t.Logf("found %v", found)
}
