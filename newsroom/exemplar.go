package newsroom

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"loa/kit/vi"
	"loa/measure"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
)

// An ExemplarID is an exemplar of a place, counted from 1.
type ExemplarID int64

// Ref is how the log calls an exemplar.
func (id ExemplarID) Ref() string { return fmt.Sprintf("exemplars/%d", id) }

// An Exemplar (mô hình, gương điển hình) is what others can learn from. It is on the list that the plan's target
// counts over, and counts as told when a story tells of it in public.
type Exemplar struct {
	ID        ExemplarID
	Sort      ExemplarSort
	Name      string
	Item      string // how measure calls it
	Unit      org.UnitID
	Criteria  string // why it is an example, for the public
	Contact   string // of the newsroom alone
	Consent   string // who agreed to be told of, and how; empty: nobody yet
	ConsentOn org.Day
	RecheckOn org.Day // when to look again whether it still is one
	From      org.Day
	EndedOn   org.Day // empty: it still is one
	EndedWhy  string
	Adder     org.PersonID
	AdderName string
}

// An ExemplarSort is what sort of example it is.
type ExemplarSort string

// The sorts of exemplars.
const (
	AModel  ExemplarSort = "model"  // mô hình
	APerson ExemplarSort = "person" // người tốt, việc tốt
	AUnit   ExemplarSort = "unit"   // tập thể
)

var exemplarSorts = []struct {
	sort ExemplarSort
	name string
}{{AModel, "Mô hình"}, {APerson, "Cá nhân"}, {AUnit, "Tập thể"}}

// Name is what s is called on screens.
func (s ExemplarSort) Name() string {
	for _, row := range exemplarSorts {
		if row.sort == s {
			return row.name
		}
	}
	return ""
}

// A Telling is that an exemplar was told of on a channel beside the portal.
type Telling struct {
	Channel    string
	On         org.Day
	Proof      string
	PersonName string
}

var tellingChannels = []struct{ kind, name string }{
	{"loudspeaker", "Truyền thanh"}, {"zalo", "Zalo"}, {"social", "Mạng xã hội"}, {"board", "Bảng tin, pa nô"}, {"press", "Báo, đài"},
}

func channelName(kind string) string {
	for _, c := range tellingChannels {
		if c.kind == kind {
			return c.name
		}
	}
	return kind
}

// keepers of exemplars are those who may change them.
var exemplarKeepers = []org.Post{org.EditorHead, org.OfficeHead, org.Officer}

func mayKeep(a org.Actor) error {
	switch {
	case a.Person == 0:
		return allowed(a, Look)
	case !a.Holds(exemplarKeepers...):
		return refuse.With(refuse.NotAllowed, "Danh sách điển hình do ban biên tập và phòng Văn hóa – Xã hội giữ.")
	}
	return nil
}

const (
	recheckAfter    = 182 // days after which it is looked at again, where nobody says otherwise
	longestCriteria = 2000
)

// settle tidies e and refuses what is not enough.
func (e *Exemplar) settle(today org.Day) error {
	e.Name, e.Criteria, e.Contact, e.Consent = tidy(e.Name), strings.TrimSpace(e.Criteria), tidy(e.Contact), tidy(e.Consent)
	switch {
	case vi.Slug(e.Name) == "":
		return refuse.Field("name", "Hãy ghi tên mô hình hoặc điển hình.")
	case utf8.RuneCountInString(e.Name) > 200:
		return refuse.Field("name", "Tên dài quá 200 ký tự. Hãy ghi ngắn hơn.")
	case e.Sort.Name() == "":
		return refuse.Field("sort", "Hãy chọn mô hình, cá nhân hay tập thể.")
	case e.Criteria == "":
		return refuse.Field("criteria", "Hãy ghi vì sao đây là điển hình: làm gì, kết quả đo được ra sao.")
	case utf8.RuneCountInString(e.Criteria) > longestCriteria:
		return refuse.Field("criteria", "Phần này dài quá 2.000 ký tự. Hãy viết ngắn hơn.")
	case e.Consent != "" && e.ConsentOn == "":
		return refuse.Field("consent_on", "Hãy ghi ngày đồng ý.")
	case e.ConsentOn > today:
		return refuse.Field("consent_on", "Ngày "+e.ConsentOn.String()+" chưa đến.")
	}
	if e.RecheckOn == "" {
		e.RecheckOn = today.Add(recheckAfter)
	}
	return nil
}

