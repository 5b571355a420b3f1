package newsroom

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"loa/measure"
	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/blob"
	"loa/platform/job"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

const ward = store.Place("11446")

var schemas = []store.Schema{audit.Schema, org.Schema, plan.Schema, measure.Schema, Schema}

var (
	son  = org.Actor{Place: ward, Person: 1, Name: "Hoàng Văn Sơn", Unit: 1, Posts: []org.Post{org.Reporter}}
	thao = org.Actor{Place: ward, Person: 2, Name: "Lê Phương Thảo", Unit: 1, Posts: []org.Post{org.EditorHead}}
	ha   = org.Actor{Place: ward, Person: 3, Name: "Vũ Thu Hà", Unit: 2, Posts: []org.Post{org.ViceChair, org.Clerk}}
	lan  = org.Actor{Place: ward, Person: 4, Name: "Nguyễn Thị Lan", Unit: 2, Posts: []org.Post{org.OfficeHead}}
	yen  = org.Actor{Place: ward, Person: 5, Name: "Đặng Hải Yến", Unit: 2, Posts: []org.Post{org.Clerk}}
)

// A clock is read by a desk; every look at it takes a second.
type clock struct{ at time.Time }

func (c *clock) now() time.Time {
	c.at = c.at.Add(time.Second)
	return c.at
}

