package setup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/provider/caldav"
	"standby/rotation/ical"
)

// Publish implements api.Publisher. Once something was written, the agent reads the
// calendar again.
func (c *Commands) Publish(ctx context.Context, name string, p api.Publication) (api.Published, error) {
	cfg, err := config.Load(c.path)
	if err != nil {
		return api.Published{}, err
	}
	i := slices.IndexFunc(cfg.Calendars, func(o config.Calendar) bool { return strings.EqualFold(o.Name, name) })
	switch {
	case i < 0:
		return api.Published{}, fmt.Errorf("calendar %q: %w: %w", name, api.ErrNotFound, agent.ErrNoCalendar)
	case cfg.Calendars[i].CalDAV == "":
		return api.Published{}, fmt.Errorf("%w: %s is a file or a feed, which Standby only reads; write a file with --output, or name a calendar on a CalDAV server", api.ErrBadRequest, name)
	}
	target := cfg.Calendars[i]
	if err := feedsBack(cfg, target.CalDAV, p); err != nil {
		return api.Published{}, err
	}
	location := func(context.Context) (string, error) { return target.CalDAV, nil }
	done, err := publish(ctx, caldav.New(target.Name, location, c.build.caldavCredentials(target), c.build.Client), p, c.build.Now())
	done.Calendar = target.Name
	if done.Written+done.Changed+done.TakenBack > 0 && !p.DryRun {
		c.mu.Lock()
		told := c.agent
		c.mu.Unlock()
		told.AskAgain(target.Name)
	}
	return done, err
}

// Place is a calendar on a CalDAV server that need not be configured.
type Place struct {
	// Address is that of the calendar, or of an account that has no other.
	Address string
	// User and Secret are what it asks for; both empty where it asks for nothing.
	User, Secret string
	// InsecureOK says that the user knows that the address is not encrypted.
	InsecureOK bool
}

// PublishTo is Commands.Publish for a calendar by its address, without an agent.
// cfg says which calendars Standby reads. An address without encryption is
// api.ErrInsecure unless the place says that this is known.
func PublishTo(ctx context.Context, at Place, cfg config.Config, p api.Publication, now time.Time) (api.Published, error) {
	place := api.NewCalendar{Name: "the calendar", Location: at.Address, CalDAV: true, User: at.User, Secret: at.Secret, InsecureOK: at.InsecureOK}
	if warning := Unencrypted(place); warning != "" && !at.InsecureOK {
		return api.Published{}, fmt.Errorf("write to the calendar: %w: %s", api.ErrInsecure, warning)
	}
	client := provider.NewClient(0)
	found, err := theOne(ctx, client, place)
	if err != nil {
		return api.Published{}, err
	}
	if found.ReadOnly {
		return api.Published{}, fmt.Errorf("write to %s: %w", found.Name, caldav.ErrReadOnly)
	}
	address := found.URL.String()
	if err := feedsBack(cfg, address, p); err != nil {
		return api.Published{}, err
	}
	location := func(context.Context) (string, error) { return address, nil }
	done, err := publish(ctx, caldav.New(found.Name, location, signedIn(at.User, at.Secret), client), p, now)
	done.Calendar = found.Name
	return done, err
}

// feedsBack refuses to write shifts to a calendar that Standby reads, where it
// would read them as further shifts. A rota's file and the calendar of the same
// name are one: there the calendar is how the team sees the file. Gaps, call-outs
// and leave are no shifts to whoever reads them.
func feedsBack(cfg config.Config, address string, p api.Publication) error {
	if !slices.ContainsFunc(p.Entries, func(e api.PublishedEntry) bool { return ical.KindOf(e.Series) == ical.KindShift }) {
		return nil
	}
	for _, c := range cfg.Calendars {
		switch {
		case c.CalDAV == "" || !samePlace(c.CalDAV, address):
		case c.Mine:
			return readBack("Standby reads %s and takes every event in it for a shift of yours", c.Name)
		case p.Rota == "":
			return readBack("Standby reads %s and would find each shift there once more", c.Name)
		case !strings.EqualFold(p.Rota, c.Name):
			return readBack("Standby reads %s and would take the shifts of %s for its own; if they are, give both the same name", c.Name, p.Rota)
		}
	}
	return nil
}

func readBack(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{api.ErrReadBack}, args...)...)
}

// samePlace reports whether two addresses lead to one calendar.
func samePlace(a, b string) bool {
	u, errA := caldav.ParseAddress(a)
	v, errB := caldav.ParseAddress(b)
	if errA != nil || errB != nil {
		return a == b
	}
	return strings.EqualFold(u.Hostname(), v.Hostname()) && port(u) == port(v) && u.Path == v.Path
}

