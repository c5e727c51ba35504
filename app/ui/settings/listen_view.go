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
}

// The kinds of sources of pages.
const (
	kindAlertmanager = iota
	kindPagerDuty
)

func newListenForm(d *kit.Desk, listener Listener) *listenForm {
	f := &listenForm{alertmanager: newAlertmanagerForm(d, listener), pagerDuty: newPagerDutyForm(d, listener)}
	f.kind = kit.NewChoice(d, f.onKind, "Prometheus Alertmanager", "PagerDuty")
	f.box = look.Card(look.NewLine("Listen to a source of pages", look.Title).Strong(),
		kit.Field("What it is", f.kind.Box), f.alertmanager.box, f.pagerDuty.box)
	f.onKind()
	return f
}

func (f *listenForm) revealBy(reveal func(fyne.CanvasObject)) {
	f.kind.RevealBy(reveal)
	f.alertmanager.revealBy(reveal)
	f.pagerDuty.revealBy(reveal)
}

func (f *listenForm) onKind() {
	kit.Toggle(f.alertmanager.box, f.kind.At == kindAlertmanager)
	kit.Toggle(f.pagerDuty.box, f.kind.At == kindPagerDuty)
}
