package doctor

import (
	"fmt"
	"time"

	"standby/app/api"
)

// The results of a check.
const (
	OK      = "ok"
	Warning = "warning"
	Failed  = "failed"
)

// Examine judges a snapshot at now. store is what a check of the store found in
// words, nil when it is sound. Checks come in a fixed order: the desktop, the
// keyring, the store, who the user is, each source, then every other trouble.
func Examine(s api.Snapshot, store *api.Trouble, now time.Time) []api.Check {
	checks := []api.Check{tray(s.Desktop), notifications(s.Desktop), buttons(s.Desktop), sound(s.Desktop), keyring(s.Desktop), storage(store), person(s)}
	for _, src := range s.Sources {
		checks = append(checks, source(src, now)...)
	}
	for _, t := range s.Troubles {
		checks = append(checks, failed("standby", t))
	}
	return checks
}

// Policy is the check of the pay policy that is configured under that name, and
// of what reading it again found: nil when it is sound. With neither there is no
// policy, which is no fault.
func Policy(name string, found *api.Trouble) api.Check {
	const what = "pay policy"
	switch {
	case found != nil:
		return failed(what, *found)
	case name == "":
		return api.Check{Name: what, Result: OK, Finding: "None is set. Hours and call-outs are recorded, and nothing is computed from them."}
	}
	return api.Check{Name: what, Result: OK, Finding: "Pay is computed by " + name + "."}
}

func failed(name string, t api.Trouble) api.Check {
	return api.Check{Name: name, Result: Failed, Finding: t.What + ". " + t.Means, Next: t.Next}
}

func tray(d api.Desktop) api.Check {
	if d.TrayHost {
		return api.Check{Name: "tray host", Result: OK, Finding: "The desktop shows tray icons."}
	}
	return api.Check{Name: "tray host", Result: Warning, Finding: "This desktop shows no tray icons. The window takes the tray's place.",
		Next: "On GNOME install the AppIndicator extension; on a bar such as i3's or waybar's use: standby status --waybar"}
}

func notifications(d api.Desktop) api.Check {
	if d.Notifications != "" {
		return api.Check{Name: "notifications", Result: OK, Finding: "Shown by " + d.Notifications + "."}
	}
	return api.Check{Name: "notifications", Result: Failed, Finding: "No notification service answers. Pages show in the window alone.",
		Next: "Start one: your desktop's own, or dunst, mako or xfce4-notifyd. Standby notices by itself."}
}

func buttons(d api.Desktop) api.Check {
	switch {
	case d.Buttons:
		return api.Check{Name: "notification buttons", Result: OK, Finding: "Notifications can carry an Acknowledge button."}
	case d.Notifications == "":
		return api.Check{Name: "notification buttons", Result: Warning, Finding: "Unknown without a notification service.", Next: "See notifications."}
	}
	return api.Check{Name: "notification buttons", Result: Warning, Finding: "This notification service draws no buttons.",
		Next: "Acknowledge in the tray menu, in the window, or with: standby ack"}
}

func sound(d api.Desktop) api.Check {
	switch d.Sound {
	case "ok":
		return api.Check{Name: "sound", Result: OK, Finding: "The last signal was played."}
	case "failed":
		return api.Check{Name: "sound", Result: Warning, Finding: "The last signal could not be played: pages are silent.",
			Next: "Install pulseaudio-utils or alsa-utils, and check that a sound device is there."}
	}
	return api.Check{Name: "sound", Result: OK, Finding: "Not tried yet. Prove it with: standby test-page"}
}

func keyring(d api.Desktop) api.Check {
	c := api.Check{Name: "keyring", Result: Warning}
	switch d.Keyring {
	case "ok":
		c.Result, c.Finding = OK, "The keyring answers and is open."
	case "locked":
		c.Result, c.Finding, c.Next = Failed, "The keyring is locked: sources that need a secret cannot be asked.", "Unlock the keyring of your desktop."
	case "missing":
		c.Finding, c.Next = "The keyring answers, and lacks a secret that a source needs.", "Enter it again in Settings."
	case "unavailable":
		c.Finding, c.Next = "No keyring answers. A secret lives until Standby stops, and nowhere else.", "Start GNOME Keyring, KWallet or KeePassXC."
	default:
		c.Result, c.Finding = OK, "Not needed so far: no source has a secret."
	}
	return c
}

func storage(t *api.Trouble) api.Check {
	if t != nil {
		return failed("store", *t)
	}
	return api.Check{Name: "store", Result: OK, Finding: "The store is whole and can be written."}
}

func person(s api.Snapshot) api.Check {
	if s.DutyKnown {
		return api.Check{Name: "duty", Result: OK, Finding: "The calendars and rotas say whether " + s.Me.String() + " is on call."}
	}
	return api.Check{Name: "duty", Result: Warning, Finding: s.DutyReason + ": Standby cannot say whether you are on call, and treats every page as yours.",
		Next: "Add a calendar or a rota in Settings, or with: standby import FILE-OR-URL, standby rota add NAME FILE; and say who you are in it."}
}

func source(src api.Source, now time.Time) []api.Check {
	name := "source " + src.Name
	c := api.Check{Name: name, Result: OK}
	switch {
	case src.Trouble != nil:
		c = failed(name, *src.Trouble)
		if src.State == api.SourceOK {
			c.Result = Warning
		}
	case src.State == api.SourceStarting:
		c.Finding = "Not heard yet."
	}
	if !src.LastHeard.IsZero() {
		c.Finding = join(c.Finding, fmt.Sprintf("Last heard %s ago.", api.Span(now.Sub(src.LastHeard))))
	}
	checks := []api.Check{c}
	for _, w := range src.Warnings {
		checks = append(checks, api.Check{Name: name, Result: Warning, Finding: w, Next: remedy(src.Kind)})
	}
	return checks
}

func remedy(kind string) string {
	if kind == api.KindRota {
		return "Agree on who takes over, and write it into the rota's file: an override, a cover or a swap."
	}
	return "Correct it where the calendar is made."
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}
