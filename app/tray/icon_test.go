package tray

import (
	"bytes"
	"testing"

	"standby/assets"
)

func TestEveryIconIsDrawn(t *testing.T) {
	names := []string{IconOff, IconSoon, IconPrimary, IconSecondary, IconAcknowledged, IconBlind}
	for count := 1; count <= 10; count++ {
		names = append(names, PageIcon(count))
	}
	for _, dark := range []bool{false, true} {
		blind := assets.TrayIcon(IconBlind, dark)
		for _, name := range names {
			data := assets.TrayIcon(name, dark)
			// A name that is not known is drawn as blind.
			if len(data) == 0 || name != IconBlind && bytes.Equal(data, blind) {
				t.Errorf("%s (dark %v) has no picture of its own", name, dark)
			}
		}
	}
}
