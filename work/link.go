package work

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A Link (đường dẫn gửi minh chứng) lets whoever has its address send evidence for
// one part, without an account, until a day or until somebody revokes it.
type Link struct {
	ID        int64
	Task      TaskID
	Unit      org.UnitID
	Through   org.Day // the last day it opens
	Maker     org.PersonID
	MakerName string
	MadeAt    time.Time
	RevokedAt time.Time // zero when it was not
	RevokedBy string
}

// Opens reports whether l opens on day.
func (l Link) Opens(day org.Day) bool { return l.RevokedAt.IsZero() && day <= l.Through }

// farthest is how many days ahead a link may end.
const farthest = 400

// secretBytes make 128 bits that nobody guesses.
const secretBytes = 16

var base = base32.StdEncoding.WithPadding(base32.NoPadding)

// mayLink refuses a who may neither run the work nor lead unit.
func mayLink(a org.Actor, unit org.UnitID) error {
	if a.Person == 0 {
		return allowed(a, Look)
	}
	if May(a, Manage) || a.HoldsAt(unit, org.UnitHead) {
		return nil
	}
	return refuse.With(refuse.NotAllowed, "Đường dẫn gửi minh chứng do phòng Văn hóa - Xã hội hoặc thủ trưởng đơn vị lập.")
}

// MakeLink makes a link for the part of unit in task id that opens through a day. Its secret comes back once and is kept nowhere.
func (d *Desk) MakeLink(ctx context.Context, a org.Actor, id TaskID, unit org.UnitID, through org.Day) (secret string, err error) {
	if err := mayLink(a, unit); err != nil {
		return "", err
	}
	today := d.today()
	switch {
	case through < today:
		return "", refuse.Field("through", "Hãy chọn ngày hết hạn từ hôm nay trở đi.")
	case through > today.Add(farthest):
		return "", refuse.Field("through", "Đường dẫn dùng được nhiều nhất 400 ngày. Hãy chọn ngày gần hơn.")
	}
	raw := make([]byte, secretBytes)
	if _, err := io.ReadFull(d.Rand, raw); err != nil {
		return "", fmt.Errorf("make a secret: %w", err)
	}
	secret = strings.ToLower(base.EncodeToString(raw))
	err = d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		_, p, err := d.openPart(ctx, tx, id, unit)
		if err != nil {
			return err
		}
		l := Link{Task: id, Unit: unit, Through: through, Maker: a.Person, MakerName: a.Name, MadeAt: d.Now()}
		if err := insertLink(ctx, tx, l, hashOf(secret)); err != nil {
			return err
		}
		return d.record(ctx, tx, a, id, unit, "make-link", "Lập đường dẫn gửi minh chứng cho "+p.Name+", dùng đến hết ngày "+through.String()+".")
	})
	return secret, err
}

// RevokeLink lets link open no more.
func (d *Desk) RevokeLink(ctx context.Context, a org.Actor, link int64) error {
	if err := allowed(a, Look); err != nil {
		return err
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		l, err := loadLink(ctx, tx, `id = $2`, link)
		if err != nil {
			return err
		}
		if err := mayLink(a, l.Unit); err != nil {
			return err
		}
		if !l.RevokedAt.IsZero() {
			return refuse.With(refuse.Conflict, "Đường dẫn này đã bị thu hồi rồi.")
		}
		if err := revokeLink(ctx, tx, link, d.Now(), a.Name); err != nil {
			return err
		}
		p, err := partOf(ctx, tx, l.Task, l.Unit)
		if err != nil {
			return err
		}
		return d.record(ctx, tx, a, l.Task, l.Unit, "revoke-link", "Thu hồi đường dẫn gửi minh chứng của "+p.Name+".")
	})
}

// noLink is said alike of a secret that never was, that has ended and that was revoked: the one who tries it learns nothing.
var noLink = refuse.With(refuse.NotFound, "Đường dẫn này không dùng được: có thể đã hết hạn hoặc bị thu hồi. Hãy xin phòng Văn hóa - Xã hội đường dẫn mới.")

// openLink is the link that secret opens today; of a task that comes back it opens the turn of the day.
func (d *Desk) openLink(ctx context.Context, tx *store.Tx, secret string) (Link, error) {
	l, err := loadLink(ctx, tx, `secret_hash = $2`, hashOf(secret))
	if err == nil && !l.Opens(d.today()) {
		err = noLink
	}
	if err != nil {
		return l, err
	}
	l.Task, err = turnFor(ctx, tx, l.Task, l.Unit, d.today())
	return l, err
}

// SendByLink is Send for whoever has the secret of a link and writes their name.
func (d *Desk) SendByLink(ctx context.Context, place store.Place, secret, name, once string, s Shown, files ...Upload) (EvidenceID, error) {
	var l Link
	err := d.DB.Read(ctx, place, func(tx *store.Tx) (err error) {
		if l, err = d.openLink(ctx, tx, secret); err != nil {
			return err
		}
		return d.notTooOften(ctx, tx, l.ID)
	})
	if err != nil {
		return 0, err
	}
	if name = tidy(name); len(strings.Fields(name)) < 2 || len([]rune(name)) > 100 {
		return 0, refuse.Field("sender", "Hãy ghi đủ họ và tên người gửi.")
	}
	return d.send(ctx, place, Evidence{Once: once, Task: l.Task, Unit: l.Unit, Shown: s, Sender: Sender{Name: name, Link: l.ID}}, files)
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func insertLink(ctx context.Context, tx *store.Tx, l Link, hash string) error {
	id, err := tx.NextID(ctx, "work_link")
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO work_link (place, id, task, unit, secret_hash, through_on, maker, maker_name, made_at, revoked_at, revoked_by_name)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, '')`,
		id, int64(l.Task), int64(l.Unit), hash, string(l.Through), int64(l.Maker), l.MakerName, l.MadeAt.UnixMilli())
	return err
}

func revokeLink(ctx context.Context, tx *store.Tx, id int64, at time.Time, by string) error {
	_, err := tx.Exec(ctx, `UPDATE work_link SET revoked_at = $3, revoked_by_name = $4 WHERE place = $1 AND id = $2`, id, at.UnixMilli(), by)
	return err
}

func links(ctx context.Context, tx *store.Tx, which string, args ...any) ([]Link, error) {
	rows, err := tx.Query(ctx, `SELECT id, task, unit, through_on, maker, maker_name, made_at, revoked_at, revoked_by_name FROM work_link WHERE place = $1 AND `+which+` ORDER BY id DESC`, args...)
	return collect(rows, err, func(r *sql.Rows) (l Link, err error) {
		var made, revoked int64
		err = r.Scan(&l.ID, &l.Task, &l.Unit, &l.Through, &l.Maker, &l.MakerName, &made, &revoked, &l.RevokedBy)
		if l.MadeAt = instant(made); revoked != 0 {
			l.RevokedAt = instant(revoked)
		}
		return l, err
	})
}

func loadLink(ctx context.Context, tx *store.Tx, which string, arg any) (Link, error) {
	found, err := links(ctx, tx, which, arg)
	if err == nil && len(found) == 0 {
		err = noLink
	}
	if err != nil {
		return Link{}, err
	}
	return found[0], nil
}
