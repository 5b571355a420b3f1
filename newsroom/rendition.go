package newsroom

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"loa/kit/prose"
	"loa/kit/vi/speech"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// A Rendition (bản chuyển thể) is a story told in another form: read out by the
// loudspeakers, posted in short, sent by e-mail. Its first text is drafted from the
// story by rules; from then on it is written apart, with versions of its own. When
// the story changes it is marked until somebody has written it anew or has found
// that it is still right. It is approved apart, or with the story.
type Rendition struct {
	Story        StoryID
	Sort         Sort
	Last         int // number of its last text
	Source       int // version of the story that it goes with
	Approved     int // number of the text approved last; 0 = none
	Approver     org.PersonID
	ApproverName string
	ApprovedAt   time.Time
}

// A Sort is the form of a Rendition.
type Sort string

// The sorts.
const (
	Script Sort = "script" // bản phát thanh
	Post   Sort = "post"   // bản đăng mạng xã hội
	Mailed Sort = "mail"   // bản gửi thư
)

// sorts is every sort with what it is called and how long it may be.
var sorts = []struct {
	sort       Sort
	name, hint string
	longest    int // characters
}{
	{Script, "Bản phát thanh", "Đọc trong 60 đến 120 giây; số, ngày, giờ và chữ viết tắt viết thành lời.", 6000},
	{Post, "Bản đăng mạng xã hội", "Dưới 2.000 ký tự để đăng được cả Zalo và Facebook; hai dòng đầu phải nói được việc.", 2000},
	{Mailed, "Bản gửi thư", "Dòng đầu là tiêu đề thư; chữ thường, không định dạng.", 20000},
}

// SortName is what s is called on screens; empty when there is no such sort.
func SortName(s Sort) string {
	for _, row := range sorts {
		if row.sort == s {
			return row.name
		}
	}
	return ""
}

func (s Sort) hint() string {
	for _, row := range sorts {
		if row.sort == s {
			return row.hint
		}
	}
	return ""
}

func (s Sort) longest() int {
	for _, row := range sorts {
		if row.sort == s {
			return row.longest
		}
	}
	return 0
}

var noWording = refuse.With(refuse.Conflict, "Bản này chưa được soạn. Hãy soạn từ bài trước.")

var noSort = refuse.With(refuse.NotFound, "Không có dạng bài này.")

// A Wording is one text of a Rendition.
type Wording struct {
	N         int
	Body      string
	Saver     org.PersonID
	SaverName string
	BeganAt   time.Time
	SavedAt   time.Time
	Sealed    bool
}

// basis is the version of s that its renditions tell: the last, unless a correction of what is public is still being
// written or read.
func (s Story) basis() int {
	if s.Live > 0 && (s.State == Draft || s.State == Review) {
		return s.Live
	}
	return s.Last
}

const (
	shortestScript = 60 // seconds
	longestScript  = 120
)

// Render drafts the first text of sort from t, for the listeners and readers of a place.
func Render(sort Sort, t Text, place string) string {
	var paragraphs []string
	for _, b := range prose.Parse(t.Body).Blocks {
		paragraphs = append(paragraphs, saidOf(b)...)
	}
	summary := sentence(t.Summary)
	switch sort {
	case Script:
		// Sentences are taken while they fit, the last words kept free.
		opening := "Kính thưa bà con nhân dân " + lowerFirst(place) + ". " + sentence(t.Title)
		closing := "Trân trọng cảm ơn bà con đã lắng nghe."
		parts, room := []string{speech.Spell(opening)}, longestScript-speech.Seconds(speech.Spell(opening))-speech.Seconds(closing)-1
		for _, p := range append([]string{summary}, paragraphs...) {
			said := speech.Spell(readOut(p))
			if room -= speech.Seconds(said) + 1; room < 0 {
				break
			}
			if said != "" {
				parts = append(parts, said)
			}
		}
		return strings.Join(append(parts, closing), "\n")
	case Post:
		out := t.Title + "\n\n" + summary
		for _, p := range paragraphs {
			if utf8.RuneCountInString(out)+utf8.RuneCountInString(p) > 600 {
				break
			}
			out += "\n" + p
		}
		return strings.TrimSpace(out)
	}
	return strings.TrimSpace(t.Title + "\n\nKính gửi anh/chị,\n\n" + strings.TrimSpace(summary+"\n\n"+strings.Join(paragraphs, "\n")))
}

