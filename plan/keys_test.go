package plan

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"loa/platform/store/storetest"
	"loa/platform/web"
)

// ready tells that the page is painted and hears keys: a browser drops those pressed before.
const ready = `document.readyState + !!document.querySelector(".has-keys") + performance.getEntriesByName("first-contentful-paint").length`

// A tab is a real browser on the screens of a desk, with lan at the keyboard.
type tab struct {
	t   *testing.T
	ctx context.Context
}

func openTab(t *testing.T, d *Desk, path string) tab {
	t.Helper()
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("no chromium: make needs installs it")
	}
	desk, as := site(t, d)
	mux := http.NewServeMux()
	web.Mount(mux, nil, web.Static.Routes())
	mux.Handle("/plan/", as("lan", desk))
	mux.Handle("/static/plan/", desk)
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	alloc, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium),
		chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-background-networking", true))...)
	t.Cleanup(stop)
	ctx, stop := chromedp.NewContext(alloc)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx, chromedp.Navigate(srv.URL+path)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel)
	return tab{t, ctx}
}

func (b tab) eval(js string) string {
	b.t.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](js))
	if err != nil {
		b.t.Fatalf("%s: %v", js, err)
	}
	return s
}

func (b tab) until(js, want string) {
	b.t.Helper()
	got, err := "", error(nil)
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
		if got, err = chromedp.Run(b.ctx, chromedp.Evaluate[string](js)); err == nil && strings.Contains(got, want) {
			return
		}
	}
	b.t.Fatalf("%s is %q, %v; want %q", js, got, err, want)
}

func (b tab) press(key string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.KeyEvent(key)); err != nil {
		b.t.Fatalf("press %q: %v", key, err)
	}
}

// TestTheReviewIsDoneByKeysAlone drives the review in a real browser without touching a mouse.
func TestTheReviewIsDoneByKeysAlone(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d := newDesk(t, db)
	id := upload(t, d)
	b := openTab(t, d, "/plan/draft/1")
	eval, until, press := b.eval, b.until, b.press
	const here = `(document.querySelector("#stop")?.textContent ?? "")`

	until(ready, "completetrue1")
	first := eval(here)
	press("j")
	until(here+` === `+quote(first)+` ? "same" : document.readyState`, "complete")
	press("k")
	until(here, first)
	until(ready, "completetrue1")
	press("\r") // right as it stands
	until(`document.querySelector(".progress")?.textContent ?? ""`, "Còn 24 điểm")
	if r := reviewOf(t, d, id); len(r.Steps) != 1 || r.Steps[0].Verb != Accept {
		t.Fatalf("after Enter: %+v", r.Steps)
	}

	until(ready, "completetrue1")
	second := eval(`location.search`)
	press("e")
	until(`document.activeElement.name ?? ""`, "f:")
	field := eval(`document.activeElement.name`)
	press("chữ đang gõ j")
	until(`document.activeElement.value`, "chữ đang gõ j") // a letter in a field is a letter
	press("\x1b")
	until(`document.activeElement.tagName`, "BODY")
	press("j")
	until(`location.search === `+quote(second)+` ? "same" : document.readyState`, "complete")
	until(ready, "completetrue1")
	press("k")
	until(`location.search`, second)
	until(`document.querySelector("form[data-keep] [role=status]")?.textContent ?? ""`, "chưa gửi")
	eval(`document.querySelector("form[data-keep] [role=status] button").click(), ""`)
	until(`document.getElementsByName(`+quote(field)+`)[0].value`, "chữ đang gõ j")

	eval(`document.activeElement.blur(), location.href = "/plan/draft/1?at=" + encodeURIComponent(` + quote(string(reviewOf(t, d, id).Steps[0].Thing)) + `), ""`)
	until(`document.querySelector(".stop-body")?.textContent ?? ""`, "Hoàn tác bước 1")
	until(ready, "completetrue1")
	press("u")
	until(`document.querySelector(".progress")?.textContent ?? ""`, "Còn 25 điểm")
	if r := reviewOf(t, d, id); len(r.Steps) != 2 || r.Steps[1].Verb != Undo {
		t.Errorf("after u: %+v", r.Steps)
	}
}

