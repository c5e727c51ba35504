package rotafile

import (
	"fmt"
	"strings"
	"time"

	"standby/rotation"
	"standby/rotation/tomlfile"
)

// days are the words for days of the week; the order is that of a week, the
// sets come last.
var days = []struct {
	word string
	set  rotation.Weekdays
}{
	{"mon", rotation.On(time.Monday)},
	{"tue", rotation.On(time.Tuesday)},
	{"wed", rotation.On(time.Wednesday)},
	{"thu", rotation.On(time.Thursday)},
	{"fri", rotation.On(time.Friday)},
	{"sat", rotation.On(time.Saturday)},
	{"sun", rotation.On(time.Sunday)},
	{"weekdays", rotation.On(time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)},
	{"weekend", rotation.On(time.Saturday, time.Sunday)},
}

func (r *reader) windows(key string, t []windowText, v *rotation.Version) error {
	if !r.doc.Has(key) {
		return nil
	}
	if err := r.many(key, len(t), MaxWindows, "windows in this place"); err != nil {
		return err
	}
	v.Windows = nil
	for i, w := range t {
		x, err := r.window(at(key, i), w)
		if err != nil {
			return err
		}
		v.Windows = append(v.Windows, x)
	}
	return nil
}

func (r *reader) window(key string, t windowText) (w rotation.Window, err error) {
	if r.doc.Has(key + ".days") {
		if w.Days, err = r.days(key+".days", t.Days); err != nil {
			return w, err
		}
	}
	if w.Start, w.End, err = r.hours(key, t); err != nil {
		return w, err
	}
	if t.Nights < 0 || t.Nights > 7 {
		return w, r.doc.Fault(key+".nights", "must be from 0 to 7", "write how many midnights the window passes, such as 1")
	}
	w.Nights = int(t.Nights)
	if w.Nights == 7 && w.End > w.Start {
		return w, r.doc.Fault(key+".nights", "makes the window longer than a week", "write 6, or an earlier end")
	}
	return w, nil
}

// hours are the whole day where the file says nothing of them. One without the
// other would be a guess.
func (r *reader) hours(key string, t windowText) (from, to rotation.Clock, err error) {
	if !r.doc.Has(key+".start") && !r.doc.Has(key+".end") {
		return 0, rotation.ClockAt(24, 0), nil
	}
	for _, k := range []string{".start", ".end"} {
		if err := r.need(key+k, remedyClock+"; a window has a start and an end, or neither for the whole day"); err != nil {
			return 0, 0, err
		}
	}
	if from, err = r.clock(key+".start", t.Start, start); err != nil {
		return 0, 0, err
	}
	to, err = r.clock(key+".end", t.End, end)
	return from, to, err
}

func (r *reader) days(key string, words []string) (set rotation.Weekdays, err error) {
	const remedy = `write mon, tue, wed, thu, fri, sat, sun, weekdays or weekend, each in quotes`
	if len(words) == 0 {
		return 0, r.doc.Fault(key, "names no day", "take it out to mean every day")
	}
	for i, word := range words {
		d := dayOf(strings.TrimSpace(word))
		if d == 0 {
			return 0, r.doc.Fault(at(key, i), "is not a day", dayRemedy(word, remedy))
		}
		set |= d
	}
	return set, nil
}

func dayOf(word string) rotation.Weekdays {
	for _, d := range days {
		if d.word == word {
			return d.set
		}
	}
	return 0
}

func dayRemedy(word, remedy string) string {
	var words []string
	for _, d := range days {
		words = append(words, d.word)
	}
	if len(word) > MaxName {
		return remedy
	}
	if near := tomlfile.Nearest(word, words); near != "" {
		return fmt.Sprintf("did you mean %s? Else %s", near, remedy)
	}
	return remedy
}
