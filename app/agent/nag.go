package agent

import (
	"slices"
	"strings"
	"time"

	"standby/notify"
)

// Sounding is a sound that a page asks for.
type Sounding struct {
	// Name is one of the sounds of assets.
	Name string
	// Volume is 0 to 100; Rising begins softly; Loop goes on until Silence.
	Volume       int
	Rising, Loop bool
}

// due is a page that is told now, and how.
type due struct {
	page notify.Page
	step notify.Step
}

// telling is what is due in one moment.
type telling struct {
	list     []due
	released []due // what quiet hours held back
}

// step looks whether a page is to be told now as the plan has it.
func (a *Agent) step(p notify.Page, t *telling) {
	if !p.Waiting() {
		delete(a.nagged, p.ID) // its note goes: should it wait again, it is told again
		return
	}
	// Where the clock was set back a page may have come later than now: it waits all
	// the same.
	at := a.now
	for _, t := range []time.Time{p.TriggeredAt, p.ClockFrom.Add(p.Paused)} {
		if t.After(at) {
			at = t
		}
	}
	last := a.nagged[p.ID]
	step, next := p.Nag(a.p.Settings.Plan, a.circumstance(), last, at)
	a.wake(next)
	switch {
	case step == nil:
		return
	case !step.HeldUntil.IsZero():
		a.nagged[p.ID] = notify.Told{At: at, Held: true, HeldUntil: step.HeldUntil}
		a.dirty = true
		return
	case last.Held:
		t.released = append(t.released, due{p, *step})
	default:
		t.list = append(t.list, due{p, *step})
	}
	a.nagged[p.ID] = notify.Told{At: at, Rung: step.Index}
}

// tellAll tells what is due, and takes off the screen what waits no longer.
func (a *Agent) tellAll(t telling) {
	a.digest(t.released)
	a.tell(t.list)
	a.tidy()
	a.quieten()
}

func (a *Agent) circumstance() notify.Circumstance {
	return notify.Circumstance{OnDuty: a.onDuty(), Presence: a.presence.at(a.now), Zone: a.p.Settings.Zone, MutedUntil: a.muted}
}

// tell puts what is due on the screen and makes the loudest of it heard.
func (a *Agent) tell(list []due) {
	if len(list) == 0 {
		return
	}
	pages, steps := make([]notify.Page, 0, len(list)), make(map[string]notify.Step, len(list))
	raise := false
	for _, d := range list {
		pages = append(pages, d.page)
		steps[d.page.ID] = d.step
		raise = raise || d.step.Raise
	}
	for _, b := range notify.Bundled(pages) {
		loudest := loudestOf(b.Pages, steps)
		if len(b.Pages) == 1 {
			a.showPage(b.Pages[0], loudest)
			continue
		}
		b.Pages = append(b.Pages, a.stillAbout(b)...)
		a.show(notify.NoteOfMany(b, loudest), b.Pages)
	}
	a.sound(loudestOf(pages, steps))
	if raise {
		a.after(a.p.Raise)
	}
}

// stillAbout are the pages that the note of a bundle is about already, besides those
// that it is to be about, and that wait still: the new note takes the place of the
// old one.
func (a *Agent) stillAbout(b notify.Bundle) (more []notify.Page) {
	about := a.onScreen[b.ID]
	if len(about) == 0 {
		return nil
	}
	here := make(map[string]bool, len(b.Pages))
	for i := range b.Pages {
		here[b.Pages[i].ID] = true
	}
	for _, id := range about {
		if !here[id] && a.entries[id].waits {
			g, _ := a.group(id)
			more = append(more, g.Page())
		}
	}
	return more
}

// showPage puts the note of one page on the screen.
func (a *Agent) showPage(p notify.Page, r notify.Rung) {
	m := notify.Manner{Rung: r, AckLabel: a.ackLabel(p), OnDuty: a.onDuty(), Zone: a.p.Settings.Zone, Also: a.recurrenceOf(p, a.timelines[p.ID]).String()}
	a.show(notify.NoteOf(p, m, a.now), []notify.Page{p})
}

