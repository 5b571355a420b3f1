package measure

import (
	"fmt"
	"strings"

	"loa/kit/vi"
	"loa/org"
)

// A chart is a trend ready to be drawn: in units of a picture 320 wide and 72 high.
type chart struct {
	Line          string // the points of a polyline
	Area          string // the same, closed along the foot
	Level         string // y of the threshold; empty: not drawn
	X, Y          string // of the last point
	Says          string // the picture in words
	From, Through string // its first and last day
}

const chartWidth, chartHeight, chartRim = 320.0, 72.0, 6.0

// chartOf draws the trend of r over the days of w up to day until; ok is false where there is nothing to draw.
func chartOf(r Result, within org.Span) (c chart, ok bool) {
	f := r.Rule.Formula
	if f == nil {
		return c, false
	}
	within = f.within(within)
	points, total := r.Value.Trend, days(within.From, within.Through)
	if len(points) == 0 || total < 2 {
		return c, false
	}
	flow := f.Kind == "upkeep" // each point is a week of its own; the others add up
	top := 0.0
	for _, p := range points {
		top = max(top, p.Figure)
	}
	if top == 0 {
		return c, false
	}
	if f.Kind == "share" {
		top = 100
	} else if !flow && f.Per == "" && f.Op != "le" {
		top = max(top, f.Threshold)
	}
	x := func(d org.Day) float64 {
		return chartRim + (chartWidth-2*chartRim)*float64(days(within.From, d)-1)/float64(total-1)
	}
	y := func(v float64) float64 { return chartHeight - chartRim - (chartHeight-2*chartRim)*v/max(top, 1) }
	var line []string
	at := func(px, py float64) { line = append(line, fmt.Sprintf("%.1f,%.1f", px, py)) }
	if !flow && f.Kind != "score" {
		at(x(within.From), y(0))
	}
	last := 0.0
	for _, p := range points {
		if !flow && f.Kind != "score" {
			at(x(p.Day), y(last))
		}
		at(x(p.Day), y(p.Figure))
		last = p.Figure
	}
	endX := x(points[len(points)-1].Day)
	if !flow {
		endX = x(within.Through)
		at(endX, y(last))
	}
	c.Line = strings.Join(line, " ")
	first, _, _ := strings.Cut(line[0], ",")
	c.Area = fmt.Sprintf("%s,%.1f %s %.1f,%.1f", first, y(0), c.Line, endX, y(0))
	if f.Kind != "upkeep" && f.Per == "" && f.Threshold <= top {
		c.Level = fmt.Sprintf("%.1f", y(f.Threshold))
	}
	c.X, c.Y = fmt.Sprintf("%.1f", endX), fmt.Sprintf("%.1f", y(last))
	c.From, c.Through = within.From.String(), within.Through.String()
	c.Says = fmt.Sprintf("Diễn biến từ %s đến %s: %s", within.From, within.Through, trendWords(f, points))
	return c, true
}

// trendWords says a trend to those who do not see it.
func trendWords(f *Formula, points []Point) string {
	unit := ""
	if f.Kind == "share" || f.Kind == "score" && f.Unit == "%" {
		unit = "%"
	}
	first, last := points[0], points[len(points)-1]
	if f.Kind == "upkeep" {
		return fmt.Sprintf("tuần đầu %s mục, tuần gần nhất %s mục.", vi.Decimal(first.Figure, 0), vi.Decimal(last.Figure, 0))
	}
	if len(points) == 1 {
		return fmt.Sprintf("%s%s từ %s.", vi.Decimal(last.Figure, 2), unit, last.Day)
	}
	return fmt.Sprintf("%s%s ngày %s, %s%s ngày %s.", vi.Decimal(first.Figure, 2), unit, first.Day, vi.Decimal(last.Figure, 2), unit, last.Day)
}
