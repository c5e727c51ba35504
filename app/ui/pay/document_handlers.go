package pay

import (
	"context"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
)

func (p *documentPane) onExport(i int) {
	q, name := documentOf(p.months, p.state, p.span.At == 1, exports[i].format)
	p.answer.Show(nil)
	kit.Toggle(p.done, false)
	p.buttons[i].SetEnabled(false)
	var d api.Document
	p.desk.Ask(func(ctx context.Context) (err error) {
		d, err = p.ledger.Document(ctx, q)
		return err
	}, func(err error) {
		p.buttons[i].SetEnabled(true)
		p.answer.ShowErr(err)
		if err == nil {
			kit.SaveFile(p.desk, name, d.Data, p.onSaved)
		}
	})
}

func (p *documentPane) onSaved(path string, err error) {
	p.answer.ShowErr(err)
	p.done.Set("Saved: "+path, look.On)
	kit.Toggle(p.done, err == nil)
}
