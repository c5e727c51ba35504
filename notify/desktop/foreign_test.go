package desktop

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestNothingOnWindowsCanReachPowerShell reads the files that are built there: of
// the toast library they use what cannot fall back, and none of them runs programs.
func TestNothingOnWindowsCanReachPowerShell(t *testing.T) {
	harmless := []string{"SetActivationCallback", "ClassFactory", "UserData"}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	used := 0
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_linux.go") || !onWindows(string(source)) {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range file.Imports {
			path := strings.Trim(i.Path.Value, `"`)
			if path == "os/exec" || strings.Contains(path, "beeep") || strings.HasSuffix(path, "go-toast") {
				t.Errorf("%s imports %s", name, path)
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if of, ok := selector.X.(*ast.Ident); ok && of.Name == "wintoast" {
				used++
				if !slices.Contains(harmless, selector.Sel.Name) {
					t.Errorf("%s uses wintoast.%s", name, selector.Sel.Name)
				}
			}
			return true
		})
	}
	if used == 0 {
		t.Error("no file was looked at that uses the library")
	}
}

// onWindows reports whether a file's build line, if it has one, lets it in there.
func onWindows(source string) bool {
	line, _, _ := strings.Cut(source, "\n")
	constraint, has := strings.CutPrefix(line, "//go:build ")
	return !has || !strings.Contains(constraint, "!windows") && !strings.Contains(constraint, "linux") && !strings.Contains(constraint, "darwin")
}

// TestTheObjectiveCIsSound has clang check the macOS side with reference counting
// and availability, against declarations of ours: Apple's headers and linker are
// not to be had elsewhere.
func TestTheObjectiveCIsSound(t *testing.T) {
	clang, err := exec.LookPath("clang")
	if err != nil {
		t.Skip("clang is not installed: the Objective-C file is not checked")
	}
	out, err := exec.CommandContext(t.Context(), clang, "-fsyntax-only", "-Werror", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Wunguarded-availability",
		"-target", "x86_64-apple-macos10.15", "-ffreestanding", "-nostdlibinc", "-x", "objective-c", "-fobjc-arc", "-fblocks",
		"-Itestdata/objc", "usercentre_darwin.m").CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
