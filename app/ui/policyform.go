package ui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"standby/app/ui/look"
)

// policyForm chooses the file of the pay policy, by its path or by looking for
// it.
type policyForm struct {
	desk   *desk
	ledger Ledger
	onDone func()

	box    *fyne.Container
	path   *entry
	browse *look.Button
	use    *look.Button
	answer *troubleBox
}

func newPolicyForm(d *desk, ledger Ledger, onDone func()) *policyForm {
	f := &policyForm{desk: d, ledger: ledger, onDone: onDone, path: newEntry(d, "/home/me/policy.toml"), answer: newTroubleBox()}
	f.browse = look.NewButton("Look for it…", look.Plain, f.onBrowse)
	f.use = look.NewButton("Use this policy", look.Main, f.onUse)
	f.path.OnSubmitted = func(string) { f.onUse() }
	f.box = look.Card(look.NewLine("Pay policy", look.Title).Strong(),
		field("File with your pay policy", look.Row(look.Gap8, 0, wheeled(f.path), f.browse)), f.answer.box, look.Left(f.use))
	return f
}

func (f *policyForm) revealBy(reveal func(fyne.CanvasObject)) {
	f.path.onFocus, f.browse.OnFocus, f.use.OnFocus = reveal, reveal, reveal
}

func (f *policyForm) onBrowse() { chooseFile(f.desk, f.path, f.answer) }

func (f *policyForm) onUse() {
	path := strings.TrimSpace(f.path.Text)
	if path == "" {
		f.answer.showErr(errNoFile)
		return
	}
	f.answer.show(nil)
	f.use.SetEnabled(false)
	f.desk.ask(func(ctx context.Context) error { return f.ledger.SetPolicy(ctx, path) }, f.onUsed)
}

func (f *policyForm) onUsed(err error) {
	f.use.SetEnabled(true)
	f.answer.showErr(err)
	if err == nil {
		f.onDone()
	}
}

var errNoFile = errors.New("no file is named")

// chooseFile lets the user look for a file and puts its path into a field.
func chooseFile(d *desk, into *entry, answer *troubleBox) {
	dialog.ShowFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			answer.showErr(err)
			return
		}
		if file == nil {
			return
		}
		into.SetText(filepath.FromSlash(file.URI().Path()))
		_ = file.Close()
	}, d.win)
}

// field is something to fill in, under the words that say what.
func field(name string, input fyne.CanvasObject) fyne.CanvasObject {
	return look.Stack(look.Gap4, look.NewPara(name, look.Small, look.Secondary), input)
}
