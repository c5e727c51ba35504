package model

import (
	"fmt"
	"time"

	"standby/app/api"
	"standby/app/ui/look"
)

// SourceRow is a source with the age of what it last said.
type SourceRow struct {
	Name, Kind, Age string
	Form            look.Form
	Tone            look.ColorName
	Warnings        int
	// About is what else is known of it, for where there is room.
	About []string
}

// Watches reports whether pages come from a source.
func Watches(s api.Source) bool { return !s.TellsDuty() }

// SourceOf is how a source looks at v.Now.
func SourceOf(src api.Source, v View) SourceRow {
	r := SourceRow{Name: src.Name, Kind: src.Kind, Warnings: len(src.Warnings), Form: look.Disc, Tone: look.On}
	switch {
	case src.State == api.SourceSilent, src.State == api.SourceRefused:
		r.Form, r.Tone = look.BrokenRing, look.Blind
	case src.State == api.SourceStarting, !v.Live:
		r.Form, r.Tone = look.Ring, look.Off
	}
	if src.Profile != "" {
		r.About = append(r.About, "Recognised as "+src.Profile+".")
	}
	r.About = append(r.About, WarningsOf(src.Warnings)...)
	r.Age = heardAgo(src, v.Now)
	switch src.State {
	case api.SourceStarting:
		r.Age = "starting"
	case api.SourceSilent:
		r.Age = "silent, heard " + r.Age
	case api.SourceRefused:
		r.Age = api.Refusal(src) + ", heard " + r.Age
	}
	return r
}

// heardAgo is the age of a source's last word. To the second while a page waits
// and the window counts seconds anyway, it is as old as what is drawn otherwise,
// which is redrawn whenever its minute changes.
func heardAgo(src api.Source, now time.Time) string {
	if src.LastHeard.IsZero() {
		return "never"
	}
	return api.Span(now.Sub(src.LastHeard)) + " ago"
}

// warningsShown is how many warnings of one source are told.
const warningsShown = 4

// WarningsOf are the first warnings as sentences, and how many more there are.
func WarningsOf(list []string) []string {
	var out []string
	for _, w := range list[:min(len(list), warningsShown)] {
		out = append(out, Capital(w)+".")
	}
	if more := len(list) - len(out); more > 0 {
		out = append(out, fmt.Sprintf("And %d more.", more))
	}
	return out
}
