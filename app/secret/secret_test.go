package secret

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
	"pgregory.net/rapid"
)

const canary = "canary-7fe1-do-not-print"

// forms are what a canary may look like in some format: as it is, in
// hexadecimal, and as numbers.
func shows(text string) bool {
	hex := fmt.Sprintf("%x", canary)
	numbers := strings.Trim(fmt.Sprintf("%d", []byte(canary)), "[]")
	for _, form := range []string{canary, hex, strings.ToUpper(hex), numbers} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

type account struct {
	Name  string
	Token Secret
}

// sloppy keeps the secret where fmt does not ask for methods.
type sloppy struct {
	name  string
	token Secret
}

func TestASecretShowsItselfInNoFormat(t *testing.T) {
	s := Of(canary)
	holders := []any{
		s, &s, account{"prod", s}, &account{"prod", s}, sloppy{"prod", s}, &sloppy{"prod", s},
		[]Secret{s}, []any{s}, map[string]Secret{"token": s}, map[string]any{"token": sloppy{"prod", s}},
		fmt.Errorf("with %v", s), [1]sloppy{{"prod", s}}, struct{ Any any }{s},
	}
	for _, h := range holders {
		for _, verb := range strings.Split("v +v #v s +s q +q #q x X # x d b o c U e f g t p T 20v -20s .3s", " ") {
			if out := fmt.Sprintf("%"+verb, h); shows(out) {
				t.Errorf("%%%s of %T shows it: %s", verb, h, out)
			}
		}
		for what, encode := range map[string]func(any) ([]byte, error){
			"json": json.Marshal, "xml": xml.Marshal, "toml": toml.Marshal,
		} {
			if out, err := encode(h); shows(string(out)) || err != nil && shows(err.Error()) {
				t.Errorf("%s of %T shows it: %s, %v", what, h, out, err)
			}
		}
		for what, out := range logged(h) {
			if shows(out) {
				t.Errorf("%s of %T shows it: %s", what, h, out)
			}
		}
	}
	if got, err := json.Marshal(account{"prod", s}); err != nil || string(got) != `{"Name":"prod","Token":"***"}` {
		t.Errorf("json: %s, %v", got, err)
	}
	if got, err := toml.Marshal(account{"prod", s}); err != nil || !strings.Contains(string(got), "'***'") {
		t.Errorf("toml: %s, %v", got, err)
	}
}

func logged(h any) map[string]string {
	var text, js, plain bytes.Buffer
	slog.New(slog.NewTextHandler(&text, nil)).Info("x", "h", h, slog.Group("g", "h", h))
	slog.New(slog.NewJSONHandler(&js, nil)).Info("x", "h", h, slog.Group("g", "h", h))
	log.New(&plain, "", 0).Print(h)
	return map[string]string{"slog text": text.String(), "slog json": js.String(), "log": plain.String()}
}

func TestASecretTellsNothingButItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, other := rapid.String().Draw(t, "text"), rapid.String().Draw(t, "other")
		s := Of(text)
		if s.Reveal() != text || s.IsZero() != (text == "") {
			t.Fatalf("%q came back as %q", text, s.Reveal())
		}
		if !s.Equal(Of(text)) || s.Equal(Of(other)) != (text == other) {
			t.Fatalf("equality of %q and %q", text, other)
		}
		if s.String() != hidden || s.GoString() != hidden {
			t.Fatal("it has another look")
		}
	})
	if zero := (Secret{}); !zero.IsZero() || zero.Reveal() != "" || fmt.Sprint(zero) != hidden || !zero.Equal(Of("")) {
		t.Error("the zero secret is not an empty one")
	}
}

// talkative repeats the secret in its errors, as a back end might.
type talkative struct{}

func (talkative) Get(string, string) (string, error) { return "", errors.New("no") }
func (talkative) Set(_, _, text string) error        { return errors.New("cannot store " + text) }
func (talkative) Delete(string, string) error        { return errors.New("no") }

func TestErrorsHoldNoSecret(t *testing.T) {
	if err := kindOf(talkative{}.Set("", "", canary), Of(canary)); shows(err.Error()) || !errors.Is(err, ErrUnavailable) {
		t.Errorf("%v", err)
	}
	k := newKeyring("test", talkative{}, alwaysReady)
	long := Of(strings.Repeat(canary, 200))
	if _, err := k.Set(context.Background(), "a", long); !errors.Is(err, ErrTooLong) || shows(err.Error()) {
		t.Errorf("%v", err)
	}
	if _, err := k.Set(context.Background(), "a", Of(canary)); err != nil {
		t.Errorf("%v", err)
	}
	if out := fmt.Sprintf("%v %+v %#v", k, k, k); shows(out) {
		t.Errorf("the keyring shows what it holds: %s", out)
	}
}
