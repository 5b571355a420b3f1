package org

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"loa/platform/refuse"
	"loa/platform/store"
)

// officeHead keeps both registers and may give most posts.
var officeHead = Actor{Place: ward, Person: 902, Posts: []Post{OfficeHead, Operator}}

func bring(t fataler, d *Desk, r Register, usual string, lines ...string) IntakeID {
	t.Helper()
	id, err := d.Bring(context.Background(), officeHead, r, "danh sách.csv", []byte(strings.Join(lines, "\n")), usual)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func look(t fataler, d *Desk, r Register, id IntakeID) Preview {
	t.Helper()
	return read(t, d, ward, func(ctx context.Context, tx *store.Tx) (Preview, error) {
		_, p, err := d.Look(ctx, tx, officeHead, r, id)
		return p, err
	})
}

// told is a preview as a person reads it, line by line.
func told(p Preview) []string {
	var out []string
	for _, f := range p.Findings {
		s := fmt.Sprintf("%d %s", f.No, f.Verdict)
		if len(f.Changes) > 0 {
			s += " " + strings.Join(f.Changes, "; ")
		}
		for _, flaw := range f.Flaws {
			s += " [" + flaw.Column + "] " + flaw.Say
		}
		for _, note := range f.Notes {
			s += " (" + note + ")"
		}
		out = append(out, s)
	}
	return out
}

func takeIn(t fataler, d *Desk, r Register, id IntakeID) {
	t.Helper()
	if err := d.TakeIn(context.Background(), officeHead, r, id, look(t, d, r, id).Mark); err != nil {
		t.Fatal(err)
	}
}

func openUnits(t fataler, d *Desk) []string {
	t.Helper()
	us := read(t, d, ward, func(ctx context.Context, tx *store.Tx) ([]Unit, error) { return Units(ctx, tx, "") })
	var out []string
	for _, u := range us {
		out = append(out, fmt.Sprintf("%s|%s|%s|%s|%s|%d", u.Name, u.Kind, u.OpenedOn, u.Short, u.Level, u.Pupils))
	}
	return out
}

func TestAListOfUnitsSaysWhatItWouldDoBeforeItDoesIt(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		addTestUnit(t, d, operator, "Phòng Văn hóa – Xã hội")
		old := addTestUnit(t, d, operator, "Trường Tiểu học Văn Đẩu")
		heir, err := d.AddUnit(t.Context(), operator, Unit{Name: "Trường Tiểu học Bắc Sơn", Kind: School, OpenedOn: "2025-07-01"})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Merge(t.Context(), operator, []UnitID{old}, heir, "2025-09-01", ""); err != nil {
			t.Fatal(err)
		}
		if err := d.Rename(t.Context(), operator, heir, "Trường Tiểu học Kiến An", "2025-09-05", ""); err != nil {
			t.Fatal(err)
		}
		id := bring(t, d, UnitRegister, "01/7/2025",
			"Ten don vi;Loại;Ngày thành lập;Viết tắt;Tên gọi khác;Khi phân công;Cấp học;Số HS;Ghi chú",
			"PHONG VAN HOA - XA HOI;;;VHXH;;;;;đã có",
			"Trường Mầm non Hoa Sen;;5/9/2020;MNHS;Mầm non Hoa Sen; ;;312;",
			"Tổ dân phố số 4;;;;;;;;",
			"Công an phường;Công an;01/7/2025;;;đề nghị;;;",
			"Trường Tiểu học Văn Đẩu;;;;;;;;",
			"Trường Tiểu học Bắc Sơn;;2025-09-10;;;;Tiểu học;540;",
			"Đội quy tắc;;;;;;;;",
			"Trường THCS Nam Sơn;Trường học;31/2/2025;;;giao nhé;THCS;rất đông;",
			"to dan pho so 4;;;;;;;;",
			"Tổ dân phố số 5;;01/7/2030;;Phòng VHXH;;;;",
		)
		p := look(t, d, UnitRegister, id)
		want := []string{
			"2 changed Tên viết tắt: VHXH (Sổ ghi là «Phòng Văn hóa – Xã hội».)",
			"3 new Trường học, hoạt động từ 05/9/2020, giao; Viết tắt: MNHS; Cấp học: Mầm non; 312 học sinh; Tên gọi khác: Mầm non Hoa Sen (Loại được hiểu theo tên: Trường học.)",
			"4 new Tổ dân phố, thôn, hoạt động từ 01/7/2025, giao (Loại được hiểu theo tên: Tổ dân phố, thôn.)",
			"5 new Công an, hoạt động từ 01/7/2025, đề nghị",
			"6 wrong [Tên đơn vị] «Trường Tiểu học Văn Đẩu» đã sáp nhập vào «Trường Tiểu học Kiến An». Hãy bỏ dòng này hoặc ghi tên mới.",
			"7 wrong [Hoạt động từ ngày] Đơn vị đã có thay đổi ngày 05/9/2025. Ngày bắt đầu phải trước ngày đó. (Đây là tên cũ của «Trường Tiểu học Kiến An».)",
			"8 wrong [Loại] Tên này không cho biết loại. Hãy ghi một trong các loại: " + kindsSaid() + ".",
			"9 wrong [Hoạt động từ ngày] «31/2/2025» không phải ngày. Hãy ghi ngày/tháng/năm, ví dụ 01/7/2025. [Khi phân công] Không hiểu «giao nhé». Hãy ghi «giao» (trực thuộc UBND) hoặc «đề nghị» (không trực thuộc). [Số học sinh] «rất đông» không phải số học sinh. Hãy ghi số nguyên từ 0 đến 20.000.",
			"10 wrong [Tên đơn vị] «to dan pho so 4» trùng với dòng 4. Hãy bỏ một trong hai dòng. (Loại được hiểu theo tên: Tổ dân phố, thôn.)",
			"11 wrong [Tên gọi khác] «Phòng VHXH» đã là tên của «Phòng Văn hóa – Xã hội». Hãy bỏ tên này. (Loại được hiểu theo tên: Tổ dân phố, thôn.)",
		}
		if diff := cmp.Diff(want, told(p)); diff != "" {
			t.Error(diff)
		}
		before := openUnits(t, d)
		if no := refuse.Of(d.TakeIn(t.Context(), officeHead, UnitRegister, id, p.Mark)); no.Kind != refuse.Conflict || !strings.HasPrefix(no.Say, "Còn ") {
			t.Errorf("a list with wrong lines is taken in: %+v", no)
		}
		if diff := cmp.Diff(before, openUnits(t, d)); diff != "" {
			t.Errorf("half of it is in:\n%s", diff)
		}
	})
}

