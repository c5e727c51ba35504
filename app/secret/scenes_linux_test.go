package secret

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"go.uber.org/goleak"
)

// sceneName makes the test binary play a scene instead of testing.
const sceneName = "STANDBY_SECRET_TEST_SCENE"

var scenes = map[string]func(*Keyring) error{
	"keep":                           keepScene,
	"find":                           findScene,
	"find what was locked meanwhile": lockScene,
	"locked":                         func(k *Keyring) error { return refused(k, ErrLocked, Locked) },
	"no service":                     func(k *Keyring) error { return refused(k, ErrUnavailable, Unavailable) },
	"no collection":                  func(k *Keyring) error { return refused(k, ErrUnavailable, Unavailable) },
}

func TestMain(m *testing.M) {
	if scene, ok := scenes[os.Getenv(sceneName)]; ok {
		start := time.Now()
		if err := scene(New("standby-test")); err != nil {
			fmt.Printf("after %v: %v\n", time.Since(start), err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

func keepScene(k *Keyring) error {
	ctx := context.Background()
	if _, err := k.Get(ctx, "alertmanager/prod"); !errors.Is(err, ErrMissing) || k.State() != Missing {
		return fmt.Errorf("before: %w, state %q", err, k.State())
	}
	for _, name := range []string{"alertmanager/prod", "calendar/payments"} {
		if kept, err := k.Set(ctx, name, Of(canary+name)); err != nil || kept != InKeyring {
			return fmt.Errorf("set: %q, %w", kept, err)
		}
	}
	if err := k.Delete(ctx, "calendar/payments"); err != nil {
		return fmt.Errorf("delete: %w", err)
	}
	if _, err := k.Get(ctx, "calendar/payments"); !errors.Is(err, ErrMissing) {
		return fmt.Errorf("after delete: %w", err)
	}
	return findScene(k)
}

func findScene(k *Keyring) error {
	got, err := k.Get(context.Background(), "alertmanager/prod")
	if err != nil || !got.Equal(Of(canary+"alertmanager/prod")) {
		return fmt.Errorf("it is not the one that was kept: %w", err)
	}
	return nil
}

// lockScene locks the keyring under a process that has used it already.
func lockScene(k *Keyring) error {
	if err := findScene(k); err != nil {
		return err
	}
	conn, err := dbus.Connect(os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
	if err != nil {
		return err
	}
	defer conn.Close()
	lock := conn.Object(secretsName, secretsPath).Call(secretsService+".Lock", 0, []dbus.ObjectPath{loginCollection})
	if lock.Err != nil {
		return lock.Err
	}
	return refused(k, ErrLocked, Locked)
}

// refused goes through what happens without a usable keyring, in far less than
// the five seconds that a prompt would take.
func refused(k *Keyring, want error, state State) error {
	ctx, cancel := context.WithTimeout(context.Background(), answerWithin)
	defer cancel()
	if _, err := k.Get(ctx, "alertmanager/prod"); !errors.Is(err, want) || errors.Is(err, errSilent) || k.State() != state {
		return fmt.Errorf("get: %w, state %q; want %w, %q", err, k.State(), want, state)
	}
	if kept, err := k.Set(ctx, "alertmanager/prod", Of(canary)); err != nil || kept != ThisRunOnly {
		return fmt.Errorf("set: %q, %w", kept, err)
	}
	if got, err := k.Get(ctx, "alertmanager/prod"); err != nil || !got.Equal(Of(canary)) {
		return fmt.Errorf("from memory: %w", err)
	}
	if err := k.Delete(ctx, "alertmanager/prod"); !errors.Is(err, want) {
		return fmt.Errorf("delete: %w, want %w", err, want)
	}
	return nil
}
