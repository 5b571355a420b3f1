package report

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"loa/kit/pdf/pdftest"
	"loa/measure"
	"loa/org"
	"loa/platform/blob"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
	"loa/platform/web/webtest"
)

// filed is the ward of these tests with somewhere to keep files.
func filed(t testing.TB, db *store.DB) *Desk {
	t.Helper()
	d := ward(t, db)
	files, err := blob.Open(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d.Blobs = files
	return d
}

func window(t testing.TB, name string) measure.Window {
	t.Helper()
	w, err := measure.ParseWindow(name)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// freeze lets the vice chair approve the figures of a window.
func freeze(t testing.TB, db *store.DB, name string) {
	t.Helper()
	last := measure.FactID(0)
	write(t, db, func(tx *store.Tx) (err error) {
		last, err = measure.LastFact(context.Background(), tx)
		return err
	})
	figures := &measure.Desk{DB: db, Now: now}
	if _, err := figures.Freeze(context.Background(), seats["vice-chair"], 1, window(t, name), last); err != nil {
		t.Fatal(err)
	}
}

// opened is a report of the half-year, by the officer.
func opened(t testing.TB, d *Desk) ID {
	t.Helper()
	id, err := d.Open(context.Background(), seats["officer"], Request{Plan: 1, Window: window(t, "2025-H2"), Recipient: "Sở Khoa học và Công nghệ"})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func read(t testing.TB, d *Desk, id ID) (r Report, c *Composition) {
	t.Helper()
	write(t, d.DB, func(tx *store.Tx) (err error) {
		r, c, err = d.Read(context.Background(), tx, id)
		return err
	})
	return r, c
}

// refused is the field and sentence of a refusal; a verb that is not refused fails.
func refused(t *testing.T, err error, says string) {
	t.Helper()
	if no := refuse.Of(err); err == nil || no.Kind == refuse.Trouble || !strings.Contains(no.Say, says) {
		t.Errorf("refused with %v, want %q", err, says)
	}
}

func TestAReportGoesFromDraftToArchive(t *testing.T) {
	storetest.Each(t, append(slices.Clone(schemas), Schema), func(t *testing.T, db *store.DB) {
		ctx, d := t.Context(), filed(t, db)
		id := opened(t, d)
		refused(t, d.Check(ctx, seats["office-head"], id), "chưa được chốt")
		freeze(t, db, "2025-H2")
		refused(t, d.Check(ctx, seats["reporter"], id), "trưởng phòng")
		refused(t, d.Number(ctx, seats["clerk"], id, Issue{215, "2025-12-16"}), "Dự thảo")
		if err := d.Check(ctx, seats["office-head"], id); err != nil {
			t.Fatal(err)
		}
		refused(t, d.Sign(ctx, seats["clerk"], id, Electronic, strings.NewReader("%PDF-1.7")), "chưa có số")
		refused(t, d.Number(ctx, seats["clerk"], id, Issue{215, "2025-12-10"}), "sau ngày chốt")
		refused(t, d.Number(ctx, seats["clerk"], id, Issue{215, "2025-12-30"}), "hôm nay")
		if err := d.Number(ctx, seats["clerk"], id, Issue{7, "2025-12-16"}); err != nil {
			t.Fatal(err)
		}
		refused(t, d.Return(ctx, seats["office-head"], id, "sai"), "đã có số")
		r, _ := read(t, d, id)
		handed, err := d.bytes(ctx, r.Files.Page)
		if err != nil {
			t.Fatal(err)
		}
		refused(t, d.Sign(ctx, seats["clerk"], id, Electronic, bytes.NewReader(handed)), "chưa có chữ ký")
		other := bytes.Replace(handed, []byte("/MediaBox"), []byte("/mediaBox"), 1)
		refused(t, d.Sign(ctx, seats["clerk"], id, Electronic, bytes.NewReader(append(other, "x"...))), "khác với tệp đã giao ký")
		refused(t, d.Sign(ctx, seats["clerk"], id, Electronic, bytes.NewReader(append(slices.Clone(handed), "\n%%EOF"...))), "Không đọc được chữ ký số")
		back := pdftest.Sign(t, handed, "Vũ Thu Hà")
		refused(t, d.Sign(ctx, seats["clerk"], id, Electronic, bytes.NewReader(append(slices.Clone(back), "\n9 0 obj\n<< >>\nendobj\n"...))), "mà không ai ký")
		refused(t, d.Sign(ctx, seats["clerk"], id, OnPaper, strings.NewReader("JFIF")), "không phải PDF")
		if err := d.Sign(ctx, seats["clerk"], id, Electronic, bytes.NewReader(back)); err != nil {
			t.Fatal(err)
		}
		refused(t, d.Number(ctx, seats["clerk"], id, Issue{8, "2025-12-16"}), "Đã ký")
		refused(t, d.Send(ctx, seats["clerk"], id, "Sở", "", "2025-12-16"), "cách gửi")
		for _, to := range []string{"Sở Khoa học và Công nghệ", "Thường trực Đảng ủy phường"} {
			if err := d.Send(ctx, seats["clerk"], id, to, "trục liên thông", "2025-12-16"); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Archive(ctx, seats["clerk"], id); err != nil {
			t.Fatal(err)
		}
		write(t, db, func(tx *store.Tx) error {
			events, err := eventsOf(ctx, tx, id)
			if !slices.ContainsFunc(events, func(e Event) bool {
				return strings.Contains(e.Say, "chữ ký của Vũ Thu Hà (chứng thư do Vũ Thu Hà cấp)")
			}) {
				t.Errorf("the history does not say who signed: %+v", events)
			}
			return err
		})
		if r, _ = read(t, d, id); r.State != Archived || r.code() != "07/BC-UBND" || r.Files.As != Electronic {
			t.Errorf("%+v", r)
		}
		refused(t, d.Archive(ctx, seats["clerk"], id), "Đã lưu hồ sơ")
	})
}

// TestWhatWasCheckedNeverChanges: facts that are told later do not reach a checked report; a correction says what became of them.
func TestWhatWasCheckedNeverChanges(t *testing.T) {
	storetest.Each(t, append(slices.Clone(schemas), Schema), func(t *testing.T, db *store.DB) {
		ctx, d := t.Context(), filed(t, db)
		id := opened(t, d)
		freeze(t, db, "2025-H2")
		if err := d.Check(ctx, seats["office-head"], id); err != nil {
			t.Fatal(err)
		}
		_, before := read(t, d, id)
		rules := rulesOf(t, db)
		late := measure.Fact{Desk: "work", Thing: "work/7/evidence/9", Key: rules[7].Target, Unit: 6, Day: "2025-11-20", Amount: 1, State: measure.Verified, At: now()}
		write(t, db, func(tx *store.Tx) error { return measure.Record(ctx, tx, late) })
		if _, after := read(t, d, id); after.Targets[6].Verified != before.Targets[6].Verified {
			t.Errorf("a checked report changed from %d to %d", before.Targets[6].Verified, after.Targets[6].Verified)
		}
		refused(t, d.Edit(ctx, seats["officer"], id, "opening", "Khác", ""), "không sửa được nữa")
		correct := Request{Plan: 1, Window: window(t, "2025-H2"), Corrects: id}
		_, err := d.Open(ctx, seats["officer"], correct)
		refused(t, err, "đã có số")
		if err := d.Number(ctx, seats["clerk"], id, Issue{215, "2025-12-16"}); err != nil {
			t.Fatal(err)
		}
		second, err := d.Open(ctx, seats["officer"], correct)
		if err != nil {
			t.Fatal(err)
		}
		_, c := read(t, d, second)
		i := slices.IndexFunc(c.Passages, func(p Passage) bool { return p.Key == "correction" })
		if i < 0 || !strings.Contains(c.Passages[i].Text, "thay thế Báo cáo số 215/BC-UBND ngày 16/12/2025") {
			t.Fatalf("the correction does not name what it stands instead of: %+v", c.Passages[:3])
		}
		if next := c.Passages[i+1].Text; !strings.Contains(next, "đã báo cáo 2/3 trường học") || !strings.Contains(next, "nay là 3/3 trường học") {
			t.Errorf("the correction says: %s", next)
		}
		if err := d.Check(ctx, seats["office-head"], second); err != nil {
			t.Error(err)
		}
		_, err = d.Open(ctx, seats["officer"], Request{Plan: 1, Window: window(t, "2025-H2"), Recipient: "Sở Khoa học và Công nghệ"})
		refused(t, err, "Đã có báo cáo")
	})
}

func TestANumberOfAPersonIsMarkedAndExplained(t *testing.T) {
	storetest.Each(t, append(slices.Clone(schemas), Schema), func(t *testing.T, db *store.DB) {
		ctx, d := t.Context(), filed(t, db)
		id := opened(t, d)
		refused(t, d.Edit(ctx, seats["officer"], id, "causes.said", "Có 5 cụm loa hỏng.", ""), "Con số 5")
		if err := d.Edit(ctx, seats["officer"], id, "causes.said", "Có 5 cụm loa hỏng.", "biên bản kiểm tra số 3"); err != nil {
			t.Fatal(err)
		}
		_, c := read(t, d, id)
		i := slices.IndexFunc(c.Passages, func(p Passage) bool { return p.Key == "causes.said" })
		if got := c.Passages[i]; strings.Join(got.ByHand(), " ") != "5" || got.Why == "" || got.Editor != "Bùi Minh Đức" {
			t.Errorf("%+v", got)
		}
		if err := d.Edit(ctx, seats["officer"], id, "causes.said", "", ""); err != nil {
			t.Fatal(err)
		}
		if _, c = read(t, d, id); c.Passages[i].Text != "" || c.Passages[i].Editor != "" {
			t.Errorf("taken back: %+v", c.Passages[i])
		}
	})
}

func TestTheWriterDoesNotCheck(t *testing.T) {
	d := filed(t, storetest.Open(t, append(slices.Clone(schemas), Schema)...))
	id, err := d.Open(t.Context(), seats["office-head"], Request{Plan: 1, Window: window(t, "2025-H2")})
	if err != nil {
		t.Fatal(err)
	}
	freeze(t, d.DB, "2025-H2")
	refused(t, d.Check(t.Context(), seats["office-head"], id), "nhờ người khác")
	if err := d.Check(t.Context(), seats["vice-chair"], id); err != nil {
		t.Error(err)
	}
}

// play runs a page script over d.
func play(t *testing.T, d *Desk, script string) {
	t.Helper()
	mux := http.NewServeMux()
	web.Mount(mux, slog.New(slog.DiscardHandler), d.Routes())
	webtest.Run(t, mux, func(name string, h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h.ServeHTTP(w, r.WithContext(web.WithPlace(org.WithActor(r.Context(), seats[name]), phuLien)))
		})
	}, script)
}

func TestTheScreensOfAReport(t *testing.T) {
	storetest.Each(t, append(slices.Clone(schemas), Schema), func(t *testing.T, db *store.DB) {
		d := filed(t, db)
		freeze(t, db, "2025-H2")
		play(t, d, "testdata/report.txt")
	})
}

func TestTheScreensOfAMapping(t *testing.T) {
	storetest.Each(t, append(slices.Clone(schemas), Schema), func(t *testing.T, db *store.DB) { play(t, filed(t, db), "testdata/exports.txt") })
}

func TestAPlaceWithoutAPlanHasNoReport(t *testing.T) {
	play(t, &Desk{DB: storetest.Open(t, append(slices.Clone(schemas), Schema)...), Now: now}, "testdata/empty.txt")
}

func TestWhatWaitsForWhom(t *testing.T) {
	d := filed(t, storetest.Open(t, append(slices.Clone(schemas), Schema)...))
	half := Regime{Name: "Báo cáo 6 tháng", Recipient: "Sở Khoa học và Công nghệ", Frequency: HalfYearly, CutDay: 14, DueDay: 18}
	quarter := Regime{Name: "Báo cáo quý", Recipient: "Sở VHTTDL", Frequency: Quarterly, CutDay: 14, DueDay: 18}
	for _, r := range []Regime{half, quarter} {
		if _, err := d.KeepRegime(t.Context(), seats["officer"], r); err != nil {
			t.Fatal(err)
		}
	}
	says := func(seat string) string {
		var all []string
		write(t, d.DB, func(tx *store.Tx) error {
			waiting, err := d.Waiting(t.Context(), tx, seats[seat])
			for _, w := range waiting {
				all = append(all, w.Text)
			}
			return err
		})
		return strings.Join(all, "; ")
	}
	if got, want := says("officer"), "Báo cáo 6 tháng cuối năm 2025 gửi Sở Khoa học và Công nghệ; Báo cáo quý IV năm 2025 gửi Sở VHTTDL; 1 báo cáo quá hạn gửi"; got != want {
		t.Errorf("the officer: %s", got)
	}
	id := opened(t, d)
	if got := says("office-head"); !strings.Contains(got, "Kiểm tra dự thảo báo cáo") {
		t.Errorf("the head: %s", got)
	}
	freeze(t, d.DB, "2025-H2")
	if err := d.Check(t.Context(), seats["office-head"], id); err != nil {
		t.Fatal(err)
	}
	if got := says("clerk"); got != "Cấp số cho báo cáo đã kiểm tra" {
		t.Errorf("the clerk: %s", got)
	}
	if got := says("reporter"); got != "" {
		t.Errorf("the reporter: %s", got)
	}
}
