package work

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"loa/kit/photo"
	"loa/measure"
	"loa/org"
	"loa/platform/audit"
	"loa/platform/blob"
	"loa/platform/refuse"
	"loa/platform/store"
)

// An EvidenceID is one piece of evidence of a place, counted from 1.
type EvidenceID int64

// An Evidence (minh chứng) is what a unit sent to show that it did its part.
type Evidence struct {
	ID   EvidenceID
	Once string // the number of the form it was sent by
	Task TaskID
	Unit org.UnitID
	Shown
	Files    []File
	State    Standing
	Finishes bool // accepted, and with it the unit has done its part
	Sender   Sender
	SentAt   time.Time

	Verifier     org.PersonID // who accepted or returned it
	VerifierName string
	DecidedAt    time.Time
	Reason       string // why it was returned or withdrawn
}

// Ref is how the log calls e.
func (e Evidence) Ref() string { return fmt.Sprintf("%s/evidence/%d", e.Task.Ref(), e.ID) }

// Shown is what an evidence says, beside its files.
type Shown struct {
	DoneOn   org.Day // the day it was done
	Note     string
	Link     string
	Figure   int64  // counts only with FigureOf
	FigureOf string // lượt người tham dự
	People   []string
	HasSpots bool // the sender agrees that where the photos were taken is kept
}

// A Standing is what has become of an evidence.
type Standing string

// The standings of an evidence.
const (
	Claimed   Standing = "claimed"   // đã gửi, chờ thẩm tra
	Accepted  Standing = "accepted"  // đã công nhận
	Sentback  Standing = "returned"  // đã trả lại
	Withdrawn Standing = "withdrawn" // người gửi đã rút
)

// A Sender is who sent an evidence: somebody with an account, or whoever wrote a name on the page of a link.
type Sender struct {
	Person org.PersonID // 0 by a link
	Name   string
	Link   int64 // 0 with an account
}

// A File is a photo or file of an evidence.
type File struct {
	N        int
	Name     string
	Kind     string
	Hash     string // of what is kept
	Size     int64
	SentHash string // of what was sent
	Print    string // what a photo looks like
	Spot     string // where a photo was taken, 20.806000,106.630000, when the sender agreed to say so
}

// IsPicture reports whether f is a photo.
func (f File) IsPicture() bool { return f.Kind == kindJPEG }

// An Upload is a file on its way in.
type Upload struct {
	Name string
	Body io.Reader
}

// A Twin is a file of another part that is the same as one here, or looks the same.
type Twin struct {
	File  int // of the evidence that is looked at
	Of    Evidence
	Other File
	Unit  string
	Same  bool // byte for byte
}

const (
	mostFiles   = 10
	mostBytes   = 20 << 20 // of one file
	longestText = 4000
	mostPeople  = 500
)

// Send keeps what a unit shows of its part in task id, to be verified. once is
// the number of the form: the same form sent again, by an impatient finger or a
// phone that lost its signal, is the same evidence and no error.
func (d *Desk) Send(ctx context.Context, a org.Actor, id TaskID, unit org.UnitID, once string, s Shown, files ...Upload) (EvidenceID, error) {
	if a.Person == 0 {
		return 0, allowed(a, Look)
	}
	if !maySend(a, unit) {
		return 0, refuse.With(refuse.NotAllowed, "Chỉ người của đơn vị, hoặc phòng Văn hóa - Xã hội gửi thay, được gửi minh chứng cho đơn vị này.")
	}
	return d.send(ctx, a.Place, Evidence{Once: once, Task: id, Unit: unit, Shown: s, Sender: Sender{Person: a.Person, Name: a.AsOf(unit)}}, files)
}

