package setup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	toml "github.com/pelletier/go-toml/v2"

	"standby/app/books"
	"standby/app/config"
	"standby/rotation/ical"
	"standby/rotation/pay"
	"standby/rotation/pay/holiday"
	"standby/rotation/tomlfile"
)

// PolicyFile reads the pay policy that the configuration names, afresh each time.
type PolicyFile struct {
	// Path is the policy's file; empty when there is none. It may be a folder, whose
	// *.toml are the versions of one policy.
	Path string
	// Versions are files besides Path that are versions of the same policy.
	Versions []string
}

func policyFile(c config.Config) PolicyFile {
	return PolicyFile{Path: c.Pay.Policy, Versions: c.Pay.Versions}
}

func (p PolicyFile) same(as PolicyFile) bool {
	return p.Path == as.Path && slices.Equal(p.Versions, as.Versions)
}

// Read reads the policy with the calendars of holidays that it names, and joins its
// versions. Its text has those of all versions, in the order of the configuration; of
// a folder by name. It is books.ErrNoPolicy where there is none.
func (p PolicyFile) Read() (books.Policy, error) {
	if p.Path == "" {
		return books.Policy{}, books.ErrNoPolicy
	}
	files, err := p.files()
	if err != nil {
		return books.Policy{}, fmt.Errorf("read the pay policy: %w", err)
	}
	texts, versions := make([][]byte, len(files)), make([]pay.Policy, len(files))
	for i, path := range files {
		if texts[i], err = os.ReadFile(path); err != nil {
			return books.Policy{}, fmt.Errorf("read the pay policy: %w", err)
		}
		if versions[i], err = parsePolicy(path, texts[i], []string{filepath.Dir(path)}); err != nil {
			return books.Policy{Policy: &versions[i], Text: texts[i]}, err
		}
	}
	if len(versions) == 1 {
		return books.Policy{Policy: &versions[0], Text: texts[0]}, nil
	}
	policy, err := pay.Join(versions...)
	return books.Policy{Policy: &policy, Text: pay.JoinTexts(texts...)}, err
}

// files are those of all versions.
func (p PolicyFile) files() ([]string, error) {
	var out []string
	for _, path := range append([]string{p.Path}, p.Versions...) {
		files, err := PolicyFiles(path)
		if err != nil {
			return nil, err
		}
		out = append(out, files...)
	}
	return out, nil
}

// PolicyFiles are the files of a policy by the path that somebody gave: the file
// itself, or of a folder its *.toml by name.
func PolicyFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return []string{path}, nil //nolint:nilerr // who reads the file says what is wrong with it
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if e.Type()&fs.ModeDir == 0 && filepath.Ext(e.Name()) == ".toml" && e.Name()[0] != '.' {
			out = append(out, filepath.Join(path, e.Name()))
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("the folder %s: %w", path, errNoVersion)
	}
	return out, nil
}

var errNoVersion = errors.New("it has no policy; put the versions of the policy there, as files that end in .toml")

// folders are where the calendars of holidays that the policy names may lie.
func (p PolicyFile) folders() []string {
	var out []string
	files, _ := p.files()
	for _, path := range files {
		if dir := filepath.Dir(path); !slices.Contains(out, dir) {
			out = append(out, dir)
		}
	}
	return out
}

// parsePolicy reads the text of a policy, or of all its versions together.
func parsePolicy(path string, text []byte, folders []string) (pay.Policy, error) {
	files, err := HolidayFiles(text, func(path string) ([]byte, error) { return holidayFile(path, folders) })
	if err != nil {
		return pay.Policy{}, fmt.Errorf("read the pay policy: %w", err)
	}
	return pay.ParseVersions(path, text, holiday.Sources{Files: files})
}

// mostHolidayFiles is more than a policy may name.
const mostHolidayFiles = 100

// HolidayFiles are the calendars that the text of a policy, or of all its versions
// together, names, by the paths that stand there. read is called once for each of
// them, at most 100; its error is returned as it is. What is wrong with the policy
// itself is for its reader to say: a part that is no TOML names none.
func HolidayFiles(text []byte, read func(path string) ([]byte, error)) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, part := range pay.SplitTexts(text) {
		for _, path := range holidayPaths(part) {
			if _, known := files[path]; path == "" || known || len(files) >= mostHolidayFiles {
				continue
			}
			data, err := read(path)
			if err != nil {
				return nil, err
			}
			files[path] = data
		}
	}
	return files, nil
}

func holidayPaths(part []byte) []string {
	var named struct {
		Holidays struct {
			File []holiday.FileRule `toml:"file"`
		} `toml:"holidays"`
	}
	if len(part) > tomlfile.MaxSize || toml.Unmarshal(part, &named) != nil {
		return nil
	}
	var out []string
	for _, f := range named.Holidays.File {
		out = append(out, f.Path)
	}
	return out
}

// holidayFile reads a calendar from the first of the folders that has it.
func holidayFile(path string, folders []string) (data []byte, err error) {
	places := []string{path}
	if !filepath.IsAbs(path) {
		places = nil
		for _, dir := range folders {
			places = append(places, filepath.Join(dir, path))
		}
	}
	for _, at := range places {
		var info fs.FileInfo
		if info, err = os.Stat(at); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		switch {
		case err != nil:
			return nil, err
		case !info.Mode().IsRegular() || info.Size() > ical.MaxBytes:
			return nil, fmt.Errorf("the calendar of holidays %s: %w", at, errors.New("is no file, or too large"))
		}
		return os.ReadFile(at)
	}
	return nil, err
}
