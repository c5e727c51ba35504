package notify

import (
	"slices"
	"strings"
	"time"
)

// Episode is one time that a page was triggered, and what became of it.
type Episode struct {
	PageID, Source, Service, Title string
	Urgency                        Urgency
	From                           time.Time
	// AckedAt is when it was acknowledged and By by whom; zero when it was not.
	AckedAt time.Time
	By      string
	// ResolvedAt is when it was over; zero while it is open.
	ResolvedAt time.Time
	// Missed means that the ack target passed first, and Why is the reason given.
	Missed bool
	Why    string
	// Clocked means that the ack clock ran: it was the user's to answer.
	Clocked bool
}

// Episodes reads the episodes of a page off its timeline, which is in order of
// time. An acknowledgement that lapsed does not begin another one; a page that was
// resolved and came back does. A timeline that begins in the middle is followed
// from there.
func Episodes(p Page, timeline []Event) []Episode {
	var list []Episode
	for _, e := range timeline {
		switch {
		case e.What == "triggered" || e.What == "reopened":
			list = append(list, Episode{PageID: p.ID, Source: p.Source, Service: p.Service, Title: p.Title, Urgency: p.Urgency, From: e.At})
		case len(list) > 0:
			list[len(list)-1].take(e)
		}
	}
	if n := len(list); n > 0 {
		list[n-1].Clocked = !p.ClockFrom.IsZero()
	}
	for i := range list {
		list[i].Clocked = list[i].Clocked || list[i].Missed || i < len(list)-1 && !list[i].AckedAt.IsZero()
	}
	return list
}

func (e *Episode) take(what Event) {
	switch what.What {
	case "acknowledged":
		if e.AckedAt.IsZero() {
			e.AckedAt, e.By = what.At, what.By
		}
	case "acknowledge-undone":
		e.AckedAt, e.By = time.Time{}, ""
	case "missed":
		e.Missed = true
	case "excused":
		e.Why = what.Detail
	case "resolved":
		e.ResolvedAt = what.At
	}
}

// Tally is what several episodes come to.
type Tally struct {
	// Pages is how many there were; Acked how many of them were acknowledged, and
	// Resolved how many are over.
	Pages, Acked, Resolved int
	// Met and Missed count those whose ack target was kept and passed; of others
	// the clock did not run.
	Met, Missed int
	// MTTA is the mean time to acknowledge those that were, and MTTR the mean time
	// to resolve those that are over, both from when they were triggered; zero when
	// there is none.
	MTTA, MTTR time.Duration

	toAck, toResolve time.Duration
}

func (t *Tally) add(e Episode) {
	t.Pages++
	if !e.AckedAt.IsZero() {
		t.Acked++
		t.toAck += max(0, e.AckedAt.Sub(e.From))
		t.MTTA = t.toAck / time.Duration(t.Acked)
	}
	if !e.ResolvedAt.IsZero() {
		t.Resolved++
		t.toResolve += max(0, e.ResolvedAt.Sub(e.From))
		t.MTTR = t.toResolve / time.Duration(t.Resolved)
	}
	switch {
	case e.Missed:
		t.Missed++
	case e.Clocked && !e.AckedAt.IsZero():
		t.Met++
	}
}

// Named is a tally of those who share a name.
type Named struct {
	Name string
	Tally
}

// Report is what a span of time comes to.
type Report struct {
	Tally
	// Hours are the hours of the day in which pages were triggered, by the clock of
	// the zone that was asked for.
	Hours [24]Tally
	// Sources and People are in order of pages, most first. People are those who
	// acknowledged.
	Sources, People []Named
	// Recurring are the titles that came at least twice, most often first, at most
	// MostRecurring of them.
	Recurring []Named
}

// MostRecurring bounds Report.Recurring.
const MostRecurring = 20

// Stats counts episodes.
func Stats(episodes []Episode, zone *time.Location) Report {
	var r Report
	sources, people, likes := map[string]*Named{}, map[string]*Named{}, map[string]*Named{}
	for _, e := range episodes {
		r.add(e)
		r.Hours[e.From.In(zone).Hour()].add(e)
		under(sources, e.Source, e.Source).add(e)
		if e.By != "" {
			under(people, e.By, e.By).add(e)
		}
		under(likes, Likeness(e.Title, e.Service), e.Title).add(e)
	}
	r.Sources, r.People = ranked(sources), ranked(people)
	r.Recurring = slices.DeleteFunc(ranked(likes), func(n Named) bool { return n.Pages < 2 })
	r.Recurring = r.Recurring[:min(len(r.Recurring), MostRecurring)]
	return r
}

func under(m map[string]*Named, key, name string) *Named {
	n := m[key]
	if n == nil {
		n = &Named{Name: name}
		m[key] = n
	}
	return n
}

func ranked(m map[string]*Named) []Named {
	list := make([]Named, 0, len(m))
	for _, n := range m {
		list = append(list, *n)
	}
	slices.SortFunc(list, func(a, b Named) int {
		if a.Pages != b.Pages {
			return b.Pages - a.Pages
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list
}
