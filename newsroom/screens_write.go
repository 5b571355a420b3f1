package newsroom

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

func (d *Desk) beginForm(context.Context, *store.Tx, *http.Request) (form, error) {
	options := make([]web.Option, len(kinds))
	for i, k := range kinds {
		options[i] = web.Option{Value: string(k.kind), Text: k.name + " (" + k.hint + ")"}
	}
	return form{
		Title: "Viết tin bài", Lead: "Chọn thể loại và ghi đầu đề; bước sau là trang viết.", Verb: "Bắt đầu viết", Back: "/newsroom",
		Way: []web.Link{{Href: "/newsroom", Text: "Tin bài"}, {Text: "Viết tin bài"}},
		Fields: []web.Input{
			{Name: "kind", Label: "Thể loại", Type: "select", Options: options, Required: true},
			{Name: "title", Label: "Đầu đề", Required: true, Hint: "Nói đúng việc, dưới 90 ký tự; sau này vẫn sửa được.", Autocomplete: "off"},
		},
	}, nil
}

func (d *Desk) begin(r *http.Request, a org.Actor) (done, error) {
	id, err := d.Begin(r.Context(), a, Kind(r.FormValue("kind")), Text{Title: r.FormValue("title")})
	return done{To: Story{ID: id}.href("/text")}, err
}

// writePage is the form to write a story in.
type writePage struct {
	storyPage
	Typed  Text
	Saw    int
	Topics []Topic // those that the text speaks of first
	Likely int     // how many of Topics the text speaks of, three at most
	Held   bool    // somebody else is writing
	Photo  Upload  // as typed
	No     refuse.Refusal
}

func (d *Desk) loadWritePage(r *http.Request) (p writePage, err error) {
	err = d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if p.storyPage, err = d.openStory(ctx, tx, r); err != nil {
			return err
		}
		topics, err := Topics(ctx, tx)
		p.offer(topics)
		return err
	})
	p.Typed, p.Saw = p.Text.Text, p.Last
	p.Held = p.heldBy(p.Actor, d.Now()) != 0
	return p, err
}

// offer puts the topics that the text speaks of before the others.
func (p *writePage) offer(topics []Topic) {
	likely := Suggest(p.Text.Text, topics)
	likely = likely[:min(len(likely), 3)]
	p.Topics, p.Likely = likely, len(likely)
	for _, t := range topics {
		known := false
		for _, l := range likely {
			known = known || l.Key == t.Key
		}
		if !known {
			p.Topics = append(p.Topics, t)
		}
	}
}

// themeOptions is the topics to choose from.
func (p writePage) themeOptions() []web.Option {
	options := []web.Option{{Value: "", Text: "Chưa chọn"}}
	for i, t := range p.Topics {
		text := string(t.Address) + ". " + t.Name
		if i < p.Likely {
			text = "Gợi ý: " + text
		}
		options = append(options, web.Option{Value: strconv.FormatInt(t.Key, 10), Text: text})
	}
	return options
}

func (p writePage) themeValue() string {
	if p.Typed.Theme.Key == 0 {
		return ""
	}
	return strconv.FormatInt(p.Typed.Theme.Key, 10)
}

// wrong is the sentence about one field.
func (p writePage) wrong(field string) string {
	if p.No.Field == field {
		return p.No.Say
	}
	return ""
}

func (d *Desk) textPage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadWritePage(r)
	if err != nil {
		return err
	}
	if err := p.mayWrite(p.Actor); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.Show(w, r, http.StatusOK, writeScreen(p))
}

func (d *Desk) takePenHere(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	s := Story{ID: StoryID(id)}
	err = d.TakePen(r.Context(), org.ActorOf(r.Context()), s.ID, r.FormValue("over") != "")
	if refuse.Of(err).Kind == refuse.Conflict {
		if p, again := d.loadWritePage(r); again == nil && p.Held && p.mayWrite(p.Actor) == nil {
			return web.Show(w, r, http.StatusConflict, writeScreen(p))
		}
	}
	return goTo(w, r, s.href("/text"), err)
}

// typed is the text in the form of r.
func typed(r *http.Request) (t Text, saw int) {
	theme, _ := strconv.ParseInt(r.FormValue("theme"), 10, 64) // anything else is no theme
	saw, _ = strconv.Atoi(r.FormValue("saw"))                  // anything else has seen nothing
	return Text{Title: r.FormValue("title"), Summary: r.FormValue("summary"), Body: r.FormValue("body"), Video: r.FormValue("video"), Theme: Theme{Key: max(theme, 0)}}, saw
}

// typedPicture is the picture in the form of r, with what was typed of it; the caller closes its body.
func typedPicture(r *http.Request) (u Upload, err error) {
	u = Upload{Alt: r.FormValue("photo_alt"), Caption: r.FormValue("photo_caption"), Credit: r.FormValue("photo_credit"), Rights: Rights(r.FormValue("photo_rights")), Focus: foci[0].at}
	for _, f := range foci {
		if f.value == r.FormValue("photo_focus") {
			u.Focus = f.at
		}
	}
	file, _, err := r.FormFile("photo")
	if err != nil {
		return u, refuse.Field("photo", "Hãy chọn tệp ảnh.")
	}
	u.Body = file
	return u, nil
}

// addHere keeps the picture that was sent with the form, after its text.
func (d *Desk) addHere(r *http.Request, p *writePage) (err error) {
	if p.Photo, err = typedPicture(r); err != nil {
		return err
	}
	defer closeBody(p.Photo.Body)
	_, err = d.AddPicture(r.Context(), p.Actor, p.ID, p.Photo)
	return err
}

func closeBody(body io.Reader) {
	if c, ok := body.(io.Closer); ok {
		c.Close() // read only, so nothing is lost
	}
}

// saveHere keeps what is typed. The page's own script asks for JSON and stays; a person who presses a button goes on.
func (d *Desk) saveHere(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadWritePage(r)
	if err != nil {
		return err
	}
	if err := r.ParseMultipartForm(8 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return err
	}
	p.Typed, p.Saw = typed(r)
	n, err := d.Save(r.Context(), p.Actor, p.ID, p.Saw, p.Typed)
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		return d.answer(w, n, err)
	}
	if err == nil && r.FormValue("then") == "picture" {
		p.Saw = n
		err = d.addHere(r, &p)
	}
	if no := refuse.Of(err); err != nil && (no.Kind == refuse.Invalid || no.Kind == refuse.Conflict) {
		p.No = no
		return web.Show(w, r, web.Status(no), writeScreen(p))
	}
	to := p.href("")
	switch r.FormValue("then") {
	case "write", "picture":
		to = p.href("/text")
	case "submit":
		to = p.href("/submit")
	}
	return goTo(w, r, to, err)
}

// saved is what the script of the page is told.
type saved struct {
	Saw int    `json:"saw"`
	At  string `json:"at,omitempty"`
	Say string `json:"say,omitempty"` // why it was not saved
}

func (d *Desk) answer(w http.ResponseWriter, n int, err error) error {
	s := saved{Saw: n, At: d.Now().In(org.Hanoi).Format("15:04:05")}
	status := http.StatusOK
	if err != nil {
		no := refuse.Of(err)
		if no.Kind == refuse.Trouble {
			return err
		}
		s, status = saved{Say: no.Say}, web.Status(no)
	}
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err = w.Write(body)
	return err
}