func port(u *url.URL) string {
	switch p := u.Port(); {
	case p != "":
		return p
	case u.Scheme == "http":
		return "80"
	}
	return "443"
}

// publish reads the calendar once and writes what is not as it should be, each
// event on the condition that nobody has changed it since.
func publish(ctx context.Context, cal *caldav.Calendar, p api.Publication, now time.Time) (api.Published, error) {
	out := api.Published{DryRun: p.DryRun, Events: []api.PublishedEvent{}}
	export, err := exportOf(p)
	if err != nil {
		return out, err
	}
	whole, err := cal.Whole(ctx)
	if err != nil {
		return out, err
	}
	written, err := ical.ReadWritten(own(whole.Resources()))
	if err != nil {
		return out, fmt.Errorf("read what Standby wrote to %s: %w", cal.Name(), err)
	}
	steps, err := written.Steps(export, now)
	if err != nil {
		return out, fmt.Errorf("%w: %w", api.ErrBadRequest, err)
	}
	var stop error
	for _, s := range steps {
		if s.Do == ical.Keep {
			out.Unchanged++
			continue
		}
		e := api.PublishedEvent{UID: s.Entry.UID, Outcome: outcomeOf(s.Do), Start: s.Entry.Start, End: s.Entry.End, AllDay: s.Entry.AllDay, Summary: s.Entry.Summary}
		switch {
		case p.DryRun || s.Do == ical.Spare:
		case stop != nil:
			e.Outcome = api.EventNotTried
		default:
			if e.Err = carryOut(ctx, whole, s, export.Calendar.Zone); e.Err != nil {
				e.Outcome = api.EventFailed
				if !ofOneEvent(e.Err) {
					stop = e.Err
				}
			}
		}
		out.Add(e)
	}
	return out, nil
}

// exportOf checks a publication.
func exportOf(p api.Publication) (ical.Export, error) {
	x := ical.Export{Scope: p.Scope, Kinds: p.Kinds, Known: p.Window, Overwrite: p.Overwrite}
	switch {
	case p.Scope == "" || strings.ContainsFunc(p.Scope, func(r rune) bool { return !strings.ContainsRune("0123456789abcdef", r) }):
		return x, fmt.Errorf("%w: the scope must be hexadecimal, as ical.ScopeOf makes it", api.ErrBadRequest)
	case len(p.Kinds) == 0 || p.Window.Empty():
		return x, fmt.Errorf("%w: it must be said what is published, and of which time", api.ErrBadRequest)
	case len(p.Entries) > api.MaxPublished:
		return x, fmt.Errorf("%w: %d entries, at most %d are published at once; ask for a shorter time", api.ErrBadRequest, len(p.Entries), api.MaxPublished)
	}
	if p.Zone != "" {
		zone, err := time.LoadLocation(p.Zone)
		if err != nil || p.Zone == "Local" {
			return x, fmt.Errorf("%w: %.60q is no time zone; write a name of the IANA zone database, such as Europe/Berlin", api.ErrBadRequest, p.Zone)
		}
		x.Calendar.Zone = zone
	}
	for _, e := range p.Entries {
		if !slices.Contains(p.Kinds, ical.KindOf(e.Series)) {
			return x, fmt.Errorf("%w: the entry %.60q is none of %v", api.ErrBadRequest, e.Summary, p.Kinds)
		}
		x.Calendar.Entries = append(x.Calendar.Entries, e.Entry())
	}
	return x, nil
}

// own are the events that Standby wrote, after each other. What others wrote is
// not looked at.
func own(list []caldav.Resource) []byte {
	var b bytes.Buffer
	for _, r := range list {
		if ical.KindOf(r.UID) != "" {
			b.Write(r.Body)
		}
	}
	return b.Bytes()
}

func outcomeOf(do ical.Action) api.Outcome {
	switch do {
	case ical.Add:
		return api.EventWritten
	case ical.Remove:
		return api.EventTakenBack
	case ical.Spare:
		return api.EventSpared
	}
	return api.EventChanged
}

func carryOut(ctx context.Context, whole *caldav.Whole, s ical.Step, zone *time.Location) error {
	if s.Do == ical.Remove {
		return whole.Delete(ctx, s.Entry.UID)
	}
	var b bytes.Buffer
	if err := ical.Write(&b, ical.Calendar{Zone: zone, Entries: []ical.Entry{s.Entry}}); err != nil {
		return err
	}
	return whole.Put(ctx, s.Entry.UID, b.Bytes())
}

// ofOneEvent reports whether an error concerns one event, so that the others can
// be written all the same.
func ofOneEvent(err error) bool {
	for _, is := range []error{caldav.ErrChanged, caldav.ErrLocked, caldav.ErrUnsafe, ical.ErrEntry} {
		if errors.Is(err, is) {
			return true
		}
	}
	return false
}
