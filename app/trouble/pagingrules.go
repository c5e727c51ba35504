package trouble

import (
	"standby/app/hook"
	"standby/app/provider/mail"
	"standby/app/provider/pagerduty"
	"standby/notify/desktop"
	"standby/notify/sound"
)

// pagerDutyRules come before those of all sources, which they are more exact than.
func pagerDutyRules() []rule {
	const thing = "PagerDuty"
	return []rule{
		{is: pagerduty.ErrNoSchedule, thing: "a calendar", what: "PagerDuty has no schedule for %s that your key may see", means: lastCopy,
			next: "Look whether the schedule was removed, or is one of the new kind, which PagerDuty tells as your on-calls alone; then add the calendar again."},
		{is: pagerduty.ErrAccountKey, thing: thing, plain: true, what: "The API key for %s belongs to the account and to no person",
			means: "Nothing is assigned to it, so no page would ever come by it.", shifts: lastCopy,
			next: "Make a key of your own in PagerDuty under My Profile, User Settings, Create API User Token, and enter that one."},
		{is: pagerduty.ErrNotOurs, what: "Somebody else has acknowledged this page",
			means: "It was left as it is.", next: "Ask them, or take it back in PagerDuty."},
		{is: pagerduty.ErrLapsed, plain: true, what: "The acknowledgement has ended",
			means: "PagerDuty pages again, by a rule of its own.", next: "Acknowledge the page again if you still work on it."},
		{is: pagerduty.ErrLastLevel, what: "The page's escalation policy names nobody further",
			means: "Nobody else was told.", next: "Call somebody; PagerDuty lists who is on call for the service."},
	}
}

// mailRules come before those of all sources, which they are more exact than.
func mailRules() []rule {
	const thing = "the mailbox"
	return []rule{
		{is: mail.ErrNoFolder, thing: thing, what: "%s has no folder of the name that is configured",
			means: "Its mails do not become pages.", next: "Look whether the folder was renamed or removed in your mail program, and correct folder under [[mail]] in the configuration. Standby keeps trying."},
		{is: mail.ErrPlain, thing: thing, plain: true, what: "The server of %s offers no encryption",
			means: "Nothing was sent to it, the password least of all; its mails do not become pages.", next: "Use its encrypted port, 993 as a rule. If it offered encryption before, somebody on the way may have taken the offer away: try another network."},
		{is: mail.ErrNotKept, thing: thing, what: "That the page of %s is over could not be kept",
			means: "It stays open.", next: "Free some space on the disk, or make the data folder writable, and resolve it again."},
	}
}

func soundRules() []rule {
	const pages, thing = "Pages would not be heard.", "the sound of pages"
	return []rule{
		{is: sound.ErrMuted, thing: thing, plain: true, what: "The output of the sound is muted",
			means: pages, next: "Turn it on in the sound settings of your desktop. Standby notices by itself."},
		{is: sound.ErrNoCard, thing: thing, plain: true, what: "There is no sound card",
			means: pages, next: "Plug in a headset or speakers, and look at the sound settings of your desktop. Standby notices by itself."},
		{is: sound.ErrStalled, thing: thing, what: "The output takes no sound",
			means: pages, next: "Look at the sound settings of your desktop, or start its sound server again."},
		{is: sound.ErrDevice, thing: thing, what: "The output that was chosen for sound is not there",
			means: "Pages are heard on the default output.", next: "Plug it in, or choose another with device under [sound] in the configuration; standby test-sound --list names them."},
		{is: sound.ErrBeep, thing: thing, what: "No sound could be played, only the machine's beep",
			means: "Pages may be missed in a room with any noise.", next: "Look at the sound settings of your desktop; on Linux install pipewire-pulse, pulseaudio or alsa-utils."},
		{is: sound.ErrNone, thing: thing, plain: true, what: "Nothing on this machine can make a sound",
			means: pages, next: "On Linux install pipewire-pulse or pulseaudio, or alsa-utils. Standby notices by itself."},
		{is: desktop.ErrOff, what: "Notifications are turned off for Standby",
			means: "Pages are shown in the window and in the tray alone.", next: "Turn them on in the settings of your system."},
	}
}

func hookRules() []rule {
	const thing, means = "a hook", "What it should do at a page or a shift does not happen. Paging itself goes on."
	return []rule{
		{is: hook.ErrStart, thing: thing, what: "The command of %s cannot be started", means: means,
			next: "Correct its path under [[hook]] in the configuration, and see that it may be run."},
		{is: hook.ErrTimeout, thing: thing, what: "The command of %s takes too long, and was ended", means: means,
			next: "Make it end sooner, or give it a longer timeout under [[hook]] in the configuration."},
		{is: hook.ErrExit, thing: thing, what: "The command of %s fails", means: means,
			next: "Run it by hand; the log of Standby has what it printed."},
		{is: hook.ErrTooMany, thing: thing, what: "More commands wait than Standby runs, %s among them", means: means,
			next: "Make the commands end sooner, or run fewer of them."},
	}
}
