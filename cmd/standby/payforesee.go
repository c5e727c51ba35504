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
	"standby/rotation"
)

// foreseeView is the shape of `standby pay foresee ... --json`.
type foreseeView struct {
	Schema  int          `json:"schema"`
	Effects []api.Effect `json:"effects"`
}

// foresight is what the flags of foresee say.
type foresight struct {
	of, role, rota, part, zone string
	asJSON                     bool
}

func (f *foresight) flags(cmd *cobra.Command, part bool) {
	flags := cmd.Flags()
	flags.StringVar(&f.of, "of", "", "who has the shift, where several begin at once")
	flags.StringVar(&f.role, "role", "", "its role, where several begin at once")
	flags.StringVar(&f.rota, "rota", "", "its calendar or rota, where several have one then")
	flags.StringVar(&f.zone, "zone", "", "zone to read times in, such as Asia/Kolkata (default: that of Standby)")
	flags.BoolVar(&f.asJSON, "json", false, "print JSON of a stable shape")
	if part {
		flags.StringVar(&f.part, "part", "", "the part of it that changes hands, such as 2026-12-05T18:00..2026-12-06T02:00 (default: all)")
	}
}

// seen is what a foresight is asked about: the user, the zone, and the shifts.
type seen struct {
	me     rotation.Person
	zone   *time.Location
	shifts []rotation.Shift
}

// payForesee is the parent of the commands that say what a change would mean.
func (c *cli) payForesee() *cobra.Command {
	cmd := &cobra.Command{
		Use: "foresee", Short: "Say what a change of hands would mean in money, time in lieu and rest",
		Long: "Say what a change of hands would mean for each person it concerns: in money, time in lieu, time on call, nights and rest.\n" +
			"Nothing is changed and nothing is kept. Call-outs to come are not guessed.\n\n" +
			"SHIFT is " + usageShift + ".",
		Example: "  standby pay foresee give 2026-12-05 \"Engineer B\"\n  standby pay foresee swap 2026-12-05 2026-12-12\n" +
			"  standby pay foresee take 2026-12-12 --part 2026-12-12T18:00..2026-12-13T02:00",
		SuggestionsMinimumDistance: 2,
		Args:                       unknownCommand,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.foreseeGive(), c.foreseeSwap(), c.foreseeTake(), c.foreseeExtra())
	for _, sub := range cmd.Commands() {
		checkArgs(sub)
	}
	return cmd
}

