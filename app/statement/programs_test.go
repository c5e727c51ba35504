package statement_test

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
)

// absent skips a test that needs a program, or fails it where all programs must
// be.
func absent(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// pipe runs a program on some input and returns what it prints.
func pipe(t *testing.T, in []byte, program string, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	var out, faults bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &out, &faults
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %v: %v\n%.2000s", program, args, err, &faults)
	}
	return out.Bytes()
}

// python is the one that has a module, which the named Debian package brings.
func python(t *testing.T, module, debian string) string {
	t.Helper()
	for _, p := range []string{"python3", "/usr/bin/python3"} {
		if exec.CommandContext(t.Context(), p, "-c", "import "+module).Run() == nil {
			return p
		}
	}
	absent(t, "the Debian package %s is not installed", debian)
	return ""
}

// poppler looks for the programs of the Debian package poppler-utils.
func poppler(t *testing.T) {
	t.Helper()
	for _, program := range []string{"pdftotext", "pdfinfo", "pdffonts"} {
		if _, err := exec.LookPath(program); err != nil {
			absent(t, "the Debian package poppler-utils is not installed: %v", err)
		}
	}
}

func written(t testing.TB, write func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
