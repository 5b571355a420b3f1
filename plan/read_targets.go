package plan

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"loa/kit/vi"
)

var (
	atLeastCues = cues("tối thiểu, ít nhất, từ, trên, hơn, không dưới, không thấp hơn, đạt từ, đạt trên, đạt tối thiểu, đạt ít nhất, đạt, phấn đấu đạt, phấn đấu")
	strictCues  = cues("tối thiểu, ít nhất, từ, trên, hơn, không dưới, không thấp hơn, đạt từ, đạt trên, đạt tối thiểu, đạt ít nhất, phấn đấu tối thiểu")
	atMostCues  = cues("không quá, tối đa, dưới, không vượt quá, nhiều nhất")
	upwards     = cues("trở lên")
	upkeep      = cues("tiếp tục duy trì, duy trì thường xuyên, duy trì, thường xuyên duy trì")
	rankCues    = cues("trong tốp, thuộc tốp, vào tốp, tốp, trong top, thuộc top, top, trong nhóm")
	holding     = cues("tổ chức")

	// verbs are words a measure begins with, after whom it is counted over.
	verbs = cues("được, có, lồng ghép, hưởng ứng, tham gia, sử dụng, thực hiện, biết, tiếp cận, triển khai, duy trì, tổ chức, xây dựng, hoàn thành, ứng dụng, đăng tải, đăng, phát, nắm, " +
		"hiểu, cài đặt, bố trí, đạt, tiếp nhận, cung cấp, thành lập, tuyên truyền, ban hành, đăng ký, kết nối, hình thành, phải, đảm bảo, bảo đảm, tiếp tục, cập nhật, truyền thanh, phủ, hoạt động thường xuyên, thường xuyên, chủ động")

	// things that are counted, as «02 hội nghị».
	countUnits = cues("tin bài, tin, bài viết, bài, buổi, hội nghị, hội thảo, lớp, cuộc, lượt, chuyên mục, chuyên trang, phóng sự, video, clip, mô hình, đợt, chương trình, " +
		"người, hộ, tổ, lần, cụm loa, cụm, pano, băng rôn, khẩu hiệu, tờ rơi, đội hình, đội, điểm, nhóm, kênh, tổ công nghệ số cộng đồng, bản tin, câu lạc bộ, bảng tin, sản phẩm, infographic, tọa đàm, cuộc thi, ấn phẩm, tài khoản")
	perCues = cues("mỗi tháng, mỗi quý, mỗi tuần, mỗi năm, mỗi đơn vị, hằng tháng, hằng quý, hằng tuần, hằng năm, hàng tháng, hàng quý, hàng tuần, hàng năm")

	deadlines = cues("đến hết năm, đến cuối năm, đến năm, hết năm, cuối năm, trong năm, trước ngày, đến hết ngày, đến ngày, hoàn thành trước, trước tháng, trong tháng, trong quý, hết quý, quý, hằng năm, hàng năm, hằng tháng, hàng tháng, hằng quý, hàng quý, trước")
)

// populations are whom or what a target is counted over.
var populations = []struct {
	name    string
	phrases [][]string
}{
	{"schools", cues("trường học, nhà trường, cơ sở giáo dục, các trường")},
	{"models", cues("mô hình, điển hình, gương")},
	{"people", cues("phóng viên, biên tập viên, cán bộ, công chức, viên chức, người lao động, đảng viên, đoàn viên, hội viên, tuyên truyền viên, báo cáo viên, thành viên, học sinh, giáo viên")},
	{"households", cues("hộ gia đình, hộ dân, hộ")},
	{"enterprises", cues("doanh nghiệp, hợp tác xã, hộ kinh doanh")},
	{"channels", cues("cổng thông tin, trang thông tin, hệ thống truyền thanh, đài truyền thanh, chuyên mục, trạm truyền thanh, cụm loa, bảng tin, tin bài, tin")},
	{"events", cues("hội thảo, hội nghị, tọa đàm, lớp, buổi, cuộc thi, cuộc, đợt")},
	{"neighbourhoods", cues("tổ dân phố, khu dân cư, thôn, tổ công nghệ số cộng đồng")},
	{"agencies", cues("cơ quan, đơn vị, phòng ban, phòng chuyên môn, tổ chức")},
	{"citizens", cues("người dân, công dân, nhân dân, dân số, dân cư, người")},
	{"procedures", cues("thủ tục hành chính, dịch vụ công, hồ sơ")},
}

