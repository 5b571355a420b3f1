package scan

import (
	"context"
	"errors"
	"fmt"
	"image"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"loa/kit/program"
)

// A sheet is one page as it lies in the file.
type sheet struct {
	img image.Image // *image.Gray or *image.RGBA
	dpi int         // 0 when the file does not say
}

// A source is an opened file whose pages can be drawn, by several goroutines at once.
type source interface {
	pages() int
	// Of a page, counted from 0: what it says of itself, if that is sound; and its picture.
	layer(ctx context.Context, i int) (Page, bool, error)
	page(ctx context.Context, i int) (sheet, error)
	close() error
}

// Read reads every page of file. It tells seen, which may be nil, of each page
// that is done; the calls come one after another. An error is an *Unreadable
// when the file is to blame, or ctx's, or trouble of the machine.
func (t Tools) Read(ctx context.Context, file []byte, seen func(Progress)) (doc Document, err error) {
	doc.Kind = KindOf(file)
	switch {
	case doc.Kind == "":
		return doc, unknown(file)
	case len(file) > MaxBytes:
		return doc, &Unreadable{Say: fmt.Sprintf("Tệp lớn hơn %d MB. Hãy quét lại với độ phân giải 300 dpi, thang xám, rồi gửi lại.", MaxBytes>>20)}
	}
	if lack := t.Lack(doc.Kind); lack != "" {
		return doc, &Unreadable{Say: lack}
	}
	ctx, cancel := context.WithTimeout(ctx, maxWhole)
	defer cancel()
	src, err := open(ctx, doc.Kind, file)
	if err != nil {
		return doc, err
	}
	defer func() { err = errors.Join(err, src.close()) }()
	if src.pages() > maxPages {
		return doc, &Unreadable{Say: fmt.Sprintf("Tệp có %d trang; Loa đọc nhiều nhất %d trang một lần. Hãy tách tệp rồi gửi từng phần.", src.pages(), maxPages)}
	}
	doc.Pages, err = t.readAll(ctx, src, seen)
	return doc, err
}

func open(ctx context.Context, k Kind, file []byte) (source, error) {
	if k == PDF {
		return openPDF(ctx, file)
	}
	return openPictures(k, file)
}

// readAll reads the pages of src, as many at once as there are cores.
func (t Tools) readAll(ctx context.Context, src source, seen func(Progress)) ([]Page, error) {
	pages := make([]Page, src.pages())
	var mu sync.Mutex
	done := 0
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range pages {
		g.Go(func() error {
			p, err := t.readPage(ctx, src, i)
			if err != nil {
				return blame(err, i+1)
			}
			p.No = i + 1
			pages[i] = p
			mu.Lock()
			defer mu.Unlock()
			if done++; seen != nil {
				seen(Progress{Page: p.No, Of: len(pages), Done: done, Way: p.Way})
			}
			return nil
		})
	}
	return pages, g.Wait()
}

// blame says which page could not be read, when it is the file's fault.
func blame(err error, page int) error {
	var no *Unreadable
	switch {
	case errors.As(err, &no), errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, program.ErrTime):
		return &Unreadable{fmt.Sprintf("Trang %d mất quá nhiều thời gian để đọc. Hãy quét lại trang này ở 300 dpi rồi gửi lại.", page), err}
	}
	return &Unreadable{fmt.Sprintf("Trang %d không đọc được, có thể tệp đã hỏng. Hãy mở thử, lưu hoặc quét lại rồi gửi lại.", page), err}
}

// readPage reads one page.
func (t Tools) readPage(ctx context.Context, src source, i int) (Page, error) {
	if p, ok, err := src.layer(ctx, i); ok || err != nil {
		return p, err
	}
	s, err := src.page(ctx, i)
	if err != nil {
		return Page{}, err
	}
	return t.readPicture(ctx, s)
}
