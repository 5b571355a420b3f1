package plan

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"loa/kit/vi"
	"loa/platform/refuse"
)

func papers(t testing.TB) []string {
	list, err := filepath.Glob("testdata/layouts/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	return append(list, seedPath, goldText)
}

// TestNothingIsInvented: every text of a draft stands, word for word but for
// lost marks, in the source lines of its span; every figure stands there exactly.
func TestNothingIsInvented(t *testing.T) {
	for _, path := range papers(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			lines, err := Lines(b)
			if err != nil {
				t.Fatal(err)
			}
			d := Read(lines, Options{})
			if err := sound(d, len(lines)); err != nil {
				t.Fatal(err)
			}
			s := source{t, lines}
			s.stands("title", d.Doc.Title, d.Doc.TitleLines)
			s.stands("number", d.Doc.Number, d.Doc.CodeLines)
			d.Walk(func(_, c *Clause) { s.stands(string(c.ID), c.Title+" "+c.Text, c.Lines) })
			for _, x := range d.Targets {
				s.stands(x.ID, x.Subject+" "+x.Measure+" "+x.Exclusion+" "+x.OpCue, x.Lines)
				s.stands(x.ID, x.Deadline, Span{1, x.Lines[1]}) // it may stand in a heading above
				if x.Value != nil && !x.ValueInferred {
					s.stands(x.ID, fmt.Sprint(*x.Value), x.Lines)
				}
			}
			for _, r := range d.References {
				for _, c := range r.Cited {
					s.stands(r.ID, r.Number, c.Lines)
				}
				if !r.IssuerInferred && r.Date != "" {
					s.stands(r.ID, r.Date[:4], cover(r.Cited[0].Lines, r.Cited[0].Lines))
				}
			}
			for _, a := range d.Assignments {
				if !strings.HasPrefix(string(a.Node), "PL") {
					s.stands(a.ID, a.Unit, a.Lines)
				}
				for _, k := range a.Tasks {
					s.stands(k.ID, k.Text+" "+strings.Join(k.Verbs, " "), k.Lines)
				}
			}
			for _, c := range d.Channels {
				s.stands(c.ID, c.Name, c.Lines[0])
			}
			for _, c := range d.Systems {
				s.stands(c.Name, c.Name, Span{c.Lines[0][0], c.Lines[len(c.Lines)-1][1]})
			}
			for _, w := range d.Web {
				if !strings.Contains(lines[w.Lines[0]-1].Text, w.Printed) {
					t.Errorf("%s is not in line %d", w.Printed, w.Lines[0])
				}
			}
		})
	}
}

// A source is the lines that a draft must be found in again.
type source struct {
	t     *testing.T
	lines []Line
}

// stands checks that nine in ten words of a text are like some word of the lines, and its figures the same.
func (s source) stands(what, text string, span Span) {
	s.t.Helper()
	if strings.TrimSpace(text) == "" {
		return
	}
	if span[0] < 1 || span[1] > len(s.lines) {
		s.t.Errorf("%s has no lines: %v", what, span)
		return
	}
	var seen []string
	for no := span[0]; no <= span[1]; no++ {
		seen = append(seen, strings.FieldsFunc(vi.Fold(s.lines[no-1].Text), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("/-–:.,;()“”\"%", r) })...)
	}
	all, lost := 0, []string{}
	for _, w := range strings.FieldsFunc(vi.Fold(text), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("/-–:.,;()“”\"%", r) }) {
		all++
		found := false
		for _, x := range seen {
			if isNumber(w) && (len(w) > 2 || !strings.ContainsFunc(x, unicode.IsLetter)) {
				found = found || strings.TrimLeft(x, "0") == strings.TrimLeft(w, "0")
			} else {
				found = found || likely(w, x)
			}
		}
		if !found {
			lost = append(lost, w)
		}
	}
	if len(lost)*10 > all {
		s.t.Errorf("%s: %d of %d words do not stand in %v: %v", what, len(lost), all, span, lost)
	}
}

// likely tells whether x may be a bad reading of w: it begins alike and half of it agrees.
func likely(w, x string) bool {
	alike := w == x || x != "" && (w[0] == x[0] || len(w) > 2 || strings.Contains("dp dg co sg ol lo l1", w[:1]+x[:1]))
	return alike && distance(w, x) <= (max(len(w), len(x))+1)/2
}

func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			d := before
			if a[i-1] != b[j-1] {
				d++
			}
			before, row[j] = row[j], min(d, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}

