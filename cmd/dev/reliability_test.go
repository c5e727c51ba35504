package main

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// promises is the table of what Standby promises when something fails, and by which
// test each promise is proved.
const promises = ".github/RELIABILITY.md"

// promise is a row of it.
type promise struct {
	line   int
	fault  string
	proofs []string
}

// readPromises reads the rows of all tables: fault, promise, proofs. A proof is a
// test in backquotes, as folder.TestName or folder.TestName/name of a subtest.
func readPromises(text string) (rows []promise, mistakes []string) {
	proof := regexp.MustCompile("`([^`]+)`")
	for i, line := range strings.Split(text, "\n") {
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|--") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		switch {
		case len(cells) != 3:
			mistakes = append(mistakes, "line "+strconv.Itoa(i+1)+" has not three cells")
			continue
		case cells[2] == "proved by":
			continue
		}
		row := promise{line: i + 1, fault: cells[0]}
		for _, m := range proof.FindAllStringSubmatch(cells[2], -1) {
			row.proofs = append(row.proofs, m[1])
		}
		if len(row.proofs) == 0 {
			mistakes = append(mistakes, "line "+strconv.Itoa(i+1)+" names no test: "+row.fault)
		}
		rows = append(rows, row)
	}
	return rows, mistakes
}

// proofs are the tests of a folder that run on the machine which decides (Linux,
// amd64, with cgo), and every text that its test files hold, since subtests are
// named by texts. Reading them costs nothing; go test -list would compile them all.
type proofs struct {
	tests map[string]bool
	texts map[string]bool
}

func readProofs(folder string) (proofs, error) {
	found := proofs{tests: make(map[string]bool), texts: make(map[string]bool)}
	on := build.Default
	on.GOOS, on.GOARCH, on.CgoEnabled = "linux", "amd64", true
	entries, err := os.ReadDir(folder)
	if err != nil {
		return found, err
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		if ok, err := on.MatchFile(folder, e.Name()); err != nil || !ok {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(folder, e.Name()), nil, parser.SkipObjectResolution)
		if err != nil {
			return found, err
		}
		ast.Inspect(file, found.note)
	}
	return found, nil
}

func (p proofs) note(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		if n.Recv == nil && (strings.HasPrefix(n.Name.Name, "Test") || strings.HasPrefix(n.Name.Name, "Fuzz")) && n.Name.Name != "TestMain" {
			p.tests[n.Name.Name] = true
		}
	case *ast.BasicLit:
		if text, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
			p.texts[text] = true
		}
	}
	return true
}

// lacks says what of a proof is not there; empty when all of it is.
func (p proofs) lacks(proof string) string {
	name, sub, isSub := strings.Cut(proof, "/")
	switch {
	case !p.tests[name]:
		return name
	case isSub && !p.texts[sub]:
		return sub
	}
	return ""
}

func repository(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("there is no go.mod above the test")
		}
	}
}

func TestEveryPromiseIsProvedByATestThatIsThere(t *testing.T) {
	root := repository(t)
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(promises)))
	if err != nil {
		t.Fatal(err)
	}
	rows, mistakes := readPromises(string(text))
	for _, m := range mistakes {
		t.Errorf("%s: %s", promises, m)
	}
	if len(rows) < 30 {
		t.Errorf("%s has %d rows; are they still read?", promises, len(rows))
	}
	folders := make(map[string]proofs)
	count := 0
	for _, row := range rows {
		for _, proof := range row.proofs {
			folder, name := splitProof(proof)
			if name == "" {
				t.Errorf("%s:%d: %q is no folder.TestName", promises, row.line, proof)
				continue
			}
			if _, read := folders[folder]; !read {
				found, err := readProofs(filepath.Join(root, filepath.FromSlash(folder)))
				if err != nil {
					t.Errorf("%s:%d: %v", promises, row.line, err)
				}
				folders[folder] = found
			}
			if lacking := folders[folder].lacks(name); lacking != "" {
				t.Errorf("%s:%d: %s: in %s there is no %q that runs on Linux", promises, row.line, row.fault, folder, lacking)
			}
			count++
		}
	}
	t.Logf("%d promises, proved %d times by tests of %d packages", len(rows), count, len(folders))
}

// splitProof splits "app/store.TestName/a subtest, 1.5 s long" at its first point
// that is followed by the name of a test.
func splitProof(proof string) (folder, name string) {
	for _, kind := range []string{".Test", ".Fuzz"} {
		if before, after, ok := strings.Cut(proof, kind); ok {
			return before, kind[1:] + after
		}
	}
	return proof, ""
}

func TestATestThatIsNotThereIsNoticed(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), fs.FileMode(0o600)); err != nil {
			t.Fatal(err)
		}
	}
	write("a_test.go", "package a\nimport \"testing\"\nfunc TestHere(t *testing.T) { t.Run(\"a name\", nil) }\nfunc FuzzHere(f *testing.F) {}\nfunc (x) TestMethod() {}\nfunc TestMain(m *testing.M) {}\n")
	write("b_windows_test.go", "package a\nfunc TestElsewhere() {}\n")
	write("c.go", "package a\nfunc TestNoTest() {}\n")
	found, err := readProofs(dir)
	if err != nil {
		t.Fatal(err)
	}
	for proof, want := range map[string]string{
		"TestHere": "", "TestHere/a name": "", "FuzzHere": "", "TestHere/another": "another", "TestGone": "TestGone",
		"TestElsewhere": "TestElsewhere", "TestNoTest": "TestNoTest", "TestMethod": "TestMethod", "TestMain": "TestMain",
	} {
		if got := found.lacks(proof); got != want {
			t.Errorf("of %s there lacks %q, want %q", proof, got, want)
		}
	}
	rows, mistakes := readPromises("# x\n| fault | promise | proved by |\n|---|---|---|\n| a | b | `p.TestA`, `p/q.FuzzB/c d` |\n| a | b | c |\n| a | b |\n")
	if len(rows) != 2 || !slices.Equal(rows[0].proofs, []string{"p.TestA", "p/q.FuzzB/c d"}) || rows[0].line != 4 || len(mistakes) != 2 {
		t.Errorf("%+v, %q", rows, mistakes)
	}
	if folder, name := splitProof("p/q.FuzzB/c d"); folder != "p/q" || name != "FuzzB/c d" {
		t.Errorf("%q, %q", folder, name)
	}
}