// counted tells words that carry a figure to reach.
func counted(ws passage) bool {
	for i, w := range ws {
		if percentAt(ws, i) != nil {
			return true
		}
		if isNumber(w.fold) && i > 0 {
			if at, n := ws[max(0, i-3):i].any(strictCues, 0); at >= 0 && n > 0 && max(0, i-3)+at+n == i {
				if c, _ := ws[i+1:min(len(ws), i+4)].any(countUnits, 0); c >= 0 {
					return true
				}
			}
		}
	}
	return false
}

// percentAt is the share written at word i: «80%», «80 %», «99,5%».
func percentAt(ws passage, i int) *float64 {
	f := ws[i].fold
	if n, ok := strings.CutSuffix(f, "%"); ok {
		if v, err := strconv.ParseFloat(strings.ReplaceAll(n, ",", "."), 64); err == nil && v >= 0 && v <= 1000 {
			return &v
		}
	}
	if i+1 < len(ws) && (ws[i+1].fold == "%" || ws[i+1].fold == "phan" && i+2 < len(ws) && ws[i+2].fold == "tram") {
		if v, err := strconv.ParseFloat(strings.ReplaceAll(f, ",", "."), 64); err == nil && v >= 0 && v <= 1000 {
			return &v
		}
	}
	return nil
}

// targets reads each clause of the kind as one formula, or several where it has several figures.
func (r *reader) targets() {
	for _, n := range r.nodes {
		if n.clause.Kind != ATarget || len(n.words) == 0 {
			continue
		}
		if len(n.kids) > 0 && len(n.words) <= 14 && !counted(n.words) { // the name of a group of targets
			continue
		}
		for _, t := range formulas(n.words) {
			t.ID = fmt.Sprint("T", len(r.d.Targets)+1)
			t.Node = n.clause.ID
			t.Lines = Span{n.first, n.last}
			t.Confidence = min(n.words.sure(), t.Confidence)
			if up := n.up; t.Deadline == "" && up != nil && len(up.words) <= 12 { // «2.1. Đến hết năm 2025:»
				t.Deadline = deadlineIn(up.words)
			}
			r.d.Targets = append(r.d.Targets, t)
		}
	}
	for _, n := range r.nodes {
		switch n.clause.Kind {
		case AnObjective:
			r.d.Objectives = append(r.d.Objectives, Objective{ID: fmt.Sprint("O", len(r.d.Objectives)+1), Node: n.clause.ID})
		case ATask, AnAssignment:
			r.restated(n)
		}
	}
}

// restated finds a target said again among the duties: the same figure over the same subject.
func (r *reader) restated(n *node) {
	if len(r.d.Targets) > 300 { // no plan has so many
		return
	}
	for i := range n.words {
		v := percentAt(n.words, i)
		if v == nil {
			continue
		}
		again := formulas(n.words[max(0, i-2):])
		for k := range r.d.Targets {
			t := &r.d.Targets[k]
			if t.Value == nil || *t.Value != *v || len(again) == 0 || overlap(again[0].Subject+" "+again[0].Measure, t.Subject+" "+t.Measure) < 0.6 {
				continue
			}
			t.RestatedAt = append(t.RestatedAt, n.clause.ID)
			if again[0].Op != t.Op {
				r.doubt("restated-target", Span{n.first, n.last}, n.words[i:min(len(n.words), i+4)].text(),
					fmt.Sprintf("Nhắc lại chỉ tiêu %s (mục %s) nhưng khác cách nói: «%s» ở trên, ở đây không có. Máy tính là một chỉ tiêu; hãy xác nhận mức.", t.ID, t.Node, t.OpCue))
			}
			return
		}
	}
}

