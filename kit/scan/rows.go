package scan

import (
	"image"
	"math"
	"slices"
)

// rows puts the words of a page into lines as they are printed, with boxes scaled.
func rows(words []found, scale float64) []Line {
	var lines []Line
	var last found
	for i, w := range words {
		if i == 0 || w.block != last.block || w.par != last.par || w.line != last.line {
			lines = append(lines, Line{})
		}
		l := &lines[len(lines)-1]
		w.Box = scaled(w.Box, scale)
		l.Words = append(l.Words, w.Word)
		l.Box = l.Box.Union(w.Box)
		last = w
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return 0 })
	return lines
}

func scaled(r image.Rectangle, f float64) image.Rectangle {
	at := func(v int) int { return int(math.Round(float64(v) * f)) }
	return image.Rect(at(r.Min.X), at(r.Min.Y), at(r.Max.X), at(r.Max.Y))
}
