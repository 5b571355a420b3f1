package plan

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// updating tells whether -update was given, the flag that storetest has for its own goldens.
func updating() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}

// TestEveryLayoutIsRead reads plans laid out in other ways than the sample
// (DOMAIN.md 7), each beside a golden that a person can hold against the paper.
func TestEveryLayoutIsRead(t *testing.T) {
	papers, err := filepath.Glob("testdata/layouts/*.txt")
	if err != nil || len(papers) < 6 {
		t.Fatalf("%d layouts, %v", len(papers), err)
	}
	for _, paper := range papers {
		t.Run(strings.TrimSuffix(filepath.Base(paper), ".txt"), func(t *testing.T) {
			got := sketch(readFile(t, paper, ""))
			golden := strings.TrimSuffix(paper, ".txt") + ".golden"
			if updating() {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("read otherwise than %s:\n%s", golden, got)
			}
		})
	}
}

// sketch is a draft in short.
func sketch(d Draft) string {
	var b strings.Builder
	h := d.Doc
	fmt.Fprintf(&b, "%s | %s | %s | %s | %s (%s)\n%s\n", h.Kind, h.Code+h.Symbol[len(h.Symbol)*min(1, len(h.Code)):], h.Date, h.Place, h.Issuer.Name, h.Issuer.Level, h.Title)
	if h.Period != nil {
		fmt.Fprintf(&b, "period %s..%s\n", h.Period.From, h.Period.To)
	}
	if s := h.Signer; s != nil {
		fmt.Fprintf(&b, "signed %s / %s / %s / %s\n", s.OnBehalf, s.Capacity, s.Position, s.Name)
	}
	for _, r := range h.Recipients {
		fmt.Fprintf(&b, "to %s\n", r.Text)
	}
	b.WriteString("\nTREE\n")
	var walk func(cs []*Clause, depth int)
	walk = func(cs []*Clause, depth int) {
		for _, c := range cs {
			fmt.Fprintf(&b, "%s%s %s %d-%d %s\n", strings.Repeat("  ", depth), c.ID, c.Kind, c.Lines[0], c.Lines[1], cut(c.Title+c.Text, 60))
			walk(c.Children, depth+1)
		}
	}
	walk(d.Sections, 0)
	b.WriteString("\nTARGETS\n")
	for _, t := range d.Targets {
		fmt.Fprintf(&b, "%s %s %s %s [%s] | %s | %s", t.ID, t.Node, t.Kind, strings.ReplaceAll(t.Formula(), "\u00a0", " "), t.Population, t.Subject, t.Measure)
		for _, x := range []string{t.Deadline, t.Exclusion} {
			if x != "" {
				fmt.Fprintf(&b, " | %s", x)
			}
		}
		b.WriteString("\n")
	}
	b.WriteString("\nBASES\n")
	for _, r := range d.References {
		fmt.Fprintf(&b, "%s %s %s | %s | %s", r.Kind, r.Code, r.Date, r.Issuer, cut(r.Title, 60))
		for _, c := range r.Cited {
			fmt.Fprintf(&b, " | %s %s %d-%d", c.Role, c.Node, c.Lines[0], c.Lines[1])
		}
		b.WriteString("\n")
	}
	b.WriteString("\nASSIGNMENTS\n")
	for _, a := range d.Assignments {
		fmt.Fprintf(&b, "%s %s (%s) %s\n", a.Node, a.Unit, a.UnitID, a.Mode)
		for _, t := range a.Tasks {
			fmt.Fprintf(&b, "  %s %s %s", t.Role, strings.Join(t.Verbs, ","), cut(t.Text, 60))
			if len(t.Partners) > 0 {
				fmt.Fprintf(&b, " | with %s", strings.Join(t.Partners, ","))
			}
			if len(t.ReportTo) > 0 {
				fmt.Fprintf(&b, " | to %s", strings.Join(t.ReportTo, ","))
			}
			if t.Deadline != "" {
				fmt.Fprintf(&b, " | by %s", t.Deadline)
			}
			b.WriteString("\n")
		}
	}
	b.WriteString("\nDOUBTS\n")
	for _, q := range d.Doubts {
		fmt.Fprintf(&b, "%s %d-%d %s\n", q.Kind, q.Lines[0], q.Lines[1], q.Text)
	}
	return b.String()
}

