package webtest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A field is one pair of a form. A value @FILE stands for the file.
type field struct{ name, value string }

// fieldsOf reads a=1&b=two words.
func fieldsOf(form string) []field {
	var out []field
	for pair := range strings.SplitSeq(form, "&") {
		if pair == "" {
			continue
		}
		k, v, _ := strings.Cut(pair, "=")
		if u, err := url.PathUnescape(v); err == nil && !strings.HasPrefix(v, "@") {
			v = u
		}
		out = append(out, field{k, v})
	}
	return out
}

// press fills in a form of the page and goes wherever that leads.
func (w *Walk) press(rest string) error {
	if err := w.submit(rest); err != nil {
		return err
	}
	for hops := 0; w.res.StatusCode == http.StatusSeeOther; hops++ {
		if hops == 10 {
			return fmt.Errorf("it leads round and round, to %s", w.res.Header.Get("Location"))
		}
		if err := w.follow(""); err != nil {
			return err
		}
	}
	if w.res.StatusCode >= 400 {
		return fmt.Errorf("%s refuses (%d):\n\t%s", w.at.Path, w.res.StatusCode, short(Text(inside(w.body))))
	}
	return nil
}

// try fills in a form of the page as press does, and is refused.
func (w *Walk) try(rest string) error {
	if err := w.submit(rest); err != nil {
		return err
	}
	if w.res.StatusCode < 400 {
		return fmt.Errorf("it is not refused (%d)", w.res.StatusCode)
	}
	return nil
}

// submit sends the first form of the page that has the button and the fields, as a browser without JavaScript would: what
// nobody typed goes as it stands on the page.
func (w *Walk) submit(rest string) error {
	label, typed, _ := strings.Cut(rest, " : ")
	page, err := nethtml.Parse(strings.NewReader(w.body))
	if err != nil {
		return err
	}
	wrong := fmt.Errorf("no button on %s reads %q:\n\t%s", w.at.Path, label, short(Text(inside(w.body))))
	for button := range page.Descendants() {
		if !isButton(button) || !strings.HasPrefix(buttonSays(button), plain(label)) {
			continue
		}
		f := formOf(page, button)
		if f == nil {
			continue
		}
		fields, err := filled(page, f, button, fieldsOf(typed))
		if err != nil {
			wrong = err
			continue
		}
		return w.send(f, button, fields)
	}
	return wrong
}

// send sends what stands in form f when button is pressed.
func (w *Walk) send(f, button *nethtml.Node, fields []field) error {
	from := func(name string) string {
		if v := attr(button, "form"+name); v != "" {
			return v
		}
		return attr(f, name)
	}
	to, err := w.at.Parse(from("action"))
	if err != nil {
		return err
	}
	if strings.EqualFold(from("method"), http.MethodPost) {
		return w.post(to.RequestURI(), fields, from("enctype") == "multipart/form-data")
	}
	asked := url.Values{}
	for _, f := range fields {
		asked.Add(f.name, f.value)
	}
	to.RawQuery = asked.Encode()
	return w.ask(http.MethodGet, to.RequestURI(), "", nil)
}

// filled is what form f sends: the fields of the page, with what was typed into them.
func filled(page, f, button *nethtml.Node, typed []field) ([]field, error) {
	var out []field
	hand := hand{typed, make([]bool, len(typed))}
	for n := range page.Descendants() {
		name := attr(n, "name")
		if name == "" || formOf(page, n) != f || has(n, "disabled") {
			continue
		}
		value, sent := "", true
		switch kind := attr(n, "type"); {
		case isButton(n):
			value, sent = attr(n, "value"), n == button
		case n.DataAtom == atom.Input && kind == "hidden":
			value = attr(n, "value") // nobody can type there
		case n.DataAtom == atom.Input && (kind == "radio" || kind == "checkbox"):
			value, sent = hand.tick(page, n)
		case n.DataAtom == atom.Select:
			value, sent = hand.choose(n)
		case n.DataAtom == atom.Input || n.DataAtom == atom.Textarea:
			value, sent = hand.write(n)
		default:
			continue
		}
		if value == "" && has(n, "required") {
			return nil, fmt.Errorf("the browser asks to fill in %q", name)
		}
		if sent {
			out = append(out, field{name, value})
		}
	}
	if i := slices.Index(hand.took, false); i >= 0 {
		return nil, fmt.Errorf("the form of %q has nowhere to put %s=%s", buttonSays(button), typed[i].name, typed[i].value)
	}
	return out, nil
}

