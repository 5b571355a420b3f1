//go:build linux

package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"loa/platform/store"
	"loa/work"
)

// TestAFullDiskLosesNothing sends evidence while the disk of the data is full, first for the picture, then for a single line, then
// for the file that a large form passes through: each time the person reads why and nothing is kept by half; with room again the same
// form is taken once.
func TestAFullDiskLosesNothing(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=96m"); err != nil {
		t.Skip("only root can mount a small disk: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	folder := filepath.Join(disk, "data")
	if err := os.CopyFS(folder, os.DirFS(filledSample(t))); err != nil {
		t.Fatal(err)
	}
	h := open(t, Data{Data: folder})
	cookie := enter(t, h, "duc")
	send := func(files int) (int, string) {
		r := evidenceForm(t, files)
		r.AddCookie(cookie)
		w := httptest.NewRecorder()
		h.handler.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	kept := func() (n int) {
		reading(t, h, func(tx *store.Tx) error {
			all, err := work.EvidenceOf(t.Context(), tx, 7, 3)
			for _, e := range all {
				if strings.Contains(e.Note, "lúc hết chỗ") {
					n++
				}
			}
			return err
		})
		return n
	}

	filler := filepath.Join(disk, "filler")
	for _, full := range []struct {
		what  string
		spare int64
		files int
		says  []string
	}{
		{"no room for a picture", 300 << 10, 1, []string{"hết chỗ lưu", "Phát loa lúc hết chỗ"}},
		{"no room at all", 0, 0, []string{"hết chỗ lưu", "Phát loa lúc hết chỗ"}},
		{"no room to take the form in", 0, 12, []string{"hết chỗ lưu", "Quay lại"}},
	} {
		fill(t, disk, filler, full.spare)
		if full.files > 1 {
			t.Setenv("TMPDIR", disk)
		}
		code, page := send(full.files)
		if code != http.StatusInsufficientStorage {
			t.Errorf("%s: %d", full.what, code)
		}
		for _, want := range full.says {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page lacks %q", full.what, want)
			}
		}
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		if n := kept(); n != 0 {
			t.Errorf("%s: %d were kept", full.what, n)
		}
	}
	for range 2 {
		if code, page := send(1); code != http.StatusSeeOther {
			t.Fatalf("with room again: %d\n%s", code, page)
		}
	}
	if n := kept(); n != 1 {
		t.Errorf("with room again the form sent twice is kept %d times", n)
	}
}

// fill writes file until the disk has no more than spare bytes left.
func fill(t *testing.T, disk, file string, spare int64) {
	t.Helper()
	var st syscall.Statfs_t
	if err := syscall.Statfs(disk, &st); err != nil {
		t.Fatal(err)
	}
	free := int64(st.Bavail) * st.Bsize
	if err := os.WriteFile(file, make([]byte, free-spare), 0o600); err != nil {
		t.Fatal(err)
	}
}

// evidenceForm is the form of the culture officer's part of task 7, with so many pictures of noise, which no packing makes small.
func evidenceForm(t *testing.T, files int) *http.Request {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range map[string]string{"once": "form-on-a-full-disk", "done_on": "03/10/2025", "note": "Phát loa lúc hết chỗ."} {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	noise := rand.New(rand.NewPCG(1, 1))
	for i := range files {
		picture := image.NewGray(image.Rect(0, 0, 1200, 900))
		for at := range picture.Pix {
			picture.Pix[at] = byte(noise.Uint32())
		}
		part, err := form.CreateFormFile("files", fmt.Sprintf("anh-%d.jpg", i))
		if err != nil {
			t.Fatal(err)
		}
		if err := jpeg.Encode(part, picture, &jpeg.Options{Quality: 95}); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "http://localhost/work/7/unit/3", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r
}
