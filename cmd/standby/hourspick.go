package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/notify"
	payledger "standby/rotation/pay/ledger"
)

// logYears is how far back call-outs are found by their IDs.
const logYears = 25

// hoursAt is where a command on call-outs that are named by their IDs stands.
type hoursAt struct {
	client *api.Client
	zone   *time.Location
	now    time.Time
	log    []payledger.Logged
	// ids are those that the arguments mean.
	ids []string
}

// of is a call-out of the log; false where only the agent may know it.
func (h *hoursAt) of(id string) (payledger.Logged, bool) {
	i := slices.IndexFunc(h.log, func(l payledger.Logged) bool { return l.ID == id })
	if i < 0 {
		return payledger.Logged{}, false
	}
	return h.log[i], true
}

// onHours finds the call-outs that the arguments mean, and does something with
// them.
func (c *cli) onHours(ctx context.Context, args []string, do func(context.Context, hoursAt) error) error {
	if err := checkHourIDs(args); err != nil {
		return err
	}
	return c.asking(ctx, ledgerTime, func(ctx context.Context, client *api.Client) error {
		s, err := client.Snapshot(ctx)
		if err != nil {
			return err
		}
		at := hoursAt{client: client, zone: zoneOf(s), now: time.Now()}
		if at.log, err = client.Hours(ctx, at.now.AddDate(-logYears, 0, 0), at.now.AddDate(1, 0, 0)); err != nil {
			return err
		}
		if at.ids, err = pickHours(at.log, args); err != nil {
			return err
		}
		return do(ctx, at)
	})
}

// checkHourIDs finds what cannot be an ID before anybody is asked anything.
func checkHourIDs(args []string) error {
	for _, arg := range args {
		base, _, _ := strings.Cut(arg, "#")
		if len(base) < shortestID || len(arg) > 100 || strings.ContainsFunc(base, func(r rune) bool {
			return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
		}) {
			return usageError{fmt.Errorf("%.40q is no ID of a call-out; copy one from standby hours list, %d letters of it or more", arg, shortestID)}
		}
	}
	return nil
}

// pickHours finds the IDs that arguments mean: whole or their beginning, in upper or
// lower case, with the number of the stint behind it where a page was worked on
// several times. One that is not in the log is left to the agent.
func pickHours(log []payledger.Logged, args []string) ([]string, error) {
	var ids []string
	for _, arg := range args {
		var found []payledger.Logged
		for _, h := range log {
			if strings.EqualFold(h.ID, arg) {
				found = []payledger.Logged{h}
				break
			}
			if meansHour(h.ID, arg) {
				found = append(found, h)
			}
		}
		id := arg
		switch len(found) {
		case 0:
		case 1:
			id = found[0].ID
		default:
			return nil, chooseHour(found, arg)
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func meansHour(id, arg string) bool {
	id, arg = strings.ToLower(id), strings.ToLower(arg)
	begin, stint, cut := strings.Cut(arg, "#")
	page, number, _ := strings.Cut(id, "#")
	return strings.HasPrefix(page, begin) && (!cut || stint == number)
}

func chooseHour(found []payledger.Logged, arg string) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "%.40q could mean %d call-outs; name one by its ID:", arg, len(found))
	for _, h := range found[:min(len(found), mostNamed)] {
		fmt.Fprintf(b, "\n  %s  %s", h.ID, shortened(notify.Clean(h.What, 200), terminal-len(h.ID)-4))
	}
	if n := len(found) - mostNamed; n > 0 {
		fmt.Fprintf(b, "\n  and %d more: standby hours list", n)
	}
	return usageError{fmt.Errorf("%s", b)}
}

// shortIDs are the beginnings of IDs that tell them apart, for people to read and
// to type: eight letters or more, and those of pages whole.
func shortIDs(ids []string) map[string]string {
	out := make(map[string]string, len(ids))
	for _, id := range ids {
		n := min(8, len(id))
		if strings.Contains(id, "#") {
			n = len(id)
		}
		for n < len(id) && slices.ContainsFunc(ids, func(other string) bool {
			return other != id && strings.HasPrefix(strings.ToLower(other), strings.ToLower(id[:n]))
		}) {
			n++
		}
		out[id] = id[:n]
	}
	return out
}

func hourIDs(list []payledger.Logged) []string {
	ids := make([]string, len(list))
	for i, h := range list {
		ids[i] = h.ID
	}
	return ids
}

// completeHours completes the IDs of call-outs of the last three months that will
// do; most 0 is without bound.
func (c *cli) completeHours(most int, will func(payledger.Logged) bool) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if most > 0 && len(args) >= most {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var ids []string
		// An agent that does not answer offers nothing.
		_ = c.asking(cmd.Context(), 5*time.Second, func(ctx context.Context, client *api.Client) error {
			list, err := client.Hours(ctx, time.Now().AddDate(0, -3, 0), time.Now().AddDate(0, 0, 1))
			if err != nil {
				return err
			}
			short := shortIDs(hourIDs(list))
			for _, h := range slices.Backward(list) {
				if will(h) && !slices.Contains(args, short[h.ID]) {
					ids = append(ids, short[h.ID]+"\t"+notify.Clean(h.What, 80))
				}
			}
			return nil
		})
		return ids, cobra.ShellCompDirectiveNoFileComp
	}
}
