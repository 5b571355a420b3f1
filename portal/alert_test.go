package portal

import (
	"strings"
	"testing"
	"time"

	"loa/alert"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

// What is on the board stands above every public page, its severity in a word and as a role.
func TestAnAlertStandsAboveEveryPage(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		h := ward(t, db, false)
		pages := []string{"/", "/ke-hoach", "/co-quan", "/khong-co"}
		for _, path := range pages {
			if body := ask(t, h, path).Body.String(); strings.Contains(body, `class="alerts"`) {
				t.Errorf("%s has a board with nothing on it", path)
			}
		}
		board := &alert.Desk{DB: db, Now: func() time.Time { return autumn }}
		storm := alert.Alert{Severity: alert.Urgent, Body: "Bão <gần> bờ.", Until: autumn.Add(time.Hour)}
		if _, err := board.Write(t.Context(), officer, storm, true); err != nil {
			t.Fatal(err)
		}
		for _, path := range pages {
			body := ask(t, h, path).Body.String()
			if !strings.Contains(body, `role="alert"><strong>Khẩn:</strong> Bão &lt;gần&gt; bờ.`) || strings.Index(body, "Khẩn:") > strings.Index(body, "<header") {
				t.Errorf("%s does not show it above all else", path)
			}
		}
	})
}
