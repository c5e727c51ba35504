package caldav

import (
	"fmt"
	"slices"
	"strings"

	"standby/app/provider"
)

// merged is one calendar of many resources: a VCALENDAR with all events in the
// order of the paths, every zone once. Resources whose zones contradict those
// before them, or whose times without a zone mean another one, get VCALENDARs of
// their own, and so do broken ones, at the end, where they can spoil nothing.
// Equal resources give equal bytes.
type merged struct {
	name   string
	groups map[string]*group
	order  []*group
	broken []string
	size   int
}

// group is one VCALENDAR.
type group struct {
	floating string
	zones    map[string]string
	head     strings.Builder
	events   strings.Builder
}

// merge makes one calendar called name of the resources. It fails with
// provider.ErrTooLarge when that is larger than MaxAnswer.
func merge(name string, list []Resource) ([]byte, error) {
	slices.SortFunc(list, func(a, b Resource) int { return strings.Compare(a.url.Path, b.url.Path) })
	m := merged{name: oneLine(name), groups: map[string]*group{}}
	m.open("") // an empty calendar is one, too
	for _, r := range list {
		m.add(string(r.Body))
		if m.size > MaxAnswer {
			return nil, fmt.Errorf("%w: the calendar is larger than %d bytes; use one of its own for the shifts", provider.ErrTooLarge, MaxAnswer)
		}
	}
	return m.bytes(), nil
}

func (m *merged) add(text string) {
	p := split(text)
	if p.broken {
		m.broken = append(m.broken, text)
		m.size += len(text)
		return
	}
	if len(p.events) == 0 {
		return
	}
	g := m.groupOf(&p)
	for _, z := range p.zones {
		if _, has := g.zones[z.id]; !has {
			g.zones[z.id] = z.text
			g.head.WriteString(z.text)
			m.size += len(z.text)
		}
	}
	for _, e := range p.events {
		g.events.WriteString(e)
		m.size += len(e)
	}
}

// groupOf is the first group where the resource fits, or the one for resources
// with exactly its zones.
func (m *merged) groupOf(p *parts) *group {
	main := m.open(p.floating)
	if main.takes(p.zones) {
		return main
	}
	key := p.floating
	for _, z := range p.zones {
		key += "\x00" + z.id + "\x00" + z.text
	}
	if g := m.groups[key]; g != nil {
		return g
	}
	return m.make(key, p.floating)
}

// open is the group for events whose times without a zone mean floating.
func (m *merged) open(floating string) *group {
	if g := m.groups[floating]; g != nil {
		return g
	}
	return m.make(floating, floating)
}

func (m *merged) make(key, floating string) *group {
	g := &group{floating: floating, zones: map[string]string{}}
	m.groups[key] = g
	m.order = append(m.order, g)
	m.size += 128 // its frame
	return g
}

func (g *group) takes(zones []zone) bool {
	return !slices.ContainsFunc(zones, func(z zone) bool {
		has, ok := g.zones[z.id]
		return ok && has != z.text
	})
}

const (
	calendarBegin = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Standby//CalDAV//EN\r\n"
	calendarEnd   = "END:VCALENDAR\r\n"
)

func (m *merged) bytes() []byte {
	var b strings.Builder
	for i, g := range m.order {
		b.WriteString(calendarBegin)
		if i == 0 && m.name != "" {
			b.WriteString("X-WR-CALNAME:" + m.name + "\r\n")
		}
		if g.floating != "" {
			b.WriteString("X-WR-TIMEZONE:" + g.floating + "\r\n")
		}
		b.WriteString(g.head.String())
		b.WriteString(g.events.String())
		b.WriteString(calendarEnd)
	}
	for _, text := range m.broken {
		b.WriteString(calendarBegin)
		for line := range contentLines(text) {
			if name, value := property(unfold(line)); (name == "BEGIN" || name == "END") && strings.EqualFold(value, "VCALENDAR") || name == "METHOD" {
				continue
			}
			b.WriteString(line)
		}
		b.WriteString(calendarEnd)
	}
	return []byte(b.String())
}

// oneLine is a TEXT value (RFC 5545 3.3.11) of one line that a stranger wrote.
func oneLine(text string) string {
	return strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`).Replace(strings.TrimSpace(show(text)))
}
