package citation

import "strings"

// reach says what a body's name takes with it.
type reach int

const (
	alone  reach = iota
	placed       // the place it governs: thành phố Hải Phòng
	named        // a name of its own: Bộ Khoa học và Công nghệ
)

// A body is one that issues documents.
type body struct {
	name  string
	words []string
	reach reach
}

// bodies, longer names before those they begin with.
var bodies = func() []body {
	var out []body // ministries come in no order: the nearest and longest name wins
	add := func(r reach, names ...string) {
		for _, n := range names {
			out = append(out, body{n, strings.FieldsFunc(foldString(n), func(r rune) bool { return !letter(r) }), r})
		}
	}
	add(alone, "Bộ Chính trị", "Ban Bí thư Trung ương Đảng", "Ban Bí thư", "Ban Chấp hành Trung ương Đảng", "Ban Chấp hành Trung ương", "Thủ tướng Chính phủ", "Thủ tướng", "Văn phòng Chính phủ",
		"Văn phòng Trung ương Đảng", "Ủy ban Thường vụ Quốc hội", "Ủy ban Quốc gia về chuyển đổi số", "Ủy ban Quốc gia về Chính phủ điện tử", "Chủ tịch nước", "Chính phủ", "Quốc hội")
	for _, ministry := range ministries {
		add(alone, "Bộ trưởng "+ministry, ministry)
	}
	add(placed, "Ban Thường vụ Thành ủy", "Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Đảng ủy", "Ban Thường vụ Quận ủy", "Ban Thường vụ Huyện ủy", "Ban Chấp hành Đảng bộ", "Ban Thường vụ",
		"Chủ tịch Ủy ban nhân dân", "Chủ tịch UBND", "Ủy ban nhân dân", "UBND", "Thường trực Hội đồng nhân dân", "Hội đồng nhân dân", "Thường trực HĐND", "HĐND",
		"Thành ủy", "Tỉnh ủy", "Đảng ủy", "Quận ủy", "Huyện ủy")
	add(named, "Bộ trưởng Bộ", "Ban Chỉ đạo", "Ban Tuyên giáo và Dân vận", "Ban Tuyên giáo", "Ban Xây dựng Đảng", "Ban Tổ chức", "Văn phòng Quốc hội", "Giám đốc Sở", "Ủy ban Mặt trận Tổ quốc", "Liên đoàn Lao động", "Tổng cục", "Bộ", "Sở", "Cục")
	return out
}()

// bodyAt is the body named at i, the one least misread. The one called expected,
// which the symbol tells of, may be misread worse than any other.
func (t *text) bodyAt(i int, strict bool, expected string) (b body, end int) {
	first := t.next(i)
	if first.empty() || first.to-first.from > 9 {
		return b, 0
	}
	least := far
	for _, c := range bodies {
		more := 0
		if c.name == expected && !strict {
			more = 2
		}
		if t.near(first, c.words[0], slack(c.words[0])+more) == far {
			continue
		}
		e, off := t.phrase(i, c.words, more)
		letters := 0
		for _, w := range c.words {
			letters += len(w)
		}
		most := letters * (3 + more/2) / 9
		if strict {
			most = letters / 8
		}
		if len(c.words) == 1 {
			most = 0
		}
		if off > most {
			continue
		}
		if score := off*2 - letters; least == far || score < least {
			b, end, least = c, e, score
		}
	}
	return b, end
}

// issuerAt reads «của Thủ tướng Chính phủ» at i. Without của or do, or behind a comma, only a plainly printed body will do.
func (p *parser) issuerAt(i, limit int, comma bool, expected string) (name string, end int) {
	t := p.text
	w := t.next(i)
	if w.empty() || w.from >= limit {
		return "", 0
	}
	of := t.ofAt(w)
	at := i
	if of {
		at = w.to
	} else if comma || t.separated(i, w.from) {
		return "", 0
	}
	b, e := t.bodyAt(at, !of, expected)
	if e == 0 || e > limit {
		if !of {
			return "", 0
		}
		from := t.skip(w.to)
		if e = t.nameEnd(from, limit, 10); e <= from || !t.capital(from) {
			return "", 0
		}
		return t.span(from, e), e
	}
	switch b.reach {
	case placed:
		return p.place(b, e, limit)
	case named:
		from := t.next(at).from
		if end := t.nameEnd(e, limit, 10); end > e {
			return t.span(from, end), end
		}
		if len(b.words) == 1 {
			return "", 0
		}
	}
	return b.name, e
}