func TestAListIsTakenInWholeOnceItIsPutRight(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		addTestUnit(t, d, operator, "Phòng Văn hóa – Xã hội")
		id := bring(t, d, UnitRegister, "2025-07-01", "Tên đơn vị;Loại;Cấp học;Số học sinh",
			"Trường THCS Nam Sơn;;;chưa rõ", "Đội quy tắc;;;", "Phòng Văn hóa - Xã hội;Phòng;;")
		if err := d.CorrectLine(t.Context(), officeHead, UnitRegister, id, 2, []string{"Trường THCS Nam Sơn", "", "", "", "", "", "", "612"}, false); err != nil {
			t.Fatal(err)
		}
		if err := d.CorrectLine(t.Context(), officeHead, UnitRegister, id, 3, nil, true); err != nil {
			t.Fatal(err)
		}
		p := look(t, d, UnitRegister, id)
		if p.Count(Fresh) != 1 || p.Count(LeftOut) != 1 || p.Count(Same) != 1 {
			t.Fatal(told(p))
		}
		takeIn(t, d, UnitRegister, id)
		if diff := cmp.Diff([]string{"Phòng Văn hóa – Xã hội|office|01/7/2025|||0", "Trường THCS Nam Sơn|school|01/7/2025||secondary|612"}, openUnits(t, d)); diff != "" {
			t.Error(diff)
		}
		i := read(t, d, ward, func(ctx context.Context, tx *store.Tx) (Intake, error) { return LoadIntake(ctx, tx, UnitRegister, id) })
		if i.Outcome != "Đã thêm 1, sửa 0; 1 dòng đã có sẵn, 1 dòng bị bỏ." || len(i.Lines) != 0 {
			t.Errorf("%+v", i)
		}
		if no := refuse.Of(d.TakeIn(t.Context(), officeHead, UnitRegister, id, p.Mark)); no.Kind != refuse.Conflict {
			t.Errorf("taken in twice: %+v", no)
		}
	})
}

