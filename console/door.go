package console

import (
	"context"
	"net/http"
	"net/url"

	"loa/org"
	"loa/platform/auth"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// signInPage is what the sign-in screen needs.
type signInPage struct {
	Login string
	Next  string
	Kept  keptForm
	Ended bool // a session ended under somebody's hands
	No    refuse.Refusal
}

// codePage is the second step of sign-in.
type codePage struct {
	Next string
	Kept keptForm
	No   refuse.Refusal
}

// keptPage gives back what was typed before the session ended.
type keptPage struct {
	Kept keptForm
	Duty string // what must be done first; empty: it can be sent at once
}

// setupPage makes the first account of a place.
type setupPage struct {
	Code, Name, Unit, Post, Login string
	No                            refuse.Refusal
}

func (d *Desk) doorRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /sign-in", Rule: web.Anyone, Handle: d.showSignIn},
		{Pattern: "POST /sign-in", Rule: web.Anyone, Handle: d.signIn},
		{Pattern: "GET /sign-in/code", Rule: web.Anyone, Handle: d.showCode},
		{Pattern: "POST /sign-in/code", Rule: web.Anyone, Handle: d.confirmCode},
		{Pattern: "POST /sign-out", Rule: web.Anyone, Handle: d.signOut},
		{Pattern: "GET /setup", Rule: web.Anyone, Handle: d.showSetup},
		{Pattern: "POST /setup", Rule: web.Anyone, Handle: d.setup},
	}
}

func (d *Desk) showSignIn(w http.ResponseWriter, r *http.Request) error {
	ctx, next := r.Context(), here(r.FormValue("next"))
	if to := whereTo(ctx, next); to != "" {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	needs, err := auth.NeedsSetup(ctx, d.DB, web.Place(ctx))
	if err != nil {
		return err
	}
	if needs {
		http.Redirect(w, r, "/setup", http.StatusSeeOther)
		return nil
	}
	return d.show(w, r, http.StatusOK, signInScreen(signInPage{Next: next}))
}

// whereTo is where somebody who need not give a password belongs; empty for everybody else.
func whereTo(ctx context.Context, next string) string {
	if _, waits := auth.Waiting(ctx); waits {
		return "/sign-in/code?next=" + url.QueryEscape(next)
	}
	if org.ActorOf(ctx).Person != 0 {
		return next
	}
	return dutyOf(ctx)
}

func (d *Desk) signIn(w http.ResponseWriter, r *http.Request) error {
	p := signInPage{Login: r.PostFormValue("login"), Next: here(r.PostFormValue("next")), Kept: typedKept(r)}
	_, needsCode, err := d.Auth.SignIn(r.Context(), p.Login, r.PostFormValue("password"))
	if no, ok := redraw(err); ok {
		p.No = no
		return d.show(w, r, web.Status(no), signInScreen(p))
	}
	if err != nil {
		return err
	}
	if needsCode {
		return d.show(w, r, http.StatusOK, codeScreen(codePage{Next: p.Next, Kept: p.Kept}))
	}
	return d.welcome(w, r, p.Next, p.Kept)
}

// welcome lets in whoever has just signed in: to the page they wanted, or to what they had typed.
func (d *Desk) welcome(w http.ResponseWriter, r *http.Request, next string, k keptForm) error {
	if k.IsZero() {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return nil
	}
	duty := ""
	if auth.MustChangePassword(r.Context()) {
		duty = owesPassword
	}
	return d.show(w, r, http.StatusOK, keptScreen(keptPage{Kept: k, Duty: duty}))
}

func (d *Desk) showCode(w http.ResponseWriter, r *http.Request) error {
	next := here(r.FormValue("next"))
	if _, waits := auth.Waiting(r.Context()); !waits {
		http.Redirect(w, r, "/sign-in?next="+url.QueryEscape(next), http.StatusSeeOther)
		return nil
	}
	return d.show(w, r, http.StatusOK, codeScreen(codePage{Next: next}))
}

func (d *Desk) confirmCode(w http.ResponseWriter, r *http.Request) error {
	p := codePage{Next: here(r.PostFormValue("next")), Kept: typedKept(r)}
	err := d.Auth.Confirm(r.Context(), r.PostFormValue("code"))
	if no, ok := redraw(err); ok {
		p.No = no
		return d.show(w, r, web.Status(no), codeScreen(p))
	}
	if no := refuse.Of(err); no.Kind == refuse.NotSignedIn { // too slow with the phone: the password again, nothing lost
		return d.show(w, r, http.StatusUnauthorized, signInScreen(signInPage{Next: p.Next, Kept: p.Kept, No: no}))
	}
	if err != nil {
		return err
	}
	return d.welcome(w, r, p.Next, p.Kept)
}

func (d *Desk) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := d.Auth.SignOut(r.Context()); err != nil {
		return err
	}
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
	return nil
}

func (d *Desk) showSetup(w http.ResponseWriter, r *http.Request) error {
	needs, err := auth.NeedsSetup(r.Context(), d.DB, web.Place(r.Context()))
	if err != nil {
		return err
	}
	if !needs {
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		return nil
	}
	p := setupPage{Code: r.FormValue("code"), Unit: "Phòng Văn hóa – Xã hội", Post: string(org.OfficeHead)}
	return d.show(w, r, http.StatusOK, setupScreen(p))
}

func (d *Desk) setup(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	p := setupPage{Code: r.PostFormValue("code"), Name: r.PostFormValue("name"), Unit: r.PostFormValue("unit"),
		Post: r.PostFormValue("post"), Login: r.PostFormValue("login")}
	password := r.PostFormValue("password")
	err := sameTwice(password, r.PostFormValue("again"))
	if err == nil {
		err = d.Auth.Setup(ctx, p.Code, auth.NewAccount{Login: p.Login, Password: password},
			func(ctx context.Context, tx *store.Tx) (int64, error) {
				id, err := d.Org.Begin(ctx, tx, org.Person{Name: p.Name}, p.Unit, org.Post(p.Post))
				return int64(id), err
			})
	}
	if no, ok := redraw(err); ok {
		p.No = no
		return d.show(w, r, web.Status(no), setupScreen(p))
	}
	if err != nil {
		return err
	}
	if _, _, err := d.Auth.SignIn(ctx, p.Login, password); err != nil {
		return err
	}
	return d.done(w, r, "Đã tạo tài khoản đầu tiên.", "/my-day")
}

// sameTwice refuses a new password that was not typed the same twice.
func sameTwice(password, again string) error {
	if password != again {
		return refuse.Field("again", "Hai lần nhập mật khẩu chưa giống nhau. Hãy nhập lại.")
	}
	return nil
}
