package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"time"

	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// A visit is what one request knows of its session. Load makes it, sign-in and sign-out change it.
type visit struct {
	place       store.Place
	address     string
	device      string
	session     int64 // 0: no session
	person      int64 // 0: nobody
	epoch       int64
	isWaiting   bool
	isTemporary bool
	notice      string
	seen        time.Time
}

type visitKey struct{}

// visitOf is the visit of a request that came through Load, else nil.
func visitOf(ctx context.Context) *visit {
	v, _ := ctx.Value(visitKey{}).(*visit)
	return v
}

// Load is the middleware that puts the person at the keyboard into the context
// of the request. It stands behind the one that sets web.WithPlace, and before
// it the front that catches a panic: a session that cannot be read is trouble.
func (d *Desk) Load(next http.Handler) http.Handler {
	seen := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := d.touch(r.Context()); err != nil {
			trouble(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
	plain, secure := d.plain.LoadAndSave(seen), d.secure.LoadAndSave(seen)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &visit{place: web.Place(r.Context()), address: Address(r), device: device(r.UserAgent())}
		r = r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
		if isTLS(r) {
			secure.ServeHTTP(w, r)
			return
		}
		plain.ServeHTTP(w, r)
	})
}

// isTLS believes the header of a proxy: a lie there only makes the liar's own cookie stricter.
func isTLS(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}

// trouble hands err to the front of the request (web.Front), which catches,
// logs and answers it: a middleware has no error to return.
func trouble(_ http.ResponseWriter, _ *http.Request, err error) { panic(err) }

// begin opens a new session for the person of v, under a new token; the session
// that the browser had is over. The row is written with the answer's headers.
func (d *Desk) begin(ctx context.Context, person, epoch int64, isWaiting, isTemporary bool) error {
	v := visitOf(ctx)
	if err := d.plain.RenewToken(ctx); err != nil {
		return fmt.Errorf("auth: new session: %w", err)
	}
	v.session, v.person, v.epoch, v.isWaiting, v.isTemporary, v.notice = 0, person, epoch, isWaiting, isTemporary, ""
	return nil
}

// SignOut ends the session of the request.
func (d *Desk) SignOut(ctx context.Context) error {
	v := visitOf(ctx)
	if v == nil || v.person == 0 {
		return nil
	}
	person, session, whole := v.person, v.session, !v.isWaiting
	if err := d.plain.Destroy(ctx); err != nil {
		return fmt.Errorf("auth: sign out: %w", err)
	}
	*v = visit{place: v.place, address: v.address, device: v.device}
	if !whole {
		return nil
	}
	return d.DB.Write(ctx, v.place, func(tx *store.Tx) error {
		return d.record(ctx, tx, person, "sign-out", person, fmt.Sprintf("phiên %d", session))
	})
}

// SignOutEverywhere ends every session of person, on all devices. by is who asks: the person, or a holder of settings.
func (d *Desk) SignOutEverywhere(ctx context.Context, by, person int64) error {
	err := d.DB.Write(ctx, web.Place(ctx), func(tx *store.Tx) error {
		if _, err := endSessions(ctx, tx, person); err != nil {
			return err
		}
		return d.record(ctx, tx, by, "sign-out-everywhere", person, "")
	})
	if v := visitOf(ctx); err == nil && v != nil && v.person == person {
		return d.SignOut(ctx)
	}
	return err
}

// A Session is one device on which a person is signed in.
type Session struct {
	ID        int64
	Device    string // Chrome trên Windows
	Address   string
	Since     time.Time
	Seen      time.Time // the last request, give or take five minutes
	IsCurrent bool      // the one this request came in
}

// Sessions lists the open sessions of person, the last seen first.
func (d *Desk) Sessions(ctx context.Context, person int64) ([]Session, error) {
	var list []Session
	err := d.DB.Read(ctx, web.Place(ctx), func(tx *store.Tx) (err error) {
		list, err = listSessions(ctx, tx, person, d.Now())
		return err
	})
	if v := visitOf(ctx); v != nil {
		for i := range list {
			list[i].IsCurrent = list[i].ID == v.session
		}
	}
	return list, err
}

