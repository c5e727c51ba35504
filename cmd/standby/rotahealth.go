package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"standby/rotation"
	"standby/rotation/health"
)

// healthView is the shape of `standby rota health --json`.
type healthView struct {
	rotaView
	health.Report
}

func (c *cli) rotaHealth() *cobra.Command {
	w := rotaWindow{weeks: 52}
	var asJSON bool
	cmd := &cobra.Command{
		Use: "health FILE", Short: "Say how well a rota covers, and how fair it is", Args: cobra.ExactArgs(1),
		Long: "Say how well a rota covers, and how fair it is.\n\nThe score is the mean of two percentages: how much of the time is covered, and how evenly the hours are\n" +
			"shared. Nights are those of the zone in which each person lives; weekends, and holidays that name no\nzone, are the rota's.",
		Example:           "  standby rota health payments.toml --from 2026-01-01 --to 2027-01-01",
		ValidArgsFunction: completeFiles(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, window, zone, err := readRotaFor(cmd, args[0], w)
			if err != nil {
				return err
			}
			report, err := health.Of(r.plan, r.options(window))
			if err != nil {
				return tooMuch(err)
			}
			if asJSON {
				return writeJSON(c.out, healthView{r.view(), report})
			}
			return c.printHealth(r.Rota.Name, report, window, zone)
		},
	}
	w.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	return cmd
}

// options judge by the clocks and holidays of where people live.
func (r *rotaRead) options(window rotation.Interval) health.Options {
	homes := map[rotation.Person]*time.Location{}
	for _, m := range r.Members {
		homes[m.Person] = m.Zone
	}
	o := health.Options{Window: window, Zone: r.Zone, ZoneOf: func(p rotation.Person) *time.Location { return homes[p] }}
	for _, h := range r.Holidays {
		o.Holidays = append(o.Holidays, health.Holiday{Year: h.Date.Year, Month: h.Date.Month, Day: h.Date.Day, Zone: h.Zone, Name: h.Name})
	}
	return o
}

func (c *cli) printHealth(name string, r health.Report, window rotation.Interval, zone *time.Location) error {
	b := &strings.Builder{}
	b.WriteString(heading(name, window, zone) + "\n")
	b.WriteString(wrapped("", scoreText(r)))
	for _, f := range r.Findings {
		b.WriteString(wrapped(findingMark(f), f.Text))
	}
	printCoverage(b, r)
	printLoads(b, r)
	_, err := io.WriteString(c.out, b.String())
	return err
}

func scoreText(r health.Report) string {
	if r.Coverage.Covered == 0 {
		return "Score 0 of 100."
	}
	return fmt.Sprintf("Score %d of 100, the mean of coverage (%d %%) and evenness of hours (%d %%).", r.Score, r.Coverage.Percent, r.Balance.Hours.Percent)
}

// findingMark is what a finding costs, else how much it matters.
func findingMark(f health.Finding) string {
	if f.Points > 0 {
		return fmt.Sprintf("  %-7d  ", -f.Points)
	}
	return "  " + map[health.Severity]string{health.Good: "good   ", health.Note: "note   ", health.Warning: "warning"}[f.Severity] + "  "
}

// nameWidth keeps the tables within the terminal.
const nameWidth = 20

func printCoverage(b *strings.Builder, r health.Report) {
	width := 0
	for _, role := range r.Roles {
		width = max(width, utf8.RuneCountInString(string(role.Role)))
	}
	width = min(width, nameWidth)
	b.WriteString("\n")
	for _, role := range r.Roles {
		text := "covered " + percentText(role.Covered, role.Covered+role.Uncovered) + coverageGaps(role)
		if !role.Counts {
			text += "; not counted"
		}
		b.WriteString(wrapped(fmt.Sprintf("%-*s  ", width, shortened(string(role.Role), width)), text))
	}
}

func coverageGaps(r health.Role) string {
	switch {
	case r.LongestGap == nil:
		return ""
	case r.Gaps == 1:
		return "; 1 gap of " + spanLength(r.Uncovered)
	}
	return fmt.Sprintf("; %s, %s in all, the longest %s", counted(r.Gaps, "gap"), spanLength(r.Uncovered), spanLength(r.LongestGap.Seconds))
}

func printLoads(b *strings.Builder, r health.Report) {
	if len(r.People) == 0 {
		return
	}
	const row = "%-*s %7s %6s %6s %8s %8s %9s %9s\n"
	b.WriteString("\n")
	_, _ = fmt.Fprintf(b, row, nameWidth, "", "hours", "share", "nights", "weekends", "holidays", "longest", "shortest")
	_, _ = fmt.Fprintf(b, row, nameWidth, "", "on call", "", "", "", "", "stretch", "rest")
	for _, p := range r.People {
		rest := "-"
		if p.ShortestRest != nil {
			rest = spanLength(p.ShortestRest.Seconds)
		}
		share := "-"
		if p.Load > 0 {
			share = fmt.Sprintf("%d %%", int((p.Share*100+health.Whole/2)/health.Whole))
		}
		_, _ = fmt.Fprintf(b, row, nameWidth, shortened(p.Person.String(), nameWidth), hours(p.OnDuty), share,
			thousands(int64(p.Nights)), thousands(int64(p.Weekends)), thousands(int64(len(p.Holidays))), spanLength(p.LongestStretch.Seconds), rest)
	}
}
