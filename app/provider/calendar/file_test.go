package calendar

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"standby/app/provider"
)

func write(t *testing.T, path, text string, modified time.Time) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, modified, modified); err != nil {
		t.Fatal(err)
	}
}

func TestAFileIsReadWhenItChanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "team.ics")
	old := time.Now().Add(-time.Hour).Truncate(time.Second)
	write(t, path, team, old)
	file := NewFile("team", path)
	if file.Name() != "team" {
		t.Error(file.Name())
	}
	first, changed := fetch(t, file, provider.Copy{})
	if !changed || string(first.Body) != team || first.LastModified == "" || first.FetchedAt.IsZero() {
		t.Fatalf("%+v, changed %v", first, changed)
	}
	if second, changed := fetch(t, file, first); changed || string(second.Body) != team || second.FetchedAt.Before(first.FetchedAt) {
		t.Errorf("untouched: %+v, changed %v", second, changed)
	}

	write(t, path, team, old.Add(time.Minute))
	touched, changed := fetch(t, file, first)
	if changed || touched.LastModified == first.LastModified {
		t.Errorf("touched: %+v, changed %v", touched, changed)
	}
	crew := strings.Replace(team, "team", "crew", 1)
	write(t, path, crew, old.Add(2*time.Minute))
	if got, changed := fetch(t, file, touched); !changed || string(got.Body) != crew {
		t.Errorf("rewritten: %+v, changed %v", got, changed)
	}
}

func TestAFileThatIsRewrittenInTheSameInstantIsReadAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "team.ics")
	instant := time.Now().Truncate(time.Second)
	write(t, path, team, instant)
	file := NewFile("team", path)
	first, _ := fetch(t, file, provider.Copy{})
	crew := strings.Replace(team, "team", "crew", 1)
	write(t, path, crew, instant)
	if got, changed := fetch(t, file, first); !changed || string(got.Body) != crew {
		t.Errorf("%+v, changed %v", got, changed)
	}
}

func TestAFileThatCannotBeReadIsNamed(t *testing.T) {
	dir := t.TempDir()
	huge, page, empty := filepath.Join(dir, "huge.ics"), filepath.Join(dir, "page.ics"), filepath.Join(dir, "empty.ics")
	write(t, huge, team+strings.Repeat("X-PAD:0123456789\r\n", 11<<20/18), time.Now())
	write(t, page, "<html>", time.Now())
	write(t, empty, "", time.Now())
	for name, c := range map[string]struct {
		path string
		is   error
	}{
		"missing":     {filepath.Join(dir, "none.ics"), provider.ErrUnreachable},
		"and says so": {filepath.Join(dir, "none.ics"), fs.ErrNotExist},
		"a directory": {dir, errNotFile},
		"too large":   {huge, provider.ErrTooLarge},
		"a web page":  {page, provider.ErrNotTheService},
		"empty":       {empty, provider.ErrNotTheService},
	} {
		t.Run(name, func(t *testing.T) {
			_, changed, err := NewFile("team", c.path).Fetch(t.Context(), provider.Copy{})
			if !errors.Is(err, c.is) || changed {
				t.Fatalf("got %v", err)
			}
			if strings.Count(err.Error(), c.path) != 1 {
				t.Errorf("%q should name the path once", err)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := NewFile("team", page).Fetch(ctx, provider.Copy{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestARotaFileIsHandedOverWhateverItHolds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "payments.toml")
	old := time.Now().Add(-time.Hour).Truncate(time.Second)
	file := NewRotaFile("payments", path)
	if _, _, err := file.Fetch(t.Context(), provider.Copy{}); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "read rota "+path+": ") {
		t.Errorf("missing: %v", err)
	}
	last := provider.Copy{}
	for i, text := range []string{"[[layer]]\n", "no TOML at all", "", "[[layer]]\n"} {
		write(t, path, text, old.Add(time.Duration(i)*time.Minute))
		got, changed := fetch(t, file, last)
		if !changed || string(got.Body) != text {
			t.Fatalf("%q: got %q, changed %v", text, got.Body, changed)
		}
		if again, changed := fetch(t, file, got); changed || string(again.Body) != text {
			t.Errorf("%q untouched: got %q, changed %v", text, again.Body, changed)
		}
		last = got
	}
}
