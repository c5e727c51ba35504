package setup

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"standby/app/api"
	"standby/app/config"
	"standby/rotation"
	"standby/rotation/tomlfile"
)

const weekly = "name = \"Payments\"\nzone = \"UTC\"\n[[layer]]\nunit = \"weekly\"\nanchor = \"2026-01-05 09:00\"\npeople = [\"Engineer A\", \"Engineer B\"]\n"

func TestARotaThatCanBeReadIsAdded(t *testing.T) {
	s := newStage(t)
	path := filepath.Join(t.TempDir(), "payments.toml")
	write(t, path, weekly)
	err := s.AddRota(t.Context(), api.NewRota{Name: "payments", File: path, Me: rotation.Person{Name: "Engineer A"}})
	if err != nil {
		t.Fatal(err)
	}
	c := s.config(t)
	if want := (config.Rota{Name: "payments", File: path, Refresh: config.DefaultRotaRefresh}); len(c.Rotas) != 1 || c.Rotas[0] != want || c.Me.Name != "Engineer A" {
		t.Errorf("configured: %+v", c)
	}
	if want := []string{"i am Engineer A", "read payments"}; !slices.Equal(s.agent.told, want) {
		t.Errorf("agent %q", s.agent.told)
	}
	for name, n := range map[string]error{
		"the name of a rota": s.AddRota(t.Context(), api.NewRota{Name: "Payments", File: path}),
		"by a calendar":      s.AddCalendar(t.Context(), api.NewCalendar{Name: "PAYMENTS", Location: "/x.ics"}),
		"a path in part":     s.AddRota(t.Context(), api.NewRota{Name: "other", File: "payments.toml"}),
	} {
		if !errors.Is(n, api.ErrBadRequest) {
			t.Errorf("%s: %v", name, n)
		}
	}
	if len(s.config(t).Rotas) != 1 || len(s.agent.told) != 2 {
		t.Errorf("added all the same: %+v, agent %q", s.config(t), s.agent.told)
	}
}

func TestARotaThatCannotBeReadIsNotAdded(t *testing.T) {
	s := newStage(t)
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken.toml")
	write(t, broken, weekly+"[[layer]]\nunit = \"weakly\"\n")
	err := s.AddRota(t.Context(), api.NewRota{Name: "payments", File: broken})
	var at *tomlfile.Error
	if !errors.As(err, &at) || at.File != broken || at.Line != 8 {
		t.Errorf("broken: %v", err)
	}
	if err := s.AddRota(t.Context(), api.NewRota{Name: "payments", File: filepath.Join(dir, "none.toml")}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
	if err := s.AddRota(t.Context(), api.NewRota{Name: "payments", File: dir}); err == nil {
		t.Error("a folder was taken")
	}
	if len(s.config(t).Rotas) != 0 || len(s.agent.told) != 0 {
		t.Errorf("%+v, agent %q", s.config(t), s.agent.told)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
