// Package speech writes Vietnamese the way an announcer reads it aloud: numbers,
// dates, hours, shares and the usual abbreviations in words. It knows the
// language and nothing of stories or loudspeakers. What it cannot open it leaves
// as it is, and [Unread] finds it.
package speech

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"loa/kit/vi"
)

// abbreviations are those of state papers and of a ward's news; a longer one stands before one that it begins with.
var abbreviations = []struct{ short, read string }{
	{"UBND", "Ủy ban nhân dân"}, {"HĐND", "Hội đồng nhân dân"}, {"UBMTTQ", "Ủy ban Mặt trận Tổ quốc"}, {"MTTQ", "Mặt trận Tổ quốc"},
	{"CNTT", "công nghệ thông tin"}, {"CĐS", "chuyển đổi số"}, {"CCHC", "cải cách hành chính"}, {"TTHC", "thủ tục hành chính"}, {"DVCTT", "dịch vụ công trực tuyến"}, {"DVC", "dịch vụ công"},
	{"CCCD", "căn cước công dân"}, {"BHYT", "bảo hiểm y tế"}, {"BHXH", "bảo hiểm xã hội"}, {"GPLX", "giấy phép lái xe"}, {"TDP", "tổ dân phố"},
	{"THCS", "trung học cơ sở"}, {"THPT", "trung học phổ thông"}, {"ĐVTN", "đoàn viên thanh niên"}, {"KH", "kế hoạch"}, {"NQ", "nghị quyết"}, {"NĐ", "nghị định"}, {"CP", "Chính phủ"},
	{"TW", "Trung ương"}, {"TP", "thành phố"}, {"QR", "quy-rờ"}, {"VNeID", "Vi-en-i-ai-đi"}, {"OTP", "ô-tê-pê"}, {"ATM", "a-tê-mờ"}, {"SMS", "ét-em-ét"}, {"AI", "ây-ai"},
}

// units are what stands behind a number.
var units = []struct{ sign, read string }{
	{"km", "ki-lô-mét"}, {"m2", "mét vuông"}, {"m²", "mét vuông"}, {"kg", "ki-lô-gam"}, {"đ", "đồng"}, {"VNĐ", "đồng"},
}

const number = `\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?`

var (
	address  = regexp.MustCompile(`(?:https?://)?\.?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:vn|com|net|org|gov)\b(?:/[^\s,;)»]*)?`)
	fullDate = regexp.MustCompile(`\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b`)
	dayMonth = regexp.MustCompile(`((?i:ngày|sáng|trưa|chiều|tối|đến|từ|hôm|dịp)\s+)(\d{1,2})/(\d{1,2})\b`)
	month    = regexp.MustCompile(`((?i:tháng)\s+)(\d{1,2})/(\d{4})\b`)
	hour     = regexp.MustCompile(`\b([01]?\d|2[0-3])(?:[:hg]|\s?giờ\s?)([0-5]\d)(?:\s?phút)?\b`)
	fullHour = regexp.MustCompile(`\b([01]?\d|2[0-3])[hg]\b`)
	phone    = regexp.MustCompile(`\b0\d{1,3}[\d. ]{6,11}\d\b|\b1[89]00[\d. ]{2,6}\d\b`)
	hotline  = regexp.MustCompile(`((?i:tổng đài|gọi|gọi số|đường dây nóng)\s+)(\d{3,5})\b`)
	share    = regexp.MustCompile(`(` + number + `)\s*%`)
	span     = regexp.MustCompile(`(\d)\s*[-–]\s*(\d)`)
	ratio    = regexp.MustCompile(`\b(\d+)/(\d+)\b`)
	plain    = regexp.MustCompile(number)
	unread   = regexp.MustCompile(`\S*\d\S*|\p{Lu}{2,}\S*`)
)

