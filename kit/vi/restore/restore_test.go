package restore

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func restored(o Options, lines ...string) string {
	words := Lines(lines, o)
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = Line(l, words[i])
	}
	return strings.Join(out, "\n")
}

// TestTheWordsOfOfficesComeBack from readings of another paper than the sample.
func TestTheWordsOfOfficesComeBack(t *testing.T) {
	o := Options{Engine: English, Names: []string{"xã Trung Thành"}}
	for _, c := range [][2]string{
		{"Quyét dinh sé 06/QD-TTg ngay 06/01/2022 cua Thu tuéng Chinh phu", "Quyết định số 06/QĐ-TTg ngày 06/01/2022 của Thủ tướng Chính phủ"},
		{"Uy ban nhan dan xa Trung Thanh", "Ủy ban nhân dân xã Trung Thành"},
		{"UY BAN NHAN DAN XA TRUNG THANH", "ỦY BAN NHÂN DÂN XÃ TRUNG THÀNH"},
		{"- Tang cudng tuyén truyén vé céng tac phong chdng thién tai", "- Tăng cường tuyên truyền về công tác phòng chống thiên tai"},
		{"Phong Van hda - Xa hdi chu tri, phdi hgp v6i Céng an xa", "Phòng Văn hóa - Xã hội chủ trì, phối hợp với Công an xã"},
	} {
		if got := restored(o, c[0]); got != c[1] {
			t.Errorf("%s\nrestored %s\nmeant    %s", c[0], got, c[1])
		}
	}
}

// TestTonesComeBack in text from an engine that has the letters and takes one for another.
func TestTonesComeBack(t *testing.T) {
	lines := []string{
		"b) Phạt tiễn từ 15.000.000 đồng đến 25.000.000 đồng đối với một trong các hành vị vi phạm sau đây:",
		"Không báo cáo giao dịch đáng ngờ liên quan đến rửa tiên, tải trợ khủng bố, tài trợ phô biến vũ khí hủy diệt hàng loạt.",
	}
	want := "b) Phạt tiền từ 15.000.000 đồng đến 25.000.000 đồng đối với một trong các hành vi vi phạm sau đây:\n" +
		"Không báo cáo giao dịch đáng ngờ liên quan đến rửa tiền, tài trợ khủng bố, tài trợ phổ biến vũ khí hủy diệt hàng loạt."
	if got := restored(Options{}, lines...); got != want {
		t.Errorf("restored\n%s\nmeant\n%s", got, want)
	}
}

// TestMixedCapitalsAreCalmed in a syllable; a name that is written so stays.
func TestMixedCapitalsAreCalmed(t *testing.T) {
	if got := restored(Options{Engine: Vietnamese}, "đưa vào sinh hoạt dưới cỜ. VNeID, TTg"); got != "đưa vào sinh hoạt dưới cờ. VNeID, TTg" {
		t.Error(got)
	}
}

// TestGluedAndTornWordsAreMended: a glued word comes back as two, a torn one as one that was both.
func TestGluedAndTornWordsAreMended(t *testing.T) {
	line := "Trung tâm phục vụ hành chính công chịu tr ách nhiệm về hệ thống thông tin cơsở của xã"
	ws := Lines([]string{line}, Options{Engine: Vietnamese})[0]
	if got, want := Line(line, ws), "Trung tâm phục vụ hành chính công chịu trách nhiệm về hệ thống thông tin cơ sở của xã"; got != want {
		t.Fatalf("restored %s", got)
	}
	for i, w := range ws {
		if w.Text == "trách" && w.Seen != "tr ách" || w.Text == "cơ" && w.Seen != "cơsở" || w.Text == "sở" && (w.Seen != "" || ws[i-1].Text != "cơ") {
			t.Errorf("%+v", w)
		}
	}
}

// TestFiguresDatesCodesAndAddressesStay, but for the stroke of Đ.
func TestFiguresDatesCodesAndAddressesStay(t *testing.T) {
	for _, s := range []string{"80%", "22/12/2024", "99,5%", "1.000.000", "57-NQ/TW", "https://t63.mic.gov.vn;", "langso.dx.gov.vn", "45", "5G", "van_thu@haiphong.gov.vn"} {
		if got := restored(Options{Engine: English}, "nhan dan "+s+" va"); !strings.Contains(got, " "+s+" ") {
			t.Errorf("%s became %s", s, got)
		}
	}
	if got := Stroke("214/QD-HDND"); got != "214/QĐ-HĐND" {
		t.Error(got)
	}
}

// TestFiguresAmongDebrisAreWords: an engine without the letters reads «số» as «$0», «có» as «¢6».
func TestFiguresAmongDebrisAreWords(t *testing.T) {
	got := restored(Options{Engine: English}, "don vi ¢6 trach nhiém bdo cdo ky nang $0, tham quyén")
	if want := "đơn vị có trách nhiệm báo cáo kỹ năng số, thẩm quyền"; got != want {
		t.Errorf("restored %s\nmeant    %s", got, want)
	}
}

