package report

import (
	"fmt"
	"slices"
	"strings"

	"loa/kit/form"
	"loa/kit/vi"
	"loa/measure"
	"loa/org"
	"loa/plan"
)

// An author writes the passages of a report, in the order of the paper.
type author struct {
	Source
	c *Composition
}

func (w *author) add(key string, level form.Level, text string, figures ...Figure) {
	w.c.Passages = append(w.c.Passages, Passage{Key: key, Level: level, Text: text, Figures: figures})
}

func (w *author) title(key string, level form.Level, text string) {
	w.c.Passages = append(w.c.Passages, Passage{Key: key, Level: level, Title: true, Text: text})
}

// ask leaves a place for what only people know.
func (w *author) ask(key string, level form.Level, what string) {
	w.c.Passages = append(w.c.Passages, Passage{Key: key, Level: level, Ask: what})
}

func (w *author) write() {
	w.add("opening", form.Prose, fmt.Sprintf("Thực hiện Kế hoạch số %s ngày %s, %s báo cáo kết quả %s (số liệu tính đến hết ngày %s; chi tiết từng chỉ tiêu tại Phụ lục I, từng đơn vị tại Phụ lục II) như sau:",
		w.Plan.Doc.Code, org.Day(w.Plan.Doc.Date), w.Plan.Doc.Issuer.Name, period(w.Window), w.On))
	w.correction()
	w.steering()
	w.results()
	w.judgement()
	w.ahead()
	w.proposals()
	w.add("closing", form.Prose, fmt.Sprintf("Trên đây là báo cáo kết quả thực hiện Kế hoạch số %s %s của %s.", w.Plan.Doc.Code, period(w.Window), w.Plan.Doc.Issuer.Name))
}

// correction says which report this one stands instead of, and what has changed since.
func (w *author) correction() {
	if w.Corrects == "" {
		return
	}
	w.add("correction", form.Prose, fmt.Sprintf("Báo cáo này thay thế %s. Các số liệu thay đổi so với báo cáo đã gửi:", w.Corrects))
	for _, c := range w.Later {
		was, is := verified(c.Result), verified(c.Now)
		figures := append(w.figures(is), w.figures(was)...)
		w.add(fmt.Sprintf("correction.%d", c.Rule.Target), form.Dash, strings.TrimSpace(fmt.Sprintf("Chỉ tiêu %d: đã báo cáo %s; nay là %s. %s", c.Rule.Nth, came(was), came(is), c.Names())), figures...)
	}
	if len(w.Later) == 0 {
		w.ask("correction.said", form.Prose, "Nội dung thay đổi so với báo cáo đã gửi")
	}
}

// period is w in a sentence.
func period(w measure.Window) string {
	if w.Name == measure.OfPlan {
		return "từ ngày " + w.Span.From.String() + " đến ngày " + w.Span.Through.String()
	}
	return w.Title()
}

func number(n int) string { return vi.Figures(int64(n)) }

// steering is what was issued and given to whom.
func (w *author) steering() {
	w.title("steering", form.Part, "Công tác chỉ đạo, triển khai")
	p := w.Plan
	themes := len(w.themes())
	all, targets := Figure{"plan.themes", number(themes), "/" + p.ID.Ref()}, Figure{"plan.targets", number(len(w.Results)), "/measure" + w.query()}
	w.add("steering.plan", form.Clause, fmt.Sprintf("Văn bản chỉ đạo: %s đã ban hành Kế hoạch số %s ngày %s về %s, với %s chỉ tiêu và %s nội dung tuyên truyền.",
		p.Doc.Issuer.Name, p.Doc.Code, org.Day(p.Doc.Date), lower(p.Doc.Title), targets.Text, all.Text), targets, all)
	if len(w.Duties) == 0 {
		w.ask("steering.duties", form.Clause, "Việc giao nhiệm vụ cho các cơ quan, đơn vị")
		return
	}
	tasks, units := map[int64]bool{}, map[org.UnitID]bool{}
	for _, d := range w.Duties {
		tasks[d.Task], units[d.Unit] = true, true
	}
	given, to := Figure{"work.tasks", number(len(tasks)), "/work"}, Figure{"work.units", number(len(units)), "/work/units"}
	done, parts := Figure{"work.done", number(w.count(Done)), "/work/units"}, Figure{"work.parts", number(len(w.Duties)), "/work/units"}
	w.add("steering.duties", form.Clause, fmt.Sprintf("Giao nhiệm vụ: %s nhiệm vụ của Kế hoạch được giao hoặc đề nghị %s cơ quan, đơn vị thực hiện (%s phần việc); %s phần việc đã hoàn thành và được thẩm tra.",
		given.Text, to.Text, parts.Text, done.Text), given, to, parts, done)
	w.ask("steering.more", form.Clause, "Văn bản chỉ đạo, đôn đốc khác đã ban hành trong kỳ")
}

