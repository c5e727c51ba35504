package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"standby/app/incident"
	"standby/app/incident/publish"
	"standby/app/incident/report"
	"standby/app/paper"
	"standby/notify"
	"standby/rotation"
)

func engineer(letter string) rotation.Person {
	return rotation.Person{Name: "Engineer " + letter, Email: letter + "@example.org"}
}

// at is a time of a day of November 2026 in UTC; Berlin is an hour ahead.
func at(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC)
}

// made is the record of an incident.
func made(t testing.TB, id, title string, drill bool, opened time.Time, commands ...incident.Command) incident.Incident {
	t.Helper()
	i := incident.Incident{}
	for n, c := range append([]incident.Command{incident.Open{ID: id, Title: title, Drill: drill}, incident.Decide{Verdict: incident.Now, Reason: "It hurts."}}, commands...) {
		events, err := incident.Apply(i, engineer("A"), c, opened.Add(time.Duration(n)*time.Minute))
		if err != nil {
			t.Fatalf("%s: %v", c.Kind(), err)
		}
		if i, err = i.With(events...); err != nil {
			t.Fatal(err)
		}
	}
	return i
}

func page(title string, from time.Time, ackAfter, resolveAfter time.Duration) notify.Episode {
	e := notify.Episode{PageID: title + from.Format("150405"), Source: "pager", Service: "db", Title: title, Urgency: notify.High, From: from, Clocked: true}
	if ackAfter > 0 {
		e.AckedAt, e.By = from.Add(ackAfter), "Engineer A"
		e.Missed = ackAfter > 15*time.Minute
	}
	if resolveAfter > 0 {
		e.ResolvedAt = from.Add(resolveAfter)
	}
	return e
}

// week is a week of duty with all that a report may have.
func week(t testing.TB) report.Known {
	low := page("Queue is long", at(18, 10, 0), 20*time.Minute, time.Hour)
	low.Urgency = notify.Low
	return report.Known{
		Shift: report.Shift{
			Rota: "Database", Role: rotation.Primary, Outgoing: engineer("A"), Incoming: engineer("B"),
			Window: rotation.Interval{Start: at(16, 8, 0), End: at(23, 8, 0)}, Zone: "Europe/Berlin",
		},
		Night: report.DefaultNight(),
		Episodes: []notify.Episode{
			page("Disk of db-1 is full", at(2, 9, 0), time.Minute, time.Hour),
			page("Disk of db-1 is full", at(17, 1, 30), 4*time.Minute, time.Hour),
			page("Disk of db-1 is full", at(17, 4, 30), 6*time.Minute, time.Hour),
			page("Disk of db-1 is full", at(20, 22, 0), 5*time.Minute, time.Hour),
			page("CPU of web-2 is high", at(19, 12, 0), 0, 5*time.Minute),
			page("CPU of web-2 is high", at(19, 13, 0), 0, 5*time.Minute),
			low,
			page("Replica lags", at(23, 7, 0), 10*time.Minute, 0),
			page("Too late for this shift", at(23, 9, 0), 0, time.Minute),
		},
		Incidents: []incident.Incident{
			made(t, "20261117-aaaa", "Writes to db-1 fail", false, at(17, 2, 0),
				incident.LinkPage{ID: "p1", Source: "pager", Title: "Disk of db-1 is full", Service: "db", TriggeredAt: at(17, 1, 30)},
				incident.Rate{Severity: 2}, incident.Assign{Role: incident.Commanding, Person: engineer("A")},
				incident.Cure{Cause: "Logs are never rotated.", Confidence: incident.Probable, Fix: "Logs were moved away."},
				incident.Put[incident.Todo]{Value: incident.Todo{Sort: incident.FollowUp, Text: "Rotate the logs", Owner: engineer("C"), Due: at(20, 0, 0)}},
				incident.Update{Audience: incident.Internal, Status: "Writes work again.", Next: "Watch the disk"}),
			made(t, "20261122-bbbb", "Practice for everybody", true, at(22, 9, 0), incident.Assign{Role: incident.Communication, Person: engineer("B")}),
		},
		Snoozed: []notify.Page{{Title: "Certificate expires in 20 days", SnoozedUntil: at(24, 8, 0), SnoozedBy: "Engineer A"}},
		Coming: []report.Coming{
			{When: rotation.Interval{Start: at(28, 17, 0), End: at(29, 8, 0)}, What: "Engineer C covers for Engineer B"}, {What: "db-1 is moved to a larger disk on Thursday"},
		},
		Accrued: &report.Accrued{Standby: 123 * 3600, CallOut: 3*3600 + 1800, InLieu: 7200, Amount: decimal.RequireFromString("412.50"), Place: 2, Currency: "EUR"},
	}
}

