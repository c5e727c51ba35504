package main

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/notify"
)

// restView is the shape of `standby rest --json`.
type restView struct {
	Schema int `json:"schema"`
	api.Rest
}

func (c *cli) rest() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "rest", Short: "Say when you may begin work after a call-out, and what your plan does not keep",
		Long: "Say when you may begin work after a call-out, and which rests and limits of the pay policy your plan of the next eight weeks\n" +
			"does not keep.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.asking(cmd.Context(), ledgerTime, func(ctx context.Context, client *api.Client) error {
				s, err := client.Snapshot(ctx)
				if err != nil {
					return err
				}
				r, err := client.Rest(ctx)
				switch {
				case err != nil:
					return err
				case asJSON:
					return writeJSON(c.out, restView{1, r})
				}
				_, err = io.WriteString(c.out, restText(r, zoneOf(s)))
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

func restText(r api.Rest, zone *time.Location) string {
	b := &strings.Builder{}
	if r.Earliest.IsZero() {
		b.WriteString("There is no call-out to rest from.\n")
	} else {
		b.WriteString(wrapped("", "Work may begin "+momentText(r.Earliest.Truncate(time.Second), zone)+"."))
		b.WriteString(wrapped("  ", notify.Clean(r.Text, 500)))
	}
	if len(r.Warnings) == 0 {
		b.WriteString("The plan of the next eight weeks keeps every rest and limit of the policy.\n")
	}
	for _, w := range r.Warnings {
		text := notify.Clean(w.Text, 500)
		if !w.At.IsZero() {
			text = momentText(w.At.Truncate(time.Second), zone) + ": " + text
		}
		b.WriteString(wrapped("! ", text))
	}
	return b.String()
}
