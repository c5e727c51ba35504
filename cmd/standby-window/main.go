package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"github.com/gofrs/flock"

	"standby/app/api"
	"standby/app/config"
	"standby/app/ui"
	"standby/assets"
)

// version is set by the build: -ldflags "-X main.version=1.2.3".
var version = "development"

// id names the application to the desktop.
const id = "io.standby.Standby"

func main() {
	socket := flag.String("socket", "", "`path` of the agent's socket (default: that of the profile)")
	profile := flag.String("profile", "", "`name` of the profile, as given to standby")
	flag.Parse()
	if err := run(*socket, *profile); err != nil {
		fmt.Fprintln(os.Stderr, "standby-window:", err)
		os.Exit(1)
	}
}

func run(socket, profile string) error {
	if err := checkDisplay(os.Getenv); err != nil {
		return err
	}
	if socket == "" {
		places, err := config.For(profile)
		if err != nil {
			return fmt.Errorf("find the agent's socket: %w", err)
		}
		socket = filepath.Join(places.RuntimeDir, "api.sock")
	}
	only := flock.New(filepath.Join(filepath.Dir(socket), "window.lock"))
	if free, err := only.TryLock(); err == nil && !free {
		return nil // the other window of this profile finds the agent by itself
	}
	// GLFW reads the X resource name from here; it has no other way to be told.
	if err := os.Setenv("RESOURCE_NAME", id); err != nil {
		return fmt.Errorf("name the window: %w", err)
	}
	app.SetMetadata(fyne.AppMetadata{ID: id, Name: "Standby", Version: version})
	a := app.NewWithID(id)
	a.SetIcon(fyne.NewStaticResource("standby.png", assets.AppIcon))
	ui.New(a, api.Dial(socket), profile, time.Now).Show()
	a.Run()
	return nil
}
