package main

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"standby/app/agent"
	"standby/app/api"
	"standby/assets"
	"standby/notify"
	"standby/notify/desktop"
	"standby/notify/sound"
)

// screen is where notes go: the desktop's notifications, and the speaker where
// the desktop does not play the sound itself.
type screen struct {
	*desktop.Desktop
	log     *slog.Logger
	agent   *agent.Agent // set before anything runs
	playing atomic.Bool
}

func newScreen(log *slog.Logger) *screen {
	s := &screen{log: log}
	s.Desktop = desktop.New(desktop.Options{Icon: assets.NoteIcon, Log: log, Changed: s.changed})
	return s
}

func (s *screen) changed(c desktop.Capabilities) { s.agent.Desktop(describe(c)) }

func (s *screen) follow(ctx context.Context) {
	if err := s.Run(ctx, s.agent.React); err != nil {
		s.log.Warn("notifications", "error", err)
	}
}

// Show shows a note, and plays its sound once whatever number of notes come at
// the same time.
func (s *screen) Show(n notify.Note) {
	s.Desktop.Show(n)
	if !n.Sound || s.Capabilities().Sound || !s.playing.CompareAndSwap(false, true) {
		return
	}
	go s.play()
}

func (s *screen) play() {
	defer s.playing.Store(false)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	err := sound.Signal(ctx)
	state := "ok"
	if err != nil {
		state = "failed"
		s.log.Warn("sound", "error", err)
	}
	s.agent.Desktop(func(d *api.Desktop) { d.Sound = state })
}
