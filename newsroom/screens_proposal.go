package newsroom

import (
	"context"
	"net/http"
	"strconv"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

func (d *Desk) proposalRoutes() []web.Route {
	look, propose := org.SignedIn, org.Holders(editors...)
	return []web.Route{
		{Pattern: "GET /proposals", Rule: look, Handle: d.proposalsPage},
		{Pattern: "GET /proposals/new", Rule: propose, Handle: d.proposePage},
		{Pattern: "POST /proposals/new", Rule: propose, Handle: d.proposeHere},
		{Pattern: "GET /proposals/{id}", Rule: look, Handle: d.proposalPage},
		{Pattern: "POST /proposals/{id}/enact", Rule: look, Handle: d.enactHere},
		{Pattern: "POST /proposals/{id}/turn-down", Rule: look, Handle: d.turnDownHere},
	}
}

type proposalsPage struct {
	Actor org.Actor
	All   []Proposal
}

const mostProposals = 100

func (d *Desk) proposalsPage(w http.ResponseWriter, r *http.Request) error {
	p := proposalsPage{Actor: org.ActorOf(r.Context())}
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		p.All, err = proposals(ctx, tx, `ORDER BY decided_at > 0, id DESC LIMIT $2`, mostProposals)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, proposalsScreen(p))
}

// proposePage is the form of a proposal, with what was typed.
type proposePage struct {
	Proposal
	Topics []Topic
	Chosen []Piece
	Found  []Piece // a page of those that the filter leaves, but for the chosen
	Total  int     // that it leaves
	No     refuse.Refusal

	// The filter, and its page from 1.
	Words string
	Kind  Kind
	Of    int64 // key of a theme
	Page  int
}

func (p proposePage) shelf() Shelf {
	s := Shelf{Kind: p.Kind, words: p.Words}
	if p.Of != 0 {
		s.Themes = []int64{p.Of}
	}
	s.but = p.chosen()
	return s
}

func (p proposePage) narrowed() bool { return p.Words != "" || p.Kind != "" || p.Of != 0 }
func (p proposePage) pages() int     { return (p.Total + PageSize - 1) / PageSize }

// mayTakeAll reports whether all that the filter leaves may be chosen at once.
func (p proposePage) mayTakeAll() bool { return p.Total > 0 && p.Total+len(p.Chosen) <= mostSteps }

// found says how many stories the filter leaves.
func (p proposePage) found() string {
	say := strconv.Itoa(p.Total) + " bài đang đăng"
	if p.narrowed() {
		say += " khớp với điều kiện lọc"
	}
	if len(p.Chosen) > 0 {
		say += ", ngoài những bài đã chọn"
	}
	return say + "."
}

// fields are the form but for the stories.
func (p proposePage) fields() []web.Input {
	what := []web.Option{{Text: "Chọn thay đổi"}}
	for _, m := range []Mass{MassTheme, MassWithdraw, MassLink} {
		what = append(what, web.Option{Value: string(m), Text: m.Name()})
	}
	out := []web.Input{
		{Name: "what", Label: "Thay đổi", Type: "select", Options: what, Value: string(p.What), Required: true},
		{Name: "theme", Label: "Nội dung mới", Type: "select", Options: newThemes(p.Topics), Value: keyValue(p.Theme.Key), Hint: "Khi đổi nội dung."},
		{Name: "why", Label: "Lý do gỡ", Value: p.Why, Hint: "Khi gỡ bài. Người đọc thấy câu này thay cho bài."},
		{Name: "from", Label: "Đường dẫn cũ", Type: "url", Value: p.From, Hint: "Khi thay đường dẫn. Mọi bài đang đăng có đường dẫn này được thay, không cần chọn bài."},
		{Name: "to", Label: "Đường dẫn mới", Type: "url", Value: p.To},
	}
	for i := range out {
		if out[i].Name == p.No.Field {
			out[i].Error = p.No.Say
		}
	}
	return out
}

// newThemes are the themes that stories may be given.
func newThemes(topics []Topic) []web.Option {
	options := topicOptions(topics)
	options[0].Text = "Chọn nội dung"
	return options
}

