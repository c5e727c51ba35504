package assets

import "embed"

//go:embed sounds/*.wav
var soundFiles embed.FS

// Names of sounds, one for each reason to be heard.
const (
	SoundPageHigh   = "page-high"
	SoundPageNormal = "page-normal"
	SoundNotice     = "notice"
	SoundHandOff    = "hand-off"
)

// Sounds are all sounds by name: WAV files, mono, 22050 Hz, PCM of 16 bits, of 2.1,
// 1.5, 0.6 and 1.2 seconds. The caller owns the bytes.
func Sounds() map[string][]byte {
	all := map[string][]byte{}
	for _, name := range []string{SoundPageHigh, SoundPageNormal, SoundNotice, SoundHandOff} {
		// It is embedded, which a test holds.
		all[name], _ = soundFiles.ReadFile("sounds/" + name + ".wav")
	}
	return all
}
