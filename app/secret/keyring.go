package secret

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/zalando/go-keyring"
)

// State is what is known of the keyring since the last call.
type State string

// The states of a keyring.
const (
	// Unknown: it has not been asked yet.
	Unknown State = "unknown"
	// OK: it answers.
	OK State = "ok"
	// Locked: it is there, and locked.
	Locked State = "locked"
	// Missing: it answers, and a secret that was asked for is not in it.
	Missing State = "missing"
	// Unavailable: there is none, or it does not answer.
	Unavailable State = "unavailable"
)

// Kept is where Set put a secret, for the user to be told.
type Kept string

// The places of a secret.
const (
	// InKeyring: it is there in the next run too.
	InKeyring Kept = "keyring"
	// ThisRunOnly: the keyring was locked or not available; the secret is held in
	// memory and has to be given again in the next run.
	ThisRunOnly Kept = "this_run"
)

// maxName is well below what Windows takes for service and name together.
const maxName = 200

// backend is the keyring of the system.
type backend interface {
	Get(service, name string) (string, error)
	Set(service, name, text string) error
	Delete(service, name string) error
}

// system is the keyring of the system, as go-keyring reaches it.
type system struct{}

func (system) Get(service, name string) (string, error) { return keyring.Get(service, name) }
func (system) Set(service, name, text string) error     { return keyring.Set(service, name, text) }
func (system) Delete(service, name string) error        { return keyring.Delete(service, name) }

// Keyring is the system's keyring. Its methods may be called from any goroutine;
// they return within five seconds, or when their context ends. A name says whose
// secret it is, such as "alertmanager/prod" or "calendar/payments".
type Keyring struct {
	service string
	calls   backend
	line    line
	changed chan struct{}

	mu sync.Mutex
	// held are the secrets that could not be put into the keyring in this run.
	held map[string]Secret
	// absent are the names that were asked for and are not in the keyring.
	absent map[string]bool
	state  State
}

// New returns the keyring, in which all our secrets are filed under service. It
// asks nothing yet.
func New(service string) *Keyring { return newKeyring(service, system{}, usable) }

func newKeyring(service string, calls backend, ready probe) *Keyring {
	return &Keyring{
		service: service, calls: calls, line: newLine(ready),
		changed: make(chan struct{}, 1),
		held:    make(map[string]Secret), absent: make(map[string]bool), state: Unknown,
	}
}

// String names the keyring and nothing that it holds; it is there so that a
// keyring that ends up in a log prints this, and not its fields.
func (k *Keyring) String() string { return "keyring " + k.service }

// GoString is String, for %#v.
func (k *Keyring) GoString() string { return k.String() }

// State is what is known of the keyring since the last call.
func (k *Keyring) State() State {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.state
}

// Changed receives a value after State has changed, for one receiver; several
// changes in a row may be one value. A call that was given up and answered late
// counts as well: it is the time to try again.
func (k *Keyring) Changed() <-chan struct{} { return k.changed }

// Get returns the secret of that name: the one held for this run, else the one in
// the keyring. Errors wrap ErrMissing, ErrLocked or ErrUnavailable, or are those
// of ctx.
func (k *Keyring) Get(ctx context.Context, name string) (Secret, error) {
	if err := checkName(name); err != nil {
		return Secret{}, err
	}
	if s, ok := k.inMemory(name); ok {
		return s, nil
	}
	text, err := k.call(ctx, name, Secret{}, func() (string, error) { return k.calls.Get(k.service, name) })
	if err != nil {
		return Secret{}, fmt.Errorf("read secret %q: %w", name, err)
	}
	return Of(text), nil
}

// Set puts a secret under a name, replacing the one that was there. Where the
// keyring is locked or not available, it is held in memory for this run, Get finds
// it, and Kept says so. Errors wrap ErrTooLong or are those of ctx, and then
// nothing is kept.
func (k *Keyring) Set(ctx context.Context, name string, s Secret) (Kept, error) {
	if err := checkName(name); err != nil {
		return "", err
	}
	doing := fmt.Sprintf("keep secret %q", name)
	if n := len(s.Reveal()); n > MaxLength {
		return "", fmt.Errorf("%s: %w: %d bytes, at most %d", doing, ErrTooLong, n, MaxLength)
	}
	_, err := k.call(ctx, name, s, func() (string, error) { return "", k.calls.Set(k.service, name, s.Reveal()) })
	switch {
	case err == nil:
		k.forget(name)
		return InKeyring, nil
	case errors.Is(err, ErrLocked), errors.Is(err, ErrUnavailable):
		k.hold(name, s)
		return ThisRunOnly, nil
	}
	return "", fmt.Errorf("%s: %w", doing, err)
}

// Delete takes a secret out of memory and out of the keyring. One that is not
// there counts as deleted. An error means that the keyring may still hold it.
func (k *Keyring) Delete(ctx context.Context, name string) error {
	if err := checkName(name); err != nil {
		return err
	}
	k.forget(name)
	_, err := k.call(ctx, name, Secret{}, func() (string, error) {
		err := k.calls.Delete(k.service, name)
		if errors.Is(err, keyring.ErrNotFound) {
			return "", nil
		}
		return "", err
	})
	if err != nil {
		return fmt.Errorf("delete secret %q: %w", name, err)
	}
	return nil
}

// call stands in line, runs f, and notes what its outcome says of the keyring,
// also when that comes after we have given up.
func (k *Keyring) call(ctx context.Context, name string, s Secret, f func() (string, error)) (string, error) {
	text, err := k.line.run(ctx, func(ready error) (string, error) {
		text, err := "", ready
		if err == nil {
			text, err = guarded(f)
		}
		err = kindOf(err, s)
		k.note(name, err)
		return text, err
	})
	if errors.Is(err, errSilent) {
		k.note(name, err)
	}
	return text, err
}

// guarded holds what go-keyring does when the bus ends under a prompt: it reads
// from a channel that has been closed, and panics on what it does not find there.
func guarded(f func() (string, error)) (text string, err error) {
	defer func() {
		if recover() != nil {
			text, err = "", fmt.Errorf("%w: it went away", ErrUnavailable)
		}
	}()
	return f()
}

func (k *Keyring) note(name string, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	was := k.state
	switch {
	case err == nil:
		delete(k.absent, name)
		k.state = OK
		if len(k.absent) > 0 {
			k.state = Missing
		}
	case errors.Is(err, ErrMissing):
		k.absent[name] = true
		k.state = Missing
	case errors.Is(err, ErrLocked):
		k.state = Locked
	case errors.Is(err, ErrUnavailable):
		k.state = Unavailable
	}
	if k.state == was {
		return
	}
	select {
	case k.changed <- struct{}{}:
	default: // the receiver has not taken the last one yet, and will see this state
	}
}

func (k *Keyring) inMemory(name string) (Secret, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	s, ok := k.held[name]
	return s, ok
}

func (k *Keyring) hold(name string, s Secret) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.held[name] = s
	delete(k.absent, name)
}

func (k *Keyring) forget(name string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.held, name)
}

func checkName(name string) error {
	odd := strings.IndexFunc(name, func(r rune) bool { return !unicode.IsPrint(r) })
	if name == "" || len(name) > maxName || odd >= 0 || !utf8.ValidString(name) {
		return fmt.Errorf("the name of a secret has 1 to %d printable bytes, not %.80q", maxName, name)
	}
	return nil
}
