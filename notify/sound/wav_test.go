package sound

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestWhatIsEncodedIsDecoded(t *testing.T) {
	pcm := sine(700, 0.2)
	got, err := decode(encode(pcm))
	if err != nil || !slices.Equal(got, pcm) {
		t.Errorf("got %d samples, %v; want the same %d", len(got), err, len(pcm))
	}
}

// other is a WAV file of another make than ours.
func other(channels, hz int, pcm []int16, chunks ...string) []byte {
	le := binary.LittleEndian
	wav := encode(pcm)
	le.PutUint16(wav[22:], uint16(channels))
	le.PutUint32(wav[24:], uint32(hz))
	extra := []byte{}
	for _, c := range chunks {
		extra = append(extra, "LIST"...)
		extra = le.AppendUint32(extra, uint32(len(c)))
		extra = append(extra, c...)
		if len(c)%2 == 1 {
			extra = append(extra, 0)
		}
	}
	return slices.Concat(wav[:36], extra, wav[36:])
}

func TestOtherRatesAndChannelsAreBroughtToOurs(t *testing.T) {
	half := make([]int16, rate/2)
	for i := range half {
		half[i] = int16(10000 * math.Sin(2*math.Pi*500*float64(i)/(rate/2)))
	}
	stereo := make([]int16, 0, 2*rate)
	for _, s := range sine(500, 1) {
		stereo = append(stereo, s, s/3)
	}
	for name, c := range map[string]struct {
		wav  []byte
		want float64
	}{
		"half the rate":        {other(1, rate/2, half), 10000.0 / math.MaxInt16},
		"stereo":               {other(2, rate, stereo), 0.5 * (1 + 1.0/3) / 2},
		"with an odd note":     {other(1, rate, sine(500, 1), "odd", "even"), 0.5},
		"an eighth of a frame": {append(other(1, rate, sine(500, 1)), 7), 0.5},
	} {
		pcm, err := decode(c.wav)
		if err != nil || len(pcm) != rate {
			t.Errorf("%s: %d samples, %v; want %d", name, len(pcm), err, rate)
			continue
		}
		if a := amplitude(pcm, 500); math.Abs(a-c.want) > 0.005 {
			t.Errorf("%s: amplitude %.4f, want %.4f", name, a, c.want)
		}
	}
}

func TestAFileThatCannotBePlayedIsRefusedWithTheReason(t *testing.T) {
	wav := tone(440, 0.1)
	with := func(at int, b ...byte) []byte {
		out := slices.Clone(wav)
		copy(out[at:], b)
		return out
	}
	for want, data := range map[string][]byte{
		"not a WAV file":          []byte("OggS, or anything that is no WAV"),
		"cut off in its \"data\"": wav[:len(wav)-1],
		"has no samples":          wav[:36],
		"samples come before":     slices.Concat(wav[:12], wav[36:]),
		"its format is cut off":   with(16, 4),
		"format 3 with 16 bits":   with(20, 3),
		"format 1 with 24 bits":   with(34, 24),
		"6 channels":              with(22, 6),
		"a rate of 0 Hz":          with(24, 0, 0, 0, 0),
		"longer than 30s":         encode(make([]int16, 31*rate)),
		"cut off in its \"RIFF\"": slices.Concat(wav[:12], []byte("RIFF\xff\xff\xff\xff")),
	} {
		_, err := New(Options{Sounds: map[string][]byte{"page": data}})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "read sound page") {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(tone(440, 0.001))
	f.Add(other(2, 8000, sine(440, 0.001), "note"))
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, wav []byte) {
		pcm, err := decode(wav)
		if err == nil && (len(pcm) == 0 || len(pcm) > samples(longestSound)) {
			t.Errorf("%d samples and no error", len(pcm))
		}
	})
}
