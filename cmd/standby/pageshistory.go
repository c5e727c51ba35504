package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/notify"
)

// historyView is the shape of `standby history --json`; the newest episode comes
// first.
type historyView struct {
	Schema int       `json:"schema"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	// Zone is what times are shown in; empty for the machine's own.
	Zone     string        `json:"zone,omitempty"`
	Episodes []episodeView `json:"episodes"`
}

// episodeView is one time that a page was triggered.
type episodeView struct {
	PageID  string         `json:"page_id"`
	Source  string         `json:"source"`
	Service string         `json:"service,omitempty"`
	Title   string         `json:"title"`
	Urgency notify.Urgency `json:"urgency"`
	Drill   bool           `json:"drill,omitempty"`
	From    time.Time      `json:"from"`
	AckedAt time.Time      `json:"acked_at,omitzero"`
	By      string         `json:"by,omitempty"`
	// ResolvedAt is left out while it is open.
	ResolvedAt time.Time `json:"resolved_at,omitzero"`
	Outcome    outcome   `json:"outcome"`
	// Why is the reason that was given for a missed target.
	Why string `json:"why,omitempty"`
	// Notes are what was written on it.
	Notes []notify.Word `json:"notes,omitempty"`
}

// outcome is what became of an ack target.
type outcome string

// The outcomes. An episode whose clock did not run has neither met nor missed.
const (
	outcomeMet     outcome = "met"
	outcomeMissed  outcome = "missed"
	outcomeOpen    outcome = "open"
	outcomeUntimed outcome = "untimed"
)

// historyQuery is what the command line asks of the past.
type historyQuery struct {
	span          pagesSpan
	missed, tests bool
	words         []string
}

func (c *cli) history() *cobra.Command {
	var q historyQuery
	var asJSON bool
	cmd := &cobra.Command{
		Use: "history [WORD...]", Short: "List what paged, who took it, and which targets were met or missed", Args: cobra.ArbitraryArgs,
		Long: "List what paged, newest first: when, whether the ack target was met, who took it and after how long.\n\n" +
			"With WORDs, those that have all of them in title, service, source, person, reason or note; upper and lower case are the same.",
		Example: "  standby history\n  standby history disk db1 --from 2026-11-01\n  standby history --missed --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			q.words = args
			return c.showHistory(cmd.Context(), q, asJSON)
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	q.span.flags(cmd)
	cmd.Flags().BoolVar(&q.missed, "missed", false, "those alone whose ack target was missed")
	cmd.Flags().BoolVar(&q.tests, "test-pages", false, "test pages too")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

func (c *cli) showHistory(ctx context.Context, q historyQuery, asJSON bool) error {
	if _, _, err := q.span.between(time.Now(), time.UTC); err != nil {
		return err
	}
	return c.asking(ctx, 20*time.Second, func(ctx context.Context, client *api.Client) error {
		s, err := client.Snapshot(ctx)
		if err != nil {
			return err
		}
		v := historyView{Schema: 1, Zone: s.Zone}
		if v.From, v.To, err = q.span.between(time.Now(), zoneOf(s)); err != nil {
			return err
		}
		pages, err := client.History(ctx, v.From, v.To)
		if err != nil {
			return err
		}
		v.Episodes = q.episodes(pages)
		if asJSON {
			return writeJSON(c.out, v)
		}
		_, err = io.WriteString(c.out, historyText(v, zoneOf(s)))
		return err
	})
}

// episodes are those that the query asks for, newest first. The same trouble by
// several ways is told of the first, as stats counts it.
func (q historyQuery) episodes(pages []api.Page) []episodeView {
	out := []episodeView{}
	for _, p := range pages {
		if p.With != "" || p.Drill && !q.tests {
			continue
		}
		for _, e := range episodesOf(p) {
			if q.asks(e) {
				out = append(out, e)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b episodeView) int { return b.From.Compare(a.From) })
	return out
}

func episodesOf(p api.Page) []episodeView {
	list := notify.Episodes(p.Page, p.Timeline)
	out := make([]episodeView, 0, len(list))
	for i, e := range list {
		until := time.Time{}
		if i+1 < len(list) {
			until = list[i+1].From
		}
		out = append(out, episodeView{PageID: e.PageID, Source: e.Source, Service: e.Service, Title: e.Title, Urgency: e.Urgency, Drill: p.Drill,
			From: e.From, AckedAt: e.AckedAt, By: e.By, ResolvedAt: e.ResolvedAt, Outcome: outcomeOf(e), Why: e.Why, Notes: notesIn(p.Timeline, e.From, until)})
	}
	return out
}

func outcomeOf(e notify.Episode) outcome {
	switch {
	case e.Missed:
		return outcomeMissed
	case e.Clocked && !e.AckedAt.IsZero():
		return outcomeMet
	case e.ResolvedAt.IsZero() && e.AckedAt.IsZero():
		return outcomeOpen
	}
	return outcomeUntimed
}

// notesIn are the notes that were written in [from, until); a zero until is no end.
func notesIn(timeline []notify.Event, from, until time.Time) []notify.Word {
	var out []notify.Word
	for _, e := range timeline {
		if e.What == "note" && !e.At.Before(from) && (until.IsZero() || e.At.Before(until)) {
			out = append(out, notify.Word{At: e.At, By: e.By, Text: e.Detail})
		}
	}
	return out
}

func (q historyQuery) asks(e episodeView) bool {
	if q.missed && e.Outcome != outcomeMissed {
		return false
	}
	parts := []string{e.PageID, e.Title, e.Service, e.Source, e.By, e.Why}
	for _, n := range e.Notes {
		parts = append(parts, n.Text)
	}
	all := strings.ToLower(strings.Join(parts, "\n"))
	for _, w := range q.words {
		if !strings.Contains(all, strings.ToLower(w)) {
			return false
		}
	}
	return true
}

// historyText is a line for each episode, and what they come to.
func historyText(v historyView, zone *time.Location) string {
	if len(v.Episodes) == 0 {
		return fmt.Sprintf("Nothing of that kind paged from %s to %s.\n", momentText(v.From, zone), momentText(v.To, zone))
	}
	width, met, missed := 0, 0, 0
	for _, e := range v.Episodes {
		width = max(width, min(len([]rune(e.result())), stateColumn))
		switch e.Outcome {
		case outcomeMet:
			met++
		case outcomeMissed:
			missed++
		}
	}
	b := &strings.Builder{}
	for _, e := range v.Episodes {
		title := e.Title
		if e.Service != "" {
			title = e.Service + ": " + title
		}
		mark := e.From.In(zone).Format("2006-01-02 15:04") + "  " + e.PageID + "  "
		b.WriteString(wrapped(mark+column(e.result(), width)+"  ", title))
		for _, more := range e.remarks() {
			b.WriteString(wrapped(strings.Repeat(" ", len("2006-01-02 15:04  ")), more))
		}
	}
	_, _ = fmt.Fprintf(b, "\n%s: %d met their target, %d missed it.\n", counted(len(v.Episodes), "page"), met, missed)
	return b.String()
}

// result is what became of an episode, in few words.
func (e episodeView) result() string {
	after := ""
	if !e.AckedAt.IsZero() {
		after = api.Span(e.AckedAt.Sub(e.From))
	}
	switch {
	case e.Outcome == outcomeMissed && after == "":
		return "MISSED"
	case e.Outcome == outcomeMissed:
		return "MISSED, " + after
	case e.Outcome == outcomeMet:
		return "met, " + after
	case e.Outcome == outcomeOpen:
		return "open"
	case after != "":
		return "taken, " + after
	}
	return "ended by itself"
}

func (e episodeView) remarks() []string {
	var out []string
	if e.By != "" {
		out = append(out, "taken by "+e.By)
	}
	if e.Why != "" {
		out = append(out, "missed because: "+e.Why)
	}
	for _, n := range e.Notes {
		out = append(out, taken("note", n.By)+": "+n.Text)
	}
	return out
}
