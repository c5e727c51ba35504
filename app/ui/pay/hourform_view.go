package pay

import (
	"time"

	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// hourForm adds a call-out or edits one.
type hourForm struct {
	desk  *kit.Desk
	log   HourLog
	again func()

	box                         *fyne.Container
	title                       *look.Line
	zone                        *look.Para
	from, to, what, travel, why *kit.LineField
	mode                        *kit.Picker
	save, remove, cancel        *look.Button
	answer                      *kit.TroubleBox
	reveal                      func(fyne.CanvasObject)

	of  *hourLogged
	loc *time.Location
}

func newHourForm(d *kit.Desk, log HourLog, again func()) *hourForm {
	f := &hourForm{desk: d, log: log, again: again, title: heading(""), zone: look.NewPara("", look.Small, look.Secondary), answer: kit.NewTroubleBox(), loc: time.UTC, reveal: func(fyne.CanvasObject) {}}
	field := func(example string) *kit.LineField {
		e := kit.NewLineField(d, example, f.close)
		e.OnSubmitted = func(string) { f.onSave() }
		return e
	}
	f.from, f.to = field("2026-11-07 02:10"), field("2026-11-07 03:40, or 03:40")
	f.what, f.travel, f.why = field("Restarted the worker"), field("minutes, such as 45"), field("The page was resolved late")
	f.mode = kit.NewPicker(nil, nil)
	f.save = look.NewButton("", look.Main, f.onSave)
	f.remove = look.NewButton("Remove it", look.Plain, f.onRemove)
	f.cancel = look.NewButton("Esc · Cancel", look.Plain, f.close)
	for _, b := range []*look.Button{f.save, f.remove, f.cancel} {
		b.OnRune = d.Typed
	}
	halves := &look.Columns{Shares: []float32{0.5, 0.5}, Narrow: 420, Alone: 1}
	f.box = look.Card(f.title, f.zone, halves.Cells(kit.Field("From", f.from), kit.Field("To", f.to)),
		halves.Cells(kit.Field("How", kit.Outlined(f.mode)), kit.Field("Journeys that are not in it", f.travel)),
		kit.Field("What it was", f.what), kit.Field("Why it is entered or changed", f.why), f.answer.Box, look.Flow(look.Gap8, f.save, f.remove, f.cancel))
	f.box.Hide()
	return f
}

func (f *hourForm) revealBy(reveal func(fyne.CanvasObject)) {
	f.reveal = reveal
	for _, e := range []*kit.LineField{f.from, f.to, f.what, f.travel, f.why} {
		e.OnFocus = reveal
	}
	f.mode.OnFocus, f.save.OnFocus, f.remove.OnFocus, f.cancel.OnFocus = reveal, reveal, reveal, reveal
}

// open shows the form; of is what is edited, nil for a call-out to add.
func (f *hourForm) open(of *hourLogged, loc *time.Location) {
	f.of, f.loc = of, loc
	d := draftOf(of, loc)
	f.title.SetText("Log a call-out by hand")
	f.zone.Set("Times are those of "+model.ZoneName(loc, f.desk.Now())+".", look.Secondary)
	f.save.SetLabel("Log it")
	if of != nil {
		f.title.SetText("Edit the call-out")
		f.save.SetLabel("Save the change")
		f.mode.Options = modeWords(of.Mode)
	} else {
		f.mode.Options = modeWords("")
	}
	f.mode.SetSelected(d.mode)
	f.from.SetText(d.from)
	f.to.SetText(d.to)
	f.travel.SetText(d.travel)
	f.what.SetText(d.what)
	f.why.SetText("")
	f.answer.Show(nil)
	kit.Toggle(f.remove, of != nil)
	kit.Toggle(f.box, true)
	f.desk.Win.Canvas().Focus(f.from)
	f.reveal(f.box)
}

// close puts the form away.
func (f *hourForm) close() {
	if f.box.Visible() {
		f.desk.Win.Canvas().Unfocus()
		kit.Toggle(f.box, false)
	}
}

func (f *hourForm) draft() draft {
	return draft{from: f.from.Text, to: f.to.Text, mode: f.mode.Selected, travel: f.travel.Text, what: f.what.Text, why: f.why.Text}
}
