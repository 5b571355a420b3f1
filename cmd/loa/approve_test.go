package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestAViceChairApprovesOnAPhone: behind the link stands the story with all that is to be looked at; a wrong PIN
// changes nothing, the right one approves, and the link is used up.
func TestAViceChairApprovesOnAPhone(t *testing.T) {
	site := openWalk(t)
	p := typist{openTestBrowser(t), t}
	address := site.url + "/duyet/" + sampleSecret
	if err := p.look(address, 360, false); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"Lê Phương Thảo mời Vũ Thu Hà duyệt", "Kết quả kiểm tra", "Đường dẫn ra ngoài trong bài", "Quyết định của Vũ Thu Hà"} {
		p.sees(words)
	}
	if over := overflow(t, p.browser); over != "" {
		t.Errorf("wider than the phone: %s", over)
	}
	decide := func(pin string) {
		t.Helper()
		if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[any](`document.querySelector("input[name=code]").focus(); undefined`)); err != nil {
			t.Fatal(err)
		}
		p.press(pin + kb.Enter)
	}
	decide("150717")
	p.sees("Mã không đúng. Còn 2 lần nhập")
	decide(samplePIN)
	p.sees("Vũ Thu Hà đã duyệt lúc")
	if err := p.become(site.sampleSite, "thao"); err != nil {
		t.Fatal(err)
	}
	p.goes(site.url + "/newsroom/53")
	p.sees("Quyết định qua đường dẫn, với tư cách Phó Chủ tịch")
	p.sees("Đã duyệt, chờ đăng")
}
