package plan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"loa/kit/scan"
	"loa/org"
	"loa/platform/job"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web/webtest"
)

// A scanner knows the pages of a paper by heart: those of the text it is given,
// as a scan of it would give them. It fails as often as it is told to.
type scanner struct {
	pages []scan.Page
	fails []error
	seen  func(scan.Progress) // beside the desk's
}

func (s *scanner) read(_ context.Context, file []byte, seen func(scan.Progress)) (scan.Document, error) {
	if len(s.fails) > 0 {
		err := s.fails[0]
		s.fails = s.fails[1:]
		return scan.Document{}, err
	}
	pages := s.pages
	if name, ok := bytes.CutPrefix(file, []byte("\x89PNG\r\n\x1a\n")); ok { // one picture, which says itself what it is
		pages = sheetsOf(string(name))
	}
	for i, p := range pages {
		progress := scan.Progress{Page: p.No, Of: len(pages), Done: i + 1, Way: p.Way}
		if s.seen != nil {
			s.seen(progress)
		}
		seen(progress)
	}
	return scan.Document{Kind: scan.KindOf(file), Pages: pages}, nil
}

// sheetsOf prints text on pages of 48 lines, eight pixels a letter.
func sheetsOf(text string) []scan.Page {
	var pages []scan.Page
	y := 0
	for i, line := range strings.Split(text, "\n") {
		if i%48 == 0 {
			pages, y = append(pages, scan.Page{No: i/48 + 1, Way: scan.FromPicture, DPI: 130, Picture: blankPage(i)}), 40
		}
		p := &pages[len(pages)-1]
		x, l := 60, scan.Line{}
		for _, w := range strings.Fields(line) {
			box := image.Rect(x, y, x+8*len([]rune(w)), y+18)
			l.Words = append(l.Words, scan.Word{Text: w, Box: box, Sure: 0.95})
			l.Box = l.Box.Union(box)
			x = box.Max.X + 8
		}
		if y += 28; len(l.Words) > 0 {
			p.Lines = append(p.Lines, l)
		}
	}
	return pages
}

func blankPage(shade int) scan.Picture {
	img := image.NewGray(image.Rect(0, 0, 1075, 1520))
	for i := range img.Pix {
		img.Pix[i] = uint8(255 - shade%16)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err) // a picture of that size can be written
	}
	return scan.Picture{Width: 1075, Height: 1520, JPEG: b.Bytes()}
}

const aPDF = "%PDF-1.4 a scan"

// scanDesk is a desk whose scanner knows the seed.
func scanDesk(t testing.TB, db *store.DB) (*Desk, *scanner) {
	t.Helper()
	if err := job.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if err := db.Write(t.Context(), ward, func(tx *store.Tx) error { return tx.Enroll(t.Context(), "") }); err != nil {
		t.Fatal(err)
	}
	d, s := newDesk(t, db), &scanner{pages: sheetsOf(seed(t))}
	d.Scan = s.read
	return d, s
}

func bring(t testing.TB, d *Desk) PaperID {
	t.Helper()
	paper, draft, err := d.Bring(t.Context(), lan, 0, File{"quét.pdf", strings.NewReader(aPDF)})
	if err != nil || draft != 0 || paper == 0 {
		t.Fatalf("paper %d, draft %d, %v", paper, draft, err)
	}
	return paper
}