func (w *author) count(p Progress) (n int) {
	for _, d := range w.Duties {
		if d.Progress == p {
			n++
		}
	}
	return n
}

// themes are the themes of the plan at the top of their part.
func (w *author) themes() (out []*plan.Clause) {
	w.Plan.Walk(func(parent, c *plan.Clause) {
		if c.Kind == plan.ATheme && (parent == nil || parent.Kind != plan.ATheme) {
			out = append(out, c)
		}
	})
	return out
}

// results is part II.
func (w *author) results() {
	w.title("results", form.Part, "Kết quả thực hiện")
	w.title("results.targets", form.Clause, "Kết quả theo chỉ tiêu")
	w.add("results.sum", form.Prose, w.sum(), w.sumFigures()...)
	for _, r := range w.Results {
		text, figures := w.target(r)
		w.add(fmt.Sprintf("target.%d", r.Rule.Target), form.Point, text, figures...)
	}
	w.byTheme()
	w.channels()
	w.events()
	w.of("training", "Tập huấn", measure.People, "")
	w.of("exemplars", "Mô hình, gương điển hình", measure.Members, measure.Exemplars)
	w.schools()
	w.money()
}

// tally counts targets by how they stand.
func (w *author) tally() (met, unmet, unknown int) {
	for _, r := range w.Results {
		switch {
		case !r.Value.Known:
			unknown++
		case r.Value.Met:
			met++
		default:
			unmet++
		}
	}
	return met, unmet, unknown
}

func (w *author) sumFigures() []Figure {
	met, unmet, unknown := w.tally()
	href := "/measure" + w.query()
	return []Figure{{"targets.all", number(len(w.Results)), href}, {"targets.met", number(met), href}, {"targets.unmet", number(unmet), href}, {"targets.unknown", number(unknown), href}}
}

func (w *author) sum() string {
	met, unmet, unknown := w.tally()
	says := []string{fmt.Sprintf("%s chỉ tiêu đạt mức đề ra", number(met))}
	if unmet > 0 {
		says = append(says, fmt.Sprintf("%s chỉ tiêu chưa đạt", number(unmet)))
	}
	if unknown > 0 {
		says = append(says, fmt.Sprintf("%s chỉ tiêu chưa đủ số liệu để đánh giá", number(unknown)))
	}
	return fmt.Sprintf("Tính đến hết ngày %s, trong %s chỉ tiêu của Kế hoạch có %s. Chỉ số liệu đã được thẩm tra mới được tính.", w.On, number(len(w.Results)), list(says))
}

// list puts says into one sentence.
func list(says []string) string {
	if len(says) < 2 {
		return strings.Join(says, "")
	}
	return strings.Join(says[:len(says)-1], ", ") + " và " + says[len(says)-1]
}

// target says what r came to, whether that is enough, how it stood before and who is missing.
func (w *author) target(r measure.Result) (string, []Figure) {
	r = verified(r)
	head := strings.TrimRight(r.Rule.Said, ". ") + ": "
	if r.Rule.Formula == nil {
		return head + "chưa đo được vì Kế hoạch không nêu cách tính; số liệu do đơn vị chủ trì theo dõi riêng.", nil
	}
	figures := w.figures(r)
	if !r.Value.Known {
		return head + lower(r.Say()), figures
	}
	says := head + came(r)
	if r.Value.Met {
		says += "; đạt mức đề ra (" + r.Rule.Formula.Asks() + ")."
	} else {
		says += "; chưa đạt mức đề ra (" + r.Rule.Formula.Asks() + ")."
	}
	if c, more := w.compared(r); c != "" {
		says += " " + c
		figures = append(figures, more...)
	}
	if m, more := w.missing(r); m != "" {
		says += " " + m
		figures = append(figures, more...)
	}
	return says, figures
}

