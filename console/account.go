package console

import (
	"context"
	"net/http"

	"loa/org"
	"loa/platform/auth"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// ownAccount lets in whoever has signed in, also those who still owe a password or a second step.
var ownAccount = web.Rule{Name: "own-account", Check: func(r *http.Request) error {
	if _, ok := auth.Person(r.Context()); !ok {
		return refuse.With(refuse.NotSignedIn, "Mời đăng nhập để tiếp tục.")
	}
	return nil
}}

// accountPage is a person's own account.
type accountPage struct {
	Account  auth.Account
	Person   org.Person
	Posts    []string // held or lent today, in words
	Sessions []auth.Session
	Recovery int // recovery codes left
	Proof    auth.Proof
	Must     bool
}

// factorPage leads a person through the second step.
type factorPage struct {
	Enrolment auth.Enrolment // zero: not begun
	Must      bool           // the posts of this person need it
	No        refuse.Refusal
}

func (d *Desk) accountRoutes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET /account", Rule: org.SignedIn, Handle: d.showAccount},
		{Pattern: "GET /account/second-factor", Rule: ownAccount, Handle: d.showFactor},
		{Pattern: "POST /account/second-factor", Rule: ownAccount, Handle: d.beginFactor},
		{Pattern: "POST /account/second-factor/confirm", Rule: ownAccount, Handle: d.confirmFactor},
		{Pattern: "POST /account/sign-out-everywhere", Rule: ownAccount, Handle: d.signOutEverywhere},
		{Pattern: "POST /account/sessions/{id}/end", Rule: ownAccount, Handle: d.endSession},
	}
	return append(routes, d.sheetRoutes([]sheet{
		{"/account/password", ownAccount, drawPassword, d.changePassword},
		{"/account/second-factor/remove", org.SignedIn, drawRemoveFactor, d.removeFactor},
		{"/account/recovery", org.SignedIn, drawRecovery, d.renewRecovery},
		{"/account/pin", org.SignedIn, drawPIN, d.setPIN},
	})...)
}

var accountWay = []web.Link{{Href: "/account", Text: "Tài khoản của tôi"}}

func (d *Desk) showAccount(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), org.ActorOf(r.Context())
	p := accountPage{Must: d.mustHaveSecondFactor(a)}
	var err error
	if p.Account, err = d.Auth.Account(ctx, int64(a.Person)); err != nil {
		return err
	}
	if p.Sessions, err = d.Auth.Sessions(ctx, int64(a.Person)); err != nil {
		return err
	}
	if err := d.DB.Read(ctx, a.Place, func(tx *store.Tx) (err error) {
		if p.Person, err = org.LoadPerson(ctx, tx, a.Person); err != nil {
			return err
		}
		if p.Posts, err = postsInWords(ctx, tx, a); err != nil {
			return err
		}
		if p.Recovery, err = auth.RecoveryLeft(ctx, tx, int64(a.Person)); err != nil {
			return err
		}
		p.Proof, err = auth.ProofOf(ctx, tx, int64(a.Person))
		return err
	}); err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, accountScreen(p))
}

// postsInWords says what a may use today, and of whom it was lent.
func postsInWords(ctx context.Context, tx *store.Tx, a org.Actor) ([]string, error) {
	var units []org.UnitID
	var lenders []org.PersonID
	for _, h := range a.Held {
		units = append(units, h.Unit)
		if h.For != 0 {
			lenders = append(lenders, h.For)
		}
	}
	names, err := org.NamesOn(ctx, tx, "", units...)
	if err != nil {
		return nil, err
	}
	people, err := org.PersonNames(ctx, tx, lenders...)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, h := range a.Held {
		words := org.PostName(h.Post) + ", " + names[h.Unit]
		if h.For != 0 {
			words += " (được " + people[h.For] + " ủy quyền)"
		}
		out = append(out, words)
	}
	return out, nil
}

func me(ctx context.Context) int64 {
	person, _ := auth.Person(ctx) // the rule of the route has seen that there is one
	return person
}

func drawPassword(ctx context.Context, _ *store.Tx, _ *http.Request) (form, error) {
	f := form{
		Title: "Đổi mật khẩu", Lead: "Sau khi đổi, các thiết bị khác đang đăng nhập sẽ bị đăng xuất.",
		Way: accountWay, Verb: "Đổi mật khẩu", Back: "/account",
		Fields: []web.Input{
			{Name: "old", Label: "Mật khẩu đang dùng", Type: "password", Autocomplete: "current-password", Required: true},
			{Name: "password", Label: "Mật khẩu mới", Type: "password", Autocomplete: "new-password", Hint: passwordHint, Required: true},
			{Name: "again", Label: "Nhập lại mật khẩu mới", Type: "password", Autocomplete: "new-password", Required: true},
		},
	}
	if auth.MustChangePassword(ctx) {
		f.Title, f.Way, f.Back = "Chọn mật khẩu của anh/chị", nil, ""
		f.Lead = "Anh/chị đang dùng mật khẩu tạm do người khác cấp. Hãy chọn mật khẩu riêng trước khi làm việc."
	}
	return f, nil
}