// opened is a newsroom whose ward has adopted the plan of Phù Liễn.
func opened(t testing.TB, db *store.DB) (*Desk, *clock) {
	t.Helper()
	c := &clock{time.Date(2025, 8, 1, 1, 0, 0, 0, time.UTC)}
	if err := job.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	register := &org.Desk{DB: db, Now: c.now}
	write(t, db, func(tx *store.Tx) error {
		return errors.Join(tx.Enroll(t.Context(), ""), register.Found(t.Context(), tx, []org.Place{{Code: ward, Kind: org.Ward, Name: "Phường Phù Liễn"}}, nil))
	})
	keeper := org.Actor{Place: ward, Person: 9, Posts: []org.Post{org.Operator, org.OfficeHead}}
	for _, name := range []string{"Trung tâm sự nghiệp công", "Phòng Văn hóa - Xã hội"} {
		if _, err := register.AddUnit(t.Context(), keeper, org.Unit{Kind: org.Office, Name: name, OpenedOn: "2025-07-01"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range []org.Actor{son, thao, ha, lan, yen} {
		if _, err := register.AddPerson(t.Context(), keeper, org.Person{Name: a.Name, Unit: a.Unit}); err != nil {
			t.Fatal(err)
		}
	}
	files, err := blob.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	adopt(t, &plan.Desk{DB: db, Now: c.now, Blobs: files, OnAdopt: []func(context.Context, *store.Tx, plan.Plan) error{(&measure.Desk{DB: db, Now: c.now}).Set}})
	return &Desk{DB: db, Now: c.now, Blobs: files}, c
}

func adopt(t testing.TB, plans *plan.Desk) {
	t.Helper()
	b, err := os.ReadFile("../plan/testdata/phu-lien-15-kh-ubnd.gold.json")
	if err != nil {
		t.Fatal(err)
	}
	var gold plan.Draft
	if err := json.Unmarshal(b, &gold); err != nil {
		t.Fatal(err)
	}
	for i := range gold.Doubts {
		gold.Doubts[i].Answer = &plan.Answer{}
	}
	plans.Reader = func([]byte, plan.Options) (plan.Draft, []plan.Line, error) { return gold, nil, nil }
	id, err := plans.Upload(t.Context(), ha, "15-KH-UBND.txt", strings.NewReader("Kế hoạch"), 0)
	if err != nil {
		t.Fatal(err)
	}
	var r plan.Review
	err = plans.DB.Read(t.Context(), ward, func(tx *store.Tx) (err error) {
		r, err = plan.LoadReview(t.Context(), tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range r.Blocks() {
		if err := plans.Correct(t.Context(), ha, id, plan.Anything, plan.Correction{Verb: plan.Accept, Thing: b.Thing}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := plans.Adopt(t.Context(), ha, id, plan.Anything); err != nil {
		t.Fatal(err)
	}
}

func write(t testing.TB, db *store.DB, fn func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(t.Context(), ward, fn); err != nil {
		t.Fatal(err)
	}
}

// ask asks fn in a read of the ward.
func ask[T any](t testing.TB, d *Desk, fn func(context.Context, *store.Tx) (T, error)) (v T) {
	t.Helper()
	err := d.DB.Read(t.Context(), ward, func(tx *store.Tx) (err error) {
		v, err = fn(t.Context(), tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func must(t testing.TB, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// refused reports in a test that err is not a refusal of kind.
func refused(t testing.TB, what string, err error, kind refuse.Kind) {
	t.Helper()
	if err == nil || refuse.Of(err).Kind != kind {
		t.Errorf("%s: %v, want a refusal of kind %d", what, err, kind)
	}
}

// topic is the theme of the ward's plan at an address.
func topic(t testing.TB, d *Desk, at plan.Address) Theme {
	t.Helper()
	all := ask(t, d, Topics)
	i := slices.IndexFunc(all, func(x Topic) bool { return x.Address == at })
	if i < 0 {
		t.Fatalf("no theme at %s", at)
	}
	return all[i].Theme
}

func text(t testing.TB, d *Desk, title string) Text {
	return Text{Title: title, Summary: "Ba bước, làm ngay trên điện thoại.", Body: "## Bước một\n\nMở ứng dụng.", Theme: topic(t, d, "II.5.a")}
}

// begun is a story of son's with a text that may be submitted.
func begun(t testing.TB, d *Desk, title string) StoryID {
	t.Helper()
	id, err := d.Begin(t.Context(), son, Article, text(t, d, title))
	must(t, err)
	return id
}

// out is a story that has come out.
func out(t testing.TB, d *Desk, title string) StoryID {
	t.Helper()
	id := begun(t, d, title)
	must(t, d.Submit(t.Context(), son, id, Submission{}), d.Approve(t.Context(), ha, id), d.Publish(t.Context(), thao, id, time.Time{}, time.Time{}))
	return id
}

func loaded(t testing.TB, d *Desk, id StoryID) Story {
	t.Helper()
	return ask(t, d, func(ctx context.Context, tx *store.Tx) (Story, error) { return load(ctx, tx, id) })
}

// titles are the titles in the column.
func titles(t testing.TB, d *Desk, s Shelf) string {
	t.Helper()
	all := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Piece, error) {
		found, _, err := Column(ctx, tx, s, 1, 50)
		return found, err
	})
	var names []string
	for _, p := range all {
		names = append(names, p.Title)
	}
	return strings.Join(names, "; ")
}

// measurable is the month in which the tests happen.
var measurable = org.Span{From: "2025-08-01", Through: "2025-08-31"}

// kept is how the ward's target of the column stands on the portal: mục tháng 8, counted and listed again.
func kept(t testing.TB, d *Desk) int64 {
	t.Helper()
	facts := ask(t, d, func(ctx context.Context, tx *store.Tx) (n int64, err error) {
		rs, err := measure.Values(ctx, tx, 1, measure.Window{Span: measurable}, "2025-08-31")
		for _, r := range rs {
			if r.Rule.Formula != nil && r.Rule.Formula.Kind == "upkeep" {
				for _, m := range r.Value.Members {
					n += m.Facts
				}
			}
		}
		return n, err
	})
	differences := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]measure.Difference, error) {
		return measure.Check(ctx, tx, []measure.Source{{Desk: "newsroom", Facts: Facts}})
	})
	if len(differences) > 0 {
		t.Errorf("what is counted is not what the newsroom has: %v", differences)
	}
	return facts
}

func TestAStoryThatComesOutIsReadAndCounted(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id := begun(t, d, "Cài ứng dụng VNeID")
		if got := titles(t, d, Shelf{}); got != "" {
			t.Errorf("the public reads %q before anybody approved", got)
		}
		refused(t, "publish a draft", d.Publish(t.Context(), thao, id, time.Time{}, time.Time{}), refuse.Conflict)
		must(t, d.Submit(t.Context(), son, id, Submission{Word: "gấp"}))
		refused(t, "approve as a clerk", d.Approve(t.Context(), yen, id), refuse.NotAllowed)
		must(t, d.Approve(t.Context(), ha, id))
		if n := kept(t, d); n != 0 {
			t.Errorf("%d counted before it came out", n)
		}
		refused(t, "publish as its writer", d.Publish(t.Context(), son, id, time.Time{}, time.Time{}), refuse.NotAllowed)
		must(t, d.Publish(t.Context(), thao, id, time.Time{}, time.Time{}))
		if got := titles(t, d, Shelf{Themes: []int64{topic(t, d, "II.5.a").Key}}); got != "Cài ứng dụng VNeID" {
			t.Errorf("the public reads %q", got)
		}
		if got := titles(t, d, Shelf{Themes: []int64{topic(t, d, "II.5.b").Key}}); got != "" {
			t.Errorf("another theme has %q", got)
		}
		if n := kept(t, d); n != 1 {
			t.Errorf("%d counted for the column, want 1", n)
		}
		hits := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]store.Hit, error) {
			found, err := tx.Search(ctx, "ung dung vneid", 10, 0)
			return found.Hits, err
		})
		if len(hits) != 1 || hits[0].Href != "/tin/1-cai-ung-dung-vneid" {
			t.Errorf("the search finds %+v", hits)
		}
	})
}

func TestNobodyApprovesWhatTheyWrote(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		own, err := d.Begin(t.Context(), thao, Brief, text(t, d, "Của trưởng ban"))
		must(t, err, d.Submit(t.Context(), thao, own, Submission{}))
		refused(t, "approve one's own", d.Approve(t.Context(), thao, own), refuse.NotAllowed)

		id := begun(t, d, "Của phóng viên")
		must(t, d.LayPen(t.Context(), son, id))
		mended := text(t, d, "Của phóng viên, có sửa")
		_, err = d.Save(t.Context(), thao, id, 1, mended)
		must(t, err, d.Submit(t.Context(), son, id, Submission{}))
		refused(t, "approve what one has mended", d.Approve(t.Context(), thao, id), refuse.NotAllowed)
		must(t, d.Approve(t.Context(), ha, id))
	})
}

func TestAPlaceSetsItsOwnApprovers(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		refused(t, "set the law as an editor", d.SetLaw(t.Context(), thao, Approve, []org.Post{org.EditorHead}), refuse.NotAllowed)
		must(t, d.SetLaw(t.Context(), ha, Approve, []org.Post{org.Clerk}))
		id := begun(t, d, "Tin")
		must(t, d.Submit(t.Context(), son, id, Submission{}))
		refused(t, "approve as the program would have it", d.Approve(t.Context(), lan, id), refuse.NotAllowed)
		must(t, d.Approve(t.Context(), yen, id))
		must(t, d.SetLaw(t.Context(), ha, Approve, nil))
		again := begun(t, d, "Tin nữa")
		must(t, d.Submit(t.Context(), son, again, Submission{}), d.Approve(t.Context(), lan, again))
	})
}