// came is what r came to, without saying again what the target says.
func came(r measure.Result) string {
	f, v := r.Rule.Formula, r.Value
	switch {
	case f.Kind == "share":
		return fmt.Sprintf("%s/%s %s, đạt tỷ lệ %s%%", vi.Figures(v.Verified), vi.Figures(v.Of), noun(f), vi.Decimal(v.Figure, 2))
	case f.Kind == "count" && f.Per == "" && v.Verified > 0:
		return "đã thực hiện " + strings.TrimSpace(vi.Figures(v.Verified)+" "+f.Unit)
	}
	return strings.TrimSuffix(lower(r.Say()), ".")
}

// noun is what f counts, in a word or two.
func noun(f *measure.Formula) string {
	switch p := f.Population; {
	case p.Of == measure.People:
		return "người"
	case p.List == measure.Exemplars:
		return "mô hình, gương điển hình"
	case p.Of == measure.Units && slices.Equal(p.Kinds, []org.UnitKind{org.School}):
		return "trường học"
	case p.Of == measure.Units && slices.Equal(p.Kinds, []org.UnitKind{org.Neighbourhood}):
		return "tổ dân phố"
	case p.Of == measure.Units:
		return "cơ quan, đơn vị"
	}
	return "mục"
}

// figures are the numbers in what r says.
func (w *author) figures(r measure.Result) []Figure {
	f, v, href := r.Rule.Formula, r.Value, w.targetHref(r.Rule.Target)
	key := func(what string) string { return fmt.Sprintf("t%d.%s", r.Rule.Nth, what) }
	var out []Figure
	add := func(what, text string) { out = append(out, Figure{key(what), text, href}) }
	switch f.Kind {
	case "share":
		add("share", vi.Decimal(v.Figure, 2)+"%")
		add("part", vi.Figures(v.Verified)+"/"+vi.Figures(v.Of))
	case "upkeep":
		add("part", vi.Figures(v.Verified)+"/"+vi.Figures(v.Of))
		for i, m := range v.Members {
			add(fmt.Sprintf("week%d", i+1), vi.Decimal(m.PerWeek, 1))
			add(fmt.Sprintf("silence%d", i+1), number(m.Silence))
		}
	default:
		if f.Per != "" {
			add("part", vi.Figures(v.Verified)+"/"+vi.Figures(v.Of))
		}
		add("figure", vi.Decimal(v.Figure, 2))
	}
	add("done", vi.Figures(v.Verified))
	if v.Of > 0 {
		add("of", vi.Figures(v.Of))
	}
	return out
}

// compared is how r stands beside the window before; empty where there is nothing to compare.
func (w *author) compared(r measure.Result) (string, []Figure) {
	i := slices.IndexFunc(w.Before, func(b measure.Result) bool { return b.Rule.Target == r.Rule.Target })
	if i < 0 || !w.Before[i].Value.Known || r.Rule.Formula.Kind == "upkeep" || w.Before[i].Rule.Formula == nil || w.Before[i].Rule.Formula.Kind != r.Rule.Formula.Kind {
		return "", nil
	}
	was, is := w.Before[i].Value.Figure, r.Value.Figure
	unit, sign := r.Rule.Formula.Unit, ""
	if r.Rule.Formula.Kind == "share" {
		unit, sign = "điểm phần trăm", "%"
	}
	href := fmt.Sprintf("/measure/%d?window=%s", r.Rule.Target, w.Earlier.Name)
	before := Figure{fmt.Sprintf("t%d.before", r.Rule.Nth), vi.Decimal(was, 2) + sign, href}
	change := Figure{fmt.Sprintf("t%d.change", r.Rule.Nth), vi.Decimal(max(is-was, was-is), 2), href}
	switch {
	case is > was:
		return fmt.Sprintf("Tăng %s so với %s (%s).", strings.TrimSpace(change.Text+" "+unit), w.Earlier.Title(), before.Text), []Figure{before, change}
	case is < was:
		return fmt.Sprintf("Giảm %s so với %s (%s).", strings.TrimSpace(change.Text+" "+unit), w.Earlier.Title(), before.Text), []Figure{before, change}
	}
	return fmt.Sprintf("Bằng %s (%s).", w.Earlier.Title(), before.Text), []Figure{before}
}

