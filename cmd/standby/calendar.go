package main

import (
	"github.com/spf13/cobra"
)

// calendar is the parent of the commands on calendars.
func (c *cli) calendar() *cobra.Command {
	cmd := &cobra.Command{
		Use: "calendar", Short: "Work with calendars (.ics)",
		Long: "Work with calendars (.ics): what is in one, and which ones Standby reads.\n\nevents and diff of two files need no running Standby. FILE may be \"-\", standard input.",
		Example: "  standby calendar events on-call.ics --from 2026-12-01 --to 2027-01-01\n" +
			"  standby calendar events - --json < on-call.ics",
		SuggestionsMinimumDistance: 2,
		Args:                       unknownCommand,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.calendarEvents(), c.calendarAdd(), c.calendarList(), c.calendarRefresh(), c.calendarDiff(), c.calendarExport(),
		c.calendarGive(), c.calendarSwap())
	for _, sub := range cmd.Commands() {
		checkArgs(sub)
	}
	return cmd
}