// formulas reads a sentence as targets.
func formulas(ws passage) []Target {
	var shares []int
	for i := range ws {
		if percentAt(ws, i) != nil {
			shares = append(shares, i)
		}
	}
	if len(shares) == 0 {
		return []Target{single(ws)}
	}
	var out []Target
	for k, at := range shares {
		end := len(ws)
		if k+1 < len(shares) {
			end = shares[k+1]
		}
		out = append(out, share(ws, at, end, k, len(shares)))
	}
	if len(out) > 1 { // the last one's words are shared: «100% tổ, 80% hộ, 50% người dân được …»
		last := out[len(out)-1]
		for k := range out[:len(out)-1] {
			if out[k].Measure == "" {
				out[k].Measure = last.Measure
			}
		}
	}
	return out
}

// share reads «[cue] n% subject measure», or «subject [cue] n%».
func share(ws passage, at, end, k, many int) Target {
	v := *percentAt(ws, at)
	unit := "%"
	t := Target{Kind: Percent, Op: Equal, Value: &v, Unit: &unit, Confidence: 0.95}
	cue, cueAt := cueBefore(ws, at)
	t.Op, t.OpCue = opOf(cue, v)
	after := at + 1
	if ws[at].fold[len(ws[at].fold)-1] != '%' {
		after++
		if ws[at+1].fold == "phan" {
			after++
		}
	}
	if i, n := ws[after:min(len(ws), after+2)].any(upwards, 0); i == 0 {
		after += n
		t.Op = AtLeast
		if t.OpCue == "" {
			t.OpCue = "từ"
		}
	}
	rest := trimmed(ws[after:end])
	if k+1 < many { // drop the cue of the next figure
		if c, from := cueBefore(ws, end); c != "" && from > after {
			rest = trimmed(ws[after:from])
		}
	}
	before := ws[:cueAt]
	if k > 0 || len(before) > 0 && (before[0].fold == "den" || before[0].fold == "phan" || before[0].fold == "trong") && len(before) < 8 {
		before = nil
	}
	switch cut := verbAfter(rest); {
	case strings.HasSuffix(ws[at].text, ",") || strings.HasSuffix(ws[at].text, ";") || strings.HasSuffix(ws[at].text, ".") || len(rest) == 0:
		t.Subject, t.Measure = splitSubject(before)
	case len(before) > 0 && k == 0 && cut < 0 && towards[before[len(before)-1].fold]: // «quán triệt Nghị quyết đến 100% chi bộ»
		t.Subject, t.Measure = clean(rest.text()), clean(before.text())
	case len(before) >= 3 && k == 0 && many == 1 && cut < 0:
		t.Subject, t.Measure = splitSubject(append(append(passage{}, before...), rest...))
	case cut < 0:
		t.Subject = clean(rest.text())
	default:
		t.Subject, t.Measure = clean(rest[:cut].text()), clean(rest[cut:].text())
	}
	t.Population = populationOf(t.Subject, ws)
	t.finish(ws)
	return t
}

// towards are words after which a share is of those whom something is done for.
var towards = map[string]bool{"den": true, "cho": true, "toi": true, "tai": true, "cua": true, "trong": true}

// trimmed takes linking words off the ends.
func trimmed(ws passage) passage {
	for len(ws) > 0 && (ws[len(ws)-1].fold == "" || ws[len(ws)-1].fold == "va") {
		ws = ws[:len(ws)-1]
	}
	for len(ws) > 0 && (ws[0].fold == "" || ws[0].fold == "so" && len(ws) > 2) {
		ws = ws[1:]
	}
	return ws
}

// cueBefore is the comparing word right before at, with the verb it may follow, and where it begins.
func cueBefore(ws passage, at int) (cue string, from int) {
	from = at
	for n := 4; n >= 1; n-- {
		if at-n < 0 {
			continue
		}
		for _, list := range [][][]string{atMostCues, strictCues, atLeastCues} {
			for _, c := range list {
				if len(c) == n && ws.at(at-n, c) {
					return ws[at-n : at].text(), at - n
				}
			}
		}
	}
	return "", from
}

