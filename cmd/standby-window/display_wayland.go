//go:build linux && wayland

package main

// needsX is whether the toolkit was built for X11 alone.
const needsX = false
