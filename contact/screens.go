package contact

import (
	"net/http"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// Routes are the desk's screens.
func (d *Desk) Routes() []web.Route {
	keep := org.Holders(keepers...)
	return []web.Route{
		{Pattern: "GET /contacts", Rule: org.SignedIn, Handle: d.listPage},
		{Pattern: "GET /contacts/add", Rule: keep, Handle: d.addPage},
		{Pattern: "POST /contacts/add", Rule: keep, Handle: d.addHere},
		{Pattern: "GET /contacts/{id}/change", Rule: keep, Handle: d.changePage},
		{Pattern: "POST /contacts/{id}/change", Rule: keep, Handle: d.changeHere},
		{Pattern: "POST /contacts/{id}/strike", Rule: keep, Handle: d.strikeHere},
	}
}

type listPage struct {
	Actor org.Actor
	All   []Contact
}

func (d *Desk) listPage(w http.ResponseWriter, r *http.Request) error {
	p := listPage{Actor: org.ActorOf(r.Context())}
	err := d.DB.Read(r.Context(), p.Actor.Place, func(tx *store.Tx) (err error) {
		p.All, err = All(r.Context(), tx)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, listScreen(p))
}

// A form is what is said of a contact.
type form struct {
	Title  string
	Fields []web.Input
	Strike string // where it is struck off; empty for a new one
	No     refuse.Refusal
}

// fields are the form, filled with c.
func fields(c Contact) []web.Input {
	choices := []web.Option{{Text: "Chọn loại"}}
	for _, row := range sorts {
		choices = append(choices, web.Option{Value: string(row.sort), Text: row.title})
	}
	return []web.Input{
		{Name: "sort", Label: "Loại", Type: "select", Options: choices, Value: string(c.Sort), Required: true},
		{Name: "name", Label: "Tên nơi hoặc người", Value: c.Name, Required: true, Hint: "Ví dụ: Tổ công nghệ số tổ dân phố 5. Với người phát ngôn, ghi họ tên."},
		{Name: "post", Label: "Chức vụ, người trực", Value: c.Post, Hint: "Ví dụ: Phó Chủ tịch UBND phường. Người phát ngôn bắt buộc có chức vụ."},
		{Name: "where", Label: "Nơi đến", Value: c.Where},
		{Name: "hours", Label: "Giờ trực", Value: c.Hours, Hint: "Ví dụ: 19 giờ đến 21 giờ thứ Ba, thứ Năm."},
		{Name: "phone", Label: "Điện thoại", Type: "tel", Value: c.Phone},
		{Name: "email", Label: "Thư điện tử", Type: "email", Value: c.Email},
		{Name: "consent", Label: "Số, địa chỉ trên là của cơ quan, hoặc chủ nhân đã đồng ý công khai", Type: "checkbox", Checked: c.Consent},
	}
}

func typed(r *http.Request) Contact {
	v := r.FormValue
	return Contact{Sort: Sort(v("sort")), Name: v("name"), Post: v("post"), Where: v("where"), Hours: v("hours"), Phone: v("phone"), Email: v("email"), Consent: v("consent") != ""}
}

func (d *Desk) addPage(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, http.StatusOK, formScreen(form{Title: "Thêm đầu mối", Fields: fields(Contact{})}))
}

func (d *Desk) addHere(w http.ResponseWriter, r *http.Request) error {
	_, err := d.Add(r.Context(), org.ActorOf(r.Context()), typed(r))
	return after(w, r, form{Title: "Thêm đầu mối", Fields: fields(Contact{})}, err)
}

func (d *Desk) changeForm(r *http.Request) (ID, form, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return 0, form{}, err
	}
	f := form{Title: "Sửa đầu mối"}
	err = d.DB.Read(r.Context(), org.ActorOf(r.Context()).Place, func(tx *store.Tx) error {
		c, err := load(r.Context(), tx, ID(id))
		f.Fields, f.Strike = fields(c), "/"+c.ID.Ref()+"/strike"
		return err
	})
	return ID(id), f, err
}

func (d *Desk) changePage(w http.ResponseWriter, r *http.Request) error {
	_, f, err := d.changeForm(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formScreen(f))
}

func (d *Desk) changeHere(w http.ResponseWriter, r *http.Request) error {
	id, f, err := d.changeForm(r)
	if err != nil {
		return err
	}
	return after(w, r, f, d.Change(r.Context(), org.ActorOf(r.Context()), id, typed(r)))
}

func (d *Desk) strikeHere(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	return after(w, r, form{}, d.Strike(r.Context(), org.ActorOf(r.Context()), ID(id)))
}

// after leads back to the list, or shows f again as it was typed with why it could not be taken.
func after(w http.ResponseWriter, r *http.Request, f form, err error) error {
	if no := refuse.Of(err); err != nil && no.Kind == refuse.Invalid {
		f.No, f.Fields = no, web.Retyped(f.Fields, r.PostForm, no)
		return web.Show(w, r, web.Status(no), formScreen(f))
	}
	if err == nil {
		http.Redirect(w, r, "/contacts", http.StatusSeeOther)
	}
	return err
}
