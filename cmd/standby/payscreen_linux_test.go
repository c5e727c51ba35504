package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNothingIsDrawnOnATerminalThatIsNoText(t *testing.T) {
	policy, log := payFiles(t, payTwo)
	run := func(name, form string) (string, int) {
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		var errs strings.Builder
		code := execute(t.Context(), []string{"pay", "--policy", policy, "--log", log, "--person", "Engineer A", "--" + form}, f, &errs)
		return errs.String(), code
	}
	// A device that takes everything stands for the terminal.
	for _, form := range []string{"pdf", "xlsx"} {
		if errs, code := run("/dev/zero", form); code != exitUsage || !strings.Contains(errs, "--output statement."+form) {
			t.Errorf("--%s: exit %d: %s", form, code, errs)
		}
		if errs, code := run(os.DevNull, form); code != exitOK {
			t.Errorf("--%s into nothing: exit %d: %s", form, code, errs)
		}
		if errs, code := run(calendarFile(t, filepath.Base("out."+form), ""), form); code != exitOK {
			t.Errorf("--%s into a file: exit %d: %s", form, code, errs)
		}
	}
	if errs, code := run("/dev/zero", "csv"); code != exitOK {
		t.Errorf("CSV is text: exit %d: %s", code, errs)
	}
}
