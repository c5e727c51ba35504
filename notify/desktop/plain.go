//go:build !windows

package desktop

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/gen2brain/beeep"

	"standby/notify"
	"standby/notify/desktop/sessionbus"
)

// plain shows a title and a text and nothing else: no buttons, no replacing, no
// withdrawing, no word of what became of it.
type plain struct {
	icon    any
	timeout time.Duration
	send    func(title, body string, icon any) error
	// busy holds a token while a call to the desktop is under way.
	busy chan struct{}
}

// buttonless is the plain back end wherever it may run. On Windows its library
// falls back to PowerShell, so it is not built there.
func buttonless(o Options) backend { return newPlain(o) }

func newPlain(o Options) *plain {
	beeep.AppName = o.App
	p := &plain{icon: "", timeout: o.Timeout, send: send, busy: make(chan struct{}, 1)}
	if len(o.Icon) > 0 {
		p.icon = o.Icon
	}
	return p
}

// send keeps the library from starting a stray bus on Linux, where all that it
// would try needs one.
func send(title, body string, icon any) error {
	if runtime.GOOS == "linux" && !sessionbus.Present() {
		return sessionbus.ErrNone
	}
	return beeep.Notify(title, body, icon)
}

func (p *plain) run(ctx context.Context, q *queue, out outlet) {
	out.capable(Capabilities{Server: "plain notifications"})
	for {
		select {
		case <-ctx.Done():
			return
		case <-q.ready:
			q.drain(func(r request) { p.serve(ctx, r, out) }, out)
		}
	}
}

func (p *plain) muted(context.Context) (muted, known bool) { return false, false }

func (p *plain) serve(ctx context.Context, r request, out outlet) {
	if r.note == nil || ctx.Err() != nil {
		return
	}
	if err := p.show(ctx, *r.note); err != nil {
		out.failed(r.id, fmt.Errorf("show a plain notification: %w", err))
		return
	}
	out.react(notify.Reaction{NoteID: r.id, Kind: notify.Shown})
}

// show gives up waiting after the timeout; the library cannot be interrupted, so
// one call at most is left hanging and the next ones fail at once.
func (p *plain) show(ctx context.Context, n notify.Note) error {
	select {
	case p.busy <- struct{}{}:
	default:
		return ErrBusy
	}
	done := make(chan error, 1)
	go func() {
		done <- p.send(plainText(n.Title), plainText(n.Body), p.icon)
		<-p.busy
	}()
	timer := time.NewTimer(p.timeout)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return fmt.Errorf("no answer within %v: %w", p.timeout, context.DeadlineExceeded)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// lookAlikes replace what the programs behind the plain back end read as more
// than text: PowerShell's variables, escapes and every character that it takes
// for a quote, and the end of an XML CDATA section.
var lookAlikes = strings.NewReplacer(
	"]]>", "]]›",
	"$", "＄",
	"`", "ˋ",
	`"`, "″", "“", "″", "”", "″", "„", "″", "‟", "″",
	"'", "′", "‘", "′", "’", "′", "‚", "′", "‛", "′",
)

// plainText makes a cleaned text safe for programs that are given it in an
// argument or paste it into a script. It is the same on every system, because
// which program is asked is the library's choice.
//
// A leading hyphen would be read as an option, so it becomes its typographic
// twin.
func plainText(s string) string {
	s = lookAlikes.Replace(s)
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		return "‐" + rest
	}
	return s
}
