package report

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// shown marks the pieces of a text: [figure], {loose}.
func shown(text string, figures ...Figure) string {
	var b strings.Builder
	for _, p := range Tie(text, figures) {
		switch {
		case p.Figure != nil:
			b.WriteString("[" + p.Text + "]")
		case p.Loose:
			b.WriteString("{" + p.Text + "}")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestNumbersAreToldApart(t *testing.T) {
	figures := []Figure{{Key: "part", Text: "2/3"}, {Key: "done", Text: "2"}, {Key: "of", Text: "3"}, {Key: "share", Text: "66,67%"}, {Key: "people", Text: "19.559"}, {Key: "ten", Text: "10"}}
	for text, want := range map[string]string{
		"2/3 trường học, đạt tỷ lệ 66,67%.":                  "[2/3] trường học, đạt tỷ lệ [66,67%].",
		"có 2 trường và 4 lớp":                               "có [2] trường và {4} lớp",
		"ngày 2/3/2025 có 3 buổi":                            "ngày 2/3/2025 có [3] buổi",
		"ngày 10/10, tháng 10 năm 2025, 10 buổi":             "ngày 10/10, tháng 10 năm 2025, [10] buổi",
		"Kế hoạch số 15/KH-UBND và Nghị quyết 57-NQ/TW":      "Kế hoạch số 15/KH-UBND và Nghị quyết 57-NQ/TW",
		"19.559 người, 19.5 không phải":                      "[19.559] người, {19}.{5} không phải",
		"80% chỉ tiêu, 2% chưa":                              "{80%} chỉ tiêu, {2%} chưa",
		"6 tháng cuối năm 2025 có 120 tin, 2,5 mỗi tuần":     "6 tháng cuối năm 2025 có {120} tin, {2,5} mỗi tuần",
		"giấy mời số 44; Phụ lục 2; điểm 3; ngày 02 tháng 2": "giấy mời số 44; Phụ lục 2; điểm 3; ngày 02 tháng 2",
	} {
		if got := shown(text, figures...); got != want {
			t.Errorf("%s\n  got %s\n want %s", text, got, want)
		}
	}
}

func TestFiguresThatReadTheSameAreTakenInTurn(t *testing.T) {
	var keys []string
	for _, p := range Tie("7 chỉ tiêu, 7 nội dung, 7 việc", []Figure{{Key: "targets", Text: "7"}, {Key: "themes", Text: "7"}}) {
		if p.Figure != nil {
			keys = append(keys, p.Figure.Key)
		}
	}
	if got := strings.Join(keys, " "); got != "targets themes themes" {
		t.Error(got)
	}
}

func TestTyingLosesNoWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9,.%/ a-zđngàythángnăm-]{0,60}`).Draw(t, "text")
		figures := []Figure{{Text: rapid.StringMatching(`[0-9]{1,3}(,[0-9])?%?`).Draw(t, "one")}, {Text: rapid.StringMatching(`[0-9]/[0-9]`).Draw(t, "two")}}
		var b strings.Builder
		for _, p := range Tie(text, figures) {
			b.WriteString(p.Text)
		}
		if b.String() != text {
			t.Fatalf("%q became %q", text, b.String())
		}
	})
}

func TestANumberOfAPersonIsFound(t *testing.T) {
	figures := []Figure{{Text: "2/3"}}
	drafted := "2/3 trường học; mức đề ra 80%."
	for text, want := range map[string]string{
		"2/3 trường học; mức đề ra 80%.":         "",
		"Có 2/3 trường (mức 80%), 5 lớp.":        "5",
		"Có 3/3 trường học; mức đề ra 80%, 80%.": "3 3 80%",
		"Đã hoàn thành ngày 10/10/2025.":         "",
	} {
		if got := strings.Join(byHand(drafted, text, figures), " "); got != want {
			t.Errorf("%s: by hand %q, want %q", text, got, want)
		}
	}
}

func FuzzTie(f *testing.F) {
	f.Add("2/3 trường, 66,67%", "2/3")
	f.Fuzz(func(t *testing.T, text, figure string) { Tie(text, []Figure{{Text: figure}}) })
}
