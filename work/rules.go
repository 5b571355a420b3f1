package work

import (
	"fmt"
	"slices"
	"strings"

	"loa/kit/vi"
	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
)

// An Act is what a person asks the desk to do.
type Act string

// The acts of the desk.
const (
	Look   Act = "look"   // see tasks and how far their units are
	Manage Act = "manage" // set days and units
	Verify Act = "verify" // accept evidence, or return it
)

// law is who may do what: any of these posts; none listed = whoever has signed in.
var law = []struct {
	act Act
	who []org.Post
}{
	{Look, nil},
	{Manage, []org.Post{org.OfficeHead, org.Officer}},
	{Verify, []org.Post{org.OfficeHead, org.Officer, org.ViceChair, org.Chair}},
}

// Posts lists the posts that may do act; none = whoever has signed in.
func Posts(act Act) []org.Post {
	for _, p := range law {
		if p.act == act {
			return p.who
		}
	}
	return nil
}

// May reports whether a may do act; a screen shows a button only if so, and the verb refuses the same.
func May(a org.Actor, act Act) bool { return allowed(a, act) == nil }

func allowed(a org.Actor, act Act) error {
	if a.Person == 0 {
		return refuse.With(refuse.NotSignedIn, "Mời đăng nhập để tiếp tục.")
	}
	if who := Posts(act); len(who) > 0 && !a.Holds(who...) {
		if act == Verify {
			return refuse.With(refuse.NotAllowed, "Minh chứng do phòng Văn hóa - Xã hội hoặc lãnh đạo UBND thẩm tra.")
		}
		return refuse.With(refuse.NotAllowed, "Việc này do trưởng phòng hoặc công chức Văn hóa - Xã hội làm. Anh/chị hãy nhờ phòng.")
	}
	return nil
}

// isOf reports whether a belongs to unit, or holds a post there.
func isOf(a org.Actor, unit org.UnitID) bool {
	return a.Unit == unit || slices.ContainsFunc(a.Held, func(h org.Held) bool { return h.Unit == unit })
}

// maySend reports whether a may send evidence for unit: its own people, and those who run the work in its stead.
func maySend(a org.Actor, unit org.UnitID) bool {
	return a.Person != 0 && (isOf(a, unit) && !a.Holds(org.Operator) || May(a, Manage))
}

// maySee reports whether a may see what unit sent, which may have names and faces in it.
func maySee(a org.Actor, unit org.UnitID) bool { return maySend(a, unit) || May(a, Verify) }

// mayVerify refuses a who may not decide on e: nobody decides on what they sent, and of what came by a link,
// where anybody of the unit may have been, nobody of the unit does.
func mayVerify(a org.Actor, e Evidence) error {
	if err := allowed(a, Verify); err != nil {
		return err
	}
	switch {
	case e.State != Claimed:
		return alreadyDecided(e)
	case e.Sender.Person == a.Person:
		return refuse.With(refuse.NotAllowed, "Anh/chị là người gửi minh chứng này. Hãy nhờ người khác thẩm tra.")
	case e.Sender.Person == 0 && isOf(a, e.Unit):
		return refuse.With(refuse.NotAllowed, "Minh chứng này gửi bằng đường dẫn của chính đơn vị anh/chị. Hãy nhờ người của đơn vị khác thẩm tra.")
	}
	return nil
}

func alreadyDecided(e Evidence) error {
	say := map[Standing]string{
		Accepted: e.VerifierName + " đã công nhận minh chứng này.", Sentback: e.VerifierName + " đã trả lại minh chứng này.", Withdrawn: "Người gửi đã rút minh chứng này.",
	}[e.State]
	return refuse.With(refuse.Conflict, say)
}

// stateOf is how far a part is, going by all that was sent for it, the first first.
func stateOf(all []Evidence) State {
	state := Todo
	for _, e := range all {
		if e.State == Claimed {
			return Sent
		}
	}
	for _, e := range all {
		switch {
		case e.State == Accepted && e.Finishes:
			return Done
		case e.State == Accepted:
			state = Going
		case e.State == Sentback:
			state = Returned
		}
	}
	return state
}

// name is what s is called on screens.
func (s Standing) name() string {
	return map[Standing]string{Claimed: "Chờ thẩm tra", Accepted: "Đã công nhận", Sentback: "Bị trả lại", Withdrawn: "Đã rút"}[s]
}

func (s Standing) tone() string {
	return map[Standing]string{Claimed: "warn", Accepted: "good", Sentback: "bad"}[s]
}

// states is every state with what it is called and how it looks, in the order of a board.
var states = []struct {
	state      State
	name, tone string
}{
	{Todo, "Chưa gửi minh chứng", ""},
	{Returned, "Bị trả lại", "bad"},
	{Sent, "Chờ thẩm tra", "warn"},
	{Going, "Đang làm", ""},
	{Done, "Đã xong", "good"},
}

// IsState reports whether s is a state.
func IsState(s State) bool { return StateName(s) != "" }

// StateName is what s is called on screens; empty when there is no such state.
func StateName(s State) string {
	for _, row := range states {
		if row.state == s {
			return row.name
		}
	}
	return ""
}

// tone is how a badge of s looks.
func (s State) tone() string {
	for _, row := range states {
		if row.state == s {
			return row.tone
		}
	}
	return ""
}

// State is how far the task of t is: what waits for the verifier first, then what was returned.
func (t Tally) State() State {
	switch {
	case t.Units > 0 && t.Done == t.Units:
		return Done
	case t.Sent > 0:
		return Sent
	case t.Returned > 0:
		return Returned
	case t.Done+t.Going > 0:
		return Going
	}
	return Todo
}

