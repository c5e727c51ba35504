package main

import (
	"context"
	"log/slog"

	"standby/app/agent"
	"standby/assets"
	"standby/notify/desktop"
)

// screen is where notes go: the desktop's notifications.
type screen struct {
	*desktop.Desktop
	log   *slog.Logger
	agent *agent.Agent // set before anything runs
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
