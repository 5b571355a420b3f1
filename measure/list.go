package measure

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"loa/kit/vi"
	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// AddMember puts name on the list that target is counted over, from day on.
func (d *Desk) AddMember(ctx context.Context, a org.Actor, target int64, name string, from org.Day) error {
	return d.changeList(ctx, a, target, "enlist", name, func(tx *store.Tx, list string) error {
		name = strings.Join(strings.Fields(name), " ")
		switch {
		case vi.Slug(name) == "":
			return refuse.Field("name", "Hãy ghi tên mục cần thêm.")
		case utf8.RuneCountInString(name) > 200:
			return refuse.Field("name", "Tên dài quá 200 ký tự. Hãy ghi ngắn hơn.")
		case from > org.DayOf(d.Now()):
			return refuse.Field("from", "Ngày "+from.String()+" chưa đến. Hãy thêm khi mục đã có.")
		}
		m := Member{Item: list + "/" + vi.Slug(name), Name: name, From: from}
		now, err := members(ctx, tx, list, org.DayOf(d.Now()))
		if err != nil {
			return err
		}
		if slices.ContainsFunc(now, func(x Member) bool { return x.Item == m.Item }) {
			return refuse.Field("name", "Danh sách đã có mục này.")
		}
		return putMember(ctx, tx, list, m)
	})
}

// EndMember takes item off the list that target is counted over, after day; on that day and before it still stands.
func (d *Desk) EndMember(ctx context.Context, a org.Actor, target int64, item string, through org.Day) error {
	return d.changeList(ctx, a, target, "unlist", item, func(tx *store.Tx, list string) error {
		now, err := members(ctx, tx, list, org.DayOf(d.Now()))
		if err != nil {
			return err
		}
		i := slices.IndexFunc(now, func(m Member) bool { return m.Item == item })
		switch {
		case i < 0:
			return refuse.With(refuse.NotFound, "Danh sách không có mục này.")
		case through > org.DayOf(d.Now()):
			return refuse.Field("through", "Ngày "+through.String()+" chưa đến.")
		case through < now[i].From.Add(-1):
			return refuse.Field("through", "Mục này có từ "+now[i].From.String()+". Hãy ghi ngày từ đó trở đi.")
		}
		return endMember(ctx, tx, list, item, through)
	})
}

// Enter puts m on a named list of the place, as another desk keeps it: see [Exemplars].
func Enter(ctx context.Context, tx *store.Tx, list string, m Member) error {
	return putMember(ctx, tx, list, m)
}

// Leave takes item off a named list after day through; on that day and before it still stands.
func Leave(ctx context.Context, tx *store.Tx, list, item string, through org.Day) error {
	return endMember(ctx, tx, list, item, through)
}

// TargetsOver is the targets of a plan that are counted over a named list, by their keys.
func TargetsOver(ctx context.Context, tx *store.Tx, id plan.ID, list string) ([]int64, error) {
	rules, err := Rules(ctx, tx, id)
	var keys []int64
	for _, r := range rules {
		if !r.Dropped && r.Formula != nil && r.Formula.Population.Of == Members && r.Formula.Population.List == list {
			keys = append(keys, r.Target)
		}
	}
	return keys, err
}

// changeList does one change of the named list of target.
func (d *Desk) changeList(ctx context.Context, a org.Actor, target int64, verb, detail string, change func(tx *store.Tx, list string) error) error {
	if err := allowed(a, Enlist); err != nil {
		return err
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		r, err := LoadRule(ctx, tx, target)
		if err != nil {
			return err
		}
		if r.Formula == nil || r.Formula.Population.Of != Members {
			return noList
		}
		if err := change(tx, r.Formula.Population.List); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: verb, Thing: fmt.Sprintf("measure/%d", target), Detail: detail})
	})
}

var noList = refuse.With(refuse.NotFound, "Chỉ tiêu này không tính trên một danh sách riêng.")

// listPage is the named list of a target.
type listPage struct {
	Rule    Rule
	Members []Member
	May     bool
	Today   org.Day
	Name    string // as typed
	From    string // as typed
	No      refuse.Refusal
}

func (d *Desk) listPage(r *http.Request) (page listPage, err error) {
	page.Today = org.DayOf(d.Now())
	page.May, page.From = May(org.ActorOf(r.Context()), Enlist), string(page.Today)
	err = d.read(r, func(ctx context.Context, tx *store.Tx) error {
		if page.Rule, err = ruleAt(ctx, tx, r); err != nil {
			return err
		}
		if page.Rule.Formula == nil || page.Rule.Formula.Population.Of != Members {
			return noList
		}
		page.Members, err = members(ctx, tx, page.Rule.Formula.Population.List, page.Today)
		return err
	})
	return page, err
}

func (d *Desk) list(w http.ResponseWriter, r *http.Request) error {
	page, err := d.listPage(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, listScreen(page))
}

func (d *Desk) addMember(w http.ResponseWriter, r *http.Request) error {
	from, err := org.ParseDay("from", strings.TrimSpace(r.FormValue("from")))
	return d.listed(w, r, err, func(target int64) error {
		return d.AddMember(r.Context(), org.ActorOf(r.Context()), target, r.FormValue("name"), from)
	})
}

func (d *Desk) endMember(w http.ResponseWriter, r *http.Request) error {
	return d.listed(w, r, nil, func(target int64) error {
		return d.EndMember(r.Context(), org.ActorOf(r.Context()), target, r.FormValue("item"), org.DayOf(d.Now()))
	})
}

// listed does change unless err stands against it, and shows the list.
func (d *Desk) listed(w http.ResponseWriter, r *http.Request, err error, change func(target int64) error) error {
	target, idErr := web.PathID(r, "id")
	if idErr != nil {
		return idErr
	}
	if err == nil {
		err = change(target)
	}
	if err == nil {
		http.Redirect(w, r, fmt.Sprintf("/measure/%d/list", target), http.StatusSeeOther)
		return nil
	}
	no := refuse.Of(err)
	if no.Kind != refuse.Invalid && no.Kind != refuse.Conflict {
		return err
	}
	page, err := d.listPage(r)
	if err != nil {
		return err
	}
	page.No, page.Name, page.From = no, r.FormValue("name"), r.FormValue("from")
	return web.Show(w, r, web.Status(no), listScreen(page))
}

// wrong is the sentence about one field.
func (p listPage) wrong(field string) string {
	if p.No.Field == field {
		return p.No.Say
	}
	return ""
}
