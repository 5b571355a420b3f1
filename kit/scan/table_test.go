package scan

import (
	"bytes"
	"image"
	"image/draw"
	"strings"
	"testing"

	"loa/kit/vi"
)

const dutiesTable = `STT	Nội dung	Đơn vị chủ trì	Phối hợp	Thời hạn
TUYÊN TRUYỀN	
1	Viết tin, bài về phân loại rác tại nguồn, đăng trên trang thông tin điện tử của phường	Văn phòng HĐND và UBND phường	Phòng Văn hóa - Xã hội	Tháng 9/2025
2	Phát thanh hai buổi mỗi tuần trên hệ thống truyền thanh	Trung tâm Văn hóa phường		Thường xuyên
TẬP HUẤN	
3	Tập huấn cho tổ trưởng tổ dân phố về cách phân loại rác	Phòng Kinh tế, Hạ tầng và Đô thị	Ủy ban Mặt trận Tổ quốc phường; Đoàn Thanh niên	Trước ngày 15/10/2025
4	In tờ rơi, phát tận nhà cho từng hộ	Đoàn Thanh niên	Công an phường	
`

const smallTable = `STT	Nội dung	Chủ trì	Thời hạn
1	Viết tin, bài về phân loại rác tại nguồn	Văn phòng phường	Tháng 9
2	Tập huấn cho tổ trưởng	Trung tâm văn hóa	Quý IV
3	In tờ rơi, phát tận nhà cho từng hộ	Đoàn phường	15/10/2025
`

func TestARowOfARuledTableIsOneLineWithATabForEachColumn(t *testing.T) {
	for name, want := range map[string]string{"duties.jpg": dutiesTable, "table.png": smallTable} {
		t.Run(name, func(t *testing.T) {
			got := textOf(read(t, file(t, name)).Pages[0])
			if !strings.Contains(vi.Fold(got), vi.Fold(want)) {
				t.Errorf("%s\nis not in\n%s", want, got)
			}
		})
	}
}

// drawn is a white page with ink on it.
func drawn(ink ...image.Rectangle) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, 1600, 1200))
	draw.Draw(g, g.Rect, image.White, image.Point{}, draw.Src)
	for _, r := range ink {
		draw.Draw(g, r, image.Black, image.Point{}, draw.Src)
	}
	return g
}

// ruledPage is rulings at these places.
func ruledPage(xs, ys []int) []image.Rectangle {
	var out []image.Rectangle
	for _, x := range xs {
		out = append(out, image.Rect(x, ys[0], x+2, ys[len(ys)-1]))
	}
	for _, y := range ys {
		out = append(out, image.Rect(xs[0], y, xs[len(xs)-1], y+2))
	}
	return out
}

func TestRulingsGoAndTheLetterThatCrossesThemStays(t *testing.T) {
	page := drawn(ruledPage([]int{100, 500, 900}, []int{100, 200, 300})...)
	stroke := image.Rect(600, 190, 604, 215) // of a letter that hangs over the line
	draw.Draw(page, stroke, image.Black, image.Point{}, draw.Src)
	clean, tables := liftGrids(page, 200)
	if len(tables) != 1 || tables[0].columns() != 2 || tables[0].lines() != 2 {
		t.Fatalf("%d tables", len(tables))
	}
	if want := drawn(stroke); !bytes.Equal(clean.Pix, want.Pix) {
		left := 0
		for i, v := range clean.Pix {
			if v != want.Pix[i] {
				left++

			}
		}
		t.Errorf("%d pixels differ from those of the stroke alone", left)
	}
}

func TestNothingOfARulingIsInACellWhenItWasNotLifted(t *testing.T) {
	word := image.Rect(560, 140, 640, 164)
	page := drawn(append(ruledPage([]int{100, 500, 900}, []int{100, 200, 300}), word,
		image.Rect(109, 109, 111, 300), image.Rect(109, 109, 900, 111), // the second line of the border
		image.Rect(700, 197, 706, 200), image.Rect(502, 150, 508, 170))...) // jags
	_, tables := liftGrids(page, 200)
	if len(tables) != 1 {
		t.Fatalf("%d tables", len(tables))
	}
	_, pieces := tables[0].cut(page, 200)
	if len(pieces) != 1 || !pieces[0].from.In(word.Inset(-3)) {
		t.Errorf("cut out: %+v", pieces)
	}
}

func TestACellBesideTwoRowsIsOne(t *testing.T) {
	page := drawn(append(ruledPage([]int{100, 1000, 1500}, []int{100, 260}), image.Rect(1000, 150, 1500, 152), image.Rect(1250, 150, 1252, 260))...)
	_, tables := liftGrids(page, 200)
	if len(tables) != 1 || tables[0].lines() != 2 || tables[0].columns() != 3 {
		t.Fatalf("%d tables", len(tables))
	}
	if got := tables[0].boxOf(0); got.Dx() < 880 || got.Dy() < 150 {
		t.Errorf("the cell is %v", got)
	}
}

