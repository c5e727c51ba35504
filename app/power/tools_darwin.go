package power

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// longestOutput bounds what a tool may say.
const longestOutput = 1 << 20

// witnesses runs the registry's tool of macOS, by its own path and with fixed
// arguments.
func (p *Power) witnesses(ctx context.Context) ([]evidence, error) {
	e := evidence{source: "macOS"}
	input, err := output(ctx, "/usr/sbin/ioreg", "-r", "-d", "1", "-w", "0", "-c", "IOHIDSystem")
	if err == nil {
		e.idle, e.timed = idleFromIoreg(input)
	}
	root, rootErr := output(ctx, "/usr/sbin/ioreg", "-n", "Root", "-d", "1", "-w", "0")
	if rootErr == nil {
		e.locked = lockedInIoreg(root)
	}
	return []evidence{e}, errors.Join(err, rootErr)
}

func (p *Power) battery(ctx context.Context) (Battery, error) {
	out, err := output(ctx, "/usr/bin/pmset", "-g", "batt")
	return fromPmset(out), err
}

func output(ctx context.Context, program string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.WaitDelay = time.Second
	var out limited
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("run %s: %w", program, err)
	}
	return out.Bytes(), nil
}

// limited keeps the beginning of what is written.
type limited struct{ bytes.Buffer }

func (l *limited) Write(b []byte) (int, error) {
	_, _ = l.Buffer.Write(b[:min(len(b), longestOutput-l.Len())])
	return len(b), nil
}
