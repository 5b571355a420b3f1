package newsroom

import (
	"context"
	"testing"
	"time"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

func TestWhoeverHasAStoryOpenIsSeenByTheOthersAndByNobodyAMinuteLater(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, c := opened(t, db)
		other := &Desk{DB: db, Now: c.now} // on another server
		id, err := d.Begin(t.Context(), son, Brief, Text{Title: "Bài một"})
		must(t, err)
		sees := func(a org.Actor, desk *Desk, want string) {
			t.Helper()
			found, err := desk.Attend(t.Context(), a, id, a.Person == son.Person)
			must(t, err)
			if got := sayPresent(found); got != want {
				t.Errorf("%s sees %q, not %q", a.Name, got, want)
			}
		}
		sees(son, d, "")
		sees(thao, other, "Cùng mở bài này: Hoàng Văn Sơn (ở trang viết).")
		sees(son, d, "Cùng mở bài này: Lê Phương Thảo (đang xem).")
		sees(lan, d, "Cùng mở bài này: Hoàng Văn Sơn (ở trang viết), Lê Phương Thảo (đang xem).")
		must(t, other.Leave(t.Context(), thao, id))
		sees(son, d, "Cùng mở bài này: Nguyễn Thị Lan (đang xem).")
		c.at = c.at.Add(time.Minute)
		sees(thao, other, "")
		refused(t, "a clerk, of a draft", func() error { _, err := d.Attend(t.Context(), yen, id, false); return err }(), refuse.NotFound)
		refused(t, "nobody", d.Leave(t.Context(), org.Actor{Place: ward}, id), refuse.NotSignedIn)
		before := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Event, error) { return events(ctx, tx, id) })
		if len(before) != 1 {
			t.Errorf("the history keeps who looked: %v", before)
		}
	})
}
