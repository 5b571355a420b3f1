package console

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"loa/org"
	"loa/platform/mail"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

func (d *Desk) mailRoutes() []web.Route {
	return d.sheetRoutes([]sheet{
		{"/settings/mail", keepAccounts, d.drawMail, d.saveMail},
		{"/settings/mail/try", keepAccounts, d.drawTry, d.tryMail},
	})
}

var securityOptions = []web.Option{
	{Value: string(mail.StartTLS), Text: "STARTTLS (thường là cổng 587)"},
	{Value: string(mail.TLS), Text: "TLS (thường là cổng 465)"},
	{Value: string(mail.None), Text: "Không mã hóa (chỉ khi máy chủ thư ở ngay máy này)"},
}

func (d *Desk) drawMail(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	s, err := mail.Load(ctx, tx)
	f := form{
		Title: "Thư điện tử", Way: settingsWay, Verb: "Lưu", Back: "/settings",
		Lead: "Máy chủ mà thư nhắc việc gửi qua. Để trống tên máy chủ thì không gửi thư.",
	}
	port, site, hint := "587", s.Site, ""
	if s.IsOn() {
		port, hint = strconv.Itoa(s.Port), "Để trống nếu giữ mật khẩu đang dùng."
		f.More = []web.Link{{Href: "/settings/mail/try", Text: "Gửi thử một thư"}}
	}
	if site == "" {
		site = web.Origin(r)
	}
	security := s.Security
	if security == "" {
		security = mail.StartTLS
	}
	f.Fields = []web.Input{
		{Name: "host", Label: "Máy chủ thư", Value: s.Host, Hint: "Ví dụ: smtp.haiphong.gov.vn.", Autocomplete: "off"},
		{Name: "port", Label: "Cổng", Type: "number", Value: port, Min: "1", Max: "65535"},
		{Name: "security", Label: "Mã hóa đường truyền", Type: "select", Value: string(security), Options: securityOptions},
		{Name: "login", Label: "Tên đăng nhập", Value: s.Login, Autocomplete: "off"},
		{Name: "secret", Label: "Mật khẩu", Type: "password", Hint: hint, Autocomplete: "new-password"},
		{Name: "sender", Label: "Địa chỉ gửi", Type: "email", Value: s.Sender, Hint: "Ví dụ: nhacviec@phulien.haiphong.gov.vn.", Autocomplete: "off"},
		{Name: "sender_name", Label: "Tên người gửi", Value: s.SenderName, Hint: "Tên địa phương, như người nhận sẽ thấy."},
		{Name: "site", Label: "Địa chỉ Loa của địa phương", Type: "url", Value: site, Hint: "Các đường dẫn trong thư mở địa chỉ này."},
	}
	return f, err
}

func (d *Desk) saveMail(r *http.Request, a org.Actor) (done, error) {
	port, err := strconv.Atoi(strings.TrimSpace(r.PostFormValue("port")))
	if err != nil {
		return done{}, refuse.Field("port", "Hãy ghi số cổng, thường là 587 hoặc 465.")
	}
	return done{Say: "Đã lưu máy chủ thư.", To: "/settings/mail"}, d.Mail.Save(r.Context(), a.Place, int64(a.Person), mail.Settings{
		Host: r.PostFormValue("host"), Port: port, Security: mail.Security(r.PostFormValue("security")), Login: r.PostFormValue("login"),
		Secret: mail.Secret(r.PostFormValue("secret")), Sender: r.PostFormValue("sender"), SenderName: r.PostFormValue("sender_name"), Site: r.PostFormValue("site"),
	})
}

func (d *Desk) drawTry(ctx context.Context, tx *store.Tx, _ *http.Request) (form, error) {
	me, err := org.LoadPerson(ctx, tx, org.ActorOf(ctx).Person)
	return form{
		Title: "Gửi thử một thư", Way: way("/settings/mail", "Thư điện tử"), Verb: "Gửi thử", Back: "/settings/mail",
		Lead:   "Thư đi ngay qua máy chủ đã lưu. Nếu máy chủ không nhận, lý do hiện ở đây.",
		Fields: []web.Input{{Name: "to", Label: "Gửi đến", Type: "email", Value: me.Email, Required: true}},
	}, err
}

func (d *Desk) tryMail(r *http.Request, a org.Actor) (done, error) {
	return done{Say: "Máy chủ thư đã nhận thư thử. Hãy xem hộp thư.", To: "/settings/mail"}, d.Mail.Try(r.Context(), a.Place, int64(a.Person), r.PostFormValue("to"))
}
