package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"standby/app/api"
)

// ColorName is the name by which a colour is looked up in the theme. Who decides
// what is shown names colours by it, and needs no toolkit for that.
type ColorName = fyne.ThemeColorName

// The colours that Fyne has no name for. They are looked up in the theme, so
// that a widget never holds a colour of its own.
const (
	// Text and Secondary are what is read on Ground, Panel and the soft fills.
	Text      fyne.ThemeColorName = theme.ColorNameForeground
	Secondary fyne.ThemeColorName = "standbySecondary"
	// Ground is the window, Panel what stands on it, Hairline the edge between.
	Ground   fyne.ThemeColorName = theme.ColorNameBackground
	Panel    fyne.ThemeColorName = "standbyPanel"
	Hairline fyne.ThemeColorName = theme.ColorNameSeparator
	// Accent marks what can be done, OnAccent is text on it.
	Accent   fyne.ThemeColorName = theme.ColorNamePrimary
	OnAccent fyne.ThemeColorName = theme.ColorNameForegroundOnPrimary
	// Veil lies over what is no longer current.
	Veil fyne.ThemeColorName = "standbyVeil"

	// The states; each is legible as text on Ground, Panel and its soft fill.
	Off     fyne.ThemeColorName = "standbyOff"
	Soon    fyne.ThemeColorName = "standbySoon"
	On      fyne.ThemeColorName = "standbyOn"
	Waiting fyne.ThemeColorName = "standbyWaiting"
	Taken   fyne.ThemeColorName = "standbyTaken"
	Blind   fyne.ThemeColorName = "standbyBlind"

	// The soft fills of banners and blocks, one for each state that has them, and
	// the text colours on a block filled with the state's full colour.
	SoftOn      fyne.ThemeColorName = "standbySoftOn"
	SoftWaiting fyne.ThemeColorName = "standbySoftWaiting"
	SoftTaken   fyne.ThemeColorName = "standbySoftTaken"
	SoftBlind   fyne.ThemeColorName = "standbySoftBlind"
	OnFull      fyne.ThemeColorName = "standbyOnFull"

	// What charts are drawn in, where the colours of states would say something else:
	// duty by day, duty at night, work on a page, a plain figure, and duty to come.
	Day    fyne.ThemeColorName = "standbyDay"
	Night  fyne.ThemeColorName = "standbyNight"
	Work   fyne.ThemeColorName = "standbyWork"
	Amount fyne.ThemeColorName = "standbyAmount"
	Ahead  fyne.ThemeColorName = "standbyAhead"
)

// Tone is the colour of a standing.
func Tone(s api.Standing) fyne.ThemeColorName {
	switch s {
	case api.OnCallSoon:
		return Soon
	case api.OnCall:
		return On
	case api.PageWaiting:
		return Waiting
	case api.Acknowledged:
		return Taken
	case api.CannotSee:
		return Blind
	}
	return Off
}

// colours maps a name to its colour in the light and in the dark.
type colours map[fyne.ThemeColorName][2]color.NRGBA

