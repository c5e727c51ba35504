//go:build unix

package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"standby/app/config"
)

// session is an environment of its own, with short paths, as sockets need them.
func session(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "p")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	for name, sub := range map[string]string{
		"HOME": "home", "XDG_CONFIG_HOME": "c", "XDG_DATA_HOME": "d", "XDG_STATE_HOME": "s", "XDG_RUNTIME_DIR": "r", "TMPDIR": "t",
	} {
		path := filepath.Join(dir, sub)
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv(name, path)
	}
	return dir
}

func TestPlacesFollowTheEnvironment(t *testing.T) {
	for name, c := range map[string]struct {
		profile string
		want    config.Places
	}{
		"the user's own": {"", config.Places{ConfigFile: "c/standby/standby.toml", DataDir: "d/standby", StateDir: "s/standby", RuntimeDir: "r/standby"}},
		"a profile": {"demo", config.Places{Profile: "demo", ConfigFile: "c/standby/profiles/demo/standby.toml",
			DataDir: "d/standby/profiles/demo", StateDir: "s/standby/profiles/demo", RuntimeDir: "r/standby/profiles/demo"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := session(t)
			got, err := config.For(c.profile)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range []*string{&c.want.ConfigFile, &c.want.DataDir, &c.want.StateDir, &c.want.RuntimeDir} {
				*p = filepath.Join(dir, *p)
			}
			if got != c.want {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
			for range 2 {
				if err := got.Make(); err != nil {
					t.Fatal(err)
				}
			}
			for _, p := range []string{filepath.Dir(got.ConfigFile), got.DataDir, got.StateDir, got.RuntimeDir} {
				if info, err := os.Stat(p); err != nil || info.Mode().Perm() != 0o700 {
					t.Errorf("%s: %v %v", p, info, err)
				}
			}
		})
	}
}

func TestPlacesHaveTheUsualDefaults(t *testing.T) {
	dir := session(t)
	for _, name := range []string{"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"} {
		t.Setenv(name, "")
	}
	got, err := config.For("")
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "home"); !strings.HasPrefix(got.ConfigFile, want) || !strings.HasPrefix(got.DataDir, want) || !strings.HasPrefix(got.StateDir, want) {
		t.Errorf("got %+v", got)
	}
}

func TestWithoutAHomeThereIsAnError(t *testing.T) {
	session(t)
	t.Setenv("HOME", "")
	if _, err := config.For(""); err != nil {
		t.Errorf("all XDG directories are named, and yet: %v", err)
	}
	t.Setenv("XDG_DATA_HOME", "relative")
	if _, err := config.For(""); err == nil || !strings.Contains(err.Error(), "set HOME") {
		t.Errorf("got %v", err)
	}
}

func TestAProfileHasAPlainName(t *testing.T) {
	session(t)
	for _, bad := range []string{"Demo", "../x", "a/b", "a b", ".", strings.Repeat("x", 33)} {
		if _, err := config.For(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func TestWithoutARuntimeDirectoryThereIsOneAmongTheTemporaryFiles(t *testing.T) {
	for name, prepare := range map[string]func(dir string) error{
		"it does not exist": func(dir string) error { return os.Remove(filepath.Join(dir, "r")) },
		"it is a file": func(dir string) error {
			if err := os.Remove(filepath.Join(dir, "r")); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(dir, "r"), nil, 0o600)
		},
		"its standby is a file": func(dir string) error { return os.WriteFile(filepath.Join(dir, "r", "standby"), nil, 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := session(t)
			if err := prepare(dir); err != nil {
				t.Fatal(err)
			}
			got, err := config.For("demo")
			if err != nil {
				t.Fatal(err)
			}
			want := filepath.Join(dir, "t", fmt.Sprintf("standby-%d", os.Getuid()), "profiles", "demo")
			if got.RuntimeDir != want {
				t.Errorf("got %s, want %s", got.RuntimeDir, want)
			}
			if err := got.Make(); err != nil {
				t.Fatal(err)
			}
			if again, err := config.For("demo"); err != nil || again != got {
				t.Errorf("the second time %+v (%v)", again, err)
			}
		})
	}
}

func TestARuntimeDirectoryThatIsALinkIsFollowed(t *testing.T) {
	dir := session(t)
	if err := os.Symlink("r", filepath.Join(dir, "l")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_RUNTIME_DIR", filepath.Join(dir, "l"))
	got, err := config.For("")
	if err != nil || got.RuntimeDir != filepath.Join(dir, "l", "standby") {
		t.Errorf("got %+v (%v)", got, err)
	}
}

func TestATemporaryDirectoryThatIsNotOursIsRefused(t *testing.T) {
	cases := map[string]func(root string) error{
		"a link":            func(root string) error { return os.Symlink(filepath.Dir(root), root) },
		"a link to nowhere": func(root string) error { return os.Symlink("/nowhere", root) },
		"a file":            func(root string) error { return os.WriteFile(root, nil, 0o600) },
		"open to others":    openDir,
	}
	if os.Getuid() == 0 {
		// Nobody else can give a directory away.
		cases["of another user"] = foreignDir
	}
	for name, prepare := range cases {
		t.Run(name, func(t *testing.T) {
			dir := session(t)
			t.Setenv("XDG_RUNTIME_DIR", filepath.Join(dir, "missing"))
			root := filepath.Join(dir, "t", fmt.Sprintf("standby-%d", os.Getuid()))
			if err := prepare(root); err != nil {
				t.Fatal(err)
			}
			_, err := config.For("")
			if err == nil || !strings.Contains(err.Error(), root) || !strings.Contains(err.Error(), "set XDG_RUNTIME_DIR") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func openDir(root string) error {
	if err := os.Mkdir(root, 0o700); err != nil {
		return err
	}
	return os.Chmod(root, 0o755)
}

func foreignDir(root string) error {
	if err := os.Mkdir(root, 0o700); err != nil {
		return err
	}
	return os.Chown(root, 65534, 65534)
}

func TestARuntimeDirectoryTooLongForASocketIsAnError(t *testing.T) {
	dir := session(t)
	long := filepath.Join(dir, strings.Repeat("x", 60))
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_RUNTIME_DIR", long)
	if _, err := config.For("demo"); err == nil || !strings.Contains(err.Error(), "shorter path") {
		t.Errorf("got %v", err)
	}
}

func TestMakeClosesWhatIsOpenToOthers(t *testing.T) {
	session(t)
	p, err := config.For("")
	if err != nil {
		t.Fatal(err)
	}
	if err := openDir(p.DataDir); err != nil {
		t.Fatal(err)
	}
	if err := p.Make(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(p.DataDir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("mode %v (%v)", info.Mode(), err)
	}
}
