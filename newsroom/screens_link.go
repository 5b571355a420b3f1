package newsroom

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"loa/kit/prose"
	"loa/kit/qr"
	"loa/org"
	"loa/platform/auth"
	"loa/platform/mail"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

func (d *Desk) linkRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /newsroom/{id}/send", Rule: org.SignedIn, Handle: d.sendPage},
		{Pattern: "POST /newsroom/{id}/send", Rule: org.SignedIn, Handle: d.sendHere},
		{Pattern: "POST /newsroom/{id}/link/{link}/revoke", Rule: org.SignedIn, Handle: d.revokeHere},
		{Pattern: "GET /duyet/{secret}", Rule: web.Anyone, Handle: d.phonePage},
		{Pattern: "POST /duyet/{secret}", Rule: web.Anyone, Handle: d.decideHere},
		{Pattern: "GET /duyet/{secret}/anh/{n}", Rule: web.Anyone, Handle: d.phonePicture},
	}
}

// sendPage is the form by which a story goes to an approver's phone.
type sendPage struct {
	storyPage
	All    []candidate
	Chosen string
	No     refuse.Refusal
}

func (d *Desk) loadSendPage(r *http.Request) (p sendPage, err error) {
	err = d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if p.storyPage, err = d.openStory(ctx, tx, r); err != nil {
			return err
		}
		if err := p.mayLink(p.Actor); err != nil {
			return err
		}
		p.All, err = d.candidates(ctx, tx, p.Actor, p.Story)
		return err
	})
	return p, err
}

// options are the approvers to choose from; those without a second step are named, and cannot be chosen yet.
func (p sendPage) options() []web.Option {
	options := []web.Option{{Value: "", Text: "Chọn người duyệt"}}
	for _, c := range p.All {
		text := c.Name + ", " + org.PostName(c.Post)
		if c.Proof == auth.NoProof {
			text += " (chưa có mã xác nhận)"
		}
		options = append(options, web.Option{Value: strconv.FormatInt(int64(c.ID), 10), Text: text})
	}
	return options
}

func (d *Desk) sendPage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadSendPage(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, sendScreen(p))
}

func (d *Desk) sendHere(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadSendPage(r)
	if err != nil {
		return err
	}
	p.Chosen = r.FormValue("approver")
	id, _ := strconv.ParseInt(p.Chosen, 10, 64) // anything else is nobody
	secret, l, err := d.MakeLink(r.Context(), p.Actor, p.ID, org.PersonID(id))
	if no, again := web.Again(r, err); again {
		p.No = no
		return web.Show(w, r, web.Status(no), sendScreen(p))
	}
	if err != nil {
		return err
	}
	m := madeLink{storyPage: p.storyPage, Link: l, Address: web.Origin(r) + "/duyet/" + secret}
	if m.Code, err = qr.Address(m.Address, 320); err != nil {
		return err
	}
	m.Sent, m.Trouble = d.mailLink(r.Context(), p, m)
	w.Header().Set("Cache-Control", "no-store")
	return web.Show(w, r, http.StatusOK, madeLinkScreen(m))
}

// madeLink is a new link, shown once.
type madeLink struct {
	storyPage
	Link    ApprovalLink
	Address string
	Code    string // a drawn code of the address, as a data: address
	Sent    string // the address of the letter that carried it; empty: none did
	Trouble string // why no letter could
}

// mailLink sends the address of m by letter where the place has a server and the approver an address. The secret is
// kept nowhere, so there is no second try: whoever made the link sees what became of the letter, and the address.
func (d *Desk) mailLink(ctx context.Context, p sendPage, m madeLink) (sent, trouble string) {
	i := slices.IndexFunc(p.All, func(c candidate) bool { return c.ID == m.Link.Approver })
	if d.Mail == nil || i < 0 || p.All[i].Email == "" {
		return "", ""
	}
	to := p.All[i].Person
	var s mail.Settings
	var place org.Place
	err := d.DB.Read(ctx, p.Actor.Place, func(tx *store.Tx) (err error) {
		if s, err = mail.Load(ctx, tx); err != nil || !s.IsOn() {
			return err
		}
		place, err = org.LoadPlace(ctx, tx, tx.Place())
		return err
	})
	if err == nil && !s.IsOn() {
		return "", ""
	}
	if err == nil {
		l := letter{To: to.Name, Place: place.Name, Title: p.name(), From: m.Link.MakerName, Address: m.Address, Until: web.Moment(m.Link.Until)}
		var html bytes.Buffer
		if err = letterPage(l).Render(ctx, &html); err == nil {
			err = d.Mail.Send(ctx, p.Actor.Place, mail.Letter{ID: fmt.Sprintf("duyet.%s.%d@%s", p.Actor.Place, m.Link.ID, s.Domain()), To: to.Email, Name: to.Name,
				Subject: "Mời duyệt: " + p.name(), Text: l.text(), HTML: html.String(), At: d.Now()})
		}
	}
	if err != nil {
		return "", mail.Why(err)
	}
	return to.Email, ""
}

// letter is what a letter with a link says.
type letter struct{ To, Place, Title, From, Address, Until string }

func (l letter) text() string {
	return fmt.Sprintf("Kính gửi %s,\n\n%s mời duyệt bài «%s» trên cổng %s.\n\nĐọc bài và quyết định trên điện thoại, dùng được đến %s:\n%s\n\nKhi quyết định, hệ thống hỏi mã xác nhận của anh/chị. Không ai khác, kể cả người gửi, được hỏi mã ấy.\n", l.To, l.From, l.Title, l.Place, l.Until, l.Address)
}

