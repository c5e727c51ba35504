package ui

import (
	"context"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/notify"
	"standby/rotation"
)

// The night in which all tests play: Wednesday, at twelve past two in Berlin.
func berlin(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func night(t testing.TB) time.Time { return time.Date(2026, 11, 25, 2, 12, 0, 0, berlin(t)) }

var engineerA = rotation.Person{Name: "Engineer A", Email: "a@example.org"}

func shiftOf(name string, role rotation.Role, from time.Time, d time.Duration) rotation.Shift {
	return rotation.Shift{UID: name, Rota: "Payments", Role: role, Person: rotation.Person{Name: "Engineer " + name, Email: string(name[0]+32) + "@example.org"},
		Interval: rotation.Interval{Start: from, End: from.Add(d)}}
}

// onCall is a snapshot with nothing wrong: engineer A is primary until Friday.
func onCall(t testing.TB) api.Snapshot {
	now := night(t)
	friday := time.Date(2026, 11, 20, 9, 0, 0, 0, berlin(t))
	current, after := shiftOf("A", rotation.Primary, friday, 7*24*time.Hour), shiftOf("C", rotation.Primary, friday.AddDate(0, 0, 7), 7*24*time.Hour)
	return api.Snapshot{Schema: 1, Seq: 1, At: now, Zone: "Europe/Berlin", Me: engineerA, DutyKnown: true,
		Duty: rotation.Duty{Current: &current, Until: current.End, With: []rotation.Shift{shiftOf("C", rotation.Secondary, friday, 7*24*time.Hour)}, After: &after},
		Ack:  api.AckClock{Target: 15 * time.Minute, Warn: 10 * time.Minute}, PolicyName: "Agreement", Desktop: api.Desktop{Keyring: "ok"},
		Sources: []api.Source{{Name: "prod", Kind: "alertmanager", State: api.SourceOK, LastHeard: now.Add(-8 * time.Second)},
			{Name: "Payments", Kind: "calendar", State: api.SourceOK, LastHeard: now.Add(-40 * time.Minute)}}}
}

func waitingPage(id string, came time.Time) api.Page {
	return api.Page{Page: notify.Page{ID: id, Source: "prod", Title: "Title of " + id, Service: "payments", State: notify.Triggered, TriggeredAt: came,
		ClockFrom: came, Target: 15 * time.Minute, Warn: 10 * time.Minute},
		Due: came.Add(15 * time.Minute), AckLabel: "Silence for 15 min"}
}

func resolvedPage(id string, came time.Time) api.Page {
	return api.Page{Page: notify.Page{ID: id, Title: "Title of " + id, State: notify.Resolved, TriggeredAt: came, ResolvedAt: came.Add(time.Minute)}}
}

func viewAt(t testing.TB, s api.Snapshot, now time.Time) view {
	return view{snap: s, known: true, live: true, now: now, heard: now, loc: berlin(t)}
}

// fakeAgent records what it is asked, and answers with what it is given.
type fakeAgent struct {
	err       error
	asked     []string
	snapshot  api.Snapshot
	shifts    []rotation.Shift
	gaps      []api.Gap
	history   []api.Page
	statement api.Statement
	checks    []api.Check
	calendar  api.NewCalendar
	rota      api.NewRota
	manager   api.NewAlertmanager
	pagerDuty api.NewPagerDuty
	outputs   []api.Output
	outputErr error
	me        rotation.Person
	commands  []api.Command
	again     *api.Recurrence
	preview   api.Preview
	previewed []api.PreviewQuery
	found     []api.Found
	account   api.Account
	stream    func(context.Context, func(api.Message)) error
}

func (f *fakeAgent) say(what string) error {
	f.asked = append(f.asked, what)
	return f.err
}

func (f *fakeAgent) Snapshot(context.Context) (api.Snapshot, error) {
	return f.snapshot, f.say("snapshot")
}

func (f *fakeAgent) Stream(ctx context.Context, _ string, each func(api.Message)) error {
	return f.stream(ctx, each)
}

func (f *fakeAgent) Act(_ context.Context, id string, c api.Command) error {
	f.commands = append(f.commands, c)
	return f.say(string(c.Do) + " " + id)
}

func (f *fakeAgent) Mute(_ context.Context, until time.Time) error {
	return f.say("mute " + until.UTC().Format("15:04"))
}

// Page is not recorded: it is asked for whenever a page is opened.
func (f *fakeAgent) Page(_ context.Context, id string) (api.Page, error) {
	if f.again == nil {
		return api.Page{}, f.err
	}
	return api.Page{Page: notify.Page{ID: id}, Recurrence: f.again}, nil
}

func (f *fakeAgent) Shifts(context.Context, api.ShiftQuery) ([]rotation.Shift, error) {
	return f.shifts, f.say("shifts")
}

func (f *fakeAgent) Gaps(context.Context, time.Time, time.Time) ([]api.Gap, error) {
	return f.gaps, f.say("gaps")
}

func (f *fakeAgent) History(_ context.Context, from, to time.Time) ([]api.Page, error) {
	return f.history, f.say("history " + from.UTC().Format(time.DateOnly) + " " + to.UTC().Format(time.DateOnly))
}

func (f *fakeAgent) Pay(_ context.Context, year int, month time.Month) (api.Statement, error) {
	return f.statement, f.say("pay " + time.Date(year, month, 1, 0, 0, 0, 0, time.UTC).Format("2006-01"))
}

func (f *fakeAgent) SetPolicy(_ context.Context, path string) error { return f.say("policy " + path) }

func (f *fakeAgent) AddCalendar(_ context.Context, n api.NewCalendar) error {
	f.calendar = n
	return f.say("calendar")
}

func (f *fakeAgent) AddRota(_ context.Context, n api.NewRota) error {
	f.rota = n
	return f.say("rota")
}

func (f *fakeAgent) AddAlertmanager(_ context.Context, n api.NewAlertmanager) error {
	f.manager = n
	return f.say("alertmanager")
}

func (f *fakeAgent) AddPagerDuty(_ context.Context, n api.NewPagerDuty) error {
	f.pagerDuty = n
	return f.say("pagerduty")
}

func (f *fakeAgent) TestSound(_ context.Context, t api.SoundTest) error {
	return f.say("sound " + t.Sound)
}

// Outputs is not recorded: they are asked for whenever the settings are opened.
func (f *fakeAgent) Outputs(context.Context) ([]api.Output, error) { return f.outputs, f.outputErr }

func (f *fakeAgent) SetMe(_ context.Context, me rotation.Person) error {
	f.me = me
	return f.say("me")
}

func (f *fakeAgent) Preview(_ context.Context, q api.PreviewQuery) (api.Preview, error) {
	f.previewed = append(f.previewed, q)
	return f.preview, f.say("preview")
}

func (f *fakeAgent) Discover(_ context.Context, a api.Account) ([]api.Found, error) {
	f.account = a
	return f.found, f.say("discover")
}

func (f *fakeAgent) TestPage(context.Context) (string, error) { return "p", f.say("test-page") }

func (f *fakeAgent) Doctor(context.Context) ([]api.Check, error) { return f.checks, f.say("doctor") }

// bench is a window on a fake agent, with a clock that is set by hand and no
// goroutine but the test's.
type bench struct {
	t     *testing.T
	w     *Window
	agent *fakeAgent
	now   time.Time
	// later holds what was sent to the background, when it is to wait.
	hold  bool
	later []func()
	// set are the spans that the clock was set to.
	set []time.Duration
}

func newBench(t *testing.T, s *api.Snapshot) *bench {
	t.Helper()
	b := &bench{t: t, agent: &fakeAgent{}, now: night(t)}
	b.w = newWindow(test.NewTempApp(t), b.agent, "", &desk{now: func() time.Time { return b.now }, background: b.background, after: b.after})
	t.Cleanup(b.w.onClosed)
	if s != nil {
		b.send(*s)
	}
	return b
}

func (b *bench) background(f func()) {
	if b.hold {
		b.later = append(b.later, f)
		return
	}
	f()
}

// after never rings: tests call onTick themselves.
func (b *bench) after(d time.Duration, _ func()) *time.Timer {
	b.set = append(b.set, d)
	return nil
}

func (b *bench) release() {
	b.hold = false
	for _, f := range b.later {
		f()
	}
	b.later = nil
}

func (b *bench) send(s api.Snapshot) {
	b.w.receive(api.Message{Snapshot: &s})
}

func (b *bench) key(name fyne.KeyName) {
	b.t.Helper()
	if f := b.w.desk.win.Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// typed types where the focus is, or on the window when nothing has it.
func (b *bench) typed(text string) {
	if f := b.w.desk.win.Canvas().Focused(); f != nil {
		test.Type(f, text)
		return
	}
	for _, r := range text {
		b.w.typed(r)
	}
}

// shown walks all that can be seen below an object.
func shown(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			shown(child, visit)
		}
	case *container.Scroll:
		shown(o.Content, visit)
	case *look.Line, *look.Para, *look.Button, *look.Shape, *look.Tab, *look.Fill, *entry, *lineField:
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			shown(child, visit)
		}
	}
}

