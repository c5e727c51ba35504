package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/statement"
	"standby/rotation"
	"standby/rotation/tomlfile"
)

var statementInput = inputKind{"statement", 256 << 20}

// payVerifyView is the shape of an item of `standby pay verify --json`.
type payVerifyView struct {
	Schema int        `json:"schema"`
	File   string     `json:"file"`
	Good   bool       `json:"good"`
	Error  *faultView `json:"error,omitempty"`
	SHA256 string     `json:"sha256,omitempty"`
	// Statements are those in the file.
	Statements []payVerifiedView `json:"statements"`
}

type payVerifiedView struct {
	Person   rotation.Person   `json:"person"`
	Policy   string            `json:"policy"`
	Period   rotation.Interval `json:"period"`
	Currency string            `json:"currency"`
	Cash     string            `json:"cash"`
	// TimeInLieu is in seconds.
	TimeInLieu int64  `json:"toil_seconds"`
	SHA256     string `json:"sha256"`
}

func (c *cli) payVerify() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "verify FILE...", Short: "Check that a statement is as it was made", Args: cobra.MinimumNArgs(1),
		Long: "Check that a statement is as it was made: that its totals are the sums of its lines, and that its content is what\n" +
			"its hash was made from. FILE is JSON or CSV that Standby wrote, of a person or a team; \"-\" is standard input.\n\n" +
			"Exits with 1 when one was altered, and with 2 when that cannot be told.",
		Example: "  standby pay verify november.json team.csv",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := stdinOnce(args); err != nil {
				return err
			}
			return c.verify(cmd, args, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: a list, an item for each file")
	return cmd
}

func (c *cli) verify(cmd *cobra.Command, args []string, asJSON bool) error {
	views, altered, untold := []payVerifyView{}, error(nil), error(nil)
	b := &strings.Builder{}
	for _, arg := range args {
		f, err := readStatements(cmd, arg)
		if err != nil {
			switch {
			case isAltered(err):
				altered = errReported
			case untold == nil:
				untold = err
			}
			if err != untold { //nolint:errorlint // the one that is returned is told by whoever gets it
				_, _ = fmt.Fprintf(c.errs, "standby: %s\n", explained(err))
			}
			views = append(views, payVerifyView{Schema: 1, File: rotaName(arg), Error: unusable(arg, err).Error, Statements: []payVerifiedView{}})
			continue
		}
		views = append(views, verifiedView(arg, f))
		printVerified(b, rotaName(arg), f)
	}
	var err error
	if asJSON {
		err = writeJSON(c.out, views)
	} else {
		_, err = io.WriteString(c.out, b.String())
	}
	switch {
	case err != nil:
		return err
	case untold != nil:
		return answered(untold)
	}
	return altered
}

// readStatements reads a file of statements and verifies it.
func readStatements(cmd *cobra.Command, arg string) (statement.File, error) {
	data, err := readText(cmd.Context(), arg, cmd.InOrStdin(), statementInput)
	if err != nil {
		return statement.File{}, err
	}
	f, err := statement.Read(data)
	if err != nil {
		return f, fmt.Errorf("%s: %w", rotaName(arg), err)
	}
	return f, nil
}

// isAltered tells a file that was a statement and is none any more from one that
// never was, or that cannot be read.
func isAltered(err error) bool {
	var path *fs.PathError
	var place *tomlfile.Error
	return !errors.Is(err, statement.ErrNotAStatement) && !errors.As(err, &path) && !errors.As(err, &place)
}

func verifiedView(arg string, f statement.File) payVerifyView {
	v := payVerifyView{Schema: 1, File: rotaName(arg), Good: true, SHA256: f.Hash(), Statements: []payVerifiedView{}}
	for _, d := range f.Statements {
		v.Statements = append(v.Statements, payVerifiedView{Person: d.Person, Policy: d.Policy, Period: d.Period, Currency: d.Currency,
			Cash: d.Totals.Amount.String(), TimeInLieu: d.Totals.TimeInLieu, SHA256: d.Hash})
	}
	return v
}

func printVerified(b *strings.Builder, name string, f statement.File) {
	_, _ = fmt.Fprintf(b, "%s is as it was made.\n", name)
	for _, d := range f.Statements {
		_, _ = fmt.Fprintf(b, "  %s, %s: %s\n", d.Person, periodName(d.Period, zoneNamed(d.Zone)), worthOf(d))
	}
	_, _ = fmt.Fprintf(b, "  sha256 %s\n", f.Hash())
}

// worthOf is what a statement comes to: "1,744.37 GBP and 7 h in lieu".
func worthOf(d statement.Document) string {
	var parts []string
	if d.Currency != "" {
		parts = append(parts, d.Totals.Amount.StringFixed(max(d.Place, -d.Totals.Amount.Exponent()))+" "+d.Currency)
	}
	if d.Totals.TimeInLieu != 0 || d.Currency == "" {
		parts = append(parts, lieuHours(d.Totals.TimeInLieu).String()+" h in lieu")
	}
	return strings.Join(parts, " and ")
}

// zoneNamed is the zone of a sealed statement, which is one that exists.
func zoneNamed(name string) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return time.UTC
}
