package work

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"loa/org"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web/webtest"
)

func TestViews(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		if err := d.Reschedule(t.Context(), lan, taskAt(t, d, "IV.2.-3").ID, "2025-07-16", ""); err != nil {
			t.Fatal(err)
		}
		e := sent(t, d, hong, taskAt(t, d, "IV.2.-3").ID, school, "form-number-1")
		if err := d.Accept(t.Context(), lan, e, true); err != nil {
			t.Fatal(err)
		}
		mux, as := site(t, d)
		webtest.Run(t, mux, as, "testdata/views.txt")
	})
}

func TestTheMonthBeginsOnMondayAndKnowsTheDaysOff(t *testing.T) {
	first := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	ws := weeks(nil, first, first.AddDate(0, 1, -1), []Task{{ID: 3, DueOn: "2026-02-13"}})
	if len(ws) != 5 || ws[0][0].Day != "2026-01-26" || ws[0][0].Here || ws[4][6].Day != "2026-03-01" {
		t.Errorf("%d weeks from %s to %s", len(ws), ws[0][0].Day, ws[len(ws)-1][6].Day)
	}
	friday, newYear := ws[2][4], ws[3][1]
	if friday.Day != "2026-02-13" || !friday.Working || len(friday.Tasks) != 1 || friday.bare() {
		t.Errorf("%+v", friday)
	}
	if newYear.Working || newYear.Holiday != "Tết Nguyên đán Bính Ngọ" {
		t.Errorf("%+v", newYear)
	}
}

func TestTheWorkbookHasARowForEachUnitOfEachTask(t *testing.T) {
	d, _ := opened(t, storetest.Open(t, schemas...))
	mux, as := site(t, d)
	w := httptest.NewRecorder()
	as("lan", mux).ServeHTTP(w, httptest.NewRequest("GET", "/work/tasks.xlsx?unit=7", nil))
	f, err := excelize.OpenReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatalf("%d: %v", w.Code, err)
	}
	defer f.Close()
	rows, err := f.GetRows("Nhiệm vụ")
	if err != nil || len(rows) != 6 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	if got := strings.Join(rows[3], " | "); !strings.HasPrefix(got, "1 | Chủ trì chỉ đạo các trường học") || !strings.HasSuffix(got, "| 15/KH-UBND | Điểm IV.2, ý 3 | Trường Tiểu học Một | Phối hợp | Giao | 31/12/2025 | Chưa gửi minh chứng | 17/7/2025") {
		t.Error(got)
	}
	if !strings.Contains(rows[0][0], "tính đến ngày 17/7/2025") || rows[2][1] != "Nhiệm vụ" {
		t.Errorf("%q", rows[:3])
	}
}

// BenchmarkList asks over HTTP for the pages of a ward with 300 tasks of 60 units each, on both engines. The bar is a p99 of 50 ms.
func BenchmarkList(b *testing.B) {
	for engine, open := range map[string]func(testing.TB, ...store.Schema) *store.DB{"sqlite": storetest.Open, "postgres": storetest.OpenPostgres} {
		d, _ := opened(b, open(b, schemas...))
		fillWard(b, d, 300, 60)
		if d.DB.Engine() == store.PostgreSQL { // a server does it by itself within a minute; that of the tests does not
			if _, err := d.DB.Raw().Write.ExecContext(b.Context(), "VACUUM ANALYZE"); err != nil {
				b.Fatal(err)
			}
		}
		mux, as := site(b, d)
		server := httptest.NewServer(as("lan", mux))
		b.Cleanup(server.Close)
		for name, path := range map[string]string{"list": "/work", "last page": "/work?page=6", "unit": "/work?unit=7", "late": "/work?due=late", "words": "/work?q=mot+viec", "units": "/work/units"} {
			b.Run(engine+"/"+name, func(b *testing.B) {
				var took []time.Duration
				for b.Loop() {
					began := time.Now()
					res, err := server.Client().Get(server.URL + path)
					if err != nil {
						b.Fatal(err)
					}
					_, err = io.Copy(io.Discard, res.Body)
					if err := errors.Join(err, res.Body.Close()); err != nil || res.StatusCode != 200 {
						b.Fatal(res.Status, err)
					}
					took = append(took, time.Since(began))
				}
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
				b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			})
		}
	}
}

// fillWard opens tasks, each with a part of every unit in some state; a tenth of them are turns of one that comes back.
func fillWard(t testing.TB, d *Desk, tasks, units int) {
	t.Helper()
	register := &org.Desk{DB: d.DB, Now: d.Now}
	for u := int(secondSchool); u < units; u++ {
		_, err := register.AddUnit(t.Context(), org.Actor{Place: ward, Person: 9, Posts: []org.Post{org.Operator}},
			org.Unit{Kind: org.Neighbourhood, Name: fmt.Sprintf("Tổ dân phố số %d", u), OpenedOn: "2025-07-01"})
		if err != nil {
			t.Fatal(err)
		}
	}
	write(t, d.DB, ward, func(tx *store.Tx) error {
		for i := range tasks {
			x := Task{Plan: 2, Key: int64(i), Body: "Một việc dài vừa phải để có gì mà đọc.", DueOn: org.Day("2025-07-01").Add(i % 180), IsAsked: true}
			if i%10 == 0 {
				x.Series, x.Turn = 1, fmt.Sprintf("2025-W%02d", i/10)
			}
			id, err := insertTask(t.Context(), tx, x)
			if err != nil {
				return err
			}
			for u := range units {
				role := Support
				if u == 0 {
					role = Lead
				}
				if err := putPart(t.Context(), tx, Part{Task: id, Unit: org.UnitID(1 + u), Role: role, State: states[(i+u)%5].state, IsAsked: true}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
