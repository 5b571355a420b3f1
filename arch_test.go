package loa_test

import (
	"os"
	"os/exec"
	"path"
	"strings"
	"testing"
)

const module = "loa/"

// TestArchitecture holds ARCHITECTURE.md against the imports of the program.
func TestArchitecture(t *testing.T) {
	house := readHouse(t)
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		from, ok := strings.CutPrefix(words[0], module)
		if !ok {
			continue
		}
		if house.floorOf(from) < 0 {
			t.Errorf("%s is on no floor of ARCHITECTURE.md", from)
		}
		for _, imp := range words[1:] {
			to, ours := strings.CutPrefix(imp, module)
			if ours && !house.mayImport(from, to) {
				t.Errorf("%s imports %s: no such door", from, to)
			}
		}
	}
}

func TestTheArchitectureTestCanFail(t *testing.T) {
	house := readHouse(t)
	for _, up := range [][2]string{{"plan", "portal"}, {"library", "console"}, {"portal", "console"}, {"kit/vi", "org"}, {"platform/store", "org"}} {
		if house.mayImport(up[0], up[1]) {
			t.Errorf("%s may import %s", up[0], up[1])
		}
	}
}

// forbidden are names that say nothing.
var forbidden = map[string]bool{"util": true, "common": true, "helper": true, "base": true, "types": true, "models": true, "misc": true, "shared": true, "manager": true}

func TestNoPackageIsNamedAfterNothing(t *testing.T) {
	out, err := exec.Command("go", "list", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range strings.FieldsSeq(string(out)) {
		if forbidden[path.Base(pkg)] {
			t.Errorf("%s: put it beside its caller, or find its subject", pkg)
		}
	}
}

// A house is the page ARCHITECTURE.md: floors from the top down, and the doors between neighbours.
type house struct {
	floors []string
	doors  [][2]string
}

func readHouse(t *testing.T) house {
	t.Helper()
	page, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	var h house
	for _, line := range block(t, string(page), "floors") {
		h.floors = append(h.floors, strings.Join(strings.Fields(line)[1:], " "))
	}
	for _, line := range block(t, string(page), "doors") {
		from, to, _ := strings.Cut(line, "->")
		h.doors = append(h.doors, [2]string{strings.TrimSpace(from), to})
	}
	return h
}

func (h house) floorOf(pkg string) int {
	for i, patterns := range h.floors {
		if matches(patterns, pkg) {
			return i
		}
	}
	return -1
}

func (h house) mayImport(from, to string) bool {
	f, g := h.floorOf(from), h.floorOf(to)
	if f < g {
		return true
	}
	if f > g {
		return false
	}
	for _, d := range h.doors {
		if matches(d[0], from) && matches(d[1], to) {
			return true
		}
	}
	return false
}

func matches(patterns, pkg string) bool {
	for p := range strings.FieldsSeq(patterns) {
		if ok, err := path.Match(p, pkg); err == nil && ok {
			return true
		}
	}
	return false
}

// block returns the lines of the fenced block of page that carries name.
func block(t *testing.T, page, name string) []string {
	t.Helper()
	_, rest, ok := strings.Cut(page, "```"+name+"\n")
	text, _, ok2 := strings.Cut(rest, "\n```")
	if !ok || !ok2 {
		t.Fatalf("ARCHITECTURE.md has no block %q", name)
	}
	return strings.Split(text, "\n")
}
