package org

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"loa/kit/grid"
	"loa/kit/vi"
	"loa/platform/refuse"
	"loa/platform/store"
)

// The columns of a list of people.
const (
	personName = iota
	personUnit
	personPost
	personFrom
	personPhone
	personEmail
	personPurpose
)

var peopleSheet = []grid.Column{
	personName:    {Name: "Họ và tên", Also: []string{"Họ tên", "Tên"}, Required: true},
	personUnit:    {Name: "Đơn vị", Also: []string{"Đơn vị công tác", "Cơ quan, đơn vị", "Cơ quan", "Nơi công tác", "Tên đơn vị"}, Required: true},
	personPost:    {Name: "Chức vụ", Also: []string{"Chức danh", "Vai trò", "Nhóm"}},
	personFrom:    {Name: "Giữ chức vụ từ ngày", Also: []string{"Từ ngày", "Ngày giữ chức vụ"}},
	personPhone:   {Name: "Điện thoại", Also: []string{"Số điện thoại", "SĐT", "Di động"}},
	personEmail:   {Name: "Thư điện tử", Also: []string{"Email", "E-mail", "Hộp thư"}},
	personPurpose: {Name: "Mục đích liên hệ", Also: []string{"Mục đích", "Mục đích dùng số điện thoại, thư điện tử"}},
}

// personFields are the columns that the register's own refusals are about.
var personFields = map[string]string{"name": "Họ và tên", "unit": "Đơn vị", "phone": "Điện thoại", "email": "Thư điện tử", "purpose": "Mục đích liên hệ",
	"post": "Chức vụ", "from": "Giữ chức vụ từ ngày", "": "Chức vụ"}

// postWords are other words for posts, as lists write them, folded.
var postWords = map[string]Post{
	"chu tich": Chair, "pho chu tich": ViceChair,
	"truong phong van hoa xa hoi": OfficeHead, "truong phong vhxh": OfficeHead, "truong phong vh xh": OfficeHead,
	"cong chuc van hoa xa hoi": Officer, "cong chuc vhxh": Officer, "cong chuc vh xh": Officer,
	"phong vien": Reporter, "cong tac vien": Reporter, "ctv": Reporter,
	"van hanh truyen thanh": Announcer, "can bo truyen thanh": Announcer, "phat thanh vien": Announcer,
	"thu truong": UnitHead, "hieu truong": UnitHead, "giam doc": UnitHead, "giam doc trung tam": UnitHead, "to truong": UnitHead, "to truong to dan pho": UnitHead,
	"truong thon": UnitHead, "tram truong": UnitHead, "truong tram": UnitHead, "truong cong an": UnitHead, "van thu": Clerk,
}

// postOf is the post that words say.
func postOf(words string) (Post, bool) {
	said := wordsKey(words)
	for _, p := range posts {
		if wordsKey(p.name) == said {
			return p.post, true
		}
	}
	p, ok := postWords[said]
	return p, ok
}

func wordsKey(s string) string { return strings.Join(strings.FieldsFunc(vi.Fold(s), isBetween), " ") }

// personLine is what becomes of a line of a list of people. usual is what phone and e-mail are for, where the line does not say.
func (n *now) personLine(f *Finding, a Actor, usual string) (act, error) {
	next := Person{Name: f.Cells[personName], Phone: phoneOf(f.Cells[personPhone]), Email: f.Cells[personEmail], Purpose: f.Cells[personPurpose], Active: true}
	next.tidy()
	next.Unit = n.unitOf(f)
	was, known := n.person(f, next)
	if known {
		next = merged(was, next)
	} else {
		next.ID = PersonID(-f.No) // a number of its own until the register gives one
	}
	if next.Purpose == "" && (next.Phone != "" || next.Email != "") {
		next.Purpose = usual
	}
	if len(f.Flaws) == 0 {
		if err := next.check(); err != nil {
			if err := f.refused(err, personFields); err != nil {
				return nil, err
			}
		}
	}
	held, err := n.postsOf(f, a, next)
	if err != nil {
		return nil, err
	}
	if known {
		n.comparePeople(f, was, next)
	} else {
		f.Changes = append(personWords(next, n.units[next.Unit].Name), f.Changes...)
	}
	if line, told := n.told[next.ID]; told && len(f.Changes) == 0 {
		f.flaw(peopleSheet[personName].Name, fmt.Sprintf("Trùng với dòng %d. Hãy bỏ một trong hai dòng.", line))
	}
	f.judge(!known)
	if f.Verdict != Faulty {
		n.remember(f.No, next, held)
	}
	return n.personAct(was, next, held, known), nil
}

