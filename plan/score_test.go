package plan

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func readFile(t testing.TB, path, kind string) Draft {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := Lines(b)
	if err != nil {
		t.Fatal(err)
	}
	return Read(lines, Options{File: path, Kind: kind})
}

func TestDumpDraft(t *testing.T) {
	in, out := os.Getenv("PLAN_IN"), os.Getenv("PLAN_OUT")
	if in == "" {
		t.Skip()
	}
	d := readFile(t, in, "")
	b, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(out, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkReadSeed(b *testing.B) {
	file, err := os.ReadFile("testdata/phu-lien-15-kh-ubnd.seed.txt")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		lines, err := Lines(file)
		if err != nil {
			b.Fatal(err)
		}
		Read(lines, Options{})
	}
}

func TestPrintFitsATerminal(t *testing.T) {
	var b strings.Builder
	if err := Print(&b, readFile(t, "testdata/phu-lien-15-kh-ubnd.seed.txt", "")); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 && strings.Count(strings.TrimSpace(line), " ") > 0 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	if out := os.Getenv("PLAN_PRINT"); out != "" {
		os.WriteFile(out, []byte(b.String()), 0o644)
	}
}
