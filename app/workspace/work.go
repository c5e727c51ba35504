package workspace

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/app/incident"
	"standby/rotation"
)

// leastWork is the shortest call-out that is logged by itself.
const leastWork = time.Minute

// over is when the work on an incident ended; zero while it goes on.
func over(i incident.Incident) time.Time {
	if s, ok := i.Milestones[incident.Resolved]; ok {
		return s.At
	}
	if i.Revision > 0 && !i.Open() && len(i.Passages) > 0 {
		return i.Passages[len(i.Passages)-1].At
	}
	return time.Time{}
}

// worked are the spans in which a person worked on an incident that is over: in which
// they held a role, or where they held none, from when they acknowledged or opened it.
func worked(i incident.Incident, who rotation.Person) []rotation.Interval {
	end := over(i)
	var spans []rotation.Interval
	for _, h := range i.Holdings {
		if h.Person.Same(who) && h.Role != incident.NextCommander {
			until := h.Until
			if until.IsZero() || until.After(end) {
				until = end
			}
			spans = append(spans, rotation.Interval{Start: h.From, End: until})
		}
	}
	if len(spans) == 0 && slices.ContainsFunc(i.Responders(), func(r incident.Responder) bool { return r.Person.Same(who) }) {
		begin := i.OpenedAt
		if s, ok := i.Milestones[incident.Acknowledged]; ok && s.At.Before(begin) {
			begin = s.At
		}
		spans = append(spans, rotation.Interval{Start: begin, End: end})
	}
	return joined(spans)
}

// joined are the same spans in order, without overlap.
func joined(spans []rotation.Interval) []rotation.Interval {
	slices.SortFunc(spans, func(a, b rotation.Interval) int { return a.Start.Compare(b.Start) })
	var out []rotation.Interval
	for _, s := range spans {
		switch last := len(out) - 1; {
		case s.Empty():
		case last >= 0 && !s.Start.After(out[last].End):
			if s.End.After(out[last].End) {
				out[last].End = s.End
			}
		default:
			out = append(out, s)
		}
	}
	return out
}

// without is a span less others, which are in order and do not overlap.
func without(span rotation.Interval, others []rotation.Interval) []rotation.Interval {
	var out []rotation.Interval
	for _, o := range others {
		if !o.Start.Before(span.End) || !o.End.After(span.Start) {
			continue
		}
		if o.Start.After(span.Start) {
			out = append(out, rotation.Interval{Start: span.Start, End: o.Start})
		}
		span.Start = o.End
		if !span.Start.Before(span.End) {
			return out
		}
	}
	return append(out, span)
}

// logWork enters the user's work on an incident in the log of hours once it is over,
// as far as no page and no other call-out covers it. It is for the user to confirm. An
// exercise is no call-out.
func (k *Keeper) logWork(ctx context.Context, before, after incident.Incident) {
	ended := over(before).IsZero() && !over(after).IsZero()
	if k.p.Hours == nil || !ended || after.Drill || after.Decision.Verdict != incident.Now {
		return
	}
	// The command is done, whatever becomes of this.
	k.amiss["hours "+after.ID] = k.enter(context.WithoutCancel(ctx), after)
}

func (k *Keeper) enter(ctx context.Context, i incident.Incident) error {
	me, err := k.p.Me(ctx)
	if err != nil || me == (rotation.Person{}) {
		return err
	}
	spans := worked(i, me)
	if len(spans) == 0 {
		return nil
	}
	whole := rotation.Interval{Start: spans[0].Start, End: spans[len(spans)-1].End}
	log, err := k.p.Hours.Hours(ctx, whole.Start, whole.End.Add(time.Second))
	if err != nil {
		return fmt.Errorf("read the hours around incident %s: %w", i.ID, err)
	}
	mark := "Incident " + i.ID
	var covered []rotation.Interval
	for _, h := range log {
		if strings.Contains(h.What, mark) {
			return nil // it is entered already
		}
		end := h.End
		if h.Running && end.Before(whole.End) {
			end = whole.End
		}
		covered = append(covered, rotation.Interval{Start: h.Start, End: end})
	}
	covered = joined(covered)
	confirmed, what := false, mark+": "+i.Title()
	for _, s := range spans {
		for _, left := range without(s, covered) {
			if left.End.Sub(left.Start) < leastWork {
				continue
			}
			edit := api.HourEdit{Why: "worked on incident " + i.ID, From: &left.Start, To: &left.End, What: &what, Confirmed: &confirmed}
			if _, err := k.p.Hours.EditHour(ctx, edit); err != nil {
				return fmt.Errorf("enter the work on incident %s in the hours: %w", i.ID, err)
			}
		}
	}
	return nil
}
