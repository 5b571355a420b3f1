package library

import (
	"fmt"
	"strconv"

	"loa/platform/web"
)

func address(t Text) string { return "/library/" + strconv.FormatInt(int64(t.ID), 10) }

func known(s string) string {
	if s == "" {
		return "Chưa rõ"
	}
	return s
}

// force says what is known of a text's force in a sentence.
func force(t Text) string {
	ended := ""
	if t.EndedOn != "" {
		ended = " từ sau ngày " + web.Day(t.EndedOn)
	}
	switch t.Force {
	case InForce:
		return "Còn hiệu lực."
	case Replaced:
		return "Bị thay thế bởi " + t.ReplacedBy + ended + "."
	case Ended:
		return "Hết hiệu lực" + ended + "."
	}
	return "Chưa ai tra cứu tình trạng hiệu lực."
}

var forceOptions = []web.Option{{Value: "", Text: "Chưa tra cứu"}, {Value: string(InForce), Text: "Còn hiệu lực"}, {Value: string(Replaced), Text: "Bị thay thế"}, {Value: string(Ended), Text: "Hết hiệu lực"}}

func kindOptions(kinds []string) []web.Option {
	out := []web.Option{{Text: "Mọi loại"}}
	for _, k := range kinds {
		out = append(out, web.Option{Value: k, Text: k})
	}
	return out
}

var roles = map[string]string{
	"basis": "làm căn cứ", "implement": "để thực hiện", "communicate": "để tuyên truyền", "within-title": "trong tên văn bản khác", "proposal": "theo đề nghị", "mention": "có nhắc đến",
}

// where says the spot of a citation: , mục II.3 (dòng 81–83), để tuyên truyền.
func where(c Citation) string {
	s := ""
	switch c.Address {
	case "":
	case "preamble":
		s = ", phần căn cứ"
	default:
		s = ", mục " + string(c.Address)
	}
	if c.Lines[0] == c.Lines[1] {
		s += fmt.Sprintf(", dòng %d", c.Lines[0])
	} else {
		s += fmt.Sprintf(", dòng %d–%d", c.Lines[0], c.Lines[1])
	}
	if r := roles[c.Role]; r != "" {
		s += ", " + r
	}
	return s + "."
}
