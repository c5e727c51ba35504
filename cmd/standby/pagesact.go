package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/notify"
)

// confirmWithin is how long a command waits for the provider's yes.
const confirmWithin = 20 * time.Second

// deed is something that a human does with pages.
type deed struct {
	name, short, long, example string
	// will says which pages it makes sense for, so that one need not be named where
	// it is the only one.
	will func(api.Page) bool
	// came reports whether a page, or one of its origins, is as it was asked to be;
	// nil where no provider is asked.
	came func(notify.State) bool
	// writes says that what a provider is sent is a note.
	writes bool
}

// onPages is the command of a deed on any number of pages.
func (c *cli) onPages(d deed, do api.Do) *cobra.Command {
	noWait := false
	cmd := &cobra.Command{
		Use: d.name + " [PAGE...]", Short: d.short, Args: cobra.ArbitraryArgs, Example: d.example,
		Long: d.short + "." + paragraph(d.long) + whichPage,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.act(cmd.Context(), d, args, noWait, func(time.Time, *time.Location) (api.Command, error) {
				return api.Command{Do: do, Now: do == api.DoResolve}, nil
			})
		},
		ValidArgsFunction: c.completePages(0, d.will),
	}
	if d.came != nil {
		noWaitFlag(cmd, &noWait)
	}
	return cmd
}

const whichPage = "\n\nPAGE is an ID, or four digits of it or more. Without one, the only page that can be meant is taken."

func paragraph(s string) string {
	if s == "" {
		return ""
	}
	return "\n\n" + s
}

func noWaitFlag(cmd *cobra.Command, noWait *bool) {
	cmd.Flags().BoolVar(noWait, "no-wait", false, "do not wait for the provider's answer")
}

// commandAt is the command that is meant at now, by the clocks of zone.
type commandAt func(now time.Time, zone *time.Location) (api.Command, error)

// act does something with each page that is meant, waits for what became of it,
// and says so. What fails with one page keeps none of the others from being done.
func (c *cli) act(ctx context.Context, d deed, args []string, noWait bool, what commandAt) error {
	if err := checkIDs(args); err != nil {
		return err
	}
	return c.asking(ctx, confirmWithin, func(ctx context.Context, client *api.Client) error {
		s, err := client.Snapshot(ctx)
		if err != nil {
			return err
		}
		ids, err := pick(s.Pages, args, d.will)
		if err != nil {
			return err
		}
		command, err := what(time.Now(), zoneOf(s))
		if err != nil {
			return err
		}
		done, err := c.actOn(ctx, client, ids, command)
		if noWait || len(done) == 0 {
			return err
		}
		return errors.Join(err, c.confirm(ctx, client, d, done))
	})
}

// actOn does the same with several pages, and returns those it worked with. Where
// there are several, each failure is told at once.
func (c *cli) actOn(ctx context.Context, client *api.Client, ids []string, what api.Command) (done []string, err error) {
	for _, id := range ids {
		failed := client.Act(ctx, id, what)
		switch {
		case failed == nil:
			done = append(done, id)
		case errors.Is(failed, api.ErrNotKept): // it stands, and what becomes of it is told as well
			done = append(done, id)
			c.report(failed)
			err = errReported
		case len(ids) == 1 || errors.Is(failed, api.ErrNotRunning) || ctx.Err() != nil:
			return done, failed
		default:
			_, _ = fmt.Fprintf(c.errs, "%s  ", id)
			c.report(failed)
			err = errReported
		}
	}
	return done, err
}

func (c *cli) ack() *cobra.Command {
	return c.onPages(deed{name: "ack", short: "Take pages: tell everybody that you work on them", long: "It can be taken back for 5 seconds with: standby undo",
		will: func(p api.Page) bool { return p.Waiting() },
		came: func(s notify.State) bool { return s == notify.Acknowledged }}, api.DoAcknowledge)
}

func (c *cli) unack() *cobra.Command {
	return c.onPages(deed{name: "unack", short: "Give pages back",
		will: func(p api.Page) bool { return p.State == notify.Acknowledged || p.State == notify.Snoozed },
		came: waits}, api.DoUnacknowledge)
}

func waits(s notify.State) bool { return s == notify.Triggered }

func (c *cli) resolve() *cobra.Command {
	return c.onPages(deed{name: "resolve", short: "End pages, where their sources can",
		long: "It is sent at once and cannot be undone; the window gives you 5 seconds.",
		will: func(p api.Page) bool { return p.Open() && p.CanResolve },
		came: func(s notify.State) bool { return s == notify.Resolved }}, api.DoResolve)
}

func (c *cli) escalate() *cobra.Command {
	return c.onPages(deed{name: "escalate", short: "Hand pages on to whoever is next, where their sources can",
		long: "What nobody answers within the ack target comes back to you.",
		will: func(p api.Page) bool { return p.Open() && p.EscalateLabel != "" },
		came: func(s notify.State) bool { return s == notify.Escalated }}, api.DoEscalate)
}