// TestAWordIsChosenWithOneKey at its stop, and on the page that goes through all of them.
func TestAWordIsChosenWithOneKey(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d := newDesk(t, db)
	d.Reader = func([]byte, Options) (Draft, []Line, error) {
		g, lines := goldWords(t)
		return g, lines, nil
	}
	id := upload(t, d)
	b := openTab(t, d, "/plan/draft/1?at=T6")
	last := func() Correction {
		t.Helper()
		r := reviewOf(t, d, id)
		if len(r.Steps) == 0 {
			return Correction{}
		}
		return r.Steps[len(r.Steps)-1]
	}
	const focused = `document.activeElement?.className ?? ""`

	b.until(ready, "completetrue1")
	b.press("w")
	b.until(focused, "word")
	b.press("2") // the second of the others
	b.until(`document.querySelector(".paper mark")?.textContent ?? ""`, "hội nghị cấp phượng")
	if c := last(); c.Verb != Correct || c.Thing != "w61.11" || c.Becomes != "phượng" {
		t.Fatalf("after 2: %+v", c)
	}
	b.until(ready, "completetrue1")
	b.press("u")
	b.until(`document.querySelector(".paper mark")?.textContent ?? ""`, "hội nghị cấp phường")
	b.until(ready, "completetrue1")
	b.press("w")
	b.until(focused, "word")
	b.press("\r") // kept as it stands; the stop itself is not answered by it
	b.until(`document.querySelectorAll("[data-word]").length + document.readyState`, "0complete")
	if c := last(); c.Verb != Accept || c.Thing != "w61.11" {
		t.Fatalf("after Enter on the word: %+v", c)
	}

	b.eval(`location.href = "/plan/draft/1/words", ""`)
	const card = `(document.querySelector("#word")?.parentElement.querySelector(".places").textContent ?? "")`
	b.until(ready+` + location.pathname`, "completetrue1/plan/draft/1/words")
	first := b.eval(card)
	b.press("1")
	b.until(card+` === `+quote(first)+` ? "same" : `+ready, "completetrue1")
	one := last()
	if one.Verb != Correct || one.Becomes == one.Was {
		t.Errorf("after 1: %+v", one)
	}
	b.press("\r")
	b.until(`document.querySelector(".undo")?.textContent ?? ""`, "Xác nhận")
	if c := last(); c.Verb != Accept || c.Thing == one.Thing {
		t.Errorf("after Enter: %+v", c)
	}
	b.until(ready, "completetrue1")
	b.press("u")
	b.until(`document.querySelector(".undo")?.textContent ?? "none"`, "none")
	if c := last(); c.Verb != Undo {
		t.Errorf("after u: %+v", c)
	}
	b.until(ready, "completetrue1")
	b.press("e")
	b.until(`document.activeElement?.name ?? ""`, "other")
	b.press("j\r")                                                      // a letter in a box is a letter, and Enter sends it
	b.until(`document.querySelector(".undo")?.textContent ?? ""`, "j”") // the e may be sent into the box too: the browser is told of it twice
}

// TestAPageBeingReadLeadsOnByItself to the review.
func TestAPageBeingReadLeadsOnByItself(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d, _ := scanDesk(t, db)
	bring(t, d)
	b := openTab(t, d, "/plan/paper/1")
	b.until(`document.body.innerText`, "Đang chờ máy rảnh để đọc.")
	if err := d.ReadScan(t.Context(), ward, toRead{readings(t, d)[0].ID}); err != nil {
		t.Fatal(err)
	}
	b.until(`location.pathname + document.body.innerText`, "/plan/draft/1")
	b.until(`document.querySelector(".crop image")?.getBoundingClientRect().width > 100 ? "drawn" : ""`, "drawn")
}

func quote(s string) string { return "`" + s + "`" }