func TestWhatIsNoTableStaysUntouched(t *testing.T) {
	for name, page := range map[string]*image.Gray{
		"an underline": drawn(image.Rect(700, 150, 1000, 152)),
		"a frame":      drawn(ruledPage([]int{100, 1500}, []int{100, 1100})...),
		"a cross":      drawn(image.Rect(100, 600, 1500, 602), image.Rect(800, 100, 802, 1100)),
		"a black edge": drawn(image.Rect(0, 0, 60, 1200), image.Rect(0, 0, 1600, 50)),
		// The ruling between two cells is lost below, so the cell is no rectangle.
		"lost rulings": drawn(append(ruledPage([]int{100, 500}, []int{100, 300, 500}), image.Rect(900, 100, 902, 500), image.Rect(500, 100, 900, 102), image.Rect(500, 498, 900, 500), image.Rect(700, 300, 702, 500))[3:]...),
	} {
		t.Run(name, func(t *testing.T) {
			if g, tables := liftGrids(page, 200); g != page || len(tables) > 0 {
				t.Errorf("%d tables", len(tables))
			}
		})
	}
}

func TestRowsBesideNumbersInOneCellAreWhereTheirWordsLie(t *testing.T) {
	g := &grid{xs: []int{0, 100, 600}, ys: []int{0, 100, 300}, cell: []int{0, 1, 2, 3}}
	word := func(text string, x, y, line int) found {
		return found{Word: Word{Text: text, Box: image.Rect(x, y, x+60, y+20), Sure: 0.9}, line: line}
	}
	in := [][]found{
		{word("TT", 20, 40, 1)},
		{word("Nội", 200, 20, 2), word("dung", 200, 60, 3)},
		{word("1", 20, 120, 4), word("2", 20, 180, 5)},
		{word("Viết", 200, 120, 6), word("In", 200, 180, 7)},
	}
	got := ""
	for _, l := range g.linesOf(in) {
		got += l.Text() + "\n"
	}
	if want := "TT\tNội dung\n1\tViết\n2\tIn\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTheRowThatCountsTheColumnsCounts(t *testing.T) {
	for _, c := range []struct{ read, want string }{
		{"l@\t(2)\t@)\t\tø\t(6\t0", "(1)\t(2)\t(3)\t\t(5)\t(6)\t(7)"},
		{"(1)\t(2)\t(3)\t(4)\t(5)\t(6)\t(7)", "(1)\t(2)\t(3)\t(4)\t(5)\t(6)\t(7)"},
		{"1\t(5)\t(12)\t(7)\t(9)\t(30)\t8", "1\t(5)\t(12)\t(7)\t(9)\t(30)\t8"},
		{"TT\tNội dung (việc)\tĐơn vị\t@\tø\t5\t6", "TT\tNội dung (việc)\tĐơn vị\t@\tø\t5\t6"},
	} {
		g := &grid{xs: make([]int, 8), ys: make([]int, 2), cell: []int{0, 1, 2, 3, 4, 5, 6}}
		in := make([][]found, 7)
		for i, cell := range strings.Split(c.read, "\t") {
			for _, w := range strings.Fields(cell) {
				in[i] = append(in[i], found{Word: Word{Text: w, Sure: 0.9}})
			}
		}
		got := g.rowsOf(in)
		if len(got) != 1 || got[0].Text() != c.want {
			t.Errorf("%q is %q, want %q", c.read, got[0].Text(), c.want)
		}
		for _, w := range got[0].Words {
			if doubtful := w.Sure <= 0.5; doubtful == strings.Contains(c.read, w.Text) {
				t.Errorf("%q: %s is sure to %v", c.read, w.Text, w.Sure)
			}
		}
	}
}

func TestANumberBetweenTwoOthersCounts(t *testing.T) {
	row := func(no string) Line {
		return Line{Words: []Word{{Text: no, Sure: 0.9}, {Text: "việc", Tabs: 1}}}
	}
	got := counted([]Line{row("1"), row("2"), row("8"), row("4"), row("6")})
	if got[2].Words[0].Text != "3" || got[2].Words[0].Sure > 0.5 || got[3].Words[0].Text != "4" || got[4].Words[0].Text != "6" {
		t.Errorf("%+v", got)
	}
}

// Two millimetres hold the double and the bold borders of office tables; what is thicker stays.
func TestABorderOfTwoMillimetresIsLiftedAndAThickerBarIsNot(t *testing.T) {
	const dpi = 300
	for _, c := range []struct {
		name   string
		ink    []image.Rectangle
		lifted bool
	}{
		{"hair", []image.Rectangle{image.Rect(100, 300, 1500, 302)}, true},
		{"bold, 1.9 mm", []image.Rectangle{image.Rect(100, 300, 1500, 322)}, true},
		{"bar, 2.5 mm", []image.Rectangle{image.Rect(100, 300, 1500, 330)}, false},
		{"edge of a photocopy", []image.Rectangle{image.Rect(100, 300, 1500, 400)}, false},
	} {
		g := drawn(c.ink...)
		found := rulingsOf(g, dpi, acrossLeast)
		for _, r := range found {
			lift(g, r, dpi)
		}
		clean := bytes.IndexByte(g.Pix, 0) < 0
		if clean != c.lifted {
			t.Errorf("%s: %d rulings, lifted: %t", c.name, len(found), clean)
		}
	}
}