// palette is the whole of look.md's colours, and those of Fyne's own widgets in
// its terms. The order of a pair is light, dark.
func palette() colours {
	return colours{
		Text:      {rgb(0x1B1F24), rgb(0xE8EAED)},
		Secondary: {rgb(0x59636E), rgb(0xA3ACB6)},
		Ground:    {rgb(0xF4F5F7), rgb(0x16191D)},
		Panel:     {rgb(0xFFFFFF), rgb(0x1F242A)},
		Hairline:  {rgb(0xD5DAE0), rgb(0x39414A)},
		Accent:    {rgb(0x0B63A5), rgb(0x6CB6F5)},
		OnAccent:  {rgb(0xFFFFFF), rgb(0x16191D)},
		Veil:      {rgba(0xF4F5F7, 0x80), rgba(0x16191D, 0x80)},

		Off:     {rgb(0x5B6570), rgb(0x9AA4AF)},
		Soon:    {rgb(0x0B63A5), rgb(0x6CB6F5)},
		On:      {rgb(0x0A7A55), rgb(0x4CC795)},
		Waiting: {rgb(0xB3261E), rgb(0xFF8A80)},
		Taken:   {rgb(0x8A5A00), rgb(0xF2B84B)},
		Blind:   {rgb(0x6B3FA0), rgb(0xC3A5F5)},

		SoftOn:      {rgb(0xE6F4EE), rgb(0x1B3129)},
		SoftWaiting: {rgb(0xFCEDEC), rgb(0x3A2224)},
		SoftTaken:   {rgb(0xFBF2E1), rgb(0x352C1B)},
		SoftBlind:   {rgb(0xF2ECF9), rgb(0x2B2537)},
		OnFull:      {rgb(0xFFFFFF), rgb(0x16191D)},

		Day:    {rgb(0x3F87C5), rgb(0x6CB6F5)},
		Night:  {rgb(0x3B3A78), rgb(0x8F86D9)},
		Work:   {rgb(0xC2630A), rgb(0xF2A35E)},
		Amount: {rgb(0x0A7A55), rgb(0x4CC795)},
		Ahead:  {rgb(0x858E98), rgb(0x78828D)},

		theme.ColorNameButton:              {rgb(0xFFFFFF), rgb(0x2A3037)},
		theme.ColorNameDisabledButton:      {rgb(0xE9ECEF), rgb(0x262B31)},
		theme.ColorNameDisabled:            {rgb(0x59636E), rgb(0xA3ACB6)},
		theme.ColorNamePlaceHolder:         {rgb(0x59636E), rgb(0xA3ACB6)},
		theme.ColorNameInputBackground:     {rgb(0xFFFFFF), rgb(0x16191D)},
		theme.ColorNameInputBorder:         {rgb(0x8B949E), rgb(0x6B7480)},
		theme.ColorNameHover:               {rgba(0x1B1F24, 0x0D), rgba(0xE8EAED, 0x12)},
		theme.ColorNamePressed:             {rgba(0x1B1F24, 0x22), rgba(0xE8EAED, 0x2A)},
		theme.ColorNameFocus:               {rgba(0x0B63A5, 0x55), rgba(0x6CB6F5, 0x66)},
		theme.ColorNameSelection:           {rgba(0x0B63A5, 0x24), rgba(0x6CB6F5, 0x26)},
		theme.ColorNameHyperlink:           {rgb(0x0B63A5), rgb(0x6CB6F5)},
		theme.ColorNameError:               {rgb(0xB3261E), rgb(0xFF8A80)},
		theme.ColorNameForegroundOnError:   {rgb(0xFFFFFF), rgb(0x16191D)},
		theme.ColorNameSuccess:             {rgb(0x0A7A55), rgb(0x4CC795)},
		theme.ColorNameForegroundOnSuccess: {rgb(0xFFFFFF), rgb(0x16191D)},
		theme.ColorNameWarning:             {rgb(0x8A5A00), rgb(0xF2B84B)},
		theme.ColorNameForegroundOnWarning: {rgb(0xFFFFFF), rgb(0x16191D)},
		theme.ColorNameHeaderBackground:    {rgb(0xF4F5F7), rgb(0x16191D)},
		theme.ColorNameMenuBackground:      {rgb(0xFFFFFF), rgb(0x2A3037)},
		theme.ColorNameOverlayBackground:   {rgb(0xFFFFFF), rgb(0x1F242A)},
		theme.ColorNameScrollBar:           {rgba(0x59636E, 0xB0), rgba(0xA3ACB6, 0xB0)},
		theme.ColorNameScrollBarBackground: {rgba(0x59636E, 0x18), rgba(0xA3ACB6, 0x18)},
		theme.ColorNameShadow:              {rgba(0x1B1F24, 0x22), rgba(0x000000, 0x44)},
	}
}

func rgb(hex uint32) color.NRGBA { return rgba(hex, 0xFF) }

func rgba(hex uint32, alpha uint8) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: alpha}
}
