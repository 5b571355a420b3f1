package plan

import (
	"slices"
	"strings"

	"loa/kit/vi"
)

// A bodyName is a body of a two-tier commune, by the words it goes by.
type bodyName struct {
	id, kind, short string
	phrases         [][]string
	suffixes        [][]string // words of place that belong to the name when they follow
	group           bool       // many bodies at once
}

var ofPlace = cues("phường, xã, đặc khu, thị trấn, thành phố, tỉnh, của thành phố, của tỉnh, của phường, của xã")

// bodies are the offices of a commune since July 2025 (Decree 150/2025/NĐ-CP) and those they work with.
var bodies = []bodyName{
	{id: "u-vp-hdnd-ubnd", kind: "office", phrases: cues("văn phòng hội đồng nhân dân và ủy ban nhân dân, văn phòng hđnd và ubnd, văn phòng hđnd & ubnd, văn phòng hđnd - ubnd, văn phòng hđnd ubnd, văn phòng ubnd, văn phòng ủy ban nhân dân"), suffixes: ofPlace},
	{id: "u-phong-vhxh", kind: "office", short: "VHXH", phrases: append(cues("phòng văn hóa - xã hội, phòng văn hóa – xã hội, phòng văn hóa và xã hội, phòng văn hóa xã hội, phòng vh-xh, phòng vhxh"), dashed("phòng văn hóa - xã hội")), suffixes: ofPlace},
	{id: "u-phong-kthtdt", kind: "office", phrases: append(cues("phòng kt-ht&đt, phòng kthtđt"), dashed("phòng kinh tế hạ tầng và đô thị")), suffixes: ofPlace},
	{id: "u-phong-kinh-te", kind: "office", phrases: cues("phòng kinh tế"), suffixes: ofPlace},
	{id: "u-phong-noi-vu", kind: "office", phrases: cues("phòng nội vụ"), suffixes: ofPlace},
	{id: "u-phong-tckh", kind: "office", phrases: append(cues("phòng tài chính"), dashed("phòng tài chính - kế hoạch")), suffixes: ofPlace},
	{id: "u-phong-gddt", kind: "office", phrases: cues("phòng giáo dục và đào tạo, phòng giáo dục"), suffixes: ofPlace},
	{id: "u-ttpvhcc", kind: "service-centre", phrases: cues("trung tâm phục vụ hành chính công, ttpvhcc"), suffixes: ofPlace},
	{id: "u-ttsnc", kind: "service-unit", phrases: cues("trung tâm sự nghiệp công, trung tâm cung ứng dịch vụ sự nghiệp công, trung tâm cung ứng dịch vụ công, trung tâm dịch vụ tổng hợp, trung tâm dịch vụ sự nghiệp công"), suffixes: ofPlace},
	{id: "u-ttvh", kind: "service-unit", phrases: append(cues("trung tâm văn hóa, đài truyền thanh, trạm truyền thanh"), dashed("trung tâm văn hóa thông tin và thể thao"), dashed("trung tâm văn hóa - thông tin và thể thao")), suffixes: ofPlace},
	{id: "u-ban-xay-dung-dang", kind: "party", phrases: cues("ban xây dựng đảng"), suffixes: nil},
	{id: "u-vp-dang-uy", kind: "party", phrases: cues("văn phòng đảng ủy"), suffixes: ofPlace},
	{id: "u-ubkt-dang-uy", kind: "party", phrases: cues("ủy ban kiểm tra đảng ủy, ủy ban kiểm tra"), suffixes: ofPlace},
	{id: "u-dang-uy", kind: "party", phrases: cues("thường trực đảng ủy, ban thường vụ đảng ủy, đảng ủy"), suffixes: ofPlace},
	{id: "u-ban-tuyen-giao", kind: "party", phrases: cues("ban tuyên giáo và dân vận, ban tuyên giáo"), suffixes: nil},
	{id: "u-mttq", kind: "external", phrases: cues("ủy ban mttq việt nam, ủy ban mttq, ủy ban mặt trận tổ quốc việt nam, ủy ban mặt trận tổ quốc, ubmttq việt nam, ubmttq, mặt trận tổ quốc việt nam, mặt trận tổ quốc, mttq"), suffixes: ofPlace},
	{id: "u-doan-the", kind: "external", group: true, phrases: cues("các tổ chức chính trị - xã hội, các đoàn thể chính trị - xã hội, các tổ chức đoàn thể, các đoàn thể, các tổ chức chính trị xã hội")},
	{id: "u-doan-thanh-nien", kind: "external", phrases: cues("đoàn thanh niên cộng sản hồ chí minh, đoàn tncs hồ chí minh, đoàn thanh niên"), suffixes: ofPlace},
	{id: "u-hoi-phu-nu", kind: "external", phrases: cues("hội liên hiệp phụ nữ, hội phụ nữ"), suffixes: ofPlace},
	{id: "u-hoi-nong-dan", kind: "external", phrases: cues("hội nông dân"), suffixes: ofPlace},
	{id: "u-hoi-ccb", kind: "external", phrases: cues("hội cựu chiến binh"), suffixes: ofPlace},
	{id: "u-cong-an", kind: "external", phrases: cues("công an"), suffixes: cues("phường, xã, đặc khu, thành phố, tỉnh")},
	{id: "u-bchqs", kind: "external", phrases: cues("ban chỉ huy quân sự"), suffixes: ofPlace},
	{id: "u-tram-y-te", kind: "service-unit", phrases: cues("trạm y tế"), suffixes: ofPlace},
	{id: "u-truong-hoc", kind: "school-group", group: true, phrases: cues("các trường học, các nhà trường, các trường, nhà trường, trường học, các cơ sở giáo dục")},
	{id: "u-to-dan-pho", kind: "group", group: true, phrases: cues("các tổ dân phố, tổ dân phố, các khu dân cư, các thôn, trưởng thôn, tổ trưởng tổ dân phố")},
	{id: "u-to-cnscd", kind: "group", group: true, phrases: cues("tổ công nghệ số cộng đồng, các tổ công nghệ số cộng đồng")},
	{id: "u-cac-phong-ban", kind: "group", group: true, phrases: cues("các phòng ban đơn vị thuộc phường, các phòng ban đơn vị thuộc xã, các phòng ban đơn vị, các phòng ban ngành đơn vị, các phòng ban ngành, các phòng ban, các cơ quan chuyên môn, các phòng chuyên môn, các cơ quan đơn vị, các cơ quan phòng ban, các ngành, các ban ngành, thủ trưởng các cơ quan đơn vị, thủ trưởng các phòng chuyên môn")},
	{id: "u-so-tttt", kind: "city-department", phrases: cues("sở thông tin và truyền thông"), suffixes: ofPlace},
	{id: "u-so-khcn", kind: "city-department", phrases: cues("sở khoa học và công nghệ"), suffixes: ofPlace},
	{id: "u-so-vhttdl", kind: "city-department", phrases: append(cues("sở văn hóa và thể thao"), dashed("sở văn hóa thể thao và du lịch")), suffixes: ofPlace},
	{id: "u-so-noi-vu", kind: "city-department", phrases: cues("sở nội vụ"), suffixes: ofPlace},
	{id: "u-so-gddt", kind: "city-department", phrases: cues("sở giáo dục và đào tạo"), suffixes: ofPlace},
	{id: "u-so-tai-chinh", kind: "city-department", phrases: cues("sở tài chính"), suffixes: ofPlace},
	{id: "u-bao-chi", kind: "external", group: true, phrases: cues("cơ quan báo chí truyền thông, cơ quan báo chí, các cơ quan thông tấn báo chí"), suffixes: ofPlace},
	{id: "u-doanh-nghiep", kind: "external", group: true, phrases: cues("doanh nghiệp viễn thông, các doanh nghiệp viễn thông")},
	{id: "u-hdnd-phuong", kind: "committee", phrases: cues("thường trực hội đồng nhân dân, hội đồng nhân dân"), suffixes: ofPlace},
	{id: "u-ubnd-phuong", kind: "committee", phrases: cues("ủy ban nhân dân phường, ubnd phường, ủy ban nhân dân xã, ubnd xã, ủy ban nhân dân đặc khu, lãnh đạo ubnd phường, chủ tịch ủy ban nhân dân phường, chủ tịch ủy ban nhân dân xã")},
	{id: "u-ubnd-thanh-pho", kind: "committee", phrases: cues("ủy ban nhân dân thành phố, ubnd thành phố, ủy ban nhân dân tỉnh, ubnd tỉnh")},
}

