package settings

import (
	"context"
	"strings"

	"standby/app/api"
	"standby/app/ui/kit"
)

func (f *alertmanagerForm) filled() api.NewAlertmanager {
	a := api.NewAlertmanager{Name: strings.TrimSpace(f.name.Text), URL: strings.TrimSpace(f.url.Text), Auth: "none"}
	switch f.auth.At {
	case authBasic:
		a.Auth, a.User, a.Secret = "basic", f.user.Text, f.secret.Text
	case authBearer:
		a.Auth, a.Secret = "bearer", f.secret.Text
	}
	return a
}

func (f *alertmanagerForm) onAdd() {
	a := f.filled()
	f.adder.Add(checkAlertmanager(a), func(ctx context.Context) error { return f.listener.AddAlertmanager(ctx, a) }, f.onAdded, listening(a.Name))
}

// onAdded takes the secret off the screen once it was sent, whatever came of it.
func (f *alertmanagerForm) onAdded(err error) {
	kit.Empty(f.secret)
	if err == nil {
		kit.Empty(f.name, f.url, f.user)
	}
}