// ofWard asks fn in a read of the ward.
func ofWard[T any](t testing.TB, d *Desk, fn func(ctx context.Context, tx *store.Tx) (T, error)) (v T) {
	t.Helper()
	err := d.DB.Read(t.Context(), ward, func(tx *store.Tx) (err error) {
		v, err = fn(t.Context(), tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func readings(t testing.TB, d *Desk) []Reading { return ofWard(t, d, listReadings) }

func drafts(t testing.TB, d *Desk) []DraftID { return ofWard(t, d, listOpen) }

func paperOf(t testing.TB, d *Desk, id PaperID) Paper {
	t.Helper()
	return ofWard(t, d, func(ctx context.Context, tx *store.Tx) (Paper, error) { return loadPaper(ctx, tx, id) })
}

func TestAScanIsReadAfterItWasBrought(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, s := scanDesk(t, db)
		paper := bring(t, d)
		rs := readings(t, d)
		if len(rs) != 1 || rs[0].Paper.ID != paper || rs[0].Tries != 0 || rs[0].By != lan.Person {
			t.Fatalf("being read: %+v", rs)
		}
		if _, _, err := d.Bring(t.Context(), minh, 0, File{"lại.pdf", strings.NewReader(aPDF)}); kindOf(err) != refuse.Conflict {
			t.Errorf("the same scan twice at once: %v", err)
		}
		var on []string
		s.seen = func(p scan.Progress) {
			r := readings(t, d)
			on = append(on, fmt.Sprintf("%d/%d", r[0].Done, r[0].Pages))
		}
		for range 2 { // the second finds nothing to do
			if err := d.ReadScan(t.Context(), ward, toRead{rs[0].ID}); err != nil {
				t.Fatal(err)
			}
		}
		if want := "0/0 1/8 2/8 3/8 4/8 5/8 6/8 7/8"; strings.Join(on, " ") != want {
			t.Errorf("the progress was %v, want %s", on, want)
		}
		ids := drafts(t, d)
		if len(ids) != 1 || len(readings(t, d)) != 0 {
			t.Fatalf("%d reviews, still being read: %v", len(ids), readings(t, d))
		}
		r := reviewOf(t, d, ids[0])
		if r.Draft.Doc.Code != "15/KH-UBND" || len(r.Draft.Targets) != 7 || len(r.Pages) != 8 || r.By != lan.Person || r.Draft.Source.Kind != "scan" {
			t.Errorf("read %s with %d targets on %d pages by %d, %s", r.Draft.Doc.Code, len(r.Draft.Targets), len(r.Pages), r.By, r.Draft.Source.Kind)
		}
		l := r.Draft.line(r.Draft.Targets[0].Lines[0])
		if b := l.box(); b.X != 60 || b.H != 18 || l.Page != 1 && l.Page != 2 || len(r.Draft.Source.Boxes) < 250 {
			t.Errorf("the first target stands at %+v of page %d; %d lines have a place", b, l.Page, len(r.Draft.Source.Boxes))
		}
	})
}

func TestAScanThatCannotBeReadIsKeptAndReadAgain(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, s := scanDesk(t, db)
		paper := bring(t, d)
		read := func() error {
			t.Helper()
			rs := readings(t, d)
			if len(rs) != 1 {
				t.Fatalf("being read: %v", rs)
			}
			return d.ReadScan(t.Context(), ward, toRead{rs[0].ID})
		}
		s.fails = []error{&scan.Unreadable{Say: "Tệp PDF có mật khẩu."}}
		if err := read(); err != nil {
			t.Fatal(err)
		}
		if p := paperOf(t, d, paper); p.Refusal != "Tệp PDF có mật khẩu." || len(readings(t, d)) != 0 {
			t.Fatalf("%+v", p)
		}
		broken := errors.New("the disk is full")
		s.fails = []error{broken, broken, broken}
		if _, err := d.ReadAgain(t.Context(), minh, paper); err != nil {
			t.Fatal(err)
		}
		if _, err := d.ReadAgain(t.Context(), minh, paper); kindOf(err) != refuse.Conflict {
			t.Errorf("asked twice: %v", err)
		}
		for range mostTries {
			if err := read(); !errors.Is(err, broken) {
				t.Fatalf("trouble is %v", err)
			}
		}
		if p := paperOf(t, d, paper); !strings.Contains(p.Refusal, "Đọc lại") || len(readings(t, d)) != 0 {
			t.Fatalf("after %d tries: %+v", mostTries, p)
		}
		if _, err := d.ReadAgain(t.Context(), minh, paper); err != nil {
			t.Fatal(err)
		}
		if err := read(); err != nil {
			t.Fatal(err)
		}
		if p := paperOf(t, d, paper); p.Refusal != "" || len(drafts(t, d)) != 1 {
			t.Errorf("read at last: %+v", p)
		}
	})
}

// TestReadingOnAfterARestartLeavesOneReview: what was being read is asked for
// anew, and whoever still reads it under the old number finds it gone.
func TestReadingOnAfterARestartLeavesOneReview(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, s := scanDesk(t, db)
		bring(t, d)
		old := readings(t, d)[0].ID
		s.seen = func(p scan.Progress) {
			if s.seen = nil; p.Page != 1 {
				t.Errorf("page %d first", p.Page)
			}
			if err := d.Resume(t.Context()); err != nil {
				t.Error(err)
			}
		}
		if err := d.ReadScan(t.Context(), ward, toRead{old}); err != nil {
			t.Fatal(err)
		}
		rs := readings(t, d)
		if len(rs) != 1 || rs[0].ID == old || len(drafts(t, d)) != 0 {
			t.Fatalf("%v, %v", rs, drafts(t, d))
		}
		for _, id := range []ReadingID{old, rs[0].ID, rs[0].ID} {
			if err := d.ReadScan(t.Context(), ward, toRead{id}); err != nil {
				t.Fatal(err)
			}
		}
		if len(drafts(t, d)) != 1 {
			t.Errorf("%d reviews", len(drafts(t, d)))
		}
	})
}

