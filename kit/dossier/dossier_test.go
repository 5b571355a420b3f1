package dossier

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func made(t rapid.TB, items ...Item) ([]byte, string) {
	t.Helper()
	var b bytes.Buffer
	l := &List{Title: "Hồ sơ Kế hoạch số 15/KH-UBND", Place: "Phường Phù Liễn", By: "Đặng Hải Yến", Made: time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)}
	sum, err := Write(&b, l, items)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), sum
}

var three = []Item{Of("01-van-ban/15-KH-UBND.txt", "Văn bản gốc", []byte("Kế hoạch")), Of("05-bao-cao/215.pdf", "Báo cáo", []byte("%PDF-1.7")), Of("06-nhat-ky.jsonl", "Nhật ký", nil)}

func TestADossierChecksOut(t *testing.T) {
	b, sum := made(t, three...)
	l, got, faults, err := Check(bytes.NewReader(b), int64(len(b)))
	if err != nil || len(faults) > 0 || got != sum || len(l.Files) != 3 || l.By != "Đặng Hải Yến" {
		t.Errorf("%+v %s %+v %v", l, got, faults, err)
	}
	again, _ := made(t, three...)
	if !bytes.Equal(b, again) {
		t.Error("two dossiers of the same files differ")
	}
}

// changed is b with the file at path changed: its words by to; to nil leaves it out, and a new path adds it.
func changed(t testing.TB, b []byte, at string, to []byte) []byte {
	t.Helper()
	old, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	put := func(name string, body []byte) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	seen := false
	for _, f := range old.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == at {
			seen = true
			if body = to; to == nil {
				continue
			}
		}
		put(f.Name, body)
	}
	if !seen {
		put(at, to)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWhatWasDoneToADossierIsFound(t *testing.T) {
	b, sum := made(t, three...)
	for _, m := range []struct {
		at   string
		to   []byte
		says string
	}{
		{"05-bao-cao/215.pdf", []byte("%PDF-1.8"), "đã thay đổi"},
		{"05-bao-cao/215.pdf", []byte("%PDF-1.7 "), "đã thay đổi"},
		{"05-bao-cao/215.pdf", nil, "Thiếu"},
		{"07-them.txt", []byte("x"), "không có trong danh mục"},
		{textName, []byte("khác"), "không khớp"},
	} {
		bad := changed(t, b, m.at, m.to)
		_, _, faults, err := Check(bytes.NewReader(bad), int64(len(bad)))
		if err != nil || len(faults) != 1 || faults[0].Path != m.at || !strings.Contains(faults[0].Say, m.says) {
			t.Errorf("%s: %+v %v", m.at, faults, err)
		}
	}
	// Who changes the list too cannot change the hash that was written down elsewhere.
	list := bytes.Replace([]byte(`{"schema":"loa-dossier/1","files":[]}`), []byte(" "), nil, -1)
	forged := changed(t, b, listName, list)
	if _, got, _, err := Check(bytes.NewReader(forged), int64(len(forged))); err != nil || got == sum {
		t.Errorf("a forged list has the hash of the true one: %v", err)
	}
}

func TestWhatIsNoDossierIsRefused(t *testing.T) {
	var empty bytes.Buffer
	if err := zip.NewWriter(&empty).Close(); err != nil {
		t.Fatal(err)
	}
	b, _ := made(t, three...)
	for name, file := range map[string][]byte{"nothing": nil, "words": []byte("hồ sơ"), "an empty ZIP": empty.Bytes(), "no list": changed(t, b, listName, nil), "another list": changed(t, b, listName, []byte(`{"schema":"x"}`))} {
		_, _, _, err := Check(bytes.NewReader(file), int64(len(file)))
		if _, ok := errors.AsType[*Unreadable](err); !ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAPathThatLeadsOutIsNotPacked(t *testing.T) {
	for _, p := range []string{"", "/etc/passwd", "../x", "a/../../x", `a\b`, listName, "c:x"} {
		if _, err := Write(io.Discard, &List{}, []Item{Of(p, "", nil)}); err == nil {
			t.Errorf("%q is packed", p)
		}
	}
	if _, err := Write(io.Discard, &List{}, []Item{Of("a", "", nil), Of("a", "", nil)}); err == nil {
		t.Error("two files of one name are packed")
	}
}

func FuzzCheck(f *testing.F) {
	b, _ := made(f, three...)
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) { Check(bytes.NewReader(b), int64(len(b))) })
}
