package books_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/books"
	"standby/app/provider"
	"standby/app/store"
	"standby/notify"
	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

const policyText = `
name = "Agreement"
zone = "Europe/Berlin"
currency = "EUR"
[[pay]]
key = "standby"
rate = "2"
[[pay]]
key = "work"
for = "call_out"
mode = ["remote", "phone"]
rate = "1 x hourly"
time = "1"
settle = "both"
[account]
expires = "6 months"
[rounding]
place = 2
`

var (
	me    = rotation.Person{Name: "Engineer A", Email: "a@example.org"}
	other = rotation.Person{Name: "Engineer B", Email: "b@example.org"}
)

// bench is a keeper over a real store, with a clock of its own.
type bench struct {
	*books.Keeper
	store  *store.Store
	now    time.Time
	policy string
	facts  map[string]pay.Facts
	since  ledger.Month
	told   int
}

func (b *bench) Policy() (books.Policy, error) {
	if b.policy == "" {
		return books.Policy{}, books.ErrNoPolicy
	}
	p, err := b.Read([]byte(b.policy))
	return books.Policy{Policy: p, Text: []byte(b.policy)}, err
}

func (b *bench) Read(text []byte) (*pay.Policy, error) {
	p, err := pay.Parse("policy.toml", text)
	return &p, err
}

func (b *bench) Known(p rotation.Person, _ bool, _ rotation.Interval) books.Known {
	return books.Known{Facts: b.facts[p.Email]}
}

func at(text string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err)
	}
	return t
}

func open(t *testing.T) *bench {
	t.Helper()
	b := &bench{policy: policyText, now: at("2026-11-20 12:00"), since: ledger.Month{Year: 2026, Month: time.October}, facts: map[string]pay.Facts{me.Email: {"hourly": "30"}}}
	var err error
	if b.store, _, err = store.Open(t.Context(), t.TempDir(), func() time.Time { return b.now }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.store.Close() })
	b.Keeper = books.New(books.Params{
		Store: b.store, Policies: b, Now: func() time.Time { return b.now }, Changed: func() { b.told++ },
		Me: func(context.Context) (rotation.Person, error) { return me, nil },
		Settings: func() books.Settings {
			return books.Settings{Zone: time.UTC, Since: b.since, Day: 8 * time.Hour, People: b}
		},
	})
	return b
}

// shifts has a calendar tell of shifts.
func (b *bench) shifts(t *testing.T, shifts ...rotation.Shift) {
	t.Helper()
	c := provider.Copy{Body: []byte(shifts[0].UID), FetchedAt: at("2026-09-01 00:00")}
	if err := b.store.KeepCalendar(t.Context(), "team", c, at("2026-09-01 00:00"), shifts); err != nil {
		t.Fatal(err)
	}
}

func shift(uid string, who rotation.Person, from, to string) rotation.Shift {
	return rotation.Shift{UID: uid, Rota: "payments", Role: rotation.Primary, Person: who, Interval: rotation.Interval{Start: at(from), End: at(to)}}
}

// worked has a page be worked on.
func (b *bench) worked(t *testing.T, id, from, to string) {
	t.Helper()
	p := notify.Page{ID: id, Source: "prod", Key: id, Title: "Disk full", State: notify.Resolved, TriggeredAt: at(from), ResolvedAt: at(to),
		Work: []notify.Stint{{From: at(from), Until: at(to)}}}
	if err := b.store.Commit(t.Context(), []notify.Page{p}, nil); err != nil {
		t.Fatal(err)
	}
}

func month(m time.Month) ledger.Month { return ledger.Month{Year: 2026, Month: m} }

func (b *bench) total(t *testing.T, m time.Month) string {
	t.Helper()
	s, err := b.Statement(t.Context(), month(m))
	if err != nil {
		t.Fatal(err)
	}
	return s.Total
}