// proposing is the form as it was sent: to be filled in further, by GET, or to be done. What was chosen stays chosen,
// whatever the filter leaves.
func (d *Desk) proposing(r *http.Request) (p proposePage, err error) {
	number := func(name string) int64 {
		n, _ := strconv.ParseInt(r.FormValue(name), 10, 64) // anything else is none
		return max(n, 0)
	}
	p.Proposal = Proposal{What: Mass(r.FormValue("what")), Theme: Theme{Key: number("theme")}, Why: r.FormValue("why"), From: r.FormValue("from"), To: r.FormValue("to")}
	p.Words, p.Kind, p.Of, p.Page = r.FormValue("q"), Kind(r.FormValue("kind")), number("of"), int(min(max(number("page"), 1), 1<<20))
	var ids []StoryID
	for _, v := range r.Form["story"] {
		if n, err := strconv.ParseInt(v, 10, 64); err == nil && len(ids) <= mostSteps {
			ids = append(ids, StoryID(n))
		}
	}
	err = d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if p.Topics, err = Topics(ctx, tx); err != nil {
			return err
		}
		if len(ids) > 0 {
			if p.Chosen, _, err = pieces(ctx, tx, Shelf{ids: ids}, 1, len(ids)); err != nil {
				return err
			}
		}
		if p.Found, p.Total, err = pieces(ctx, tx, p.shelf(), p.Page, PageSize); err != nil {
			return err
		}
		if r.FormValue("all") == "" || !p.mayTakeAll() {
			return nil
		}
		more, _, err := pieces(ctx, tx, p.shelf(), 1, mostSteps)
		p.Chosen, p.Found, p.Total = append(p.Chosen, more...), nil, 0
		return err
	})
	return p, err
}

func (p proposePage) chosen() (ids []StoryID) {
	for _, c := range p.Chosen {
		ids = append(ids, c.ID)
	}
	return ids
}

func (d *Desk) proposePage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.proposing(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, proposeScreen(p))
}

func (d *Desk) proposeHere(w http.ResponseWriter, r *http.Request) error {
	p, err := d.proposing(r)
	if err != nil {
		return err
	}
	id, err := d.Propose(r.Context(), org.ActorOf(r.Context()), p.Proposal, p.chosen())
	if no := refuse.Of(err); err != nil && no.Kind == refuse.Invalid {
		p.No = no
		return web.Show(w, r, web.Status(no), proposeScreen(p))
	}
	if err == nil {
		http.Redirect(w, r, "/"+Proposal{ID: id}.ref(), http.StatusSeeOther)
	}
	return err
}

// proposalPage is a proposal with each story that it changes.
type proposalPage struct {
	Proposal
	MayDecide bool
	MayEnd    bool
	Hint      string // why whoever looks may not decide
}

func (d *Desk) proposalPage(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	a := org.ActorOf(r.Context())
	var p proposalPage
	err = d.read(r, func(ctx context.Context, tx *store.Tx) error {
		l, err := LawOf(ctx, tx)
		if err != nil {
			return err
		}
		if p.Proposal, err = proposal(ctx, tx, id); err != nil {
			return err
		}
		no := p.mayDecide(a, l)
		p.MayDecide = no == nil
		p.MayEnd = p.MayDecide || p.Proposer == a.Person && p.DecidedAt.IsZero()
		if no != nil && p.DecidedAt.IsZero() {
			p.Hint = refuse.Of(no).Say
		}
		return nil
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, proposalScreen(p))
}

func (d *Desk) enactHere(w http.ResponseWriter, r *http.Request) error {
	return d.decided(w, r, d.Enact)
}

func (d *Desk) turnDownHere(w http.ResponseWriter, r *http.Request) error {
	return d.decided(w, r, d.TurnDown)
}

func (d *Desk) decided(w http.ResponseWriter, r *http.Request, verb func(context.Context, org.Actor, int64) error) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	if err := verb(r.Context(), org.ActorOf(r.Context()), id); err != nil {
		return err
	}
	http.Redirect(w, r, "/"+Proposal{ID: id}.ref(), http.StatusSeeOther)
	return nil
}

// standing is what became of p, and how it looks.
func (p Proposal) standing() (tone, say string) {
	switch {
	case p.DecidedAt.IsZero():
		return "warn", "Chờ duyệt"
	case p.IsDone:
		return "good", "Đã thực hiện"
	}
	return "", "Không thực hiện"
}