// texts are all that can be read in the window.
func (b *bench) texts() []string {
	var out []string
	shown(b.w.desk.win.Content(), func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *look.Line:
			out = append(out, o.Content)
		case *look.Para:
			out = append(out, o.Content)
		case *look.Button:
			out = append(out, o.Label)
		}
	})
	return out
}

func (b *bench) reads(texts ...string) {
	b.t.Helper()
	seen := b.texts()
	for _, text := range texts {
		if !slices.Contains(seen, text) {
			b.t.Errorf("%q is not to be read among %q", text, seen)
		}
	}
}

func (b *bench) doesNotRead(texts ...string) {
	b.t.Helper()
	seen := b.texts()
	for _, text := range texts {
		if slices.Contains(seen, text) {
			b.t.Errorf("%q is to be read", text)
		}
	}
}

// button is the one button that can be seen with that label.
func (b *bench) button(label string) *look.Button {
	b.t.Helper()
	var found *look.Button
	shown(b.w.desk.win.Content(), func(o fyne.CanvasObject) {
		if button, ok := o.(*look.Button); ok && button.Label == label && found == nil {
			found = button
		}
	})
	if found == nil {
		b.t.Fatalf("there is no button %q among %q", label, b.texts())
	}
	return found
}

func (b *bench) asked(want ...string) {
	b.t.Helper()
	if !slices.Equal(b.agent.asked, want) {
		b.t.Errorf("the agent was asked %q, want %q", b.agent.asked, want)
	}
}
