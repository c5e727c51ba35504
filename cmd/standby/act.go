package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/rotation"
)

func (c *cli) testPage() *cobra.Command {
	return &cobra.Command{
		Use: "test-page", Short: "Page yourself, to prove the whole path",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.asking(cmd.Context(), 10*time.Second, func(ctx context.Context, client *api.Client) error {
				id, err := client.TestPage(ctx)
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(c.out, "%s  test page sent; acknowledge it on the screen, or with: standby ack %s\n", id, id)
				return err
			})
		},
	}
}

func (c *cli) importCalendar() *cobra.Command {
	var n api.NewCalendar
	var role string
	var secretIn bool
	cmd := &cobra.Command{
		Use: "import FILE|URL", Short: "Read your shifts from a calendar (.ics)", Args: cobra.ExactArgs(1),
		Long: "Read your shifts from a calendar (.ics).\n\nThe calendar is followed from then on. A URL is a credential: it goes to the keyring, and is read\n" +
			"from standard input when it is given as \"-\", so that it stands in no history.",
		Example: "  standby import on-call.ics --as \"Engineer A\"\n  standby import - --mine < url.txt",
		RunE: func(cmd *cobra.Command, args []string) error {
			n.Role = rotation.Role(role)
			if err := locate(&n, args[0], cmd); err != nil {
				return err
			}
			if err := c.askOpen(cmd, &n); err != nil {
				return err
			}
			if secretIn {
				var err error
				if n.Secret, err = readLine(cmd.InOrStdin()); err != nil {
					return usageError{fmt.Errorf("read the password from standard input: %w", err)}
				}
			}
			return c.asking(cmd.Context(), 30*time.Second, func(ctx context.Context, client *api.Client) error {
				if err := client.AddCalendar(ctx, n); err != nil {
					return err
				}
				_, err := fmt.Fprintf(c.out, "Reading calendar %s from now on. See: standby status\n", n.Name)
				return err
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&n.Name, "name", "", "what to call it (default: the file's name, or \"on-call\")")
	f.BoolVar(&n.CalDAV, "caldav", false, "the URL is that of a CalDAV server, account or calendar")
	f.StringVar(&n.User, "user", "", "the user, with --caldav")
	f.BoolVar(&secretIn, "secret-stdin", false, "read the password from standard input, with --caldav")
	f.BoolVar(&n.InsecureOK, "insecure", false, "read it although its address is not encrypted (http)")
	f.StringVar(&n.Pattern, "pattern", "", "how its summaries are written, such as \"{role}: {person}\" (default: found out)")
	f.BoolVar(&n.Mine, "mine", false, "every event in it is a shift of yours")
	f.StringVar(&role, "role", "", "the role its shifts have, where they do not say (default: primary)")
	f.StringVar(&n.Me.Name, "as", "", "your name in it")
	f.StringVar(&n.Me.Email, "email", "", "your e-mail address in it")
	return cmd
}

func (c *cli) me() *cobra.Command {
	var me rotation.Person
	cmd := &cobra.Command{
		Use: "me", Short: "Say who you are in the calendars and rotas",
		Example: "  standby me --as \"Engineer A\" --email a@example.org",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.asking(cmd.Context(), 10*time.Second, func(ctx context.Context, client *api.Client) error {
				return client.SetMe(ctx, me)
			})
		},
	}
	cmd.Flags().StringVar(&me.Name, "as", "", "your name in them")
	cmd.Flags().StringVar(&me.Email, "email", "", "your e-mail address in them")
	return cmd
}

// locate fills in where the calendar is, and a name for it.
func locate(n *api.NewCalendar, arg string, cmd *cobra.Command) error {
	if arg == "-" {
		line, err := readLine(cmd.InOrStdin())
		if err != nil {
			return usageError{fmt.Errorf("read the URL from standard input: %w", err)}
		}
		arg = line
	}
	u, err := url.Parse(arg)
	if err == nil && (u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "webcal") {
		n.Location = arg
		if n.Name == "" {
			n.Name = "on-call"
		}
		return nil
	}
	path, err := filepath.Abs(arg)
	if err != nil {
		return fmt.Errorf("find %s: %w", arg, err)
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("import %s: %w", arg, errors.Unwrap(err))
	}
	n.Location = path
	if n.Name == "" {
		n.Name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	return nil
}

// readLine reads the first line, without its end; a secret may hold spaces.
func readLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(r).ReadString('\n')
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", errors.Join(errors.New("it is empty"), err)
	}
	return line, nil
}

func (c *cli) listen() *cobra.Command {
	var n api.NewAlertmanager
	var secretIn bool
	cmd := &cobra.Command{
		Use: "listen URL", Short: "Listen to an Alertmanager", Args: cobra.ExactArgs(1),
		Long:    "Listen to a Prometheus Alertmanager at URL (up to and without /api/v2).",
		Example: "  standby listen http://127.0.0.1:9093 --name prod\n  standby listen https://alerts.example.org --auth bearer --secret-stdin < token",
		RunE: func(cmd *cobra.Command, args []string) error {
			n.URL = args[0]
			if secretIn {
				var err error
				if n.Secret, err = readLine(cmd.InOrStdin()); err != nil {
					return usageError{fmt.Errorf("read the secret from standard input: %w", err)}
				}
			}
			return c.listenTo(cmd.Context(), n.Name, func(ctx context.Context, client *api.Client) error { return client.AddAlertmanager(ctx, n) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&n.Name, "name", "alertmanager", "what to call it")
	f.StringVar(&n.Auth, "auth", "none", "none, basic or bearer")
	f.StringVar(&n.User, "user", "", "the user, with basic")
	f.BoolVar(&secretIn, "secret-stdin", false, "read the password or token from standard input")
	return cmd
}

func (c *cli) open() *cobra.Command {
	return &cobra.Command{
		Use: "open", Short: "Bring the window to the front",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.asking(cmd.Context(), 5*time.Second, func(ctx context.Context, client *api.Client) error {
				return client.Raise(ctx)
			})
		},
	}
}
