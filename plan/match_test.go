package plan

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// withKeys is the gold as if it had been adopted.
func withKeys(t testing.TB) Draft { return asAdopted(gold(t)) }

func asAdopted(d Draft) Draft {
	for i, k := range d.keys() {
		*k.key = int64(i + 1)
	}
	return d
}

func TestTheSamePaperKeepsEveryKey(t *testing.T) {
	old, now := withKeys(t), gold(t)
	Match(old, &now)
	was, is := old.keys(), now.keys()
	for i := range was {
		if *was[i].key != *is[i].key {
			t.Errorf("%s %s: %d became %d", was[i].kind, was[i].address, *was[i].key, *is[i].key)
		}
	}
	if cs := Diff(old, now); len(cs) != 0 {
		t.Errorf("nothing changed, but it says %+v", cs)
	}
}

func TestNoKeyIsGivenTwiceWhateverWasChanged(t *testing.T) {
	old := asAdopted(little(t))
	rapid.Check(t, func(t *rapid.T) {
		reading, err := old.clone()
		if err != nil {
			t.Fatalf("%v", err)
		}
		r := Review{Reading: reading, Draft: reading}
		for range rapid.IntRange(0, 5).Draw(t, "steps") {
			do(t, &r, aStep(t, &r))
		}
		now, err := r.Draft.clone()
		if err != nil {
			t.Fatalf("%v", err)
		}
		for _, k := range now.keys() {
			if rapid.IntRange(0, 2).Draw(t, "unmatched") == 0 {
				*k.key = 0
			}
		}
		Match(old, &now)
		seen := map[int64]string{}
		for _, k := range now.keys() {
			if *k.key != 0 && seen[*k.key] != "" {
				t.Fatalf("key %d is both %s and %s %s", *k.key, seen[*k.key], k.kind, k.address)
			}
			seen[*k.key] = k.kind + " " + k.address
		}
		for _, c := range Diff(old, now) {
			if !strings.HasSuffix(c.Say, ".") || c.Verb == "" {
				t.Fatalf("%+v", c)
			}
		}
	})
}

func TestAnotherReadingOfTheSameClausesKeepsThem(t *testing.T) {
	old, now := withKeys(t), gold(t)
	// a new target above the others moves every address below it
	now.Clause("I.2").Children = slices.Insert(now.Clause("I.2").Children, 0, &Clause{ID: "I.2.-0", Label: "-", Kind: ATarget, Lines: Span{45, 45}, Text: "90% hộ gia đình có sổ tay chuyển đổi số."})
	for _, c := range now.Clause("I.2").Children {
		if c.ID == "I.2.-7" {
			c.Text = strings.Replace(c.Text, "80%", "90%", 1) // nearly the same wording
		}
	}
	now.Targets = slices.Insert(now.Targets, 0, Target{ID: "T8", Node: "I.2.-0", Kind: Percent, Op: AtLeast, Value: new(90.0), Measure: "có sổ tay chuyển đổi số", Subject: "hộ gia đình"})
	*now.Targets[7].Value = 90
	now.renumber()
	Match(old, &now)
	if got, want := now.Targets[7].Key, old.Targets[6].Key; got != want || now.Targets[7].Node != "I.2.-8" {
		t.Errorf("target 7 at %s has key %d, want %d", now.Targets[7].Node, got, want)
	}
	if got, want := now.Clause("I.2.-8").Key, old.Clause("I.2.-7").Key; got != want {
		t.Errorf("its clause has key %d, want %d", got, want)
	}
	if now.Targets[0].Key != 0 || now.Clause("I.2.-1").Key != 0 {
		t.Error("what is new has an old key")
	}
}

func TestPlacesOfThePaperAreSaidInWords(t *testing.T) {
	for a, want := range map[Address][2]string{
		"closing":     {"trong đoạn kết", "Đoạn kết"},
		"preamble":    {"trong phần mở đầu", "Phần mở đầu"},
		"II.5.a.-2":   {"II.5.a, ý 2", "Điểm II.5.a, ý 2"},
		"Phần I.2.-1": {"Phần I.2, ý 1", "Phần I.2, ý 1"},
	} {
		if got := [2]string{a.say(), a.Point()}; got != want {
			t.Errorf("%s is said %q, want %q", a, got, want)
		}
	}
}

func TestDifferencesAreSaidPlainly(t *testing.T) {
	for _, tt := range []struct {
		step Correction
		say  string
	}{
		{Correction{Verb: Correct, Thing: "T7", Field: "value", Becomes: "90"}, "Chỉ tiêu 7: tối thiểu 80% → tối thiểu 90%."},
		{Correction{Verb: Correct, Thing: "T3", Field: "op", Becomes: "achieve"}, "Chỉ tiêu 3: duy trì → thực hiện."},
		{Correction{Verb: Strike, Thing: "T6"}, "Bỏ chỉ tiêu 6: tối thiểu 1\u00a0buổi, Tổ chức các buổi hội thảo, hội nghị cấp phường về chuyển đổi số."},
		{Correction{Verb: Correct, Thing: "doc", Field: "date", Becomes: "2025-08-20"}, "Ngày ban hành: “16/7/2025” → “20/8/2025”."},
		{Correction{Verb: Correct, Thing: "II.4", Field: "text", Becomes: "Tuyên truyền các hoạt động hưởng ứng Ngày Chuyển đổi số quốc gia năm 2026; hưởng ứng và phổ biến Tháng 10 - Tháng tiêu dùng số."}, "Điểm II.4: “… gia năm 2025; hưởng ứng …” → “… gia năm 2026; hưởng ứng …”."},
		{Correction{Verb: Correct, Thing: "II.2", Field: "text", Becomes: "Tuyên truyền vai trò, trách nhiệm của cấp ủy đảng, người đứng đầu cơ quan hành chính các cấp, người đứng đầu các tổ chức chính trị - xã hội, các đơn vị sự nghiệp công lập đối với việc triển khai thực hiện nhiệm vụ ứng dụng công nghệ thông tin, chuyển đổi xanh."}, "Điểm II.2: “nhiệm của các cấp ủy” → “nhiệm của cấp ủy”; “chuyển đổi số.” → “chuyển đổi xanh.”."},
		{Correction{Verb: Correct, Thing: "IV.2.-4", Field: "role", Becomes: "lead"}, "Nhiệm vụ IV.2, ý 4 của Phòng Văn hóa - Xã hội phường: nhắc lại chỉ tiêu → chủ trì."},
		{Correction{Verb: Strike, Thing: "ref-57-nq-tw"}, "Bỏ căn cứ 57-NQ/TW ngày 22/12/2024."},
		{Correction{Verb: Correct, Thing: "A3", Field: "unit", Becomes: "Phòng Kinh tế"}, "Phân công của Phòng Kinh tế, Hạ tầng và Đô thị nay là của Phòng Kinh tế."},
	} {
		old := withKeys(t)
		now, err := Apply(old, []Correction{tt.step})
		if err != nil {
			t.Fatal(err)
		}
		cs := Diff(old, now)
		if len(cs) != 1 || cs[0].Say != tt.say {
			t.Errorf("%s %s:\nsaid %+v\nwant %s", tt.step.Verb, tt.step.Thing, cs, tt.say)
		}
	}
}

func TestAnImmenseWordingIsComparedInPassing(t *testing.T) {
	long := strings.Repeat("chuyển đổi số ", 20_000)
	start := time.Now()
	if say := turned("đầu "+long+"cuối", "Đầu "+long+"Cuối"); !strings.Contains(say, "→") {
		t.Error("nothing is said")
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
}
