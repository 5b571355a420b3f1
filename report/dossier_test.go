package report

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"loa/kit/dossier"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

// TestTheDossierOfAPlanProvesItself: it has the paper, the plan, the tasks, the evidence, the numbered report and the
// log, and checks out without the database; its hash is in the log.
func TestTheDossierOfAPlanProvesItself(t *testing.T) {
	storetest.Each(t, append(slices.Clone(schemas), Schema), func(t *testing.T, db *store.DB) {
		ctx, d := t.Context(), filed(t, db)
		photo, _, err := d.Blobs.Put(ctx, strings.NewReader("ảnh"), 100)
		if err != nil {
			t.Fatal(err)
		}
		paper, _, err := d.Blobs.Put(ctx, strings.NewReader("giấy"), 100)
		if err != nil {
			t.Fatal(err)
		}
		d.Enclosures = func(context.Context, *store.Tx, plan.ID) ([]Enclosure, error) {
			return []Enclosure{{"Trường Tiểu học A", "Buổi học.JPG", "Minh chứng của Trường Tiểu học A", photo}}, nil
		}
		id := opened(t, d)
		freeze(t, db, "2025-H2")
		if err := d.Check(ctx, seats["office-head"], id); err != nil {
			t.Fatal(err)
		}
		if err := d.Number(ctx, seats["clerk"], id, Issue{215, "2025-12-16"}); err != nil {
			t.Fatal(err)
		}
		write(t, db, func(tx *store.Tx) error { // the paper of these tests lies in files of its own
			_, err := tx.Exec(ctx, `UPDATE plan_paper SET hash = $2 WHERE place = $1`, string(paper))
			return err
		})
		_, _, err = d.Deposit(ctx, seats["reporter"], 1, &bytes.Buffer{})
		refused(t, err, "văn thư")
		var b bytes.Buffer
		name, sum, err := d.Deposit(ctx, seats["clerk"], 1, &b)
		if err != nil || name != "ho-so-kh-15-kh-ubnd.zip" {
			t.Fatal(name, err)
		}
		l, got, faults, err := dossier.Check(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil || len(faults) > 0 || got != sum {
			t.Fatalf("%+v %s, want %s: %v", faults, got, sum, err)
		}
		var paths []string
		for _, f := range l.Files {
			paths = append(paths, f.Path)
		}
		const want = `01-van-ban-goc/lan-1/ke-hoach-15.txt
02-ke-hoach/lan-1.json
03-nhiem-vu/nhiem-vu.json
04-minh-chung/so-lieu-goc.csv
04-minh-chung/truong-tieu-hoc-a/001-buoi-hoc.jpg
05-bao-cao/215-2025-12-16/noi-dung.json
05-bao-cao/215-2025-12-16/bao-cao.docx
05-bao-cao/215-2025-12-16/bao-cao.pdf
05-bao-cao/215-2025-12-16/so-lieu.xlsx
05-bao-cao/215-2025-12-16/qua-trinh.json
06-nhat-ky/nhat-ky.jsonl`
		if got := strings.Join(paths, "\n"); got != want {
			t.Errorf("the dossier holds\n%s\nwant\n%s", got, want)
		}
		write(t, db, func(tx *store.Tx) error {
			entries, err := audit.List(ctx, tx, audit.Filter{Verb: "deposit"}, audit.Page{})
			if err == nil && (len(entries) != 1 || !strings.Contains(entries[0].Detail, sum)) {
				t.Errorf("the log has %+v", entries)
			}
			return err
		})
	})
}
