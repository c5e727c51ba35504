package main

import (
	"context"
	"time"

	"standby/app/api"
	"standby/app/tray"
	"standby/assets"
)

// icon is the tray as a client of the snapshot.
type icon struct {
	r    *running
	tray *tray.Tray
}

func newIcon(r *running) icon {
	return icon{r: r, tray: tray.New(tray.Options{Icon: assets.TrayIcon, Dark: r.cfg.Tray.Icons != "light", Log: r.log})}
}

// show draws what a snapshot means.
func (i icon) show(s api.Snapshot) {
	i.tray.Update(tray.ViewOf(s, time.Now(), i.r.shown.Load().Zone))
}

// run has the calling goroutine until ctx ends.
func (i icon) run(ctx context.Context) {
	go func() { i.tray.SetDark(tray.Dark(ctx, string(i.r.cfg.Tray.Icons))) }()
	if err := i.tray.Run(ctx, i.command); err != nil && ctx.Err() == nil {
		i.r.log.Warn("the tray ended", "error", err)
		i.r.agent.Desktop(func(d *api.Desktop) { d.TrayHost = false })
	}
	<-ctx.Done()
}

// watchHost tells whether anything shows the icon, at the start and with every
// change.
func (i icon) watchHost(ctx context.Context, report func(bool)) {
	tray.WatchHost(ctx, report)
}

func (i icon) command(c tray.Command) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	var err error
	switch c := c.(type) {
	case tray.Open:
		i.r.raise()
	case tray.Acknowledge:
		err = i.r.agent.Act(ctx, c.PageID, api.Command{Do: api.DoAcknowledge})
	case tray.Mute:
		err = i.r.agent.Mute(ctx, time.Now().Add(c.For))
	case tray.TestPage:
		_, err = i.r.agent.TestPage(ctx)
	case tray.Quit:
		i.r.stop()
	}
	if err != nil {
		i.r.log.Warn("a command of the tray", "error", err)
	}
}
