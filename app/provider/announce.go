package provider

import (
	"context"
	"time"
)

// Announcer tells people about an incident, at one place: a list of addresses, a
// channel, a status page, a record. It is safe for concurrent use.
type Announcer interface {
	// Name is the account's name in the configuration.
	Name() string
	// Preview says exactly what Post would send, to be shown before. It asks nobody.
	// Its errors wrap ErrUpdate or ErrAudience; Post has the same ones.
	Preview(u Update) ([]Message, error)
	// Post sends what Preview says, all of it or nothing. An update that was posted
	// is not posted again: the Ref of the first time is returned.
	//
	// Errors wrap the sentinels of errors.go where one fits, and ErrUnknown where it
	// may have arrived all the same. With any other error nothing was sent. It waits
	// for a rate limit as long as ctx lasts, and for other things as long as the
	// Client allows.
	Post(ctx context.Context, u Update) (Ref, error)
}

// Room is where the people who work on an incident talk. Members are e-mail
// addresses or what the service itself calls a person.
type Room interface {
	// Open makes a room of that name, which nobody sees who was not called to it
	// unless the account says otherwise, and invites the members. A room of that name
	// that this account opened before is taken as it is. Where somebody could not be
	// invited the Ref is good, and the error is a *NotInvitedError.
	Open(ctx context.Context, name string, members []string) (Ref, error)
	// Invite calls people to the room; who is there already counts as called. The
	// error is a *NotInvitedError where some could not be.
	Invite(ctx context.Context, room Ref, members []string) error
	// Transcript is everything that was said there, answers in threads among it. An
	// error means that there is none: a part is never taken for the whole.
	Transcript(ctx context.Context, room Ref) (Transcript, error)
}

// Prober asks a service who we are there, to try credentials out. who is for people
// to read.
type Prober interface {
	Probe(ctx context.Context) (who string, err error)
}

// Ref names something at a service.
type Ref struct {
	// Place is where it is: a channel, a page, a record.
	Place string `json:"place"`
	// ID names it there.
	ID string `json:"id,omitempty"`
	// URL is where a person finds it; empty when the service does not say.
	URL string `json:"url,omitempty"`
}

// Audience is who reads a message.
type Audience string

// The audiences. What is not said to be for customers is for colleagues.
const (
	Internal  Audience = "internal"
	Customers Audience = "customers"
)

// Phase is how far an incident is, as told to customers.
type Phase string

// The phases, in their order. They are Statuspage's for incidents.
const (
	Investigating Phase = "investigating"
	Identified    Phase = "identified"
	Monitoring    Phase = "monitoring"
	Resolved      Phase = "resolved"
)

// Health is the state of a component on a status page, in Statuspage's words.
type Health string

// The states of a component.
const (
	Operational   Health = "operational"
	Maintenance   Health = "under_maintenance"
	Degraded      Health = "degraded_performance"
	PartialOutage Health = "partial_outage"
	MajorOutage   Health = "major_outage"
)

// Component is a part of a system that a status page shows.
type Component struct {
	ID   string
	Name string
	// Health is empty where it is not known, or not to be changed.
	Health Health
}

// Update is what is to be told about an incident.
type Update struct {
	// ID names this update for good, Incident what it is about. What has the same ID
	// is the same update, so that a second try is known as one. Both are letters,
	// digits, dots, hyphens and underscores, at most 100.
	ID, Incident string
	// Title is one line of at most 200 runes, Text at most 20 000 runes of plain
	// text. Nothing in them is markup: what they say is what people read.
	Title, Text string
	// Audience is whom it is written for; empty means colleagues.
	Audience Audience
	// Phase is of updates for customers; empty means Investigating there.
	Phase Phase
	// Components are what a status page shall say of its parts besides; at most 50.
	Components []Component
	// At is when it was written.
	At time.Time
	// Drill means that nothing is really wrong. It is said in the title, and nothing
	// of it goes to customers.
	Drill bool
	// Again means that a person wants another try although an earlier one may have
	// arrived. Where the service can be asked it is looked for first, and nothing is
	// sent twice; mail cannot be asked, and goes out again under the same Message-ID.
	Again bool
}

// Message is one thing that will be sent.
type Message struct {
	// To are the places that get it, in words: "mail to a@example.org".
	To []string
	// Audience is who reads it there.
	Audience Audience
	// Subject is empty where the place has none.
	Subject string
	// Text is what people will read, byte for byte; lines end with a line feed.
	Text string
	// Also is what happens besides, a sentence each: "Subscribers get a mail."
	Also []string
}
