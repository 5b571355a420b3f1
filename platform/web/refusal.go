package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"runtime/debug"

	"loa/platform/refuse"
)

// answers is how each kind of no looks from outside.
var answers = map[refuse.Kind]struct {
	status      int
	title, next string
}{
	refuse.Trouble:     {http.StatusInternalServerError, "Hệ thống gặp lỗi", "Hãy thử lại sau ít phút. Nếu vẫn lỗi, xin gửi mã yêu cầu dưới đây cho người quản trị."},
	refuse.Invalid:     {http.StatusUnprocessableEntity, "Chưa nhận được", "Quay lại trang trước, sửa theo câu trên rồi gửi lại."},
	refuse.NotSignedIn: {http.StatusUnauthorized, "Cần đăng nhập", "Đăng nhập rồi quay lại trang này."},
	refuse.NotAllowed:  {http.StatusForbidden, "Không vào được mục này", "Nếu công việc cần đến mục này, xin báo người quản trị xem lại chức vụ đã ghi."},
	refuse.NotFound:    {http.StatusNotFound, "Không tìm thấy", "Địa chỉ có thể đã đổi hoặc gõ thiếu. Hãy tìm theo tên, không cần gõ dấu, hoặc vào một trong các mục dưới đây."},
	refuse.Conflict:    {http.StatusConflict, "Có người vừa thay đổi trước", "Tải lại trang để xem bản mới nhất rồi làm tiếp."},
	refuse.TooMany:     {http.StatusTooManyRequests, "Quá nhiều lần liên tiếp", "Chờ một lát rồi thử lại."},
	refuse.NoRoom:      {http.StatusInsufficientStorage, "Máy chủ hết chỗ lưu", "Bấm nút Quay lại của trình duyệt: những gì đã gõ thường vẫn còn ở đó. Gửi lại khi người quản trị đã dọn chỗ."},
	refuse.TooLarge:    {http.StatusRequestEntityTooLarge, "Tệp quá lớn", "Chọn tệp nhỏ hơn hoặc chia thành nhiều tệp rồi gửi lại."},
}

// refusedPage is one no, drawn.
type refusedPage struct {
	title, say, next string
	request          string // the number of the request, to be quoted
	staff            bool
	home             string
	search           bool // nothing stands here: offer the search box and the main places
	places           []Link
}

// Status is the HTTP status of a refusal, for a handler that draws its form again with what was typed in it.
func Status(no refuse.Refusal) int { return answers[no.Kind].status }

// Again is why a form is shown again with what was typed in it: what it was refused
// for, or that the program failed under it, which is logged whole once the page is
// out. Other refusals are not about the form, and come back as false.
func Again(r *http.Request, err error) (no refuse.Refusal, again bool) {
	if err == nil || r.Context().Err() != nil {
		return no, false
	}
	switch no = refuse.Of(err); no.Kind {
	case refuse.Invalid, refuse.Conflict, refuse.TooLarge, refuse.TooMany:
	case refuse.NoRoom:
		trailOf(r.Context()).trouble = err
		no.Say = "Máy chủ đã hết chỗ lưu nên chưa nhận được; chưa có gì được tính. Những gì đã gõ vẫn ở dưới đây: hãy báo người quản trị dọn chỗ, chọn lại ảnh, tệp (nếu có) rồi gửi lại."
	case refuse.Trouble:
		t := trailOf(r.Context())
		t.trouble = err
		no.Say = "Hệ thống gặp lỗi nên chưa lưu được; chưa có gì được tính. Những gì đã gõ vẫn ở dưới đây: hãy chọn lại ảnh, tệp (nếu có) và gửi lại sau ít phút. Nếu vẫn lỗi, xin báo người quản trị mã " + t.id + "."
	default:
		return no, false
	}
	return no, true
}

// fail is the one way to say no. What is the program's own trouble is logged here, once and whole, and shown as nothing.
func (f Front) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // the reader has gone; there is nobody to tell
	}
	no := refuse.Of(err)
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		no = refuse.Refusal{Kind: refuse.TooLarge, Say: fmt.Sprintf("Nội dung gửi lên vượt quá %d MB.", large.Limit>>20)}
	}
	if no.Kind == refuse.Trouble || no.Kind == refuse.NoRoom {
		f.log(r, err)
	}
	if wrote(r.Context()) {
		panic(http.ErrAbortHandler) // half a page is out already: let the reader see that it broke off
	}
	if no.Kind == refuse.NotSignedIn {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			http.Redirect(w, r, "/sign-in?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
			return
		}
		if f.SignInFor != nil {
			f.SignInFor.ServeHTTP(w, r)
			return
		}
	}
	a := answers[no.Kind]
	f.refuse(w, r, a.status, refusedPage{title: a.title, say: no.Say, next: a.next, search: no.Kind == refuse.NotFound})
}

// Fail answers r with the refusal in err, as if a route had returned it: for what stands before the routes.
func (f Front) Fail(w http.ResponseWriter, r *http.Request, err error) { f.fail(w, r, err) }

// refuse draws p in the look of whoever asks.
func (f Front) refuse(w http.ResponseWriter, r *http.Request, status int, p refusedPage) {
	p.request = RequestID(r.Context())
	p.staff = chrome(r.Context()).Person != ""
	p.home, p.places = "/", site(r.Context()).Menu
	if p.staff {
		p.home, p.places = "/my-day", chrome(r.Context()).Menu
	}
	if err := Show(w, r, status, refusalPage(p)); err != nil {
		f.Log.WarnContext(r.Context(), "refusal not delivered", "request", p.request, "err", err)
	}
}

// catch turns a panic into the program's trouble. It is deferred.
func (f Front) catch(w http.ResponseWriter, r *http.Request) {
	what := recover()
	if what == nil {
		return
	}
	if what == http.ErrAbortHandler {
		panic(what)
	}
	if err, ok := what.(error); ok && !isBug(err) {
		f.fail(w, r, err) // a middleware has no error to return
		return
	}
	err := fmt.Errorf("panic: %v\n%s", what, debug.Stack())
	if r.Context().Err() != nil {
		f.log(r, err) // the reader has gone, the mistake has not
	}
	f.fail(w, r, err)
}

// isBug reports whether err is Go's own: an index out of range, a nil where there should be something.
func isBug(err error) bool {
	_, ok := errors.AsType[runtime.Error](err)
	return ok
}

func (f Front) log(r *http.Request, err error) {
	f.Log.ErrorContext(r.Context(), "request failed", "request", RequestID(r.Context()), "method", r.Method, "route", cmp.Or(r.Pattern, trailOf(r.Context()).route), "err", err)
}
