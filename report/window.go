package report

import (
	"fmt"
	"strconv"
	"strings"

	"loa/measure"
)

// windowBefore is the window of the same length before w; ok is false where w has none of its kind.
func windowBefore(w measure.Window) (before measure.Window, ok bool) {
	year, part, _ := strings.Cut(w.Name, "-")
	y, err := strconv.Atoi(year)
	if err != nil || len(year) != 4 {
		return before, false
	}
	name := ""
	switch {
	case part == "":
		name = strconv.Itoa(y - 1)
	case part == "H1":
		name = fmt.Sprintf("%d-H2", y-1)
	case part == "H2":
		name = fmt.Sprintf("%d-H1", y)
	case part == "Q1":
		name = fmt.Sprintf("%d-Q4", y-1)
	case part[0] == 'Q':
		name = fmt.Sprintf("%d-Q%c", y, part[1]-1)
	case part == "01":
		name = fmt.Sprintf("%d-12", y-1)
	default:
		month, err := strconv.Atoi(part)
		if err != nil {
			return before, false
		}
		name = fmt.Sprintf("%d-%02d", y, month-1)
	}
	before, err = measure.ParseWindow(name)
	return before, err == nil
}