// phoneOf gives a number its first zero back, which a cell of figures loses.
func phoneOf(s string) string {
	if len(s) == 9 && s[0] != '0' && strings.Trim(s, "0123456789") == "" {
		return "0" + s
	}
	return s
}

// unitOf is the unit of the line; a name of the past leads to the unit of today.
func (n *now) unitOf(f *Finding) UnitID {
	said, column := f.Cells[personUnit], peopleSheet[personUnit].Name
	if matchKey(said) == "" {
		f.flaw(column, "Hãy ghi đơn vị công tác.")
		return 0
	}
	u, how, known := n.find(said)
	if !known {
		say := "Sổ chưa có đơn vị «" + said + "»."
		if near := n.nearest(said); near != "" {
			say += " Có phải «" + near + "»?"
		}
		f.flaw(column, say+" Hãy sửa tên hoặc thêm đơn vị vào sổ trước.")
		return 0
	}
	if heir := n.heir(u); heir.ID != u.ID {
		f.note("«" + u.Name + "» đã sáp nhập vào «" + heir.Name + "».")
		u = heir
	} else if how.isOpen && !how.inUse {
		f.note("«" + said + "» là tên cũ của «" + u.Name + "».")
	}
	if !u.IsOpen() {
		f.flaw(column, "«"+u.Name+"» đã kết thúc hoạt động từ "+u.ClosedOn.String()+". Hãy ghi đơn vị khác.")
		return 0
	}
	return u.ID
}

// nearest is the open unit whose name shares the most words with said, if it shares more than half.
func (n *now) nearest(said string) (best string) {
	if best, ok := n.near[said]; ok {
		return best
	}
	defer func() { n.near[said] = best }()
	want := strings.Fields(matchKey(said))
	most := 0
	for _, u := range n.units {
		words := strings.Fields(matchKey(u.Name))
		shared := 0
		for _, w := range want {
			if slices.Contains(words, w) {
				shared++
			}
		}
		if u.IsOpen() && 2*shared > max(len(want), len(words)) && (shared > most || shared == most && u.Name < best) {
			best, most = u.Name, shared
		}
	}
	return best
}

// person is who in the register the line speaks of: the same name with the same phone, e-mail or unit.
func (n *now) person(f *Finding, p Person) (Person, bool) {
	want, elsewhere := keysOf(p), ""
	for i, known := range n.people {
		same := n.whose[i].name == want.name
		samePhone := want.phone != "" && n.whose[i].phone == want.phone
		sameMail := want.mail != "" && n.whose[i].mail == want.mail
		switch {
		case same && (samePhone || sameMail || known.Unit == p.Unit):
			if !known.Active {
				f.flaw(peopleSheet[personName].Name, "Sổ ghi «"+known.Name+"» đã thôi công tác. Hãy bỏ dòng này, hoặc ghi họ tên đầy đủ hơn nếu là người khác.")
			}
			return known, true
		case samePhone && known.Active:
			f.flaw(peopleSheet[personPhone].Name, "Số này đang là của «"+known.Name+"». Hãy xem lại số hoặc họ tên.")
		case sameMail && known.Active:
			f.flaw(peopleSheet[personEmail].Name, "Địa chỉ này đang là của «"+known.Name+"». Hãy xem lại địa chỉ hoặc họ tên.")
		case same && known.Active:
			elsewhere = n.units[known.Unit].Name
		}
	}
	if elsewhere != "" {
		f.note("Đã có người cùng tên ở «" + elsewhere + "». Nếu là một người, hãy ghi đúng số điện thoại như trong sổ.")
	}
	return Person{}, false
}

func digits(phone string) string {
	figures := strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, phone)
	if rest, ok := strings.CutPrefix(figures, "84"); ok && strings.HasPrefix(phone, "+") {
		return "0" + rest
	}
	return figures
}

// merged is was with what next says; what next leaves open stays.
func merged(was, next Person) Person {
	next.ID, next.Name, next.Active = was.ID, was.Name, was.Active
	if next.Unit == 0 {
		next.Unit = was.Unit
	}
	if next.Phone == "" || digits(next.Phone) == digits(was.Phone) {
		next.Phone = was.Phone
	}
	if next.Email == "" {
		next.Email = was.Email
	}
	if next.Purpose == "" {
		next.Purpose = was.Purpose
	}
	return next
}

