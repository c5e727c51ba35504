package setup

import (
	"maps"
	"regexp"
	"slices"
	"time"

	"standby/app/agent"
	"standby/app/config"
	"standby/notify"
)

// Settings is what the agent itself acts on, from a configuration that config.Load
// has accepted. What no file says, such as the version, is left to the caller.
func Settings(c config.Config) agent.Settings {
	return agent.Settings{
		Me: c.Me, Zone: c.Zone, ZoneName: c.ZoneName,
		Targets: targets(c.Ack), PassOn: c.Ack.PassOn, Plan: plan(c.Nag),
		Soon: soon(c.Reminder.Before), Reminders: reminders(c.Reminder), Beats: beats(c.Heartbeats),
	}
}

func targets(a config.Ack) notify.Targets {
	out := notify.Targets{Usual: notify.Target{Within: a.Target, Warn: a.Warn}}
	for u, k := range a.ByUrgency {
		if out.ByUrgency == nil {
			out.ByUrgency = map[notify.Urgency]notify.Target{}
		}
		out.ByUrgency[urgency(u)] = notify.Target{Within: k.Target, Warn: k.Warn}
	}
	for name, k := range a.BySource {
		if out.BySource == nil {
			out.BySource = map[string]notify.Target{}
		}
		out.BySource[name] = notify.Target{Within: k.Target, Warn: k.Warn}
	}
	return out
}

func urgency(name string) notify.Urgency {
	switch name {
	case config.High:
		return notify.High
	case config.Low:
		return notify.Low
	}
	return notify.Normal
}

// plan is how pages nag: what the file does not change stays as it is by default.
func plan(n config.Nag) notify.Plan {
	p := notify.DefaultPlan()
	p.Quiet = notify.QuietHours{Start: n.Quiet.Start, End: n.Quiet.End, Days: slices.Clone(n.Quiet.Days)}
	for name, l := range map[string]*notify.Ladder{config.High: &p.High, config.Normal: &p.Normal, config.Low: &p.Low, config.Off: &p.Off} {
		if rungs, ok := n.Ladders[name]; ok {
			l.Rungs = make([]notify.Rung, 0, len(rungs))
			for _, r := range rungs {
				l.Rungs = append(l.Rungs, rung(r))
			}
		}
		if again, ok := n.Again[name]; ok {
			l.Again = again
		}
	}
	return p
}

func rung(r config.Rung) notify.Rung {
	note := notify.Normal
	switch r.Note {
	case config.NoteCritical:
		note = notify.High
	case config.NoteQuiet:
		note = notify.Low
	}
	return notify.Rung{After: r.After, Note: note, Sound: r.Sound, Volume: r.Volume, Rising: r.Rising, Loop: r.Loop, Raise: r.Raise}
}

// soon is the shortest of the reminders before a shift; zero when there is none.
func soon(before []time.Duration) time.Duration {
	if len(before) == 0 {
		return 0
	}
	return slices.Min(before)
}

func reminders(r config.Reminder) agent.Reminders {
	return agent.Reminders{Before: slices.Clone(r.Before), ByRota: maps.Clone(r.ByRota), HandOff: r.HandOff, Turns: r.Turns, TestPage: r.TestPage}
}

func beats(list []config.Heartbeat) []agent.Beat {
	var out []agent.Beat
	for _, h := range list {
		title := h.Title
		if regexp.QuoteMeta(title) != title {
			title = "(?:" + title + ")"
		}
		out = append(out, agent.Beat{Source: h.Source, Title: regexp.MustCompile("^" + title + "$"), Within: h.Within})
	}
	return out
}
