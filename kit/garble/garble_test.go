package garble

import (
	"os"
	"strings"
	"testing"
)

func TestDump(t *testing.T) {
	in, out := os.Getenv("GARBLE_IN"), os.Getenv("GARBLE_OUT")
	if in == "" {
		t.Skip()
	}
	b, err := os.ReadFile(in)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(b), "\n")
	var o strings.Builder
	m := New("phường Phù Liễn", "thành phố Hải Phòng")
	mended := m.Mend(lines)
	t.Log("steps", m.find.steps, "tokens", len(m.cands))
	for _, ws := range mended {
		for i, w := range ws {
			if i > 0 {
				o.WriteByte(' ')
			}
			o.WriteString(w.Text)
		}
		o.WriteByte('\n')
	}
	os.WriteFile(out, []byte(o.String()), 0o644)
}