func opOf(cue string, v float64) (Op, string) {
	folded := strings.Fields(cue)
	ws := make(passage, len(folded))
	for i, f := range folded {
		ws[i] = word{text: f, fold: bare(f)}
	}
	if at, _ := ws.any(atMostCues, 0); at >= 0 {
		return AtMost, cue
	}
	if at, _ := ws.any(strictCues, 0); at >= 0 {
		return AtLeast, cue
	}
	if len(ws) > 0 && v < 100 {
		return AtLeast, cue
	}
	return Equal, cue
}

// verbAfter is where the measure begins, one word in at least; -1 when there is no verb.
func verbAfter(ws passage) int {
	best := -1
	for i := 1; i < len(ws); i++ {
		if at, _ := ws[i:min(len(ws), i+3)].any(verbs, 0); at == 0 {
			if ws[i].fold == "co" && i+1 < len(ws) && (ws[i+1].fold == "quan" || ws[i+1].fold == "so" && i > 0) || // cơ quan, cơ sở
				ws[i].fold == "phat" && i+1 < len(ws) && ws[i+1].fold == "thanh" || ws[i].fold == "co" && i+1 < len(ws) && ws[i+1].fold == "lien" ||
				ws.at(i, []string{"truyen", "thanh"}) && (ws[i-1].fold == "dai" || ws[i-1].fold == "tram" || ws[i-1].fold == "thong" || ws[i-1].fold == "loa") ||
				ws[i].fold == "phu" && i+1 < len(ws) && ws[i+1].fold == "trach" || ws[i].fold == "dang" && i+1 < len(ws) && ws[i+1].fold == "vien" ||
				ws[i-1].fold == "so" && ws[i].fold == "dung" || ws[i-1].fold == "truyen" || ws[i-1].fold == "he" || ws[i].fold == "xay" && ws[i-1].fold == "ban" ||
				ws[i].fold == "to" && i > 0 && !strings.HasSuffix(ws[i-1].text, ",") && ws[i-1].fold == "cac" || ws[i].fold == "tuyen" && i+2 < len(ws) && ws[i+2].fold == "vien" {
				continue
			}
			best = i
			break
		}
	}
	return best
}

func splitSubject(ws passage) (subject, measure string) {
	ws = trimmed(ws)
	for len(ws) > 2 && (ws.at(0, []string{"ty", "le"}) || ws.at(0, []string{"phan", "dau"})) {
		ws = ws[2:]
	}
	if cut := verbAfter(ws); cut > 0 {
		return clean(ws[:cut].text()), clean(ws[cut:].text())
	}
	return clean(ws.text()), ""
}

// single reads a sentence without a share: kept up, held, counted, ranked, or nothing to count.
func single(ws passage) Target {
	t := Target{Confidence: 0.9}
	body := ws
	if at, n := ws.any(upkeep, 0); at >= 0 {
		t.Kind, t.Op = Continuous, Maintain
		t.Subject, t.Measure = clean(ws[:at].text()), clean(ws[at:].text())
		if at == 0 {
			t.Subject = clean(ws[n:].text())
		}
		t.Population = "channels"
		if p := populationOf(t.Subject, nil); p != "" {
			t.Population = p
		}
		t.finish(ws)
		return t
	}
	if at, n := ws.any(rankCues, 0); at >= 0 {
		for i := at + n; i < min(len(ws), at+n+3); i++ {
			if isNumber(ws[i].fold) {
				v := float64(atoi(ws[i].fold))
				t.Kind, t.Op, t.Value, t.OpCue = Rank, AtMost, &v, ws[at:at+n].text()
				t.Subject, t.Measure = clean(trimmed(ws[i+1:]).text()), clean(ws.text())
				t.finish(ws)
				return t
			}
		}
	}
	if i, v, unit, cue, op := countIn(ws); i >= 0 {
		t.Kind, t.Op, t.Value, t.Unit, t.OpCue = Count, op, &v, &unit, cue
		t.Subject = clean(ws[i+1:].text())
		if by := deadlineIn(ws); by != "" {
			before, _, _ := strings.Cut(t.Subject, ", hoàn thành")
			t.Subject = clean(strings.Replace(before, by, "", 1))
		}
		t.Measure = clean(ws.text())
		t.Population = populationOf(unit+" "+t.Subject, ws)
		t.finish(ws)
		return t
	}
	t.Measure = clean(body.text())
	if at, _ := ws.any(holding, 0); at == 0 {
		one, unit := 1.0, "lần"
		t.Kind, t.Op, t.Value, t.ValueInferred = Activity, AtLeast, &one, true
		rest := ws[2:]
		for len(rest) > 1 && (rest[0].fold == "cac" || rest[0].fold == "cuoc" || rest[0].fold == "mot" || rest[0].fold == "buoi" || rest[0].fold == "nhung") {
			if rest[0].fold == "buoi" || rest[0].fold == "cuoc" {
				unit = rest[0].text
			}
			rest = rest[1:]
		}
		t.Unit = &unit
		t.Subject = clean(rest.text())
		t.Population = "events"
		t.finish(ws)
		return t
	}
	t.Kind, t.Op, t.Confidence = Qualitative, Achieve, 0.6
	t.Subject, t.Measure = splitSubject(ws)
	t.Population = populationOf(t.Subject, ws)
	t.finish(ws)
	return t
}

