package settings

import (
	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
)

// pagerDutyForm adds a PagerDuty account.
type pagerDutyForm struct {
	listener Listener

	box            *fyne.Container
	name, url, key *kit.Entry
	region         *kit.Choice
	urlBox         fyne.CanvasObject
	adder          *kit.Adder
}

// The choices of where a PagerDuty account lives.
const (
	regionUS = iota
	regionEU
	regionOther
)

func newPagerDutyForm(d *kit.Desk, listener Listener) *pagerDutyForm {
	f := &pagerDutyForm{listener: listener, name: kit.NewEntry(d, "pagerduty"), url: kit.NewEntry(d, "https://api.example.org"), key: kit.NewSecret(d)}
	f.region = kit.NewChoice(d, f.onRegion, "United States (…pagerduty.com)", "Europe (…eu.pagerduty.com)", "Another address of the API")
	f.urlBox = kit.Field("Address of the API, without a path", kit.Wheeled(f.url))
	f.adder = kit.NewAdder(d, "Add this account", f.onAdd)
	f.box = look.Stack(look.Gap8,
		look.NewPara("The incidents that are assigned to you become pages. What you do with them here is done there in your name. You make the token in PagerDuty under My Profile, User Settings, Create API User Token.", look.Body, look.Secondary),
		kit.Field("What to call it", kit.Wheeled(f.name)), kit.Field("Where the account lives, as its web address says", f.region.Box), f.urlBox,
		kit.Field("Your own API token; it goes to the keyring and is never shown again", kit.Wheeled(f.key)),
		f.adder.Box)
	f.onRegion()
	return f
}

func (f *pagerDutyForm) revealBy(reveal func(fyne.CanvasObject)) {
	for _, e := range []*kit.Entry{f.name, f.url, f.key} {
		e.OnFocus = reveal
	}
	f.region.RevealBy(reveal)
	f.adder.RevealBy(reveal)
}

func (f *pagerDutyForm) onRegion() { kit.Toggle(f.urlBox, f.region.At == regionOther) }
