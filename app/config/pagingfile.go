package config

// pagingFile are the keys of the file that are about how pages reach the user. A
// key that takes more than one form, or a table whose keys the user chooses, is
// any here, and checked by hand.
type pagingFile struct {
	Ack       ackEntry         `toml:"ack"`
	Nag       nagEntry         `toml:"nag"`
	Reminder  reminderEntry    `toml:"reminder"`
	Sound     soundEntry       `toml:"sound"`
	Heartbeat []heartbeatEntry `toml:"heartbeat"`
	Hook      []hookEntry      `toml:"hook"`
	PagerDuty []pagerDutyEntry `toml:"pagerduty"`
}

type ackEntry struct {
	clockEntry
	PassOn  bool `toml:"pass_on" example:"true"`
	Urgency struct {
		High   clockEntry `toml:"high"`
		Normal clockEntry `toml:"normal"`
		Low    clockEntry `toml:"low"`
	} `toml:"urgency"`
	Source map[string]any `toml:"source"`
}

type clockEntry struct {
	Target string `toml:"target" example:"\"15m\""`
	Warn   string `toml:"warn" example:"\"10m\""`
}

type nagEntry struct {
	Quiet     string      `toml:"quiet" example:"\"22:00-07:00\""`
	QuietDays []string    `toml:"quiet_days" example:"[\"mon\", \"tue\"]"`
	High      []rungEntry `toml:"high"`
	Normal    []rungEntry `toml:"normal"`
	Low       []rungEntry `toml:"low"`
	Off       []rungEntry `toml:"off"`
	Again     struct {
		High   string `toml:"high" example:"\"5m\""`
		Normal string `toml:"normal" example:"\"5m\""`
		Low    string `toml:"low" example:"\"30m\""`
		Off    string `toml:"off" example:"\"0s\""`
	} `toml:"again"`
}

type rungEntry struct {
	After  string `toml:"after" example:"\"3m\""`
	Note   string `toml:"note" example:"\"critical\""`
	Sound  string `toml:"sound" example:"\"page-high\""`
	Volume int    `toml:"volume" example:"80"`
	Rising bool   `toml:"rising" example:"true"`
	Loop   bool   `toml:"loop" example:"true"`
	Raise  bool   `toml:"raise" example:"true"`
}

type reminderEntry struct {
	Before   any            `toml:"before"`
	Rota     map[string]any `toml:"rota"`
	HandOff  string         `toml:"hand_off" example:"\"30m\""`
	Turns    bool           `toml:"turns" example:"true"`
	TestPage bool           `toml:"test_page" example:"true"`
}

type soundEntry struct {
	Volume int    `toml:"volume" example:"100"`
	Device string `toml:"device" example:"\"alsa_output.usb-headset\""`
}

type heartbeatEntry struct {
	Source string `toml:"source" example:"\"prod\""`
	Title  string `toml:"title" example:"\"Watchdog\""`
	Within string `toml:"within" example:"\"5m\""`
}

type hookEntry struct {
	On      []string `toml:"on" example:"[\"page\"]"`
	Run     []string `toml:"run" example:"[\"/usr/local/bin/lamp\", \"on\"]"`
	Timeout string   `toml:"timeout" example:"\"10s\""`
}

type pagerDutyEntry struct {
	Name   string `toml:"name" example:"\"work\""`
	Region string `toml:"region" example:"\"eu\""`
	URL    string `toml:"url" example:"\"https://api.eu.pagerduty.com\""`
	Poll   string `toml:"poll" example:"\"15s\""`
}
