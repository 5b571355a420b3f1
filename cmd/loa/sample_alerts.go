package main

import (
	"context"
	"errors"
	"time"

	"loa/alert"
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
	return errors.Join(draft, h.alerts.Lower(ctx, people["thuha"], down), h.watch.Drill(ctx, people["tuan"]))
}
