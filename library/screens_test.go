package library

import (
	"log/slog"
	"net/http"
	"testing"

	"loa/org"
	"loa/platform/store/storetest"
	"loa/platform/web"
	"loa/platform/web/webtest"
)

func TestScreens(t *testing.T) {
	d := desk(storetest.Open(t, schemas...))
	enrol(t, d)
	mux := http.NewServeMux()
	web.Mount(mux, slog.New(slog.DiscardHandler), d.Routes())
	webtest.Run(t, mux, func(name string, h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a := org.Actor{Place: phuLien, Person: 7, Name: name, Posts: []org.Post{org.Post(name)}}
			h.ServeHTTP(w, r.WithContext(web.WithPlace(org.WithActor(r.Context(), a), phuLien)))
		})
	}, "testdata/screens.txt")
}
