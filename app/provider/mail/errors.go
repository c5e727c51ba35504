package mail

import "errors"

// What can be wrong with a mailbox besides what provider's sentinels say.
var (
	// ErrNoFolder: the mailbox has no folder of that name, or it may not be opened. It
	// comes with provider.ErrService.
	ErrNoFolder = errors.New("the mailbox has no such folder")
	// ErrPlain: the server offers no encryption, so that nothing was said to it. It
	// comes with provider.ErrUnreachable.
	ErrPlain = errors.New("the server offers no encryption")
	// ErrNotKept: that a trouble is over could not be kept on the disk.
	ErrNotKept = errors.New("it could not be kept on the disk")
)
