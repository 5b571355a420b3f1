package newsroom

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// stepForm is the form of one verb on the story in the address of r; it is not drawn for whom the law does not let.
func (d *Desk) stepForm(ctx context.Context, tx *store.Tx, r *http.Request, verb Verb) (storyPage, form, error) {
	p, err := d.openStory(ctx, tx, r)
	if err != nil {
		return p, form{}, err
	}
	_, err = p.next(p.Actor, verb, p.Law, p.Wrote)
	f := form{Title: VerbName(verb) + ": " + p.name(), Way: p.way(VerbName(verb)), Verb: VerbName(verb), Back: p.href("")}
	return p, f, err
}

// story is the story in the address of r.
func story(r *http.Request) (Story, error) {
	id, err := web.PathID(r, "id")
	return Story{ID: StoryID(id)}, err
}

// on does one verb on the story in the address of r and leads back to it.
func on(r *http.Request, do func(id StoryID) error) (done, error) {
	s, err := story(r)
	if err != nil {
		return done{}, err
	}
	return done{To: s.href("")}, do(s.ID)
}

func (d *Desk) submitForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	p, f, err := d.stepForm(ctx, tx, r, Submit)
	if err != nil {
		return f, err
	}
	if f.Notes, err = d.look(ctx, tx, p.Story, p.Text); err != nil {
		return f, err
	}
	f.Lead = "Người duyệt sẽ đọc đúng bản này. Trong lúc chờ, bài không sửa được; cần sửa thì lấy về."
	if slices.ContainsFunc(f.Notes, func(r Remark) bool { return r.AsksConsent }) {
		f.Fields = append(f.Fields, web.Input{Name: "consent", Type: "checkbox", Label: "Cha, mẹ hoặc người giám hộ của trẻ em có tên, có hình trong bài đã đồng ý"})
	}
	f.Fields = append(f.Fields, web.Input{Name: "word", Label: "Lời nhắn cho người duyệt", Type: "textarea"})
	return f, nil
}

func (d *Desk) submit(r *http.Request, a org.Actor) (done, error) {
	return on(r, func(id StoryID) error {
		return d.Submit(r.Context(), a, id, Submission{Consent: r.FormValue("consent") != "", Word: r.FormValue("word")})
	})
}

func (d *Desk) recallForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	_, f, err := d.stepForm(ctx, tx, r, Recall)
	f.Lead = "Bài trở về bản nháp để viết tiếp; sau đó trình lại."
	return f, err
}

func (d *Desk) recall(r *http.Request, a org.Actor) (done, error) {
	return on(r, func(id StoryID) error { return d.Recall(r.Context(), a, id) })
}

func (d *Desk) returnForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	_, f, err := d.stepForm(ctx, tx, r, Return)
	f.Lead = "Người viết nhận lại bài cùng lý do."
	f.Fields = []web.Input{{Name: "why", Label: "Lý do, cần sửa gì", Type: "textarea", Required: true}}
	return f, err
}

func (d *Desk) returnBack(r *http.Request, a org.Actor) (done, error) {
	return on(r, func(id StoryID) error { return d.Return(r.Context(), a, id, r.FormValue("why")) })
}

func (d *Desk) approveForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	p, f, err := d.stepForm(ctx, tx, r, Approve)
	f.Lead = "Bản được duyệt là bản " + strconv.Itoa(p.Last) + ", do " + p.Text.SaverName + " viết lần cuối lúc " + web.Moment(p.Text.SavedAt) + ". Duyệt xong, bài chờ đăng."
	if err == nil {
		f.Links, err = d.outside(ctx, tx, p.Text.Text)
	}
	if err == nil {
		f.Fields, err = along(ctx, tx, p)
	}
	return f, err
}

func (d *Desk) approve(r *http.Request, a org.Actor) (done, error) {
	return on(r, func(id StoryID) error {
		var sorts []Sort
		for _, s := range r.PostForm["along"] {
			sorts = append(sorts, Sort(s))
		}
		return d.Approve(r.Context(), a, id, sorts...)
	})
}

// along is the other forms of the story of p that its actor may approve with it, to be ticked, each with its text.
func along(ctx context.Context, tx *store.Tx, p storyPage) (fields []web.Input, err error) {
	all, err := toldAs(ctx, tx, p.Story)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		texts, err := wordings(ctx, tx, t.Rendition)
		if err != nil {
			return nil, err
		}
		if !t.Stale && t.mayApprove(p.Actor, p.Story, p.Law, texts) == nil {
			fields = append(fields, web.Input{Name: "along", ID: "f-along-" + string(t.Sort), Type: "checkbox", Value: string(t.Sort), Label: "Duyệt luôn " + lowerFirst(SortName(t.Sort)), Hint: texts[0].Body})
		}
	}
	return fields, nil
}

func (d *Desk) publishForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	_, f, err := d.stepForm(ctx, tx, r, Publish)
	f.Lead, f.Kind = "Để trống giờ đăng thì bài lên cổng ngay. Bài chưa đến giờ thì không ai ngoài tòa soạn thấy.", "seal"
	f.Fields = []web.Input{
		{Name: "from_day", Label: "Ngày đăng", Type: "date", Hint: "Ví dụ: 10/10/2025."},
		{Name: "from_hour", Label: "Giờ đăng", Hint: "Ví dụ: 07:30."},
		{Name: "until_day", Label: "Ngày gỡ", Type: "date", Hint: "Bỏ trống thì bài ở lại cổng."},
		{Name: "until_hour", Label: "Giờ gỡ"},
	}
	return f, err
}

