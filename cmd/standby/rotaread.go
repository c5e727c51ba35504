package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/trouble"
	"standby/notify"
	"standby/rotation"
	"standby/rotation/rotafile"
	"standby/rotation/tomlfile"
)

// stdin is how a command line names standard input as a file.
const stdin = "-"

// rotaRead is a rota file that has been read.
type rotaRead struct {
	rotafile.File
	plan *rotation.Plan
}

// readRota reads a rota file, or standard input. What is wrong in it is a
// *tomlfile.Error.
func readRota(cmd *cobra.Command, arg string) (rotaRead, error) {
	name := rotaName(arg)
	data, err := readText(cmd.Context(), arg, cmd.InOrStdin(), rotaInput)
	if err != nil {
		return rotaRead{}, err
	}
	file, err := rotafile.Parse(name, data)
	if err != nil {
		return rotaRead{}, err
	}
	plan, err := rotation.Compile(file.Rota)
	if err != nil {
		return rotaRead{}, fmt.Errorf("compute %s: %w", name, err)
	}
	return rotaRead{File: file, plan: plan}, nil
}

// readRotaFor reads a rota file and the window that is asked of it, with the zone
// to show it in.
func readRotaFor(cmd *cobra.Command, arg string, w rotaWindow) (r rotaRead, window rotation.Interval, zone *time.Location, err error) {
	if r, err = readRota(cmd, arg); err != nil {
		return r, window, nil, err
	}
	window, zone, err = w.span(r.Zone, time.Now())
	return r, window, zone, err
}

// rotaName is what to call the file that an argument means.
func rotaName(arg string) string {
	if arg == stdin {
		return "standard input"
	}
	return notify.Clean(arg, 150)
}

// readText reads a file, no more of it than shows that it is too large. It does
// not wait for a pipe or a terminal longer than ctx.
func readText(ctx context.Context, arg string, in io.Reader, kind inputKind) ([]byte, error) {
	type outcome struct {
		data []byte
		err  error
	}
	done := make(chan outcome, 1)
	go func() {
		data, err := readBounded(arg, in, kind)
		done <- outcome{data, err}
	}()
	select {
	case o := <-done:
		return o.data, o.err
	case <-ctx.Done():
		return nil, fmt.Errorf("read %s: it was interrupted", rotaName(arg))
	}
}

// inputKind is what a file must be to be read: how large, and what it is called.
type inputKind struct {
	what string
	most int64
}

var rotaInput = inputKind{"rota file", tomlfile.MaxSize}

func readBounded(arg string, in io.Reader, kind inputKind) ([]byte, error) {
	if arg != stdin {
		f, err := os.Open(arg)
		if err != nil {
			return nil, namedClean(err)
		}
		defer func() { _ = f.Close() }()
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return nil, &tomlfile.Error{File: rotaName(arg), Problem: "is a directory", Remedy: "name the " + kind.what + " in it"}
		}
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, kind.most+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", rotaName(arg), namedClean(err))
	}
	return data, nil
}

// namedClean takes out of the path of an error what would not be text on a
// terminal.
func namedClean(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return &fs.PathError{Op: path.Op, Path: rotaName(path.Path), Err: path.Err}
	}
	return err
}

// stdinOnce refuses to read standard input twice.
func stdinOnce(args []string) error {
	first := slices.Index(args, stdin)
	if first >= 0 && slices.Contains(args[first+1:], stdin) {
		return usageError{errors.New("\"-\" stands for standard input, which can be read only once")}
	}
	return nil
}

// answered turns what keeps a command from answering into exit code 2, for
// commands whose 1 is an answer, as with diff and grep.
func answered(err error) error {
	var usage usageError
	if err == nil || errors.Is(err, errReported) || errors.As(err, &usage) {
		return err
	}
	return cannotTellError{err}
}

// explained is an error in the words of trouble, as the command line prints it.
func explained(err error) string {
	t := trouble.Explain("", err)
	return fmt.Sprintf("%s.\n  %s\n  %s", t.What, t.Means, t.Next)
}

// mostShifts is how many shifts a command lists.
const mostShifts = 1_000_000

// bounded refuses a window with more shifts than anybody reads, before all that
// is needed to show them is in memory.
func (r *rotaRead) bounded(window rotation.Interval) error {
	slots, err := r.plan.AppendSlots(nil, window)
	if err == nil && len(slots) > mostShifts {
		err = usageError{fmt.Errorf("window from %s to %s: it holds %s shifts, at most %s are listed; ask for a shorter one",
			window.Start.Format(time.RFC3339), window.End.Format(time.RFC3339), thousands(int64(len(slots))), thousands(mostShifts))}
	}
	return tooMuch(err)
}

// schedule is the final schedule of a window, and the roles of it that are asked
// for: all, or the one that --role means.
func (r *rotaRead) schedule(window rotation.Interval, role string) ([]rotation.Role, rotation.Schedule, error) {
	roles, err := r.roles(role)
	if err != nil {
		return nil, rotation.Schedule{}, err
	}
	if err := r.bounded(window); err != nil {
		return nil, rotation.Schedule{}, err
	}
	s, err := r.plan.Schedule(window)
	return roles, s, tooMuch(err)
}

// tooMuch is what the engine refuses of a window, told as what it is: a mistake
// on the command line.
func tooMuch(err error) error {
	if errors.Is(err, rotation.ErrRange) {
		return usageError{errors.New(strings.TrimSuffix(err.Error(), ": "+rotation.ErrRange.Error()))}
	}
	return err
}
