package sound

import (
	"encoding/binary"
	"math"
)

const (
	frequency    = 660.0
	milliseconds = 400
	rate         = 22050
)

// wave is the signal as a mono 16-bit WAV file: two soft tones a fifth apart,
// each swelling and fading so that it does not click.
func wave() []byte {
	const half = rate * milliseconds / 1000 / 2
	data := make([]byte, 0, 44+4*half)
	data = append(data, "RIFF"...)
	data = binary.LittleEndian.AppendUint32(data, 36+4*half)
	data = append(data, "WAVEfmt "...)
	data = binary.LittleEndian.AppendUint32(data, 16)
	for _, v := range []uint16{1, 1} { // PCM, one channel
		data = binary.LittleEndian.AppendUint16(data, v)
	}
	data = binary.LittleEndian.AppendUint32(data, rate)
	data = binary.LittleEndian.AppendUint32(data, 2*rate)
	for _, v := range []uint16{2, 16} { // bytes a frame, bits a sample
		data = binary.LittleEndian.AppendUint16(data, v)
	}
	data = append(data, "data"...)
	data = binary.LittleEndian.AppendUint32(data, 4*half)
	for _, f := range []float64{frequency, frequency * 1.5} {
		for i := range half {
			at := float64(i)
			loud := math.Sin(math.Pi * at / half)
			sample := 0.35 * loud * loud * math.Sin(2*math.Pi*f*at/rate)
			data = binary.LittleEndian.AppendUint16(data, uint16(int16(sample*math.MaxInt16)))
		}
	}
	return data
}
