package hook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"standby/notify"
)

// drain is how long the output of a command is still read once it has ended:
// something that it left running may hold it open.
const drain = time.Second

// once runs a job to its end, and returns what it printed, cleaned for the log.
func (r *Runner) once(j job) (said string, err error) {
	ctx, cancel := context.WithTimeout(r.ctx, j.Timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, j.Run[0], j.Run[1:]...)
	out := &head{most: mostOutput}
	cmd.Env = append(inherited(os.Environ()), j.env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(j.input), out, out
	cmd.WaitDelay = drain
	family := lead(cmd)
	cmd.Cancel = func() error {
		family.end()
		return cmd.Process.Kill()
	}
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("%w: %s", ErrStart, reason(err))
	}
	family.adopt()
	err = cmd.Wait()
	family.leave()
	return printable(out.Bytes()), outcome(ctx, j, cmd, err)
}

// reason is why a program did not start, without its path where that is repeated.
func reason(err error) string {
	var path *os.PathError
	var name *exec.Error
	switch {
	case errors.As(err, &name):
		return name.Err.Error()
	case errors.As(err, &path):
		return path.Err.Error()
	}
	return err.Error()
}

// outcome judges how a command ended. What a command leaves running behind it, or
// does not read of its input, is its own affair.
func outcome(ctx context.Context, j job, cmd *exec.Cmd, err error) error {
	state := cmd.ProcessState
	switch {
	case state != nil && state.Success():
		return nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("%w, after %s", ErrTimeout, j.Timeout)
	case state != nil:
		return fmt.Errorf("%w: %s", ErrExit, state)
	}
	return fmt.Errorf("%w: %w", ErrExit, err)
}

// head keeps the beginning of what is written to it.
type head struct {
	bytes.Buffer
	most int
}

// Write keeps what there is room for, and takes all.
func (h *head) Write(p []byte) (int, error) {
	if room := h.most - h.Len(); room > 0 {
		h.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// printable is what a command printed as one line for the log, without what could
// be an address with a user or a token in it.
func printable(out []byte) string {
	words := strings.Fields(string(out))
	for i, w := range words {
		if strings.Contains(w, "://") || strings.Contains(w, "@") {
			words[i] = "(address)"
		}
	}
	return notify.Clean(strings.Join(words, " "), mostVariable)
}
