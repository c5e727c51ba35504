package sounds

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const committed = "../../../assets/sounds"

func TestTheCommittedSoundsAreThoseOfTheCode(t *testing.T) {
	entries, err := os.ReadDir(committed)
	if err != nil {
		t.Fatal(err)
	}
	made := all()
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".wav")
		s, ok := made[name]
		delete(made, name)
		data, err := os.ReadFile(filepath.Join(committed, e.Name()))
		switch {
		case !ok:
			t.Errorf("%s comes from no code: delete it", e.Name())
		case err != nil || !bytes.Equal(data, s.wav()):
			t.Errorf("%s is not what the code makes (%v): go run ./cmd/dev sounds", e.Name(), err)
		case len(data) > 100<<10:
			t.Errorf("%s weighs %d bytes, want at most 100 KiB", e.Name(), len(data))
		}
	}
	for name := range made {
		t.Errorf("%s.wav is missing: go run ./cmd/dev sounds", name)
	}
}

func TestGenerateWritesEverySound(t *testing.T) {
	dir := t.TempDir()
	if err := Generate(dir); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != len(all()) {
		t.Errorf("%d files, %v; want %d", len(entries), err, len(all()))
	}
	if err := Generate(filepath.Join(dir, "nowhere")); err == nil || !strings.Contains(err.Error(), "write sound") {
		t.Errorf("into a folder that is not there: %v", err)
	}
}

func pcm(s sound) []float64 {
	data := s.wav()[44:]
	out := make([]float64, len(data)/2)
	for i := range out {
		out[i] = float64(int16(binary.LittleEndian.Uint16(data[2*i:]))) / math.MaxInt16
	}
	return out
}

func TestNoSoundIsDistortedOrClicks(t *testing.T) {
	for name, s := range all() {
		samples := pcm(s)
		low, high := slices.Min(samples), slices.Max(samples)
		if high >= 0.99 || low <= -0.99 || high < 0.2 {
			t.Errorf("%s goes from %.2f to %.2f", name, low, high)
		}
		for _, end := range []float64{samples[0], samples[len(samples)-1]} {
			if math.Abs(end) > 0.01 {
				t.Errorf("%s begins or ends with a click of %.3f", name, end)
			}
		}
	}
}

func TestAnUrgentPageGrowsLouderInItself(t *testing.T) {
	samples := pcm(pageHigh())
	last := 0.0
	for i := range 6 {
		beat := samples[count(300*ms)*i:][:count(270*ms)]
		if loud := rms(beat); loud <= last {
			t.Errorf("beat %d has %.3f, the one before %.3f", i+1, loud, last)
		} else {
			last = loud
		}
	}
	if first := rms(samples[:count(270*ms)]); first > last/2 {
		t.Errorf("it begins with %.3f of %.3f: a shock", first, last)
	}
}

func TestAPageIsLouderThanANotice(t *testing.T) {
	high, normal, soft := rms(pcm(pageHigh())), rms(pcm(pageNormal())), rms(pcm(notice()))
	if high <= 1.5*normal || normal <= soft {
		t.Errorf("urgent %.3f, normal %.3f, notice %.3f", high, normal, soft)
	}
}

func rms(samples []float64) float64 {
	sum := 0.0
	for _, s := range samples {
		sum += s * s
	}
	return math.Sqrt(sum / float64(len(samples)))
}
