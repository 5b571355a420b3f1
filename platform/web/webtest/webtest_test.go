package webtest

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// town answers what it is asked, remembers a visitor by cookie, and takes files.
func town() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		who := "khách"
		if c, err := r.Cookie("who"); err == nil {
			who = c.Value
		}
		fmt.Fprintf(w, `<main><h1>Xin chào <b>%s</b></h1><style>.x{}</style><p>Một&nbsp;trang
			giấy</p><input value="đã gõ"><a class="x" href="/next?a=1">Trang sau</a></main>`, who)
	})
	mux.HandleFunc("POST /in", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "who", Value: r.FormValue("name"), Path: "/"})
		http.Redirect(w, r, "/", http.StatusSeeOther)
	})
	mux.HandleFunc("POST /file", func(w http.ResponseWriter, r *http.Request) {
		f, head, err := r.FormFile("paper")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		b, err := io.ReadAll(f)
		fmt.Fprint(w, head.Filename, " ", string(b), " ", r.FormValue("title"), err)
	})
	return mux
}

func play(t *testing.T, script string) []string {
	t.Helper()
	w := &Walk{Site: town()}
	var wrong []string
	for _, line := range strings.Split(script, "\n") {
		if err := w.step(strings.TrimSpace(line)); err != nil {
			wrong = append(wrong, line)
		}
	}
	return wrong
}

func TestAScriptThatIsTruePasses(t *testing.T) {
	paper := filepath.Join(t.TempDir(), "kh.txt")
	if err := os.WriteFile(paper, []byte("KẾ HOẠCH"), 0o600); err != nil {
		t.Fatal(err)
	}
	script := `GET /
code 200
code OK
sees Xin chào khách once
sees Một trang giấy
sees đã gõ
header Set-Cookie
follow Trang sau
as lan
POST /in name=Lan Anh
code See Other
follow
sees Xin chào Lan Anh
as nobody
GET /
sees Xin chào khách
POST /file paper=@` + paper + `&title=Số 15
sees kh.txt KẾ HOẠCH Số 15`
	if wrong := play(t, script); len(wrong) > 0 {
		t.Errorf("these lines fail: %q", wrong)
	}
}

func TestAScriptThatIsFalseFails(t *testing.T) {
	for _, line := range []string{"code 404", "sees Xin chào Lan", "sees a once", "lacks Xin chào", "source nothing", "header X-None some", "follow", "follow Trang trước", "sess Xin", "POST /file paper=@/none"} {
		if wrong := play(t, "GET /\n"+line); len(wrong) != 1 {
			t.Errorf("%q passes", line)
		}
	}
}
