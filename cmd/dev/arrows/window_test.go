package arrows

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// windowFolder is where the window lies.
const windowFolder = "app/ui"

// wayBack is the one file that hands work to the goroutine of the interface.
const wayBack = windowFolder + "/kit/thread.go"

// parts of the window that are no screen.
func noScreens() []string { return []string{"kit", "look", "model", "bench"} }

// windowSources are the files of the window but for its tests.
func windowSources(t *testing.T) []source {
	t.Helper()
	var all []source
	for _, s := range sources(t) {
		if within(s.folder(), []string{windowFolder}) && !s.isTest() {
			all = append(all, s)
		}
	}
	if len(all) < 50 {
		t.Fatalf("only %d files in %s", len(all), windowFolder)
	}
	return all
}

// screenOf is the folder of the screen that a file belongs to; empty for none.
func screenOf(s source) string {
	rest, ok := strings.CutPrefix(s.folder(), windowFolder+"/")
	name, _, deeper := strings.Cut(rest, "/")
	if !ok || deeper || slices.Contains(noScreens(), name) {
		return ""
	}
	return name
}

// isPart reports whether a file holds that part of a screen, or of one of its forms:
// model.go, calendar_model.go.
func isPart(s source, part string) bool {
	name := path.Base(s.path)
	return name == part+".go" || strings.HasSuffix(name, "_"+part+".go")
}

func TestAModelOfTheWindowIsPure(t *testing.T) {
	for _, s := range windowSources(t) {
		if !isPart(s, "model") && s.folder() != windowFolder+"/model" {
			continue
		}
		for _, imported := range s.imports {
			if strings.HasPrefix(imported, "fyne.io/") || imported == "os" || imported == "net" || imported == "net/http" || strings.HasSuffix(imported, "/kit") {
				t.Errorf("%s imports %s: a model takes a snapshot and returns values", s.path, imported)
			}
		}
	}
}

func TestAViewOfTheWindowAsksNobody(t *testing.T) {
	for _, s := range windowSources(t) {
		if isPart(s, "view") && slices.Contains(s.imports, "context") {
			t.Errorf("%s imports context: what is asked of the agent is sent from a handlers.go", s.path)
		}
	}
}

func TestEveryScreenIsBuiltInTheSameWay(t *testing.T) {
	has := map[string][]string{}
	for _, s := range windowSources(t) {
		if screen := screenOf(s); screen != "" {
			has[screen] = append(has[screen], path.Base(s.path))
		}
	}
	if len(has) < 6 {
		t.Errorf("only %d screens", len(has))
	}
	for screen, files := range has {
		for _, want := range []string{"doc.go", "model.go", "view.go", "handlers.go", "ports.go"} {
			if !slices.Contains(files, want) {
				t.Errorf("%s/%s has no %s", windowFolder, screen, want)
			}
		}
	}
}

func TestAScreenKnowsNoOther(t *testing.T) {
	mayShow := map[string]string{"now": "firstrun"}
	for _, s := range windowSources(t) {
		screen := screenOf(s)
		if screen == "" {
			continue
		}
		for _, imported := range s.imports {
			other, ours := strings.CutPrefix(imported, module+windowFolder)
			other = strings.TrimPrefix(other, "/")
			if ours && !slices.Contains([]string{"kit", "look", "model", mayShow[screen]}, other) {
				t.Errorf("%s imports %s: a screen knows no other, and not the window", s.path, imported)
			}
		}
	}
}

func TestOnlyTestsImportTheBench(t *testing.T) {
	for _, s := range sources(t) {
		for _, imported := range s.imports {
			if strings.HasPrefix(imported, module+windowFolder+"/bench") && !s.isTest() && !within(s.folder(), []string{windowFolder + "/bench"}) {
				t.Errorf("%s imports %s, which is for tests", s.path, imported)
			}
		}
	}
}

func TestOneFileLeadsBackToTheInterface(t *testing.T) {
	top := root(t)
	var found []string
	for _, s := range sources(t) {
		if s.isTest() || !slices.Contains(s.imports, "fyne.io/fyne/v2") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(top, filepath.FromSlash(s.path)), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.SelectorExpr); ok && (call.Sel.Name == "Do" || call.Sel.Name == "DoAndWait") {
				if pkg, ok := call.X.(*ast.Ident); ok && pkg.Name == "fyne" {
					found = append(found, s.path)
				}
			}
			return true
		})
	}
	if !slices.Equal(found, []string{wayBack}) {
		t.Errorf("fyne.Do is called in %q, and belongs into %s alone", found, wayBack)
	}
}
