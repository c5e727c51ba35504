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
	"standby/rotation"
)

// handOverTime is how long a handover may take: a slow server is read as a whole
// first.
const handOverTime = 5 * time.Minute

// handedView is the shape of `standby calendar give --json` and `swap --json`.
type handedView struct {
	Schema   int    `json:"schema"`
	Calendar string `json:"calendar"`
	api.Handed
}

// handover is what the flags of give and swap say.
type handover struct {
	shift, of, role, zone string
	dry, asJSON           bool
}

const usageShift = "when the shift begins, such as 2026-12-05 or 2026-12-05T09:00; or the UID of its event"

func (h *handover) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&h.shift, "shift", "", usageShift)
	f.StringVar(&h.of, "of", "", "who has it, by name or e-mail address, as far as you know")
	f.StringVar(&h.role, "role", "", "its role, where several shifts begin at once")
	f.StringVar(&h.zone, "zone", "", "zone to show and to read times in, such as Asia/Kolkata (default: that of Standby)")
	f.BoolVar(&h.dry, "dry-run", false, "say what would change, and write nothing")
	f.BoolVar(&h.asJSON, "json", false, "print JSON of a stable shape")
}

// location is the zone that is asked for, else the agent's.
func (h *handover) location(s api.Snapshot) (*time.Location, error) {
	w := rotaWindow{zone: h.zone}
	return w.location(zoneOf(s))
}

func (c *cli) calendarGive() *cobra.Command {
	var h handover
	var to, from, until string
	cmd := &cobra.Command{
		Use: "give CALENDAR", Short: "Hand a shift of a CalDAV calendar to another person", Args: cobra.ExactArgs(1),
		Long: "Hand a shift of a CalDAV calendar, or a part of it, to another person.\n\n" +
			"The event is changed where the calendar writes people, in its title and among its attendees, and nowhere else.\n" +
			"When somebody was faster, nothing is written.",
		Example: "  standby calendar give team --shift 2026-12-05 --to \"Engineer B\" --dry-run\n" +
			"  standby calendar give team --shift 2026-12-05T09:00 --of \"Engineer A\" --to b@example.org --from 2026-12-05T18:00 --until 2026-12-06T02:00",
		ValidArgsFunction: c.completeWritable,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := needed("--shift", h.shift, "--to", to); err != nil {
				return err
			}
			g := api.GiveShift{Calendar: args[0], To: personNamed(to), DryRun: h.dry}
			return c.handOver(cmd.Context(), args[0], h, func(ctx context.Context, client *api.Client, zone *time.Location) (api.Handed, error) {
				var err error
				if g.From, err = partOf("--from", from, zone, false); err != nil {
					return api.Handed{}, err
				}
				if g.Until, err = partOf("--until", until, zone, true); err != nil {
					return api.Handed{}, err
				}
				if g.Shift, err = shiftRef("--shift", h.shift, zone); err != nil {
					return api.Handed{}, err
				}
				g.Shift.Holder, g.Shift.Role = personNamed(h.of), rotation.Role(h.role)
				return client.Give(ctx, g)
			})
		},
	}
	h.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&to, "to", "", "who takes it, by name or e-mail address, or as \"Engineer B <b@example.org>\"")
	f.StringVar(&from, "from", "", "when the part begins that changes hands (default: with the shift)")
	f.StringVar(&until, "until", "", "when it ends (default: with the shift)")
	return cmd
}

