package scan

import (
	"context"
	"image"
	"math"
	"strings"

	"loa/kit/pdf"
	"loa/kit/vi/restore"
)

// layers are the pages of the text that a PDF carries; nil when it carries none that can be had.
func layers(ctx context.Context, file []byte) []pdf.Page {
	d, err := pdf.Read(ctx, file)
	if err != nil {
		return nil // the pages are read from their pictures; a broken file is refused there
	}
	return d.Pages
}

// sound reports whether the text that p carries is what is printed on it, and
// all of it. Office scanners lay text under the picture that an engine without
// Vietnamese letters has read, and signing a scan puts a few words on it.
func sound(p pdf.Page) bool {
	const hidden, picture = 0.2, 0.7
	const few, whole = 12, 120 // words
	words := 0
	var text strings.Builder
	for _, l := range p.Lines {
		words += len(l.Words)
		text.WriteString(l.Text + "\n")
	}
	switch {
	case p.Garbled || p.Hidden > hidden:
		return false
	case p.Picture > picture && words < whole:
		return false
	case words < few:
		return words > 0 && p.Picture < 0.05
	}
	return restore.MarkShare(text.String()) >= restore.SoundShare
}

// fromLayer is a page by the text it carries; its picture is drawn at so many dots an inch.
func fromLayer(p pdf.Page, dpi int) Page {
	out := Page{Way: FromLayer, DPI: dpi, Sure: 1}
	for _, l := range p.Lines {
		if l.Kind == pdf.Running || l.Kind == pdf.Rest {
			continue
		}
		if line := layerLine(l, float64(dpi)/72); len(line.Words) > 0 {
			out.Lines = append(out.Lines, line)
		}
	}
	return out
}

// layerLine is l with its places in pixels. Its words stand in the order of its text, each cell after a tab.
func layerLine(l pdf.Line, scale float64) Line {
	var line Line
	rest, tabs := l.Words, 0
	for i, cell := range strings.Split(l.Text, "\t") {
		if i > 0 {
			tabs++
		}
		for _, text := range strings.Fields(cell) {
			w := Word{Text: text, Sure: 1, Tabs: tabs}
			tabs = 0
			if len(rest) > 0 {
				w.Box = boxOf(rest[0].Box, scale)
				rest = rest[1:]
			}
			line.Words = append(line.Words, w)
			line.Box = line.Box.Union(w.Box)
		}
	}
	return line
}

func boxOf(b pdf.Box, scale float64) image.Rectangle {
	at := func(v float64) int { return int(math.Round(v * scale)) }
	return image.Rect(at(b.X0), at(b.Y0), at(b.X1), at(b.Y1))
}
