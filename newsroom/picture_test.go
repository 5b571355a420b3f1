package newsroom

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
)

// drawn is a picture of two colours.
func drawn(t testing.TB) io.Reader {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 640, 360))
	for x := range 300 {
		for y := range 360 {
			img.Set(x, y, color.White)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return &b
}

func shown(t testing.TB) Upload {
	return Upload{Body: drawn(t), Alt: "Bà con xem bảng hướng dẫn", Caption: "Tại sân nhà văn hóa.", Credit: "Hoàng Sơn", Rights: OwnWork, Focus: Focus{50, 50}}
}

// site answers as the program does, with a at the keyboard.
func site(d *Desk, a org.Actor) http.Handler {
	mux := http.NewServeMux()
	web.Mount(mux, slog.New(slog.DiscardHandler), d.Routes())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(web.WithPlace(org.WithActor(r.Context(), a), ward)))
	})
}

func status(h http.Handler, path string) int {
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
	if rec.Code == http.StatusOK && rec.Header().Get("Content-Type") != "image/jpeg" {
		return -1
	}
	return rec.Code
}

func TestAPictureIsPublicWithTheTextItStandsIn(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id := begun(t, d, "Có ảnh")
		for field, spoil := range map[string]func(*Upload){
			"photo_alt":    func(u *Upload) { u.Alt = " " },
			"photo_credit": func(u *Upload) { u.Credit = "" },
			"photo_rights": func(u *Upload) { u.Rights = "stolen" },
			"photo":        func(u *Upload) { u.Body = bytes.NewReader([]byte("<svg onload=alert(1)>")) },
		} {
			u := shown(t)
			spoil(&u)
			_, err := d.AddPicture(t.Context(), son, id, u)
			if no := refuse.Of(err); no.Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		n, err := d.AddPicture(t.Context(), son, id, shown(t))
		must(t, err)
		reader, staff := site(d, org.Actor{}), site(d, son)
		p := Piece{ID: id}
		if got := status(reader, p.Picture(n)); got != http.StatusNotFound {
			t.Errorf("before it comes out the public is answered %d", got)
		}
		if got := status(staff, loaded(t, d, id).picture(n)); got != http.StatusOK {
			t.Errorf("its writer is answered %d", got)
		}
		must(t, d.Submit(t.Context(), son, id, Submission{}), d.Approve(t.Context(), ha, id), d.Publish(t.Context(), thao, id, time.Time{}, time.Time{}))
		for _, path := range []string{p.Picture(n), p.Thumb(n)} {
			if got := status(reader, path); got != http.StatusOK {
				t.Errorf("%s is answered %d", path, got)
			}
		}
		var page strings.Builder
		must(t, db.Read(t.Context(), ward, func(tx *store.Tx) error {
			read, err := Read(t.Context(), tx, id)
			if err != nil {
				return err
			}
			return Prose(read.Body, read.Shown).Render(t.Context(), &page)
		}))
		screen := httptest.NewRecorder()
		staff.ServeHTTP(screen, httptest.NewRequest(http.MethodGet, "/"+id.Ref(), nil))
		for where, text := range map[string]string{"in public": page.String(), "in the newsroom": screen.Body.String()} {
			if !strings.Contains(text, `width="640" height="360"`) {
				t.Errorf("%s no room is kept for the picture: %s", where, text)
			}
		}
		must(t, d.Correct(t.Context(), son, id, "thêm ảnh"))
		other, err := d.AddPicture(t.Context(), son, id, shown(t))
		must(t, err)
		if got := status(reader, p.Picture(other)); got != http.StatusNotFound {
			t.Errorf("a picture of the correction is answered %d", got)
		}
		must(t, d.Withdraw(t.Context(), lan, id, "sai ảnh"))
		if got := status(reader, p.Picture(n)); got != http.StatusNotFound {
			t.Errorf("withdrawn, it is answered %d", got)
		}
	})
}

func TestATextThatNamesNoPictureOfItsOwnIsNotSubmitted(t *testing.T) {
	d, _ := opened(t, storetest.Open(t, schemas...))
	theirs := begun(t, d, "Của bài khác")
	n, err := d.AddPicture(t.Context(), son, theirs, shown(t))
	must(t, err)
	mine := begun(t, d, "Mượn ảnh")
	words := text(t, d, "Mượn ảnh")
	words.Body += "\n\n![Bà con xem bảng](anh:1)"
	_, err = d.Save(t.Context(), son, mine, 1, words)
	must(t, err)
	if no := refuse.Of(d.Submit(t.Context(), son, mine, Submission{})); no.Field != "body" || n != 1 {
		t.Errorf("%+v", no)
	}
}
