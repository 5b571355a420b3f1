package digest

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"mime/quotedprintable"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"loa/org"
	"loa/platform/audit"
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

var schemas = []store.Schema{audit.Schema, org.Schema, mail.Schema, Schema}

// A ward has a mail server, a clock that is set by hand, and stories that come out when the test says so.
type wardWithMail struct {
	*Desk
	server  *mailtest.Server
	at      time.Time
	stories []Story
	out     []time.Time
	gone    map[int64]bool
}

func open(t *testing.T, db *store.DB) *wardWithMail {
	t.Helper()
	if err := job.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	w := &wardWithMail{server: mailtest.Start(t, false), gone: map[int64]bool{}}
	now := func() time.Time { return w.at }
	w.set("2025-10-08", "09:00") // a Wednesday
	letters := &mail.Desk{DB: db, Now: now, Roots: w.server.Roots}
	w.Desk = &Desk{DB: db, Now: now, Rand: rand.Reader, Mail: letters,
		Themes: func(context.Context, *store.Tx) ([]Theme, error) {
			return []Theme{{1, "Hạ tầng số"}, {2, "Kỹ năng số"}}, nil
		},
		Since: func(_ context.Context, _ *store.Tx, from time.Time) (out []Story, err error) {
			for i, s := range w.stories {
				if !w.out[i].Before(from) && !w.gone[s.ID] {
					out = append(out, s)
				}
			}
			return out, nil
		},
	}
	if err := db.Write(t.Context(), ward, func(tx *store.Tx) error {
		return (&org.Desk{DB: db, Now: now}).Found(t.Context(), tx, []org.Place{{Code: ward, Kind: org.Ward, Name: "Phường Phù Liễn"}}, nil)
	}); err != nil {
		t.Fatal(err)
	}
	if err := letters.Save(t.Context(), ward, 1, mail.Settings{Host: "localhost", Port: w.server.Port, Security: mail.StartTLS, Login: mailtest.Login, Secret: mailtest.Secret,
		Sender: "bantin@phulien.example.vn", Site: "https://phulien.example.vn"}); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *wardWithMail) set(day, hour string) {
	at, err := time.ParseInLocation("2006-01-02 15:04", day+" "+hour, org.Hanoi)
	if err != nil {
		panic(err)
	}
	w.at = at
}

// tell lets a story come out now.
func (w *wardWithMail) tell(id, theme int64) {
	w.stories = append(w.stories, Story{ID: id, Title: fmt.Sprintf("Bài số %d", id), Lead: "Tóm tắt.", Href: fmt.Sprintf("/tin/%d", id), Theme: Theme{Key: theme}})
	w.out = append(w.out, w.at)
}

// asked sends the letter with the links to address, if one was asked for.
func (w *wardWithMail) asked(t *testing.T, address string) Reader {
	t.Helper()
	r := w.reader(t, address)
	if err := w.postAsk(t.Context(), ward, askKey{r.ID, r.AskedAt.UnixMilli()}); err != nil {
		t.Fatal(err)
	}
	return r
}

