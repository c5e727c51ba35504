package report

import (
	"time"

	"github.com/shopspring/decimal"

	"standby/app/incident"
	"standby/app/incident/postmortem"
	"standby/notify"
	"standby/rotation"
)

// Night is when it is night, by the clock of the shift's zone; From later than To
// goes over midnight.
type Night struct {
	From rotation.Clock `json:"from"`
	To   rotation.Clock `json:"to"`
}

// DefaultNight is from 22:00 to 06:00.
func DefaultNight() Night { return Night{rotation.ClockAt(22, 0), rotation.ClockAt(6, 0)} }

// Shift is the shift that ends.
type Shift struct {
	Rota     string            `json:"rota"`
	Role     rotation.Role     `json:"role"`
	Outgoing rotation.Person   `json:"outgoing"`
	Incoming rotation.Person   `json:"incoming,omitzero"`
	Window   rotation.Interval `json:"window"`
	// Zone is the IANA name of the zone that times are told in; empty, and one that is
	// not known, is UTC. The document names the one that it uses.
	Zone string `json:"zone"`
}

// Coming is something agreed on for the time after the shift: a swap, an override,
// a planned change.
type Coming struct {
	When rotation.Interval `json:"when,omitzero"`
	What string            `json:"what"`
}

// Accrued is what the shift is worth so far, as the ledger has it.
type Accrued struct {
	// Standby, CallOut and InLieu are in seconds.
	Standby int64 `json:"standby_s"`
	CallOut int64 `json:"call_out_s"`
	InLieu  int64 `json:"in_lieu_s"`
	// Amount is in Currency, which is empty where no cash is paid, and is printed with
	// Place decimals at least, and with all it has.
	Amount   decimal.Decimal `json:"amount"`
	Place    int32           `json:"place,omitempty"`
	Currency string          `json:"currency,omitempty"`
}

// Known is what a report is drafted from.
type Known struct {
	Shift Shift
	Night Night
	// Episodes are those of the last 90 days, without test pages; the report counts
	// those of the shift, and takes all of them for what recurs.
	Episodes []notify.Episode
	// Incidents are all of the last 90 days and all that are open.
	Incidents []incident.Incident
	// Snoozed are the pages that are put off beyond the end of the shift.
	Snoozed []notify.Page
	Coming  []Coming
	// Accrued is nil where no policy is set.
	Accrued *Accrued
}

// Pages is what the pages of the shift come to.
type Pages struct {
	Total int `json:"total"`
	// Urgencies counts them by how urgent they were.
	Urgencies map[notify.Urgency]int `json:"urgencies,omitempty"`
	// Hours counts them by the hour of the day, by the clock of the zone.
	Hours [24]int `json:"hours"`
	// AtNight counts those that came at night, Nights the nights that had any.
	AtNight int `json:"at_night"`
	Nights  int `json:"nights"`
	// InTime and Late are those whose ack target was kept and missed; of the rest the
	// clock did not run.
	InTime int `json:"in_time"`
	Late   int `json:"late"`
	Acked  int `json:"acked"`
	// MTTA is the mean time to acknowledge those that were, in nanoseconds.
	MTTA time.Duration `json:"mtta_ns"`
}

// Percent is how many of a hundred were acknowledged in time, rounded down, so that
// 100 means all of them; ok is false where the clock ran for none.
func (p Pages) Percent() (percent int, ok bool) {
	if p.InTime+p.Late == 0 {
		return 0, false
	}
	return 100 * p.InTime / (p.InTime + p.Late), true
}

// OpenPage is a page that is not over when the shift ends.
type OpenPage struct {
	Title   string    `json:"title"`
	Service string    `json:"service,omitempty"`
	Since   time.Time `json:"since"`
	// AckedBy is who acknowledged it; empty while it waits.
	AckedBy string `json:"acked_by,omitempty"`
}

// OpenIncident is an incident that is not closed when the shift ends.
type OpenIncident struct {
	ID         string            `json:"id"`
	Title      string            `json:"title"`
	Drill      bool              `json:"drill,omitempty"`
	Stage      incident.Stage    `json:"stage"`
	Severity   incident.Severity `json:"severity"`
	Status     string            `json:"status,omitempty"`
	Owner      rotation.Person   `json:"owner,omitzero"`
	LastUpdate time.Time         `json:"last_update,omitzero"`
	NextStep   string            `json:"next_step,omitempty"`
}

// Noisy is an alert that called people for little.
type Noisy struct {
	Title string `json:"title"`
	Pages int    `json:"pages"`
	// Vanished counts those that were over before anybody acknowledged them.
	Vanished int `json:"vanished"`
}

// Held is a page that was put off.
type Held struct {
	Title string    `json:"title"`
	Until time.Time `json:"until"`
	By    string    `json:"by,omitempty"`
}

// Words are what only the outgoing person can say.
type Words struct {
	// Rev counts the changes; a further one names it.
	Rev int             `json:"rev"`
	At  time.Time       `json:"at,omitzero"`
	By  rotation.Person `json:"by,omitzero"`
	// Feel is how the shift felt, in a line.
	Feel string `json:"feel,omitempty"`
	// Watch are the things to keep an eye on, one a line; Notes is anything else.
	Watch string `json:"watch,omitempty"`
	Notes string `json:"notes,omitempty"`
}

// Report is what the outgoing person hands over at the end of a shift. It is a
// value.
type Report struct {
	Shift     Shift                 `json:"shift"`
	MadeAt    time.Time             `json:"made_at"`
	Pages     Pages                 `json:"pages"`
	Open      []OpenPage            `json:"open,omitempty"`
	Incidents []OpenIncident        `json:"incidents,omitempty"`
	Noisy     []Noisy               `json:"noisy,omitempty"`
	Recurring []Issue               `json:"recurring,omitempty"`
	Snoozed   []Held                `json:"snoozed,omitempty"`
	Coming    []Coming              `json:"coming,omitempty"`
	Accrued   *Accrued              `json:"accrued,omitempty"`
	FollowUps []postmortem.FollowUp `json:"follow_ups,omitempty"`
	Words     Words                 `json:"words,omitzero"`
	// Signature is the receiver's; nil while nobody has signed.
	Signature *Signature `json:"signature,omitempty"`
}
