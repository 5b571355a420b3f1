package newsroom

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"loa/org"
	"loa/platform/auth"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// An ApprovalLink (đường dẫn duyệt) lets one approver read one text of a story on a
// phone and decide on it there, once, without signing in. Whoever has the address
// may read; deciding takes what the address does not carry: a code of the
// approver's phone, or the approver's PIN. It ends when it was used, when the story
// moves on, when it was revoked, after three wrong codes, and after two days.
type ApprovalLink struct {
	ID           int64
	Story        StoryID
	Version      int // the text it was made for
	Approver     org.PersonID
	ApproverName string
	Maker        org.PersonID
	MakerName    string
	MadeAt       time.Time
	Until        time.Time
	Misses       int
	Fate         Fate
	EndedAt      time.Time // zero: it has not
}

// A Fate is how an ApprovalLink ended.
type Fate string

// The fates.
const (
	ByApproval Fate = "approved"
	ByReturn   Fate = "returned"
	Revoked    Fate = "revoked"
	Overtaken  Fate = "moved"  // the story went on without it
	Missed     Fate = "missed" // too many wrong codes
)

const (
	linkLasts   = 48 * time.Hour
	mostMisses  = 3
	secretBytes = 16 // 128 bits that nobody guesses
)

// Opens reports whether l opens at now, if its story has not moved.
func (l ApprovalLink) Opens(now time.Time) bool { return l.EndedAt.IsZero() && now.Before(l.Until) }

// Say is how l stands at now, in a sentence.
func (l ApprovalLink) Say(now time.Time) string {
	switch {
	case l.Fate == ByApproval:
		return l.ApproverName + " đã duyệt lúc " + web.Moment(l.EndedAt) + "."
	case l.Fate == ByReturn:
		return l.ApproverName + " đã trả lại lúc " + web.Moment(l.EndedAt) + "."
	case l.Fate == Revoked:
		return "Đã thu hồi lúc " + web.Moment(l.EndedAt) + "."
	case l.Fate == Overtaken:
		return "Bài đã chuyển bước hoặc được sửa lúc " + web.Moment(l.EndedAt) + " nên đường dẫn không dùng được nữa."
	case l.Fate == Missed:
		return "Nhập sai mã ba lần nên đường dẫn bị khóa lúc " + web.Moment(l.EndedAt) + "."
	case !now.Before(l.Until):
		return "Đã hết hạn lúc " + web.Moment(l.Until) + "."
	}
	return "Dùng được đến " + web.Moment(l.Until) + "."
}

// end lets l open no more.
func (l *ApprovalLink) end(fate Fate, at time.Time) { l.Fate, l.EndedAt = fate, at }

// mayLink refuses a who may not send s to an approver: its writer and the editors may.
func (s Story) mayLink(a org.Actor) error {
	switch {
	case a.Person == 0:
		return allowed(a, Look)
	case s.State != Review:
		return refuse.With(refuse.Conflict, "Chỉ gửi đường dẫn duyệt cho bài đang chờ duyệt. Hãy trình duyệt trước.")
	case s.Author == a.Person, a.Holds(editors...):
		return nil
	}
	return refuse.With(refuse.NotAllowed, "Đường dẫn duyệt do người viết hoặc ban biên tập gửi.")
}

// A candidate is somebody to whom the approval of a story may be sent.
type candidate struct {
	org.Person
	Post  org.Post
	Proof auth.Proof
}

// candidates are those who may approve s today, other than a.
func (d *Desk) candidates(ctx context.Context, tx *store.Tx, a org.Actor, s Story) (out []candidate, err error) {
	l, err := LawOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	wrote, err := wroteSince(ctx, tx, s)
	if err != nil {
		return nil, err
	}
	seats, err := org.SeatsOn(ctx, tx, d.today())
	for _, seat := range seats {
		p := seat.Person
		if p.ID == a.Person || p.ID == s.Author || slices.Contains(wrote, p.ID) || !slices.Contains(l.Posts(Approve), seat.Post) ||
			slices.ContainsFunc(out, func(c candidate) bool { return c.ID == p.ID }) {
			continue
		}
		proof, err := auth.ProofOf(ctx, tx, int64(p.ID))
		if err != nil {
			return nil, err
		}
		out = append(out, candidate{p, seat.Post, proof})
	}
	return out, err
}

