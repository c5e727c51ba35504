package sound

import "context"

// way is one way for samples to reach the ear.
type way interface {
	// play opens the output named device ("" for the default), gives it all that from
	// has to give, and returns once that has been taken and the output is closed
	// again. It tells from what it learns meanwhile. When ctx ends it falls silent
	// within 100 ms of sound and returns an error.
	play(ctx context.Context, device string, from source) error
	// beside reports whether it works although what stands behind the sound server
	// is not a sound card.
	beside() bool
}

// source is what a way draws samples from, and tells what becomes of them.
type source interface {
	// read fills buf with samples at rate, and says how much of it; 0 is the end.
	read(buf []int16) int
	// taken says that the output, in words, has begun to take what was read: each
	// time it asks for more, and once all is taken.
	taken(device string)
	// warn says that it sounds, but not as asked.
	warn(device string, err error)
}

// looker is a way that can look at the outputs without making a sound.
type looker interface {
	devices(ctx context.Context) ([]Device, error)
	look(ctx context.Context, device string) (Readiness, error)
}