// EndSession ends one session of person.
func (d *Desk) EndSession(ctx context.Context, person, session int64) error {
	return d.DB.Write(ctx, web.Place(ctx), func(tx *store.Tx) error {
		ended, err := deleteSession(ctx, tx, person, session)
		if err != nil {
			return err
		}
		if !ended {
			return refuse.With(refuse.NotFound, "Phiên đăng nhập này đã kết thúc.")
		}
		return d.record(ctx, tx, person, "end-session", person, fmt.Sprintf("phiên %d", session))
	})
}

// Notice keeps text to be said once, on the next page this person opens.
// Without a session it is dropped: there is nobody to tell.
func (d *Desk) Notice(ctx context.Context, text string) error {
	v := visitOf(ctx)
	if v == nil || v.person == 0 {
		return nil
	}
	v.notice = text
	return d.DB.Write(ctx, v.place, func(tx *store.Tx) error { return setNotice(ctx, tx, v.session, text) })
}

// TakeNotice returns what is to be said on this page, and forgets it.
func (d *Desk) TakeNotice(ctx context.Context) (string, error) {
	v := visitOf(ctx)
	if v == nil || v.notice == "" {
		return "", nil
	}
	text := v.notice
	v.notice = ""
	return text, d.DB.Write(ctx, v.place, func(tx *store.Tx) error { return setNotice(ctx, tx, v.session, "") })
}

// touch notes that the session is in use, at most every five minutes.
func (d *Desk) touch(ctx context.Context) error {
	v := visitOf(ctx)
	if v.session == 0 || d.Now().Sub(v.seen) < 5*time.Minute {
		return nil
	}
	return d.DB.Write(ctx, v.place, func(tx *store.Tx) error { return seeSession(ctx, tx, v.session, d.Now()) })
}

// record writes the audit entry of an act on the account of person; 0 is an account that does not exist.
func (d *Desk) record(ctx context.Context, tx *store.Tx, by int64, verb string, person int64, detail string) error {
	thing := "account"
	if person != 0 {
		thing = fmt.Sprintf("account/%d", person)
	}
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: by, Verb: verb, Thing: thing, Detail: detail})
}

// sessions is the store that scs keeps its sessions in: a row each, no opaque
// data. scs brings the token (hashed) and the moment to write; what a session
// is stands in the visit of the request.
type sessions struct{ d *Desk }

// FindCtx fills the visit from the row of token, if the session is still open at the place of the request.
func (s sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	v := visitOf(ctx)
	found := false
	err := s.d.DB.Read(ctx, v.place, func(tx *store.Tx) (err error) {
		found, err = findSession(ctx, tx, token, s.d.Now(), v)
		return err
	})
	if err != nil {
		return nil, false, fmt.Errorf("auth: find session: %w", err)
	}
	return nil, found, nil
}

// CommitCtx writes the session that begin opened.
func (s sessions) CommitCtx(ctx context.Context, token string, _ []byte, _ time.Time) error {
	v := visitOf(ctx)
	err := s.d.DB.Write(ctx, v.place, func(tx *store.Tx) error { return addSession(ctx, tx, token, s.d.Now(), v) })
	if err != nil {
		return fmt.Errorf("auth: keep session: %w", err)
	}
	return nil
}

// DeleteCtx ends the session of token.
func (s sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.d.DB.Write(ctx, visitOf(ctx).place, func(tx *store.Tx) error { return deleteToken(ctx, tx, token) })
}

var errNoContext = errors.New("auth: a session belongs to a request")

func (sessions) Find(string) ([]byte, bool, error)      { return nil, false, errNoContext }
func (sessions) Commit(string, []byte, time.Time) error { return errNoContext }
func (sessions) Delete(string) error                    { return errNoContext }

// rowCodec carries nothing: a session is its row.
type rowCodec struct{}

func (rowCodec) Encode(time.Time, map[string]any) ([]byte, error) { return nil, nil }

func (rowCodec) Decode([]byte) (time.Time, map[string]any, error) {
	return time.Time{}, map[string]any{}, nil
}

