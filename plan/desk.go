package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"loa/kit/citation"
	"loa/kit/scan"
	"loa/org"
	"loa/platform/audit"
	"loa/platform/blob"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// Desk does the work on plans. A verb acts at the place of its actor.
type Desk struct {
	DB  *store.DB
	Now func() time.Time
	// Blobs keep the papers.
	Blobs blob.Store
	// Reader turns a file into a draft and the lines it came from, or refuses it in a sentence; nil is ReadFile.
	Reader func(file []byte, o Options) (Draft, []Line, error)
	// Scanner reads scans; its zero value reads none and says what to install.
	Scanner scan.Tools
	// Scan reads the pages of a scan, or refuses it with a *scan.Unreadable; nil is the Scanner's.
	Scan func(ctx context.Context, file []byte, seen func(scan.Progress)) (scan.Document, error)
	// Known is what the library holds of the documents a paper cites; nil asks nobody.
	Known func(context.Context, *store.Tx, []citation.Document) (citation.Lookup, error)
	// OnAdopt is told, in order and in the transaction of the adoption itself, of each version that is
	// adopted. It may write rows and nothing else.
	OnAdopt []func(context.Context, *store.Tx, Plan) error
}

// Anything, as the step that was seen, takes whatever stands there: for programs, not for people.
const Anything = -1

// Correct takes steps in an open review, all or none. saw is the number of the
// last step the person had on the screen: if somebody has since touched the
// same things, the steps are refused with that person's name. Of each step the
// caller gives the verb, the thing, and what the verb needs (Field and Becomes;
// Undoes); the rest is filled in here. A correction that changes nothing is
// left out, and answers its doubt all the same.
func (d *Desk) Correct(ctx context.Context, a org.Actor, id DraftID, saw int, steps ...Correction) error {
	if err := allowed(a, Check); err != nil {
		return err
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		r, err := loadReview(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := r.mayChange(); err != nil {
			return err
		}
		before, now := r.Saw(), d.Now()
		for _, c := range steps {
			c.Person, c.Name, c.At = a.Person, a.Name, now
			if err := r.complete(&c); err != nil {
				return err
			}
			if o := r.clash(before, saw, c.touches(r.Steps)); o != nil && saw != Anything {
				return refuse.With(refuse.Conflict, fmt.Sprintf("%s đã sửa mục này lúc %s. Nội dung anh/chị gõ vẫn còn ở đây; hãy so với chữ hiện có rồi gửi lại.",
					o.Name, web.Moment(o.At)))
			}
			if err := r.take(c); err != nil {
				return err
			}
		}
		for _, c := range r.Steps[before:] {
			if err := addStep(ctx, tx, id, c); err != nil {
				return err
			}
		}
		ok, err := moveSteps(ctx, tx, id, before, r.Saw())
		if err != nil {
			return err
		}
		if !ok {
			return refuse.With(refuse.Conflict, "Có người vừa sửa bản này cùng lúc. Hãy tải lại trang rồi làm lại.")
		}
		if r.Saw() == before {
			return nil
		}
		return d.log(ctx, tx, a, "correct", id.Ref(), fmt.Sprintf("bước %d–%d", before+1, r.Saw()))
	})
}

func (r *Review) mayChange() error {
	switch r.State {
	case Adopted:
		return refuse.With(refuse.Conflict, "Bản này đã được ban hành nên không sửa được nữa. Muốn thay đổi, hãy sửa đổi kế hoạch.")
	case Dropped:
		return refuse.With(refuse.Conflict, "Bản này đã được bỏ nên không sửa được nữa.")
	}
	return nil
}

// take adds the complete step c to r and to its draft, or says why it does not fit.
func (r *Review) take(c Correction) error {
	c.Step = len(r.Steps) + 1
	if c.Verb == Undo {
		d, err := Apply(r.Reading, append(slices.Clone(r.Steps), c))
		if err != nil {
			return refuse.With(refuse.Conflict, fmt.Sprintf("Không hoàn tác được bước %d vì bước sau dựa vào nó; hãy hoàn tác các bước sau trước.", c.Undoes))
		}
		r.Draft, r.Steps = d, append(r.Steps, c)
		return nil
	}
	next, err := r.Draft.clone()
	if err != nil {
		return err
	}
	if err := c.apply(&next); err != nil {
		return err
	}
	if c.Verb == Correct {
		c.Becomes = next.value(c.Thing, c.Field)
		if c.Becomes == c.Was {
			if c.Answers == "" {
				return nil
			}
			return r.take(Correction{Verb: Accept, Thing: c.Answers, Person: c.Person, Name: c.Name, At: c.At})
		}
	}
	r.Draft, r.Steps = next, append(r.Steps, c)
	return nil
}

