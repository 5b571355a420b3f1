package alert

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
	"loa/platform/web/webtest"
)

const ward = store.Place("11446")

var (
	schemas   = []store.Schema{audit.Schema, Schema}
	noon      = time.Date(2025, 10, 10, 12, 0, 0, 0, org.Hanoi)
	officer   = org.Actor{Place: ward, Person: 1, Name: "Trần Thị Lan", Posts: []org.Post{org.Officer}}
	viceChair = org.Actor{Place: ward, Person: 2, Name: "Vũ Thu Hà", Posts: []org.Post{org.ViceChair}, Held: []org.Held{{Post: org.ViceChair}}}
	reporter  = org.Actor{Place: ward, Person: 3, Name: "Hoàng Văn Sơn", Posts: []org.Post{org.Reporter}}
)

func storm(from, until time.Time) Alert {
	return Alert{Severity: Urgent, Body: "Bão số 10: học sinh nghỉ học ngày 11/10.", From: from, Until: until}
}

// onBoard are the texts that are up at the desk's time.
func onBoard(t *testing.T, d *Desk) string {
	t.Helper()
	var out []string
	err := d.DB.Read(t.Context(), ward, func(tx *store.Tx) error {
		up, err := d.OnBoard(t.Context(), tx)
		for _, a := range up {
			out = append(out, a.Label+": "+a.Say)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, "; ")
}

func refused(t *testing.T, err error, kind refuse.Kind, field string) {
	t.Helper()
	if no := refuse.Of(err); err == nil || no.Kind != kind || no.Field != field {
		t.Errorf("got %v (%v, field %q), want %v, field %q", err, no.Kind, no.Field, kind, field)
	}
}

func TestAnAlertStandsFromItsBeginningToItsEnd(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		now := noon
		d := &Desk{DB: db, Now: func() time.Time { return now }}
		id, err := d.Write(t.Context(), officer, storm(noon.Add(time.Hour), noon.Add(3*time.Hour)), false)
		if err != nil {
			t.Fatal(err)
		}
		now = noon.Add(2 * time.Hour)
		if got := onBoard(t, d); got != "" {
			t.Errorf("a draft is on the board: %s", got)
		}
		refused(t, d.Raise(t.Context(), officer, id), refuse.NotAllowed, "")
		now = noon
		if err := d.Raise(t.Context(), viceChair, id); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			after time.Duration
			up    bool
		}{{0, false}, {time.Hour - time.Millisecond, false}, {time.Hour, true}, {3*time.Hour - time.Millisecond, true}, {3 * time.Hour, false}} {
			now = noon.Add(c.after)
			if got := onBoard(t, d); (got == "Khẩn: Bão số 10: học sinh nghỉ học ngày 11/10.") != c.up {
				t.Errorf("after %v: %q", c.after, got)
			}
		}
		refused(t, d.Lower(t.Context(), viceChair, id), refuse.Conflict, "")
	})
}

func TestTheMostPressingStandsFirstAndIsTakenDown(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := &Desk{DB: db, Now: func() time.Time { return noon }}
		id, err := d.Write(t.Context(), viceChair, storm(time.Time{}, noon.Add(time.Hour)), true)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Write(t.Context(), viceChair, Alert{Severity: Info, Body: "Tiêm vắc xin sáng mai.", Until: noon.Add(time.Hour)}, true); err != nil {
			t.Fatal(err)
		}
		if got := onBoard(t, d); !strings.HasPrefix(got, "Khẩn: ") || !strings.HasSuffix(got, "; Tin: Tiêm vắc xin sáng mai.") {
			t.Errorf("got %s", got)
		}
		if err := d.Lower(t.Context(), viceChair, id); err != nil {
			t.Fatal(err)
		}
		if got := onBoard(t, d); got != "Tin: Tiêm vắc xin sáng mai." {
			t.Errorf("after one was taken down: %s", got)
		}
		refused(t, d.Raise(t.Context(), viceChair, id), refuse.Conflict, "")
		refused(t, d.Raise(t.Context(), viceChair, 9), refuse.NotFound, "")
	})
}

func TestWhatCannotStandIsRefusedBesideItsField(t *testing.T) {
	d := &Desk{DB: storetest.Open(t, schemas...), Now: func() time.Time { return noon }}
	for field, a := range map[string]Alert{
		"body":       {Severity: Info, Body: " \n", Until: noon.Add(time.Hour)},
		"severity":   {Severity: "loud", Body: "Mất điện.", Until: noon.Add(time.Hour)},
		"until_day":  {Severity: Info, Body: "Mất điện.", Until: noon.AddDate(0, 2, 0)},
		"until_hour": {Severity: Info, Body: "Mất điện.", Until: noon},
	} {
		_, err := d.Write(t.Context(), officer, a, false)
		refused(t, err, refuse.Invalid, field)
	}
	_, err := d.Write(t.Context(), officer, Alert{Severity: Info, Body: strings.Repeat("ă", 301), Until: noon.Add(time.Hour)}, false)
	refused(t, err, refuse.Invalid, "body")
	_, err = d.Write(t.Context(), officer, storm(time.Time{}, noon.Add(time.Hour)), true)
	refused(t, err, refuse.NotAllowed, "")
	_, err = d.Write(t.Context(), reporter, storm(time.Time{}, noon.Add(time.Hour)), false)
	refused(t, err, refuse.NotAllowed, "")
	if got := onBoard(t, d); got != "" {
		t.Errorf("on the board: %s", got)
	}
}

// TestScreens plays testdata/screens.script on both engines.
func TestScreens(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := &Desk{DB: db, Now: func() time.Time { return noon }}
		people := map[string]org.Actor{"officer": officer, "vice-chair": viceChair, "reporter": reporter}
		mux := http.NewServeMux()
		web.Mount(mux, slog.New(slog.DiscardHandler), d.Routes())
		webtest.Run(t, mux, func(name string, h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				h.ServeHTTP(w, r.WithContext(web.WithPlace(org.WithActor(r.Context(), people[name]), ward)))
			})
		}, "testdata/screens.script")
	})
}
