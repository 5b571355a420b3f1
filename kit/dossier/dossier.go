// Package dossier packs the files of a case into one ZIP that proves itself: a
// list inside names every file with its size and SHA-256, and years later Check
// reads the ZIP alone, without any database, and says what is missing, changed
// or not on the list.
//
// The list is the first file and is written for both: danh-muc.json for
// programs, danh-muc.txt for people. Its own hash ([Sum]) is what an office
// writes down elsewhere: whoever changes a file and the list cannot change that.
//
// A ZIP comes from anybody: what is unpacked is bounded by what its list says.
package dossier

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// Schema is the form of the list.
const Schema = "loa-dossier/1"

// The names of the list.
const (
	listName = "danh-muc.json"
	textName = "danh-muc.txt"
)

// An Item is a file to be packed.
type Item struct {
	Path  string // 05-bao-cao/bao-cao-215.pdf
	Title string // what it is, for people
	Open  func() (io.ReadCloser, error)
}

// A List is what a dossier holds.
type List struct {
	Schema string    `json:"schema"`
	Title  string    `json:"title"`
	Place  string    `json:"place"`
	Made   time.Time `json:"made"`
	By     string    `json:"by"`
	Files  []File    `json:"files"`
}

// A File is one line of the list.
type File struct {
	Path   string `json:"path"`
	Title  string `json:"title"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Of is the item of a file that is at hand.
func Of(path, title string, body []byte) Item {
	return Item{path, title, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }}
}

// Write packs items under the head of l, whose Files it fills in, and returns the hash of the list.
func Write(out io.Writer, l *List, items []Item) (sum string, err error) {
	l.Schema, l.Files = Schema, nil
	z := zip.NewWriter(out)
	for _, it := range items {
		if !plain(it.Path) || slices.ContainsFunc(l.Files, func(f File) bool { return f.Path == it.Path }) {
			return "", fmt.Errorf("dossier: %q is no path, or there twice", it.Path)
		}
		f, err := pack(z, it, l.Made)
		if err != nil {
			return "", fmt.Errorf("dossier: %s: %w", it.Path, err)
		}
		l.Files = append(l.Files, f)
	}
	list, err := json.MarshalIndent(l, "", " ")
	if err != nil {
		return "", err
	}
	for _, it := range []Item{Of(listName, "", list), Of(textName, "", []byte(l.text(hash(list))))} {
		if _, err := pack(z, it, l.Made); err != nil {
			return "", err
		}
	}
	return hash(list), z.Close()
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// plain reports whether p stays inside the folder the ZIP is unpacked to.
func plain(p string) bool {
	return p != "" && p == path.Clean(p) && !path.IsAbs(p) && p != ".." && !strings.HasPrefix(p, "../") && !strings.ContainsAny(p, "\\:") && p != listName && p != textName
}

// pack writes one file and says what was written.
func pack(z *zip.Writer, it Item, made time.Time) (f File, err error) {
	w, err := z.CreateHeader(&zip.FileHeader{Name: it.Path, Method: zip.Deflate, Modified: made.UTC()})
	if err != nil {
		return f, err
	}
	in, err := it.Open()
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, sum), in)
	return File{it.Path, it.Title, n, hex.EncodeToString(sum.Sum(nil))}, err
}

// text is the list for people.
func (l *List) text(sum string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\nLập lúc %s (giờ UTC), người lập: %s\nMã băm SHA-256 của danh-muc.json: %s\n\n", l.Title, l.Place, l.Made.UTC().Format("15:04 02/01/2006"), l.By, sum)
	for i, f := range l.Files {
		fmt.Fprintf(&b, "%d. %s\n   %s\n   %d byte, SHA-256 %s\n", i+1, f.Path, f.Title, f.Size, f.SHA256)
	}
	return b.String()
}

// A Fault is one thing that is wrong with a dossier, in a sentence.
type Fault struct{ Path, Say string }

// An Unreadable says why a file is no dossier, in a sentence for the person.
type Unreadable struct{ Say string }

func (u *Unreadable) Error() string { return u.Say }

const maxList = 64 << 20 // bytes of the list

// Check reads the dossier r of so many bytes: its list, the hash of the list, and everything that is wrong.
func Check(r io.ReaderAt, size int64) (l List, sum string, faults []Fault, err error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return l, "", nil, &Unreadable{"Tệp này không phải hồ sơ của Loa hoặc đã hỏng (không đọc được tệp ZIP)."}
	}
	found := map[string]*zip.File{}
	for _, f := range z.File {
		if found[f.Name] != nil {
			faults = append(faults, Fault{f.Name, "Có hai tệp cùng tên trong hồ sơ."})
		}
		found[f.Name] = f
	}
	list, err := whole(found[listName], maxList)
	if err != nil {
		return l, "", nil, &Unreadable{"Tệp này không phải hồ sơ của Loa: không có danh mục danh-muc.json đọc được."}
	}
	if err := json.Unmarshal(list, &l); err != nil || l.Schema != Schema {
		return l, "", nil, &Unreadable{"Danh mục của hồ sơ không đúng dạng " + Schema + "."}
	}
	sum = hash(list)
	for _, f := range l.Files {
		if say := compare(found[f.Path], f); say != "" {
			faults = append(faults, Fault{f.Path, say})
		}
		delete(found, f.Path)
	}
	text, err := whole(found[textName], maxList)
	if err != nil || string(text) != l.text(sum) {
		faults = append(faults, Fault{textName, "Danh mục cho người đọc không khớp với danh-muc.json."})
	}
	delete(found, listName)
	delete(found, textName)
	for _, f := range z.File {
		if found[f.Name] != nil && !strings.HasSuffix(f.Name, "/") {
			faults = append(faults, Fault{f.Name, "Tệp không có trong danh mục."})
		}
	}
	return l, sum, faults, nil
}

// compare says what is wrong with the file that f names; empty when it is as it was.
func compare(in *zip.File, f File) string {
	if in == nil {
		return "Thiếu tệp này."
	}
	body, err := in.Open()
	if err != nil {
		return "Không đọc được tệp này."
	}
	defer body.Close() // it was only read
	sum := sha256.New()
	n, err := io.Copy(sum, io.LimitReader(body, f.Size+1))
	switch {
	case err != nil:
		return "Không đọc được trọn tệp này."
	case n != f.Size, hex.EncodeToString(sum.Sum(nil)) != f.SHA256:
		return "Nội dung tệp đã thay đổi so với danh mục."
	}
	return ""
}

func whole(f *zip.File, most int64) (_ []byte, err error) {
	if f == nil {
		return nil, errors.New("not there")
	}
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	b, err := io.ReadAll(io.LimitReader(in, most+1))
	if err == nil && int64(len(b)) > most {
		err = errors.New("too large")
	}
	return b, err
}
