package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/app/config"
	"standby/app/setup"
	"standby/app/trouble"
	"standby/notify"
)

// publishTime is how long an export into a calendar may take: servers write one
// event after the other.
const publishTime = 20 * time.Minute

// exportTarget is the calendar on a CalDAV server that an export goes into.
type exportTarget struct {
	// target is the name of a configured calendar, or an address.
	target, user                              string
	secretIn, insecure, dryRun, force, asJSON bool
}

// publishedView is the shape of `standby calendar export --into --json`.
type publishedView struct {
	Schema int `json:"schema"`
	api.Published
}

func (t *exportTarget) flags(cmd *cobra.Command, c *cli) {
	f := cmd.Flags()
	f.StringVar(&t.target, "into", "", "CalDAV calendar to bring up to date: the name of one that is configured, or the address of another")
	f.StringVar(&t.user, "user", "", "the user at that address")
	f.BoolVar(&t.secretIn, "secret-stdin", false, "read the password for that address from standard input")
	f.BoolVar(&t.insecure, "insecure", false, "write to that address although it is not encrypted")
	f.BoolVar(&t.dryRun, "dry-run", false, "with --into, say what would be done and write nothing")
	f.BoolVar(&t.force, "overwrite", false, "with --into, write Standby's own events also where somebody changed them")
	f.BoolVar(&t.asJSON, "json", false, "with --into, print JSON of a stable shape")
	_ = cmd.RegisterFlagCompletionFunc("into", c.completeInto)
}

func (t *exportTarget) isAddress() bool { return strings.Contains(t.target, "://") }

// check finds flags that do not go together.
func (t *exportTarget) check(x calendarExport) error {
	ofAddress := t.user != "" || t.secretIn || t.insecure
	ofTarget := ofAddress || t.dryRun || t.force || t.asJSON
	into := t.target != ""
	for _, p := range []struct {
		wrong bool
		says  string
	}{
		{!into && ofTarget, "--user, --secret-stdin, --insecure, --dry-run, --overwrite and --json go with --into"},
		{into && x.output != "", "--output writes a file and --into a calendar; write one of them"},
		{into && x.refresh != 0, "--refresh is for files that others subscribe to, not for --into"},
		{into && ofAddress && !t.isAddress(), "--user, --secret-stdin and --insecure are for an address; the calendar of that name has its own"},
		{t.secretIn && t.user == "", "--secret-stdin needs --user"},
		{t.user != "" && !t.secretIn, "--user needs --secret-stdin: the password is read from standard input, so that it stands in no history"},
		{hasUser(t.target), "the address in --into has a user or a password in it; write --user, and the password on standard input with --secret-stdin"},
	} {
		if p.wrong {
			return usageError{errors.New(p.says)}
		}
	}
	return nil
}

func hasUser(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.User != nil
}

// exportInto brings a calendar on a CalDAV server up to date: a configured one
// through the agent, who has its password, another one from here.
func (c *cli) exportInto(cmd *cobra.Command, t exportTarget, found exported, zone *time.Location) error {
	p := api.Publication{
		Scope: found.scope, Kinds: found.kinds, Rota: found.rota, Window: found.window,
		Entries: make([]api.PublishedEntry, 0, len(found.entries)), DryRun: t.dryRun, Overwrite: t.force,
	}
	if zone != nil {
		p.Zone = zone.String()
	}
	for _, e := range found.entries {
		p.Entries = append(p.Entries, api.PublishedEntryOf(e))
	}
	var done api.Published
	var err error
	if t.isAddress() {
		done, err = c.publishTo(cmd, t, p)
	} else {
		err = c.asking(cmd.Context(), publishTime, func(ctx context.Context, client *api.Client) error {
			done, err = client.Publish(ctx, t.target, p)
			return err
		})
	}
	if err != nil {
		return err
	}
	return c.tellPublished(done, t, found.notes)
}

func (c *cli) publishTo(cmd *cobra.Command, t exportTarget, p api.Publication) (api.Published, error) {
	at := setup.Place{Address: t.target, User: t.user, InsecureOK: t.insecure}
	if t.secretIn {
		var err error
		if at.Secret, err = readLine(cmd.InOrStdin()); err != nil {
			return api.Published{}, usageError{fmt.Errorf("read the password from standard input: %w", err)}
		}
	}
	places, err := c.places()
	if err != nil {
		return api.Published{}, err
	}
	cfg, err := config.Load(places.ConfigFile)
	if err != nil {
		return api.Published{}, err
	}
	ctx, cancel := context.WithTimeout(cmd.Context(), publishTime)
	defer cancel()
	done, err := setup.PublishTo(ctx, at, cfg, p, time.Now())
	return done.Explained(func(err error) api.Trouble { return trouble.Explain("", err) }), err
}

// tellPublished says what became of it. What could not be written fails the
// command.
func (c *cli) tellPublished(done api.Published, t exportTarget, notes []string) error {
	for _, note := range notes {
		_, _ = fmt.Fprintf(c.errs, "standby: %s\n", note)
	}
	var err error
	if t.asJSON {
		err = writeJSON(c.out, publishedView{1, done})
	} else {
		c.tellEvents(done)
		_, err = io.WriteString(c.out, publishedText(done))
	}
	if err == nil && done.Failed+done.Spared > 0 {
		return errReported
	}
	return err
}

// tellEvents says which events need a look, and with a dry run which ones would
// be written.
func (c *cli) tellEvents(done api.Published) {
	for _, e := range done.Events {
		span := spanLine(e.Start, e.End, time.Local)
		if e.AllDay {
			span = e.Start.Format("Mon 2 Jan 2006") // the day that it shows
		}
		line := span + "  " + notify.Clean(e.Summary, 120)
		switch {
		case e.Outcome == api.EventSpared:
			_, _ = fmt.Fprintf(c.errs, "standby: %s: somebody has changed it since; it is left as it is. Change it back, or write over it with --overwrite.\n", line)
		case e.Trouble != nil:
			_, _ = fmt.Fprintf(c.errs, "standby: %s: %s. %s\n", line, e.Trouble.What, e.Trouble.Next)
		case done.DryRun:
			_, _ = fmt.Fprintf(c.out, "%-10s  %s\n", outcomeWord(e.Outcome), line)
		}
	}
}

func outcomeWord(o api.Outcome) string { return strings.ReplaceAll(string(o), "_", " ") }

func publishedText(done api.Published) string {
	parts := []string{fmt.Sprintf("%d written, %d changed, %d taken back, %d unchanged", done.Written, done.Changed, done.TakenBack, done.Unchanged)}
	if done.Spared > 0 {
		parts = append(parts, fmt.Sprintf("%d left as somebody changed them", done.Spared))
	}
	if done.Failed > 0 {
		parts = append(parts, fmt.Sprintf("%d not written", done.Failed))
	}
	text := fmt.Sprintf("%s: %s.\n", notify.Clean(done.Calendar, 80), strings.Join(parts, ", "))
	if done.DryRun {
		text += "That is what would be done; nothing was written.\n"
	}
	return text
}

// completeInto offers the configured calendars on CalDAV servers.
func (c *cli) completeInto(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	places, err := c.places()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	cfg, err := config.Load(places.ConfigFile)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, cal := range cfg.Calendars {
		if cal.CalDAV != "" {
			names = append(names, cal.Name)
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
