package docx

import (
	"strconv"
	"strings"

	"loa/kit/typeset"
)

// lineIn is how long the horizontal line is that a drawing draws; 0 when it draws something else.
func lineIn(n *node) (length float64) {
	n.each(func(k *node) bool {
		switch k.name {
		case "Fallback":
			return length == 0
		case "extent":
			if high := k.number("cy") / 36000; high < 2 && length == 0 {
				length = round(k.number("cx")/36000, 2)
			}
		case "line":
			if from, to := points(k.attr("from")), points(k.attr("to")); length == 0 && to > from {
				length = round(typeset.Millimetres(to-from), 2)
			}
		case "shape":
			if wide, high := inStyle(k.attr("style"), "width"), inStyle(k.attr("style"), "height"); length == 0 && wide > 0 && high < 6 {
				length = round(typeset.Millimetres(wide), 2)
			}
		}
		return true
	})
	return length
}

// points is the first of two coordinates: «3.5pt,1pt».
func points(s string) float64 {
	x, _, _ := strings.Cut(s, ",")
	return inPoints(x)
}

// inStyle is a length in a list like «width:120pt;height:0».
func inStyle(style, name string) float64 {
	for one := range strings.SplitSeq(style, ";") {
		if key, val, _ := strings.Cut(one, ":"); strings.TrimSpace(key) == name {
			return inPoints(val)
		}
	}
	return 0
}

func inPoints(s string) float64 {
	s = strings.TrimSpace(s)
	for unit, size := range map[string]float64{"pt": 1, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72, "px": 0.75} {
		if n, ok := strings.CutSuffix(s, unit); ok {
			f, err := strconv.ParseFloat(n, 64)
			if err != nil {
				return 0
			}
			return f * size
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0
	}
	return f
}
