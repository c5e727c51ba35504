package sound

import (
	"encoding/binary"
	"math"
)

// tone is seconds of a sine at half of full scale, as a WAV file.
func tone(hz, seconds float64) []byte { return encode(sine(hz, seconds)) }

func sine(hz, seconds float64) []int16 {
	pcm := make([]int16, int(seconds*rate))
	for i := range pcm {
		pcm[i] = int16(math.MaxInt16 / 2 * math.Sin(2*math.Pi*hz*float64(i)/rate))
	}
	return pcm
}

// amplitude is that of one frequency, a part of full scale: Goertzel's algorithm.
func amplitude(pcm []int16, hz float64) float64 {
	if len(pcm) == 0 {
		return 0
	}
	c := 2 * math.Cos(2*math.Pi*hz/rate)
	var a, b float64
	for _, s := range pcm {
		a, b = float64(s)/math.MaxInt16+c*a-b, a
	}
	return 2 * math.Sqrt(max(0, a*a+b*b-c*a*b)) / float64(len(pcm))
}

// loudness is the root of the mean square, a part of full scale.
func loudness(pcm []int16) float64 {
	sum := 0.0
	for _, s := range pcm {
		sum += float64(s) * float64(s)
	}
	return math.Sqrt(sum/float64(max(1, len(pcm)))) / math.MaxInt16
}

// bursts are the stretches of sound that silence of at least gap samples parts.
func bursts(pcm []int16, gap int) [][]int16 {
	const still = 20 // an output that converts leaves a trace of noise
	var found [][]int16
	begin, last := -1, 0
	for i, s := range pcm {
		if s > still || s < -still {
			if begin >= 0 && i-last > gap {
				found = append(found, pcm[begin:last+1])
				begin = -1
			}
			if begin < 0 {
				begin = i
			}
			last = i
		}
	}
	if begin >= 0 {
		found = append(found, pcm[begin:last+1])
	}
	return found
}

func fromBytes(data []byte) []int16 {
	pcm := make([]int16, len(data)/2)
	for i := range pcm {
		pcm[i] = int16(binary.LittleEndian.Uint16(data[2*i:]))
	}
	return pcm
}
