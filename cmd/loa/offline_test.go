package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"loa/org"
	"loa/platform/store"
	"loa/work"
)

// A wire lies between a phone and the site. While it is off it carries nothing; it may be told to break in the middle.
type wire struct {
	url    string
	sent   atomic.Int64  // bytes from the phone
	breaks atomic.Int64  // the wire goes off after so many more bytes; 0 = it does not
	broke  chan struct{} // hears of each break

	mu    sync.Mutex
	off   bool
	conns map[net.Conn]bool
}

func newWire(t *testing.T, site string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{url: "http://" + l.Addr().String(), broke: make(chan struct{}, 1), conns: map[net.Conn]bool{}}
	var open sync.WaitGroup
	t.Cleanup(func() { l.Close(); w.turn(false); open.Wait() })
	open.Go(func() {
		for {
			phone, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() { w.carry(phone, strings.TrimPrefix(site, "http://")) })
		}
	})
	return w
}

func (w *wire) carry(phone net.Conn, site string) {
	defer phone.Close()
	server, err := net.Dial("tcp", site)
	if err != nil {
		return
	}
	defer server.Close()
	if !w.join(phone, server) {
		return
	}
	var both sync.WaitGroup
	both.Go(func() { io.Copy(phone, server); phone.Close() })
	both.Go(func() { io.Copy(server, counted{phone, w}); server.Close() })
	both.Wait()
}

// join takes conns onto the wire, if it is on.
func (w *wire) join(conns ...net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range conns {
		w.conns[c] = true
	}
	return !w.off
}

// turn switches the wire on or off; what it carried when it went off is cut.
func (w *wire) turn(on bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.off = !on
	for c := range w.conns {
		c.Close()
	}
	clear(w.conns)
}

// counted is what comes from the phone.
type counted struct {
	io.Reader
	w *wire
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.w.sent.Add(int64(n))
	if left := c.w.breaks.Load(); left > 0 && c.w.breaks.Add(-int64(n)) <= 0 {
		c.w.breaks.Store(0)
		c.w.turn(false)
		c.w.broke <- struct{}{}
		return 0, errors.New("the wire broke")
	}
	return n, err
}

// A handset is a phone of somebody of a school: a browser with a profile that outlives it.
type handset struct {
	typist
	profile string
	wire    *wire
}

func newHandset(t *testing.T, w *wire) *handset {
	t.Helper()
	h := &handset{profile: t.TempDir(), wire: w}
	h.start(t)
	return h
}

func (h *handset) start(t *testing.T) {
	t.Helper()
	b, err := openProfile(t.Context(), h.profile)
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("no browser: ", err)
	}
	t.Cleanup(b.stop)
	h.typist = typist{b, t}
	if err := h.resize(360); err != nil {
		t.Fatal(err)
	}
}

// restart kills the browser, as a phone does that runs out of power, and starts it anew.
func (h *handset) restart() {
	h.t.Helper()
	process := chromedp.FromContext(h.ctx).Browser.Process()
	if err := process.Kill(); err != nil {
		h.t.Fatal(err)
	}
	h.stop()
	h.start(h.t)
}

// signal switches the network on or off, for the browser too, which hears of it.
func (h *handset) signal(on bool) {
	h.t.Helper()
	h.wire.turn(on)
	if _, err := chromedp.Call(h.ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: !on, DownloadThroughput: -1, UploadThroughput: -1}); err != nil {
		h.t.Fatal(err)
	}
}

// page opens the page behind a link and waits until it has all it needs to work without signal.
func (h *handset) page(secret string) {
	h.t.Helper()
	h.goes(h.wire.url + "/gui/" + secret)
	h.until(`document.getElementById("held")?.dataset.kept === "true"`)
	h.until(`navigator.serviceWorker.ready.then(w => w.active.state === "activated")`)
}

// until waits until what JavaScript asks is true.
func (h *handset) until(ask string) {
	h.t.Helper()
	h.hears(ask, "true")
}

func (h *handset) do(actions ...chromedp.Action[chromedp.Void]) {
	h.t.Helper()
	for _, a := range actions {
		if err := chromedp.Do(h.ctx, a); err != nil {
			h.t.Fatal(err)
		}
	}
}

// write fills in the form with what stays the same, and sees that it is kept.
func (h *handset) write(note string) {
	h.t.Helper()
	h.do(chromedp.SendKeys("#f-note", note), chromedp.SendKeys("#f-sender", "Trần Thị Bình"))
	h.sees("Đã giữ trong máy lúc")
}

// hashes are those of the files that this phone keeps.
func (h *handset) hashes() string {
	h.t.Helper()
	return h.ask(`outbox.notes().then(all => Promise.all(all.map(n => outbox.files(n.once)))).then(all => all.flat().map(f => f.hash).join(" "))`)
}

func (h *handset) ask(question string) string {
	h.t.Helper()
	answer, err := chromedp.Run(h.ctx, chromedp.Evaluate[string](question, chromedp.EvalAwaitPromise))
	if err != nil {
		h.t.Fatal(err)
	}
	return answer
}

