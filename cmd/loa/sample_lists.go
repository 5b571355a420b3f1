package main

import (
	"context"
	"fmt"

	"loa/org"
)

// sampleUnits and sampleRoster are lists that wait for the head of the office, invented like the people of the sample ward: some
// lines are right, some are not.
const sampleUnits = `Danh sách trường học, tổ dân phố (minh họa)
STT;Tên đơn vị;Loại;Hoạt động từ ngày;Cấp học;Số học sinh;Ghi chú
1;Trường Tiểu học minh họa;;;Tiểu học;612;
2;Trường Mầm non minh họa;;05/9/2018;;284;
3;Trường THCS minh họa;Trường học;31/9/2016;THCS;540;
4;Tổ dân phố minh họa số 1;;;;;
5;Tổ dân phố minh họa số 2;;;;;
6;Tổ công tác minh họa;;;;;
7;to dan pho minh hoa so 1;;;;;
`

const sampleRoster = `Họ tên,Cơ quan,Chức danh,Từ ngày,Số điện thoại
Ngô Thị Minh Họa,Phòng VHXH,Cộng tác viên,01/11/2025,0900000001
Lý Văn Minh Họa,Trung tâm sự nghiệp công,Vận hành truyền thanh,01/11/2025,900000002
Đinh Thị Minh Họa,Phòng Văn hóa,,,0900000003
`

// sampleLists lets the head of the office bring in a list of units and one of people; neither is taken in yet.
func (h *house) sampleLists(ctx context.Context, people map[string]org.Actor) error {
	defer h.back(sampleDay(11, 3, 9))()
	for _, l := range []struct {
		register          org.Register
		file, text, usual string
	}{{org.UnitRegister, "truong-hoc-to-dan-pho.csv", sampleUnits, string(sampleFrom)}, {org.PeopleRegister, "cong-tac-vien.csv", sampleRoster, "nhắc việc và liên hệ công vụ"}} {
		if _, err := h.org.Bring(ctx, people["lan"], l.register, l.file, []byte(l.text), l.usual); err != nil {
			return fmt.Errorf("bring in %s: %w", l.file, err)
		}
	}
	return nil
}
