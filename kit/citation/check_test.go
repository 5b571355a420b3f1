package citation

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

var july = time.Date(2025, 7, 16, 0, 0, 0, 0, time.UTC)

func TestEveryFaultIsSeen(t *testing.T) {
	library := map[string][]Known{
		"57-NQ/TW":   {{Date: "2024-12-22", Confirmed: true}},
		"749/QĐ-TTg": {{Date: "2020-06-03", EndedOn: "2025-12-31"}},
		"12/QĐ-TTg":  {{Date: "2020-01-02", ReplacedBy: "13/QĐ-TTg"}},
		"29/KH-UBND": {{Date: "2022-02-09"}},
	}
	for _, c := range []struct {
		text string
		on   time.Time
		want string
	}{
		{"Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị", july, ""},
		{"Nghị quyết số 57-NQ/TW ngày 31/02/2025", july, "impossible-date 57-NQ/TW ngày 31/02/2025"},
		{"Nghị quyết số 71-NQ/CP ngày 01/4/2025", july, "symbol-order 71-NQ/CP ngày 01/4/2025"},
		{"Nghị định số 49/NĐ-CP ngày 10/5/2024", july, "year-missing 49/NĐ-CP ngày 10/5/2024"},
		{"Nghị định số 49/2023/NĐ-CP ngày 10/5/2024", july, "year-mismatch 49/2023/NĐ-CP ngày 10/5/2024"},
		{"Quyết định số 505/2022/QĐ-TTg ngày 22/4/2022", july, "year-unexpected 505/2022/QĐ-TTg ngày 22/4/2022"},
		{"Quyết định số 31/2014/QĐ-TTg ngày 2/6/2014", july, ""},
		{"Quyết định số 5/QĐ-BTTTT ngày 2/6/2025 của Bộ Thông tin và Truyền thông", july, "retired-issuer 5/QĐ-BTTTT ngày 2/6/2025"},
		{"Quyết định số 5/QĐ-BTTTT ngày 2/6/2024 của Bộ trưởng Bộ Thông tin và Truyền thông", july, ""},
		{"Quyết định số 942/QĐ-TTg ngày 15/6/2021 phê duyệt Chiến lược giai đoạn 2021-2025, định hướng đến năm 2030", july, ""},
		{"Quyết định số 942/QĐ-TTg ngày 15/6/2021 phê duyệt Chiến lược giai đoạn 2021-2025, định hướng đến năm 2030", july.AddDate(1, 0, 0), "ended-programme 942/QĐ-TTg ngày 15/6/2021"},
		{"Nghị quyết số 57-NQ/TW ngày 22/12/2025", july.AddDate(1, 0, 0), "library-date 57-NQ/TW ngày 22/12/2025"},
		{"Nghị quyết số 57-NQ/TW ngày 22/12/2025", july, "younger-basis 57-NQ/TW ngày 22/12/2025, library-date 57-NQ/TW ngày 22/12/2025"},
		{"Nghị quyết số 57-NQ/TW ngày 22/12/2024; Nghị quyết số 57-NQ/TW ngày 12/12/2024", july, "two-dates 57-NQ/TW ngày 12/12/2024, library-date 57-NQ/TW ngày 12/12/2024"},
		{"Quyết định số 749/QĐ-TTg ngày 03/6/2020", july.AddDate(1, 0, 0), "library-ended 749/QĐ-TTg ngày 03/6/2020"},
		{"Quyết định số 12/QĐ-TTg ngày 02/01/2020", july, "library-replaced 12/QĐ-TTg ngày 02/01/2020"},
		{"Kế hoạch số 29/KH-UBND ngày 01/3/2025 của phường", july, ""},
	} {
		var got []string
		docs := Merge(Find(lines(c.text), phuLien))
		known := func(code string) []Known { return library[code] }
		for _, f := range append(Check(docs, c.on), Compare(docs, known, c.on)...) {
			got = append(got, fmt.Sprintf("%s %s", f.Kind, f.Text))
			if !strings.HasSuffix(f.Note, ".") || f.Lines != [2]int{1, 1} || strings.Contains(f.Note, "%!") {
				t.Errorf("%s: %+v", c.text, f)
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s\n got  %s\n want %s", c.text, strings.Join(got, ", "), c.want)
		}
	}
}

func TestTheFaultsOfThePlanOfPhuLien(t *testing.T) {
	for _, file := range []string{"phu-lien-15-kh-ubnd.gold.txt", "phu-lien-15-kh-ubnd.seed.txt"} {
		ls := paper(t, file)
		found := Find(ls, phuLien)
		faults := append(Check(Merge(found), july), CheckBodies(ls, found, july)...)
		var got []string
		for _, f := range faults {
			got = append(got, fmt.Sprintf("%s %d-%d", f.Kind, f.Lines[0], f.Lines[1]))
		}
		want := []string{"symbol-order 83-84", "retired-body 124-125", "retired-body 175-176", "retired-host 264-264", "retired-host 264-264", "retired-host 264-264", "retired-body 268-268", "retired-body 294-295"}
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got  %v\n want %v", file, got, want)
		}
	}
}