// show puts a note on the screen that is about these pages, and takes off the
// notes that were about nothing else.
func (a *Agent) show(n notify.Note, about []notify.Page) {
	ids, here := make([]string, 0, len(about)), make(map[string]bool, len(about))
	for i := range about {
		ids = append(ids, about[i].ID)
		here[about[i].ID] = true
	}
	for other, pages := range a.onScreen {
		if other == n.ID || len(pages) == 0 {
			continue
		}
		rest := slices.DeleteFunc(slices.Clone(pages), func(id string) bool { return here[id] })
		if a.onScreen[other] = rest; len(rest) == 0 {
			a.withdraw(other)
		}
	}
	a.onScreen[n.ID] = ids
	n.Sound = false // heard through the speaker, so that one moment is one sound
	a.after(func() {
		a.p.Notes.Show(n)
		a.p.Failpoint("shown")
	})
}

func (a *Agent) withdraw(id string) {
	if _, on := a.onScreen[id]; !on {
		return
	}
	delete(a.onScreen, id)
	a.after(func() { a.p.Notes.Withdraw(id) })
}

// tidy takes notes off the screen none of whose pages waits any more. One that is
// being acknowledged waits until the source said yes.
func (a *Agent) tidy() {
	for note, pages := range a.onScreen {
		if len(pages) > 0 && !slices.ContainsFunc(pages, func(id string) bool { return a.entries[id].waits }) {
			a.withdraw(note)
		}
	}
}

// sound makes one moment heard.
func (a *Agent) sound(r notify.Rung) {
	if r.Sound == "" {
		return
	}
	if a.sounding != "" && !r.Loop {
		return // something louder goes on
	}
	if r.Loop {
		a.sounding = r.Sound
	}
	s := Sounding{Name: r.Sound, Volume: r.Volume, Rising: r.Rising, Loop: r.Loop}
	a.after(func() { a.p.Speaker.Sound(s) })
}

// quieten ends a sound that goes on once nothing waits that is nagged about.
func (a *Agent) quieten() {
	if a.sounding == "" || a.nags && a.now.After(a.muted) {
		return
	}
	a.sounding = ""
	a.after(a.p.Speaker.Silence)
}

func loudestOf(pages []notify.Page, steps map[string]notify.Step) notify.Rung {
	var r notify.Rung
	r.Note = notify.Low
	for _, p := range pages {
		s := steps[p.ID]
		if weight(s.Note) > weight(r.Note) {
			r.Note = s.Note
		}
		if s.Sound != "" && (r.Sound == "" || s.Volume > r.Volume || s.Volume == r.Volume && s.Loop && !r.Loop) {
			r.Sound, r.Volume, r.Rising, r.Loop = s.Sound, s.Volume, s.Rising, s.Loop
		}
	}
	return r
}

func weight(u notify.Urgency) int {
	return slices.Index([]notify.Urgency{notify.Low, notify.Normal, notify.High}, u)
}

// digest tells at once what quiet hours held back.
func (a *Agent) digest(released []due) {
	if len(released) == 0 {
		return
	}
	pages, steps := make([]notify.Page, 0, len(released)), make(map[string]notify.Step, len(released))
	for _, d := range released {
		pages = append(pages, d.page)
		steps[d.page.ID] = d.step
	}
	n, _ := notify.Digest(pages, a.unseen())
	a.show(n, pages)
	a.sound(loudestOf(pages, steps))
}

// unseen are the pages that came and went without the user.
func (a *Agent) unseen() []notify.Page {
	var gone []notify.Page
	for _, p := range a.pages {
		if p.Unseen() && p.With == "" {
			gone = append(gone, p)
		}
	}
	slices.SortFunc(gone, func(p, q notify.Page) int {
		if c := q.ResolvedAt.Compare(p.ResolvedAt); c != 0 {
			return c
		}
		return strings.Compare(p.ID, q.ID)
	})
	return gone
}
