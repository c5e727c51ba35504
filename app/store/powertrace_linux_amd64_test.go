package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// traced is one thing that a process did to its files, or, with said set, a line
// that it wrote to its output.
type traced struct {
	do   func(*disk)
	what string
	said string
	sync bool
}

// trace runs the test binary as its own child, which plays the scene in root, and
// returns in their order all the system calls by which it changed a file below
// root or made a change last. The kernel tells them (ptrace): nothing that the
// store, SQLite or Go do can be forgotten.
func trace(t *testing.T, root, scene string) []traced {
	t.Helper()
	type result struct {
		steps []traced
		err   error
	}
	done := make(chan result, 1)
	go func() {
		// The thread that starts the child is the one that may ask about it. It is
		// not given back: it ends with this function.
		runtime.LockOSThread()
		w := &watcher{root: root, inside: make(map[int]bool), failing: make(map[int]bool)}
		err := w.run(scene)
		done <- result{w.steps, err}
	}()
	r := <-done
	if errors.Is(r.err, syscall.EPERM) && os.Getenv("CI") != "true" {
		t.Skipf("watch a child: %v", r.err)
	}
	if r.err != nil {
		t.Fatalf("watch a child: %v", r.err)
	}
	return r.steps
}

type watcher struct {
	root   string
	pid    int
	memory *os.File
	steps  []traced
	// inside are the threads that are in a system call.
	inside map[int]bool
	// broken is what every write below root fails with, from when the child says
	// so; failing are the threads whose call was kept from the kernel.
	broken  syscall.Errno
	failing map[int]bool
}

// traceLimit ends a child that hangs.
const traceLimit = 2 * time.Minute

func (w *watcher) run(scene string) error {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), sceneFolder+"="+w.root, sceneName+"="+scene, "GODEBUG=asyncpreemptoff=1")
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true, Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return err
	}
	w.pid = cmd.Process.Pid
	timer := time.AfterFunc(traceLimit, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	// From here on Wait4 takes the child's end, not cmd.Wait.
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(w.pid, &status, 0, nil); err != nil {
		return err
	}
	const exitKill = 0x100000 // PTRACE_O_EXITKILL
	if err := syscall.PtraceSetOptions(w.pid, syscall.PTRACE_O_TRACESYSGOOD|syscall.PTRACE_O_TRACECLONE|exitKill); err != nil {
		return err
	}
	var err error
	if w.memory, err = os.Open(fmt.Sprintf("/proc/%d/mem", w.pid)); err != nil {
		return err
	}
	defer w.memory.Close()
	if err := syscall.PtraceSyscall(w.pid, 0); err != nil {
		return err
	}
	return w.follow()
}

func (w *watcher) follow() error {
	const ours = 0x20000000 // __WNOTHREAD: children of this thread alone
	for {
		var status syscall.WaitStatus
		tid, err := syscall.Wait4(-1, &status, syscall.WALL|ours, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case err != nil:
			return err
		case status.Exited() || status.Signaled():
			delete(w.inside, tid)
			if tid != w.pid {
				continue
			}
			if !status.Exited() || status.ExitStatus() != 0 {
				return fmt.Errorf("the child ended with status %#x", uint32(status))
			}
			return nil
		}
		signal := 0
		switch s := status.StopSignal(); s {
		case syscall.SIGTRAP | 0x80:
			look := w.begun
			if w.inside[tid] = !w.inside[tid]; !w.inside[tid] {
				look = w.ended
			}
			if err := look(tid); err != nil {
				return err
			}
		case syscall.SIGTRAP, syscall.SIGSTOP: // a thread begins
		default:
			signal = int(s)
		}
		if err := syscall.PtraceSyscall(tid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return err
		}
	}
}

