package assets_test

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"runtime"
	"testing"

	"standby/assets"
	"standby/rotation/pay"
	"standby/rotation/rotafile"
)

func TestEveryTrayIconIsThereOnceForEachPanel(t *testing.T) {
	seen := map[string]string{}
	for _, name := range assets.TrayIcons() {
		for _, dark := range []bool{false, true} {
			data := assets.TrayIcon(name, dark)
			if other, twice := seen[string(data)]; twice {
				t.Errorf("%s looks like %s", name, other)
			}
			seen[string(data)] = name
			if runtime.GOOS != "windows" {
				side(t, name, data, 44)
			}
		}
	}
	if len(seen) != 32 {
		t.Errorf("there are %d pictures, want 32", len(seen))
	}
}

func TestAnUnknownNameIsNeverShownAsOffCall(t *testing.T) {
	for _, name := range []string{"", "Off", "unseen", "page-0", "page-10", "../app", "off.png", "off\x00"} {
		for _, dark := range []bool{false, true} {
			if !bytes.Equal(assets.TrayIcon(name, dark), assets.TrayIcon(assets.Blind, dark)) {
				t.Errorf("%q does not give %s", name, assets.Blind)
			}
		}
	}
}

func TestTheCountOfAPageIconIsOneToNineOrMore(t *testing.T) {
	for count, want := range map[int]string{-1: "page-1", 0: "page-1", 1: "page-1", 9: "page-9", 10: "page-9plus", 400: "page-9plus"} {
		if got := assets.PageIcon(count); got != want {
			t.Errorf("%d gives %s, want %s", count, got, want)
		}
	}
}

func TestTheProgramHasAnIcon(t *testing.T) {
	side(t, "AppIcon", assets.AppIcon, 256)
	side(t, "NoteIcon", assets.NoteIcon, 48)
	var svg struct{ XMLName xml.Name }
	if err := xml.Unmarshal(assets.AppSVG, &svg); err != nil || svg.XMLName.Local != "svg" {
		t.Errorf("AppSVG is %v, %v", svg.XMLName, err)
	}
}

func TestTheSamplePolicyIsAPolicy(t *testing.T) {
	p, err := pay.Parse("sample/policy.toml", assets.SamplePolicy)
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "Sample team" || p.Zone.String() != "Europe/Berlin" || p.Currency != "EUR" ||
		p.Place != 2 || len(p.Explain()) < 3 {
		t.Errorf("got %+v", p)
	}
}

func TestTheSampleRotaIsARota(t *testing.T) {
	f, err := rotafile.Parse("sample/rota.toml", assets.SampleRota)
	if err != nil {
		t.Fatal(err)
	}
	if f.Rota.Name != "Payments" || f.Zone.String() != "Europe/Berlin" || len(f.Members) != 6 || len(f.Rota.Layers) != 5 ||
		len(f.Rota.Overrides) != 1 || len(f.Rota.Swaps) != 1 || len(f.TimeOff) != 1 || len(f.Holidays) != 2 {
		t.Errorf("got %+v", f)
	}
}

func side(t *testing.T, name string, data []byte, want int) {
	t.Helper()
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width != want || c.Height != want {
		t.Errorf("%s is %d by %d, want %d (%v)", name, c.Width, c.Height, want, err)
	}
}
