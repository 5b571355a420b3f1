package console

import (
	"context"
	"net/http"

	"loa/org"
	"loa/platform/auth"
	"loa/platform/store"
	"loa/platform/web"
)

// The operator gives accounts and takes them back. What an account may do follows from the posts of its person.

func (d *Desk) drawAccount(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	p, f, err := personForm(ctx, tx, r, "Tạo tài khoản đăng nhập", "Tạo tài khoản", "")
	f.Lead = "Hệ thống tạo mật khẩu tạm cho " + p.Name + ". Người đó tự chọn mật khẩu khi đăng nhập lần đầu."
	f.Fields = []web.Input{{Name: "login", Label: "Tên đăng nhập", Hint: "Từ 3 ký tự, chữ thường không dấu, ví dụ lan.nguyen.", Required: true, Autocomplete: "off"}}
	return f, err
}

func (d *Desk) makeAccount(r *http.Request, a org.Actor) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	temporary, err := d.Auth.TemporaryPassword()
	if err != nil {
		return done{}, err
	}
	err = d.DB.Write(r.Context(), a.Place, func(tx *store.Tx) error {
		if _, err := org.LoadPerson(r.Context(), tx, org.PersonID(id)); err != nil {
			return err
		}
		return d.Auth.CreateAccount(r.Context(), tx, int64(a.Person),
			auth.NewAccount{Person: id, Login: r.PostFormValue("login"), Password: temporary, IsTemporary: true})
	})
	return temporaryPassword(id, temporary, "Tên đăng nhập: "+r.PostFormValue("login")+". "), err
}

// temporaryPassword is the page that shows it, once, after what else that person has to be told.
func temporaryPassword(person int64, temporary, tell string) done {
	return done{Page: secretScreen(secretPage{
		Title: "Mật khẩu tạm",
		Lead:  tell + "Đọc hoặc chép mật khẩu tạm này cho đúng người. Trang này chỉ hiện một lần; người đó sẽ phải chọn mật khẩu riêng khi đăng nhập.",
		Codes: []string{temporary}, Next: personHref(org.PersonID(person)), Go: "Xong",
	})}
}

func (d *Desk) drawResetPassword(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	p, f, err := personForm(ctx, tx, r, "Cấp mật khẩu tạm", "Cấp mật khẩu tạm", "wrong")
	f.Lead = "Mật khẩu hiện nay của " + p.Name + " hết hiệu lực và mọi thiết bị bị đăng xuất. Chỉ làm khi đã nhận ra đúng người."
	return f, err
}

func (d *Desk) resetPassword(r *http.Request, a org.Actor) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	temporary, err := d.Auth.ResetPassword(r.Context(), int64(a.Person), id)
	return temporaryPassword(id, temporary, ""), err
}

func (d *Desk) drawResetFactor(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	p, f, err := personForm(ctx, tx, r, "Gỡ xác thực hai bước", "Gỡ", "wrong")
	f.Lead = "Dùng khi " + p.Name + " mất cả điện thoại lẫn mã khôi phục. Chỉ làm khi đã gặp đúng người."
	return f, err
}

func (d *Desk) resetFactor(r *http.Request, a org.Actor) (done, error) {
	return d.toPerson(r, "Đã gỡ xác thực hai bước.", func(id org.PersonID) error {
		return d.Auth.ResetSecondFactor(r.Context(), int64(a.Person), int64(id))
	})
}

func (d *Desk) drawSignOutPerson(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	p, f, err := personForm(ctx, tx, r, "Đăng xuất khỏi mọi thiết bị", "Đăng xuất", "wrong")
	f.Lead = "Mọi phiên làm việc của " + p.Name + " kết thúc ngay."
	return f, err
}

func (d *Desk) signOutPerson(r *http.Request, a org.Actor) (done, error) {
	return d.toPerson(r, "Đã đăng xuất người này khỏi mọi thiết bị.", func(id org.PersonID) error {
		return d.Auth.SignOutEverywhere(r.Context(), int64(a.Person), int64(id))
	})
}

func (d *Desk) drawDisable(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	p, f, err := personForm(ctx, tx, r, "Khóa tài khoản", "Khóa tài khoản", "wrong")
	f.Lead = p.Name + " không đăng nhập được cho đến khi được mở lại. Chức vụ vẫn giữ nguyên."
	return f, err
}

func (d *Desk) disable(r *http.Request, a org.Actor) (done, error) {
	return d.toPerson(r, "Đã khóa tài khoản.", func(id org.PersonID) error {
		return d.Auth.Disable(r.Context(), int64(a.Person), int64(id))
	})
}

func (d *Desk) drawEnable(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	p, f, err := personForm(ctx, tx, r, "Mở tài khoản", "Mở tài khoản", "")
	f.Lead = p.Name + " đăng nhập lại được bằng mật khẩu đã có."
	return f, err
}

func (d *Desk) enable(r *http.Request, a org.Actor) (done, error) {
	return d.toPerson(r, "Đã mở tài khoản.", func(id org.PersonID) error {
		return d.Auth.Enable(r.Context(), int64(a.Person), int64(id))
	})
}
