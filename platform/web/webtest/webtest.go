// Package webtest walks a site by a script that a secretary could read.
//
//	# A story waits for review; its writer cannot wave it through.
//	as lan
//	GET /newsroom/1
//	sees Tháng tiêu dùng số
//	lacks Duyệt
//	POST /newsroom/1/approve reason=Đã đủ&note=
//	code Forbidden
//	POST /plan/upload paper=@testdata/seed.txt
//	follow
//	sees Nghi vấn once
//	follow Xem kế hoạch
//
// The words:
//
//	as NAME           who is at the keyboard from here on; each keeps cookies of their own. "as nobody" signs off.
//	GET PATH          asks for a page
//	POST PATH FORM    posts a form, written a=1&b=two words; a value @FILE sends the file
//	code STATUS       the answer's status, as 403 or Forbidden
//	sees TEXT         the page shows TEXT, as a reader sees it; "sees TEXT once" exactly once
//	lacks TEXT        neither the page nor its source has TEXT
//	source TEXT       the bytes of the answer have TEXT
//	header NAME TEXT  a header of the answer holds TEXT; without TEXT it is absent
//	follow            goes where the answer sends us
//	follow TEXT       presses the first link that reads TEXT
//	press LABEL : FORM
//	                  types FORM into the form of the page whose button begins with LABEL, and sends it as a browser
//	                  without JavaScript does, hidden fields and all, and goes wherever that leads; "unit=Văn phòng" chooses what
//	                  reads so, "seen=" takes a tick away; without " : FORM" nothing is typed
//	try LABEL : FORM  as press, but it is refused
//	repeat N LINE     plays LINE N times
//	save FILE         keeps the bytes of the answer
package webtest

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"
)

// Run plays the script in file against h. as wraps h so that a named person is at the keyboard; nil when the script names nobody.
func Run(t *testing.T, h http.Handler, as func(name string, h http.Handler) http.Handler, file string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	w := Walk{Site: h, As: as}
	w.Play(file, string(b), func(err error) bool {
		t.Error(err)
		return w.res != nil // else there is nothing to look at, and what follows would only repeat it
	})
}

// A Walk is scripts on their way, one after the other: everybody keeps their cookies from one to the next.
type Walk struct {
	Site   http.Handler
	As     func(name string, h http.Handler) http.Handler // may be nil
	Folder string                                         // where files of scripts are; empty: where the test runs

	who  string
	jars map[string]*cookiejar.Jar
	at   *url.URL
	res  *http.Response
	body string
}

// Play plays a script, which is called name in what is told of it. What is not as the script says is told to wrong; the
// script goes on if that says so.
func (w *Walk) Play(name, script string, wrong func(error) (goOn bool)) {
	for n, line := range strings.Split(script, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := w.step(line); err != nil && !wrong(fmt.Errorf("%s:%d: %s\n\t%w", name, n+1, line, err)) {
			return
		}
	}
}

// site is only a name for cookies; nothing leaves the process.
var site = &url.URL{Scheme: "https", Host: "phulien.example", Path: "/"}

func (w *Walk) step(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	switch word {
	case "as":
		w.who = rest
		if rest == "nobody" {
			w.who = ""
		}
		return nil
	case "GET":
		return w.ask(http.MethodGet, rest, "", nil)
	case "POST":
		path, form, _ := strings.Cut(rest, " ")
		return w.post(path, fieldsOf(form), false)
	}
	if w.res == nil {
		return fmt.Errorf("no page was asked for yet, or %q is not a word of scripts", word)
	}
	switch word {
	case "code":
		return w.code(rest)
	case "sees":
		return w.sees(rest)
	case "lacks":
		if strings.Contains(w.body, rest) || strings.Contains(Text(w.body), plain(rest)) {
			return fmt.Errorf("it is there:\n\t…%s…", around(Text(w.body), plain(rest)))
		}
		return nil
	case "source":
		if !strings.Contains(w.body, rest) {
			return fmt.Errorf("not in the answer:\n%s", w.body)
		}
		return nil
	case "header":
		return w.header(rest)
	case "follow":
		return w.follow(rest)
	case "press":
		return w.press(rest)
	case "try":
		return w.try(rest)
	case "repeat":
		return w.repeat(rest)
	case "save":
		return os.WriteFile(filepath.Join(w.Folder, rest), []byte(w.body), 0o600)
	}
	return fmt.Errorf("%q is not a word of scripts", word)
}

// post sends a form, as one of many parts where it must be or a file goes with it.
func (w *Walk) post(path string, fields []field, parts bool) error {
	if !parts && !slices.ContainsFunc(fields, func(f field) bool { return strings.HasPrefix(f.value, "@") }) {
		vals := url.Values{}
		for _, f := range fields {
			vals.Add(f.name, f.value)
		}
		return w.ask(http.MethodPost, path, "application/x-www-form-urlencoded", []byte(vals.Encode()))
	}
	var buf bytes.Buffer
	m := multipart.NewWriter(&buf)
	for _, f := range fields {
		if name, ok := strings.CutPrefix(f.value, "@"); ok {
			b, err := os.ReadFile(filepath.Join(w.Folder, name))
			if err != nil {
				return err
			}
			part, err := m.CreateFormFile(f.name, filepath.Base(name))
			if err != nil {
				return err
			}
			if _, err := part.Write(b); err != nil {
				return err
			}
		} else if err := m.WriteField(f.name, f.value); err != nil {
			return err
		}
	}
	if err := m.Close(); err != nil {
		return err
	}
	return w.ask(http.MethodPost, path, m.FormDataContentType(), buf.Bytes())
}

