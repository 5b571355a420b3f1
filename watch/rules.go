package watch

import (
	"time"

	"loa/org"
	"loa/platform/refuse"
)

// A Verb is what a person does here.
type Verb string

// The verbs of the desk.
const (
	Look   Verb = "look"   // xem
	Accept Verb = "accept" // chấp nhận nội dung đang có
	Drill  Verb = "drill"  // diễn tập
)

// law is who may do what: those who answer for the site.
var law = map[Verb][]org.Post{
	Look:   {org.Operator, org.EditorHead, org.OfficeHead, org.ViceChair, org.Chair},
	Accept: {org.Operator, org.OfficeHead, org.ViceChair, org.Chair},
	Drill:  {org.Operator},
}

// called are the posts that are written to at an alarm.
var called = []org.Post{org.Operator, org.EditorHead}

func allowed(a org.Actor, v Verb) error {
	switch {
	case a.Person == 0:
		return refuse.With(refuse.NotSignedIn, "Mời đăng nhập để tiếp tục.")
	case a.Holds(law[v]...):
		return nil
	}
	return refuse.With(refuse.NotAllowed, "Việc canh trang công khai do quản trị hệ thống, trưởng phòng và lãnh đạo UBND phụ trách.")
}

// May reports whether a may do v; a screen shows a button only if so.
func May(a org.Actor, v Verb) bool { return allowed(a, v) == nil }

// tooLong is how long after a round the watch is said to stand still.
const tooLong = 5 * time.Minute

// Minutely is the full minutes.
func Minutely(t time.Time) time.Time { return t.Truncate(time.Minute).Add(time.Minute) }

var whats = map[What]struct{ name, todo string }{
	Changed:  {"Nội dung khác với bản đã đăng", "Mở trang và đọc lại. Nếu bị sửa trái phép: gỡ hoặc đính chính ngay, đổi mật khẩu máy chủ, phục hồi từ bản sao lưu."},
	Appeared: {"Trang không ai đăng", "Trang này không do người của phường đăng qua phần mềm. Mở xem, gỡ nếu lạ, và kiểm tra máy chủ."},
	Vanished: {"Trang đã đăng mà không còn", "Phục hồi từ bản sao lưu, hoặc xác nhận trang được bỏ có chủ ý."},
	Damaged:  {"Ảnh hoặc tệp hỏng, mất", "Phục hồi tệp từ bản sao lưu, hoặc mở bản đính chính và thay ảnh. Người đọc không bao giờ nhận tệp hỏng."},
	Practice: {"Diễn tập, không có trang nào bị sửa", "Nếu anh/chị thấy dòng này và nhận được thư (khi đã đặt máy chủ thư), báo động hoạt động. Hãy kết thúc diễn tập."},
}

// say is f in a sentence.
func (f Finding) say() string { return whats[f.What].name + ": «" + f.Title + "»." }