func (n *now) comparePeople(f *Finding, was, next Person) {
	posts := f.Changes
	f.Changes = nil
	if next.Unit != was.Unit {
		f.change(peopleSheet[personUnit].Name, n.units[was.Unit].Name, n.units[next.Unit].Name)
	}
	if next.Phone != was.Phone {
		f.change(peopleSheet[personPhone].Name, was.Phone, next.Phone)
	}
	if next.Email != was.Email {
		f.change(peopleSheet[personEmail].Name, was.Email, next.Email)
	}
	if next.Purpose != was.Purpose {
		f.change(peopleSheet[personPurpose].Name, was.Purpose, next.Purpose)
	}
	f.Changes = append(f.Changes, posts...)
}

func personWords(p Person, unit string) []string {
	out := []string{unit}
	for _, s := range []string{p.Phone, p.Email} {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// postsOf is the posts that the line gives to p and that p does not hold yet; the law is asked as if each were given by hand.
func (n *now) postsOf(f *Finding, a Actor, p Person) (out []Holding, err error) {
	column := peopleSheet[personPost].Name
	for _, said := range strings.FieldsFunc(f.Cells[personPost], func(r rune) bool { return r == ';' || r == '\n' }) {
		if wordsKey(said) == "" {
			continue
		}
		post, ok := postOf(said)
		if !ok {
			f.flaw(column, "Không hiểu chức vụ «"+strings.TrimSpace(said)+"». Hãy ghi một trong: "+namesOf(Posts())+"; hoặc bỏ trống.")
			continue
		}
		if n.holds(p.ID, post, p.Unit) {
			continue
		}
		h := Holding{Person: p.ID, Post: post, Unit: p.Unit, Basis: "danh sách nhập từ tệp"}
		if err := n.mayHold(a, &h, f.Cells[personFrom]); err != nil {
			if err := f.refused(err, personFields); err != nil {
				return nil, err
			}
			continue
		}
		f.change(column, "", PostName(post)+" từ "+h.Span.From.String())
		out = append(out, h)
	}
	return out, nil
}

func (n *now) holds(person PersonID, post Post, unit UnitID) bool {
	return slices.ContainsFunc(n.holdings, func(h Holding) bool {
		return h.Person == person && h.Post == post && h.Unit == unit && h.Span.Covers(n.today)
	})
}

// mayHold dates h and asks the law for it.
func (n *now) mayHold(a Actor, h *Holding, from string) error {
	vacant := !slices.ContainsFunc(n.holdings, func(o Holding) bool {
		return o.ID > 0 && slices.Contains(appointers[h.Post], o.Post) && o.Span.Covers(n.today)
	})
	if err := mayAppoint(a, h.Post, h.Person, vacant); err != nil {
		return err
	}
	if from == "" {
		return refuse.Field("from", "Hãy ghi ngày bắt đầu giữ chức vụ.")
	}
	on, err := ParseDay("from", from)
	if err != nil {
		return refuse.Field("from", "«"+from+"» không phải ngày. Hãy ghi ngày/tháng/năm, ví dụ 01/7/2025.")
	}
	h.Span.From = on
	return h.fits(n.holdings)
}

// remember lets the lines after see what this one did.
func (n *now) remember(line int, p Person, held []Holding) {
	n.told[p.ID] = line
	if i := slices.IndexFunc(n.people, func(o Person) bool { return o.ID == p.ID }); i >= 0 {
		n.people[i], n.whose[i] = p, keysOf(p)
	} else {
		n.people, n.whose = append(n.people, p), append(n.whose, keysOf(p))
	}
	for _, h := range held {
		h.ID = HoldingID(-len(n.holdings) - 1)
		n.holdings = append(n.holdings, h)
	}
}

// personAct writes what became of a line about a person.
func (n *now) personAct(was, next Person, held []Holding, known bool) act {
	provisional := next.ID
	return func(ctx context.Context, tx *store.Tx, log logger) error {
		verb, isOther := "edit-person", was != next
		if known {
			if given, ok := n.numbers[next.ID]; ok { // a line before added the person
				next.ID = given
			}
			if err := updatePerson(ctx, tx, next); err != nil {
				return err
			}
		} else {
			verb = "add-person"
			if err := insertPerson(ctx, tx, &next); err != nil {
				return err
			}
			n.numbers[provisional] = next.ID
		}
		if isOther {
			if err := log(verb, next.ID.Ref(), next.Name); err != nil {
				return err
			}
		}
		for _, h := range held {
			h.Person = next.ID
			if err := insertHolding(ctx, tx, &h); err != nil {
				return err
			}
			if err := log("appoint", next.ID.Ref(), next.Name+": "+PostName(h.Post)+" từ "+h.Span.From.String()); err != nil {
				return err
			}
		}
		return nil
	}
}
