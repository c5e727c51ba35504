package arrows

import (
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// longestFile is where a file begins to hold more than one idea.
const longestFile = 400

// mayBeLong are the files that may have more lines, each with the reason why it
// cannot be split.
func mayBeLong() map[string]string {
	return map[string]string{}
}

func TestAFileIsOneIdea(t *testing.T) {
	excused := mayBeLong()
	for _, s := range sources(t) {
		_, may := excused[s.path]
		delete(excused, s.path)
		switch {
		case s.lines > longestFile && !may && !s.isTest():
			t.Errorf("%s has %d lines, at most %d: split it by idea", s.path, s.lines, longestFile)
		case s.lines <= longestFile && may:
			t.Errorf("%s has %d lines and needs no excuse any more", s.path, s.lines)
		}
	}
	for name := range excused {
		t.Errorf("%s is excused and has gone", name)
	}
}

func TestEveryPackageSaysWhatItOwnsAndMustNotImport(t *testing.T) {
	docs := map[string]string{}
	for _, s := range sources(t) {
		if _, seen := docs[s.folder()]; !seen {
			docs[s.folder()] = ""
		}
		if path.Base(s.path) == "doc.go" {
			docs[s.folder()] = s.comment
		}
	}
	for folder, comment := range docs {
		switch {
		case comment == "":
			t.Errorf("%s has no doc.go with a package comment", folder)
		case !strings.Contains(comment, "import"):
			t.Errorf("%s/doc.go does not say what the package must not import", folder)
		}
	}
}

// emptyWords say nothing about what is in a file. A product's name that ends
// like one of them, Alertmanager, is another word.
func emptyWords() []string {
	return []string{"util", "utils", "common", "helper", "helpers", "manager", "base"}
}

func TestANameSaysWhatIsInIt(t *testing.T) {
	for _, s := range sources(t) {
		for part := range strings.SplitSeq(strings.TrimSuffix(s.path, ".go"), "/") {
			for word := range strings.FieldsFuncSeq(part, func(r rune) bool { return r == '_' || r == '-' }) {
				if slices.Contains(emptyWords(), strings.ToLower(word)) {
					t.Errorf("%s: the word %q says nothing; name what it is about", s.path, word)
				}
			}
		}
	}
}

func TestTheTopLevelIsTheDesigns(t *testing.T) {
	entries, err := os.ReadDir(root(t))
	if err != nil {
		t.Fatal(err)
	}
	known := []string{"cmd", "app", "rotation", "notify", "assets", "FyneApp.toml", "go.mod", "go.sum", "README.md"}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(known, e.Name()) {
			t.Errorf("%s stands at the top; the design has %s there, the rest in .github", e.Name(), strings.Join(known, ", "))
		}
	}
}