// mostNamed is how many names stand in a sentence; the others are in the annex.
const mostNamed = 6

// missing names who has not done what r asks of each.
func (w *author) missing(r measure.Result) (string, []Figure) {
	f := r.Rule.Formula
	if f.Per != "" || f.Kind == "upkeep" || f.Population.Of == measure.Nothing {
		return "", nil
	}
	rest := r.Value.In("", measure.Planned, measure.Claimed)
	if len(rest) == 0 {
		return "", nil
	}
	left := Figure{fmt.Sprintf("t%d.left", r.Rule.Nth), number(len(rest)), w.targetHref(r.Rule.Target) + "#missing"}
	if f.Population.Of == measure.People {
		return fmt.Sprintf("Còn %s người chưa có kết quả được thẩm tra.", left.Text), []Figure{left}
	}
	names := make([]string, 0, mostNamed)
	for _, s := range rest[:min(mostNamed, len(rest))] {
		names = append(names, s.Name)
	}
	if more := len(rest) - len(names); more > 0 {
		others := Figure{fmt.Sprintf("t%d.others", r.Rule.Nth), number(more), left.Href}
		return fmt.Sprintf("Còn %s %s chưa có kết quả được thẩm tra: %s và %s %[2]s khác (Phụ lục I).", left.Text, noun(f), strings.Join(names, "; "), others.Text), []Figure{left, others}
	}
	return fmt.Sprintf("Còn %s %s chưa có kết quả được thẩm tra: %s.", left.Text, noun(f), strings.Join(names, "; ")), []Figure{left}
}

// byTheme says, of each theme of the plan, how far the tasks are that serve it.
func (w *author) byTheme() {
	type sum struct{ parts, done int }
	sums := map[int64]*sum{}
	for _, d := range w.Duties {
		for _, k := range d.Themes {
			if sums[k] == nil {
				sums[k] = &sum{}
			}
			sums[k].parts++
			if d.Progress == Done {
				sums[k].done++
			}
		}
	}
	var under []*plan.Clause
	for _, t := range w.themes() {
		if s := within(t, func(k int64) bool { return sums[k] != nil }); s {
			under = append(under, t)
		}
	}
	if len(under) == 0 {
		return
	}
	w.title("themes", form.Clause, "Kết quả theo nội dung tuyên truyền")
	for _, t := range under {
		total := sum{}
		walk(t, func(c *plan.Clause) {
			if s := sums[c.Key]; s != nil {
				total.parts, total.done = total.parts+s.parts, total.done+s.done
			}
		})
		href := fmt.Sprintf("/work?theme=%d", t.Key)
		parts, done := Figure{fmt.Sprintf("theme.%d.parts", t.Key), number(total.parts), href}, Figure{fmt.Sprintf("theme.%d.done", t.Key), number(total.done), href}
		w.add(fmt.Sprintf("theme.%d", t.Key), form.Point, fmt.Sprintf("%s (điểm %s): %s phần việc được giao, %s phần việc đã hoàn thành.", titleOf(t), t.ID, parts.Text, done.Text), parts, done)
	}
}

func within(t *plan.Clause, has func(int64) bool) (found bool) {
	walk(t, func(c *plan.Clause) { found = found || has(c.Key) })
	return found
}

func walk(c *plan.Clause, fn func(*plan.Clause)) {
	fn(c)
	for _, k := range c.Children {
		walk(k, fn)
	}
}

