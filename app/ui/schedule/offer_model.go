package schedule

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/app/ui/model"
	"standby/rotation"
)

// offer is a shift, or a part of it, that is to change hands.
type offer struct {
	shift rotation.Shift
	part  rotation.Interval
	// mine says that the user gives it away; else they take it over.
	mine bool
	// to is who takes it; zero until somebody is chosen. back is the shift that comes
	// in return; nil for none.
	to   rotation.Person
	back *rotation.Shift
}

// offerOf is the offer of a part of a shift; a part that is empty is all of it.
func offerOf(s rotation.Shift, part rotation.Interval, v model.View) offer {
	o := offer{shift: s, part: part, mine: s.Person.Same(v.Snap.Me)}
	if o.part.Empty() {
		o.part = s.Interval
	}
	if !o.mine {
		o.to = v.Snap.Me
	}
	return o
}

// whyNot is why a shift cannot change hands at all; empty where it can.
func whyNot(o offer, v model.View) string {
	switch {
	case !o.part.End.After(v.Now):
		return "That is over, and stays as it was worked."
	case v.Snap.Me == (rotation.Person{}):
		return "Say under " + model.Settings.Label() + " who you are, so that it is known which shifts are yours."
	}
	return ""
}

// heading is what the offer is, in words.
func (o offer) heading(v model.View) string {
	when := shortly(o.part, v)
	switch {
	case !o.mine:
		return "Take over " + when + " from " + o.shift.Person.String()
	case o.back != nil:
		return "Swap " + when
	}
	return "Give away " + when
}

// shortly is a span as "Sat 18:00 – Sun 09:00", with the date where it lies further
// off than a week.
func shortly(i rotation.Interval, v model.View) string {
	if i.Start.Before(v.Now) || i.End.Sub(v.Now) > 6*24*time.Hour {
		return model.Between(i, v)
	}
	from, to := i.Start.In(v.Loc), i.End.In(v.Loc)
	if from.YearDay() == to.YearDay() {
		return from.Format("Mon 15:04") + " – " + to.Format("15:04")
	}
	return from.Format("Mon 15:04") + " – " + to.Format("Mon 15:04")
}

// whole says that nothing of the shift stays with its holder.
func (o offer) whole() bool { return o.part == o.shift.Interval }

// taker is somebody who could take an offer.
type taker struct {
	person rotation.Person
	// about says what speaks against it; free that nothing does.
	about string
	free  bool
}

// takersMax is how many people are offered.
const takersMax = 8

// takersOf are who could take it: who is free first, by who has the least duty in
// what is known.
func takersOf(o offer, h held, v model.View) []taker {
	var people []rotation.Person
	add := func(p rotation.Person) {
		if p != (rotation.Person{}) && !p.Same(o.shift.Person) && !slices.ContainsFunc(people, p.Same) {
			people = append(people, p)
		}
	}
	if !o.mine {
		add(v.Snap.Me)
	} else {
		d, _ := detailOf(h.detail, o.shift.Rota)
		for _, m := range d.Members {
			add(m.Person)
		}
		for _, s := range h.shifts {
			if s.Rota == o.shift.Rota {
				add(s.Person)
			}
		}
	}
	load := make(map[string]time.Duration, len(people))
	out := make([]taker, 0, len(people))
	for _, p := range people {
		t := taker{person: p}
		t.about, load[p.Email+"\x00"+p.Name] = against(p, o, h)
		t.free = t.about == ""
		out = append(out, t)
	}
	slices.SortStableFunc(out, func(a, b taker) int {
		if a.free != b.free {
			if a.free {
				return -1
			}
			return 1
		}
		return cmp.Compare(load[a.person.Email+"\x00"+a.person.Name], load[b.person.Email+"\x00"+b.person.Name])
	})
	return out[:min(len(out), takersMax)]
}

// against is what speaks against a person's taking it, and how much duty they have.
func against(p rotation.Person, o offer, h held) (about string, load time.Duration) {
	for _, s := range h.shifts {
		if !s.Person.Same(p) {
			continue
		}
		load += s.Duration()
		if !s.Clip(o.part).Empty() {
			about = "on call then as " + string(s.Role)
		}
	}
	for _, d := range h.detail.Rotas {
		for _, a := range d.Away {
			if a.Person.Same(p) && a.Start.Before(o.part.End) && (a.End.IsZero() || a.End.After(o.part.Start)) {
				about = "away then"
			}
		}
	}
	return about, load
}

