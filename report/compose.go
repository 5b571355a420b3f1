package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"loa/kit/form"
	"loa/kit/typeset"
	"loa/kit/vi"
	"loa/measure"
	"loa/org"
	"loa/plan"
	"loa/platform/store"
)

// A Duty is one unit's part in one task, as the work desk tells it.
type Duty struct {
	Task     int64
	Body     string
	Unit     org.UnitID
	UnitName string
	Asked    bool // đề nghị, not giao
	Progress Progress
	Due      org.Day
	Themes   []int64 // keys of the plan's themes that the task serves
}

// A Progress is how far a unit is with a duty.
type Progress string

// The progress of a duty.
const (
	Todo     Progress = "todo"     // chưa gửi minh chứng
	Sent     Progress = "sent"     // chờ thẩm tra
	Returned Progress = "returned" // bị trả lại
	Going    Progress = "going"    // đang làm
	Done     Progress = "done"     // đã xong
)

// Late reports whether d was due before on and is not done.
func (d Duty) Late(on org.Day) bool { return d.Progress != Done && d.Due != "" && d.Due < on }

// A Difficulty (khó khăn, vướng mắc) is what was in the way of a unit, as the work desk tells it.
type Difficulty struct {
	UnitName string
	Body     string
	Since    org.Day
	Asks     string // what the unit asks for
	Owner    string // who has to answer
	Decision string // empty while nobody has decided
	IsClosed bool
}

// A Source (nguồn) is everything a report is written from.
type Source struct {
	Plan    plan.Plan
	Place   org.Place
	Window  measure.Window
	On      org.Day          // the last day counted
	Frozen  *measure.Frozen  // the approval whose figures these are; nil: as they stand now
	Results []measure.Result // of every target, in the order of the paper
	Earlier measure.Window   // the window before; the zero Window when the plan was not there yet
	Before  []measure.Result // in it
	Amounts []measure.Amount
	Events  []measure.Proof // of what was held: the targets that count how often
	Duties  []Duty
	Signer  form.Signer

	Difficulties []Difficulty

	Recipient string // whom the report is for; empty: nobody in particular
	Corrects  string // Báo cáo số 215/BC-UBND ngày 16/12/2025, that this one stands instead of
	Later     []measure.Correction
}

// load reads everything that a report of plan id over w is written from. Figures that were approved for w are taken
// as approved; otherwise, and for a report that corrects one, as they stand on day today.
func (d *Desk) load(ctx context.Context, tx *store.Tx, id plan.ID, w measure.Window, today org.Day, corrects bool) (s Source, err error) {
	s.Window, s.On = w, w.Until(today)
	if s.Plan, err = plan.Current(ctx, tx, id); err != nil {
		return s, err
	}
	if s.Place, err = org.LoadPlace(ctx, tx, tx.Place()); err != nil {
		return s, err
	}
	if s.Results, err = measure.Values(ctx, tx, id, w, s.On); err != nil {
		return s, err
	}
	last := measure.FactID(0)
	if s.Frozen, err = frozenFor(ctx, tx, id, w); err != nil {
		return s, err
	}
	switch {
	case s.Frozen != nil && corrects:
		if s.Later, _, err = measure.Later(ctx, tx, *s.Frozen); err != nil {
			return s, err
		}
	case s.Frozen != nil:
		last = s.Frozen.Last
		s.Results = asFrozen(s.Results, s.Frozen)
	}
	within := org.Span{From: w.Span.From, Through: s.On}
	if s.Amounts, err = measure.Amounts(ctx, tx, id, within, last); err != nil {
		return s, err
	}
	var held []int64
	for _, r := range s.Results {
		if r.Rule.Formula != nil && r.Rule.Formula.Kind == "count" {
			held = append(held, r.Rule.Target)
		}
	}
	if len(held) > 0 {
		if s.Events, err = measure.Proofs(ctx, tx, id, within, last, held...); err != nil {
			return s, err
		}
	}
	if before, ok := windowBefore(w); ok && before.Span.Meets(measure.PlanWindow(&s.Plan.Draft).Span) {
		s.Earlier = before
		if s.Before, err = measure.Values(ctx, tx, id, before, before.Span.Through); err != nil {
			return s, err
		}
	}
	if d.Duties != nil {
		if s.Duties, err = d.Duties(ctx, tx, id); err != nil {
			return s, err
		}
	}
	if d.Difficulties != nil {
		if s.Difficulties, err = d.Difficulties(ctx, tx, id, w, s.On); err != nil {
			return s, err
		}
	}
	s.Signer, err = signerOf(ctx, tx, s.Plan, s.On)
	return s, err
}