func TestAPublishedStoryStaysUpWhileItsCorrectionIsRead(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id := out(t, d, "Mở cửa 7 giờ")
		refused(t, "correct without saying what", d.Correct(t.Context(), son, id, " "), refuse.Invalid)
		must(t, d.Correct(t.Context(), son, id, "Giờ mở cửa là 7 giờ 30"))
		_, err := d.Save(t.Context(), son, id, 1, text(t, d, "Mở cửa 7 giờ 30"))
		must(t, err, d.Submit(t.Context(), son, id, Submission{}), d.Approve(t.Context(), ha, id))
		if got := titles(t, d, Shelf{}); got != "Mở cửa 7 giờ" {
			t.Errorf("while the correction waits the public reads %q", got)
		}
		must(t, d.Publish(t.Context(), thao, id, time.Time{}, time.Time{}))
		p := ask(t, d, func(ctx context.Context, tx *store.Tx) (Piece, error) { return Read(ctx, tx, id) })
		if p.Title != "Mở cửa 7 giờ 30" || len(p.Notes) != 1 || p.Notes[0].Say != "Giờ mở cửa là 7 giờ 30." {
			t.Errorf("%+v", p)
		}
		if n := kept(t, d); n != 1 {
			t.Errorf("a corrected story is counted %d times", n)
		}
	})
}

