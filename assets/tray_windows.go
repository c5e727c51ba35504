package assets

import "embed"

//go:embed icons/light/*.ico icons/dark/*.ico
var trayFiles embed.FS

const traySuffix = ".ico"
