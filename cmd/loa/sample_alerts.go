package main

import (
	"context"
	"errors"
	"time"

	"loa/alert"
	"loa/contact"
	"loa/org"
)

// sampleAlerts puts one alert up, leaves one to be put up, and lets one be over; and has the alarm of the watch tried out.
func (h *house) sampleAlerts(ctx context.Context, people map[string]org.Actor) error {
	now := h.alerts.Now()
	_, err := h.alerts.Write(ctx, people["thuha"], alert.Alert{Severity: alert.Warning, Until: now.AddDate(0, 0, 20),
		Body: "Có người gọi điện tự xưng công an phường, bảo cài ứng dụng để sửa định danh điện tử. Đó là lừa đảo: hãy gác máy, không mở đường dẫn lạ, báo công an phường hoặc gọi 113."}, true)
	if err != nil {
		return err
	}
	_, draft := h.alerts.Write(ctx, people["duc"], alert.Alert{Severity: alert.Info, From: now.AddDate(0, 0, 2), Until: now.AddDate(0, 0, 3),
		Body: "Tổ công nghệ số cộng đồng trực tại nhà văn hóa từ 19 giờ đến 21 giờ, giúp nộp hồ sơ trực tuyến. Mang theo điện thoại và giấy tờ gốc."}, false)
	down, err := h.alerts.Write(ctx, people["thuha"], alert.Alert{Severity: alert.Urgent, Until: now.Add(time.Hour), Body: "Thử hệ thống thông báo khẩn, người dân không phải làm gì."}, true)
	if err != nil {
		return err
	}
	watched := h.watch.Now
	defer func() { h.watch.Now = watched }()
	h.watch.Now = func() time.Time { return sampleDay(12, 30, 8) }
	return errors.Join(draft, h.alerts.Lower(ctx, people["thuha"], down), h.watch.Drill(ctx, people["tuan"]))
}

// sampleContacts are invented, but for the numbers of the whole country; what is no number of anybody's is left out.
func (h *house) sampleContacts(ctx context.Context, people map[string]org.Actor) error {
	for _, c := range []contact.Contact{
		{Sort: contact.Service, Name: "Trung tâm Phục vụ hành chính công (minh họa)", Where: "Tầng 1, trụ sở Ủy ban nhân dân phường", Hours: "7 giờ 30 đến 11 giờ 30, 13 giờ 30 đến 17 giờ, thứ Hai đến thứ Sáu"},
		{Sort: contact.Service, Name: "Tổng đài Cổng Dịch vụ công quốc gia", Post: "Hỏi về nộp hồ sơ trực tuyến, không mất tiền cước", Phone: "18001096", Consent: true},
		{Sort: contact.Service, Name: "Công an, khi khẩn cấp", Phone: "113", Consent: true},
		{Sort: contact.Team, Name: "Tổ công nghệ số cộng đồng, nhà văn hóa số 1 (minh họa)", Post: "Tổ trưởng và hai đoàn viên trực", Where: "Nhà văn hóa số 1", Hours: "19 giờ đến 21 giờ thứ Ba, thứ Năm"},
		{Sort: contact.Team, Name: "Tổ công nghệ số cộng đồng, nhà văn hóa số 2 (minh họa)", Post: "Chi hội phụ nữ trực", Where: "Nhà văn hóa số 2", Hours: "8 giờ đến 10 giờ thứ Bảy"},
		{Sort: contact.Press, Name: "Vũ Thu Hà (minh họa)", Post: "Phó Chủ tịch Ủy ban nhân dân phường, được ủy quyền phát ngôn", Where: "Trụ sở Ủy ban nhân dân phường, hẹn trước bằng văn bản"},
	} {
		if _, err := h.contacts.Add(ctx, people["lan"], c); err != nil {
			return err
		}
	}
	return nil
}