func TestAWithdrawnStoryIsGoneAndCountedNoMore(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id := out(t, d, "Tin sai")
		must(t, d.Correct(t.Context(), son, id, "đang sửa"))
		refused(t, "withdraw without a reason", d.Withdraw(t.Context(), lan, id, ""), refuse.Invalid)
		refused(t, "drop what was public", d.Drop(t.Context(), son, id, ""), refuse.Conflict)
		must(t, d.Withdraw(t.Context(), lan, id, "Số liệu trong tin chưa đúng"))
		p := ask(t, d, func(ctx context.Context, tx *store.Tx) (Piece, error) { return Read(ctx, tx, id) })
		if !p.Gone || p.Title != "" || len(p.Notes) != 1 || titles(t, d, Shelf{}) != "" {
			t.Errorf("%+v", p)
		}
		if n := kept(t, d); n != 0 {
			t.Errorf("%d counted", n)
		}
		hits := ask(t, d, func(ctx context.Context, tx *store.Tx) (int, error) {
			found, err := tx.Search(ctx, "tin sai", 10, 0)
			return found.Total, err
		})
		if hits != 0 {
			t.Error("the search still finds it")
		}
		must(t, d.Correct(t.Context(), son, id, "Số đúng là 640"))
		_ = kept(t, d)
		must(t, d.Submit(t.Context(), son, id, Submission{}), d.Approve(t.Context(), ha, id), d.Publish(t.Context(), thao, id, time.Time{}, time.Time{}))
		if n := kept(t, d); n != 1 {
			t.Errorf("put right and out again it is counted %d times", n)
		}
	})
}

func TestTypingGoesIntoOneVersionAndSomebodyElsesIntoAnother(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, c := opened(t, db)
		id := begun(t, d, "Một")
		save := func(a org.Actor, saw int, title string) (int, error) {
			return d.Save(t.Context(), a, id, saw, text(t, d, title))
		}
		n, err := save(son, 1, "Một hai")
		if must(t, err); n != 1 {
			t.Errorf("typing on makes version %d", n)
		}
		c.at = c.at.Add(11 * time.Minute)
		if n, err = save(son, n, "Một hai ba"); err != nil || n != 2 {
			t.Errorf("after ten minutes: version %d, %v", n, err)
		}
		_, err = save(lan, n, "Của Lan")
		refused(t, "write while somebody writes", err, refuse.Conflict)
		refused(t, "take the pen quietly", d.TakePen(t.Context(), lan, id, false), refuse.Conflict)
		must(t, d.TakePen(t.Context(), lan, id, true))
		if n, err = save(lan, 2, "Của Lan"); err != nil || n != 3 {
			t.Errorf("with the pen: version %d, %v", n, err)
		}
		_, err = save(son, 2, "Của Sơn")
		refused(t, "write without the pen", err, refuse.Conflict)
		c.at = c.at.Add(penLasts)
		_, err = save(son, 2, "Của Sơn")
		refused(t, "write over what one has not seen", err, refuse.Conflict)
		if n, err = save(son, 3, "Của Sơn"); err != nil || n != 4 {
			t.Errorf("a pen that was let lie: version %d, %v", n, err)
		}
		must(t, d.Restore(t.Context(), son, id, 2))
		if s := loaded(t, d, id); s.Title != "Một hai ba" || s.Last != 5 {
			t.Errorf("restored: %+v", s)
		}
		if err := d.Restore(t.Context(), son, id, 2); refuse.Of(err).Kind != refuse.Conflict {
			t.Errorf("restored once more: %v", err)
		}
	})
}

