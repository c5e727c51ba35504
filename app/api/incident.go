package api

import (
	"context"
	"encoding/json"
	"time"

	"standby/app/incident"
	"standby/rotation"
)

// IncidentSummary is an incident in a list.
type IncidentSummary struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Drill marks an exercise.
	Drill    bool              `json:"drill,omitempty"`
	Stage    incident.Stage    `json:"stage"`
	Severity incident.Severity `json:"severity,omitempty"`
	Verdict  incident.Verdict  `json:"verdict,omitempty"`
	// Live is true while people are at work on it; see incident.Incident.Live.
	Live bool `json:"live,omitempty"`
	Open bool `json:"open,omitempty"`
	// Status is how things stand, as people last wrote it.
	Status    string          `json:"status,omitempty"`
	Commander rotation.Person `json:"commander,omitzero"`
	// Revision grows with each event, so that a client knows when to ask again.
	Revision  int       `json:"revision"`
	OpenedAt  time.Time `json:"opened_at"`
	ChangedAt time.Time `json:"changed_at"`
	// Pages are the IDs of the pages that belong to it.
	Pages []string `json:"pages,omitempty"`
	// Warnings are those that stand, the oldest first; of a closed incident none.
	Warnings []incident.Warning `json:"warnings,omitempty"`
	// Due are the updates that are due, and when.
	Due    []incident.Due       `json:"due,omitempty"`
	Review incident.ReviewState `json:"review,omitempty"`
}

// IncidentView is an incident with what follows from it at At.
type IncidentView struct {
	At       time.Time          `json:"at"`
	Incident incident.Incident  `json:"incident"`
	Warnings []incident.Warning `json:"warnings,omitempty"`
	Due      []incident.Due     `json:"due,omitempty"`
	// Exit are the exit criteria of the stage.
	Exit []incident.Exit `json:"exit,omitempty"`
	// Offers are the means to stop the harm; First is true while they are to be
	// thought of before the cause.
	Offers []incident.Offer `json:"offers,omitempty"`
	First  bool             `json:"bleeding_first,omitempty"`
	// Story is true while a replayed story of the class has further steps.
	Story bool `json:"story,omitempty"`
}

// NewIncident is the command to begin an incident.
type NewIncident struct {
	// Title may be empty where Page is the ID of a page: then it is the page's.
	Title string `json:"title,omitempty"`
	Page  string `json:"page,omitempty"`
	// Severity is 0 while nobody can say.
	Severity incident.Severity `json:"severity,omitempty"`
	Drill    bool              `json:"drill,omitempty"`
	// By is who opens it; zero is the user.
	By rotation.Person `json:"by,omitzero"`
}

// Recording is a command on an incident, to be recorded.
type Recording struct {
	// Kind names the command and Fields are its own, as incident.DecodeCommand reads
	// them.
	Kind   incident.Kind   `json:"kind"`
	Fields json.RawMessage `json:"fields,omitempty"`
	// By is who does it; zero is the user. At one desk several people may be written
	// down: who took command by telephone is not who typed it.
	By rotation.Person `json:"by,omitzero"`
}

// Record makes a recording of a command.
func Record(c incident.Command, by rotation.Person) (Recording, error) {
	fields, err := json.Marshal(c)
	return Recording{Kind: c.Kind(), Fields: fields, By: by}, err
}

// Upload is a file to attach to an incident, of MaxUpload bytes at most.
type Upload struct {
	Name string
	What string
	Body []byte
}

// MaxUpload is the largest file that can be attached, in bytes.
const MaxUpload = 25 << 20

// UpdateMessage is one thing that an update sends, exactly as people will read it.
type UpdateMessage struct {
	// Account is the announcer's name in the configuration; "clipboard" where none is
	// set up, and somebody sends it by hand.
	Account string   `json:"account"`
	To      []string `json:"to"`
	// Customers is true where customers read it.
	Customers bool   `json:"customers,omitempty"`
	Subject   string `json:"subject,omitempty"`
	Text      string `json:"text"`
	// Also is what happens besides, a sentence each.
	Also []string `json:"also,omitempty"`
	// Refused says why it cannot go there; nothing is sent then.
	Refused *Trouble `json:"refused,omitempty"`
	// Err is the same as an error. It is not sent over the API.
	Err error `json:"-"`
}

// Outgoing is an update to be sent.
type Outgoing struct {
	// ID names this update for good, so that a second try is known as one. The preview
	// fills it in where it is empty.
	ID     string          `json:"id,omitempty"`
	Update incident.Update `json:"update"`
	By     rotation.Person `json:"by,omitzero"`
	// Accounts are those to send it with; none means all that it may go to.
	Accounts []string `json:"accounts,omitempty"`
	// At is when it was written; the preview fills it in.
	At time.Time `json:"at,omitzero"`
	// Again sends it although an earlier try may have arrived.
	Again bool `json:"again,omitempty"`
	// Read is the hash that came with the preview: what was read is what is sent.
	Read string `json:"read,omitempty"`
}

// UpdatePreview is exactly what an update sends where.
type UpdatePreview struct {
	Outgoing Outgoing        `json:"outgoing"`
	Messages []UpdateMessage `json:"messages"`
	// Gaps are what a person still has to write: each stands in the text in square
	// brackets. While there is one the update is not sent.
	Gaps []string `json:"gaps,omitempty"`
}

// UpdateSent is what became of an update.
type UpdateSent struct {
	// To are the places that it went to; what failed is in Failed.
	To       []string     `json:"to"`
	Failed   []SendFailed `json:"failed,omitempty"`
	Incident IncidentView `json:"incident"`
}

