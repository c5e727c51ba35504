package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/notify"
)

// onePageView is the shape of `standby page --json`.
type onePageView struct {
	Schema int      `json:"schema"`
	Page   api.Page `json:"page"`
}

func (c *cli) page() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "page [PAGE]", Short: "Show all of a page: its text, origins and timeline, and how often it came", Args: cobra.MaximumNArgs(1),
		Long: "Show all of a page: its text, the ways it came by, what happened to it, how often the same trouble came, and what can be done." + whichPage,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.showPage(cmd.Context(), args, asJSON)
		},
		ValidArgsFunction: c.completePages(1, anyPage),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

func (c *cli) showPage(ctx context.Context, args []string, asJSON bool) error {
	if err := checkIDs(args); err != nil {
		return err
	}
	return c.asking(ctx, 10*time.Second, func(ctx context.Context, client *api.Client) error {
		s, err := client.Snapshot(ctx)
		if err != nil {
			return err
		}
		ids, err := pick(s.Pages, args, func(p api.Page) bool { return p.Open() })
		if err != nil {
			return err
		}
		p, err := client.Page(ctx, ids[0])
		switch {
		case err != nil:
			return err
		case asJSON:
			return writeJSON(c.out, onePageView{1, p})
		}
		_, err = io.WriteString(c.out, pageText(p, time.Now(), zoneOf(s)))
		return err
	})
}

// pageText is all of a page.
func pageText(p api.Page, now time.Time, zone *time.Location) string {
	b := &strings.Builder{}
	b.WriteString(wrapped("", titleOf(p)))
	b.WriteString(wrapped("", p.ID+", "+strings.Join(standingOf(p, now, zone), ", ")))
	for _, part := range []string{
		paragraphs(p.Body), pageFacts(p, now, zone), pageDeeds(p), pageTimeline(p.Timeline, zone),
	} {
		if part != "" {
			b.WriteString("\n" + part)
		}
	}
	return b.String()
}

func standingOf(p api.Page, now time.Time, zone *time.Location) []string {
	out := []string{pageState(p, now, zone)}
	for _, more := range []string{string(p.Urgency), p.Severity, p.Service} {
		if more != "" && more != out[len(out)-1] {
			out = append(out, more)
		}
	}
	return out
}

// paragraphs is a text of several lines in lines of the terminal's width.
func paragraphs(text string) string {
	if text == "" {
		return ""
	}
	b := &strings.Builder{}
	for line := range strings.Lines(text) {
		b.WriteString(wrapped("", line))
	}
	return b.String()
}

// pageFacts are what is known of a page, one to a line.
func pageFacts(p api.Page, now time.Time, zone *time.Location) string {
	b := &strings.Builder{}
	fact := func(name, text string) {
		if text != "" {
			b.WriteString(wrapped(column(name, 11), text))
		}
	}
	if len(p.Origins) == 0 {
		fact("source", p.Source)
		fact("link", p.URL)
	}
	for _, o := range p.Origins {
		fact("source", originText(o))
		fact("link", o.URL)
	}
	if !p.StartedAt.IsZero() {
		fact("began", momentText(p.StartedAt, zone))
	}
	fact("triggered", momentText(p.TriggeredAt, zone))
	fact("ack target", targetText(p, now, zone))
	if p.Held {
		fact("held until", api.Clock(p.HeldUntil, now, zone)+", by quiet hours: it has not been told yet")
	}
	if r := p.Recurrence; r != nil {
		fact("recurring", recurrenceText(*r, now, zone))
	}
	fact("trouble", p.Failure)
	return b.String()
}

func originText(o api.Origin) string {
	text := fmt.Sprintf("%s, %s", o.Source, o.State)
	if o.Sending != notify.NoRequest {
		text += ", sending: " + string(o.Sending)
	}
	if o.Failure != "" {
		text += ". " + o.Failure
	}
	return text
}

func recurrenceText(r api.Recurrence, now time.Time, zone *time.Location) string {
	text := r.String()
	if r.Note != "" && !r.NotedAt.IsZero() {
		text += " (" + taken(api.Clock(r.NotedAt, now, zone), r.NotedBy) + ")"
	}
	return text
}

// targetText is what became of the ack target; empty while there is none.
func targetText(p api.Page, now time.Time, zone *time.Location) string {
	text := ""
	switch {
	case p.Target == 0:
		return ""
	case p.Missed && p.MissedWhy != "":
		text = fmt.Sprintf("%s, missed: %s", api.Span(p.Target), p.MissedWhy)
	case p.Missed:
		text = fmt.Sprintf("%s, missed; say why: standby excuse %s WHY", api.Span(p.Target), p.ID)
	case !p.PausedAt.IsZero():
		text = fmt.Sprintf("%s, the clock is paused until %s", api.Span(p.Target), api.Clock(p.PausedUntil, now, zone))
	case !p.Due.IsZero() && now.After(p.Due):
		text = fmt.Sprintf("%s, passed at %s", api.Span(p.Target), api.Clock(p.Due, now, zone))
	case !p.Due.IsZero():
		text = fmt.Sprintf("%s, until %s", api.Span(p.Target), api.Clock(p.Due, now, zone))
	case p.Waiting():
		text = api.Span(p.Target) + ", the clock does not run: you are off call"
	case !p.ClockFrom.IsZero() && p.State == notify.Acknowledged:
		text = api.Span(p.Target) + ", met"
	}
	return text
}

// pageDeeds are the commands that make sense for a page.
func pageDeeds(p api.Page) string {
	b := &strings.Builder{}
	can := func(ok bool, command, what string) {
		if ok {
			_, _ = fmt.Fprintf(b, "  standby %-21s  %s\n", command+" "+p.ID, what)
		}
	}
	can(p.Waiting() && p.AckLabel != "", "ack", p.AckLabel)
	can(p.State == notify.Acknowledged || p.State == notify.Snoozed, "unack", "give it back")
	can(p.Waiting() || p.State == notify.Acknowledged, "snooze", "put it off")
	can(p.Open() && p.EscalateLabel != "", "escalate", p.EscalateLabel)
	can(p.Open() && p.CanResolve, "resolve", "end it")
	can(p.Unseen, "seen", "take it off the list")
	return b.String()
}

// pageTimeline is what happened, oldest first; a day is named once.
func pageTimeline(events []notify.Event, zone *time.Location) string {
	b := &strings.Builder{}
	day := ""
	for _, e := range events {
		at := e.At.In(zone)
		if today := at.Format("Mon 2 Jan 2006"); today != day {
			day = today
			_, _ = fmt.Fprintln(b, day)
		}
		text := taken(strings.ReplaceAll(e.What, "-", " "), e.By)
		if e.Detail != "" {
			text += ": " + strings.ReplaceAll(e.Detail, "\n", " ")
		}
		b.WriteString(wrapped("  "+at.Format("15:04:05")+"  ", text))
	}
	return b.String()
}
