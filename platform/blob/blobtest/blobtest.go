// Package blobtest is the exam that every file store sits: the promises of
// blob.Store as code.
package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"loa/platform/blob"
	"loa/platform/refuse"
)

// A Subject is one store under exam.
type Subject struct {
	Store blob.Store // empty
	// Damage writes bytes over the file h behind the store's back.
	Damage func(h blob.Hash, bytes []byte)
	// Leftovers counts everything that lies in the store, finished or not.
	Leftovers func() int
}

// Run examines the stores that open makes; it is called once for each promise.
func Run(t *testing.T, open func(t *testing.T) Subject) {
	for name, promise := range map[string]func(*testing.T, Subject){
		"what is put is what is opened":              putIsOpened,
		"the same bytes are kept once":               keptOnce,
		"a file too large leaves nothing":            tooLarge,
		"an interrupted upload leaves nothing":       interrupted,
		"a file that is not there is missing":        missing,
		"damage is found and not served":             damaged,
		"the same bytes put again mend a damage":     mended,
		"a file that is open is read from any point": seeks,
		"the list holds every file in order":         listed,
	} {
		t.Run(name, func(t *testing.T) { promise(t, open(t)) })
	}
}

// noise is n bytes that do not repeat.
func noise(n int) []byte {
	b := make([]byte, 0, n+sha256.Size)
	for sum := sha256.Sum256(nil); len(b) < n; sum = sha256.Sum256(sum[:]) {
		b = append(b, sum[:]...)
	}
	return b[:n]
}

func put(t *testing.T, s blob.Store, b []byte) blob.Hash {
	t.Helper()
	h, size, err := s.Put(t.Context(), bytes.NewReader(b), 64<<20)
	if err != nil || size != int64(len(b)) {
		t.Fatalf("put %d bytes: %d, %v", len(b), size, err)
	}
	return h
}

func read(t *testing.T, s blob.Store, h blob.Hash) []byte {
	t.Helper()
	r, size, err := s.Open(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil || int64(len(b)) != size {
		t.Fatalf("read %d of %d bytes: %v", len(b), size, err)
	}
	return b
}

func putIsOpened(t *testing.T, s Subject) {
	for _, n := range []int{0, 1, 4096, 1<<20 + 7, 17 << 20} {
		b := noise(n)
		h := put(t, s.Store, b)
		if sum := sha256.Sum256(b); string(h) != hex.EncodeToString(sum[:]) {
			t.Errorf("%d bytes were called %s", n, h)
		}
		if !bytes.Equal(read(t, s.Store, h), b) {
			t.Errorf("%d bytes came back as others", n)
		}
		if has, err := s.Store.Has(t.Context(), h); !has || err != nil {
			t.Errorf("%d bytes: has %v, %v", n, has, err)
		}
	}
}

func keptOnce(t *testing.T, s Subject) {
	if a, b := put(t, s.Store, noise(100)), put(t, s.Store, noise(100)); a != b || s.Leftovers() != 1 {
		t.Errorf("%s and %s, %d files", a, b, s.Leftovers())
	}
}

func tooLarge(t *testing.T, s Subject) {
	_, _, err := s.Store.Put(t.Context(), bytes.NewReader(noise(2<<20+1)), 2<<20)
	if no := refuse.Of(err); no.Kind != refuse.TooLarge || !strings.Contains(no.Say, "lớn hơn 2 MB.") {
		t.Errorf("got %v", err)
	}
	if n := s.Leftovers(); n != 0 {
		t.Errorf("%d files were left behind", n)
	}
	if h, _, err := s.Store.Put(t.Context(), bytes.NewReader(noise(2<<20)), 2<<20); err != nil || h == "" {
		t.Errorf("exactly as large as allowed: %v", err)
	}
}

func interrupted(t *testing.T, s Subject) {
	gone := errors.New("the line went dead")
	if _, _, err := s.Store.Put(t.Context(), io.MultiReader(bytes.NewReader(noise(1<<20)), iotest.ErrReader(gone)), 64<<20); !errors.Is(err, gone) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := s.Store.Put(ctx, bytes.NewReader(noise(10)), 64<<20); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if n := s.Leftovers(); n != 0 {
		t.Errorf("%d files were left behind", n)
	}
}

func missing(t *testing.T, s Subject) {
	h := put(t, s.Store, noise(10))
	for range 2 { // the second time there is nothing to delete
		if err := s.Store.Delete(t.Context(), h); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := s.Store.Open(t.Context(), h); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("open: %v", err)
	}
	if has, err := s.Store.Has(t.Context(), h); has || err != nil {
		t.Errorf("has: %v, %v", has, err)
	}
}

func damaged(t *testing.T, s Subject) {
	good := noise(5000)
	flipped := slices.Clone(good)
	flipped[4999] ^= 1
	for _, bad := range [][]byte{flipped, good[:4000], append(slices.Clone(good), 'x'), {}} {
		h := put(t, s.Store, good)
		s.Damage(h, bad)
		if r, _, err := s.Store.Open(t.Context(), h); !errors.Is(err, blob.ErrDamaged) || !strings.Contains(err.Error(), string(h)) || r != nil {
			t.Errorf("%d bytes: %v", len(bad), err)
		}
	}
}

func mended(t *testing.T, s Subject) {
	h := put(t, s.Store, noise(5000))
	s.Damage(h, []byte("x"))
	put(t, s.Store, noise(5000))
	if !bytes.Equal(read(t, s.Store, h), noise(5000)) {
		t.Error("still damaged")
	}
}

func seeks(t *testing.T, s Subject) {
	r, size, err := s.Store.Open(t.Context(), put(t, s.Store, noise(5000)))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if at, err := r.Seek(-10, io.SeekEnd); err != nil || at != size-10 {
		t.Fatal(at, err)
	}
	if b, err := io.ReadAll(r); err != nil || !bytes.Equal(b, noise(5000)[4990:]) {
		t.Errorf("read %d bytes, %v", len(b), err)
	}
}

func listed(t *testing.T, s Subject) {
	var want []blob.Item
	for n := range 40 {
		want = append(want, blob.Item{Hash: put(t, s.Store, noise(n)), Size: int64(n)})
	}
	slices.SortFunc(want, func(a, b blob.Item) int { return strings.Compare(string(a.Hash), string(b.Hash)) })
	var got []blob.Item
	for item, err := range s.Store.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, item)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	for range s.Store.List(t.Context()) {
		break // a reader that has seen enough stops the list
	}
}
