package settings

import (
	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
)

// listenForm adds a source of pages, of the kind that is chosen.
type listenForm struct {
	box          *fyne.Container
	kind         *kit.Choice
	alertmanager *alertmanagerForm
	pagerDuty    *pagerDutyForm
	mail         *mailForm
}

// The kinds of sources of pages.
const (
	kindAlertmanager = iota
	kindPagerDuty
	kindMail
)

func newListenForm(d *kit.Desk, listener Listener) *listenForm {
	f := &listenForm{alertmanager: newAlertmanagerForm(d, listener), pagerDuty: newPagerDutyForm(d, listener), mail: newMailForm(d, listener)}
	f.kind = kit.NewChoice(d, f.onKind, "Prometheus Alertmanager", "PagerDuty", "A mailbox")
	f.box = look.Card(look.NewLine("Listen to a source of pages", look.Title).Strong(),
		kit.Field("What it is", f.kind.Box), f.alertmanager.box, f.pagerDuty.box, f.mail.box)
	f.onKind()
	return f
}

func (f *listenForm) revealBy(reveal func(fyne.CanvasObject)) {
	f.kind.RevealBy(reveal)
	f.alertmanager.revealBy(reveal)
	f.pagerDuty.revealBy(reveal)
	f.mail.revealBy(reveal)
}

func (f *listenForm) onKind() {
	kit.Toggle(f.alertmanager.box, f.kind.At == kindAlertmanager)
	kit.Toggle(f.pagerDuty.box, f.kind.At == kindPagerDuty)
	kit.Toggle(f.mail.box, f.kind.At == kindMail)
}
