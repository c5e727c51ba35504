//go:build linux

package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// TestMistakesInThePagesCommandsAreTold runs each without an agent: a mistake is
// told before anybody is asked anything.
func TestMistakesInThePagesCommandsAreTold(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", badInputDir(t))
	long := strings.Repeat("word ", 120)
	for _, row := range []struct {
		args  string
		stdin string
		words []string
	}{
		{"ack disk", "", []string{`"disk" is no page ID`, "standby pages"}},
		{"ack abc", "", []string{"4 digits of it or more"}},
		{"ack abcd012345678", "", []string{"is no page ID"}},
		{"unack abcd0 --all", "", []string{"unknown flag: --all"}},
		{"snooze abcd0 soon", "", []string{`"soon" is no duration`, "write 30m"}},
		{"snooze abcd0 30", "", []string{`"30" is no duration`}},
		{"snooze 30m abcd0", "", []string{`"30m" is no page ID`}},
		{"snooze abcd0 8d", "", []string{"8d is too long", "at most 7d"}},
		{"snooze abcd0 -5m", "", []string{"unknown shorthand flag"}},
		{"snooze abcd0 30m --until 07:00", "", []string{`"30m" is one time and --until another`}},
		{"snooze abcd0 30m --until-working-hours", "", []string{`"30m" is one time`}},
		{"snooze abcd0 --until 07:00 --until-working-hours", "", []string{"until", "until-working-hours"}},
		{"snooze abcd0 --until noon", "", []string{`--until "noon" is no time`, "07:00"}},
		{"snooze abcd0 --until 25:00", "", []string{`--until "25:00" is no time`}},
		{"pause abcd0 2h", "", []string{"2h is too long", "at most 1h"}},
		{"mute 2d", "", []string{"2d is too long", "at most 1d"}},
		{"mute on", "", []string{`"on" is no duration`}},
		{"mute 1h 2h", "", []string{"accepts at most 1 arg"}},
		{"note abcd0", "", []string{"requires at least 2 arg"}},
		{"note disk full", "", []string{`"disk" is no page ID`}},
		{"note abcd0 -", " \n\t", []string{"the text is empty"}},
		{"note abcd0 -", strings.Repeat("line\n", 9), []string{"9 lines", "at most 500 in 8"}},
		{"excuse abcd0 " + long, "", []string{"599 characters", "at most 500"}},
		{"seen abcd0 --all", "", []string{"--all means every page"}},
		{"page disk", "", []string{`"disk" is no page ID`}},
		{"pages abcd0 abcd1", "", []string{"accepts at most 1 arg"}},
		{"pages --days -1", "", []string{"--days -1 is not possible"}},
		{"pages --days 9999", "", []string{"--days 9999 is not possible", "1 to 730"}},
		{"history --from yesterday", "", []string{`--from "yesterday" is no day`, "2026-11-01"}},
		{"history --from 2026-11-02 --to 2026-11-01", "", []string{"--from 2026-11-02 must lie before --to, which is 2026-11-01"}},
		{"history --from 2020-01-01 --to 2026-01-01", "", []string{"too far apart", "two years"}},
		{"history --to 1960-01-01", "", []string{"1970"}},
		{"stats --by moon", "", []string{`--by "moon" is not known`, "hour, source, person, title"}},
		{"stats --by hour --json", "", []string{"by", "json"}},
		{"stats today", "", []string{"today"}},
	} {
		t.Run(row.args[:min(len(row.args), 60)], func(t *testing.T) {
			var out, errs bytes.Buffer
			c := &cli{out: &out, errs: &errs}
			root := c.root()
			root.SetArgs(strings.Fields(row.args))
			root.SetIn(strings.NewReader(row.stdin))
			code := c.report(root.ExecuteContext(t.Context()))
			if code != exitUsage || out.Len() > 0 || !badInputHas(errs.String(), append(row.words, "See: standby --help")) {
				t.Errorf("exit %d, want %d and %q\n%s%s", code, exitUsage, row.words, out.String(), errs.String())
			}
		})
	}
}

func TestWithoutAnAgentThePagesCommandsSaySo(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", badInputDir(t))
	for _, args := range []string{"pages", "page abcd0", "ack", "ack abcd0", "unack", "snooze 30m", "escalate", "resolve", "undo", "note abcd0 text",
		"excuse abcd0 why", "pause", "resume", "seen", "seen --all", "history", "stats", "mute", "mute off"} {
		var out, errs bytes.Buffer
		if code := execute(context.Background(), strings.Fields(args), &out, &errs); code != exitNotRunning || !strings.Contains(errs.String(), "Pages are NOT being watched") || out.Len() > 0 {
			t.Errorf("standby %s: exit %d: %s%s", args, code, out.String(), errs.String())
		}
	}
}
