package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
)

// completeCalendars completes the names of calendar files.
func completeCalendars(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{"ics", "ical", "ifb"}, cobra.ShellCompDirectiveFilterFileExt
}

func (c *cli) calendarList() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the calendars and rotas that Standby reads",
		Long: "List the calendars and rotas that Standby reads, how old what it knows of each is, and how far it reaches.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := c.snapshot(cmd.Context())
			if err != nil {
				return err
			}
			list := []api.Source{}
			for _, src := range s.Sources {
				if src.TellsDuty() {
					list = append(list, src)
				}
			}
			if asJSON {
				return writeJSON(c.out, list)
			}
			return c.printCalendars(list, s, zoneOf(s))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: a list of sources, as in status")
	return cmd
}

func (c *cli) calendarRefresh() *cobra.Command {
	return &cobra.Command{
		Use: "refresh [NAME]", Short: "Fetch a calendar or rota now, or all of them", Args: cobra.MaximumNArgs(1),
		ValidArgsFunction: c.completeSources,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.asking(cmd.Context(), 10*time.Second, func(ctx context.Context, client *api.Client) error {
				if len(args) == 0 {
					s, err := client.Snapshot(ctx)
					if err != nil {
						return err
					}
					for _, src := range s.Sources {
						if src.TellsDuty() {
							args = append(args, src.Name)
						}
					}
				}
				for _, name := range args {
					if err := client.Refresh(ctx, name); err != nil {
						return err
					}
				}
				_, err := fmt.Fprintln(c.out, "Asked. See: standby calendar list")
				return err
			})
		},
	}
}

// completeSources completes the names of calendars and rotas.
func (c *cli) completeSources(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	s, err := c.snapshot(cmd.Context())
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, src := range s.Sources {
		if src.TellsDuty() {
			names = append(names, src.Name)
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func (c *cli) printCalendars(list []api.Source, s api.Snapshot, zone *time.Location) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(c.out, "No calendar and no rota yet. Add one: standby calendar add FILE|URL, or --pagerduty ACCOUNT")
		return err
	}
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, src := range list {
		age, reach := "never read", ""
		if !src.LastHeard.IsZero() {
			age = api.Span(s.At.Sub(src.LastHeard)) + " ago"
		}
		if !src.Horizon.IsZero() {
			reach = "until " + src.Horizon.In(zone).Format("2 Jan 2006")
		}
		kind := src.Kind
		if src.Profile != "" {
			kind += " (" + src.Profile + ")"
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", src.Name, kind, src.State, age, reach)
	}
	return w.Flush()
}