// complete fills in what a caller need not know: what stood there, and the names that new things get.
func (r *Review) complete(c *Correction) error {
	switch c.Verb {
	case Correct:
		c.Was = r.Draft.value(c.Thing, c.Field)
	case Split, Merge, Mark:
		clause := r.Draft.Clause(Address(c.Thing))
		if clause == nil {
			return unknown(c.Thing)
		}
		c.Was = clause.wording()
		switch p := r.Draft.before(clause.ID); {
		case c.Field != "":
		case c.Verb == Split:
			c.Field = string(r.Draft.beside(clause.ID))
		case c.Verb == Mark:
			c.Field = r.Draft.free(&r.Reading)
		case p != nil:
			c.Field = string(p.ID)
		}
	case Strike:
		c.Was = r.Draft.Say(c.Thing)
	case Undo:
		undone := Undone(r.Steps)
		if c.Undoes < 1 || c.Undoes > len(r.Steps) || r.Steps[c.Undoes-1].Verb == Undo {
			return refuse.With(refuse.NotFound, "Không có bước này để hoàn tác.")
		}
		if undone[c.Undoes] {
			return refuse.With(refuse.Conflict, fmt.Sprintf("Bước %d đã được hoàn tác rồi.", c.Undoes))
		}
		c.Thing = r.Steps[c.Undoes-1].Thing
	}
	return nil
}

// value is what stands in a field of t; empty when there is none.
func (d *Draft) value(t Thing, field string) string {
	for _, f := range d.Fields(t) {
		if f.Name == field {
			return f.Value
		}
	}
	return ""
}

// Waiting is what waits for a: reviews with open doubts, and for those who may adopt, reviews that are ready.
func (d *Desk) Waiting(ctx context.Context, tx *store.Tx, a org.Actor) ([]Waiting, error) {
	if !May(a, Check) && !May(a, Adopt) {
		return nil, nil
	}
	ids, err := listOpen(ctx, tx)
	if err != nil {
		return nil, err
	}
	var ws []Waiting
	for _, id := range ids {
		r, err := loadReview(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		href := "/" + id.Ref()
		must := len(r.Blocks())
		if n := max(r.Draft.open(), must); n > 0 && May(a, Check) {
			ws = append(ws, Waiting{Text: r.Title() + ": còn điểm cần xem", Detail: r.which() + r.leftFor(must), Href: href, Count: n})
		}
		if must == 0 && May(a, Adopt) {
			ws = append(ws, Waiting{Text: r.Title() + ": chờ ban hành", Detail: r.which() + "Xem tóm tắt, thay đổi và ban hành.", Href: href + "/adopt", Count: 1})
		}
	}
	return ws, nil
}

// which tells r from other reviews of papers with the same number.
func (r *Review) which() string {
	if r.Amends != 0 {
		return fmt.Sprintf("Sửa đổi kế hoạch đang có hiệu lực; %s mở lúc %s. ", r.ByName, web.Moment(r.OpenedAt))
	}
	return fmt.Sprintf("Văn bản mới; %s mở lúc %s. ", r.ByName, web.Moment(r.OpenedAt))
}

// leftFor says what is left to look at, and how much of it before adoption.
func (r *Review) leftFor(must int) string {
	says := []string{}
	if r.Draft.open() > 0 {
		says = append(says, r.left())
	}
	if must > 0 {
		says = append(says, fmt.Sprintf("%d điểm bắt buộc trước khi ban hành", must))
	}
	if n := len(r.Draft.Unclear()); n > 0 {
		says = append(says, unclearSay(n))
	}
	return strings.Join(says, ", ") + "."
}

// open counts the doubts that nobody has answered.
func (d *Draft) open() int {
	n := 0
	for _, q := range d.Doubts {
		if q.Answer == nil {
			n++
		}
	}
	return n
}

// Title is what r is called in lists.
func (r *Review) Title() string {
	kind := r.Draft.Doc.KindText
	if kind == "" {
		kind = "Kế hoạch"
	}
	if r.Draft.Doc.Code == "" {
		return kind + " chưa rõ số"
	}
	return kind + " " + r.Draft.Doc.Code
}

func (d *Desk) log(ctx context.Context, tx *store.Tx, a org.Actor, verb, thing, detail string) error {
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: verb, Thing: thing, Detail: detail})
}
