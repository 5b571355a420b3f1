// Package docx reads the words of a Word file as they stand on paper: paragraphs
// and tables in order, one line each, with the labels that Word counts by itself
// (1., a), II., 1.2., –) printed in front, for they are in no text of the file.
//
// A line is a paragraph, or a piece of one between line breaks. A table without
// borders is a layout (the head of a paper, the signature): its cells stand side
// by side, line by line. A table with borders is data: one line a row. Cells are
// parted by tabs.
//
// What is on no paper is left out: deleted and hidden text, comments, field
// codes. Capitals that only the formatting makes are made, and text in the fonts
// of TCVN3 and VNI is turned into Unicode.
//
// A file comes from anybody: what it unpacks to is bounded, and a broken one is
// an Unreadable with a sentence for the person, never a panic.
package docx

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// A Line is one line of the paper.
type Line struct {
	No      int    // from 1
	Page    int    // from 1, where Word last broke pages; 0 when the file does not say
	Text    string // with its label, in Word's own wording; cells parted by tabs
	Label   string // the counted label at the head of Text: «1.», «a)»; empty for a typed one
	Level   int    // of the counted list, from 1; 0 in none
	Heading int    // 1 to 9 for the headings of styles; 0 for none
	Row     bool   // a row of a table
}

// The bounds of what is read. A plan is a few dozen pages.
const (
	maxPart  = 64 << 20 // bytes of the text's part, unpacked
	maxLists = 8 << 20  // bytes of another part, which is held in memory whole: styles, lists, links
	maxParts = 10_000
	maxLines = 200_000
	maxText  = 16 << 20 // bytes of all lines
	maxDepth = 24       // tables in tables
)

// An Unreadable says why a file was not read, in a sentence for the person who sent it.
type Unreadable struct {
	Say string
	err error
}

func (u *Unreadable) Error() string {
	if u.err != nil {
		return u.Say + " (" + u.err.Error() + ")"
	}
	return u.Say
}

func (u *Unreadable) Unwrap() error { return u.err }

const (
	sayBroken   = "Tệp này không phải tệp Word .docx hoặc đã hỏng. Hãy mở bằng Word, lưu lại thành .docx rồi gửi lại."
	sayOther    = "Tệp này không phải tệp Word .docx (có thể là tệp Excel, PowerPoint hoặc tệp nén). Hãy chọn lại tệp kế hoạch."
	sayOld      = "Tệp này là tệp Word đời cũ (.doc) hoặc có đặt mật khẩu. Hãy mở bằng Word, bỏ mật khẩu và lưu lại thành .docx."
	sayEmpty    = "Tệp Word không có chữ nào, có thể chỉ chứa ảnh quét. Hãy gửi bản có chữ của kế hoạch."
	sayTooLarge = "Nội dung tệp Word quá lớn, không thể là một bản kế hoạch. Hãy kiểm tra và chọn lại tệp."
)

func broken(err error) error { return &Unreadable{sayBroken, err} }

var errTooLarge = &Unreadable{Say: sayTooLarge}

// Read reads the lines of the Word file r of so many bytes. An error is an
// *Unreadable, or what r itself failed with.
func Read(r io.ReaderAt, size int64) ([]Line, error) {
	p, err := unpack(r, size)
	if err != nil {
		return nil, err
	}
	return p.read()
}

// unpack opens a file for its parts.
func unpack(r io.ReaderAt, size int64) (*pack, error) {
	var head [8]byte
	if n, err := r.ReadAt(head[:], 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	} else if n == 8 && string(head[:]) == "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" {
		return nil, &Unreadable{Say: sayOld}
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, broken(err)
	}
	if len(z.File) > maxParts {
		return nil, errTooLarge
	}
	p := &pack{parts: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		p.parts[path.Clean(strings.TrimPrefix(f.Name, "/"))] = f
	}
	return p, nil
}

// A pack is the parts of a file by their names.
type pack struct{ parts map[string]*zip.File }

// find is the main part, and the parts it points to.
func (p *pack) find() (main string, links map[string]string, err error) {
	root, err := p.links("")
	if err != nil {
		return "", nil, err
	}
	if main = root["officeDocument"]; main == "" {
		main = "word/document.xml"
	}
	if p.parts[main] == nil || !strings.HasPrefix(main, "word/") {
		return "", nil, &Unreadable{Say: sayOther}
	}
	links, err = p.links(main)
	return main, links, err
}

// lists is a body that knows the styles and lists of the file, and has read nothing yet.
func (p *pack) lists(links map[string]string) (*body, error) {
	b := &body{counted: map[int]*counter{}, used: map[int]bool{}, decoders: map[string]func(string) string{}}
	if err := p.decode(links["styles"], &b.styles); err != nil {
		return nil, err
	}
	if err := p.decode(links["numbering"], &b.lists); err != nil {
		return nil, err
	}
	b.settle()
	return b, nil
}

func (p *pack) read() ([]Line, error) {
	main, links, err := p.find()
	if err != nil {
		return nil, err
	}
	b, err := p.lists(links)
	if err != nil {
		return nil, err
	}
	in, err := p.open(main, maxPart)
	if err != nil {
		return nil, err
	}
	defer in.Close() // it was only read
	b.dec = xml.NewDecoder(in)
	if err := b.blocks("document", 0, b.emit); err != nil {
		return nil, refused(err)
	}
	if b.size == 0 {
		return nil, &Unreadable{Say: sayEmpty}
	}
	if !b.paged {
		for i := range b.lines {
			b.lines[i].Page = 0
		}
	}
	return b.lines, nil
}

// refused keeps a refusal as it is; anything else is a broken file.
func refused(err error) error {
	if u, ok := errors.AsType[*Unreadable](err); ok {
		return u
	}
	return broken(err)
}

// links are the parts that a part (empty: the file) points to, by the last step of the kind of link.
func (p *pack) links(part string) (map[string]string, error) {
	dir, name := path.Split(part)
	rels := path.Join(dir, "_rels", name+".rels")
	out := map[string]string{}
	if p.parts[rels] == nil {
		if part != "" { // usual names, where a careless program left the links out
			out["styles"], out["numbering"] = dir+"styles.xml", dir+"numbering.xml"
		}
		return out, nil
	}
	var doc struct {
		Relationship []struct {
			Type   string `xml:",attr"`
			Target string `xml:",attr"`
		}
	}
	if err := p.decode(rels, &doc); err != nil {
		return nil, err
	}
	for _, r := range doc.Relationship {
		target := path.Join(dir, r.Target)
		if strings.HasPrefix(r.Target, "/") {
			target = path.Clean(r.Target[1:])
		}
		if kind := path.Base(r.Type); out[kind] == "" {
			out[kind] = target
		}
	}
	return out, nil
}

// decode reads a part into v; a part that is not there leaves v as it is.
func (p *pack) decode(name string, v any) error {
	if name == "" || p.parts[name] == nil {
		return nil
	}
	in, err := p.open(name, maxLists)
	if err != nil {
		return err
	}
	defer in.Close() // it was only read
	if err := xml.NewDecoder(in).Decode(v); err != nil {
		return refused(fmt.Errorf("%s: %w", name, err))
	}
	return nil
}

func (p *pack) open(name string, most int64) (io.ReadCloser, error) {
	f := p.parts[name]
	if f.UncompressedSize64 > uint64(most) {
		return nil, errTooLarge
	}
	in, err := f.Open()
	if err != nil {
		return nil, broken(err)
	}
	return &bounded{in, most}, nil
}

// bounded fails where a part unpacks to more than it may, whatever it says of itself.
type bounded struct {
	io.ReadCloser
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}
