package rotafile

import (
	"slices"
	"strconv"
	"strings"

	"standby/rotation"
	"standby/rotation/tomlfile"
)

func (w *writer) layer(l rotation.Layer) {
	if len(l.Versions) == 0 {
		w.fail("layer %q without a version", l.Name)
		return
	}
	var f fields
	first := l.Versions[0]
	f.text("name", l.Name)
	f.text("role", string(l.Role))
	f.flag("beside", l.Beside)
	if !l.Until.IsZero() {
		f.text("until", w.moment(l.Until, first.Rotation.Zone))
	}
	// What differs from nothing is everything, but for the defaults.
	was := rotation.Version{Rotation: rotation.Rotation{Every: 1, Zone: w.zone}}
	w.version("layer", f, was, first)
	for i, v := range l.Versions[1:] {
		w.version("layer.version", nil, l.Versions[i], v)
	}
}

// version writes what differs from the version before.
func (w *writer) version(header string, f fields, was, is rotation.Version) {
	a, b := was.Rotation, is.Rotation
	if !is.From.IsZero() {
		f.text("from", w.moment(is.From, b.Zone))
	}
	if a.Unit != b.Unit {
		f.text("unit", b.Unit.String())
	}
	if a.Every != b.Every {
		f.value("every", strconv.Itoa(b.Every))
	}
	if a.WallClock != b.WallClock {
		f.value("wall_clock", strconv.FormatBool(b.WallClock))
	}
	if a.Lasts != b.Lasts {
		f.text("lasts", tomlfile.DurationText(b.Lasts))
	}
	if a.Zone == nil || b.Zone == nil || a.Zone.String() != b.Zone.String() {
		f.text("zone", w.location(b.Zone))
	}
	if a.Anchor != b.Anchor {
		f.text("anchor", clipped(b.Anchor))
	}
	if !slices.EqualFunc(a.Groups, b.Groups, slices.Equal) {
		f.value("people", w.people(b.Groups))
	}
	same := slices.Equal(was.Windows, is.Windows)
	if !same && len(is.Windows) == 0 {
		f.value("window", "[]")
	}
	w.table("[["+header+"]]", f)
	if !same {
		for _, x := range is.Windows {
			w.table("[["+header+".window]]", window(x))
		}
	}
}

// people are a line, or if that were long a line for each group.
func (w *writer) people(groups [][]rotation.Person) string {
	const wide = 80
	list := make([]string, len(groups))
	length := 0
	for i, g := range groups {
		names := make([]string, len(g))
		for j, p := range g {
			names[j] = w.person(p)
		}
		list[i] = tomlfile.List(names)
		if len(names) == 1 {
			list[i] = tomlfile.Quote(names[0])
		}
		length += len(list[i])
	}
	if length > wide {
		return "[\n  " + strings.Join(list, ",\n  ") + ",\n]"
	}
	return "[" + strings.Join(list, ", ") + "]"
}

func window(x rotation.Window) (f fields) {
	if x.Days != 0 {
		f.value("days", tomlfile.List(dayWords(x.Days)))
	}
	f.text("start", clockText(x.Start))
	f.text("end", clockText(x.End))
	if x.Nights != 0 {
		f.value("nights", strconv.Itoa(x.Nights))
	}
	return f
}

func dayWords(set rotation.Weekdays) []string {
	var words []string
	for _, d := range days {
		if d.set == set {
			return []string{d.word}
		}
		if len(words) < 7 && d.set&set == d.set {
			words = append(words, d.word)
		}
	}
	return words
}

func clockText(c rotation.Clock) string {
	two := func(n rotation.Clock) string { return string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) }
	text := two(c/3600) + ":" + two(c/60%60)
	if c%60 != 0 {
		text += ":" + two(c%60)
	}
	return text
}
