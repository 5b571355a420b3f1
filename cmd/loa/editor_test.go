package main

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"loa/kit/prose"
	"loa/newsroom"
	"loa/platform/store"
)

// TestTheEditorKeepsWhatATextSays: read into the editor and written out again, every story of the sample, and every
// form that a text may have, says to kit/prose what it said before.
func TestTheEditorKeepsWhatATextSays(t *testing.T) {
	site := openWalk(t)
	p := typist{openTestBrowser(t), t}
	if err := p.become(site.sampleSite, "hong"); err != nil {
		t.Fatal(err)
	}
	p.goes(site.url + "/newsroom/54/text")
	texts := []string{
		"", "Một dòng\nhai dòng", "## Đầu\n### Nhỏ\nchữ", "- một\n- hai\n  - hai rưỡi\n- ba", "3. ba\n4. bốn", "> trích\n> tiếp\n\nsau", "**đậm** *nghiêng* ***cả hai*** [nối](https://a.vn/b?c=d&e=f)",
		"a\\*b 1\\. x_y_z # không phải đầu đề", "![Tả \\[ảnh\\]](anh:1 \"Chú thích\")\n\nsau ảnh", "    thụt đầu dòng", "Giá 5 * 3 = 15", "1. một\n\n   đoạn nữa\n2. hai",
	}
	stories, err := sampleStories()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stories {
		texts = append(texts, s.Body)
	}
	for _, text := range texts {
		quoted, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		again, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`loaEditor.again(`+string(quoted)+`)`))
		if err != nil {
			t.Fatal(err)
		}
		if was, is := prose.Parse(text), prose.Parse(again); !reflect.DeepEqual(was, is) {
			t.Errorf("%q\nis written as %q\nwhich says %+v\nnot        %+v", text, again, is, was)
		}
	}
}

// TestWhatIsTypedIsSavedBeforeAnyButtonIsPressed: a story is written by keyboard alone, and what was typed or pasted
// from Word is in the database soon after the last key.
func TestWhatIsTypedIsSavedBeforeAnyButtonIsPressed(t *testing.T) {
	site := openWalk(t)
	p := typist{openTestBrowser(t), t}
	if err := p.become(site.sampleSite, "hong"); err != nil {
		t.Fatal(err)
	}
	p.goes(site.url + "/newsroom/54/text")
	p.hears(`document.querySelector(".ProseMirror") ? "editor" : ""`, "editor")
	focus := func(js string) {
		t.Helper()
		if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[any](js+"; undefined")); err != nil {
			t.Fatal(err)
		}
	}
	focus(`document.querySelector(".ProseMirror").focus(); document.getSelection().collapse(document.querySelector(".ProseMirror p").firstChild, 0)`)
	// A key sent by the protocol writes its letter even where the page took the key, as no keyboard does: Enter is sent by the page.
	enter := func() {
		focus(`document.querySelector(".ProseMirror").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 13, bubbles: true, cancelable: true }))`)
	}
	enter()
	focus(`document.getSelection().collapse(document.querySelector(".ProseMirror p"), 0)`)
	p.press("## Mở đầu")
	enter()
	p.press("- một")
	enter()
	p.press("hai")
	enter()
	enter()
	p.sees("Đã lưu lúc")
	saved := func() string {
		t.Helper()
		var body string
		err := site.db.Read(t.Context(), samplePlace, func(tx *store.Tx) (err error) {
			body, err = newsroom.LastBody(t.Context(), tx, 54)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	if body := saved(); !strings.HasPrefix(body, "## Mở đầu\n\n- một\n- hai\n\n") {
		t.Errorf("saved: %q", body)
	}
	const word = `<p class=MsoNormal style='mso-x:y'><b><span style='color:red'>Thông báo</span></b><o:p></o:p></p>
		<p class=MsoListParagraphCxSpFirst><span style='mso-list:Ignore'>·<span>   </span></span>việc một</p><p class=MsoListParagraphCxSpLast><span style='mso-list:Ignore'>·</span>việc hai</p>
		<p>Xem <a href="javascript:alert(1)">đây</a><script>alert(1)</script></p>`
	quoted, err := json.Marshal(word)
	if err != nil {
		t.Fatal(err)
	}
	focus(`(() => { const data = new DataTransfer(); data.setData("text/html", ` + string(quoted) + `); document.querySelector(".ProseMirror").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })) })()`)
	p.hears(`document.querySelector("textarea[name=body]").value`, "**Thông báo**\n\n- việc một\n- việc hai\n\nXem đây")
}

// TestTwoPeopleInOneStorySeeEachOther: as one comes and goes, the page of the other says so without being loaded again.
func TestTwoPeopleInOneStorySeeEachOther(t *testing.T) {
	site := openWalk(t)
	hong, lan := typist{openTestBrowser(t), t}, typist{openTestBrowser(t), t}
	for login, p := range map[string]typist{"hong": hong, "lan": lan} {
		if err := p.become(site.sampleSite, login); err != nil {
			t.Fatal(err)
		}
	}
	const line = `document.querySelector("[data-here]").textContent`
	turn := func(p typist) { // as if the person came back to the page, which asks at once
		t.Helper()
		if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[any](`document.dispatchEvent(new Event("visibilitychange")); undefined`)); err != nil {
			t.Fatal(err)
		}
	}
	hong.goes(site.url + "/newsroom/54/text")
	lan.goes(site.url + "/newsroom/54")
	lan.hears(line, "Mai Thị Hồng (ở trang viết)")
	turn(hong)
	hong.hears(line, "Nguyễn Thị Lan (đang xem)")
	lan.goes(site.url + "/my-day")
	turn(hong)
	hong.hears(`"«" + `+line+` + "»"`, "«»")
}
