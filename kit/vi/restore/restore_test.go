package restore

import (
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func mended(m *Mender, lines ...string) string {
	var out []string
	for _, ws := range m.Mend(lines) {
		var l []string
		for _, w := range ws {
			l = append(l, w.Text)
		}
		out = append(out, strings.Join(l, " "))
	}
	return strings.Join(out, "\n")
}

// TestTheWordsOfOfficesComeBack from readings of another paper than the sample.
func TestTheWordsOfOfficesComeBack(t *testing.T) {
	m := New("xã Trung Thành")
	for _, c := range [][2]string{
		{"Quyét dinh sé 06/QD-TTg ngay 06/01/2022 cua Thu tuéng Chinh phu", "Quyết định số 06/QĐ-TTg ngày 06/01/2022 của Thủ tướng Chính phủ"},
		{"Uy ban nhan dan xa Trung Thanh", "Ủy ban nhân dân xã Trung Thành"},
		{"UY BAN NHAN DAN XA TRUNG THANH", "ỦY BAN NHÂN DÂN XÃ TRUNG THÀNH"},
		{"- Tang cudng tuyén truyén vé céng tac phong chdng thién tai", "- Tăng cường tuyên truyền về công tác phòng chống thiên tai"},
		{"Phong Van hda - Xa hdi chu tri, phdi hgp v6i Céng an xa", "Phòng Văn hóa - Xã hội chủ trì, phối hợp với Công an xã"},
	} {
		if got := mended(m, c[0]); got != c[1] {
			t.Errorf("%s\nmended %s\nmeant  %s", c[0], got, c[1])
		}
	}
}

// TestFiguresDatesCodesAndAddressesStay, but for the stroke of Đ.
func TestFiguresDatesCodesAndAddressesStay(t *testing.T) {
	m := New()
	for _, s := range []string{"80%", "22/12/2024", "99,5%", "1.000.000", "57-NQ/TW", "https://t63.mic.gov.vn;", "langso.dx.gov.vn", "12", "5G"} {
		if got := mended(m, "nhan dan "+s+" va"); !strings.Contains(got, " "+s+" ") {
			t.Errorf("%s became %s", s, got)
		}
	}
	if got := Stroke("214/QD-HDND"); got != "214/QĐ-HĐND" {
		t.Error(got)
	}
}

// TestEveryTokenStaysInItsPlace: as many lines and words come back, the first of each as seen, whatever was read.
func TestEveryTokenStaysInItsPlace(t *testing.T) {
	m := New()
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.StringMatching(`[a-zA-Z0-9 ¢é@).,/:-]{0,60}`), 0, 6).Draw(t, "lines")
		out := m.Mend(lines)
		if len(out) != len(lines) {
			t.Fatalf("%d lines of %d", len(out), len(lines))
		}
		for i, ws := range out {
			fields := strings.Fields(lines[i])
			if len(ws) != len(fields) {
				t.Fatalf("%d words of %d in %q", len(ws), len(fields), lines[i])
			}
			for k, w := range ws {
				if w.Seen != fields[k] || w.Text == "" || w.Sure < 0 || w.Sure > 1 {
					t.Fatalf("%+v for %q", w, fields[k])
				}
			}
		}
	})
}

// TestSoundTextIsTold from text whose letters are lost.
func TestSoundTextIsTold(t *testing.T) {
	if s := MarkShare("Căn cứ Luật Tổ chức chính quyền địa phương"); s < SoundShare {
		t.Error(s)
	}
	if s := MarkShare("Can ctr Luat Té chirc chinh quyén dia phuong"); s >= SoundShare {
		t.Error(s)
	}
}

// TestMendAFile writes GARBLE_IN, mended, to GARBLE_OUT, to be scored from outside.
func TestMendAFile(t *testing.T) {
	in := os.Getenv("GARBLE_IN")
	if in == "" {
		t.Skip("GARBLE_IN names no file")
	}
	b, err := os.ReadFile(in)
	if err != nil {
		t.Fatal(err)
	}
	text := mended(New(), strings.Split(string(b), "\n")...)
	if err := os.WriteFile(os.Getenv("GARBLE_OUT"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
