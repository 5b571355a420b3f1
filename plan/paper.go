package plan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"loa/kit/docx"
	"loa/org"
	"loa/platform/blob"
	"loa/platform/refuse"
	"loa/platform/store"
)

// MaxPaper is the most bytes of one uploaded paper.
const MaxPaper = 10 << 20

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
		err = refuse.Field("paper", no.Error()+" Tệp đã được giữ ở trang Kế hoạch, mục «Tệp chưa đọc được».")
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
	if d.Known == nil {
		return reading, source, nil
	}
	err = d.DB.Read(ctx, a.Place, func(tx *store.Tx) error {
		docs := reading.documents()
		known, err := d.Known(ctx, tx, docs)
		if err != nil {
			return err
		}
		reading.compare(docs, known)
		return nil
	})
	if err != nil {
		return Draft{}, nil, fmt.Errorf("ask the library of %s: %w", a.Place, err)
	}
	return reading, source, nil
}

// ReadFile reads the plan in a text or Word file, or refuses the file in a sentence.
func ReadFile(file []byte, o Options) (Draft, []Line, error) {
	lines, err := linesOf(file)
	if err != nil {
		return Draft{}, nil, err
	}
	if o.Kind == "" && sniff(file) == "docx" {
		o.Kind = "docx"
	}
	lines = Restore(lines, o)
	d := Read(lines, o)
	return d, lines, d.Check()
}

// linesOf is the lines of the paper in a text or Word file.
func linesOf(file []byte) ([]Line, error) {
	switch sniff(file) {
	case "docx":
	case "pdf":
		return pdfLines(context.Background(), file)
	default:
		return Lines(file)
	}
	word, err := docx.Read(bytes.NewReader(file), int64(len(file)))
	if no, ok := errors.AsType[*docx.Unreadable](err); ok {
		return nil, refuse.With(refuse.Invalid, no.Say)
	}
	if err != nil {
		return nil, fmt.Errorf("read a word file: %w", err)
	}
	lines := make([]Line, len(word))
	for i, l := range word {
		lines[i] = Line{No: l.No, Page: l.Page, Text: l.Text}
	}
	return lines, nil
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
