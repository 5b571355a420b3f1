package webtest

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"
)

// A Table is what lies before the person at the keyboard: the set-up code that was printed, the phone, the slip with a
// temporary password, the recovery codes. It reads them off the pages, and into forms where a script says {setup},
// {phone}, {slip}, {recovery}; {mark} is that of the list that is looked at, {today} the day in Việt Nam.
type Table struct {
	Setup string
	Clock func() time.Time // when the phone is looked at; it shows each code once

	secret   string // what the phone knows
	slip     string
	mark     string
	recovery []string
}

var (
	shownSecret = regexp.MustCompile(`<span class="code">((?:[A-Z2-7]{4} ?)+)</span>`)
	shownMark   = regexp.MustCompile(`name="mark" value="([0-9a-f]+)"`)
	shownCodes  = regexp.MustCompile(`<li class="code">([^<]+)</li>`)
)

// Before is h with the table before it.
func (t *Table) Before(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := t.fill(r); err != nil {
			http.Error(w, err.Error(), http.StatusTeapot)
			return
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		t.read(rec.Body.String())
		for k, v := range rec.Header() {
			w.Header()[k] = v
		}
		w.WriteHeader(rec.Code)
		w.Write(rec.Body.Bytes()) // to a recorder
	})
}

// fill puts what lies on the table into the form of r.
func (t *Table) fill(r *http.Request) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	if r.Header.Get("Content-Type") == "application/x-www-form-urlencoded" && bytes.Contains(body, []byte("%7B")) {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return err
		}
		for _, values := range form {
			for i := range values {
				if values[i], err = t.value(values[i]); err != nil {
					return err
				}
			}
		}
		body = []byte(form.Encode())
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return nil
}

func (t *Table) value(v string) (string, error) {
	switch v {
	case "{setup}":
		return t.Setup, nil
	case "{slip}":
		return t.slip, nil
	case "{mark}":
		return t.mark, nil
	case "{recovery}":
		if len(t.recovery) == 0 {
			return "", fmt.Errorf("no recovery codes were shown")
		}
		c := t.recovery[0]
		t.recovery = t.recovery[1:]
		return c, nil
	case "{today}":
		return t.Clock().In(time.FixedZone("", 7*60*60)).Format("2/1/2006"), nil
	case "{phone}":
		return totp.GenerateCode(t.secret, t.Clock())
	}
	return v, nil
}

// read takes up what page shows.
func (t *Table) read(page string) {
	if m := shownMark.FindStringSubmatch(page); m != nil {
		t.mark = m[1]
	}
	if m := shownSecret.FindStringSubmatch(page); m != nil {
		t.secret = strings.ReplaceAll(m[1], " ", "")
	}
	switch codes := shownCodes.FindAllStringSubmatch(page, -1); len(codes) {
	case 0:
	case 1:
		t.slip = html.UnescapeString(codes[0][1])
	default:
		t.recovery = nil
		for _, c := range codes {
			t.recovery = append(t.recovery, c[1])
		}
	}
}
