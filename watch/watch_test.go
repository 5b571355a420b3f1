package watch

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"loa/alert"
	"loa/org"
	"loa/platform/audit"
	"loa/platform/blob"
	"loa/platform/job"
	"loa/platform/mail"
	"loa/platform/mail/mailtest"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
	"loa/platform/web/webtest"
)

const ward = store.Place("11446")

var (
	schemas = []store.Schema{audit.Schema, org.Schema, mail.Schema, alert.Schema, Schema}
	noon    = time.Date(2025, 10, 10, 12, 0, 0, 0, org.Hanoi)
	ha      = org.Actor{Place: ward, Person: 2, Name: "Vũ Thu Hà", Posts: []org.Post{org.ViceChair}, Held: []org.Held{{Post: org.ViceChair}}}
	son     = org.Actor{Place: ward, Person: 3, Name: "Hoàng Văn Sơn", Posts: []org.Post{org.Reporter}}
	thao    = org.Actor{Place: ward, Person: 4, Name: "Lê Phương Thảo", Posts: []org.Post{org.EditorHead}}
)

// A site is a watch over the alerts of a ward, and a file that one of them shows.
type site struct {
	*Desk
	alerts *alert.Desk
	at     time.Time
	form   int
	file   blob.Hash
}

func open(t *testing.T, db *store.DB) *site {
	t.Helper()
	if err := job.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	files, err := blob.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := &site{at: noon, form: 1}
	now := func() time.Time { return s.at }
	if s.file, _, err = files.Put(t.Context(), strings.NewReader("ảnh"), 100); err != nil {
		t.Fatal(err)
	}
	s.Desk = &Desk{DB: db, Now: now, Blobs: files, Mail: &mail.Desk{DB: db, Now: now}}
	s.Desk.Pages = []func(context.Context, *store.Tx) ([]Page, error){s.pagesOfAlerts}
	s.alerts = &alert.Desk{DB: db, Now: now, OnChange: []func(context.Context, *store.Tx, alert.Alert) error{func(ctx context.Context, tx *store.Tx, _ alert.Alert) error {
		all, err := s.pagesOfAlerts(ctx, tx)
		for _, p := range all {
			if err := Seal(ctx, tx, p, s.at); err != nil {
				return err
			}
		}
		return err
	}}}
	return s
}

func (s *site) pagesOfAlerts(ctx context.Context, tx *store.Tx) (out []Page, err error) {
	all, err := alert.All(ctx, tx)
	for _, a := range all {
		hash, err := HashOf(s.form, []any{a.Body, a.DownAt.UnixMilli()})
		if err != nil {
			return nil, err
		}
		out = append(out, Page{Thing: a.ID.Ref(), Title: a.Body, Href: "/", Hash: hash, Files: []blob.Hash{s.file}})
	}
	return out, err
}

