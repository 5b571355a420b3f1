package plan

import (
	"context"
	"slices"
	"strings"
	"testing"

	"loa/kit/citation"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

// oddBases is a plan whose bases are odd in five ways that need no library.
const oddBases = `ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHƯỜNG PHÙ LIỄN Độc lập - Tự do - Hạnh phúc
Số: 40/KH-UBND Phù Liễn, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Truyền thông về chuyển đổi số năm 2026

Căn cứ Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ phê duyệt Chương trình chuyển đổi số quốc gia đến năm 2025, định hướng đến năm 2030;
Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2021 của Chính phủ về công tác văn thư;
Căn cứ Quyết định số 505/2022/QĐ-TTg ngày 22/4/2022 của Thủ tướng Chính phủ về Ngày Chuyển đổi số quốc gia;
Căn cứ Kế hoạch số 31/KH-UBND ngày 30/02/2025 của Ủy ban nhân dân thành phố;
Căn cứ Kế hoạch số 77/KH-UBND ngày 18/02/2026 của Ủy ban nhân dân thành phố Hải Phòng về chuyển đổi số;

I. MỤC TIÊU
- 100% cơ quan, đơn vị hưởng ứng Ngày Chuyển đổi số quốc gia.
`

func TestOddBasesAreDoubts(t *testing.T) {
	lines, err := Lines([]byte(oddBases))
	if err != nil {
		t.Fatal(err)
	}
	d := Read(lines, Options{})
	for kind, line := range map[string]int{"ended-programme": 7, "year-mismatch": 8, "year-unexpected": 9, "impossible-date": 10, "younger-basis": 11} {
		if !slices.ContainsFunc(d.Doubts, func(q Doubt) bool { return q.Kind == kind && q.Lines[0] <= line && line <= q.Lines[1] }) {
			t.Errorf("no doubt %s on line %d: %v", kind, line, d.Doubts)
		}
		if doubtNames[kind] == "" {
			t.Errorf("%s has no name on the screen", kind)
		}
	}
}

// TestTheLibraryIsAsked: what the library knows otherwise of a cited text becomes a doubt of the review.
func TestTheLibraryIsAsked(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.Known = func(_ context.Context, _ *store.Tx, docs []citation.Document) (citation.Lookup, error) {
			return func(code string) []citation.Known {
				switch code {
				case "57-NQ/TW":
					return []citation.Known{{Date: "2024-12-23", Confirmed: true}}
				case "942/QĐ-TTg":
					return []citation.Known{{Date: "2021-06-15", ReplacedBy: "2629/QĐ-TTg"}}
				}
				return nil
			}, nil
		}
		r := reviewOf(t, d, upload(t, d))
		for kind, code := range map[string]string{"library-date": "57-NQ/TW", "library-replaced": "942/QĐ-TTg"} {
			if !slices.ContainsFunc(r.Reading.Doubts, func(q Doubt) bool { return q.Kind == kind && strings.Contains(q.Text, code) }) {
				t.Errorf("no doubt %s about %s: %v", kind, code, r.Reading.Doubts)
			}
		}
	})
}
