package kit

import (
	"fmt"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
)

// SaveFile lets the user say where a file is to be kept, and writes it there. told
// gets the path and what went wrong; it is not called when the user wants no file.
func SaveFile(d *Desk, name string, data []byte, told func(path string, err error)) {
	box := dialog.NewFileSave(func(to fyne.URIWriteCloser, err error) {
		if to == nil && err == nil {
			return
		}
		if err != nil {
			told("", err)
			return
		}
		told(to.URI().Path(), Put(to, data))
	}, d.Win)
	box.SetFileName(name)
	box.Show()
}

// Put writes the whole of a file and closes it.
func Put(to io.WriteCloser, data []byte) error {
	_, err := to.Write(data)
	if closed := to.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("write the file: %w", err)
	}
	return nil
}
