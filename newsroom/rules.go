package newsroom

import (
	"slices"
	"strings"
	"time"

	"loa/org"
	"loa/platform/refuse"
)

// A Verb is what a person does with a story.
type Verb string

// The verbs of the newsroom. Write, Look and Rule are of the whole newsroom; the others move one story.
const (
	Look     Verb = "look"     // xem
	Write    Verb = "write"    // viết
	Rule     Verb = "rule"     // đặt quy chế duyệt
	Submit   Verb = "submit"   // trình duyệt
	Recall   Verb = "recall"   // lấy về viết tiếp
	Return   Verb = "return"   // trả lại
	Approve  Verb = "approve"  // duyệt
	Publish  Verb = "publish"  // đăng, hoặc hẹn giờ đăng
	Correct  Verb = "correct"  // đính chính
	Withdraw Verb = "withdraw" // gỡ
	Drop     Verb = "drop"     // bỏ
	End      Verb = "end"      // hết hạn đăng: the clock's
)

var (
	writers   = []org.Post{org.Reporter, org.EditorHead, org.Officer, org.OfficeHead, org.UnitHead, org.Announcer}
	editors   = []org.Post{org.EditorHead, org.OfficeHead}
	approvers = []org.Post{org.EditorHead, org.OfficeHead, org.ViceChair, org.Chair}
)

// moves is the whole law of the newsroom. Read it from top to bottom: from where, by what, to where, by whom; its
// writer means whoever began it or it was given to.
var moves = []struct {
	from   State
	verb   Verb
	to     State
	writer bool       // its writer may
	who    []org.Post // and so may any of these posts, unless the place has set others
	when   condition
}{
	{Draft, Submit, Review, true, editors, always},
	{Review, Recall, Draft, true, nil, always},
	{Review, Return, Draft, false, approvers, always},
	{Review, Approve, Approved, false, approvers, always},
	{Approved, Return, Draft, false, approvers, always},
	{Approved, Publish, Published, false, editors, always},
	{Published, Correct, Draft, true, editors, always},
	{Withdrawn, Correct, Draft, true, editors, always},
	{Ended, Correct, Draft, true, editors, always},
	{Published, Withdraw, Withdrawn, false, approvers, whilePublic},
	{Draft, Withdraw, Withdrawn, false, approvers, whilePublic},
	{Review, Withdraw, Withdrawn, false, approvers, whilePublic},
	{Approved, Withdraw, Withdrawn, false, approvers, whilePublic},
	{Draft, Drop, Dropped, true, editors, neverPublic},
	{Published, End, Ended, false, nil, whilePublic},
}

type condition int

const (
	always condition = iota
	whilePublic
	neverPublic
)

func (c condition) holds(s Story) bool {
	switch c {
	case whilePublic:
		return s.Live > 0
	case neverPublic:
		return s.PublishedAt.IsZero()
	}
	return true
}

// A Law (quy chế duyệt) is the posts that may take a step, where a place has set its own.
type Law map[Verb][]org.Post

// Ruled is the verbs whose posts a place may set.
var Ruled = []Verb{Return, Approve, Publish, Withdraw}

// Posts is who may take verb under l, beside the story's own writer.
func (l Law) Posts(verb Verb) []org.Post {
	if who := l[verb]; len(who) > 0 {
		return who
	}
	switch verb {
	case Write:
		return writers
	case Rule:
		return []org.Post{org.Chair, org.ViceChair}
	}
	for _, m := range moves {
		if m.verb == verb {
			return m.who
		}
	}
	return nil
}

// allowed refuses a who may not do verb, which is of the whole newsroom.
func allowed(a org.Actor, verb Verb) error {
	if a.Person == 0 {
		return refuse.With(refuse.NotSignedIn, "Mời đăng nhập để tiếp tục.")
	}
	if who := (Law{}).Posts(verb); len(who) > 0 && !a.Holds(who...) {
		if verb == Rule {
			return refuse.With(refuse.NotAllowed, "Quy chế duyệt tin bài do Chủ tịch hoặc Phó Chủ tịch UBND đặt.")
		}
		return refuse.With(refuse.NotAllowed, "Tin bài do phóng viên, cộng tác viên, công chức và người phụ trách đơn vị viết. Anh/chị hãy gửi thông tin cho ban biên tập.")
	}
	return nil
}

// May reports whether a may do verb, which is of the whole newsroom; a screen shows a button only if so.
func May(a org.Actor, verb Verb) bool { return allowed(a, verb) == nil }

// next is where verb takes s when a does it under l, or why it may not. wrote are those who wrote in the text that
// nobody has approved yet.
func (s Story) next(a org.Actor, verb Verb, l Law, wrote []org.PersonID) (State, error) {
	if a.Person == 0 {
		return s.State, allowed(a, Look)
	}
	for _, m := range moves {
		if m.from != s.State || m.verb != verb || !m.when.holds(s) {
			continue
		}
		if !(m.writer && s.writtenBy(a)) && !(m.who != nil && a.Holds(l.Posts(verb)...)) {
			return s.State, refuse.With(refuse.NotAllowed, s.notYours(verb, l))
		}
		if verb == Approve && (s.Author == a.Person || slices.Contains(wrote, a.Person)) {
			return s.State, refuse.With(refuse.NotAllowed, "Anh/chị đã viết hoặc sửa bản này nên không tự duyệt. Hãy nhờ người khác có thẩm quyền duyệt.")
		}
		return m.to, nil
	}
	return s.State, refuse.With(refuse.Conflict, s.notNow(verb))
}

// May reports whether a may do verb to s now; a screen shows a button only if so.
func (s Story) May(a org.Actor, verb Verb, l Law, wrote []org.PersonID) bool {
	_, err := s.next(a, verb, l, wrote)
	return err == nil
}

