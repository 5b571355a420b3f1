package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"loa/kit/scan"
)

// openTestBrowser is a tab that is closed when t ends.
func openTestBrowser(t *testing.T) *browser {
	t.Helper()
	b, err := openBrowser(t.Context())
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("no browser: ", err)
	}
	t.Cleanup(b.stop)
	return b
}

// TestEveryScreenIsAccessible opens every screen at both widths: axe finds no
// violation of WCAG 2.2 AA, nothing is wider than the window, and the browser
// had nothing to complain of, our own content policy included. Two browsers
// share the screens, one a core: this is the longest of all tests.
func TestEveryScreenIsAccessible(t *testing.T) {
	site := openWalkWith(t, true)
	axe, err := os.ReadFile("testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	if err := site.sampleRead(t.Context()); err != nil {
		t.Fatal(err)
	}
	for part := range slices.Chunk(screens, (len(screens)+1)/2) {
		t.Run("from "+part[0].name, func(t *testing.T) {
			t.Parallel()
			b := openTestBrowser(t)
			complaints := listen(b)
			for _, s := range part {
				if s.ofScan() && site.plans.Scanner.Lack(scan.PDF) != "" {
					continue
				}
				accessible(t, site, b, s, string(axe))
				for _, c := range complaints() {
					if s.name == "missing" && strings.Contains(c, "404") {
						continue
					}
					t.Errorf("%s: the browser says: %s", s.name, c)
				}
			}
		})
	}
}

// accessible looks at one screen at both widths.
func accessible(t *testing.T, site walk, b *browser, s screen, axe string) {
	t.Helper()
	if err := b.become(site.sampleSite, s.as); err != nil {
		t.Fatal(err)
	}
	for _, width := range []int64{1440, 360} {
		if err := b.look(site.url+s.path, width, false); err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("%s at %d", s.name, width)
		if !says(t, b, sampleLabel) {
			t.Errorf("%s does not say that it is a sample", name)
		}
		for _, fault := range violations(t, b, axe, everyRule) {
			t.Errorf("%s: %s", name, fault)
		}
		if over := overflow(t, b); over != "" {
			t.Errorf("%s: wider than the window: %s", name, over)
		}
		if (width == 360) == (s.as == "") { // the dark at one width each: it changes colours, not places
			if err := b.dark(true); err != nil {
				t.Fatal(err)
			}
			for _, fault := range violations(t, b, "", colours) {
				t.Errorf("%s in the dark: %s", name, fault)
			}
		}
	}
}

// TestListsComeOutOnPaper: the pages are counted, say who printed them and when, and hold what the screen keeps behind a link.
func TestListsComeOutOnPaper(t *testing.T) {
	site, b := openWalkWith(t, true), openTestBrowser(t)
	if err := b.become(site.sampleSite, "lan"); err != nil {
		t.Fatal(err)
	}
	for _, of := range []struct {
		path string
		says []string
	}{
		{"/work", []string{"Nhiệm vụ", "23 nhiệm vụ"}},
		{"/work/calendar?month=2025-12", []string{"13 nhiệm vụ đến hạn", "Triển khai học bạ"}}, // the last of twelve on one day
		{"/work/calls", []string{"Người nghe"}},
	} {
		file := filepath.Join(t.TempDir(), "list.pdf")
		if err := b.print(site.url+of.path, file); err != nil {
			t.Fatal(err)
		}
		text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		printed := strings.ReplaceAll(string(text), " / ", "/")
		for _, want := range append(of.says, "Nguyễn Thị Lan", "In lúc ", " ngày ", "1/") {
			if !strings.Contains(printed, want) {
				t.Errorf("%s on paper lacks %q:\n%s", of.path, want, printed)
			}
		}
		if strings.Contains(printed, "việc nữa") {
			t.Errorf("%s on paper keeps something back:\n%s", of.path, printed)
		}
	}
}

// listen gathers what the browser complains of; the func returned takes what has come since the last call.
func listen(b *browser) func() []string {
	var mu sync.Mutex
	var said []string
	messages := chromedp.Console(b.ctx)
	go func() {
		for m, err := range messages {
			if err != nil { // the tab was closed
				return
			}
			if m.IsException() || m.Type == chromedp.ConsoleError || m.Source == "security" {
				mu.Lock()
				said = append(said, m.String())
				mu.Unlock()
			}
		}
	}()
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		out := said
		said = nil
		return out
	}
}

// A violation is one rule of axe that does not hold.
type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML string `json:"html"`
	} `json:"nodes"`
}

// What axe is asked to look at.
const (
	everyRule = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`
	colours   = `{type: "rule", values: ["color-contrast"]}`
)

// violations are what axe finds on the page; axe is its program, empty where the page has it.
func violations(t *testing.T, b *browser, axe, rules string) []string {
	t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[any](axe+";undefined")); err != nil {
		t.Fatal(err)
	}
	ask := `axe.run(document, {runOnly: ` + rules + `, resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations))`
	answer, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](ask, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	var found []violation
	if err := json.Unmarshal([]byte(answer), &found); err != nil {
		t.Fatal(err)
	}
	faults := make([]string, len(found))
	for i, v := range found {
		faults[i] = fmt.Sprintf("%s: %s", v.ID, v.Help)
		for _, n := range v.Nodes[:min(len(v.Nodes), 3)] {
			faults[i] += "\n\t\t" + n.HTML
		}
	}
	return faults
}

// says reports whether words can be read on the page.
func says(t *testing.T, b *browser, words string) bool {
	t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText`))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(text, words)
}

// overflow names what is wider than the window.
func overflow(t *testing.T, b *browser) string {
	t.Helper()
	const ask = `(() => {
		const w = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= w) return "";
		return [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > w + 1)
			.slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(" | ") || "something";
	})()`
	over, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](ask))
	if err != nil {
		t.Fatal(err)
	}
	return over
}
