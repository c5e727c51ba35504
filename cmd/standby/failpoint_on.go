//go:build failpoints

package main

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

// passed counts how often the point was passed that the environment names.
var passed atomic.Int64

// failpoint kills the process at the named point, as a power cut would, when the
// environment asks for it: NAME, or NAME:3 for the third time. Only the tests build
// it.
func failpoint(name string) {
	wanted, times, _ := strings.Cut(os.Getenv("STANDBY_FAILPOINT"), ":")
	if wanted != name {
		return
	}
	if n, err := strconv.ParseInt(times, 10, 64); err == nil && passed.Add(1) < n {
		return
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}
