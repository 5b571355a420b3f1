package work

import (
	"fmt"
	"strconv"
	"strings"

	"loa/org"
	"loa/platform/web"
)

var stateOptions = func() []web.Option {
	options := []web.Option{{Value: "", Text: "Mọi tình trạng"}, {Value: string(Unfinished), Text: "Chưa xong"}}
	for _, s := range states {
		options = append(options, web.Option{Value: string(s.state), Text: s.name})
	}
	return append(options, web.Option{Value: string(Dropped), Text: "Kế hoạch thôi giao"})
}()

var dueOptions = []web.Option{
	{Value: "", Text: "Mọi hạn"},
	{Value: string(DueLate), Text: "Quá hạn"},
	{Value: string(DueWeek), Text: "Trong bảy ngày tới"},
	{Value: string(DueMonth), Text: "Trong tháng tới"},
	{Value: string(DueNever), Text: "Không có hạn"},
}

// selected is the value of a choice by number; none is the first choice.
func selected(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// href is the address of the part p.
func (p Part) href() string { return fmt.Sprintf("/%s/unit/%d", p.Task.Ref(), p.Unit) }

// capital is s with a capital at its head.
func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// few is the first of names, and how many more there are.
func few(names []string) string {
	switch len(names) {
	case 0:
		return "Chưa có"
	case 1, 2:
		return strings.Join(names, "; ")
	}
	return fmt.Sprintf("%s và %d đơn vị khác", names[0], len(names)-1)
}

// lower is s with a small letter at its head, to go inside a sentence.
func lower(s string) string {
	for i, r := range s {
		return strings.ToLower(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// say tells where else a file stands.
func (t Twin) say() string {
	what := "giống"
	if t.Same {
		what = "chính là"
	}
	return fmt.Sprintf("%s %s %s của %s, gửi %s cho nhiệm vụ %d.", fileWord(t.Other, t.File), what, lower(fileWord(t.Other, t.Other.N)), t.Unit, org.DayOf(t.Of.SentAt), t.Of.Task)
}

func fileWord(f File, n int) string {
	if f.IsPicture() {
		return fmt.Sprintf("Ảnh %d", n)
	}
	return fmt.Sprintf("Tệp %d", n)
}
