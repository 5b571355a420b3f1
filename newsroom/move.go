package newsroom

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// A Submission is what the writer answers for when a story goes to be read by somebody else.
type Submission struct {
	Consent bool   // those who are named or shown as children, or their parents, agreed
	Word    string // to the approver
}

// Submit hands the text of story id over to be approved. What the checks demand must be there.
func (d *Desk) Submit(ctx context.Context, a org.Actor, id StoryID, sub Submission) error {
	return d.move(ctx, a, id, Submit, func(tx *store.Tx, s *Story) (string, error) {
		v, err := version(ctx, tx, id, s.Last)
		if err != nil {
			return "", err
		}
		remarks, err := d.look(ctx, tx, *s, v)
		if err != nil {
			return "", err
		}
		consent := false
		for _, r := range remarks {
			consent = consent || r.AsksConsent
			switch {
			case r.Must:
				return "", refuse.Field(r.Field, r.Say)
			case r.AsksConsent && !sub.Consent:
				return "", refuse.Field("consent", "Bài có thể có tên hoặc hình trẻ em. Hãy xác nhận đã được cha, mẹ hoặc người giám hộ đồng ý, hoặc bỏ chi tiết ấy.")
			}
		}
		v.Sealed = true
		if err := putVersion(ctx, tx, v); err != nil {
			return "", err
		}
		s.Pen, s.PenName, s.PenAt = 0, "", time.Time{}
		s.handTo(org.Person{}, "")
		say := "Trình duyệt."
		if consent {
			say += " Người viết xác nhận đã có sự đồng ý của cha, mẹ hoặc người giám hộ."
		}
		return say + because("Lời nhắn", sub.Word), nil
	})
}

// Recall takes a story that nobody has approved back, to write on.
func (d *Desk) Recall(ctx context.Context, a org.Actor, id StoryID) error {
	return d.move(ctx, a, id, Recall, func(*store.Tx, *Story) (string, error) { return "Lấy về viết tiếp.", nil })
}

// Return gives story id back to its writer, with the reason.
func (d *Desk) Return(ctx context.Context, a org.Actor, id StoryID, why string) error {
	return d.move(ctx, a, id, Return, returning(why)(a))
}

// A doing is what goes with one verb, and how the history tells it.
type doing = func(*store.Tx, *Story) (say string, err error)

var noReason = refuse.Field("why", "Hãy ghi lý do trả lại để người viết biết phải sửa gì.")

func returning(why string) func(org.Actor) doing {
	return func(org.Actor) doing {
		return func(_ *store.Tx, s *Story) (string, error) {
			if tidy(why) == "" {
				return "", noReason
			}
			s.Approver, s.ApproverName, s.PublishAt = 0, "", time.Time{}
			s.Assignee, s.AssigneeName = s.Author, s.AuthorName
			return "Trả lại." + because("Lý do", why), nil
		}
	}
}

// Approve answers for the text of story id as it stands, and with it for its renditions in the forms along.
func (d *Desk) Approve(ctx context.Context, a org.Actor, id StoryID, along ...Sort) error {
	return d.move(ctx, a, id, Approve, func(tx *store.Tx, s *Story) (string, error) {
		say, err := approving(a)(tx, s)
		if err != nil {
			return "", err
		}
		for _, sort := range along {
			if err := d.approveAlong(ctx, tx, a, *s, sort); err != nil {
				return "", err
			}
		}
		return say, nil
	})
}

func (d *Desk) approveAlong(ctx context.Context, tx *store.Tx, a org.Actor, s Story, sort Sort) error {
	r, err := rendition(ctx, tx, s.ID, sort)
	if err != nil {
		return err
	}
	if err := d.approveRendition(ctx, tx, a, s, &r); err != nil {
		return err
	}
	return putRendition(ctx, tx, r)
}

func approving(a org.Actor) doing {
	return func(_ *store.Tx, s *Story) (string, error) {
		s.Approver, s.ApproverName = a.Person, a.Name
		s.handTo(org.Person{}, "")
		return fmt.Sprintf("Duyệt bản %d.", s.Last), nil
	}
}

