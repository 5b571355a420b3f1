package newsroom

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"loa/kit/prose"
	"loa/org"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

const (
	longestTitle   = 200
	longestSummary = 700
	longestBody    = 60_000
	// versionLasts is how long one person's typing goes into the same version.
	versionLasts = 10 * time.Minute
)

// settle tidies what was typed and refuses what cannot be kept.
func (t *Text) settle() error {
	t.Title = norm.NFC.String(tidy(t.Title))
	t.Summary = norm.NFC.String(tidy(t.Summary))
	t.Body = norm.NFC.String(strings.TrimRight(strings.ReplaceAll(t.Body, "\r\n", "\n"), " \n\t"))
	t.Video = strings.TrimSpace(t.Video)
	switch {
	case utf8.RuneCountInString(t.Title) > longestTitle:
		return refuse.Field("title", "Đầu đề dài quá 200 ký tự. Hãy viết ngắn hơn.")
	case utf8.RuneCountInString(t.Summary) > longestSummary:
		return refuse.Field("summary", "Lời tóm tắt dài quá 700 ký tự. Hãy viết ngắn hơn.")
	case utf8.RuneCountInString(t.Body) > longestBody:
		return refuse.Field("body", "Bài dài quá 60.000 ký tự. Hãy chia làm nhiều bài.")
	case t.Video != "" && !isPage(t.Video):
		return refuse.Field("video", "Đường dẫn video chưa đúng. Hãy chép cả địa chỉ, bắt đầu bằng https://.")
	}
	return nil
}

func isPage(s string) bool { return strings.HasPrefix(s, "http") && prose.Safe(s) != "" }

// tidy is what a person typed in one line, with single spaces.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// Begin opens a story of kind for a, with what there is of its text.
func (d *Desk) Begin(ctx context.Context, a org.Actor, kind Kind, t Text) (id StoryID, err error) {
	if err := allowed(a, Write); err != nil {
		return 0, err
	}
	if KindName(kind) == "" {
		return 0, refuse.Field("kind", "Hãy chọn thể loại.")
	}
	if err := t.settle(); err != nil {
		return 0, err
	}
	if t.Title == "" {
		return 0, refuse.Field("title", "Hãy ghi đầu đề; sau này vẫn sửa được.")
	}
	err = d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		if t.Theme, err = themeOf(ctx, tx, t.Theme.Key, Theme{}); err != nil {
			return err
		}
		now := d.Now()
		s := Story{Kind: kind, State: Draft, Title: t.Title, Theme: t.Theme.Key, Last: 1, Author: a.Person, AuthorName: a.Name, Unit: a.Unit,
			OpenedAt: now, ChangedAt: now, Pen: a.Person, PenName: a.Name, PenAt: now}
		if id, err = insertStory(ctx, tx, s); err != nil {
			return err
		}
		v := Version{Story: id, N: 1, Text: t, Saver: a.Person, SaverName: a.Name, BeganAt: now, SavedAt: now}
		if err := putVersion(ctx, tx, v); err != nil {
			return err
		}
		return d.record(ctx, tx, a, id, "begin", "Bắt đầu viết.")
	})
	return id, err
}

// TakePen lets a write in story id. over: also from somebody who is writing in it, which everybody will see.
func (d *Desk) TakePen(ctx context.Context, a org.Actor, id StoryID, over bool) error {
	return d.onStory(ctx, a, id, func(tx *store.Tx, s *Story) error {
		if err := s.mayWrite(a); err != nil {
			return err
		}
		now := d.Now()
		if s.heldBy(a, now) != 0 {
			if !over {
				return s.penTaken()
			}
			if err := d.record(ctx, tx, a, id, "take-pen", "Lấy bút của "+s.PenName+"."); err != nil {
				return err
			}
		}
		s.Pen, s.PenName, s.PenAt = a.Person, a.Name, now
		return nil
	})
}

// LayPen lets go of the pen of story id, if a holds it.
func (d *Desk) LayPen(ctx context.Context, a org.Actor, id StoryID) error {
	return d.onStory(ctx, a, id, func(tx *store.Tx, s *Story) error {
		if s.Pen == a.Person {
			s.Pen, s.PenName, s.PenAt = 0, "", time.Time{}
		}
		return nil
	})
}

func (s Story) penTaken() error {
	return refuse.With(refuse.Conflict, s.PenName+" đang viết bài này, lần cuối lúc "+web.Moment(s.PenAt)+". Hãy hẹn nhau trước, hoặc lấy bút để viết tiếp.")
}

