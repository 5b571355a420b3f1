package work

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"loa/kit/vi"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web/webtest"
)

// scene is a photo of waves and a disc, its own for each seed.
func scene(seed, width, height int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	f := float64(seed)
	for y := range height {
		for x := range width {
			u, v := float64(x)/float64(width), float64(y)/float64(height)
			shade := 128 + 60*math.Sin(u*(3+f)+f) + 50*math.Cos(v*(2+1.7*f)-f*u*3)
			if math.Hypot(u-math.Mod(f*0.37, 1), v-math.Mod(f*0.61, 1)) < 0.2 {
				shade = 255 - shade
			}
			img.Set(x, y, color.Gray{uint8(max(0, min(255, shade)))})
		}
	}
	return img
}

func asJPEG(t testing.TB, img image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// located puts an EXIF block with a place and an orientation into a JPEG, as a phone does.
func located(photo []byte, orientation uint16) []byte {
	var tiff bytes.Buffer
	order := binary.LittleEndian
	put := func(v any) { binary.Write(&tiff, order, v) }
	tiff.WriteString("II*\x00")
	put(uint32(8))
	put(uint16(2)) // entries: orientation, and where the place begins
	put([]uint16{0x0112, 3})
	put(uint32(1))
	put(uint32(orientation))
	put([]uint16{0x8825, 4})
	put(uint32(1))
	put(uint32(38))
	put(uint32(0))
	put(uint16(1))
	put([]uint16{0x0001, 2}) // latitude reference
	put(uint32(2))
	tiff.WriteString("N\x00\x00\x00")
	put(uint32(0))
	tiff.WriteString("20.806N 106.630E phone of somebody")
	return withEXIF(photo, tiff.Bytes())
}

func withEXIF(photo, tiff []byte) []byte {
	body := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1, byte((len(body) + 2) >> 8), byte(len(body) + 2)}, body...)
	return append(out, photo[2:]...)
}

func TestAPhotoIsKeptWithoutThePlaceItWasTaken(t *testing.T) {
	sent := located(asJPEG(t, scene(1, 400, 300), 90), 6)
	if !bytes.Contains(sent, []byte("somebody")) {
		t.Fatal("the test photo carries no place")
	}
	p, err := redraw("ảnh.jpg", sent)
	if err != nil {
		t.Fatal(err)
	}
	for _, trace := range []string{"Exif", "somebody", "106.630"} {
		if bytes.Contains(p.JPEG, []byte(trace)) {
			t.Errorf("what is kept still has %q", trace)
		}
	}
	c, kind, err := image.DecodeConfig(bytes.NewReader(p.JPEG))
	if err != nil || kind != "jpeg" || c.Width != 300 || c.Height != 400 {
		t.Errorf("kept as %s %d × %d: %v; a photo held upright stands upright", kind, c.Width, c.Height, err)
	}
}

func TestWhatIsNoPhotoOrFileIsRefusedInASentence(t *testing.T) {
	huge := asJPEG(t, image.NewGray(image.Rect(0, 0, 8, 8)), 50)
	i := bytes.Index(huge, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(huge[i+5:], 60000) // the head of the file says 60,000 × 60,000
	binary.BigEndian.PutUint16(huge[i+7:], 60000)
	for name, b := range map[string][]byte{
		"quá lớn.jpg": huge, "cắt.jpg": asJPEG(t, scene(1, 200, 200), 80)[:300], "chương trình.jpg": []byte("MZ\x90\x00\x03\x00\x00\x00\x04"),
		"trang.html": []byte("<!DOCTYPE html><script>alert(1)</script>"), "iphone.heic": []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"),
		"phim.mp4": []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), "nén.zip": []byte("PK\x03\x04 nothing of an office"),
	} {
		kind, err := sniff(name, b)
		if err == nil && kind == kindJPEG {
			_, err = redraw(name, b)
		}
		if no := refuse.Of(err); no.Field != "files" || !strings.Contains(no.Say, name) {
			t.Errorf("%s: %v %v", name, kind, err)
		}
	}
	for want, b := range map[string][]byte{kindPDF: []byte("%PDF-1.7\n"), kindText: []byte("Danh sách dự họp"), kindXLSX: []byte("PK\x03\x04……xl/workbook.xml"), kindDOCX: []byte("PK\x03\x04……word/document.xml")} {
		if kind, err := sniff("tệp", b); kind != want {
			t.Errorf("%s is taken for %q: %v", want, kind, err)
		}
	}
}

