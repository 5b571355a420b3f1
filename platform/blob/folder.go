package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"time"
)

// incoming is the drawer of files that are still being received.
const incoming = "incoming"

// A folder keeps files in a folder of this machine. Its root is an os.Root: no
// name leads out of it.
type folder struct{ root *os.Root }

func openFolder(dir string) (Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("blob: make the folder: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("blob: open the folder: %w", err)
	}
	f := folder{root}
	if err := f.clear(); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return f, nil
}

// clear removes what uploads left behind when the program was killed: files that
// nobody has written to for a day.
func (f folder) clear() error {
	if err := f.root.MkdirAll(incoming, 0o700); err != nil {
		return fmt.Errorf("blob: make the folder: %w", err)
	}
	left, err := fs.ReadDir(f.root.FS(), incoming)
	if err != nil {
		return fmt.Errorf("blob: look for unfinished files: %w", err)
	}
	for _, e := range left {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // another process has just finished it
		}
		if err != nil {
			return fmt.Errorf("blob: look at an unfinished file: %w", err)
		}
		if time.Since(info.ModTime()) < 24*time.Hour {
			continue
		}
		if err := f.root.Remove(path.Join(incoming, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("blob: remove an unfinished file: %w", err)
		}
	}
	return nil
}

func (f folder) Put(ctx context.Context, r io.Reader, max int64) (h Hash, size int64, err error) {
	name := path.Join(incoming, rand.Text())
	file, err := f.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", 0, fmt.Errorf("blob: begin a file: %w", err)
	}
	kept := false
	defer func() {
		if !kept {
			err = errors.Join(err, f.root.Remove(name))
		}
	}()
	h, size, err = copyTo(ctx, file, r, max)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return "", 0, err
	}
	drawer := path.Dir(h.path())
	if err := f.root.MkdirAll(drawer, 0o700); err != nil {
		return "", 0, fmt.Errorf("blob: make a drawer: %w", err)
	}
	if err := f.root.Rename(name, h.path()); err != nil {
		return "", 0, fmt.Errorf("blob: put a file in its drawer: %w", err)
	}
	kept = true
	return h, size, errors.Join(f.sync(drawer), f.sync("."))
}

// sync makes the names in dir outlast a power cut.
func (f folder) sync(dir string) error {
	d, err := f.root.Open(dir)
	if err != nil {
		return fmt.Errorf("blob: sync: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

func (f folder) Open(ctx context.Context, h Hash) (io.ReadSeekCloser, int64, error) {
	file, err := f.root.Open(h.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fmt.Errorf("blob %s: %w", h, ErrMissing)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("blob %s: %w", h, err)
	}
	size, err := tested(ctx, file, h)
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, size, nil
}

func (f folder) Has(_ context.Context, h Hash) (bool, error) {
	_, err := f.root.Stat(h.path())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

func (f folder) Delete(_ context.Context, h Hash) error {
	if err := f.root.Remove(h.path()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("blob %s: delete: %w", h, err)
	}
	return nil
}

func (f folder) List(ctx context.Context) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		err := fs.WalkDir(f.root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			if e.IsDir() || hashOf(name) == "" {
				return nil
			}
			info, err := e.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil // deleted while we were looking
			}
			if err != nil {
				return err
			}
			if !yield(Item{hashOf(name), info.Size()}, nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield(Item{}, fmt.Errorf("blob: list: %w", err))
		}
	}
}