// dashed splits a phrase whose dashes and commas may or may not be printed as words of their own.
func dashed(s string) []string {
	return strings.FieldsFunc(vi.Fold(s), func(r rune) bool { return r == ' ' || r == '-' || r == '–' })
}

// A naming is a place where a body is named.
type naming struct {
	body     *bodyName
	at, size int
	text     string
}

// namings are the bodies named in ws, in order, the longer name where two begin at one place.
func namings(ws passage) []naming {
	var all []naming
	for i := range ws {
		best := naming{at: -1}
		for b := range bodies {
			for _, p := range bodies[b].phrases {
				if len(p) > best.size && at(ws, i, p) > 0 {
					best = naming{body: &bodies[b], at: i, size: at(ws, i, p)}
				}
			}
		}
		if best.at < 0 {
			continue
		}
		for _, s := range best.body.suffixes {
			if n := at(ws, i+best.size, s); n > 0 && !closesName(ws[i+best.size-1].text) {
				best.size += n
				break
			}
		}
		best.text = nameText(ws[i : i+best.size])
		if k := len(all) - 1; k >= 0 && all[k].at+all[k].size > i {
			continue // inside a name that began before
		}
		all = append(all, best)
	}
	return all
}

// at is how many words of ws, from i, the phrase takes; words that are only a dash are stepped over. 0 when it does not stand there.
func at(ws passage, i int, phrase []string) int {
	k := i
	for n, f := range phrase {
		for n > 0 && k < len(ws) && ws[k].fold == "" && strings.Trim(ws[k].text, "-–&") == "" {
			k++
		}
		if k >= len(ws) || ws[k].fold != f && f != "-" {
			return 0
		}
		if f != "-" {
			k++
		}
	}
	return k - i
}

