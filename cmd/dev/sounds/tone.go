package sounds

import (
	"encoding/binary"
	"math"
	"time"
)

// rate is in samples a second; the highest partial lies far below its half.
const rate = 22050

// Pitches of the equal-tempered scale with A4 at 440 Hz, in Hz.
const (
	c5 = 523.251
	e5 = 659.255
	g5 = 783.991
	c6 = 1046.502
)

// partial is one sine of a tone: a multiple of its pitch, and its part of the
// loudness.
type partial struct{ times, loud float64 }

// tone is one note of a sound.
type tone struct {
	at, lasts time.Duration
	pitch     float64 // Hz
	loud      float64 // amplitude, a part of 1
	attack    time.Duration
	fades     bool // dies away like a bell; else it holds, and is let go softly
	partials  []partial
}

// horn is heard through a wall and wakes: a low pitch with odd partials, near a
// square wave.
func horn() []partial { return []partial{{1, 0.62}, {3, 0.2}, {5, 0.1}} }

// bell is soft.
func bell() []partial { return []partial{{1, 0.75}, {2, 0.18}, {4, 0.05}} }

// envelope is the loudness of a tone at a time since it began, a part of 1.
func (t tone) envelope(at float64) float64 {
	const release = 0.03 // s
	length, attack := t.lasts.Seconds(), t.attack.Seconds()
	loud := 1.0
	if at < attack {
		loud = smooth(at / attack)
	}
	if t.fades {
		loud *= math.Exp(float64(-4 * at / length))
	}
	if left := length - at; left < release {
		loud *= smooth(left / release)
	}
	return loud
}

// smooth goes from 0 to 1 without a corner, so that nothing clicks.
func smooth(x float64) float64 { return 0.5 - float64(0.5*math.Cos(float64(math.Pi*x))) }

// sound is what is heard for one reason.
type sound struct {
	lasts time.Duration
	tones []tone
}

// wav makes a WAV file of it: mono, PCM with 16 bits.
func (s sound) wav() []byte {
	sum := make([]float64, count(s.lasts))
	for _, t := range s.tones {
		t.add(sum)
	}
	le := binary.LittleEndian
	out := append([]byte{}, "RIFF"...)
	out = le.AppendUint32(out, uint32(36+2*len(sum)))
	out = append(out, "WAVEfmt "...)
	for _, v := range []uint32{16, 1 | 1<<16, rate, 2 * rate, 2 | 16<<16} { // PCM, mono; 2 bytes a frame, 16 bits
		out = le.AppendUint32(out, v)
	}
	out = append(out, "data"...)
	out = le.AppendUint32(out, uint32(2*len(sum)))
	for _, v := range sum {
		out = le.AppendUint16(out, uint16(int16(math.Round(float64(v*math.MaxInt16)))))
	}
	return out
}

// add adds the tone's samples. Each product is converted before it is added, for a
// processor that does both at once rounds otherwise.
func (t tone) add(sum []float64) {
	from := count(t.at)
	for i := range count(t.lasts) {
		at := float64(i) / rate
		loud := float64(t.loud * t.envelope(at))
		for _, p := range t.partials {
			wave := math.Sin(float64(2 * math.Pi * float64(t.pitch*p.times) * at))
			sum[from+i] += float64(float64(loud*p.loud) * wave)
		}
	}
}

func count(d time.Duration) int { return int(d * rate / time.Second) }
