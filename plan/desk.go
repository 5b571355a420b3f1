package plan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/blob"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// MaxPaper is the most bytes of one uploaded paper.
const MaxPaper = 10 << 20

// Desk does the work on plans. A verb acts at the place of its actor.
type Desk struct {
	DB  *store.DB
	Now func() time.Time
	// Blobs keep the papers.
	Blobs blob.Store
	// Reader turns a file into a draft and the lines it came from, or refuses it in a sentence; nil is ReadFile.
	Reader func(file []byte, o Options) (Draft, []Line, error)
	// OnAdopt is told, in order and in the transaction of the adoption itself, of each version that is
	// adopted. It may write rows and nothing else.
	OnAdopt []func(context.Context, *store.Tx, Plan) error
}

// Upload takes in the paper name, keeps the file whatever becomes of it, reads
// it and opens a review. amends is the plan it is to amend; 0 = a new plan. A
// file that cannot be read is refused, and stays in the list of unread papers.
func (d *Desk) Upload(ctx context.Context, a org.Actor, name string, file io.Reader, amends ID) (DraftID, error) {
	if err := allowed(a, Upload); err != nil {
		return 0, err
	}
	var b bytes.Buffer
	hash, size, err := d.Blobs.Put(ctx, io.TeeReader(file, &b), MaxPaper)
	if refuse.Of(err).Kind == refuse.TooLarge {
		return 0, tooLarge
	}
	if err != nil {
		return 0, fmt.Errorf("keep %q: %w", name, err)
	}
	if size == 0 {
		return 0, refuse.Field("paper", "Hãy chọn tệp .docx hoặc .txt của kế hoạch; tệp vừa gửi không có nội dung.")
	}
	p := Paper{Name: cleanName(name), Hash: string(hash), Kind: sniff(b.Bytes()), Size: size, Amends: amends, By: a.Person, ByName: a.Name, At: d.Now()}
	return d.open(ctx, a, p, b.Bytes())
}