// TestRomanNumbersStay, and come back where their strokes ran together behind a word that one follows.
func TestRomanNumbersStay(t *testing.T) {
	for _, c := range [][2]string{
		{"tại Phụ lục XH ban hành kèm theo Thông tư này", "tại Phụ lục XII ban hành kèm theo Thông tư này"},
		{"đường ống cấp IH và cấp IV", "đường ống cấp III và cấp IV"},
		{"nhiệm vụ tại phần Il và phần l của Kế hoạch", "nhiệm vụ tại phần II và phần I của Kế hoạch"},
		{"Đại hội lần thứ XIV của Đảng", "Đại hội lần thứ XIV của Đảng"},
		{"vitamin H và khối H", "vitamin H và khối H"},
		{"mục 11 và khoản 1", "mục 11 và khoản 1"},
	} {
		if got := restored(Options{Engine: Vietnamese}, c[0]); got != c[1] {
			t.Errorf("restored %s\nmeant    %s", got, c[1])
		}
	}
	if got := restored(Options{Engine: English}, "Dai hdi lan thir XIV ctia Dang"); !strings.Contains(got, " XIV ") {
		t.Error(got)
	}
	if got := restored(Options{Engine: English}, "TRACH NHIEM CUA CAC DON VI"); got != "TRÁCH NHIỆM CỦA CÁC ĐƠN VỊ" {
		t.Error(got)
	}
}

// TestLabelsGoByTheirOrder where the stroke of đ was not read.
func TestLabelsGoByTheirOrder(t *testing.T) {
	got := restored(Options{Engine: English}, "II. NOI DUNG", "a) Mot", "b) Hai", "¢) Ba", "d) Bon", "d) Nam", "e) Sau", "I11. TO CHUC", "a) Mot")
	var labels []string
	for l := range strings.Lines(got) {
		labels = append(labels, strings.Fields(l)[0])
	}
	if s := strings.Join(labels, " "); s != "II. a) b) c) d) đ) e) III. a)" {
		t.Error(s)
	}
}

// TestGapsBetweenColumnsStay, and so does the page they stand on.
func TestGapsBetweenColumnsStay(t *testing.T) {
	line := "\fUY BAN NHAN DAN\tCONG HOA XA HOI    CHU NGHIA"
	if got := restored(Options{Engine: English}, line); got != "\fỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI    CHỦ NGHĨA" {
		t.Errorf("%q", got)
	}
}

// TestEveryTokenStaysInItsPlace, whatever was read: as many lines come back, the tokens of each in order.
func TestEveryTokenStaysInItsPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.StringMatching(`[a-zA-Z0-9 ¢éờịĐ@).,/:_-]{0,60}`), 0, 6).Draw(t, "lines")
		engine := rapid.SampledFrom([]Engine{Auto, English, Vietnamese}).Draw(t, "engine")
		inPlace(t, lines, Lines(lines, Options{Engine: engine}))
	})
}

func inPlace(t interface {
	Helper()
	Fatalf(string, ...any)
}, lines []string, out [][]Word) {
	t.Helper()
	if len(out) != len(lines) {
		t.Fatalf("%d lines became %d", len(lines), len(out))
	}
	for i, l := range lines {
		var seen []string
		for _, w := range out[i] {
			seen = append(seen, strings.Fields(w.Seen)...)
			if w.Sure < 0 || w.Sure > 1 {
				t.Fatalf("%q: sure %v", l, w.Sure)
			}
		}
		if got, want := strings.Join(seen, " "), strings.Join(strings.Fields(l), " "); got != want {
			t.Fatalf("%q came back as %q", want, got)
		}
	}
}

func FuzzLines(f *testing.F) {
	f.Add("Uy ban nhan dan xa\n\n¢) Hai\tba 15/KH-UBND", "eng")
	f.Add("Ủy ban nhân dân\ncuaUBND tr ách", "vie")
	f.Add("ngàyÄ9thángD[năm", "vie")
	f.Add("\xff\u0301\u0302 ̣ ạ̣ ı ﬁ’gg’N", "")
	f.Fuzz(func(t *testing.T, text, engine string) {
		e := Engine(engine)
		if e != English && e != Vietnamese {
			e = Auto
		}
		lines := strings.Split(text, "\n")
		inPlace(t, lines, Lines(lines, Options{Engine: e}))
	})
}

// TestTheModelIsTheRecordedOne: what make model made last is what is here, file for file.
func TestTheModelIsTheRecordedOne(t *testing.T) {
	sums, err := os.ReadFile("model/SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	recorded := map[string]bool{}
	for line := range strings.Lines(string(sums)) {
		f := strings.Fields(line)
		b, err := os.ReadFile(filepath.Join("model", f[1]))
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(b)); got != f[0] {
			t.Errorf("%s is not the recorded one: run make model, and commit what it makes", f[1])
		}
		recorded[f[1]] = true
	}
	files, err := os.ReadDir("model")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Name() != "SHA256SUMS" && !recorded[f.Name()] {
			t.Errorf("%s is not recorded", f.Name())
		}
	}
}

func TestTheEngineIsToldByItsLetters(t *testing.T) {
	if e := Detect([]string{"Ké hoach truyén thdng vé chuyén déi sé, Thu tuéng"}); e != English {
		t.Error(e)
	}
	if e := Detect([]string{"Kế hoạch truyền thông về chuyển đổi số, Thủ tướng"}); e != Vietnamese {
		t.Error(e)
	}
}
