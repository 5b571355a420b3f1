package portal

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"loa/newsroom"
	"loa/org"
	"loa/plan"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web/webtest"
)

var (
	reporter = org.Actor{Place: phuLien, Person: 2, Name: "Hoàng Văn Sơn", Posts: []org.Post{org.Reporter}}
	editor   = org.Actor{Place: phuLien, Person: 3, Name: "Lê Phương Thảo", Posts: []org.Post{org.EditorHead}}
)

// told publishes a story in the theme at an address.
func told(t testing.TB, d *newsroom.Desk, at plan.Address, text newsroom.Text) newsroom.StoryID {
	t.Helper()
	err := d.DB.Read(t.Context(), phuLien, func(tx *store.Tx) error {
		topics, err := newsroom.Topics(t.Context(), tx)
		for _, topic := range topics {
			if topic.Address == at {
				text.Theme = topic.Theme
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return toldAs(t, d, newsroom.Article, text)
}

// toldAs publishes a story of a kind.
func toldAs(t testing.TB, d *newsroom.Desk, kind newsroom.Kind, text newsroom.Text) newsroom.StoryID {
	t.Helper()
	id, err := d.Begin(t.Context(), reporter, kind, text)
	if err != nil {
		t.Fatal(err)
	}
	for _, do := range []error{
		d.Submit(t.Context(), reporter, id, newsroom.Submission{}), d.Approve(t.Context(), editor, id), d.Publish(t.Context(), editor, id, time.Time{}, time.Time{}),
	} {
		if do != nil {
			t.Fatal(do)
		}
	}
	return id
}

// newsStand is the site of the ward with three stories: one on schools' networks, one corrected, one withdrawn.
func newsStand(t testing.TB, db *store.DB) (http.Handler, *newsroom.Desk) {
	t.Helper()
	h := ward(t, db, true)
	d := &newsroom.Desk{DB: db, Now: func() time.Time { return autumn }}
	told(t, d, "II.5.b", newsroom.Text{Title: "Sóng yếu thì báo ở đâu", Summary: "Gọi tổng đài, nói rõ địa chỉ.", Body: "## Tự kiểm tra\n\n- Tắt rồi bật lại.\n- Ra ngoài sân <b>thử</b>.\n\nXem [cổng](https://dichvucong.gov.vn)."})
	second := told(t, d, "II.4", newsroom.Text{Title: "Ngày 10/10", Body: "Cả nước làm một việc số."})
	third := told(t, d, "II.4", newsroom.Text{Title: "Tin không đúng", Body: "Đang hỏi lại."})
	for _, do := range []error{d.Correct(t.Context(), reporter, second, "Sửa giờ bắt đầu."), d.Withdraw(t.Context(), editor, third, "Số liệu chưa đúng.")} {
		if do != nil {
			t.Fatal(do)
		}
	}
	return h, d
}

func TestReadersReadTheColumn(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		h, _ := newsStand(t, db)
		webtest.Run(t, h, nil, "testdata/news/news.script")
	})
}

func ask(t testing.TB, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
	return rec
}

func TestTheFeedsAreWhatTheyClaimToBe(t *testing.T) {
	h, _ := newsStand(t, storetest.Open(t, schemas...))
	var rss struct {
		Items []struct {
			Title string `xml:"title"`
			Link  string `xml:"link"`
		} `xml:"channel>item"`
	}
	if err := xml.Unmarshal(ask(t, h, "/tin/rss.xml").Body.Bytes(), &rss); err != nil || len(rss.Items) != 2 || !strings.HasPrefix(rss.Items[0].Link, "https://phulien.example/tin/") {
		t.Errorf("RSS: %v %+v", err, rss)
	}
	var atom struct {
		Entries []struct {
			Title string `xml:"title"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(ask(t, h, "/tin/atom.xml").Body.Bytes(), &atom); err != nil || len(atom.Entries) != 2 {
		t.Errorf("Atom: %v %+v", err, atom)
	}
	var feed struct {
		Version string                   `json:"version"`
		Items   []struct{ Title string } `json:"items"`
	}
	if err := json.Unmarshal(ask(t, h, "/tin/feed.json").Body.Bytes(), &feed); err != nil || len(feed.Items) != 2 || !strings.HasPrefix(feed.Version, "https://jsonfeed.org/version/") {
		t.Errorf("JSON: %v %+v", err, feed)
	}
}

func TestAStoryOnAThemeIsInItsFeedAlone(t *testing.T) {
	db := storetest.Open(t, schemas...)
	h, _ := newsStand(t, db)
	keys := map[plan.Address]string{}
	err := db.Read(t.Context(), phuLien, func(tx *store.Tx) error {
		topics, err := newsroom.Topics(t.Context(), tx)
		for _, topic := range topics {
			keys[topic.Address] = shelfHref(topic.Key)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, query, _ := strings.Cut(keys["II.5"], "?") // the theme above the one that the story is on
	body := ask(t, h, "/tin/rss.xml?"+query).Body.String()
	if !strings.Contains(body, "Sóng yếu") || strings.Contains(body, "Ngày 10/10") {
		t.Errorf("the feed of the theme:\n%s", body)
	}
	if rec := ask(t, h, "/tin/rss.xml?noi-dung=999999"); rec.Code != http.StatusNotFound {
		t.Errorf("a theme that is not there is answered %d", rec.Code)
	}
}

// A guide is a numbered way through a thing, with a code on paper that leads back to the page.
func TestAGuideLeadsStepByStepAndBackFromPaper(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		h, d := newsStand(t, db)
		if body := ask(t, h, guidesPath).Body.String(); !strings.Contains(body, "Chưa có hướng dẫn nào") {
			t.Error("the list of guides says nothing where there are none")
		}
		var theme newsroom.Theme
		err := db.Read(t.Context(), phuLien, func(tx *store.Tx) error {
			topics, err := newsroom.Topics(t.Context(), tx)
			theme = topics[0].Theme
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		id := toldAs(t, d, newsroom.Guide, newsroom.Text{Title: "Cài VNeID", Theme: theme, Body: "## Cần chuẩn bị\n\n- Thẻ căn cước.\n\n## Các bước\n\n1. Mở kho ứng dụng.\n2. Tìm VNeID.\n\n## Hỏi ở đâu\n\nCông an phường."})
		list := ask(t, h, guidesPath).Body.String()
		if !strings.Contains(list, "Cài VNeID") || !strings.Contains(list, "2 bước") || strings.Contains(list, "Ngày 10/10") {
			t.Errorf("the list of guides:\n%s", list)
		}
		page := ask(t, h, newsroom.Piece{ID: id, Title: "Cài VNeID"}.Href()).Body.String()
		for _, want := range []string{`class="story guide"`, `src="data:image/png;base64,`, "https://phulien.example/tin/" + id.String() + "</strong>"} {
			if !strings.Contains(page, want) {
				t.Errorf("the guide does not show %s", want)
			}
		}
		if home := ask(t, h, "/").Body.String(); !strings.Contains(home, "Hướng dẫn từng bước") {
			t.Error("the first page does not lead to the guides")
		}
	})
}
