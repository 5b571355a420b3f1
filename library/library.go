// Package library is the legal library (thư viện văn bản): the documents that the
// place's plans rest on, each honestly marked confirmed or not, with every clause
// that cites it.
//
// A text comes in by Seed, when a place is enrolled, or by File, when a plan is
// adopted that cites it; a person puts it right by Correct. What a text says of
// itself is kept apart from what the library knows about it: Confirmed means that
// number, day and issuer were seen in a source other than the plan that cites it,
// and Source names that source. Nobody else's word is ever made up: a text filed
// from a plan stays unconfirmed until a person says where they saw it.
//
// The nation's and the party's texts are the same everywhere, but each place has
// rows of its own: what one ward has looked into, another has not.
package library

import (
	"context"
	"embed"
	"fmt"
	"strings"
	"time"

	"loa/kit/citation"
	"loa/kit/vi"
	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the library's tables.
var Schema = store.Schema{Desk: "library", Files: files}

// A TextID is a text of a place, counted from 1: /library/3.
type TextID int64

// Ref is how the log calls a text.
func (id TextID) Ref() string { return fmt.Sprintf("library/%d", id) }

// Force (hiệu lực) says whether a text still holds.
type Force string

// What is known of a text's force.
const (
	NotLooked Force = ""         // nobody has looked into it
	InForce   Force = "in-force" // còn hiệu lực
	Replaced  Force = "replaced" // bị thay thế
	Ended     Force = "ended"    // hết hiệu lực
)

// A Text (văn bản) is one legal document.
type Text struct {
	ID         TextID
	Slug       string // 57-nq-tw; unique in the place
	Kind       string // Nghị quyết
	Number     string
	Symbol     string
	Code       string // 57-NQ/TW; empty for a law that is known by name and day
	Issuer     string
	IssuedOn   string // 2024-12-22; empty when not known
	Title      string // trích yếu; empty when no source here gives it
	Confirmed  bool
	Source     string
	Force      Force
	ReplacedBy string // code
	EndedOn    string
	Note       string
	Cited      int // clauses of standing plans that cite it
}

// Name is how a sentence calls the text: Nghị quyết số 57-NQ/TW.
func (t Text) Name() string {
	switch {
	case t.Code == "":
		return strings.TrimSpace(t.Kind + " " + t.Title)
	case t.Kind == "":
		return t.Code
	}
	return t.Kind + " số " + t.Code
}

// A Citation is one clause of a standing plan that cites a text.
type Citation struct {
	Plan     plan.ID
	Version  int
	PlanCode string // 15/KH-UBND
	Clause   int64  // the clause's key; 0 when it stands in none
	Address  plan.Address
	Role     string // basis, implement, communicate, within-title, proposal, mention
	Lines    plan.Span
}

// Desk does the work on the library. A verb acts at the place of its actor.
type Desk struct {
	DB  *store.DB
	Now func() time.Time
	// OnChange hear, in its transaction, of each text that a verb took in or put right.
	OnChange []func(context.Context, *store.Tx, TextID) error
}

// All are the texts of the place as its readers see them, without who cites them; with an id, that one alone.
func All(ctx context.Context, tx *store.Tx, id TextID) ([]Text, error) {
	found, err := texts(ctx, tx, `($2 = 0 OR t.id = $2) ORDER BY t.id`, int64(id))
	for i := range found {
		found[i].Cited = 0
	}
	return found, err
}

func (d *Desk) tell(ctx context.Context, tx *store.Tx, id TextID) error {
	for _, tell := range d.OnChange {
		if err := tell(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// A Question narrows a list. The zero Question asks for everything.
type Question struct {
	Words       string // of code, kind, title or issuer; with marks or without
	Kind        string
	Unconfirmed bool
	Page        int // from 1
}

// PageSize is how many texts stand on a page of a list.
const PageSize = 50

// MaxTotal is how far a list counts.
const MaxTotal = 1000

// List is one page of the texts that q asks for, newest first, and how many there are in all, MaxTotal at most.
func (d *Desk) List(ctx context.Context, place store.Place, q Question) (texts []Text, total int, err error) {
	err = d.DB.Read(ctx, place, func(tx *store.Tx) error {
		texts, total, err = list(ctx, tx, q)
		return err
	})
	return texts, total, err
}

// Load is the text with this id and where it is cited, in the order of plans and paper.
func (d *Desk) Load(ctx context.Context, place store.Place, id TextID) (t Text, cited []Citation, err error) {
	return d.load(ctx, place, "id = $2", int64(id))
}

// LoadSlug is Load by the public address.
func (d *Desk) LoadSlug(ctx context.Context, place store.Place, slug string) (t Text, cited []Citation, err error) {
	return d.load(ctx, place, "slug = $2", slug)
}

func (d *Desk) load(ctx context.Context, place store.Place, which string, arg any) (t Text, cited []Citation, err error) {
	err = d.DB.Read(ctx, place, func(tx *store.Tx) error {
		if t, err = one(ctx, tx, which, arg); err != nil {
			return err
		}
		cited, err = citations(ctx, tx, t.ID)
		return err
	})
	return t, cited, err
}

// Find is the texts with this code, newest first; none is no error.
func (d *Desk) Find(ctx context.Context, place store.Place, code string) (texts []Text, err error) {
	err = d.DB.Read(ctx, place, func(tx *store.Tx) error {
		texts, err = withCode(ctx, tx, vi.Canon(code))
		return err
	})
	return texts, err
}

// Known is what the library holds under the codes of docs, for citation.Compare.
func Known(ctx context.Context, tx *store.Tx, docs []citation.Document) (citation.Lookup, error) {
	known := map[string][]citation.Known{}
	for _, doc := range docs {
		if _, asked := known[doc.Text]; asked || doc.Text == "" {
			continue
		}
		texts, err := withCode(ctx, tx, doc.Text)
		if err != nil {
			return nil, err
		}
		known[doc.Text] = []citation.Known{}
		for _, t := range texts {
			known[doc.Text] = append(known[doc.Text], citation.Known{Date: t.IssuedOn, Issuer: t.Issuer, Title: t.Title, Confirmed: t.Confirmed, ReplacedBy: t.ReplacedBy, EndedOn: t.EndedOn})
		}
	}
	return func(code string) []citation.Known { return known[code] }, nil
}

// File takes the texts that an adopted plan cites into the library and ties them
// to the clauses that cite them, in the stead of what an earlier version tied. It
// hangs on plan.Desk.OnAdopt. A text that is new here stays unconfirmed.
func (d *Desk) File(ctx context.Context, tx *store.Tx, p plan.Plan) error {
	if err := forget(ctx, tx, p.ID); err != nil {
		return err
	}
	for _, b := range p.References {
		id, err := d.fileBasis(ctx, tx, p, b)
		if err != nil {
			return fmt.Errorf("file %s: %w", b.Code, err)
		}
		for i, c := range b.Cited {
			cited := Citation{Plan: p.ID, Version: p.Version, PlanCode: p.Doc.Code, Address: c.Node, Role: c.Role, Lines: c.Lines}
			if clause := p.Clause(c.Node); clause != nil {
				cited.Clause = clause.Key
			}
			if err := cite(ctx, tx, id, i+1, cited); err != nil {
				return fmt.Errorf("tie %s to %s: %w", b.Code, c.Node, err)
			}
		}
	}
	return nil
}

// fileBasis is the text that b cites; it is taken in if it is not there.
func (d *Desk) fileBasis(ctx context.Context, tx *store.Tx, p plan.Plan, b plan.Basis) (TextID, error) {
	same, err := withCode(ctx, tx, b.Code)
	if err != nil {
		return 0, err
	}
	for _, t := range same {
		switch {
		case b.Code == "" && (t.IssuedOn != b.Date || vi.Fold(t.Title) != vi.Fold(b.Title)):
		case t.IssuedOn == b.Date, b.Date == "" && len(same) == 1:
			return t.ID, nil
		}
	}
	t := Text{Kind: b.Kind, Number: b.Number, Symbol: b.Symbol, Code: b.Code, Issuer: b.Issuer, IssuedOn: b.Date, Title: capital(b.Title), Source: "Kế hoạch số " + p.Doc.Code}
	for _, other := range same {
		if b.Code != "" {
			t.Note = fmt.Sprintf("Cùng số ký hiệu với văn bản ngày %s đã có trong thư viện; cần đối chiếu.", orUnknown(web.Day(other.IssuedOn)))
		}
	}
	if t.ID, err = insert(ctx, tx, t); err != nil {
		return 0, err
	}
	if err := d.tell(ctx, tx, t.ID); err != nil {
		return 0, err
	}
	return t.ID, audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(p.AdoptedBy), Verb: "file", Thing: t.ID.Ref(), Detail: t.Name() + ", từ kế hoạch " + p.Doc.Code})
}

// Correct puts right what the library says of a text. It is for those who keep
// the library; saying that a text is confirmed asks where it was seen.
func (d *Desk) Correct(ctx context.Context, a org.Actor, t Text) error {
	if !a.Holds(Keepers...) {
		return refuse.With(refuse.NotAllowed, "Chỉ trưởng phòng, công chức Văn hóa - Xã hội và văn thư được sửa thư viện văn bản.")
	}
	if err := t.settle(); err != nil {
		return err
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		was, err := one(ctx, tx, "id = $2", int64(t.ID))
		if err != nil {
			return err
		}
		t.Slug, t.Number, t.Symbol, t.Cited = was.Slug, was.Number, was.Symbol, was.Cited
		if t.Code != was.Code {
			t.Number, t.Symbol = parts(t.Code)
		}
		changes := difference(was, t)
		if len(changes) == 0 {
			return nil
		}
		if err := update(ctx, tx, t); err != nil {
			return err
		}
		if err := d.tell(ctx, tx, t.ID); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: "correct", Thing: t.ID.Ref(), Detail: strings.Join(changes, "; ")})
	})
}

// Keepers are the posts that may correct the library.
var Keepers = []org.Post{org.OfficeHead, org.Officer, org.Clerk}
