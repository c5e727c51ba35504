package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/notify"
)

// statsView is the shape of `standby stats --json`.
type statsView struct {
	Schema int       `json:"schema"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	// Zone is what the hours are of; empty for the machine's own.
	Zone string `json:"zone,omitempty"`
	tallyView
	// Hours are the 24 hours of the day in which pages came.
	Hours     []tallyView `json:"hours"`
	Sources   []tallyView `json:"sources"`
	People    []tallyView `json:"people"`
	Recurring []tallyView `json:"recurring"`
}

// tallyView is what several pages come to.
type tallyView struct {
	// Name is what they share; left out for the whole.
	Name     string `json:"name,omitempty"`
	Pages    int    `json:"pages"`
	Acked    int    `json:"acked"`
	Resolved int    `json:"resolved"`
	Met      int    `json:"met"`
	Missed   int    `json:"missed"`
	// MTTA and MTTR are the mean times to acknowledge and to resolve, in whole
	// seconds; left out where there is nothing to take the mean of.
	MTTA *int64 `json:"mtta_s,omitempty"`
	MTTR *int64 `json:"mttr_s,omitempty"`
}

// What stats can be listed by.
const (
	byHour   = "hour"
	bySource = "source"
	byPerson = "person"
	byTitle  = "title"
)

func statsKinds() []string { return []string{byHour, bySource, byPerson, byTitle} }

func (c *cli) stats() *cobra.Command {
	var span pagesSpan
	var by string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "stats", Short: "Say how many pages came, how soon they were taken, and which targets were missed",
		Long: "Say how many pages came, how soon they were acknowledged (MTTA) and over (MTTR) on average, and how many met and\n" +
			"missed their ack target. Test pages do not count, and the same trouble by several sources counts once.",
		Example: "  standby stats\n  standby stats --by person --from 2026-11-01 --to 2026-12-01",
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case by != "" && asJSON:
				return usageError{errors.New("--json has all of it; leave --by out")}
			case by != "" && !slices.Contains(statsKinds(), by):
				return usageError{fmt.Errorf("--by %q is not known; write %s", by, strings.Join(statsKinds(), ", "))}
			}
			return c.showStats(cmd.Context(), span, by, asJSON)
		},
	}
	span.flags(cmd)
	cmd.Flags().StringVar(&by, "by", "", "list by "+strings.Join(statsKinds(), ", "))
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	_ = cmd.RegisterFlagCompletionFunc("by", cobra.FixedCompletions(statsKinds(), cobra.ShellCompDirectiveNoFileComp)) // the flag is there
	return cmd
}

func (c *cli) showStats(ctx context.Context, span pagesSpan, by string, asJSON bool) error {
	if _, _, err := span.between(time.Now(), time.UTC); err != nil {
		return err
	}
	return c.asking(ctx, 20*time.Second, func(ctx context.Context, client *api.Client) error {
		s, err := client.Snapshot(ctx)
		if err != nil {
			return err
		}
		from, to, err := span.between(time.Now(), zoneOf(s))
		if err != nil {
			return err
		}
		st, err := client.Stats(ctx, from, to)
		if err != nil {
			return err
		}
		v := viewStats(st)
		if asJSON {
			return writeJSON(c.out, v)
		}
		_, err = io.WriteString(c.out, statsText(v, by, zoneOf(s)))
		return err
	})
}

func viewStats(st api.Stats) statsView {
	v := statsView{Schema: 1, From: st.From, To: st.To, Zone: st.Zone, tallyView: viewTally("", st.Tally),
		Sources: viewNamed(st.Sources), People: viewNamed(st.People), Recurring: viewNamed(st.Recurring)}
	for hour, t := range st.Hours {
		v.Hours = append(v.Hours, viewTally(fmt.Sprintf("%02d", hour), t))
	}
	return v
}

func viewNamed(list []notify.Named) []tallyView {
	out := []tallyView{}
	for _, n := range list {
		out = append(out, viewTally(n.Name, n.Tally))
	}
	return out
}

func viewTally(name string, t notify.Tally) tallyView {
	v := tallyView{Name: name, Pages: t.Pages, Acked: t.Acked, Resolved: t.Resolved, Met: t.Met, Missed: t.Missed}
	mean := func(n int, d time.Duration) *int64 {
		if n == 0 {
			return nil
		}
		s := int64(d / time.Second)
		return &s
	}
	v.MTTA, v.MTTR = mean(t.Acked, t.MTTA), mean(t.Resolved, t.MTTR)
	return v
}

// meanText is a mean as people say it.
func meanText(s *int64) string {
	if s == nil {
		return "-"
	}
	return api.Span(time.Duration(*s) * time.Second)
}

func statsText(v statsView, by string, zone *time.Location) string {
	b := &strings.Builder{}
	b.WriteString(wrapped("", fmt.Sprintf("%s to %s, %s", momentText(v.From, zone), momentText(v.To, zone), zone)))
	if v.Pages == 0 {
		return b.String() + "No page came.\n"
	}
	b.WriteString("\n" + totals(v))
	switch by {
	case byHour:
		b.WriteString("\n" + tallyTable(byHour, v.Hours))
	case bySource:
		b.WriteString("\n" + tallyTable(bySource, v.Sources))
	case byPerson:
		b.WriteString("\n" + tallyTable(byPerson, v.People))
	case byTitle:
		b.WriteString("\n" + tallyTable("came twice or more", v.Recurring))
	default:
		b.WriteString("\nBy the hour of the day\n" + hourChart(v.Hours))
		b.WriteString("\n" + tallyTable(bySource, v.Sources))
		if len(v.People) > 0 {
			b.WriteString("\n" + tallyTable(byPerson, v.People))
		}
		if n := min(len(v.Recurring), mostNamed); n > 0 {
			b.WriteString("\n" + tallyTable("came twice or more", v.Recurring[:n]))
		}
	}
	return b.String()
}

func totals(v statsView) string {
	text := fmt.Sprintf("%s: %d acknowledged, %d over.", counted(v.Pages, "page"), v.Acked, v.Resolved)
	if timed := v.Met + v.Missed; timed > 0 {
		text += fmt.Sprintf(" Ack target: %d met, %d missed (%d %% met).", v.Met, v.Missed, 100*v.Met/timed)
	}
	out := wrapped("", text)
	if v.MTTA != nil {
		out += "MTTA " + meanText(v.MTTA) + " (mean time to acknowledge)\n"
	}
	if v.MTTR != nil {
		out += "MTTR " + meanText(v.MTTR) + " (mean time to resolve)\n"
	}
	return out
}

// nameColumn is how wide a name in a table of tallies may be, barColumn the bar.
const (
	nameColumn = 23
	barColumn  = 10
)

func tallyTable(what string, list []tallyView) string {
	if len(list) == 0 {
		return "None: " + what + ".\n"
	}
	width, most := len([]rune(what)), 1
	for _, t := range list {
		width = max(width, min(len([]rune(t.Name)), nameColumn))
		most = max(most, t.Pages)
	}
	b := &strings.Builder{}
	_, _ = fmt.Fprintf(b, "%s  %5s  %4s  %6s  %10s  %10s\n", column(what, width), "pages", "met", "missed", "MTTA", "MTTR")
	for _, t := range list {
		line := fmt.Sprintf("%s  %5d  %4d  %6d  %10s  %10s  %s", column(t.Name, width), t.Pages, t.Met, t.Missed, meanText(t.MTTA), meanText(t.MTTR), bar(t.Pages, most))
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

// bar is a number beside the greatest one, in eighths of a character; what is not
// nothing shows.
func bar(n, most int) string {
	eighths := n * barColumn * 8 / most
	if n > 0 {
		eighths = max(eighths, 1)
	}
	out := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		out += string([]rune("▏▎▍▌▋▊▉")[rest-1])
	}
	return out
}

// hourChart is a column for each hour of the day, its number of pages above it.
func hourChart(hours []tallyView) string {
	most := 1
	for _, h := range hours {
		most = max(most, h.Pages)
	}
	var counts, bars, names strings.Builder
	for _, h := range hours {
		count, block := "", " "
		if h.Pages > 0 {
			count = fmt.Sprint(h.Pages)
			block = string([]rune("▁▂▃▄▅▆▇█")[(h.Pages*8-1)/most])
		}
		if len(count) > 3 {
			count = "›1k"
		}
		_, _ = fmt.Fprintf(&counts, "%3s", count)
		_, _ = fmt.Fprintf(&bars, " %s%s", block, block)
		_, _ = fmt.Fprintf(&names, " %s", h.Name)
	}
	out := ""
	for _, line := range []string{counts.String(), bars.String(), names.String()} {
		out += strings.TrimRight(line, " ") + "\n"
	}
	return out
}
