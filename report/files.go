package report

import (
	"bytes"
	"context"
	"strings"
	"time"

	"loa/kit/docx"
	"loa/kit/pdf"
	"loa/kit/vi"
	"loa/measure"
	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A File is one form of a report to take away.
type File struct {
	Name string
	Body []byte
}

// Compose writes the report of a place over the window called name as it stands now; no plan: the one last adopted
// whose period meets the window.
func (d *Desk) Compose(ctx context.Context, place store.Place, id plan.ID, name string) (files []File, err error) {
	w, err := measure.ParseWindow(name)
	if err != nil {
		return nil, err
	}
	var c Composition
	var proofs []measure.Proof
	err = d.DB.Read(ctx, place, func(tx *store.Tx) error {
		if id == 0 {
			if id, err = planFor(ctx, tx, w); err != nil {
				return err
			}
		}
		s, err := d.load(ctx, tx, id, w, d.today(), false)
		if err != nil {
			return err
		}
		c = Compose(s)
		proofs, err = d.proofs(ctx, tx, &c)
		return err
	})
	if err != nil {
		return nil, err
	}
	return c.Files(Issue{}, proofs, d.Now())
}

// spanOf is the time of a plan, from its line in a list: nothing of its text is read.
func spanOf(s plan.Summary) org.Span {
	d := plan.Draft{Doc: plan.Header{Date: s.IssuedOn}}
	if s.From != "" {
		d.Doc.Period = &plan.Period{From: s.From, To: s.Through}
	}
	return measure.PlanWindow(&d).Span
}

// planFor is the plan last adopted whose period meets w.
func planFor(ctx context.Context, tx *store.Tx, w measure.Window) (plan.ID, error) {
	plans, err := plan.List(ctx, tx)
	if err != nil {
		return 0, err
	}
	for _, s := range plans {
		if spanOf(s).Meets(w.Span) {
			return s.ID, nil
		}
	}
	return 0, refuse.Field("window", "Không có kế hoạch nào đang thực hiện trong kỳ này. Hãy chọn kỳ khác.")
}

// Files are the three forms of c, which all say the same numbers; a letter has no workbook.
func (c *Composition) Files(i Issue, proofs []measure.Proof, made time.Time) ([]File, error) {
	laid := formOf(c.Symbol).Lay(c.Paper(i))
	base := c.fileName(i)
	var word, page bytes.Buffer
	if err := docx.Write(&word, laid); err != nil {
		return nil, err
	}
	if err := pdf.Write(&page, laid, made); err != nil {
		return nil, err
	}
	files := []File{{base + ".docx", word.Bytes()}, {base + ".pdf", page.Bytes()}}
	if c.isLetter() {
		return files, nil
	}
	book, err := c.Workbook(i, proofs)
	return append(files, File{base + ".xlsx", book}), err
}

// fileName is what the files are called, without what kind they are.
func (c *Composition) fileName(i Issue) string {
	name := vi.Slug(c.kind().form.Name())
	if i.Number > 0 {
		name += "-" + number(i.Number)
	}
	if c.isLetter() {
		return name + "-" + vi.Slug(head(c.Subject, 8))
	}
	name += "-kh-" + vi.Slug(strings.ReplaceAll(c.Code, "/", "-")) + "-" + strings.ToLower(strings.ReplaceAll(c.Window.Name, "..", "-den-"))
	return name
}
