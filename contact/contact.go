// Package contact is whom the public can turn to (đầu mối liên hệ): the counters and
// lines of the ward, the duty of the community digital technology teams (tổ công nghệ
// số cộng đồng), and who speaks to the press (Decree 09/2017/NĐ-CP).
//
// A contact is an address of an office or, of a person, what that person agreed to
// have published; whoever enters a person's number says so, and the log keeps it. A
// contact that ends is struck off and stays in the log alone.
//
// Units and who leads them are org's; they are not written twice.
package contact

import (
	"context"
	"embed"
	"fmt"
	"time"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the desk's table.
var Schema = store.Schema{Desk: "contact", Files: files}

// Desk keeps the contacts. A verb acts at the place of its actor.
type Desk struct {
	DB  *store.DB
	Now func() time.Time
	// OnChange hear, in its transaction, of each verb.
	OnChange []func(context.Context, *store.Tx) error
}

// An ID is a contact of a place, counted from 1.
type ID int64

// Ref is how the log calls a contact.
func (id ID) Ref() string { return fmt.Sprintf("contacts/%d", id) }

// A Sort is what people turn to a contact for.
type Sort string

// The sorts.
const (
	Service Sort = "service" // việc của người dân: một cửa, đường dây nóng, công an phường
	Team    Sort = "team"    // tổ công nghệ số cộng đồng
	Press   Sort = "press"   // người phát ngôn
)

// A Contact (đầu mối liên hệ) is whom or where to ask.
type Contact struct {
	ID      ID
	Sort    Sort
	Name    string // Tổ công nghệ số tổ dân phố 5; Vũ Thu Hà
	Post    string // what the person is: Phó Chủ tịch UBND; who is on duty: Nguyễn Văn A, tổ trưởng
	Where   string // where to come
	Hours   string // when somebody is there
	Phone   string
	Email   string
	Consent bool // the person whose number it is agreed, or it is an office's
	ByName  string
	At      time.Time // when it was last said to be right
}

// All are the contacts of the place, by sort and name.
func All(ctx context.Context, tx *store.Tx) ([]Contact, error) {
	return contacts(ctx, tx, `ORDER BY CASE sort WHEN 'service' THEN 0 WHEN 'team' THEN 1 ELSE 2 END, name, id`)
}

// Of are those of all that are of sort.
func Of(all []Contact, sort Sort) (out []Contact) {
	for _, c := range all {
		if c.Sort == sort {
			out = append(out, c)
		}
	}
	return out
}

// Add publishes a contact.
func (d *Desk) Add(ctx context.Context, by org.Actor, c Contact) (ID, error) {
	if err := allowed(by); err != nil {
		return 0, err
	}
	if err := c.settle(); err != nil {
		return 0, err
	}
	c.ByName, c.At = by.Name, d.Now()
	err := d.DB.Write(ctx, by.Place, func(tx *store.Tx) error {
		next, err := tx.NextID(ctx, "contact_contact")
		if err != nil {
			return err
		}
		c.ID = ID(next)
		if err := put(ctx, tx, c); err != nil {
			return err
		}
		return d.record(ctx, tx, by, "add", c)
	})
	return c.ID, err
}

// Change says anew what contact id is; what stood is right again as of now.
func (d *Desk) Change(ctx context.Context, by org.Actor, id ID, to Contact) error {
	return d.on(ctx, by, id, "change", func(tx *store.Tx, _ Contact) (Contact, error) {
		if err := to.settle(); err != nil {
			return to, err
		}
		to.ID, to.ByName, to.At = id, by.Name, d.Now()
		return to, put(ctx, tx, to)
	})
}

// Strike takes contact id off the site.
func (d *Desk) Strike(ctx context.Context, by org.Actor, id ID) error {
	return d.on(ctx, by, id, "strike", func(tx *store.Tx, c Contact) (Contact, error) { return c, drop(ctx, tx, id) })
}

func (d *Desk) on(ctx context.Context, by org.Actor, id ID, verb string, do func(*store.Tx, Contact) (Contact, error)) error {
	if err := allowed(by); err != nil {
		return err
	}
	return d.DB.Write(ctx, by.Place, func(tx *store.Tx) error {
		was, err := load(ctx, tx, id)
		if err != nil {
			return err
		}
		now, err := do(tx, was)
		if err != nil {
			return err
		}
		return d.record(ctx, tx, by, verb, now)
	})
}

func (d *Desk) record(ctx context.Context, tx *store.Tx, by org.Actor, verb string, c Contact) error {
	for _, tell := range d.OnChange {
		if err := tell(ctx, tx); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(by.Person), Verb: verb + "-contact", Thing: c.ID.Ref(), Detail: c.Sort.Title() + ": " + c.Name})
}

func load(ctx context.Context, tx *store.Tx, id ID) (Contact, error) {
	found, err := contacts(ctx, tx, `AND id = $2`, int64(id))
	if err != nil {
		return Contact{}, err
	}
	if len(found) == 0 {
		return Contact{}, refuse.With(refuse.NotFound, "Không tìm thấy đầu mối này.")
	}
	return found[0], nil
}