// Save keeps t as the text of story id. saw is the number of the version that a had before them; it returns the number
// of the version that t is now in. What somebody else wrote since is never written over: it is refused, and t stays
// with the person who typed it.
func (d *Desk) Save(ctx context.Context, a org.Actor, id StoryID, saw int, t Text) (n int, err error) {
	if err := t.settle(); err != nil {
		return 0, err
	}
	err = d.onStory(ctx, a, id, func(tx *store.Tx, s *Story) error {
		if err := s.mayWrite(a); err != nil {
			return err
		}
		now := d.Now()
		if s.heldBy(a, now) != 0 {
			return s.penTaken()
		}
		last, err := version(ctx, tx, id, s.Last)
		if err != nil {
			return err
		}
		if last.N != saw && last.Saver != a.Person {
			return refuse.With(refuse.Conflict, fmt.Sprintf("%s đã viết vào bài lúc %s. Chữ anh/chị gõ vẫn còn ở đây: hãy chép lại, tải lại trang rồi gộp vào bản mới.", last.SaverName, web.Moment(last.SavedAt)))
		}
		s.Pen, s.PenName, s.PenAt = a.Person, a.Name, now
		if t.Theme, err = themeOf(ctx, tx, t.Theme.Key, last.Theme); err != nil {
			return err
		}
		n = last.N
		if t == last.Text {
			return nil
		}
		n, err = d.keep(ctx, tx, a, s, last, t)
		return err
	})
	return n, err
}

// keep writes t into last while that is open and a's own, else into a new version.
func (d *Desk) keep(ctx context.Context, tx *store.Tx, a org.Actor, s *Story, last Version, t Text) (int, error) {
	now := d.Now()
	v := last
	if last.Sealed || last.Saver != a.Person || now.Sub(last.BeganAt) >= versionLasts {
		v = Version{Story: s.ID, N: s.Last + 1, Saver: a.Person, SaverName: a.Name, BeganAt: now}
		if err := d.recordThing(ctx, tx, a, s.ID.Ref(), "write", fmt.Sprintf("bản %d", v.N)); err != nil {
			return 0, err
		}
	}
	v.Text, v.SavedAt = t, now
	s.Last, s.Title, s.Theme, s.ChangedAt = v.N, t.Title, t.Theme.Key, now
	return v.N, putVersion(ctx, tx, v)
}

// Restore makes the text of version n of story id its text again, as a version of its own.
func (d *Desk) Restore(ctx context.Context, a org.Actor, id StoryID, n int) error {
	return d.onStory(ctx, a, id, func(tx *store.Tx, s *Story) error {
		if err := s.mayWrite(a); err != nil {
			return err
		}
		if s.heldBy(a, d.Now()) != 0 {
			return s.penTaken()
		}
		old, err := version(ctx, tx, id, n)
		if err != nil {
			return err
		}
		last, err := version(ctx, tx, id, s.Last)
		if err != nil {
			return err
		}
		if last.Text == old.Text {
			return refuse.With(refuse.Conflict, "Bài đang đúng như bản này rồi.")
		}
		last.Sealed = true
		if err := putVersion(ctx, tx, last); err != nil {
			return err
		}
		if _, err := d.keep(ctx, tx, a, s, last, old.Text); err != nil {
			return err
		}
		return d.record(ctx, tx, a, id, "restore", fmt.Sprintf("Khôi phục bản %d.", n))
	})
}

// onStory does one verb on story id and keeps what it made of it.
func (d *Desk) onStory(ctx context.Context, a org.Actor, id StoryID, do func(*store.Tx, *Story) error) error {
	if a.Person == 0 {
		return allowed(a, Look)
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		return d.inStory(ctx, tx, id, func(s *Story) error { return do(tx, s) })
	})
}

// inStory is onStory within a transaction.
func (d *Desk) inStory(ctx context.Context, tx *store.Tx, id StoryID, do func(*Story) error) error {
	s, err := load(ctx, tx, id)
	if err != nil {
		return err
	}
	was := s
	if err := do(&s); err != nil {
		return err
	}
	return d.put(ctx, tx, was, s)
}

// put keeps what a verb made of was, and tells those who hear of public pages when the page has changed.
func (d *Desk) put(ctx context.Context, tx *store.Tx, was, s Story) error {
	if err := updateStory(ctx, tx, s); err != nil {
		return err
	}
	if was.Live == s.Live && was.UpdatedAt.Equal(s.UpdatedAt) {
		return nil
	}
	for _, tell := range d.OnPublic {
		if err := tell(ctx, tx, s.ID); err != nil {
			return err
		}
	}
	return nil
}

// record adds a sentence to the history of a story and a line to the audit.
func (d *Desk) record(ctx context.Context, tx *store.Tx, a org.Actor, id StoryID, verb, say string) error {
	if err := addEvent(ctx, tx, Event{Story: id, At: d.Now(), Person: a.Person, PersonName: a.Name, Say: say}); err != nil {
		return err
	}
	return d.recordThing(ctx, tx, a, id.Ref(), verb, say)
}

// recordThing adds a line to the audit.
func (d *Desk) recordThing(ctx context.Context, tx *store.Tx, a org.Actor, thing, verb, detail string) error {
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: verb, Thing: thing, Detail: detail})
}
