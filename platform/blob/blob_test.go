package blob_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"loa/platform/blob"
	"loa/platform/blob/blobtest"
)

func drawer(h blob.Hash) string { return string(h[:2]) + "/" + string(h) }

func TestAFolderIsAStore(t *testing.T) {
	blobtest.Run(t, func(t *testing.T) blobtest.Subject {
		dir := t.TempDir()
		return blobtest.Subject{
			Store: open(t, dir),
			Damage: func(h blob.Hash, b []byte) {
				if err := os.WriteFile(filepath.Join(dir, drawer(h)), b, 0o600); err != nil {
					t.Fatal(err)
				}
			},
			Leftovers: func() int { return filesIn(t, dir) },
		}
	})
}

func filesIn(t *testing.T, dir string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestABucketIsAStore(t *testing.T) {
	blobtest.Run(t, func(t *testing.T) blobtest.Subject {
		backend, address := standIn(t)
		return blobtest.Subject{
			Store: open(t, "s3://loa/ward/files?region=hn-1&endpoint="+address),
			Damage: func(h blob.Hash, b []byte) {
				if _, err := backend.PutObject("loa", "ward/files/"+drawer(h), map[string]string{}, bytes.NewReader(b), int64(len(b)), nil); err != nil {
					t.Fatal(err)
				}
			},
			Leftovers: func() int {
				list, err := backend.ListBucket("loa", nil, gofakes3.ListBucketPage{MaxKeys: 1000})
				if err != nil {
					t.Fatal(err)
				}
				return len(list.Contents)
			},
		}
	})
}

// standIn is an S3 service on loopback, with an empty bucket called loa.
func standIn(t *testing.T) (gofakes3.Backend, string) {
	t.Helper()
	t.Setenv("AWS_ACCESS_KEY_ID", "key-of-the-test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret-of-the-test")
	backend := s3mem.New()
	if err := backend.CreateBucket("loa"); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(srv.Close)
	return backend, srv.URL
}

func open(t *testing.T, address string) blob.Store {
	t.Helper()
	s, err := blob.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAWrongAddressSaysWhatIsExpected(t *testing.T) {
	_, endpoint := standIn(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"gs://loa":                          "s3://BUCKET/PREFIX",
		"s3:///files":                       "s3://BUCKET/PREFIX",
		"s3://key:secret@loa":               "set AWS_ACCESS_KEY_ID",
		"s3://loa?endpoint=ftp://x":         "not an address such as",
		"s3://nothere?endpoint=" + endpoint: "has no bucket nothere",
		file:                                "make the folder",
	} {
		_, err := blob.Open(t.Context(), address)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), ":secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestWhatAKilledProgramLeftIsClearedADayLater(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	for name, age := range map[string]time.Duration{"old": 25 * time.Hour, "fresh": time.Hour} {
		file := filepath.Join(dir, "incoming", name)
		if err := os.WriteFile(file, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, time.Time{}, time.Now().Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	open(t, dir)
	if left, err := os.ReadDir(filepath.Join(dir, "incoming")); err != nil || len(left) != 1 || left[0].Name() != "fresh" {
		t.Errorf("left: %v, %v", left, err)
	}
}

func TestFilesThatAreNotOursAreNotListed(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	h, _, err := s.Put(t.Context(), strings.NewReader("loa"), 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, stray := range []string{"README", "aa/" + string(h), drawer(h) + ".bak"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, stray)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, stray), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	for item, err := range s.List(t.Context()) {
		if n++; err != nil || item.Hash != h {
			t.Error(item, err)
		}
	}
	if n != 1 {
		t.Errorf("%d files are listed", n)
	}
}

func FuzzParseHash(f *testing.F) {
	f.Add("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
	f.Add("../../etc/passwd")
	f.Add(strings.Repeat("A", 64))
	f.Fuzz(func(t *testing.T, s string) {
		h, err := blob.ParseHash(s)
		if err == nil && (string(h) != s || len(s) != 64 || strings.Trim(s, "0123456789abcdef") != "") {
			t.Errorf("%q was taken for a hash", s)
		}
	})
}

// BenchmarkOpen measures what testing each file before it is served costs.
func BenchmarkOpen(b *testing.B) {
	s, err := blob.Open(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	for name, size := range map[string]int{"picture 200 KB": 200 << 10, "scan 10 MB": 10 << 20} {
		h, _, err := s.Put(context.Background(), bytes.NewReader(make([]byte, size)), 64<<20)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				r, _, err := s.Open(b.Context(), h)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, r); err != nil {
					b.Fatal(err)
				}
				if err := r.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
