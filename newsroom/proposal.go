package newsroom

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"loa/kit/prose"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A Proposal (đề nghị) changes many public stories at once: one person proposes, somebody else who may approve does it.
// It is done to all of its stories or to none: where one has moved on since, it is refused and made anew.
type Proposal struct {
	ID    int64
	What  Mass
	Theme Theme  // that the stories get
	From  string // the link that is replaced
	To    string
	Why   string // of a withdrawal: what the public reads

	Proposer     org.PersonID
	ProposerName string
	ProposedAt   time.Time
	DeciderName  string
	DecidedAt    time.Time // zero: nobody has
	IsDone       bool      // and not turned down
	Steps        []Step
}

// A Mass is what is changed in many stories.
type Mass string

// What may be changed.
const (
	MassTheme    Mass = "theme"
	MassWithdraw Mass = "withdraw"
	MassLink     Mass = "link"
)

// Name is what m is called on screens; empty when there is no such change.
func (m Mass) Name() string {
	return map[Mass]string{MassTheme: "Đổi nội dung kế hoạch", MassWithdraw: "Gỡ khỏi cổng", MassLink: "Thay một đường dẫn ra ngoài"}[m]
}

// A Step is one story of a proposal, as it was when it was proposed.
type Step struct {
	Story StoryID
	Title string
	Live  int
	Was   string
	Moved string // how the story has moved on since; empty: it has not
}

const mostSteps = 200

// say is what p does to each story, in a sentence without its end.
func (p Proposal) say() string {
	switch p.What {
	case MassTheme:
		return "Đổi nội dung sang «" + p.Theme.Name + "»"
	case MassLink:
		return "Thay đường dẫn " + p.From + " bằng " + p.To
	}
	return "Gỡ khỏi cổng. Lý do: " + p.Why
}

func (p Proposal) ref() string { return fmt.Sprintf("proposals/%d", p.ID) }

// mayPropose refuses a who may not change many stories.
func mayPropose(a org.Actor) error {
	if a.Person == 0 {
		return allowed(a, Look)
	}
	if a.Holds(editors...) {
		return nil
	}
	return refuse.With(refuse.NotAllowed, "Thay đổi nhiều bài do "+postNames(editors)+" đề nghị.")
}

// mayDecide refuses a who may not do p: whoever proposed it, and those who may not approve (or withdraw) a story.
func (p Proposal) mayDecide(a org.Actor, l Law) error {
	verb := Approve
	if p.What == MassWithdraw {
		verb = Withdraw
	}
	switch {
	case a.Person == 0:
		return allowed(a, Look)
	case !p.DecidedAt.IsZero():
		return refuse.With(refuse.Conflict, "Đề nghị này đã được quyết định.")
	case p.Proposer == a.Person:
		return refuse.With(refuse.NotAllowed, "Anh/chị đã đề nghị nên không tự duyệt. Hãy nhờ người khác có thẩm quyền.")
	case !a.Holds(l.Posts(verb)...):
		return refuse.With(refuse.NotAllowed, "Việc này do "+postNames(l.Posts(verb))+" duyệt.")
	}
	return nil
}

// Propose asks for a change of stories; of a link, of every public story that leads there.
func (d *Desk) Propose(ctx context.Context, a org.Actor, p Proposal, stories []StoryID) (id int64, err error) {
	if err := mayPropose(a); err != nil {
		return 0, err
	}
	err = d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		if err := d.settle(ctx, tx, &p); err != nil {
			return err
		}
		public, _, err := pieces(ctx, tx, Shelf{}, 1, math.MaxInt32)
		if err != nil {
			return err
		}
		p.Steps = nil
		for _, piece := range public {
			if slices.Contains(stories, piece.ID) || p.What == MassLink && slices.Contains(piece.Outside(), p.From) {
				if err := p.add(ctx, tx, piece); err != nil {
					return err
				}
			}
		}
		switch {
		case len(p.Steps) == 0 && p.What == MassLink:
			return refuse.Field("from", "Không bài nào đang đăng có đường dẫn này. Hãy chép đúng cả địa chỉ.")
		case len(p.Steps) == 0:
			return refuse.Field("what", "Hãy chọn ít nhất một bài đang đăng.")
		case len(p.Steps) > mostSteps:
			return refuse.Field("what", "Mỗi lần nhiều nhất 200 bài. Hãy chia thành nhiều đề nghị.")
		}
		p.Proposer, p.ProposerName, p.ProposedAt = a.Person, a.Name, d.Now()
		if id, err = insertProposal(ctx, tx, p); err != nil {
			return err
		}
		return d.recordThing(ctx, tx, a, Proposal{ID: id}.ref(), "propose", fmt.Sprintf("%d bài: %s", len(p.Steps), p.say()))
	})
	return id, err
}

// add puts piece into p, unless a correction of it is being written.
func (p *Proposal) add(ctx context.Context, tx *store.Tx, piece Piece) error {
	s, err := load(ctx, tx, piece.ID)
	if err != nil {
		return err
	}
	if s.State != Published {
		return refuse.Field("what", "Bài «"+piece.Title+"» đang có bản đính chính chưa xong. Hãy đăng hoặc bỏ bản ấy trước.")
	}
	p.Steps = append(p.Steps, Step{Story: piece.ID, Title: piece.Title, Live: s.Live, Was: piece.Theme.Name})
	return nil
}

