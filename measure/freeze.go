package measure

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// A FrozenID is an approval of a place, counted from 1.
type FrozenID int64

// Ref is how the log calls an approval.
func (id FrozenID) Ref() string { return fmt.Sprintf("measure/plan/frozen/%d", id) }

// A Frozen (số liệu đã chốt) is a plan's figures for a window as somebody with the post approved them. They never
// change; what is told later of the same window is listed apart ([Later]).
type Frozen struct {
	ID       FrozenID
	Plan     plan.ID
	Version  int
	Window   Window
	On       org.Day // the last day counted
	Last     FactID  // facts with higher numbers came later
	By       org.PersonID
	Approver string
	At       time.Time
	Results  []Result // the formulas and values of that moment; of the rule, only what they need
}

// Freeze approves the figures of plan id for w, whose last day must be over. saw is the number of the last fact that
// stood on the screen: when more has been told since, the figures are to be looked at again.
func (d *Desk) Freeze(ctx context.Context, a org.Actor, id plan.ID, w Window, saw FactID) (FrozenID, error) {
	if err := allowed(a, Freeze); err != nil {
		return 0, err
	}
	f := Frozen{Plan: id, Window: w, On: w.Span.Through, By: a.Person, Approver: a.Name, At: d.Now()}
	err := d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		if err := mayFreeze(ctx, tx, id, w, org.DayOf(d.Now())); err != nil {
			return err
		}
		p, err := plan.Current(ctx, tx, id)
		if err != nil {
			return err
		}
		f.Version = p.Version
		if f.Last, err = LastFact(ctx, tx); err != nil {
			return err
		}
		if f.Last != saw {
			return refuse.With(refuse.Conflict, "Có số liệu vừa được ghi sau khi anh/chị mở trang này. Hãy xem lại các con số rồi chốt.")
		}
		if f.Results, err = Values(ctx, tx, id, w, f.On); err != nil {
			return err
		}
		if err := insertFrozen(ctx, tx, &f); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: "freeze", Thing: f.ID.Ref(),
			Detail: fmt.Sprintf("kế hoạch %s, %s", p.Doc.Code, w.Title())})
	})
	return f.ID, err
}

// mayFreeze refuses a window that is not over, or that was approved before.
func mayFreeze(ctx context.Context, tx *store.Tx, id plan.ID, w Window, today org.Day) error {
	if w.Span.Through >= today {
		return refuse.Field("window", "Kỳ này chưa hết. Chốt được từ ngày "+w.Span.Through.Add(1).String()+".")
	}
	before, err := FrozenOf(ctx, tx, id)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(before, func(f Frozen) bool { return f.Window.Span == w.Span }); i >= 0 {
		return refuse.With(refuse.Conflict, "Số liệu của kỳ này đã được "+before[i].Approver+" chốt lúc "+web.Moment(before[i].At)+". Số đã chốt không thay đổi.")
	}
	return nil
}

// A Correction is a target whose figures for an approved window would be others today.
type Correction struct {
	Result        // as approved
	Now    Result // the same formula, with what has been told since
}

// Names says who would be counted now and was not when the figures were approved, and the other way round.
func (c Correction) Names() string {
	var says []string
	for _, turn := range []struct {
		word     string
		has, had Value
	}{{"Thêm", c.Now.Value, c.Value}, {"Bớt", c.Value, c.Now.Value}} {
		var names []string
		before := turn.had.In(Verified)
		for _, s := range turn.has.In(Verified) {
			if !slices.ContainsFunc(before, func(b Standing) bool { return b.id() == s.id() && b.From == s.From }) {
				names = append(names, s.Name)
			}
		}
		if len(names) > 0 {
			says = append(says, turn.word+": "+strings.Join(names, "; ")+".")
		}
	}
	return strings.Join(says, " ")
}

// Later is what would be other figures today for the window that f approved, and the facts told since that concern it,
// those that withdraw an earlier one among them.
func Later(ctx context.Context, tx *store.Tx, f Frozen) (corrections []Correction, facts []Fact, err error) {
	within := org.Span{From: f.Window.Span.From, Through: f.On}
	rules := make([]Rule, 0, len(f.Results))
	for _, r := range f.Results {
		now, err := LoadRule(ctx, tx, r.Rule.Target)
		if err != nil {
			return nil, nil, err
		}
		r.Rule.Keys = now.Keys
		rules = append(rules, r.Rule)
	}
	values, err := countUp(ctx, tx, rules, within, f.On)
	if err != nil {
		return nil, nil, err
	}
	for i, r := range rules {
		if r.Formula == nil {
			continue
		}
		now := Result{r, values[i]}
		if c := (Correction{f.Results[i], now}); c.Say() != now.Say() || c.Names() != "" {
			corrections = append(corrections, c)
		}
	}
	facts, err = toldSince(ctx, tx, f, within)
	return corrections, facts, err
}

