package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/notify"
)

func (c *cli) pages() *cobra.Command {
	var days int
	var asJSON bool
	cmd := &cobra.Command{
		Use: "pages [PAGE]", Short: "List the open pages, and those of the last day", Args: cobra.MaximumNArgs(1),
		Long: "List the open pages, those that nobody has seen, and those of the last day. With a PAGE it is standby page.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if days < 0 || days > mostDays {
				return usageError{fmt.Errorf("--days %d is not possible; write 1 to %d", days, mostDays)}
			}
			if len(args) > 0 {
				return c.showPage(cmd.Context(), args, asJSON)
			}
			return c.listPages(cmd.Context(), days, asJSON)
		},
		ValidArgsFunction: c.completePages(1, anyPage),
	}
	cmd.Flags().IntVar(&days, "days", 0, "look back this many days")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: a list of pages")
	return cmd
}

func anyPage(api.Page) bool { return true }

// mostDays is how far back the agent looks at once.
const mostDays = 2 * 365

func (c *cli) listPages(ctx context.Context, days int, asJSON bool) error {
	s, err := c.snapshot(ctx)
	if err != nil {
		return err
	}
	now := time.Now()
	if days > 0 {
		s.MorePages, s.MoreWaiting = 0, 0
		err := c.asking(ctx, 10*time.Second, func(ctx context.Context, client *api.Client) error {
			s.Pages, err = client.History(ctx, now.AddDate(0, 0, -days), now.Add(time.Minute))
			return err
		})
		if err != nil {
			return err
		}
	}
	if asJSON {
		err = writeJSON(c.out, s.Pages)
	} else {
		first := slices.DeleteFunc(slices.Clone(s.Pages), func(p api.Page) bool { return p.With != "" })
		_, err = io.WriteString(c.out, pageTable(first, now, zoneOf(s)))
	}
	if more := moreText(s); more != "" && err == nil {
		_, err = fmt.Fprintln(c.errs, more) // a list in JSON has no place for it
	}
	return err
}

// moreText says how many open pages a snapshot leaves out; empty when none.
func moreText(s api.Snapshot) string {
	if s.MorePages == 0 {
		return ""
	}
	return fmt.Sprintf("%s not listed, %s of them waiting. See: standby pages --days 7", counted(s.MorePages, "more open page"), counted(s.MoreWaiting, "page"))
}

// The columns of the table of pages, at most.
const (
	stateColumn   = 27
	serviceColumn = 12
)

// pageTable is the pages as a table of the terminal's width: ID, state, urgency,
// service, and the title in as many lines as it takes. What else there is to know
// of a page stands below it.
func pageTable(pages []api.Page, now time.Time, zone *time.Location) string {
	if len(pages) == 0 {
		return "No page is open, and none came in the last day.\n"
	}
	state, service := 0, 0
	for _, p := range pages {
		state = max(state, min(utf8.RuneCountInString(tableState(p, now, zone)), stateColumn))
		service = max(service, min(utf8.RuneCountInString(p.Service), serviceColumn))
	}
	b := &strings.Builder{}
	for _, p := range pages {
		mark := p.ID + "  " + column(tableState(p, now, zone), state) + "  " + column(string(p.Urgency), len(notify.Normal)) + "  "
		if service > 0 {
			mark += column(p.Service, service) + "  "
		}
		b.WriteString(wrapped(mark, titleOf(p)))
		for _, more := range pageRemarks(p, now, zone) {
			b.WriteString(wrapped(strings.Repeat(" ", len(p.ID)+2), more))
		}
	}
	return b.String()
}

func column(text string, width int) string {
	text = shortened(text, width)
	return text + strings.Repeat(" ", width-utf8.RuneCountInString(text))
}

func titleOf(p api.Page) string {
	if p.Drill {
		return "Test page: " + p.Title
	}
	return p.Title
}

// pageRemarks are what else there is to know of a page in a list.
func pageRemarks(p api.Page, now time.Time, zone *time.Location) []string {
	var out []string
	if p.Failure != "" {
		out = append(out, p.Failure)
	}
	if p.Held {
		out = append(out, "Quiet hours: held until "+api.Clock(p.HeldUntil, now, zone)+", not told yet.")
	}
	if len(p.Origins) > 1 {
		var names []string
		for _, o := range p.Origins {
			names = append(names, o.Source)
		}
		out = append(out, "The same trouble by "+strings.Join(names, ", ")+".")
	}
	if r := p.Recurrence; r != nil && p.Open() && r.String() != "" {
		out = append(out, r.String())
	}
	return out
}

// pageLine is a page in one line, its ID first so that it can be picked up.
func pageLine(p api.Page, now time.Time, loc *time.Location) string {
	parts := []string{p.ID, pageState(p, now, loc), titleOf(p)}
	if p.Service != "" {
		parts = append(parts, "("+p.Service+")")
	}
	return strings.Join(parts, "  ")
}

// pageState is how a page stands, in words.
func pageState(p api.Page, now time.Time, loc *time.Location) string {
	switch {
	case p.Request != notify.NoRequest && p.Failure != "":
		return "NOT SENT YET"
	case p.Request != notify.NoRequest:
		return "sending"
	case p.Waiting():
		return waitingState(p, now, loc)
	case p.State == notify.Acknowledged:
		return taken("acknowledged "+api.Clock(p.AckedAt, now, loc), p.AckedBy)
	case p.State == notify.Snoozed:
		return "snoozed until " + api.Clock(p.SnoozedUntil, now, loc)
	case p.State == notify.Escalated:
		if p.EscalatedTo != "" {
			return "handed on to " + p.EscalatedTo
		}
		return "handed on " + api.Clock(p.EscalatedAt, now, loc)
	case p.Unseen:
		return "resolved " + api.Clock(p.ResolvedAt, now, loc) + ", not seen"
	}
	return "resolved " + api.Clock(p.ResolvedAt, now, loc)
}

// tableState is pageState where there is little room: who is more than when.
func tableState(p api.Page, now time.Time, loc *time.Location) string {
	text := pageState(p, now, loc)
	if p.State == notify.Acknowledged && p.AckedBy != "" && !p.Sending() && utf8.RuneCountInString(text) > stateColumn {
		return "acknowledged by " + p.AckedBy
	}
	return text
}

func waitingState(p api.Page, now time.Time, loc *time.Location) string {
	switch {
	case !p.PausedAt.IsZero():
		return "clock paused until " + api.Clock(p.PausedUntil, now, loc)
	case p.Due.IsZero():
		return "triggered " + api.Clock(p.TriggeredAt, now, loc)
	case now.After(p.Due):
		return "OVERDUE " + api.Span(now.Sub(p.Due))
	}
	return "waiting, " + api.Span(p.Due.Sub(now)) + " left"
}

// taken names who did something, where that is known.
func taken(what, by string) string {
	if by == "" {
		return what
	}
	return what + " by " + by
}