// titleOf is a clause by its title, or by the head of its words.
func titleOf(c *plan.Clause) string {
	text := c.Title
	if text == "" {
		text = c.Text
	}
	text, _, _ = strings.Cut(text, ":")
	text, _, _ = strings.Cut(text, ";")
	return strings.TrimRight(head(text, mostWords), ".;:, ")
}

// mostWords is how long the name of a theme is in a sentence.
const mostWords = 32

// head is the first words of s, up to where a comma lets it end.
func head(s string, most int) string {
	words := strings.Fields(s)
	if len(words) <= most {
		return strings.Join(words, " ")
	}
	for n := most; n > most/2; n-- {
		if strings.HasSuffix(words[n-1], ",") {
			return strings.TrimSuffix(strings.Join(words[:n], " "), ",")
		}
	}
	return strings.Join(words[:most], " ")
}

// channels says how much went out by each channel that is kept up.
func (w *author) channels() {
	first := true
	for _, r := range w.Results {
		if r.Rule.Formula == nil || r.Rule.Formula.Kind != "upkeep" || !r.Value.Known {
			continue
		}
		for i, m := range r.Value.Members {
			if first {
				w.title("channels", form.Clause, "Kết quả theo kênh truyền thông")
				first = false
			}
			amount := w.amount(r.Rule.Target, m.Item)
			href := w.targetHref(r.Rule.Target)
			total, week, quiet := Figure{fmt.Sprintf("t%d.total%d", r.Rule.Nth, i+1), vi.Figures(amount), href}, Figure{fmt.Sprintf("t%d.week%d", r.Rule.Nth, i+1), vi.Decimal(m.PerWeek, 1), href}, Figure{fmt.Sprintf("t%d.silence%d", r.Rule.Nth, i+1), number(m.Silence), href}
			w.add(fmt.Sprintf("channel.%d.%d", r.Rule.Target, i+1), form.Dash, fmt.Sprintf("%s: %s tin, bài, chuyên mục, bình quân %s mỗi tuần; lâu nhất %s ngày liền không có mục nào.", m.Name, total.Text, week.Text, quiet.Text), total, week, quiet)
		}
	}
}

// amount is how much was verified of item for a target.
func (w *author) amount(target int64, item string) int64 {
	i := slices.IndexFunc(w.Amounts, func(a measure.Amount) bool { return a.Target == target && a.Item == item })
	if i < 0 {
		return 0
	}
	return w.Amounts[i].Sum
}

// events lists what was held.
func (w *author) events() {
	first := true
	for _, r := range w.Results {
		if r.Rule.Formula == nil || r.Rule.Formula.Kind != "count" {
			continue
		}
		for _, p := range w.Events {
			if p.Target != r.Rule.Target || p.State != measure.Verified {
				continue
			}
			if first {
				w.title("events", form.Clause, "Sự kiện, hội nghị, hội thảo")
				first = false
			}
			what := strings.TrimRight(p.Note, ". ")
			if what == "" {
				what = p.Who
			}
			w.add(fmt.Sprintf("event.%d", p.ID), form.Dash, fmt.Sprintf("Ngày %s: %s.", p.Day, what))
		}
	}
}

// of says what targets over one sort of population came to, under a heading of their own.
func (w *author) of(key, heading string, over measure.Over, list string) {
	first := true
	for _, r := range w.Results {
		f := r.Rule.Formula
		if f == nil || f.Kind != "share" || f.Population.Of != over || f.Population.List != list {
			continue
		}
		if first {
			w.title(key, form.Clause, heading)
			first = false
		}
		r = verified(r)
		text := r.Say()
		if done := r.Value.In(measure.Verified); over == measure.Members && len(done) > 0 {
			names := make([]string, len(done))
			for i, m := range done {
				names[i] = m.Name
			}
			text = strings.TrimSuffix(text, ".") + ": " + strings.Join(names, "; ") + "."
		}
		w.add(fmt.Sprintf("%s.%d", key, r.Rule.Target), form.Prose, text, w.figures(r)...)
	}
}

