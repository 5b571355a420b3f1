package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"time"

	"loa/platform/store"
)

// A Fault is one spot where the chain does not hold.
type Fault struct {
	ID  int64  // the number of the entry; 0 when it is about the chain as a whole
	Say string // what is wrong with it: a Vietnamese sentence that names the number
}

// A Finding is what [Verify] or [Compare] saw.
type Finding struct {
	Place   store.Place
	Entries int64   // how many were read
	Last    string  // the hash of the last one: noted on paper, it proves the whole chain before it
	Faults  []Fault // none: the chain is whole; at most a hundred, in the order of the numbers
}

// Whole reports whether nothing is wrong.
func (f Finding) Whole() bool { return len(f.Faults) == 0 }

// Say is the finding in one sentence; the faults say the rest.
func (f Finding) Say() string {
	if !f.Whole() {
		return fmt.Sprintf("Nhật ký của đơn vị %s KHÔNG còn nguyên vẹn: tìm thấy %d chỗ sai trong %d mục.", f.Place, len(f.Faults), f.Entries)
	}
	if f.Entries == 0 {
		return fmt.Sprintf("Nhật ký của đơn vị %s chưa có mục nào.", f.Place)
	}
	return fmt.Sprintf("Nhật ký của đơn vị %s nguyên vẹn: %d mục, mã băm cuối %s.", f.Place, f.Entries, f.Last)
}

const mostFaults = 100

func (f *Finding) fault(id int64, format string, args ...any) {
	if len(f.Faults) < mostFaults {
		f.Faults = append(f.Faults, Fault{id, fmt.Sprintf(format, args...)})
	}
}

// Verify walks the chain of the place from the first entry to the last and tells
// every spot where it does not hold: an entry changed, removed, inserted or moved,
// or the end cut off. The error is for a database that cannot be read.
func Verify(ctx context.Context, tx *store.Tx) (Finding, error) {
	f := Finding{Place: tx.Place()}
	var last, previous Link
	lastWhole := true
	var changed []Link // whose content is not what their hash says
	err := walk(ctx, tx, math.MinInt64, func(l Link) error {
		f.Entries++
		whole := l.Hash == l.sum(tx.Place())
		switch {
		case l.ID < 1:
			f.fault(l.ID, "Mục số %d bị chèn thêm: nhật ký bắt đầu từ số 1.", l.ID)
			return nil
		case l.ID == last.ID+2:
			f.fault(last.ID+1, "Mục số %d đã bị xóa.", last.ID+1)
		case l.ID > last.ID+2:
			f.fault(last.ID+1, "Các mục từ số %d đến số %d đã bị xóa.", last.ID+1, l.ID-1)
		case whole && l.Prev != last.Hash && l.ID == 1:
			f.fault(1, "Mục số 1 đã bị thay: mục đầu tiên không nối với mục nào khác.")
		case whole && l.Prev != last.Hash && lastWhole:
			f.fault(last.ID, "Giữa mục số %d và mục số %d có chỗ đứt: một trong hai mục đã bị thay.", last.ID, l.ID)
		}
		if !whole {
			changed = append(changed, l)
			f.fault(l.ID, "Mục số %d đã bị sửa: nội dung không khớp với mã băm.", l.ID)
		}
		previous, last, lastWhole = last, l, whole
		return nil
	})
	if err != nil {
		return f, err
	}
	f.Last = last.Hash
	f.nameMoved(changed)
	return f, f.compareHead(ctx, tx, previous, last)
}

// nameMoved finds, among entries whose content does not fit their number, those
// that fit the number of another: they were moved, not rewritten.
func (f *Finding) nameMoved(changed []Link) {
	if len(changed) > mostFaults {
		return
	}
	for _, l := range changed {
		for _, other := range changed {
			moved := l
			moved.ID = other.ID
			if other.ID == l.ID || l.Hash != moved.sum(f.Place) {
				continue
			}
			for i := range f.Faults {
				if f.Faults[i].ID == l.ID {
					f.Faults[i].Say = fmt.Sprintf("Mục đang mang số %d đã bị đổi chỗ: vốn là mục số %d.", l.ID, other.ID)
				}
			}
		}
	}
}

// compareHead holds the end that was read against the end that was kept apart.
func (f *Finding) compareHead(ctx context.Context, tx *store.Tx, previous, last Link) error {
	var id int64
	var hash string
	err := tx.QueryRow(ctx, `SELECT last, hash FROM audit_head WHERE place = $1`).Scan(&id, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		if f.Entries > 0 {
			f.fault(0, "Dấu cuối của nhật ký đã bị xóa; mục cuối còn lại là số %d.", last.ID)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("audit: read the head: %w", err)
	}
	switch {
	case id == last.ID+1:
		f.fault(id, "Mục số %d ở cuối nhật ký đã bị cắt.", id)
	case id > last.ID:
		f.fault(last.ID+1, "Các mục từ số %d đến số %d ở cuối nhật ký đã bị cắt.", last.ID+1, id)
	case id == previous.ID && hash == previous.Hash:
		f.fault(last.ID, "Mục số %d bị chèn thêm vào cuối nhật ký.", last.ID)
	case id < last.ID:
		f.fault(id+1, "Dấu cuối của nhật ký dừng ở số %d, nhưng còn mục đến số %d: có mục bị chèn thêm hoặc dấu cuối bị sửa.", id, last.ID)
	case hash != last.Hash:
		f.fault(id, "Mã băm của mục số %d không khớp với dấu cuối của nhật ký: mục này hoặc dấu cuối đã bị sửa.", id)
	}
	return nil
}

// walk reads the entries with numbers greater than after, in their order.
func walk(ctx context.Context, tx *store.Tx, after int64, fn func(Link) error) error {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM audit_entry WHERE place = $1 AND id > $2 ORDER BY id`, after)
	if err != nil {
		return fmt.Errorf("audit: read the chain: %w", err)
	}
	return each(rows, fn)
}

const columns = `id, at, person, verb, thing, detail, prev, hash`

func each(rows *sql.Rows, fn func(Link) error) error {
	defer rows.Close()
	for rows.Next() {
		var l Link
		var at int64
		if err := rows.Scan(&l.ID, &at, &l.Person, &l.Verb, &l.Thing, &l.Detail, &l.Prev, &l.Hash); err != nil {
			return fmt.Errorf("audit: read an entry: %w", err)
		}
		l.At = time.UnixMilli(at)
		if err := fn(l); err != nil {
			return err
		}
	}
	return rows.Err()
}