// settle refuses a change that cannot be made.
func (d *Desk) settle(ctx context.Context, tx *store.Tx, p *Proposal) (err error) {
	p.Why, p.From, p.To = sentence(p.Why), strings.TrimSpace(p.From), strings.TrimSpace(p.To)
	switch p.What {
	case MassTheme:
		p.From, p.To, p.Why = "", "", ""
		if p.Theme.Key == 0 {
			return refuse.Field("theme", "Hãy chọn nội dung mới.")
		}
		p.Theme, err = themeOf(ctx, tx, p.Theme.Key, Theme{})
		return err
	case MassWithdraw:
		p.Theme, p.From, p.To = Theme{}, "", ""
		if p.Why == "" {
			return refuse.Field("why", "Hãy ghi lý do gỡ; người đọc sẽ thấy câu này thay cho bài.")
		}
		return nil
	case MassLink:
		p.Theme, p.Why = Theme{}, ""
		switch {
		case !isPage(p.From):
			return refuse.Field("from", "Hãy chép cả địa chỉ cũ, bắt đầu bằng https://.")
		case !isPage(p.To) || strings.ContainsAny(p.To, " ()"):
			return refuse.Field("to", "Hãy chép cả địa chỉ mới, bắt đầu bằng https://, không có dấu ngoặc.")
		case p.From == p.To:
			return refuse.Field("to", "Địa chỉ mới phải khác địa chỉ cũ.")
		}
		return d.allowedLink(ctx, tx, p.To)
	}
	return refuse.Field("what", "Hãy chọn thay đổi gì.")
}

// allowedLink refuses a link that may not stand in a story.
func (d *Desk) allowedLink(ctx context.Context, tx *store.Tx, href string) error {
	if d.Judge == nil {
		return nil
	}
	found, err := d.Judge(ctx, tx, []string{href})
	for _, o := range found {
		if err == nil && o.Bar != "" {
			return refuse.Field("to", o.Bar)
		}
	}
	return err
}

