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
	"loa/kit/scan"
	"loa/org"
	"loa/platform/blob"
	"loa/platform/refuse"
	"loa/platform/store"
)

// ReadAgain reads a kept paper once more, with the reader of today. If a review
// of it is open, that one is closed and its steps that still fit are carried
// over. The draft is 0 while a scan is being read.
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
	if p.isScan() {
		_, err := d.await(ctx, a, p)
		return 0, err
	}
	b, err := d.fetch(ctx, p.Hash)
	if err != nil {
		return 0, err
	}
	_, draft, err := d.open(ctx, a, p, b)
	return draft, err
}

// fetch is the bytes of a kept file.
func (d *Desk) fetch(ctx context.Context, hash string) ([]byte, error) {
	f, _, err := d.Blobs.Open(ctx, blob.Hash(hash))
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", hash, err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", hash, err)
	}
	return b, nil
}

// open reads the text or Word file of p and opens a review of it. A p without an id is a new paper.
func (d *Desk) open(ctx context.Context, a org.Actor, p Paper, file []byte) (PaperID, DraftID, error) {
	reading, source, no := d.read(ctx, a.Place, p, func(o Options) (Draft, []Line, error) {
		if d.Reader != nil {
			return d.Reader(file, o)
		}
		return ReadFile(file, o)
	})
	if no != nil && refuse.Of(no).Kind == refuse.Trouble {
		return 0, 0, no
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
			return underReview(old)
		}
		if again {
			err = setRefusal(ctx, tx, p.ID, p.Refusal)
		} else {
			p.ID, err = addPaper(ctx, tx, p)
		}
		if err != nil || no != nil {
			return errors.Join(err, d.log(ctx, tx, a, "upload", p.ID.Ref(), p.Name))
		}
		r := Review{Paper: p, Amends: p.Amends, By: a.Person, ByName: a.Name, OpenedAt: d.Now(), Reading: reading, Source: source}
		id, err = d.begin(ctx, tx, a, r, old)
		return err
	})
	if err == nil && no != nil {
		err = keptUnread(no.Error())
	}
	return p.ID, id, err
}

func underReview(id DraftID) error {
	return refuse.With(refuse.Conflict, fmt.Sprintf("Tệp này đang được soát xét ở bản số %d. Hãy mở bản đó, hoặc bỏ bản đó rồi tải lại.", id))
}

func keptUnread(why string) error {
	return refuse.Field("paper", why+" Tệp đã được giữ ở trang Kế hoạch, mục «Tệp chưa đọc được».")
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
	if err := addPages(ctx, tx, id, r.Pages); err != nil {
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

// read has the reader read p at place and adds what it is not sure of to the doubts.
func (d *Desk) read(ctx context.Context, place store.Place, p Paper, reader func(Options) (Draft, []Line, error)) (Draft, []Line, error) {
	o := Options{File: p.Name, SHA256: p.Hash}
	err := d.DB.Read(ctx, place, func(tx *store.Tx) error { return o.know(ctx, tx) })
	if err != nil {
		return Draft{}, nil, fmt.Errorf("what is known of %s: %w", place, err)
	}
	reading, source, err := reader(o)
	if err != nil {
		return Draft{}, nil, err
	}
	reading.lines = source
	reading.unsure()
	if d.Known == nil {
		return reading, source, nil
	}
	err = d.DB.Read(ctx, place, func(tx *store.Tx) error {
		docs := reading.documents()
		known, err := d.Known(ctx, tx, docs)
		if err != nil {
			return err
		}
		reading.compare(docs, known)
		return nil
	})
	if err != nil {
		return Draft{}, nil, fmt.Errorf("ask the library of %s: %w", place, err)
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
	return readLines(lines, o)
}

// readLines reads the plan in lines.
func readLines(lines []Line, o Options) (Draft, []Line, error) {
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
	return typed(lines), nil
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
	if _, _, ok := t.word(); ok { // the same word of the same paper, or none
		if was, is := old.seen(t), now.seen(t); was != is {
			return ""
		}
		return t
	}
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
		from, err := draftOf(ctx, tx, id, 0)
		if err != nil {
			return err
		}
		was, err := loadReview(ctx, tx, from)
		if err != nil {
			return err
		}
		draft, err = d.begin(ctx, tx, a, Review{Amends: id, By: a.Person, ByName: a.Name, OpenedAt: d.Now(), Reading: p.Draft, Source: was.Draft.lines, Pages: was.Pages}, 0)
		return err
	})
	return draft, err
}

// sniff says what sort of file b is, by its bytes and not by its name: docx, text, pdf, png, jpeg, tiff, other.
func sniff(b []byte) string {
	switch kind := scan.KindOf(b); {
	case kind != "":
		return string(kind)
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return "docx"
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