// ReadAgain reads a kept paper once more, with the reader of today. If a review
// of it is open, that one is closed and its steps that still fit are carried over.
func (d *Desk) ReadAgain(ctx context.Context, a org.Actor, id PaperID) (DraftID, error) {
	if err := allowed(a, Upload); err != nil {
		return 0, err
	}
	var p Paper
	err := d.DB.Read(ctx, a.Place, func(tx *store.Tx) (err error) {
		p, err = loadPaper(ctx, tx, id)
		return err
	})
	if err != nil {
		return 0, err
	}
	f, _, err := d.Blobs.Open(ctx, blob.Hash(p.Hash))
	if err != nil {
		return 0, fmt.Errorf("fetch %s: %w", p.Hash, err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		return 0, fmt.Errorf("fetch %s: %w", p.Hash, err)
	}
	return d.open(ctx, a, p, b)
}

// open reads p and opens a review of it. A p without an id is a new paper.
func (d *Desk) open(ctx context.Context, a org.Actor, p Paper, file []byte) (DraftID, error) {
	reading, source, no := d.read(ctx, a, p, file)
	if no != nil && refuse.Of(no).Kind == refuse.Trouble {
		return 0, no
	}
	again := p.ID != 0
	var id DraftID
	err := d.DB.Write(ctx, a.Place, func(tx *store.Tx) (err error) {
		if no != nil {
			p.Refusal = no.Error()
		}
		old, err := openOf(ctx, tx, p.Hash)
		if err != nil {
			return err
		}
		if old != 0 && !again {
			return refuse.With(refuse.Conflict, fmt.Sprintf("Tệp này đang được soát xét ở bản số %d. Hãy mở bản đó, hoặc bỏ bản đó rồi tải lại.", old))
		}
		if again {
			err = setRefusal(ctx, tx, p.ID, p.Refusal)
		} else {
			p.ID, err = addPaper(ctx, tx, p)
		}
		if err != nil || no != nil {
			return errors.Join(err, d.log(ctx, tx, a, "upload", fmt.Sprintf("plan/paper/%d", p.ID), p.Name))
		}
		r := Review{Paper: p, Amends: p.Amends, By: a.Person, ByName: a.Name, OpenedAt: d.Now(), Reading: reading, Source: source}
		id, err = d.begin(ctx, tx, a, r, old)
		return err
	})
	if err == nil && no != nil {
		err = refuse.Field("paper", no.Error()+" Tệp đã được giữ lại ở mục “Tệp chưa đọc được”.")
	}
	return id, err
}

// begin writes a new review; old is an open review of the same paper that it takes over from.
func (d *Desk) begin(ctx context.Context, tx *store.Tx, a org.Actor, r Review, old DraftID) (DraftID, error) {
	var err error
	if r.Amends != 0 {
		if r.Base, err = versionOf(ctx, tx, r.Amends); err != nil {
			return 0, err
		}
		if r.Base == 0 {
			return 0, noPlan
		}
	}
	id, err := addReview(ctx, tx, r)
	if err != nil {
		return 0, err
	}
	if old != 0 {
		was, err := loadReview(ctx, tx, old)
		if err != nil {
			return 0, err
		}
		if _, err := moveState(ctx, tx, old, was.Saw(), Dropped); err != nil { // false: it was closed meanwhile, which is what is wanted
			return 0, err
		}
		kept := carry(was, r.Reading)
		for _, c := range kept {
			if err := addStep(ctx, tx, id, c); err != nil {
				return 0, err
			}
		}
		if _, err := moveSteps(ctx, tx, id, 0, len(kept)); err != nil { // the draft is ours alone until the commit
			return 0, err
		}
	}
	return id, d.log(ctx, tx, a, "upload", id.Ref(), r.Paper.Name)
}

// read calls the reader and adds what it is not sure of to the doubts.
func (d *Desk) read(ctx context.Context, a org.Actor, p Paper, file []byte) (Draft, []Line, error) {
	o := Options{File: p.Name, SHA256: p.Hash}
	err := d.DB.Read(ctx, a.Place, func(tx *store.Tx) error { return o.know(ctx, tx) })
	if err != nil {
		return Draft{}, nil, fmt.Errorf("what is known of %s: %w", a.Place, err)
	}
	reader := d.Reader
	if reader == nil {
		reader = ReadFile
	}
	reading, source, err := reader(file, o)
	if err != nil {
		return Draft{}, nil, err
	}
	reading.unsure()
	return reading, source, nil
}

// ReadFile reads a text file.
func ReadFile(file []byte, o Options) (Draft, []Line, error) {
	lines, err := Lines(file)
	if err != nil {
		return Draft{}, nil, err
	}
	d := Read(lines, o)
	return d, lines, d.Check()
}

// know fills in the names that the place is known by: its own, its city's, its units'.
func (o *Options) know(ctx context.Context, tx *store.Tx) error {
	place, err := placeOrNone(ctx, tx, tx.Place())
	if err != nil {
		return err
	}
	city, err := placeOrNone(ctx, tx, place.Parent)
	if err != nil {
		return err
	}
	o.Place, o.City = place.Name, city.Name
	units, err := org.Units(ctx, tx, "")
	for _, u := range units {
		o.Units = append(o.Units, u.Name)
	}
	return err
}

// placeOrNone is the place with code; the zero Place when nobody has entered it, and the paper speaks for itself.
func placeOrNone(ctx context.Context, tx *store.Tx, code store.Place) (org.Place, error) {
	if code == "" {
		return org.Place{}, nil
	}
	p, err := org.LoadPlace(ctx, tx, code)
	if refuse.Of(err).Kind == refuse.NotFound {
		return org.Place{}, nil
	}
	return p, err
}

// sure is the confidence from which a part of a reading needs no second look of its own.
const sure = 0.7

// unsure adds a doubt for each part that the reader is not sure of and that no other doubt is about.
func (d *Draft) unsure() {
	add := func(c Confidence, node Address, lines Span, what string) {
		if c == 0 || c >= sure || slices.ContainsFunc(d.Doubts, func(q Doubt) bool { return q.Node == node }) {
			return
		}
		d.Doubts = append(d.Doubts, Doubt{Kind: "low-confidence", Lines: lines, Text: what, Node: node,
			Note: "Máy đọc chưa chắc chỗ này; hãy so với bản giấy."})
	}
	for _, t := range d.Targets {
		add(t.Confidence, t.Node, t.Lines, t.Measure)
	}
	for _, a := range d.Assignments {
		add(a.Confidence, a.Node, a.Lines, a.Unit)
		for _, t := range a.Tasks {
			add(t.Confidence, t.Node, t.Lines, t.Text)
		}
	}
	d.Walk(func(_, c *Clause) { add(c.Confidence, c.ID, c.Lines, c.wording()) })
}

// carry is the steps of an old review that still fit a new reading of the same paper.
func carry(old Review, reading Draft) []Correction {
	undone := Undone(old.Steps)
	now, err := reading.clone()
	if err != nil {
		return nil
	}
	var kept []Correction
	for _, c := range old.Steps {
		if c.Verb == Undo || undone[c.Step] {
			continue
		}
		c.Thing, c.Answers = moved(old.Reading, reading, c.Thing), moved(old.Reading, reading, c.Answers)
		next, err := now.clone()
		if err != nil || c.apply(&next) != nil {
			continue
		}
		now = next
		c.Step = len(kept) + 1
		kept = append(kept, c)
	}
	return kept
}

// moved is the name in a new reading of a doubt of the old one; other things keep theirs. A doubt that is gone has no name.
func moved(old, now Draft, t Thing) Thing {
	n, ok := t.doubt()
	if !ok || n > len(old.Doubts) {
		return t
	}
	q := old.Doubts[n-1]
	i := slices.IndexFunc(now.Doubts, func(p Doubt) bool { return p.Kind == q.Kind && p.Lines == q.Lines })
	if i < 0 {
		return ""
	}
	return doubtThing(i)
}

// Amend opens a review of the version of plan id that is in force, to be adopted as its next version.
func (d *Desk) Amend(ctx context.Context, a org.Actor, id ID) (DraftID, error) {
	if err := allowed(a, Upload); err != nil {
		return 0, err
	}
	var draft DraftID
	err := d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		p, err := Current(ctx, tx, id)
		if err != nil {
			return err
		}
		source, err := SourceLines(ctx, tx, id, 0)
		if err != nil {
			return err
		}
		draft, err = d.begin(ctx, tx, a, Review{Amends: id, By: a.Person, ByName: a.Name, OpenedAt: d.Now(), Reading: p.Draft, Source: source}, 0)
		return err
	})
	return draft, err
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
			if o := clash(r.Steps[:before], saw, c.touches(r.Steps)); o != nil && saw != Anything {
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

// Drop closes an open review for good; its paper and its steps stay.
func (d *Desk) Drop(ctx context.Context, a org.Actor, id DraftID, saw int) error {
	if err := allowed(a, Check); err != nil {
		return err
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		if _, err := d.shut(ctx, tx, id, saw, Dropped); err != nil {
			return err
		}
		return d.log(ctx, tx, a, "drop", id.Ref(), "")
	})
}

