package announcement

import (
	"embed"
	"time"
)

// Kind is what an announcement says, and to whom.
type Kind string

// The kinds: one for colleagues, and five for customers in their usual order. The
// latter have the names of the phases of package incident.
const (
	Internal      Kind = "internal"
	Investigating Kind = "investigating"
	Scope         Kind = "scope"
	Ongoing       Kind = "update"
	Monitoring    Kind = "monitoring"
	Resolved      Kind = "resolved"
)

// Kinds are all kinds.
func Kinds() []Kind {
	return []Kind{Internal, Investigating, Scope, Ongoing, Monitoring, Resolved}
}

// File is the name of a kind's template in a team's folder: "internal.tmpl".
func (k Kind) File() string { return string(k) + ".tmpl" }

//go:embed templates/*.tmpl
var builtIn embed.FS

// BuiltIn is the template of a kind that is used where a team has none of its own,
// for it to begin with; empty for what is no kind.
func BuiltIn(k Kind) string {
	text, err := builtIn.ReadFile("templates/" + k.File())
	if err != nil {
		return ""
	}
	return string(text)
}

// Facts are what is known of an incident. Whatever is empty is not known. A template
// names each as it is named here; times are texts there.
type Facts struct {
	ID, Title string
	// Severity is "SEV2", Stage "respond".
	Severity, Stage string
	Drill           bool
	// Service is what customers call it.
	Service string
	// Status, Progress, Next and Needs are of the update that is being written.
	Status, Progress, Next, Needs string
	// Impact is who notices what, Workaround what they can do meanwhile.
	Impact, Workaround string
	// DataLost is "yes" or "no", Lost which data.
	DataLost, Lost string
	// Commander is who is in command, Room where people talk.
	Commander, Room string
	// Began, Resolved and NextAt are shown in Zone (nil meaning UTC), with the day where
	// it is another one than that of Now.
	Began, Resolved, NextAt, Now time.Time
	Zone                         *time.Location
}

// words are Facts as a template has them.
type words struct {
	ID, Title, Severity, Stage, Service      string
	Status, Progress, Next, Needs            string
	Impact, Workaround, DataLost, Lost       string
	Commander, Room, Began, Resolved, NextAt string
	Drill                                    bool
}

func (f Facts) words() words {
	zone := f.Zone
	if zone == nil {
		zone = time.UTC
	}
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		t = t.In(zone)
		if now := f.Now.In(zone); now.YearDay() == t.YearDay() && now.Year() == t.Year() {
			return t.Format("15:04 MST")
		}
		return t.Format("2006-01-02 15:04 MST")
	}
	return words{
		ID: f.ID, Title: f.Title, Severity: f.Severity, Stage: f.Stage, Service: f.Service,
		Status: f.Status, Progress: f.Progress, Next: f.Next, Needs: f.Needs,
		Impact: f.Impact, Workaround: f.Workaround, DataLost: f.DataLost, Lost: f.Lost,
		Commander: f.Commander, Room: f.Room, Began: at(f.Began), Resolved: at(f.Resolved), NextAt: at(f.NextAt), Drill: f.Drill,
	}
}
