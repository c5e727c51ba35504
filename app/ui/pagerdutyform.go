package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/look"
)

// pagerDutyForm adds a PagerDuty account.
type pagerDutyForm struct {
	listener Listener

	box            *fyne.Container
	name, url, key *entry
	region         *choice
	urlBox         fyne.CanvasObject
	adder          *adder
}

// The choices of where a PagerDuty account lives.
const (
	regionUS = iota
	regionEU
	regionOther
)

func newPagerDutyForm(d *desk, listener Listener) *pagerDutyForm {
	f := &pagerDutyForm{listener: listener, name: newEntry(d, "pagerduty"), url: newEntry(d, "https://api.example.org"), key: newSecret(d)}
	f.region = newChoice(d, f.onRegion, "United States (…pagerduty.com)", "Europe (…eu.pagerduty.com)", "Another address of the API")
	f.urlBox = field("Address of the API, without a path", wheeled(f.url))
	f.adder = newAdder(d, "Add this account", f.onAdd)
	f.box = look.Stack(look.Gap8,
		look.NewPara("The incidents that are assigned to you become pages. What you do with them here is done there in your name. You make the token in PagerDuty under My Profile, User Settings, Create API User Token.", look.Body, look.Secondary),
		field("What to call it", wheeled(f.name)), field("Where the account lives, as its web address says", f.region.box), f.urlBox,
		field("Your own API token; it goes to the keyring and is never shown again", wheeled(f.key)),
		f.adder.box)
	f.onRegion()
	return f
}

func (f *pagerDutyForm) revealBy(reveal func(fyne.CanvasObject)) {
	for _, e := range []*entry{f.name, f.url, f.key} {
		e.onFocus = reveal
	}
	f.region.revealBy(reveal)
	f.adder.revealBy(reveal)
}

func (f *pagerDutyForm) onRegion() { toggle(f.urlBox, f.region.at == regionOther) }

func (f *pagerDutyForm) filled() api.NewPagerDuty {
	n := api.NewPagerDuty{Name: strings.TrimSpace(f.name.Text), Secret: strings.TrimSpace(f.key.Text)}
	switch f.region.at {
	case regionUS:
		n.Region = "us"
	case regionEU:
		n.Region = "eu"
	default:
		n.URL = strings.TrimSpace(f.url.Text)
	}
	return n
}

func (f *pagerDutyForm) onAdd() {
	n := f.filled()
	wrong := checkPagerDuty(n, f.region.at == regionOther)
	f.adder.add(wrong, func(ctx context.Context) error { return f.listener.AddPagerDuty(ctx, n) }, f.onAdded, listening(n.Name))
}

// onAdded takes the token off the screen once it was sent, whatever came of it.
func (f *pagerDutyForm) onAdded(err error) {
	empty(f.key)
	if err == nil {
		empty(f.name, f.url)
	}
}
