package pdf

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// FuzzWords: whatever pdftotext writes, pages and lines come of it, or a refusal.
func FuzzWords(f *testing.F) {
	f.Add("<page width=\"595\" height=\"842\">\n<word xMin=\"85\" yMin=\"90\" xMax=\"106\" yMax=\"103\">Kế &amp; hoạch</word>\n", "<page number=\"1\" height=\"595\" width=\"842\">\n<fontspec id=\"0\" size=\"14\" family=\"A+.VnTime\"/>\n<text top=\"90\" left=\"85\" width=\"98\" height=\"13\" font=\"0\"><b>Kế</b> ho<i>ạch</i></text>\n", "   1     0 image     100   100  gray    1   1  ccitt  no         7  0   300   300 10K 1%\n")
	f.Add("<page width=\"NaN\" height=\"-1\">\n<word xMin=\"1e309\" yMin=\"-5\" xMax=\"1e9\" yMax=\"0\">\u00ad</word>", "<page number=\"-1\"><text top=\"\"><b></b></i>", "1 0 image 1 1 1 1 1 1 1 1 1 0 0")
	f.Add(strings.Repeat("<page width=\"9\" height=\"9\">\n<word xMin=\"1\" yMin=\"1\" xMax=\"2\" yMax=\"2\">1</word>\n", 4), "link to page 1 <page number=\"1\"", "x")
	f.Fuzz(func(t *testing.T, words, fonts, pictures string) {
		sheets, err := parseWords([]byte(words))
		if err != nil {
			if _, ok := errors.AsType[*Unreadable](err); !ok {
				t.Errorf("%v is no refusal", err)
			}
			return
		}
		dress(sheets, parseFonts([]byte(fonts)))
		cover(sheets, []byte(pictures))
		pages := make([]Page, len(sheets))
		for i := range sheets {
			sheets[i].modernise()
			pages[i] = sheets[i].page(picture{})
		}
		settle(pages)
		for _, p := range pages {
			if p.Picture < 0 || p.Picture > 1 || p.Hidden < 0 || p.Hidden > 1 {
				t.Errorf("picture %f, hidden %f", p.Picture, p.Hidden)
			}
			for _, l := range p.Lines {
				if len(l.Words) == 0 || strings.ContainsAny(l.Text, "\n\r") {
					t.Errorf("line %q of %d words", l.Text, len(l.Words))
				}
			}
		}
	})
}

// FuzzPicture: whatever pdftoppm writes, its strokes lie inside the picture.
func FuzzPicture(f *testing.F) {
	f.Add([]byte("P5\n3 2\n255\n\x00\x00\x00\xff\xff\xffP5\n1 1\n255\n\x00"))
	f.Add([]byte("P5\n99999999999 2\n255\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for {
			p, rest, err := cutPicture(b)
			if err != nil {
				return
			}
			across, down := p.strokes()
			for _, s := range across {
				if s.at > float64(p.height) || s.to > float64(p.width) || s.to-s.from < shortAcross {
					t.Errorf("%+v in %dx%d", s, p.width, p.height)
				}
			}
			grids(across, down)
			b = rest
		}
	})
}

// TestADrawnTableIsReadCellByCell: a table of any number of rows and columns,
// ruled in full or open at its sides, its cells joined at random along a row,
// comes out with every word in its place.
func TestADrawnTableIsReadCellByCell(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const width, height = 500, 700
		p := picture{width, height, []byte(strings.Repeat("\xff", width*height))}
		ruling := rapid.IntRange(1, 3).Draw(t, "thickness")
		across := func(y, from, to int) {
			for k := range ruling {
				for x := from; x < to; x++ {
					p.grey[(y+k)*width+x] = byte(rapid.SampledFrom([]int{0, 150}).Draw(t, "grey"))
				}
			}
		}
		down := func(x, from, to int) {
			for k := range ruling {
				for y := from; y < to; y++ {
					p.grey[y*width+x+k] = 0
				}
			}
		}
		edges := func(n, first, least, most int, name string) []int {
			out := []int{first}
			for range n {
				out = append(out, out[len(out)-1]+rapid.IntRange(least, most).Draw(t, name))
			}
			return out
		}
		rows, columns := rapid.IntRange(1, 6).Draw(t, "rows"), rapid.IntRange(2, 5).Draw(t, "columns")
		xs, ys := edges(columns, 20, 30, 80, "x"), edges(rows, 30, 20, 90, "y")
		for _, y := range ys {
			across(y, xs[0], xs[columns]+ruling)
		}
		open := rapid.Bool().Draw(t, "open sides")
		s := sheet{no: 1, width: width, height: height}
		var want []string
		for r := range rows {
			var row []string
			for c := 0; c < columns; {
				end := c + 1
				for end < columns && (r > 0 && end-c < columns-1) && rapid.IntRange(0, 3).Draw(t, "join") == 0 {
					end++
				}
				if !open || c > 0 {
					down(xs[c], ys[r], ys[r+1])
				}
				if !open && end == columns {
					down(xs[columns], ys[r], ys[r+1])
				}
				word := fmt.Sprintf("r%dc%d", r, c)
				x, y := float64(xs[c]+xs[end])/2, float64(ys[r]+ys[r+1])/2
				s.words = append(s.words, Word{Text: word, Box: Box{x - 5, y - 4, x + 5, y + 4}})
				row = append(row, word)
				if end < columns {
					row = append(row, make([]string, end-c-1)...)
				}
				c = end
			}
			want = append(want, strings.Join(row, "\t"))
		}
		page := s.page(p)
		if got := texts(page); got != strings.Join(want, "\n") {
			t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
		}
	})
}

// TestWhatIsNoTableIsNone: a frame around text, an underlined word, a shaded box, a filled picture.
func TestWhatIsNoTableIsNone(t *testing.T) {
	const width, height = 300, 300
	fill := func(p picture, x0, y0, x1, y1 int) {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				p.grey[y*width+x] = 0
			}
		}
	}
	for name, boxes := range map[string][][4]int{
		"frame":     {{20, 20, 280, 21}, {20, 100, 280, 101}, {20, 20, 21, 100}, {279, 20, 280, 101}},
		"underline": {{60, 50, 160, 51}},
		"area":      {{20, 20, 280, 120}},
		"cross":     {{20, 60, 280, 61}, {150, 20, 151, 100}},
	} {
		p := picture{width, height, []byte(strings.Repeat("\xff", width*height))}
		for _, b := range boxes {
			fill(p, b[0], b[1], b[2], b[3])
		}
		s := sheet{no: 1, width: width, height: height, words: []Word{{Text: "một", Box: Box{60, 40, 80, 50}}, {Text: "hai", Box: Box{84, 40, 100, 50}}}}
		if page := s.page(p); len(page.Lines) != 1 || page.Lines[0].Kind != Plain || page.Lines[0].Text != "một hai" {
			t.Errorf("%s: %+v", name, page.Lines)
		}
	}
}

func BenchmarkStrokes(b *testing.B) {
	file, err := os.ReadFile("testdata/plan.pdf")
	if err != nil {
		b.Fatal(err)
	}
	path := b.TempDir() + "/plan.pdf"
	if err := os.WriteFile(path, file, 0o600); err != nil {
		b.Fatal(err)
	}
	out, err := poppler(b.Context(), "pdftoppm", "-gray", "-r", "72", "-aa", "no", "-aaVector", "no", "-f", "2", "-l", "2", path)
	if err != nil {
		b.Fatal(err)
	}
	p, _, err := cutPicture(out)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		across, down := p.strokes()
		if len(grids(across, down)) != 1 {
			b.Fatal("no table")
		}
	}
}