func (d *Desk) send(ctx context.Context, place store.Place, e Evidence, files []Upload) (EvidenceID, error) {
	if err := e.Shown.settle(d.today(), len(files)); err != nil {
		return 0, err
	}
	for i, f := range files {
		kept, err := d.keep(ctx, f, e.HasSpots)
		if err != nil {
			return 0, err
		}
		kept.N = i + 1
		e.Files = append(e.Files, kept)
	}
	e.State, e.SentAt = Claimed, d.Now()
	err := d.DB.Write(ctx, place, func(tx *store.Tx) error {
		was, err := sentBy(ctx, tx, e.Once)
		if err != nil || was != 0 {
			e.ID = was
			return err
		}
		t, p, err := d.openPart(ctx, tx, e.Task, e.Unit)
		if err != nil {
			return err
		}
		if t.Repeats {
			return refuse.With(refuse.Conflict, "Việc này làm theo kỳ. Hãy mở kỳ đang làm rồi gửi minh chứng ở đó.")
		}
		if e.ID, err = insertEvidence(ctx, tx, e); err != nil {
			return err
		}
		for _, f := range e.Files {
			if err := dropPieces(ctx, tx, e.Sender.Link, f.SentHash); err != nil {
				return err
			}
		}
		return d.settlePart(ctx, tx, t, p, e, e.Sender, "send")
	})
	return e.ID, err
}

// openPart is task id and the part of unit in it, if evidence can still be sent for it.
func (d *Desk) openPart(ctx context.Context, tx *store.Tx, id TaskID, unit org.UnitID) (Task, Part, error) {
	t, err := loadTask(ctx, tx, id)
	if err != nil {
		return t, Part{}, err
	}
	p, err := partOf(ctx, tx, id, unit)
	if err == nil && !(t.IsAsked && p.IsAsked) {
		err = refuse.With(refuse.Conflict, "Việc này không còn giao cho đơn vị nên không nhận thêm minh chứng.")
	}
	return t, p, err
}

// keep puts f among the files: a photo drawn anew, any other kind as it came. Where a photo was taken is kept beside it if its sender agreed.
func (d *Desk) keep(ctx context.Context, f Upload, hasSpots bool) (File, error) {
	b, err := io.ReadAll(io.LimitReader(f.Body, mostBytes+1))
	if err != nil {
		return File{}, fmt.Errorf("receive %q: %w", f.Name, err)
	}
	if len(b) > mostBytes {
		return File{}, refuse.Field("files", "Tệp «"+f.Name+"» lớn quá 20 MB. Hãy chọn tệp nhỏ hơn hoặc ghi đường dẫn.")
	}
	kind, err := sniff(f.Name, b)
	if err != nil {
		return File{}, err
	}
	sum := sha256.Sum256(b)
	out := File{Name: fileName(f.Name), Kind: kind, SentHash: hex.EncodeToString(sum[:])}
	if kind == kindJPEG {
		if hasSpots {
			out.Spot = spotOf(b)
		}
		if b, out.Print, err = d.redraw(ctx, f.Name, b); err != nil {
			return File{}, err
		}
	}
	hash, size, err := d.Blobs.Put(ctx, bytes.NewReader(b), mostBytes)
	if err != nil {
		return File{}, fmt.Errorf("keep %q: %w", f.Name, err)
	}
	out.Hash, out.Size = string(hash), size
	return out, nil
}

// redraw is the photo drawn anew and its print. Photos are drawn one after the other: each takes a hundred megabytes while it lasts.
func (d *Desk) redraw(ctx context.Context, name string, sent []byte) ([]byte, string, error) {
	d.drawing.Lock()
	defer d.drawing.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, "", err
	}
	p, err := redraw(name, sent)
	return p.JPEG, p.Print, err
}

