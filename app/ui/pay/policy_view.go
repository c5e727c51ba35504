package pay

import (
	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
)

// policyForm chooses the file of the pay policy, by its path or by looking for
// it.
type policyForm struct {
	desk   *kit.Desk
	ledger Ledger
	onDone func()

	box    *fyne.Container
	path   *kit.Entry
	browse *look.Button
	use    *look.Button
	answer *kit.TroubleBox
}

func newPolicyForm(d *kit.Desk, ledger Ledger, onDone func()) *policyForm {
	f := &policyForm{desk: d, ledger: ledger, onDone: onDone, path: kit.NewEntry(d, "/home/me/policy.toml"), answer: kit.NewTroubleBox()}
	f.browse = look.NewButton("Look for it…", look.Plain, f.onBrowse)
	f.use = look.NewButton("Use this policy", look.Main, f.onUse)
	f.path.OnSubmitted = func(string) { f.onUse() }
	f.box = look.Card(look.NewLine("Pay policy", look.Title).Strong(),
		kit.Field("File with your pay policy", look.Row(look.Gap8, 0, kit.Wheeled(f.path), f.browse)), f.answer.Box, look.Left(f.use))
	return f
}

func (f *policyForm) revealBy(reveal func(fyne.CanvasObject)) {
	f.path.OnFocus, f.browse.OnFocus, f.use.OnFocus = reveal, reveal, reveal
}
