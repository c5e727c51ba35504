package kit

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
)

// ChooseFile lets the user look for a file and puts its path into a field.
func ChooseFile(d *Desk, into *Entry, answer *TroubleBox) {
	dialog.ShowFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			answer.ShowErr(err)
			return
		}
		if file == nil {
			return
		}
		into.SetText(filepath.FromSlash(file.URI().Path()))
		_ = file.Close()
	}, d.Win)
}
