package prose

import (
	"strconv"
	"strings"
)

// Walk calls do for every block of d, parents first.
func (d Doc) Walk(do func(Block)) { walk(d.Blocks, do) }

func walk(blocks []Block, do func(Block)) {
	for _, b := range blocks {
		do(b)
		walk(b.Blocks, do)
	}
}

// Plain is the words alone, a line a block, captions too.
func (d Doc) Plain() string {
	var lines []string
	d.Walk(func(b Block) {
		switch {
		case len(b.Words) > 0:
			lines = append(lines, plain(b.Words))
		case b.Kind == Picture && b.Picture.Caption != "":
			lines = append(lines, b.Picture.Caption)
		}
	})
	return strings.Join(lines, "\n")
}

// Plain is the words of b alone.
func (b Block) Plain() string { return plain(b.Words) }

// Steps is how many items the numbered lists of d have that stand below no other.
func (d Doc) Steps() (n int) {
	for _, b := range d.Blocks {
		if b.Kind == List && b.Ordered {
			n += len(b.Blocks)
		}
	}
	return n
}

func plain(spans []Span) string {
	var s strings.Builder
	for _, w := range spans {
		s.WriteString(w.Text)
	}
	return s.String()
}

// Links are the addresses that d leads to, each once, in the order of the text.
func (d Doc) Links() []string {
	var out []string
	seen := map[string]bool{}
	d.Walk(func(b Block) {
		for _, w := range b.Words {
			if w.Href != "" && !seen[w.Href] {
				seen[w.Href] = true
				out = append(out, w.Href)
			}
		}
	})
	return out
}

// Pictures are the pictures of d, in the order of the text.
func (d Doc) Pictures() []Figure {
	var out []Figure
	d.Walk(func(b Block) {
		if b.Kind == Picture {
			out = append(out, b.Picture)
		}
	})
	return out
}

// Mark is how a text names picture f, on a line of its own.
func (f Figure) Mark() string {
	escape := strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "*", `\*`, "_", `\_`, "<", `\<`, `"`, `\"`, "\n", " ", "`", "\\`")
	s := "![" + escape.Replace(oneLine(f.Alt)) + "](" + pictureScheme + itoa(f.Number)
	if c := oneLine(f.Caption); c != "" {
		s += ` "` + escape.Replace(c) + `"`
	}
	return s + ")"
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func oneLine(s string) string { return strings.Join(strings.Fields(printable(s)), " ") }