func (d *Desk) publishHere(r *http.Request, a org.Actor) (done, error) {
	return on(r, func(id StoryID) error {
		from, err := hourOf(r, "from")
		if err != nil {
			return err
		}
		until, err := hourOf(r, "until")
		if err != nil {
			return err
		}
		return d.Publish(r.Context(), a, id, from, until)
	})
}

// hourOf is the day and hour typed in two fields; the zero time when both are empty.
func hourOf(r *http.Request, name string) (time.Time, error) {
	day, hour := tidy(r.FormValue(name+"_day")), tidy(r.FormValue(name+"_hour"))
	if day == "" && hour == "" {
		return time.Time{}, nil
	}
	if day == "" {
		return time.Time{}, refuse.Field(name+"_day", "Hãy ghi cả ngày.")
	}
	on, err := org.ParseDay(name+"_day", day)
	if err != nil {
		return time.Time{}, err
	}
	hour = strings.NewReplacer("h", ":", "g", ":", ".", ":").Replace(strings.ToLower(hour))
	if hour == "" {
		hour = "00:00"
	} else if strings.HasSuffix(hour, ":") {
		hour += "00"
	} else if !strings.Contains(hour, ":") {
		hour += ":00"
	}
	t, err := time.ParseInLocation("2006-01-02 15:4", string(on)+" "+hour, org.Hanoi)
	if err != nil {
		return t, refuse.Field(name+"_hour", "Giờ chưa đúng. Hãy ghi giờ và phút, ví dụ 07:30.")
	}
	return t, nil
}

func (d *Desk) correctForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	_, f, err := d.stepForm(ctx, tx, r, Correct)
	f.Lead, f.Verb = "Bài đang đăng vẫn ở trên cổng cho đến khi bản đính chính được duyệt và đăng.", "Mở bản đính chính"
	f.Fields = []web.Input{{Name: "note", Label: "Điều đính chính", Type: "textarea", Required: true, Hint: "Người đọc thấy câu này cuối bài. Ví dụ: Sửa giờ mở cửa của bộ phận một cửa thành 7 giờ 30."}}
	return f, err
}

func (d *Desk) correct(r *http.Request, a org.Actor) (done, error) {
	return on(r, func(id StoryID) error { return d.Correct(r.Context(), a, id, r.FormValue("note")) })
}

func (d *Desk) withdrawForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	_, f, err := d.stepForm(ctx, tx, r, Withdraw)
	f.Lead, f.Verb, f.Kind = "Bài rời cổng, tìm kiếm và nguồn tin ngay; số liệu đã tính cho bài cũng được rút. Ở địa chỉ cũ, người đọc thấy lý do.", "Gỡ bài", "wrong"
	f.Fields = []web.Input{{Name: "note", Label: "Lý do gỡ", Type: "textarea", Required: true, Hint: "Người đọc thấy câu này thay cho bài."}}
	return f, err
}

func (d *Desk) withdraw(r *http.Request, a org.Actor) (done, error) {
	return on(r, func(id StoryID) error { return d.Withdraw(r.Context(), a, id, r.FormValue("note")) })
}

func (d *Desk) dropForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	_, f, err := d.stepForm(ctx, tx, r, Drop)
	f.Lead, f.Verb, f.Kind = "Bài rời danh sách. Các bản đã viết vẫn được giữ.", "Bỏ bài", "wrong"
	f.Fields = []web.Input{{Name: "why", Label: "Lý do"}}
	return f, err
}

func (d *Desk) drop(r *http.Request, a org.Actor) (done, error) {
	return on(r, func(id StoryID) error { return d.Drop(r.Context(), a, id, r.FormValue("why")) })
}

func (d *Desk) assignForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	p, err := d.openStory(ctx, tx, r)
	if err != nil {
		return form{}, err
	}
	if !p.Actor.Holds(approvers...) {
		return form{}, refuse.With(refuse.NotAllowed, "Việc phân công do ban biên tập hoặc người duyệt làm.")
	}
	people, err := org.People(ctx, tx, "")
	options := []web.Option{{Value: "", Text: "Ai có thẩm quyền cũng được"}}
	for _, x := range people {
		if x.Active {
			options = append(options, web.Option{Value: strconv.FormatInt(int64(x.ID), 10), Text: x.Name})
		}
	}
	chosen := ""
	if p.Assignee != 0 {
		chosen = strconv.FormatInt(int64(p.Assignee), 10)
	}
	return form{Title: "Giao bước tiếp theo: " + p.name(), Lead: "Người được giao thấy bài ở «Việc của tôi». Giao không thay thẩm quyền: duyệt vẫn phải đúng người.", Way: p.way("Giao việc"), Verb: "Giao", Back: p.href(""),
		Fields: []web.Input{
			{Name: "to", Label: "Giao cho", Type: "select", Options: options, Value: chosen},
			{Name: "due", Label: "Hạn", Type: "date", Value: string(p.DueOn), Hint: "Bỏ trống nếu không có hạn."},
		}}, err
}

func (d *Desk) assign(r *http.Request, a org.Actor) (done, error) {
	return on(r, func(id StoryID) error {
		to, err := int64(0), error(nil)
		if s := r.FormValue("to"); s != "" {
			if to, err = strconv.ParseInt(s, 10, 64); err != nil {
				return refuse.Field("to", "Hãy chọn một người trong danh sách.")
			}
		}
		due := org.Day("")
		if s := tidy(r.FormValue("due")); s != "" {
			if due, err = org.ParseDay("due", s); err != nil {
				return err
			}
		}
		return d.Assign(r.Context(), a, id, org.PersonID(to), due)
	})
}