// begun keeps a write to a broken disk from the kernel.
func (w *watcher) begun(tid int) error {
	if w.broken == 0 {
		return nil
	}
	var r syscall.PtraceRegs
	if err := syscall.PtraceGetRegs(tid, &r); err != nil {
		return err
	}
	hit := false
	switch r.Orig_rax {
	case syscall.SYS_PWRITE64, syscall.SYS_WRITE, syscall.SYS_FTRUNCATE, syscall.SYS_FSYNC, syscall.SYS_FDATASYNC:
		hit = w.path(int(r.Rdi)) != ""
	case syscall.SYS_OPENAT:
		hit = r.Rdx&syscall.O_CREAT != 0 && w.below(w.text(r.Rsi)) != ""
	}
	if !hit {
		return nil
	}
	w.failing[tid] = true
	r.Orig_rax = ^uint64(0) // no system call at all
	return syscall.PtraceSetRegs(tid, &r)
}

// ended looks at a system call that has just been done.
func (w *watcher) ended(tid int) error {
	var r syscall.PtraceRegs
	if err := syscall.PtraceGetRegs(tid, &r); err != nil {
		return err
	}
	if w.failing[tid] {
		delete(w.failing, tid)
		r.Rax = -uint64(w.broken)
		return syscall.PtraceSetRegs(tid, &r)
	}
	n := int64(r.Rax)
	if n < 0 {
		return nil
	}
	switch fd := int(r.Rdi); r.Orig_rax {
	case syscall.SYS_OPEN:
		return w.opened(int(n), int(r.Rsi))
	case syscall.SYS_OPENAT:
		return w.opened(int(n), int(r.Rdx))
	case syscall.SYS_PWRITE64:
		return w.wrote(fd, int64(r.R10), n)
	case syscall.SYS_WRITE:
		if fd == 1 {
			return w.said(r.Rsi, n)
		}
		return w.appended(fd, n)
	case sysCopyFileRange:
		return w.appended(int(r.Rdx), n)
	case syscall.SYS_SENDFILE:
		return w.appended(fd, n)
	case syscall.SYS_FTRUNCATE:
		return w.cut(fd, int64(r.Rsi))
	case syscall.SYS_FSYNC, syscall.SYS_FDATASYNC:
		return w.synced(fd)
	case syscall.SYS_RENAME:
		return w.renamed(r.Rdi, r.Rsi)
	case syscall.SYS_RENAMEAT, sysRenameAt2:
		return w.renamed(r.Rsi, r.R10)
	case syscall.SYS_MKDIR:
		return w.madeFolder(r.Rdi)
	case syscall.SYS_MKDIRAT:
		return w.madeFolder(r.Rsi)
	case syscall.SYS_UNLINK:
		return w.removed(r.Rdi)
	case syscall.SYS_UNLINKAT:
		return w.removed(r.Rsi)
	case syscall.SYS_TRUNCATE, syscall.SYS_WRITEV, sysPwritev, syscall.SYS_FALLOCATE, syscall.SYS_LINK, syscall.SYS_SPLICE:
		if path := w.path(fd); path != "" {
			return fmt.Errorf("system call %d on %s is not understood", r.Orig_rax, path)
		}
	}
	return nil
}

// System calls that package syscall has no name for.
const (
	sysPwritev       = 296
	sysRenameAt2     = 316
	sysCopyFileRange = 326
)

// path is what the descriptor stands for, relative to root; empty for a file
// elsewhere, or one without a name, which nobody finds again.
func (w *watcher) path(fd int) string {
	full, err := os.Readlink(w.proc("fd", fd))
	if err != nil || strings.HasSuffix(full, " (deleted)") {
		return ""
	}
	return w.below(full)
}

func (w *watcher) proc(what string, fd int) string {
	return fmt.Sprintf("/proc/%d/%s/%d", w.pid, what, fd)
}

func (w *watcher) below(full string) string {
	rel, err := filepath.Rel(w.root, full)
	if err != nil || rel == ".." || strings.HasPrefix(rel, "../") {
		return ""
	}
	return rel
}

func (w *watcher) add(what string, sync bool, do func(*disk)) error {
	w.steps = append(w.steps, traced{do: do, what: what, sync: sync})
	return nil
}

