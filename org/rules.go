package org

import (
	"slices"
	"strings"
	"unicode/utf8"

	"loa/platform/refuse"
)

// A Matter is a part of the organisation that verbs change.
type Matter string

const (
	EditPlace  Matter = "place"
	EditDays   Matter = "days" // on which offices work
	EditUnits  Matter = "units"
	EditPeople Matter = "people"
	EditPosts  Matter = "posts"      // who holds what: further ruled by appointers
	LendPosts  Matter = "delegation" // one's own posts, or others' as lendersFor says
)

// law is who may change what. The operator keeps the registers and has no say in who holds a post,
// except as firstAppointment says: whoever could name the chair would be the chair.
var law = map[Matter][]Post{
	EditPlace:  {Operator, Chair},
	EditDays:   {OfficeHead, Chair, Operator},
	EditUnits:  {Operator, OfficeHead},
	EditPeople: {Operator, OfficeHead, Clerk},
	EditPosts:  {Chair, ViceChair, OfficeHead, Operator},
	LendPosts:  nil, // everybody who holds a post
}

// appointers is who may give a post and take it back. A person never gives one to himself.
var appointers = map[Post][]Post{
	Chair:      {Chair, ViceChair}, // the council elects; those in office record it
	ViceChair:  {Chair},
	OfficeHead: {Chair, ViceChair},
	Officer:    {Chair, ViceChair, OfficeHead},
	EditorHead: {Chair, ViceChair, OfficeHead},
	Reporter:   {Chair, ViceChair, OfficeHead, EditorHead},
	Announcer:  {Chair, ViceChair, OfficeHead},
	UnitHead:   {Chair, ViceChair, OfficeHead},
	Clerk:      {Chair, ViceChair, OfficeHead},
	Operator:   {Chair, ViceChair, OfficeHead},
}

// lendersFor is who may lend the posts of another, for one who fell ill and cannot do it himself.
var lendersFor = []Post{Chair, ViceChair}

// may refuses a who may not change m.
func (a Actor) may(m Matter) error {
	if who := law[m]; a.Person != 0 && (who == nil || a.Holds(who...)) {
		return nil
	}
	return refuse.With(refuse.NotAllowed, "Chức vụ của anh/chị không có quyền sửa mục này. Hãy nhờ người phụ trách.")
}

// May reports whether a may change m; a screen shows a button only if so.
func (a Actor) May(m Matter) bool { return a.may(m) == nil }

// Keepers is the posts that may change m; none means everybody who has signed in.
func Keepers(m Matter) []Post { return slices.Clone(law[m]) }

// mayAppoint is whether a may give post p to person, or take it away. vacant: nobody at the place holds
// any post that could give p, as in a ward that has just begun: then the operator records the first.
func mayAppoint(a Actor, p Post, person PersonID, vacant bool) error {
	switch {
	case !IsPost(p):
		return refuse.Field("post", "Hãy chọn một chức vụ trong danh sách.")
	case a.Person == person:
		return refuse.With(refuse.NotAllowed, "Không ai tự ghi chức vụ cho chính mình. Hãy nhờ người có thẩm quyền ghi nhận.")
	case a.Holds(appointers[p]...), vacant && a.Holds(Operator):
		return nil
	}
	return refuse.With(refuse.NotAllowed, "Anh/chị không có thẩm quyền ghi nhận chức vụ "+PostName(p)+". Việc này do "+namesOf(appointers[p])+" làm.")
}

// MayAppoint reports whether a, who is not the one concerned, may give post p while somebody in office could.
func MayAppoint(a Actor, p Post) bool { return mayAppoint(a, p, 0, false) == nil && a.Person != 0 }

func namesOf(ps []Post) string {
	names := make([]string, len(ps))
	for i, p := range ps {
		names[i] = PostName(p)
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " hoặc " + names[n-1]
	}
	return strings.Join(names, "")
}

// fits refuses a holding that clashes with one of others: a person has a post at a unit once at a time,
// and some posts have one holder at a time, in the place or in the unit.
func (h Holding) fits(others []Holding) error {
	for _, o := range others {
		if o.ID == h.ID || o.Post != h.Post || !o.Span.Meets(h.Span) {
			continue
		}
		switch same := o.Unit == h.Unit; {
		case same && o.Person == h.Person:
			return refuse.With(refuse.Conflict, "Người này đã giữ chức vụ "+PostName(h.Post)+" trong thời gian đó.")
		case posts[rank(h.Post)].alone == alonePerPlace,
			posts[rank(h.Post)].alone == alonePerUnit && same:
			return refuse.With(refuse.Conflict, "Chức vụ "+PostName(h.Post)+" đang có người giữ từ "+o.Span.From.String()+". Hãy ghi người đó thôi giữ chức vụ trước.")
		}
	}
	return nil
}

