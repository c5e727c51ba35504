package ui

import (
	"fyne.io/fyne/v2"

	"standby/app/ui/look"
)

// listenForm adds a source of pages, of the kind that is chosen.
type listenForm struct {
	box          *fyne.Container
	kind         *choice
	alertmanager *alertmanagerForm
	pagerDuty    *pagerDutyForm
}

// The kinds of sources of pages.
const (
	kindAlertmanager = iota
	kindPagerDuty
)

func newListenForm(d *desk, listener Listener) *listenForm {
	f := &listenForm{alertmanager: newAlertmanagerForm(d, listener), pagerDuty: newPagerDutyForm(d, listener)}
	f.kind = newChoice(d, f.onKind, "Prometheus Alertmanager", "PagerDuty")
	f.box = look.Card(look.NewLine("Listen to a source of pages", look.Title).Strong(),
		field("What it is", f.kind.box), f.alertmanager.box, f.pagerDuty.box)
	f.onKind()
	return f
}

func (f *listenForm) revealBy(reveal func(fyne.CanvasObject)) {
	f.kind.revealBy(reveal)
	f.alertmanager.revealBy(reveal)
	f.pagerDuty.revealBy(reveal)
}

func (f *listenForm) onKind() {
	toggle(f.alertmanager.box, f.kind.at == kindAlertmanager)
	toggle(f.pagerDuty.box, f.kind.at == kindPagerDuty)
}

// listening is what is said once a source was added.
func listening(name string) string {
	return "“" + name + "” was added. Above, among the sources, you see whether it answers."
}
