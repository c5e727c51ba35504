package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A package that starts something must end its tests with goleak. What is below cmd
// are programs, which end with all that they started, and the window is Fyne's.
func TestEveryPackageThatStartsSomethingLooksForWhatGoesOn(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	starts, looks := map[string]string{}, map[string]bool{}
	for _, top := range []string{"app", "notify", "rotation"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, _ os.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") {
				return err
			}
			rel, err := filepath.Rel(root, filepath.Dir(path))
			if err != nil || strings.HasPrefix(rel, filepath.Join("app", "ui")) || strings.HasSuffix(rel, "test") {
				return err // such as caldavtest: servers for the tests of others
			}
			if strings.HasSuffix(path, "_test.go") {
				data, err := os.ReadFile(path)
				looks[rel] = looks[rel] || strings.Contains(string(data), "goleak.VerifyTestMain(m)")
				return err
			}
			if startsSomething(t, path) {
				starts[rel] = filepath.Base(path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for folder, file := range starts {
		if !looks[folder] {
			t.Errorf("%s starts a goroutine in %s, and its tests do not end with goleak.VerifyTestMain", folder, file)
		}
	}
	if len(starts) < 8 {
		t.Errorf("only %d packages were found to start something", len(starts))
	}
}

// startsSomething reports whether a file has a go statement, or calls a method Go.
func startsSomething(t *testing.T, path string) (found bool) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			found = true
		case *ast.SelectorExpr:
			found = found || n.Sel.Name == "Go"
		}
		return !found
	})
	return found
}
