package pay

import (
	"context"
	"strings"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/rotation/pay/ledger"
)

// hourLogged is an hour as the log has it.
type hourLogged = ledger.Logged

// onOpen asks for all that was said of the call-out.
func (r *logRow) onOpen() {
	id, p := r.row.id, r.pane
	r.facts.Show(r.row.said)
	r.trail.Set("…", look.Secondary)
	var steps []ledger.Step
	p.desk.Ask(func(ctx context.Context) (err error) {
		steps, err = p.log.Trail(ctx, id)
		return err
	}, func(err error) {
		if r.row.id != id {
			return
		}
		p.answer.ShowErr(err)
		var lines []string
		for _, s := range steps {
			lines = append(lines, stepOf(s, p.loc))
		}
		r.trail.Set(strings.Join(lines, "\n"), look.Secondary)
	})
}

func (r *logRow) onConfirm() {
	yes := true
	r.send(api.HourEdit{ID: r.row.id, Confirmed: &yes})
}

func (r *logRow) onTake() {
	r.send(api.HourEdit{ID: r.row.id, TakePage: true, Why: "Taken over from the page"})
}

func (r *logRow) onCount() {
	no := false
	r.send(api.HourEdit{ID: r.row.id, Removed: &no, Why: "It counts after all"})
}

func (r *logRow) send(e api.HourEdit) {
	r.enable(false)
	p := r.pane
	p.desk.Ask(func(ctx context.Context) error {
		_, err := p.log.EditHour(ctx, e)
		return err
	}, func(err error) {
		r.enable(true)
		p.answer.ShowErr(err)
		if err == nil {
			p.again()
		}
	})
}

func (r *logRow) onEdit() {
	of := r.row.of
	r.pane.form.open(&of, r.pane.loc)
}
