package link

import (
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"

	"loa/org"
	"loa/platform/refuse"
)

// A Verb is what a person does with a host.
type Verb string

// The verbs of the desk.
const (
	Ask   Verb = "ask"   // đề nghị
	Allow Verb = "allow" // cho phép
	Bar   Verb = "bar"   // chặn
)

var keepers = []org.Post{org.Operator, org.OfficeHead, org.ViceChair, org.Chair}

// law is who may do what. Nobody allows a host that they asked for.
var law = map[Verb][]org.Post{
	Ask:   {org.Reporter, org.EditorHead, org.Officer, org.UnitHead, org.Announcer, org.Operator, org.OfficeHead, org.ViceChair, org.Chair},
	Allow: keepers,
	Bar:   keepers,
}

// allowed refuses a who may not do v.
func allowed(a org.Actor, v Verb) error {
	switch {
	case a.Person == 0:
		return refuse.With(refuse.NotSignedIn, "Mời đăng nhập để tiếp tục.")
	case a.Holds(law[v]...):
		return nil
	case v == Ask:
		return refuse.With(refuse.NotAllowed, "Tên miền do người viết tin bài đề nghị. Anh/chị hãy báo cho ban biên tập.")
	}
	return refuse.With(refuse.NotAllowed, "Tên miền do quản trị hệ thống, trưởng phòng hoặc lãnh đạo UBND cho phép và chặn. Anh/chị hãy gửi đề nghị.")
}

// May reports whether a may do v; a screen shows a button only if so.
func May(a org.Actor, v Verb) bool { return allowed(a, v) == nil }

// known are hosts, with all below them, that any place may lead to: of the state, of the Party, of the national
// press and broadcasters.
var known = []string{
	"gov.vn", "chinhphu.vn", "quochoi.vn", "dangcongsan.vn", "mattran.org.vn", "nhandan.vn", "qdnd.vn", "cand.com.vn",
	"vnanet.vn", "vietnamplus.vn", "baotintuc.vn", "vtv.vn", "vov.vn", "csgt.vn",
}

// hiding are hosts that hide where they lead.
var hiding = []string{"bit.ly", "tinyurl.com", "t.co", "goo.gl", "is.gd", "ow.ly", "cutt.ly", "rebrand.ly", "s.id", "shorturl.at", "by.com.vn"}

// A retirement is a host whose body is no more, and where its work went.
type retirement struct{ host, body, now string }

// retired are hosts of ministries that were merged on 1 March 2025.
var retired = []retirement{
	{"mic.gov.vn", "Bộ Thông tin và Truyền thông", "mst.gov.vn (chuyển đổi số, viễn thông) hoặc bvhttdl.gov.vn (báo chí, thông tin cơ sở)"},
	{"mpi.gov.vn", "Bộ Kế hoạch và Đầu tư", "mof.gov.vn"},
	{"mt.gov.vn", "Bộ Giao thông vận tải", "moc.gov.vn"},
	{"monre.gov.vn", "Bộ Tài nguyên và Môi trường", "mae.gov.vn"},
	{"mard.gov.vn", "Bộ Nông nghiệp và Phát triển nông thôn", "mae.gov.vn"},
	{"molisa.gov.vn", "Bộ Lao động - Thương binh và Xã hội", "moha.gov.vn"},
}

func (r retirement) sentence() string {
	return r.host + " là địa chỉ của " + r.body + ", cơ quan đã kết thúc hoạt động từ ngày 01/3/2025. Hãy tìm trang thay thế ở " + r.now + "."
}

func retiredAt(host string) (retirement, bool) {
	for _, r := range retired {
		if within(host, r.host) {
			return r, true
		}
	}
	return retirement{}, false
}

// within reports whether host is domain or below it.
func within(host, domain string) bool {
	return host == domain || strings.HasSuffix(host, "."+domain)
}

// HostOf is the host that href leads to, as the list writes it; empty when it leads to none.
func HostOf(href string) string {
	u, err := url.Parse(href)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), "www.")
}

// hostTyped is the host in what a person typed: a host or a whole address.
func hostTyped(s string) string {
	s = strings.ToLower(tidy(s))
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	return HostOf(s)
}

// bar is why href may not stand in a story of a place whose hosts are these; empty when it may.
func bar(href string, hosts []Host) string {
	u, err := url.Parse(href)
	host := HostOf(href)
	switch {
	case err != nil || host == "" || u.Scheme != "https" && u.Scheme != "http":
		return "Đường dẫn «" + href + "» không phải địa chỉ trang web."
	case u.User != nil:
		return "Đường dẫn «" + href + "» có tên đăng nhập đứng trước tên miền, dễ làm người đọc nhầm nơi đến. Hãy bỏ phần trước dấu @."
	case u.Port() != "" && u.Port() != "80" && u.Port() != "443":
		return "Đường dẫn «" + href + "» dùng cổng riêng, không phải trang web cho mọi người."
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return "Đường dẫn «" + href + "» là địa chỉ số, không ai biết của cơ quan nào. Hãy dùng tên miền."
	}
	best := Host{} // the longest name decides
	for _, h := range hosts {
		if within(host, h.Name) && h.State != Asked && len(h.Name) > len(best.Name) {
			best = h
		}
	}
	switch {
	case best.State == Allowed:
		return ""
	case best.State == Barred:
		return "Tên miền " + best.Name + " đã bị chặn: " + best.Word
	case isKnown(host):
		return ""
	}
	return "Tên miền " + host + " chưa có trong danh sách được dẫn tới. Hãy bỏ đường dẫn, hoặc vào «Đường dẫn ra ngoài» để đề nghị cho phép."
}

func isKnown(host string) bool {
	for _, k := range known {
		if within(host, k) {
			return true
		}
	}
	return false
}

const longestWhy = 300

// settle refuses a host that no place should allow.
func (h *Host) settle() error {
	ending, _ := publicsuffix.PublicSuffix(h.Name)
	_, numeric := netip.ParseAddr(h.Name)
	switch {
	case h.Name == "" || !strings.Contains(h.Name, ".") || numeric == nil || strings.ContainsAny(h.Name, " /@") || len(h.Name) > 253:
		return refuse.Field("host", "Hãy ghi tên miền, ví dụ vnexpress.net.")
	case h.Name == ending:
		return refuse.Field("host", "«"+h.Name+"» là đuôi chung của nhiều trang khác nhau. Hãy ghi đúng tên miền của trang cần dẫn tới.")
	case isKnown(h.Name):
		return refuse.Field("host", "Tên miền này của cơ quan nhà nước hoặc báo chí quốc gia; bài dẫn tới được mà không cần đề nghị.")
	case h.Why == "":
		return refuse.Field("why", "Hãy ghi trang của ai và vì sao người đọc cần đến đó.")
	case utf8.RuneCountInString(h.Why) > longestWhy:
		return refuse.Field("why", "Lý do dài quá 300 ký tự. Hãy viết ngắn lại.")
	}
	for _, short := range hiding {
		if within(h.Name, short) {
			return refuse.Field("host", "Đường dẫn rút gọn che nơi đến thật. Hãy mở ra và dùng địa chỉ đầy đủ.")
		}
	}
	return nil
}

var states = map[State]struct{ name, tone string }{Asked: {"Chờ cho phép", "warn"}, Allowed: {"Được dẫn tới", "good"}, Barred: {"Bị chặn", "bad"}}
