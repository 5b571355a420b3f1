package contact

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"loa/org"
	"loa/platform/refuse"
)

// keepers may publish, change and strike contacts.
var keepers = []org.Post{org.Operator, org.Clerk, org.Officer, org.OfficeHead, org.ViceChair, org.Chair}

func allowed(a org.Actor) error {
	switch {
	case a.Person == 0:
		return refuse.With(refuse.NotSignedIn, "Mời đăng nhập để tiếp tục.")
	case a.Holds(keepers...):
		return nil
	}
	return refuse.With(refuse.NotAllowed, "Đầu mối liên hệ do văn thư, công chức phụ trách hoặc lãnh đạo UBND cập nhật.")
}

// May reports whether a may change contacts; a screen shows a button only if so.
func May(a org.Actor) bool { return allowed(a) == nil }

var sorts = []struct {
	sort  Sort
	title string
}{{Service, "Việc của người dân"}, {Team, "Tổ công nghệ số cộng đồng"}, {Press, "Người phát ngôn"}}

// Title is what s is called on screens; empty when there is no such sort.
func (s Sort) Title() string {
	for _, row := range sorts {
		if row.sort == s {
			return row.title
		}
	}
	return ""
}

// phoneForm is a number of this country as people write it: 0225.3.123.456, 1900 1234, 113.
var phoneForm = regexp.MustCompile(`^(?:\+84|0|1[89]00|1)[0-9 .]{2,14}$`)

const longest = 200

// settle tidies c and refuses what helps nobody.
func (c *Contact) settle() error {
	for _, s := range []*string{&c.Name, &c.Post, &c.Where, &c.Hours, &c.Phone, &c.Email} {
		*s = strings.Join(strings.Fields(*s), " ")
	}
	long := func(s string) bool { return utf8.RuneCountInString(s) > longest }
	switch {
	case c.Sort.Title() == "":
		return refuse.Field("sort", "Hãy chọn loại đầu mối.")
	case c.Name == "":
		return refuse.Field("name", "Hãy ghi tên nơi hoặc người cần liên hệ.")
	case slices.ContainsFunc([]string{c.Name, c.Post, c.Where, c.Hours}, long):
		return refuse.Field("name", "Mỗi ô không quá 200 ký tự. Hãy viết ngắn lại.")
	case c.Sort == Press && c.Post == "":
		return refuse.Field("post", "Hãy ghi chức vụ của người phát ngôn.")
	case c.Phone != "" && !phoneForm.MatchString(c.Phone):
		return refuse.Field("phone", "Số điện thoại chưa đúng. Ví dụ: 0225 3123 456.")
	case c.Email != "" && !isAddress(c.Email):
		return refuse.Field("email", "Địa chỉ thư chưa đúng. Ví dụ: phuong@haiphong.gov.vn.")
	case c.Phone == "" && c.Email == "" && c.Where == "":
		return refuse.Field("phone", "Hãy ghi ít nhất một cách liên hệ: điện thoại, thư điện tử hoặc nơi đến.")
	case (c.Phone != "" || c.Email != "") && !c.Consent:
		return refuse.Field("consent", "Hãy xác nhận đây là số, địa chỉ của cơ quan, hoặc người có số ấy đã đồng ý công khai.")
	}
	return nil
}

func isAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s
}

// Dial is the number of c as a telephone takes it.
func (c Contact) Dial() string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '.' {
			return -1
		}
		return r
	}, c.Phone)
}
