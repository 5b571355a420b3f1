package newsroom

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web/webtest"
)

func TestManyStoriesChangeByTheWordOfASecondPerson(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		var heard []StoryID
		d.OnPublic = append(d.OnPublic, func(_ context.Context, _ *store.Tx, id StoryID) error {
			heard = append(heard, id)
			return nil
		})
		one, two, three := out(t, d, "Bài một"), out(t, d, "Bài hai"), out(t, d, "Bài ba")
		to := topic(t, d, "II.5.b")
		_, err := d.Propose(t.Context(), son, Proposal{What: MassTheme, Theme: to}, []StoryID{one})
		refused(t, "a reporter proposes", err, refuse.NotAllowed)
		id, err := d.Propose(t.Context(), thao, Proposal{What: MassTheme, Theme: to}, []StoryID{one, two})
		must(t, err)
		refused(t, "the proposer does it", d.Enact(t.Context(), thao, id), refuse.NotAllowed)
		refused(t, "a clerk does it", d.Enact(t.Context(), yen, id), refuse.NotAllowed)
		if s := loaded(t, d, one); s.Theme == to.Key {
			t.Error("changed before anybody approved")
		}
		heard = nil
		must(t, d.Enact(t.Context(), ha, id))
		refused(t, "twice", d.Enact(t.Context(), ha, id), refuse.Conflict)
		for _, story := range []StoryID{one, two} {
			p := ask(t, d, func(ctx context.Context, tx *store.Tx) (Piece, error) { return Read(ctx, tx, story) })
			told := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Event, error) { return events(ctx, tx, story) })
			if p.Theme.Key != to.Key || len(told) == 0 || !strings.Contains(told[0].Say+told[len(told)-1].Say, "theo đề nghị 1 của "+thao.Name) {
				t.Errorf("story %d: %+v, %+v", story, p.Theme, told)
			}
		}
		if s := loaded(t, d, three); s.Theme == to.Key || len(heard) != 2 {
			t.Errorf("one that was not chosen: %+v; heard %v", s, heard)
		}
	})
}

func TestAProposalIsDoneWholeOrNotAtAll(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		one, two := out(t, d, "Bài một"), out(t, d, "Bài hai")
		id, err := d.Propose(t.Context(), thao, Proposal{What: MassWithdraw, Why: "Thông tin cũ."}, []StoryID{one, two})
		must(t, err, d.Correct(t.Context(), son, two, "Sửa giờ."))
		err = d.Enact(t.Context(), ha, id)
		refused(t, "a story has moved on", err, refuse.Conflict)
		if !strings.Contains(err.Error(), "Bài hai") || loaded(t, d, one).Live == 0 {
			t.Errorf("%v; the other story: %+v", err, loaded(t, d, one))
		}
		_, err = d.Propose(t.Context(), thao, Proposal{What: MassWithdraw, Why: "Thông tin cũ."}, []StoryID{two})
		refused(t, "a story that is being corrected", err, refuse.Invalid)
		must(t, d.TurnDown(t.Context(), thao, id)) // who proposed takes it back
		refused(t, "after it was taken back", d.Enact(t.Context(), ha, id), refuse.Conflict)
		id, err = d.Propose(t.Context(), thao, Proposal{What: MassWithdraw, Why: "Thông tin cũ"}, []StoryID{one})
		must(t, err, d.Enact(t.Context(), ha, id))
		if p := ask(t, d, func(ctx context.Context, tx *store.Tx) (Piece, error) { return Read(ctx, tx, one) }); !p.Gone || len(p.Notes) != 1 {
			t.Errorf("withdrawn: %+v", p)
		}
	})
}

func TestOneLinkIsReplacedWhereverItStands(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		d.Judge = func(_ context.Context, _ *store.Tx, hrefs []string) (out []Outlink, err error) {
			for _, h := range hrefs {
				if strings.Contains(h, "vay.example") {
					out = append(out, Outlink{Href: h, Bar: "Tên miền chưa được phép."})
				}
			}
			return out, nil
		}
		const old, new = "https://mic.gov.vn/a", "https://mst.gov.vn/a"
		with := func(title, body string) StoryID {
			words := text(t, d, title)
			words.Body += "\n\n" + body
			id, err := d.Begin(t.Context(), son, Article, words)
			must(t, err, d.Submit(t.Context(), son, id, Submission{}), d.Approve(t.Context(), ha, id), d.Publish(t.Context(), thao, id, time.Time{}, time.Time{}))
			return id
		}
		one, other := with("Bài một", "Xem [bộ]("+old+") và [bộ]("+old+")."), with("Bài hai", "Xem [bộ]("+old+"/khac).")
		_, err := d.Propose(t.Context(), thao, Proposal{What: MassLink, From: old, To: "https://vay.example/"}, nil)
		refused(t, "a host that is not allowed", err, refuse.Invalid)
		_, err = d.Propose(t.Context(), thao, Proposal{What: MassLink, From: new, To: old}, nil)
		refused(t, "a link that stands nowhere", err, refuse.Invalid)
		id, err := d.Propose(t.Context(), lan, Proposal{What: MassLink, From: old, To: new}, nil)
		must(t, err, d.Enact(t.Context(), ha, id))
		for story, want := range map[StoryID]string{one: new, other: old + "/khac"} {
			p := ask(t, d, func(ctx context.Context, tx *store.Tx) (Piece, error) { return Read(ctx, tx, story) })
			if got := strings.Join(p.Outside(), " "); got != want {
				t.Errorf("story %d leads to %s", story, got)
			}
		}
	})
}

func TestProposalScreens(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		out(t, d, "Bài một")
		people := map[string]org.Actor{"thao": thao, "ha": ha, "yen": yen}
		webtest.Run(t, site(d, org.Actor{}), func(name string, _ http.Handler) http.Handler { return site(d, people[name]) }, "testdata/proposal.script")
	})
}
