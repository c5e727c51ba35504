package secret

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
)

// Names of the Secret Service (https://specifications.freedesktop.org/secret-service-spec/0.2/).
const (
	secretsName     = "org.freedesktop.secrets"
	secretsPath     = dbus.ObjectPath("/org/freedesktop/secrets")
	secretsService  = "org.freedesktop.Secret.Service"
	collectionIface = "org.freedesktop.Secret.Collection"
	loginCollection = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")
)

// usable asks the Secret Service whether the collection that go-keyring is going
// to use is there and unlocked. go-keyring would ask for it to be unlocked, and
// wait for the prompt without end; we ask for its property, which never prompts.
func usable(ctx context.Context) error {
	address, err := sessionBus()
	if err != nil {
		return err
	}
	conn, err := dbus.Connect(address, dbus.WithContext(ctx))
	if err != nil {
		return fmt.Errorf("%w: no D-Bus session: %w", ErrUnavailable, err)
	}
	defer func() { _ = conn.Close() }()
	path, err := collection(ctx, conn)
	if err != nil {
		return err
	}
	var locked bool
	if err := property(ctx, conn.Object(secretsName, path), collectionIface, "Locked", &locked); err != nil {
		return err
	}
	if locked {
		return ErrLocked
	}
	return nil
}

// sessionBus is the address of the session bus. Where there is none we must not
// ask godbus for it, which would start a stray one; and where it is at a place
// that godbus does not look at, it is told.
func sessionBus() (string, error) {
	const name = "DBUS_SESSION_BUS_ADDRESS"
	if address := os.Getenv(name); address != "" && !strings.HasPrefix(address, "autolaunch:") {
		return address, nil
	}
	socket := filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "bus")
	if info, err := os.Stat(socket); err != nil || info.Mode()&os.ModeSocket == 0 || !filepath.IsAbs(socket) {
		return "", fmt.Errorf("%w: there is no D-Bus session", ErrUnavailable)
	}
	address := "unix:path=" + dbus.EscapeBusAddressValue(socket)
	if err := os.Setenv(name, address); err != nil {
		return "", fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return address, nil
}

// collection is the one that go-keyring chooses: login, else the default one.
func collection(ctx context.Context, conn *dbus.Conn) (dbus.ObjectPath, error) {
	service := conn.Object(secretsName, secretsPath)
	var all []dbus.ObjectPath
	if err := property(ctx, service, secretsService, "Collections", &all); err != nil {
		return "", err
	}
	if slices.Contains(all, loginCollection) {
		return loginCollection, nil
	}
	var path dbus.ObjectPath
	if err := service.CallWithContext(ctx, secretsService+".ReadAlias", 0, "default").Store(&path); err != nil {
		return "", fmt.Errorf("%w: ask for the default keyring: %w", ErrUnavailable, err)
	}
	if path == "/" || path == "" {
		return "", fmt.Errorf("%w: there is no default keyring; make one in the system's password manager", ErrUnavailable)
	}
	return path, nil
}

func property(ctx context.Context, object dbus.BusObject, iface, name string, into any) error {
	call := object.CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, iface, name)
	var value dbus.Variant
	err := call.Store(&value)
	if err == nil {
		err = value.Store(into)
	}
	if err != nil {
		return fmt.Errorf("%w: ask the Secret Service for %s: %w", ErrUnavailable, name, err)
	}
	return nil
}
