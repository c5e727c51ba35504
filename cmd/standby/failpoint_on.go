//go:build failpoints

package main

import (
	"os"
	"syscall"
)

// failpoint kills the process at the named point, as a power cut would, when the
// environment asks for it. Only the tests build it.
func failpoint(name string) {
	if os.Getenv("STANDBY_FAILPOINT") == name {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
}
