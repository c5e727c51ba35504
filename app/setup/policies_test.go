package setup

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"standby/app/api"
	"standby/app/books"
)

func TestAReadyPolicyIsExplainedBeforeAnythingIsWritten(t *testing.T) {
	s := newStage(t)
	said, err := s.ExplainPolicy(t.Context(), api.PolicyChoice{Ready: "flat-week"})
	if err != nil || said.Name == "" || len(said.Sentences) < 2 || said.Kept {
		t.Fatalf("said %+v, %v", said, err)
	}
	if _, err := s.ExplainPolicy(t.Context(), api.PolicyChoice{}); !errors.Is(err, books.ErrNoPolicy) {
		t.Errorf("none is in force: %v", err)
	}
	if _, err := os.Stat(said.Path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s: %v", said.Path, err)
	}
	if _, err := s.Payroll().Policy(); !errors.Is(err, books.ErrNoPolicy) {
		t.Errorf("it counts already: %v", err)
	}
}

func TestAReadyPolicyIsCopiedOnceAndKeptAsItWasEdited(t *testing.T) {
	s := newStage(t)
	said, err := s.UsePolicy(t.Context(), api.PolicyChoice{Ready: "flat-week"})
	if err != nil || said.Kept || filepath.Dir(said.Path) != filepath.Dir(s.path) {
		t.Fatalf("said %+v, %v", said, err)
	}
	if p, err := s.Payroll().Policy(); err != nil || p.Name != said.Name || !slices.Contains(s.agent.told, "policy "+said.Name) {
		t.Errorf("%+v, %v; agent %q", p, err, s.agent.told)
	}
	if now, err := s.ExplainPolicy(t.Context(), api.PolicyChoice{}); err != nil || now.Path != said.Path || !slices.Equal(now.Sentences, said.Sentences) {
		t.Errorf("the one in force is %+v, %v", now, err)
	}
	text, err := os.ReadFile(said.Path)
	if err != nil {
		t.Fatal(err)
	}
	edited := strings.Replace(string(text), `name = "`, `name = "Our own `, 1)
	if err := os.WriteFile(said.Path, []byte(edited), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := s.UsePolicy(t.Context(), api.PolicyChoice{Ready: "flat-week"})
	if err != nil || !again.Kept || !strings.HasPrefix(again.Name, "Our own ") {
		t.Errorf("said %+v, %v", again, err)
	}
	if now, err := os.ReadFile(said.Path); err != nil || string(now) != edited {
		t.Errorf("what was edited is lost: %v", err)
	}
}

func TestAChoiceOfNothingOrOfWhatCannotBeReadChangesNothing(t *testing.T) {
	s := newStage(t)
	broken := filepath.Join(filepath.Dir(s.path), "policy-tvod.toml")
	if err := os.WriteFile(broken, []byte("name = 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]api.PolicyChoice{
		"nothing": {}, "both": {Ready: "tvod", Path: broken}, "an unknown one": {Ready: "../x"},
		"a broken file": {Path: broken}, "a broken copy": {Ready: "tvod"}, "no file": {Path: broken + "x"},
	} {
		if said, err := s.UsePolicy(t.Context(), c); err == nil {
			t.Errorf("%s is taken: %+v", name, said)
		}
	}
	if _, err := s.Payroll().Policy(); !errors.Is(err, books.ErrNoPolicy) {
		t.Errorf("got %v", err)
	}
	if text, err := os.ReadFile(broken); err != nil || string(text) != "name = 3\n" {
		t.Errorf("the copy was touched: %q %v", text, err)
	}
}