// schools names the schools that did what the plan asks.
func (w *author) schools() {
	first := true
	for _, r := range w.Results {
		f := r.Rule.Formula
		if f == nil || f.Kind != "share" || f.Population.Of != measure.Units || !slices.Equal(f.Population.Kinds, []org.UnitKind{org.School}) || !r.Value.Known {
			continue
		}
		if first {
			w.title("schools", form.Clause, "Tuyên truyền trong trường học")
			first = false
		}
		r = verified(r)
		text := r.Say()
		for _, m := range r.Value.In(measure.Verified) {
			text += " " + m.Name + ": từ ngày " + m.Since.String() + "."
		}
		w.add(fmt.Sprintf("schools.%d", r.Rule.Target), form.Prose, text, w.figures(r)...)
	}
}

func (w *author) money() {
	w.title("money", form.Clause, "Kinh phí thực hiện")
	if f := w.Plan.Funding; f != nil {
		w.add("money.sources", form.Prose, strings.TrimRight(f.Text, ". ")+".")
	}
	w.ask("money.spent", form.Prose, "Kinh phí đã bố trí, đã sử dụng trong kỳ")
}

// judgement is part III: what went well, what did not, and why.
func (w *author) judgement() {
	w.title("judgement", form.Part, "Đánh giá chung")
	w.title("good", form.Clause, "Ưu điểm")
	href := "/measure" + w.query()
	met := w.points(func(r measure.Result) bool { return r.Value.Known && r.Value.Met })
	n, all := Figure{"targets.met", number(len(met)), href}, Figure{"targets.all", number(len(w.Results)), href}
	if len(met) > 0 {
		w.add("good.targets", form.Prose, fmt.Sprintf("Có %s trên %s chỉ tiêu đạt mức đề ra (%s khoản 1 Mục II).", n.Text, all.Text, list(met)), n, all)
	}
	w.ask("good.said", form.Prose, "Ưu điểm khác trong kỳ")
	w.title("bad", form.Clause, "Hạn chế")
	unmet := w.points(func(r measure.Result) bool { return r.Value.Known && !r.Value.Met })
	if len(unmet) > 0 {
		n := Figure{"targets.unmet", number(len(unmet)), href}
		w.add("bad.targets", form.Dash, fmt.Sprintf("Còn %s chỉ tiêu chưa đạt mức đề ra (%s khoản 1 Mục II).", n.Text, list(unmet)), n)
	}
	if late := w.lateUnits(); len(late) > 0 {
		n := Figure{"work.late", number(len(late)), "/work/units"}
		w.add("bad.late", form.Dash, fmt.Sprintf("Còn %s cơ quan, đơn vị có việc quá hạn: %s.", n.Text, strings.Join(late, "; ")), n)
	}
	if waiting := w.count(Sent); waiting > 0 {
		n := Figure{"work.sent", number(waiting), "/work?state=sent"}
		w.add("bad.sent", form.Dash, fmt.Sprintf("Còn %s phần việc đã gửi minh chứng nhưng chưa được thẩm tra nên chưa tính vào kết quả.", n.Text), n)
	}
	w.title("causes", form.Clause, "Nguyên nhân, khó khăn, vướng mắc")
	w.ask("causes.said", form.Prose, "Nguyên nhân của hạn chế")
	w.difficulties()
}

// difficulties are what units said was in their way, with what became of it.
func (w *author) difficulties() {
	if len(w.Difficulties) == 0 {
		return
	}
	decided := 0
	for _, x := range w.Difficulties {
		if x.Decision != "" || x.IsClosed {
			decided++
		}
	}
	all, done, open := Figure{"difficulties.all", number(len(w.Difficulties)), "/work/difficulties"}, Figure{"difficulties.done", number(decided), "/work/difficulties"}, Figure{"difficulties.open", number(len(w.Difficulties) - decided), "/work/difficulties"}
	w.add("difficulties", form.Prose, fmt.Sprintf("Các cơ quan, đơn vị nêu %s khó khăn, vướng mắc; %s đã được giải quyết, %s đang chờ ý kiến:", all.Text, done.Text, open.Text), all, done, open)
	for i, x := range w.Difficulties {
		says := x.UnitName + ": " + strings.TrimRight(x.Body, ". ")
		if x.Since != "" {
			says += " (từ ngày " + x.Since.String() + ")"
		}
		switch {
		case x.Decision != "":
			says += ". Ý kiến giải quyết: " + strings.TrimRight(x.Decision, ". ")
		case x.IsClosed:
			says += ". Đơn vị đã tự khắc phục"
		default:
			says += ". Đang chờ " + x.Owner + " trả lời"
		}
		w.add(fmt.Sprintf("difficulties.%d", i+1), form.Dash, says+".")
	}
}

