package measure

import (
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/web"
)

// An Act is what a person asks the desk to do.
type Act string

// The acts of the desk.
const (
	Look   Act = "look"   // see values and their proofs
	Tell   Act = "tell"   // record by hand what no desk counts yet
	Verify Act = "verify" // say that what another recorded is so, or return it
	Enlist Act = "enlist" // keep the named lists
	Tune   Act = "tune"   // set by hand how a target is counted
	Freeze Act = "freeze" // approve the figures of a window
)

// law is who may do what: any of these posts; none listed = whoever has signed in.
var law = map[Act][]org.Post{
	Look:   nil,
	Tell:   {org.OfficeHead, org.Officer, org.EditorHead},
	Verify: {org.Chair, org.ViceChair, org.OfficeHead},
	Enlist: {org.OfficeHead, org.Officer, org.EditorHead},
	Tune:   {org.ViceChair, org.OfficeHead},
	Freeze: {org.Chair, org.ViceChair},
}

// May reports whether a may do act; a screen shows a button only if so.
func May(a org.Actor, act Act) bool {
	who := law[act]
	return a.Person != 0 && (who == nil || a.Holds(who...))
}

// allowed refuses an act that a may not do.
func allowed(a org.Actor, act Act) error {
	if May(a, act) {
		return nil
	}
	says := map[Act]string{
		Tell:   "Chỉ trưởng phòng, công chức Văn hóa – Xã hội và trưởng ban biên tập ghi số liệu bằng tay.",
		Verify: "Chỉ lãnh đạo UBND và trưởng phòng Văn hóa – Xã hội thẩm tra số liệu.",
		Enlist: "Chỉ trưởng phòng, công chức Văn hóa – Xã hội và trưởng ban biên tập sửa danh sách này.",
		Tune:   "Chỉ phó chủ tịch và trưởng phòng Văn hóa – Xã hội đặt cách tính chỉ tiêu.",
		Freeze: "Chỉ chủ tịch, phó chủ tịch UBND chốt số liệu.",
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
