package work

import (
	"bytes"
	"net/http/httptest"
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
	ws := weeks(first, first.AddDate(0, 1, -1), []Task{{ID: 3, DueOn: "2026-02-13"}})
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

// BenchmarkList asks for the first page of 300 tasks of 60 units each.
func BenchmarkList(b *testing.B) {
	d, _ := opened(b, storetest.Open(b, schemas...))
	write(b, d.DB, ward, func(tx *store.Tx) error {
		for i := range 300 {
			id, err := insertTask(b.Context(), tx, Task{Plan: 2, Key: int64(i), Body: "Một việc dài vừa phải để có gì mà đọc.", DueOn: "2025-10-10", IsAsked: true})
			if err != nil {
				return err
			}
			for u := range 60 {
				role := Support
				if u == 0 {
					role = Lead
				}
				if err := putPart(b.Context(), tx, Part{Task: id, Unit: org.UnitID(1 + u), Role: role, State: states[(i+u)%5].state, IsAsked: true}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	mux, as := site(b, d)
	h := as("lan", mux)
	for b.Loop() {
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, httptest.NewRequest("GET", "/work", nil)); w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}
