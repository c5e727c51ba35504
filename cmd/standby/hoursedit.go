package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"standby/app/api"
	payledger "standby/rotation/pay/ledger"
)

// hourEdit is what the flags of add and edit say.
type hourEdit struct {
	from, to, mode, travel, what, why string
	facts                             []string
	takePage, asJSON                  bool
}

func workModes() []string { return []string{"phone", "remote", "onsite"} }

func (e *hourEdit) flags(cmd *cobra.Command, travel string) {
	f := cmd.Flags()
	f.StringVar(&e.from, "from", "", "when it began: "+workedForms)
	f.StringVar(&e.to, "to", "", "when it ended; a time alone is the next one after the beginning")
	f.StringVar(&e.mode, "mode", "", "how it was worked: phone, remote, onsite, or a word of your policy's own")
	f.StringVar(&e.travel, "travel", "", travel)
	f.StringVar(&e.what, "what", "", "what it was, in a few words")
	f.StringArrayVar(&e.facts, "fact", nil, "what your policy asks of a call-out, as name=value; may be given several times, and an empty value takes one away")
	f.BoolVar(&e.asJSON, "json", false, "print JSON of a stable shape")
	_ = cmd.RegisterFlagCompletionFunc("mode", cobra.FixedCompletions(workModes(), cobra.ShellCompDirectiveNoFileComp))
}

func whyFlag(cmd *cobra.Command, why *string) {
	cmd.Flags().StringVar(why, "why", "", "why it is so, for whoever checks it")
}

// check finds what is wrong with the words alone. A slip in a mode would be paid by
// another rule, so what looks like one is refused.
func (e *hourEdit) check(cmd *cobra.Command) error {
	for _, mode := range workModes() {
		if e.mode != mode && slipOf(mode, e.mode) {
			return usageError{fmt.Errorf("--mode %.40q looks like %s; write that, or the word that your policy has", e.mode, mode)}
		}
	}
	if e.travel != "" {
		if _, err := travelLength(e.travel); err != nil {
			return err
		}
	}
	for _, name := range []string{"from", "to", "mode", "travel"} {
		if f := cmd.Flag(name); f.Changed && strings.TrimSpace(f.Value.String()) == "" {
			return usageError{fmt.Errorf("--%s is empty; leave it out, or write what it is to be", name)}
		}
	}
	_, err := factsOf(e.facts)
	return err
}

// slipOf reports whether a text is a word but for case, signs, or one letter that is
// wrong, missing, too much, or in the place of the next.
func slipOf(word, text string) bool {
	text = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
	same := 0
	for same < min(len(word), len(text)) && word[same] == text[same] {
		same++
	}
	a, b := word[same:], text[same:]
	if len(a) == 0 || len(b) == 0 {
		return len(a)+len(b) <= 1
	}
	swapped := len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] && a[2:] == b[2:]
	return a[1:] == b[1:] || a[1:] == b || a == b[1:] || swapped
}

// asked is what of an edit the flags say, without times.
func (e *hourEdit) asked(cmd *cobra.Command) (api.HourEdit, error) {
	facts, err := factsOf(e.facts)
	out := api.HourEdit{Why: strings.TrimSpace(e.why), Facts: facts, TakePage: e.takePage}
	if err != nil {
		return out, err
	}
	if e.mode != "" {
		out.Mode = &e.mode
	}
	if cmd.Flag("what").Changed {
		what := strings.TrimSpace(e.what)
		out.What = &what
	}
	if e.travel != "" {
		seconds, err := travelLength(e.travel)
		if err != nil {
			return out, err
		}
		out.Travel = &seconds
	}
	return out, nil
}

func (c *cli) hoursAdd() *cobra.Command {
	var e hourEdit
	cmd := &cobra.Command{
		Use: "add", Short: "Log a call-out that no page tells of",
		Long: "Log a call-out that no page tells of. It counts as confirmed.\n\n" +
			"A time alone, such as 22:10, is the last time that clocks showed it; with --to, the next one after the beginning. Times are in the zone\n" +
			"that Standby shows them in.",
		Example: "  standby hours add --from 22:10 --to 23:40 --mode phone --what \"Advice on the night batch\"\n" +
			"  standby hours add --from \"2026-11-20 02:00\" --to 04:30 --mode onsite --travel 40m --what \"Replaced a disk\"",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := needed("--from", e.from, "--to", e.to); err != nil {
				return err
			}
			if err := e.check(cmd); err != nil {
				return err
			}
			return c.asking(cmd.Context(), ledgerTime, func(ctx context.Context, client *api.Client) error {
				return c.addHour(ctx, cmd, client, &e)
			})
		},
	}
	e.flags(cmd, "the time of the journeys besides, such as 40m")
	whyFlag(cmd, &e.why)
	return cmd
}

