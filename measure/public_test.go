package measure

import (
	"strings"
	"testing"

	"loa/plan"
)

func TestThePublicSeesVerifiedNumbersAndNoneOfAFewPeople(t *testing.T) {
	people := &Formula{Kind: "share", Op: plan.Equal, Threshold: 100, Subject: "phóng viên", Measure: "được tập huấn", Population: Population{Of: People}}
	schools := &Formula{Kind: "share", Op: plan.Equal, Threshold: 100, Subject: "các trường học", Measure: "có nội dung", Population: Population{Of: Units}}
	for _, c := range []struct {
		formula                *Formula
		verified, claimed, all int64
		figure                 string
	}{
		{people, 0, 9, 20, "0%"}, {people, 4, 0, 20, ""}, {people, 5, 0, 20, "25%"}, {people, 17, 0, 20, ""}, {people, 20, 0, 20, "100%"}, {people, 3, 0, 3, ""},
		{schools, 1, 2, 3, "33,33%"}, {schools, 0, 0, 0, ""},
	} {
		v := Value{Verified: c.verified, Claimed: c.claimed, Of: c.all, Figure: percent(c.verified, c.all), Known: c.all > 0}
		p := Publish(Result{Rule{Formula: c.formula}, v})
		if p.Figure != c.figure || strings.Contains(p.Say, "ngoài ra") || c.figure == "" && c.all > 0 && !strings.Contains(p.Say, "không được nêu") {
			t.Errorf("%d of %d %s: %q, %s", c.verified, c.all, c.formula.Subject, p.Figure, p.Say)
		}
	}
}