func (w *wardWithMail) reader(t *testing.T, address string) (r Reader) {
	t.Helper()
	err := w.DB.Read(t.Context(), ward, func(tx *store.Tx) (err error) {
		r, err = readerAt(t.Context(), tx, address)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// week makes the issue of now and sends its letters, as the jobs of it do.
func (w *wardWithMail) week(t *testing.T) (failed []error) {
	t.Helper()
	if err := w.Issue(t.Context(), ward, struct{}{}); err != nil {
		t.Fatal(err)
	}
	var all []Reader
	err := w.DB.Read(t.Context(), ward, func(tx *store.Tx) (err error) {
		all, err = readers(t.Context(), tx, ``)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if err := w.Post(t.Context(), ward, LetterKey{r.ID, monday(w.at)}); err != nil {
			failed = append(failed, err)
		}
	}
	return failed
}

var links = regexp.MustCompile(`https://phulien\.example\.vn(/ban-tin/[a-z-]+/)([0-9a-f-]+)`)

// text is a letter as its reader reads it.
func text(t *testing.T, l mailtest.Taken) string {
	t.Helper()
	_, body, _ := strings.Cut(l.Whole, "\r\n\r\n")
	plain, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(body)))
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// linkIn is the token of the first link of a letter that leads to path.
func linkIn(t *testing.T, l mailtest.Taken, path string) string {
	t.Helper()
	for _, m := range links.FindAllStringSubmatch(text(t, l), -1) {
		if m[1] == path {
			return m[2]
		}
	}
	t.Fatalf("no link to %s in\n%s", path, text(t, l))
	return ""
}

// join signs address up and confirms it.
func (w *wardWithMail) join(t *testing.T, address string, themes ...int64) {
	t.Helper()
	if err := w.Ask(t.Context(), ward, address, address, themes); err != nil {
		t.Fatal(err)
	}
	w.asked(t, address)
	taken := w.server.Taken()
	if err := w.Confirm(t.Context(), ward, linkIn(t, taken[len(taken)-1], confirmPath)); err != nil {
		t.Fatal(err)
	}
}

// issuesTo are the issues that went to address.
func (w *wardWithMail) issuesTo(address string) (out []mailtest.Taken) {
	for _, l := range w.server.Taken() {
		if l.To == address && strings.Contains(l.ID, ".2025-") {
			out = append(out, l)
		}
	}
	return out
}

func TestNobodyIsWrittenToWhoDidNotConfirm(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		w := open(t, db)
		if err := w.Ask(t.Context(), ward, "a", "Lan@Thu.example.vn", nil); err != nil {
			t.Fatal(err)
		}
		w.asked(t, "lan@thu.example.vn")
		w.tell(1, 1)
		w.set("2025-10-13", "07:00")
		w.week(t)
		if got := w.issuesTo("lan@thu.example.vn"); len(got) != 0 {
			t.Fatalf("an address that nobody confirmed got %d issues", len(got))
		}
		link := linkIn(t, w.server.Taken()[0], confirmPath)
		for _, wrong := range []string{"", "1", link[:len(link)-1], "2" + link[1:], link + "0"} {
			if no := refuse.Of(w.Confirm(t.Context(), ward, wrong)); no.Kind != refuse.NotFound {
				t.Errorf("link %q: %+v", wrong, no)
			}
		}
		if no := refuse.Of(w.Choose(t.Context(), ward, link, nil)); no.Kind != refuse.NotFound {
			t.Errorf("a link that confirms also keeps: %+v", no)
		}
		w.set("2025-10-15", "09:00") // seven days
		if no := refuse.Of(w.Confirm(t.Context(), ward, link)); no.Kind != refuse.NotFound {
			t.Errorf("confirmed after seven days: %+v", no)
		}
		if err := db.Write(t.Context(), ward, func(tx *store.Tx) error { return w.Sweep(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
		if r := w.reader(t, "lan@thu.example.vn"); r.ID != 0 {
			t.Errorf("kept after seven days: %+v", r)
		}
	})
}

func TestAReaderGetsEachStoryOfTheirThemesOnce(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		w := open(t, db)
		w.join(t, "all@thu.example.vn")
		w.join(t, "skills@thu.example.vn", 2)
		w.tell(1, 1)
		w.tell(2, 1)
		w.gone[2] = true
		for _, hour := range []string{"06:59", "07:00", "08:00", "12:00"} {
			w.set("2025-10-13", hour)
			if failed := w.week(t); failed != nil {
				t.Fatal(failed)
			}
		}
		w.set("2025-10-14", "09:00")
		w.tell(3, 2)
		w.set("2025-10-20", "21:00") // too late for this day
		w.week(t)
		w.set("2025-10-21", "07:00") // a machine that slept on Monday
		w.week(t)
		w.set("2025-10-27", "07:00") // nothing came out
		w.week(t)
		told := func(address string) (out string) {
			for _, l := range w.issuesTo(address) {
				for _, s := range w.stories {
					if strings.Contains(text(t, l), s.Href+"\n") || strings.Contains(text(t, l), s.Href+"\r\n") {
						out += fmt.Sprint(s.ID)
					}
				}
				out += "|"
			}
			return out
		}
		if got := told("all@thu.example.vn"); got != "1|3|" {
			t.Errorf("who chose nothing was told %s", got)
		}
		if got := told("skills@thu.example.vn"); got != "3|" {
			t.Errorf("who chose skills was told %s", got)
		}
	})
}

func TestALetterNeverGoesTwice(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		w := open(t, db)
		w.join(t, "lan@thu.example.vn")
		r := w.reader(t, "lan@thu.example.vn")
		w.tell(1, 1)
		w.set("2025-10-13", "07:00")
		w.server.Answer(func(string) error { return mailtest.Reply(451, "later") })
		if failed := w.week(t); len(failed) != 1 {
			t.Fatal("a letter that was put off is not tried again")
		}
		w.server.Answer(nil)
		k := LetterKey{r.ID, "2025-10-13"}
		if _, err := w.take(t.Context(), ward, k); err != nil { // and here the program dies: the server may have it
			t.Fatal(err)
		}
		for range 3 {
			if err := w.Post(t.Context(), ward, k); err != nil {
				t.Fatal(err)
			}
		}
		if got := w.issuesTo(r.Address); len(got) != 0 {
			t.Errorf("sent again though it may have gone: %d", len(got))
		}
		w.tell(2, 1)
		w.set("2025-10-20", "07:00")
		for range 3 {
			w.week(t)
		}
		if got := w.issuesTo(r.Address); len(got) != 1 || strings.Contains(text(t, got[0]), "Bài số 1") {
			t.Errorf("the week after: %d letters", len(got))
		}
	})
}

