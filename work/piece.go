package work

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"loa/platform/blob"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A Piece (phần của tệp) is a part of a file that a phone is sending by a link.
// The server says how much of the file is here and the phone goes on from there,
// so that a cut costs one piece and not the file. Pieces are rows, not files among
// the blobs: they come and go with a transaction, on whichever server they arrive.
type Piece struct {
	File string // SHA-256 of the whole file
	Size int64  // of the whole file
	At   int64  // where in the file it begins
	Sum  string // SHA-256 of Body
	Body []byte // empty only asks
}

const (
	pieceBytes = 256 << 10 // the script of the page cuts files by the same measure
	pieceLife  = 7 * 24 * time.Hour

	// The most of a link that is here and not yet sent, and the most it sends in an hour.
	mostStaged    = 64 << 20
	mostPieces    = 2 * mostStaged / pieceBytes
	mostEvidences = 60
)

// TakePiece keeps p for whoever has the secret of a link, and says how many bytes
// of its file are here. A piece that is here already, or begins elsewhere than
// where the last one ended, changes nothing.
func (d *Desk) TakePiece(ctx context.Context, place store.Place, secret string, p Piece) (have int64, err error) {
	if err := p.check(); err != nil {
		return 0, err
	}
	err = d.DB.Write(ctx, place, func(tx *store.Tx) error {
		l, err := d.openLink(ctx, tx, secret)
		if err != nil {
			return err
		}
		if have, err = staged(ctx, tx, l.ID, p.File); err != nil || len(p.Body) == 0 || p.At != have {
			return err
		}
		if err := roomFor(ctx, tx, l.ID, int64(len(p.Body))); err != nil {
			return err
		}
		have += int64(len(p.Body))
		return insertPiece(ctx, tx, l.ID, p, d.Now())
	})
	return have, err
}

var brokenPiece = refuse.With(refuse.Conflict, "Một phần của tệp đến chưa đúng, có thể do mạng. Hãy gửi lại.")

func (p Piece) check() error {
	if _, err := blob.ParseHash(p.File); err != nil {
		return brokenPiece
	}
	end := p.At + int64(len(p.Body))
	switch {
	case p.Size > mostBytes:
		return refuse.Field("files", "Tệp lớn quá 20 MB. Hãy chọn tệp nhỏ hơn hoặc ghi đường dẫn.")
	case len(p.Body) == 0:
		return nil
	case p.At < 0, len(p.Body) > pieceBytes, end > p.Size, len(p.Body) < pieceBytes && end < p.Size, hashOfBytes(p.Body) != p.Sum:
		return brokenPiece
	}
	return nil
}

// roomFor refuses size more bytes of a link that has sent too much without ending it.
func roomFor(ctx context.Context, tx *store.Tx, link, size int64) error {
	var pieces, bytes int64
	err := tx.QueryRow(ctx, `SELECT count(*), COALESCE(sum(size), 0) FROM work_piece WHERE place = $1 AND link = $2`, link).Scan(&pieces, &bytes)
	if err == nil && (pieces >= mostPieces || bytes+size > mostStaged) {
		return refuse.With(refuse.TooMany, "Đường dẫn này còn nhiều tệp gửi dở, quá 64 MB. Tệp gửi dở được xóa sau bảy ngày; hãy gửi từng ít một.")
	}
	return err
}

// An Arrived is a file whose pieces are all here.
type Arrived struct{ Name, Hash string }

// SendFromPhone is SendByLink for files that came in pieces. The same form sent
// again gets the same answer, even when its link has ended meanwhile: the phone
// may have missed the first.
func (d *Desk) SendFromPhone(ctx context.Context, place store.Place, secret, name, once string, s Shown, files ...Arrived) (Evidence, error) {
	var l Link
	var e Evidence
	load := func(tx *store.Tx) (err error) {
		if l, err = loadLink(ctx, tx, `secret_hash = $2`, hashOf(secret)); err != nil {
			return err
		}
		e, err = sentFrom(ctx, tx, l, once)
		return err
	}
	if err := d.DB.Read(ctx, place, load); err != nil || e.ID != 0 {
		return e, err
	}
	uploads := make([]Upload, len(files))
	for i, f := range files {
		uploads[i] = Upload{f.Name, &arriving{ctx: ctx, desk: d, place: place, link: l.ID, file: f}}
	}
	if _, err := d.SendByLink(ctx, place, secret, name, once, s, uploads...); err != nil {
		return Evidence{}, err
	}
	err := d.DB.Read(ctx, place, load)
	return e, err
}

