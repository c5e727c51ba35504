//go:build !linux

package desktop

import (
	"errors"
	"os"
	"os/exec"
)

// Start refuses to work here, so none of these is ever called.

func bind(*exec.Cmd) {}

func terminate(*os.Process) {}

func kill(p *os.Process) { _ = p.Kill() }

func pause(*os.Process) error { return errors.ErrUnsupported }

func resume(*os.Process) error { return errors.ErrUnsupported }