// sound checks what must hold of any draft: addresses are its own, spans lie in the paper and inside each other, everything points at a clause.
func sound(d Draft, lines int) error {
	var wrong error
	ids := map[Address]bool{}
	d.Walk(func(up, c *Clause) {
		switch {
		case ids[c.ID] || c.ID == "":
			wrong = fmt.Errorf("address %q is not its own", c.ID)
		case c.Lines[0] < 1 || c.Lines[1] < c.Lines[0] || c.Lines[1] > lines:
			wrong = fmt.Errorf("%s has lines %v of %d", c.ID, c.Lines, lines)
		case up != nil && (c.Lines[0] < up.Lines[0] || c.Lines[1] > up.Lines[1]):
			wrong = fmt.Errorf("%s %v lies outside %s %v", c.ID, c.Lines, up.ID, up.Lines)
		case c.Kind == "":
			wrong = fmt.Errorf("%s has no kind", c.ID)
		}
		ids[c.ID] = true
	})
	for _, t := range d.Targets {
		if !ids[t.Node] {
			wrong = fmt.Errorf("target %s at no clause %q", t.ID, t.Node)
		}
	}
	for _, a := range d.Assignments {
		for _, k := range a.Tasks {
			if !ids[k.Node] || k.Role == "" || k.Text == "" {
				wrong = fmt.Errorf("task %+v", k)
			}
		}
	}
	for _, q := range d.Doubts {
		if q.Lines[0] < 1 || q.Lines[1] > lines || q.Kind == "" || q.Note == "" {
			wrong = fmt.Errorf("doubt %+v of %d lines", q, lines)
		}
	}
	return wrong
}

// FuzzRead: whatever the bytes, Read comes back with a draft that is sound.
func FuzzRead(f *testing.F) {
	const size = 1500 // of an input: mending is dear
	for _, path := range papers(f) {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for i := 0; i < len(b); i += 3 * size {
			f.Add(b[i:min(len(b), i+size)])
		}
	}
	f.Add([]byte("KẾ HOẠCH\n\nPhần I\n\n1. 1. 1.\n-\n- \na)\nI.\nPHỤ LỤC\nSTT\tNội dung\tChủ trì\n1\t\t\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		lines, err := Lines(b[:min(len(b), 2*size)])
		if err != nil {
			return
		}
		d := Read(lines, Options{})
		if err := sound(d, len(lines)); err != nil {
			t.Error(err)
		}
		var out bytes.Buffer
		if err := Print(&out, d); err != nil {
			t.Error(err)
		}
	})
}

// TestWhatIsNoPlanIsRefused with a sentence that says so.
func TestWhatIsNoPlanIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ file, say string }{
		"empty":  {"", "trống"},
		"blank":  {" \n\t\r\n", "trống"},
		"pdf":    {"%PDF-1.7\n\x00\x01", "PDF"},
		"doc":    {"\xD0\xCF\x11\xE0\x00", ".docx"},
		"binary": {strings.Repeat("\x00\x01\x7fABC\x02", 400), "không phải văn bản"},
		"noise":  {strings.Repeat("#$%^&*()_+=- 1234 ~~ ", 300), "không phải văn bản"},
		"novel":  {strings.Repeat("Trời hôm nay đẹp quá, chúng tôi đi chơi ngoài đồng và kể chuyện ngày xưa.\n", 50), "không nhận ra"},
	} {
		lines, err := Lines([]byte(c.file))
		if err == nil {
			d := Read(lines, Options{})
			err = d.Check()
		}
		if say := refuse.Of(err); say.Kind == refuse.Trouble || !strings.Contains(strings.ToLower(say.Say), strings.ToLower(c.say)) || !strings.HasSuffix(say.Say, ".") {
			t.Errorf("%s: %q", name, say.Say)
		}
	}
	for _, path := range papers(t) {
		d := readFile(t, path, "")
		if err := d.Check(); err != nil {
			t.Errorf("%s is a plan: %v", path, err)
		}
	}
}

// TestAnyEncodingIsTheSameText: byte order marks, UTF-16, line ends and form feeds.
func TestAnyEncodingIsTheSameText(t *testing.T) {
	const text = "KẾ HOẠCH\nTruyền thông về chuyển đổi số\n\nI. MỤC TIÊU"
	utf16le := func(bom string) string {
		b := bom
		for _, r := range text {
			b += string([]byte{byte(r), byte(r >> 8)})
		}
		return b
	}
	for name, file := range map[string]string{"utf-8": text, "bom": "\xEF\xBB\xBF" + text, "crlf": strings.ReplaceAll(text, "\n", "\r\n"), "utf-16": utf16le("\xFF\xFE"), "page": strings.Replace(text, "\nI.", "\n\fI.", 1), "decomposed": strings.ReplaceAll(text, "ề", "ề")} {
		lines, err := Lines([]byte(file))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var all []string
		for _, l := range lines {
			all = append(all, l.Text)
		}
		if got := strings.Join(all, "\n"); got != text {
			t.Errorf("%s: %q", name, got)
		}
		if name == "page" && lines[3].Page != 2 {
			t.Errorf("the line after a form feed is on page %d", lines[3].Page)
		}
	}
}

