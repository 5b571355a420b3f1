package loa_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// tableName finds the tables that a piece of SQL speaks to.
var tableName = regexp.MustCompile(`(?i)\b(?:FROM|JOIN|INTO|UPDATE|TABLE|REFERENCES)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?([a-z]+_[a-z_]+)`)

// TestATableHasOneOwner: only the package whose name is a table's prefix speaks SQL to it.
func TestATableHasOneOwner(t *testing.T) {
	statements := 0
	err := filepath.WalkDir(".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		owner := filepath.Base(filepath.Dir(file))
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err != nil || !strings.Contains(text, "$1") {
				return true
			}
			statements++
			for _, m := range tableName.FindAllStringSubmatch(text, -1) {
				if prefix, _, _ := strings.Cut(m[1], "_"); prefix != owner {
					t.Errorf("%s: package %s speaks SQL to %s", file, owner, m[1])
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if statements == 0 {
		t.Error("no SQL was looked at: the test has gone blind")
	}
}
