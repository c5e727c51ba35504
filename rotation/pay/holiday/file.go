package holiday

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/rotation"
	"standby/rotation/ical"
)

// maxFileDays bounds the days of one file.
const maxFileDays = 20_000

func (b *builder) file(key string, f FileRule, standard string) {
	class := b.rank(b.class(key+".class", f.Class, standard))
	if f.Path == "" {
		b.fault(key+".path", "is missing", `write path = "company.ics"`)
		return
	}
	if b.blind {
		return
	}
	data, ok := b.src.Files[f.Path]
	if !ok {
		b.fault(key+".path", "was not found", "check that the file is there")
		return
	}
	listing, err := ical.Events(data, ical.Options{Zone: time.UTC, Window: rotation.Interval{
		Start: Date{MinYear, time.January, 1}.day().instant(0, time.UTC, false),
		End:   Date{MaxYear + 1, time.January, 1}.day().instant(0, time.UTC, false),
	}})
	if err != nil {
		b.fault(key+".path", "cannot be taken: "+strings.TrimPrefix(err.Error(), "read calendar: "), "export the calendar again, as .ics")
		return
	}
	b.events(key, listing, class)
}

func (b *builder) events(key string, listing ical.Listing, class int) {
	first, total := len(b.out.rules), 0
	var last day
	for _, w := range listing.Warnings {
		b.out.warnings = append(b.out.warnings, key+": "+w.String())
	}
	for i := range listing.Events {
		e := &listing.Events[i]
		if e.Status == "CANCELLED" {
			continue
		}
		if !e.AllDay {
			b.out.warnings = append(b.out.warnings, fmt.Sprintf("%s: line %d: an event with times of day is not a holiday", key, e.Line))
			continue
		}
		from, to := day(e.Start.Unix()/secondsPerDay), day(e.End.Unix()/secondsPerDay)
		to = min(max(to, from+1), Date{MaxYear, time.December, 31}.day()+1)
		from = max(from, 0)
		if total += int(to - from); total > maxFileDays {
			b.fault(key+".path", fmt.Sprintf("has more than %d days", maxFileDays), "give its holidays alone")
			return
		}
		days := b.eventDays(first, e.Summary, class)
		for d := from; d < to; d++ {
			days.add(d)
		}
		last = max(last, to-1)
	}
	b.out.warnings = b.out.warnings[:min(len(b.out.warnings), ical.MaxWarnings)]
	b.out.horizons = append(b.out.horizons, horizon{last, key + " has holidays"})
}

// eventDays is where the days of events of one name are kept.
func (b *builder) eventDays(first int, name string, class int) listed {
	if name = b.trimmed(name); name == "" {
		name = "Holiday"
	}
	i := slices.IndexFunc(b.out.rules[first:], func(r rule) bool { return r.name == name })
	if i >= 0 {
		if days, ok := b.out.rules[first+i].when.(listed); ok {
			return days
		}
	}
	days := listed{}
	b.out.rules = append(b.out.rules, rule{name: name, class: class, to: secondsPerDay, when: days, free: true})
	return days
}

// trimmed is a name as a statement can show it.
func (b *builder) trimmed(name string) string {
	if r := []rune(name); len(r) > maxName {
		return string(r[:maxName-1]) + "…"
	}
	return name
}
