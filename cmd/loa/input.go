package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"loa/platform/refuse"
)

// readInput is the file called name, or what comes by in when that is "-". One
// byte more than most is read of it, so that the caller can tell what is too large.
func readInput(in io.Reader, name string, most int) (b []byte, err error) {
	if name != "-" {
		f, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, refuse.With(refuse.NotFound, "Không có tệp "+name+".")
		}
		if err != nil {
			return nil, fmt.Errorf("không mở được %s: %w", name, err)
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		in = f
	}
	b, err = io.ReadAll(io.LimitReader(in, int64(most)+1))
	if err != nil {
		return nil, fmt.Errorf("không đọc được %s: %w", name, err)
	}
	return b, nil
}
