package portal

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"loa/platform/store/storetest"
)

// BenchmarkPages measures pages from the first middleware to the last byte, packed, on SQLite.
func BenchmarkPages(b *testing.B) {
	h := ward(b, storetest.Open(b, schemas...), true)
	for _, path := range []string{"/", "/ke-hoach/1", "/ke-hoach/1/noi-dung/the-che-so", "/van-ban", "/tim-kiem?q=truong+hoc"} {
		b.Run(path, func(b *testing.B) {
			req := httptest.NewRequest(http.MethodGet, path, nil)
			req.Header.Set("Accept-Encoding", "gzip")
			size := 0
			for b.Loop() {
				rec := httptest.NewRecorder()
				h.ServeHTTP(rec, req)
				if rec.Code != http.StatusOK {
					b.Fatal(rec.Code)
				}
				size = rec.Body.Len()
			}
			b.ReportMetric(float64(size), "bytes/page")
		})
	}
}
