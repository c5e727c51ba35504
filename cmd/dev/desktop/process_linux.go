package desktop

import (
	"os"
	"os/exec"
	"syscall"
)

// bind puts the program into a group of its own and lets it die with us.
func bind(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func terminate(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGTERM) }

func kill(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }

// pause and resume stop the program in its tracks, as one that hangs, and let it
// go on.
func pause(p *os.Process) error { return syscall.Kill(-p.Pid, syscall.SIGSTOP) }

func resume(p *os.Process) error { return syscall.Kill(-p.Pid, syscall.SIGCONT) }