// shut moves an open review on to s if it stands as the person saw it, and brings it.
func (d *Desk) shut(ctx context.Context, tx *store.Tx, id DraftID, saw int, s State) (Review, error) {
	r, err := loadReview(ctx, tx, id)
	if err != nil {
		return r, err
	}
	if err := r.mayChange(); err != nil {
		return r, err
	}
	if saw == Anything {
		saw = r.Saw()
	}
	ok, err := moveState(ctx, tx, id, saw, s)
	if err == nil && !ok {
		by := "người khác"
		if n := r.Saw(); n > 0 {
			by = r.Steps[n-1].Name
		}
		err = refuse.With(refuse.Conflict, "Bản soát xét đã thay đổi sau khi anh/chị mở trang này (lần cuối: "+by+"). Hãy xem lại rồi làm lại.")
	}
	return r, err
}

// Adopt makes the review at id, as the person saw it, a plan, or the next
// version of the plan it amends: the version, its keys, what the other desks do
// about it and the audit, in one transaction. It is refused while Blocks are left.
func (d *Desk) Adopt(ctx context.Context, a org.Actor, id DraftID, saw int) (Plan, error) {
	if err := allowed(a, Adopt); err != nil {
		return Plan{}, err
	}
	var p Plan
	err := d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		r, err := d.shut(ctx, tx, id, saw, Adopted)
		if err != nil {
			return err
		}
		if bs := r.Draft.Blocks(); len(bs) > 0 {
			return refuse.With(refuse.Invalid, fmt.Sprintf("Chưa ban hành được, còn %d điểm phải xem. %s", len(bs), bs[0].Say))
		}
		if p, err = d.next(ctx, tx, r); err != nil {
			return err
		}
		p.AdoptedAt, p.AdoptedBy, p.Adopter = instant(d.Now().UnixMilli()), a.Person, a.Name
		if err := d.keep(ctx, tx, p, id); err != nil {
			return err
		}
		for _, tell := range d.OnAdopt {
			if err := tell(ctx, tx, p); err != nil {
				return fmt.Errorf("adopt %s: %w", p.ID.Ref(), err)
			}
		}
		return d.log(ctx, tx, a, "adopt", p.ID.Ref(), fmt.Sprintf("%s, lần %d, từ bản soát xét %d", p.Doc.Code, p.Version, id))
	})
	return p, err
}

