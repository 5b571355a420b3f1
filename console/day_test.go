package console

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"loa/org"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web/webtest"
)

func TestADayIsPartedAndCutToWhatOneCanTakeIn(t *testing.T) {
	h := newHouse(t, storetest.Open(t, schemas...))
	h.settle()
	h.Waiting = append(h.Waiting, func(context.Context, *store.Tx, org.Actor) (cards []Card, err error) {
		for i := range 10 {
			cards = append(cards, Card{Href: "/x", Title: fmt.Sprintf("Việc muộn %d", i), Due: "2025-10-01", IsLate: true})
		}
		return append(cards, Card{Href: "/y", Title: "Sắp tới", Due: "2025-10-08"}, Card{Href: "/z", Title: "Chờ duyệt"}), nil
	})
	b := &browser{h: h}
	b.do("POST", "/sign-in", url.Values{"login": {"lan"}, "password": {good}})
	day := webtest.Text(b.do("GET", "/my-day", nil).Body.String())
	at := -1
	for _, s := range []string{"Có 12 việc", "Quá hạn (10)", "Việc muộn 6", "Xem tất cả 10", "Đang chờ anh/chị (1)", "Chờ duyệt", "Sắp đến hạn (1)", "Sắp tới"} {
		next := strings.Index(day, s)
		if next < at {
			t.Fatalf("%q comes too soon, or not at all, in %s", s, day)
		}
		at = next
	}
	if strings.Contains(day, "Việc muộn 7") {
		t.Error("more is shown than one can take in")
	}
	if all := webtest.Text(b.do("GET", "/my-day?all=late", nil).Body.String()); !strings.Contains(all, "Việc muộn 9") {
		t.Error("the whole is not shown to who asks for it")
	}
}

func TestWhatWasSeenIsNewsNoMore(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		h.settle()
		changed := h.now.Add(-time.Hour)
		h.News = append(h.News, func(_ context.Context, _ *store.Tx, _ org.Actor, since time.Time) ([]News, error) {
			if !changed.After(since) {
				return nil, nil
			}
			return []News{{Href: "/work/7", Title: "Nhiệm vụ bảy", Say: "Đổi hạn.", Who: "Đức", At: changed, Count: 2}}, nil
		})
		b := &browser{h: h}
		b.do("POST", "/sign-in", url.Values{"login": {"lan"}, "password": {good}})
		if day := webtest.Text(b.do("GET", "/my-day", nil).Body.String()); !strings.Contains(day, "Nhiệm vụ bảy") || !strings.Contains(day, "2 thay đổi") {
			t.Fatalf("the news is not there: %s", day)
		}
		seen := func(at time.Time) string {
			b.do("POST", "/my-day/seen", url.Values{"until": {strconv.FormatInt(at.UnixMilli(), 10)}})
			return webtest.Text(b.do("GET", "/my-day", nil).Body.String())
		}
		if day := seen(changed.Add(-time.Minute)); !strings.Contains(day, "Nhiệm vụ bảy") {
			t.Error("what was not on the page counts as seen")
		}
		if day := seen(h.now.Add(24 * time.Hour)); strings.Contains(day, "Nhiệm vụ bảy") {
			t.Error("what was seen is news again")
		}
		changed = h.now.Add(time.Minute)
		if day := seen(h.now); !strings.Contains(day, "Nhiệm vụ bảy") {
			t.Error("who says they saw tomorrow's news misses it")
		}
	})
}
