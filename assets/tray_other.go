//go:build !windows

package assets

import "embed"

//go:embed icons/light/*.png icons/dark/*.png
var trayFiles embed.FS

const traySuffix = ".png"
