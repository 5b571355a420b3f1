package newsroom

import (
	"io"
	"mime/quotedprintable"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"loa/org"
	"loa/platform/mail"
	"loa/platform/mail/mailtest"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

const haAddress = "thuha@phulien.example.vn"

var secretIn = regexp.MustCompile(`/duyet/([\w-]+)`)

// sendToHa presses «Gửi» on the writer's form: the page that follows, and the secret of the link on it.
func sendToHa(t *testing.T, d *Desk, id StoryID) (page, secret string) {
	t.Helper()
	form := url.Values{"approver": {strconv.FormatInt(int64(ha.Person), 10)}}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/"+id.Ref()+"/send", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	rec := httptest.NewRecorder()
	site(d, son).ServeHTTP(rec, r)
	found := secretIn.FindStringSubmatch(rec.Body.String())
	if rec.Code != http.StatusOK || found == nil {
		t.Fatalf("%d: %s", rec.Code, rec.Body)
	}
	return rec.Body.String(), found[1]
}

func TestTheLinkGoesToTheApproverByLetter(t *testing.T) {
	storetest.Each(t, append(slices.Clone(linkSchemas), mail.Schema), func(t *testing.T, db *store.DB) {
		d, c, id := sent(t, db)
		server := mailtest.Start(t, false)
		d.Mail = &mail.Desk{DB: db, Now: c.now, Roots: server.Roots}

		page, _ := sendToHa(t, d, id)
		if strings.Contains(page, "gửi thư") || strings.Contains(page, "gửi được thư") {
			t.Errorf("without a server, the page speaks of a letter: %s", page)
		}
		must(t, d.Mail.Save(t.Context(), ward, 1, mail.Settings{Host: "localhost", Port: server.Port, Security: mail.StartTLS, Login: mailtest.Login, Secret: mailtest.Secret,
			Sender: "cong@phulien.example.vn", Site: "https://phulien.example.vn"}))
		if page, _ = sendToHa(t, d, id); len(server.Taken()) != 0 || strings.Contains(page, "Đã gửi thư") {
			t.Errorf("a letter to somebody without an address: %v", server.Taken())
		}
		must(t, (&org.Desk{DB: db, Now: c.now}).EditPerson(t.Context(), org.Actor{Place: ward, Person: 9, Posts: []org.Post{org.Operator}},
			org.Person{ID: ha.Person, Name: ha.Name, Unit: ha.Unit, Email: haAddress, Purpose: "liên hệ công vụ"}))

		server.Answer(func(string) error { return mailtest.Reply(550, "no such user") })
		page, _ = sendToHa(t, d, id)
		if len(server.Taken()) != 0 || !strings.Contains(page, "Chưa gửi được thư") || !strings.Contains(page, "chép đường dẫn") {
			t.Errorf("the server refused, and the page says %s", page)
		}

		server.Answer(nil)
		page, secret := sendToHa(t, d, id)
		if !strings.Contains(page, "Đã gửi thư") || !strings.Contains(page, haAddress) {
			t.Errorf("the page after sending: %s", page)
		}
		taken := server.Taken()
		if len(taken) != 1 || taken[0].To != haAddress {
			t.Fatalf("taken: %+v", taken)
		}
		said, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(taken[0].Whole)))
		must(t, err)
		inLetter := secretIn.FindStringSubmatch(string(said))
		if inLetter == nil || inLetter[1] != secret {
			t.Fatalf("the letter carries %v, the page %s:\n%s", inLetter, secret, said)
		}
		for _, want := range []string{"Kính gửi " + ha.Name, "«Cài VNeID trên điện thoại»", "hỏi mã xác nhận"} {
			if !strings.Contains(string(said), want) {
				t.Errorf("the letter lacks %q:\n%s", want, said)
			}
		}
		if strings.Contains(string(said), pin) {
			t.Error("the letter carries the code")
		}
		must(t, byPhone(t, d, ward, inLetter[1], Decision{Verb: Approve, Code: pin}))
		if s := loaded(t, d, id); s.State != Approved {
			t.Errorf("%+v", s)
		}
	})
}