// frozenPage is one approval.
type frozenPage struct {
	Frozen      Frozen
	Plan        plan.Plan
	Corrections []Correction
	Facts       []told
}

func (d *Desk) frozen(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "n")
	if err != nil {
		return err
	}
	var page frozenPage
	err = d.read(r, func(ctx context.Context, tx *store.Tx) error {
		if page.Frozen, err = LoadFrozen(ctx, tx, FrozenID(id)); err != nil {
			return err
		}
		if page.Plan, err = plan.Current(ctx, tx, page.Frozen.Plan); err != nil {
			return err
		}
		corrections, facts, err := Later(ctx, tx, page.Frozen)
		if err != nil {
			return err
		}
		page.Corrections = corrections
		page.Facts, err = name(ctx, tx, facts)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, frozenScreen(page))
}

// freezePage asks once more before figures are approved.
type freezePage struct {
	view
	Results []Result
	Saw     FactID
	Barred  bool // the window is not over, or was approved
	No      refuse.Refusal
}

// mayTry reports whether the window as such can be approved.
func (p freezePage) mayTry() bool { return !p.Barred }

func (d *Desk) freezePage(r *http.Request) (page freezePage, err error) {
	id, err := planAsked(r)
	if err != nil {
		return page, err
	}
	err = d.read(r, func(ctx context.Context, tx *store.Tx) error {
		p, err := plan.Current(ctx, tx, id)
		if err != nil {
			return err
		}
		if page.view, err = d.look(r, p); err != nil {
			return err
		}
		page.On = page.Today
		if page.Saw, err = LastFact(ctx, tx); err != nil {
			return err
		}
		if page.Results, err = Values(ctx, tx, id, page.Window, page.Window.Span.Through); err != nil {
			return err
		}
		if err := mayFreeze(ctx, tx, id, page.Window, page.Today); err != nil {
			if page.No = refuse.Of(err); page.No.Kind == refuse.Trouble {
				return err
			}
			page.Barred = true
		}
		return nil
	})
	return page, err
}

// planAsked is the plan that the form or the address names.
func planAsked(r *http.Request) (plan.ID, error) {
	n, err := strconv.ParseInt(r.FormValue("plan"), 10, 64)
	if err != nil || n < 1 {
		return 0, refuse.With(refuse.NotFound, "Không tìm thấy kế hoạch này.")
	}
	return plan.ID(n), nil
}

func (d *Desk) freezeForm(w http.ResponseWriter, r *http.Request) error {
	page, err := d.freezePage(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, freezeScreen(page))
}

func (d *Desk) freeze(w http.ResponseWriter, r *http.Request) error {
	page, err := d.freezePage(r)
	if err != nil {
		return err
	}
	saw, err := strconv.ParseInt(r.FormValue("saw"), 10, 64)
	if err != nil {
		saw = -1 // a form without it saw nothing
	}
	id, err := d.Freeze(r.Context(), org.ActorOf(r.Context()), page.Plan.ID, page.Window, FactID(saw))
	if err == nil {
		http.Redirect(w, r, "/"+id.Ref(), http.StatusSeeOther)
		return nil
	}
	if page.No = refuse.Of(err); page.No.Kind != refuse.Invalid && page.No.Kind != refuse.Conflict {
		return err
	}
	return web.Show(w, r, web.Status(page.No), freezeScreen(page))
}

var noFrozen = refuse.With(refuse.NotFound, "Không tìm thấy lần chốt số liệu này.")

// LoadFrozen is approval id with its figures.
func LoadFrozen(ctx context.Context, tx *store.Tx, id FrozenID) (Frozen, error) {
	found, err := listFrozen(ctx, tx, "id = $2", int64(id))
	if err == nil && len(found) == 0 {
		err = noFrozen
	}
	if err != nil {
		return Frozen{}, err
	}
	f := found[0]
	f.Results, err = frozenResults(ctx, tx, id)
	return f, err
}

// Approved says, for a sentence, which approved figures cover day; empty for none.
func Approved(ctx context.Context, tx *store.Tx, day org.Day) (string, error) {
	all, err := listFrozen(ctx, tx, "from_on <= $2 AND through_on >= $2", string(day))
	if err != nil || len(all) == 0 {
		return "", err
	}
	return "số liệu " + all[0].Window.Title() + " (" + all[0].Approver + " đã chốt)", nil
}

// FrozenOf is the approvals of plan id, the last first, without their figures.
func FrozenOf(ctx context.Context, tx *store.Tx, id plan.ID) ([]Frozen, error) {
	return listFrozen(ctx, tx, "plan = $2", int64(id))
}
