package setup

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"standby/app/agent"
	"standby/app/agent/timetable"
	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/provider/caldav"
	"standby/app/provider/calendar"
	"standby/notify"
	"standby/rotation"
	"standby/rotation/ical"
	"standby/rotation/ical/profile"
)

// Bounds of a trial.
const (
	// trialTime bounds one question: somebody waits before a screen.
	trialTime = 25 * time.Second
	// triedFor is how long a fetched calendar is read again without being fetched.
	triedFor = 5 * time.Minute
	// maxName is how much of a stranger's name is shown, in runes.
	maxName = 80
)

// Trial reads calendars before they are added; it implements api.Trial. It changes
// nothing, and keeps the calendar that it read last for five minutes. One question
// is answered at a time.
type Trial struct {
	build Builder
	path  string
	zone  *time.Location

	mu     sync.Mutex
	last   *tried
	forget *time.Timer
}

// tried is a calendar that was fetched for a trial. Of where it lies and what that
// asks for, only a digest is kept.
type tried struct {
	of    [sha256.Size]byte
	at    string // of a CalDAV calendar
	host  string
	body  []byte
	notes []string
	until time.Time
}

// NewTrial returns trials for the configuration file at path, in which the user is
// looked up. zone is where times without a zone are read.
func NewTrial(b Builder, path string, zone *time.Location) *Trial {
	return &Trial{build: b, path: path, zone: cmp.Or(zone, time.UTC)}
}

// Discover implements api.Trial. An address without encryption is api.ErrInsecure
// unless InsecureOK is set.
func (t *Trial) Discover(ctx context.Context, a api.Account) ([]api.Found, error) {
	ctx, cancel := context.WithTimeout(ctx, trialTime)
	defer cancel()
	if err := encrypted(api.NewCalendar{Name: "there", Location: a.Address, CalDAV: true, InsecureOK: a.InsecureOK}); err != nil {
		return nil, err
	}
	list, err := discover(ctx, t.build.Client, a)
	if err != nil {
		return nil, err
	}
	out := make([]api.Found, 0, len(list))
	for _, c := range list {
		out = append(out, api.Found{Address: c.URL.String(), Name: notify.Clean(c.Name, maxName), ReadOnly: c.ReadOnly})
	}
	return out, nil
}

// Preview implements api.Trial. An address without encryption is api.ErrInsecure
// unless InsecureOK is set.
func (t *Trial) Preview(ctx context.Context, q api.PreviewQuery) (api.Preview, error) {
	ctx, cancel := context.WithTimeout(ctx, trialTime)
	defer cancel()
	q.Name = strings.TrimSpace(q.Name)
	if err := encrypted(q.NewCalendar); err != nil {
		return api.Preview{}, err
	}
	me, err := t.who(q.Me)
	if err != nil {
		return api.Preview{}, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	got, err := t.fetched(ctx, q)
	if err != nil {
		return api.Preview{}, err
	}
	if q.PagerDuty != "" {
		if me == (rotation.Person{}) {
			me = t.ownersName(ctx, q.PagerDuty)
		}
		return t.previewRoster(got, q.NewCalendar, me)
	}
	return t.preview(got, q.NewCalendar, me)
}

// who is the user in the calendar: whom the question names, else whom the
// configuration does.
func (t *Trial) who(named rotation.Person) (rotation.Person, error) {
	if named != (rotation.Person{}) {
		return named, nil
	}
	cfg, err := config.Load(t.path)
	return cfg.Me, err
}

// fetched is the calendar as it was fetched a moment ago, or is now.
func (t *Trial) fetched(ctx context.Context, q api.PreviewQuery) (*tried, error) {
	of, err := digest(q.NewCalendar)
	if err != nil {
		return nil, err
	}
	now := t.build.Now()
	if l := t.last; l != nil && l.of == of && !q.Fresh && now.Before(l.until) {
		return l, nil
	}
	t.drop()
	got := &tried{of: of, until: now.Add(triedFor)}
	from, err := t.source(ctx, q.NewCalendar, got)
	if err != nil {
		return nil, err
	}
	fetched, _, err := from.Fetch(ctx, provider.Copy{})
	if err != nil {
		return nil, err
	}
	got.body, got.notes, got.host = fetched.Body, fetched.Warnings, cmp.Or(fetched.Host, hostOf(got.at))
	t.last, t.forget = got, time.AfterFunc(triedFor, func() { t.outlived(got) })
	return got, nil
}

// outlived lets go of a calendar that nobody asks about any more.
func (t *Trial) outlived(old *tried) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.last == old {
		t.drop()
	}
}

func (t *Trial) drop() {
	if t.forget != nil {
		t.forget.Stop()
	}
	t.last, t.forget = nil, nil
}

// digest tells places of calendars apart without holding on to them.
func digest(n api.NewCalendar) ([sha256.Size]byte, error) {
	text, err := json.Marshal([]any{n.Location, n.CalDAV, n.User, n.Secret, n.PagerDuty, n.Schedule})
	return sha256.Sum256(text), err
}

