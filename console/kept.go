package console

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"loa/platform/web"
)

// mostKept is the most bytes of a form that travel through the sign-in page. Longer ones have a draft of their own in their desk.
const mostKept = 512 << 10

// A keptForm is a form that was posted when nobody was signed in.
type keptForm struct {
	Action string     // where it was posted
	Values url.Values // what was typed, without secrets
	Files  []string   // names of files that came with it; a browser does not let a page keep those
	IsLong bool       // it was more than fits, and nothing of it was kept
}

// secrets are fields that are never put into a page again.
var secrets = []string{"password", "again", "old", "code"}

// keepForm takes a posted form out of r. A form that is too large, or that cannot be read, is not kept.
func keepForm(r *http.Request) (keptForm, error) {
	k := keptForm{Action: here(r.URL.RequestURI()), Values: url.Values{}}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err != nil:
		return keptForm{}, nil // no form at all
	case kind == "multipart/form-data":
		err = r.ParseMultipartForm(1 << 20)
	case kind == "application/x-www-form-urlencoded":
		err = r.ParseForm()
	default:
		return keptForm{}, nil
	}
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return keptForm{}, err
	}
	if err != nil {
		return keptForm{}, nil // cut off or damaged: there is nothing to give back
	}
	if r.MultipartForm != nil {
		for _, files := range r.MultipartForm.File {
			for _, f := range files {
				k.Files = append(k.Files, f.Filename)
			}
		}
		if err := r.MultipartForm.RemoveAll(); err != nil {
			return keptForm{}, err
		}
	}
	for name, values := range r.PostForm {
		if !slices.Contains(secrets, name) {
			k.Values[name] = values
		}
	}
	if len(k.encode()) > mostKept {
		return keptForm{IsLong: true}, nil
	}
	return k, nil
}

// typedKept is the form that travelled through the sign-in page, from its hidden fields.
func typedKept(r *http.Request) keptForm {
	action := r.PostFormValue("kept_action")
	values, err := url.ParseQuery(r.PostFormValue("kept"))
	if action == "" || err != nil || len(r.PostFormValue("kept")) > mostKept {
		return keptForm{}
	}
	return keptForm{Action: here(action), Values: values, Files: r.PostForm["kept_file"]}
}

// IsZero reports whether nothing was kept.
func (k keptForm) IsZero() bool { return k.Action == "" }

func (k keptForm) encode() string { return k.Values.Encode() }

// names are the fields of k in a fixed order.
func (k keptForm) names() []string {
	names := make([]string, 0, len(k.Values))
	for name := range k.Values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// typed is what a person wrote or chose, for them to see that it is all there; flags and numbers of the form are left out.
func (k keptForm) typed() []string {
	var out []string
	for _, name := range k.names() {
		for _, v := range k.Values[name] {
			if v = strings.TrimSpace(v); len(v) > 2 {
				out = append(out, v)
			}
		}
	}
	return out
}

// Keep answers a form that was posted without a sign-in: the sign-in page, with the form inside. It is web.Front.SignInFor.
func (d *Desk) Keep(w http.ResponseWriter, r *http.Request) {
	k, err := keepForm(r)
	if err == nil {
		w.Header().Set("Cache-Control", "no-store")
		if duty := dutyOf(r.Context()); duty != "" {
			err = web.Show(w, r, http.StatusForbidden, keptScreen(keptPage{Kept: k, Duty: duty}))
		} else {
			err = web.Show(w, r, http.StatusUnauthorized, signInScreen(signInPage{Next: "/my-day", Kept: k, Ended: true}))
		}
	}
	if err != nil {
		d.Fail(w, r, err)
	}
}