// TestOldEncodingsAreTurnedWhenSure: a text in TCVN3 or VNI becomes Unicode; one
// that is only partly so stays as it is, with a doubt.
func TestOldEncodingsAreTurnedWhenSure(t *testing.T) {
	const want = "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập tự do hạnh phúc"
	for name, file := range map[string]string{
		"TCVN3": "C\xE9ng h\xDFa x\xB7 h\xE9i ch\xF1 ngh\xDCa Vi\xD6t Nam, \xAE\xE9c l\xCBp t\xF9 do h\xB9nh ph\xF3c",
		"VNI":   "Co\xE4ng ho\xF8a xa\xF5 ho\xE4i chu\xFB ngh\xF3a Vie\xE4t Nam, \xF1o\xE4c la\xE4p t\xF6\xEF do ha\xEFnh phu\xF9c",
	} {
		lines, err := Lines([]byte(file))
		if err != nil || len(lines) != 1 || lines[0].Text != want {
			t.Errorf("%s: %v %v", name, lines, err)
		}
	}
	half, err := Lines([]byte("Céng hßa x· héi chñ nghÜa ViÖt Nam\n" + want))
	if err != nil {
		t.Fatal(err)
	}
	if d := Read(half, Options{}); !slices.ContainsFunc(d.Doubts, func(q Doubt) bool { return q.Kind == "old-encoding" }) {
		t.Errorf("the old encoding is not seen: %+v", d.Doubts)
	}
}

// noise is text of made-up words without marks: the worst for mending.
func noise(size int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	b := []byte("KE HOACH\n")
	for len(b) < size {
		for range 2 + r.IntN(8) {
			b = append(b, byte('a'+r.IntN(26)))
		}
		b = append(b, " \n -.,;1"[r.IntN(8)], " \n"[r.IntN(2)])
	}
	return b
}

// TestWorkIsBounded: of ten megabytes of noise no more is read than a long plan has.
func TestWorkIsBounded(t *testing.T) {
	lines, err := Lines(noise(10 << 20))
	if err != nil {
		t.Fatal(err)
	}
	d := Read(lines, Options{})
	if err := sound(d, len(lines)); err != nil {
		t.Fatal(err)
	}
	cut := bounded(lines)
	size := 0
	for _, l := range cut {
		size += len(l.Text)
	}
	if len(cut) > maxLines || size > maxGarbled {
		t.Errorf("%d lines, %d bytes are read", len(cut), size)
	}
	deep, most := 0, 0
	d.Walk(func(up, c *Clause) { deep = max(deep, strings.Count(string(c.ID), ".")+1); most++ })
	if deep > maxDepth+2 || most > maxLines {
		t.Errorf("%d clauses, %d deep", most, deep)
	}
	if len(d.Doubts) == 0 || d.Doubts[len(d.Doubts)-1].Kind != "too-long" {
		t.Error("nobody is told that the end was not read")
	}
}

func BenchmarkTenMegabytesOfNoise(b *testing.B) {
	file := noise(10 << 20)
	for b.Loop() {
		lines, err := Lines(file)
		if err != nil {
			b.Fatal(err)
		}
		Read(lines, Options{})
	}
}

// TestADeadlineMayEndInSigns: what follows the words of a deadline need not be a word, as in the real scan «đến ngày … / …».
func TestADeadlineMayEndInSigns(t *testing.T) {
	for _, s := range []string{"- Hoàn thành trước ngày … tháng … năm 2025.", "- Báo cáo trước ngày —", "- Xong trước ngày / 12, quý – năm"} {
		lines, err := Lines([]byte("KẾ HOẠCH\n\nI. PHÂN CÔNG THỰC HIỆN\n1. Phòng Văn hóa - Xã hội\n" + s + "\n"))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range Read(lines, Options{}).Assignments {
			for _, k := range a.Tasks {
				if k.Deadline != "" {
					t.Errorf("%q ends on %s", s, k.Deadline)
				}
			}
		}
	}
}
