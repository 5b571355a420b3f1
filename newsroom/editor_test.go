package newsroom

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

// TestTheEditorIsMadeOfItsSource: static/editor.js was put together of what stands in editor.
func TestTheEditorIsMadeOfItsSource(t *testing.T) {
	sum := sha256.New()
	for _, file := range []string{"editor/editor.js", "editor/package-lock.json"} {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sum.Write(b)
	}
	made, err := staticFiles.ReadFile("static/editor.js")
	if err != nil {
		t.Fatal(err)
	}
	if want := "/* " + hex.EncodeToString(sum.Sum(nil))[:16] + " */"; !strings.HasPrefix(string(made), want) {
		t.Errorf("the editor begins %q, not %q: run make editor", made[:24], want)
	}
}
