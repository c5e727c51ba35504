package report

import (
	"cmp"
	"slices"
	"time"

	"standby/app/incident"
	"standby/app/incident/postmortem"
	"standby/notify"
	"standby/rotation"
)

// Draft makes the report of a shift from what is known at now, with what the
// outgoing person wrote. Pages of exercises are not counted.
func Draft(k Known, w Words, now time.Time) Report {
	zone, practice := k.Shift.zone(), drillPages(k.Incidents)
	k.Episodes = slices.DeleteFunc(slices.Clone(k.Episodes), func(e notify.Episode) bool { return practice[e.PageID] })
	var own []notify.Episode
	for _, e := range k.Episodes {
		if k.Shift.Window.Contains(e.From) {
			own = append(own, e)
		}
	}
	r := Report{
		Shift: k.Shift, MadeAt: now.UTC().Truncate(time.Second), Pages: tally(own, k.Night, zone), Noisy: noisy(own),
		Recurring: Recurring(k.Episodes, k.Incidents, now), Coming: slices.Clone(k.Coming), Accrued: k.Accrued,
		FollowUps: postmortem.Unfinished(k.Incidents, now), Words: w,
	}
	for _, e := range k.Episodes {
		if e.ResolvedAt.IsZero() && e.From.Before(k.Shift.Window.End) {
			r.Open = append(r.Open, OpenPage{e.Title, e.Service, e.From, e.By})
		}
	}
	slices.SortStableFunc(r.Open, func(a, b OpenPage) int { return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Title, b.Title)) })
	for _, i := range k.Incidents {
		if i.Open() {
			r.Incidents = append(r.Incidents, openIncident(i))
		}
	}
	slices.SortStableFunc(r.Incidents, func(a, b OpenIncident) int { return cmp.Or(graver(a, b), cmp.Compare(a.ID, b.ID)) })
	for _, p := range k.Snoozed {
		r.Snoozed = append(r.Snoozed, Held{p.Title, p.SnoozedUntil, p.SnoozedBy})
	}
	slices.SortStableFunc(r.Snoozed, func(a, b Held) int { return cmp.Or(a.Until.Compare(b.Until), cmp.Compare(a.Title, b.Title)) })
	slices.SortStableFunc(r.Coming, func(a, b Coming) int {
		return cmp.Or(a.When.Start.Compare(b.When.Start), cmp.Compare(a.What, b.What))
	})
	return r
}

// graver puts the worse severity first, one that nobody set last.
func graver(a, b OpenIncident) int {
	rank := func(s incident.Severity) incident.Severity {
		if s == 0 {
			return incident.Mildest + 1
		}
		return s
	}
	return cmp.Compare(rank(a.Severity), rank(b.Severity))
}

func (s Shift) zone() *time.Location {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil || s.Zone == "Local" { // which is another one on every machine
		return time.UTC
	}
	return zone
}

func tally(own []notify.Episode, night Night, zone *time.Location) Pages {
	stats := notify.Stats(own, zone)
	p := Pages{Total: stats.Pages, InTime: stats.Met, Late: stats.Missed, Acked: stats.Acked, MTTA: stats.MTTA, Urgencies: map[notify.Urgency]int{}}
	for hour, t := range stats.Hours {
		p.Hours[hour] = t.Pages
	}
	nights := map[string]bool{}
	for _, e := range own {
		p.Urgencies[e.Urgency]++
		if began, falls := night.of(e.From.In(zone)); falls {
			p.AtNight++
			nights[began] = true
		}
	}
	p.Nights = len(nights)
	return p
}

// of is the day on which the night of a local time began; falls is false by day.
func (n Night) of(t time.Time) (began string, falls bool) {
	clock := rotation.Clock(t.Hour()*3600 + t.Minute()*60 + t.Second())
	day := time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
	switch {
	case n.From <= n.To:
		falls = clock >= n.From && clock < n.To
	case clock >= n.From:
		falls = true
	case clock < n.To:
		falls, day = true, day.AddDate(0, 0, -1)
	}
	return day.Format(time.DateOnly), falls
}

// oftenInAShift is how often one alert may come in a shift before it is noisy.
const oftenInAShift = 3

// noisy are the alerts that came often, or more than once went away by themselves
// before anybody acknowledged them; the most frequent first.
func noisy(own []notify.Episode) []Noisy {
	byName := map[string]*Noisy{}
	for _, e := range own {
		key := notify.Likeness(e.Title, e.Service)
		n := byName[key]
		if n == nil {
			n = &Noisy{Title: e.Title}
			byName[key] = n
		}
		n.Pages++
		if e.AckedAt.IsZero() && !e.ResolvedAt.IsZero() {
			n.Vanished++
		}
	}
	var list []Noisy
	for _, n := range byName {
		if n.Pages >= oftenInAShift || n.Vanished > 1 {
			list = append(list, *n)
		}
	}
	slices.SortFunc(list, func(a, b Noisy) int {
		return cmp.Or(cmp.Compare(b.Pages, a.Pages), cmp.Compare(b.Vanished, a.Vanished), cmp.Compare(a.Title, b.Title))
	})
	return list
}

func openIncident(i incident.Incident) OpenIncident {
	o := OpenIncident{
		ID: i.ID, Title: i.Title(), Drill: i.Drill, Stage: i.Stage, Severity: i.Severity(),
		Status: i.Texts[incident.Status].Text, LastUpdate: i.WrittenAt(),
	}
	if h, led := i.Commander(); led {
		o.Owner = h.Person
	}
	if u, told := i.Last(incident.Internal); told {
		o.NextStep = u.Next
	}
	for _, t := range incident.Standing(i.Todos) {
		if t.Value.Done {
			continue
		}
		if o.NextStep == "" {
			o.NextStep = t.Value.Text
		}
		if o.Owner == (rotation.Person{}) {
			o.Owner = t.Value.Owner
		}
	}
	return o
}
