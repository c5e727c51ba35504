package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/rotation"
)

// calendarAdd is import under the name that it has among its kin, and with the
// calendars that an account has.
func (c *cli) calendarAdd() *cobra.Command {
	cmd := c.importCalendar()
	cmd.Use = "add FILE|URL | --pagerduty ACCOUNT"
	cmd.Long += "\n\nWith --pagerduty, the shifts come from a PagerDuty account that was added before (standby add pagerduty):\n" +
		"a schedule of it, or your on-calls by all its schedules and escalation policies. With neither, the schedules are listed."
	cmd.Example = strings.ReplaceAll(cmd.Example, "standby import", "standby calendar add") +
		"\n  standby calendar add --pagerduty work --schedule PABC123\n  standby calendar add --pagerduty work --on-calls --name mine"
	var n api.NewCalendar
	var onCalls bool
	f := cmd.Flags()
	f.StringVar(&n.PagerDuty, "pagerduty", "", "the name of a PagerDuty account to read it from")
	f.StringVar(&n.Schedule, "schedule", "", "the id of a schedule, with --pagerduty")
	f.BoolVar(&onCalls, "on-calls", false, "your own on-calls, with --pagerduty")
	one, add := cmd.Args, cmd.RunE
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if err := rosterFlags(cmd, n, onCalls); err != nil {
			return err
		}
		if n.PagerDuty == "" {
			return one(cmd, args)
		}
		return cobra.NoArgs(cmd, args)
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if n.PagerDuty == "" {
			return add(cmd, args)
		}
		f := cmd.Flags()
		n.Name, n.Role = f.Lookup("name").Value.String(), rotation.Role(f.Lookup("role").Value.String())
		n.Me = rotation.Person{Name: f.Lookup("as").Value.String(), Email: f.Lookup("email").Value.String()}
		return c.asking(cmd.Context(), time.Minute, func(ctx context.Context, client *api.Client) error {
			if n.Schedule == "" && !onCalls {
				return c.offerSchedules(ctx, client, n.PagerDuty)
			}
			return c.addRoster(ctx, client, n)
		})
	}
	return cmd
}

// rosterFlags checks that the flags go together.
func rosterFlags(cmd *cobra.Command, n api.NewCalendar, onCalls bool) error {
	switch {
	case n.PagerDuty == "" && (n.Schedule != "" || onCalls):
		return errors.New("--schedule and --on-calls go with --pagerduty, which names the account")
	case n.Schedule != "" && onCalls:
		return errors.New("--schedule and --on-calls do not go together; add them one after the other")
	case n.PagerDuty == "":
		return nil
	}
	for _, other := range []string{"caldav", "user", "secret-stdin", "insecure", "pattern", "mine"} {
		if cmd.Flags().Changed(other) {
			return fmt.Errorf("--%s does not go with --pagerduty", other)
		}
	}
	return nil
}

// offerSchedules lists what a calendar can be read from. Nothing was added, which
// the exit code says.
func (c *cli) offerSchedules(ctx context.Context, client *api.Client, account string) error {
	list, err := client.Schedules(ctx, account)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', 0)
	for _, s := range list {
		_, _ = fmt.Fprintf(w, "--schedule %s\t%s\t%s\n", s.ID, s.Name, s.Zone)
	}
	_, _ = fmt.Fprintf(w, "--on-calls\tyours, by any schedule or escalation policy\t\n")
	if err := w.Flush(); err != nil {
		return err
	}
	return usageError{fmt.Errorf("nothing was added yet: say which, such as: standby calendar add --pagerduty %s %s", quoted(account), firstOf(list))}
}

func firstOf(list []api.PagerDutySchedule) string {
	if len(list) == 0 {
		return "--on-calls"
	}
	return "--schedule " + list[0].ID
}

// quoted is a name as a shell takes it; it has letters, digits, spaces and . _ -.
func quoted(name string) string {
	if strings.ContainsRune(name, ' ') {
		return `"` + name + `"`
	}
	return name
}

func (c *cli) addRoster(ctx context.Context, client *api.Client, n api.NewCalendar) error {
	if n.Name == "" {
		n.Name = rosterName(ctx, client, n)
	}
	if err := client.AddCalendar(ctx, n); err != nil {
		return err
	}
	_, err := fmt.Fprintf(c.out, "Reading calendar %s from now on. See: standby status\n", n.Name)
	return err
}

// rosterName is what a calendar of an account is called where nobody says: as the
// schedule, as far as a calendar can be called so.
func rosterName(ctx context.Context, client *api.Client, n api.NewCalendar) string {
	if n.Schedule == "" {
		return n.PagerDuty + " on-calls"
	}
	list, err := client.Schedules(ctx, n.PagerDuty)
	if err != nil {
		return n.Schedule // the account may answer later
	}
	for _, s := range list {
		if s.ID != n.Schedule {
			continue
		}
		if name := asName(s.Name); name != "" && !strings.EqualFold(name, n.PagerDuty) {
			return name
		}
	}
	return n.Schedule
}

// asName leaves of a text what the name of a source can have; see config.Calendar.
func asName(text string) string {
	letter := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' }
	kept := strings.Map(func(r rune) rune {
		if letter(r) || strings.ContainsRune(" ._-", r) {
			return r
		}
		return ' '
	}, text)
	kept = strings.TrimLeft(strings.Join(strings.Fields(kept), " "), " ._-")
	return strings.TrimSpace(kept[:min(len(kept), 64)])
}
