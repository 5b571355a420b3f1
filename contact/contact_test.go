package contact

import (
	"log/slog"
	"net/http"
	"testing"
	"time"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
	"loa/platform/web/webtest"
)

const ward = store.Place("11446")

var schemas = []store.Schema{audit.Schema, Schema}

func TestScreens(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := &Desk{DB: db, Now: func() time.Time { return time.Date(2025, 10, 10, 9, 0, 0, 0, org.Hanoi) }}
		mux := http.NewServeMux()
		web.Mount(mux, slog.New(slog.DiscardHandler), d.Routes())
		webtest.Run(t, mux, func(name string, h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				a := org.Actor{Place: ward, Person: 7, Name: name, Posts: []org.Post{org.Post(name)}}
				h.ServeHTTP(w, r.WithContext(web.WithPlace(org.WithActor(r.Context(), a), ward)))
			})
		}, "testdata/screens.script")
		err := db.Read(t.Context(), ward, func(tx *store.Tx) error {
			log, err := audit.List(t.Context(), tx, audit.Filter{Thing: "contacts/1"}, audit.Page{})
			if len(log) != 3 {
				t.Errorf("%d entries in the log of what was added, changed and struck off", len(log))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestANumberIsWrittenAsPeopleWriteIt(t *testing.T) {
	for phone, ok := range map[string]bool{"0225.3.123.456": true, "113": true, "1900 1234": true, "+84 225 3123456": true, "02253": true, "abc": false, "12": false, "0225 3123 456 hoặc 113": false, "javascript:alert(1)": false} {
		c := Contact{Sort: Service, Name: "Một cửa", Phone: phone, Consent: true}
		if err := c.settle(); (err == nil) != ok {
			t.Errorf("%q: %v", phone, err)
		}
	}
}
