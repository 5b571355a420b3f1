package newsroom

import (
	"context"
	"strings"
	"testing"
	"time"

	"loa/measure"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

// shared is how many exemplars are told of, out of how many, by the ward's target.
func shared(t testing.TB, d *Desk) [2]int64 {
	t.Helper()
	_ = kept(t, d) // what is counted is what the newsroom has
	return ask(t, d, func(ctx context.Context, tx *store.Tx) (n [2]int64, err error) {
		rs, err := measure.Values(ctx, tx, 1, measure.Window{Span: measurable}, "2025-08-31")
		for _, r := range rs {
			if r.Rule.Formula != nil && r.Rule.Formula.Population.List == measure.Exemplars {
				n = [2]int64{r.Value.Verified, r.Value.Of}
			}
		}
		return n, err
	})
}

func TestAnExemplarCountsAsToldWhenAPublicStoryTellsOfIt(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		_, err := d.AddExemplar(t.Context(), son, Exemplar{Name: "Chợ số", Sort: AModel, Criteria: "Tám trên mười quầy."})
		refused(t, "enter as a reporter", err, refuse.NotAllowed)
		_, err = d.AddExemplar(t.Context(), lan, Exemplar{Name: "Chợ số", Sort: AModel})
		refused(t, "enter without saying why", err, refuse.Invalid)
		shy, err := d.AddExemplar(t.Context(), lan, Exemplar{Name: "Chợ số", Sort: AModel, Criteria: "Tám trên mười quầy."})
		must(t, err)
		_, err = d.AddExemplar(t.Context(), lan, Exemplar{Name: "Chợ Số", Sort: AModel, Criteria: "Lần nữa."})
		refused(t, "enter twice", err, refuse.Invalid)
		id := begun(t, d, "Một buổi chợ")
		must(t, d.SetExemplars(t.Context(), son, id, []ExemplarID{shy}))
		if no := refuse.Of(d.Submit(t.Context(), son, id, Submission{})); !strings.Contains(no.Say, "đồng ý") {
			t.Errorf("a story of somebody who did not agree: %+v", no)
		}
		must(t, d.EditExemplar(t.Context(), lan, shy, Exemplar{Sort: AModel, Criteria: "Tám trên mười quầy.", Consent: "Ban quản lý ký", ConsentOn: "2025-08-01"}))
		if got := shared(t, d); got != [2]int64{0, 1} {
			t.Errorf("before it is told of: %v", got)
		}
		must(t, d.Submit(t.Context(), son, id, Submission{}), d.Approve(t.Context(), ha, id), d.Publish(t.Context(), thao, id, time.Time{}, time.Time{}))
		if got := shared(t, d); got != [2]int64{1, 1} {
			t.Errorf("told of: %v", got)
		}
		must(t, d.SetExemplars(t.Context(), son, id, nil))
		if got := shared(t, d); got != [2]int64{0, 1} {
			t.Errorf("the story tells of it no more: %v", got)
		}
		must(t, d.SetExemplars(t.Context(), son, id, []ExemplarID{shy}), d.EndExemplar(t.Context(), lan, shy, "chợ đóng cửa"))
		if all := ask(t, d, Examples); len(all) != 0 {
			t.Errorf("the public still reads of %+v", all)
		}
		refused(t, "edit what has ended", d.EndExemplar(t.Context(), lan, shy, "nữa"), refuse.Conflict)
	})
}

func TestAnExemplarIsLookedAtAgain(t *testing.T) {
	d, c := opened(t, storetest.Open(t, schemas...))
	id, err := d.AddExemplar(t.Context(), lan, Exemplar{Name: "Chợ số", Sort: AModel, Criteria: "Tám trên mười quầy."})
	must(t, err, d.TellOf(t.Context(), lan, id, Telling{Channel: "press", On: "2025-08-01", Proof: "Báo số 12"}))
	refused(t, "told on no channel", d.TellOf(t.Context(), lan, id, Telling{Channel: "dove", On: "2025-08-01", Proof: "x"}), refuse.Invalid)
	cards := func() []Waiting {
		return ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Waiting, error) { return d.Waiting(ctx, tx, lan) })
	}
	if got := cards(); len(got) != 0 {
		t.Errorf("at first: %+v", got)
	}
	c.at = c.at.Add(200 * 24 * time.Hour)
	if got := cards(); len(got) != 1 || !strings.Contains(got[0].Text, "Xem lại điển hình «Chợ số»") {
		t.Errorf("after half a year: %+v", got)
	}
}

func TestTheEditorSeesWhichThemesNobodyToldOf(t *testing.T) {
	d, _ := opened(t, storetest.Open(t, schemas...))
	cards := func() string {
		for _, w := range ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Waiting, error) { return d.Waiting(ctx, tx, thao) }) {
			if w.Href == "/newsroom/themes" {
				return w.Text + " " + w.Detail
			}
		}
		return ""
	}
	before := cards()
	out(t, d, "Thể chế số là gì")
	if after := cards(); !strings.Contains(before, "II.5.a,") || strings.Contains(after, "II.5.a,") || !strings.Contains(after, "II.5.b,") {
		t.Errorf("before: %s\nafter: %s", before, after)
	}
}

func TestAQuotaIsCountedAgainst(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		refused(t, "set as a reporter", d.SetQuota(t.Context(), son, quota{"person", 1}, 4), refuse.NotAllowed)
		must(t, d.SetQuota(t.Context(), thao, quota{"person", 1}, 4), d.SetQuota(t.Context(), thao, quota{"person", 2}, 2), d.SetQuota(t.Context(), thao, quota{"person", 2}, 0))
		out(t, d, "Bài của Sơn")
		got := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]writer, error) {
			q, err := quotasOf(ctx, tx)
			if err != nil || len(q) != 1 || q.ofPerson(1) != 4 {
				t.Errorf("%v %v", q, err)
			}
			return writersOf(ctx, tx, measurable, q)
		})
		if len(got) != 1 || got[0].Month != 1 || got[0].All != 1 {
			t.Errorf("%+v", got)
		}
	})
}