func (s *site) write(t *testing.T, body string) alert.ID {
	t.Helper()
	id, err := s.alerts.Write(t.Context(), ha, alert.Alert{Severity: alert.Info, Body: body, Until: s.at.Add(time.Hour)}, true)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// round is what a round finds anew, a minute later.
func (s *site) round(t *testing.T) string {
	t.Helper()
	s.at = s.at.Add(time.Minute)
	fresh, err := s.Round(t.Context(), ward)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range fresh {
		out = append(out, string(f.What)+" "+f.Thing)
	}
	return strings.Join(out, ", ")
}

// by changes the database as somebody who is not this program.
func (s *site) by(t *testing.T, query string) {
	t.Helper()
	if pool := s.DB.Raw().Pool; pool != nil {
		if _, err := pool.Exec(t.Context(), query); err != nil {
			t.Fatal(err)
		}
		return
	}
	if _, err := s.DB.Raw().Write.ExecContext(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}

func (s *site) waiting(t *testing.T, a org.Actor) (out []string) {
	t.Helper()
	err := s.DB.Read(t.Context(), ward, func(tx *store.Tx) error {
		all, err := s.Waiting(t.Context(), tx, a)
		for _, w := range all {
			out = append(out, w.Text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAChangeThatNoVerbMadeIsFoundInTheNextRound(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		s := open(t, db)
		s.write(t, "Mất điện.")
		want := func(what, want string) {
			t.Helper()
			if got := s.round(t); got != want {
				t.Errorf("%s: found %q, want %q", what, got, want)
			}
		}
		want("the first round", "")
		id := s.write(t, "Tiêm vắc xin.")
		if err := s.alerts.Lower(t.Context(), ha, id); err != nil {
			t.Fatal(err)
		}
		want("after verbs", "")
		s.by(t, `UPDATE alert_alert SET body = 'Vay tiền nhanh.' WHERE id = 1`)
		want("a row was changed", "changed alerts/1")
		want("the same a minute later", "")
		if got := s.waiting(t, thao); len(got) != 1 || got[0] != "Nội dung khác với bản đã đăng: «Mất điện.»." {
			t.Errorf("on the day: %q", got)
		}
		if got := s.waiting(t, son); len(got) > 0 {
			t.Errorf("on the day of a reporter: %q", got)
		}
		s.by(t, `UPDATE alert_alert SET body = 'Mất điện.' WHERE id = 1`)
		want("put back", "")
		if got := s.waiting(t, thao); len(got) > 0 {
			t.Errorf("on the day after it was put back: %q", got)
		}
		s.by(t, `UPDATE alert_alert SET id = 7 WHERE id = 2`)
		want("a row was moved", "appeared alerts/7, vanished alerts/2")
	})
}

func TestSomebodyAcceptsWhatStandsThere(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		s := open(t, db)
		s.write(t, "Mất điện.")
		s.round(t)
		s.by(t, `UPDATE alert_alert SET body = 'Mất điện đến 17 giờ.'`)
		s.round(t)
		refused(t, s.Accept(t.Context(), son, 1, "Tôi sửa."), refuse.NotAllowed)
		refused(t, s.Accept(t.Context(), thao, 1, "Tôi sửa."), refuse.NotAllowed)
		refused(t, s.Accept(t.Context(), ha, 1, " "), refuse.Invalid)
		refused(t, s.Accept(t.Context(), ha, 9, "Đúng."), refuse.NotFound)
		if err := s.Accept(t.Context(), ha, 1, "Quản trị sửa giờ trong cơ sở dữ liệu."); err != nil {
			t.Fatal(err)
		}
		if got := s.round(t); got != "" || len(s.waiting(t, ha)) > 0 {
			t.Errorf("accepted, and found again: %q", got)
		}
		refused(t, s.Accept(t.Context(), ha, 1, "Lần nữa."), refuse.Conflict)
		s.by(t, `DELETE FROM alert_alert`)
		if got := s.round(t); got != "vanished alerts/1" {
			t.Errorf("found %q", got)
		}
		if err := s.Accept(t.Context(), ha, 2, "Bỏ có chủ ý."); err != nil {
			t.Fatal(err)
		}
		if got := s.round(t); got != "" {
			t.Errorf("a page that was given up is found again: %q", got)
		}
	})
}

func TestADamagedFileIsFoundWithinFourMinutes(t *testing.T) {
	s := open(t, storetest.Open(t, schemas...))
	s.write(t, "Có ảnh.")
	s.round(t)
	if err := s.Blobs.Delete(t.Context(), s.file); err != nil {
		t.Fatal(err)
	}
	got := ""
	for range shares {
		got += s.round(t)
	}
	if got != "damaged alerts/1" {
		t.Errorf("found %q", got)
	}
	refused(t, s.Accept(t.Context(), ha, 1, "Kệ."), refuse.Conflict)
	if _, _, err := s.Blobs.Put(t.Context(), strings.NewReader("ảnh"), 100); err != nil {
		t.Fatal(err)
	}
	for range shares {
		s.round(t)
	}
	if got := s.waiting(t, ha); len(got) > 0 {
		t.Errorf("mended, and still on the day: %q", got)
	}
}

func TestANewFormOfTheProgramIsNoAlarm(t *testing.T) {
	s := open(t, storetest.Open(t, schemas...))
	s.write(t, "Mất điện.")
	s.round(t)
	s.form = 2
	if got := s.round(t); got != "" {
		t.Errorf("found %q", got)
	}
	s.by(t, `UPDATE alert_alert SET body = 'Khác.'`)
	if got := s.round(t); got != "changed alerts/1" {
		t.Errorf("after the new form found %q", got)
	}
}

func TestAWatchThatStandsStillIsTold(t *testing.T) {
	s := open(t, storetest.Open(t, schemas...))
	operator := org.Actor{Place: ward, Person: 1, Posts: []org.Post{org.Operator}}
	if got := s.waiting(t, operator); len(got) > 0 {
		t.Errorf("before it began: %q", got)
	}
	s.round(t)
	if s.at = s.at.Add(tooLong + time.Second); len(s.waiting(t, operator)) != 1 {
		t.Error("it stands still and nobody is told")
	}
}

func TestThoseWhoAnswerForTheSiteGetALetter(t *testing.T) {
	db := storetest.Open(t, schemas...)
	s := open(t, db)
	server := mailtest.Start(t, false)
	s.Mail.Roots = server.Roots
	register := &org.Desk{DB: db, Now: s.Now}
	err := db.Write(t.Context(), ward, func(tx *store.Tx) error {
		if err := tx.Enroll(t.Context(), ""); err != nil {
			return err
		}
		if err := register.Found(t.Context(), tx, []org.Place{{Code: ward, Kind: org.Ward, Name: "Phường Phù Liễn"}}, nil); err != nil {
			return err
		}
		_, err := register.Begin(t.Context(), tx, org.Person{Name: "Đỗ Anh Tuấn", Email: "tuan@phulien.example.vn", Purpose: "quản trị"}, "Văn phòng", "")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Mail.Save(t.Context(), ward, 1, mail.Settings{Host: "localhost", Port: server.Port, Security: mail.StartTLS, Login: mailtest.Login, Secret: mailtest.Secret,
		Sender: "loa@phulien.example.vn", Site: "https://phulien.example.vn"}); err != nil {
		t.Fatal(err)
	}
	s.write(t, "Mất điện.")
	s.round(t)
	s.by(t, `UPDATE alert_alert SET body = 'Vay tiền nhanh.'`)
	s.round(t)
	if err := s.Post(t.Context(), ward, LetterKey{Person: 1, Finding: 1, Count: 1}); err != nil {
		t.Fatal(err)
	}
	taken := server.Taken()
	if len(taken) != 1 {
		t.Fatalf("%d letters", len(taken))
	}
	asked := 0
	s.DB.Raw().Write.QueryRowContext(t.Context(), `SELECT count(*) FROM river_job WHERE kind = 'watch_letter'`).Scan(&asked)
	if asked != 1 {
		t.Errorf("%d letters asked for", asked)
	}
}

func refused(t *testing.T, err error, kind refuse.Kind) {
	t.Helper()
	if err == nil || refuse.Of(err).Kind != kind {
		t.Errorf("got %v, want a refusal of kind %v", err, kind)
	}
}

func TestScreens(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		s := open(t, db)
		s.write(t, "Mất điện.")
		s.round(t)
		s.by(t, `UPDATE alert_alert SET body = 'Vay tiền nhanh.'`)
		s.round(t)
		people := map[string]org.Actor{"son": son, "ha": ha, "thao": thao, "tuan": {Place: ward, Person: 1, Name: "Đỗ Anh Tuấn", Posts: []org.Post{org.Operator}}}
		mux := http.NewServeMux()
		web.Mount(mux, slog.New(slog.DiscardHandler), s.Routes())
		webtest.Run(t, mux, func(name string, h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				h.ServeHTTP(w, r.WithContext(web.WithPlace(org.WithActor(r.Context(), people[name]), ward)))
			})
		}, "testdata/screens.script")
	})
}
