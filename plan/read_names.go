package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"loa/kit/vi"
)

// A term is a thing plans name: a way to reach people, a system, a day.
type term struct {
	kind    string
	name    string     // how it is listed; empty: as printed
	acronym string     // for systems
	phrases [][]string // the words it goes by
	before  [][]string // words that belong to it when they come right before
	after   [][]string // words that belong to it when they follow; the first that fits is taken, then the next
	about   int        // so many words after «về» belong to it
	quoted  bool       // a name in quotation marks after it belongs to it
	caps    bool       // an acronym: only in capitals
	only    bool       // only with one of after, or a quoted name
}

func (t term) with(after ...string) term {
	for _, a := range after {
		t.after = append(t.after, strings.Fields(vi.Fold(a)))
	}
	return t
}

func (t term) led(before ...string) term {
	for _, b := range before {
		t.before = append(t.before, strings.Fields(vi.Fold(b)))
	}
	return t
}

func thing(kind, phrases string) term { return term{kind: kind, phrases: cues(phrases)} }

var places = []string{"của thành phố", "của tỉnh", "của phường", "của xã", "phường", "xã", "thành phố", "tỉnh", "quốc gia"}

// ways are the channels plans name. Lists of columns and stories are one channel, see columns.
var ways = []term{
	term{kind: "portal", phrases: cues("cổng thông tin điện tử"), about: 2}.with(places...),
	thing("portal", "trang thông tin điện tử, website, trang web").with(places...),
	thing("loudspeaker", "hệ thống truyền thanh cơ sở, hệ thống truyền thanh, đài truyền thanh, hệ thống loa truyền thanh, loa truyền thanh").with(places...),
	{kind: "column", phrases: cues("chuyên mục, chuyên trang"), quoted: true, only: true},
	thing("mass-media", "phương tiện thông tin đại chúng, phương tiện truyền thông đại chúng"),
	thing("social", "mạng xã hội").led("nền tảng số và", "nền tảng", "internet và", "không gian mạng và", "trang"),
	thing("event", "hội nghị báo cáo viên"),
	thing("event", "hội thảo hội nghị, hội nghị hội thảo, hội thảo, hội nghị, tọa đàm").with("cấp phường", "cấp xã", "cấp thành phố", "tuyên truyền", "tập huấn"),
	thing("event", "sinh hoạt chuyên đề").led("buổi"),
	thing("school", "học ngoại khóa, hoạt động ngoại khóa, ngoại khóa").led("buổi"),
	{kind: "zalo", phrases: cues("kênh truyền thông"), quoted: true, only: true, after: cues("trên zalo, trên facebook")},
	thing("zalo", "zalo oa, trang zalo, nhóm zalo, tài khoản zalo, zalo official account").with(places...),
	thing("facebook", "fanpage, trang facebook").with(places...),
	thing("people", "đội ngũ báo cáo viên tuyên truyền viên, báo cáo viên tuyên truyền viên, đội ngũ báo cáo viên, đội ngũ tuyên truyền viên"),
	thing("people", "tổ công nghệ số cộng đồng"),
	thing("grassroots", "hệ thống thông tin cơ sở"),
	thing("press", "cơ quan báo chí truyền thông, cơ quan báo chí").with("của thành phố", "của tỉnh", "thành phố", "tỉnh", "địa phương"),
	thing("visual", "pano, áp phích, băng rôn, khẩu hiệu, tờ rơi, tờ gấp, infographic, màn hình led, bảng điện tử, bảng tin điện tử công cộng, bảng tin công cộng"),
	thing("contest", "cuộc thi").with("trực tuyến", "tìm hiểu"),
}

// column nouns; two or more of them in a row are one channel.
var columnNouns = cues("chuyên trang, chuyên mục, tin, bài, phóng sự, tin bài, bài viết, phim tài liệu, video, clip")

