package plan

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"loa/org"
	"loa/platform/refuse"
)

// MaxPaper is the most bytes of one text or Word file; MaxScan of a scan, all its files together.
const (
	MaxPaper = 10 << 20
	MaxScan  = 60 << 20
	maxFiles = 60
)

// A File is one file as somebody brings it.
type File struct {
	Name string
	Body io.Reader
}

// Upload takes in the paper name, as Bring does with a paper of one file.
func (d *Desk) Upload(ctx context.Context, a org.Actor, name string, file io.Reader, amends ID) (DraftID, error) {
	_, draft, err := d.Bring(ctx, a, amends, File{name, file})
	return draft, err
}

// Bring takes in a paper, keeps its files whatever becomes of it, reads it and
// opens a review. amends is the plan it is to amend; 0 = a new plan. A scan is
// read afterwards, by a job: its draft is 0 meanwhile. Only scans come in
// several files, which are pages in the order of their names. A paper that
// cannot be read is refused, and stays in the list of unread ones.
func (d *Desk) Bring(ctx context.Context, a org.Actor, amends ID, files ...File) (PaperID, DraftID, error) {
	if err := allowed(a, Upload); err != nil {
		return 0, 0, err
	}
	kept, err := d.keepFiles(ctx, files)
	if err != nil {
		return 0, 0, err
	}
	p := Paper{Name: calledAll(kept), Hash: hashOfAll(kept), Kind: kept[0].kind, Size: kept[0].Size, Amends: amends, By: a.Person, ByName: a.Name, At: d.Now()}
	if !p.isScan() {
		return d.open(ctx, a, p, kept[0].head)
	}
	if len(kept) > 1 {
		p.Size = 0
		for _, k := range kept {
			p.Size += k.Size
			p.Files = append(p.Files, k.PaperFile)
		}
	}
	p.ID, err = d.await(ctx, a, p)
	return p.ID, 0, err
}

// A keptFile is a file that has come in and is in the blobs.
type keptFile struct {
	PaperFile
	kind string
	head []byte // all of it, of a text or Word file
}

// keepFiles puts files into the blobs, in the order of their names, or says why they are no paper.
func (d *Desk) keepFiles(ctx context.Context, files []File) ([]keptFile, error) {
	if len(files) == 0 {
		return nil, refuse.Field("paper", "Hãy chọn tệp của kế hoạch.")
	}
	if len(files) > maxFiles {
		return nil, refuse.Field("paper", fmt.Sprintf("Mỗi lần nhận nhiều nhất %d tệp. Hãy ghép các trang thành một tệp PDF rồi gửi lại.", maxFiles))
	}
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b File) int { return inOrder(a.Name, b.Name) })
	kept := make([]keptFile, len(files))
	left := int64(MaxScan)
	for i, f := range files {
		head := &beginning{most: MaxPaper + 1}
		hash, size, err := d.Blobs.Put(ctx, io.TeeReader(f.Body, head), left)
		if refuse.Of(err).Kind == refuse.TooLarge {
			return nil, tooLarge
		}
		if err != nil {
			return nil, fmt.Errorf("keep %q: %w", f.Name, err)
		}
		if size == 0 {
			return nil, refuse.Field("paper", "Tệp “"+cleanName(f.Name)+"” không có nội dung. Hãy chọn lại tệp của kế hoạch.")
		}
		left -= size
		kept[i] = keptFile{PaperFile{cleanName(f.Name), string(hash), size}, sniff(head.b), head.b}
		switch scanned := isScan(kept[i].kind); {
		case !scanned && size > MaxPaper:
			return nil, tooLarge
		case !scanned && len(files) > 1:
			return nil, refuse.Field("paper", "Chỉ ảnh và bản quét mới gửi được nhiều tệp một lần; “"+kept[i].Name+"” không phải ảnh. Hãy gửi riêng tệp đó.")
		}
	}
	return kept, nil
}

// beginning keeps the first bytes of what is written to it.
type beginning struct {
	b    []byte
	most int
}

func (h *beginning) Write(p []byte) (int, error) {
	h.b = append(h.b, p[:min(len(p), h.most-len(h.b))]...)
	return len(p), nil
}

// calledAll is what a paper of these files is called.
func calledAll(kept []keptFile) string {
	if len(kept) == 1 {
		return kept[0].Name
	}
	return fmt.Sprintf("%s và %d tệp nữa", kept[0].Name, len(kept)-1)
}

// hashOfAll is the hash of the only file, or of the hashes of all.
func hashOfAll(kept []keptFile) string {
	if len(kept) == 1 {
		return kept[0].Hash
	}
	sum := sha256.New()
	for _, k := range kept {
		fmt.Fprintln(sum, k.Hash)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// inOrder compares names as people number them: trang 2 before trang 10.
func inOrder(a, b string) int {
	for a != "" && b != "" {
		na, nb := leadingNumber(a), leadingNumber(b)
		if na > 0 && nb > 0 {
			x, y := strings.TrimLeft(a[:na], "0"), strings.TrimLeft(b[:nb], "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); c != 0 {
				return c
			}
			a, b = a[na:], b[nb:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func leadingNumber(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}