// A hand types fields of a script into those of a page, each once.
type hand struct {
	typed []field
	took  []bool
}

// take is what is to be typed into the field name and fits it.
func (h hand) take(name string, fits func(value string) bool) (value string, ok bool) {
	for i, t := range h.typed {
		if t.name == name && !h.took[i] && fits(t.value) {
			h.took[i] = true
			return t.value, true
		}
	}
	return "", false
}

func (h hand) tick(page, n *nethtml.Node) (value string, sent bool) {
	name, value := attr(n, "name"), attr(n, "value")
	if value == "" {
		value = "on"
	}
	if v, ok := h.take(name, func(v string) bool { return v == "" || v == value || v == labelOf(page, n) }); ok {
		return value, v != ""
	}
	other := slices.ContainsFunc(h.typed, func(f field) bool { return f.name == name }) // of the same name was chosen
	return value, has(n, "checked") && !other
}

func (h hand) choose(n *nethtml.Node) (value string, sent bool) {
	for o := range n.Descendants() {
		if o.DataAtom != atom.Option {
			continue
		}
		says := Text(render(o))
		v := says
		if has(o, "value") {
			v = attr(o, "value")
		}
		if _, ok := h.take(attr(n, "name"), func(t string) bool { return t == says || t == v }); ok {
			return v, true
		}
		if !sent || has(o, "selected") {
			value, sent = v, true
		}
	}
	return value, sent
}

func (h hand) write(n *nethtml.Node) (value string, sent bool) {
	if v, ok := h.take(attr(n, "name"), func(string) bool { return true }); ok {
		return v, true
	}
	if n.DataAtom == atom.Textarea {
		return strings.TrimPrefix(inner(n), "\n"), true
	}
	return attr(n, "value"), attr(n, "type") != "file"
}

func isButton(n *nethtml.Node) bool {
	return n.DataAtom == atom.Button && (attr(n, "type") == "" || attr(n, "type") == "submit") || n.DataAtom == atom.Input && attr(n, "type") == "submit"
}

func buttonSays(n *nethtml.Node) string {
	if n.DataAtom == atom.Input {
		return plain(attr(n, "value"))
	}
	return Text(render(n))
}

// formOf is the form that n belongs to.
func formOf(page, n *nethtml.Node) *nethtml.Node {
	if id := attr(n, "form"); id != "" {
		for f := range page.Descendants() {
			if f.DataAtom == atom.Form && attr(f, "id") == id {
				return f
			}
		}
	}
	for up := range n.Ancestors() {
		if up.DataAtom == atom.Form {
			return up
		}
	}
	return nil
}

// labelOf is what the label of n says.
func labelOf(page, n *nethtml.Node) string {
	for up := range n.Ancestors() {
		if up.DataAtom == atom.Label {
			return Text(render(up))
		}
	}
	for l := range page.Descendants() {
		if l.DataAtom == atom.Label && attr(l, "for") != "" && attr(l, "for") == attr(n, "id") {
			return Text(render(l))
		}
	}
	return ""
}

func attr(n *nethtml.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *nethtml.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a nethtml.Attribute) bool { return a.Key == name })
}

func inner(n *nethtml.Node) string {
	var out strings.Builder
	for c := range n.Descendants() {
		if c.Type == nethtml.TextNode {
			out.WriteString(c.Data)
		}
	}
	return out.String()
}

func render(n *nethtml.Node) string {
	var out strings.Builder
	if err := nethtml.Render(&out, n); err != nil {
		return err.Error()
	}
	return out.String()
}
