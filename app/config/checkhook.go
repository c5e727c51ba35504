package config

import (
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	mostHooks     = 50
	mostArguments = 64
)

func (c checker) sound(f file, out *Config) error {
	if c.doc.Has("sound.volume") {
		if f.Sound.Volume < 0 || f.Sound.Volume > 100 {
			return c.doc.Fault("sound.volume", "must be from 0 to 100", "write volume = 100")
		}
		out.Sound.Volume = f.Sound.Volume
	}
	device, err := c.text("sound.device", f.Sound.Device, maxText)
	out.Sound.Device = device
	return err
}

func (c checker) heartbeats(f file, out *Config) error {
	for i, e := range f.Heartbeat {
		b, err := c.heartbeat(item("heartbeat", i), e, *out)
		if err != nil {
			return err
		}
		out.Heartbeats = append(out.Heartbeats, b)
	}
	return nil
}

func (c checker) heartbeat(table string, e heartbeatEntry, cfg Config) (Heartbeat, error) {
	out := Heartbeat{Source: e.Source, Title: e.Title, Within: DefaultBeat}
	if !c.doc.Has(table + ".source") {
		return out, c.doc.Fault(table+".source", "is missing", `write source = "...", the name of the source that the alert comes by`)
	}
	if err := c.pages(table+".source", e.Source, cfg); err != nil {
		return out, err
	}
	if e.Title == "" {
		return out, c.doc.Fault(table+".title", "is missing", `write title = "Watchdog", the title of the alert that always fires`)
	}
	if _, err := regexp.Compile(e.Title); err != nil || len(e.Title) > maxText {
		return out, c.doc.Fault(table+".title", "is not a regular expression", `write the whole title, such as "Watchdog", or an expression for it: "Watchdog.*"`)
	}
	return out, c.duration(table+".within", e.Within, 30*time.Second, 24*time.Hour, "5m", &out.Within)
}

func (c checker) hooks(f file, out *Config) error {
	if len(f.Hook) > mostHooks {
		return c.doc.Fault("hook", "are too many", "write at most "+strconv.Itoa(mostHooks))
	}
	for i, e := range f.Hook {
		h, err := c.hook(item("hook", i), e)
		if err != nil {
			return err
		}
		out.Hooks = append(out.Hooks, h)
	}
	return nil
}

func (c checker) hook(table string, e hookEntry) (Hook, error) {
	out := Hook{Timeout: DefaultTimeout}
	events := "write some of: " + strings.Join(HookEvents(), ", ")
	if len(e.On) == 0 {
		return out, c.doc.Fault(table+".on", "names no event", events)
	}
	for i, on := range e.On {
		if !slices.Contains(HookEvents(), on) {
			return out, c.doc.Fault(item(table+".on", i), "is not an event", events)
		}
		if !slices.Contains(out.On, on) {
			out.On = append(out.On, on)
		}
	}
	run, err := c.command(table+".run", e.Run)
	if err != nil {
		return out, err
	}
	out.Run = run
	return out, c.duration(table+".timeout", e.Timeout, time.Second, 5*time.Minute, "10s", &out.Timeout)
}

// command is a program with its arguments. The program is a path, or a bare name
// that is looked up when it runs.
func (c checker) command(key string, run []string) ([]string, error) {
	const remedy = `write the program and its arguments: run = ["/usr/local/bin/lamp", "on"]`
	switch {
	case len(run) == 0 || strings.TrimSpace(run[0]) == "":
		return nil, c.doc.Fault(key, "names no program", remedy)
	case len(run) > mostArguments:
		return nil, c.doc.Fault(key, "has too many arguments", "write at most "+strconv.Itoa(mostArguments)+", or a script that has them")
	}
	for i, arg := range run {
		if len(arg) > maxPath || strings.ContainsRune(arg, 0) {
			return nil, c.doc.Fault(item(key, i), "cannot be an argument", remedy)
		}
	}
	out := slices.Clone(run)
	if strings.ContainsRune(filepath.ToSlash(out[0]), '/') {
		out[0] = c.absolute(out[0])
	}
	return out, nil
}
