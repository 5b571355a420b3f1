package library

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"loa/kit/citation"
	"loa/kit/vi"
	"loa/platform/refuse"
	"loa/platform/web"
)

// settle tidies what a person wrote of a text and refuses what cannot be.
func (t *Text) settle() error {
	for _, s := range []*string{&t.Kind, &t.Code, &t.Issuer, &t.IssuedOn, &t.Title, &t.Source, &t.ReplacedBy, &t.EndedOn, &t.Note} {
		*s = vi.Canon(strings.Join(strings.Fields(*s), " "))
	}
	switch {
	case t.Kind == "":
		return refuse.Field("kind", "Hãy ghi loại văn bản, ví dụ: Nghị quyết.")
	case t.Code == "" && t.Title == "":
		return refuse.Field("code", "Hãy ghi số ký hiệu, ví dụ: 57-NQ/TW; nếu văn bản không có số thì ghi tên.")
	case t.IssuedOn != "" && !isDay(t.IssuedOn):
		return refuse.Field("issued_on", "Ngày ban hành không có trong lịch. Hãy ghi lại, ví dụ: 22/12/2024.")
	case t.EndedOn != "" && !isDay(t.EndedOn):
		return refuse.Field("ended_on", "Ngày hết hiệu lực không có trong lịch. Hãy ghi lại, ví dụ: 31/12/2025.")
	case t.EndedOn != "" && t.IssuedOn > t.EndedOn:
		return refuse.Field("ended_on", "Ngày hết hiệu lực đứng trước ngày ban hành. Hãy xem lại hai ngày này.")
	case t.Confirmed && t.Source == "":
		return refuse.Field("source", "Hãy ghi nơi đã thấy văn bản này, ví dụ: Công báo số 12 ngày 10/01/2025.")
	case !slices.Contains([]Force{NotLooked, InForce, Replaced, Ended}, t.Force):
		return refuse.Field("force", "Hãy chọn một tình trạng hiệu lực trong danh sách.")
	case t.Force == Replaced && t.ReplacedBy == "":
		return refuse.Field("replaced_by", "Hãy ghi số ký hiệu của văn bản thay thế.")
	}
	if t.Force != Replaced {
		t.ReplacedBy = ""
	}
	return nil
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// parts are the number and the symbol of a code as a person wrote it.
func parts(code string) (number, symbol string) {
	if c, ok := citation.ParseCode(code); ok {
		return c.Number, c.Symbol
	}
	return "", ""
}

// difference says in words what changed between two states of a text.
func difference(was, is Text) (out []string) {
	for _, f := range []struct{ name, was, is string }{
		{"loại", was.Kind, is.Kind}, {"số ký hiệu", was.Code, is.Code}, {"cơ quan ban hành", was.Issuer, is.Issuer}, {"ngày ban hành", was.IssuedOn, is.IssuedOn},
		{"trích yếu", was.Title, is.Title}, {"xác nhận", yes(was.Confirmed), yes(is.Confirmed)}, {"nguồn", was.Source, is.Source}, {"hiệu lực", string(was.Force), string(is.Force)},
		{"thay bằng", was.ReplacedBy, is.ReplacedBy}, {"hết hiệu lực", was.EndedOn, is.EndedOn}, {"ghi chú", was.Note, is.Note},
	} {
		if f.was != f.is {
			out = append(out, fmt.Sprintf("%s: «%s» thành «%s»", f.name, f.was, f.is))
		}
	}
	return out
}

func yes(is bool) string {
	if is {
		return "có"
	}
	return "chưa"
}

// capital is s with a capital at its head, as a title stands on its own.
func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

func orUnknown(day string) string {
	if day == "" {
		return "(chưa rõ)"
	}
	return day
}

// slug is the public address of a text, without a suffix that tells it from its like.
func (t Text) slug() string {
	if t.Code == "" {
		return vi.Slug(t.Kind + " " + t.Title)
	}
	return vi.Slug(t.Code)
}

// words is everything a search may find the text by.
func (t Text) words() string {
	return strings.Join(strings.Fields(vi.Fold(strings.Join([]string{t.Kind, t.Code, strings.NewReplacer("/", " ", "-", " ").Replace(t.Code), t.Issuer, t.Title, t.Note, web.Day(t.IssuedOn)}, " "))), " ")
}