// machines are the systems, databases, indices and services plans on digital transformation name.
var machines = []term{
	{kind: "index", acronym: "DTI", phrases: cues("bộ chỉ số đánh giá chuyển đổi số, bộ chỉ số chuyển đổi số")},
	{kind: "index", acronym: "Par Index", phrases: cues("chỉ số cải cách hành chính")},
	{kind: "index", acronym: "SIPAS", phrases: cues("chỉ số hài lòng của người dân tổ chức đối với sự phục vụ của các cơ quan hành chính nhà nước, chỉ số hài lòng của người dân tổ chức, chỉ số hài lòng")},
	{kind: "index", acronym: "PAPI", phrases: cues("chỉ số hiệu quả quản trị và hành chính công")},
	thing("index", "chỉ số hiệu quả quản trị").with("cấp phường", "cấp xã", "cấp tỉnh", "phường"),
	term{kind: "infrastructure", acronym: "5G", phrases: cues("5g")}.led("hạ tầng mạng", "mạng"),
	{kind: "infrastructure", acronym: "TSLCD", name: "mạng truyền số liệu chuyên dùng", phrases: cues("mạng truyền số liệu chuyên dùng, truyền số liệu chuyên dùng, tslcd")},
	thing("infrastructure", "trung tâm tích hợp dữ liệu, trung tâm dữ liệu").with(places...),
	thing("database", "cơ sở dữ liệu quốc gia về dân cư, csdl quốc gia về dân cư"),
	thing("database", "kho dữ liệu dùng chung"),
	thing("portal", "cổng dữ liệu mở").with("của thành phố", "thành phố", "tỉnh", "quốc gia"),
	{kind: "platform", acronym: "LGSP", phrases: cues("nền tảng tích hợp chia sẻ"), after: cues("dữ liệu thành phố, dữ liệu tỉnh, thành phố, tỉnh"), only: true},
	{kind: "platform", acronym: "NDXP", phrases: cues("nền tảng tích hợp chia sẻ dữ liệu quốc gia")},
	thing("platform", "nền tảng học trực tuyến mở, nền tảng học trực tuyến, nền tảng đào tạo trực tuyến, nền tảng bình dân học vụ số"),
	thing("centre", "trung tâm giám sát an toàn thông tin mạng, trung tâm giám sát an toàn thông tin"),
	thing("system", "hệ thống phòng chống mã độc tập trung, hệ thống phòng chống mã độc").with("thành phố", "tỉnh"),
	{kind: "infrastructure", caps: true, acronym: "LAN", name: "mạng LAN", phrases: cues("lan")},
	{kind: "infrastructure", caps: true, acronym: "WAN", name: "mạng WAN", phrases: cues("wan")},
	{kind: "infrastructure", acronym: "Ipv6", phrases: cues("ipv6"), before: cues("chuyển đổi, chuyển đổi sang")},
	thing("system", "hệ thống chính quyền điện tử, hệ thống chính quyền số"),
	thing("service", "dịch vụ công trực tuyến toàn trình, dịch vụ công trực tuyến"),
	{kind: "centre", acronym: "IOC", phrases: cues("trung tâm giám sát điều hành đô thị thông minh, trung tâm giám sát điều hành thông minh, trung tâm điều hành thông minh")},
	{kind: "industry", caps: true, acronym: "ICT", phrases: cues("ict"), before: cues("ngành công nghiệp, công nghiệp")},
	{kind: "system", phrases: cues("hệ thống thông tin quản lý"), about: 2},
	thing("portal", "cổng thông tin du lịch thông minh, cổng thông tin du lịch, cổng du lịch thông minh"),
	thing("portal", "cổng dịch vụ công quốc gia, cổng dịch vụ công").with("thành phố", "tỉnh", "quốc gia"),
	thing("system", "bệnh án điện tử, hồ sơ sức khỏe điện tử, sổ theo dõi sức khỏe điện tử, sổ sức khỏe điện tử"),
	{kind: "education", caps: true, acronym: "STEM", phrases: cues("stem"), before: cues("giáo dục")},
	thing("system", "học bạ điện tử, học bạ số, học bạ"),
	thing("platform", "nền tảng giáo dục trực tuyến"),
	thing("system", "phần mềm quản lý hồ sơ, phần mềm quản lý văn bản và điều hành, hệ thống quản lý văn bản và điều hành, phần mềm quản lý văn bản"),
	thing("system", "hệ thống thông tin giải quyết thủ tục hành chính"),
	thing("service", "chữ ký số, định danh điện tử, tài khoản định danh điện tử, thanh toán không dùng tiền mặt, trợ lý ảo"),
	thing("channel", "zalo, facebook, tiktok, youtube"),
	{kind: "application", acronym: "VNeID", phrases: cues("vneid"), before: cues("ứng dụng, tài khoản")},
	thing("platform", "nền tảng số quốc gia, nền tảng học liệu số, nền tảng phân tích xử lý dữ liệu"),
	thing("database", "cơ sở dữ liệu đất đai quốc gia, cơ sở dữ liệu quốc gia về đất đai"),
	thing("system", "camera giám sát, hệ thống camera, hệ thống giám sát an ninh"),
}