// returnsMax is how many shifts in return are offered.
const returnsMax = 3

// returnsOf are the next shifts of the taker that could come in return: for a whole
// shift, from the same rota, with a known end and beside it.
func returnsOf(o offer, h held, v model.View) []rotation.Shift {
	var out []rotation.Shift
	if !o.mine || !o.whole() || o.to == (rotation.Person{}) {
		return nil
	}
	for _, s := range h.shifts {
		if s.Rota == o.shift.Rota && s.Person.Same(o.to) && s.Start.After(v.Now) && s.Clip(o.part).Empty() && !v.Snap.EndsOpen(s) && len(out) < returnsMax {
			out = append(out, s)
		}
	}
	return out
}

// change is what the offer would change, for the preview.
func (o offer) change() api.ShiftChange {
	c := api.ShiftChange{Hands: []api.ShiftHand{{Shift: o.shift, Part: o.part, To: o.to}}}
	if o.back != nil {
		c.Hands = append(c.Hands, api.ShiftHand{Shift: *o.back, To: o.shift.Person})
	}
	return c
}

// handover is the command that makes it so.
func (o offer) handover() api.ShiftHandover {
	return api.ShiftHandover{Shift: o.shift, Part: o.part, To: o.to, Return: o.back}
}

// done is what is said once it has changed hands.
func (o offer) done(out api.HandedOver, v model.View) string {
	text := fmt.Sprintf("%s now has %s.", o.to, shortly(o.part, v))
	if o.back != nil {
		text = fmt.Sprintf("%s now has %s, and %s has %s.", o.to, shortly(o.part, v), o.shift.Person, shortly(o.back.Interval, v))
	}
	if out.Keeps == api.KeptHere {
		text += " “" + o.shift.Rota + "” can only be read: send the calendar file to whoever keeps it."
	}
	return text
}

// sentencesShown is how much is told of what a change means for one person.
const sentencesShown = 2

// effectText is what a change means for one person.
func effectText(e api.Effect) string {
	if e.Unknown != "" {
		return e.Person.String() + ": not known. " + model.Capital(e.Unknown) + "."
	}
	parts := []string{e.Person.String() + ": " + e.Summary}
	for _, s := range e.Sentences[:min(len(e.Sentences), sentencesShown)] {
		parts = append(parts, model.Capital(s))
	}
	return strings.Join(parts, ". ") + "."
}

// clock is how the ends of a part are written.
const clock = "2006-01-02 15:04"

// partOf reads the two ends of a part, which must lie in the shift.
func partOf(from, until string, s rotation.Shift, zone *time.Location) (rotation.Interval, error) {
	var out rotation.Interval
	for _, end := range []struct {
		text string
		into *time.Time
	}{{from, &out.Start}, {until, &out.End}} {
		t, err := time.ParseInLocation(clock, strings.TrimSpace(end.text), zone)
		if err != nil {
			return out, fmt.Errorf("“%s” is no time: write it as %s", strings.TrimSpace(end.text), s.Start.In(zone).Format(clock))
		}
		*end.into = t.UTC()
	}
	// The ends are written to the minute, and a shift may have seconds.
	if out.Start.Before(s.Start) && s.Start.Sub(out.Start) < time.Minute {
		out.Start = s.Start
	}
	if d := s.End.Sub(out.End); d > 0 && d < time.Minute {
		out.End = s.End
	}
	switch {
	case out.Empty():
		return out, fmt.Errorf("it must end after it begins")
	case out.Start.Before(s.Start) || out.End.After(s.End):
		return out, fmt.Errorf("the shift is from %s to %s", s.Start.In(zone).Format(clock), s.End.In(zone).Format(clock))
	}
	if out.Start.Equal(s.Start) {
		out.Start = s.Start
	}
	if out.End.Equal(s.End) {
		out.End = s.End
	}
	return out, nil
}

// under is the shift of a lane that most of a stretch belongs to, and the part of it
// that the stretch covers.
func under(p place, s model.Stretch, h held, zone *time.Location) (rotation.Shift, rotation.Interval, bool) {
	span := rotation.Interval{Start: model.TimeAt(s.From, zone), End: model.TimeAt(s.To, zone)}
	var best rotation.Shift
	var part rotation.Interval
	for _, x := range h.shifts {
		if over := x.Clip(span); x.Rota == p.rota && x.Role == p.role && over.Duration() > part.Duration() {
			best, part = x, over
		}
	}
	return best, part, !part.Empty() && !p.layer
}
