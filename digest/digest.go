// Package digest writes to readers of the column, once a week, what came out in it
// (bản tin qua thư): the stories of the themes that a reader chose, on Monday at
// seven, and nothing in a week without any.
//
// Nobody is written to who did not ask. Whoever leaves an address gets one letter,
// with a signed link; what follows that link, and a press of a button there, is
// consent. An address that nobody confirms is deleted after seven days. Each letter
// says how to stop, by one press in the mail program too (RFC 8058); who stops is
// deleted at once. Nothing but the address and the chosen themes is kept, and the
// log has neither.
//
// # Once
//
// A story is in one issue, the first after it came out. A letter is marked as being
// sent before it goes, and as sent after: one that was being sent when the program
// died may have gone, and is not sent again, since a missed week of news harms less
// than a letter twice. What a server refused for the time being is tried again.
//
// # Who would use it against others
//
// The answer to an address is the same whether it is known or not. An address gets
// a letter with links at most once a quarter of an hour and three a week; one
// network five an hour; a place sends sixty an hour.
package digest

import (
	"context"
	"embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/mail"
	"loa/platform/refuse"
	"loa/platform/store"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the desk's tables.
var Schema = store.Schema{Desk: "digest", Files: files}

// Desk writes the letters. It must not be copied once it is in use.
type Desk struct {
	DB   *store.DB
	Now  func() time.Time
	Rand io.Reader
	Mail *mail.Desk
	// Themes are what a reader may choose from.
	Themes func(context.Context, *store.Tx) ([]Theme, error)
	// Since are the stories that are public and came out at or after an instant, the last first.
	Since func(context.Context, *store.Tx, time.Time) ([]Story, error)

	networks counter
}

// A Theme is a theme of the plan, to choose.
type Theme struct {
	Key  int64
	Name string
}

// A Story is a story as a letter tells of it.
type Story struct {
	ID    int64
	Title string
	Lead  string
	Href  string
	Theme Theme
}

// A ReaderID is a reader of a place, counted from 1.
type ReaderID int64

// Ref is how the log calls a reader: never by the address.
func (id ReaderID) Ref() string { return fmt.Sprintf("digest/%d", id) }

// A Reader (người nhận bản tin) is an address that wants the letters.
type Reader struct {
	ID          ReaderID
	Address     string
	Themes      []int64 // empty: every theme
	AskedAt     time.Time
	Asks        int
	ConfirmedAt time.Time // zero: nobody has yet
	Failed      int
}

// wants reports whether r chose theme.
func (r Reader) wants(theme int64) bool {
	return len(r.Themes) == 0 || slices.Contains(r.Themes, theme)
}

const (
	unconfirmedLasts = 7 * 24 * time.Hour
	askAgain         = 15 * time.Minute
	mostAsks         = 3  // of one address in the week that an ask lasts
	mostHere         = 60 // of a place in an hour
)

var (
	errOff    = refuse.With(refuse.Conflict, "Phường chưa gửi bản tin qua thư. Anh/chị có thể đọc ở chuyên mục, hoặc nhận tin tự động bằng RSS.")
	errTooFew = refuse.With(refuse.Conflict, "Đang có nhiều người đăng ký cùng lúc. Anh/chị hãy thử lại sau một giờ.")
)

// Ask lets address be written to once, to learn whether its owner wants the letters; the owner of one that is
// confirmed gets the links to change and to stop. network is where the asking came from, for the count alone.
func (d *Desk) Ask(ctx context.Context, place store.Place, network, address string, themes []int64) error {
	address = strings.ToLower(strings.TrimSpace(address))
	_, domain, _ := strings.Cut(address, "@")
	if err := mail.CheckAddress("address", address); err != nil || !strings.Contains(domain, ".") {
		return refuse.Field("address", "Địa chỉ thư chưa đúng. Hãy ghi cả tên và phần sau @, ví dụ ten@gmail.com.")
	}
	if !d.networks.allow(network, d.Now()) {
		return errTooFew
	}
	return d.DB.Write(ctx, place, func(tx *store.Tx) error {
		s, err := mail.Load(ctx, tx)
		if err != nil {
			return err
		}
		if !s.IsOn() {
			return errOff
		}
		if themes, err = d.chosen(ctx, tx, themes); err != nil {
			return err
		}
		now := d.Now()
		if err := dropUnconfirmed(ctx, tx, now.Add(-unconfirmedLasts)); err != nil {
			return err
		}
		n, err := askedSince(ctx, tx, now.Add(-time.Hour))
		if err != nil {
			return err
		}
		if n >= mostHere {
			return errTooFew
		}
		r, err := readerAt(ctx, tx, address)
		if err != nil {
			return err
		}
		switch {
		case r.ID == 0:
			next, err := tx.NextID(ctx, "digest_reader")
			if err != nil {
				return err
			}
			r = Reader{ID: ReaderID(next), Address: address}
		case now.Sub(r.AskedAt) < askAgain:
			return nil
		case now.Sub(r.AskedAt) >= unconfirmedLasts:
			r.Asks = 0
		case r.Asks >= mostAsks:
			return nil
		}
		if r.ConfirmedAt.IsZero() {
			r.Themes = themes // what is chosen for an address without its owner changes nothing that the owner chose
		}
		r.AskedAt, r.Asks = now, r.Asks+1
		if err := d.makeKey(ctx, tx); err != nil {
			return err
		}
		if err := putReader(ctx, tx, r); err != nil {
			return err
		}
		return sendAsk.Add(ctx, tx, askKey{r.ID, now.UnixMilli()})
	})
}

// chosen are those of themes that there are; every one is the same as none.
func (d *Desk) chosen(ctx context.Context, tx *store.Tx, themes []int64) (out []int64, err error) {
	all, err := d.Themes(ctx, tx)
	for _, t := range all {
		if slices.Contains(themes, t.Key) {
			out = append(out, t.Key)
		}
	}
	if len(out) == len(all) {
		return nil, err
	}
	return out, err
}

// Confirm is the word of the owner of an address, by the link that was sent there.
func (d *Desk) Confirm(ctx context.Context, place store.Place, token string) error {
	return d.byLink(ctx, place, confirming, token, func(tx *store.Tx, r Reader) error {
		if !r.ConfirmedAt.IsZero() {
			return nil
		}
		r.ConfirmedAt = d.Now()
		if err := putReader(ctx, tx, r); err != nil {
			return err
		}
		return d.record(ctx, tx, 0, "confirm-digest", r.ID.Ref(), "")
	})
}

// Choose sets the themes of the reader of a link.
func (d *Desk) Choose(ctx context.Context, place store.Place, token string, themes []int64) error {
	return d.byLink(ctx, place, keeping, token, func(tx *store.Tx, r Reader) (err error) {
		if r.Themes, err = d.chosen(ctx, tx, themes); err != nil {
			return err
		}
		return putReader(ctx, tx, r)
	})
}

// Stop deletes the reader of a link. One who is gone is gone: pressing twice is no mistake.
func (d *Desk) Stop(ctx context.Context, place store.Place, token string) error {
	err := d.byLink(ctx, place, keeping, token, func(tx *store.Tx, r Reader) error { return d.drop(ctx, tx, r.ID, "stop-digest") })
	if refuse.Of(err).Kind == refuse.NotFound && err != nil {
		return nil
	}
	return err
}

func (d *Desk) drop(ctx context.Context, tx *store.Tx, id ReaderID, verb string) error {
	if err := dropReader(ctx, tx, id); err != nil {
		return err
	}
	return d.record(ctx, tx, 0, verb, id.Ref(), "")
}

// byLink does something for the reader to whom token was sent.
func (d *Desk) byLink(ctx context.Context, place store.Place, use purpose, token string, do func(*store.Tx, Reader) error) error {
	return d.DB.Write(ctx, place, func(tx *store.Tx) error {
		r, err := opened(ctx, tx, use, token)
		if err != nil {
			return err
		}
		if r.ConfirmedAt.IsZero() && d.Now().Sub(r.AskedAt) >= unconfirmedLasts {
			return noLink
		}
		return do(tx, r)
	})
}

// Sweep deletes what is kept no longer: addresses that nobody confirmed, and how letters of a quarter ago fared.
func (d *Desk) Sweep(ctx context.Context, tx *store.Tx) error {
	if err := dropUnconfirmed(ctx, tx, d.Now().Add(-unconfirmedLasts)); err != nil {
		return err
	}
	return dropLetters(ctx, tx, org.DayOf(d.Now()).Add(-90))
}

func (d *Desk) record(ctx context.Context, tx *store.Tx, by int64, verb, thing, detail string) error {
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: by, Verb: verb, Thing: thing, Detail: detail})
}