// Spell is s with everything opened that a voice would stumble over.
func Spell(s string) string {
	s = address.ReplaceAllStringFunc(s, func(a string) string {
		host, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(a, "https://"), "http://"), "/")
		return strings.TrimSpace(strings.ReplaceAll(host, ".", " chấm "))
	})
	s = phone.ReplaceAllStringFunc(s, digits)
	s = groups(hotline, s, func(g []string) string { return g[1] + digits(g[2]) })
	s = groups(fullDate, s, func(g []string) string {
		return whole(g[1]) + " tháng " + monthName(g[2]) + " năm " + whole(g[3])
	})
	s = groups(dayMonth, s, func(g []string) string { return g[1] + whole(g[2]) + " tháng " + monthName(g[3]) })
	s = groups(month, s, func(g []string) string { return g[1] + monthName(g[2]) + " năm " + whole(g[3]) })
	s = groups(hour, s, func(g []string) string {
		if g[2] == "00" {
			return whole(g[1]) + " giờ"
		}
		return whole(g[1]) + " giờ " + whole(g[2]) + " phút"
	})
	s = groups(fullHour, s, func(g []string) string { return whole(g[1]) + " giờ" })
	s = groups(share, s, func(g []string) string { return amount(g[1]) + " phần trăm" })
	s = span.ReplaceAllString(s, "$1 đến $2")
	s = groups(ratio, s, func(g []string) string { return whole(g[1]) + " trên " + whole(g[2]) })
	for _, u := range units {
		s = regexp.MustCompile(`(\d)\s*`+u.sign+`(\PL|$)`).ReplaceAllString(s, "$1 "+u.read+"$2")
	}
	s = plain.ReplaceAllStringFunc(s, amount)
	for _, a := range abbreviations {
		s = openShort(s, a.short, a.read)
	}
	return s
}

// openShort puts read where short stands as a word of its own, also between the signs of a number of a paper: 15/KH-UBND.
func openShort(s, short, read string) string {
	var out strings.Builder
	for {
		i := strings.Index(s, short)
		if i < 0 {
			return out.String() + s
		}
		before, after := s[:i], s[i+len(short):]
		if endsInLetter(before) || beginsWithLetter(after) {
			out.WriteString(s[:i+len(short)])
		} else {
			before = strings.TrimRight(before, "/-")
			if before != s[:i] {
				before += " "
			}
			out.WriteString(before + read)
			after = strings.TrimPrefix(after, ".")
		}
		s = after
	}
}

func endsInLetter(s string) bool {
	r := []rune(s)
	return len(r) > 0 && (unicode.IsLetter(r[len(r)-1]) || unicode.IsDigit(r[len(r)-1]))
}

func beginsWithLetter(s string) bool {
	for _, r := range s {
		return unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	return false
}

func groups(re *regexp.Regexp, s string, read func(g []string) string) string {
	return re.ReplaceAllStringFunc(s, func(m string) string { return read(re.FindStringSubmatch(m)) })
}

// digits reads s figure by figure.
func digits(s string) string {
	var words []string
	for _, r := range s {
		if unicode.IsDigit(r) {
			words = append(words, vi.Words(int64(r-'0')))
		}
	}
	return strings.Join(words, " ")
}

// whole reads a whole number; one that is too long to be counted is read figure by figure.
func whole(s string) string {
	n, err := strconv.ParseInt(strings.ReplaceAll(s, ".", ""), 10, 64)
	if err != nil || n > vi.MaxWords {
		return digits(s)
	}
	return vi.Words(n)
}

// amount reads a number with or without a decimal comma.
func amount(s string) string {
	n, rest, cut := strings.Cut(s, ",")
	if !cut {
		return whole(n)
	}
	if strings.HasPrefix(rest, "0") || len(rest) > 2 {
		return whole(n) + " phẩy " + digits(rest)
	}
	return whole(n) + " phẩy " + whole(rest)
}

func monthName(s string) string {
	if n := strings.TrimLeft(s, "0"); n == "4" {
		return "tư"
	}
	return whole(s)
}

// Unread are the words of s that still have figures or a run of capitals in them, each once.
func Unread(s string) (out []string) {
	seen := map[string]bool{}
	for _, w := range unread.FindAllString(s, -1) {
		w = strings.TrimFunc(w, unicode.IsPunct)
		if w != "" && !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

// perMinute is how many syllables an announcer of a ward reads in a minute, pauses included.
const perMinute = 200

// Seconds is how long s takes to read, pauses included.
func Seconds(s string) int { return len(strings.Fields(s)) * 60 / perMinute }
