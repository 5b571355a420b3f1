package plan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"runtime"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/unicode/norm"

	"loa/kit/scan"
	"loa/org"
	"loa/platform/job"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A ReadingID is one time that a scan is read.
type ReadingID int64

// A Reading is a scan that waits to be read, or is being read.
type Reading struct {
	ID      ReadingID
	Paper   Paper
	By      org.PersonID // who asked
	ByName  string
	AskedAt time.Time
	Tries   int // how often it was begun
	Pages   int // 0 = not yet known
	Done    int
}

// toRead is what the job is told.
type toRead struct {
	Reading ReadingID
}

// ReadScans is the job that reads scans.
var ReadScans = job.Kind[toRead]{Name: "plan_read", Timeout: 35 * time.Minute}

// mostTries is how often a reading is begun before a person has to ask again.
const mostTries = 3

// mostPicture is the most bytes of the picture of a page.
const mostPicture = 8 << 20

func isScan(kind string) bool {
	switch scan.Kind(kind) {
	case scan.PDF, scan.PNG, scan.JPEG, scan.TIFF:
		return true
	}
	return false
}

func (p *Paper) isScan() bool { return isScan(p.Kind) }

// files are the files of p, one or several.
func (p *Paper) files() []PaperFile {
	if len(p.Files) > 0 {
		return p.Files
	}
	return []PaperFile{{p.Name, p.Hash, p.Size}}
}

// await lets the scan p wait to be read. A p without an id is a new paper. What this machine lacks for it is said at once.
func (d *Desk) await(ctx context.Context, a org.Actor, p Paper) (PaperID, error) {
	lack := d.lack(p)
	err := d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		old, err := openOf(ctx, tx, p.Hash)
		if err != nil {
			return err
		}
		again := p.ID != 0
		if old != 0 && !again {
			return underReview(old)
		}
		reading, err := beingRead(ctx, tx, p.Hash)
		if err != nil {
			return err
		}
		if reading != 0 {
			return refuse.With(refuse.Conflict, "Tệp này đang được đọc; hãy mở trang Kế hoạch để theo dõi.")
		}
		p.Refusal = lack
		if again {
			err = setRefusal(ctx, tx, p.ID, p.Refusal)
		} else {
			p.ID, err = addPaper(ctx, tx, p)
		}
		if err != nil {
			return err
		}
		if lack == "" {
			if err := d.ask(ctx, tx, Reading{Paper: p, By: a.Person, ByName: a.Name, AskedAt: d.Now()}); err != nil {
				return err
			}
		}
		return d.log(ctx, tx, a, "upload", p.ID.Ref(), p.Name)
	})
	if err == nil && lack != "" {
		err = keptUnread(lack)
	}
	return p.ID, err
}

// lack says what to install before p can be read; empty when nothing is missing.
func (d *Desk) lack(p Paper) string {
	if d.Scan != nil {
		return ""
	}
	return d.Scanner.Lack(scan.Kind(p.Kind))
}

// ask notes that r is to be read and lets a job do it after the commit.
func (d *Desk) ask(ctx context.Context, tx *store.Tx, r Reading) error {
	id, err := askReading(ctx, tx, r)
	if err != nil {
		return err
	}
	return ReadScans.Add(ctx, tx, toRead{id}, job.Once(fmt.Sprintf("reading/%d", id)))
}

