package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/statement"
	"standby/rotation"
	"standby/rotation/pay"
)

// teamRequest is what the flags of `standby pay team` ask for.
type teamRequest struct {
	policies, calendars []string
	log, rota, period   string
	out                 payOutput
}

func (c *cli) payTeam() *cobra.Command {
	var q teamRequest
	cmd := &cobra.Command{
		Use: "team [STATEMENT...]", Short: "Say what the duty of a whole team is worth, for a manager or for payroll", Args: cobra.ArbitraryArgs,
		Long: "Say what the duty of a whole team is worth, for a manager or for payroll: who, what, how much, with a hash over all of it.\n\n" +
			"It is computed from shifts (--calendar, --rota, --log) and a policy, or put together from the statements that people sent,\n" +
			"JSON or CSV. These are taken as they are; one that was altered after it was made is refused.\n\n" +
			"--log may stand beside --calendar or --rota: it then adds call-outs, and the params that the policy needs to know.\n" +
			"--policy PERSON=FILE is for somebody who is paid by other rules; --calendar PERSON=FILE is somebody's own feed.",
		Example: "  standby pay team --policy policy.toml --calendar team.ics --period 2026-11\n" +
			"  standby pay team --policy policy.toml --policy \"Engineer B=other.toml\" --rota payments.toml --log call-outs.json --period 2026-Q4 -o team.xlsx\n" +
			"  standby pay team a.json b.json --output november.pdf",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := q.out.settle(c.out, q.inputs(args)...); err != nil {
				return err
			}
			if err := q.check(args); err != nil {
				return err
			}
			t, err := c.team(cmd, q, args)
			if err != nil {
				return err
			}
			if t, err = statement.SealTeam(t); err != nil {
				return err
			}
			if q.out.form != "" {
				return q.out.writeTeam(c.out, t)
			}
			return c.printTeam(t)
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&q.policies, "policy", nil, "the policy file to pay by, or PERSON=FILE; may be given several times")
	f.StringArrayVar(&q.calendars, "calendar", nil, "a calendar (.ics) with the shifts, or PERSON=FILE; may be given several times")
	f.StringVar(&q.rota, "rota", "", "a rota file (.toml) with the shifts")
	f.StringVar(&q.log, "log", "", "a log of shifts and call-outs, JSON, with the name of each as user")
	f.StringVar(&q.period, "period", "", "the period, such as "+periodForms)
	q.out.flags(cmd, "print JSON: the statements of the team")
	return cmd
}

// inputs are the files that are read.
func (q *teamRequest) inputs(args []string) []string {
	list := append([]string{q.log, q.rota}, args...)
	for _, text := range append(append([]string{}, q.policies...), q.calendars...) {
		_, file := ofPerson(text)
		list = append(list, file)
	}
	return list
}

// check refuses flags that do not go together.
func (q *teamRequest) check(args []string) error {
	shifts := q.log != "" || q.rota != "" || len(q.calendars) > 0
	var problem string
	switch {
	case len(args) > 0 && (shifts || len(q.policies) > 0):
		problem = "statements are put together as they are: leave --policy, --log, --calendar and --rota out, or the statements"
	case len(args) == 0 && !shifts:
		problem = "there is nothing to pay yet: name the shifts with --calendar, --rota or --log, or the statements that people sent"
	case len(args) == 0 && len(q.policies) == 0:
		problem = "--policy is missing: the policy file to pay by"
	case len(args) == 0 && q.period == "" && q.log == "":
		problem = "--period is missing: write it as " + periodForms
	default:
		return stdinOnce(q.inputs(args))
	}
	return usageError{errors.New(problem)}
}

// team gathers the statements, not yet sealed as a whole.
func (c *cli) team(cmd *cobra.Command, q teamRequest, args []string) (statement.Team, error) {
	if len(args) > 0 {
		return c.sentTeam(cmd, q, args)
	}
	policies, err := readPolicies(cmd, q.policies)
	if err != nil {
		return statement.Team{}, err
	}
	zone, where := policies.first().ZoneFor(pay.Input{}), "--period"
	var log *pay.Log
	if q.log != "" {
		l, err := readLog(cmd, q.log)
		if err != nil {
			return statement.Team{}, err
		}
		if log = &l; q.period == "" {
			where, q.period = "the period of "+rotaName(q.log), l.Period
		}
		if q.period == "" {
			return statement.Team{}, usageError{errors.New("--period is missing, and the log names none: write it as " + periodForms)}
		}
	}
	period, err := payPeriod(where, q.period, zone)
	if err != nil {
		return statement.Team{}, err
	}
	d := teamDuty{log: log, logName: rotaName(q.log), zones: map[rotation.Person]*time.Location{}, notes: map[rotation.Person][]string{}}
	if err := d.gather(cmd, q, period, zone); err != nil {
		return statement.Team{}, err
	}
	for _, w := range d.warnings {
		_, _ = fmt.Fprintf(c.errs, "standby: %s\n", w)
	}
	now := time.Now()
	t := statement.Team{Title: "Duty of the team, " + periodName(period, zone), Period: period, Zone: zone.String(), Made: now}
	t.Statements, err = d.statements(policies, q.period, now)
	return t, err
}

// sentTeam puts statements together that people sent. Each that was altered is
// told, and then none is used.
func (c *cli) sentTeam(cmd *cobra.Command, q teamRequest, args []string) (t statement.Team, err error) {
	var refused []error
	from := []string{}
	for _, arg := range args {
		f, err := readStatements(cmd, arg)
		if err != nil {
			refused = append(refused, err)
			continue
		}
		t.Statements = append(t.Statements, f.Statements...)
		for range f.Statements {
			from = append(from, rotaName(arg))
		}
	}
	for i, err := range refused {
		if i == len(refused)-1 {
			return t, err
		}
		_, _ = fmt.Fprintf(c.errs, "standby: %s\n", explained(err))
	}
	t.Zone, t.Period, t.Made = t.Statements[0].Zone, t.Statements[0].Period, time.Now()
	for i, d := range t.Statements {
		if q.period != "" {
			wanted, err := payPeriod("--period", q.period, zoneNamed(d.Zone))
			if err != nil {
				return t, err
			}
			if !wanted.Start.Equal(d.Period.Start) || !wanted.End.Equal(d.Period.End) {
				return t, usageError{fmt.Errorf("%s is of %s for %s, not for %s; leave it out, or leave --period out", from[i], d.Person, periodName(d.Period, zoneNamed(d.Zone)), q.period)}
			}
		}
		if d.Period.Start.Before(t.Period.Start) {
			t.Period.Start = d.Period.Start
		}
		if d.Period.End.After(t.Period.End) {
			t.Period.End = d.Period.End
		}
	}
	t.Title = "Duty of the team, " + periodName(t.Period, zoneNamed(t.Zone))
	return t, nil
}

// ofPerson splits "Engineer A=file.toml". A file whose own name has an equals
// sign in it is that file.
func ofPerson(text string) (person, file string) {
	name, file, found := strings.Cut(text, "=")
	if !found || isThere(text) {
		return "", text
	}
	return strings.TrimSpace(name), file
}
