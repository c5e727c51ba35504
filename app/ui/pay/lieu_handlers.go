package pay

import (
	"context"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/rotation/pay/account"
)

func (p *lieuPane) onBook() {
	e, wrong := bookingOf(p.day.Text, p.long.Text, p.for1.Text)
	kit.Toggle(p.done, false)
	p.answer.Show(wrong)
	if wrong != nil {
		return
	}
	p.book.SetEnabled(false)
	var booked account.Entry
	p.desk.Ask(func(ctx context.Context) (err error) {
		booked, err = p.ledger.EnterLieu(ctx, e)
		return err
	}, func(err error) {
		p.book.SetEnabled(true)
		p.answer.ShowErr(err)
		if err != nil {
			return
		}
		for _, f := range []*kit.LineField{p.day, p.long, p.for1} {
			f.SetText("")
		}
		p.tell("Booked: " + dayName(booked.On) + ", " + length(booked.Seconds) + ".")
		p.again()
	})
}

func (p *lieuPane) tell(text string) {
	p.done.Set(text, look.On)
	kit.Toggle(p.done, true)
}

func (p *lieuPane) onGiveBack(r *dayRow) {
	day := r.day
	r.give.SetEnabled(false)
	kit.Toggle(p.done, false)
	p.desk.Ask(func(ctx context.Context) error {
		_, err := p.ledger.EnterLieu(ctx, api.LieuEntry{Kind: account.Released, Of: day.of.ID})
		return err
	}, func(err error) {
		r.give.SetEnabled(true)
		p.answer.ShowErr(err)
		if err == nil {
			p.tell("Given back: " + day.when + ". Its " + day.long + " are in the account again.")
			p.again()
		}
	})
}

// onFile writes a day off as a calendar to give to others.
func (p *lieuPane) onFile(d dayOff) {
	file, err := api.DayOff(d.of, p.me, p.desk.Now())
	p.answer.ShowErr(err)
	if err != nil {
		return
	}
	kit.SaveFile(p.desk, file.Name, file.Data, func(path string, err error) {
		p.answer.ShowErr(err)
		if err == nil {
			p.tell("Saved: " + path)
		}
	})
}
