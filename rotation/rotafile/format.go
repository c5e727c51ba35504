package rotafile

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"standby/rotation"
	"standby/rotation/tomlfile"
)

// ErrUnwritable is wrapped by the errors of Format about what the format has no
// words for.
var ErrUnwritable = errors.New("cannot be written")

// Format writes a file that Parse reads back equal: times may come back in
// another location, a layer without a role as primary, a person as Members has
// them, a text without the space around it. What cannot come back so is an
// error, either a *tomlfile.Error of what Parse would refuse, or one that wraps
// ErrUnwritable: fractions of a second, a person with both name and e-mail whom
// Members does not list, a location that is not the zone of its name.
func Format(f File) ([]byte, error) {
	w := newWriter(f)
	w.file(f)
	if w.err == nil {
		w.err = w.readsBack(f)
	}
	if w.err != nil {
		return nil, fmt.Errorf("write rota %q: %w", f.Rota.Name, w.err)
	}
	return w.b.Bytes(), nil
}

// Append adds overrides and swaps to the text of a rota file and leaves all
// else in it as it stands, comments included. An override or swap whose Seq is
// zero comes after all that the file has. The result is one that Parse accepts;
// else the error is that of Parse or of Format.
func Append(file string, data []byte, overrides []rotation.Override, swaps []rotation.Swap) ([]byte, error) {
	f, err := Parse(file, data)
	if err != nil {
		return nil, err
	}
	w := newWriter(f)
	for _, o := range overrides {
		data = tomlfile.Append(data, "override", w.override(o, 0)...)
	}
	for _, s := range swaps {
		data = tomlfile.Append(data, "swap", w.swap(s, 0)...)
	}
	if w.err != nil {
		return nil, fmt.Errorf("append to %s: %w", file, w.err)
	}
	_, err = Parse(file, data)
	return data, err
}

// writer keeps the first error, so that the code reads as the file does.
type writer struct {
	b       bytes.Buffer
	zone    *time.Location
	members []Member
	known   people // the members
	named   map[*time.Location]bool
	err     error
}

func newWriter(f File) *writer {
	w := &writer{zone: f.Zone, members: f.Members, known: newPeople(), named: map[*time.Location]bool{}}
	for _, m := range f.Members {
		w.known.add(m.Person)
	}
	return w
}

// fields are the lines of a table, without those that say nothing.
type fields []tomlfile.Field

func (f *fields) text(key, text string) {
	if text != "" {
		f.value(key, tomlfile.Quote(text))
	}
}

func (f *fields) flag(key string, on bool) {
	if on {
		f.value(key, "true")
	}
}

func (f *fields) value(key, toml string) {
	*f = append(*f, tomlfile.Field{Key: key, Value: toml})
}

func (f fields) inline() string {
	parts := make([]string, len(f))
	for i, x := range f {
		parts[i] = x.Key + " = " + x.Value
	}
	return "{ " + strings.Join(parts, ", ") + " }"
}

func (w *writer) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf(format+": %w", append(args, ErrUnwritable)...)
	}
}

func (w *writer) table(header string, f fields) {
	if w.b.Len() > 0 {
		w.b.WriteByte('\n')
	}
	if header != "" {
		w.b.WriteString(header + "\n")
	}
	for _, x := range f {
		w.b.WriteString(x.Key + " = " + x.Value + "\n")
	}
}

func (w *writer) file(f File) {
	var top fields
	top.value("name", tomlfile.Quote(f.Rota.Name))
	top.text("zone", w.location(f.Zone))
	if f.Rota.Stacking == rotation.Union {
		top.text("stacking", union)
	}
	w.table("", top)
	for _, m := range f.Members {
		var p fields
		p.text("name", m.Name)
		p.text("email", m.Email)
		p.text("zone", w.location(m.Zone))
		w.table("[[person]]", p)
	}
	for _, l := range f.Rota.Layers {
		w.layer(l)
	}
	w.edits(f.Rota)
	for _, t := range f.TimeOff {
		var x fields
		x.text("person", w.person(t.Person))
		w.span(&x, "from", "to", t.Interval)
		w.table("[[time_off]]", x)
	}
	for _, h := range f.Holidays {
		var x fields
		x.text("date", h.Date.String()[:len(layoutDate)])
		x.text("name", h.Name)
		x.text("zone", w.location(h.Zone))
		w.table("[[holiday]]", x)
	}
}