// stateTable is every way a part can stand: what was sent for it, in order, and how far it is.
var stateTable = []struct {
	sent string // c claimed, a accepted, f accepted and finished, r returned, w withdrawn
	want State
}{
	{"", Todo}, {"c", Sent}, {"w", Todo}, {"r", Returned}, {"rc", Sent}, {"a", Going}, {"f", Done}, {"ra", Going}, {"ar", Returned}, {"fr", Done}, {"fc", Sent}, {"fa", Done},
	{"rw", Returned}, {"aw", Going}, {"cf", Sent}, {"raf", Done},
}

func TestHowFarAPartIsFollowsFromItsEvidence(t *testing.T) {
	for _, row := range stateTable {
		if got := stateOf(sentAs(row.sent)); got != row.want {
			t.Errorf("%q: %s, want %s", row.sent, got, row.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		sent := rapid.StringMatching(`[cafrw]{0,12}`).Draw(t, "sent")
		got := stateOf(sentAs(sent))
		if strings.Contains(sent, "c") != (got == Sent) {
			t.Errorf("%q is %s: what waits is sent, and nothing else is", sent, got)
		}
		if got == Done && !strings.Contains(sent, "f") {
			t.Errorf("%q is done and nobody said so", sent)
		}
		if stateOf(sentAs(sent+"w")) != got {
			t.Errorf("%q: what was withdrawn counts", sent)
		}
	})
}

func sentAs(letters string) []Evidence {
	var all []Evidence
	for _, l := range letters {
		e := Evidence{State: map[rune]Standing{'c': Claimed, 'a': Accepted, 'f': Accepted, 'r': Sentback, 'w': Withdrawn}[l], Finishes: l == 'f'}
		all = append(all, e)
	}
	return all
}

// shows is an evidence that says something, on a day.
func shows(note string) Shown { return Shown{DoneOn: "2025-07-17", Note: note} }

// sent sends evidence for the school's part and gives its number.
func sent(t testing.TB, d *Desk, a org.Actor, id TaskID, unit org.UnitID, once string, files ...Upload) EvidenceID {
	t.Helper()
	e, err := d.Send(t.Context(), a, id, unit, once, shows("Đã làm"), files...)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func stateAt(t testing.TB, d *Desk, id TaskID, unit org.UnitID) State {
	t.Helper()
	return ask(t, d, func(ctx context.Context, tx *store.Tx) (Part, error) { return partOf(ctx, tx, id, unit) }).State
}

func TestEvidenceIsSentReturnedSentAgainAndAccepted(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id := taskAt(t, d, "IV.2.-3").ID
		photo := asJPEG(t, scene(3, 300, 200), 85)
		first := sent(t, d, hong, id, school, "form-number-1", Upload{"buổi học.jpg", bytes.NewReader(photo)}, Upload{"danh sách.txt", strings.NewReader("Lớp 5A: 32 em")})
		if s := stateAt(t, d, id, school); s != Sent {
			t.Errorf("after sending: %s", s)
		}
		if err := d.Accept(t.Context(), hong, first, true); kindOf(err) != refuse.NotAllowed {
			t.Errorf("accepted by its own unit's head: %v", err)
		}
		if err := d.Return(t.Context(), duc, first, " "); refuse.Of(err).Field != "reason" {
			t.Errorf("returned without a reason: %v", err)
		}
		if err := d.Return(t.Context(), duc, first, "ảnh mờ, 100% không thấy mặt chữ"); err != nil {
			t.Fatal(err)
		}
		if s := stateAt(t, d, id, school); s != Returned {
			t.Errorf("after the return: %s", s)
		}
		second := sent(t, d, hong, id, school, "form-number-2")
		if err := d.Accept(t.Context(), lan, second, true); err != nil {
			t.Fatal(err)
		}
		if err := d.Return(t.Context(), duc, second, "đổi ý"); kindOf(err) != refuse.Conflict || !strings.Contains(err.Error(), "Nguyễn Thị Lan đã công nhận") {
			t.Errorf("decided twice: %v", err)
		}
		x := taskAt(t, d, "IV.2.-3")
		if x.Done != 1 || x.say() != "1/3 đơn vị đã xong" {
			t.Errorf("%+v", x.Tally)
		}
		e := ask(t, d, func(ctx context.Context, tx *store.Tx) (Evidence, error) { return loadEvidence(ctx, tx, first) })
		if len(e.Files) != 2 || !e.Files[0].IsPicture() || e.Files[0].Print == "" || e.Files[1].Kind != kindText || e.VerifierName != duc.Name || e.Reason != "ảnh mờ, 100% không thấy mặt chữ" {
			t.Errorf("%+v", e)
		}
		_, body, err := d.openFile(t.Context(), e, 2)
		if err != nil {
			t.Fatal(err)
		}
		defer body.Close()
		if b, err := io.ReadAll(body); err != nil || string(b) != "Lớp 5A: 32 em" {
			t.Errorf("the list as kept: %q %v", b, err)
		}
		for _, say := range []string{"gửi minh chứng: 1 ảnh, 1 tệp, ghi chú.", "Lý do: ảnh mờ, 100% không thấy mặt chữ.", "Công nhận minh chứng; Trường Tiểu học Một đã xong phần việc."} {
			if got := said(t, d, id); !strings.Contains(got, say) {
				t.Errorf("history lacks %q:\n%s", say, got)
			}
		}
	})
}