func TestAnAddressThatTakesNoLettersIsDeleted(t *testing.T) {
	w := open(t, storetest.Open(t, schemas...))
	w.join(t, "lan@thu.example.vn")
	w.server.Answer(func(string) error { return mailtest.Reply(550, "no such user") })
	for n, day := range []string{"2025-10-13", "2025-10-20", "2025-10-27"} {
		if w.reader(t, "lan@thu.example.vn").ID == 0 {
			t.Fatalf("deleted after %d letters", n)
		}
		w.set(day, "07:00")
		w.tell(int64(n+1), 1)
		w.week(t)
	}
	if r := w.reader(t, "lan@thu.example.vn"); r.ID != 0 {
		t.Errorf("kept: %+v", r)
	}
}

// TestOnePressInAMailProgramStopsTheLetters: RFC 8058, from the headers of a letter, by a program without cookies.
func TestOnePressInAMailProgramStopsTheLetters(t *testing.T) {
	w := open(t, storetest.Open(t, schemas...))
	w.join(t, "lan@thu.example.vn")
	w.tell(1, 1)
	w.set("2025-10-13", "07:00")
	w.week(t)
	got := w.issuesTo("lan@thu.example.vn")
	if len(got) != 1 {
		t.Fatalf("%d letters", len(got))
	}
	head, _, _ := strings.Cut(strings.ReplaceAll(got[0].Whole, "\r\n ", " "), "\r\n\r\n")
	if !strings.Contains(head, "List-Unsubscribe-Post: List-Unsubscribe=One-Click") {
		t.Errorf("no one-click header in\n%s", head)
	}
	stop := regexp.MustCompile(`List-Unsubscribe: *<https://phulien\.example\.vn([^>]+)>`).FindStringSubmatch(head)
	if stop == nil {
		t.Fatalf("no way to stop in\n%s", head)
	}
	h := w.site(t)
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", stop[1], nil)) // a program that looks at links
	if w.reader(t, "lan@thu.example.vn").ID == 0 {
		t.Fatal("looking at the link stops the letters")
	}
	for range 2 {
		ask := httptest.NewRequest("POST", stop[1], strings.NewReader("List-Unsubscribe=One-Click"))
		ask.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, ask)
		if answer.Code != http.StatusSeeOther || len(answer.Result().Cookies()) > 0 {
			t.Errorf("one click is answered %d", answer.Code)
		}
	}
	if r := w.reader(t, "lan@thu.example.vn"); r.ID != 0 {
		t.Errorf("kept: %+v", r)
	}
	var log bytes.Buffer
	err := w.DB.Read(t.Context(), ward, func(tx *store.Tx) error {
		_, err := audit.Export(t.Context(), tx, &log, 0)
		return err
	})
	if err != nil || strings.Contains(log.String(), "thu.example.vn") || !strings.Contains(log.String(), "stop-digest") {
		t.Errorf("%v, the log has\n%s", err, log.String())
	}
}

func TestSigningOthersUpIsSoonOver(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		w := open(t, db)
		letters := 0
		for range 60 * 24 { // each minute for a day, from ever new networks
			before := w.reader(t, "lan@thu.example.vn").AskedAt
			if err := w.Ask(t.Context(), ward, w.at.String(), "lan@thu.example.vn", nil); err != nil {
				t.Fatal(err)
			}
			if !w.reader(t, "lan@thu.example.vn").AskedAt.Equal(before) {
				letters++
			}
			w.at = w.at.Add(time.Minute)
		}
		if letters != mostAsks {
			t.Errorf("an address got %d letters in a day", letters)
		}
		for n := range mostOfNetwork + 1 {
			err := w.Ask(t.Context(), ward, "192.0.2.1", fmt.Sprintf("x%d@thu.example.vn", n), nil)
			if (err == nil) != (n < mostOfNetwork) {
				t.Errorf("the %dth of one network: %v", n+1, err)
			}
		}
		for n := range mostHere {
			err := w.Ask(t.Context(), ward, fmt.Sprint(n), fmt.Sprintf("y%d@thu.example.vn", n), nil)
			if (err == nil) != (n < mostHere-mostOfNetwork) {
				t.Errorf("the %dth of the place: %v", n+1, err)
			}
		}
	})
}

// site is the desk's pages; whoever is at the keyboard is named by their post.
func (w *wardWithMail) site(t *testing.T) http.Handler {
	mux := http.NewServeMux()
	web.Mount(mux, slog.New(slog.DiscardHandler), w.Routes())
	return as("", mux)
}

func as(name string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := web.WithPlace(r.Context(), ward)
		if name != "" {
			ctx = org.WithActor(ctx, org.Actor{Place: ward, Person: 7, Name: name, Posts: []org.Post{org.Post(name)}})
		}
		h.ServeHTTP(w, r.WithContext(ctx))
	})
}

func TestScreens(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		w := open(t, db)
		w.Rand = bytes.NewReader(make([]byte, 32)) // a key that is known, so that the script can have its links
		w.tell(1, 1)
		webtest.Run(t, w.site(t), as, "testdata/screens.script")
	})
}
