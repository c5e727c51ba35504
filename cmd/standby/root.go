package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"standby/app/api"
	"standby/app/config"
	"standby/app/trouble"
)

// Exit codes; see the package comment.
const (
	exitOK         = 0
	exitFailed     = 1
	exitUsage      = 2
	exitNotRunning = 3
)

// usageError is a mistake on the command line itself.
type usageError struct{ error }

// cannotTellError is what keeps a command from answering whose exit code 1 is an
// answer, as with diff and grep.
type cannotTellError struct{ error }

// Unwrap returns the cause.
func (e cannotTellError) Unwrap() error { return e.error }

// cli is what every command shares.
type cli struct {
	profile string
	demo    bool
	out     io.Writer
	errs    io.Writer
}

// execute runs the command line and returns the exit code.
func execute(ctx context.Context, args []string, out, errs io.Writer) int {
	c := &cli{out: out, errs: errs}
	root := c.root()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	return c.report(err)
}

// report tells the user of an error, in words, and picks the exit code.
func (c *cli) report(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errReported) && errors.Is(err, api.ErrNotRunning):
		return exitNotRunning
	case errors.Is(err, errReported):
		return exitFailed
	case errors.As(err, &usage):
		_, _ = fmt.Fprintf(c.errs, "standby: %v\nSee: standby --help\n", err)
		return exitUsage
	}
	t := trouble.Explain("", err)
	_, _ = fmt.Fprintf(c.errs, "standby: %s.\n  %s\n  %s\n", t.What, t.Means, t.Next)
	var untold cannotTellError
	switch {
	case errors.Is(err, api.ErrNotRunning):
		return exitNotRunning
	case errors.As(err, &untold):
		return exitUsage
	}
	return exitFailed
}

// errReported fails a command that has told the user why already.
var errReported = errors.New("reported")

func (c *cli) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "standby",
		Short: "The desktop companion of the person on call",
		Long: "Standby sits in the tray and says whether you are on call and until when, brings every page to\n" +
			"your screen until it is acknowledged, and keeps the ledger of what the duty is worth.\n\n" +
			"Without a command it starts, or raises the window of the one that runs.",
		Example:       "  standby --demo          try it with a sample team\n  standby import on-call.ics --as \"Engineer A\"\n  standby status --json",
		Version:       version,
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return c.runAgent(cmd.Context()) },
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	flags := root.PersistentFlags()
	flags.StringVar(&c.profile, "profile", "", "keep configuration and data apart under this name")
	flags.BoolVar(&c.demo, "demo", false, "use the sample team, in the profile \"demo\"")
	root.AddCommand(c.status(), c.who(), c.next(), c.shifts(), c.pages(), c.page(), c.ack(), c.unack(), c.snooze(), c.escalate(), c.resolve(), c.undo(),
		c.note(), c.excuse(), c.pause(), c.resume(), c.seen(), c.history(), c.stats(), c.mute(),
		c.incident(), c.pay(), c.hours(), c.lieu(), c.rest(), c.importCalendar(), c.calendar(), c.rota(), c.listen(), c.add(), c.me(), c.testPage(), c.testSound(), c.doctor(), c.watch(), c.open(), c.reload(), c.man(root))
	for _, sub := range root.Commands() {
		checkArgs(sub)
	}
	return root
}

// checkArgs makes a wrong number of arguments a usage error.
func checkArgs(cmd *cobra.Command) {
	check := cmd.Args
	if check == nil {
		check = cobra.NoArgs
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{err}
		}
		return nil
	}
}

// man prints the manual page, for whoever packages Standby.
func (c *cli) man(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use: "man", Short: "Print the manual page (roff)", Hidden: true,
		RunE: func(*cobra.Command, []string) error {
			return doc.GenMan(root, &doc.GenManHeader{Title: "STANDBY", Section: "1", Source: "Standby " + version}, c.out)
		},
	}
}

// places are the folders of the chosen profile.
func (c *cli) places() (config.Places, error) {
	if c.demo && c.profile == "" {
		c.profile = "demo"
	}
	return config.For(c.profile)
}

// client speaks to the agent of the chosen profile.
func (c *cli) client() (*api.Client, error) {
	p, err := c.places()
	if err != nil {
		return nil, err
	}
	return api.Dial(filepath.Join(p.RuntimeDir, api.SocketName)), nil
}