// next is the version that r becomes, with every key in it.
func (d *Desk) next(ctx context.Context, tx *store.Tx, r Review) (Plan, error) {
	p := Plan{ID: r.Amends, Version: r.Base + 1, Draft: r.Draft}
	p.renumber()
	if p.ID == 0 {
		same, err := planNamed(ctx, tx, p.Doc.Code, p.Doc.Date)
		if err != nil {
			return p, err
		}
		if same != 0 {
			return p, refuse.With(refuse.Conflict, "Kế hoạch "+p.Doc.Code+" ngày "+web.Day(p.Doc.Date)+" đã được ban hành rồi. Muốn thay đổi, hãy sửa đổi kế hoạch đó.")
		}
		n, err := tx.NextID(ctx, "plan_plan")
		if err != nil {
			return p, err
		}
		p.ID = ID(n)
	} else {
		old, err := Current(ctx, tx, p.ID)
		if err != nil {
			return p, err
		}
		if old.Version != r.Base {
			return p, refuse.With(refuse.Conflict, fmt.Sprintf("Kế hoạch đã có lần sửa đổi %d sau khi bản này được mở. Hãy bắt đầu lại từ lần đó.", old.Version))
		}
		Match(old.Draft, &p.Draft)
	}
	for _, k := range p.keys() {
		if *k.key == 0 {
			var err error
			if *k.key, err = tx.NextID(ctx, "plan_key"); err != nil {
				return p, err
			}
		}
	}
	return p, nil
}

func (d *Desk) keep(ctx context.Context, tx *store.Tx, p Plan, from DraftID) error {
	if err := addVersion(ctx, tx, p, from); err != nil {
		return fmt.Errorf("write %s: %w", p.ID.Ref(), err)
	}
	for _, k := range p.keys() {
		if err := addKey(ctx, tx, p, k); err != nil {
			return fmt.Errorf("write key %d of %s: %w", *k.key, p.ID.Ref(), err)
		}
	}
	return nil
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
		if n := r.Draft.open(); n > 0 && May(a, Check) {
			ws = append(ws, Waiting{Text: r.Title() + ": còn điểm cần xem", Href: href, Count: n})
		}
		if len(r.Draft.Blocks()) == 0 && May(a, Adopt) {
			ws = append(ws, Waiting{Text: r.Title() + ": chờ ban hành", Href: href + "/adopt", Count: 1})
		}
	}
	return ws, nil
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

// sniff says what sort of file b is, by its bytes and not by its name: docx, text, pdf, other.
func sniff(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return "docx"
	case bytes.HasPrefix(b, []byte("%PDF")):
		return "pdf"
	case utf8.Valid(b) && !bytes.ContainsRune(b, 0):
		return "text"
	}
	return "other"
}

// cleanName is the last part of a file's name, short enough to show.
func cleanName(s string) string {
	s = s[strings.LastIndexAny(s, `/\`)+1:]
	if s = squeeze(strings.ToValidUTF8(s, "")); s == "" {
		return "tệp không tên"
	}
	if r := []rune(s); len(r) > 120 {
		s = string(r[:120])
	}
	return s
}
