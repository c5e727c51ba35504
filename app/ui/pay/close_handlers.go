package pay

import (
	"context"

	"standby/app/api"
	"standby/app/ui/kit"
)

func (p *closePane) onSure() {
	c := api.CloseMonth{Month: p.month, Unconfirmed: p.now.unconfirmed}
	p.sure.SetEnabled(false)
	p.desk.Ask(func(ctx context.Context) error {
		_, err := p.ledger.CloseMonth(ctx, c)
		return err
	}, func(err error) {
		p.sure.SetEnabled(true)
		p.answer.ShowErr(err)
		if err != nil {
			return
		}
		p.desk.Win.Canvas().Unfocus()
		kit.Toggle(p.asking, false)
		p.again()
	})
}