func TestWhatIsTakenInIsWhatWasLookedAt(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		id := bring(t, d, UnitRegister, "2025-07-01", "Tên đơn vị;Loại", "Trạm y tế phường;")
		saw := look(t, d, UnitRegister, id)
		addTestUnit(t, d, operator, "Trạm y tế") // somebody adds it meanwhile, as an office
		if no := refuse.Of(d.TakeIn(t.Context(), officeHead, UnitRegister, id, saw.Mark)); no.Kind != refuse.Conflict || !strings.Contains(no.Say, "đã thay đổi") {
			t.Errorf("%+v", no)
		}
		if us := openUnits(t, d); len(us) != 1 {
			t.Error(us)
		}
	})
}

func TestAListOfPeopleIsHeldAgainstTheRegisterAndTheLaw(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		culture := addTestUnit(t, d, operator, "Phòng Văn hóa – Xã hội")
		school := addTestUnit(t, d, operator, "Trường Tiểu học Bắc Hà")
		if _, err := d.AddPerson(t.Context(), operator, Person{Name: "Nguyễn Thị Lan", Unit: culture, Phone: "0912 345 678", Purpose: "công vụ"}); err != nil {
			t.Fatal(err)
		}
		gone := addTestPerson(t, d, "Vũ Văn Cũ", culture)
		if err := d.Leave(t.Context(), operator, gone, "2025-09-01"); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Appoint(t.Context(), chair, Holding{Person: addTestPerson(t, d, "Bùi Thị Hiệu", school), Post: UnitHead, Unit: school, Span: Span{From: "2025-07-01"}}); err != nil {
			t.Fatal(err)
		}
		id := bring(t, d, PeopleRegister, "nhắc việc",
			"STT;Họ tên;Cơ quan;Chức danh;Từ ngày;Điện thoại;Email",
			"1;Nguyễn Thị Lan;Phòng VHXH;;;0912345678;lan@phulien.gov.vn",
			"2;Trần Thị Hoa;Phòng Văn hóa – Xã hội;Phóng viên; 1/8/2025;987654321;",
			"3;Trần Thị Hoa;Phòng Văn hóa – Xã hội;vận hành truyền thanh;2025-08-01;;",
			"4;Lê Văn;Phòng Văn hóa – Xã hội;;;12;",
			"5;Lan;Phòng Văn hóa;Giám sát;;;",
			"6;Ngô Văn Ba;Phòng Văn hóa – Xã hội;;;0912 345 678;",
			"7;Vũ Văn Cũ;Phòng Văn hóa – Xã hội;;;;",
			"8;Đỗ Văn Tư;Trường Tiểu học Bắc Hà;Hiệu trưởng;01/8/2025;;",
			"9;Đỗ Văn Năm;Trường Tiểu học Bắc Hà;Chủ tịch hội;01/8/2025;;",
			"10;Đỗ Văn Sáu;Trường Tiểu học Bắc Hà;Cộng tác viên;;;",
			"11;Nguyễn Thị Lan;Phòng Văn hóa – Xã hội;;;;",
			"12;Nguyễn Thị Lan;Trường Tiểu học Bắc Hà;;;;",
		)
		want := []string{
			"2 changed Thư điện tử: lan@phulien.gov.vn",
			"3 new Phòng Văn hóa – Xã hội; 0987654321; Chức vụ: Phóng viên, cộng tác viên từ 01/8/2025",
			"4 changed Chức vụ: Người vận hành truyền thanh từ 01/8/2025",
			"5 wrong [Điện thoại] Số điện thoại chưa đúng. Hãy ghi từ 8 đến 15 chữ số, ví dụ 0912 345 678.",
			"6 wrong [Đơn vị] Sổ chưa có đơn vị «Phòng Văn hóa». Có phải «Phòng Văn hóa – Xã hội»? Hãy sửa tên hoặc thêm đơn vị vào sổ trước. [Chức vụ] Không hiểu chức vụ «Giám sát». Hãy ghi một trong: " + namesOf(Posts()) + "; hoặc bỏ trống.",
			"7 wrong [Điện thoại] Số này đang là của «Nguyễn Thị Lan». Hãy xem lại số hoặc họ tên.",
			"8 wrong [Họ và tên] Sổ ghi «Vũ Văn Cũ» đã thôi công tác. Hãy bỏ dòng này, hoặc ghi họ tên đầy đủ hơn nếu là người khác.",
			"9 wrong [Chức vụ] Chức vụ Thủ trưởng đơn vị đang có người giữ từ 01/7/2025. Hãy ghi người đó thôi giữ chức vụ trước.",
			"10 wrong [Chức vụ] Không hiểu chức vụ «Chủ tịch hội». Hãy ghi một trong: " + namesOf(Posts()) + "; hoặc bỏ trống.",
			"11 wrong [Giữ chức vụ từ ngày] Hãy ghi ngày bắt đầu giữ chức vụ.",
			"12 wrong [Họ và tên] Trùng với dòng 2. Hãy bỏ một trong hai dòng.",
			"13 new Trường Tiểu học Bắc Hà (Đã có người cùng tên ở «Phòng Văn hóa – Xã hội». Nếu là một người, hãy ghi đúng số điện thoại như trong sổ.)",
		}
		got := told(look(t, d, PeopleRegister, id))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		for _, no := range []int{5, 6, 7, 8, 9, 10, 11, 12, 13} {
			if err := d.CorrectLine(t.Context(), officeHead, PeopleRegister, id, no, nil, true); err != nil {
				t.Fatal(err)
			}
		}
		takeIn(t, d, PeopleRegister, id)
		people := read(t, d, ward, func(ctx context.Context, tx *store.Tx) ([]Person, error) { return People(ctx, tx, "Trần Thị Hoa") })
		if len(people) != 1 || people[0].Purpose != "nhắc việc" {
			t.Fatalf("%+v", people)
		}
		held := read(t, d, ward, func(ctx context.Context, tx *store.Tx) ([]Holding, error) { return Holdings(ctx, tx, people[0].ID) })
		if len(held) != 2 || held[0].Unit != culture {
			t.Errorf("%+v", held)
		}
	})
}

