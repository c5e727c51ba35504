package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"standby/assets"
	"standby/rotation/pay"
	"standby/rotation/tomlfile"
)

// readyView is the shape of an item of `standby pay policies --json`.
type readyView struct {
	Schema  int    `json:"schema"`
	Name    string `json:"name"`
	Title   string `json:"title"`
	Region  string `json:"region"`
	Summary string `json:"summary"`
	Source  string `json:"source"`
	Change  string `json:"change"`
	// Facts are what the policy has to know of a person, such as "hourly", each with
	// the value that the example has.
	Facts map[string]string `json:"facts"`
}

// explainedView is the shape of `standby pay policies explain --json`.
type explainedView struct {
	readyView
	Sentences []string `json:"sentences"`
	// Note works the example out by hand, Published says what of it stands in the
	// source.
	Note      string          `json:"note"`
	Published string          `json:"published"`
	Log       json.RawMessage `json:"log"`
	Statement payView         `json:"statement"`
}

// readyExample is what the example of a ready policy has.
type readyExample struct {
	Note      string          `json:"note"`
	Published string          `json:"published"`
	Inputs    json.RawMessage `json:"inputs"`
}

func (c *cli) payPolicies() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "policies", Short: "List the pay policies that come with Standby",
		Long: "List the pay policies that come with Standby.\n\nEach renders the rule of a real employer, agreement or law, names its source, and has an example that is\n" +
			"worked out by hand. Take the one that is nearest to yours, and change its figures.",
		Example: "  standby pay policies\n  standby pay policies explain tvod\n  standby pay policies use tvod",
		RunE: func(*cobra.Command, []string) error {
			all := assets.Policies()
			if asJSON {
				views := []readyView{}
				for _, p := range all {
					views = append(views, readyViewOf(p))
				}
				return writeJSON(c.out, views)
			}
			b := &strings.Builder{}
			for _, p := range all {
				_, _ = fmt.Fprintf(b, "%s: %s (%s)\n%s", p.Name, p.Title, p.Region, wrapped("    ", p.Summary))
			}
			_, err := fmt.Fprint(c.out, b.String(), "\nSee: standby pay policies explain NAME\n")
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: a list")
	cmd.AddCommand(c.policiesShow(), c.policiesExplain(), c.policiesUse())
	for _, sub := range cmd.Commands() {
		checkArgs(sub)
	}
	return cmd
}

func (c *cli) policiesShow() *cobra.Command {
	return &cobra.Command{
		Use: "show NAME", Short: "Print a ready pay policy as the file that it is", Args: cobra.ExactArgs(1),
		Example:           "  standby pay policies show night-price > policy.toml",
		ValidArgsFunction: completeReady,
		RunE: func(_ *cobra.Command, args []string) error {
			p, err := readyNamed(args[0])
			if err != nil {
				return err
			}
			_, err = c.out.Write(p.Text)
			return err
		},
	}
}

func (c *cli) policiesExplain() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "explain NAME", Short: "Say a ready pay policy in plain sentences, and pay its example by it", Args: cobra.ExactArgs(1),
		Example:           "  standby pay policies explain nurses-australia",
		ValidArgsFunction: completeReady,
		RunE: func(_ *cobra.Command, args []string) error {
			p, err := readyNamed(args[0])
			if err != nil {
				return err
			}
			policy, e, s, err := paidExample(p)
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(c.out, explainedView{readyViewOf(p), policy.Explain(), e.Note, e.Published, e.Inputs, viewOf([]pay.Statement{s}, []string{s.Person.Name})})
			}
			return c.printExplained(p, &policy, e, s)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: the sentences, the example and its statement")
	return cmd
}

func (c *cli) printExplained(p assets.Policy, policy *pay.Policy, e readyExample, s pay.Statement) error {
	b := &strings.Builder{}
	_, _ = fmt.Fprintf(b, "%s (%s)\n%s\n", p.Title, p.Region, wrapped("  ", p.Summary))
	for _, sentence := range policy.Explain() {
		b.WriteString(wrapped("  ", sentence))
	}
	_, _ = fmt.Fprintf(b, "\n%s\nAn example: ", wrapped("To change: ", p.Change))
	if err := printStatement(b, s); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(b, "\n%s", wrapped("By hand: ", e.Note))
	if e.Published != "" {
		b.WriteString(wrapped("Published: ", e.Published))
	}
	_, _ = fmt.Fprintf(b, "\nTo pay by it: standby pay policies use %s\n", p.Name)
	_, err := fmt.Fprint(c.out, b.String())
	return err
}

// paidExample pays the example of a ready policy.
func paidExample(p assets.Policy) (policy pay.Policy, e readyExample, s pay.Statement, err error) {
	if policy, err = pay.Parse(p.Name+".toml", p.Text); err != nil {
		return policy, e, s, err
	}
	if err := json.Unmarshal(p.Example, &e); err != nil {
		return policy, e, s, fmt.Errorf("read the example of %s: %w", p.Name, err)
	}
	log, err := pay.ReadLog(e.Inputs)
	if err != nil {
		return policy, e, s, fmt.Errorf("read the example of %s: %w", p.Name, err)
	}
	if len(log.People) != 1 {
		return policy, e, s, fmt.Errorf("read the example of %s: it names %d people, not one", p.Name, len(log.People))
	}
	if s, err = policy.Evaluate(log.Input(log.People[0])); err != nil {
		return policy, e, s, fmt.Errorf("pay the example of %s: %w", p.Name, err)
	}
	return policy, e, s, nil
}

func readyViewOf(p assets.Policy) readyView {
	return readyView{Schema: 1, Name: p.Name, Title: p.Title, Region: p.Region, Summary: p.Summary, Source: p.Source, Change: p.Change, Facts: p.Facts()}
}

// readyNamed is the ready policy of that name.
func readyNamed(name string) (assets.Policy, error) {
	p, ok := assets.PolicyNamed(name)
	if ok {
		return p, nil
	}
	said := fmt.Sprintf("no pay policy that comes with Standby is called %q", rotaName(name))
	if near := tomlfile.Nearest(name, readyNames()); near != "" && len(name) < 100 {
		return p, usageError{errors.New(said + "; did you mean " + near + "?")}
	}
	return p, usageError{errors.New(said + "; standby pay policies lists them")}
}

func readyNames() []string {
	var names []string
	for _, p := range assets.Policies() {
		names = append(names, p.Name)
	}
	return names
}

func completeReady(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return readyNames(), cobra.ShellCompDirectiveNoFileComp
}