// MakeLink makes the link by which approver decides on the text of story id as it was submitted. Its secret comes
// back once and is kept nowhere; earlier links of the same approver open no more.
func (d *Desk) MakeLink(ctx context.Context, a org.Actor, id StoryID, approver org.PersonID) (secret string, l ApprovalLink, err error) {
	raw := make([]byte, secretBytes)
	if _, err := io.ReadFull(d.Rand, raw); err != nil {
		return "", l, fmt.Errorf("make a secret: %w", err)
	}
	secret = strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw))
	err = d.onStory(ctx, a, id, func(tx *store.Tx, s *Story) error {
		if err := s.mayLink(a); err != nil {
			return err
		}
		all, err := d.candidates(ctx, tx, a, *s)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(c candidate) bool { return c.ID == approver })
		if i < 0 {
			return refuse.Field("approver", "Hãy chọn một người có thẩm quyền duyệt trong danh sách.")
		}
		c := all[i]
		if c.Proof == auth.NoProof {
			return refuse.Field("approver", c.Name+" chưa có bước xác nhận thứ hai. Hãy nhờ "+c.Name+" vào «Tài khoản của tôi» bật xác thực hai bước hoặc đặt mã PIN, rồi gửi lại.")
		}
		now := d.Now()
		if err := endLinks(ctx, tx, id, approver, Revoked, now); err != nil {
			return err
		}
		l = ApprovalLink{Story: id, Version: s.Last, Approver: c.ID, ApproverName: c.Name, Maker: a.Person, MakerName: a.Name, MadeAt: now, Until: now.Add(linkLasts)}
		if l.ID, err = insertLink(ctx, tx, l, hashOf(secret)); err != nil {
			return err
		}
		return d.record(ctx, tx, a, id, "make-link", fmt.Sprintf("Lập đường dẫn duyệt bản %d cho %s, dùng được đến %s.", s.Last, c.Name, web.Moment(l.Until)))
	})
	return secret, l, err
}

// RevokeLink lets a link of story id open no more.
func (d *Desk) RevokeLink(ctx context.Context, a org.Actor, id StoryID, link int64) error {
	return d.onStory(ctx, a, id, func(tx *store.Tx, s *Story) error {
		if err := s.mayLink(a); err != nil {
			return err
		}
		l, err := oneLink(ctx, tx, `story = $2 AND id = $3`, int64(id), link)
		if err != nil {
			return err
		}
		if !l.Opens(d.Now()) {
			return refuse.With(refuse.Conflict, "Đường dẫn này đã hết dùng được rồi.")
		}
		l.end(Revoked, d.Now())
		if err := updateLink(ctx, tx, l); err != nil {
			return err
		}
		return d.record(ctx, tx, a, id, "revoke-link", "Thu hồi đường dẫn duyệt của "+l.ApproverName+".")
	})
}

var noLink = refuse.With(refuse.NotFound, "Không có đường dẫn này. Hãy xem đã chép đủ địa chỉ chưa, hoặc xin người gửi đường dẫn mới.")

// openLink is the link that secret opens now, with its story.
func (d *Desk) openLink(ctx context.Context, tx *store.Tx, secret string) (ApprovalLink, Story, error) {
	l, err := oneLink(ctx, tx, `secret_hash = $2`, hashOf(secret))
	if err != nil {
		return l, Story{}, err
	}
	s, err := load(ctx, tx, l.Story)
	if err == nil && l.EndedAt.IsZero() && (s.State != Review || s.Last != l.Version) {
		l.end(Overtaken, s.ChangedAt)
	}
	return l, s, err
}

// A Decision is what an approver says of a story by a link.
type Decision struct {
	Verb Verb   // Approve or Return
	Why  string // of a Return
	Code string // of the phone, or the PIN
	// Along are the other forms that an Approve is for too, each with the mark of the text that was read (markOf).
	Along map[Sort]string
}

// markOf tells one text of a form from another.
func markOf(body string) string { return hashOf(body)[:16] }

// DecideByLink is Approve or Return for the approver for whom the link of secret was made, and who has the code.
func (d *Desk) DecideByLink(ctx context.Context, place store.Place, secret string, x Decision) error {
	var no error
	err := d.DB.Write(ctx, place, func(tx *store.Tx) error {
		no = nil // PostgreSQL may run this twice
		l, s, err := d.openLink(ctx, tx, secret)
		if err != nil {
			return err
		}
		if !l.Opens(d.Now()) {
			return refuse.With(refuse.Conflict, l.Say(d.Now()))
		}
		act, fate := approving, ByApproval
		switch {
		case x.Verb == Return && tidy(x.Why) == "":
			return noReason
		case x.Verb == Approve && tidy(x.Why) != "": // Enter presses the first button
			return refuse.Field("why", "Anh/chị đã ghi lý do trả lại. Muốn trả lại, hãy bấm «Trả lại»; muốn duyệt, hãy xóa lý do.")
		case x.Verb == Return:
			act, fate = returning(x.Why), ByReturn
		case x.Verb != Approve:
			return refuse.Field("verb", "Hãy chọn «Duyệt» hoặc «Trả lại».")
		}
		a, err := org.ActorAt(ctx, tx, l.Approver, d.Now())
		if err != nil {
			return err
		}
		law, err := LawOf(ctx, tx)
		if err != nil {
			return err
		}
		wrote, err := wroteSince(ctx, tx, s)
		if err != nil {
			return err
		}
		if _, err := s.next(a, x.Verb, law, wrote); err != nil { // before the code, which opens once
			return err
		}
		proven, err := d.Auth.Prove(ctx, tx, int64(l.Approver), x.Code)
		if err != nil {
			return err
		}
		if !proven {
			no, err = d.miss(ctx, tx, a, &l)
			return err
		}
		l.end(fate, d.Now())
		if err := updateLink(ctx, tx, l); err != nil {
			return err
		}
		return d.inStory(ctx, tx, s.ID, func(s *Story) error {
			return d.step(ctx, tx, a, s, x.Verb, func(tx *store.Tx, s *Story) (string, error) {
				say, err := act(a)(tx, s)
				if err != nil {
					return "", err
				}
				if x.Verb == Approve {
					err = d.alongByLink(ctx, tx, a, *s, x.Along)
				}
				return say + " Quyết định qua đường dẫn, với tư cách " + postFor(a, law.Posts(x.Verb)) + ".", err
			})
		})
	})
	if err != nil {
		return err
	}
	return no
}

