package config

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	mostRungs = 20
	mostNag   = 24 * time.Hour
)

func (c checker) nag(f file, out *Config) error {
	if err := c.quiet(f.Nag, &out.Nag.Quiet); err != nil {
		return err
	}
	for _, l := range []struct {
		name, again string
		rungs       []rungEntry
	}{
		{High, f.Nag.Again.High, f.Nag.High}, {Normal, f.Nag.Again.Normal, f.Nag.Normal},
		{Low, f.Nag.Again.Low, f.Nag.Low}, {Off, f.Nag.Again.Off, f.Nag.Off},
	} {
		if err := c.ladder(l.name, l.rungs, &out.Nag); err != nil {
			return err
		}
		if err := c.again(l.name, l.again, &out.Nag); err != nil {
			return err
		}
	}
	return nil
}

var hours = regexp.MustCompile(`^([01][0-9]|2[0-3]):([0-5][0-9])\s*-\s*([01][0-9]|2[0-4]):([0-5][0-9])$`)

func (c checker) quiet(e nagEntry, out *Quiet) error {
	const remedy = `write them like "22:00-07:00"`
	if !c.doc.Has("nag.quiet") {
		if c.doc.Has("nag.quiet_days") {
			return c.doc.Fault("nag.quiet_days", "goes with nag.quiet alone", `write quiet = "22:00-07:00" beside it, or leave it out`)
		}
		return nil
	}
	m := hours.FindStringSubmatch(strings.TrimSpace(e.Quiet))
	if m == nil {
		return c.doc.Fault("nag.quiet", "are not quiet hours", remedy)
	}
	out.Start, out.End = sinceMidnight(m[1], m[2]), sinceMidnight(m[3], m[4])
	switch {
	case out.End > mostNag:
		return c.doc.Fault("nag.quiet", "are not quiet hours", remedy)
	case out.Start == out.End:
		return c.doc.Fault("nag.quiet", "begin when they end", remedy+", or leave the line out for none")
	}
	return c.quietDays(e.QuietDays, out)
}

func sinceMidnight(hour, minute string) time.Duration {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
}

func (c checker) quietDays(days []string, out *Quiet) error {
	names := []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
	for i, d := range days {
		at := slices.Index(names, d)
		if at < 0 {
			return c.doc.Fault(item("nag.quiet_days", i), "is not a day of the week", `write "mon", "tue", "wed", "thu", "fri", "sat" or "sun"`)
		}
		if !slices.Contains(out.Days, time.Weekday(at)) {
			out.Days = append(out.Days, time.Weekday(at))
		}
	}
	if c.doc.Has("nag.quiet_days") && len(days) == 0 {
		return c.doc.Fault("nag.quiet_days", "names no day", "leave the line out for every day")
	}
	return nil
}

func (c checker) again(name, text string, out *Nag) error {
	key := "nag.again." + name
	if !c.doc.Has(key) {
		return nil
	}
	every, err := c.doc.Duration(key, text, 0, mostNag, "5m")
	if err != nil {
		return err
	}
	if every > 0 && every < 30*time.Second {
		return c.doc.Fault(key, "must be at least 30s", `write a length of time such as "5m", or "0s" for not again`)
	}
	if out.Again == nil {
		out.Again = map[string]time.Duration{}
	}
	out.Again[name] = every
	return nil
}

// ladder checks one ladder; one that the file does not have stays the usual one.
func (c checker) ladder(name string, entries []rungEntry, out *Nag) error {
	key := "nag." + name
	if !c.doc.Has(key) {
		return nil
	}
	if len(entries) > mostRungs {
		return c.doc.Fault(key, "has too many steps", "write at most "+strconv.Itoa(mostRungs))
	}
	rungs := make([]Rung, 0, len(entries))
	for i, e := range entries {
		r, err := c.rung(item(key, i), name, e)
		if err != nil {
			return err
		}
		switch {
		case i == 0 && r.After != 0:
			return c.doc.Fault(item(key, i)+".after", "must be 0s for the first step, which comes with the page", `write after = "0s"`)
		case i > 0 && r.After <= rungs[i-1].After:
			return c.doc.Fault(item(key, i)+".after", "must be later than the step before", "write the steps in the order in which they come")
		}
		rungs = append(rungs, r)
	}
	if name == High && !slices.ContainsFunc(rungs, Rung.noticed) {
		return c.doc.Fault(key, "would stay silent for ever: no step has a sound, or a note that is not quiet",
			`give a step note = "critical" or sound = "page-high"`)
	}
	if out.Ladders == nil {
		out.Ladders = map[string][]Rung{}
	}
	out.Ladders[name] = rungs
	return nil
}

func (r Rung) noticed() bool { return r.Sound != "" || r.Note != NoteQuiet || r.Raise }

func (c checker) rung(table, ladder string, e rungEntry) (Rung, error) {
	out := Rung{Note: NoteCritical, Rising: e.Rising, Loop: e.Loop, Raise: e.Raise}
	if ladder == Low || ladder == Off {
		out.Note = NoteNormal
	}
	if err := c.duration(table+".after", e.After, 0, mostNag, "3m", &out.After); err != nil {
		return out, err
	}
	if c.doc.Has(table + ".note") {
		out.Note = NoteKind(e.Note)
	}
	switch out.Note {
	case NoteCritical, NoteNormal, NoteQuiet:
	default:
		return out, c.doc.Fault(table+".note", "is not a kind of note", `write "critical", "normal" or "quiet"`)
	}
	return out, c.rungSound(table, e, &out)
}

func (c checker) rungSound(table string, e rungEntry, out *Rung) error {
	if e.Sound != "" && !slices.Contains(Sounds(), e.Sound) {
		return c.doc.Fault(table+".sound", "is not a sound", "write one of: "+strings.Join(Sounds(), ", "))
	}
	volume := DefaultRungVolume
	if c.doc.Has(table + ".volume") {
		volume = e.Volume
	}
	if volume < 0 || volume > 100 {
		return c.doc.Fault(table+".volume", "must be from 0 to 100", "write volume = 80")
	}
	if e.Sound != "" && volume > 0 {
		out.Sound, out.Volume = e.Sound, volume
		return nil
	}
	for _, of := range []string{".rising", ".loop"} {
		if (e.Rising && of == ".rising") || (e.Loop && of == ".loop") {
			return c.doc.Fault(table+of, "goes with a sound that is heard", `write sound = "page-high" and a volume beside it, or leave it out`)
		}
	}
	return nil
}
