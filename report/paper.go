package report

import (
	"cmp"
	"strconv"
	"strings"

	"loa/kit/form"
	"loa/kit/vi"
	"loa/org"
)

// An Issue is what an office gives a paper when it goes out.
type Issue struct {
	Number int     `json:"number"` // 0: not given yet
	Day    org.Day `json:"day"`    // empty: not given yet
}

// Paper is c as an official paper, numbered and dated by i.
func (c *Composition) Paper(i Issue) *form.Paper {
	p := &form.Paper{Kind: c.kind().form, Superior: c.Superior, Issuer: issuerLines(c.Issuer), Named: c.Issuer, Number: i.Number, Symbol: cmp.Or(c.Symbol, symbol), Place: c.Place, Date: string(i.Day),
		Subject: c.Subject, To: c.To, Bases: c.Bases, Signer: c.Signer, Copies: c.Copies, File: c.File}
	for k, x := range c.Passages {
		if c.stands(k) {
			p.Body = append(p.Body, form.Item{Level: x.Level, Title: x.Title, Text: x.Text})
		}
	}
	if c.isLetter() {
		return p
	}
	p.Annexes = []form.Annex{
		{Title: "Kết quả thực hiện các chỉ tiêu", Landscape: true, Items: []form.Item{{Grid: c.targetGrid()}}},
		{Title: "Nhiệm vụ của từng cơ quan, đơn vị", Landscape: true, Items: []form.Item{{Grid: c.unitGrid()}}},
	}
	if g := c.chartGrid(); len(g.Rows) > 0 {
		p.Annexes = append(p.Annexes, form.Annex{Title: "Biểu đồ kết quả so với mức đề ra", Items: []form.Item{{Grid: g}}})
	}
	return p
}

// stands reports whether passage k is in the paper: it has words, or is a heading over some.
func (c *Composition) stands(k int) bool {
	return c.Passages[k].Text != "" && !(c.Passages[k].Title && c.empty(k))
}

// labels are what stands in front of each passage in the paper; empty for what is not there.
func (c *Composition) labels() []string {
	var items []form.Item
	for k, x := range c.Passages {
		if c.stands(k) {
			items = append(items, form.Item{Level: x.Level})
		}
	}
	all, out := form.Labels(items), make([]string, len(c.Passages))
	for k := range c.Passages {
		if c.stands(k) {
			out[k], all = all[0], all[1:]
		}
	}
	return out
}

// empty reports whether nothing stands under the heading at k.
func (c *Composition) empty(k int) bool {
	for _, x := range c.Passages[k+1:] {
		if x.Title && x.Level <= c.Passages[k].Level {
			return true
		}
		if x.Text != "" && !x.Title {
			return false
		}
	}
	return true
}

// issuerLines breaks the name of a committee as papers print it.
func issuerLines(name string) []string {
	for _, committee := range []string{"ủy ban nhân dân ", "đảng ủy ", "đảng bộ "} {
		if rest, ok := strings.CutPrefix(vi.Lower(name), committee); ok && rest != "" {
			return []string{name[:len(committee)-1], name[len(committee):]}
		}
	}
	return []string{name}
}

func yesNo(known, met bool) string {
	switch {
	case !known:
		return "Chưa đánh giá"
	case met:
		return "Đạt"
	}
	return "Chưa đạt"
}

func (c *Composition) targetGrid() *form.Grid {
	g := &form.Grid{Heads: []string{"STT", "Chỉ tiêu", "Mức đề ra", "Số đạt", "Tổng số", "Kết quả", "Đánh giá", "Nơi chưa có kết quả"},
		Shares: []float64{5, 27, 12, 7, 7, 9, 10, 23}, Center: []bool{true, false, true, true, true, true, true, false}}
	for _, t := range c.Targets {
		of := "–"
		if t.Of > 0 {
			of = vi.Figures(t.Of)
		}
		missing := strings.Join(t.Missing, "; ")
		if missing == "" {
			missing = "–"
		}
		g.Rows = append(g.Rows, []string{number(t.Nth), t.Said, t.Asks, vi.Figures(t.Verified), of, t.Result, yesNo(t.Known, t.Met), missing})
	}
	return g
}

// chartGrid is the targets that a length can tell of, each with its bar over the words of the first annex.
func (c *Composition) chartGrid() *form.Grid {
	g := &form.Grid{Heads: []string{"STT", "Chỉ tiêu", "Kết quả (phần tô) so với mức đề ra (vạch đen)"}, Shares: []float64{8, 46, 46}, Center: []bool{true, false, false}}
	for _, t := range c.Targets {
		if t.Chart != nil {
			g.Rows = append(g.Rows, []string{number(t.Nth), t.Said, t.charted()})
			g.Bars = append(g.Bars, *t.Chart)
		}
	}
	return g
}

// charted is the words under the bar of t.
func (t TargetRow) charted() string { return t.Result + " (mức đề ra: " + t.Asks + ")" }

func (c *Composition) unitGrid() *form.Grid {
	g := &form.Grid{Heads: []string{"STT", "Cơ quan, đơn vị", "Hình thức", "Số việc", "Đã xong", "Đang làm", "Chờ thẩm tra", "Bị trả lại", "Chưa gửi", "Quá hạn"},
		Shares: []float64{5, 29, 9, 8, 8, 8, 9, 8, 8, 8}, Center: []bool{true, false, true, true, true, true, true, true, true, true}}
	for i, u := range c.Units {
		mode := "Giao"
		if u.Asked {
			mode = "Đề nghị"
		}
		g.Rows = append(g.Rows, []string{number(i + 1), u.Name, mode, number(u.Whole), number(u.Done), number(u.Going), number(u.Sent), number(u.Returned), number(u.Todo), number(u.Late)})
	}
	return g
}

// coordinate is a length of a picture.
func coordinate(n float64) string { return strconv.FormatFloat(n, 'f', 2, 64) }