func TestWhatWasSubmittedIsNotChanged(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id := begun(t, d, "Đã trình")
		must(t, d.Submit(t.Context(), son, id, Submission{}))
		_, err := d.Save(t.Context(), son, id, 1, text(t, d, "Sửa lén"))
		refused(t, "write in review", err, refuse.Conflict)
		must(t, d.Recall(t.Context(), son, id))
		if n, err := d.Save(t.Context(), son, id, 1, text(t, d, "Sửa lại")); err != nil || n != 2 {
			t.Errorf("after recalling: version %d, %v", n, err)
		}
		must(t, d.Submit(t.Context(), son, id, Submission{}))
		refused(t, "return without a reason", d.Return(t.Context(), thao, id, ""), refuse.Invalid)
		must(t, d.Return(t.Context(), thao, id, "Thiếu nguồn"))
		cards := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Waiting, error) { return d.Waiting(ctx, tx, son) })
		if len(cards) != 1 || !strings.Contains(cards[0].Text, "Viết tiếp bài «Sửa lại»") {
			t.Errorf("the writer's day: %+v", cards)
		}
	})
}

func TestAStoryNeedsAThemeAndWordsBeforeItIsSubmitted(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id, err := d.Begin(t.Context(), son, Brief, Text{Title: "Chưa xong"})
		must(t, err)
		refused(t, "submit nothing", d.Submit(t.Context(), son, id, Submission{}), refuse.Invalid)
		if no := refuse.Of(d.Submit(t.Context(), son, id, Submission{})); no.Field != "body" {
			t.Errorf("%+v", no)
		}
		_, err = d.Save(t.Context(), son, id, 1, Text{Title: "Chưa xong", Body: "Có chữ."})
		must(t, err)
		if no := refuse.Of(d.Submit(t.Context(), son, id, Submission{})); no.Field != "theme" {
			t.Errorf("%+v", no)
		}
		_, err = d.Save(t.Context(), son, id, 1, Text{Title: "Chưa xong", Body: "Có chữ.", Theme: Theme{Key: 99999}})
		refused(t, "a theme that is not there", err, refuse.Invalid)
	})
}

func TestAnHourThatPassedIsMadeUpForAndRingsOnce(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, c := opened(t, db)
		id := begun(t, d, "Hẹn giờ")
		must(t, d.Submit(t.Context(), son, id, Submission{}), d.Approve(t.Context(), ha, id))
		from, until := c.at.Add(time.Hour).Truncate(time.Millisecond), c.at.Add(48*time.Hour).Truncate(time.Millisecond)
		refused(t, "take down before it comes out", d.Publish(t.Context(), thao, id, until, from), refuse.Invalid)
		must(t, d.Publish(t.Context(), thao, id, from, until))
		if titles(t, d, Shelf{}) != "" {
			t.Error("it is out before its hour")
		}
		hour := Hour{id, from.UnixMilli()}
		c.at = from.Add(time.Minute)
		moved := Hour{id, from.Add(time.Minute).UnixMilli()}
		must(t, d.Ring(t.Context(), ward, moved))
		if titles(t, d, Shelf{}) != "" {
			t.Error("an hour that is not the story's put it out")
		}
		due := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Hour, error) { return hoursUntil(ctx, tx, d.Now()) })
		if !slices.Equal(due, []Hour{hour}) {
			t.Errorf("due after a start: %v", due)
		}
		must(t, d.Ring(t.Context(), ward, hour), d.Ring(t.Context(), ward, hour))
		if titles(t, d, Shelf{}) != "Hẹn giờ" || kept(t, d) != 1 {
			t.Error("it did not come out, or twice")
		}
		c.at = until
		must(t, d.Ring(t.Context(), ward, Hour{id, until.UnixMilli()}))
		if s := loaded(t, d, id); s.State != Ended || s.Live != 0 || titles(t, d, Shelf{}) != "" {
			t.Errorf("after its end: %+v", s)
		}
		if kept(t, d) != 1 {
			t.Error("what came to its end is no longer counted")
		}
	})
}
