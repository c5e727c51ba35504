package secret

import (
	"errors"
	"os/exec"
)

// Exit statuses of security(1), the low byte of errSecInteractionNotAllowed
// (-25308) and errSecAuthFailed (-25293).
const (
	exitNoInteraction = 36
	exitAuthFailed    = 51
)

func isLocked(err error) bool {
	var exit *exec.ExitError
	return errors.As(err, &exit) && (exit.ExitCode() == exitNoInteraction || exit.ExitCode() == exitAuthFailed)
}