// countIn finds «ít nhất 02 hội nghị»: a number of things, with a comparing word before it or a rhythm such as «mỗi tháng».
func countIn(ws passage) (at int, value float64, unit, cue string, op Op) {
	for i, w := range ws {
		if !isNumber(w.fold) || len(w.fold) > 6 || i+1 >= len(ws) || strings.HasSuffix(w.text, ".") {
			continue
		}
		u, n := ws[i+1:min(len(ws), i+4)].any(countUnits, 0)
		if u != 0 {
			continue
		}
		cue, from := cueBefore(ws, i)
		rhythm, _ := ws.any(perCues, 0)
		start := strings.HasPrefix(ws[0].fold, "to") || i <= 5
		if cue == "" && rhythm < 0 && !start {
			continue
		}
		if from > 0 && (ws[from-1].fold == "nam" || ws[from-1].fold == "quy") {
			continue
		}
		op = AtLeast
		if o, _ := opOf(cue, 0); cue != "" {
			op = o
		}
		if cue == "" {
			op = Equal
		}
		return i, float64(atoi(w.fold)), strings.Trim(ws[i+1:i+1+n].text(), ",;."), cue, op
	}
	return -1, 0, "", "", ""
}

// populationOf is the population whose words stand first in the subject.
func populationOf(subject string, ws passage) string {
	if ws == nil || subject != "" {
		ws = nil
		for _, f := range strings.Fields(subject) {
			ws = append(ws, word{text: f, fold: bare(f)})
		}
	}
	best, at, size := "", -1, 0
	for _, p := range populations {
		if i, n := ws.any(p.phrases, 0); i >= 0 && (at < 0 || i < at || i == at && n > size) {
			best, at, size = p.name, i, n
		}
	}
	return best
}

// finish reads the deadline and the exclusion.
func (t *Target) finish(ws passage) {
	t.Deadline = deadlineIn(ws)
	for i, w := range ws {
		if strings.HasPrefix(w.text, "(") && (w.fold == "tru" || i+1 < len(ws) && w.fold == "ngoai" && ws[i+1].fold == "tru" || w.fold == "khong" && i+1 < len(ws) && ws[i+1].fold == "bao") {
			for k := i; k < len(ws); k++ {
				if strings.Contains(ws[k].text, ")") {
					t.Exclusion = strings.Trim(ws[i:k+1].text(), "(),;. ")
					t.Measure = clean(strings.Replace(t.Measure, ws[i:k+1].text(), "", 1))
					t.Measure = clean(strings.Replace(t.Measure, clean(ws[i:k+1].text()), "", 1))
					return
				}
			}
		}
	}
}