// points are where the targets that fit stand in the report: điểm a, điểm đ.
func (w *author) points(fits func(measure.Result) bool) (out []string) {
	for i, r := range w.Results {
		if fits(r) {
			out = append(out, "điểm "+string(vi.Label(i+1)))
		}
	}
	return out
}

func (w *author) lateUnits() (out []string) {
	for _, u := range w.c.Units {
		if u.Late > 0 {
			out = append(out, u.Name)
		}
	}
	return out
}

// ahead is part IV: what is left to do.
func (w *author) ahead() {
	w.title("ahead", form.Part, "Phương hướng, nhiệm vụ kỳ tới")
	first := true
	for _, r := range w.Results {
		if r.Rule.Formula == nil || !r.Value.Known || r.Value.Met {
			continue
		}
		if first {
			w.add("ahead.targets", form.Clause, "Tiếp tục thực hiện các chỉ tiêu chưa đạt mức đề ra:")
			first = false
		}
		text, figures := w.left(verified(r))
		w.add(fmt.Sprintf("ahead.%d", r.Rule.Target), form.Dash, text, figures...)
	}
	if left := len(w.Duties) - w.count(Done); left > 0 {
		n := Figure{"work.left", number(left), "/work?state=open"}
		w.add("ahead.duties", form.Clause, fmt.Sprintf("Đôn đốc các cơ quan, đơn vị hoàn thành %s phần việc còn lại của Kế hoạch, gửi minh chứng đúng hạn.", n.Text), n)
	}
	w.ask("ahead.more", form.Clause, "Nhiệm vụ khác của kỳ tới")
}

// left says what is still to be done for r.
func (w *author) left(r measure.Result) (string, []Figure) {
	f, v := r.Rule.Formula, r.Value
	doing := strings.TrimRight(lower(f.Measure), ".;, ")
	rest := v.In("", measure.Planned, measure.Claimed)
	n := Figure{fmt.Sprintf("t%d.left", r.Rule.Nth), number(len(rest)), w.targetHref(r.Rule.Target) + "#missing"}
	switch {
	case f.Kind == "upkeep":
		names := make([]string, len(rest))
		for i, m := range rest {
			names[i] = m.Name
		}
		return fmt.Sprintf("Duy trì đều, %s, trên: %s.", f.Asks(), strings.Join(names, "; ")), nil
	case f.Kind == "share" && f.Population.Of == measure.Units:
		return fmt.Sprintf("Đôn đốc %s %s còn lại %s.", n.Text, noun(f), doing), []Figure{n}
	case f.Kind == "share":
		return fmt.Sprintf("Bảo đảm %s %s còn lại %s.", n.Text, noun(f), doing), []Figure{n}
	}
	return strings.TrimRight(r.Rule.Said, ". ") + ".", nil
}

// proposals is part V.
func (w *author) proposals() {
	w.title("proposals", form.Part, "Đề xuất, kiến nghị")
	said := false
	for i, x := range w.Difficulties {
		if x.Asks == "" || x.Decision != "" || x.IsClosed {
			continue
		}
		said = true
		w.add(fmt.Sprintf("proposals.%d", i+1), form.Dash, fmt.Sprintf("%s (%s đề nghị).", strings.TrimRight(vi.Sentence(x.Asks), ". "), x.UnitName))
	}
	if said {
		w.ask("proposals.said", form.Dash, "Đề xuất, kiến nghị khác")
		return
	}
	w.add("proposals.said", form.Prose, "Không có đề xuất, kiến nghị.")
}
