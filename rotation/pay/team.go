package pay

import (
	"runtime"
	"sync"
)

// FiguresOf computes the Figures of n inputs, as many at once as there are
// processors. It asks for each input when it is its turn, from several goroutines,
// and hands each statement over as soon as it is there: in no particular order,
// but one at a time. It keeps none of them.
func (p *Policy) FiguresOf(n int, input func(i int) Input, hand func(i int, s Statement, err error)) {
	var group sync.WaitGroup
	var one sync.Mutex
	turns := make(chan int)
	for range min(runtime.GOMAXPROCS(0), n) {
		group.Go(func() {
			room := &space{}
			for i := range turns {
				in := input(i)
				s, err := p.figures(&in, room)
				one.Lock()
				hand(i, s, err)
				one.Unlock()
			}
		})
	}
	for i := range n {
		turns <- i
	}
	close(turns)
	group.Wait()
}
