package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The distances between things, in Fyne's units (pixels at 100 %).
const (
	Gap4  float32 = 4
	Gap8  float32 = 8
	Gap16 float32 = 16
	Gap24 float32 = 24
	// Radius is that of every corner, Stroke the width of lines that are not a
	// hairline, IconSide the side of an icon and of a state's shape in a row.
	Radius   float32 = 6
	Stroke   float32 = 2
	IconSide float32 = 20
)

// The sizes of type.
const (
	Small  float32 = 12
	Body   float32 = 14
	Title  float32 = 18
	Figure float32 = 28
)

// Theme is Standby's theme. It follows the variant that Fyne asks for: that of
// the system, or of the environment variable FYNE_THEME.
type Theme struct {
	base    fyne.Theme
	colours colours
}

var _ fyne.Theme = (*Theme)(nil)

// NewTheme returns the theme; fonts and icons are Fyne's own.
func NewTheme() *Theme { return &Theme{base: theme.DefaultTheme(), colours: palette()} }

// Color is the colour of that name; names we do not know get Fyne's.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if pair, ok := t.colours[name]; ok {
		if variant == theme.VariantDark {
			return pair[1]
		}
		return pair[0]
	}
	return t.base.Color(name, variant)
}

// Font is Fyne's own.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource { return t.base.Font(style) }

// Icon is Fyne's own.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.base.Icon(name) }

// Size is the size of that name, in our steps of type, space and radius.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return Body
	case theme.SizeNameCaptionText:
		return Small
	case theme.SizeNameSubHeadingText:
		return Title
	case theme.SizeNameHeadingText:
		return Figure
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return Radius
	}
	return t.base.Size(name)
}

// Color is the colour of that name as the application draws it now.
func Color(name fyne.ThemeColorName) color.Color {
	s := fyne.CurrentApp().Settings()
	return s.Theme().Color(name, s.ThemeVariant())
}
