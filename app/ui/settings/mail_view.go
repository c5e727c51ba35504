package settings

import (
	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
)

// mailForm adds a folder of a mailbox.
type mailForm struct {
	listener Listener

	box                                        *fyne.Container
	name, server, user, folder, from, password *kit.Entry
	adder                                      *kit.Adder
}

func newMailForm(d *kit.Desk, listener Listener) *mailForm {
	f := &mailForm{listener: listener, name: kit.NewEntry(d, "mail"), server: kit.NewEntry(d, "imap.example.org"), user: kit.NewEntry(d, "me@example.org"),
		folder: kit.NewEntry(d, "Alerts"), from: kit.NewEntry(d, "*@monitoring.example.org"), password: kit.NewSecret(d)}
	f.adder = kit.NewAdder(d, "Add this mailbox", f.onAdd)
	f.box = look.Stack(look.Gap8,
		look.NewPara("Let a rule of your mail server move the alerts into a folder of their own. Each mail there becomes a page, and stays one until a later mail of the same sender says that it is over, or you resolve it here. The folder is only read, and no mail is marked.", look.Body, look.Secondary),
		kit.Field("What to call it", kit.Wheeled(f.name)),
		kit.Field("IMAP server; port 993 unless you add another", kit.Wheeled(f.server)),
		kit.Field("User", kit.Wheeled(f.user)),
		kit.Field("Password; it goes to the keyring and is never shown again", kit.Wheeled(f.password)),
		kit.Field("Folder, as your mail program shows it; Alerts unless you say otherwise", kit.Wheeled(f.folder)),
		kit.Field("Whose mails count; everybody's unless you say otherwise", kit.Wheeled(f.from)),
		f.adder.Box)
	return f
}

func (f *mailForm) revealBy(reveal func(fyne.CanvasObject)) {
	for _, e := range []*kit.Entry{f.name, f.server, f.user, f.password, f.folder, f.from} {
		e.OnFocus = reveal
	}
	f.adder.RevealBy(reveal)
}
