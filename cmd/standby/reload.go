package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/app/config"
	"standby/app/provider/calendar"
	"standby/app/tray"
)

func (c *cli) reload() *cobra.Command {
	return &cobra.Command{
		Use: "reload", Short: "Put a changed configuration to use",
		Long: "Put a changed configuration to use.\n\nStandby does so by itself when the file is saved. This says what is wrong with it, and is\n" +
			"needed where the system tells of no changes, as on some network drives. A configuration\nthat is not right is not used, and the old one stays.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.asking(cmd.Context(), 15*time.Second, func(ctx context.Context, client *api.Client) error {
				if err := client.Reload(ctx); err != nil {
					return err
				}
				_, err := fmt.Fprintln(c.out, "The configuration is in use.")
				return err
			})
		},
	}
}

// followConfiguration puts each change of the file to use. What is wrong with one is
// shown until it is corrected.
func (r *running) followConfiguration(ctx context.Context) {
	err := calendar.NewFile("the configuration", r.places.ConfigFile).Watch(ctx, func() {
		if err := r.commands.Reload(ctx); err != nil {
			r.log.Warn("the changed configuration is not used", "error", err)
			return
		}
		r.log.Info("the configuration was read again")
	})
	if err != nil && ctx.Err() == nil {
		r.log.Warn("changes of the configuration are put to use by standby reload alone", "error", err)
	}
}

// use takes what concerns neither the sources nor the agent from another
// configuration.
func (r *running) use(c config.Config) {
	r.shown.Store(&c)
	r.speaker.use(c.Sound.Volume, c.Sound.Device)
	r.hooks.Use(hookCommands(c.Hooks))
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	go func() {
		defer cancel()
		r.icon.tray.SetDark(tray.Dark(ctx, string(c.Tray.Icons)))
	}()
}
