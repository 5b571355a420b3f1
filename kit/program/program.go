// Package program runs outside programs on files that come from anybody: each
// run is bounded in time, in memory and in what it writes, and what went wrong
// comes back as one of the errors below, so that a caller can find the sentence
// for it.
package program

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Bounds are the most that one run may take. All of them are to be set.
type Bounds struct {
	Time   time.Duration
	Memory int64 // bytes of address space; not bounded where there is no shell
	Output int64 // bytes on its standard output
}

// What stops a run. ErrMissing means that the program is not in PATH.
var (
	ErrMissing = exec.ErrNotFound
	ErrTime    = errors.New("it took longer than it may")
	ErrOutput  = errors.New("it wrote more than it may")
)

// A Failure is a program that ended by itself and was not content.
type Failure struct {
	Name string
	Exit int    // -1 when a signal ended it
	Said string // the head of its standard error
}

func (f *Failure) Error() string {
	return fmt.Sprintf("%s ended with %d: %s", f.Name, f.Exit, strings.TrimSpace(f.Said))
}

const maxSaid = 4 << 10

// Run runs the program called name and returns its standard output. What was
// written until an error comes back beside it.
func Run(ctx context.Context, b Bounds, name string, args ...string) ([]byte, error) {
	return Feed(ctx, b, nil, name, args...)
}

// Feed is Run with in on the standard input of the program.
func Feed(ctx context.Context, b Bounds, in []byte, name string, args ...string) ([]byte, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	inside, cancel := context.WithTimeoutCause(ctx, b.Time, ErrTime)
	defer cancel()
	cmd := command(inside, b.Memory, path, args)
	out := &bounded{most: b.Output, full: cancel}
	said := &bounded{most: maxSaid}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), out, said
	cmd.Env = append(os.Environ(), "LC_ALL=C", "OMP_THREAD_LIMIT=1")
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	switch {
	case out.over:
		err = fmt.Errorf("%s: %w", name, ErrOutput)
	case ctx.Err() != nil:
		err = ctx.Err()
	case inside.Err() != nil:
		err = fmt.Errorf("%s: %w", name, context.Cause(inside))
	case err != nil:
		if _, ok := errors.AsType[*exec.ExitError](err); ok {
			err = &Failure{name, cmd.ProcessState.ExitCode(), said.kept.String()}
		}
	}
	return out.kept.Bytes(), err
}

// command puts the program behind a shell that bounds its memory, where there is one.
func command(ctx context.Context, memory int64, path string, args []string) *exec.Cmd {
	sh, err := exec.LookPath("sh")
	if err != nil {
		return exec.CommandContext(ctx, path, args...) // Windows
	}
	limit := fmt.Sprint(memory >> 10)
	return exec.CommandContext(ctx, sh, append([]string{"-c", `ulimit -v "$1" 2>/dev/null; shift; exec "$@"`, "sh", limit, path}, args...)...)
}

// bounded keeps what it is given, up to most bytes; the rest is passed over, or ends the run where full is set.
type bounded struct {
	kept bytes.Buffer // not embedded: its ReadFrom would go around Write
	most int64
	over bool
	full func()
}

func (b *bounded) Write(p []byte) (int, error) {
	room := b.most - int64(b.kept.Len())
	if int64(len(p)) <= room {
		return b.kept.Write(p)
	}
	b.over = true
	b.kept.Write(p[:room])
	if b.full != nil {
		b.full()
		return int(room), io.ErrShortWrite
	}
	return len(p), nil
}