func TestAProgramThatStopsHasNotTried(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d, s := scanDesk(t, db)
	bring(t, d)
	ctx, stop := context.WithCancel(t.Context())
	s.seen = func(scan.Progress) { stop() }
	r := readings(t, d)[0]
	if err := d.ReadScan(ctx, ward, toRead{r.ID}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if now := readings(t, d); len(now) != 1 || now[0].Tries != 0 {
		t.Errorf("after the stop: %+v", now)
	}
}

func TestPhotographsOfPagesAreOnePaper(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := scanDesk(t, db)
		all := strings.Split(seed(t), "\n")
		var files []File
		for i := 11; i >= 0; i-- {
			text := strings.Join(all[i*31:min(len(all), i*31+31)], "\n")
			files = append(files, File{fmt.Sprintf("trang %d.png", i+1), strings.NewReader("\x89PNG\r\n\x1a\n" + text)})
		}
		paper, draft, err := d.Bring(t.Context(), lan, 0, files...)
		if err != nil || draft != 0 {
			t.Fatal(draft, err)
		}
		p := paperOf(t, d, paper)
		if p.Name != "trang 1.png và 11 tệp nữa" || len(p.Files) != 12 || p.Files[1].Name != "trang 2.png" || p.Files[9].Name != "trang 10.png" {
			t.Errorf("%s: %+v", p.Name, p.Files)
		}
		if err := d.ReadScan(t.Context(), ward, toRead{readings(t, d)[0].ID}); err != nil {
			t.Fatal(err)
		}
		r := reviewOf(t, d, drafts(t, d)[0])
		if len(r.Pages) != 12 || len(r.Draft.Targets) != 7 || r.Draft.Assignments[0].Unit == "" {
			t.Errorf("%d pages, %d targets", len(r.Pages), len(r.Draft.Targets))
		}
		_, _, err = d.Bring(t.Context(), lan, 0, File{"a.png", strings.NewReader("\x89PNG\r\n\x1a\n")}, File{"b.txt", strings.NewReader("chữ")})
		if kindOf(err) != refuse.Invalid || !strings.Contains(err.Error(), "“b.txt”") {
			t.Errorf("a text among pictures: %v", err)
		}
	})
}

// TestAPDFWithASoundLayerIsReadFromIt and not from its pictures, of which none are kept.
func TestAPDFWithASoundLayerIsReadFromIt(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d, s := scanDesk(t, db)
	s.fails = []error{errors.New("nobody is to look at the pictures")}
	file, err := os.Open("../kit/pdf/testdata/plan.pdf")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := d.Upload(t.Context(), lan, "plan.pdf", file, 0); err != nil {
		t.Fatal(err)
	}
	if err := d.ReadScan(t.Context(), ward, toRead{readings(t, d)[0].ID}); err != nil {
		t.Fatal(err)
	}
	r := reviewOf(t, d, drafts(t, d)[0])
	if len(r.Pages) != 0 || len(r.Draft.Targets) == 0 || len(r.Source) == 0 {
		t.Errorf("%d pages, %d targets, %d lines", len(r.Pages), len(r.Draft.Targets), len(r.Source))
	}
}