// AddExemplar enters e, and puts it on the list that the plan counts over.
func (d *Desk) AddExemplar(ctx context.Context, a org.Actor, e Exemplar) (id ExemplarID, err error) {
	if err := mayKeep(a); err != nil {
		return 0, err
	}
	if err := e.settle(d.today()); err != nil {
		return 0, err
	}
	err = d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		e.Item, e.From, e.Adder, e.AdderName = measure.Exemplars+"/"+vi.Slug(e.Name), d.today(), a.Person, a.Name
		same, err := exemplars(ctx, tx, `item = $2`, e.Item)
		if err != nil {
			return err
		}
		if len(same) > 0 {
			return refuse.Field("name", "Đã có điển hình tên này.")
		}
		if id, err = insertExemplar(ctx, tx, e); err != nil {
			return err
		}
		if err := measure.Enter(ctx, tx, measure.Exemplars, measure.Member{Item: e.Item, Name: e.Name, From: e.From}); err != nil {
			return err
		}
		if err := d.exemplarsChanged(ctx, tx); err != nil {
			return err
		}
		return d.recordThing(ctx, tx, a, id.Ref(), "add-exemplar", e.Name)
	})
	return id, err
}

// EditExemplar puts right what is said of exemplar id. Its name stays: it is what was counted.
func (d *Desk) EditExemplar(ctx context.Context, a org.Actor, id ExemplarID, to Exemplar) error {
	return d.onExemplar(ctx, a, id, "edit-exemplar", func(_ *store.Tx, e *Exemplar) error {
		to.Name = e.Name
		if err := to.settle(d.today()); err != nil {
			return err
		}
		e.Sort, e.Unit, e.Criteria, e.Contact, e.Consent, e.ConsentOn, e.RecheckOn = to.Sort, to.Unit, to.Criteria, to.Contact, to.Consent, to.ConsentOn, to.RecheckOn
		return nil
	})
}

// EndExemplar says that exemplar id is none any more, from today on. What was told of it stays counted.
func (d *Desk) EndExemplar(ctx context.Context, a org.Actor, id ExemplarID, why string) error {
	return d.onExemplar(ctx, a, id, "end-exemplar", func(tx *store.Tx, e *Exemplar) error {
		if tidy(why) == "" {
			return refuse.Field("why", "Hãy ghi lý do, ví dụ: không còn hoạt động.")
		}
		e.EndedOn, e.EndedWhy = d.today(), sentence(why)
		return measure.Leave(ctx, tx, measure.Exemplars, e.Item, d.today())
	})
}

// TellOf writes down that exemplar id was told of on a channel beside the portal.
func (d *Desk) TellOf(ctx context.Context, a org.Actor, id ExemplarID, t Telling) error {
	return d.onExemplar(ctx, a, id, "tell-of", func(tx *store.Tx, _ *Exemplar) error {
		t.Proof, t.PersonName = tidy(t.Proof), a.Name
		switch {
		case channelName(t.Channel) == t.Channel:
			return refuse.Field("channel", "Hãy chọn kênh.")
		case t.On == "":
			return refuse.Field("on", "Hãy ghi ngày.")
		case t.On > d.today():
			return refuse.Field("on", "Ngày "+t.On.String()+" chưa đến.")
		case t.Proof == "":
			return refuse.Field("proof", "Hãy ghi chỗ xem lại được: đường dẫn, số báo, giờ phát.")
		}
		return addTelling(ctx, tx, id, a.Person, t)
	})
}

