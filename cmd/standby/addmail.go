package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"standby/app/api"
)

func (c *cli) addMail() *cobra.Command {
	var n api.NewMail
	cmd := &cobra.Command{
		Use: "mail", Short: "Read pages out of a folder of a mailbox",
		Long: "Read pages out of a folder of a mailbox (IMAP). The folder is only read; no mail is marked.\n\n" +
			"Let a rule of your mail server move the alerts into a folder of their own: each mail in it pages, and stays a page until a\n" +
			"later mail of the same sender says that it is over, or you resolve it here. The password (where your provider wants one for\n" +
			"programs, that one) is read from standard input, so that it stands in no history. The same name given once more renews it.",
		Example: "  standby add mail --server imap.example.org --user a@example.org < password.txt\n" +
			"  standby add mail --name ops --server imap.example.org:143 --user a@example.org --folder Ops/Alerts --from '*@monitoring.example.org' < password.txt",
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if n.Secret, err = readLine(cmd.InOrStdin()); err != nil {
				return usageError{fmt.Errorf("read the password from standard input: %w", err)}
			}
			return c.listenTo(cmd.Context(), n.Name, func(ctx context.Context, client *api.Client) error { return client.AddMail(ctx, n) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&n.Name, "name", "mail", "what to call it")
	f.StringVar(&n.Server, "server", "", "the IMAP server, as host or host:port (default port 993)")
	f.StringVar(&n.User, "user", "", "the name you sign in with")
	f.StringVar(&n.Folder, "folder", "", "the folder, as your mail program shows it (default Alerts)")
	f.StringArrayVar(&n.From, "from", nil, "a sender whose mails count; * stands for any text; may be given more than once (default all)")
	f.StringVar(&n.TLS, "tls", "", "implicit or starttls (default by the port)")
	for _, name := range []string{"server", "user"} {
		_ = cmd.MarkFlagRequired(name) //nolint:errcheck // the flag is defined above
	}
	return cmd
}
