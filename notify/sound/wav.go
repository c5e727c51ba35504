package sound

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"
)

// rate is that of the mixed samples, which are mono and 16 bits wide.
const rate = 44100

// longestSound bounds what is decoded: a signal is short.
const longestSound = 30 * time.Second

// samples is how many samples of ours last as long.
func samples(d time.Duration) int { return int(d * rate / time.Second) }

// lasts is how long n samples of ours last.
func lasts(n int) time.Duration { return time.Duration(n) * time.Second / rate }

// format is the "fmt " chunk of a WAV file.
type format struct {
	channels, rate int
}

// decode reads a WAV file ("Multimedia Programming Interface and Data
// Specifications 1.0", IBM and Microsoft, 1991): PCM of 16 bits, one or two
// channels, 8 to 192 kHz, at most longestSound. It gives mono samples at rate.
func decode(wav []byte) ([]int16, error) {
	if len(wav) < 12 || string(wav[:4]) != "RIFF" || string(wav[8:12]) != "WAVE" {
		return nil, errors.New("it is not a WAV file")
	}
	var f format
	for rest := wav[12:]; len(rest) >= 8; {
		name, size := string(rest[:4]), int(binary.LittleEndian.Uint32(rest[4:]))
		body := rest[8:]
		if size > len(body) {
			return nil, fmt.Errorf("it is cut off in its %q part", name)
		}
		switch name {
		case "fmt ":
			var err error
			if f, err = decodeFormat(body[:size]); err != nil {
				return nil, err
			}
		case "data":
			return f.samples(body[:size])
		}
		rest = body[min(size+size%2, len(body)):]
	}
	return nil, errors.New("it has no samples")
}

func decodeFormat(body []byte) (format, error) {
	if len(body) < 16 {
		return format{}, errors.New("its format is cut off")
	}
	le := binary.LittleEndian
	f := format{channels: int(le.Uint16(body[2:])), rate: int(le.Uint32(body[4:]))}
	switch kind, bits := le.Uint16(body), le.Uint16(body[14:]); {
	case kind != 1 || bits != 16:
		return format{}, fmt.Errorf("it has format %d with %d bits; save it as PCM with 16 bits", kind, bits)
	case f.channels != 1 && f.channels != 2:
		return format{}, fmt.Errorf("it has %d channels; save it as mono or stereo", f.channels)
	case f.rate < 8000 || f.rate > 192000:
		return format{}, fmt.Errorf("it has a rate of %d Hz; save it with 44100", f.rate)
	}
	return f, nil
}

// samples mixes the channels into one and brings them to rate, in straight lines
// from sample to sample.
func (f format) samples(data []byte) ([]int16, error) {
	if f.channels == 0 {
		return nil, errors.New("its samples come before its format")
	}
	frame := 2 * f.channels
	n := len(data) / frame
	switch {
	case n == 0:
		return nil, errors.New("it has no samples")
	case time.Duration(n)*time.Second/time.Duration(f.rate) > longestSound:
		return nil, fmt.Errorf("it lasts longer than %v", longestSound)
	}
	at := func(i int) float64 {
		sum := 0.0
		for c := range f.channels {
			sum += float64(int16(binary.LittleEndian.Uint16(data[min(i, n-1)*frame+2*c:])))
		}
		return sum / float64(f.channels)
	}
	out := make([]int16, max(1, int(int64(n)*rate/int64(f.rate))))
	for i := range out {
		exact := float64(i) * float64(f.rate) / rate
		left := int(exact)
		part := exact - float64(left)
		out[i] = int16(math.Round(at(left)*(1-part) + at(left+1)*part))
	}
	return out, nil
}

// encode makes a WAV file of samples at rate.
func encode(pcm []int16) []byte {
	le := binary.LittleEndian
	out := make([]byte, 0, 44+2*len(pcm))
	out = append(out, "RIFF"...)
	out = le.AppendUint32(out, uint32(36+2*len(pcm)))
	out = append(out, "WAVEfmt "...)
	out = le.AppendUint32(out, 16)
	out = le.AppendUint16(out, 1) // PCM
	out = le.AppendUint16(out, 1) // mono
	out = le.AppendUint32(out, rate)
	out = le.AppendUint32(out, 2*rate)
	out = le.AppendUint16(out, 2)  // bytes a frame
	out = le.AppendUint16(out, 16) // bits a sample
	out = append(out, "data"...)
	out = le.AppendUint32(out, uint32(2*len(pcm)))
	return appendSamples(out, pcm)
}

// appendSamples writes samples as 16 bits, little endian.
func appendSamples(out []byte, pcm []int16) []byte {
	for _, s := range pcm {
		out = binary.LittleEndian.AppendUint16(out, uint16(s))
	}
	return out
}
