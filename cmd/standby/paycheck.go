package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// payCheckView is the shape of an item of `standby pay check --json`.
type payCheckView struct {
	Schema    int        `json:"schema"`
	File      string     `json:"file"`
	Good      bool       `json:"good"`
	Error     *faultView `json:"error,omitempty"`
	Policy    string     `json:"policy,omitempty"`
	Sentences []string   `json:"sentences"`
}

func (c *cli) payCheck() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "check POLICY...", Short: "Say a pay policy back in plain sentences", Args: cobra.MinimumNArgs(1),
		Long:              "Say a pay policy back in plain sentences.\n\nA mistake is told with its line, its key and its remedy; then the exit code is 1.",
		Example:           "  standby pay check policy.toml",
		ValidArgsFunction: completeFiles(-1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := stdinOnce(args); err != nil {
				return err
			}
			var failed error
			views := []payCheckView{}
			for _, arg := range args {
				p, err := readPolicy(cmd, arg)
				if err != nil {
					_, _ = fmt.Fprintf(c.errs, "standby: %s\n", explained(err))
					bad := unusable(arg, err)
					views = append(views, payCheckView{Schema: 1, File: bad.File, Error: bad.Error, Sentences: []string{}})
					failed = errReported
					continue
				}
				views = append(views, payCheckView{Schema: 1, File: rotaName(arg), Good: true, Policy: p.Name, Sentences: p.Explain()})
			}
			if asJSON {
				if err := writeJSON(c.out, views); err != nil {
					return err
				}
				return failed
			}
			b := &strings.Builder{}
			for _, v := range views {
				if !v.Good {
					continue
				}
				_, _ = fmt.Fprintf(b, "%s is good.\n", v.File)
				for _, s := range v.Sentences {
					b.WriteString(wrapped("  ", s))
				}
			}
			if _, err := fmt.Fprint(c.out, b.String()); err != nil {
				return err
			}
			return failed
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: a list, an item for each file")
	return cmd
}