func closesName(s string) bool { return strings.ContainsAny(s[max(0, len(s)-1):], ",;.:)") }

// nameText is a name without the signs around it.
func nameText(ws passage) string {
	return strings.Trim(ws.text(), " ,;.:()“”\"'-–+*")
}

// unit files a body among those named and gives its id; the name printed in a heading, or the longest of a group, stays.
func (r *reader) unit(n naming, heading bool) string {
	id := n.body.id
	if id == "u-ubnd-phuong" && r.d.Doc.Issuer.Level == "ward" && strings.Contains(strings.ToLower(r.d.Doc.Issuer.Name), "nhân dân") {
		n.text = r.d.Doc.Issuer.Name
	}
	for i := range r.d.Units {
		u := &r.d.Units[i]
		if u.ID != id {
			continue
		}
		if n.body.group && len(strings.Fields(n.text)) > len(strings.Fields(u.Name)) && strings.EqualFold(n.text[:1], "c") && !heading {
			u.Name = n.text
		}
		return id
	}
	u := NamedUnit{ID: id, Name: n.text, Kind: n.body.kind, Short: n.body.short}
	if id == "u-so-tttt" {
		u.Note = "Từ tháng 3 năm 2025 đã sáp nhập; chuyển đổi số về Sở Khoa học và Công nghệ, thông tin cơ sở về Sở Văn hóa, Thể thao và Du lịch."
	}
	r.d.Units = append(r.d.Units, u)
	return id
}

// strangeUnit files a body that the lexicon does not know.
func (r *reader) strangeUnit(name string) string {
	words := strings.Fields(vi.Fold(name))
	kind := "external"
	if len(words) > 0 {
		switch words[0] {
		case "phong", "van":
			kind = "office"
		case "trung":
			kind = "service-unit"
		case "so":
			kind = "city-department"
		case "cac", "nhung", "thu", "to":
			kind = "group"
		case "truong", "tram":
			kind = "service-unit"
		}
	}
	var parts []string
	for _, w := range words {
		if b := strings.Map(func(c rune) rune {
			if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
				return c
			}
			return -1
		}, w); b != "" && len(parts) < 8 {
			parts = append(parts, b)
		}
	}
	id := "u-" + strings.Join(parts, "-")
	if !slices.ContainsFunc(r.d.Units, func(u NamedUnit) bool { return u.ID == id }) {
		r.d.Units = append(r.d.Units, NamedUnit{ID: id, Name: name, Kind: kind})
	}
	return id
}
