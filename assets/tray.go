package assets

// Names of tray icons, one drawn shape each. A waiting page has one for each
// count: PageIcon.
const (
	Off          = "off"
	Soon         = "soon"
	Primary      = "primary"
	Secondary    = "secondary"
	Acknowledged = "acknowledged"
	Blind        = "blind"
)

// PageIcon is the name of the icon that says how many pages wait: one each for 1
// to 9, and one for more. A count below one reads as one.
func PageIcon(count int) string {
	if count > 9 {
		return "page-9plus"
	}
	return "page-" + string(rune('0'+max(count, 1)))
}

// TrayIcons are the names of all tray icons.
func TrayIcons() []string {
	names := []string{Off, Soon, Primary, Secondary, Acknowledged, Blind}
	for count := 1; count <= 10; count++ {
		names = append(names, PageIcon(count))
	}
	return names
}

// TrayIcon is the icon with that name in the format that this system's tray
// takes: PNG of 44 pixels, on Windows ICO of 16 to 48. dark is the variant for
// dark panels, which is drawn in light colours. A name not among TrayIcons gives
// Blind: a tray that is asked for what there is not must not look off call. The
// caller owns the bytes.
func TrayIcon(name string, dark bool) []byte {
	variant := "icons/light/"
	if dark {
		variant = "icons/dark/"
	}
	data, err := trayFiles.ReadFile(variant + name + traySuffix)
	if err != nil {
		// Blind is embedded for both variants, which a test holds.
		data, _ = trayFiles.ReadFile(variant + Blind + traySuffix)
	}
	return data
}
