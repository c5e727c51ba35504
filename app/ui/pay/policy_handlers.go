package pay

import (
	"context"
	"errors"
	"strings"

	"standby/app/ui/kit"
)

func (f *policyForm) onBrowse() { kit.ChooseFile(f.desk, f.path, f.answer) }

func (f *policyForm) onUse() {
	path := strings.TrimSpace(f.path.Text)
	if path == "" {
		f.answer.ShowErr(errNoFile)
		return
	}
	f.answer.Show(nil)
	f.use.SetEnabled(false)
	f.desk.Ask(func(ctx context.Context) error { return f.ledger.SetPolicy(ctx, path) }, f.onUsed)
}

func (f *policyForm) onUsed(err error) {
	f.use.SetEnabled(true)
	f.answer.ShowErr(err)
	if err == nil {
		f.onDone()
	}
}

var errNoFile = errors.New("no file is named")