// saidOf is what b says, a line for each paragraph and item; pictures say nothing.
func saidOf(b prose.Block) (out []string) {
	var line strings.Builder
	for _, w := range b.Words {
		line.WriteString(strings.ReplaceAll(w.Text, "\n", " "))
	}
	if s := tidy(line.String()); s != "" {
		out = append(out, s)
	}
	for i, x := range b.Blocks {
		inner := saidOf(x)
		if len(inner) > 0 && b.Kind == prose.List {
			mark := "- "
			if b.Ordered {
				mark = fmt.Sprintf("Bước %d: ", b.Start+i)
			}
			inner[0] = mark + inner[0]
		}
		out = append(out, inner...)
	}
	return out
}

// readOut is the paragraph or line s as a sentence to be read out: nobody reads the mark of a line.
func readOut(s string) string {
	s = strings.TrimPrefix(tidy(s), "- ")
	if strings.HasSuffix(s, ":") {
		return s // what follows belongs to it
	}
	return sentence(strings.TrimRight(s, ";, "))
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return strings.ToLower(string(r)) + s[n:]
}

// Remarks is what a person should look at in a text of sort.
func (s Sort) Remarks(body string) (out []string) {
	if s == Script {
		switch seconds := speech.Seconds(body); {
		case seconds < shortestScript:
			out = append(out, fmt.Sprintf("Đọc khoảng %d giây, hơi ngắn. Nên từ 60 đến 120 giây.", seconds))
		case seconds > longestScript:
			out = append(out, fmt.Sprintf("Đọc khoảng %d giây, dài quá. Nên từ 60 đến 120 giây.", seconds))
		}
		if left := speech.Unread(body); len(left) > 0 {
			out = append(out, "Còn số hoặc chữ viết tắt, người đọc dễ vấp: «"+strings.Join(left, "», «")+"».")
		}
	}
	return out
}

// mayRender refuses a who may not write the renditions of s: its writer, the editors, and the announcer of scripts.
func (s Story) mayRender(a org.Actor, sort Sort) error {
	switch {
	case a.Person == 0:
		return allowed(a, Look)
	case s.State == Withdrawn || s.State == Dropped:
		return refuse.With(refuse.Conflict, "Bài đã gỡ hoặc đã bỏ nên không soạn dạng khác nữa.")
	case s.Author == a.Person, a.Holds(editors...), sort == Script && a.Holds(org.Announcer):
		return nil
	}
	return refuse.With(refuse.NotAllowed, "Bản này do người viết, ban biên tập hoặc phát thanh viên soạn.")
}

// DraftRendition writes the first text of sort from story id as it stands.
func (d *Desk) DraftRendition(ctx context.Context, a org.Actor, id StoryID, sort Sort) error {
	return d.onRendition(ctx, a, id, sort, func(tx *store.Tx, s *Story, r *Rendition) error {
		if err := s.mayRender(a, sort); err != nil {
			return err
		}
		if r.Last > 0 {
			return refuse.With(refuse.Conflict, "Bản này đã được soạn rồi.")
		}
		v, err := version(ctx, tx, id, s.basis())
		if err != nil {
			return err
		}
		place, err := org.LoadPlace(ctx, tx, tx.Place())
		if err != nil {
			return err
		}
		now := d.Now()
		r.Last, r.Source = 1, v.N
		w := Wording{N: 1, Body: Render(sort, v.Text, place.Name), SaverName: "Loa soạn từ bài", BeganAt: now, SavedAt: now, Sealed: true}
		if err := putWording(ctx, tx, *r, w); err != nil {
			return err
		}
		return d.record(ctx, tx, a, id, "render", fmt.Sprintf("Soạn %s từ bản %d.", lowerFirst(SortName(sort)), v.N))
	})
}

// SaveRendition keeps body as the text of a rendition; saw is the number of the text that a had before them. What
// somebody else wrote since is never written over.
func (d *Desk) SaveRendition(ctx context.Context, a org.Actor, id StoryID, sort Sort, saw int, body string) (n int, err error) {
	body = norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(body, "\r\n", "\n")))
	if long := utf8.RuneCountInString(body); long > sort.longest() {
		return 0, refuse.Field("body", fmt.Sprintf("Bản này dài %d ký tự, quá %d. Hãy viết ngắn hơn.", long, sort.longest()))
	}
	err = d.onRendition(ctx, a, id, sort, func(tx *store.Tx, s *Story, r *Rendition) error {
		if err := s.mayRender(a, sort); err != nil {
			return err
		}
		w, err := wording(ctx, tx, *r, r.Last)
		if err != nil {
			return err
		}
		if w.N != saw && w.Saver != a.Person {
			return refuse.With(refuse.Conflict, fmt.Sprintf("%s đã viết vào bản này lúc %s. Chữ anh/chị gõ vẫn còn ở đây: hãy chép lại, tải lại trang rồi gộp vào.", w.SaverName, web.Moment(w.SavedAt)))
		}
		n = w.N
		if body == w.Body {
			return nil
		}
		now := d.Now()
		if w.Sealed || w.Saver != a.Person || now.Sub(w.BeganAt) >= versionLasts {
			w = Wording{N: r.Last + 1, Saver: a.Person, SaverName: a.Name, BeganAt: now}
			if err := d.recordThing(ctx, tx, a, id.Ref(), "write", fmt.Sprintf("%s, lần viết %d", SortName(sort), w.N)); err != nil {
				return err
			}
		}
		w.Body, w.SavedAt, n = body, now, w.N
		r.Last = w.N
		return putWording(ctx, tx, *r, w)
	})
	return n, err
}

