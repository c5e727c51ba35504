package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/app/setup"
)

// askOpen says that an address is not encrypted, before anything is sent to it.
// On a terminal the user may agree; else only --insecure does.
func (c *cli) askOpen(cmd *cobra.Command, n *api.NewCalendar) error {
	warning := setup.Unencrypted(*n)
	if warning == "" || n.InsecureOK {
		return nil
	}
	refused := fmt.Errorf("calendar %s: %w: %s", n.Name, api.ErrInsecure, warning)
	in := cmd.InOrStdin()
	if !isTerminal(in) {
		return refused
	}
	if n.InsecureOK = agrees(in, c.errs, n.Name, warning); !n.InsecureOK {
		return refused
	}
	return nil
}

// agrees asks whoever sits at the terminal; only a clear yes is one.
func agrees(in io.Reader, out io.Writer, name, warning string) bool {
	_, _ = fmt.Fprintf(out, "standby: calendar %s: %s.\nAdd it all the same? [y/N] ", name, warning)
	answer, _ := readLine(in) // no answer is none
	return strings.EqualFold(answer, "y") || strings.EqualFold(answer, "yes")
}

// isTerminal reports whether somebody may sit at the other end.
func isTerminal(in io.Reader) bool {
	f, ok := in.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
