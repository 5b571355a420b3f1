package newsroom

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// A quota is what a number of stories a month is wanted of.
type quota struct {
	sort string // theme, person
	key  int64
}

// quotas are how many stories a month are wanted (định mức).
type quotas map[quota]int

func (q quotas) ofTheme(key int64) int        { return q[quota{"theme", key}] }
func (q quotas) ofPerson(id org.PersonID) int { return q[quota{"person", int64(id)}] }

// A writer is somebody who wrote, with how much of it came out.
type writer struct {
	ID    org.PersonID
	Name  string
	Month int
	All   int
}

// SetQuota says how many stories a month are wanted on a theme, or of a person; 0: no number.
func (d *Desk) SetQuota(ctx context.Context, a org.Actor, of quota, perMonth int) error {
	switch {
	case a.Person == 0:
		return allowed(a, Look)
	case !a.Holds(editors...):
		return refuse.With(refuse.NotAllowed, "Định mức tin bài do ban biên tập hoặc trưởng phòng đặt.")
	case perMonth < 0 || perMonth > 200:
		return refuse.Field("per_month", "Số bài mỗi tháng phải từ 0 đến 200.")
	case of.sort != "theme" && of.sort != "person" || of.key == 0:
		return refuse.Field("of", "Hãy chọn nội dung hoặc người viết.")
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM newsroom_quota WHERE place = $1 AND sort = $2 AND key = $3`, of.sort, of.key); err != nil {
			return err
		}
		if perMonth > 0 {
			if _, err := tx.Exec(ctx, `INSERT INTO newsroom_quota (place, sort, key, per_month) VALUES ($1, $2, $3, $4)`, of.sort, of.key, perMonth); err != nil {
				return err
			}
		}
		return d.recordThing(ctx, tx, a, fmt.Sprintf("newsroom/quota/%s/%d", of.sort, of.key), "set-quota", fmt.Sprintf("%d bài mỗi tháng", perMonth))
	})
}

func quotasOf(ctx context.Context, tx *store.Tx) (quotas, error) {
	rows, err := tx.Query(ctx, `SELECT sort, key, per_month FROM newsroom_quota WHERE place = $1`)
	type row struct {
		quota
		n int
	}
	all, err := collect(rows, err, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.sort, &x.key, &x.n) })
	out := quotas{}
	for _, x := range all {
		out[x.quota] = x.n
	}
	return out, err
}

// writersOf are those whose stories are public, and those of whom a number is wanted, the busiest of the month first.
func writersOf(ctx context.Context, tx *store.Tx, month org.Span, q quotas) ([]writer, error) {
	from, until := hoursOf(month)
	rows, err := tx.Query(ctx, `
		SELECT author, max(author_name), count(CASE WHEN published_at >= $2 AND published_at < $3 THEN 1 END), count(*)
		FROM newsroom_story WHERE place = $1 AND live > 0 GROUP BY author`, from, until)
	all, err := collect(rows, err, func(r *sql.Rows) (w writer, err error) { return w, r.Scan(&w.ID, &w.Name, &w.Month, &w.All) })
	if err != nil {
		return nil, err
	}
	for of := range q {
		if of.sort != "person" || slices.ContainsFunc(all, func(w writer) bool { return int64(w.ID) == of.key }) {
			continue
		}
		p, err := org.LoadPerson(ctx, tx, org.PersonID(of.key))
		if err != nil {
			return nil, err
		}
		all = append(all, writer{ID: p.ID, Name: p.Name})
	}
	slices.SortFunc(all, func(a, b writer) int {
		return cmp.Or(cmp.Compare(b.Month, a.Month), cmp.Compare(b.All, a.All), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

func (d *Desk) quotaForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	topics, err := Topics(ctx, tx)
	if err != nil {
		return form{}, err
	}
	people, err := org.People(ctx, tx, "")
	options := []web.Option{{Value: "", Text: "Chọn"}}
	for _, t := range topics {
		options = append(options, web.Option{Value: fmt.Sprintf("theme/%d", t.Key), Text: string(t.Address) + ". " + t.Name})
	}
	for _, p := range people {
		if p.Active {
			options = append(options, web.Option{Value: fmt.Sprintf("person/%d", p.ID), Text: p.Name})
		}
	}
	return form{Title: "Đặt định mức", Lead: "Số tin bài mong muốn mỗi tháng, cho một nội dung hoặc một người viết. Ghi 0 để bỏ định mức.", Verb: "Lưu định mức", Back: "/newsroom/themes",
		Way: []web.Link{{Href: "/newsroom", Text: "Tin bài"}, {Href: "/newsroom/themes", Text: "Nội dung đã tuyên truyền"}, {Text: "Đặt định mức"}},
		Fields: []web.Input{
			{Name: "of", Label: "Cho", Type: "select", Options: options, Value: r.FormValue("of"), Required: true},
			{Name: "per_month", Label: "Số bài mỗi tháng", Type: "number", Min: "0", Max: "200", Required: true},
		}}, err
}

func (d *Desk) setQuota(r *http.Request, a org.Actor) (done, error) {
	sort, number, _ := strings.Cut(r.FormValue("of"), "/")
	key, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return done{}, refuse.Field("of", "Hãy chọn nội dung hoặc người viết.")
	}
	n, err := strconv.Atoi(tidy(r.FormValue("per_month")))
	if err != nil {
		return done{}, refuse.Field("per_month", "Hãy ghi một số, ví dụ 4.")
	}
	return done{To: "/newsroom/themes"}, d.SetQuota(r.Context(), a, quota{sort, key}, n)
}