func TestNobodyVerifiesWhatTheySentThemselves(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id := taskAt(t, d, "IV.2.-3").ID
		own := sent(t, d, duc, id, culture, "form-number-1")
		for _, decide := range []func(org.Actor) error{
			func(a org.Actor) error { return d.Accept(t.Context(), a, own, true) },
			func(a org.Actor) error { return d.Return(t.Context(), a, own, "x") },
		} {
			if err := decide(duc); kindOf(err) != refuse.NotAllowed || !strings.Contains(err.Error(), "người gửi") {
				t.Errorf("the sender decided: %v", err)
			}
		}
		if err := d.Withdraw(t.Context(), lan, own, ""); kindOf(err) != refuse.NotAllowed {
			t.Errorf("somebody else withdrew it: %v", err)
		}
		if err := d.Withdraw(t.Context(), duc, own, "gửi nhầm"); err != nil {
			t.Fatal(err)
		}
		if s := stateAt(t, d, id, culture); s != Todo {
			t.Errorf("after withdrawing: %s", s)
		}
		if _, err := d.Send(t.Context(), son, id, school, "form-number-3", shows("x")); kindOf(err) != refuse.NotAllowed {
			t.Errorf("a reporter sent for a school: %v", err)
		}
		stranger := lan
		stranger.Place = "11447"
		if err := d.Accept(t.Context(), stranger, own, true); kindOf(err) != refuse.NotFound {
			t.Errorf("accepted from next door: %v", err)
		}
	})
}

func TestTheSameFormSentTwiceIsOneEvidence(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id := taskAt(t, d, "IV.2.-3").ID
		a := sent(t, d, hong, id, school, "the-same-form")
		b := sent(t, d, hong, id, school, "the-same-form")
		all := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Evidence, error) { return evidenceOf(ctx, tx, id, school) })
		if a != b || len(all) != 1 {
			t.Errorf("%d and %d: %d in all", a, b, len(all))
		}
	})
}

func TestAPhotoUsedElsewhereIsShownToTheVerifier(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id := taskAt(t, d, "IV.2.-3").ID
		photo := asJPEG(t, scene(5, 500, 400), 90)
		sent(t, d, hong, id, school, "form-number-1", Upload{"a.jpg", bytes.NewReader(photo)}, Upload{"b.jpg", bytes.NewReader(asJPEG(t, scene(6, 500, 400), 90))})
		again := sent(t, d, lan, id, secondSchool, "form-number-2", Upload{"sao.jpg", bytes.NewReader(photo)}, Upload{"nén.jpg", bytes.NewReader(asJPEG(t, scene(6, 250, 200), 40))}, Upload{"mới.jpg", bytes.NewReader(asJPEG(t, scene(9, 500, 400), 90))})
		twins := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Twin, error) {
			e, err := loadEvidence(ctx, tx, again)
			if err != nil {
				return nil, err
			}
			return d.twins(ctx, tx, e)
		})
		if len(twins) != 2 || !twins[0].Same || twins[1].Same || twins[1].File != 2 || twins[1].Other.N != 2 {
			t.Fatalf("%+v", twins)
		}
		if got := twins[0].say(); got != "Ảnh 1 chính là ảnh 1 của Trường Tiểu học Một, gửi 17/7/2025 cho nhiệm vụ 5." {
			t.Error(got)
		}
	})
}