// Resume asks once more for everything that was being read when the program
// stopped: the jobs of a program that was killed are missed only after their
// whole time is over. Who still reads one of them finds it gone and stops.
func (d *Desk) Resume(ctx context.Context) error {
	sites, err := d.DB.Places(ctx)
	if err != nil {
		return err
	}
	for _, s := range sites {
		err := d.DB.Write(ctx, s.Place, func(tx *store.Tx) error {
			rs, err := listReadings(ctx, tx)
			for _, r := range rs {
				if err == nil {
					err = d.ask(ctx, tx, r)
				}
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("read on at %s: %w", s.Place, err)
		}
	}
	return nil
}

// errOver says that a reading was ended, or asked for anew, by somebody else.
var errOver = errors.New("plan: this reading is over")

// ReadScan reads one scan and opens its review: the work of the job ReadScans. It
// may be begun any number of times; a reading that is over is left alone.
func (d *Desk) ReadScan(ctx context.Context, place store.Place, j toRead) error {
	r, err := d.takeUp(ctx, place, j.Reading)
	if err != nil {
		return over(err)
	}
	err = d.readScan(ctx, place, r)
	no := refuse.Of(err)
	switch {
	case err == nil || errors.Is(err, errOver):
		return nil
	case ctx.Err() != nil: // the program stops: that was no try
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		return errors.Join(err, d.DB.Write(last, place, func(tx *store.Tx) error {
			_, err := setTries(last, tx, r.ID, r.Tries-1)
			return err
		}))
	case no.Kind != refuse.Trouble:
		return over(d.fail(ctx, place, r, no.Say))
	case r.Tries < mostTries:
		return err
	}
	say := "Máy gặp trục trặc khi đọc tệp này. Hãy bấm «Đọc lại»; nếu vẫn không được, hãy báo người quản trị."
	return job.GiveUp(errors.Join(err, over(d.fail(ctx, place, r, say))))
}

func over(err error) error {
	if errors.Is(err, errOver) {
		return nil
	}
	return err
}

// takeUp counts one more try of the reading id and brings it.
func (d *Desk) takeUp(ctx context.Context, place store.Place, id ReadingID) (r Reading, err error) {
	err = d.DB.Write(ctx, place, func(tx *store.Tx) error {
		var ok bool
		if r, ok, err = loadReading(ctx, tx, id); err != nil {
			return err
		}
		if !ok {
			return errOver
		}
		r.Tries++
		_, err = setTries(ctx, tx, id, r.Tries)
		return err
	})
	return r, err
}

// fail ends r with a sentence for whoever brought the paper.
func (d *Desk) fail(ctx context.Context, place store.Place, r Reading, say string) error {
	return d.DB.Write(ctx, place, func(tx *store.Tx) error {
		ok, err := endReading(ctx, tx, r.ID)
		if err == nil && !ok {
			return errOver
		}
		return errors.Join(err, setRefusal(ctx, tx, r.Paper.ID, say))
	})
}

// readScan reads what r names, keeps the pictures of its pages and opens the review.
func (d *Desk) readScan(ctx context.Context, place store.Place, r Reading) error {
	reader, pictures, err := d.readerOf(ctx, place, r)
	if err != nil {
		return err
	}
	reading, source, err := d.read(ctx, place, r.Paper, reader)
	if err != nil {
		return err
	}
	a := org.Actor{Place: place, Person: r.By, Name: r.ByName}
	return d.DB.Write(ctx, place, func(tx *store.Tx) error {
		ok, err := endReading(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		if !ok {
			return errOver
		}
		old, err := openOf(ctx, tx, r.Paper.Hash)
		if err != nil {
			return err
		}
		if err := setRefusal(ctx, tx, r.Paper.ID, ""); err != nil {
			return err
		}
		_, err = d.begin(ctx, tx, a, Review{Paper: r.Paper, Amends: r.Paper.Amends, By: r.By, ByName: r.ByName, OpenedAt: d.Now(),
			Reading: reading, Source: source, Pages: pictures}, old)
		return err
	})
}

// readerOf reads the words of r and keeps the pictures of its pages; a PDF with
// a sound text layer needs none.
func (d *Desk) readerOf(ctx context.Context, place store.Place, r Reading) (func(Options) (Draft, []Line, error), []Picture, error) {
	if files := r.Paper.files(); len(files) == 1 && r.Paper.Kind == string(scan.PDF) {
		b, err := d.fetch(ctx, files[0].Hash)
		if err != nil {
			return nil, nil, err
		}
		if lines, ok := soundLayer(ctx, b); ok {
			return func(o Options) (Draft, []Line, error) { return readLines(lines, o) }, nil, nil
		}
	}
	pages, err := d.pages(ctx, place, r)
	if err != nil {
		return nil, nil, err
	}
	var pictures []Picture
	for i, p := range pages {
		hash, _, err := d.Blobs.Put(ctx, bytes.NewReader(p.Picture.JPEG), mostPicture)
		if err != nil {
			return nil, nil, fmt.Errorf("keep the picture of page %d: %w", i+1, err)
		}
		pictures = append(pictures, Picture{Page: i + 1, Hash: string(hash), Width: p.Picture.Width, Height: p.Picture.Height})
	}
	return func(o Options) (Draft, []Line, error) { return readPages(pages, o) }, pictures, nil
}

// pages reads the files of r, several at once, and notes each page that is done.
func (d *Desk) pages(ctx context.Context, place store.Place, r Reading) ([]scan.Page, error) {
	read := d.Scan
	if read == nil {
		read = d.Scanner.Read
	}
	files := r.Paper.files()
	t := tally{of: make([]int, len(files)), done: make([]int, len(files))}
	docs := make([]scan.Document, len(files))
	all, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	g, one := errgroup.WithContext(all)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, f := range files {
		g.Go(func() error {
			b, err := d.fetch(one, f.Hash)
			if err != nil {
				return err
			}
			docs[i], err = read(one, b, func(p scan.Progress) {
				done, of := t.note(i, p)
				if err := d.noteProgress(all, place, r.ID, done, of); err != nil {
					stop(err)
				}
			})
			if no, ok := errors.AsType[*scan.Unreadable](err); ok {
				if len(files) > 1 {
					no.Say = "“" + f.Name + "”: " + no.Say
				}
				return refuse.With(refuse.Invalid, no.Say)
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		if cause := context.Cause(all); cause != nil && ctx.Err() == nil {
			err = cause
		}
		return nil, err
	}
	var pages []scan.Page
	for _, doc := range docs {
		pages = append(pages, doc.Pages...)
	}
	return pages, nil
}

// A tally counts the pages of several files.
type tally struct {
	mu       sync.Mutex
	of, done []int
}

// note is the sums after p of file i; a file that nobody has opened yet counts for one page.
func (t *tally) note(i int, p scan.Progress) (done, of int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.of[i], t.done[i] = p.Of, p.Done
	for k := range t.of {
		of += max(t.of[k], 1)
		done += t.done[k]
	}
	return done, of
}

func (d *Desk) noteProgress(ctx context.Context, place store.Place, id ReadingID, done, of int) error {
	return d.DB.Write(ctx, place, func(tx *store.Tx) error {
		ok, err := setPagesRead(ctx, tx, id, done, of)
		if err == nil && !ok {
			return errOver
		}
		return err
	})
}

// ReadScan reads the plan in a scan or a PDF, or refuses the file in a sentence; seen, which may be nil, is told of each page.
func ReadScan(ctx context.Context, t scan.Tools, file []byte, o Options, seen func(scan.Progress)) (Draft, []Line, error) {
	if lines, ok := soundLayer(ctx, file); ok {
		return readLines(lines, o)
	}
	doc, err := t.Read(ctx, file, seen)
	if no, ok := errors.AsType[*scan.Unreadable](err); ok {
		return Draft{}, nil, refuse.With(refuse.Invalid, no.Say)
	}
	if err != nil {
		return Draft{}, nil, fmt.Errorf("read a scan: %w", err)
	}
	return readPages(doc.Pages, o)
}

// readPages reads the plan on the pages of a scan, or refuses it in a sentence.
func readPages(pages []scan.Page, o Options) (Draft, []Line, error) {
	if o.Kind == "" {
		o.Kind = "scan"
	}
	lines, boxes := linesOfPages(pages)
	if len(lines) == 0 {
		return Draft{}, nil, refuse.With(refuse.Invalid, "Máy không thấy chữ nào trên các trang. Hãy quét lại rõ hơn rồi gửi lại.")
	}
	lines = Restore(lines, o)
	for i := range lines {
		lines[i].Words = placed(lines[i].Words, boxes[i])
	}
	d := Read(lines, o)
	d.Source.Boxes = boxesOf(lines)
	return d, lines, d.Check()
}

// linesOfPages is the printed rows of all pages, with the words they came from; a wide gap between two is a blank line.
func linesOfPages(pages []scan.Page) (lines []Line, words [][]scan.Word) {
	add := func(page int, text string, ws []scan.Word) {
		lines = append(lines, Line{No: len(lines) + 1, Page: page, Text: text})
		words = append(words, ws)
	}
	for i, p := range pages {
		last := image.Rectangle{}
		for _, l := range p.Lines {
			if !last.Empty() && l.Box.Min.Y-last.Max.Y > max(last.Dy(), l.Box.Dy()) {
				add(i+1, "", nil)
			}
			last = l.Box
			add(i+1, norm.NFC.String(l.Text()), l.Words)
		}
	}
	return lines, words
}

// dim is the confidence of the engine below which a word is doubtful whatever the language says.
const dim = 0.6

// placed gives each restored word the place of the tokens it was made of, and no more certainty than they were read with.
func placed(ws []Word, read []scan.Word) []Word {
	var last *Box
	for i := range ws {
		n := min(len(strings.Fields(ws[i].Seen)), len(read))
		if n == 0 { // what was glued to the word before
			ws[i].Box = last
			continue
		}
		r := image.Rectangle{}
		for _, t := range read[:n] {
			r = r.Union(t.Box)
			if t.Sure < dim {
				ws[i].Sure = min(ws[i].Sure, t.Sure)
			}
		}
		read = read[n:]
		last = &Box{r.Min.X, r.Min.Y, r.Dx(), r.Dy()}
		ws[i].Box = last
	}
	return ws
}

// boxesOf is where each line stands on the picture of its page.
func boxesOf(lines []Line) []LineBox {
	var all []LineBox
	for i := range lines {
		if b := lines[i].box(); b.W > 0 {
			all = append(all, LineBox{Line: lines[i].No, Page: lines[i].Page, Box: [4]int{b.X, b.Y, b.W, b.H}})
		}
	}
	return all
}

// box is the place of all words of l; the zero Box when they have none.
func (l *Line) box() Box {
	r := image.Rectangle{}
	for _, w := range l.Words {
		if w.Box != nil {
			r = r.Union(image.Rect(w.Box.X, w.Box.Y, w.Box.X+w.Box.W, w.Box.Y+w.Box.H))
		}
	}
	return Box{r.Min.X, r.Min.Y, r.Dx(), r.Dy()}
}
