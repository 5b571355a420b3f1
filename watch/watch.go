// Package watch keeps an eye on what the public reads (canh trang công khai): a
// story, an alert, a text or a plan that changed without a verb of this program is
// told within minutes, not found by a reader.
//
// A verb that changes a public page seals it in its own transaction (Seal): a hash
// of all that the page is drawn from. Each minute a round reads every page's sources
// again, as readers get them, and holds them against the seals; files are opened,
// and their bytes held against their names, each within four minutes. What differs
// is a finding: in the log, on the day of those who answer for the site, by letter
// where a mail server is set. It is over by itself when the page is as it was; or
// somebody looks, says why, and what stands there is sealed.
//
// # What it cannot see
//
// Somebody who writes to the database and knows this table can write a seal too; the
// audit log, whose chain leaves the machine each night, says which verbs there were.
// Results of targets are not sealed: they follow from the facts, which a round of
// minutes cannot count again (loa measure rebuild --check does).
package watch

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/blob"
	"loa/platform/mail"
	"loa/platform/refuse"
	"loa/platform/store"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the desk's tables.
var Schema = store.Schema{Desk: "watch", Files: files}

// Desk watches. A verb acts at the place of its actor.
type Desk struct {
	DB    *store.DB
	Now   func() time.Time
	Blobs blob.Store
	Mail  *mail.Desk
	// Pages are everything that is sealed, as it is read now.
	Pages []func(context.Context, *store.Tx) ([]Page, error)
}

// A Page is what a public page is drawn from.
type Page struct {
	Thing string // newsroom/7
	Title string
	Href  string
	Hash  string
	Files []blob.Hash // that it shows
}

// HashOf is the hash of what a page is drawn from: parts as JSON. Form is how its source writes parts down; a source
// that writes them otherwise counts it up, and what was sealed in the old form is sealed anew instead of alarming everybody.
func HashOf(form int, parts any) (string, error) {
	sum := sha256.New()
	err := json.NewEncoder(sum).Encode(parts)
	return fmt.Sprintf("%d:%s", form, hex.EncodeToString(sum.Sum(nil))), err
}

// formOf is the form in which a hash was made.
func formOf(hash string) string {
	form, _, _ := strings.Cut(hash, ":")
	return form
}

// Seal keeps p as it stands, in the transaction that made it so.
func Seal(ctx context.Context, tx *store.Tx, p Page, at time.Time) error {
	return putSeal(ctx, tx, p, at)
}

// A What is what is the matter with a page.
type What string

// What may be the matter.
const (
	Changed  What = "changed"  // nội dung khác với bản đã đăng
	Appeared What = "appeared" // trang không ai đăng
	Vanished What = "vanished" // trang đã đăng mà không còn
	Damaged  What = "damaged"  // tệp hỏng hoặc mất
	Practice What = "practice" // diễn tập
)

// A Finding is a page that is not as a verb left it.
type Finding struct {
	ID       int64
	Thing    string
	Title    string
	Href     string
	What     What
	FoundAt  time.Time
	OverAt   time.Time // zero: it is still so
	OverBy   org.PersonID
	OverName string // empty: it was over by itself
	Word     string
}

// IsOver reports whether f needs nobody any more.
func (f Finding) IsOver() bool { return !f.OverAt.IsZero() }