// ConfirmRendition says that a rendition is right beside version saw of the story, as it stands now.
func (d *Desk) ConfirmRendition(ctx context.Context, a org.Actor, id StoryID, sort Sort, saw int) error {
	return d.onRendition(ctx, a, id, sort, func(tx *store.Tx, s *Story, r *Rendition) error {
		if err := s.mayRender(a, sort); err != nil {
			return err
		}
		if r.Last == 0 {
			return noWording
		}
		if saw != s.basis() {
			return refuse.With(refuse.Conflict, "Bài vừa đổi lần nữa. Hãy xem chỗ đổi mới rồi xác nhận lại.")
		}
		r.Source = saw
		return d.record(ctx, tx, a, id, "confirm", fmt.Sprintf("%s còn đúng với bản %d của bài.", SortName(sort), saw))
	})
}

// ApproveRendition answers for text n of a rendition of a story that was approved itself. Who wrote in it does not.
func (d *Desk) ApproveRendition(ctx context.Context, a org.Actor, id StoryID, sort Sort, n int) error {
	return d.onRendition(ctx, a, id, sort, func(tx *store.Tx, s *Story, r *Rendition) error {
		if s.State != Approved && s.State != Published {
			return refuse.With(refuse.Conflict, "Hãy duyệt bài trước, rồi duyệt bản này; hoặc duyệt cùng lúc ở trang duyệt bài.")
		}
		if n != r.Last {
			return refuse.With(refuse.Conflict, "Bản này vừa được sửa. Hãy đọc lại rồi duyệt.")
		}
		return d.approveRendition(ctx, tx, a, *s, r)
	})
}

// approveRendition answers for the last text of r.
func (d *Desk) approveRendition(ctx context.Context, tx *store.Tx, a org.Actor, s Story, r *Rendition) error {
	l, err := LawOf(ctx, tx)
	if err != nil {
		return err
	}
	all, err := wordings(ctx, tx, *r)
	if err != nil {
		return err
	}
	if err := r.mayApprove(a, s, l, all); err != nil {
		return err
	}
	changed, err := staleness(ctx, tx, s, *r)
	if err != nil {
		return err
	}
	if len(changed) > 0 {
		return refuse.With(refuse.Conflict, "Bài đã đổi sau khi soạn bản này. Hãy sửa theo, hoặc xác nhận «Còn đúng», rồi duyệt.")
	}
	w := all[0]
	if w.Body == "" {
		return refuse.With(refuse.Conflict, "Bản này đang trống. Hãy viết rồi trình duyệt.")
	}
	w.Sealed = true
	if err := putWording(ctx, tx, *r, w); err != nil {
		return err
	}
	r.Approved, r.Approver, r.ApproverName, r.ApprovedAt = w.N, a.Person, a.Name, d.Now()
	return d.record(ctx, tx, a, s.ID, "approve", fmt.Sprintf("Duyệt %s, lần viết %d.", lowerFirst(SortName(r.Sort)), w.N))
}

// mayApprove refuses a who may not approve the last of all, the texts of r, the last first.
func (r Rendition) mayApprove(a org.Actor, s Story, l Law, all []Wording) error {
	switch {
	case a.Person == 0:
		return allowed(a, Look)
	case !a.Holds(l.Posts(Approve)...):
		return refuse.With(refuse.NotAllowed, s.notYours(Approve, l))
	case r.Last == 0:
		return refuse.With(refuse.Conflict, "Bản này chưa được soạn.")
	case r.Approved == r.Last:
		return refuse.With(refuse.Conflict, "Bản này đã được duyệt rồi.")
	case s.Author == a.Person || slices.ContainsFunc(all, func(w Wording) bool { return w.N > r.Approved && w.Saver == a.Person }):
		return refuse.With(refuse.NotAllowed, "Anh/chị đã viết hoặc sửa bản này nên không tự duyệt. Hãy nhờ người khác có thẩm quyền duyệt.")
	}
	return nil
}