// source is where the calendar is fetched from: as it would be once added, but
// for the keyring.
func (t *Trial) source(ctx context.Context, n api.NewCalendar, got *tried) (provider.Calendar, error) {
	name := cmp.Or(n.Name, "the calendar")
	switch {
	case n.PagerDuty != "":
		return t.onPagerDuty(n)
	case n.CalDAV:
		one, err := theOne(ctx, t.build.Client, n)
		if err != nil {
			return nil, err
		}
		got.at = one.URL.String()
		return caldav.New(name, func(context.Context) (string, error) { return got.at, nil }, signedIn(n.User, n.Secret), t.build.Client), nil
	case isURL(n.Location):
		return calendar.NewURL(name, func(context.Context) (string, error) { return n.Location, nil }, t.build.Client), nil
	case n.Location == "":
		return nil, fmt.Errorf("%w: there is neither a file nor an address", api.ErrBadRequest)
	}
	return calendar.NewFile(name, n.Location), nil
}

// preview says what a fetched calendar is: first as the agent will read it, then
// row by row.
func (t *Trial) preview(got *tried, n api.NewCalendar, me rotation.Person) (api.Preview, error) {
	var out api.Preview
	pattern := n.Pattern
	if strings.TrimSpace(pattern) != "" {
		_, err := profile.Compile(pattern)
		if out.Fault, err = fault(err); err != nil {
			return out, err
		}
		if out.Fault != nil {
			pattern = ""
		}
	}
	role := cmp.Or(n.Role, rotation.Primary)
	now := t.build.Now()
	q := agent.Ask(n.Name, me, t.zone, now)
	q.AsOf = q.Today
	table, err := timetable.ICalendar(timetable.CalendarOptions{Role: role, Mine: n.Mine, Pattern: pattern, Host: got.host})(got.body, q)
	if err != nil {
		return out, fmt.Errorf("read %s: %w", cmp.Or(n.Name, "the calendar"), err)
	}
	out.Profile, out.Horizon = table.Profile, table.Horizon
	out.Unencrypted = Unencrypted(n)
	out.Warnings = slices.DeleteFunc(slices.Concat(table.Warnings, got.notes), func(w string) bool { return w == out.Unencrypted })
	out.Window = rotation.Interval{Start: now.UTC(), End: q.Window.End}
	opt := ical.Options{Rota: n.Name, Role: role, Me: me, Mine: n.Mine, Host: got.host, Zone: t.zone, AsOf: q.AsOf, Window: out.Window}
	rows, err := ical.Preview(got.body, pattern, opt)
	if err == nil && len(rows) == 0 {
		out.Past, out.Window = true, rotation.Interval{Start: q.Window.Start, End: now.UTC()}
		opt.Window = out.Window
		rows, err = ical.Preview(got.body, pattern, opt)
	}
	if err != nil {
		return out, err
	}
	out.Rows, out.More = previewRows(rows, pattern != ""), len(rows) == ical.MaxRows
	out.Shifts, out.Mine = counted(table.Shifts, n.Mine, me, out.Window)
	return out, nameIt(got.body, opt, &out)
}

// nameIt adds what the calendar says about itself.
func nameIt(body []byte, opt ical.Options, out *api.Preview) error {
	opt.Window.End = opt.Window.Start
	list, err := ical.Events(body, opt)
	out.Name, out.Zone = notify.Clean(list.Name, maxName), notify.Clean(list.Zone, maxName)
	return err
}

// fault is a mistake in a pattern as something to show; any other error is one.
func fault(err error) (*api.PatternFault, error) {
	var mistake *profile.PatternError
	if errors.As(err, &mistake) {
		return &api.PatternFault{Line: mistake.Line, At: mistake.At, Problem: mistake.Problem, Remedy: mistake.Remedy}, nil
	}
	return nil, err
}

func previewRows(rows []ical.Row, patterned bool) []api.PreviewRow {
	out := make([]api.PreviewRow, 0, len(rows))
	for _, r := range rows {
		out = append(out, api.PreviewRow{
			Interval: rotation.Interval{Start: r.Start, End: r.End}, Summary: notify.Clean(r.Summary, 200), Unmatched: patterned && !r.Matched,
			Person: r.Person, Role: r.Role, Rota: r.Rota, Mine: r.Mine && !r.Away, OpenEnd: r.OpenEnd, Away: r.Away,
		})
	}
	return out
}

// counted is how many shifts overlap the window, and how many of them are the
// user's.
func counted(shifts []rotation.Shift, all bool, me rotation.Person, window rotation.Interval) (n, mine int) {
	for _, s := range shifts {
		if s.Clip(window).Empty() {
			continue
		}
		n++
		if all || s.Person.Same(me) {
			mine++
		}
	}
	return n, mine
}
