package prose

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// shown writes a Doc down in one line a block, for tests to read.
func shown(d Doc) string {
	var b strings.Builder
	var down func([]Block, string)
	down = func(blocks []Block, indent string) {
		for _, x := range blocks {
			b.WriteString(indent)
			switch x.Kind {
			case Paragraph:
				b.WriteString("p ")
			case Heading:
				fmt.Fprintf(&b, "h%d ", x.Level)
			case List:
				if b.WriteString("list"); x.Ordered {
					fmt.Fprintf(&b, " from %d", x.Start)
				}
			case Item:
				b.WriteString("item")
			case Quote:
				b.WriteString("quote")
			case Picture:
				fmt.Fprintf(&b, "picture %d %q %q", x.Picture.Number, x.Picture.Alt, x.Picture.Caption)
			}
			for _, w := range x.Words {
				s := strings.ReplaceAll(w.Text, "\n", "⏎")
				if w.Strong {
					s = "**" + s + "**"
				}
				if w.Emph {
					s = "*" + s + "*"
				}
				if w.Href != "" {
					s = "[" + s + "](" + w.Href + ")"
				}
				b.WriteString(s)
			}
			b.WriteString("\n")
			down(x.Blocks, indent+"  ")
		}
	}
	down(d.Blocks, "")
	return b.String()
}

func TestATextIsReadAsItsWriterMeantIt(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Một đoạn.\n\nĐoạn hai\nxuống dòng.", "p Một đoạn.\np Đoạn hai⏎xuống dòng.\n"},
		{"# Đầu đề\n## Nhỏ\n#### Nhỏ nữa", "h2 Đầu đề\nh2 Nhỏ\nh3 Nhỏ nữa\n"},
		{"- một\n- hai\n  - hai rưỡi", "list\n  item\n    p một\n  item\n    p hai\n    list\n      item\n        p hai rưỡi\n"},
		{"3. bước ba\n4. bước bốn", "list from 3\n  item\n    p bước ba\n  item\n    p bước bốn\n"},
		{"> Lời *người dân*", "quote\n  p Lời *người dân*\n"},
		{"**Đậm** và [cổng](https://dichvucong.gov.vn/p?a=1&b=2) nhé", "p **Đậm** và [cổng](https://dichvucong.gov.vn/p?a=1&b=2) nhé\n"},
		{"Vào https://dichvucong.gov.vn để nộp", "p Vào [https://dichvucong.gov.vn](https://dichvucong.gov.vn) để nộp\n"},
		{"Trước ![Bà con xem bảng](anh:3 \"Ảnh: Sơn\") sau", "p Trước  sau\npicture 3 \"Bà con xem bảng\" \"Ảnh: Sơn\"\n"},
		{"    Thụt đầu dòng không phải mã", "p Thụt đầu dòng không phải mã\n"},
		{"<script>alert(1)</script>", "p <script>alert(1)</script>\n"},
		{"[xấu](javascript:alert(1)) [lạ](//a.vn) [nhà](/ke-hoach)", "p xấu lạ [nhà](/ke-hoach)\n"},
		{"![ngoài](https://a.vn/a.png)", "p ngoài\n"},
		{"5 \\* 3 và a_b_c", "p 5 * 3 và a_b_c\n"},
		{"", ""},
	} {
		if got := shown(Parse(c.text)); got != c.want {
			t.Errorf("%q\nis %q\nnot %q", c.text, got, c.want)
		}
	}
}

func TestWhatATextLeadsToAndShowsIsListed(t *testing.T) {
	d := Parse("## Đầu\nXem [một](https://a.vn) và [hai](/b) rồi [một](https://a.vn).\n\n![x](anh:7 \"Chú thích\")")
	if got := d.Links(); len(got) != 2 || got[0] != "https://a.vn" || got[1] != "/b" {
		t.Errorf("links %q", got)
	}
	if got := d.Pictures(); len(got) != 1 || got[0].Number != 7 {
		t.Errorf("pictures %v", got)
	}
	if got, want := d.Plain(), "Đầu\nXem một và hai rồi một.\nChú thích"; got != want {
		t.Errorf("plain %q", got)
	}
}

func TestAPictureIsReadBackAsItWasMarked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Figure{Number: rapid.Int64Range(1, 1e9).Draw(t, "number"), Alt: oneLine(rapid.String().Draw(t, "alt")), Caption: oneLine(rapid.String().Draw(t, "caption"))}
		got := Parse(f.Mark()).Pictures()
		if len(got) != 1 || got[0].Number != f.Number || !strings.EqualFold(got[0].Caption, f.Caption) {
			t.Fatalf("%q became %+v", f.Mark(), got)
		}
	})
}

func TestNoTextLeadsWhereItMayNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { check(t, rapid.String().Draw(t, "text")) })
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"## a\n- b\n> c", "![a](anh:1 \"b\")", "[a](javascript:x)", "1. a\n   - b", "<a href=x>", "https://a.vn/(b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { check(t, s) })
}

func check(t interface {
	Fatalf(string, ...any)
}, s string) {
	for _, href := range Parse(s).Links() {
		if Safe(href) == "" {
			t.Fatalf("%q leads to %q", s, href)
		}
	}
}
