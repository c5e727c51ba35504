package report_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares a document with the file that holds how it was.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%s, %v: run the test with -update and look at the change:\n%s", path, err, got)
	}
}

// pdfText is what pdftotext of the Debian package poppler-utils reads in a PDF,
// laid out as it is printed.
func pdfText(t *testing.T, data []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the Debian package poppler-utils is not installed: %v", err)
		}
		t.Skipf("the Debian package poppler-utils is not installed: %v", err)
	}
	cmd := exec.CommandContext(t.Context(), "pdftotext", "-layout", "-", "-")
	var out, faults bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(data), &out, &faults
	if err := cmd.Run(); err != nil {
		t.Fatalf("pdftotext: %v\n%.2000s", err, &faults)
	}
	return out.String()
}