// mayLend is whether a may lend holding h as d says. others are the delegations of the same holding.
// What is lent is a holding, never a delegation, so a lent post cannot be lent on.
func mayLend(a Actor, h Holding, d Delegation, others []Delegation, today Day) error {
	switch {
	case a.Person != h.Person && !a.Holds(lendersFor...):
		return refuse.With(refuse.NotAllowed, "Chỉ người giữ chức vụ được ủy quyền chức vụ đó. Chức vụ được ủy quyền thì không ủy quyền tiếp.")
	case h.Post == Chair && a.Person != h.Person:
		return refuse.With(refuse.NotAllowed, "Chỉ Chủ tịch UBND ủy quyền chức vụ của mình.")
	case d.To == 0:
		return refuse.Field("to", "Hãy chọn người được ủy quyền.")
	case d.To == h.Person:
		return refuse.Field("to", "Hãy chọn một người khác: không thể ủy quyền cho chính mình.")
	case d.Span.Through == "":
		return refuse.Field("through", "Hãy ghi ngày hết ủy quyền: ủy quyền phải có thời hạn.")
	case d.Span.IsZero():
		return refuse.Field("through", "Ngày hết ủy quyền phải từ ngày bắt đầu trở đi.")
	case d.Span.Through < today:
		return refuse.Field("through", "Thời hạn ủy quyền đã qua. Hãy chọn ngày từ hôm nay trở đi.")
	case !h.Span.Contains(d.Span):
		return refuse.Field("from", "Thời hạn ủy quyền phải nằm trong thời gian giữ chức vụ.")
	case strings.TrimSpace(d.Why) == "":
		return refuse.Field("why", "Hãy ghi lý do ủy quyền, ví dụ: nghỉ phép.")
	}
	for _, o := range others {
		if o.Span.Meets(d.Span) {
			return refuse.Field("from", "Chức vụ này đã được ủy quyền từ "+o.Span.From.String()+" đến "+o.Span.Through.String()+". Hãy kết thúc lần ủy quyền đó trước.")
		}
	}
	return nil
}

// check refuses a unit that cannot be entered.
func (u *Unit) check(today Day) error {
	if err := checkName("name", u.Name); err != nil {
		return err
	}
	if err := u.checkWhat(); err != nil {
		return err
	}
	return checkPast(u.OpenedOn, today)
}

// mostPupils is more than any school has.
const mostPupils = 20_000

// checkWhat refuses what a unit cannot be, and leaves out what only a school is.
func (u *Unit) checkWhat() error {
	if err := checkKind(u.Kind); err != nil {
		return err
	}
	if u.Kind != School {
		u.Level, u.Pupils = "", 0
	}
	switch {
	case u.Level != "" && LevelName(u.Level) == "":
		return refuse.Field("level", "Hãy chọn cấp học.")
	case u.Pupils < 0 || u.Pupils > mostPupils:
		return refuse.Field("pupils", "Số học sinh chưa đúng. Hãy ghi số nguyên từ 0 đến 20.000.")
	}
	return nil
}

// mayOpen is whether the first day of u may be put right to day on.
func mayOpen(u Unit, history []Change, names []Name, on, today Day) error {
	if err := checkPast(on, today); err != nil {
		return err
	}
	if on == u.OpenedOn {
		return refuse.Field("on", "Đây đang là ngày bắt đầu của đơn vị. Hãy ghi ngày khác.")
	}
	for _, c := range history {
		if c.What != Opened && on >= c.On {
			return refuse.Field("on", "Đơn vị đã có thay đổi ngày "+c.On.String()+". Ngày bắt đầu phải trước ngày đó.")
		}
	}
	for _, n := range names {
		if n.Span.From > u.OpenedOn && n.Sort == Official && on >= n.Span.From {
			return refuse.Field("on", "Tên hiện nay có từ "+n.Span.From.String()+". Ngày bắt đầu phải trước ngày đó.")
		}
	}
	return nil
}

func checkKind(k UnitKind) error {
	if !slices.Contains(UnitKinds(), k) {
		return refuse.Field("kind", "Hãy chọn loại đơn vị.")
	}
	return nil
}