func TestAClerkBringsPeopleAndGivesNoPosts(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		unit := addTestUnit(t, d, operator, "Phòng Văn hóa – Xã hội")
		if _, err := d.Appoint(t.Context(), Actor{Place: ward, Person: 905, Posts: []Post{Chair}}, Holding{Person: addTestPerson(t, d, "Nguyễn Thị Lan", unit), Post: OfficeHead, Unit: unit, Span: Span{From: "2025-07-01"}}); err != nil {
			t.Fatal(err)
		}
		clerk := Actor{Place: ward, Person: 903, Posts: []Post{Clerk}}
		list := []byte("Họ tên;Đơn vị;Chức vụ;Từ ngày\nTrần Thị Hoa;Phòng VHXH;Phóng viên;01/8/2025\n")
		id, err := d.Bring(t.Context(), clerk, PeopleRegister, "a.csv", list, "")
		if err != nil {
			t.Fatal(err)
		}
		p := read(t, d, ward, func(ctx context.Context, tx *store.Tx) (Preview, error) {
			_, p, err := d.Look(ctx, tx, clerk, PeopleRegister, id)
			return p, err
		})
		if p.Count(Faulty) != 1 || !strings.Contains(told(p)[0], "không có thẩm quyền") {
			t.Error(told(p))
		}
		if _, err := d.Bring(t.Context(), clerk, UnitRegister, "a.csv", list, ""); refuse.Of(err).Kind != refuse.NotAllowed {
			t.Error(err)
		}
	})
}

