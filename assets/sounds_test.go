package assets_test

import (
	"bytes"
	"testing"

	"standby/assets"
)

func TestEverySoundIsThereAndAnother(t *testing.T) {
	seen := map[string]string{}
	for name, wav := range assets.Sounds() {
		if len(wav) < 10<<10 || !bytes.HasPrefix(wav, []byte("RIFF")) {
			t.Errorf("%s is no WAV file of %d bytes", name, len(wav))
		}
		if other, twice := seen[string(wav)]; twice {
			t.Errorf("%s sounds like %s", name, other)
		}
		seen[string(wav)] = name
	}
	if len(seen) != 4 {
		t.Errorf("there are %d sounds, want 4", len(seen))
	}
}