func (d *Desk) changePassword(r *http.Request, _ org.Actor) (done, error) {
	password := r.PostFormValue("password")
	if err := sameTwice(password, r.PostFormValue("again")); err != nil {
		return done{}, err
	}
	err := d.Auth.SetPassword(r.Context(), me(r.Context()), r.PostFormValue("old"), password)
	return done{Say: "Đã đổi mật khẩu.", To: "/my-day"}, err
}

func (d *Desk) showFactor(w http.ResponseWriter, r *http.Request) error {
	return d.factor(w, r, refuse.Refusal{})
}

// factor draws where the person stands with the second step.
func (d *Desk) factor(w http.ResponseWriter, r *http.Request, no refuse.Refusal) error {
	ctx := r.Context()
	account, err := d.Auth.Account(ctx, me(ctx))
	if err != nil {
		return err
	}
	if account.HasSecondFactor {
		http.Redirect(w, r, "/account", http.StatusSeeOther)
		return nil
	}
	p := factorPage{Must: dutyOf(ctx) == owesSecondFactor, No: no}
	if p.Enrolment, err = d.Auth.Enrolling(ctx, me(ctx), issuer); err != nil && refuse.Of(err).Kind != refuse.Conflict {
		return err
	}
	status := http.StatusOK
	if no.Say != "" {
		status = web.Status(no)
	}
	return d.show(w, r, status, factorScreen(p))
}

// issuer is what the app on the phone calls this program.
const issuer = "Loa"

func (d *Desk) beginFactor(w http.ResponseWriter, r *http.Request) error {
	if _, err := d.Auth.Enrol(r.Context(), me(r.Context()), issuer); err != nil {
		return err
	}
	http.Redirect(w, r, "/account/second-factor", http.StatusSeeOther)
	return nil
}

func (d *Desk) confirmFactor(w http.ResponseWriter, r *http.Request) error {
	codes, err := d.Auth.ConfirmEnrolment(r.Context(), me(r.Context()), r.PostFormValue("code"))
	if no, ok := redraw(err); ok {
		return d.factor(w, r, no)
	}
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, recoveryScreen(codes))
}

func (d *Desk) signOutEverywhere(w http.ResponseWriter, r *http.Request) error {
	if err := d.Auth.SignOutEverywhere(r.Context(), me(r.Context()), me(r.Context())); err != nil {
		return err
	}
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
	return nil
}

func (d *Desk) endSession(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	if err := d.Auth.EndSession(r.Context(), me(r.Context()), id); err != nil {
		return err
	}
	return d.done(w, r, "Đã kết thúc phiên đăng nhập đó.", "/account")
}

func ownPassword(title, lead, verb, kind string) form {
	return form{Title: title, Lead: lead, Way: accountWay, Verb: verb, Kind: kind, Back: "/account", Fields: []web.Input{
		{Name: "password", Label: "Mật khẩu của anh/chị", Type: "password", Autocomplete: "current-password", Required: true},
	}}
}

func drawRemoveFactor(context.Context, *store.Tx, *http.Request) (form, error) {
	return ownPassword("Gỡ xác thực hai bước", "Dùng khi đổi điện thoại. Nếu chức vụ của anh/chị bắt buộc xác thực hai bước, hệ thống sẽ mời bật lại ngay.", "Gỡ", "wrong"), nil
}

func (d *Desk) removeFactor(r *http.Request, a org.Actor) (done, error) {
	err := d.Auth.RemoveSecondFactor(r.Context(), int64(a.Person), r.PostFormValue("password"))
	return done{Say: "Đã gỡ xác thực hai bước.", To: "/account/second-factor"}, err
}

func drawRecovery(context.Context, *store.Tx, *http.Request) (form, error) {
	return ownPassword("Tạo mã khôi phục mới", "Mười mã mới thay cho các mã cũ; mã cũ không dùng được nữa.", "Tạo mã mới", ""), nil
}

func (d *Desk) renewRecovery(r *http.Request, a org.Actor) (done, error) {
	codes, err := d.Auth.RenewRecovery(r.Context(), int64(a.Person), r.PostFormValue("password"))
	return done{Page: recoveryScreen(codes)}, err
}

func drawPIN(context.Context, *store.Tx, *http.Request) (form, error) {
	f := ownPassword("Đặt mã PIN", "Mã PIN dùng khi anh/chị duyệt tin bài qua đường dẫn trên điện thoại mà không đăng nhập. Mã không thay mật khẩu, và không cần nữa khi đã bật xác thực hai bước.", "Đặt mã PIN", "")
	f.Fields = append([]web.Input{
		{Name: "pin", Label: "Mã PIN mới", Type: "password", Autocomplete: "off", Hint: "6 đến 12 chữ số, không dùng ngày sinh hay số điện thoại.", Required: true},
		{Name: "pin_again", Label: "Nhập lại mã PIN mới", Type: "password", Autocomplete: "off", Required: true},
	}, f.Fields...)
	return f, nil
}

func (d *Desk) setPIN(r *http.Request, a org.Actor) (done, error) {
	pin := r.PostFormValue("pin")
	if pin != r.PostFormValue("pin_again") {
		return done{}, refuse.Field("pin_again", "Hai lần nhập mã PIN chưa giống nhau. Mời anh/chị nhập lại.")
	}
	return done{Say: "Đã đặt mã PIN.", To: "/account"}, d.Auth.SetPIN(r.Context(), int64(a.Person), r.PostFormValue("password"), pin)
}
