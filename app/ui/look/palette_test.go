package look

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"standby/app/api"
)

// contrast is the ratio of WCAG 2.2, 1.4.3, from 1 to 21.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	channel := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(n.R) + 0.7152*channel(n.G) + 0.0722*channel(n.B)
}

// over is what a translucent colour looks like on another.
func over(top, ground color.Color) color.Color {
	t, g := color.NRGBAModel.Convert(top).(color.NRGBA), color.NRGBAModel.Convert(ground).(color.NRGBA)
	mix := func(a, b uint8) uint8 { return uint8((int(a)*int(t.A) + int(b)*(255-int(t.A))) / 255) }
	return color.NRGBA{mix(t.R, g.R), mix(t.G, g.G), mix(t.B, g.B), 255}
}

func TestEveryTextHasContrastOnItsGround(t *testing.T) {
	type pair struct {
		text, ground fyne.ThemeColorName
		over         fyne.ThemeColorName
	}
	var pairs []pair
	for _, text := range []fyne.ThemeColorName{Text, Secondary, Accent, Off, Soon, On, Waiting, Taken, Blind, theme.ColorNamePlaceHolder, theme.ColorNameDisabled} {
		pairs = append(pairs, pair{text, Ground, ""}, pair{text, Panel, ""})
	}
	for _, text := range []fyne.ThemeColorName{Text, Secondary, Waiting, Taken, Off} {
		pairs = append(pairs, pair{text, Panel, theme.ColorNameSelection}, pair{text, Panel, theme.ColorNameHover})
	}
	pairs = append(pairs, pair{Text, Ground, theme.ColorNameSelection},
		pair{Text, SoftOn, ""}, pair{Text, SoftWaiting, ""}, pair{Text, SoftTaken, ""}, pair{Text, SoftBlind, ""},
		pair{On, SoftOn, ""}, pair{Waiting, SoftWaiting, ""}, pair{Taken, SoftTaken, ""}, pair{Blind, SoftBlind, ""},
		pair{OnFull, On, ""}, pair{OnFull, Waiting, ""}, pair{OnAccent, Accent, ""},
		pair{Text, theme.ColorNameButton, ""}, pair{Secondary, theme.ColorNameDisabledButton, ""},
		pair{Text, theme.ColorNameInputBackground, ""}, pair{theme.ColorNamePlaceHolder, theme.ColorNameInputBackground, ""},
		pair{Text, theme.ColorNameMenuBackground, ""}, pair{Text, theme.ColorNameOverlayBackground, ""},
		pair{theme.ColorNameForegroundOnError, theme.ColorNameError, ""}, pair{theme.ColorNameForegroundOnSuccess, theme.ColorNameSuccess, ""},
		pair{theme.ColorNameForegroundOnWarning, theme.ColorNameWarning, ""})
	look := NewTheme()
	for name, variant := range map[string]fyne.ThemeVariant{"light": theme.VariantLight, "dark": theme.VariantDark} {
		for _, p := range pairs {
			ground := look.Color(p.ground, variant)
			if p.over != "" {
				ground = over(look.Color(p.over, variant), ground)
			}
			if c := contrast(look.Color(p.text, variant), ground); c < 4.5 {
				t.Errorf("%s: %s on %s %s has a contrast of %.2f", name, p.text, p.ground, p.over, c)
			}
		}
	}
}

func TestFocusAndEdgesOfFieldsAreSeen(t *testing.T) {
	look := NewTheme()
	for name, variant := range map[string]fyne.ThemeVariant{"light": theme.VariantLight, "dark": theme.VariantDark} {
		for _, p := range [][2]fyne.ThemeColorName{{OnFull, Accent}, {OnFull, Waiting}, {Text, Panel}, {Text, theme.ColorNameButton}, {Accent, Panel}, {theme.ColorNameInputBorder, Panel}} {
			if c := contrast(look.Color(p[0], variant), look.Color(p[1], variant)); c < 2 {
				t.Errorf("%s: %s on %s has a contrast of %.2f", name, p[0], p[1], c)
			}
		}
	}
}

func TestWhatChartsAreDrawnInIsSeenOnTheirGround(t *testing.T) {
	look := NewTheme()
	for name, variant := range map[string]fyne.ThemeVariant{"light": theme.VariantLight, "dark": theme.VariantDark} {
		for _, tone := range []fyne.ThemeColorName{Day, Night, Work, Amount, Ahead} {
			for _, ground := range []fyne.ThemeColorName{Panel, Ground} {
				if c := contrast(look.Color(tone, variant), look.Color(ground, variant)); c < 3 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", name, tone, ground, c)
				}
			}
		}
	}
}

func TestEachStandingHasAFormAndAToneOfItsOwn(t *testing.T) {
	forms, tones := map[Form]api.Standing{}, map[fyne.ThemeColorName]api.Standing{}
	drawn := drawings()
	for _, s := range []api.Standing{api.OffCall, api.OnCallSoon, api.OnCall, api.PageWaiting, api.Acknowledged, api.CannotSee} {
		form, tone := FormOf(s, false), Tone(s)
		if other, taken := forms[form]; taken {
			t.Errorf("%s and %s have the same form", s, other)
		}
		if other, taken := tones[tone]; taken {
			t.Errorf("%s and %s have the same tone", s, other)
		}
		if drawn[form] == "" {
			t.Errorf("%s: the form %s has no drawing", s, form)
		}
		forms[form], tones[tone] = s, s
	}
	if FormOf(api.OnCall, true) == FormOf(api.OnCall, false) {
		t.Error("primary and secondary have the same form")
	}
}
