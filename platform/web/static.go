package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"

	"loa/platform/refuse"
)

//go:embed static
var staticFiles embed.FS

// Static is the look of Loa: loa.css, its letters, its mark.
var Static = Shelve("/static/", staticFiles)

// Asset is the address of a file of Static; it changes when the file does.
func Asset(name string) string { return Static.URL(name) }

// A Shelf serves files that are built into the program. An address carries the
// hash of its file, so that a browser asks once and never again; text is kept
// compressed from the first use on.
type Shelf struct {
	prefix string
	files  func() (map[string]shelved, error)
}

type shelved struct {
	body, zipped []byte // zipped is nil where it saves nothing
	kind, hash   string
}

// Shelve serves the files under static/ in files at prefix, such as /static/plan/.
func Shelve(prefix string, files fs.FS) *Shelf {
	return &Shelf{prefix, sync.OnceValues(func() (map[string]shelved, error) { return shelve(prefix, files) })}
}

// URL is the address of a file with its hash. A name that is not there is the program's own mistake and panics, in the first test that draws the page.
func (s *Shelf) URL(name string) string {
	files, err := s.files()
	if err != nil {
		panic(err)
	}
	f, ok := files[name]
	if !ok {
		panic(fmt.Sprintf("web: no file %s%s", s.prefix, name))
	}
	return s.prefix + name + "?" + f.hash
}

// Routes serve the files of s.
func (s *Shelf) Routes() []Route {
	return []Route{{Pattern: "GET " + s.prefix + "{name}", Rule: Anyone, Handle: s.serve}}
}

// File serves one file of s at an address of its own: a service worker must lie above the pages it works for.
func (s *Shelf) File(name string) Handler {
	return func(w http.ResponseWriter, r *http.Request) error { return s.give(w, r, name) }
}

func (s *Shelf) serve(w http.ResponseWriter, r *http.Request) error {
	return s.give(w, r, r.PathValue("name"))
}

func (s *Shelf) give(w http.ResponseWriter, r *http.Request, name string) error {
	files, err := s.files()
	if err != nil {
		return err
	}
	f, ok := files[name]
	if !ok {
		return refuse.With(refuse.NotFound, "Không tìm thấy tệp này.")
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "no-cache")
	if r.URL.RawQuery == f.hash {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body, tag := f.packed(r, h)
	h.Set("ETag", tag)
	if matches(r, tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	_, err = w.Write(body)
	return err
}

// packed is the body that r can read with its tag, and says in h how it is packed.
func (f shelved) packed(r *http.Request, h http.Header) (body []byte, tag string) {
	if f.zipped == nil {
		return f.body, `"` + f.hash + `"`
	}
	h.Add("Vary", "Accept-Encoding")
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		return f.body, `"` + f.hash + `"`
	}
	h.Set("Content-Encoding", "gzip")
	return f.zipped, `"` + f.hash + `-gzip"`
}

var address = regexp.MustCompile(`url\("([^":/]+)"\)`)

func shelve(prefix string, files fs.FS) (map[string]shelved, error) {
	out := map[string]shelved{}
	var sheets []string
	names, err := fs.Glob(files, "static/*")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		base := path.Base(name)
		out[base] = shelved{body: body, hash: hash(body), kind: kindOf(base)}
		if path.Ext(base) == ".css" {
			sheets = append(sheets, base)
		}
	}
	for _, name := range sheets { // letters are asked for by hash too
		f := out[name]
		f.body = address.ReplaceAllFunc(f.body, func(m []byte) []byte {
			to := string(address.FindSubmatch(m)[1])
			if file, ok := out[to]; ok {
				return []byte(`url("` + prefix + to + "?" + file.hash + `")`)
			}
			return m
		})
		f.hash = hash(f.body)
		out[name] = f
	}
	for name, f := range out {
		if f.zipped, err = zipped(f.body); err != nil {
			return nil, err
		}
		out[name] = f
	}
	return out, nil
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// kindOf does not ask the machine's own table of types, which differs from one to the next.
func kindOf(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".webmanifest":
		return "application/manifest+json"
	case ".woff2":
		return "font/woff2"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

func zipped(body []byte) ([]byte, error) {
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(z, bytes.NewReader(body)); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	if buf.Len() > len(body)*9/10 {
		return nil, nil
	}
	return buf.Bytes(), nil
}
