package report

import (
	"slices"
	"strings"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/web"
)

// An Act is what a person asks the desk to do.
type Act string

// The acts of the desk.
const (
	Look    Act = "look"    // read reports and take their files
	Write   Act = "write"   // open a report, change its words
	Check   Act = "check"   // say that it is right and close it, or give it back
	Issuing Act = "issue"   // number it, take the signed paper back, send and file it
	Signing Act = "sign"    // sign it here
	Keep    Act = "keep"    // keep the calendars
	Deposit Act = "deposit" // pack the dossier of a plan
)

// law is who may do what: any of these posts; none listed = whoever has signed in.
var law = map[Act][]org.Post{
	Look:    nil,
	Write:   {org.OfficeHead, org.Officer},
	Check:   {org.OfficeHead, org.ViceChair, org.Chair},
	Issuing: {org.Clerk},
	Signing: {org.Chair, org.ViceChair},
	Keep:    {org.OfficeHead, org.Officer},
	Deposit: {org.Clerk, org.OfficeHead},
}

// May reports whether a may do act; a screen shows a button only if so, and the verb refuses the same.
func May(a org.Actor, act Act) bool {
	who := law[act]
	return a.Person != 0 && (who == nil || a.Holds(who...))
}

func allowed(a org.Actor, act Act) error {
	if May(a, act) {
		return nil
	}
	says := map[Act]string{
		Look:    "Mời đăng nhập để xem báo cáo.",
		Write:   "Báo cáo, văn bản do trưởng phòng, công chức Văn hóa – Xã hội soạn.",
		Check:   "Báo cáo, văn bản do trưởng phòng Văn hóa – Xã hội hoặc lãnh đạo UBND kiểm tra.",
		Signing: "Báo cáo, văn bản do chủ tịch hoặc phó chủ tịch ký.",
		Issuing: "Việc cấp số, nhận bản ký, gửi và lưu do văn thư làm.",
		Deposit: "Hồ sơ lưu trữ do văn thư hoặc trưởng phòng Văn hóa – Xã hội lập.",
		Keep:    "Chế độ báo cáo do trưởng phòng, công chức Văn hóa – Xã hội đặt.",
	}
	return refuse.With(refuse.NotAllowed, says[act])
}

// ruleOf is the rule of routes that do act.
func ruleOf(act Act) web.Rule {
	if who := law[act]; who != nil {
		return org.Holders(who...)
	}
	return org.SignedIn
}

// moves is the law of a report's life: from which state a verb leads where.
var moves = []struct {
	from State
	verb string
	to   State
}{
	{Draft, "check", Checked},
	{Checked, "return", Draft},
	{Checked, "number", Checked},
	{Checked, "sign", Signed},
	{Signed, "sign", Signed}, // the agency signs after the person
	{Signed, "send", Dispatched},
	{Dispatched, "send", Dispatched},
	{Dispatched, "archive", Archived},
}

// next is the state that verb leads r to; a verb that is out of turn is refused.
func (r Report) next(verb string) (State, error) {
	for _, m := range moves {
		if m.from == r.State && m.verb == verb {
			return m.to, nil
		}
	}
	return r.State, refuse.With(refuse.Conflict, "Văn bản đang ở trạng thái «"+stateName(r.State)+"» nên chưa làm được việc này. Hãy tải lại trang.")
}

// can reports whether verb is in turn for r.
func (r Report) can(verb string) bool {
	return slices.ContainsFunc(moves, func(m struct {
		from State
		verb string
		to   State
	}) bool {
		return m.from == r.State && m.verb == verb
	})
}

func stateName(s State) string {
	return map[State]string{Draft: "Dự thảo", Checked: "Đã kiểm tra, chờ ký", Signed: "Đã ký", Dispatched: "Đã gửi", Archived: "Đã lưu hồ sơ"}[s]
}

func stateTone(s State) string {
	return map[State]string{Draft: "", Checked: "warn", Signed: "good", Dispatched: "good", Archived: "good"}[s]
}

// ready refuses a composition that cannot be checked yet: its figures are not approved, or a number of somebody's own
// is not explained; of a letter, that nobody can sign it.
func (c *Composition) ready() error {
	if c.isLetter() {
		if c.Signer.Name == "" {
			return refuse.With(refuse.Conflict, "Người ký đã chọn không còn giữ chức vụ. Hãy sửa văn bản và chọn người ký khác.")
		}
		return nil
	}
	if c.Frozen == 0 && c.Corrects == "" {
		return refuse.With(refuse.Conflict, "Số liệu của kỳ này chưa được chốt nên báo cáo chưa kiểm tra xong được. Đề nghị chủ tịch hoặc phó chủ tịch chốt số liệu ở mục Kết quả.")
	}
	for _, p := range c.Passages {
		if numbers := p.ByHand(); len(numbers) > 0 && p.Why == "" {
			return refuse.With(refuse.Conflict, "Đoạn «"+strings.TrimRight(head(p.Text, 10), ".,;: ")+"» có con số gõ tay ("+strings.Join(numbers, "; ")+") chưa có giải thích. Hãy sửa đoạn ấy và ghi lý do.")
		}
	}
	return nil
}