// frozenFor is the approval of the figures of plan id for w; nil when nobody has approved them.
func frozenFor(ctx context.Context, tx *store.Tx, id plan.ID, w measure.Window) (*measure.Frozen, error) {
	all, err := measure.FrozenOf(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	for _, f := range all {
		if f.Window.Span == w.Span {
			whole, err := measure.LoadFrozen(ctx, tx, f.ID)
			return &whole, err
		}
	}
	return nil, nil
}

// asFrozen is results with the values that were approved; where the rules stand in the paper is as now.
func asFrozen(results []measure.Result, f *measure.Frozen) []measure.Result {
	out := slices.Clone(f.Results)
	for i := range out {
		k := slices.IndexFunc(results, func(r measure.Result) bool { return r.Rule.Target == out[i].Rule.Target })
		if k >= 0 {
			out[i].Rule.Address, out[i].Rule.Lines, out[i].Rule.Plan = results[k].Rule.Address, results[k].Rule.Lines, results[k].Rule.Plan
		}
	}
	return out
}

// A Passage (đoạn) is one paragraph of a report.
type Passage struct {
	Key     string     `json:"key"` // target.7: the same in every report, so that a change of words finds its place
	Level   form.Level `json:"level"`
	Title   bool       `json:"title,omitempty"`
	Text    string     `json:"text"`              // what stands in the paper
	Figures []Figure   `json:"figures,omitempty"` // that its numbers may be
	Ask     string     `json:"ask,omitempty"`     // what a person is to write where the program has nothing to say

	Drafted string `json:"drafted,omitempty"` // the program's words, where a person wrote others
	Why     string `json:"why,omitempty"`     // the person's reason, where a number is theirs
	Editor  string `json:"editor,omitempty"`
}

// Pieces are the words of p with its figures told apart.
func (p Passage) Pieces() []Piece { return Tie(p.Text, p.Figures) }

// ByHand are the numbers of p that a person wrote and nothing proves.
func (p Passage) ByHand() []string {
	if p.Editor == "" {
		return nil
	}
	return byHand(p.Drafted, p.Text, p.Figures)
}

// A TargetRow is a target in the tables of a report.
type TargetRow struct {
	Nth      int      `json:"nth"`
	Target   int64    `json:"target"`
	Said     string   `json:"said"`
	Kind     string   `json:"kind"`
	Asks     string   `json:"asks"`
	Least    float64  `json:"threshold"`
	Verified int64    `json:"verified"`
	Of       int64    `json:"of"`
	Result   string   `json:"result"`
	Known    bool     `json:"known"`
	Met      bool     `json:"met"`
	Missing  []string `json:"missing,omitempty"`
	Members  []Member `json:"members,omitempty"`

	Chart *typeset.Bar `json:"chart,omitempty"` // nil where a length would say nothing
}

// A Member is one of those whom a target counts over.
type Member struct {
	Name  string  `json:"name"`
	Done  bool    `json:"done"`
	Since org.Day `json:"since,omitempty"`
	Lacks string  `json:"lacks,omitempty"`
}

// A UnitRow is how far a unit is with its duties.
type UnitRow struct {
	Name                                           string `json:"name"`
	Asked                                          bool   `json:"asked"`
	Whole, Done, Going, Sent, Returned, Todo, Late int
}

// A Composition (nội dung báo cáo) is a report before it is laid out: its paragraphs and the rows of its tables.
type Composition struct {
	Plan     plan.ID          `json:"plan"`
	Version  int              `json:"version"`
	Code     string           `json:"code"` // of the plan
	Window   measure.Window   `json:"window"`
	On       org.Day          `json:"on"`
	Frozen   measure.FrozenID `json:"frozen,omitempty"`
	Corrects string           `json:"corrects,omitempty"`
	To       []string         `json:"to,omitempty"`
	Issuer   string           `json:"issuer"`
	Place    string           `json:"place"`
	Subject  string           `json:"subject"`
	Signer   form.Signer      `json:"signer"`
	File     string           `json:"file"`
	Copies   []string         `json:"copies"`
	Bases    []string         `json:"bases,omitempty"`
	Superior []string         `json:"superior,omitempty"` // above the issuer, of papers of the Party
	Symbol   string           `json:"symbol,omitempty"`   // behind the number of a letter; empty: of a report
	Passages []Passage        `json:"passages"`
	Targets  []TargetRow      `json:"targets"`
	Units    []UnitRow        `json:"units"`
}

// Compose writes the report of s. It is pure: the same source gives the same words.
func Compose(s Source) Composition {
	c := Composition{Plan: s.Plan.ID, Version: s.Plan.Version, Code: s.Plan.Doc.Code, Window: s.Window, On: s.On,
		Issuer: s.Plan.Doc.Issuer.Name, Place: s.Plan.Doc.Place, Signer: s.Signer, File: "VT", Corrects: s.Corrects}
	if s.Recipient != "" {
		c.To, c.Copies = []string{s.Recipient}, []string{s.Recipient}
	}
	if s.Frozen != nil {
		c.Frozen = s.Frozen.ID
	}
	if s.Plan.Doc.Archive != nil {
		c.File = s.Plan.Doc.Archive.Text
	}
	for _, r := range s.Plan.Doc.Recipients {
		if !r.Illegible && !strings.Contains(r.Text, "⟦") {
			c.Copies = append(c.Copies, r.Text)
		}
	}
	c.Subject = subject(s.Plan.Doc.Title, s.Window)
	c.Targets, c.Units = targetRows(s), unitRows(s)
	w := &author{Source: s, c: &c}
	w.write()
	return c
}

// subject is what the report is about.
func subject(title string, w measure.Window) string {
	about := "Kế hoạch " + lower(title)
	if w.Name == measure.OfPlan || strings.HasSuffix(vi.Fold(title), vi.Fold(w.Title())) {
		return "kết quả thực hiện " + about
	}
	return "kết quả " + w.Title() + " thực hiện " + about
}

// lower is s with a small letter at its head, unless a name stands there.
func lower(s string) string {
	words := strings.Fields(s)
	if len(words) == 0 || words[0] == vi.Upper(words[0]) {
		return s
	}
	r := []rune(s)
	r[0] = []rune(vi.Lower(string(r[0])))[0]
	return string(r)
}

// verified is r with nothing but what somebody has verified: only that is reported.
func verified(r measure.Result) measure.Result {
	r.Value.Claimed, r.Value.Planned = 0, 0
	return r
}

func targetRows(s Source) []TargetRow {
	out := make([]TargetRow, len(s.Results))
	for i, r := range s.Results {
		row := TargetRow{Nth: r.Rule.Nth, Target: r.Rule.Target, Said: strings.TrimSuffix(r.Rule.Said, "."), Verified: r.Value.Verified, Of: r.Value.Of, Known: r.Value.Known, Met: r.Value.Met, Result: "chưa đo được"}
		if f := r.Rule.Formula; f != nil {
			row.Kind, row.Asks, row.Least = f.Kind, f.Asks(), f.Threshold
			if row.Result = "chưa có số liệu"; r.Value.Known {
				row.Result = r.Big()
			}
			row.Chart = chartOf(r, row.Result)
			row.Members = membersOf(r)
			for _, m := range row.Members {
				if !m.Done {
					row.Missing = append(row.Missing, m.Name)
				}
			}
		}
		out[i] = row
	}
	return out
}

// chartOf is how far r came towards what was asked. There is no length where less is better, where the threshold holds
// for each week or month, or where nothing is known.
func chartOf(r measure.Result, result string) *typeset.Bar {
	f, v := r.Rule.Formula, r.Value
	if !v.Known || f.Op == plan.AtMost || f.Per != "" || f.Threshold <= 0 {
		return nil
	}
	done, whole := float64(v.Verified), max(float64(v.Verified), f.Threshold)
	switch {
	case f.Kind == "share" && v.Of > 0:
		done, whole = 100*float64(v.Verified)/float64(v.Of), 100
	case f.Kind != "count":
		return nil
	}
	return &typeset.Bar{Share: done / whole, Mark: f.Threshold / whole, Alt: fmt.Sprintf("Kết quả %s; mức đề ra %s.", result, f.Asks())}
}

// membersOf is whom r counts over, one by one. People are not named: they are counted, and their names stay in the program.
func membersOf(r measure.Result) (out []Member) {
	f := r.Rule.Formula
	if f.Population.Of == measure.People || f.Population.Of == measure.Nothing && f.Per == "" {
		return nil
	}
	for _, m := range r.Value.Members {
		out = append(out, Member{Name: m.Name, Done: m.State == measure.Verified, Since: m.Since, Lacks: strings.Join(m.Lacks, "; ")})
	}
	return out
}

func unitRows(s Source) (out []UnitRow) {
	at := map[org.UnitID]int{}
	for _, d := range s.Duties {
		i, ok := at[d.Unit]
		if !ok {
			i = len(out)
			at[d.Unit] = i
			out = append(out, UnitRow{Name: d.UnitName, Asked: d.Asked})
		}
		u := &out[i]
		u.Whole++
		switch d.Progress {
		case Done:
			u.Done++
		case Going:
			u.Going++
		case Sent:
			u.Sent++
		case Returned:
			u.Returned++
		default:
			u.Todo++
		}
		if d.Late(s.On) {
			u.Late++
		}
	}
	return out
}

// targetHref is where the figures of a target are proven, as they were counted for s.
func (s Source) targetHref(target int64) string {
	return fmt.Sprintf("/measure/%d%s", target, s.query())
}

func (s Source) query() string {
	if s.Window.Name == measure.OfPlan {
		return "?on=" + string(s.On)
	}
	return "?window=" + s.Window.Name + "&on=" + string(s.On)
}
