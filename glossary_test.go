package loa_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var codeWord = regexp.MustCompile("`([a-z]+)\\.([A-Z][A-Za-z]*)`")

// TestEachGlossaryRowNamesWhatExists: every `package.Name` in the first column
// of GLOSSARY.md is declared by that package.
func TestEachGlossaryRowNamesWhatExists(t *testing.T) {
	page, err := os.ReadFile("GLOSSARY.md")
	if err != nil {
		t.Fatal(err)
	}
	declared := declarations(t)
	rows := 0
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || strings.HasPrefix(strings.TrimSpace(cells[1]), "-") || strings.TrimSpace(cells[1]) == "code" {
			continue
		}
		words := codeWord.FindAllStringSubmatch(cells[1], -1)
		if len(words) == 0 {
			t.Errorf("this row names no `package.Name`: %s", line)
		}
		for _, w := range words {
			rows++
			if !declared[w[1]+"."+w[2]] {
				t.Errorf("the glossary names %s.%s, which does not exist", w[1], w[2])
			}
		}
	}
	if rows == 0 {
		t.Error("GLOSSARY.md has no rows")
	}
}

// declarations is the set of exported names at the top of every package.
func declarations(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	err := filepath.WalkDir(".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range tree.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				names[tree.Name.Name+"."+d.Name.Name] = true
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						names[tree.Name.Name+"."+s.Name.Name] = true
					case *ast.ValueSpec:
						for _, n := range s.Names {
							names[tree.Name.Name+"."+n.Name] = true
						}
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
