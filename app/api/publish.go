package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"standby/rotation"
	"standby/rotation/ical"
)

// ErrReadBack says that Standby reads the calendar itself, so that shifts which are
// written there would be read as further ones.
var ErrReadBack = errors.New("shifts that are written there would be read again as further ones")

// The bounds of a Publication.
const (
	// MaxPublished is how many entries it may have.
	MaxPublished = 20_000
	maxPublished = 32 << 20 // bytes of JSON
)

// Publisher writes to calendars on CalDAV servers.
type Publisher interface {
	// Publish brings what Standby wrote to a configured calendar up to date. What
	// befalls single events stands in the answer; an error means that nothing was
	// written. It is ErrNotFound, ErrBadRequest or ErrReadBack where it is the request
	// that is wrong.
	Publish(ctx context.Context, calendar string, p Publication) (Published, error)
}

// Publication is what a calendar is to hold of one export.
type Publication struct {
	// Scope names the export, as ical.ScopeOf makes it. What an earlier publication
	// of the same scope wrote, and this one has no more, is taken back.
	Scope string `json:"scope"`
	// Kinds are what it is about: entries of other kinds are not taken back.
	Kinds []ical.Kind `json:"kinds"`
	// Rota is the name of the rota that the shifts come from, where they come from
	// its file; empty where they come from what Standby reads.
	Rota string `json:"rota,omitempty"`
	// Window is where the entries come from; what lies outside of it is left alone.
	Window rotation.Interval `json:"window"`
	// Zone is the IANA zone that times are written in; empty means UTC.
	Zone    string           `json:"zone,omitempty"`
	Entries []PublishedEntry `json:"entries"`
	// DryRun has nothing written: the answer says what would be.
	DryRun bool `json:"dry_run,omitempty"`
	// Overwrite has Standby's own events written also where somebody changed them.
	Overwrite bool `json:"overwrite,omitempty"`
}

// PublishedEntry is one event to publish; the fields are those of ical.Entry.
type PublishedEntry struct {
	Series string    `json:"series"`
	Start  time.Time `json:"start"`
	End    time.Time `json:"end"`
	// AllDay means that Start and End are the days which they show with the offset
	// that they are written with.
	AllDay      bool     `json:"all_day,omitempty"`
	Summary     string   `json:"summary"`
	Description string   `json:"description,omitempty"`
	Categories  []string `json:"categories,omitempty"`
	Busy        bool     `json:"busy,omitempty"`
	// Alarms are how many seconds before the start to remind.
	Alarms []int64 `json:"alarms_s,omitempty"`
}

// PublishedEntryOf makes an entry fit to be published. Attendees, organizer and UID, which
// Standby's own exports do not set, are left out.
func PublishedEntryOf(e ical.Entry) PublishedEntry {
	out := PublishedEntry{
		Series: e.Series, Start: e.Start, End: e.End, AllDay: e.AllDay,
		Summary: e.Summary, Description: e.Description, Categories: e.Categories, Busy: e.Busy,
	}
	for _, d := range e.Alarms {
		out.Alarms = append(out.Alarms, int64(d/time.Second))
	}
	return out
}

// Entry is the entry to write.
func (e PublishedEntry) Entry() ical.Entry {
	out := ical.Entry{
		Series: e.Series, Start: e.Start, End: e.End, AllDay: e.AllDay,
		Summary: e.Summary, Description: e.Description, Categories: e.Categories, Busy: e.Busy,
	}
	for _, s := range e.Alarms {
		// What is beyond all bounds is refused when it is written, and must not wrap around.
		out.Alarms = append(out.Alarms, time.Duration(min(max(s, -1), int64(1<<32)))*time.Second)
	}
	return out
}

// Outcome is what became of one event.
type Outcome string

// The outcomes; with a dry run, what they would be.
const (
	// EventWritten: it is new. EventChanged: it is another one now. EventTakenBack:
	// it was deleted, since it holds no longer.
	EventWritten   Outcome = "written"
	EventChanged   Outcome = "changed"
	EventTakenBack Outcome = "taken_back"
	// EventSpared: somebody has changed it by hand since Standby wrote it, and it was
	// left as it is.
	EventSpared Outcome = "spared"
	// EventFailed: it could not be written; Trouble says why. EventNotTried: the
	// failure before it concerns it as well.
	EventFailed   Outcome = "failed"
	EventNotTried Outcome = "not_tried"
)

// Published is what became of a publication.
type Published struct {
	// Calendar is the calendar's name.
	Calendar string `json:"calendar"`
	DryRun   bool   `json:"dry_run"`
	// The counts of events; Failed counts those that were not tried as well.
	Written   int `json:"written"`
	Changed   int `json:"changed"`
	TakenBack int `json:"taken_back"`
	Unchanged int `json:"unchanged"`
	Spared    int `json:"spared"`
	Failed    int `json:"failed"`
	// Events are all but the unchanged ones, in order of start.
	Events []PublishedEvent `json:"events"`
}

// PublishedEvent is what became of one event.
type PublishedEvent struct {
	UID     string    `json:"uid"`
	Outcome Outcome   `json:"outcome"`
	Start   time.Time `json:"start"`
	End     time.Time `json:"end"`
	AllDay  bool      `json:"all_day"`
	Summary string    `json:"summary"`
	// Trouble is why it failed; nil where it did not.
	Trouble *Trouble `json:"trouble,omitempty"`
	// Err is the same as an error. It is not sent.
	Err error `json:"-"`
}

// Add counts an event.
func (p *Published) Add(e PublishedEvent) {
	switch e.Outcome {
	case EventWritten:
		p.Written++
	case EventChanged:
		p.Changed++
	case EventTakenBack:
		p.TakenBack++
	case EventSpared:
		p.Spared++
	case EventFailed, EventNotTried:
		p.Failed++
	}
	p.Events = append(p.Events, e)
}

// Explained puts why events failed in words.
func (p Published) Explained(explain func(error) Trouble) Published {
	for i := range p.Events {
		if err := p.Events[i].Err; err != nil {
			t := explain(err)
			p.Events[i].Trouble = &t
		}
	}
	return p
}

func (s *Server) publish(w http.ResponseWriter, r *http.Request) {
	var p Publication
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxPublished))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil {
		s.answer(w, nil, fmt.Errorf("%w: %w", ErrBadRequest, err))
		return
	}
	done, err := s.h.Publisher.Publish(r.Context(), r.PathValue("name"), p)
	s.answer(w, done.Explained(s.h.Explain), err)
}

// Publish brings what Standby wrote to a configured calendar on a CalDAV server up
// to date. It may take minutes: servers write one event after the other.
func (c *Client) Publish(ctx context.Context, calendar string, p Publication) (Published, error) {
	var done Published
	err := c.post(ctx, "/v1/calendars/"+url.PathEscape(calendar)+"/publish", p, &done)
	return done, err
}