func TestWhatCannotBeSentIsRefusedAtItsField(t *testing.T) {
	for field, s := range map[string]Shown{
		"done_on":   {Note: "x"},
		"link":      {DoneOn: "2025-07-17", Link: "javascript:alert(1)"},
		"figure_of": {DoneOn: "2025-07-17", Figure: 12},
		"files":     {DoneOn: "2025-07-17", Note: "  ", People: []string{" ", ""}},
		"note":      {DoneOn: "2025-07-17", Note: strings.Repeat("ừ", longestText+1)},
		"people":    {DoneOn: "2025-07-17", People: strings.Split(strings.Repeat("A B\n", mostPeople+1), "\n")},
	} {
		if err := s.settle("2025-07-17", 0); refuse.Of(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if s := shows("x"); s.settle("2025-07-16", 0) == nil {
		t.Error("done on a day that has not come")
	}
	if s := shows("x"); s.settle("2025-07-17", mostFiles+1) == nil {
		t.Error("too many files at once")
	}
}

func TestEvidenceScreens(t *testing.T) {
	d, _ := opened(t, storetest.Open(t, schemas...))
	mux, as := site(t, d)
	webtest.Run(t, mux, as, "testdata/evidence.txt")
}

// BenchmarkTwins looks for one photo among 20,000, a ward's for some years.
func BenchmarkTwins(b *testing.B) {
	d, _ := opened(b, storetest.Open(b, schemas...))
	id := taskAt(b, d, "IV.2.-3").ID
	write(b, d.DB, ward, func(tx *store.Tx) error {
		for i := range 2000 {
			e := Evidence{Once: fmt.Sprintf("form-number-%d", i), Task: id, Unit: school, Shown: shows("x"), State: Accepted}
			for n := range 10 {
				h := fmt.Sprintf("%064x", i*10+n)
				e.Files = append(e.Files, File{N: n + 1, Name: vi.Figures(int64(n)), Kind: kindJPEG, Hash: h, SentHash: h, Print: fmt.Sprintf("%032x", i*7919*(n+1))})
			}
			if _, err := insertEvidence(b.Context(), tx, e); err != nil {
				return err
			}
		}
		return nil
	})
	one := sent(b, d, lan, id, secondSchool, "form-number-x", Upload{"a.jpg", bytes.NewReader(asJPEG(b, scene(5, 500, 400), 90))})
	for b.Loop() {
		ask(b, d, func(ctx context.Context, tx *store.Tx) ([]Twin, error) {
			e, err := loadEvidence(ctx, tx, one)
			if err != nil {
				return nil, err
			}
			return d.twins(ctx, tx, e)
		})
	}
}

func TestTheDayOfEachShowsWhatWaitsForThem(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		waits := func(a org.Actor) string {
			return strings.Join(ask(t, d, func(ctx context.Context, tx *store.Tx) ([]string, error) {
				ws, err := d.Waiting(ctx, tx, a)
				var out []string
				for _, w := range ws {
					out = append(out, fmt.Sprintf("%s (%s) %s late=%v", w.Text, w.Detail, w.Href, w.IsLate))
				}
				return out, err
			}), "\n")
		}
		for _, a := range []org.Actor{hong, duc, ha, son} {
			if got := waits(a); got != "" {
				t.Errorf("nothing is due yet, and for %s waits:\n%s", a.Name, got)
			}
		}
		id := taskAt(t, d, "IV.2.-3").ID
		if err := d.Reschedule(t.Context(), lan, id, "2025-07-16", ""); err != nil {
			t.Fatal(err)
		}
		if got := waits(ha); !strings.HasPrefix(got, "1 nhiệm vụ quá hạn") || !strings.HasSuffix(got, "/work?due=late late=true") {
			t.Errorf("for the vice chair: %s", got)
		}
		if got := waits(hong); !strings.Contains(got, "Trường Tiểu học Một: chưa gửi minh chứng.) /work/5/unit/7 late=true") {
			t.Errorf("for the school: %s", got)
		}
		own := sent(t, d, duc, id, culture, "form-number-1")
		if got := waits(duc); got != "" {
			t.Errorf("the officer has sent, and may not verify it: %s", got)
		}
		if got := waits(lan); !strings.HasPrefix(got, "Thẩm tra 1 minh chứng") || !strings.Contains(got, "/work/5/evidence/1") {
			t.Errorf("for the office head: %s", got)
		}
		if err := d.Return(t.Context(), lan, own, "thiếu số liệu"); err != nil {
			t.Fatal(err)
		}
		if got := waits(duc); !strings.HasPrefix(got, "Bổ sung minh chứng: ") {
			t.Errorf("returned to the officer: %s", got)
		}
	})
}
