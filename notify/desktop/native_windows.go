package desktop

import "standby/notify"

// native shows toasts with buttons.
func native(o Options) backend { return newCentral(newToaster(o), o) }

// buttonless shows toasts too: the library of the plain back end would fall back to
// PowerShell here.
func buttonless(o Options) backend { return newCentral(bare{newToaster(o)}, o) }

// bare leaves the buttons out.
type bare struct{ *toaster }

func (b bare) open(react func(notify.Reaction)) (Capabilities, error) {
	can, err := b.toaster.open(react)
	can.Buttons = false
	return can, err
}

func (b bare) serve(r request) error {
	if r.note != nil {
		n := *r.note
		n.Actions = nil
		r.note = &n
	}
	return b.toaster.serve(r)
}