// TestAListThatIsInIsTheSameWhenItComesAgain: what was taken in is found in the register, whatever it was.
func TestAListThatIsInIsTheSameWhenItComesAgain(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		addTestUnit(t, d, operator, "Phòng Văn hóa – Xã hội")
		n := 0
		checkOnDatabase(t, func(t *rapid.T) {
			n++
			lines := []string{"Tên đơn vị;Loại;Hoạt động từ ngày;Viết tắt;Khi phân công;Số học sinh"}
			for i := range rapid.IntRange(1, 6).Draw(t, "lines") {
				lines = append(lines, fmt.Sprintf("Đơn vị %d %d;%s;%s;%s;%s;%s", n, i,
					rapid.SampledFrom([]string{"Trường học", "phòng", "to dan pho"}).Draw(t, "kind"), rapid.SampledFrom([]string{"", "5/9/2020", "2025-10-01"}).Draw(t, "day"),
					rapid.SampledFrom([]string{"", fmt.Sprintf("V%d%d", n, i)}).Draw(t, "short"), rapid.SampledFrom([]string{"", "giao", "Đề nghị"}).Draw(t, "asked"), rapid.SampledFrom([]string{"", "0", "412"}).Draw(t, "pupils")))
			}
			takeIn(t, d, UnitRegister, bring(t, d, UnitRegister, "2025-07-01", lines...))
			again := look(t, d, UnitRegister, bring(t, d, UnitRegister, "2025-07-01", lines...))
			if again.Count(Same) != len(lines)-1 {
				t.Fatalf("%q", told(again))
			}
		})
	})
}

func TestTheOpeningDayOfAUnitCanBePutRight(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		id, err := d.AddUnit(t.Context(), operator, Unit{Name: "Trường Tiểu học Bắc Hà", Kind: School, Short: "THBH", OpenedOn: today})
		if err != nil {
			t.Fatal(err)
		}
		there := func(day Day) int {
			us := read(t, d, ward, func(ctx context.Context, tx *store.Tx) ([]Unit, error) { return UnitsOn(ctx, tx, day, School) })
			return len(us)
		}
		if there("2025-07-01") != 0 {
			t.Fatal("the school was there before it was opened")
		}
		if err := d.CorrectOpening(t.Context(), operator, id, "2019-09-05", "QĐ 12"); err != nil {
			t.Fatal(err)
		}
		if there("2025-07-01") != 1 || there("2019-09-04") != 0 {
			t.Error("the denominator does not follow the opening day")
		}
		names := read(t, d, ward, func(ctx context.Context, tx *store.Tx) ([]Name, error) { return UnitNames(ctx, tx, id) })
		if len(names) != 2 || names[0].Span.From != "2019-09-05" || names[1].Span.From != "2019-09-05" {
			t.Errorf("%+v", names)
		}
		if err := d.Rename(t.Context(), operator, id, "Trường Tiểu học Phù Liễn", "2025-08-01", ""); err != nil {
			t.Fatal(err)
		}
		for day, kind := range map[Day]refuse.Kind{"2025-08-01": refuse.Invalid, "2026-01-01": refuse.Invalid, "": refuse.Invalid, "2019-09-05": refuse.Invalid} {
			if no := refuse.Of(d.CorrectOpening(t.Context(), operator, id, day, "")); no.Kind != kind {
				t.Errorf("%q: %+v", day, no)
			}
		}
		if err := d.CorrectOpening(t.Context(), Actor{Place: ward, Person: 9, Posts: []Post{Clerk}}, id, "2020-09-05", ""); refuse.Of(err).Kind != refuse.NotAllowed {
			t.Error(err)
		}
	})
}
