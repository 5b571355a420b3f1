package citation

import (
	"fmt"
	"strings"
	"time"

	"loa/kit/vi"
)

// A retiredBody is a body of the state that is no more.
type retiredBody struct {
	head, rest string   // Bộ, Thông tin và Truyền thông
	words      []string // of rest, folded
	since      time.Time
	now        string // who does its work
}

// The ministries were merged on 1 March 2025 (resolution of the National
// Assembly on the structure of the Government), the departments with them.
var march = time.Date(2025, time.March, 1, 0, 0, 0, 0, time.UTC)

var retiredBodies = func() []retiredBody {
	out := []retiredBody{
		{head: "Bộ", rest: "Thông tin và Truyền thông", now: "chuyển đổi số thuộc Bộ Khoa học và Công nghệ; thông tin cơ sở, báo chí thuộc Bộ Văn hóa, Thể thao và Du lịch"},
		{head: "Sở", rest: "Thông tin và Truyền thông", now: "chuyển đổi số thuộc Sở Khoa học và Công nghệ; thông tin cơ sở thuộc sở phụ trách văn hóa"},
		{head: "Bộ", rest: "Kế hoạch và Đầu tư", now: "nay thuộc Bộ Tài chính"},
		{head: "Sở", rest: "Kế hoạch và Đầu tư", now: "nay thuộc Sở Tài chính"},
		{head: "Bộ", rest: "Giao thông vận tải", now: "nay thuộc Bộ Xây dựng"},
		{head: "Sở", rest: "Giao thông vận tải", now: "nay thuộc Sở Xây dựng"},
		{head: "Bộ", rest: "Tài nguyên và Môi trường", now: "nay là Bộ Nông nghiệp và Môi trường"},
		{head: "Sở", rest: "Tài nguyên và Môi trường", now: "nay là Sở Nông nghiệp và Môi trường"},
		{head: "Bộ", rest: "Nông nghiệp và Phát triển nông thôn", now: "nay là Bộ Nông nghiệp và Môi trường"},
		{head: "Sở", rest: "Nông nghiệp và Phát triển nông thôn", now: "nay là Sở Nông nghiệp và Môi trường"},
		{head: "Bộ", rest: "Lao động - Thương binh và Xã hội", now: "nay phần lớn thuộc Bộ Nội vụ"},
		{head: "Sở", rest: "Lao động - Thương binh và Xã hội", now: "nay phần lớn thuộc Sở Nội vụ"},
	}
	for i := range out {
		out[i].since = march
		out[i].words = words(out[i].rest)
	}
	return out
}()

// words are the folded words of a name, without its commas and dashes.
func words(name string) []string {
	return strings.FieldsFunc(vi.Fold(name), func(r rune) bool { return !letter(r) })
}

func (b retiredBody) name() string { return b.head + " " + b.rest }

// retired finds the body that a name ends with: «Bộ trưởng Bộ Thông tin và Truyền thông».
func retired(name string) (retiredBody, bool) {
	for _, b := range retiredBodies {
		if strings.HasSuffix(name, b.name()) {
			return b, true
		}
	}
	return retiredBody{}, false
}

// retiredHost is the end of the addresses of the ministry of information.
const retiredHost = ".mic.gov.vn"

// CheckBodies says where a paper of day on speaks of bodies that were no more on
// that day, or sends people to their addresses, in the order of the paper. Where
// such a body only issued a document that found cites, it is no fault.
func CheckBodies(lines []Line, found []Citation, on time.Time) []Fault {
	t := fold(lines)
	var faults []Fault
	for i := 0; i < len(t.f); {
		w := t.next(i)
		if w.empty() {
			i = max(i+1, w.to+1)
			continue
		}
		i = w.to
		f, end, ok := t.retiredAt(w)
		if !ok {
			f, end, ok = t.hostAt(w)
		}
		if ok && !on.Before(march) && !cites(found, t.pos(w.from)) {
			faults = append(faults, f)
			i = end
		}
	}
	return faults
}

// retiredAt matches the head of a retired body at w; Bộ and Sở may have lost all but their first letter.
func (t *text) retiredAt(w word) (f Fault, end int, ok bool) {
	head := ""
	switch n := w.to - w.from; {
	case n > 3 || !t.capital(w.from):
		return f, 0, false
	case t.f[w.from] == 'b':
		head = "Bộ"
	case t.f[w.from] == 's':
		head = "Sở"
	default:
		return f, 0, false
	}
	for _, b := range retiredBodies {
		if b.head != head {
			continue
		}
		if end, off := t.phraseAt(w.to, b.words); off <= len(b.words) && !t.separated(w.to, t.next(w.to).from) {
			note := fmt.Sprintf("%s đã kết thúc hoạt động từ ngày %s (%s). Hãy xác định cơ quan hiện nay trước khi giao việc hoặc gửi báo cáo.", b.name(), vi.ShortDate(b.since), b.now)
			return Fault{RetiredBody, [2]int{t.pos(w.from).Line, t.pos(end - 1).Line}, b.name(), note}, end, true
		}
	}
	return f, 0, false
}

// hostAt matches an address under retiredHost that begins at w.
func (t *text) hostAt(w word) (f Fault, end int, ok bool) {
	end = w.from
	for end < len(t.f) && end-w.from < 80 && !space(t.f[end]) && t.f[end] != ';' && t.f[end] != ',' {
		end++
	}
	host := strings.TrimRight(string(t.f[w.from:end]), ".)")
	if !strings.HasSuffix(host, retiredHost) && !strings.Contains(host, retiredHost+"/") {
		return f, 0, false
	}
	line := t.pos(w.from).Line
	return Fault{RetiredHost, [2]int{line, line}, host, "Địa chỉ này thuộc Bộ Thông tin và Truyền thông, cơ quan đã kết thúc hoạt động. Hãy mở thử và tìm địa chỉ thay thế trước khi giới thiệu cho người dân."}, end, true
}

// cites reports whether at lies in the kind, code, date or issuer of a citation: anywhere before its title is enough here.
func cites(found []Citation, at Pos) bool {
	for _, c := range found {
		if !before(at, c.From) && before(at, c.To) {
			return true
		}
	}
	return false
}
