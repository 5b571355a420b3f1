// Package blob keeps files: scans, pictures, sound, reports. A file is known by
// the SHA-256 of its bytes, so it is kept once, can never be changed, and damage
// is found: what does not hash to its name is an error, not an answer.
//
// The store knows no place. Desks keep the hash in a row of a place next to what
// the file is called and what it is; whoever finds no such row gets no file. The
// same bytes uploaded at two places are one file, so Delete is for a sweep that
// has looked at the rows of all places.
//
// There are two stores, which sit the same exam (blobtest): a folder, and a
// bucket of an S3 service.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"net/url"
	"os"
	"strings"

	"loa/platform/refuse"
)

// A Hash names a file: the SHA-256 of its bytes, 64 small hexadecimal digits.
type Hash string

// ParseHash is the door through which a string becomes a Hash. What is none names no file.
func ParseHash(s string) (Hash, error) {
	raw, err := hex.DecodeString(s)
	if err != nil || len(raw) != sha256.Size || s != strings.ToLower(s) {
		return "", refuse.With(refuse.NotFound, "Không tìm thấy tệp này.")
	}
	return Hash(s), nil
}

// path is where the file stands in either store: 256 drawers by the first two digits.
func (h Hash) path() string { return string(h[:2]) + "/" + string(h) }

// hashOf reads the Hash back from a path; "" for a file that is not ours.
func hashOf(path string) Hash {
	h, err := ParseHash(path[strings.LastIndexByte(path, '/')+1:])
	if err != nil || h.path() != path {
		return ""
	}
	return h
}

var (
	// ErrMissing is wrapped when no file of that hash is kept.
	ErrMissing = errors.New("no such file in the store")
	// ErrDamaged is wrapped when the bytes kept are not those of the hash.
	ErrDamaged = errors.New("the file is damaged: its bytes are not those it was stored with")
)

// A Store keeps files by their hash.
type Store interface {
	// Put keeps what r gives and returns its hash and size in bytes. More than max
	// bytes are refused with kind TooLarge. On any error nothing is kept. Putting
	// the same bytes again is no error, and mends a damaged file.
	Put(ctx context.Context, r io.Reader, max int64) (Hash, int64, error)
	// Open returns the file, tested against its hash before the first byte is given
	// out, and its size. Errors: ErrMissing, ErrDamaged.
	Open(ctx context.Context, h Hash) (io.ReadSeekCloser, int64, error)
	// Has reports whether the file is there, without testing it.
	Has(ctx context.Context, h Hash) (bool, error)
	// Delete removes the file; one that is not there is no error.
	Delete(ctx context.Context, h Hash) error
	// List goes through all files in the order of their hashes, for backup and
	// sweeping. It stops after the first error.
	List(ctx context.Context) iter.Seq2[Item, error]
}

// An Item is one line of a list.
type Item struct {
	Hash Hash
	Size int64
}

// Open opens the store at address: a folder, which is made if absent, or
// s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION, whose bucket must exist
// and whose keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
func Open(ctx context.Context, address string) (Store, error) {
	if !strings.Contains(address, "://") {
		return openFolder(address)
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Host == "" {
		return nil, errors.New("blob: the file store is a folder or s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION")
	}
	if u.User != nil {
		return nil, errors.New("blob: keys do not belong into the address; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
	}
	return openBucket(ctx, u)
}

// copyTo writes what r gives to w and returns its hash and size. It stops at max
// bytes and when ctx ends.
func copyTo(ctx context.Context, w io.Writer, r io.Reader, max int64) (Hash, int64, error) {
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, sum), io.LimitReader(&stoppable{ctx, r}, max+1))
	if err != nil {
		return "", 0, fmt.Errorf("blob: receive a file: %w", err)
	}
	if n > max {
		return "", 0, refuse.With(refuse.TooLarge, fmt.Sprintf("Tệp lớn hơn %s. Mời anh/chị chọn tệp nhỏ hơn hoặc chia tệp thành nhiều phần.", inWords(max)))
	}
	return hexOf(sum), n, nil
}

func hexOf(sum hash.Hash) Hash { return Hash(hex.EncodeToString(sum.Sum(nil))) }

// stoppable is a reader that ends with its context, so that an upload whose client
// or program is going away does not run on.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s *stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

// tested hashes the whole of file, which must be h, winds it back and returns its size.
func tested(ctx context.Context, file *os.File, h Hash) (int64, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, fmt.Errorf("blob %s: %w", h, err)
	}
	sum := sha256.New()
	size, err := io.Copy(sum, &stoppable{ctx, file})
	if err != nil {
		return 0, fmt.Errorf("blob %s: read: %w", h, err)
	}
	if hexOf(sum) != h {
		return 0, fmt.Errorf("blob %s: %w", h, ErrDamaged)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, fmt.Errorf("blob %s: %w", h, err)
	}
	return size, nil
}

// inWords is a size as people say it, in Vietnamese writing.
func inWords(bytes int64) string {
	for _, unit := range []struct {
		size int64
		name string
	}{{1 << 30, "GB"}, {1 << 20, "MB"}, {1 << 10, "KB"}} {
		if bytes >= unit.size {
			return strings.Replace(strings.TrimSuffix(fmt.Sprintf("%.1f", float64(bytes)/float64(unit.size)), ".0"), ".", ",", 1) + " " + unit.name
		}
	}
	return fmt.Sprintf("%d byte", bytes)
}