// ofAt reports whether w is «của» or «do», in any state of ruin: ctia, cta, ciia.
func (t *text) ofAt(w word) bool {
	n := w.to - w.from
	if n == 2 && t.f[w.from] == 'd' && t.f[w.from+1] == 'o' {
		return true
	}
	return n >= 2 && n <= 5 && t.f[w.from] == 'c' && t.f[w.to-1] == 'a' && t.near(w, "cua", 2) != far
}

// levels of places, folded.
var levels = []struct {
	words []string
	name  string
}{
	{[]string{"thanh", "pho"}, "thành phố"}, {[]string{"dac", "khu"}, "đặc khu"}, {[]string{"thi", "tran"}, "thị trấn"}, {[]string{"thi", "xa"}, "thị xã"},
	{[]string{"tinh"}, "tỉnh"}, {[]string{"phuong"}, "phường"}, {[]string{"xa"}, "xã"}, {[]string{"quan"}, "quận"}, {[]string{"huyen"}, "huyện"}, {[]string{"tp"}, "thành phố"},
}

// place reads the place a body governs and completes it from what the reader knows.
func (p *parser) place(b body, i, limit int) (name string, end int) {
	t := p.text
	name, end = strings.NewReplacer("UBND", "Ủy ban nhân dân", "HĐND", "Hội đồng nhân dân").Replace(b.name), i
	level := ""
	for _, l := range levels {
		if e, off := t.phraseAt(i, l.words); off <= len(l.words) && e <= limit && !t.separated(i, t.next(i).from) {
			level, end = l.name, e
			if end < limit && t.f[end] == '.' {
				end++
			}
			break
		}
	}
	from := t.skip(end)
	last := from
	for k := 0; k < 4; k++ {
		w := t.next(last)
		if w.empty() || w.to > limit || t.separated(last, w.from) || !t.capital(w.from) || !letter(t.f[w.from]) || t.kindOrCue(w.from) {
			break
		}
		last = w.to
	}
	if last > from {
		if level != "" {
			name += " " + level
		}
		return name + " " + t.span(from, last), last
	}
	return p.complete(name, level), end
}

// complete adds the place that the reader knows to a body that is named without one.
func (p *parser) complete(name, level string) string {
	city, ward := p.opt.City, p.opt.Ward
	cityLevel, cityName := cutLevel(city)
	wardLevel, _ := cutLevel(ward)
	switch {
	case level == "" && strings.HasSuffix(name, "Thành ủy") && cityLevel == "thành phố",
		level == "" && strings.HasSuffix(name, "Tỉnh ủy") && cityLevel == "tỉnh":
		return name + " " + cityName
	case level == "":
		return name
	case level == cityLevel:
		return name + " " + city
	case level == wardLevel:
		return name + " " + ward
	}
	return name + " " + level
}

// cutLevel parts «thành phố Hải Phòng».
func cutLevel(place string) (level, name string) {
	for _, l := range levels {
		if rest, ok := strings.CutPrefix(place, l.name+" "); ok {
			return l.name, rest
		}
	}
	return "", place
}

// nameEnd is where a name of at most so many words ends: at punctuation, a date, or the beginning of a title.
func (t *text) nameEnd(i, limit, words int) int {
	end := i
	for range words {
		w := t.next(end)
		if w.empty() || w.to > limit || t.separated(end, w.from) || t.kindOrCue(w.from) || t.dateAt(w.from).end > 0 || digit(t.f[w.from]) {
			break
		}
		end = w.to
	}
	return end
}

