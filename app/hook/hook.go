package hook

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"standby/app/api"
	"standby/rotation"
)

// Why a command did not do its work. What is told wraps one of them.
var (
	// ErrStart: it cannot be started; it is not there, or no program.
	ErrStart = errors.New("it cannot be started")
	// ErrTimeout: it was ended because it took too long.
	ErrTimeout = errors.New("it took too long and was ended")
	// ErrExit: it ended by saying that it failed.
	ErrExit = errors.New("it failed")
	// ErrTooMany: more is to be run than can be; this was left out.
	ErrTooMany = errors.New("too many wait to be run")
)

// Bounds of running.
const (
	// atOnce is how many commands run at a time.
	atOnce = 4
	// mostQueued is how many wait at most.
	mostQueued = 256
	// mostOutput is how much of what a command prints is kept, in bytes.
	mostOutput = 4 << 10
)

// Command is a command of the user's and when it runs.
type Command struct {
	// Name is what it is called in words and logs, unique among them.
	Name string
	// On are the events that it runs on.
	On []string
	// Run is the program, a path or a name to be looked up in PATH, and its
	// arguments.
	Run []string
	// Timeout is how long it may run.
	Timeout time.Duration
}

// Options are what a Runner is made of.
type Options struct {
	Commands []Command
	// Report is told when a command does not do its work, once until it does again,
	// and then with nil. Calls may come from several goroutines, for one command one
	// at a time. Nil for nobody.
	Report func(command string, err error)
	// Log gets what commands printed when they failed; nil discards it.
	Log *slog.Logger
	// Now is the clock.
	Now func() time.Time
}

// Runner runs commands. While none runs it has no goroutine. Its methods may be
// called from any goroutine.
type Runner struct {
	o    Options
	ctx  context.Context
	stop context.CancelFunc
	work sync.WaitGroup

	mu      sync.Mutex
	running int
	queue   []job
	closed  bool
	bad     map[string]*health
}

// health is what was last told of a command.
type health struct {
	mu     sync.Mutex
	failed bool
}

// job is one run of a command.
type job struct {
	Command
	env   []string
	input []byte
}

// New makes a runner; it starts nothing.
func New(o Options) *Runner {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Report == nil {
		o.Report = func(string, error) {}
	}
	r := &Runner{o: o, bad: map[string]*health{}}
	r.ctx, r.stop = context.WithCancel(context.Background())
	for _, c := range o.Commands {
		r.bad[c.Name] = &health{}
	}
	return r
}

// Use takes other commands. What runs goes on; what was told of a command that is gone
// is taken back.
func (r *Runner) Use(commands []Command) {
	r.mu.Lock()
	old := r.bad
	r.o.Commands, r.bad = slices.Clone(commands), map[string]*health{}
	for _, c := range commands {
		if r.bad[c.Name] = old[c.Name]; r.bad[c.Name] == nil {
			r.bad[c.Name] = &health{}
		}
		delete(old, c.Name)
	}
	r.mu.Unlock()
	for name, h := range old {
		h.mu.Lock()
		if h.failed {
			r.o.Report(name, nil)
		}
		h.mu.Unlock()
	}
}

// Run has the commands run that are meant for the event, with the page or the shift
// that it is about; either may be nil. It returns at once. Commands of one event
// begin in order, and may overtake those of another.
func (r *Runner) Run(event string, p *api.Page, s *rotation.Shift) {
	var told *occasion
	r.mu.Lock()
	commands := r.o.Commands
	r.mu.Unlock()
	for _, c := range commands {
		if !slices.Contains(c.On, event) {
			continue
		}
		if told == nil {
			told = describe(event, p, s, r.o.Now())
		}
		r.add(job{Command: c, env: told.environment(), input: told.json()})
	}
}

func (r *Runner) add(j job) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.closed:
	case r.running < atOnce:
		r.running++
		r.work.Go(func() { r.follow(j) })
	case len(r.queue) < mostQueued:
		r.queue = append(r.queue, j)
	default:
		r.work.Go(func() { r.tell(j, ErrTooMany, "") })
	}
}

// follow runs a job, and then what waits.
func (r *Runner) follow(j job) {
	for {
		said, err := r.once(j)
		r.tell(j, err, said)
		r.mu.Lock()
		if len(r.queue) == 0 || r.closed {
			r.running--
			r.mu.Unlock()
			return
		}
		j, r.queue = r.queue[0], r.queue[1:]
		r.mu.Unlock()
	}
}

// tell reports a change between doing its work and not.
func (r *Runner) tell(j job, err error, said string) {
	if r.ctx.Err() != nil {
		return // it was ended by us, which is no fault of its own
	}
	if err != nil {
		r.o.Log.Warn("a hook failed", "hook", j.Name, "error", err, "output", said)
	}
	r.mu.Lock()
	h := r.bad[j.Name]
	r.mu.Unlock()
	if h == nil {
		return // it is no longer one of the commands
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.failed != (err != nil) {
		h.failed = err != nil
		r.o.Report(j.Name, err)
	}
}

// Close ends what runs, with everything that it started, drops what waits, and
// returns when nothing runs any more.
func (r *Runner) Close() {
	r.mu.Lock()
	r.closed, r.queue = true, nil
	r.mu.Unlock()
	r.stop()
	r.work.Wait()
}
