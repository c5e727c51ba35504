package tray

import "slices"

// surface is where the icon and its menu are drawn.
type surface interface {
	SetIcon(data []byte)
	SetTooltip(text string)
	// Add appends a line to the menu, invisible until it is set; with false it
	// appends a separator and returns nil.
	Add(line bool) entry
}

// entry is one line of the drawn menu.
type entry interface {
	Set(title string, enabled bool)
	Show(visible bool)
}

// slots bounds the pages that a menu can hold: the waiting ones and those that are
// dealt with, and as many again, so that a line that has been freed is not given to
// another page while somebody may still be looking at the old one.
const slots = 4 * maxPages

// menu is a fixed pool of lines, shown and hidden as a view needs them: desktops
// handle a change of a line better than lines that come and go. A page keeps its
// line for as long as it is shown, so that nothing jumps under the pointer.
type menu struct {
	surface surface
	icons   func(name string) []byte
	fixed   map[string]*row
	pages   []*row
	last    View
	clock   int
	drawn   bool
}

// row is a line of the pool and what it says now.
type row struct {
	entry entry
	item  Item
	shown bool
	// freed is when the line was last hidden, as a count of drawings.
	freed int
}

func newMenu(s surface, icons func(string) []byte) *menu {
	m := &menu{surface: s, icons: icons, fixed: map[string]*row{}}
	add := func(ids ...string) {
		for _, id := range ids {
			m.fixed[id] = &row{entry: s.Add(true)}
		}
	}
	add("open")
	s.Add(false)
	add("headline", "detail-1", "detail-2", "detail-3", "next", "incident", "report")
	for range slots {
		m.pages = append(m.pages, &row{entry: s.Add(true)})
	}
	add("more", "gone")
	s.Add(false)
	add("mute", "test-page", "quit")
	return m
}

// draw brings the surface from the last view to this one, and calls nothing for
// what is the same.
func (m *menu) draw(v View) {
	m.clock++
	if !m.drawn || v.Icon != m.last.Icon {
		m.surface.SetIcon(m.icons(v.Icon))
	}
	if !m.drawn || v.Tooltip != m.last.Tooltip {
		m.surface.SetTooltip(v.Tooltip)
	}
	m.last, m.drawn = v, true
	kept := map[*row]Item{}
	var fresh []Item
	for _, item := range v.Items {
		if r := m.find(item.ID); r != nil {
			kept[r] = item
		} else {
			fresh = append(fresh, item)
		}
	}
	for _, r := range m.rows() {
		if _, ok := kept[r]; !ok {
			m.hide(r)
		}
	}
	for r, item := range kept {
		r.set(item)
	}
	for _, item := range fresh {
		if r := m.free(); r != nil {
			r.set(item)
		}
	}
}

// redraw sets the icon again, for another panel's colours.
func (m *menu) redraw() {
	if m.drawn {
		m.surface.SetIcon(m.icons(m.last.Icon))
	}
}

func (m *menu) rows() []*row {
	all := slices.Clone(m.pages)
	for _, r := range m.fixed {
		all = append(all, r)
	}
	return all
}

func (m *menu) find(id string) *row {
	if r, ok := m.fixed[id]; ok {
		return r
	}
	for _, r := range m.pages {
		if r.shown && r.item.ID == id {
			return r
		}
	}
	return nil
}

// free is the hidden page line that was hidden the longest time ago, the upper
// one of equals.
func (m *menu) free() *row {
	var best *row
	for _, r := range m.pages {
		if !r.shown && (best == nil || r.freed < best.freed) {
			best = r
		}
	}
	return best
}

func (m *menu) hide(r *row) {
	if r.shown {
		r.entry.Show(false)
		r.shown, r.freed = false, m.clock
	}
}

func (r *row) set(item Item) {
	if r.item.Title != item.Title || r.item.Enabled != item.Enabled {
		r.entry.Set(item.Title, item.Enabled)
	}
	r.item = item
	if !r.shown {
		r.entry.Show(true)
		r.shown = true
	}
}

// does is the command of a line, looked up when it is clicked; nil when the line
// has none or is hidden.
func (r *row) does() Command {
	if !r.shown {
		return nil
	}
	return r.item.Does
}