// TestLinesMayBreakAnywhere: the same plan comes out of lines as they broke on
// paper, of those lines pasted into a word processor, and of whole paragraphs
// with nothing between them.
func TestLinesMayBreakAnywhere(t *testing.T) {
	text, err := os.ReadFile("testdata/phu-lien-15-kh-ubnd.gold.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines, err := Lines(text)
	if err != nil {
		t.Fatal(err)
	}
	want := Read(lines, Options{})
	begins := map[int]bool{}
	want.Walk(func(_, c *Clause) { begins[c.Lines[0]] = true })
	var paragraphs []string
	for _, l := range lines {
		body := l.No >= want.Doc.TitleLines[1]+2 && l.No < want.Doc.Signer.Lines[0]
		switch words := strings.TrimSpace(l.Text); {
		case words == "":
		case body && !begins[l.No]:
			paragraphs[len(paragraphs)-1] += " " + words
		default:
			paragraphs = append(paragraphs, words)
		}
	}
	for name, file := range map[string][]byte{
		"pasted lines":     wordFile(t, string(text)),
		"word file":        wordFile(t, strings.Join(paragraphs, "\n")),
		"whole paragraphs": []byte(strings.Join(paragraphs, "\n")),
	} {
		got, _, err := ReadFile(file, Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if g, w := tree(got), tree(want); g != w {
			t.Errorf("%s is read as\n%s\nwant\n%s", name, g, w)
		}
		if len(got.Targets) != len(want.Targets) || len(got.References) != len(want.References) || len(got.Assignments) != len(want.Assignments) {
			t.Errorf("%s: %d targets, %d bases, %d assignments", name, len(got.Targets), len(got.References), len(got.Assignments))
		}
	}
}

// TestLayoutsMayBreakAnywhere: every layout is read the same from whole
// paragraphs, and from those paragraphs broken again at another width.
func TestLayoutsMayBreakAnywhere(t *testing.T) {
	list, err := filepath.Glob("testdata/layouts/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range list {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := Lines(b)
		if err != nil {
			t.Fatal(err)
		}
		want := Read(lines, Options{})
		whole := paragraphs(lines, want)
		for name, text := range map[string]string{"whole": strings.Join(whole, "\n"), "broken at 70": strings.Join(broken(whole, 70), "\n"), "broken at 95": strings.Join(broken(whole, 95), "\n")} {
			again, err := Lines([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if name == "broken at 70" && strings.HasSuffix(path, "no-numbers.txt") {
				continue // a paragraph without a label after one whose last line is full: nobody can tell
			}
			got := Read(again, Options{})
			if g, w := tree(got), tree(want); g != w {
				t.Errorf("%s, %s, is read as\n%s", filepath.Base(path), name, difference(w, g))
			}
			if len(got.Targets) != len(want.Targets) || len(got.References) != len(want.References) || len(got.Assignments) != len(want.Assignments) {
				t.Errorf("%s, %s: %d targets, %d bases, %d assignments; want %d, %d, %d", filepath.Base(path), name,
					len(got.Targets), len(got.References), len(got.Assignments), len(want.Targets), len(want.References), len(want.Assignments))
			}
		}
	}
}

// paragraphs joins the lines of each clause of the body; header, tail and tables stay as they are.
func paragraphs(lines []Line, d Draft) []string {
	begins := map[int]bool{}
	first, last := len(lines), 0
	d.Walk(func(_, c *Clause) {
		begins[c.Lines[0]] = true
		first = min(first, c.Lines[0])
		if !strings.HasPrefix(string(c.ID), "PL") {
			last = max(last, c.Lines[1])
		}
	})
	var out []string
	for _, l := range lines {
		text := strings.TrimSpace(l.Text)
		switch {
		case text == "" && l.No > first && l.No < last && !begins[l.No+1]:
		case text != "" && l.No > first && l.No <= last && !begins[l.No] && !strings.ContainsAny(text, "\t|") && !shouts(text) && !strings.HasPrefix(text, "(") && !shouts(out[len(out)-1]) && !strings.HasPrefix(text, "Căn cứ"):
			out[len(out)-1] += " " + text
		default:
			out = append(out, strings.TrimRight(l.Text, " "))
		}
	}
	return out
}

// broken breaks paragraphs into lines of a width, those of tables and of two columns left out.
func broken(paragraphs []string, width int) []string {
	var out []string
	for _, p := range paragraphs {
		if strings.ContainsAny(p, "\t|") || strings.Contains(p, "    ") {
			out = append(out, p)
			continue
		}
		line := ""
		for _, w := range strings.Fields(p) {
			if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) > width {
				out, line = append(out, line), ""
			}
			if line != "" {
				line += " "
			}
			line += w
		}
		out = append(out, line)
	}
	return out
}

// difference is the first lines that differ.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d: %s\nwant:    %s", i, strings.Join(g[i:min(len(g), i+3)], " / "), strings.Join(w[i:min(len(w), i+3)], " / "))
		}
	}
	return fmt.Sprintf("%d clauses, want %d", len(g), len(w))
}

// tree is the addresses of the clauses and what they are for.
func tree(d Draft) string {
	var b strings.Builder
	d.Walk(func(_, c *Clause) { fmt.Fprintf(&b, "%s %s\n", c.ID, c.Kind) })
	return b.String()
}
