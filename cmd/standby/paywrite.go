package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"standby/app/statement"
)

// The forms that a statement can have besides text.
const (
	formJSON = "json"
	formCSV  = "csv"
	formXLSX = "xlsx"
	formPDF  = "pdf"
)

func payForms() []string { return []string{formJSON, formCSV, formXLSX, formPDF} }

// payOutput is how a statement leaves the program, and where to.
type payOutput struct {
	asked map[string]*bool
	mark  bool
	paper string
	file  string
	// form is one of payForms; empty for text.
	form string
}

func (o *payOutput) flags(cmd *cobra.Command, json string) {
	f := cmd.Flags()
	o.asked = map[string]*bool{
		formJSON: f.Bool(formJSON, false, json),
		formCSV:  f.Bool(formCSV, false, "write CSV"),
		formXLSX: f.Bool(formXLSX, false, "write a workbook (.xlsx)"),
		formPDF:  f.Bool(formPDF, false, "write PDF"),
	}
	f.BoolVar(&o.mark, "bom", false, "begin the CSV with a byte order mark, which Excel wants")
	f.StringVar(&o.paper, "paper", string(statement.A4), "paper of the PDF: A4 or Letter")
	f.StringVarP(&o.file, "output", "o", "", "file to write; its ending says the form where no flag does (default: standard output)")
	_ = cmd.RegisterFlagCompletionFunc("paper", cobra.FixedCompletions([]string{string(statement.A4), string(statement.Letter)}, cobra.ShellCompDirectiveNoFileComp))
}

// settle finds out the form, before anything is read. Inputs are files that must
// not be written over.
func (o *payOutput) settle(out io.Writer, inputs ...string) error {
	var asked []string
	for _, form := range payForms() {
		if *o.asked[form] {
			asked = append(asked, form)
		}
	}
	ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(o.file), "."))
	if o.asked[ending] == nil {
		ending = ""
	}
	switch {
	case len(asked) > 1:
		return usageError{fmt.Errorf("--%s are forms of one statement; write one of them", strings.Join(asked, " and --"))}
	case len(asked) == 1 && ending != "" && ending != asked[0]:
		return usageError{fmt.Errorf("--%s is not what --output %s is called; write one of them", asked[0], rotaName(o.file))}
	case len(asked) == 1:
		o.form = asked[0]
	case o.file != "" && ending == "":
		return usageError{fmt.Errorf("--output %s does not say what to write; call it .pdf, .xlsx, .csv or .json, or add --pdf, --xlsx, --csv or --json", rotaName(o.file))}
	default:
		o.form = ending
	}
	return o.check(out, inputs)
}

// check refuses what cannot be written, and what must not be.
func (o *payOutput) check(out io.Writer, inputs []string) error {
	paper, ok := map[string]statement.Paper{"a4": statement.A4, "letter": statement.Letter}[strings.ToLower(o.paper)]
	switch {
	case !ok:
		return usageError{fmt.Errorf("--paper %.40q is no paper; write A4 or Letter", o.paper)}
	case o.mark && o.form != formCSV:
		return usageError{errors.New("--bom goes with --csv")}
	case o.file == "" && (o.form == formPDF || o.form == formXLSX) && onScreen(out):
		return usageError{fmt.Errorf("--%s is nothing to look at on a terminal; name a file, such as --output statement.%s, or redirect it", o.form, o.form)}
	}
	o.paper = string(paper)
	if o.file == "" {
		return nil
	}
	if _, err := os.Stat(filepath.Dir(o.file)); err != nil {
		return namedClean(err)
	}
	target, err := os.Stat(o.file)
	if err != nil {
		return nil //nolint:nilerr // what is not there cannot be an input
	}
	for _, in := range inputs {
		if info, err := os.Stat(in); err == nil && os.SameFile(info, target) {
			return usageError{fmt.Errorf("--output %s is a file that is read here; name another one", rotaName(o.file))}
		}
	}
	return nil
}

// document reports whether a sealed statement is wanted, and no text or figures on
// the screen.
func (o *payOutput) document() bool { return o.file != "" || o.form != "" && o.form != formJSON }

// write seals a person's statement and writes it.
func (o *payOutput) write(out io.Writer, d statement.Document) error {
	d, err := statement.Seal(d)
	if err != nil {
		return err
	}
	return o.save(out, map[string]func(io.Writer) error{
		formJSON: func(w io.Writer) error { return statement.WriteJSON(w, d) },
		formCSV:  func(w io.Writer) error { return statement.WriteCSV(w, d, o.mark) },
		formXLSX: func(w io.Writer) error { return statement.WriteXLSX(w, d) },
		formPDF:  func(w io.Writer) error { return statement.WritePDF(w, d, statement.Paper(o.paper)) },
	})
}

// writeTeam writes a team's sealed statements.
func (o *payOutput) writeTeam(out io.Writer, t statement.Team) error {
	return o.save(out, map[string]func(io.Writer) error{
		formJSON: func(w io.Writer) error { return statement.WriteTeamJSON(w, t) },
		formCSV:  func(w io.Writer) error { return statement.WriteTeamCSV(w, t, o.mark) },
		formXLSX: func(w io.Writer) error { return statement.WriteTeamXLSX(w, t) },
		formPDF:  func(w io.Writer) error { return statement.WriteTeamPDF(w, t, statement.Paper(o.paper)) },
	})
}

// save writes the file whole or not at all.
func (o *payOutput) save(out io.Writer, forms map[string]func(io.Writer) error) error {
	if o.file == "" {
		return forms[o.form](out)
	}
	var b bytes.Buffer
	if err := forms[o.form](&b); err != nil {
		return err
	}
	return replaceFile(o.file, b.Bytes())
}

// onScreen reports whether what is written is seen by somebody. The system's own
// waste bin is a device as a terminal is.
func onScreen(out io.Writer) bool {
	f, ok := out.(*os.File)
	if !ok || f == nil {
		return false
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}