// fileName is the last part of a name as a person would call the file.
func fileName(name string) string {
	name = tidy(name[strings.LastIndexAny(name, `/\`)+1:])
	if !utf8.ValidString(name) || name == "" {
		return "tep"
	}
	if rs := []rune(name); len(rs) > 120 {
		name = string(rs[len(rs)-120:])
	}
	return name
}

// settle tidies what was typed and refuses what cannot be.
func (s *Shown) settle(today org.Day, files int) error {
	s.Note, s.Link, s.FigureOf = strings.TrimSpace(s.Note), tidy(s.Link), tidy(s.FigureOf)
	var people []string
	for _, p := range s.People {
		if p = tidy(p); p != "" {
			people = append(people, p)
		}
	}
	s.People = people
	switch {
	case s.DoneOn == "":
		return refuse.Field("done_on", "Hãy ghi ngày đã làm.")
	case s.DoneOn > today:
		return refuse.Field("done_on", "Ngày "+s.DoneOn.String()+" chưa đến. Hãy ghi ngày việc đã làm.")
	case utf8.RuneCountInString(s.Note) > longestText:
		return refuse.Field("note", "Ghi chú dài quá 4.000 ký tự. Hãy ghi ngắn hơn hoặc gửi thành tệp.")
	case s.Link != "" && !isLink(s.Link):
		return refuse.Field("link", "Đường dẫn chưa đúng. Hãy chép cả địa chỉ, bắt đầu bằng https://.")
	case s.Figure < 0:
		return refuse.Field("figure", "Con số không thể nhỏ hơn 0.")
	case s.Figure > 0 && s.FigureOf == "":
		return refuse.Field("figure_of", "Hãy ghi con số đếm gì, ví dụ: lượt người tham dự.")
	case len(people) > mostPeople:
		return refuse.Field("people", "Danh sách dài quá 500 người. Hãy gửi thành tệp Excel.")
	case files > mostFiles:
		return refuse.Field("files", "Mỗi lần gửi nhiều nhất 10 ảnh và tệp. Hãy gửi làm nhiều lần.")
	case files == 0 && s.Note == "" && s.Link == "" && s.FigureOf == "" && len(people) == 0:
		return refuse.Field("files", "Chưa có gì để gửi. Hãy chụp ảnh, chọn tệp, hoặc ghi đường dẫn, con số, danh sách hay ghi chú.")
	}
	return nil
}

func isLink(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && strings.Contains(u.Host, ".") && len(s) <= 2000
}

// say is what e is made of, in a few words.
func (e Evidence) say() string {
	pictures := 0
	for _, f := range e.Files {
		if f.IsPicture() {
			pictures++
		}
	}
	var words []string
	add := func(n int, format string) {
		if n > 0 {
			words = append(words, fmt.Sprintf(format, n))
		}
	}
	add(pictures, "%d ảnh")
	add(len(e.Files)-pictures, "%d tệp")
	if e.Link != "" {
		words = append(words, "đường dẫn")
	}
	if e.FigureOf != "" {
		words = append(words, fmt.Sprintf("%d %s", e.Figure, e.FigureOf))
	}
	add(len(e.People), "danh sách %d người")
	if e.Note != "" {
		words = append(words, "ghi chú")
	}
	return strings.Join(words, ", ")
}

// told is what has last become of e, in a sentence for the history of its task.
func (e Evidence) told(unit string) string {
	switch {
	case e.State == Claimed:
		return unit + " gửi minh chứng: " + e.say() + "."
	case e.State == Accepted && e.Finishes:
		return "Công nhận minh chứng; " + unit + " đã xong phần việc."
	case e.State == Accepted:
		return "Công nhận minh chứng; " + unit + " còn làm tiếp."
	case e.State == Sentback:
		return "Trả lại minh chứng của " + unit + "." + because(e.Reason)
	}
	return unit + " rút minh chứng đã gửi." + because(e.Reason)
}

// Accept says that evidence id is what its sender claims; finishes: with it the unit has done its part.
func (d *Desk) Accept(ctx context.Context, a org.Actor, id EvidenceID, finishes bool) error {
	return d.decide(ctx, a, id, "accept", func(e *Evidence) error {
		e.State, e.Finishes = Accepted, finishes
		return nil
	})
}

// Return gives evidence id back to its unit with a reason.
func (d *Desk) Return(ctx context.Context, a org.Actor, id EvidenceID, reason string) error {
	return d.decide(ctx, a, id, "return", func(e *Evidence) error {
		if e.State, e.Reason = Sentback, tidy(reason); e.Reason == "" {
			return refuse.Field("reason", "Hãy ghi lý do trả lại để đơn vị biết phải bổ sung gì.")
		}
		return nil
	})
}

// decide lets a verifier accept or return an evidence that nobody has decided on.
func (d *Desk) decide(ctx context.Context, a org.Actor, id EvidenceID, verb string, how func(*Evidence) error) error {
	if err := allowed(a, Verify); err != nil {
		return err
	}
	a.Name = a.As(Posts(Verify)...)
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		e, err := loadEvidence(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := mayVerify(a, e); err != nil {
			return err
		}
		if err := how(&e); err != nil {
			return err
		}
		e.Verifier, e.VerifierName, e.DecidedAt = a.Person, a.Name, d.Now()
		return d.changed(ctx, tx, a, e, verb)
	})
}

// Withdraw takes back an evidence that nobody has decided on; it is for the one who sent it.
func (d *Desk) Withdraw(ctx context.Context, a org.Actor, id EvidenceID, reason string) error {
	if err := allowed(a, Look); err != nil {
		return err
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		e, err := loadEvidence(ctx, tx, id)
		if err != nil {
			return err
		}
		if e.Sender.Person != a.Person {
			return refuse.With(refuse.NotAllowed, "Chỉ người đã gửi được rút minh chứng này.")
		}
		if e.State != Claimed {
			return alreadyDecided(e)
		}
		e.State, e.Reason, e.DecidedAt = Withdrawn, tidy(reason), d.Now()
		return d.changed(ctx, tx, a, e, "withdraw")
	})
}

// changed keeps what a did with e, and what follows from it.
func (d *Desk) changed(ctx context.Context, tx *store.Tx, a org.Actor, e Evidence, verb string) error {
	t, err := loadTask(ctx, tx, e.Task)
	if err != nil {
		return err
	}
	p, err := partOf(ctx, tx, e.Task, e.Unit)
	if err != nil {
		return err
	}
	if err := updateEvidence(ctx, tx, e); err != nil {
		return err
	}
	return d.settlePart(ctx, tx, t, p, e, Sender{Person: a.Person, Name: a.Name}, verb)
}

// settlePart brings the part p up to what has become of its evidence, and tells the history, measure and the audit.
func (d *Desk) settlePart(ctx context.Context, tx *store.Tx, t Task, p Part, e Evidence, by Sender, verb string) error {
	all, err := evidenceOf(ctx, tx, e.Task, e.Unit)
	if err != nil {
		return err
	}
	p.State, p.ChangedAt = stateOf(all), d.Now()
	if err := putPart(ctx, tx, p); err != nil {
		return err
	}
	say := e.told(p.Name)
	if err := addEvent(ctx, tx, Event{Task: e.Task, Unit: e.Unit, At: d.Now(), Person: by.Person, PersonName: by.Name, Say: say}); err != nil {
		return err
	}
	abouts, err := aboutsOf(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	if err := measure.Record(ctx, tx, factsOf(t, abouts, e)...); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(by.Person), Verb: verb, Thing: e.Ref(), Detail: say})
}

// EvidenceOf is what was sent for the part of unit in task id, the first first.
func EvidenceOf(ctx context.Context, tx *store.Tx, id TaskID, unit org.UnitID) ([]Evidence, error) {
	return evidenceOf(ctx, tx, id, unit)
}

// openFile opens file n of evidence e.
func (d *Desk) openFile(ctx context.Context, e Evidence, n int64) (File, io.ReadSeekCloser, error) {
	i := slices.IndexFunc(e.Files, func(f File) bool { return int64(f.N) == n })
	if i < 0 {
		return File{}, nil, refuse.With(refuse.NotFound, "Không tìm thấy tệp này.")
	}
	body, _, err := d.Blobs.Open(ctx, blob.Hash(e.Files[i].Hash))
	if err != nil {
		return File{}, nil, fmt.Errorf("file %d of %s: %w", n, e.Ref(), err)
	}
	return e.Files[i], body, nil
}

// twins are the files of other parts that are the same as one of e, or look the same.
func (d *Desk) twins(ctx context.Context, tx *store.Tx, e Evidence) ([]Twin, error) {
	if len(e.Files) == 0 {
		return nil, nil
	}
	others, err := filesElsewhere(ctx, tx, e)
	if err != nil {
		return nil, err
	}
	var twins []Twin
	for _, f := range e.Files {
		for _, o := range others {
			same := f.SentHash == o.file.SentHash || f.Hash == o.file.Hash
			if same || photo.Alike(f.Print, o.file.Print) {
				twins = append(twins, Twin{File: f.N, Of: Evidence{ID: o.evidence}, Other: o.file, Same: same})
			}
		}
	}
	for i := range twins {
		if twins[i].Of, err = loadEvidence(ctx, tx, twins[i].Of.ID); err != nil {
			return nil, err
		}
	}
	names, err := unitNames(ctx, tx)
	for i := range twins {
		twins[i].Unit = names[twins[i].Of.Unit]
	}
	return twins, err
}
