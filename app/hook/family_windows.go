package hook

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// family is a command and all that it starts: a job object.
type family struct {
	cmd *exec.Cmd
	job windows.Handle // 0 where there is none
}

// lead makes the command, which is not started yet, the leader of a family.
func lead(cmd *exec.Cmd) *family {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NO_WINDOW}
	f := &family{cmd: cmd}
	if job, err := windows.CreateJobObject(nil, nil); err == nil {
		f.job = job
	}
	return f
}

// adopt puts the command, which has just been started, into the job: what it
// starts from now on is in it as well.
func (f *family) adopt() {
	if f.job == 0 {
		return
	}
	p, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(f.cmd.Process.Pid))
	if err != nil {
		return // it has ended already
	}
	_ = windows.AssignProcessToJobObject(f.job, p)
	_ = windows.CloseHandle(p)
}

// end ends all of it.
func (f *family) end() {
	if f.job != 0 {
		_ = windows.TerminateJobObject(f.job, 1)
	}
}

// leave lets go of the family, which goes on where some of it still runs.
func (f *family) leave() {
	if f.job != 0 {
		_ = windows.CloseHandle(f.job)
	}
}
