package vi

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The readings are those of the primary school book of mathematics and of state papers.
func TestNumbersInWords(t *testing.T) {
	for n, want := range map[int64]string{
		0: "không", 1: "một", 5: "năm", 10: "mười", 11: "mười một", 14: "mười bốn", 15: "mười lăm", 20: "hai mươi", 21: "hai mươi mốt", 24: "hai mươi tư",
		25: "hai mươi lăm", 100: "một trăm", 101: "một trăm linh một", 104: "một trăm linh bốn", 105: "một trăm linh năm", 110: "một trăm mười", 111: "một trăm mười một",
		115: "một trăm mười lăm", 999: "chín trăm chín mươi chín", 1000: "một nghìn", 1005: "một nghìn không trăm linh năm", 1015: "một nghìn không trăm mười lăm",
		2025: "hai nghìn không trăm hai mươi lăm", 60733: "sáu mươi nghìn bảy trăm ba mươi ba", 1_000_000: "một triệu", 1_000_005: "một triệu không trăm linh năm",
		1_200_000: "một triệu hai trăm nghìn", 428_000_000: "bốn trăm hai mươi tám triệu", 5_000_000_000: "năm tỷ", 1_200_000_000_000: "một nghìn hai trăm tỷ",
		1_000_000_000_005: "một nghìn tỷ không trăm linh năm", MaxWords: "một triệu tỷ", -7: "âm bảy", MaxWords + 1: "1.000.000.000.000.001", math.MinInt64: "-9.223.372.036.854.775.808",
	} {
		if got := Words(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

// count counts words back, by rules of its own: it knows values of words, not how they are put together.
func count(words string) int64 {
	digit := map[string]int64{"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
	var billions, total, group, last int64
	for _, w := range strings.Fields(words) {
		switch w {
		case "trăm":
			group, last = group+last*100, 0
		case "mươi":
			group, last = group+last*10, 0
		case "mười":
			group, last = group+10, 0
		case "linh":
		case "nghìn":
			total, group, last = total+(group+last)*1000, 0, 0
		case "triệu":
			total, group, last = total+(group+last)*1_000_000, 0, 0
		case "tỷ":
			billions, total, group, last = total+group+last, 0, 0, 0
		default:
			last = digit[w]
		}
	}
	return billions*1_000_000_000 + total + group + last
}

func TestNoTwoNumbersAreReadAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, MaxWords).Draw(t, "n")
		if back := count(Words(n)); back != n {
			t.Fatalf("%d is %q is %d", n, Words(n), back)
		}
	})
}

func TestFiguresGoBothWays(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 80: "80", 69.85: "69,85", 1234567: "1.234.567", 1234.5: "1.234,5", -0.004: "0", -1234.25: "-1.234,25", 0.1: "0,1"} {
		if got := Decimal(x, 2); got != want {
			t.Errorf("%v: %q, want %q", x, got, want)
		}
	}
	for _, s := range []string{"", "1.5", "1,", ",5", "1.2345", "1.23.456", "abc", "1,2,3", "--1", "1 000", "0x10", "1e5", "١"} {
		if x, err := ParseNumber(s); err == nil {
			t.Errorf("%q is %v", s, x)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(-1<<50, 1<<50).Draw(t, "n")
		if x, err := ParseNumber(Figures(n)); err != nil || int64(x) != n {
			t.Fatalf("%d is %q is %v: %v", n, Figures(n), x, err)
		}
		cents := float64(rapid.IntRange(-1e9, 1e9).Draw(t, "cents")) / 100
		if x, err := ParseNumber(Decimal(cents, 2)); err != nil || x != cents {
			t.Fatalf("%v is %q is %v: %v", cents, Decimal(cents, 2), x, err)
		}
	})
}

func TestDates(t *testing.T) {
	july := time.Date(2025, 7, 16, 0, 0, 0, 0, time.UTC)
	february := time.Date(2025, 2, 5, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{ShortDate(july), "16/7/2025"}, {ShortDate(february), "05/02/2025"}, {LongDate(july), "ngày 16 tháng 7 năm 2025"}, {LongDate(february), "ngày 05 tháng 02 năm 2025"},
		{SpokenDate(february), "ngày mùng năm tháng hai năm hai nghìn không trăm hai mươi lăm"}, {SpokenDate(july.AddDate(0, -3, 0)), "ngày mười sáu tháng tư năm hai nghìn không trăm hai mươi lăm"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	for _, s := range []string{"5/2/2025", "05/02/2025", "05-02-2025", "5.2.2025", "2025-02-05", "ngày 05 tháng 02 năm 2025", "Ngày 5 tháng 2 năm 2025", "ngày 5/2/2025", " 5 / 2 / 2025 ", "ngay 5 thang 2 nam 2025"} {
		if d, err := ParseDate(s); err != nil || !d.Equal(february) {
			t.Errorf("%q is %v: %v", s, d, err)
		}
	}
	for _, s := range []string{"", "31/02/2025", "29/2/2025", "0/1/2025", "1/13/2025", "1/1/25", "1/2-2025", "5 tháng 2", "ngày 5 tháng 2/2025", "2025", "1/1/20255", "1/1/1899", "5/2/2025x", "hôm nay"} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("%q is %v", s, d)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d := time.Date(1900, 1, 1+rapid.IntRange(0, 300*365).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		for _, s := range []string{ShortDate(d), LongDate(d), d.Format("2-1-2006"), d.Format(time.DateOnly)} {
			if back, err := ParseDate(s); err != nil || !back.Equal(d) {
				t.Fatalf("%q is %v: %v", s, back, err)
			}
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"16/7/2025", "ngày 05 tháng 02 năm 2025", "2025-07-16", "31/02/2025", "1.1.2000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDate(s); err == nil {
			if back, err := ParseDate(LongDate(d)); err != nil || !back.Equal(d) {
				t.Errorf("%q is %v, written %q", s, d, LongDate(d))
			}
		}
	})
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"1.234.567", "69,85", "-1,5", "1.5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if x, err := ParseNumber(s); err == nil && (math.IsNaN(x) || math.IsInf(x, 0)) {
			t.Errorf("%q is %v", s, x)
		}
	})
}