// SendFailed is a place that an update did not reach, or perhaps did.
type SendFailed struct {
	Account string  `json:"account"`
	Trouble Trouble `json:"trouble"`
	// Err is the same as an error. It is not sent over the API.
	Err error `json:"-"`
}

// Paper asks for a document about incidents.
type Paper struct {
	// Format is "md", "html", "pdf" or "json".
	Format string
	// Size is "A4" or "Letter", for PDF; empty is A4.
	Size string
}

// PaperChange changes what people wrote into a post-mortem: the kinds and fields of
// app/incident/postmortem, or "move" with {"to", "why"}.
type PaperChange struct {
	Kind   string          `json:"kind"`
	Fields json.RawMessage `json:"fields,omitempty"`
	By     rotation.Person `json:"by,omitzero"`
}

// ReportSummary is a shift hand-off report in a list.
type ReportSummary struct {
	ID       string            `json:"id"`
	Rota     string            `json:"rota"`
	Role     rotation.Role     `json:"role"`
	Window   rotation.Interval `json:"window"`
	Incoming rotation.Person   `json:"incoming,omitzero"`
	// Over is true once the shift is over, Signed once it was signed.
	Over   bool            `json:"over,omitempty"`
	Signed bool            `json:"signed,omitempty"`
	By     rotation.Person `json:"by,omitzero"`
}

// ReportChange writes into a shift hand-off report or signs it.
type ReportChange struct {
	// Feel, Watch and Notes are what the outgoing person says; nil stays as it is. On
	// is the Rev of the words that the change was made on.
	On    int     `json:"on,omitempty"`
	Feel  *string `json:"feel,omitempty"`
	Watch *string `json:"watch,omitempty"`
	Notes *string `json:"notes,omitempty"`
	// Sign signs it as By; Read is the hash of what was read.
	Sign bool            `json:"sign,omitempty"`
	Read string          `json:"read,omitempty"`
	By   rotation.Person `json:"by,omitzero"`
}

// ShiftReport is a shift hand-off report as app/incident/report writes it, and the
// hash that a signature names.
type ShiftReport struct {
	ID     string          `json:"id"`
	Hash   string          `json:"hash"`
	Report json.RawMessage `json:"report"`
}

// DrillStep is a step of a replayed story.
type DrillStep struct {
	// At is when it happened in the story; Tell is what the story says meanwhile.
	At       time.Time    `json:"at"`
	By       string       `json:"by,omitempty"`
	Kind     string       `json:"kind,omitempty"`
	Tell     string       `json:"tell,omitempty"`
	Incident IncidentView `json:"incident"`
	// Ask is what to think about, once the story is at its end.
	Ask []string `json:"ask,omitempty"`
}

// Incidents is the incident workspace. Every method that changes something returns
// once it is on disk. Errors are those of app/incident, which reach a client as an
// *Error; ErrNotFound where there is no such incident.
type Incidents interface {
	IncidentRecords
	Papers
	Reports
	Drills
}

// IncidentRecords are the records of incidents.
type IncidentRecords interface {
	// Incidents are those that are open, and with all those that are closed, too, the
	// newest first.
	Incidents(ctx context.Context, all bool) ([]IncidentSummary, error)
	Incident(ctx context.Context, id string) (IncidentView, error)
	OpenIncident(ctx context.Context, n NewIncident) (IncidentView, error)
	Record(ctx context.Context, id string, r Recording) (IncidentView, error)
	Attach(ctx context.Context, id string, u Upload) (IncidentView, error)
	Attachment(ctx context.Context, id, sha string) (Document, error)
	// PreviewUpdate says exactly what SendUpdate would send. Nothing is sent.
	PreviewUpdate(ctx context.Context, id string, o Outgoing) (UpdatePreview, error)
	SendUpdate(ctx context.Context, id string, o Outgoing) (UpdateSent, error)
}

// Papers are the post-mortems.
type Papers interface {
	// PostMortem is the draft as it stands.
	PostMortem(ctx context.Context, id string, p Paper) (Document, error)
	// ChangePostMortem returns it as it then is, as JSON of postmortem.PostMortem.
	ChangePostMortem(ctx context.Context, id string, c PaperChange) (json.RawMessage, error)
	// FollowUps are those of all incidents that are not done, as JSON of
	// postmortem.FollowUp.
	FollowUps(ctx context.Context) (json.RawMessage, error)
}

// Reports are the shift hand-off reports.
type Reports interface {
	Reports(ctx context.Context) ([]ReportSummary, error)
	Report(ctx context.Context, id string) (ShiftReport, error)
	ReportPaper(ctx context.Context, id string, p Paper) (Document, error)
	ChangeReport(ctx context.Context, id string, c ReportChange) (ShiftReport, error)
}

// Drills replay the stories of the class.
type Drills interface {
	// StartDrill begins the story of that name as an incident marked as a drill.
	StartDrill(ctx context.Context, story string) (DrillStep, error)
	// NextStep plays the next step; ErrNotFound where no story is being replayed there.
	NextStep(ctx context.Context, id string) (DrillStep, error)
}

// Stale is a text that somebody else changed meanwhile, with both of the texts.
type Stale struct {
	What   string          `json:"what"`
	Rev    int             `json:"rev"`
	At     time.Time       `json:"at"`
	By     rotation.Person `json:"by,omitzero"`
	Theirs string          `json:"theirs"`
	Yours  string          `json:"yours"`
}