func (w *Walk) ask(method, path, kind string, body []byte) error {
	to, err := site.Parse(path)
	if err != nil {
		return err
	}
	to.RawQuery = strings.ReplaceAll(to.RawQuery, " ", "+")
	req := httptest.NewRequest(method, to.String(), bytes.NewReader(body))
	req.RequestURI = to.RequestURI()
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	jar := w.jars[w.who]
	if w.jars == nil {
		w.jars = map[string]*cookiejar.Jar{}
	}
	if jar == nil {
		if jar, err = cookiejar.New(nil); err != nil {
			return err
		}
		w.jars[w.who] = jar
	}
	for _, c := range jar.Cookies(to) {
		req.AddCookie(c)
	}
	h := w.Site
	if w.As != nil && w.who != "" {
		h = w.As(w.who, h)
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	w.res, w.at = rec.Result(), to
	jar.SetCookies(to, w.res.Cookies())
	b, err := io.ReadAll(w.res.Body)
	w.body = string(b)
	return err
}

func (w *Walk) code(want string) error {
	got := w.res.StatusCode
	if strconv.Itoa(got) != want && http.StatusText(got) != want {
		return fmt.Errorf("the answer is %d %s:\n\t%s", got, http.StatusText(got), short(Text(inside(w.body))))
	}
	return nil
}

func (w *Walk) sees(want string) error {
	want, once := strings.CutSuffix(want, " once")
	want = plain(want)
	seen := Text(w.body)
	n := strings.Count(seen, want)
	switch {
	case n == 0:
		return fmt.Errorf("the page (%s, %d) does not show it:\n\t%s", w.at.Path, w.res.StatusCode, short(Text(inside(w.body))))
	case once && n > 1:
		return fmt.Errorf("it is there %d times", n)
	}
	return nil
}

func (w *Walk) header(rest string) error {
	name, want, _ := strings.Cut(rest, " ")
	got := strings.Join(w.res.Header.Values(name), ", ")
	if (want == "") != (got == "") || !strings.Contains(got, want) {
		return fmt.Errorf("%s is %q", name, got)
	}
	return nil
}

func (w *Walk) follow(text string) error {
	if text == "" {
		to := w.res.Header.Get("Location")
		if to == "" {
			return fmt.Errorf("the answer (%d) sends us nowhere:\n\t%s", w.res.StatusCode, short(Text(inside(w.body))))
		}
		return w.goTo(to)
	}
	for _, l := range links(w.body) {
		if strings.Contains(l[1], plain(text)) {
			return w.goTo(l[0])
		}
	}
	return fmt.Errorf("no link on %s reads so", w.at.Path)
}

func (w *Walk) repeat(rest string) error {
	times, line, _ := strings.Cut(rest, " ")
	n, err := strconv.Atoi(times)
	if err != nil {
		return err
	}
	for i := range n {
		if err := w.step(line); err != nil {
			return fmt.Errorf("after %d times: %w", i, err)
		}
	}
	return nil
}

func (w *Walk) goTo(href string) error {
	to, err := w.at.Parse(href)
	if err != nil {
		return err
	}
	return w.ask(http.MethodGet, to.RequestURI(), "", nil)
}

// Text is what a reader sees of a page: without tags, each run of space one space, what was typed into fields included.
func Text(page string) string {
	var out strings.Builder
	z := nethtml.NewTokenizer(strings.NewReader(page))
	hidden := 0
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return plain(out.String())
		case nethtml.TextToken:
			if hidden == 0 {
				out.Write(z.Text())
			}
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			t := z.Token()
			if t.Data == "script" || t.Data == "style" {
				hidden++
			}
			if t.Data == "input" {
				for _, a := range t.Attr {
					if a.Key == "value" {
						out.WriteString(" " + html.EscapeString(a.Val) + " ")
					}
				}
			}
			if !inline[t.Data] {
				out.WriteByte(' ')
			}
		case nethtml.EndTagToken:
			t := z.Token()
			if t.Data == "script" || t.Data == "style" {
				hidden--
			}
			if !inline[t.Data] {
				out.WriteByte(' ')
			}
		}
	}
}

var inline = map[string]bool{"a": true, "b": true, "strong": true, "em": true, "i": true, "mark": true, "span": true, "time": true, "abbr": true, "code": true, "kbd": true, "wbr": true}

var link = regexp.MustCompile(`(?s)<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)</a>`)

var label = regexp.MustCompile(`^<a\s[^>]*?aria-label="([^"]*)"`)

// links is every link of page, with where it goes and what it says, also to those who hear the page.
func links(page string) [][2]string {
	var out [][2]string
	for _, m := range link.FindAllStringSubmatch(page, -1) {
		says := Text(m[2])
		if l := label.FindStringSubmatch(m[0]); l != nil {
			says = plain(l[1]) + " " + says
		}
		out = append(out, [2]string{html.UnescapeString(m[1]), says})
	}
	return out
}

func plain(s string) string { return strings.Join(strings.Fields(html.UnescapeString(s)), " ") }

// inside is the part of a page that is its own, for messages.
func inside(page string) string {
	if i := strings.Index(page, "<main"); i >= 0 {
		return page[i:]
	}
	return page
}

func short(s string) string {
	if r := []rune(s); len(r) > 1500 {
		return string(r[:1500]) + "…"
	}
	return s
}

func around(s, part string) string {
	i := strings.Index(s, part)
	if i < 0 {
		return "in the source only"
	}
	return strings.ToValidUTF8(s[max(0, i-80):min(len(s), i+len(part)+80)], "")
}
