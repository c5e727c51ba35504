package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
)

// newRotaAdd is the command that has the agent read shifts from a rota file.
func newRotaAdd(c *cli) *cobra.Command {
	var n api.NewRota
	cmd := &cobra.Command{
		Use: "add NAME FILE", Short: "Read your shifts from a rota file (TOML)", Args: cobra.ExactArgs(2),
		Long: "Read your shifts from a rota file (TOML).\n\nThe file is followed from then on: what is edited in it counts within a minute. A file with a mistake\n" +
			"in it is not added; the line is named.",
		Example: "  standby rota add payments payments.toml --as \"Engineer A\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := filepath.Abs(args[1])
			if err != nil {
				return fmt.Errorf("find %s: %w", args[1], err)
			}
			n.Name, n.File = args[0], path
			return c.asking(cmd.Context(), 30*time.Second, func(ctx context.Context, client *api.Client) error {
				if err := client.AddRota(ctx, n); err != nil {
					return err
				}
				_, err := fmt.Fprintf(c.out, "Reading rota %s from now on. See: standby status\n", n.Name)
				return err
			})
		},
	}
	cmd.Flags().StringVar(&n.Me.Name, "as", "", "your name in it")
	cmd.Flags().StringVar(&n.Me.Email, "email", "", "your e-mail address in it")
	return cmd
}
