package now

import (
	"context"
	"time"

	"standby/app/api"
	"standby/app/ui/model"
)

// press asks for how long, or lets Standby be heard again.
func (m *muteBar) press() {
	switch {
	case !m.last.Live || m.prompt.Open:
	case model.MutedOf(m.last) != "":
		m.mute(m.desk.Now())
	default:
		m.prompt.Ask("Mute for how long? Pages are still shown.", mutes(m.last), func(c api.Command) { m.mute(c.Until) })
		m.redraw()
	}
}

func (m *muteBar) mute(until time.Time) {
	m.answer.Show(nil)
	m.desk.Ask(func(ctx context.Context) error { return m.pager.Mute(ctx, until) }, m.answer.ShowErr)
}
