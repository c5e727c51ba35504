package tray

import "context"

// Dark decides which icons to use: setting is "light", "dark" or "auto", which
// asks the desktop and takes dark when it does not say within 200 ms. light means
// a light panel. Call it from a goroutine of its own, not on the way to the icon.
func Dark(ctx context.Context, setting string) bool {
	switch setting {
	case "light":
		return false
	case "dark":
		return true
	}
	return prefersDark(ctx)
}
