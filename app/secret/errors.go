package secret

import (
	"errors"
	"fmt"
	"strings"

	"github.com/zalando/go-keyring"
)

// What can be wrong between us and the keyring. Errors of this package wrap one
// of these where it fits, and never hold a secret.
var (
	// ErrLocked: the keyring is there and locked. Once its user unlocks it, the
	// same call succeeds.
	ErrLocked = errors.New("the keyring is locked; unlock it in the system's password manager")
	// ErrMissing: the keyring answers, and holds no secret of that name.
	ErrMissing = errors.New("there is no such secret in the keyring")
	// ErrUnavailable: there is no keyring, or it does not answer.
	ErrUnavailable = errors.New("the keyring is not available")
	// ErrTooLong: the secret has more than MaxLength bytes.
	ErrTooLong = errors.New("the secret is too long for the keyring")
)

// MaxLength is how many bytes a secret may have: what the Credential Manager of
// Windows takes is 2,560 (CRED_MAX_CREDENTIAL_BLOB_SIZE), and a secret that can
// be kept on one system is to be kept on each.
const MaxLength = 2500

// kindOf gives an error of a keyring one of our sentinels. The text s, which was
// being kept, is taken out if a back end should repeat it.
func kindOf(err error, s Secret) error {
	switch {
	case err == nil:
		return nil
	case isOurs(err):
		return err
	case errors.Is(err, keyring.ErrNotFound):
		return ErrMissing
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return ErrTooLong
	case isLocked(err):
		return ErrLocked
	}
	detail := err.Error()
	if text := s.Reveal(); text != "" {
		detail = strings.ReplaceAll(detail, text, hidden)
	}
	return fmt.Errorf("%w: %s", ErrUnavailable, detail)
}

func isOurs(err error) bool {
	for _, kind := range []error{ErrLocked, ErrMissing, ErrUnavailable, ErrTooLong} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