// A mention is a place where a term stands.
type mention struct {
	name     string
	from, to int // its words in the clause
	lines    Span
}

// mentions finds the places of a term in the words of one clause.
func (t *term) mentions(ws passage) []mention {
	var out []mention
	for i := 0; i < len(ws); i++ {
		size := 0
		for _, p := range t.phrases {
			if n := at(ws, i, p); n > size {
				size = n
			}
		}
		if size == 0 || size > 1 && brokenOff(ws[i:i+size]) || t.caps && !strings.ContainsFunc(ws[i].text, unicode.IsUpper) {
			continue
		}
		from, to := i, i+size
		for _, b := range t.before {
			if from-len(b) >= 0 && at(ws, from-len(b), b) == len(b) {
				from -= len(b)
				break
			}
		}
		grown := false
		if t.quoted && to < len(ws) && strings.IndexAny(ws[to].text, `"“‘`) == 0 {
			for k := to; k < min(len(ws), to+14); k++ {
				if strings.ContainsAny(ws[k].text, `”’`) || strings.LastIndex(ws[k].text, `"`) > 0 {
					to, grown = k+1, true
					break
				}
			}
		}
		for _, a := range t.after {
			if n := at(ws, to, a); n > 0 && !closesName(ws[to-1].text) {
				to, grown = to+n, true
				break
			}
		}
		if t.about > 0 && !grown && to < len(ws) && ws[to].fold == "ve" && !closesName(ws[to-1].text) {
			for k := 0; k <= t.about && to < len(ws) && !(k > 0 && closesName(ws[to-1].text)); k++ {
				to++
			}
		}
		if t.only && !grown {
			continue
		}
		out = append(out, mention{name: strings.Trim(ws[from:to].text(), " ,;.:()"), from: from, to: to, lines: ws[from:to].span()})
		i = to - 1
	}
	return out
}

// brokenOff tells words parted by the end of a sentence.
func brokenOff(ws passage) bool {
	for _, w := range ws[:len(ws)-1] {
		if strings.HasSuffix(w.text, ".") || strings.HasSuffix(w.text, ";") || strings.HasSuffix(w.text, ":") {
			return true
		}
	}
	return false
}

// bodyPassages are the words of the clauses that may name things: not the bases, whose titles name what is not ours.
func (r *reader) bodyPassages() []passage {
	var out []passage
	for _, n := range r.nodes {
		if n.clause.Kind == Preamble || n.clause.Kind == ABasis {
			continue
		}
		if cited := r.citedIn(n); cited*2 > len(n.words) {
			continue
		}
		out = append(out, n.words)
	}
	return out
}

// citedIn is how many words of a clause stand in lines of citations.
func (r *reader) citedIn(n *node) int {
	if len(r.cited[n.clause.ID]) == 0 {
		return 0
	}
	count := 0
	for _, w := range n.words {
		if r.cites(n, w.line) {
			count++
		}
	}
	return count
}

