package bench

import (
	"context"
	"time"

	"standby/app/api"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

// LedgerAnswers are what the agent says of the ledger.
type LedgerAnswers struct {
	Months    []api.MonthState
	Statement api.Statement
	Hours     []ledger.Logged
	Trail     []ledger.Step
	Lieu      api.Lieu
	Policy    api.PolicyWords
	Document  api.Document
}

// LedgerSent is what the agent was sent to enter, in order.
type LedgerSent struct {
	Edits   []api.HourEdit
	Entries []api.LieuEntry
	Closed  []api.CloseMonth
	Queries []api.DocumentQuery
}

// Months is not recorded: they are asked for with every statement.
func (f *Agent) Months(context.Context) ([]api.MonthState, error) { return f.Says.Ledger.Months, f.Err }

// Statement answers with the one it was given, and records the month.
func (f *Agent) Statement(_ context.Context, m ledger.Month) (api.Statement, error) {
	return f.Says.Ledger.Statement, f.say("statement " + m.String())
}

// Document keeps the question.
func (f *Agent) Document(_ context.Context, q api.DocumentQuery) (api.Document, error) {
	f.Got.Ledger.Queries = append(f.Got.Ledger.Queries, q)
	return f.Says.Ledger.Document, f.say("document " + q.Format)
}

// CloseMonth keeps the command.
func (f *Agent) CloseMonth(_ context.Context, c api.CloseMonth) (api.Statement, error) {
	f.Got.Ledger.Closed = append(f.Got.Ledger.Closed, c)
	return f.Says.Ledger.Statement, f.say("close " + c.Month.String())
}

// Hours is not recorded: they are asked for with every statement.
func (f *Agent) Hours(context.Context, time.Time, time.Time) ([]ledger.Logged, error) {
	return f.Says.Ledger.Hours, f.Err
}

// Trail records of which hour.
func (f *Agent) Trail(_ context.Context, id string) ([]ledger.Step, error) {
	return f.Says.Ledger.Trail, f.say("trail " + id)
}

// EditHour keeps what is to be.
func (f *Agent) EditHour(_ context.Context, e api.HourEdit) (ledger.Logged, error) {
	f.Got.Ledger.Edits = append(f.Got.Ledger.Edits, e)
	return ledger.Logged{}, f.say("edit " + e.ID)
}

// Lieu is not recorded: it is asked for with every statement.
func (f *Agent) Lieu(context.Context) (api.Lieu, error) { return f.Says.Ledger.Lieu, f.Err }

// EnterLieu keeps the entry, and answers with it.
func (f *Agent) EnterLieu(_ context.Context, e api.LieuEntry) (account.Entry, error) {
	f.Got.Ledger.Entries = append(f.Got.Ledger.Entries, e)
	return account.Entry{ID: "e", Kind: e.Kind, On: e.On, Seconds: e.Seconds, Note: e.Note}, f.say("lieu " + string(e.Kind))
}

// ExplainPolicy records which.
func (f *Agent) ExplainPolicy(_ context.Context, c api.PolicyChoice) (api.PolicyWords, error) {
	return f.Says.Ledger.Policy, f.say("explain " + c.Ready + c.Path)
}

// UsePolicy records which.
func (f *Agent) UsePolicy(_ context.Context, c api.PolicyChoice) (api.PolicyWords, error) {
	return f.Says.Ledger.Policy, f.say("use " + c.Ready + c.Path)
}

// Stats answers with those it was given, and records from when to when.
func (f *Agent) Stats(_ context.Context, from, to time.Time) (api.Stats, error) {
	return f.Says.Stats, f.say("stats " + from.Format(time.DateOnly) + " " + to.Format(time.DateOnly))
}
