package sounds

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const ms = time.Millisecond

// all are the sounds by name.
func all() map[string]sound {
	return map[string]sound{
		"page-high": pageHigh(), "page-normal": pageNormal(), "notice": notice(), "hand-off": handOff(),
	}
}

// pageHigh alternates between two low, rich tones, six times, each louder than the
// one before: it wakes, and does not begin with a shock.
func pageHigh() sound {
	s := sound{lasts: 2100 * ms}
	for i := range 6 {
		pitch := c5
		if i%2 == 1 {
			pitch = g5
		}
		s.tones = append(s.tones, tone{
			at: time.Duration(i) * 300 * ms, lasts: 270 * ms, pitch: pitch,
			loud: 0.35 + float64(0.12*float64(i)), attack: 20 * ms, partials: horn(),
		})
	}
	return s
}

// pageNormal rises over three tones, twice.
func pageNormal() sound {
	s := sound{lasts: 1500 * ms}
	for i, pitch := range []float64{c5, e5, g5, c5, e5, g5} {
		at := time.Duration(i) * 170 * ms
		if i > 2 {
			at += 220 * ms
		}
		s.tones = append(s.tones, tone{at: at, lasts: 260 * ms, pitch: pitch, loud: 0.6, attack: 15 * ms, fades: true, partials: bell()})
	}
	return s
}

// notice is one soft tone.
func notice() sound {
	return sound{lasts: 600 * ms, tones: []tone{
		{lasts: 600 * ms, pitch: e5, loud: 0.5, attack: 30 * ms, fades: true, partials: bell()},
	}}
}

// handOff goes down and comes to rest: the other one has it now.
func handOff() sound {
	return sound{lasts: 1200 * ms, tones: []tone{
		{lasts: 500 * ms, pitch: c6, loud: 0.4, attack: 25 * ms, fades: true, partials: bell()},
		{at: 250 * ms, lasts: 900 * ms, pitch: g5, loud: 0.5, attack: 25 * ms, fades: true, partials: bell()},
	}}
}

// Generate makes every sound anew and writes them into dir, which is the
// repository's assets/sounds, as NAME.wav.
func Generate(dir string) error {
	for name, s := range all() {
		if err := os.WriteFile(filepath.Join(dir, name+".wav"), s.wav(), 0o600); err != nil {
			return fmt.Errorf("write sound %s: %w", name, err)
		}
	}
	return nil
}
