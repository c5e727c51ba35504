package bench

import (
	"context"
	"time"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
)

// Agent records what it is asked, and answers with what it is given.
type Agent struct {
	// Err is how it answers all that it records.
	Err error
	// Says is what it answers, Got what it was sent.
	Says  Answers
	Got   Sent
	asked []string
	// Exchange is what it says of handovers, and what it was asked of them.
	Exchange Exchange
}

// Answers are what the agent says when it is asked.
type Answers struct {
	Snapshot  api.Snapshot
	Shifts    []rotation.Shift
	Gaps      []api.Gap
	History   []api.Page
	Ledger    LedgerAnswers
	Stats     api.Stats
	Checks    []api.Check
	Outputs   []api.Output
	OutputErr error
	Again     *api.Recurrence
	Preview   api.Preview
	Found     []api.Found
	Schedules []api.PagerDutySchedule
	Stream    func(context.Context, func(api.Message)) error
}

// Sent is what the agent was sent: the last of each, and all commands and questions.
type Sent struct {
	Calendar  api.NewCalendar
	Rota      api.NewRota
	Manager   api.NewAlertmanager
	PagerDuty api.NewPagerDuty
	Mail      api.NewMail
	Me        rotation.Person
	Commands  []api.Command
	Previewed []api.PreviewQuery
	Account   api.Account
	Ledger    LedgerSent
}

func (f *Agent) say(what string) error {
	f.asked = append(f.asked, what)
	return f.Err
}

// Snapshot answers with the one it was given.
func (f *Agent) Snapshot(context.Context) (api.Snapshot, error) {
	return f.Says.Snapshot, f.say("snapshot")
}

// Stream is that of the answers.
func (f *Agent) Stream(ctx context.Context, _ string, each func(api.Message)) error {
	return f.Says.Stream(ctx, each)
}

// Act records the command.
func (f *Agent) Act(_ context.Context, id string, c api.Command) error {
	f.Got.Commands = append(f.Got.Commands, c)
	return f.say(string(c.Do) + " " + id)
}

// Mute records until when, in UTC.
func (f *Agent) Mute(_ context.Context, until time.Time) error {
	return f.say("mute " + until.UTC().Format("15:04"))
}

// Page is not recorded: it is asked for whenever a page is opened.
func (f *Agent) Page(_ context.Context, id string) (api.Page, error) {
	if f.Says.Again == nil {
		return api.Page{}, f.Err
	}
	return api.Page{Page: notify.Page{ID: id}, Recurrence: f.Says.Again}, nil
}

// Shifts answers with those it was given.
func (f *Agent) Shifts(context.Context, api.ShiftQuery) ([]rotation.Shift, error) {
	return f.Says.Shifts, f.say("shifts")
}

// Gaps answers with those it was given.
func (f *Agent) Gaps(context.Context, time.Time, time.Time) ([]api.Gap, error) {
	return f.Says.Gaps, f.say("gaps")
}

// History answers with the pages it was given, and records from when to when.
func (f *Agent) History(_ context.Context, from, to time.Time) ([]api.Page, error) {
	return f.Says.History, f.say("history " + from.UTC().Format(time.DateOnly) + " " + to.UTC().Format(time.DateOnly))
}

// AddCalendar keeps what it was sent.
func (f *Agent) AddCalendar(_ context.Context, n api.NewCalendar) error {
	f.Got.Calendar = n
	return f.say("calendar")
}

// AddRota keeps what it was sent.
func (f *Agent) AddRota(_ context.Context, n api.NewRota) error {
	f.Got.Rota = n
	return f.say("rota")
}

// AddAlertmanager keeps what it was sent.
func (f *Agent) AddAlertmanager(_ context.Context, n api.NewAlertmanager) error {
	f.Got.Manager = n
	return f.say("alertmanager")
}

// AddPagerDuty keeps what it was sent.
func (f *Agent) AddPagerDuty(_ context.Context, n api.NewPagerDuty) error {
	f.Got.PagerDuty = n
	return f.say("pagerduty")
}

// AddMail keeps what it was sent.
func (f *Agent) AddMail(_ context.Context, n api.NewMail) error {
	f.Got.Mail = n
	return f.say("mail")
}

// TestSound records which.
func (f *Agent) TestSound(_ context.Context, t api.SoundTest) error {
	return f.say("sound " + t.Sound)
}

// Outputs is not recorded: they are asked for whenever the settings are opened.
func (f *Agent) Outputs(context.Context) ([]api.Output, error) {
	return f.Says.Outputs, f.Says.OutputErr
}

// SetMe keeps who.
func (f *Agent) SetMe(_ context.Context, me rotation.Person) error {
	f.Got.Me = me
	return f.say("me")
}

// Preview keeps the question.
func (f *Agent) Preview(_ context.Context, q api.PreviewQuery) (api.Preview, error) {
	f.Got.Previewed = append(f.Got.Previewed, q)
	return f.Says.Preview, f.say("preview")
}

// Discover keeps the account.
func (f *Agent) Discover(_ context.Context, a api.Account) ([]api.Found, error) {
	f.Got.Account = a
	return f.Says.Found, f.say("discover")
}

// Schedules records of which account.
func (f *Agent) Schedules(_ context.Context, account string) ([]api.PagerDutySchedule, error) {
	return f.Says.Schedules, f.say("schedules " + account)
}

// TestPage records that it was asked.
func (f *Agent) TestPage(context.Context) (string, error) { return "p", f.say("test-page") }

// Doctor answers with the checks it was given.
func (f *Agent) Doctor(context.Context) ([]api.Check, error) { return f.Says.Checks, f.say("doctor") }
