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

func TestANumberBetweenTwoOthersCounts(t *testing.T) {
	row := func(no string) Line {
		return Line{Words: []Word{{Text: no, Sure: 0.9}, {Text: "việc", Tabs: 1}}}
	}
	got := counted([]Line{row("1"), row("2"), row("8"), row("4"), row("6")})
	if got[2].Words[0].Text != "3" || got[2].Words[0].Sure > 0.5 || got[3].Words[0].Text != "4" || got[4].Words[0].Text != "6" {
		t.Errorf("%+v", got)
	}
}
