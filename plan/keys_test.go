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

// TestTheReviewIsDoneByKeysAlone drives the review in a real browser without touching a mouse.
func TestTheReviewIsDoneByKeysAlone(t *testing.T) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("no chromium: make needs installs it")
	}
	db := storetest.Open(t, schemas...)
	d := newDesk(t, db)
	id := upload(t, d)
	desk, as := site(t, d)
	mux := http.NewServeMux()
	web.Mount(mux, nil, web.Static.Routes())
	mux.Handle("/plan/", as("lan", desk))
	mux.Handle("/static/plan/", desk)
	srv := httptest.NewServer(mux)
	defer srv.Close()

	alloc, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium),
		chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-background-networking", true))...)
	defer stop()
	tab, stop := chromedp.NewContext(alloc)
	defer stop()
	if err := chromedp.Do(tab, chromedp.Navigate(srv.URL+"/plan/draft/1")); err != nil {
		t.Fatal(err)
	}
	tab, cancel := context.WithTimeout(tab, time.Minute)
	defer cancel()
	eval := func(js string) string {
		t.Helper()
		s, err := chromedp.Run(tab, chromedp.Evaluate[string](js))
		if err != nil {
			t.Fatalf("%s: %v", js, err)
		}
		return s
	}
	until := func(js, want string) {
		t.Helper()
		got := ""
		for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
			if got, err = chromedp.Run(tab, chromedp.Evaluate[string](js)); err == nil && strings.Contains(got, want) {
				return
			}
		}
		t.Fatalf("%s is %q, %v; want %q", js, got, err, want)
	}
	press := func(key string) {
		t.Helper()
		if err := chromedp.Do(tab, chromedp.KeyEvent(key)); err != nil {
			t.Fatalf("press %q: %v", key, err)
		}
	}
	// A browser drops keys pressed before it has painted a page.
	const here, ready = `(document.querySelector("#stop")?.textContent ?? "")`, `document.readyState + !!document.querySelector(".has-keys") + performance.getEntriesByName("first-contentful-paint").length`

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

func quote(s string) string { return "`" + s + "`" }
