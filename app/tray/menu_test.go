package tray

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/api"
	"standby/rotation"
)

// canvas is a surface that can be read, and counts what is done to it.
type canvas struct {
	icon, tooltip string
	lines         []*stroke
	calls         int
}

type stroke struct {
	on      *canvas
	title   string
	enabled bool
	visible bool
}

func (c *canvas) SetIcon(data []byte)    { c.icon = string(data); c.calls++ }
func (c *canvas) SetTooltip(text string) { c.tooltip = text; c.calls++ }
func (c *canvas) Add(line bool) entry {
	if !line {
		return nil
	}
	s := &stroke{on: c}
	c.lines = append(c.lines, s)
	return s
}

func (s *stroke) Set(title string, enabled bool) { s.title, s.enabled = title, enabled; s.on.calls++ }
func (s *stroke) Show(visible bool)              { s.visible = visible; s.on.calls++ }

// visible is what a person sees, in no particular order of pages.
func (c *canvas) visible() []string {
	var out []string
	for _, s := range c.lines {
		if s.visible {
			out = append(out, s.title)
		}
	}
	return out
}

func drawn() (*canvas, *menu) {
	c := &canvas{}
	return c, newMenu(c, func(name string) []byte { return []byte(name) })
}

func TestAnUnchangedViewTouchesNothing(t *testing.T) {
	c, m := drawn()
	s := onCall(rotation.Primary)
	s.Pages = []api.Page{page("p1", "Disk full", 10*time.Minute+30*time.Second), taken("p2", "x")}
	m.draw(ViewOf(s, now, loc))
	before := c.calls
	m.draw(ViewOf(s, now.Add(time.Second), loc))
	if c.calls != before {
		t.Errorf("%d calls for the same view", c.calls-before)
	}
}

func TestAChangedTitleTouchesOneLine(t *testing.T) {
	c, m := drawn()
	s := onCall(rotation.Primary)
	m.draw(ViewOf(s, now, loc))
	before := c.calls
	s.Duty.After.Person.Name = "Engineer D"
	m.draw(ViewOf(s, now, loc))
	if c.calls != before+1 {
		t.Errorf("%d calls, want 1", c.calls-before)
	}
}

func TestAPageKeepsItsLineWhileOthersComeAndGo(t *testing.T) {
	c, m := drawn()
	s := onCall(rotation.Primary)
	s.Pages = []api.Page{page("p1", "one", 10*time.Minute)}
	m.draw(ViewOf(s, now, loc))
	where := at(c, "Acknowledge: one")
	s.Pages = []api.Page{page("p0", "zero", time.Minute), page("p1", "one", 10*time.Minute)}
	m.draw(ViewOf(s, now, loc))
	if at(c, "Acknowledge: one") != where {
		t.Errorf("one moved from line %d to %d", where, at(c, "Acknowledge: one"))
	}
	s.Pages = []api.Page{page("p2", "two", time.Minute)}
	m.draw(ViewOf(s, now, loc))
	if at(c, "Acknowledge: two") == where {
		t.Error("the line of a page that has just gone was given to another")
	}
}

func at(c *canvas, title string) int {
	for i, s := range c.lines {
		if s.visible && s.title == title {
			return i
		}
	}
	return -1
}

func TestALineThatHasGoneDoesNothing(t *testing.T) {
	_, m := drawn()
	s := onCall(rotation.Primary)
	s.Pages = []api.Page{page("p1", "one", 10*time.Minute)}
	m.draw(ViewOf(s, now, loc))
	r := m.find("page-p1")
	if r.does() != (Acknowledge{"p1"}) {
		t.Fatalf("the line does %v", r.does())
	}
	s.Pages = nil
	m.draw(ViewOf(s, now, loc))
	if r.does() != nil {
		t.Errorf("a click on a page that has gone does %v", r.does())
	}
}

func TestTheMenuShowsExactlyTheNewestView(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, m := drawn()
		for range rapid.IntRange(1, 12).Draw(t, "views") {
			s := onCall(rotation.Primary)
			for _, id := range rapid.SliceOfNDistinct(rapid.IntRange(0, 20), 0, 9, rapid.ID).Draw(t, "pages") {
				p := page(fmt.Sprint(id), fmt.Sprint("title ", id), time.Duration(id)*time.Minute)
				if rapid.Bool().Draw(t, "acknowledged") {
					p = taken(p.ID, p.Title)
				}
				s.Pages = append(s.Pages, p)
			}
			v := ViewOf(s, now, loc)
			m.draw(v)
			var want []string
			for _, i := range v.Items {
				want = append(want, i.Title)
			}
			if got := c.visible(); !sameSet(got, want) {
				t.Fatalf("shown %q, want %q", got, want)
			}
			if c.icon != v.Icon || c.tooltip != v.Tooltip {
				t.Fatalf("icon %s, tooltip %s", c.icon, c.tooltip)
			}
		}
	})
}

func sameSet(a, b []string) bool {
	count := map[string]int{}
	for _, s := range a {
		count[s]++
	}
	for _, s := range b {
		count[s]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}
