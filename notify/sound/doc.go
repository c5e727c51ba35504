// Package sound makes signals heard: it mixes short sounds into one output, each
// with its own volume, rising or not, once or again and again until it is stopped,
// and says of each what became of it, so that silence never passes for a signal.
//
// A Player owns the output, and holds it open only while something sounds. It
// reaches the ear by the first way that works: the sound server, spoken to by a
// library in pure Go (github.com/jfreymuth/pulse, for PulseAudio and PipeWire), on
// Windows and macOS the system's output (github.com/ebitengine/oto); then a
// program of the desktop (pw-play, paplay, aplay, afplay); at last the beep of the
// machine. The sounds are handed in by the caller.
//
// It must not import anything of Standby.
package sound
