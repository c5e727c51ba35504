package setup

import (
	"time"

	"standby/app/agent"
	"standby/app/config"
	"standby/notify"
)

// Settings is what the agent itself acts on, from the configuration. What is not
// in the file, such as the version, is left to the caller.
func Settings(c config.Config) agent.Settings {
	return agent.Settings{
		Me: c.Me, Zone: c.Zone, ZoneName: c.ZoneName,
		Targets:   notify.Targets{Usual: notify.Target{Within: c.Ack.Target, Warn: c.Ack.Warn}},
		Plan:      notify.DefaultPlan(),
		Soon:      c.Reminder.Before,
		Reminders: agent.Reminders{Before: []time.Duration{c.Reminder.Before}, HandOff: 30 * time.Minute, Turns: true, TestPage: true},
	}
}