func TestAMonthIsTracedFromShiftAndPage(t *testing.T) {
	b := open(t)
	b.shifts(t, shift("s1", me, "2026-10-05 08:00", "2026-10-05 18:00"), shift("s2", other, "2026-10-06 08:00", "2026-10-06 18:00"))
	b.worked(t, "p1", "2026-10-05 10:00", "2026-10-05 11:30")
	s, err := b.Statement(t.Context(), month(time.October))
	if err != nil {
		t.Fatal(err)
	}
	if s.Total != "65.00" || s.Currency != "EUR" { // 10 h x 2, 1.5 h x 30
		t.Errorf("got %s %s", s.Total, s.Currency)
	}
	var all []string
	for _, l := range s.Lines {
		all = append(all, strings.Join(l.Evidence, "; "))
		if l.Explanation == "" {
			t.Errorf("%s is not explained", l.What)
		}
	}
	text := strings.Join(all, "\n")
	for _, want := range []string{"shift s1 of payments, team version ", "of 2026-09-01 00:00 UTC", "page p1"} {
		if !strings.Contains(text, want) {
			t.Errorf("the evidence lacks %q:\n%s", want, text)
		}
	}
	if s.State.Closed || !s.State.Turn || !s.State.Over || s.State.Unconfirmed != 1 {
		t.Errorf("got %+v", s.State)
	}
}

