package setup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"standby/app/agent"
	"standby/app/config"
	"standby/app/provider/sample"
	"standby/assets"
	"standby/rotation"
)

// What the demo is made of.
const (
	demoCalendar = "Payments"
	demoSource   = "sample"
	// demoAfter is when the first page comes.
	demoAfter = 4 * time.Second
)

// demoTeam is a plainly invented team; the first of them is the user.
func demoTeam() []rotation.Person {
	return []rotation.Person{
		{Name: "Engineer A", Email: "a@example.org"}, {Name: "Engineer B", Email: "b@example.org"},
		{Name: "Engineer C", Email: "c@example.org"}, {Name: "Engineer D", Email: "d@example.org"},
	}
}

// PrepareDemo lays the sample team into the places of its profile: a calendar
// with its rota, a pay policy, and a configuration unless there is one. The
// user, Engineer A, is on call at now. The calendar is written anew each time.
func PrepareDemo(p config.Places, now time.Time) error {
	ics := filepath.Join(p.DataDir, "sample-team.ics")
	policy := filepath.Join(filepath.Dir(p.ConfigFile), "sample-policy.toml")
	if err := os.WriteFile(ics, []byte(demoRota(now)), 0o600); err != nil {
		return fmt.Errorf("write the sample team's calendar: %w", err)
	}
	if _, err := os.Stat(p.ConfigFile); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.WriteFile(policy, assets.SamplePolicy, 0o600); err != nil {
		return fmt.Errorf("write the sample policy: %w", err)
	}
	return errors.Join(
		config.SetMe(p.ConfigFile, demoTeam()[0]),
		config.AddCalendar(p.ConfigFile, config.Calendar{Name: demoCalendar, File: ics, Role: rotation.Primary, Refresh: config.DefaultRefresh}),
		config.SetPolicy(p.ConfigFile, policy),
	)
}

// DemoSource pages after a few seconds.
func DemoSource(now func() time.Time) agent.SourceSpec {
	return agent.SourceSpec{Source: sample.New(demoSource, now, demoAfter), Kind: "sample", Every: 2 * time.Second}
}

// demoRota is the sample team's rota as a calendar: everybody takes a week as
// primary and then one as secondary, handing over at 09:00 local time; the week
// of Engineer A began two days before now.
func demoRota(now time.Time) string {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Standby//Sample team//EN\r\nX-WR-CALNAME:Payments on call\r\n")
	y, m, d := now.Date()
	team := demoTeam()
	for week := -8; week < 26; week++ {
		start := time.Date(y, m, d-2+7*week, 9, 0, 0, 0, now.Location())
		end := time.Date(y, m, d+5+7*week, 9, 0, 0, 0, now.Location())
		first := (week%len(team) + len(team)) % len(team)
		event(&b, team[first], rotation.Primary, start, end)
		event(&b, team[(first+len(team)-1)%len(team)], rotation.Secondary, start, end)
	}
	b.WriteString("END:VCALENDAR\r\n")
	return b.String()
}

func event(b *strings.Builder, p rotation.Person, role rotation.Role, start, end time.Time) {
	const stamp = "20060102T150405Z"
	_, _ = fmt.Fprintf(b, "BEGIN:VEVENT\r\nUID:%s-%s@sample.example.org\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:%s\r\nDTEND:%s\r\nSUMMARY:%s (%s)\r\nATTENDEE;CN=%s:mailto:%s\r\nEND:VEVENT\r\n",
		start.UTC().Format(stamp), role, start.UTC().Format(stamp), end.UTC().Format(stamp), p.Name, role, p.Name, p.Email)
}
