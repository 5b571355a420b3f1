package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Mark is what is seen of a signature on its page: a picture, and lines under it.
type Mark struct {
	Picture image.Image // nil: lines alone
	Lines   []string
}

// ErrNoPlace says that nobody is to sign a file, or everybody has.
var ErrNoPlace = errors.New("pdf: no place for a signature")

var (
	formFields = regexp.MustCompile(`/AcroForm <</Fields \[((?:\d{1,8} 0 R ?)*)\] /SigFlags 3>>`)
	fieldRect  = regexp.MustCompile(`^<</Type /Annot /Subtype /Widget /FT /Sig .* /Rect \[([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\]>>$`)
)

// Sign signs b, which [Write] wrote, in its first empty field: PAdES at the level B-B (ETSI EN 319 142-1). Behind b
// come the signature, over every byte of the file but its own, and its mark on the page; b itself stays as it is. The
// moment is the one that the person's computer tells; no authority witnesses it.
func Sign(b []byte, h Hand, m Mark, at time.Time) ([]byte, error) {
	u, err := grow(b)
	if err != nil {
		return nil, err
	}
	n, body, rect, err := u.empty()
	if err != nil {
		return nil, err
	}
	room, err := signatureRoom(h)
	if err != nil {
		return nil, err
	}
	seen := u.mark(m, rect)
	signature := u.add(fmt.Sprintf("<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:%s) /Name %s /ByteRange [%s] /Contents <%s>>>",
		pdfTime(at), textString(h.Chain[0].Subject.CommonName), strings.Repeat(" ", rangeLen), strings.Repeat("0", 2*room)))
	u.put(n, with(body, fmt.Sprintf("/V %d 0 R /AP <</N %d 0 R>>", signature, seen)))
	start := u.new[signature]
	out := u.end()
	from := start + bytes.Index(out[start:], []byte("/Contents <")) + len("/Contents ")
	to := from + 2*room + 2
	ranges := fmt.Sprintf("0 %d %d %d", from, to, len(out)-to)
	copy(out[start+bytes.Index(out[start:], []byte("/ByteRange ["))+len("/ByteRange ["):], ranges)
	sum := sha256.New()
	sum.Write(out[:from])
	sum.Write(out[to:])
	signed, err := cades(h, sum.Sum(nil))
	if err != nil {
		return nil, err
	}
	if len(signed) > room {
		return nil, fmt.Errorf("pdf: a signature of %d bytes has room for %d", len(signed), room)
	}
	hex.Encode(out[from+1:], signed)
	return out, nil
}

// rangeLen is the room for what a signature covers: four numbers of ten digits.
const rangeLen = 4*10 + 3

// signatureRoom is how many bytes a signature of h has at most: signing nothing tells. Programs that sign after this one
// look for long runs of noughts, so there is little more.
func signatureRoom(h Hand) (int, error) {
	trial, err := cades(h, make([]byte, sha256.Size))
	return len(trial) + shorter, err
}

// shorter is by how many bytes one signature of ECDSA may be shorter than the next.
const shorter = 8

// empty is the first field that nobody signed.
func (u *revision) empty() (n int, body []byte, rect [4]float64, err error) {
	catalogue, err := u.object(u.root)
	if err != nil {
		return 0, nil, rect, err
	}
	fields, err := u.refs(catalogue, formFields)
	if err != nil {
		return 0, nil, rect, ErrNoPlace
	}
	for _, n := range fields {
		if body, err = u.object(n); err != nil {
			return 0, nil, rect, err
		}
		m := fieldRect.FindSubmatch(body)
		if m == nil {
			continue // signed
		}
		for i := range rect {
			if rect[i], err = strconv.ParseFloat(string(m[i+1]), 64); err != nil {
				return 0, nil, rect, errForeign
			}
		}
		return n, body, rect, nil
	}
	return 0, nil, rect, ErrNoPlace
}

// pdfTime is a moment as PDF writes it.
func pdfTime(t time.Time) string {
	_, off := t.Zone()
	sign := '+'
	if off < 0 {
		sign, off = '-', -off
	}
	return fmt.Sprintf("%s%c%02d'%02d'", t.Format("20060102150405"), sign, off/3600, off%3600/60)
}

// How the lines of a mark are set, in points.
const (
	markSize = 10.0
	markLine = 12.5
)

// markInk is blue, as official signatures are.
const markInk = "0.05 0.15 0.55 rg\n"

// mark puts in what is seen of a signature: the picture over the lines, all in the middle of rect.
func (u *revision) mark(m Mark, rect [4]float64) int {
	wide, high := rect[2]-rect[0], rect[3]-rect[1]
	var draw bytes.Buffer
	resources := ""
	under := markLine * float64(len(m.Lines))
	y := (high+under)/2 - markLine*0.8
	if m.Picture != nil {
		size, y0 := m.Picture.Bounds().Size(), under+2
		scale := min(wide/float64(size.X), (high-y0)/float64(size.Y))
		w, h := float64(size.X)*scale, float64(size.Y)*scale
		fmt.Fprintf(&draw, "q %.3f 0 0 %.3f %.3f %.3f cm /Im Do Q\n", w, h, (wide-w)/2, y0)
		resources = fmt.Sprintf("/XObject <</Im %d 0 R>>", u.picture(m.Picture))
		y = under - markLine*0.8
	}
	draw.WriteString(markInk)
	for _, l := range m.Lines {
		outline(&draw, l, markSize, wide, y)
		y -= markLine
	}
	return u.add(dataObject(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 %.2f %.2f] /Resources <<%s>>", wide, high, resources), packed(draw.Bytes())))
}

// picture puts an image in, with what shows through it.
func (u *revision) picture(p image.Image) int {
	r := p.Bounds()
	inks, cover := make([]byte, 0, 3*r.Dx()*r.Dy()), make([]byte, 0, r.Dx()*r.Dy())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			c := color.NRGBAModel.Convert(p.At(x, y)).(color.NRGBA)
			inks, cover = append(inks, c.R, c.G, c.B), append(cover, c.A)
		}
	}
	head := fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace ", r.Dx(), r.Dy())
	mask := u.add(dataObject(head+"/DeviceGray", packed(cover)))
	return u.add(dataObject(fmt.Sprintf("%s/DeviceRGB /SMask %d 0 R", head, mask), packed(inks)))
}

func packed(b []byte) []byte {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	z.Write(b) // a buffer takes everything
	z.Close()
	return out.Bytes()
}