func published(t *testing.T, r report.Report) (markdown, page, print string) {
	t.Helper()
	d, err := r.Document()
	if err != nil {
		t.Fatal(err)
	}
	var h, b bytes.Buffer
	if err := publish.WriteHTML(&h, d); err != nil {
		t.Fatal(err)
	}
	if err := publish.WritePDF(&b, d, paper.A4); err != nil {
		t.Fatal(err)
	}
	return publish.Markdown(d), h.String(), pdfText(t, b.Bytes())
}

func TestTheReportOfAWeek(t *testing.T) {
	r := report.Draft(week(t), report.Words{}, at(23, 8, 0))
	markdown, page, print := published(t, r)
	golden(t, "week.md", markdown)
	golden(t, "week.html", page)
	golden(t, "week.txt", print)
	r, err := r.Write(report.Words{Feel: "Two short nights, quiet otherwise.", Watch: "The disk of db-1\nThe replica", Notes: "The new dashboard helps."}, 0, engineer("A"), at(23, 8, 1))
	if err != nil {
		t.Fatal(err)
	}
	markdown, page, print = published(t, signed(t, r))
	golden(t, "signed.md", markdown)
	golden(t, "signed.html", page)
	golden(t, "signed.txt", print)
}

func TestTheFiguresOfAShift(t *testing.T) {
	p := report.Draft(week(t), report.Words{}, at(23, 8, 0)).Pages
	percent, ok := p.Percent()
	switch {
	case p.Total != 7, p.Urgencies[notify.High] != 6, p.Urgencies[notify.Low] != 1:
		t.Errorf("counted are %d: %v", p.Total, p.Urgencies)
	case p.AtNight != 3 || p.Nights != 2:
		t.Errorf("%d pages in %d nights", p.AtNight, p.Nights)
	case p.Hours[2] != 1 || p.Hours[5] != 1 || p.Hours[23] != 1 || p.Hours[11] != 1:
		t.Errorf("the hours are %v", p.Hours)
	case !ok || percent != 80 || p.InTime != 4 || p.Late != 1:
		t.Errorf("%d %% of %d and %d in time", percent, p.InTime, p.Late)
	case p.MTTA != 9*time.Minute:
		t.Errorf("the mean is %s", p.MTTA)
	}
	quiet := week(t)
	quiet.Episodes = nil
	r := report.Draft(quiet, report.Words{}, at(23, 8, 0))
	if _, ok := r.Pages.Percent(); ok || r.Pages.Total != 0 {
		t.Errorf("of a quiet week: %+v", r.Pages)
	}
	if markdown, _, _ := published(t, r); !strings.Contains(markdown, "No page came.") || strings.Contains(markdown, "%") {
		t.Error(markdown)
	}
}

func TestPagesOfAnExerciseAreNotCounted(t *testing.T) {
	k := week(t)
	k.Incidents = append(k.Incidents, made(t, "drill", "Practice", true, at(19, 13, 0),
		incident.LinkPage{ID: k.Episodes[4].PageID, Source: "pager", Title: "CPU of web-2 is high", TriggeredAt: at(19, 12, 0)}))
	if r := report.Draft(k, report.Words{}, at(23, 8, 0)); r.Pages.Total != 6 || len(r.Noisy) != 1 || len(r.Recurring) != 1 {
		t.Errorf("%+v", r)
	}
}

func TestTheNightIsThatOfTheZone(t *testing.T) {
	for name, c := range map[string]struct {
		night report.Night
		from  time.Time
		want  int
	}{
		"22:00 in Berlin is at night":                {report.DefaultNight(), at(18, 21, 0), 1},
		"21:59 in Berlin is not":                     {report.DefaultNight(), at(18, 20, 59), 0},
		"05:59 in Berlin is at night":                {report.DefaultNight(), at(18, 4, 59), 1},
		"06:00 in Berlin is not":                     {report.DefaultNight(), at(18, 5, 0), 0},
		"a night that does not go over midnight":     {report.Night{From: rotation.ClockAt(0, 0), To: rotation.ClockAt(5, 0)}, at(18, 3, 0), 1},
		"before a night that begins at midnight":     {report.Night{From: rotation.ClockAt(0, 0), To: rotation.ClockAt(5, 0)}, at(18, 22, 59), 0},
		"a night of no length has no page within it": {report.Night{}, at(18, 23, 0), 0},
	} {
		k := week(t)
		k.Night, k.Episodes = c.night, []notify.Episode{page("x", c.from, time.Minute, time.Hour)}
		if got := report.Draft(k, report.Words{}, at(23, 8, 0)).Pages.AtNight; got != c.want {
			t.Errorf("%s: %d", name, got)
		}
	}
}

