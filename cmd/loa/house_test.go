package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestTheWholeHouseStandsOnBothEngines: the sample ward is built, closed and opened again, and its plan is read by everybody.
func TestTheWholeHouseStandsOnBothEngines(t *testing.T) {
	for _, on := range engines(t) {
		t.Run(on.engine, func(t *testing.T) {
			sampleHouse(t, on.Data)
			h := sampleHouse(t, on.Data) // the second start finds what the first made
			for path, sees := range map[string]string{
				"/":                           "Phù Liễn",
				"/ke-hoach/1":                 "15/KH-UBND",
				"/ke-hoach/1/chi-tieu.csv":    "15/KH-UBND",
				"/tim-kiem?q=chuyen+doi+so":   "<mark>",
				"/tim-kiem?q=%00":             "ký tự lạ",
				"/van-ban?q=a&trang=" + far:   "Văn bản",
				"/van-ban?q=%FF":              "Văn bản",
				"/ke-hoach/1/ban-giay?dong=0": "15/KH-UBND",
			} {
				w := httptest.NewRecorder()
				h.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil))
				if w.Code >= 500 || !strings.Contains(w.Body.String(), sees) {
					t.Errorf("GET %s: %d, lacks %q", path, w.Code, sees)
				}
			}
		})
	}
}

const far = "9223372036854775807"
