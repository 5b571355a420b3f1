package alert

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"loa/org"
	"loa/platform/refuse"
)

// A Verb is what a person does with an alert.
type Verb string

// The verbs of the desk.
const (
	Write Verb = "write" // soạn
	Raise Verb = "raise" // đưa lên
	Lower Verb = "lower" // gỡ
)

// law is who may do what.
var law = map[Verb][]org.Post{
	Write: {org.Chair, org.ViceChair, org.OfficeHead, org.Officer},
	Raise: {org.Chair, org.ViceChair},
	Lower: {org.Chair, org.ViceChair},
}

func lawOf(v Verb) []org.Post { return slices.Clone(law[v]) }

// allowed refuses by who may not do v.
func allowed(by org.Actor, v Verb) error {
	switch {
	case by.Person == 0:
		return refuse.With(refuse.NotSignedIn, "Mời đăng nhập để tiếp tục.")
	case by.Holds(law[v]...):
		return nil
	case v == Write:
		return refuse.With(refuse.NotAllowed, "Thông báo khẩn do công chức phụ trách hoặc lãnh đạo UBND soạn. Anh/chị hãy báo cho người phụ trách.")
	}
	return refuse.With(refuse.NotAllowed, "Thông báo khẩn do Chủ tịch hoặc Phó Chủ tịch UBND đưa lên và gỡ. Anh/chị hãy trình lãnh đạo.")
}

// May reports whether by may do v; a screen shows a button only if so.
func May(by org.Actor, v Verb) bool { return allowed(by, v) == nil }

const (
	longestBody = 300 // characters: it stands above every page
	longestStay = 30 * 24 * time.Hour
)

// severities is each severity with its name and how it looks, the mildest first.
var severities = []struct {
	severity   Severity
	name, tone string
}{{Info, "Tin", ""}, {Warning, "Lưu ý", "warn"}, {Urgent, "Khẩn", "bad"}}

// Name is what s is called on screens; empty when there is no such severity.
func (s Severity) Name() string {
	for _, row := range severities {
		if row.severity == s {
			return row.name
		}
	}
	return ""
}

func (s Severity) tone() string {
	for _, row := range severities {
		if row.severity == s {
			return row.tone
		}
	}
	return ""
}

// rank is greater for what presses more.
func (s Severity) rank() int {
	for i, row := range severities {
		if row.severity == s {
			return i
		}
	}
	return -1
}

// settle tidies a and refuses what cannot be on the board. No beginning is now.
func (a *Alert) settle(now time.Time) error {
	if a.Body = strings.Join(strings.Fields(a.Body), " "); a.From.IsZero() || a.From.Before(now) {
		a.From = now
	}
	switch {
	case a.Body == "":
		return refuse.Field("body", "Hãy ghi điều cần báo: việc gì, ở đâu, người dân cần làm gì.")
	case utf8.RuneCountInString(a.Body) > longestBody:
		return refuse.Field("body", "Thông báo dài quá 300 ký tự. Hãy viết ngắn lại; chi tiết để trong một tin bài.")
	case a.Severity.Name() == "":
		return refuse.Field("severity", "Hãy chọn mức độ.")
	case a.Until.IsZero():
		return refuse.Field("until_day", "Hãy ghi lúc kết thúc để thông báo tự hết.")
	case !a.Until.After(a.From):
		return refuse.Field("until_hour", "Lúc kết thúc phải sau lúc bắt đầu và sau bây giờ.")
	case a.Until.Sub(a.From) > longestStay:
		return refuse.Field("until_day", "Thông báo hiện lâu nhất 30 ngày. Việc lâu hơn hãy đăng thành tin bài.")
	}
	return nil
}

var states = map[State]struct{ name, tone string }{
	Draft: {"Chờ đưa lên", "warn"}, Waiting: {"Chờ đến giờ", ""}, Up: {"Đang hiện", "good"}, Over: {"Đã hết giờ", ""}, Down: {"Đã gỡ", ""},
}