// deadlineIn is the words that say by when, at the beginning of a sentence, after a comma or in brackets.
func deadlineIn(ws passage) string {
	if len(ws) > 2 && ws[0].fold == "nam" && len(ws[1].fold) == 4 && isNumber(ws[1].fold) && strings.ContainsAny(ws[1].text, ":,") { // «Năm 2025: 80% …»
		return strings.Trim(ws[:2].text(), ":, ")
	}
	for i := range ws {
		for _, d := range deadlines {
			if !ws.at(i, d) || i+len(d) >= len(ws) && d[0] != "hang" {
				continue
			}
			rhythm := d[0] == "hang"
			at := i + len(d)
			if !rhythm {
				f := ws[at].fold
				dated := len(f) == 4 && isNumber(f) && (f[0] == '2' || f[0] == '1') || strings.Count(f, "/") >= 1 && strings.Trim(f, "0123456789/") == "" ||
					(d[len(d)-1] == "quy") && (roman(strings.ToUpper(f)) > 0 || isNumber(f)) || d[len(d)-1] == "thang" && isNumber(f) || d[len(d)-1] == "ngay" && f != "" && isNumber(f[:1])
				if !dated {
					continue
				}
				at++
				for at < len(ws) && (ws[at].fold == "nam" || ws[at].fold == "thang" || isNumber(ws[at].fold) && !strings.HasSuffix(ws[at].text, "%")) && !strings.ContainsAny(ws[at-1].text, ",;.") {
					at++
				}
			} else if i > 0 && !strings.ContainsAny(ws[i-1].text, ",;(") {
				continue
			}
			if i > 0 && !rhythm && !strings.ContainsAny(ws[i-1].text, ",;(.:") && !strings.HasPrefix(ws[i].text, "(") && d[0] != "truoc" && d[0] != "hoan" && ws[i-1].fold != "dau" && i > 1 && at < len(ws) {
				continue
			}
			return strings.Trim(ws[i:at].text(), "(),;:. ")
		}
	}
	return ""
}

var (
	fullDay  = regexp.MustCompile(`([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{4}))?`)
	longDay  = regexp.MustCompile(`ngay ([0-9]{1,2}) thang ([0-9]{1,2})(?: nam ([0-9]{4}))?`)
	inMonth  = regexp.MustCompile(`thang ([0-9]{1,2})(?:/| nam )?([0-9]{4})?`)
	inQuart  = regexp.MustCompile(`quy (iv|iii|ii|i|[1-4])(?:/| nam )?([0-9]{4})?`)
	inSomeYr = regexp.MustCompile(`nam ([0-9]{4})`)
)

// lastDay is the last day that the words of a deadline allow, 2025-12-31 for
// «trong quý IV», in the plan's year where they name none; empty when they name no time that ends.
func lastDay(by string, planYear int) string {
	f := vi.Fold(by)
	year := func(s string) int {
		if s == "" {
			return planYear
		}
		return atoi(s)
	}
	endOf := func(month, year int) string {
		for day := 31; day >= 28; day-- {
			if on := isoDate(day, month, year); on != "" {
				return on
			}
		}
		return ""
	}
	if strings.HasPrefix(f, "hang") {
		return ""
	}
	if m := longDay.FindStringSubmatch(f); m != nil {
		return isoDate(atoi(m[1]), atoi(m[2]), year(m[3]))
	}
	if m := inMonth.FindStringSubmatch(f); m != nil {
		return endOf(atoi(m[1]), year(m[2]))
	}
	if m := inQuart.FindStringSubmatch(f); m != nil {
		return endOf(3*ordinals[m[1]], year(m[2]))
	}
	if m := fullDay.FindStringSubmatch(f); m != nil {
		return isoDate(atoi(m[1]), atoi(m[2]), year(m[3]))
	}
	if m := inSomeYr.FindStringSubmatch(f); m != nil {
		return endOf(12, atoi(m[1]))
	}
	return ""
}

// overlap is the share of the words of the shorter text that the other has too, folded.
func overlap(a, b string) float64 {
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	have := map[string]int{}
	for _, w := range y {
		have[bare(w)]++
	}
	n := 0
	for _, w := range x {
		if have[bare(w)] > 0 {
			have[bare(w)]--
			n++
		}
	}
	return float64(n) / float64(max(len(x), 1))
}
