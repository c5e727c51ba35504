package api

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"standby/rotation/ical"
)

func (d *desk) Publish(_ context.Context, calendar string, p Publication) (Published, error) {
	d.called = "publish " + calendar
	var done Published
	for i, e := range p.Entries {
		out := PublishedEvent{UID: fmt.Sprint(i), Outcome: EventWritten, Start: e.Start, End: e.End, Summary: e.Summary}
		if strings.HasPrefix(e.Summary, "refused") {
			out.Outcome, out.Err = EventFailed, errors.New("somebody was faster")
		}
		done.Add(out)
	}
	return done, d.err
}

func TestAPublicationAndWhatBecameOfItCrossTheSocket(t *testing.T) {
	d, _, c, _ := serve(t)
	berlin := time.FixedZone("", 3600)
	entry := ical.Entry{
		Series: ical.SeriesOf(ical.KindShift, "Payments"), Start: time.Date(2026, 12, 14, 0, 0, 0, 0, berlin), End: time.Date(2026, 12, 16, 0, 0, 0, 0, berlin),
		AllDay: true, Summary: "Engineer A", Description: "x", Categories: []string{"On call"}, Busy: true, Alarms: []time.Duration{0, time.Hour},
	}
	refused := entry
	refused.Summary = "refused: Engineer B"
	var many []PublishedEntry // more than fits into a small command
	for range 1000 {
		many = append(many, PublishedEntryOf(entry))
	}
	done, err := c.Publish(t.Context(), "our calendar/ä", Publication{Scope: "ab", Kinds: []ical.Kind{ical.KindShift}, Entries: append(many, PublishedEntryOf(refused))})
	if err != nil || d.called != "publish our calendar/ä" {
		t.Fatalf("%q, %v", d.called, err)
	}
	last := done.Events[len(done.Events)-1]
	if done.Written != 1000 || done.Failed != 1 || last.Trouble == nil || last.Trouble.What != "somebody was faster" || last.Trouble.Next == "" || done.Events[0].Trouble != nil {
		t.Errorf("%d written, %d failed, %+v", done.Written, done.Failed, last)
	}
	if y, m, day := done.Events[0].Start.Date(); y != 2026 || m != 12 || day != 14 {
		t.Errorf("the day became %v", done.Events[0].Start)
	}
	if got := PublishedEntryOf(entry).Entry(); !reflect.DeepEqual(got, entry) {
		t.Errorf("got %+v, want %+v", got, entry)
	}
	for _, err := range []error{ErrReadBack, ErrNotFound, ErrBadRequest} {
		d.err = fmt.Errorf("publish: %w", err)
		if _, got := c.Publish(t.Context(), "a", Publication{}); !errors.Is(got, err) {
			t.Errorf("got %v, want %v", got, err)
		}
	}
}

func TestAPublicationThatIsTooLargeIsRefused(t *testing.T) {
	d, _, c, _ := serve(t)
	p := Publication{Entries: []PublishedEntry{{Description: strings.Repeat("x", maxPublished)}}}
	if _, err := c.Publish(t.Context(), "a", p); !errors.Is(err, ErrBadRequest) || d.called != "" {
		t.Errorf("%q, %v", d.called, err)
	}
}
