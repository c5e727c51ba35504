package pay

import (
	"context"
	"strings"

	"standby/app/api"
)

func (f *hourForm) onSave() {
	e, wrong := f.draft().edit(f.of, f.loc)
	f.answer.Show(wrong)
	if wrong == nil {
		f.send(e)
	}
}

func (f *hourForm) onRemove() {
	why := strings.TrimSpace(f.why.Text)
	if why == "" {
		f.answer.Show(&api.Trouble{What: "To remove a call-out needs a reason", Means: "Nothing was changed. It stays in the log, and the reason in its trail.", Next: "Say in a few words why it does not count."})
		f.desk.Win.Canvas().Focus(f.why)
		return
	}
	yes := true
	f.send(api.HourEdit{ID: f.of.ID, Why: why, Removed: &yes})
}

func (f *hourForm) send(e api.HourEdit) {
	f.save.SetEnabled(false)
	f.remove.SetEnabled(false)
	f.desk.Ask(func(ctx context.Context) error {
		_, err := f.log.EditHour(ctx, e)
		return err
	}, func(err error) {
		f.save.SetEnabled(true)
		f.remove.SetEnabled(true)
		f.answer.ShowErr(err)
		if err == nil {
			f.close()
			f.again()
		}
	})
}