func (c *cli) undo() *cobra.Command {
	return c.onPages(deed{name: "undo", short: "Take an acknowledgement or a resolution back, within 5 seconds",
		long: "A resolution that was given in the window has not been sent by then. One given with standby resolve has.",
		will: func(p api.Page) bool { return !p.UndoUntil.IsZero() },
		came: func(s notify.State) bool { return s != notify.Acknowledged && s != notify.Resolved }}, api.DoUndo)
}

func (c *cli) resume() *cobra.Command {
	return c.onPages(deed{name: "resume", short: "Let the ack clock of pages run on after a pause",
		will: func(p api.Page) bool { return !p.PausedAt.IsZero() }}, api.DoResume)
}

func (c *cli) snooze() *cobra.Command {
	when := later{usual: notify.SnoozeFor, most: mostSnooze}
	d := deed{name: "snooze", short: "Put pages off; they page again afterwards",
		will: func(p api.Page) bool { return p.Waiting() || p.State == notify.Acknowledged },
		came: func(s notify.State) bool { return s == notify.Snoozed }}
	cmd := c.putOff(d, api.DoSnooze, &when)
	cmd.Long = fmt.Sprintf("%s.\n\nWithout a DURATION it is %s; %s at most.%s", d.short, lengthText(when.usual), lengthText(when.most), whichPage)
	cmd.Example = "  standby snooze 30m                          the only page that waits\n  standby snooze 0a1b2c 2h\n" +
		"  standby snooze 0a1b2c --until 07:00\n  standby snooze 0a1b2c --until-working-hours"
	when.workingFlag(cmd)
	return cmd
}

func (c *cli) pause() *cobra.Command {
	when := later{usual: 15 * time.Minute, most: notify.MaxPause}
	d := deed{name: "pause", short: "Stop the ack clock of pages while you look into them",
		will: func(p api.Page) bool { return p.ForMe() && p.PausedAt.IsZero() }}
	cmd := c.putOff(d, api.DoPause, &when)
	cmd.Long = fmt.Sprintf("%s.\n\nThey still wait for an acknowledgement. Without a DURATION it is %s; %s at most.%s", d.short, lengthText(when.usual), lengthText(when.most), whichPage)
	return cmd
}

// putOff is the command of a deed that lasts until some time.
func (c *cli) putOff(d deed, do api.Do, when *later) *cobra.Command {
	noWait := false
	cmd := &cobra.Command{
		Use: d.name + " [PAGE...] [DURATION]", Short: d.short, Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if n := len(args); n > 0 && !isPageID(args[n-1]) {
				args, when.length = args[:n-1], args[n-1]
			}
			if err := when.check(time.Now()); err != nil {
				return err
			}
			return c.act(cmd.Context(), d, args, noWait, func(now time.Time, zone *time.Location) (api.Command, error) {
				until, err := when.at(now, zone)
				return api.Command{Do: do, Until: until}, err
			})
		},
		ValidArgsFunction: c.completePages(0, d.will),
	}
	when.flags(cmd)
	if d.came != nil {
		noWaitFlag(cmd, &noWait)
	}
	return cmd
}

func (c *cli) note() *cobra.Command {
	cmd := c.withWords(deed{name: "note", short: "Write a note on a page, for whoever has it next",
		long:    "It is kept here, sent to the page's source where that takes notes, and shown when the same trouble comes again.",
		example: "  standby note 0a1b2c restarted the queue worker\n  standby note 0a1b2c - < findings.txt",
		will:    func(p api.Page) bool { return p.Open() }, came: func(notify.State) bool { return true }, writes: true}, "TEXT...", api.DoNote)
	return cmd
}

func (c *cli) excuse() *cobra.Command {
	return c.withWords(deed{name: "excuse", short: "Say why a page missed its ack target",
		long: "The reason stands beside it in standby history.", example: "  standby excuse 0a1b2c was in a tunnel",
		will: func(p api.Page) bool { return p.Missed && p.MissedWhy == "" }}, "WHY...", api.DoExcuse)
}

// withWords is the command of a deed on one page that takes a text.
func (c *cli) withWords(d deed, words string, do api.Do) *cobra.Command {
	noWait := false
	cmd := &cobra.Command{
		Use: d.name + " PAGE " + words, Short: d.short, Args: cobra.MinimumNArgs(2), Example: d.example,
		Long: d.short + "." + paragraph(d.long) + "\n\nPAGE is an ID, or four digits of it or more. The text \"-\" is read from standard input.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkIDs(args[:1]); err != nil {
				return err
			}
			text, err := wording(cmd, args[1:])
			if err != nil {
				return err
			}
			return c.act(cmd.Context(), d, args[:1], noWait, func(time.Time, *time.Location) (api.Command, error) {
				return api.Command{Do: do, Text: text}, nil
			})
		},
		ValidArgsFunction: c.completePages(1, d.will),
	}
	if d.came != nil {
		noWaitFlag(cmd, &noWait)
	}
	return cmd
}
