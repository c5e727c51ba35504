package setup

import (
	"context"
	"sync"
	"time"

	"standby/app/secret"
)

// rememberFor is how long a secret that the keyring gave is used without asking
// again: a poll every few seconds must not keep the keyring busy, and a secret
// that was changed elsewhere must not need a restart.
const rememberFor = 10 * time.Minute

// remembering is a keyring that is asked rarely. What was set is known at once.
type remembering struct {
	Keyring
	now func() time.Time

	mu   sync.Mutex
	held map[string]remembered
}

type remembered struct {
	secret secret.Secret
	until  time.Time
}

// Remember returns a keyring that answers from memory for ten minutes after it
// asked k. It is safe for concurrent use where k is.
func Remember(k Keyring, now func() time.Time) Keyring {
	return &remembering{Keyring: k, now: now, held: map[string]remembered{}}
}

func (r *remembering) Get(ctx context.Context, name string) (secret.Secret, error) {
	r.mu.Lock()
	h, ok := r.held[name]
	r.mu.Unlock()
	if ok && r.now().Before(h.until) {
		return h.secret, nil
	}
	s, err := r.Keyring.Get(ctx, name)
	if err == nil {
		r.mu.Lock()
		r.held[name] = remembered{s, r.now().Add(rememberFor)}
		r.mu.Unlock()
	}
	return s, err
}

func (r *remembering) Set(ctx context.Context, name string, s secret.Secret) (secret.Kept, error) {
	r.forget(name)
	return r.Keyring.Set(ctx, name, s)
}

func (r *remembering) Delete(ctx context.Context, name string) error {
	r.forget(name)
	return r.Keyring.Delete(ctx, name)
}

func (r *remembering) forget(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.held, name)
}
