package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
)

// add is the parent of the commands that add sources of pages.
func (c *cli) add() *cobra.Command {
	cmd := &cobra.Command{
		Use: "add", Short: "Listen to one more source of pages",
		Long:                       "Listen to one more source of pages. It is tried first; its secret goes to the keyring and nowhere else.",
		Example:                    "  standby add alertmanager http://127.0.0.1:9093 --name prod\n  standby add pagerduty --region eu < api-key.txt\n  standby add mail --server imap.example.org --user a@example.org < password.txt",
		SuggestionsMinimumDistance: 2,
		Args:                       unknownCommand,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	alertmanager := c.listen()
	alertmanager.Use = "alertmanager URL"
	alertmanager.Example = "  standby add alertmanager https://alerts.example.org --name prod --auth bearer --secret-stdin < token"
	cmd.AddCommand(alertmanager, c.addPagerDuty(), c.addMail())
	for _, sub := range cmd.Commands() {
		checkArgs(sub)
	}
	return cmd
}

// listenTo has the agent add the source of that name.
func (c *cli) listenTo(ctx context.Context, name string, add func(context.Context, *api.Client) error) error {
	return c.asking(ctx, 30*time.Second, func(ctx context.Context, client *api.Client) error {
		if err := add(ctx, client); err != nil {
			return err
		}
		_, err := fmt.Fprintf(c.out, "Listening to %s from now on. See: standby doctor\n", name)
		return err
	})
}

func (c *cli) addPagerDuty() *cobra.Command {
	var n api.NewPagerDuty
	cmd := &cobra.Command{
		Use: "pagerduty", Short: "Listen to the PagerDuty incidents that are assigned to you",
		Long: "Listen to the PagerDuty incidents that are assigned to you.\n\nThe API key is your own (My Profile, User Settings, Create API User Token) and is read from standard\n" +
			"input, so that it stands in no history. The same name given once more renews it.",
		Example: "  standby add pagerduty < api-key.txt\n  standby add pagerduty --name work --region eu < api-key.txt",
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if n.Secret, err = readLine(cmd.InOrStdin()); err != nil {
				return usageError{fmt.Errorf("read the API key from standard input: %w", err)}
			}
			return c.listenTo(cmd.Context(), n.Name, func(ctx context.Context, client *api.Client) error { return client.AddPagerDuty(ctx, n) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&n.Name, "name", "pagerduty", "what to call it")
	f.StringVar(&n.Region, "region", "", "the service region of the account, us or eu (default us)")
	f.StringVar(&n.URL, "url", "", "another address of the API, in the place of a region")
	return cmd
}

// testSound plays what a page sounds like.
func (c *cli) testSound() *cobra.Command {
	var t api.SoundTest
	var list bool
	cmd := &cobra.Command{
		Use: "test-sound", Short: "Play what an urgent page sounds like, or say why nothing is heard",
		Long: "Play what an urgent page sounds like, as the agent would, or say why nothing is heard.\n\n" +
			"With --list, list the outputs that device under [sound] in the configuration may name.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.asking(cmd.Context(), 20*time.Second, func(ctx context.Context, client *api.Client) error {
				if list {
					return c.listOutputs(ctx, client)
				}
				if err := client.TestSound(ctx, t); err != nil {
					return err
				}
				_, err := fmt.Fprintln(c.out, "It was played.")
				return err
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&t.Sound, "sound", "", "page-high, page-normal, notice or hand-off (default page-high)")
	f.IntVar(&t.Volume, "volume", 100, "how loud, 1 to 100")
	f.BoolVar(&list, "list", false, "list the outputs instead")
	return cmd
}

func (c *cli) listOutputs(ctx context.Context, client *api.Client) error {
	outputs, err := client.Outputs(ctx)
	if err != nil {
		return err
	}
	for _, o := range outputs {
		id := o.ID
		if id == "" {
			id = "(the default; none can be chosen)"
		}
		if _, err := fmt.Fprintf(c.out, "%s\t%s\n", id, o.Name); err != nil {
			return err
		}
	}
	return nil
}