func TestAnEditedCallOutCountsAndTheTrailTellsBoth(t *testing.T) {
	b := open(t)
	b.shifts(t, shift("s1", me, "2026-10-05 08:00", "2026-10-05 18:00"))
	b.worked(t, "p1", "2026-10-05 10:00", "2026-10-05 11:30")
	ctx := t.Context()
	list, err := b.Hours(ctx, at("2026-10-01 00:00"), at("2026-11-01 00:00"))
	if err != nil || len(list) != 1 || list[0].Mode != "remote" || list[0].Confirmed {
		t.Fatalf("got %+v, %v", list, err)
	}
	end, yes := at("2026-10-05 12:00"), true
	if _, err := b.EditHour(ctx, api.HourEdit{ID: list[0].ID, To: &end, Confirmed: &yes}); !errors.Is(err, api.ErrBadRequest) {
		t.Errorf("an edit without a reason: %v", err)
	}
	got, err := b.EditHour(ctx, api.HourEdit{ID: list[0].ID, To: &end, Confirmed: &yes, Why: "wrote the note after it"})
	if err != nil || !got.End.Equal(end) || !got.Edited {
		t.Fatalf("got %+v, %v", got, err)
	}
	if total := b.total(t, time.October); total != "80.00" { // 10 h x 2, 2 h x 30
		t.Errorf("got %s", total)
	}
	steps, err := b.Trail(ctx, list[0].ID)
	if err != nil || len(steps) != 2 || steps[0].By != "page" || steps[1].Why == "" {
		t.Errorf("got %+v, %v", steps, err)
	}
	from, until := at("2026-10-07 20:00"), at("2026-10-07 21:00")
	if _, err := b.EditHour(ctx, api.HourEdit{From: &from, To: &until}); err != nil {
		t.Fatal(err)
	}
	if total := b.total(t, time.October); total != "110.00" {
		t.Errorf("with a call-out by hand: %s", total)
	}
	if b.told != 2 {
		t.Errorf("told of %d changes", b.told)
	}
	if _, err := b.EditHour(ctx, api.HourEdit{ID: "nobody knows it", Removed: &yes, Why: "x"}); !errors.Is(err, books.ErrUnknownHour) || !errors.Is(err, api.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if _, err := b.Trail(ctx, "nobody knows it"); !errors.Is(err, books.ErrUnknownHour) || !errors.Is(err, api.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func TestAClosedMonthIsCorrectedInTheNext(t *testing.T) {
	b := open(t)
	b.shifts(t, shift("s1", me, "2026-10-05 08:00", "2026-10-05 18:00"))
	b.worked(t, "p1", "2026-10-05 10:00", "2026-10-05 11:30")
	ctx := t.Context()
	if _, err := b.CloseMonth(ctx, api.CloseMonth{Month: month(time.October)}); !errors.Is(err, books.ErrUnconfirmed) {
		t.Errorf("closed with call-outs that nobody confirmed: %v", err)
	}
	if _, err := b.CloseMonth(ctx, api.CloseMonth{Month: month(time.November), Unconfirmed: true}); !errors.Is(err, api.ErrBadRequest) {
		t.Errorf("closed out of turn: %v", err)
	}
	closed, err := b.CloseMonth(ctx, api.CloseMonth{Month: month(time.October), Unconfirmed: true})
	if err != nil || !closed.State.Closed || closed.Total != "65.00" {
		t.Fatalf("got %+v, %v", closed.State, err)
	}
	// The policy changes as well: closed months go on by their own.
	b.policy = strings.ReplaceAll(policyText, `rate = "2"`, `rate = "3"`)
	list, err := b.Hours(ctx, at("2026-10-01 00:00"), at("2026-11-01 00:00"))
	if err != nil {
		t.Fatal(err)
	}
	end := at("2026-10-05 12:30")
	if _, err := b.EditHour(ctx, api.HourEdit{ID: list[0].ID, To: &end, Why: "the page was resolved too early"}); err != nil {
		t.Fatal(err)
	}
	if total := b.total(t, time.October); total != "65.00" {
		t.Errorf("the closed month is %s now", total)
	}
	s, err := b.Statement(ctx, month(time.November))
	if err != nil || s.Total != "30.00" {
		t.Fatalf("got %s, %v; want the hour more", s.Total, err)
	}
	if l := s.Lines[0]; l.Kind != "correction" || !strings.Contains(l.What+l.Explanation, "October 2026") && !strings.Contains(l.What+l.Explanation, "2026-10") {
		t.Errorf("got %+v", l)
	}
	months, err := b.Months(ctx)
	if err != nil || len(months) != 2 || !months[0].Closed || months[0].Hash == "" || !months[1].Turn {
		t.Errorf("got %+v, %v", months, err)
	}
}

func TestTimeInLieuIsBookedFromWhatThereIs(t *testing.T) {
	b := open(t)
	b.shifts(t, shift("s1", me, "2026-10-05 08:00", "2026-10-05 18:00"))
	for i, day := range []string{"05", "06", "07", "08", "09", "10", "11", "12", "13", "14"} {
		b.worked(t, "p"+day, "2026-10-"+day+" 10:00", "2026-10-"+day+" 11:00")
		_ = i
	}
	ctx := t.Context()
	l, err := b.Lieu(ctx)
	if err != nil || l.Balance != 10*3600 || l.Free != 10*3600 || l.Provisional != l.Balance || len(l.Lapsing) == 0 {
		t.Fatalf("got %+v, %v", l, err)
	}
	day := account.Date{Year: 2026, Month: time.December, Day: 1}
	e, err := b.EnterLieu(ctx, api.LieuEntry{Kind: account.Booked, On: day})
	if err != nil || e.Seconds != 8*3600 {
		t.Fatalf("got %+v, %v", e, err)
	}
	var short *account.ShortError
	if _, err := b.EnterLieu(ctx, api.LieuEntry{Kind: account.Booked, On: day}); !errors.As(err, &short) || short.Missing != 6*3600 {
		t.Errorf("got %v", err)
	}
	if l, err = b.Lieu(ctx); err != nil || l.Booked != 8*3600 || l.Free != 2*3600 || len(l.Bookings) != 1 {
		t.Errorf("got %+v, %v", l, err)
	}
	if _, err := b.EnterLieu(ctx, api.LieuEntry{Kind: account.Released, Of: e.ID}); err != nil {
		t.Error(err)
	}
	if l, err = b.Lieu(ctx); err != nil || l.Booked != 0 || l.Free != 10*3600 || len(l.Bookings) != 0 {
		t.Errorf("got %+v, %v", l, err)
	}
}

func TestAnAdjustmentIsTakenBackByAnother(t *testing.T) {
	b := open(t)
	b.shifts(t, shift("s1", me, "2026-10-05 08:00", "2026-10-05 18:00"))
	ctx := t.Context()
	a, err := b.Adjust(ctx, api.NewAdjustment{Amount: "12.50", What: "travel card", On: account.Date{Year: 2026, Month: 10, Day: 9}})
	if err != nil || a.Currency != "EUR" {
		t.Fatalf("got %+v, %v", a, err)
	}
	if total := b.total(t, time.October); total != "32.50" {
		t.Errorf("got %s", total)
	}
	if _, err := b.Adjust(ctx, api.NewAdjustment{TakesBack: a.ID, What: "paid by the office", On: a.On}); err != nil {
		t.Fatal(err)
	}
	if total := b.total(t, time.October); total != "20.00" {
		t.Errorf("got %s", total)
	}
	for name, n := range map[string]api.NewAdjustment{
		"no number": {Amount: "much", What: "x"}, "nothing": {What: "x"}, "no reason": {Amount: "1"}, "nobody knows what it takes back": {TakesBack: "q", What: "x"},
	} {
		if _, err := b.Adjust(ctx, n); !errors.Is(err, api.ErrBadRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDocumentsSpanMonths(t *testing.T) {
	b := open(t)
	b.shifts(t, shift("s1", me, "2026-10-05 08:00", "2026-10-05 18:00"), shift("s2", me, "2026-11-05 08:00", "2026-11-05 18:00"))
	for format, begins := range map[string]string{"pdf": "%PDF", "xlsx": "PK", "csv": "record", "json": "{"} {
		d, err := b.Document(t.Context(), api.DocumentQuery{First: month(time.October), Last: month(time.November), Format: format})
		if err != nil || !strings.HasPrefix(string(d.Data), begins) || d.Name != "statement-2026-10-to-2026-11."+format {
			t.Errorf("%s: %q %.20q %v", format, d.Name, d.Data, err)
		}
		if format == "json" && !strings.Contains(string(d.Data), `"cash": 40`) {
			t.Errorf("got %s", d.Data)
		}
	}
	for name, q := range map[string]api.DocumentQuery{
		"backwards": {First: month(time.November), Last: month(time.October), Format: "pdf"}, "of no form": {First: month(time.October), Last: month(time.October)},
		"of a month before": {First: month(time.September), Last: month(time.October), Format: "pdf"},
	} {
		if _, err := b.Document(t.Context(), q); !errors.Is(err, api.ErrBadRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAChangeOfHandsIsForeseenForBoth(t *testing.T) {
	b := open(t)
	mine := shift("s1", me, "2026-11-28 08:00", "2026-11-28 18:00")
	b.shifts(t, mine)
	effects, err := b.Foresee(t.Context(), api.ShiftChange{Hands: []api.ShiftHand{{Shift: mine, To: other}}})
	if err != nil || len(effects) != 2 {
		t.Fatalf("got %+v, %v", effects, err)
	}
	for _, e := range effects {
		if want := map[string]string{me.Email: "-20.00", other.Email: "20.00"}[e.Person.Email]; e.Cash != want {
			t.Errorf("%s: %s, want %s", e.Person, e.Cash, want)
		}
	}
	if _, err := b.Foresee(t.Context(), api.ShiftChange{Hands: []api.ShiftHand{{Shift: shift("x", other, "2026-11-28 08:00", "2026-11-28 18:00"), To: me}}}); !errors.Is(err, api.ErrBadRequest) {
		t.Errorf("a shift that the other does not have: %v", err)
	}
}

func TestWithoutPolicyNothingIsComputedAndHoursAreKept(t *testing.T) {
	b := open(t)
	b.policy = ""
	if s, err := b.Summary(t.Context()); s != nil || err != nil {
		t.Errorf("got %+v, %v", s, err)
	}
	if _, err := b.Statement(t.Context(), month(time.October)); !errors.Is(err, books.ErrNoPolicy) {
		t.Errorf("got %v", err)
	}
	from, to := at("2026-10-07 20:00"), at("2026-10-07 21:00")
	if _, err := b.EditHour(t.Context(), api.HourEdit{From: &from, To: &to}); err != nil {
		t.Error(err)
	}
}

func TestTheSummaryTellsWhatIsDue(t *testing.T) {
	b := open(t)
	b.shifts(t, shift("s1", me, "2026-10-05 08:00", "2026-10-05 18:00"))
	b.worked(t, "p1", "2026-10-05 10:00", "2026-10-05 11:00")
	s, err := b.Summary(t.Context())
	if err != nil || s.Lieu != 3600 || !s.HasLieu || s.Unconfirmed != 1 || s.Due != month(time.October) || s.Lapse == nil {
		t.Errorf("got %+v, %v", s, err)
	}
}