// Round holds every page of the place against its seal, and returns what was found only now. The first round of a
// place seals what it finds.
func (d *Desk) Round(ctx context.Context, place store.Place) (fresh []Finding, err error) {
	var now []Page
	var sealed []seal
	err = d.DB.Read(ctx, place, func(tx *store.Tx) (err error) {
		if now, err = d.pages(ctx, tx); err != nil {
			return err
		}
		sealed, err = seals(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	bad, seen, old := compare(now, sealed)
	at := d.Now()
	broken, opened, err := d.damaged(ctx, now, at)
	if err != nil {
		return nil, err
	}
	for thing := range opened {
		seen[key{thing, Damaged}] = true
	}
	bad = append(bad, broken...)
	err = d.DB.Write(ctx, place, func(tx *store.Tx) error {
		fresh = nil
		begun, err := hasBegun(ctx, tx)
		if err != nil {
			return err
		}
		if !begun {
			return d.begin(ctx, tx)
		}
		for _, p := range old {
			if err := putSeal(ctx, tx, p, at); err != nil {
				return err
			}
		}
		if fresh, err = d.settle(ctx, tx, bad, seen); err != nil {
			return err
		}
		return putRound(ctx, tx, at, len(now))
	})
	return fresh, err
}

func (d *Desk) pages(ctx context.Context, tx *store.Tx) (all []Page, err error) {
	for _, of := range d.Pages {
		some, err := of(ctx, tx)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// A key is a page and what may be the matter with it.
type key struct {
	thing string
	what  What
}

// compare is what is the matter with pages now, all that was looked at, and the pages whose seal is of an old form.
func compare(now []Page, sealed []seal) (bad []Finding, seen map[key]bool, old []Page) {
	seen = map[key]bool{}
	was := map[string]seal{}
	for _, s := range sealed {
		was[s.Thing] = s
	}
	add := func(p Page, w What) {
		bad = append(bad, Finding{Thing: p.Thing, Title: p.Title, Href: p.Href, What: w})
	}
	for _, p := range now {
		s, is := was[p.Thing]
		delete(was, p.Thing)
		for _, w := range []What{Changed, Appeared, Vanished} {
			seen[key{p.Thing, w}] = true
		}
		switch {
		case !is:
			add(p, Appeared)
		case formOf(s.Hash) != formOf(p.Hash):
			old = append(old, p)
		case s.Hash != p.Hash:
			add(Page{Thing: p.Thing, Title: s.Title, Href: p.Href}, Changed)
		}
	}
	for _, s := range sealed {
		if _, is := was[s.Thing]; is {
			seen[key{s.Thing, Changed}], seen[key{s.Thing, Appeared}] = true, true
			add(s.Page, Vanished)
		}
	}
	return bad, seen, old
}

// shares is over how many rounds the files are spread: each is opened within as many minutes.
const shares = 4

// damaged are the pages that show a file whose bytes are not those of its name, or that is gone, and the pages whose
// files were opened in this round.
func (d *Desk) damaged(ctx context.Context, now []Page, at time.Time) (bad []Finding, opened map[string]bool, err error) {
	opened = map[string]bool{}
	for i, p := range now {
		if len(p.Files) == 0 || (int64(i)+at.Unix()/60)%shares != 0 {
			continue
		}
		opened[p.Thing] = true
		for _, h := range p.Files {
			f, _, err := d.Blobs.Open(ctx, h)
			if errors.Is(err, blob.ErrDamaged) || errors.Is(err, blob.ErrMissing) {
				bad = append(bad, Finding{Thing: p.Thing, Title: p.Title, Href: p.Href, What: Damaged})
				break
			}
			if err != nil {
				return nil, nil, fmt.Errorf("open file %s: %w", h, err)
			}
			if err := f.Close(); err != nil {
				return nil, nil, err
			}
		}
	}
	return bad, opened, nil
}

// begin seals all that is there when the watch begins; whoever reads the log sees when that was.
func (d *Desk) begin(ctx context.Context, tx *store.Tx) error {
	now, err := d.pages(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range now {
		if err := putSeal(ctx, tx, p, d.Now()); err != nil {
			return err
		}
	}
	if err := putRound(ctx, tx, d.Now(), len(now)); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Verb: "begin-watch", Thing: "watch", Detail: fmt.Sprintf("%d trang", len(now))})
}

// settle opens what is bad and was not known, closes what was seen and is good again.
func (d *Desk) settle(ctx context.Context, tx *store.Tx, bad []Finding, seen map[key]bool) (fresh []Finding, err error) {
	open, err := findings(ctx, tx, `AND over_at = 0 ORDER BY id`)
	if err != nil {
		return nil, err
	}
	isBad, isOpen := map[key]bool{}, map[key]bool{}
	for _, f := range bad {
		isBad[key{f.Thing, f.What}] = true
	}
	for _, f := range open {
		k := key{f.Thing, f.What}
		if isOpen[k] = true; isBad[k] || !seen[k] {
			continue
		}
		f.OverAt, f.Word = d.Now(), "Trang đã trở lại đúng như bản đã đăng."
		if err := putFinding(ctx, tx, f); err != nil {
			return nil, err
		}
		if err := d.record(ctx, tx, 0, "restore", f); err != nil {
			return nil, err
		}
	}
	for _, f := range bad {
		if isOpen[key{f.Thing, f.What}] {
			continue
		}
		if f.ID, err = tx.NextID(ctx, "watch_finding"); err != nil {
			return nil, err
		}
		f.FoundAt = d.Now()
		if err := putFinding(ctx, tx, f); err != nil {
			return nil, err
		}
		if err := d.record(ctx, tx, 0, "alarm", f); err != nil {
			return nil, err
		}
		fresh = append(fresh, f)
	}
	if len(fresh) == 0 {
		return nil, nil
	}
	return fresh, d.askLetters(ctx, tx, fresh)
}

// Drill raises an alarm about nothing, so that those who are called see that it reaches them. Accepting it ends it.
func (d *Desk) Drill(ctx context.Context, by org.Actor) error {
	if err := allowed(by, Drill); err != nil {
		return err
	}
	return d.DB.Write(ctx, by.Place, func(tx *store.Tx) error {
		open, err := findings(ctx, tx, `AND over_at = 0 AND what = $2`, string(Practice))
		if err != nil {
			return err
		}
		if len(open) > 0 {
			return refuse.With(refuse.Conflict, "Đang có một lần diễn tập chưa xong. Hãy kết thúc lần ấy trước.")
		}
		f := Finding{Thing: "watch", Title: "Diễn tập báo động", Href: "/watch", What: Practice, FoundAt: d.Now()}
		if f.ID, err = tx.NextID(ctx, "watch_finding"); err != nil {
			return err
		}
		if err := putFinding(ctx, tx, f); err != nil {
			return err
		}
		if err := d.record(ctx, tx, by.Person, "drill", f); err != nil {
			return err
		}
		return d.askLetters(ctx, tx, []Finding{f})
	})
}

// Accept ends finding id: somebody has looked, what stands there is right, and is sealed as it is.
func (d *Desk) Accept(ctx context.Context, by org.Actor, id int64, word string) error {
	if err := allowed(by, Accept); err != nil {
		return err
	}
	if word = strings.Join(strings.Fields(word), " "); word == "" {
		return refuse.Field("word", "Hãy ghi đã kiểm tra thế nào và vì sao giữ nội dung này.")
	}
	return d.DB.Write(ctx, by.Place, func(tx *store.Tx) error {
		found, err := findings(ctx, tx, `AND id = $2`, id)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return refuse.With(refuse.NotFound, "Không tìm thấy cảnh báo này.")
		}
		f := found[0]
		switch {
		case f.IsOver():
			return refuse.With(refuse.Conflict, "Cảnh báo này đã được xử lý.")
		case f.What == Damaged:
			return refuse.With(refuse.Conflict, "Tệp hỏng hoặc mất thì không chấp nhận được. Hãy phục hồi tệp từ bản sao lưu, hoặc mở bản đính chính và thay ảnh.")
		}
		if f.What != Practice {
			if err := d.sealAsIs(ctx, tx, f.Thing); err != nil {
				return err
			}
		}
		f.OverAt, f.OverBy, f.OverName, f.Word = d.Now(), by.Person, by.Name, word
		if err := putFinding(ctx, tx, f); err != nil {
			return err
		}
		return d.record(ctx, tx, by.Person, "accept", f)
	})
}

// sealAsIs seals thing as it stands, or forgets it where it stands no more.
func (d *Desk) sealAsIs(ctx context.Context, tx *store.Tx, thing string) error {
	now, err := d.pages(ctx, tx)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(now, func(p Page) bool { return p.Thing == thing }); i >= 0 {
		return putSeal(ctx, tx, now[i], d.Now())
	}
	return dropSeal(ctx, tx, thing)
}

func (d *Desk) record(ctx context.Context, tx *store.Tx, by org.PersonID, verb string, f Finding) error {
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(by), Verb: verb + "-page", Thing: f.Thing, Detail: f.say() + " " + f.Word})
}
