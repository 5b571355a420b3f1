package main

import (
	"context"
	"fmt"
	"time"

	"loa/measure"
	"loa/org"
	"loa/report"
)

// sampleRegimes are who is to have reports of the sample ward, invented like its people; the windows are those of
// Decree 09/2019/NĐ-CP, but for the one that is due once.
var sampleRegimes = []report.Regime{
	{Name: "Kết quả truyền thông về chuyển đổi số (minh họa)", Recipient: "Sở Khoa học và Công nghệ thành phố", Frequency: report.HalfYearly, CutDay: report.CutDay, DueDay: 17},
	{Name: "Kết quả thông tin cơ sở (minh họa)", Recipient: "Sở Văn hóa, Thể thao và Du lịch thành phố", Frequency: report.Quarterly, CutDay: report.CutDay, DueDay: 18},
	{Name: "Kết quả thực hiện hằng năm (minh họa)", Recipient: "Thường trực Đảng ủy phường", Frequency: report.Yearly, CutDay: report.CutDay, DueDay: 20},
	{Name: "Chuyên đề hưởng ứng Ngày Chuyển đổi số quốc gia (minh họa)", Recipient: "Sở Khoa học và Công nghệ thành phố", Frequency: report.Once, CutOn: "2025-10-15", DueOn: "2025-10-20"},
}

// sampleMapping answers an invented system of the city; the names of its fields are nobody's.
var sampleMapping = report.Mapping{Name: "Chỉ số chuyển đổi số cấp xã (minh họa)", Recipient: "hệ thống thông tin báo cáo của thành phố (minh họa)", Format: report.JSON, Fields: `MA_DON_VI = mã đơn vị
TEN_DON_VI = đơn vị
KE_HOACH = kế hoạch
TU_NGAY = từ ngày
DEN_NGAY = đến ngày
DA_CHOT = đã chốt
CT01_TY_LE = chỉ tiêu 1
CT01_DAT = chỉ tiêu 1, số đạt
CT01_TONG = chỉ tiêu 1, trên tổng
CT04_TY_LE = chỉ tiêu 4
CT06_SO_BUOI = chỉ tiêu 6
CT07_TY_LE = chỉ tiêu 7
CT07_MUC = chỉ tiêu 7, mức
CT07_DAT_MUC = chỉ tiêu 7, đạt
PHIEN_BAN = "1.0"`}

// sampleReports sets the calendars, and lets the officer write two reports: the half-year's is a draft, the third
// quarter's was checked and numbered, and waits for a signature.
func (h *house) sampleReports(ctx context.Context, people map[string]org.Actor) error {
	for _, r := range sampleRegimes {
		r.Since = "2025-07-16"
		if _, err := h.reports.KeepRegime(ctx, people["duc"], r); err != nil {
			return fmt.Errorf("regime «%s»: %w", r.Name, err)
		}
	}
	if _, err := h.reports.KeepMapping(ctx, people["duc"], sampleMapping); err != nil {
		return fmt.Errorf("mapping «%s»: %w", sampleMapping.Name, err)
	}
	half, err := h.sampleComposed(ctx, people["duc"], "2025-H2", 1, sampleDay(12, 16, 8))
	if err != nil {
		return err
	}
	if err := h.reports.Edit(ctx, people["duc"], half, "causes.said", "Một số đơn vị mới được sắp xếp lại nên chậm cử người phụ trách; 02 cụm loa hỏng trong tháng 9 chưa có kinh phí sửa (minh họa).", "Biên bản kiểm tra cụm loa của Trung tâm sự nghiệp công (minh họa)"); err != nil {
		return fmt.Errorf("edit: %w", err)
	}
	quarter, err := h.sampleComposed(ctx, people["duc"], "2025-Q3", 2, sampleDay(9, 16, 8))
	if err != nil {
		return err
	}
	defer h.reportsBack(sampleDay(9, 17, 9))()
	if err := h.reports.Check(ctx, people["lan"], quarter); err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if err := h.reports.Number(ctx, people["yen"], quarter, report.Issue{Number: 158, Day: "2025-09-17"}); err != nil {
		return fmt.Errorf("number: %w", err)
	}
	return h.sampleLetter(ctx, people)
}

// sampleLetter is an invitation that waits for its check.
func (h *house) sampleLetter(ctx context.Context, people map[string]org.Actor) error {
	defer h.reportsBack(sampleDay(12, 15, 8))()
	_, err := h.reports.WriteLetter(ctx, people["duc"], 0, 1, report.Letter{Kind: "invitation", Subject: "dự hội nghị đánh giá công tác truyền thông về chuyển đổi số (minh họa)",
		To: []string{"Các cơ quan, đơn vị thuộc phường", "Các trường học trên địa bàn phường"}, Signer: people["thuha"].Person,
		Body: "Thực hiện Kế hoạch số 15/KH-UBND ngày 16/7/2025, Ủy ban nhân dân phường Phù Liễn mời dự hội nghị đánh giá công tác truyền thông về chuyển đổi số 6 tháng cuối năm 2025.\n" +
			"1. Thành phần\n- Đại diện lãnh đạo các cơ quan, đơn vị thuộc phường;\n- Hiệu trưởng các trường học trên địa bàn phường.\n" +
			"2. Thời gian: 8 giờ 00, ngày 22/12/2025.\n3. Địa điểm: hội trường tầng 2, trụ sở Ủy ban nhân dân phường.\nĐề nghị các đồng chí dự đúng thành phần, thời gian."})
	if err != nil {
		return fmt.Errorf("letter: %w", err)
	}
	return nil
}

func (h *house) sampleComposed(ctx context.Context, a org.Actor, window string, regime report.RegimeID, at time.Time) (report.ID, error) {
	defer h.reportsBack(at)()
	w, err := measure.ParseWindow(window)
	if err != nil {
		return 0, err
	}
	id, err := h.reports.Open(ctx, a, report.Request{Plan: 1, Window: w, Regime: regime})
	if err != nil {
		return 0, fmt.Errorf("report %s: %w", window, err)
	}
	return id, nil
}

// reportsBack lets the report desk believe it is t; calling what comes back ends that.
func (h *house) reportsBack(t time.Time) (forth func()) {
	was := h.reports.Now
	h.reports.Now = func() time.Time { return t }
	return func() { h.reports.Now = was }
}
