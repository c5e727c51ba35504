package pay

// space is what a run works in and leaves nothing of in its statement, so that the
// next run of the same goroutine may have it.
type space struct {
	segs   pool[seg]
	rows   []*row
	bounds []int64
	spans  []stretch
	cuts   []piece
	groups []group
	blocks []block
}

// pool lends room for slices that are built one at a time.
type pool[T any] struct{ all, room []T }

// reset takes back all that has been lent.
func (p *pool[T]) reset() { p.room = p.all[:0] }

// open is an empty slice with room behind it.
func (p *pool[T]) open() []T {
	if cap(p.room) < 16 {
		p.all = make([]T, 0, 256)
		p.room = p.all
	}
	return p.room[:0]
}

// close keeps what has been put into the slice that was opened last. One that has
// moved to room of its own brings that room with it.
func (p *pool[T]) close(s []T) []T {
	if len(s) <= cap(p.room) {
		p.room = p.room[len(s):cap(p.room)]
	} else {
		p.all, p.room = s[:0], s[len(s):cap(s)]
	}
	return s[:len(s):len(s)]
}
