package sound

import "math"

// linger is the longest pause, in samples, through which the output is held open.
const linger = rate

// softest is the part of its volume with which a rising signal begins.
const softest = 0.3

// voice is one signal in the mix.
type voice struct {
	id     string
	pcm    []int16
	volume float64 // of Signal, a part of 1
	rise   int     // samples
	gap    int     // samples between repeats
	loop   bool

	at  int // samples into this repeat, the pause after it included
	age int // samples since it began

	started bool   // Started was said, and no Failed since
	failed  bool   // Failed was said, and no Started since
	warned  string // the text of the last Warned
}

func newVoice(s Signal, pcm []int16) *voice {
	return &voice{
		id: s.ID, pcm: pcm, volume: float64(s.Volume) / 100, rise: samples(s.Rise), gap: samples(s.Every), loop: s.Loop,
	}
}

// gain is the amplitude of the next sample, a part of 1.
func (v *voice) gain() float64 {
	volume := v.volume
	if v.age < v.rise {
		volume *= softest + (1-softest)*float64(v.age)/float64(v.rise)
	}
	return volume * volume
}

// ended reports whether there is nothing more to hear of it.
func (v *voice) ended() bool { return !v.loop && v.at >= len(v.pcm) }

// pause is how many samples are left of the pause it is in, 0 when it is in none.
func (v *voice) pause() int {
	if !v.loop || v.at < len(v.pcm) {
		return 0
	}
	return len(v.pcm) + v.gap - v.at
}

// needs is for how many samples from now it needs the output.
func (v *voice) needs() int {
	switch {
	case v.ended() || v.pause() > linger:
		return 0
	case v.loop && v.gap <= linger:
		return math.MaxInt
	case v.pause() > 0:
		return v.pause() + len(v.pcm)
	}
	return len(v.pcm) - v.at
}

// add adds its next samples to sum.
func (v *voice) add(sum []int32) {
	for i := range sum {
		if v.ended() {
			return
		}
		if v.at < len(v.pcm) {
			sum[i] += int32(math.Round(v.gain() * float64(v.pcm[v.at])))
		}
		v.at++
		v.age++
		v.wrap()
	}
}

// wrap begins the next repeat where the pause after this one is over.
func (v *voice) wrap() {
	if v.loop && v.at >= len(v.pcm)+v.gap {
		v.at = 0
	}
}

// rest lets n samples of its pause pass unheard.
func (v *voice) rest(n int) {
	v.age += n
	v.at += min(n, v.pause())
	v.wrap()
}

// restart begins this repeat anew, after n samples without an output.
func (v *voice) restart(n int) {
	v.age += n
	v.at = 0
}

// mixer adds the voices up.
type mixer struct {
	voices []*voice
	gone   []*voice // ended, and not yet known to have been heard
	sum    []int32
}

// read fills buf and says how much of it; 0 when nothing needs the output now.
func (m *mixer) read(buf []int16) int {
	n := 0
	for _, v := range m.voices {
		n = max(n, min(len(buf), v.needs()))
	}
	if n == 0 {
		return 0
	}
	if len(m.sum) < n {
		m.sum = make([]int32, n)
	}
	sum := m.sum[:n]
	clear(sum)
	left := m.voices[:0]
	for _, v := range m.voices {
		v.add(sum)
		if v.ended() {
			m.gone = append(m.gone, v)
		} else {
			left = append(left, v)
		}
	}
	clear(m.voices[len(left):])
	m.voices = left
	for i, s := range sum {
		buf[i] = int16(max(math.MinInt16, min(math.MaxInt16, s)))
	}
	return n
}

// again begins every repeat anew, for the output is not known to have taken it.
func (m *mixer) again() {
	m.voices = append(m.gone, m.voices...)
	m.gone = nil
	for _, v := range m.voices {
		v.restart(0)
	}
}

// quiet is for how many samples from now nothing is heard.
func (m *mixer) quiet() int {
	least := math.MaxInt
	for _, v := range m.voices {
		least = min(least, v.pause())
	}
	return least
}
