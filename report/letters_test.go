package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"loa/kit/form"
)

func TestTheLabelsOfATextSayHowDeepItsParagraphsAre(t *testing.T) {
	got := bodyOf("Thực hiện Kế hoạch:\n\nI. Mục đích\n1. Nâng cao nhận thức.\n2. Yêu cầu\na) Đúng hạn;\nđ) đủ\n- một\n+ hai\nIV. Tổ chức")
	want := []form.Item{
		{Text: "Thực hiện Kế hoạch:"}, {Level: form.Part, Title: true, Text: "Mục đích"}, {Level: form.Clause, Text: "Nâng cao nhận thức."}, {Level: form.Clause, Title: true, Text: "Yêu cầu"},
		{Level: form.Point, Text: "Đúng hạn;"}, {Level: form.Point, Text: "đủ"}, {Level: form.Dash, Text: "một"}, {Level: form.Plus, Text: "hai"}, {Level: form.Part, Title: true, Text: "Tổ chức"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
