package program

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

var ample = Bounds{Time: time.Minute, Memory: 1 << 30, Output: 1 << 20}

func TestAProgramsWordsComeBack(t *testing.T) {
	out, err := Run(t.Context(), ample, "printf", "%s", "a b; $c")
	if err != nil || string(out) != "a b; $c" {
		t.Errorf("%q, %v", out, err)
	}
}

func TestAProgramIsFed(t *testing.T) {
	out, err := Feed(t.Context(), ample, []byte("một\nhai\n"), "wc", "-l")
	if err != nil || strings.TrimSpace(string(out)) != "2" {
		t.Errorf("%q, %v", out, err)
	}
	// One that ends before it has eaten is no trouble.
	if _, err := Feed(t.Context(), ample, make([]byte, 1<<20), "true"); err != nil {
		t.Error(err)
	}
}

func TestWhatStopsARunIsTold(t *testing.T) {
	short, little, narrow := ample, ample, ample
	short.Time, little.Output, narrow.Memory = 50*time.Millisecond, 10, 16<<20
	if _, err := Run(t.Context(), ample, "no-such-program"); !errors.Is(err, ErrMissing) {
		t.Errorf("missing: %v", err)
	}
	if _, err := Run(t.Context(), short, "sleep", "60"); !errors.Is(err, ErrTime) {
		t.Errorf("time: %v", err)
	}
	if out, err := Run(t.Context(), little, "yes"); !errors.Is(err, ErrOutput) || len(out) != 10 {
		t.Errorf("output: %d bytes, %v", len(out), err)
	}
	_, err := Run(t.Context(), ample, "sh", "-c", "echo why >&2; exit 3")
	if f, ok := errors.AsType[*Failure](err); !ok || f.Exit != 3 || strings.TrimSpace(f.Said) != "why" {
		t.Errorf("failure: %v", err)
	}
	// 64 MB in one line: awk must hold it, and may not.
	if _, err := Run(t.Context(), narrow, "awk", `BEGIN { s = "0123456789abcdef"; for (i = 0; i < 22; i++) s = s s; print length(s) }`); err == nil {
		t.Error("memory: not bounded")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, ample, "sleep", "60"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
