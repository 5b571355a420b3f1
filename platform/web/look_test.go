package web

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestEveryPairOfColoursCanBeRead holds the tokens of loa.css against WCAG 2.2 AA:
// text 4.5:1 on every ground it stands on, edges of controls and the focus ring 3:1.
func TestEveryPairOfColoursCanBeRead(t *testing.T) {
	b, err := staticFiles.ReadFile("static/loa.css")
	if err != nil {
		t.Fatal(err)
	}
	sheets := string(b)
	light, rest, _ := strings.Cut(sheets, "@media (prefers-color-scheme: dark)")
	dark, _, _ := strings.Cut(rest, "@media (prefers-contrast: more)")
	for name, css := range map[string]string{"light": light, "dark": dark} {
		token := map[string][3]float64{}
		for _, m := range regexp.MustCompile(`--([a-z0-9-]+): #([0-9a-f]{3,6});`).FindAllStringSubmatch(css, -1) {
			token[m[1]] = rgb(t, m[2])
		}
		check := func(front, ground string, least float64) {
			f, ok := token[front]
			g, ok2 := token[ground]
			if !ok || !ok2 {
				t.Fatalf("%s: no --%s or --%s", name, front, ground)
			}
			if c := contrast(f, g); c < least {
				t.Errorf("%s: --%s on --%s is %.2f:1, needs %.1f:1", name, front, ground, c, least)
			}
		}
		for _, ground := range []string{"paper", "sheet", "sunk", "found", "good-soft", "warn-soft", "red-soft"} {
			check("ink", ground, 4.5)
		}
		for _, ground := range []string{"paper", "sheet", "sunk"} {
			check("ink-2", ground, 4.5)
			check("red", ground, 4.5)
			check("edge", ground, 3)
		}
		check("good", "good-soft", 4.5)
		check("warn", "warn-soft", 4.5)
		check("red", "red-soft", 4.5)
		check("ink-2", "found", 4.5)
		check("ink-2", "warn-soft", 4.5)
		check("on-red", "red", 4.5)
		check("paper", "ink", 4.5)
		check("paper", "ink-2", 4.5)
		check("gold", "warn-soft", 1.5) // a rule beside words that say the same
	}
}

func rgb(t *testing.T, hex string) (c [3]float64) {
	t.Helper()
	if len(hex) == 3 {
		hex = fmt.Sprintf("%c%c%c%c%c%c", hex[0], hex[0], hex[1], hex[1], hex[2], hex[2])
	}
	for i := range c {
		v, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c[i] = float64(v) / 255
	}
	return c
}

func contrast(a, b [3]float64) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + .05) / (min(la, lb) + .05)
}

func luminance(c [3]float64) float64 {
	for i, v := range c {
		if v <= .04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+.055)/1.055, 2.4)
		}
	}
	return .2126*c[0] + .7152*c[1] + .0722*c[2]
}

func TestDaysAreWrittenAsDecree30Does(t *testing.T) {
	for day, want := range map[string]string{"2025-07-16": "16/7/2025", "2022-02-09": "09/02/2022", "2025-12-01": "01/12/2025", "sau lễ": "sau lễ"} {
		if got := Day(day); got != want {
			t.Errorf("Day(%q) = %q, want %q", day, got, want)
		}
	}
}
