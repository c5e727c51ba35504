package desktop

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows/registry"
)

// activatorID names the COM class that Windows calls when a toast is clicked. It
// is ours alone; another program with the same would get our clicks.
const activatorID = "{5604B393-C595-45B1-8711-0888C39B673D}"

const identities = `Software\Classes\AppUserModelId\`

// register writes who we are below HKEY_CURRENT_USER, where an unpackaged program
// is known by its AppUserModelID: without it Windows shows no buttons. It writes
// anew at each start, because the icon may have moved. An icon that cannot be
// written is no reason to show nothing.
func register(id, name string, icon []byte) error {
	key, _, err := registry.CreateKey(registry.CURRENT_USER, identities+id, registry.SET_VALUE)
	if err != nil {
		return fmt.Errorf("register for notifications as %s: %w", id, err)
	}
	defer func() { _ = key.Close() }()
	values := [][2]string{{"DisplayName", name}, {"CustomActivator", activatorID}}
	if file, err := iconFile(icon); err == nil && file != "" {
		values = append(values, [2]string{"IconUri", file})
	}
	for _, v := range values {
		if err := key.SetStringValue(v[0], v[1]); err != nil {
			return fmt.Errorf("register for notifications as %s: %s: %w", id, v[0], err)
		}
	}
	return nil
}

// iconFile keeps the icon where Windows can read it, under a name that changes with
// it, because Windows remembers what it has read.
func iconFile(icon []byte) (string, error) {
	if len(icon) == 0 {
		return "", nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(icon)
	path := filepath.Join(cache, "Standby", "icon-"+hex.EncodeToString(sum[:4])+".png")
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	return path, os.WriteFile(path, icon, 0o600)
}
