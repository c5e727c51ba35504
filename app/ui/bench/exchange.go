package bench

import (
	"context"
	"time"

	"standby/app/api"
)

// Exchange is what the agent says of handovers, and what it was asked of them.
type Exchange struct {
	Detail  api.ScheduleDetail
	Effects []api.Effect
	Out     api.HandedOver
	// Foreseen and Handed are what was asked, in order.
	Foreseen []api.ShiftChange
	Handed   []api.ShiftHandover
}

// Schedule answers with what it was given; it is asked for with the shifts, and not
// recorded.
func (f *Agent) Schedule(context.Context, time.Time, time.Time) (api.ScheduleDetail, error) {
	return f.Exchange.Detail, f.Err
}

// ScheduleFile answers with a calendar without events.
func (f *Agent) ScheduleFile(_ context.Context, q api.ShiftQuery) (api.Document, error) {
	name := map[bool]string{true: "on-call.ics", false: "schedule.ics"}[q.Mine]
	return api.Document{Name: name, Data: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")}, f.say("file " + name)
}

// Foresee keeps the question.
func (f *Agent) Foresee(_ context.Context, c api.ShiftChange) ([]api.Effect, error) {
	f.Exchange.Foreseen = append(f.Exchange.Foreseen, c)
	return f.Exchange.Effects, f.Err
}

// HandOver keeps the command.
func (f *Agent) HandOver(_ context.Context, h api.ShiftHandover) (api.HandedOver, error) {
	f.Exchange.Handed = append(f.Exchange.Handed, h)
	return f.Exchange.Out, f.say("hand over")
}

// TakeBack records which.
func (f *Agent) TakeBack(_ context.Context, id string) error { return f.say("take back " + id) }
