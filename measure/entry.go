package measure

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// An EntryID is an entry of a place, counted from 1.
type EntryID int64

// Ref is how the log and the facts call an entry.
func (id EntryID) Ref() string { return fmt.Sprintf("measure/entry/%d", id) }

// An Entry (số liệu ghi tay) is what a person records by hand of a target, while no
// desk does the work that would tell it. It is claimed until another person, with
// the post for it, has looked at the proof.
type Entry struct {
	ID     EntryID
	Target int64
	Unit   org.UnitID
	Person org.PersonID
	Item   string
	Part   string
	Day    org.Day
	Amount int64
	Whole  int64
	Proof  string   // in words: the number of a paper, where it is kept
	Link   string   // https://…
	State  State    // Planned, Claimed, Verified, or Void: returned
	Odd    []string // why the number looked odd when it was told
	Why    string   // why it is right all the same

	By        org.PersonID
	At        time.Time
	CheckedBy org.PersonID
	CheckedAt time.Time
	Reason    string // why it was returned
}

// fact is what e tells.
func (e Entry) fact() Fact {
	f := Fact{Desk: "measure", Thing: e.ID.Ref(), Key: e.Target, Unit: e.Unit, Person: e.Person, Item: e.Item, Part: e.Part,
		Day: e.Day, Amount: e.Amount, Whole: e.Whole, State: e.State, By: e.By, At: e.At, Href: e.href(), Note: e.Proof}
	if e.CheckedBy != 0 {
		f.By, f.At = e.CheckedBy, e.CheckedAt
	}
	return f
}

func (e Entry) href() string { return fmt.Sprintf("/measure/%d/entry/%d", e.Target, e.ID) }

// Entries lists what the entries of the place tell, for [Desk.Check].
func Entries(ctx context.Context, tx *store.Tx) ([]Fact, error) {
	all, err := listEntries(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	var facts []Fact
	for _, e := range all {
		if e.State != Void {
			facts = append(facts, e.fact())
		}
	}
	return facts, nil
}

// Tell records e by hand; its number comes back. Another person is to verify it, unless it is only planned. A number that
// looks odd is taken with the reason why it is right.
func (d *Desk) Tell(ctx context.Context, a org.Actor, e Entry) (EntryID, error) {
	if err := allowed(a, Tell); err != nil {
		return 0, err
	}
	err := d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		if err := d.fits(ctx, tx, &e); err != nil {
			return err
		}
		e.By, e.At = a.Person, d.Now()
		if err := insertEntry(ctx, tx, &e); err != nil {
			return err
		}
		return d.keep(ctx, tx, a, "tell", e)
	})
	return e.ID, err
}

// Retell puts a returned entry right and sends it again, or says of a planned one what has come of it.
func (d *Desk) Retell(ctx context.Context, a org.Actor, e Entry) error {
	if err := allowed(a, Tell); err != nil {
		return err
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		was, err := LoadEntry(ctx, tx, e.Target, e.ID)
		if err != nil {
			return err
		}
		if was.State != Void && was.State != Planned {
			return refuse.With(refuse.Conflict, "Chỉ sửa được số liệu mới dự kiến hoặc đã bị trả lại. Số liệu này đang ở tình trạng: "+strings.ToLower(stateName(was.State))+".")
		}
		if err := d.fits(ctx, tx, &e); err != nil {
			return err
		}
		e.By, e.At = a.Person, d.Now()
		e.CheckedBy, e.CheckedAt, e.Reason = 0, time.Time{}, ""
		return d.keep(ctx, tx, a, "retell", e)
	})
}

// Verify says that entry id is so. Whoever recorded it may not.
func (d *Desk) Verify(ctx context.Context, a org.Actor, target int64, id EntryID) error {
	return d.judge(ctx, a, target, id, func(e *Entry) error {
		switch {
		case e.State != Claimed:
			return refuse.With(refuse.Conflict, "Số liệu này không còn chờ thẩm tra. Hãy tải lại trang để xem.")
		case e.By == a.Person:
			return refuse.With(refuse.NotAllowed, "Người ghi số liệu không tự thẩm tra. Hãy nhờ một người có thẩm quyền khác.")
		}
		e.State, e.Reason = Verified, ""
		return nil
	})
}

// Return gives entry id back with a reason, also one that was verified: from then on it does not count.
func (d *Desk) Return(ctx context.Context, a org.Actor, target int64, id EntryID, reason string) error {
	reason = strings.TrimSpace(reason)
	return d.judge(ctx, a, target, id, func(e *Entry) error {
		switch {
		case e.State == Void:
			return refuse.With(refuse.Conflict, "Số liệu này đã được trả lại rồi.")
		case reason == "":
			return refuse.Field("reason", "Hãy ghi lý do trả lại, để người ghi biết cần sửa gì.")
		case utf8.RuneCountInString(reason) > 500:
			return refuse.Field("reason", "Lý do dài quá 500 ký tự. Hãy ghi ngắn hơn.")
		}
		e.State, e.Reason = Void, reason
		return nil
	})
}

