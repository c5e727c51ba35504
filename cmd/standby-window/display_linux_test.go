package main

import "testing"

func TestAMissingDisplayIsSaidInWords(t *testing.T) {
	for _, c := range []struct {
		name string
		env  map[string]string
		ok   bool
	}{
		{"no display at all", nil, false},
		{"an X display", map[string]string{"DISPLAY": ":0"}, true},
		{"Wayland with XWayland", map[string]string{"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, true},
		{"Wayland alone", map[string]string{"WAYLAND_DISPLAY": "wayland-0"}, !needsX},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := checkDisplay(func(key string) string { return c.env[key] })
			if (err == nil) != c.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}