// Publish puts story id out: now, or at the hour from if that is to come. Until is when it is taken down again; the
// zero time: it stays.
func (d *Desk) Publish(ctx context.Context, a org.Actor, id StoryID, from, until time.Time) error {
	return d.onStory(ctx, a, id, func(tx *store.Tx, s *Story) error {
		l, err := LawOf(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := s.next(a, Publish, l, nil); err != nil {
			return err
		}
		now := d.Now()
		switch {
		case !until.IsZero() && !until.After(now), !until.IsZero() && !until.After(from):
			return refuse.Field("until", "Giờ gỡ phải sau giờ đăng và sau lúc này.")
		case from.Sub(now) > 400*24*time.Hour:
			return refuse.Field("from", "Giờ đăng còn xa quá. Hãy chọn trong vòng một năm.")
		}
		s.EndAt, s.SetBy, s.SetByName = until, a.Person, a.Name
		if err := d.wake(ctx, tx, *s, until); err != nil {
			return err
		}
		if !from.After(now) {
			return d.publish(ctx, tx, a, s)
		}
		s.PublishAt, s.ChangedAt = from, now
		if err := d.wake(ctx, tx, *s, from); err != nil {
			return err
		}
		return d.record(ctx, tx, a, id, "schedule", "Hẹn đăng lúc "+web.Moment(from)+".")
	})
}

// publish makes the text of s what the public reads. It is a's doing, or the clock's in a's name.
func (d *Desk) publish(ctx context.Context, tx *store.Tx, a org.Actor, s *Story) error {
	v, err := version(ctx, tx, s.ID, s.Last)
	if err != nil {
		return err
	}
	if v.Theme.Key == 0 {
		return refuse.Field("theme", "Bài chưa có nội dung của kế hoạch nên chưa đăng được.")
	}
	now, again := d.Now(), s.Was > 0
	if !again {
		s.PublishedAt = now
	}
	v.Sealed = true
	s.State, s.Live, s.Was, s.UpdatedAt, s.ChangedAt, s.PublishAt = Published, s.Last, s.Last, now, now, time.Time{}
	s.handTo(org.Person{}, "")
	say := "Đăng."
	if s.Correction != "" {
		if err := addNote(ctx, tx, s.ID, Note{Correction, now, s.Correction}); err != nil {
			return err
		}
		say, s.Correction = "Đăng bản đính chính.", ""
	}
	if err := putVersion(ctx, tx, v); err != nil {
		return err
	}
	if err := d.tell(ctx, tx, *s, v.Theme); err != nil {
		return err
	}
	if err := tx.Index(ctx, doc(*s, v)); err != nil {
		return err
	}
	return d.record(ctx, tx, a, s.ID, string(Publish), say)
}

// Correct opens a published story, or one that was taken down, to be written on; what is public stays as it is until
// the correction comes out, and with it note, which the public reads.
func (d *Desk) Correct(ctx context.Context, a org.Actor, id StoryID, note string) error {
	return d.move(ctx, a, id, Correct, func(_ *store.Tx, s *Story) (string, error) {
		if s.Correction = sentence(note); s.Correction == "" {
			return "", refuse.Field("note", "Hãy ghi điều đính chính; người đọc sẽ thấy câu này cuối bài.")
		}
		s.Approver, s.ApproverName, s.Assignee, s.AssigneeName = 0, "", s.Author, s.AuthorName
		return "Mở bản đính chính: " + s.Correction, nil
	})
}

// Withdraw takes story id off the site at once; note is what the public reads in its stead.
func (d *Desk) Withdraw(ctx context.Context, a org.Actor, id StoryID, note string) error {
	return d.move(ctx, a, id, Withdraw, d.withdrawing(ctx, id, note))
}

func (d *Desk) withdrawing(ctx context.Context, id StoryID, note string) doing {
	return func(tx *store.Tx, s *Story) (string, error) {
		if note = sentence(note); note == "" {
			return "", refuse.Field("note", "Hãy ghi lý do gỡ; người đọc sẽ thấy câu này thay cho bài.")
		}
		v, err := version(ctx, tx, id, s.Was)
		if err != nil {
			return "", err
		}
		s.Live, s.Was, s.UpdatedAt, s.PublishAt, s.EndAt = 0, 0, d.Now(), time.Time{}, time.Time{}
		if err := addNote(ctx, tx, id, Note{Withdrawal, d.Now(), note}); err != nil {
			return "", err
		}
		if err := d.tell(ctx, tx, *s, v.Theme); err != nil {
			return "", err
		}
		return "Gỡ khỏi cổng. Lý do: " + note, tx.Unindex(ctx, searchKind, id.String())
	}
}

// end takes s down, because its time is over; it has been told, and stays counted.
func (d *Desk) end(ctx context.Context, tx *store.Tx, s *Story) error {
	if s.State == Published {
		s.State = Ended
	}
	s.Live, s.UpdatedAt, s.EndAt, s.ChangedAt = 0, d.Now(), time.Time{}, d.Now()
	if err := tx.Unindex(ctx, searchKind, s.ID.String()); err != nil {
		return err
	}
	return d.record(ctx, tx, org.Actor{}, s.ID, string(End), "Hết hạn đăng, tự gỡ khỏi cổng.")
}

// Drop gives up a story that never came out.
func (d *Desk) Drop(ctx context.Context, a org.Actor, id StoryID, why string) error {
	return d.move(ctx, a, id, Drop, func(_ *store.Tx, s *Story) (string, error) {
		s.handTo(org.Person{}, "")
		return "Bỏ bài." + because("Lý do", why), nil
	})
}

// Assign says who does the next step of story id and by which day; nobody and no day are allowed too.
func (d *Desk) Assign(ctx context.Context, a org.Actor, id StoryID, to org.PersonID, due org.Day) error {
	return d.onStory(ctx, a, id, func(tx *store.Tx, s *Story) error {
		if !a.Holds(approvers...) {
			return refuse.With(refuse.NotAllowed, "Việc phân công do ban biên tập hoặc người duyệt làm.")
		}
		var p org.Person
		if to != 0 {
			found, err := org.LoadPerson(ctx, tx, to)
			if refuse.Of(err).Kind == refuse.NotFound || err == nil && !found.Active {
				return refuse.Field("to", "Hãy chọn một người trong danh sách.")
			}
			if err != nil {
				return err
			}
			p = found
		}
		s.handTo(p, due)
		say := "Giao bước tiếp theo cho "
		if p.ID == 0 {
			say = "Không giao riêng ai"
		}
		if say += p.Name; due != "" {
			say += ", hạn " + due.String()
		}
		return d.record(ctx, tx, a, id, "assign", say+".")
	})
}

// handTo says who does the next step, and by when.
func (s *Story) handTo(p org.Person, due org.Day) {
	s.Assignee, s.AssigneeName, s.DueOn = p.ID, p.Name, due
}

// move takes story id through verb if the law lets a, does what goes with it, and tells the history.
func (d *Desk) move(ctx context.Context, a org.Actor, id StoryID, verb Verb, do doing) error {
	return d.onStory(ctx, a, id, func(tx *store.Tx, s *Story) error { return d.step(ctx, tx, a, s, verb, do) })
}

// step is move within a transaction. The links by which the story was sent to be approved end with it.
func (d *Desk) step(ctx context.Context, tx *store.Tx, a org.Actor, s *Story, verb Verb, do doing) error {
	l, err := LawOf(ctx, tx)
	if err != nil {
		return err
	}
	wrote, err := wroteSince(ctx, tx, *s)
	if err != nil {
		return err
	}
	to, err := s.next(a, verb, l, wrote)
	if err != nil {
		return err
	}
	s.State, s.ChangedAt, s.DueOn = to, d.Now(), ""
	say, err := do(tx, s)
	if err != nil {
		return err
	}
	if err := endLinks(ctx, tx, s.ID, 0, Overtaken, d.Now()); err != nil {
		return err
	}
	return d.record(ctx, tx, a, s.ID, string(verb), say)
}

// SetLaw lets posts take verb at a's place; none: as the program has it.
func (d *Desk) SetLaw(ctx context.Context, a org.Actor, verb Verb, posts []org.Post) error {
	if err := allowed(a, Rule); err != nil {
		return err
	}
	names := []string{}
	for _, p := range posts {
		if !org.IsPost(p) || p == org.Operator {
			return refuse.Field(string(verb), "Hãy chọn các chức vụ trong danh sách.")
		}
		names = append(names, org.PostName(p))
	}
	if !slices.Contains(Ruled, verb) {
		return refuse.With(refuse.Invalid, "Bước này không đặt riêng được.")
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		if err := setLaw(ctx, tx, verb, posts); err != nil {
			return err
		}
		say := VerbName(verb) + ": " + strings.Join(names, ", ")
		return d.recordThing(ctx, tx, a, "newsroom/law", "set-law", say)
	})
}

func because(word, s string) string {
	if s = sentence(s); s == "" {
		return ""
	}
	return " " + word + ": " + s
}

// sentence is s in one line with a full stop; empty stays empty.
func sentence(s string) string {
	if s = tidy(s); s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") || strings.HasSuffix(s, "…") {
		return s
	}
	return s + "."
}