// Enact does proposal id to all of its stories.
func (d *Desk) Enact(ctx context.Context, a org.Actor, id int64) error {
	return d.decide(ctx, a, id, "enact", func(tx *store.Tx, p *Proposal) error {
		for _, step := range p.Steps {
			if step.Moved != "" {
				return refuse.With(refuse.Conflict, "Bài «"+step.Title+"» "+step.Moved+" từ khi có đề nghị, nên chưa bài nào được thay đổi. Hãy không duyệt đề nghị này và lập đề nghị mới.")
			}
		}
		if p.What == MassLink {
			if err := d.allowedLink(ctx, tx, p.To); err != nil {
				return err
			}
		}
		p.IsDone = true
		for _, step := range p.Steps {
			if err := d.inStory(ctx, tx, step.Story, func(s *Story) error { return d.apply(ctx, tx, a, *p, s) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// TurnDown ends proposal id with nothing done: somebody who may decide, or who proposed it.
func (d *Desk) TurnDown(ctx context.Context, a org.Actor, id int64) error {
	return d.decide(ctx, a, id, "turn-down", func(*store.Tx, *Proposal) error { return nil })
}

func (d *Desk) decide(ctx context.Context, a org.Actor, id int64, verb string, do func(*store.Tx, *Proposal) error) error {
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		p, err := proposal(ctx, tx, id)
		if err != nil {
			return err
		}
		l, err := LawOf(ctx, tx)
		if err != nil {
			return err
		}
		takesBack := verb == "turn-down" && p.Proposer == a.Person && p.DecidedAt.IsZero()
		if err := p.mayDecide(a, l); err != nil && !takesBack {
			return err
		}
		if err := do(tx, &p); err != nil {
			return err
		}
		p.DeciderName, p.DecidedAt = a.Name, d.Now()
		if err := endProposal(ctx, tx, p); err != nil {
			return err
		}
		return d.recordThing(ctx, tx, a, p.ref(), verb, fmt.Sprintf("%d bài: %s", len(p.Steps), p.say()))
	})
}

// apply does p to s, which is as it was when p was made.
func (d *Desk) apply(ctx context.Context, tx *store.Tx, a org.Actor, p Proposal, s *Story) error {
	if p.What == MassWithdraw {
		return d.step(ctx, tx, a, s, Withdraw, d.withdrawing(ctx, s.ID, p.Why))
	}
	v, err := version(ctx, tx, s.ID, s.Live)
	if err != nil {
		return err
	}
	now := d.Now()
	v.N, v.Saver, v.SaverName, v.BeganAt, v.SavedAt, v.Sealed = s.Last+1, p.Proposer, p.ProposerName, now, now, true
	if p.What == MassTheme {
		v.Theme = p.Theme
	} else if v.Body, v.Video = relink(v.Body, v.Video, p.From, p.To); slices.Contains(beyond(prose.Parse(v.Body), v.Video), p.From) {
		return refuse.With(refuse.Conflict, "Đường dẫn trong bài «"+s.Title+"» không thay tự động được. Hãy mở bản đính chính của bài ấy.")
	}
	s.Last, s.Live, s.Was, s.Theme, s.UpdatedAt, s.ChangedAt = v.N, v.N, v.N, v.Theme.Key, now, now
	if err := putVersion(ctx, tx, v); err != nil {
		return err
	}
	if err := d.tell(ctx, tx, *s, v.Theme); err != nil {
		return err
	}
	if err := tx.Index(ctx, doc(*s, v)); err != nil {
		return err
	}
	return d.record(ctx, tx, a, s.ID, "change", fmt.Sprintf("%s, theo đề nghị %d của %s.", p.say(), p.ID, p.ProposerName))
}

// relink leads what led to from to to.
func relink(body, video, from, to string) (string, string) {
	if video == from {
		video = to
	}
	for _, after := range []string{")", " \""} {
		body = strings.ReplaceAll(body, "]("+from+after, "]("+to+after)
	}
	return body, video
}

// proposed are the proposals that wait for a.
func (d *Desk) proposed(ctx context.Context, tx *store.Tx, a org.Actor) (out []Waiting, err error) {
	open, err := proposals(ctx, tx, `AND decided_at = 0 ORDER BY id`)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	l, err := LawOf(ctx, tx)
	for _, p := range open {
		if p.mayDecide(a, l) == nil {
			out = append(out, Waiting{Text: "Duyệt đề nghị thay đổi nhiều bài", Detail: p.ProposerName + ": " + p.say() + ".", Href: "/" + p.ref()})
		}
	}
	return out, err
}

// proposal is proposal id with its stories, and which of them have moved on.
func proposal(ctx context.Context, tx *store.Tx, id int64) (Proposal, error) {
	found, err := proposals(ctx, tx, `AND id = $2`, id)
	if err != nil {
		return Proposal{}, err
	}
	if len(found) == 0 {
		return Proposal{}, refuse.With(refuse.NotFound, "Không tìm thấy đề nghị này.")
	}
	p := found[0]
	if p.Steps, err = stepsOf(ctx, tx, id); err != nil {
		return p, err
	}
	for i := range p.Steps {
		step := &p.Steps[i]
		s, err := load(ctx, tx, step.Story)
		if err != nil {
			return p, err
		}
		if step.Title = s.Title; s.State != Published || s.Live != step.Live {
			step.Moved = "đã được sửa, gỡ hoặc mở đính chính"
		}
	}
	return p, nil
}

func proposals(ctx context.Context, tx *store.Tx, rest string, args ...any) ([]Proposal, error) {
	return store.All(ctx, tx, func(r *sql.Rows, p *Proposal) error {
		var at, decided int64
		err := r.Scan(&p.ID, &p.What, &p.Theme.Key, &p.Theme.Plan, &p.Theme.Name, &p.Theme.Slug, &p.From, &p.To, &p.Why, &p.Proposer, &p.ProposerName, &at, &p.DeciderName, &decided, &p.IsDone)
		p.ProposedAt, p.DecidedAt = store.Instant(at), store.Instant(decided)
		return err
	}, `SELECT id, what, theme, theme_plan, theme_name, theme_slug, from_link, to_link, why, proposer, proposer_name, proposed_at, decider_name, decided_at, is_done
		FROM newsroom_proposal WHERE place = $1 `+rest, args...)
}

func insertProposal(ctx context.Context, tx *store.Tx, p Proposal) (int64, error) {
	id, err := tx.NextID(ctx, "newsroom_proposal")
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO newsroom_proposal (place, id, what, theme, theme_plan, theme_name, theme_slug, from_link, to_link, why, proposer, proposer_name, proposed_at, decider_name, decided_at, is_done)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', 0, FALSE)`,
		id, string(p.What), p.Theme.Key, int64(p.Theme.Plan), p.Theme.Name, p.Theme.Slug, p.From, p.To, p.Why, int64(p.Proposer), p.ProposerName, p.ProposedAt.UnixMilli())
	if err != nil {
		return 0, err
	}
	for _, s := range p.Steps {
		if _, err := tx.Exec(ctx, `INSERT INTO newsroom_step (place, proposal, story, live, was) VALUES ($1, $2, $3, $4, $5)`, id, int64(s.Story), int64(s.Live), s.Was); err != nil {
			return 0, err
		}
	}
	return id, nil
}

func endProposal(ctx context.Context, tx *store.Tx, p Proposal) error {
	_, err := tx.Exec(ctx, `UPDATE newsroom_proposal SET decider_name = $3, decided_at = $4, is_done = $5 WHERE place = $1 AND id = $2`, p.ID, p.DeciderName, p.DecidedAt.UnixMilli(), p.IsDone)
	return err
}

func stepsOf(ctx context.Context, tx *store.Tx, id int64) ([]Step, error) {
	return store.All(ctx, tx, func(r *sql.Rows, s *Step) error { return r.Scan(&s.Story, &s.Live, &s.Was) },
		`SELECT story, live, was FROM newsroom_step WHERE place = $1 AND proposal = $2 ORDER BY story`, id)
}
