package sound

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func flat(n int) []int16 {
	pcm := make([]int16, n)
	for i := range pcm {
		pcm[i] = 1000
	}
	return pcm
}

func TestTheVolumeIsFeltNotAmplitude(t *testing.T) {
	for volume, want := range map[int]int16{100: 1000, 50: 250, 10: 10, 1: 0} {
		m := mixer{voices: []*voice{newVoice(Signal{Volume: volume}, flat(4))}}
		buf := make([]int16, 8)
		if n := m.read(buf); n != 4 || buf[0] != want || buf[3] != want {
			t.Errorf("volume %d gives %d samples of %d, want 4 of %d", volume, n, buf[0], want)
		}
	}
}

func TestARisingVoiceBeginsAtAThirdAndEndsAtItsVolume(t *testing.T) {
	v := newVoice(Signal{Volume: 50, Rise: time.Second, Loop: true, Every: 3 * time.Second}, flat(rate/2))
	want := map[int]float64{0: 0.15, rate / 2: 0.325, rate: 0.5, 5 * rate: 0.5}
	for at, volume := range want {
		v.age = at
		if got := v.gain(); math.Abs(got-volume*volume) > 1e-9 {
			t.Errorf("after %d samples its gain is %.4f, want %.4f", at, got, volume*volume)
		}
	}
	v.age = 0
	v.rest(rate)
	if v.age != rate || v.at != 0 {
		t.Errorf("a rest outside its pause moved it to %d, at the age of %d", v.at, v.age)
	}
}

func TestLoudVoicesTogetherAreCutNotWrapped(t *testing.T) {
	m := mixer{}
	for range 3 {
		m.voices = append(m.voices, newVoice(Signal{Volume: 100}, []int16{30000, -30000}))
	}
	buf := make([]int16, 2)
	if n := m.read(buf); n != 2 || buf[0] != math.MaxInt16 || buf[1] != math.MinInt16 {
		t.Errorf("got %v", buf)
	}
}

func TestALongPauseIsSpentWithoutTheOutput(t *testing.T) {
	const gap = 10 * rate
	m := mixer{voices: []*voice{newVoice(Signal{Volume: 100, Loop: true, Every: 10 * time.Second}, flat(100))}}
	buf := make([]int16, rate)
	for round := range 3 {
		if n := m.read(buf); n != 100 {
			t.Fatalf("round %d gives %d samples, want 100", round, n)
		}
		if n := m.read(buf); n != 0 || m.quiet() != gap {
			t.Fatalf("the pause gives %d samples and lasts %d, want 0 and %d", n, m.quiet(), gap)
		}
		m.voices[0].rest(gap - 5)
		if n := m.read(buf[:50]); n != 50 || buf[4] != 0 || buf[5] != 1000 {
			t.Fatalf("the end of the pause gives %d samples, %v", n, buf[:8])
		}
		m.voices[0].restart(0)
	}
}

// Whatever is mixed, and however it is read: a voice that does not loop gives all
// its samples once, one that loops gives them at the same distance for ever.
func TestEveryVoiceGivesItsSamplesHoweverTheMixIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.IntRange(1, 50).Draw(t, "length")
		gap := rapid.SampledFrom([]int{0, 1, 30, linger, linger + 1, 3 * linger}).Draw(t, "gap")
		v := &voice{id: "loop", pcm: flat(length), volume: 1, loop: true, gap: gap}
		once := &voice{id: "once", pcm: flat(rapid.IntRange(1, 90).Draw(t, "once")), volume: 1}
		m := mixer{voices: []*voice{v, once}}
		total, pos := 0, 0
		for range rapid.IntRange(1, 40).Draw(t, "reads") {
			buf := make([]int16, rapid.SampledFrom([]int{1, 7, 64, linger}).Draw(t, "buf"))
			n := m.read(buf)
			if n == 0 {
				pos += v.pause()
				v.rest(v.pause())
				continue
			}
			for _, s := range buf[:n] {
				total += int(s)
				if pos%(length+gap) < length {
					total -= 1000
				}
				pos++
			}
		}
		if len(m.gone) == 1 {
			total -= 1000 * len(once.pcm)
		} else {
			total -= 1000 * once.at
		}
		if total != 0 {
			t.Errorf("the sum of all samples is off by %d", total)
		}
	})
}

func TestASignalThatCannotBePlayedIsNamed(t *testing.T) {
	p, err := New(Options{Sounds: map[string][]byte{"page": tone(440, 0.1)}})
	if err != nil {
		t.Fatal(err)
	}
	for want, s := range map[string]Signal{
		"no ID":            {Sound: "page", Volume: 50},
		`no sound "bell"`:  {ID: "p", Sound: "bell", Volume: 50},
		"volume 0":         {ID: "p", Sound: "page"},
		"volume 101":       {ID: "p", Sound: "page", Volume: 101},
		"rise in -1s":      {ID: "p", Sound: "page", Volume: 50, Rise: -time.Second},
		"rise in 1h0m1s":   {ID: "p", Sound: "page", Volume: 50, Rise: time.Hour + time.Second},
		"pause for 2h0m0s": {ID: "p", Sound: "page", Volume: 50, Every: 2 * time.Hour},
		"pause for -1ns":   {ID: "p", Sound: "page", Volume: 50, Every: -1},
	} {
		if err := p.Play(s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	p.Close()
	if err := p.Play(Signal{ID: "p", Sound: "page", Volume: 50}); err == nil || !strings.Contains(err.Error(), "the player is closed") {
		t.Errorf("got %v", err)
	}
	p.Stop("p")
	p.Close()
}