func (d *Desk) revokeHere(w http.ResponseWriter, r *http.Request) error {
	s, err := story(r)
	if err != nil {
		return err
	}
	link, err := web.PathID(r, "link")
	if err != nil {
		return err
	}
	return goTo(w, r, s.href(""), d.RevokeLink(r.Context(), org.ActorOf(r.Context()), s.ID, link))
}

// phonePage is a story as its approver reads it behind a link.
type phonePage struct {
	Story
	Link    ApprovalLink
	Opens   bool
	Say     string // how the link stands
	Secret  string
	Proof   auth.Proof
	Text    Version
	Doc     prose.Doc
	Sizes   sizes
	Unit    string
	Parts   []changed // beside what the public reads now; of a correction alone
	Remarks []Remark
	Outside []Outlink
	Forms   []web.Input // the other forms of the story, to be ticked
	Typed   Decision
	No      refuse.Refusal
}

// forms are the other forms of the story that the approver may approve with it; each box carries the mark of its text.
func (d *Desk) forms(ctx context.Context, tx *store.Tx, p phonePage) ([]web.Input, error) {
	a, err := org.ActorAt(ctx, tx, p.Link.Approver, d.Now())
	if err != nil {
		return nil, err
	}
	l, err := LawOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	boxes, err := along(ctx, tx, storyPage{Story: p.Story, Actor: a, Law: l})
	for i := range boxes {
		boxes[i].Value += ":" + markOf(boxes[i].Hint)
	}
	return boxes, err
}

// box is in as it was left by who decides.
func (p phonePage) box(in web.Input) web.Input {
	sort, mark, _ := strings.Cut(in.Value, ":")
	in.Checked = p.Typed.Along[Sort(sort)] == mark
	return in
}

// shown is picture number behind the link.
func (p phonePage) shown(number int64) Shown {
	return p.Sizes.at(number, fmt.Sprintf("/duyet/%s/anh/%d", p.Secret, number))
}

func (p phonePage) byline() string {
	if p.Unit == "" {
		return p.AuthorName
	}
	return p.AuthorName + ", " + p.Unit
}

func (p phonePage) wrong(field string) string {
	if p.No.Field == field {
		return p.No.Say
	}
	return ""
}

func (d *Desk) loadPhone(r *http.Request) (p phonePage, err error) {
	ctx := r.Context()
	p.Secret = r.PathValue("secret")
	err = d.DB.Read(ctx, web.Place(ctx), func(tx *store.Tx) (err error) {
		if p.Link, p.Story, err = d.openLink(ctx, tx, p.Secret); err != nil {
			return err
		}
		now := d.Now()
		if p.Opens, p.Say = p.Link.Opens(now), p.Link.Say(now); !p.Opens {
			return nil
		}
		if p.Proof, err = auth.ProofOf(ctx, tx, int64(p.Link.Approver)); err != nil {
			return err
		}
		if p.Text, err = version(ctx, tx, p.ID, p.Link.Version); err != nil {
			return err
		}
		p.Doc = prose.Parse(p.Text.Body)
		if p.Sizes, err = sizesOf(ctx, tx, p.ID, p.Doc); err != nil {
			return err
		}
		if p.Live > 0 {
			public, err := version(ctx, tx, p.ID, p.Live)
			if err != nil {
				return err
			}
			p.Parts = slices.DeleteFunc(compare(public.Text, p.Text.Text), changed.same)
		}
		if p.Remarks, err = d.look(ctx, tx, p.Story, p.Text); err != nil {
			return err
		}
		if p.Outside, err = d.outside(ctx, tx, p.Text.Text); err != nil {
			return err
		}
		if p.Forms, err = d.forms(ctx, tx, p); err != nil {
			return err
		}
		p.Unit, err = unitName(ctx, tx, p.Story.Unit)
		return err
	})
	return p, err
}

// show draws p for nobody but whoever has the address.
func (p phonePage) show(w http.ResponseWriter, r *http.Request, status int) error {
	head := w.Header()
	head.Set("Cache-Control", "no-store")
	head.Set("X-Robots-Tag", "noindex, nofollow")
	return web.Show(w, r, status, phoneScreen(p))
}

func (d *Desk) phonePage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadPhone(r)
	if err != nil {
		return err
	}
	return p.show(w, r, http.StatusOK)
}

func (d *Desk) decideHere(w http.ResponseWriter, r *http.Request) error {
	x := Decision{Verb: Verb(r.FormValue("verb")), Why: r.FormValue("why"), Code: r.FormValue("code"), Along: map[Sort]string{}}
	for _, v := range r.PostForm["along"] {
		sort, mark, _ := strings.Cut(v, ":")
		x.Along[Sort(sort)] = mark
	}
	err := d.DecideByLink(r.Context(), web.Place(r.Context()), r.PathValue("secret"), x)
	no := refuse.Of(err)
	if err == nil || no.Kind == refuse.Trouble || no.Kind == refuse.NotFound {
		return goTo(w, r, "/duyet/"+r.PathValue("secret"), err)
	}
	p, err := d.loadPhone(r)
	if err != nil {
		return err
	}
	p.No, p.Typed = no, x
	return p.show(w, r, web.Status(no))
}

// phonePicture gives out a picture of the text that the link is for, while it opens.
func (d *Desk) phonePicture(w http.ResponseWriter, r *http.Request) error {
	n, err := web.PathID(r, "n")
	if err != nil {
		return err
	}
	var found Picture
	err = d.DB.Read(r.Context(), web.Place(r.Context()), func(tx *store.Tx) error {
		l, s, err := d.openLink(r.Context(), tx, r.PathValue("secret"))
		if err == nil && !l.Opens(d.Now()) {
			err = noPicture
		}
		if err != nil {
			return err
		}
		found, err = pictureOf(r.Context(), tx, s.ID, n)
		return err
	})
	if err != nil {
		return err
	}
	return d.give(w, r, found.Hash, "private, no-store")
}