// judge changes entry id as a says.
func (d *Desk) judge(ctx context.Context, a org.Actor, target int64, id EntryID, change func(*Entry) error) error {
	if err := allowed(a, Verify); err != nil {
		return err
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		e, err := LoadEntry(ctx, tx, target, id)
		if err != nil {
			return err
		}
		if err := change(&e); err != nil {
			return err
		}
		e.CheckedBy, e.CheckedAt = a.Person, d.Now()
		verb := "verify"
		if e.State == Void {
			verb = "return"
		}
		return d.keep(ctx, tx, a, verb, e)
	})
}

// keep writes e, the fact it tells, and the line of the log.
func (d *Desk) keep(ctx context.Context, tx *store.Tx, a org.Actor, verb string, e Entry) error {
	if err := updateEntry(ctx, tx, e); err != nil {
		return err
	}
	if err := Record(ctx, tx, e.fact()); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: verb, Thing: e.ID.Ref(),
		Detail: fmt.Sprintf("chỉ tiêu %d, ngày %s, số %s%s", e.Target, e.Day, e.fact().number(), because(e.Reason))})
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return ": " + reason
}

// fits holds e against the rule of its target, the population of its day and the other numbers, and tidies it.
func (d *Desk) fits(ctx context.Context, tx *store.Tx, e *Entry) error {
	r, err := LoadRule(ctx, tx, e.Target)
	if err != nil {
		return err
	}
	if r.Dropped || r.Formula == nil {
		return refuse.With(refuse.Conflict, "Chỉ tiêu này chưa có cách tính hoặc không còn trong kế hoạch nên chưa ghi số liệu được.")
	}
	population, err := (&populations{on: e.Day}).of(ctx, tx, r.Formula.Population)
	if err != nil {
		return err
	}
	if e.State != Planned {
		e.State = Claimed
	}
	if err := e.check(r.Formula, population, org.DayOf(d.Now())); err != nil {
		return err
	}
	return e.weigh(ctx, tx, r)
}

// weigh says why e looks odd among what was told of r, and asks for the reason.
func (e *Entry) weigh(ctx context.Context, tx *store.Tx, r Rule) error {
	within, err := frameOf(ctx, tx, r)
	if err != nil {
		return err
	}
	others, err := factsOf(ctx, tx, r.Target, org.Span{From: within.Window.From, Through: within.Window.Through}, mostCompared)
	if err != nil {
		return err
	}
	e.Why = strings.TrimSpace(e.Why)
	switch e.Odd = odd(r.Formula, e.fact(), others, within); {
	case len(e.Odd) == 0:
		e.Why = ""
	case e.Why == "":
		return refuse.Field("why", "Con số này lạ. "+strings.Join(e.Odd, " ")+" Hãy sửa lại, hoặc ghi vì sao con số vẫn đúng rồi gửi.")
	case utf8.RuneCountInString(e.Why) > 300:
		return refuse.Field("why", "Lý do dài quá 300 ký tự. Hãy ghi ngắn hơn.")
	}
	return nil
}

// frameOf is what numbers of r are held against.
func frameOf(ctx context.Context, tx *store.Tx, r Rule) (frame, error) {
	p, err := plan.Current(ctx, tx, r.Plan)
	if refuse.Of(err).Kind == refuse.NotFound && err != nil {
		return frame{}, nil
	}
	if err != nil {
		return frame{}, err
	}
	place, err := org.LoadPlace(ctx, tx, tx.Place())
	if err != nil && refuse.Of(err).Kind != refuse.NotFound {
		return frame{}, err
	}
	return frame{PlanWindow(&p.Draft).Span, place.Population}, nil
}

// check refuses an entry that cannot be so. population is that of the entry's day.
func (e *Entry) check(f *Formula, population []Member, today org.Day) error {
	e.Proof, e.Link = strings.TrimSpace(e.Proof), strings.TrimSpace(e.Link)
	switch {
	case e.Day == "":
		return refuse.Field("on", "Hãy ghi ngày việc đã diễn ra.")
	case e.State == Planned && e.Day < today:
		return refuse.Field("on", "Ngày "+e.Day.String()+" đã qua. Nếu việc đã diễn ra, hãy chọn «đã diễn ra».")
	case e.State == Planned && e.Day > today.Add(2*366):
		return refuse.Field("on", "Ngày "+e.Day.String()+" còn quá xa. Hãy xem lại năm.")
	case e.State != Planned && e.Day > today:
		return refuse.Field("on", "Ngày "+e.Day.String()+" chưa đến. Hãy ghi khi việc đã xong, hoặc chọn «mới dự kiến».")
	}
	if err := e.checkWho(f, population); err != nil {
		return err
	}
	if err := e.checkNumber(f); err != nil {
		return err
	}
	switch {
	case e.State != Planned && utf8.RuneCountInString(e.Proof) < 5:
		return refuse.Field("proof", "Hãy ghi minh chứng: số văn bản, tên tin bài hoặc nơi lưu hồ sơ.")
	case utf8.RuneCountInString(e.Proof) > 500:
		return refuse.Field("proof", "Minh chứng dài quá 500 ký tự. Hãy ghi ngắn hơn.")
	case e.Link != "" && !strings.HasPrefix(e.Link, "https://") && !strings.HasPrefix(e.Link, "http://") || strings.ContainsAny(e.Link, " \t\n") || len(e.Link) > 500:
		return refuse.Field("link", "Đường dẫn chưa đúng. Hãy chép cả dòng địa chỉ, bắt đầu bằng https://.")
	}
	return nil
}