func (c *cli) addHour(ctx context.Context, cmd *cobra.Command, client *api.Client, e *hourEdit) error {
	s, err := client.Snapshot(ctx)
	if err != nil {
		return err
	}
	ask, err := e.asked(cmd)
	if err != nil {
		return err
	}
	now, zone := time.Now(), zoneOf(s)
	from, err := workedAt("--from", e.from, zone, now, lastBefore(now))
	if err != nil {
		return err
	}
	to, err := workedAt("--to", e.to, zone, from, firstAfter(from))
	if err != nil {
		return err
	}
	if err := over(from, to, now, zone); err != nil {
		return err
	}
	ask.From, ask.To = &from, &to
	done, err := client.EditHour(ctx, ask)
	if err != nil {
		return err
	}
	return c.tellHour(done, e.asJSON, now, zone)
}

// over refuses work that has not been done yet.
func over(from, to, now time.Time, zone *time.Location) error {
	switch {
	case to.Before(from):
		return usageError{fmt.Errorf("it would end %s, before it begins %s", momentText(to, zone), momentText(from, zone))}
	case to.After(now.Add(time.Minute)):
		return usageError{fmt.Errorf("it would end %s, which is still to come; log it once it is over", momentText(to, zone))}
	}
	return nil
}

func (c *cli) tellHour(h payledger.Logged, asJSON bool, now time.Time, zone *time.Location) error {
	if asJSON {
		return writeJSON(c.out, oneHourView{1, viewLogged(h, now)})
	}
	id := shortIDs([]string{h.ID})[h.ID]
	_, err := io.WriteString(c.out, hourText(h, id, len(id), now, zone))
	return err
}

func (c *cli) hoursEdit() *cobra.Command {
	var e hourEdit
	cmd := &cobra.Command{
		Use: "edit ID", Short: "Correct a call-out, and say why", Args: cobra.ExactArgs(1),
		Long: "Correct a call-out, and say why. What no flag names stays as it is. What you state counts as confirmed.\n\n" +
			"A time alone, such as 01:30, is for --from the one nearest to what stands there, for --to the next one after the beginning.\n" +
			"From then on the call-out is as you state it; where its page tells otherwise later, standby hours list says so.",
		Example: "  standby hours edit 0a1b2c --to 01:30 --why \"the page ended long after the work\"\n" +
			"  standby hours edit 0a1b2c --take-page --why \"the page is right after all\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := e.checkEdit(cmd); err != nil {
				return err
			}
			return c.onHours(cmd.Context(), args, func(ctx context.Context, at hoursAt) error {
				return c.editHour(ctx, cmd, at, &e)
			})
		},
		ValidArgsFunction: c.completeHours(1, func(h payledger.Logged) bool { return !h.Removed }),
	}
	e.flags(cmd, "the time of the journeys besides, such as 40m; 0 is none")
	whyFlag(cmd, &e.why)
	cmd.Flags().BoolVar(&e.takePage, "take-page", false, "take over the times that the page tells now")
	return cmd
}

func (e *hourEdit) checkEdit(cmd *cobra.Command) error {
	if err := needed("--why", e.why); err != nil {
		return err
	}
	if e.takePage && (e.from != "" || e.to != "") {
		return usageError{errors.New("--take-page is one time and --from and --to another; write one of them")}
	}
	if e.from+e.to+e.mode+e.travel == "" && !cmd.Flag("what").Changed && len(e.facts) == 0 && !e.takePage {
		return usageError{errors.New("nothing is to be changed; name what, such as --to 01:30")}
	}
	return e.check(cmd)
}

func (c *cli) editHour(ctx context.Context, cmd *cobra.Command, at hoursAt, e *hourEdit) error {
	ask, err := e.asked(cmd)
	if err != nil {
		return err
	}
	ask.ID = at.ids[0]
	h, known := at.of(ask.ID)
	if known {
		if err := e.times(&ask, h, at); err != nil {
			return err
		}
		if e.takePage && h.Page == nil {
			return usageError{fmt.Errorf("--take-page: no page tells of %s; write --from and --to", h.ID)}
		}
	}
	running := h.Running && ask.To == nil && (!e.takePage || h.Page == nil || h.Page.Running)
	if vouched := !running; vouched {
		ask.Confirmed = &vouched
	}
	done, err := at.client.EditHour(ctx, ask)
	if err != nil {
		return err
	}
	if running {
		_, _ = fmt.Fprintf(c.errs, "standby: %s is still running. Once it is over, take its end over with: standby hours edit %s --take-page --why ...\n", done.ID, done.ID)
	}
	return c.tellHour(done, e.asJSON, at.now, at.zone)
}

// times reads --from and --to, beside what stands there.
func (e *hourEdit) times(ask *api.HourEdit, h payledger.Logged, at hoursAt) error {
	start, end := h.Start, h.End
	if h.Running {
		end = at.now
	}
	if e.from != "" {
		t, err := workedAt("--from", e.from, at.zone, start, nearestTo(start))
		if err != nil {
			return err
		}
		ask.From, start = &t, t
	}
	if e.to != "" {
		t, err := workedAt("--to", e.to, at.zone, start, firstAfter(start))
		if err != nil {
			return err
		}
		ask.To, end = &t, t
	}
	if ask.From == nil && ask.To == nil {
		return nil
	}
	return over(start, end, at.now, at.zone)
}
