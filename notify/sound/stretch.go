package sound

const (
	// chunk is how much is played at a time where it must be played in pieces, unless
	// a sound goes on.
	chunk = rate
	// longestChunk bounds a sound that never pauses.
	longestChunk = 10 * rate
)

// stretch reads until it is silent after chunk, or longestChunk.
func stretch(from source) []int16 {
	var pcm []int16
	block := make([]int16, rate/20)
	for len(pcm) < longestChunk {
		n := from.read(block)
		pcm = append(pcm, block[:n]...)
		if n == 0 || len(pcm) >= chunk && silent(block[:n]) {
			break
		}
	}
	return pcm
}

func silent(pcm []int16) bool {
	for _, s := range pcm {
		if s != 0 {
			return false
		}
	}
	return true
}