func (c *cli) calendarSwap() *cobra.Command {
	var h handover
	var with, withOf string
	cmd := &cobra.Command{
		Use: "swap CALENDAR", Short: "Have two shifts of a CalDAV calendar change hands", Args: cobra.ExactArgs(1),
		Long: "Have two shifts of a CalDAV calendar change hands, or neither of them.\n\n" +
			"When somebody was faster with one of the two, nothing is written.",
		Example:           "  standby calendar swap team --shift 2026-12-05 --with 2026-12-12 --dry-run",
		ValidArgsFunction: c.completeWritable,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := needed("--shift", h.shift, "--with", with); err != nil {
				return err
			}
			return c.handOver(cmd.Context(), args[0], h, func(ctx context.Context, client *api.Client, zone *time.Location) (api.Handed, error) {
				x := api.SwapShifts{Calendar: args[0], DryRun: h.dry}
				var err error
				if x.Shift, err = shiftRef("--shift", h.shift, zone); err != nil {
					return api.Handed{}, err
				}
				if x.With, err = shiftRef("--with", with, zone); err != nil {
					return api.Handed{}, err
				}
				x.Shift.Holder, x.With.Holder = personNamed(h.of), personNamed(withOf)
				x.Shift.Role, x.With.Role = rotation.Role(h.role), rotation.Role(h.role)
				return client.Swap(ctx, x)
			})
		},
	}
	h.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&with, "with", "", "the other shift, named like --shift")
	f.StringVar(&withOf, "with-of", "", "who has the other shift, as far as you know")
	return cmd
}

// needed refuses flags without a value; they come in pairs of name and value.
func needed(flags ...string) error {
	for pair := range slices.Chunk(flags, 2) {
		if strings.TrimSpace(pair[1]) == "" {
			return usageError{fmt.Errorf("%s is missing", pair[0])}
		}
	}
	return nil
}

// handOver runs a handover and says what came of it.
func (c *cli) handOver(ctx context.Context, name string, h handover, do func(context.Context, *api.Client, *time.Location) (api.Handed, error)) error {
	return c.asking(ctx, handOverTime, func(ctx context.Context, client *api.Client) error {
		s, err := client.Snapshot(ctx)
		if err != nil {
			return err
		}
		zone, err := h.location(s)
		if err != nil {
			return err
		}
		done, err := do(ctx, client, zone)
		if err != nil {
			return err
		}
		if h.asJSON {
			return writeJSON(c.out, handedView{1, name, done})
		}
		return c.printHanded(done, s.At, zone)
	})
}

func (c *cli) printHanded(done api.Handed, now time.Time, zone *time.Location) error {
	b := &strings.Builder{}
	for _, a := range done.Alterations {
		fmt.Fprintf(b, "%s.\n", notify.Clean(a.Sentence(zone, now), 300))
	}
	if !done.Written {
		b.WriteString("Nothing was written yet; leave --dry-run out to do it.\n")
	}
	_, err := io.WriteString(c.out, b.String())
	return err
}

// shiftRef is the shift that a flag names: by a day on which it begins, by the time
// that it does, or else by the UID of its event.
func shiftRef(flag, text string, zone *time.Location) (api.ShiftRef, error) {
	text = strings.TrimSpace(text)
	if _, err := readInstant(text, zone, false); err != nil {
		return api.ShiftRef{UID: text}, nil
	}
	start, err := instant(flag, text, zone, false)
	ref := api.ShiftRef{Start: start}
	if len(text) == len(time.DateOnly) {
		y, m, d := start.In(zone).Date()
		ref.Before = instantAt(time.Date(y, m, d+1, 0, 0, 0, 0, time.UTC), zone, false)
	}
	return ref, err
}

// partOf is one end of a part; zero where the flag is not given.
func partOf(flag, text string, zone *time.Location, end bool) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return instant(flag, text, zone, end)
}

// personNamed is who a flag means: "Engineer B <b@example.org>", an e-mail address,
// or a name.
func personNamed(text string) rotation.Person {
	text = strings.TrimSpace(text)
	if name, rest, ok := strings.Cut(text, "<"); ok && strings.HasSuffix(rest, ">") {
		return rotation.Person{Name: strings.TrimSpace(name), Email: strings.TrimSpace(strings.TrimSuffix(rest, ">"))}
	}
	if strings.Contains(text, "@") && !strings.Contains(text, " ") {
		return rotation.Person{Email: text}
	}
	return rotation.Person{Name: text}
}

// completeWritable completes the names of CalDAV calendars.
func (c *cli) completeWritable(cmd *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return c.completeInto(cmd, args, toComplete)
}
