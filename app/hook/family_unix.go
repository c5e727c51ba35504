//go:build unix

package hook

import (
	"os/exec"
	"syscall"
)

// family is a command and all that it starts: its process group.
type family struct{ cmd *exec.Cmd }

// lead makes the command, which is not started yet, the leader of a family.
func lead(cmd *exec.Cmd) *family {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return &family{cmd}
}

func (f *family) adopt() {}

// end ends all of it.
func (f *family) end() { _ = syscall.Kill(-f.cmd.Process.Pid, syscall.SIGKILL) }

func (f *family) leave() {}
