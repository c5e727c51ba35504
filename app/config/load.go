package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"standby/rotation/tomlfile"
)

// file is the configuration as it is written. Lengths of time are texts here,
// and checked afterwards, so that an error can say what is wrong with one.
type file struct {
	Zone string `toml:"zone" example:"\"Europe/Berlin\""`
	Me   struct {
		Name  string `toml:"name" example:"\"Engineer A\""`
		Email string `toml:"email" example:"\"a@example.org\""`
	} `toml:"me"`
	Tray struct {
		Icons string `toml:"icons" example:"\"auto\""`
	} `toml:"tray"`
	Pay struct {
		Policy any    `toml:"policy"`
		Since  string `toml:"since" example:"\"2026-01\""`
		Day    string `toml:"day" example:"\"8h\""`
		Person []struct {
			Person string   `toml:"person" example:"\"a@example.org\""`
			From   string   `toml:"from" example:"\"2026-01-01\""`
			Facts  any      `toml:"facts" example:"{ hourly = \"40.00\" }"`
			Region []string `toml:"region" example:"[\"de-by\"]"`
		} `toml:"person"`
	} `toml:"pay"`
	Calendar     []calendarEntry     `toml:"calendar"`
	Rota         []rotaEntry         `toml:"rota"`
	Alertmanager []alertmanagerEntry `toml:"alertmanager"`
	Mail         []mailEntry         `toml:"mail"`
	pagingFile
}

type calendarEntry struct {
	Name     string `toml:"name" example:"\"team\""`
	Kind     string `toml:"kind" example:"\"pagerduty\""`
	File     string `toml:"file" example:"\"team.ics\""`
	URL      string `toml:"url" example:"\"keyring\""`
	CalDAV   string `toml:"caldav" example:"\"https://dav.example.org/calendars/team/\""`
	User     string `toml:"user" example:"\"standby\""`
	Source   string `toml:"source" example:"\"work\""`
	Schedule string `toml:"schedule" example:"\"PABC123\""`
	Pattern  string `toml:"pattern" example:"\"{role}: {person}\""`
	Mine     bool   `toml:"mine" example:"true"`
	Role     string `toml:"role" example:"\"primary\""`
	Refresh  string `toml:"refresh" example:"\"15m\""`
}

type rotaEntry struct {
	Name    string `toml:"name" example:"\"payments\""`
	File    string `toml:"file" example:"\"payments.toml\""`
	Refresh string `toml:"refresh" example:"\"1m\""`
}

type alertmanagerEntry struct {
	Name     string   `toml:"name" example:"\"prod\""`
	URL      string   `toml:"url" example:"\"https://alertmanager.example.org\""`
	Auth     string   `toml:"auth" example:"\"basic\""`
	User     string   `toml:"user" example:"\"standby\""`
	Poll     string   `toml:"poll" example:"\"15s\""`
	Receiver string   `toml:"receiver" example:"\"team-.*\""`
	Filter   []string `toml:"filter" example:"['team=\"payments\"']"`
}

// Load reads the configuration file at path. A file that is not there is an
// empty one. What is wrong in it is a *tomlfile.Error with line, key and remedy;
// a file that cannot be read is another error. What is not a file at all has no
// line.
func Load(path string) (Config, error) {
	data, err := read(path)
	if err != nil {
		return Config{}, err
	}
	return Parse(path, data)
}

// Parse checks the content of a configuration file. Relative paths in it start
// where the file is; "~/" is the home directory.
func Parse(path string, data []byte) (Config, error) {
	var f file
	doc, err := tomlfile.Decode(path, data, &f)
	if err != nil {
		return Config{}, err
	}
	return checker{doc: doc, dir: filepath.Dir(path)}.config(f)
}

// read returns the content of the file, nothing where there is no file. A file
// that could keep us waiting, such as a pipe, is refused.
func read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read configuration: %w", err)
	case !info.Mode().IsRegular():
		return nil, &tomlfile.Error{File: path, Problem: "is not a file", Remedy: "move it away, or put a file in its place"}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, tomlfile.MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	return data, nil
}

// absolute resolves a path of the file.
func (c checker) absolute(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	joined := filepath.Join(c.dir, path)
	if abs, err := filepath.Abs(joined); err == nil {
		return abs
	}
	return joined
}
