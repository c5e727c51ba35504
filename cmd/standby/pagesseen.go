package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
)

func (c *cli) seen() *cobra.Command {
	var all bool
	unseen := func(p api.Page) bool { return p.Unseen }
	cmd := &cobra.Command{
		Use: "seen [PAGE... | --all]", Short: "Say that you saw pages that came and went without you", Args: cobra.ArbitraryArgs,
		Long: "Say that you saw pages that came and went without you. Until then they stay listed, as \"not seen\"." + whichPage,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case all && len(args) > 0:
				return usageError{errors.New("--all means every page, so name none; or leave --all out")}
			case !all:
				return c.act(cmd.Context(), deed{will: unseen}, args, false, func(time.Time, *time.Location) (api.Command, error) {
					return api.Command{Do: api.DoSeen}, nil
				})
			}
			return c.seenAll(cmd.Context())
		},
		ValidArgsFunction: c.completePages(0, unseen),
	}
	cmd.Flags().BoolVar(&all, "all", false, "every page that is listed as not seen")
	return cmd
}

// seenAll marks what is unseen, and again what a snapshot had no room for.
func (c *cli) seenAll(ctx context.Context) error {
	return c.asking(ctx, confirmWithin, func(ctx context.Context, client *api.Client) error {
		done := map[string]bool{}
		for before := -1; before < len(done); {
			before = len(done)
			s, err := client.Snapshot(ctx)
			if err != nil {
				return err
			}
			for _, p := range s.Pages {
				if !p.Unseen || done[p.ID] {
					continue
				}
				if err := client.Act(ctx, p.ID, api.Command{Do: api.DoSeen}); err != nil {
					return err
				}
				done[p.ID] = true
			}
		}
		text := "No page was left to be seen."
		if n := len(done); n > 0 {
			text = counted(n, "page") + " marked as seen."
		}
		_, err := fmt.Fprintln(c.out, text)
		return err
	})
}