// postFor is the post that lets a act as one of posts, with its lender's name when it is lent.
func postFor(a org.Actor, posts []org.Post) string {
	for _, h := range a.Held {
		if slices.Contains(posts, h.Post) {
			if h.For != 0 {
				return org.PostName(h.Post) + " (thay " + h.ForName + ")"
			}
			return org.PostName(h.Post)
		}
	}
	return ""
}

// miss counts a wrong code against l; the last one ends it.
func (d *Desk) miss(ctx context.Context, tx *store.Tx, a org.Actor, l *ApprovalLink) (no, err error) {
	l.Misses++
	left := mostMisses - l.Misses
	no = refuse.Field("code", fmt.Sprintf("Mã không đúng. Còn %d lần nhập; sai nữa đường dẫn sẽ bị khóa.", left))
	if left <= 0 {
		l.end(Missed, d.Now())
		no = refuse.With(refuse.Conflict, l.Say(d.Now())+" Hãy xin đường dẫn mới.")
		if err := d.record(ctx, tx, org.Actor{Place: a.Place}, l.Story, "lock-link", "Đường dẫn duyệt của "+l.ApproverName+" bị khóa vì nhập sai mã ba lần."); err != nil {
			return nil, err
		}
	}
	return no, updateLink(ctx, tx, *l)
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func insertLink(ctx context.Context, tx *store.Tx, l ApprovalLink, hash string) (int64, error) {
	id, err := tx.NextID(ctx, "newsroom_link")
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO newsroom_link (place, id, story, version, secret_hash, approver, approver_name, maker, maker_name, made_at, until, misses, fate, ended_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, '', 0)`,
		id, int64(l.Story), l.Version, hash, int64(l.Approver), l.ApproverName, int64(l.Maker), l.MakerName, store.Millis(l.MadeAt), store.Millis(l.Until))
	return id, err
}

func updateLink(ctx context.Context, tx *store.Tx, l ApprovalLink) error {
	_, err := tx.Exec(ctx, `UPDATE newsroom_link SET misses = $3, fate = $4, ended_at = $5 WHERE place = $1 AND id = $2`, l.ID, l.Misses, string(l.Fate), store.Millis(l.EndedAt))
	return err
}

// endLinks ends the open links of a story: those of approver, or all where that is 0.
func endLinks(ctx context.Context, tx *store.Tx, id StoryID, approver org.PersonID, fate Fate, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE newsroom_link SET fate = $4, ended_at = $5 WHERE place = $1 AND story = $2 AND (approver = $3 OR $3 = 0) AND ended_at = 0`,
		int64(id), int64(approver), string(fate), store.Millis(at))
	return err
}

// linksOf are the links that rest names, the last first.
func linksOf(ctx context.Context, tx *store.Tx, which string, args ...any) ([]ApprovalLink, error) {
	return store.All(ctx, tx, func(r *sql.Rows, l *ApprovalLink) error {
		var made, until, ended int64
		err := r.Scan(&l.ID, &l.Story, &l.Version, &l.Approver, &l.ApproverName, &l.Maker, &l.MakerName, &made, &until, &l.Misses, &l.Fate, &ended)
		l.MadeAt, l.Until, l.EndedAt = store.Instant(made), store.Instant(until), store.Instant(ended)
		return err
	}, `SELECT id, story, version, approver, approver_name, maker, maker_name, made_at, until, misses, fate, ended_at FROM newsroom_link WHERE place = $1 AND `+which+` ORDER BY id DESC`, args...)
}

func oneLink(ctx context.Context, tx *store.Tx, which string, args ...any) (ApprovalLink, error) {
	found, err := linksOf(ctx, tx, which, args...)
	if err == nil && len(found) == 0 {
		err = noLink
	}
	if err != nil {
		return ApprovalLink{}, err
	}
	return found[0], nil
}

// alongByLink approves other forms of s, as they were read on the phone.
func (d *Desk) alongByLink(ctx context.Context, tx *store.Tx, a org.Actor, s Story, along map[Sort]string) error {
	for _, sort := range slices.Sorted(maps.Keys(along)) {
		r, err := rendition(ctx, tx, s.ID, sort)
		if err != nil {
			return err
		}
		texts, err := wordings(ctx, tx, r)
		if err != nil {
			return err
		}
		if len(texts) == 0 || markOf(texts[0].Body) != along[sort] {
			return refuse.With(refuse.Conflict, SortName(sort)+" đã được sửa sau khi anh/chị mở trang này. Hãy đọc lại rồi quyết định.")
		}
		if err := d.approveAlong(ctx, tx, a, s, sort); err != nil {
			return err
		}
	}
	return nil
}