func TestNamesAreOrderedAsPeopleNumberThem(t *testing.T) {
	want := []string{"IMG_9.jpg", "IMG_10.jpg", "IMG_0010b.jpg", "IMG_11.jpg", "trang 1.png", "trang 02.png", "trang 10.png"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortStableFunc(got, inOrder)
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestAMachineWithoutTesseractSaysWhatToInstall, at the upload already, and keeps the file.
func TestAMachineWithoutTesseractSaysWhatToInstall(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d, s := scanDesk(t, db)
	d.Scan = nil
	_, _, err := d.Bring(t.Context(), lan, 0, File{"quét.pdf", strings.NewReader(aPDF)})
	if kindOf(err) != refuse.Invalid || !strings.Contains(err.Error(), "tesseract-ocr-vie") {
		t.Fatal(err)
	}
	unread := ofWard(t, d, listUnread)
	if len(unread) != 1 || len(readings(t, d)) != 0 {
		t.Fatalf("%v", unread)
	}
	d.Scan = s.read // it has been installed
	if _, err := d.ReadAgain(t.Context(), lan, unread[0].ID); err != nil {
		t.Fatal(err)
	}
	if err := d.ReadScan(t.Context(), ward, toRead{readings(t, d)[0].ID}); err != nil || len(drafts(t, d)) != 1 {
		t.Error(err)
	}
}

func TestThePictureOfAPageIsForThosesOfItsPlace(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d, _ := scanDesk(t, db)
	bring(t, d)
	if err := d.ReadScan(t.Context(), ward, toRead{readings(t, d)[0].ID}); err != nil {
		t.Fatal(err)
	}
	mux, as := site(t, d)
	get := func(path string, a *org.Actor) *httptest.ResponseRecorder {
		w, req := httptest.NewRecorder(), httptest.NewRequest("GET", path, nil)
		if a != nil {
			mux.ServeHTTP(w, req.WithContext(org.WithActor(req.Context(), *a)))
		} else {
			as("mai", mux).ServeHTTP(w, req)
		}
		return w
	}
	w := get("/plan/draft/1/page/2", nil)
	if w.Code != 200 || w.Header().Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(w.Header().Get("Cache-Control"), "private, ") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if c, err := jpeg.DecodeConfig(w.Body); err != nil || c.Width != 1075 {
		t.Errorf("%v, %v", c, err)
	}
	for _, path := range []string{"/plan/draft/1/page/9", "/plan/draft/1/page/0", "/plan/draft/2/page/1"} {
		if w := get(path, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	stranger := org.Actor{Place: "11449", Person: 1, Posts: []org.Post{org.Chair}}
	if w := get("/plan/draft/1/page/2", &stranger); w.Code != http.StatusNotFound {
		t.Errorf("from next door: %d", w.Code)
	}
}

// TestTheJobReadsWhatWasBrought through the queue of the house.
func TestTheJobReadsWhatWasBrought(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d, _ := scanDesk(t, db)
	runner := job.New(db, slog.New(slog.DiscardHandler))
	job.Handle(runner, ReadScans, d.ReadScan)
	ctx, stop := context.WithCancel(t.Context())
	if err := runner.Start(ctx); err != nil {
		t.Fatal(err)
	}
	defer runner.Wait()
	defer stop()
	bring(t, d)
	untilRead(t, d)
	if len(drafts(t, d)) != 1 {
		t.Errorf("%d reviews", len(drafts(t, d)))
	}
}

// TestAnAmendmentKeepsThePagesAndTheWords of the scan that the version in force was read from.
func TestAnAmendmentKeepsThePagesAndTheWords(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := scanDesk(t, db)
		bring(t, d)
		if err := d.ReadScan(t.Context(), ward, toRead{readings(t, d)[0].ID}); err != nil {
			t.Fatal(err)
		}
		r := reviewOf(t, d, 1)
		word := wordThing(r.Draft.Targets[6].Lines[0], 4)
		if err := d.Correct(t.Context(), lan, 1, 0, Correction{Verb: Correct, Thing: word, Field: "text", Becomes: "xyz"}); err != nil {
			t.Fatal(err)
		}
		r = reviewOf(t, d, 1)
		for _, b := range r.Blocks() {
			if err := d.Correct(t.Context(), lan, 1, Anything, Correction{Verb: Accept, Thing: b.Thing}); err != nil {
				t.Fatal(err)
			}
		}
		p, err := d.Adopt(t.Context(), hung, 1, Anything)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(p.Targets[6].Subject+p.Targets[6].Measure, "xyz") {
			t.Errorf("adopted %+v", p.Targets[6])
		}
		id, err := d.Amend(t.Context(), lan, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		now := reviewOf(t, d, id)
		if w, _ := now.Draft.wordAt(word); len(now.Pages) != 8 || w.Text != "xyz" || w.Sure != 1 || w.Box == nil {
			t.Errorf("%d pages, %+v", len(now.Pages), w)
		}
		if was := reviewOf(t, d, 1); len(now.Draft.Unclear()) != len(was.Draft.Unclear()) {
			t.Errorf("%d words are unclear, %d were", len(now.Draft.Unclear()), len(was.Draft.Unclear()))
		}
		mux, as := site(t, d)
		webtest.Run(t, mux, as, "testdata/scan-adopted.txt")
	})
}

func TestScanScreens(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := scanDesk(t, db)
		mux, as := site(t, d)
		bring(t, d)
		webtest.Run(t, mux, as, "testdata/scan-waiting.txt")
		if err := d.ReadScan(t.Context(), ward, toRead{readings(t, d)[0].ID}); err != nil {
			t.Fatal(err)
		}
		webtest.Run(t, mux, as, "testdata/scan-read.txt")
	})
}

func TestWordScreens(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.Reader = func([]byte, Options) (Draft, []Line, error) {
			g, lines := goldWords(t)
			return g, lines, nil
		}
		upload(t, d)
		mux, as := site(t, d)
		webtest.Run(t, mux, as, "testdata/words.txt")
	})
}