// edits writes overrides and swaps, each in their own order, such that most need
// no number.
func (w *writer) edits(r rotation.Rota) {
	var last int64
	o, s := r.Overrides, r.Swaps
	for len(o)+len(s) > 0 {
		var seq int64
		if len(s) == 0 || len(o) > 0 && o[0].Seq <= s[0].Seq {
			seq = o[0].Seq
			w.table("[[override]]", w.override(o[0], last+1))
			o = o[1:]
		} else {
			seq = s[0].Seq
			w.table("[[swap]]", w.swap(s[0], last+1))
			s = s[1:]
		}
		last = max(last, seq)
	}
}

func (w *writer) override(o rotation.Override, next int64) (f fields) {
	f.text("id", o.ID)
	if o.Seq != next {
		f.value("seq", strconv.FormatInt(o.Seq, 10))
	}
	f.text("from", w.moment(o.Start, w.zone))
	if !o.End.IsZero() {
		f.text("to", w.moment(o.End, w.zone))
	}
	f.text("layer", o.Layer)
	f.text("role", string(o.Role))
	if o.Out != (rotation.Person{}) {
		f.text("out", w.person(o.Out))
	}
	if o.In != (rotation.Person{}) {
		f.text("in", w.person(o.In))
	}
	f.flag("everyone", o.Everyone)
	f.flag("cover", o.Cover)
	return f
}

func (w *writer) swap(s rotation.Swap, next int64) (f fields) {
	f.text("id", s.ID)
	if s.Seq != next {
		f.value("seq", strconv.FormatInt(s.Seq, 10))
	}
	f.value("a", w.side(s.A).inline())
	f.value("b", w.side(s.B).inline())
	return f
}

func (w *writer) side(s rotation.Side) (f fields) {
	f.text("person", w.person(s.Person))
	w.span(&f, "from", "to", s.Interval)
	f.text("layer", s.Layer)
	f.text("role", string(s.Role))
	if b := s.Shift; b != nil {
		var x fields
		x.text("layer", b.Layer)
		x.value("version", strconv.Itoa(b.Version))
		x.value("turn", strconv.FormatInt(b.Turn, 10))
		w.span(&x, "was_from", "was_to", b.Was)
		f.value("shift", x.inline())
	}
	return f
}

func (w *writer) span(f *fields, from, to string, i rotation.Interval) {
	f.text(from, w.moment(i.Start, w.zone))
	f.text(to, w.moment(i.End, w.zone))
}

// moment is an instant as clocks in the zone show it; where they show another
// instant alike, it is in UTC.
func (w *writer) moment(t time.Time, zone *time.Location) string {
	if t.Nanosecond() != 0 {
		w.fail("%s: a fraction of a second", t.Format(time.RFC3339Nano))
	}
	if zone == nil {
		return t.UTC().Format(time.RFC3339)
	}
	l := rotation.LocalOf(t, zone)
	if !instantOf(l, zone, start).Equal(t) || !instantOf(l, zone, end).Equal(t) {
		return t.UTC().Format(time.RFC3339)
	}
	return clipped(l)
}

// clipped leaves out seconds that say nothing.
func clipped(l rotation.Local) string { return strings.TrimSuffix(l.String(), ":00") }

// person is the shortest text that means the person.
func (w *writer) person(p rotation.Person) string {
	if len(w.members) == 0 {
		if p.Name != "" && p.Email != "" {
			w.fail("person %q with the e-mail address %q, who is none of the members", p.Name, p.Email)
		}
		return p.Name + p.Email
	}
	if text, _, ok := w.known.means(p); ok {
		return text
	}
	w.fail("person %q, who is none of the members, or one of several", p)
	return ""
}

// location is the name of a zone; nil has none.
func (w *writer) location(z *time.Location) string {
	if z == nil {
		return ""
	}
	if w.named[z] {
		return z.String()
	}
	named, err := time.LoadLocation(z.String())
	if err != nil || z.String() == "Local" || !sameClock(z, named) {
		w.fail("location %q: it is not the time zone of that name", z)
	}
	w.named[z] = true
	return z.String()
}

// sameClock samples two zones twice a month for years in which every rule that
// is in force shows.
func sameClock(a, b *time.Location) bool {
	t := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	for ; t.Year() < 2040; t = t.AddDate(0, 0, 15) {
		_, x := t.In(a).Zone()
		if _, y := t.In(b).Zone(); x != y {
			return false
		}
	}
	return true
}