// checkWho refuses whom the formula does not count, and leaves out what it does not ask.
func (e *Entry) checkWho(f *Formula, population []Member) error {
	if !slices.ContainsFunc(f.Parts, func(p Part) bool { return p.Item == e.Part }) && e.Part != "" {
		return refuse.Field("part", "Hãy chọn một đợt, ngày trong danh sách.")
	}
	m, say := Member{Unit: e.Unit}, "đơn vị"
	switch f.Population.Of {
	case Nothing:
		e.Person, e.Item = 0, ""
		return nil
	case People:
		m, say = Member{Person: e.Person}, "người"
		e.Unit, e.Item = 0, ""
	case Members:
		m, say = Member{Item: e.Item}, "mục"
		e.Person = 0
	default:
		e.Person, e.Item = 0, ""
	}
	if m == (Member{}) {
		return refuse.Field("who", "Hãy chọn một "+say+" trong danh sách.")
	}
	if !slices.ContainsFunc(population, func(x Member) bool { return x.id() == m }) {
		return refuse.Field("who", "Ngày "+web.Day(string(e.Day))+" "+say+" này không có trong danh sách được tính. Hãy xem lại ngày hoặc chọn "+say+" khác.")
	}
	return nil
}

func (e *Entry) checkNumber(f *Formula) error {
	switch f.Kind {
	case "share":
		e.Amount, e.Whole = 1, 0
	case "score":
		if e.Amount < 0 || e.Whole < 0 || e.Amount == 0 && e.Whole == 0 {
			return refuse.Field("amount", "Hãy ghi số đo được, là số nguyên từ 1 trở lên.")
		}
		if e.Whole > 0 && e.Amount > e.Whole {
			return refuse.Field("whole", "Tổng số phải từ "+e.fact().number()+" trở lên.")
		}
		if f.Unit == "%" && e.Whole == 0 {
			return refuse.Field("whole", "Hãy ghi tổng số để tính tỷ lệ, ví dụ 25.736 trên 36.845.")
		}
	default:
		e.Whole = 0
		if e.Amount < 1 {
			return refuse.Field("amount", "Hãy ghi số lượng, là số nguyên từ 1 trở lên.")
		}
	}
	if e.Amount > 1_000_000_000 || e.Whole > 1_000_000_000 {
		return refuse.Field("amount", "Số quá lớn. Hãy xem lại.")
	}
	return nil
}

// Waiting is what waits at this desk for a person, for their day's page.
type Waiting struct {
	Text, Detail, Href string
}

// Waiting is the entries that a may verify, and those of a's own that were returned, or planned for a day that has come.
func (d *Desk) Waiting(ctx context.Context, tx *store.Tx, a org.Actor) ([]Waiting, error) {
	var out []Waiting
	var claimed []Entry
	today := org.DayOf(d.Now())
	for _, state := range []State{Claimed, Void, Planned} {
		all, err := listEntries(ctx, tx, state)
		if err != nil {
			return nil, err
		}
		for _, e := range all {
			switch {
			case state == Claimed && May(a, Verify) && e.By != a.Person:
				claimed = append(claimed, e)
			case state == Void && e.By == a.Person && May(a, Tell):
				out = append(out, Waiting{"Số liệu bị trả lại", e.Reason, e.href()})
			case state == Planned && e.By == a.Person && e.Day <= today && May(a, Tell):
				out = append(out, Waiting{"Việc dự kiến đã đến ngày", "Ngày " + e.Day.String() + ": " + e.Proof, e.href()})
			}
		}
	}
	if len(claimed) == 0 {
		return out, nil
	}
	first := claimed[0] // told first
	w := Waiting{"Thẩm tra số liệu", "Ngày " + first.Day.String() + ": " + first.Proof, first.href()}
	if n := len(claimed); n > 1 {
		w.Text = fmt.Sprintf("Thẩm tra %d số liệu", n)
		w.Detail = "Ghi sớm nhất: " + w.Detail
	}
	return append([]Waiting{w}, out...), nil
}
