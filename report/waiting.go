package report

import (
	"context"

	"loa/org"
	"loa/platform/store"
)

// A Waiting is something at this desk that waits for a person, for their day's page.
type Waiting struct {
	Text   string
	Detail string
	Href   string
	Due    org.Day
	IsLate bool
}

// Waiting is what waits for a: reports that are due, drafts to check, papers to number, to take back signed and to send.
func (d *Desk) Waiting(ctx context.Context, tx *store.Tx, a org.Actor) (out []Waiting, err error) {
	if May(a, Write) {
		owed, err := d.owed(ctx, tx)
		if err != nil {
			return nil, err
		}
		late := 0
		for _, o := range owed {
			switch unwritten := o.Report == nil || o.Report.State == Draft; {
			case o.Late:
				late++
			case o.Soon && unwritten:
				out = append(out, Waiting{Text: "Báo cáo " + o.Window.Title() + " gửi " + o.Regime.Recipient, Detail: o.Regime.Name, Href: o.href(), Due: o.On})
			}
		}
		if late > 0 {
			out = append(out, Waiting{Text: number(late) + " báo cáo quá hạn gửi", Detail: "Xem danh sách, soạn hoặc ghi việc đã gửi", Href: "/report", IsLate: true})
		}
	}
	all, err := List(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		signer, err := r.signer()
		if err != nil {
			return nil, err
		}
		if say := r.waits(a, signer); say != "" {
			out = append(out, Waiting{Text: say, Detail: r.heading(), Href: "/" + r.ID.Ref()})
		}
	}
	return out, nil
}

// waits is what r, which signer signs, waits for from a; empty for nothing.
func (r Report) waits(a org.Actor, signer string) string {
	switch {
	case r.State == Draft && May(a, Check) && a.Holds(org.OfficeHead) && r.By != a.Person:
		return "Kiểm tra dự thảo " + r.kind().form.Name()
	case r.State == Checked && r.Issue.Number == 0 && May(a, Issuing):
		return "Cấp số cho " + r.kind().form.Name() + " đã kiểm tra"
	case r.State == Checked && r.isToSign(a, signer):
		return "Ký " + r.kind().form.Name() + " số " + r.code()
	case r.State == Checked && May(a, Issuing):
		return "Nhận bản ký của " + r.kind().form.Name() + " số " + r.code()
	case r.State == Signed && May(a, Issuing):
		return "Gửi " + r.kind().form.Name() + " số " + r.code()
	}
	return ""
}
