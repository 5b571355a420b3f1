package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A typist works with the keyboard alone.
type typist struct {
	*browser
	t *testing.T
}

// press sends keys to whatever has the focus.
func (p typist) press(keys string) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, chromedp.KeyEvent(keys)); err != nil {
		p.t.Fatal(err)
	}
}

// sees waits until the page says words.
func (p typist) sees(words string) {
	p.t.Helper()
	p.hears(`location.href + "\n" + document.body.innerText`, words)
}

// hears waits until the page is there and answers ask with words.
func (p typist) hears(ask, words string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 15*time.Second)
	defer cancel()
	var text string
	for tick := time.Tick(50 * time.Millisecond); ; {
		// While the browser is between two pages there is nobody to answer: that is asked again.
		now, err := chromedp.Run(ctx, chromedp.Evaluate[string](`Promise.resolve(document.readyState === "complete" ? `+ask+` : "").then(String)`, chromedp.EvalAwaitPromise))
		if err == nil {
			text = now
		}
		if strings.Contains(text, words) {
			return
		}
		select {
		case <-ctx.Done():
			p.t.Fatalf("%s does not say %q:\n%s", ask, words, text)
		case <-tick:
		}
	}
}

func (p typist) goes(url string) {
	p.t.Helper()
	if err := p.open(url); err != nil {
		p.t.Fatal(err)
	}
}

// focused is the name of the field that has the focus.
func (p typist) focused() string {
	p.t.Helper()
	name, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.activeElement?.name ?? ""`))
	if err != nil {
		p.t.Fatal(err)
	}
	return name
}

// TestAPersonReviewsByKeyboardAlone: signs in, answers doubts, corrects, undoes and moves on without a mouse.
func TestAPersonReviewsByKeyboardAlone(t *testing.T) {
	site := openWalk(t)
	p := typist{openTestBrowser(t), t}
	p.goes(site.url + "/sign-in")
	p.press("lan" + kb.Tab + samplePassword + kb.Enter)
	p.sees("Việc của tôi")

	p.goes(site.url + "/plan/draft/2")
	p.sees("đã xem 0 trên")
	p.press(kb.Enter)
	p.sees("đã xem 1 trên")
	p.press(kb.Enter)
	p.sees("đã xem 2 trên")

	p.goes(site.url + "/plan/draft/2?at=doc")
	p.press("e")
	if p.focused() == "" {
		t.Fatal("e does not lead into the form")
	}
	p.press(kb.End + " sửa đổi" + kb.Enter)
	p.sees("Lịch sử (3)")
	p.goes(site.url + "/plan/draft/2/steps")
	p.sees("sửa đổi")

	p.goes(site.url + "/plan/draft/2?at=T7")
	p.sees("80")
	p.press("j")
	p.sees("38 / 161")
	p.press("k")
	p.sees("37 / 161")
}

// TestAPhoneOpensAReviewAtItsStop: after each answer the next stop is at the top
// of the small window, its paper before its form, and has the focus.
func TestAPhoneOpensAReviewAtItsStop(t *testing.T) {
	site := openWalk(t)
	p := typist{openTestBrowser(t), t}
	if err := p.become(site.sampleSite, "lan"); err != nil {
		t.Fatal(err)
	}
	if err := p.resize(360); err != nil {
		t.Fatal(err)
	}
	p.goes(site.url + "/plan/draft/2?at=T7")
	p.press(kb.Enter)
	p.sees("Lịch sử (1)")
	const ask = `(() => {
		const y = s => document.querySelector(s).getBoundingClientRect().top;
		return JSON.stringify([document.activeElement.id, Math.abs(y("#at")) < 60, y(".paper") < innerHeight, y(".paper") < y(".stop-edit")]);
	})()`
	found, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](ask))
	if err != nil || found != `["at",true,true,true]` {
		t.Errorf("focus, at the top, paper in sight, paper before form: %s %v", found, err)
	}
}

// TestUnsentWordsAreOfferedBack: what was typed and never sent is there again after the page was left.
func TestUnsentWordsAreOfferedBack(t *testing.T) {
	site := openWalk(t)
	p := typist{openTestBrowser(t), t}
	if err := p.become(site.sampleSite, "lan"); err != nil {
		t.Fatal(err)
	}
	p.goes(site.url + "/plan/draft/2?at=doc")
	p.press("e")
	p.press(kb.End + " chưa gửi")
	p.goes(site.url + "/my-day")
	p.goes(site.url + "/plan/draft/2?at=doc")
	p.sees("chưa gửi")
	p.sees("Lấy lại")
}

// TestAFormOutlivesItsSession: the session ends while a person types; what they send is kept over the new sign-in and sent again.
func TestAFormOutlivesItsSession(t *testing.T) {
	site := openWalk(t)
	p := typist{openTestBrowser(t), t}
	if err := p.become(site.sampleSite, "lan"); err != nil {
		t.Fatal(err)
	}
	p.goes(site.url + "/plan/draft/2?at=doc")
	p.press("e")
	p.press(kb.End + " giữ lại")
	if err := p.signOut(); err != nil {
		t.Fatal(err)
	}
	p.press(kb.Enter)
	p.sees("Đăng nhập")
	p.press("lan" + kb.Tab + samplePassword + kb.Enter)
	p.sees("giữ lại")
	if text, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.body.innerText`)); err != nil || !strings.Contains(text, "Gửi") {
		t.Fatalf("no way to send it again: %v\n%s", err, text)
	}
}