// writtenBy reports whether a is the writer of s: who began it, or to whom it was given to write.
func (s Story) writtenBy(a org.Actor) bool {
	return s.Author == a.Person || s.State == Draft && s.Assignee == a.Person
}

// mayWrite refuses a who may not write in s now.
func (s Story) mayWrite(a org.Actor) error {
	switch {
	case a.Person == 0:
		return allowed(a, Look)
	case s.State != Draft:
		return refuse.With(refuse.Conflict, s.notNow(Write))
	case s.writtenBy(a), a.Holds(editors...):
		return nil
	}
	return refuse.With(refuse.NotAllowed, "Bài này do "+s.AuthorName+" viết. Muốn sửa, anh/chị hãy nhờ người viết hoặc ban biên tập.")
}

// maySee reports whether a may see s before the public does: whoever writes or approves stories.
func (s Story) maySee(a org.Actor, l Law) bool {
	return s.Live > 0 || s.Author == a.Person || s.Assignee == a.Person || a.Holds(writers...) || a.Holds(l.Posts(Approve)...) || a.Holds(l.Posts(Publish)...)
}

const penLasts = 15 * time.Minute

// heldBy is who other than a holds the pen of s at now; 0 when it is free.
func (s Story) heldBy(a org.Actor, now time.Time) org.PersonID {
	if s.Pen == a.Person || now.Sub(s.PenAt) >= penLasts {
		return 0
	}
	return s.Pen
}

// states is every state with what it is called and how it looks, in the order of a list.
var states = []struct {
	state      State
	name, tone string
}{
	{Draft, "Bản nháp", ""},
	{Review, "Chờ duyệt", "warn"},
	{Approved, "Đã duyệt, chờ đăng", "warn"},
	{Published, "Đã đăng", "good"},
	{Withdrawn, "Đã gỡ", "bad"},
	{Ended, "Hết hạn đăng", ""},
	{Dropped, "Đã bỏ", ""},
}

// StateName is what s is called on screens; empty when there is no such state.
func StateName(s State) string {
	for _, row := range states {
		if row.state == s {
			return row.name
		}
	}
	return ""
}

// standing is the state of s in words and tone, with what the public reads of it.
func (s Story) standing() (name, tone string) {
	for _, row := range states {
		if row.state == s.State {
			name, tone = row.name, row.tone
		}
	}
	if s.Live > 0 && s.State != Published {
		name = map[State]string{Draft: "Đang đăng, đang sửa bản đính chính", Review: "Đang đăng, bản đính chính chờ duyệt", Approved: "Đang đăng, bản đính chính đã duyệt"}[s.State]
	}
	if s.State == Approved && !s.PublishAt.IsZero() {
		name = "Hẹn giờ đăng"
	}
	return name, tone
}

// kinds is every kind with what it is called.
var kinds = []struct {
	kind       Kind
	name, hint string
}{
	{Brief, "Tin", "ngắn, một việc"},
	{Article, "Bài", "giải thích, hướng dẫn, bình luận"},
	{Reportage, "Phóng sự", "đi, gặp, kể lại"},
	{Photos, "Phóng sự ảnh", "ảnh là chính, mỗi ảnh một chú thích"},
	{Video, "Video", "đường dẫn đến video, có lời tóm tắt"},
	{Guide, "Hướng dẫn", "cần chuẩn bị gì, từng bước, hỏi ở đâu; in được trên một tờ A4"},
}

// KindName is what k is called on screens; empty when there is no such kind.
func KindName(k Kind) string {
	for _, row := range kinds {
		if row.kind == k {
			return row.name
		}
	}
	return ""
}

var verbNames = map[Verb]string{
	Submit: "Trình duyệt", Recall: "Lấy về viết tiếp", Return: "Trả lại", Approve: "Duyệt", Publish: "Đăng", Correct: "Đính chính", Withdraw: "Gỡ", Drop: "Bỏ",
}

// VerbName is what v is called on buttons.
func VerbName(v Verb) string { return verbNames[v] }

// notYours is why a person without the post may not do verb.
func (s Story) notYours(verb Verb, l Law) string {
	if who := l.Posts(verb); len(who) > 0 {
		return "Việc này do " + postNames(who) + " làm."
	}
	return "Việc này do người viết, " + s.AuthorName + ", làm."
}

// postNames are posts within a sentence: Trưởng phòng, Phó Chủ tịch hoặc Chủ tịch.
func postNames(posts []org.Post) string {
	names := make([]string, len(posts))
	for i, p := range posts {
		names[i] = org.PostName(p)
	}
	if n := len(names) - 1; n > 0 {
		return strings.Join(names[:n], ", ") + " hoặc " + names[n]
	}
	return strings.Join(names, "")
}

// notNow is why verb does not go with the state that s is in.
func (s Story) notNow(verb Verb) string {
	name, _ := s.standing()
	switch {
	case s.State == Dropped:
		return "Bài này đã được bỏ."
	case verb == Write && s.State == Review:
		return "Bài đang chờ duyệt nên chưa sửa được. Hãy lấy về viết tiếp, hoặc chờ người duyệt trả lại."
	case verb == Write && s.State == Approved:
		return "Bài đã được duyệt đúng từng chữ. Muốn sửa, hãy nhờ người duyệt trả lại."
	case verb == Write && s.State == Published:
		return "Bài đã đăng. Muốn sửa, hãy mở bản đính chính."
	case verb == Withdraw:
		return "Bài này không có trên cổng nên không có gì để gỡ."
	case verb == Drop:
		return "Bài đã từng đăng thì không bỏ được; hãy gỡ hoặc đính chính."
	}
	return "Bài đang ở bước «" + name + "» nên không làm được việc này. Hãy tải lại trang để xem bài đang ở đâu."
}