// named gathers the mentions of a list of terms, the same name once, with every place. What lies inside a longer name is no mention.
func (r *reader) named(list []term, add func(t *term, name string, lines []Span)) {
	type found struct {
		mention
		t *term
	}
	type entry struct {
		t         *term
		name, key string
		lines     []Span
	}
	var entries []*entry
	var bare []found // short forms, such as «Cổng dữ liệu mở» for that of the city
	file := func(f found, mayWait bool) {
		name := f.name
		if f.t.name != "" {
			name = f.t.name
		}
		key := nameKey(name)
		for _, e := range entries {
			if e.t == f.t && (e.key == key || strings.HasPrefix(e.key, key+" ") && !mayWait) {
				e.lines = addSpan(e.lines, f.lines)
				return
			}
		}
		if mayWait && len(f.t.after)+len(f.t.phrases) > 1 {
			bare = append(bare, f)
			return
		}
		entries = append(entries, &entry{f.t, name, key, []Span{f.lines}})
	}
	for _, ws := range r.bodyPassages() {
		var here []found
		for k := range list {
			for _, m := range list[k].mentions(ws) {
				here = append(here, found{m, &list[k]})
			}
		}
		for i, f := range here {
			inside := slices.ContainsFunc(here, func(o found) bool {
				return o.from <= f.from && f.to <= o.to && o.to-o.from > f.to-f.from && (o.t.kind == f.t.kind || o.from == f.from)
			})
			if !inside && !slices.ContainsFunc(here[:i], func(o found) bool { return o.from == f.from && o.to == f.to }) {
				file(f, shortest(f.t, f.name))
			}
		}
	}
	for _, f := range bare {
		file(f, false)
	}
	for _, e := range entries {
		slices.SortFunc(e.lines, func(a, b Span) int { return a[0] - b[0] })
	}
	slices.SortStableFunc(entries, func(a, b *entry) int { return a.lines[0][0] - b.lines[0][0] })
	for _, e := range entries {
		add(e.t, e.name, e.lines)
	}
}

// nameKey is a name for comparing: folded, without commas and «của».
func nameKey(name string) string {
	return strings.Join(strings.Fields(vi.Fold(strings.NewReplacer(",", "", "của ", "").Replace(name))), " ")
}

// shortest tells a name that is no more than one of the term's phrases, when longer forms of it may stand elsewhere.
func shortest(t *term, name string) bool {
	key := nameKey(name)
	return t.name == "" && slices.ContainsFunc(t.phrases, func(p []string) bool { return strings.Join(p, " ") == key })
}