func findSession(ctx context.Context, tx *store.Tx, token string, now time.Time, v *visit) (bool, error) {
	row := visit{place: v.place, address: v.address, device: v.device}
	var created, seen int64
	err := tx.QueryRow(ctx, `
		SELECT s.id, s.person, s.epoch, s.is_waiting, s.notice, s.created_at, s.seen_at, a.is_temporary
		FROM auth_session s JOIN auth_account a ON a.place = s.place AND a.person = s.person
		WHERE s.place = $1 AND s.token = $2 AND s.epoch = a.epoch`, token,
	).Scan(&row.session, &row.person, &row.epoch, &row.isWaiting, &row.notice, &created, &seen, &row.isTemporary)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	row.seen = time.UnixMilli(seen)
	if err != nil || !isOpen(time.UnixMilli(created), row.seen, row.isWaiting, now) {
		return false, err
	}
	*v = row
	return true, nil
}

// isOpen is the law of how long a session lasts.
func isOpen(created, seen time.Time, isWaiting bool, now time.Time) bool {
	if isWaiting {
		return now.Sub(created) < waiting
	}
	return now.Sub(created) < Life && now.Sub(seen) < Idle
}

func addSession(ctx context.Context, tx *store.Tx, token string, now time.Time, v *visit) error {
	id, err := tx.NextID(ctx, "auth_session")
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `
		INSERT INTO auth_session (place, id, token, person, epoch, is_waiting, device, address, notice, created_at, seen_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
		id, token, v.person, v.epoch, v.isWaiting, v.device, v.address, v.notice, now.UnixMilli()); err != nil {
		return err
	}
	v.session, v.seen = id, now
	return nil
}

func listSessions(ctx context.Context, tx *store.Tx, person int64, now time.Time) ([]Session, error) {
	rows, err := tx.Query(ctx, `
		SELECT s.id, s.device, s.address, s.created_at, s.seen_at
		FROM auth_session s JOIN auth_account a ON a.place = s.place AND a.person = s.person
		WHERE s.place = $1 AND s.person = $2 AND s.epoch = a.epoch AND NOT s.is_waiting
		ORDER BY s.seen_at DESC, s.id DESC`, person)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Session
	for rows.Next() {
		var s Session
		var created, seen int64
		if err := rows.Scan(&s.ID, &s.Device, &s.Address, &created, &seen); err != nil {
			return nil, err
		}
		s.Since, s.Seen = time.UnixMilli(created), time.UnixMilli(seen)
		if isOpen(s.Since, s.Seen, false, now) {
			list = append(list, s)
		}
	}
	return list, rows.Err()
}

func seeSession(ctx context.Context, tx *store.Tx, session int64, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE auth_session SET seen_at = $3 WHERE place = $1 AND id = $2`, session, now.UnixMilli())
	return err
}

func setNotice(ctx context.Context, tx *store.Tx, session int64, text string) error {
	_, err := tx.Exec(ctx, `UPDATE auth_session SET notice = $3 WHERE place = $1 AND id = $2`, session, text)
	return err
}

func deleteToken(ctx context.Context, tx *store.Tx, token string) error {
	_, err := tx.Exec(ctx, `DELETE FROM auth_session WHERE place = $1 AND token = $2`, token)
	return err
}

func deleteSession(ctx context.Context, tx *store.Tx, person, session int64) (bool, error) {
	res, err := tx.Exec(ctx, `DELETE FROM auth_session WHERE place = $1 AND person = $2 AND id = $3`, person, session)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// endSessions ends all sessions of person and returns the epoch of the next: a
// request that is about to write its session cannot bring it back.
func endSessions(ctx context.Context, tx *store.Tx, person int64) (epoch int64, err error) {
	if _, err := tx.Exec(ctx, `DELETE FROM auth_session WHERE place = $1 AND person = $2`, person); err != nil {
		return 0, err
	}
	err = tx.QueryRow(ctx, `
		UPDATE auth_account SET epoch = epoch + 1 WHERE place = $1 AND person = $2 RETURNING epoch`, person).Scan(&epoch)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, errNoAccount
	}
	return epoch, err
}