func (c *cli) foreseeGive() *cobra.Command {
	var f foresight
	cmd := &cobra.Command{
		Use: "give SHIFT PERSON", Short: "Say what it would mean if somebody else took a shift", Args: cobra.ExactArgs(2),
		Long: "Say what it would mean if somebody else took a shift, yours unless --of says whose.\n\nSHIFT is " + usageShift + ".",
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.foresee(cmd.Context(), f, func(s seen) (api.ShiftChange, error) {
				hand, err := s.hand(f, args[0], func(sh rotation.Shift) bool { return sh.Person.Same(s.me) })
				hand.To = s.person(args[1])
				return api.ShiftChange{Hands: []api.ShiftHand{hand}}, err
			})
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	f.flags(cmd, true)
	return cmd
}

func (c *cli) foreseeTake() *cobra.Command {
	var f foresight
	cmd := &cobra.Command{
		Use: "take SHIFT", Short: "Say what it would mean if you took a shift of somebody else's", Args: cobra.ExactArgs(1),
		Long: "Say what it would mean if you took a shift of somebody else's.\n\nSHIFT is " + usageShift + ".",
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.foresee(cmd.Context(), f, func(s seen) (api.ShiftChange, error) {
				hand, err := s.hand(f, args[0], func(sh rotation.Shift) bool { return !sh.Person.Same(s.me) })
				hand.To = s.me
				return api.ShiftChange{Hands: []api.ShiftHand{hand}}, err
			})
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	f.flags(cmd, true)
	return cmd
}

func (c *cli) foreseeSwap() *cobra.Command {
	var f foresight
	cmd := &cobra.Command{
		Use: "swap SHIFT SHIFT", Short: "Say what it would mean if two shifts changed hands", Args: cobra.ExactArgs(2),
		Long: "Say what it would mean if two shifts changed hands: the first is yours unless --of says whose, the second somebody else's.\n\n" +
			"SHIFT is " + usageShift + ".",
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.foresee(cmd.Context(), f, func(s seen) (api.ShiftChange, error) {
				one, err := s.hand(f, args[0], func(sh rotation.Shift) bool { return sh.Person.Same(s.me) })
				if err != nil {
					return api.ShiftChange{}, err
				}
				with := f
				with.of = ""
				two, err := s.hand(with, args[1], func(sh rotation.Shift) bool { return !sh.Person.Same(one.Shift.Person) })
				one.To, two.To = two.Shift.Person, one.Shift.Person
				return api.ShiftChange{Hands: []api.ShiftHand{one, two}}, err
			})
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	f.flags(cmd, false)
	return cmd
}

func (c *cli) foreseeExtra() *cobra.Command {
	var f foresight
	cmd := &cobra.Command{
		Use: "extra FROM..TO", Short: "Say what a further shift of yours would mean, which nobody has", Args: cobra.ExactArgs(1),
		Example: "  standby pay foresee extra 2026-12-24..2026-12-26 --role primary",
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.foresee(cmd.Context(), f, func(s seen) (api.ShiftChange, error) {
				span, err := spanNamed("the shift", args[0], s.zone)
				who := s.me
				if f.of != "" {
					who = s.person(f.of)
				}
				role := rotation.Role(f.role)
				if role == "" {
					role = rotation.Primary
				}
				return api.ShiftChange{Extra: []rotation.Shift{{UID: "extra", Rota: f.rota, Role: role, Person: who, Interval: span}}}, err
			})
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	f.flags(cmd, false)
	cmd.Flag("of").Usage = "who would have it (default: you)"
	cmd.Flag("role").Usage = "its role (default: primary)"
	cmd.Flag("rota").Usage = "its calendar or rota"
	return cmd
}

// foresee asks what a change would mean, and says it.
func (c *cli) foresee(ctx context.Context, f foresight, what func(seen) (api.ShiftChange, error)) error {
	return c.asking(ctx, ledgerTime, func(ctx context.Context, client *api.Client) error {
		snap, err := client.Snapshot(ctx)
		if err != nil {
			return err
		}
		s := seen{me: snap.Me}
		if s.zone, err = (&rotaWindow{zone: f.zone}).location(zoneOf(snap)); err != nil {
			return err
		}
		if s.me == (rotation.Person{}) {
			return usageError{errors.New("nobody has said who you are; standby me --as NAME says it")}
		}
		now := time.Now()
		if s.shifts, err = client.Shifts(ctx, api.ShiftQuery{From: now.AddDate(0, -2, 0), To: now.AddDate(1, 0, 0)}); err != nil {
			return err
		}
		change, err := what(s)
		if err != nil {
			return err
		}
		effects, err := client.Foresee(ctx, change)
		switch {
		case err != nil:
			return err
		case f.asJSON:
			return writeJSON(c.out, foreseeView{1, effects})
		}
		_, err = io.WriteString(c.out, effectsText(effects))
		return err
	})
}

// effectsText says of each person what it comes to, and what else there is to know.
func effectsText(effects []api.Effect) string {
	b := &strings.Builder{}
	for _, e := range effects {
		sentences := e.Sentences
		if e.Unknown != "" {
			sentences = []string{e.Person.String() + ": not known: " + e.Unknown}
		}
		for i, text := range sentences {
			mark := "  "
			if i == 0 {
				mark = ""
			}
			b.WriteString(wrapped(mark, notify.Clean(text, 500)))
		}
		if e.Breaks {
			b.WriteString(wrapped("! ", "A rest or a limit of the policy would no longer be kept."))
		}
	}
	if len(effects) == 0 {
		b.WriteString("It would change nothing for anybody.\n")
	}
	return b.String()
}

// hand is the shift that an argument means, and the part of it. Of several, those
// that are likely are meant.
func (s seen) hand(f foresight, text string, likely func(rotation.Shift) bool) (api.ShiftHand, error) {
	ref, err := shiftRef("the shift", text, s.zone)
	if err != nil {
		return api.ShiftHand{}, err
	}
	found := slices.DeleteFunc(slices.Clone(s.shifts), func(sh rotation.Shift) bool { return !f.fits(sh) || !meansShift(ref, sh) })
	if better := slices.DeleteFunc(slices.Clone(found), func(sh rotation.Shift) bool { return !likely(sh) }); f.of == "" && len(better) > 0 {
		found = better
	}
	if len(found) != 1 {
		return api.ShiftHand{}, s.candidates(ref, found)
	}
	hand := api.ShiftHand{Shift: found[0]}
	if f.part != "" {
		hand.Part, err = spanNamed("--part", f.part, s.zone)
	}
	return hand, err
}

// fits reports whether a shift is as the flags say.
func (f *foresight) fits(s rotation.Shift) bool {
	of := personNamed(f.of)
	return (f.role == "" || strings.EqualFold(string(s.Role), f.role)) && (f.rota == "" || strings.EqualFold(s.Rota, f.rota)) &&
		(f.of == "" || s.Person.Same(of))
}

func meansShift(ref api.ShiftRef, s rotation.Shift) bool {
	switch {
	case ref.UID != "":
		return s.UID == ref.UID
	case ref.Before.IsZero():
		return s.Start.Equal(ref.Start)
	}
	return !s.Start.Before(ref.Start) && s.Start.Before(ref.Before)
}

// candidates is the error that says which shifts could be meant.
func (s seen) candidates(ref api.ShiftRef, found []rotation.Shift) error {
	const most = 10
	e := &api.CandidatesError{Calendar: "the schedule", Found: found[:min(len(found), most)], Zone: s.zone}
	if len(found) == 0 && ref.UID == "" {
		e.Near = slices.Clone(s.shifts)
		slices.SortStableFunc(e.Near, func(a, b rotation.Shift) int {
			return int(a.Start.Sub(ref.Start).Abs()/time.Second) - int(b.Start.Sub(ref.Start).Abs()/time.Second)
		})
		e.Near = e.Near[:min(len(e.Near), most/2)]
	}
	return e
}

// person is who an argument means: as the schedule writes them, where it does.
func (s seen) person(text string) rotation.Person {
	who := personNamed(text)
	for _, sh := range s.shifts {
		if sh.Person.Same(who) || who.Email == "" && strings.EqualFold(sh.Person.Email, text) {
			return sh.Person
		}
	}
	return who
}

// spanNamed reads FROM..TO, each a day or a time.
func spanNamed(where, text string, zone *time.Location) (span rotation.Interval, err error) {
	from, to, both := strings.Cut(text, "..")
	if !both {
		return span, usageError{fmt.Errorf("%s %.80q is no span; write it as 2026-12-05T18:00..2026-12-06T02:00", where, text)}
	}
	if span.Start, err = instant(where+" from", strings.TrimSpace(from), zone, false); err != nil {
		return span, err
	}
	if span.End, err = instant(where+" to", strings.TrimSpace(to), zone, true); err != nil {
		return span, err
	}
	if span.Empty() {
		return span, usageError{fmt.Errorf("%s %.80q ends before it begins", where, text)}
	}
	return span, nil
}
