package web

import (
	"net/url"
	"testing"

	"loa/platform/refuse"
)

// TestAFormComesBackWithoutItsSecrets: what was typed stands again and is marked, a password and a file do not.
func TestAFormComesBackWithoutItsSecrets(t *testing.T) {
	typed := url.Values{"name": {"Lan"}, "word": {"năm con mèo vàng"}, "paper": {"c:\\giay.pdf"}, "agree": {"1"}, "way": {"mail"}}
	no := refuse.Of(refuse.Field("name", "Hãy ghi đủ họ tên."))
	got := Retyped([]Input{{Name: "name"}, {Name: "word", Type: "password"}, {Name: "paper", Type: "file"}, {Name: "agree", Type: "checkbox"}, {Name: "way", Type: "checkbox", Value: "post"}, {Name: "way", Type: "checkbox", Value: "mail"}}, typed, no)
	if got[0].Value != "Lan" || got[0].Error != "Hãy ghi đủ họ tên." || !got[3].Checked {
		t.Errorf("came back as %+v", got)
	}
	if got[4].Checked || !got[5].Checked {
		t.Errorf("of two boxes of one name these came back: %+v", got[4:])
	}
	if got[1].Value != "" || got[2].Value != "" {
		t.Errorf("a secret or a file stands in the page: %+v", got[1:3])
	}
}