// onExemplar does one verb on exemplar id, which still is one, and keeps what it made of it.
func (d *Desk) onExemplar(ctx context.Context, a org.Actor, id ExemplarID, verb string, do func(*store.Tx, *Exemplar) error) error {
	if err := mayKeep(a); err != nil {
		return err
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		e, err := exemplar(ctx, tx, id)
		if err != nil {
			return err
		}
		if e.EndedOn != "" {
			return refuse.With(refuse.Conflict, "Điển hình này đã thôi từ ngày "+e.EndedOn.String()+".")
		}
		if err := do(tx, &e); err != nil {
			return err
		}
		if err := updateExemplar(ctx, tx, e); err != nil {
			return err
		}
		if err := d.exemplarsChanged(ctx, tx); err != nil {
			return err
		}
		return d.recordThing(ctx, tx, a, id.Ref(), verb, e.Name)
	})
}

// mayTell refuses a who may not say which exemplars s tells of.
func (s Story) mayTell(a org.Actor) error {
	if s.Author == a.Person || a.Holds(editors...) {
		return nil
	}
	return refuse.With(refuse.NotAllowed, "Việc này do người viết hoặc ban biên tập làm.")
}

// SetExemplars says which exemplars story id tells of. A public story counts for them at once.
func (d *Desk) SetExemplars(ctx context.Context, a org.Actor, id StoryID, of []ExemplarID) error {
	return d.onStory(ctx, a, id, func(tx *store.Tx, s *Story) error {
		if err := s.mayTell(a); err != nil {
			return err
		}
		known, err := exemplars(ctx, tx, `ended_on = ''`)
		if err != nil {
			return err
		}
		var names []string
		for _, x := range of {
			i := slices.IndexFunc(known, func(e Exemplar) bool { return e.ID == x })
			if i < 0 {
				return refuse.With(refuse.Invalid, "Hãy chọn các điển hình trong danh sách.")
			}
			if s.Live > 0 && known[i].Consent == "" {
				return refuse.With(refuse.Conflict, "«"+known[i].Name+"» chưa đồng ý được kể. Hãy ghi sự đồng ý ở trang điển hình trước.")
			}
			names = append(names, known[i].Name)
		}
		if err := setTells(ctx, tx, id, of); err != nil {
			return err
		}
		if err := d.exemplarsChanged(ctx, tx); err != nil {
			return err
		}
		if s.Live > 0 {
			v, err := version(ctx, tx, id, s.Live)
			if err != nil {
				return err
			}
			if err := d.tell(ctx, tx, *s, v.Theme); err != nil {
				return err
			}
		}
		say := "Kể về: " + strings.Join(names, "; ") + "."
		if len(names) == 0 {
			say = "Không kể về điển hình nào."
		}
		return d.record(ctx, tx, a, id, "tell-exemplars", say)
	})
}

// unwilling are the exemplars that story id tells of and who have not agreed to it.
func unwilling(ctx context.Context, tx *store.Tx, id StoryID) ([]Exemplar, error) {
	told, err := toldIn(ctx, tx, id)
	return slices.DeleteFunc(told, func(e Exemplar) bool { return e.Consent != "" }), err
}

// An Example is an exemplar as the public reads of it, with the stories that tell of it.
type Example struct {
	Exemplar
	Pieces []Piece
}

// Examples are the exemplars of today that agreed to be told of, those told of last first.
func Examples(ctx context.Context, tx *store.Tx) ([]Example, error) {
	all, err := exemplars(ctx, tx, `ended_on = '' AND consent <> '' ORDER BY id DESC`)
	if err != nil {
		return nil, err
	}
	out := make([]Example, len(all))
	for i, e := range all {
		out[i].Exemplar = e
		if out[i].Pieces, err = piecesOf(ctx, tx, e.ID); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (d *Desk) exemplarsChanged(ctx context.Context, tx *store.Tx) error {
	for _, tell := range d.OnExemplar {
		if err := tell(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// ExemplarCopy is all that the public page of the exemplars is drawn from beside the stories themselves.
func ExemplarCopy(ctx context.Context, tx *store.Tx) ([]Exemplar, []string, error) {
	all, err := exemplars(ctx, tx, `id > 0 ORDER BY id`)
	if err != nil {
		return nil, nil, err
	}
	tells, err := tellsOf(ctx, tx)
	return all, tells, err
}
