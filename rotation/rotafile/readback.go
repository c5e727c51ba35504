package rotafile

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"standby/rotation"
)

// readsBack makes sure that nothing was lost on the way into the text.
func (w *writer) readsBack(f File) error {
	back, err := Parse("", w.b.Bytes())
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(w.plain(f), w.plain(back)) {
		return fmt.Errorf("it would not read back the same: %w", ErrUnwritable)
	}
	return nil
}

// plain is a file without what Parse is free to change: two that mean the same
// are deeply equal.
func (w *writer) plain(f File) File {
	p := File{Zone: byName(f.Zone)}
	p.Rota.Name, p.Rota.Stacking = strings.TrimSpace(f.Rota.Name), f.Rota.Stacking
	for _, m := range f.Members {
		p.Members = append(p.Members, Member{Person: trimmed(m.Person), Zone: byName(m.Zone)})
	}
	for _, l := range f.Rota.Layers {
		p.Rota.Layers = append(p.Rota.Layers, w.plainLayer(l))
	}
	for _, o := range f.Rota.Overrides {
		o.ID, o.Layer, o.Role = strings.TrimSpace(o.ID), strings.TrimSpace(o.Layer), plainRole(o.Role)
		o.Interval, o.Out, o.In = inUTC(o.Interval), w.same(o.Out), w.same(o.In)
		p.Rota.Overrides = append(p.Rota.Overrides, o)
	}
	for _, s := range f.Rota.Swaps {
		s.ID, s.A, s.B = strings.TrimSpace(s.ID), w.plainSide(s.A), w.plainSide(s.B)
		p.Rota.Swaps = append(p.Rota.Swaps, s)
	}
	for _, t := range f.TimeOff {
		p.TimeOff = append(p.TimeOff, rotation.TimeOff{Person: w.same(t.Person), Interval: inUTC(t.Interval)})
	}
	for _, h := range f.Holidays {
		p.Holidays = append(p.Holidays, Holiday{Date: h.Date, Name: strings.TrimSpace(h.Name), Zone: byName(h.Zone)})
	}
	return p
}

func (w *writer) plainLayer(l rotation.Layer) rotation.Layer {
	l.Name, l.Until = strings.TrimSpace(l.Name), l.Until.UTC().Round(0)
	if l.Role = plainRole(l.Role); l.Role == "" {
		l.Role = rotation.Primary
	}
	versions := l.Versions
	l.Versions = nil
	for _, v := range versions {
		v.From = v.From.UTC().Round(0)
		v.Windows = append([]rotation.Window(nil), v.Windows...)
		v.Rotation.Zone = byName(v.Rotation.Zone)
		groups := v.Rotation.Groups
		v.Rotation.Groups = nil
		for _, g := range groups {
			var names []rotation.Person
			for _, who := range g {
				names = append(names, w.same(who))
			}
			v.Rotation.Groups = append(v.Rotation.Groups, names)
		}
		l.Versions = append(l.Versions, v)
	}
	return l
}

func (w *writer) plainSide(s rotation.Side) rotation.Side {
	s.Person, s.Interval = w.same(s.Person), inUTC(s.Interval)
	s.Layer, s.Role = strings.TrimSpace(s.Layer), plainRole(s.Role)
	if s.Shift != nil {
		b := *s.Shift
		b.Layer, b.Was = strings.TrimSpace(b.Layer), inUTC(b.Was)
		s.Shift = &b
	}
	return s
}

func plainRole(r rotation.Role) rotation.Role { return rotation.Role(strings.TrimSpace(string(r))) }

func trimmed(p rotation.Person) rotation.Person {
	return rotation.Person{Name: strings.TrimSpace(p.Name), Email: strings.TrimSpace(p.Email)}
}

// same is the member who a person is.
func (w *writer) same(p rotation.Person) rotation.Person {
	if _, who, ok := w.known.means(p); ok {
		p = who
	}
	return trimmed(p)
}

func inUTC(i rotation.Interval) rotation.Interval {
	return rotation.Interval{Start: i.Start.UTC().Round(0), End: i.End.UTC().Round(0)}
}

// byName stands for a location in a comparison; the same zone loaded twice is
// two locations.
func byName(z *time.Location) *time.Location {
	if z == nil {
		return nil
	}
	return time.FixedZone(z.String(), 0)
}
