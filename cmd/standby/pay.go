package main

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"
)

// payRequest is what the flags of `standby pay` ask for.
type payRequest struct {
	policies                   []string // files or folders with the versions of one policy
	log, month, period, person string
	out                        payOutput
}

func (c *cli) pay() *cobra.Command {
	var q payRequest
	cmd := &cobra.Command{
		Use: "pay", Short: "Say what a month of duty is worth, line by line",
		Long: "Say what a month of duty is worth, line by line.\n\nWith --policy and --log it is computed from these files alone. A log is JSON with zone, currency,\n" +
			"hourly_pay, salary, shifts, callouts, holidays and params; what params has is known to the policy as $name.\n\n" +
			"--json prints the figures for programs. A statement to hand on, with a hash by which anybody can check it,\n" +
			"is what --output writes, and --csv, --xlsx and --pdf: see standby pay verify.",
		Example: "  standby pay --month 2026-11\n  standby pay --policy policy.toml --log november.json --period 2026-11 --json\n" +
			"  standby pay --policy policy.toml --log november.json --person \"Engineer A\" --output november.pdf",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := q.out.settle(c.out, append(slices.Clone(q.policies), q.log)...); err != nil {
				return err
			}
			if q.month != "" && q.period != "" {
				return usageError{errors.New("--month and --period say the same thing; write one of them")}
			}
			if q.log != "" || len(q.policies) > 0 {
				return c.payFromLog(cmd, q)
			}
			return c.payOwn(cmd, q)
		},
	}
	f := cmd.Flags()
	f.StringVar(&q.month, "month", "", "the month, such as 2026-11 (default: this one)")
	f.StringArrayVar(&q.policies, "policy", nil, "the policy file to pay a log by; several, or a folder, are versions of one policy")
	f.StringVar(&q.log, "log", "", "a log of shifts and call-outs, JSON; - is standard input")
	f.StringVar(&q.period, "period", "", "the period, such as "+periodForms+" (default for a log: all of it)")
	f.StringVar(&q.person, "person", "", "of a log with several people, the one to pay (default: all)")
	q.out.flags(cmd, "print JSON: the figures; with --output, the statement")
	cmd.AddCommand(c.payCheck(), c.payTeam(), c.payVerify(), c.payPolicies(), c.payMonths(), c.payClose(), c.payAdjust(), c.payAdjustments(), c.payForesee())
	for _, sub := range cmd.Commands() {
		checkArgs(sub)
	}
	return cmd
}
