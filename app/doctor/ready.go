package doctor

import (
	"fmt"
	"time"

	"standby/app/api"
)

// Surroundings are what besides a snapshot decides whether a page would be noticed
// now. The zero value stands for a desk where nothing is known to be wrong.
type Surroundings struct {
	// SoundOff says that the user has turned all sound off; Unheard is why a page
	// would not be heard, as a sentence, and Speaker the output in words.
	SoundOff         bool
	Unheard, Speaker string
	// Muted says that the desktop keeps notes from the user; MutedKnown that it was
	// asked at all.
	Muted, MutedKnown bool
	// Battery is true where the machine lives on one now, with Percent of charge left
	// (negative: unknown); BatteryLow says that it ends soon.
	Battery, BatteryLow bool
	Percent             int
}

// Ready is what would keep a page from being noticed at now, one sentence each, the
// gravest first; nothing when all is well.
func Ready(s api.Snapshot, o Surroundings, now time.Time) []string {
	var out []string
	for _, src := range s.Sources {
		if !src.TellsDuty() && (src.State == api.SourceSilent || src.State == api.SourceRefused) {
			out = append(out, unheard(src, now))
		}
	}
	for _, c := range []api.Check{keyring(s.Desktop), notifications(s.Desktop), o.disturb(), o.sound(), mute(s, now), o.battery(), tray(s.Desktop)} {
		if c.Result != OK {
			out = append(out, c.Finding)
		}
	}
	return out
}

// Checks are the doctor's checks of the surroundings.
func (o Surroundings) Checks() []api.Check {
	return []api.Check{o.sound(), o.disturb(), o.battery()}
}

func unheard(src api.Source, now time.Time) string {
	if src.State == api.SourceRefused {
		return src.Name + " refuses Standby, so its pages do not come."
	}
	if src.LastHeard.IsZero() {
		return src.Name + " was not heard yet; is the network or the VPN there?"
	}
	return fmt.Sprintf("%s was last heard %s ago; is the network or the VPN there?", src.Name, api.Span(now.Sub(src.LastHeard)))
}

func (o Surroundings) sound() api.Check {
	c := api.Check{Name: "sound output", Result: Warning}
	switch {
	case o.SoundOff:
		c.Finding, c.Next = "The volume of pages is 0 in the configuration.", "Set volume under [sound] in the configuration."
	case o.Unheard != "":
		c.Finding, c.Next = o.Unheard, "Look at the sound settings of your desktop, and prove it with: standby test-sound"
	case o.Speaker == "":
		c.Result, c.Finding = OK, "Pages can be heard."
	default:
		c.Result, c.Finding = OK, "Pages are heard on "+o.Speaker+"."
	}
	return c
}

func (o Surroundings) disturb() api.Check {
	c := api.Check{Name: "do not disturb", Result: OK, Finding: "The desktop shows notifications."}
	switch {
	case !o.MutedKnown:
		c.Finding = "This desktop does not say whether it keeps notifications back."
	case o.Muted:
		c.Result, c.Finding, c.Next = Warning, "The desktop keeps notifications back (do not disturb).", "Turn that off while you are on call, or let urgent notifications through."
	}
	return c
}

func (o Surroundings) battery() api.Check {
	c := api.Check{Name: "battery", Result: OK}
	switch {
	case o.BatteryLow:
		c.Result, c.Finding, c.Next = Warning, fmt.Sprintf("The battery is at %d %% and is not being charged.", o.Percent), "Plug the machine in: asleep or off, it pages nobody."
	case o.Battery && o.Percent >= 0:
		c.Finding = fmt.Sprintf("The machine runs on its battery, %d %% are left.", o.Percent)
	case o.Battery:
		c.Finding = "The machine runs on its battery."
	default:
		c.Finding = "The machine does not run on a battery."
	}
	return c
}

// mute is the quiet that the user asked of Standby itself.
func mute(s api.Snapshot, now time.Time) api.Check {
	if !s.MutedUntil.After(now) {
		return api.Check{Result: OK}
	}
	return api.Check{Result: Warning, Finding: fmt.Sprintf("Standby is muted for another %s.", api.Span(s.MutedUntil.Sub(now)))}
}