// checkName refuses what is no name; field is the form field it was typed in.
func checkName(field, name string) error {
	switch {
	case matchKey(name) == "":
		return refuse.Field(field, "Hãy ghi tên.")
	case utf8.RuneCountInString(name) > 200:
		return refuse.Field(field, "Tên dài quá 200 ký tự. Hãy ghi ngắn hơn.")
	}
	return nil
}

// checkPast refuses a day that has not come: the register says what is, not what is hoped for.
func checkPast(on, today Day) error {
	switch {
	case on == "":
		return refuse.Field("on", "Hãy ghi ngày.")
	case on > today:
		return refuse.Field("on", "Ngày "+on.String()+" chưa đến. Hãy ghi khi việc đã xảy ra.")
	}
	return nil
}

// mayRename holds a new name against the present one.
func mayRename(now Name, name string, on, today Day) error {
	if err := checkName("name", name); err != nil {
		return err
	}
	if err := checkPast(on, today); err != nil {
		return err
	}
	switch {
	case name == now.Text:
		return refuse.Field("name", "Đây đang là tên của đơn vị. Hãy ghi tên mới.")
	case on < now.Span.From:
		return refuse.Field("on", "Tên hiện nay có từ "+now.Span.From.String()+". Ngày đổi tên phải từ ngày đó trở đi.")
	}
	return nil
}

// follows refuses a change dated before what already happened to the unit.
func follows(before []Change, on, today Day) error {
	if err := checkPast(on, today); err != nil {
		return err
	}
	if n := len(before); n > 0 && on < before[n-1].On {
		return refuse.Field("on", "Đơn vị đã có thay đổi ngày "+before[n-1].On.String()+". Hãy ghi ngày từ đó trở đi.")
	}
	return nil
}

// NameOn is the official name among names on day; before the first, the first.
func NameOn(names []Name, day Day) string {
	first := Name{}
	for _, n := range names {
		if n.Sort != Official {
			continue
		}
		if n.Span.Covers(day) {
			return n.Text
		}
		if first.Text == "" || n.Span.From < first.Span.From {
			first = n
		}
	}
	return first.Text
}

// shortOn is the short name among names on day; empty when it had none.
func shortOn(names []Name, day Day) string {
	for _, n := range names {
		if n.Sort == Short && n.Span.Covers(day) {
			return n.Text
		}
	}
	return ""
}

// OpenOn reports whether a unit with this history, in order of days, existed on day.
func OpenOn(history []Change, day Day) bool {
	open := false
	for _, c := range history {
		if c.On > day {
			break
		}
		switch c.What {
		case Opened, Reopened:
			open = true
		case Closed, Merged:
			open = false
		}
	}
	return open
}

// officialOf is the official name in use.
func officialOf(names []Name) Name {
	for _, n := range names {
		if n.Sort == Official && n.Span.Through == "" {
			return n
		}
	}
	return Name{}
}

// check refuses a person that cannot be entered.
func (p Person) check() error {
	switch {
	case len(strings.Fields(p.Name)) < 2:
		return refuse.Field("name", "Hãy ghi đủ họ và tên.")
	case utf8.RuneCountInString(p.Name) > 100:
		return refuse.Field("name", "Họ và tên dài quá 100 ký tự.")
	case p.Unit == 0:
		return refuse.Field("unit", "Hãy chọn đơn vị công tác.")
	case p.Phone != "" && !isPhone(p.Phone):
		return refuse.Field("phone", "Số điện thoại chưa đúng. Hãy ghi từ 8 đến 15 chữ số, ví dụ 0912 345 678.")
	case p.Email != "" && !isEmail(p.Email):
		return refuse.Field("email", "Địa chỉ thư điện tử chưa đúng. Hãy ghi theo mẫu ten@coquan.gov.vn.")
	case (p.Phone != "" || p.Email != "") && strings.TrimSpace(p.Purpose) == "":
		return refuse.Field("purpose", "Hãy ghi mục đích dùng số điện thoại, thư điện tử, ví dụ: liên hệ công vụ.")
	}
	return nil
}

func isPhone(s string) bool {
	digits := 0
	for i, r := range s {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case r == ' ', r == '.', r == '-', r == '+' && i == 0:
		default:
			return false
		}
	}
	return digits >= 8 && digits <= 15
}

func isEmail(s string) bool {
	name, host, ok := strings.Cut(s, "@")
	return ok && name != "" && strings.Contains(host, ".") && !strings.ContainsAny(s, " \t,;<>\"") &&
		!strings.HasPrefix(host, ".") && !strings.HasSuffix(host, ".") && !strings.Contains(host, "@")
}
