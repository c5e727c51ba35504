package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/statement"
	"standby/rotation"
	"standby/rotation/pay"
)

var logInput = inputKind{"log", pay.MaxLog}

// readLog reads a log, or standard input.
func readLog(cmd *cobra.Command, arg string) (pay.Log, error) {
	data, err := readText(cmd.Context(), arg, cmd.InOrStdin(), logInput)
	if err != nil {
		return pay.Log{}, err
	}
	log, err := pay.ReadLog(data)
	if err != nil {
		return log, fmt.Errorf("read %s: %w", rotaName(arg), err)
	}
	return log, nil
}

// payFromLog computes a statement from files alone; the agent need not run.
func (c *cli) payFromLog(cmd *cobra.Command, q payRequest) error {
	if len(q.policies) == 0 || q.log == "" {
		return usageError{errors.New("a log needs the policy to pay it by, and the other way round: standby pay --policy policy.toml --log log.json")}
	}
	if err := stdinOnce(append(slices.Clone(q.policies), q.log)); err != nil {
		return err
	}
	policy, err := readPolicy(cmd, q.policies...)
	if err != nil {
		return err
	}
	log, err := readLog(cmd, q.log)
	if err != nil {
		return err
	}
	if q.period == "" {
		q.period = q.month
	}
	statements, err := q.evaluate(&policy, log)
	if err != nil {
		return err
	}
	if log.Currency != "" && log.Currency != policy.Currency {
		note := fmt.Sprintf("The log is in %s, and the policy pays in %s; nothing is converted.", log.Currency, policy.Currency)
		statements[0].Notes = append(statements[0].Notes, note)
	}
	switch {
	case q.out.document():
		d, err := q.logDocument(statements, log)
		if err != nil {
			return err
		}
		return q.out.write(c.out, d)
	case q.out.form == formJSON:
		return writeJSON(c.out, viewOf(statements, log.People))
	}
	return c.printStatements(statements, rotaName(q.log))
}

// evaluate computes the statement of the person asked for, else of everybody whom
// the log names, else of the one whom it is about.
func (q payRequest) evaluate(policy *pay.Policy, log pay.Log) ([]pay.Statement, error) {
	people, err := q.people(log)
	if err != nil {
		return nil, err
	}
	where := "--period"
	if q.period == "" {
		where, q.period = "the period of "+rotaName(q.log), log.Period
	}
	var out []pay.Statement
	for _, name := range people {
		in := log.Input(name)
		if in.Period, err = payPeriod(where, q.period, policy.ZoneFor(in)); err != nil {
			return nil, err
		}
		s, err := policy.Evaluate(in)
		if err != nil {
			return nil, fmt.Errorf("pay %s: %w", strings.TrimPrefix(name+" in "+rotaName(q.log), " in "), err)
		}
		out = append(out, s)
	}
	return out, nil
}

// people are the names to pay: the one of --person, else all of the log. Where the
// log names nobody, it is about one person, whatever the name.
func (q payRequest) people(log pay.Log) ([]string, error) {
	switch {
	case len(log.People) == 0:
		return []string{q.person}, nil
	case q.person == "":
		return log.People, nil
	}
	same := func(name string) bool { return strings.EqualFold(name, strings.TrimSpace(q.person)) }
	if i := slices.IndexFunc(log.People, same); i >= 0 {
		return log.People[i : i+1], nil
	}
	return nil, usageError{errors.New(unknown("--person", q.person, "is nobody in "+rotaName(q.log), log.People))}
}

// logDocument is the statement of one person as a document.
func (q payRequest) logDocument(all []pay.Statement, log pay.Log) (statement.Document, error) {
	if len(all) > 1 {
		return statement.Document{}, usageError{fmt.Errorf("%s names %d people: %s; a statement is of one person. Write one of them with --person, or have all with: standby pay team",
			rotaName(q.log), len(log.People), strings.Join(log.People, ", "))}
	}
	s := all[0]
	if (s.Period == rotation.Interval{}) || s.Period.Empty() {
		return statement.Document{}, usageError{fmt.Errorf("%s has neither shifts nor call-outs that would say for when the statement is; write it with --period, such as %s", rotaName(q.log), periodForms)}
	}
	if q.period == "" && log.Period == "" {
		s.Period = wholeDays(s.Period, s.Zone)
	}
	return statement.FromPay(s, "Statement of duty, "+periodName(s.Period, s.Zone), time.Now()), nil
}
