package config

import (
	"time"

	"standby/rotation"
)

// Config is the content of the file, checked, with defaults for what it leaves
// out and with absolute paths.
type Config struct {
	// Zone is the zone that times are shown in, never nil. ZoneName is its IANA
	// name, empty for the machine's own.
	Zone     *time.Location
	ZoneName string
	// Me is who the user is in the calendars; both parts empty until they have
	// said so.
	Me            rotation.Person
	Ack           Ack
	Nag           Nag
	Reminder      Reminder
	Sound         Sound
	Tray          Tray
	Pay           Pay
	Heartbeats    []Heartbeat
	Hooks         []Hook
	Calendars     []Calendar
	Rotas         []Rota
	Alertmanagers []Alertmanager
	PagerDutys    []PagerDuty
	Mails         []Mail
}

// Ack is the ack clock.
type Ack struct {
	// Target is the time within which a page must be acknowledged, 1 minute to 24
	// hours; Warn, which is less, is when the clock turns amber. Where the file
	// sets a target alone that the usual warning does not fit, the warning comes
	// at two thirds of it.
	Target, Warn time.Duration
	// PassOn says that a page whose target has passed is handed on to whoever is next,
	// where its source can.
	PassOn bool
	// ByUrgency, by High, Normal and Low, and BySource, by name, hold instead, the
	// source's before the urgency's.
	ByUrgency, BySource map[string]Clock
}

// Icons is which icons suit the panel.
type Icons string

// The settings for icons; IconsAuto asks the desktop.
const (
	IconsAuto  Icons = "auto"
	IconsLight Icons = "light"
	IconsDark  Icons = "dark"
)

// Tray is how the tray icon looks.
type Tray struct {
	Icons Icons
}

// Pay is what duty is worth.
type Pay struct {
	// Policy is the path of the policy file, absolute once loaded; empty when
	// there is none. It may be a folder, whose *.toml are the versions of one policy.
	Policy string
	// Versions are the paths of the files besides Policy, where the configuration
	// lists several that are versions of one policy.
	Versions []string
	// Since is the first month that is accounted for, its first day at 00:00 UTC;
	// zero where the file does not say.
	Since time.Time
	// Day is what a day off costs from the account of time in lieu, a minute to a
	// day; 8 hours unless set.
	Day time.Duration
	// People are the facts that policies ask of a person, in the order of the file.
	People []PayFacts
}

// PayFacts are what a policy must know of a person: hourly pay, level, site.
type PayFacts struct {
	// Person is an e-mail address or a name; empty is the user.
	Person string
	// From is the day from which on they hold, at 00:00 UTC; zero is always.
	From time.Time
	// Facts are by name; numbers are decimal text, yes is "true".
	Facts map[string]string
	// Regions are the codes of the regions whose holidays are the person's, besides
	// those of the policy, as holiday.Regions lists them.
	Regions []string
}

// Calendar is where shifts are read from: a file, a URL in the keyring, a CalDAV
// server, or a PagerDuty account.
type Calendar struct {
	// Name is unique among all sources, whatever the case of its letters.
	Name string
	// File is the path of an .ics file, absolute once loaded; empty when
	// InKeyring is set.
	File string
	// InKeyring means that the calendar has a URL. It is a credential, and lies in
	// the keyring under the calendar's name.
	InKeyring bool
	// CalDAV is the address of a calendar on a CalDAV server, http or https,
	// without user and query; empty for a file or a feed. User goes with it, and
	// the password lies in the keyring; empty where none is asked for.
	CalDAV, User string
	// PagerDuty is the name of the PagerDuty account that it is read from, which is
	// one of the configuration's; empty for all others. Schedule is the id of one of
	// the account's schedules, and empty for the on-calls of the key's owner.
	PagerDuty, Schedule string
	// Pattern says where person, role and rota stand in the summaries, as
	// rotation/ical/profile.Pattern has it; empty leaves it to the calendar's
	// profile.
	Pattern string
	// Mine says that every event is a shift of Me.
	Mine bool
	// Role is the role its shifts have; primary unless set.
	Role rotation.Role
	// Refresh is the time between two readings, 1 minute to 24 hours; 15 minutes
	// unless set.
	Refresh time.Duration
}

// Rota is a rota file that shifts are read from.
type Rota struct {
	// Name is unique among all sources, whatever the case of its letters, and is
	// the name that its shifts carry.
	Name string
	// File is the path of the TOML file, absolute once loaded.
	File string
	// Refresh is the time between two looks at the file, 1 minute to 24 hours; 1
	// minute unless set.
	Refresh time.Duration
}

// Auth is how an Alertmanager wants to be shown who asks.
type Auth string

// The kinds of credentials; the secret part lies in the keyring under the name
// of the source.
const (
	AuthNone   Auth = "none"
	AuthBasic  Auth = "basic"
	AuthBearer Auth = "bearer"
)

// Alertmanager is a Prometheus Alertmanager to listen to.
type Alertmanager struct {
	// Name is unique among all sources, whatever the case of its letters.
	Name string
	// URL is where it answers, http or https, without user and query.
	URL  string
	Auth Auth
	// User goes with AuthBasic, and with nothing else.
	User string
	// Poll is the time between two polls, 5 seconds to 1 hour; 15 seconds unless
	// set.
	Poll time.Duration
	// Receiver is a regular expression (RE2) for the receivers whose alerts count;
	// empty means all.
	Receiver string
	// Filter are matchers that an alert must meet: `team="payments"`.
	Filter []string
}

// What holds where the file says nothing.
const (
	DefaultTarget      = 15 * time.Minute
	DefaultWarn        = 10 * time.Minute
	DefaultBefore      = 60 * time.Minute
	DefaultRefresh     = 15 * time.Minute
	DefaultRotaRefresh = time.Minute
	DefaultPoll        = 15 * time.Second
)

// Default is the configuration of an empty file.
func Default() Config {
	return Config{
		Zone:     time.Local,
		Ack:      Ack{Target: DefaultTarget, Warn: DefaultWarn},
		Reminder: Reminder{Before: []time.Duration{DefaultBefore}, HandOff: DefaultHandOff, Turns: true, TestPage: true},
		Sound:    Sound{Volume: DefaultSoundVolume},
		Tray:     Tray{Icons: IconsAuto},
		Pay:      Pay{Day: DefaultDay},
	}
}
