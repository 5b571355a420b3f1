// Package prose is the text of an article as people write it: paragraphs,
// headings, lists, quotations, links and pictures, and nothing else. It is kept
// as plain text with light marks, a small part of Markdown:
//
//	## Đầu đề
//	- một ý            1. bước một
//	> lời trích
//	**đậm**  *nghiêng*  [chữ](https://…)
//	![người xem không thấy ảnh sẽ đọc câu này](anh:3 "Chú thích")
//
// Parse turns it into blocks of typed words. What a Doc cannot express nobody
// can say: there is no HTML in it, no script, no address but those of [Safe].
// A line that ends is a line that ends; indented text is no code.
package prose

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A Doc is one text.
type Doc struct{ Blocks []Block }

// A BlockKind is what a block is.
type BlockKind int

// The kinds of blocks.
const (
	Paragraph BlockKind = iota
	Heading             // Level 2 or 3
	List                // its Blocks are Items
	Item
	Quote
	Picture
)

// A Block is one piece of a text that stands by itself.
type Block struct {
	Kind    BlockKind
	Level   int    // of a heading
	Ordered bool   // a list with numbers
	Start   int    // the first of them
	Words   []Span // of a paragraph or heading
	Blocks  []Block
	Picture Figure
}

// A Span is a run of words that look alike. A Span of "\n" ends the line.
type Span struct {
	Text         string
	Strong, Emph bool
	Href         string // where it leads; empty: nowhere
}

// A Figure is a picture in its place in the text. Its file is kept elsewhere, under Number.
type Figure struct {
	Number  int64
	Alt     string // for those who do not see it
	Caption string
}

// pictureScheme is how the text names a picture: anh:3.
const pictureScheme = "anh:"

var reader = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewEmphasisParser(), 500),
		util.Prioritized(extension.NewLinkifyParser(), 999),
	),
)

// Parse reads a text. There is no text that it refuses.
func Parse(s string) Doc {
	src := []byte(outdented(s))
	w := walker{src: src}
	return Doc{w.blocks(reader.Parse(text.NewReader(src)))}
}

// outdented takes the indent off lines that begin no list below another: a
// paragraph is often typed with one, and it means nothing.
func outdented(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		bare := strings.TrimLeft(line, " \t\u00a0")
		if bare != line && !marksItem(bare) {
			lines[i] = bare
		}
	}
	return strings.Join(lines, "\n")
}

// marksItem reports whether a line begins as an item of a list does.
func marksItem(line string) bool {
	if len(line) > 1 && strings.ContainsRune("-*+", rune(line[0])) && line[1] == ' ' {
		return true
	}
	rest := strings.TrimLeft(line, "0123456789")
	return rest != line && len(rest) > 1 && (rest[0] == '.' || rest[0] == ')') && rest[1] == ' '
}

type walker struct{ src []byte }

func (w walker) blocks(parent ast.Node) (out []Block) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			words, figures := w.words(n)
			if len(words) > 0 {
				out = append(out, Block{Kind: Heading, Level: min(max(n.Level, 2), 3), Words: words})
			}
			out = append(out, pictures(figures)...)
		case *ast.List:
			if items := w.blocks(n); len(items) > 0 {
				out = append(out, Block{Kind: List, Ordered: n.IsOrdered(), Start: n.Start, Blocks: items})
			}
		case *ast.ListItem:
			if inner := w.blocks(n); len(inner) > 0 {
				out = append(out, Block{Kind: Item, Blocks: inner})
			}
		case *ast.Blockquote:
			if inner := w.blocks(n); len(inner) > 0 {
				out = append(out, Block{Kind: Quote, Blocks: inner})
			}
		case *ast.Paragraph, *ast.TextBlock:
			words, figures := w.words(n)
			if len(words) > 0 {
				out = append(out, Block{Kind: Paragraph, Words: words})
			}
			out = append(out, pictures(figures)...)
		}
	}
	return out
}

func pictures(figures []Figure) []Block {
	out := make([]Block, len(figures))
	for i, f := range figures {
		out[i] = Block{Kind: Picture, Picture: f}
	}
	return out
}

// words is the spans of n, and the pictures that stand among them.
func (w walker) words(n ast.Node) ([]Span, []Figure) {
	g := gatherer{walker: w}
	g.gather(n, Span{})
	return trimmed(g.spans), g.figures
}

type gatherer struct {
	walker
	spans   []Span
	figures []Figure
}

func (g *gatherer) gather(parent ast.Node, like Span) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			g.say(like, string(util.UnescapePunctuations(n.Value(g.src))))
			if n.SoftLineBreak() || n.HardLineBreak() {
				g.spans = append(g.spans, Span{Text: "\n"})
			}
		case *ast.String:
			g.say(like, string(n.Value))
		case *ast.Emphasis:
			inner := like
			if n.Level > 1 {
				inner.Strong = true
			} else {
				inner.Emph = true
			}
			g.gather(n, inner)
		case *ast.Link:
			inner := like
			inner.Href = Safe(string(n.Destination))
			g.gather(n, inner)
		case *ast.AutoLink:
			inner := like
			inner.Href = Safe(string(n.URL(g.src)))
			g.say(inner, string(n.Label(g.src)))
		case *ast.Image:
			g.picture(n, like)
		}
	}
}

// picture takes in a picture of ours; of any other only its words stay.
func (g *gatherer) picture(n *ast.Image, like Span) {
	alt := gatherer{walker: g.walker}
	alt.gather(n, Span{})
	words := plain(alt.spans)
	number, ours := strings.CutPrefix(string(n.Destination), pictureScheme)
	id, err := strconv.ParseInt(number, 10, 64)
	if !ours || err != nil || id < 1 {
		g.say(like, words)
		return
	}
	caption := string(util.UnescapePunctuations(n.Title))
	g.figures = append(g.figures, Figure{Number: id, Alt: words, Caption: strings.TrimSpace(printable(caption))})
}

// say adds words, to the last span where they look like it.
func (g *gatherer) say(like Span, words string) {
	if like.Text = printable(words); like.Text == "" {
		return
	}
	if n := len(g.spans); n > 0 && g.spans[n-1].Text != "\n" {
		last := g.spans[n-1]
		if last.Text = ""; last == (Span{Strong: like.Strong, Emph: like.Emph, Href: like.Href}) {
			g.spans[n-1].Text += like.Text
			return
		}
	}
	g.spans = append(g.spans, like)
}

// printable leaves out what has no shape: control characters and marks that turn the direction of writing.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && unicode.Is(unicode.C, r) && r != '\u00ad' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// trimmed is spans without blanks and line ends around them.
func trimmed(spans []Span) []Span {
	for len(spans) > 0 && strings.TrimSpace(spans[0].Text) == "" {
		spans = spans[1:]
	}
	for len(spans) > 0 && strings.TrimSpace(spans[len(spans)-1].Text) == "" {
		spans = spans[:len(spans)-1]
	}
	return spans
}

// Safe is href if a reader may be led there: a page of the web, of this site, a mailbox or a telephone; otherwise nothing.
func Safe(href string) string {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || len(href) > 2000 || strings.ContainsAny(href, "\\\n\t") {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host == "" || u.User != nil {
			return ""
		}
	case "mailto", "tel":
	case "":
		if !strings.HasPrefix(href, "/") || strings.HasPrefix(href, "//") {
			return ""
		}
	default:
		return ""
	}
	return u.String()
}