// sentFrom is the evidence that was sent by the form numbered once from link l; the zero Evidence when there is none.
func sentFrom(ctx context.Context, tx *store.Tx, l Link, once string) (Evidence, error) {
	id, err := sentBy(ctx, tx, once)
	if err != nil || id == 0 {
		return Evidence{}, err
	}
	e, err := loadEvidence(ctx, tx, id)
	if err == nil && e.Sender.Link != l.ID {
		return Evidence{}, refuse.With(refuse.Conflict, "Biểu mẫu này đã được gửi từ một đường dẫn khác. Hãy tải lại trang rồi gửi.")
	}
	return e, err
}

// arriving reads a file from its pieces, once it has proved whole.
type arriving struct {
	ctx   context.Context
	desk  *Desk
	place store.Place
	link  int64
	file  Arrived
	body  *bytes.Reader
}

func (a *arriving) Read(p []byte) (int, error) {
	if a.body == nil {
		whole, err := a.desk.whole(a.ctx, a.place, a.link, a.file)
		if err != nil {
			return 0, err
		}
		a.body = bytes.NewReader(whole)
	}
	return a.body.Read(p)
}

// whole is the file f of a link. When its pieces do not make it up they are dropped: the phone begins it anew.
func (d *Desk) whole(ctx context.Context, place store.Place, link int64, f Arrived) ([]byte, error) {
	var body []byte
	err := d.DB.Read(ctx, place, func(tx *store.Tx) (err error) {
		body, err = wholeFile(ctx, tx, link, f.Hash)
		return err
	})
	if err != nil || hashOfBytes(body) == f.Hash {
		return body, err
	}
	err = d.DB.Write(ctx, place, func(tx *store.Tx) error { return dropPieces(ctx, tx, link, f.Hash) })
	if err != nil {
		return nil, err
	}
	return nil, refuse.With(refuse.Conflict, "Tệp «"+fileName(f.Name)+"» chưa đến đủ. Hãy gửi lại tệp này.")
}

// Sweep forgets the pieces of files that were never sent whole.
func (d *Desk) Sweep(ctx context.Context, tx *store.Tx) error {
	_, err := tx.Exec(ctx, `DELETE FROM work_piece WHERE place = $1 AND came_at < $2`, d.Now().Add(-pieceLife).UnixMilli())
	return err
}

func hashOfBytes(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// notTooOften refuses a link by which much was sent within the hour.
func (d *Desk) notTooOften(ctx context.Context, tx *store.Tx, link int64) error {
	var n int
	err := tx.QueryRow(ctx, `SELECT count(*) FROM work_evidence WHERE place = $1 AND by_link = $2 AND sent_at > $3`, link, d.Now().Add(-time.Hour).UnixMilli()).Scan(&n)
	if err == nil && n >= mostEvidences {
		return refuse.With(refuse.TooMany, fmt.Sprintf("Đường dẫn này đã gửi %d lần trong một giờ. Hãy chờ một lát rồi gửi tiếp.", n))
	}
	return err
}

// staged is how many bytes of a file of link are here, from its first on.
func staged(ctx context.Context, tx *store.Tx, link int64, file string) (have int64, err error) {
	err = tx.QueryRow(ctx, `SELECT COALESCE(sum(size), 0) FROM work_piece WHERE place = $1 AND link = $2 AND file = $3`, link, file).Scan(&have)
	return have, err
}

func insertPiece(ctx context.Context, tx *store.Tx, link int64, p Piece, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO work_piece (place, link, file, at, size, came_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		link, p.File, p.At, int64(len(p.Body)), at.UnixMilli(), p.Body)
	return err
}

func wholeFile(ctx context.Context, tx *store.Tx, link int64, file string) ([]byte, error) {
	rows, err := tx.Query(ctx, `SELECT body FROM work_piece WHERE place = $1 AND link = $2 AND file = $3 ORDER BY at`, link, file)
	bodies, err := collect(rows, err, func(r *sql.Rows) (b []byte, err error) {
		return b, r.Scan(&b)
	})
	return bytes.Join(bodies, nil), err
}

func dropPieces(ctx context.Context, tx *store.Tx, link int64, file string) error {
	_, err := tx.Exec(ctx, `DELETE FROM work_piece WHERE place = $1 AND link = $2 AND file = $3`, link, file)
	return err
}

// readArrived is the list of files in a form: «hash name» each.
func readArrived(values []string) []Arrived {
	files := make([]Arrived, len(values))
	for i, v := range values {
		files[i].Hash, files[i].Name, _ = strings.Cut(v, " ")
	}
	return files
}