// kindOrCue reports whether a title's first words stand at i.
func (t *text) kindOrCue(i int) bool {
	_, ok := t.cueAt(i)
	return ok
}

// bodyAfter reports whether a body that acts (Ủy ban nhân dân … xây dựng) is named at i, behind a comma.
func (t *text) bodyAfter(i int) bool {
	b, end := t.bodyAt(i, true, "")
	return end > 0 && (b.reach == placed && len(b.words) > 2 || b.name == "UBND")
}

// fromSymbol infers the issuer from the body of a symbol; empty when it does not tell.
func (p *parser) fromSymbol(c printed, from, to int) string {
	for i, s := range c.segs {
		if c.known[i] == docType {
			continue
		}
		switch {
		case s == "TTg":
			return "Thủ tướng Chính phủ"
		case s == "CP":
			return "Chính phủ"
		case s == "CTN":
			return "Chủ tịch nước"
		case s == "VPCP":
			return "Văn phòng Chính phủ"
		case s == "TW" && c.segs[0] == "CT":
			return "Ban Bí thư"
		case s == "TW":
			return "Bộ Chính trị"
		case strings.HasPrefix(s, "UBTVQH"):
			return "Ủy ban Thường vụ Quốc hội"
		case strings.HasPrefix(s, "QH"):
			return "Quốc hội"
		case s == "TU":
			if level, name := cutLevel(p.opt.City); level == "thành phố" {
				return "Ban Thường vụ Thành ủy " + name
			} else if level == "tỉnh" {
				return "Ban Thường vụ Tỉnh ủy " + name
			}
			return ""
		case s == "UBND":
			return p.level("Ủy ban nhân dân", from, to)
		case s == "HĐND":
			return p.level("Hội đồng nhân dân", from, to)
		default:
			return ministries[s]
		}
	}
	return ""
}

// level tells the level of a people's committee from the title of what it issued, runes from to to.
func (p *parser) level(name string, from, to int) string {
	t := p.text
	for i := from; i < to; {
		w := t.next(i)
		if w.empty() {
			i++
			continue
		}
		for _, cue := range levelCues {
			if _, off := t.phraseAt(w.from, cue.words); off > 1 {
				continue
			}
			if level, _ := cutLevel(p.opt.City); cue.level == level {
				return name + " " + p.opt.City
			}
			if level, _ := cutLevel(p.opt.Ward); cue.level == level {
				return name + " " + p.opt.Ward
			}
		}
		i = w.to
	}
	return name
}

// levelCues are words of a title that tell whose it is.
var levelCues = []struct {
	words []string
	level string
}{
	{[]string{"thanh", "pho"}, "thành phố"}, {[]string{"thanh", "uy"}, "thành phố"}, {[]string{"tinh", "uy"}, "tỉnh"}, {[]string{"tren", "dia", "ban", "tinh"}, "tỉnh"},
	{[]string{"tren", "dia", "ban", "phuong"}, "phường"}, {[]string{"tren", "dia", "ban", "xa"}, "xã"}, {[]string{"cua", "phuong"}, "phường"},
}

// ministries are the names behind the codes.
var ministries = map[string]string{
	"BTTTT": "Bộ Thông tin và Truyền thông", "BKHCN": "Bộ Khoa học và Công nghệ", "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch", "BNV": "Bộ Nội vụ",
	"BTC": "Bộ Tài chính", "BGDĐT": "Bộ Giáo dục và Đào tạo", "BYT": "Bộ Y tế", "BXD": "Bộ Xây dựng", "BTNMT": "Bộ Tài nguyên và Môi trường",
	"BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn", "BNNMT": "Bộ Nông nghiệp và Môi trường", "BCT": "Bộ Công Thương", "BCA": "Bộ Công an",
	"BQP": "Bộ Quốc phòng", "BNG": "Bộ Ngoại giao", "BTP": "Bộ Tư pháp", "BGTVT": "Bộ Giao thông vận tải", "BKHĐT": "Bộ Kế hoạch và Đầu tư",
	"BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội", "BDTTG": "Bộ Dân tộc và Tôn giáo",
}