// noisy is a photo that packs badly, as those of poor cameras do.
func noisy(t *testing.T, file string) {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 2400, 1800))
	chance := rand.New(rand.NewPCG(1, 2))
	for y := range 1800 {
		for x := range 2400 {
			v := uint32(chance.Uint32())
			img.Set(x, y, color.RGBA{uint8(v), uint8(v >> 8), uint8(v >> 16), 255})
		}
	}
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(jpeg.Encode(f, img, nil), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// byLink is what the sample's link has sent.
func byLink(t *testing.T, site *sampleSite) (sent []work.Evidence) {
	t.Helper()
	err := site.db.Read(t.Context(), samplePlace, func(tx *store.Tx) error {
		for id := range work.TaskID(20) {
			for unit := range org.UnitID(40) {
				all, err := work.EvidenceOf(t.Context(), tx, id, unit)
				if err != nil {
					return err
				}
				for _, e := range all {
					if e.Sender.Link != 0 {
						sent = append(sent, e)
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sent
}

// TestAPhoneSendsWhatItKeptWithoutSignal: without a network a person writes and photographs, the browser dies twice, and nothing is
// lost; with the network on it goes out, a cut in the middle of a photo costs one piece, and the server has the same bytes.
func TestAPhoneSendsWhatItKeptWithoutSignal(t *testing.T) {
	site := openWalk(t)
	h := newHandset(t, newWire(t, site.url))
	h.page(sampleSecret)
	axe, err := os.ReadFile("testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	h.signal(false)
	h.sees("Không có mạng.")
	h.write("Đã dạy hai lớp")
	photo, list := filepath.Join(t.TempDir(), "lop hoc.jpg"), filepath.Join(t.TempDir(), "danh sách.txt")
	noisy(t, photo)
	listed := []byte(strings.Repeat("Nguyễn Văn An\n", 20000))
	if err := os.WriteFile(list, listed, 0o644); err != nil {
		t.Fatal(err)
	}
	h.do(chromedp.SetUploadFiles("#f-camera", []string{photo}))
	h.sees("lop hoc.jpg,")
	h.do(chromedp.SetUploadFiles("#f-files", []string{list}))
	h.sees("danh sách.txt,")
	h.faultless(string(axe), "a draft without signal")

	h.restart()
	h.signal(false)
	h.page(sampleSecret)
	h.sees("lop hoc.jpg,")
	if note := h.ask(`document.getElementById("f-note").value`); note != "Đã dạy hai lớp" {
		t.Fatalf("the note is %q after the phone died", note)
	}
	kept := h.hashes()
	h.do(chromedp.Click("form > button"))
	h.sees("Đang giữ trong máy. Có mạng sẽ tự gửi.")
	h.faultless(string(axe), "a note that waits")

	h.restart()
	h.signal(false)
	h.page(sampleSecret)
	h.sees("Đang giữ trong máy. Có mạng sẽ tự gửi.")
	if h.hashes() != kept || len(strings.Fields(kept)) != 2 || says(t, h.browser, "Đã gửi lúc") || len(byLink(t, site.sampleSite)) != 0 {
		t.Fatalf("kept %q, then %q", kept, h.hashes())
	}

	h.wire.breaks.Store(700_000)
	h.wire.sent.Store(0)
	h.signal(true)
	select {
	case <-h.wire.broke:
	case <-t.Context().Done():
		t.Fatal("the wire never broke")
	}
	h.sees("Đang giữ trong máy. Có mạng sẽ tự gửi.")
	if len(byLink(t, site.sampleSite)) != 0 || says(t, h.browser, "Đã gửi lúc") {
		t.Fatal("sent by a broken wire")
	}
	size := h.ask(`outbox.notes().then(n => outbox.files(n[0].once)).then(all => String(all.reduce((sum, f) => sum + f.size, 0)))`)
	h.signal(false)
	h.signal(true)
	h.sees("Đã gửi lúc")
	h.faultless(string(axe), "a note that was sent")
	if says(t, h.browser, "Đang giữ trong máy") || h.hashes() != "" {
		t.Error("what was sent is still in the phone")
	}
	var whole int64
	if _, err := fmt.Sscan(size, &whole); err != nil || whole < 1_000_000 {
		t.Fatalf("the files are %s bytes: %v", size, err)
	}
	const onePiece, slack = 256 << 10, 64 << 10 // the piece that was cut; the words around the pieces
	if carried := h.wire.sent.Load(); carried > whole+onePiece+slack {
		t.Errorf("%d bytes went over the wire for files of %d", carried, whole)
	}
	sent := byLink(t, site.sampleSite)
	if len(sent) != 1 || sent[0].Note != "Đã dạy hai lớp" || sent[0].Sender.Name != "Trần Thị Bình" || len(sent[0].Files) != 2 {
		t.Fatalf("%+v", sent)
	}
	sum := sha256.Sum256(listed)
	if got := sent[0].Files[0].SentHash + " " + sent[0].Files[1].SentHash; got != kept || sent[0].Files[1].Hash != hex.EncodeToString(sum[:]) {
		t.Errorf("the phone had %q, the server %q", kept, got)
	}
	h.page(sampleSecret)
	h.sees("1 ảnh, 1 tệp, ghi chú, Trần Thị Bình gửi lúc")
}

// TestAnAnswerWithOtherHashesIsNotTakenForSent: what the server says it has is held against what the phone sent; until they are
// the same the note stays in the phone, and it is one piece of evidence however often it went.
func TestAnAnswerWithOtherHashesIsNotTakenForSent(t *testing.T) {
	site := openWalk(t)
	target, err := url.Parse(site.url)
	if err != nil {
		t.Fatal(err)
	}
	hash := regexp.MustCompile(`[0-9a-f]{64}`)
	var honest atomic.Bool
	lied := make(chan struct{}, 10)
	relay := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host
			r.Out.Header.Del("Accept-Encoding")
		},
		ModifyResponse: func(r *http.Response) error {
			if honest.Load() || !strings.HasSuffix(r.Request.URL.Path, "/send") {
				return nil
			}
			body, err := io.ReadAll(r.Body)
			body = hash.ReplaceAll(body, []byte(strings.Repeat("0", 64)))
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			r.Header.Set("Content-Length", strconv.Itoa(len(body)))
			lied <- struct{}{}
			return err
		},
	})
	t.Cleanup(relay.Close)
	h := newHandset(t, newWire(t, relay.URL))
	h.page(sampleSecret)
	h.write("Đã dạy một lớp")
	list := filepath.Join(t.TempDir(), "danh sách.txt")
	if err := os.WriteFile(list, []byte("Nguyễn Văn An\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	h.do(chromedp.SetUploadFiles("#f-files", []string{list}))
	h.sees("danh sách.txt,")
	kept := h.hashes()
	h.do(chromedp.Click("form > button"))
	select {
	case <-lied:
	case <-t.Context().Done():
		t.Fatal("the note never went")
	}
	h.ask(`outbox.send().then(String)`) // one hand at a time: the answer was looked at before this one begins
	if says(t, h.browser, "Đã gửi lúc") || h.hashes() != kept || kept == "" {
		t.Fatalf("taken for sent: kept %q, then %q", kept, h.hashes())
	}
	honest.Store(true)
	h.signal(false)
	h.signal(true)
	h.sees("Đã gửi lúc")
	if sent := byLink(t, site.sampleSite); len(sent) != 1 || len(sent[0].Files) != 1 || sent[0].Files[0].SentHash != kept {
		t.Errorf("%+v", sent)
	}
}

// TestALinkRevokedMeanwhileLosesNothing: the note stays in the phone and its photo can be saved; another link on the same phone sees none of it.
func TestALinkRevokedMeanwhileLosesNothing(t *testing.T) {
	site := openWalk(t)
	h := newHandset(t, newWire(t, site.url))
	h.page(sampleSecret)
	h.signal(false)
	h.write("Gửi quá muộn")
	photo, err := filepath.Abs("sample/lop-hoc.jpg")
	if err != nil {
		t.Fatal(err)
	}
	h.do(chromedp.SetUploadFiles("#f-files", []string{photo}))
	h.sees("lop-hoc.jpg,")
	h.do(chromedp.Click("form > button"))
	h.sees("Đang giữ trong máy. Có mạng sẽ tự gửi.")
	lan := site.actors[string(org.OfficeHead)]
	if err := site.work.RevokeLink(t.Context(), lan, 1); err != nil {
		t.Fatal(err)
	}
	h.signal(true)
	const ended = "Hãy gọi Nguyễn Thị Lan, người đã lập đường dẫn. Ảnh vẫn còn trong máy này."
	h.sees(ended)
	h.sees("Lưu lop-hoc.jpg")
	h.page(sampleSecret) // the server says that there is no such page
	h.sees(ended)
	axe, err := os.ReadFile("testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	h.faultless(string(axe), "a note whose link has ended")

	fresh, err := site.work.MakeLink(t.Context(), lan, linkedTask(t, site), site.actors[string(org.UnitHead)].Unit, org.DayOf(site.work.Now()).Add(9))
	if err != nil {
		t.Fatal(err)
	}
	h.page(fresh)
	if says(t, h.browser, "Trong máy này") || h.ask(`document.getElementById("f-note").value`) != "" || h.ask(`document.getElementById("f-sender").value`) != "" {
		t.Error("one link shows what was written behind another")
	}
	if sent := byLink(t, site.sampleSite); len(sent) != 0 {
		t.Errorf("%+v", sent)
	}
}

// linkedTask is the task of the sample's link.
func linkedTask(t *testing.T, site walk) work.TaskID {
	t.Helper()
	id, err := site.sampleTask(t.Context(), "IV.2.-4")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// faultless fails where axe finds a fault on the page as it stands, or something is wider than the window.
func (h *handset) faultless(axe, name string) {
	h.t.Helper()
	for _, fault := range violations(h.t, h.browser, axe, everyRule) {
		h.t.Errorf("%s: %s", name, fault)
	}
	if over := overflow(h.t, h.browser); over != "" {
		h.t.Errorf("%s: wider than the window: %s", name, over)
	}
}
