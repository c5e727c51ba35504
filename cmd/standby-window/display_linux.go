package main

import "errors"

// checkDisplay says in words what the toolkit would say with a panic.
func checkDisplay(getenv func(string) string) error {
	if getenv("DISPLAY") == "" && getenv("WAYLAND_DISPLAY") == "" {
		return errors.New("there is no display (DISPLAY and WAYLAND_DISPLAY are both empty): start it from a desktop session, or use the command line, such as “standby status”")
	}
	if getenv("DISPLAY") == "" && needsX {
		return errors.New("this window speaks X11 only and DISPLAY is empty: enable XWayland in your Wayland session")
	}
	return nil
}