// staleness is what changed in the story since r was drafted from it or found right; nothing: r is up to date.
func staleness(ctx context.Context, tx *store.Tx, s Story, r Rendition) ([]changed, error) {
	if r.Last == 0 || r.Source == s.basis() {
		return nil, nil
	}
	before, err := version(ctx, tx, s.ID, r.Source)
	if err != nil {
		return nil, err
	}
	after, err := version(ctx, tx, s.ID, s.basis())
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(compare(before.Text, after.Text), changed.same), nil
}

// onRendition does one verb on the rendition of story id in the form sort, and keeps what it made of both.
func (d *Desk) onRendition(ctx context.Context, a org.Actor, id StoryID, sort Sort, do func(*store.Tx, *Story, *Rendition) error) error {
	if SortName(sort) == "" {
		return noSort
	}
	return d.onStory(ctx, a, id, func(tx *store.Tx, s *Story) error {
		r, err := rendition(ctx, tx, id, sort)
		if err != nil {
			return err
		}
		if err := do(tx, s, &r); err != nil {
			return err
		}
		return putRendition(ctx, tx, r)
	})
}

// renditions are those of a story that were drafted.
func renditions(ctx context.Context, tx *store.Tx, id StoryID) ([]Rendition, error) {
	return store.All(ctx, tx, func(rows *sql.Rows, r *Rendition) error {
		var at int64
		err := rows.Scan(&r.Story, &r.Sort, &r.Last, &r.Source, &r.Approved, &r.Approver, &r.ApproverName, &at)
		r.ApprovedAt = store.Instant(at)
		return err
	}, `SELECT story, sort, last, source, approved, approver, approver_name, approved_at FROM newsroom_rendition WHERE place = $1 AND story = $2`, int64(id))
}

// rendition is that of story id in the form sort; without a text when it was not drafted yet.
func rendition(ctx context.Context, tx *store.Tx, id StoryID, sort Sort) (Rendition, error) {
	all, err := renditions(ctx, tx, id)
	for _, r := range all {
		if r.Sort == sort {
			return r, err
		}
	}
	return Rendition{Story: id, Sort: sort}, err
}

func putRendition(ctx context.Context, tx *store.Tx, r Rendition) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO newsroom_rendition (place, story, sort, last, source, approved, approver, approver_name, approved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (place, story, sort) DO UPDATE SET last = excluded.last, source = excluded.source, approved = excluded.approved, approver = excluded.approver,
			approver_name = excluded.approver_name, approved_at = excluded.approved_at`,
		int64(r.Story), string(r.Sort), r.Last, r.Source, r.Approved, int64(r.Approver), r.ApproverName, store.Millis(r.ApprovedAt))
	return err
}

// wordings are the texts of r, the last first.
func wordings(ctx context.Context, tx *store.Tx, r Rendition) ([]Wording, error) {
	return store.All(ctx, tx, func(rows *sql.Rows, w *Wording) error {
		var began, saved int64
		err := rows.Scan(&w.N, &w.Body, &w.Saver, &w.SaverName, &began, &saved, &w.Sealed)
		w.BeganAt, w.SavedAt = store.Instant(began), store.Instant(saved)
		return err
	}, `SELECT n, body, saver, saver_name, began_at, saved_at, is_sealed FROM newsroom_rendition_text WHERE place = $1 AND story = $2 AND sort = $3 ORDER BY n DESC`, int64(r.Story), string(r.Sort))
}

// wording is text n of r.
func wording(ctx context.Context, tx *store.Tx, r Rendition, n int) (Wording, error) {
	all, err := wordings(ctx, tx, r)
	for _, w := range all {
		if w.N == n {
			return w, err
		}
	}
	if err == nil {
		err = noWording
	}
	return Wording{}, err
}

func putWording(ctx context.Context, tx *store.Tx, r Rendition, w Wording) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO newsroom_rendition_text (place, story, sort, n, body, saver, saver_name, began_at, saved_at, is_sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (place, story, sort, n) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at, is_sealed = excluded.is_sealed`,
		int64(r.Story), string(r.Sort), w.N, w.Body, int64(w.Saver), w.SaverName, store.Millis(w.BeganAt), store.Millis(w.SavedAt), w.Sealed)
	return err
}