// on notes a change of the file behind the descriptor, which the disk knows by the
// name that it has now.
func (w *watcher) on(what string, fd int, sync bool, do func(*blob)) error {
	path := w.path(fd)
	if path == "" {
		return nil
	}
	return w.add(what+" "+path, sync, func(d *disk) { do(d.create(path)) })
}

func (w *watcher) opened(fd, flags int) error {
	if info, err := os.Stat(w.proc("fd", fd)); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	return w.on("open", fd, false, func(b *blob) {
		if flags&syscall.O_TRUNC != 0 {
			b.pending = append(b.pending, change{})
		}
	})
}

// wrote reads back what was written, while the thread that wrote it stands still.
func (w *watcher) wrote(fd int, at, n int64) error {
	if w.path(fd) == "" {
		return nil
	}
	f, err := os.Open(w.proc("fd", fd))
	if err != nil {
		return err
	}
	defer f.Close()
	data := make([]byte, n)
	if _, err := f.ReadAt(data, at); err != nil {
		return fmt.Errorf("read back what was written: %w", err)
	}
	return w.on(fmt.Sprintf("write %d at %d of", n, at), fd, false, func(b *blob) {
		b.pending = append(b.pending, change{at, data})
	})
}

// appended is for calls that write where the descriptor stands.
func (w *watcher) appended(fd int, n int64) error {
	if w.path(fd) == "" || n == 0 {
		return nil
	}
	info, err := os.ReadFile(w.proc("fdinfo", fd))
	if err != nil {
		return err
	}
	first, _, _ := bytes.Cut(info, []byte("\n"))
	end, err := strconv.ParseInt(strings.TrimSpace(strings.TrimPrefix(string(first), "pos:")), 10, 64)
	if err != nil {
		return err
	}
	return w.wrote(fd, end-n, n)
}

func (w *watcher) cut(fd int, size int64) error {
	return w.on(fmt.Sprintf("cut to %d", size), fd, false, func(b *blob) {
		b.pending = append(b.pending, change{at: size})
	})
}

func (w *watcher) synced(fd int) error {
	info, err := os.Stat(w.proc("fd", fd))
	if err != nil {
		return err
	}
	if path := w.path(fd); info.IsDir() && path != "" {
		return w.add("sync folder "+path, true, func(d *disk) { d.syncFolder(path) })
	}
	return w.on("sync", fd, true, (*blob).sync)
}

func (w *watcher) renamed(from, to uint64) error {
	a, b := w.below(w.text(from)), w.below(w.text(to))
	if a == "" && b == "" {
		return nil
	}
	if a == "" || b == "" || filepath.Dir(a) != filepath.Dir(b) {
		return fmt.Errorf("the rename of %s to %s is not understood", w.text(from), w.text(to))
	}
	return w.add("rename "+a+" to "+b, false, func(d *disk) { d.rename(a, b) })
}

func (w *watcher) removed(name uint64) error {
	if path := w.below(w.text(name)); path != "" {
		return w.add("remove "+path, false, func(d *disk) { d.remove(path) })
	}
	return nil
}

func (w *watcher) madeFolder(name uint64) error {
	path := w.below(w.text(name))
	if path == "" || path == "." {
		return nil
	}
	return w.add("make folder "+path, false, func(d *disk) { d.makeFolder(path) })
}

func (w *watcher) said(at uint64, n int64) error {
	line := make([]byte, n)
	if _, err := w.memory.ReadAt(line, int64(at)); err != nil {
		return fmt.Errorf("read what the child said: %w", err)
	}
	text := strings.TrimSpace(string(line))
	if code, ok := strings.CutPrefix(text, sayBroken); ok {
		n, err := strconv.Atoi(code)
		w.broken = syscall.Errno(n)
		return err
	}
	w.steps = append(w.steps, traced{said: text, what: "say " + text})
	return nil
}

// text is the path at an address of the child: absolute, as the store uses them.
func (w *watcher) text(at uint64) string {
	buf := make([]byte, 4096)
	n, err := w.memory.ReadAt(buf, int64(at))
	if n == 0 && err != nil {
		return ""
	}
	path, _, _ := bytes.Cut(buf[:n], []byte{0})
	return string(path)
}
