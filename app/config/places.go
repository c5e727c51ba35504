package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"

	"github.com/adrg/xdg"
)

// Places are where a profile keeps its files, by the XDG Base Directory
// Specification 0.8 and its like on other systems. All are absolute.
type Places struct {
	// Profile is the profile's name, empty for the user's own.
	Profile string
	// ConfigFile is the file that Load reads.
	ConfigFile string
	// DataDir holds the database and its backups.
	DataDir string
	// StateDir holds logs.
	StateDir string
	// RuntimeDir holds the socket and the lock. It is the user's alone, and its
	// path so short that a socket in it can be bound.
	RuntimeDir string
}

// maxSocketPath is below what every system takes for the path of a socket: 108
// bytes with its NUL on Linux, 104 on macOS. maxSocketName is what is kept free
// for the name in RuntimeDir.
const (
	maxSocketPath = 100
	maxSocketName = 16
)

var profileName = regexp.MustCompile(`^[a-z0-9-]{1,32}$`)

// For says where the profile keeps its files. It reads the environment each
// time, so the agent and every client of the same session agree. It creates
// nothing but the "standby" directory that sockets go below: to make it is the
// one safe way to learn whether it can be used.
func For(profile string) (Places, error) {
	if profile != "" && !profileName.MatchString(profile) {
		return Places{}, fmt.Errorf("profile %q: write 1 to 32 of a-z 0-9 -", profile)
	}
	if err := checkHome(); err != nil {
		return Places{}, err
	}
	xdg.Reload()
	own := func(base string) string { return filepath.Join(base, "standby", inProfile(profile)) }
	p := Places{
		Profile:    profile,
		ConfigFile: filepath.Join(own(xdg.ConfigHome), "standby.toml"),
		DataDir:    own(xdg.DataHome),
		StateDir:   own(xdg.StateHome),
	}
	run, err := runtimeRoot(xdg.RuntimeDir)
	if err != nil {
		return Places{}, err
	}
	p.RuntimeDir = filepath.Join(run, inProfile(profile))
	if n := len(p.RuntimeDir) + 1 + maxSocketName; n >= maxSocketPath {
		return Places{}, fmt.Errorf("runtime directory %s: its path is too long for a socket; "+
			"set XDG_RUNTIME_DIR to a directory with a shorter path, or use a shorter profile name", p.RuntimeDir)
	}
	return p, nil
}

// Make creates the places, for the user alone. Directories of ours that others
// may look into are closed to them.
func (p Places) Make() error {
	if err := os.MkdirAll(filepath.Dir(p.ConfigFile), 0o700); err != nil {
		return fmt.Errorf("make the configuration directory: %w", err)
	}
	for _, dir := range []string{p.DataDir, p.StateDir, p.RuntimeDir} {
		if err := makePrivate(dir); err != nil {
			return fmt.Errorf("make a directory for the user alone: %w", err)
		}
	}
	return nil
}

func inProfile(profile string) string {
	if profile == "" {
		return ""
	}
	return filepath.Join("profiles", profile)
}

// checkHome refuses to fall back to the root of the file system, which is what
// a missing HOME means to the library.
func checkHome() error {
	if runtime.GOOS == "windows" {
		return nil
	}
	if home, err := os.UserHomeDir(); err == nil && filepath.IsAbs(home) {
		return nil
	}
	for _, name := range []string{"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"} {
		if !filepath.IsAbs(os.Getenv(name)) {
			return errors.New("the environment names no home directory; set HOME to an absolute path")
		}
	}
	return nil
}

// runtimeRoot is where Standby's sockets go, and makes it: in the session's
// runtime directory if there is one of ours, else in a directory of our own
// among the temporary files. The latter is checked, because anybody may have
// made it before us and would then hold the socket that we speak to.
func runtimeRoot(base string) (string, error) {
	if real, err := filepath.EvalSymlinks(base); err == nil && ours(real) == nil {
		dir := filepath.Join(base, "standby")
		if err := makeOwn(dir); err == nil {
			return dir, nil
		}
	}
	temp, err := filepath.Abs(os.TempDir())
	if err != nil {
		return "", fmt.Errorf("find the directory for temporary files: %w", err)
	}
	dir := filepath.Join(temp, "standby-"+strconv.Itoa(os.Getuid()))
	if err := makeOwn(dir); err != nil {
		return "", fmt.Errorf("runtime directory %s: %w; remove it, or set XDG_RUNTIME_DIR to a directory of your own", dir, err)
	}
	return dir, nil
}

// makeOwn makes a directory, or finds one that belongs to the user and is
// closed to others.
func makeOwn(dir string) error {
	if err := os.Mkdir(dir, 0o700); err == nil || !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := ours(dir); err != nil {
		return err
	}
	return closed(dir)
}

// ours is nil for a directory, and no link to one, that belongs to the user.
func ours(dir string) error {
	info, err := os.Lstat(dir)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return errors.New("it is not a directory")
	case !ownedByUs(info):
		return errors.New("it belongs to another user")
	}
	return nil
}

// closed is nil for a directory that others cannot look into.
func closed(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return errors.New("others may look into it")
	}
	return nil
}

func makePrivate(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if closed(dir) == nil {
		return nil
	}
	return os.Chmod(dir, 0o700) //nolint:gosec // without x nobody can look into a directory
}