func TestNoisyAndRecurringAreTold(t *testing.T) {
	r := report.Draft(week(t), report.Words{}, at(23, 8, 0))
	if len(r.Noisy) != 2 || r.Noisy[0].Title != "Disk of db-1 is full" || r.Noisy[1].Vanished != 2 {
		t.Errorf("noisy: %+v", r.Noisy)
	}
	if len(r.Recurring) != 2 {
		t.Fatalf("recurring: %+v", r.Recurring)
	}
	disk := r.Recurring[0]
	if disk.In30 != 4 || disk.LastFix == nil || disk.LastFix.What != "Logs were moved away." || disk.SinceFix != 2 || len(disk.Open) != 1 || !disk.Last.Equal(at(20, 22, 0)) {
		t.Errorf("the disk: %+v", disk)
	}
	if len(r.Open) != 1 || r.Open[0].Title != "Replica lags" {
		t.Errorf("open: %+v", r.Open)
	}
}

func TestIssuesAreRankedByTheLastMonth(t *testing.T) {
	now := at(23, 8, 0)
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	var episodes []notify.Episode
	add := func(title string, days ...int) {
		for _, d := range days {
			episodes = append(episodes, page(title, ago(d), time.Minute, time.Hour))
		}
	}
	add("Once", 1)
	add("Long ago", 91, 95, 120)
	add("On the edge", 30, 29, 90, 89)
	add("Often before", 40, 41, 42, 43, 44, 2)
	add("Often now", 1, 2, 3)
	add("In the time to come", -1, -2)
	incidents := []incident.Incident{made(t, "a", "By hand", false, ago(3)), made(t, "b", "by hand!", false, ago(50)), made(t, "c", "By hand", true, ago(1))}
	got := ""
	for _, i := range report.Recurring(episodes, incidents, now) {
		got += i.Title + ", "
		if i.Title == "On the edge" && (i.In30 != 1 || i.In90 != 3) {
			t.Errorf("on the edge: %+v", i)
		}
	}
	if want := "Often now, Often before, On the edge, By hand, "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func signed(t testing.TB, r report.Report) report.Report {
	t.Helper()
	hash, err := r.Hash()
	if err != nil {
		t.Fatal(err)
	}
	if r, err = r.Sign(engineer("B"), hash, at(23, 8, 5)); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheReceiverSignsWhatTheyRead(t *testing.T) {
	r := report.Draft(week(t), report.Words{}, at(23, 8, 0))
	hash, err := r.Hash()
	if err != nil {
		t.Fatal(err)
	}
	if _, waits := r.Unsigned(at(23, 7, 59)); waits {
		t.Error("it waits before the shift is over")
	}
	if since, waits := r.Unsigned(at(23, 8, 0)); !waits || !since.Equal(at(23, 8, 0)) {
		t.Errorf("it waits since %s: %v", since, waits)
	}
	if _, err := r.Sign(engineer("A"), hash, at(23, 8, 1)); !errors.Is(err, report.ErrNotReceiver) {
		t.Errorf("the outgoing person signs: %v", err)
	}
	later, err := r.Write(report.Words{Feel: "Fine."}, 0, engineer("A"), at(23, 8, 2))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := later.Sign(engineer("B"), hash, at(23, 8, 3)); !errors.Is(err, report.ErrAltered) {
		t.Errorf("a text that nobody read is signed: %v", err)
	}
	if err := later.Verify(); !errors.Is(err, report.ErrUnsigned) {
		t.Error(err)
	}
	s := signed(t, later)
	if _, waits := s.Unsigned(at(24, 8, 0)); waits || s.Verify() != nil {
		t.Errorf("it is signed: %v", s.Verify())
	}
	if _, err := s.Write(report.Words{Feel: "Awful."}, 1, engineer("A"), at(23, 9, 0)); !errors.Is(err, report.ErrSigned) {
		t.Errorf("it is changed after that: %v", err)
	}
	if _, err := s.Sign(engineer("B"), s.Signature.Hash, at(23, 9, 0)); !errors.Is(err, report.ErrSigned) {
		t.Errorf("it is signed twice: %v", err)
	}
	s.Pages.AtNight = 0
	if err := s.Verify(); !errors.Is(err, report.ErrAltered) {
		t.Errorf("it was altered: %v", err)
	}
	if markdown, _, _ := published(t, s); !strings.Contains(markdown, "The text is not the one that was signed.") {
		t.Error("the document does not say that it was altered")
	}
}

func TestWhereNobodyIsScheduledAnybodyElseSigns(t *testing.T) {
	k := week(t)
	k.Shift.Incoming = rotation.Person{}
	r := report.Draft(k, report.Words{}, at(23, 8, 0))
	hash, _ := r.Hash()
	for who, want := range map[rotation.Person]error{engineer("A"): report.ErrNotReceiver, {}: report.ErrNotReceiver, engineer("Z"): nil} {
		if _, err := r.Sign(who, hash, at(23, 8, 1)); !errors.Is(err, want) {
			t.Errorf("%s: %v", who, err)
		}
	}
}

func TestASignatureOutlivesTheDisk(t *testing.T) {
	s := signed(t, report.Draft(week(t), report.Words{}, at(23, 8, 0)))
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back report.Report
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if err := back.Verify(); err != nil {
		t.Error(err)
	}
}

func TestTwoWhoWriteOverwriteNothing(t *testing.T) {
	r := report.Draft(week(t), report.Words{}, at(23, 8, 0))
	r, err := r.Write(report.Words{Feel: "Fine."}, 0, engineer("A"), at(23, 8, 1))
	if err != nil {
		t.Fatal(err)
	}
	after, err := r.Write(report.Words{Feel: "Tiring."}, 0, engineer("A"), at(23, 8, 2))
	var stale *incident.StaleError
	if !errors.As(err, &stale) || !strings.Contains(stale.Theirs, "Fine.") || after.Words.Feel != "Fine." {
		t.Errorf("%v", err)
	}
	if _, err := r.Write(report.Words{Notes: strings.Repeat("x", 1<<20)}, 1, engineer("A"), at(23, 8, 3)); !errors.Is(err, report.ErrTooLong) {
		t.Error(err)
	}
}

func TestRolesAreCountedSoThatTheyGoRound(t *testing.T) {
	take := func(role incident.Role, letter string) incident.Command {
		return incident.Assign{Role: role, Person: engineer(letter)}
	}
	all := []incident.Incident{
		made(t, "a", "One", false, at(1, 9, 0), take(incident.Commanding, "A"), take(incident.Operations, "B"), incident.Release{Role: incident.Commanding, Person: engineer("A"), Why: "ill"}, take(incident.Commanding, "A")),
		made(t, "b", "Two", true, at(2, 9, 0), take(incident.Commanding, "A"), take(incident.Communication, "A")),
	}
	list := report.Roles(all, []rotation.Person{engineer("C"), engineer("A")})
	if len(list) != 3 || !list[0].Person.Same(engineer("C")) || list[0].Total() != 0 || len(list[0].Never) != len(incident.Roles()) {
		t.Fatalf("%+v", list)
	}
	a := list[2]
	if !a.Person.Same(engineer("A")) || a.Held[incident.Commanding] != 2 || a.Drills[incident.Commanding] != 1 || a.Held[incident.Communication] != 1 || len(a.Never) != 3 {
		t.Errorf("%+v", a)
	}
}

func TestCustomersWhoKnewFirstAreCounted(t *testing.T) {
	all := []incident.Incident{
		made(t, "a", "One", false, at(1, 9, 0), incident.Detect{By: incident.ByCustomer}), made(t, "b", "Two", false, at(2, 9, 0), incident.Detect{By: incident.ByMetrics}),
		made(t, "c", "Three", true, at(3, 9, 0), incident.Detect{By: incident.ByCustomer}), made(t, "d", "Four", false, at(4, 9, 0)),
	}
	if got := report.CustomersFirst(all); got != (report.KnewFirst{Customers: 1, Of: 2}) {
		t.Errorf("%+v", got)
	}
}

func TestAnyShiftCanBeReported(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := report.Known{
			Shift: report.Shift{
				Rota: rapid.String().Draw(t, "rota"), Outgoing: rotation.Person{Name: rapid.String().Draw(t, "name")},
				Window: rotation.Interval{Start: at(1, 0, 0), End: at(2, 0, 0)}, Zone: rapid.SampledFrom([]string{"", "UTC", "Local", "Asia/Kolkata", "Nowhere/Else"}).Draw(t, "zone"),
			},
			Night: report.Night{From: rotation.Clock(rapid.Int32Range(-10, 90_000).Draw(t, "from")), To: rotation.Clock(rapid.Int32Range(-10, 90_000).Draw(t, "to"))},
		}
		for range rapid.IntRange(0, 20).Draw(t, "pages") {
			from := at(1, 0, 0).Add(time.Duration(rapid.Int64Range(-1e14, 1e14).Draw(t, "from")))
			k.Episodes = append(k.Episodes, page(rapid.String().Draw(t, "title"), from, time.Duration(rapid.Int64Range(0, 1e13).Draw(t, "ack")), time.Duration(rapid.Int64Range(0, 1e13).Draw(t, "resolved"))))
		}
		r := report.Draft(k, report.Words{Feel: rapid.String().Draw(t, "feel")}, at(2, 0, 0))
		sum := 0
		for _, n := range r.Pages.Hours {
			sum += n
		}
		if sum != r.Pages.Total || r.Pages.AtNight > sum || r.Pages.Nights > r.Pages.AtNight {
			t.Fatalf("%+v", r.Pages)
		}
		d, err := r.Document()
		if err != nil || publish.Markdown(d) == "" {
			t.Fatal(err)
		}
	})
}
