package settings

import (
	"context"
	"strings"

	"standby/app/api"
	"standby/app/ui/kit"
)

func (f *mailForm) filled() api.NewMail {
	return api.NewMail{Name: strings.TrimSpace(f.name.Text), Server: strings.TrimSpace(f.server.Text), User: strings.TrimSpace(f.user.Text),
		Folder: strings.TrimSpace(f.folder.Text), From: sendersOf(f.from.Text), Secret: f.password.Text}
}

func (f *mailForm) onAdd() {
	n := f.filled()
	f.adder.Add(checkMail(n), func(ctx context.Context) error { return f.listener.AddMail(ctx, n) }, f.onAdded, listening(n.Name))
}

// onAdded takes the password off the screen once it was sent, whatever came of it.
func (f *mailForm) onAdded(err error) {
	kit.Empty(f.password)
	if err == nil {
		kit.Empty(f.name, f.server, f.user, f.folder, f.from)
	}
}
