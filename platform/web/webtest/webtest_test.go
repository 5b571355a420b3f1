package webtest

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
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
	mux.HandleFunc("GET /form", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `<main><a href="/form" aria-label="Sửa đoạn đầu">Sửa</a>
			<form><input name="q"><button>Tìm</button></form>
			<form method="post" action="/say" id="say"><input type="hidden" name="saw" value="7"><input name="title" value="Số 1" required>
			<select name="unit"><option value="">Chọn</option><option value="3">Phòng Văn hóa</option></select>
			<label><input type="checkbox" name="seen" checked>Đã xem</label><input type="radio" name="way" value="a"><input type="radio" name="way" value="b" checked>
			<textarea name="note">
đã gõ</textarea><input name="off" value="không gửi" disabled><button>Lưu <kbd>Enter</kbd></button><button name="act" value="drop">Bỏ</button></form>
			<input form="say" name="more" value="ngoài"></main>`)
	})
	mux.HandleFunc("POST /say", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("title") == "sai" {
			http.Error(w, "Hãy ghi lại.", http.StatusUnprocessableEntity)
			return
		}
		http.Redirect(w, r, "/said?said="+url.QueryEscape(r.PostForm.Encode()), http.StatusSeeOther)
	})
	mux.HandleFunc("GET /said", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.FormValue("said")) })
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
sees kh.txt KẾ HOẠCH Số 15
GET /form
press Lưu
sees more=ngo%C3%A0i&note=%C4%91%C3%A3+g%C3%B5&saw=7&seen=on&title=S%E1%BB%91+1&unit=&way=b once
GET /form
press Bỏ : title=2&unit=Phòng Văn hóa&way=a&seen=&note=
sees act=drop&more=ngo%C3%A0i&note=&saw=7&title=2&unit=3&way=a
GET /form
press Tìm : q=giấy
repeat 2 press Tìm
try Lưu : title=sai
sees Hãy ghi lại.
GET /form
follow Sửa đoạn đầu`
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
	for _, line := range []string{"press Xóa", "press Lưu : title=sai", "press Lưu : title=", "press Lưu : saw=8", "press Lưu : unit=Phòng khác", "press Lưu : off=1", "press Tìm : title=1", "try Lưu", "repeat 2 press Lưu", "repeat press Lưu"} {
		if wrong := play(t, "GET /form\n"+line); len(wrong) != 1 {
			t.Errorf("%q passes", line)
		}
	}
}
