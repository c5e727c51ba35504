package main

import (
	"fmt"
	"strings"
	"time"

	"standby/app/api"
	"standby/app/incident"
	"standby/notify"
)

// incidentLine is an incident in a line: ID, severity, stage and title.
func incidentLine(i incident.Incident) string {
	return lineOf(i.ID, i.Drill, i.Severity(), i.Stage, i.Title())
}

func lineOf(id string, drill bool, s incident.Severity, stage incident.Stage, title string) string {
	mark := ""
	if drill {
		mark = "DRILL "
	}
	severity := "SEV?"
	if s != 0 {
		severity = s.String()
	}
	return fmt.Sprintf("%s  %s  %-8s %s%s", id, severity, stage, mark, shortened(notify.Clean(title, 200), terminal))
}

func warningsText(list []incident.Warning, zone *time.Location) string {
	b := &strings.Builder{}
	for _, w := range list {
		b.WriteString(wrapped("! ", notify.Clean(fmt.Sprintf("%s %s (since %s)", w.Sentence, w.Remedy, w.Since.In(zone).Format("15:04")), 500)))
	}
	return b.String()
}

func incidentsText(list []api.IncidentSummary, zone *time.Location) string {
	if len(list) == 0 {
		return "No incident is open.\n"
	}
	b := &strings.Builder{}
	for _, i := range list {
		b.WriteString(lineOf(i.ID, i.Drill, i.Severity, i.Stage, i.Title) + "\n")
		who := "nobody in command"
		if i.Commander.String() != "" {
			who = "commander " + notify.Clean(i.Commander.String(), 80)
		}
		if i.Live {
			fmt.Fprintf(b, "    %s, since %s\n", who, momentText(i.OpenedAt.Truncate(time.Minute), zone))
		}
		for _, d := range i.Due {
			fmt.Fprintf(b, "    %s update due at %s\n", d.Audience, d.At.In(zone).Format("15:04"))
		}
		b.WriteString(warningsText(i.Warnings, zone))
	}
	return b.String()
}

// timelineText is the timeline of an incident, the earliest entry first.
func timelineText(i incident.Incident, all bool, zone *time.Location) string {
	b := &strings.Builder{}
	for _, e := range i.Timeline(all) {
		mark := " "
		switch {
		case e.Hidden:
			mark = "-"
		case e.Moved:
			mark = "~"
		}
		who := notify.Clean(e.By.String(), 40)
		if who != "" {
			who += ": "
		}
		fmt.Fprintf(b, "%4d %s %s  %s%s\n", e.Seq, mark, e.At.In(zone).Format("2006-01-02 15:04:05"), who, strings.ReplaceAll(strings.TrimSpace(plainLines(e.Text)), "\n", "\n       "))
		if e.Remark != "" {
			fmt.Fprintf(b, "       (%s)\n", notify.Clean(e.Remark, 400))
		}
	}
	return b.String()
}