func addSpan(list []Span, s Span) []Span {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// names gathers channels, systems, addresses and campaigns.
func (r *reader) names() {
	r.named(ways, func(t *term, name string, lines []Span) {
		r.d.Channels = append(r.d.Channels, Channel{Name: name, Kind: t.kind, Lines: lines})
	})
	r.columns()
	slices.SortStableFunc(r.d.Channels, func(a, b Channel) int { return a.Lines[0][0] - b.Lines[0][0] })
	for i := range r.d.Channels {
		r.d.Channels[i].ID = fmt.Sprint("CH", i+1)
	}
	r.named(machines, func(t *term, name string, lines []Span) {
		r.d.Systems = append(r.d.Systems, System{Acronym: t.acronym, Name: name, Kind: t.kind, Lines: lines})
	})
	r.web()
	r.campaigns()
}

// columns finds rows of columns and stories: «chuyên trang, chuyên mục, các tin, bài, phóng sự».
func (r *reader) columns() {
	var c Channel
	for _, ws := range r.bodyPassages() {
		for i := 0; i < len(ws); i++ {
			k, nouns, to := i, 0, i
			story := false
			for k < len(ws) {
				at, size := ws[k:min(len(ws), k+3)].any(columnNouns, 0)
				if at == 0 {
					story = story || ws[k].fold == "tin" || ws[k].fold == "phong" || ws[k].fold == "bai"
					nouns, k = nouns+1, k+size
					to = k
				} else if f := ws[k].fold; nouns > 0 && (f == "cac" || f == "va") {
					k++
				} else {
					break
				}
			}
			if nouns < 3 || !story {
				continue
			}
			name := strings.ReplaceAll(nameText(ws[i:to]), ", các ", ", ")
			if len(strings.Fields(name)) > len(strings.Fields(c.Name)) {
				c.Name = name
			}
			c.Kind = "column"
			c.Lines = addSpan(c.Lines, ws[i:to].span())
			i = to
		}
	}
	if c.Name != "" {
		r.d.Channels = append(r.d.Channels, c)
	}
}

var (
	webForm  = regexp.MustCompile(`(?i)(https?://)?(?:[a-z0-9-]+\.)+(?:gov\.vn|com\.vn|edu\.vn|org\.vn|net\.vn|vn|com|org|net)(?:/[^\s;,”"]*)?`)
	mailForm = regexp.MustCompile(`\S+@\S+`)
	retired  = regexp.MustCompile(`(?i)(^|\.|/)mic\.gov\.vn`)
)

// web finds the addresses on the web, as they were seen.
func (r *reader) web() {
	for _, n := range r.nodes {
		for no := n.first; no <= n.last; no++ {
			if r.nodeAt(no) != n {
				continue
			}
			for _, printed := range webForm.FindAllString(mailForm.ReplaceAllString(r.line(no).raw, " "), -1) {
				printed = strings.TrimRight(printed, ".")
				url := strings.ToLower(printed)
				if !strings.HasPrefix(url, "http") {
					url = "https://" + url
				}
				w := WebAddress{URL: url, Printed: printed, Lines: Span{no, no}, OCR: "intact"}
				if retired.MatchString(url) {
					w.Note = "Máy chủ của Bộ Thông tin và Truyền thông cũ, có thể không còn hoạt động; hãy mở thử trước khi giới thiệu với người dân."
				} else if url != strings.ToLower(printed) {
					w.Note = "Bản giấy không ghi https://."
				}
				if !slices.ContainsFunc(r.d.Web, func(x WebAddress) bool { return x.URL == w.URL }) {
					r.d.Web = append(r.d.Web, w)
				}
			}
		}
	}
}

// A feast is a day, week or month that plans respond to.
type feast struct {
	name       string
	phrases    [][]string
	day, month int // of one day
	from, to   int // months, of longer ones
	city       bool
	basis      string
}

var feasts = []feast{
	{name: "Ngày Chuyển đổi số quốc gia", phrases: cues("ngày chuyển đổi số quốc gia"), day: 10, month: 10, basis: "505/QĐ-TTg"},
	{name: "Ngày Chuyển đổi số thành phố", phrases: cues("ngày chuyển đổi số thành phố, ngày chuyển đổi số của thành phố"), city: true},
	{name: "Ngày Chuyển đổi số tỉnh", phrases: cues("ngày chuyển đổi số tỉnh, ngày chuyển đổi số của tỉnh"), city: true},
	{name: "Tháng tiêu dùng số", phrases: cues("tháng tiêu dùng số"), from: 10, to: 10},
	{name: "Ngày Pháp luật Việt Nam", phrases: cues("ngày pháp luật"), day: 9, month: 11},
	{name: "Ngày Quốc gia phòng, chống thiên tai", phrases: cues("ngày quốc gia phòng chống thiên tai"), day: 22, month: 5},
	{name: "Ngày Sách và Văn hóa đọc Việt Nam", phrases: cues("ngày sách và văn hóa đọc"), day: 21, month: 4},
	{name: "Ngày Khoa học, công nghệ và đổi mới sáng tạo Việt Nam", phrases: cues("ngày khoa học và công nghệ việt nam, ngày khoa học công nghệ"), day: 18, month: 5},
	{name: "Ngày Gia đình Việt Nam", phrases: cues("ngày gia đình việt nam"), day: 28, month: 6},
	{name: "Ngày Môi trường thế giới", phrases: cues("ngày môi trường thế giới"), day: 5, month: 6},
	{name: "Ngày hội Đại đoàn kết toàn dân tộc", phrases: cues("ngày hội đại đoàn kết"), day: 18, month: 11},
	{name: "Ngày Không tiền mặt", phrases: cues("ngày không tiền mặt"), day: 16, month: 6},
	{name: "Tháng An toàn giao thông", phrases: cues("tháng an toàn giao thông"), from: 9, to: 9},
	{name: "Tuần lễ học tập suốt đời", phrases: cues("tuần lễ hưởng ứng học tập suốt đời, tuần lễ học tập suốt đời")},
	{name: "Tháng hành động vì trẻ em", phrases: cues("tháng hành động vì trẻ em"), from: 6, to: 6},
}

// campaigns finds the days to be answered to; their dates in the plan's year are knowledge, not words of the paper.
func (r *reader) campaigns() {
	year := r.planYear()
	for _, f := range feasts {
		c := Campaign{Name: f.name}
		for _, n := range r.nodes {
			if n.clause.Kind == Preamble || n.clause.Kind == ABasis {
				continue
			}
			ws := n.words
			for i := range ws {
				size := 0
				for _, p := range f.phrases {
					size = max(size, at(ws, i, p))
				}
				if size == 0 || r.inCitation(n, ws[i]) {
					continue
				}
				end := i + size
				if end+1 < len(ws) && ws[end].fold == "nam" && len(ws[end+1].fold) == 4 && isNumber(ws[end+1].fold) && !closesName(ws[end-1].text) {
					if printed := atoi(ws[end+1].fold); printed != year {
						c.PrintedYear = printed
					}
					end += 2
				}
				c.Lines = addSpan(c.Lines, ws[i:end].span())
			}
		}
		if len(c.Lines) == 0 {
			continue
		}
		switch {
		case f.day > 0 && year > 0:
			on := isoDate(f.day, f.month, year)
			c.Date, c.DateInferred = &on, true
		case f.from > 0 && year > 0:
			last := 31
			for isoDate(last, f.to, year) == "" {
				last--
			}
			c.Period, c.DateInferred = &Period{From: isoDate(1, f.from, year), To: isoDate(last, f.to, year)}, true
		}
		for _, b := range r.d.References {
			if f.basis != "" && b.Code == f.basis {
				c.Basis = b.ID
			}
		}
		c.ID = fmt.Sprint("C", len(r.d.Campaigns)+1)
		r.d.Campaigns = append(r.d.Campaigns, c)
	}
	for i := range r.d.Targets {
		t := &r.d.Targets[i]
		for _, c := range r.d.Campaigns {
			if within(c.Lines, t.Lines) {
				t.Campaigns = append(t.Campaigns, c.ID)
			}
		}
		for _, c := range r.d.Channels {
			if t.Kind == Continuous && within(c.Lines, t.Lines) {
				t.Channels = append(t.Channels, c.ID)
			}
		}
	}
}

func within(lines []Span, in Span) bool {
	return slices.ContainsFunc(lines, func(l Span) bool { return l[0] >= in[0] && l[1] <= in[1] })
}

// inCitation tells a word that stands in the title of a cited document.
func (r *reader) inCitation(n *node, w word) bool {
	return r.citedIn(n)*2 > len(n.words) && r.cites(n, w.line)
}

// planYear is the year the plan is for.
func (r *reader) planYear() int {
	if p := r.d.Doc.Period; p != nil {
		return atoi(p.To[:4])
	}
	if len(r.d.Doc.Date) >= 4 {
		return atoi(r.d.Doc.Date[:4])
	}
	return 0
}

// funding reads where the money comes from.
func (r *reader) funding() {
	for _, n := range r.nodes {
		in := n.clause.Kind == AFunding && len(n.kids) == 0 || n.up != nil && n.up.clause != nil && n.up.clause.Kind == AFunding
		if !in || len(n.words) < 8 {
			continue
		}
		f := r.d.Funding
		if f == nil {
			f = &Funding{Node: n.clause.ID, Lines: Span{n.first, n.last}, Sources: []string{}, Text: n.words.text()}
			r.d.Funding = f
		} else {
			f.Text += " " + n.words.text()
			f.Lines[1] = n.last
		}
		for _, s := range []term{
			thing("", "ngân sách").with("phường", "xã", "thành phố", "tỉnh", "nhà nước", "địa phương"),
			thing("", "các nguồn hợp pháp, các nguồn kinh phí hợp pháp, nguồn kinh phí hợp pháp, các nguồn vốn hợp pháp, nguồn vốn hợp pháp, nguồn hợp pháp, xã hội hóa").with("khác"),
			thing("", "dự toán").with("chi thường xuyên", "ngân sách"),
		} {
			for _, m := range s.mentions(n.words) {
				if !slices.ContainsFunc(f.Sources, func(s string) bool { return strings.HasPrefix(s, m.name) }) {
					f.Sources = append(f.Sources, m.name)
				}
			}
		}
		if f.Amount == nil {
			f.Amount = amountIn(n.words)
		}
	}
}

// amountIn is a sum of money in dong.
func amountIn(ws passage) *int64 {
	for i, w := range ws {
		digits := strings.NewReplacer(".", "", ",", "").Replace(w.fold)
		if !isNumber(digits) || len(digits) > 15 || i+1 >= len(ws) {
			continue
		}
		unit := int64(0)
		switch {
		case ws[i+1].fold == "dong" && strings.Contains(w.fold, "."):
			unit = 1
		case ws[i+1].fold == "trieu":
			unit = 1_000_000
		case ws[i+1].fold == "ty":
			unit = 1_000_000_000
		}
		if unit > 0 && (unit == 1 || !strings.ContainsAny(w.fold, ".,")) {
			n := int64(0)
			for _, d := range digits {
				n = n*10 + int64(d-'0')
			}
			n *= unit
			return &n
		}
	}
	return nil
}
