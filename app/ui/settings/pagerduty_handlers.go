package settings

import (
	"context"
	"strings"

	"standby/app/api"
	"standby/app/ui/kit"
)

func (f *pagerDutyForm) filled() api.NewPagerDuty {
	n := api.NewPagerDuty{Name: strings.TrimSpace(f.name.Text), Secret: strings.TrimSpace(f.key.Text)}
	switch f.region.At {
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
	wrong := checkPagerDuty(n, f.region.At == regionOther)
	f.adder.Add(wrong, func(ctx context.Context) error { return f.listener.AddPagerDuty(ctx, n) }, f.onAdded, listening(n.Name))
}

// onAdded takes the token off the screen once it was sent, whatever came of it.
func (f *pagerDutyForm) onAdded(err error) {
	kit.Empty(f.key)
	if err == nil {
		kit.Empty(f.name, f.url)
	}
}
