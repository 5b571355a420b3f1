package newsroom

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"loa/org"
	"loa/plan"
	"loa/platform/store"
)

// A Question narrows the stories of a place. The zero Question asks for all that were not dropped.
type Question struct {
	State State // or Unfinished
	Kind  Kind
	Theme int64
	Mine  org.PersonID // written by or given to this person
	Only  org.PersonID // of others' stories, those that are public alone
	Words string       // of the title; with marks or without
	Page  int          // from 1
}

// Unfinished is what is being written, read or waits to come out.
const Unfinished State = "open"

// PageSize is how many stories stand on a page of a list.
const PageSize = 30

// List is one page of the stories that q asks for, and how many there are in all.
func List(ctx context.Context, tx *store.Tx, q Question) ([]Story, int, error) {
	return list(ctx, tx, q)
}

// A Waiting is something at this desk that waits for a person, for their day's page.
type Waiting struct {
	Text   string
	Detail string
	Href   string
	Due    org.Day
	IsLate bool
}

// Waiting is what waits for a: stories to approve, to put out, to write on.
func (d *Desk) Waiting(ctx context.Context, tx *store.Tx, a org.Actor) ([]Waiting, error) {
	out, err := d.rechecks(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	more, err := d.uncovered(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	out = append(out, more...)
	if more, err = d.proposed(ctx, tx, a); err != nil {
		return nil, err
	}
	out = append(out, more...)
	open, err := stories(ctx, tx, `state IN ('draft', 'review', 'approved') ORDER BY changed_at`)
	if err != nil || len(open) == 0 {
		return out, err
	}
	l, err := LawOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, s := range open {
		w, err := s.waitsFor(ctx, tx, a, l)
		if err != nil {
			return nil, err
		}
		if w.Text != "" {
			w.Href, w.Due, w.IsLate = "/"+s.ID.Ref(), s.DueOn, s.DueOn != "" && s.DueOn < org.DayOf(d.Now())
			out = append(out, w)
		}
	}
	return out, nil
}

// rechecks are the exemplars that are due to be looked at again, for those who keep them.
func (d *Desk) rechecks(ctx context.Context, tx *store.Tx, a org.Actor) (out []Waiting, err error) {
	if !a.Holds(editors...) {
		return nil, nil
	}
	due, err := exemplars(ctx, tx, `ended_on = '' AND recheck_on <= $2 ORDER BY recheck_on, id`, string(d.today()))
	for _, e := range due {
		out = append(out, Waiting{Text: "Xem lại điển hình «" + e.Name + "»", Detail: "Còn xứng đáng thì ghi ngày xem lại mới; không thì thôi.", Href: e.href(""), Due: e.RecheckOn, IsLate: e.RecheckOn < d.today()})
	}
	return out, err
}

// uncovered is one card for the editor: how many themes of the plans were not told of in the last seven days, in a
// week in which a plan runs.
func (d *Desk) uncovered(ctx context.Context, tx *store.Tx, a org.Actor) ([]Waiting, error) {
	if !a.Holds(org.EditorHead) {
		return nil, nil
	}
	today := d.today()
	plans, err := plan.List(ctx, tx)
	running := map[plan.ID]bool{}
	for _, p := range plans {
		running[p.ID] = p.From <= string(today) && string(today) <= p.Through
	}
	if err != nil || !slices.Contains(slices.Collect(maps.Values(running)), true) {
		return nil, err
	}
	topics, err := Topics(ctx, tx)
	if err != nil {
		return nil, err
	}
	told, err := Told(ctx, tx, org.Span{From: today.Add(-6), Through: today})
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, t := range topics {
		if running[t.Plan] && told[t.Key] == 0 {
			missing = append(missing, string(t.Address))
		}
	}
	if len(missing) == 0 {
		return nil, nil
	}
	return []Waiting{{Text: fmt.Sprintf("%d nội dung chưa có tin bài trong bảy ngày", len(missing)), Detail: "Mục " + strings.Join(missing, ", ") + ".", Href: "/newsroom/themes"}}, nil
}

// waitsFor is the card of s on a's day; the zero Waiting when it waits for somebody else.
func (s Story) waitsFor(ctx context.Context, tx *store.Tx, a org.Actor, l Law) (Waiting, error) {
	if s.Assignee != 0 && s.Assignee != a.Person {
		return Waiting{}, nil
	}
	name := "«" + s.name() + "»"
	switch {
	case s.State == Review:
		wrote, err := wroteSince(ctx, tx, s)
		if err != nil || !s.May(a, Approve, l, wrote) {
			return Waiting{}, err
		}
		return Waiting{Text: "Duyệt " + s.noun() + " " + name, Detail: s.AuthorName + " trình."}, nil
	case s.State == Approved && s.PublishAt.IsZero() && s.May(a, Publish, l, nil):
		return Waiting{Text: "Đăng " + s.noun() + " " + name, Detail: s.ApproverName + " đã duyệt."}, nil
	case s.State == Draft && (s.Assignee == a.Person || s.DueOn != "" && s.Author == a.Person):
		return Waiting{Text: "Viết tiếp " + s.noun() + " " + name, Detail: s.hint(a)}, nil
	}
	return Waiting{}, nil
}

func (s Story) hint(a org.Actor) string {
	switch {
	case s.Correction != "":
		return "Đính chính: " + s.Correction
	case s.Author == a.Person:
		return "Bài bị trả lại hoặc có hạn."
	}
	return "Ban biên tập giao cho anh/chị."
}

// name is the title of s, or what stands for it.
func (s Story) name() string {
	if s.Title == "" {
		return fmt.Sprintf("Bài số %d, chưa có đầu đề", s.ID)
	}
	return s.Title
}

// noun is the kind of s within a sentence.
func (s Story) noun() string {
	return map[Kind]string{Brief: "tin", Article: "bài", Reportage: "phóng sự", Photos: "phóng sự ảnh", Video: "video", Guide: "hướng dẫn"}[s.Kind]
}
