package pay

import (
	"context"

	"standby/app/api"
	"standby/app/ui/look"
)

func (p *statementPane) onConfirm(h hourRow, button *look.Button) { p.confirm(button, h) }

func (p *statementPane) onConfirmAll() { p.confirm(p.all, p.hours...) }

// confirmFirst confirms what stands on top.
func (p *statementPane) confirmFirst() {
	if len(p.hours) == 0 {
		return
	}
	if row, ok := p.waiting.At(0).(*confirmRow); ok && !row.button.Disabled() {
		p.onConfirm(row.row, row.button)
	}
}

// confirm vouches for call-outs, as far as it gets.
func (p *statementPane) confirm(button *look.Button, list ...hourRow) {
	button.SetEnabled(false)
	p.desk.Ask(func(ctx context.Context) error {
		yes := true
		for _, h := range list {
			if _, err := p.ledger.EditHour(ctx, api.HourEdit{ID: h.id, Confirmed: &yes}); err != nil {
				return err
			}
		}
		return nil
	}, func(err error) {
		button.SetEnabled(true)
		p.answer.ShowErr(err)
		p.again()
	})
}
