package report

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"loa/kit/form"
)

// at is the address of a verb of the report.
func (p onePage) at(verb string) string { return "/" + p.Report.ID.Ref() + "/" + verb }

// correctHref is the form for a report that stands instead of this one.
func (p onePage) correctHref() string {
	return "/report/open?" + url.Values{"plan": {strconv.FormatInt(int64(p.Report.Plan), 10)}, "window": {p.Report.Window.Name},
		"regime": {strconv.FormatInt(int64(p.Report.Regime), 10)}, "corrects": {strconv.FormatInt(int64(p.Report.ID), 10)}}.Encode()
}

// numberKind is how the button for the number looks: once there is one, something else comes first.
func numberKind(r Report) string {
	if r.Issue.Number > 0 {
		return "quiet"
	}
	return ""
}

// signKind is how the button for a signed paper looks: once there is one, sending it comes first.
func signKind(r Report) string {
	if r.State == Signed {
		return "quiet"
	}
	return ""
}

// isByHand reports whether number n of p is a person's own.
func (p Passage) isByHand(n string) bool { return slices.Contains(p.ByHand(), n) }

// words are the words of p: figures lead to their proof, numbers of a person's own are marked. They are put together
// here, for a page sets blanks between its pieces and a sentence has its own.
func words(p Passage, label string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		b.WriteString(label)
		for _, x := range p.Pieces() {
			text := templ.EscapeString(x.Text)
			switch {
			case x.Figure != nil:
				fmt.Fprintf(&b, `<a href="%s">%s</a>`, templ.EscapeString(string(templ.URL(x.Figure.Href))), text)
			case x.Loose && p.isByHand(x.Text):
				fmt.Fprintf(&b, `<mark title="Con số gõ tay">%s</mark>`, text)
			default:
				b.WriteString(text)
			}
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// where is the place a departure was seen at, and its article.
func where(x form.Departure) string {
	s := x.Article
	if x.At != "" {
		s = "«" + x.At + "». " + s
	}
	if x.More > 0 {
		s = fmt.Sprintf("Ở đây và %d chỗ khác: ", x.More) + s
	}
	return s
}

// hasParts reports whether c is told in parts; a short letter begins with clauses.
func (c *Composition) hasParts() bool {
	return slices.ContainsFunc(c.Passages, func(p Passage) bool { return p.Level == form.Part })
}

// named is p in a few words.
func (p Passage) named() string {
	if p.Text == "" {
		return p.Ask
	}
	return head(p.Text, 8)
}

// encoding is how the form is sent: with files in parts.
func (f page) encoding() templ.Attributes {
	if !f.Files {
		return nil
	}
	return templ.Attributes{"enctype": "multipart/form-data"}
}

func (g Regime) cutSaid() string {
	if g.Frequency == Once {
		return g.CutOn.String()
	}
	return fmt.Sprintf("ngày %d tháng cuối kỳ", g.CutDay)
}

func (g Regime) dueSaid() string {
	if g.Frequency == Once {
		return g.DueOn.String()
	}
	return fmt.Sprintf("ngày %d ", g.DueDay) + []string{"tháng cuối kỳ", "tháng sau kỳ", "tháng thứ hai sau kỳ", "tháng thứ ba sau kỳ"}[min(g.DueLater, 3)]
}