// todo is how many units have sent nothing that counts.
func (t Tally) todo() int { return t.Units - t.Returned - t.Sent - t.Going - t.Done }

// say is how many units are done, in words.
func (t Tally) say() string {
	if t.Units == 0 {
		return "Chưa có đơn vị nào"
	}
	return fmt.Sprintf("%d/%d đơn vị đã xong", t.Done, t.Units)
}

// Late reports whether t was due before today and is not done; what comes back is late by its turns alone.
func (t Task) Late(today org.Day) bool {
	return t.IsAsked && !t.Repeats && t.DueOn != "" && t.DueOn < today && t.State() != Done
}

// titleLength is about how many letters a title of a task has.
const titleLength = 110

// Title is the body of t up to where it can be cut, for lists; of a turn, with its week or month.
func (t Task) Title() string {
	if t.Turn != "" {
		return t.shortBody() + " (" + turnName(t.Turn) + ")"
	}
	return t.shortBody()
}

func (t Task) shortBody() string {
	body := strings.TrimRight(strings.TrimSpace(t.Body), ".;,")
	if i := strings.IndexAny(body, ".;"); i > 40 {
		body = body[:i]
	}
	rs := []rune(body)
	if len(rs) <= titleLength {
		return body
	}
	cut := titleLength
	for i := titleLength; i > titleLength/2; i-- {
		if rs[i] == ' ' {
			cut = i
			break
		}
	}
	return strings.TrimRight(string(rs[:cut]), " ,") + "…"
}

// A duty is a task of a plan on its way to become one here.
type duty struct {
	plan.Task
	assignment plan.Assignment
	parts      []claim
}

// A claim is what a plan says of a unit in a duty: itself, or the group that it stands in.
type claim struct {
	named plan.NamedUnit
	role  Role
}

// duties are the duties of p, in the order of the paper.
func duties(p plan.Plan) []duty {
	named := map[string]plan.NamedUnit{}
	for _, u := range p.Units {
		named[u.ID] = u
	}
	var out []duty
	for _, a := range p.Assignments {
		for _, t := range a.Tasks {
			d := duty{Task: t, assignment: a}
			add := func(id string, role Role) {
				u, ok := named[id]
				if !ok && id == a.UnitID { // the paper gives work to a body that its list of bodies lacks
					u, ok = plan.NamedUnit{ID: id, Name: a.Unit}, true
				}
				if ok && !slices.ContainsFunc(d.parts, func(c claim) bool { return c.named.ID == id }) {
					d.parts = append(d.parts, claim{u, role})
				}
			}
			add(a.UnitID, Lead)
			for _, id := range a.AlsoUnitIDs {
				add(id, Lead)
			}
			for _, id := range t.Partners {
				add(id, Support)
			}
			out = append(out, d)
		}
	}
	return out
}

// groupKinds are the kinds of units that a group named in a plan is made of; nil when u is one body.
func groupKinds(u plan.NamedUnit) []org.UnitKind {
	if u.Kind != "group" && u.Kind != "school-group" {
		return nil
	}
	name := vi.Fold(u.Name)
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(name, w) })
	}
	switch {
	case u.Kind == "school-group", has("truong hoc", "nha truong", "co so giao duc"):
		return []org.UnitKind{org.School}
	case has("to dan pho", "thon", "khu dan cu", "khu pho"):
		return []org.UnitKind{org.Neighbourhood}
	case has("mat tran", "doan the", "hoi "):
		return []org.UnitKind{org.Association}
	}
	return []org.UnitKind{org.Office, org.ServiceUnit}
}

// modeOf is whether the plan that gives a duty orders the unit or asks it: a body outside the committee is always asked.
func modeOf(a plan.Assignment, role Role, unit org.Unit) plan.Mode {
	if unit.Asked || role == Lead && a.Mode == plan.Request {
		return plan.Request
	}
	return plan.Assign
}

// proposed is the day by which d is due as the plan says it: its own, else the last of the plan's period on which
// offices work; empty when the plan names none.
func (d duty) proposed(cal org.Calendar, p plan.Plan) org.Day {
	if d.Deadline != "" {
		return org.Day(d.Deadline)
	}
	if p.Doc.Period != nil {
		return cal.OnOrBefore(org.Day(p.Doc.Period.To))
	}
	return ""
}

// abouts are the themes and targets of p that d serves.
func (d duty) abouts(p plan.Plan) []About {
	var out []About
	for _, at := range d.Themes {
		if c := p.Clause(at); c != nil {
			out = append(out, About{Theme, c.Key, c.Name()})
		}
	}
	for _, id := range d.Targets {
		if i := slices.IndexFunc(p.Targets, func(t plan.Target) bool { return t.ID == id }); i >= 0 {
			out = append(out, aboutTarget(p.Targets[i]))
		}
	}
	return out
}

func aboutTarget(t plan.Target) About {
	return About{Target, t.Key, t.Formula() + " " + t.Subject + " " + t.Measure}
}

func roleName(r Role) string {
	if r == Lead {
		return "chủ trì"
	}
	return "phối hợp"
}

func modeName(m plan.Mode) string {
	if m == plan.Request {
		return "Đề nghị"
	}
	return "Giao"
}

// tidy is what a person typed in one line, with single spaces.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// sentence is s with a full stop.
func sentence(s string) string {
	for _, end := range []string{".", "!", "?", "…"} {
		if strings.HasSuffix(s, end) {
			return s
		}
	}
	return s + "."
}
