// Package link answers for where the public pages lead out of this site (đường
// dẫn ra ngoài): to which hosts they may, and whether what stands there is still
// there. Links that nobody answers for are the chronic failure of public sites.
//
// # Hosts
//
// A story may lead to the hosts of the state, to a few that everybody knows
// (rules.go), and to those that the place has allowed, each with a reason and a
// name. Whoever writes asks for a host; somebody else, with the post, allows it.
// A story that leads elsewhere is not submitted. Who approves sees each link with
// its host, and which hosts no page of the place led to before.
//
// # Health
//
// Each link of a public page is opened once a week, in a job and never while a
// person waits: over HTTP with limits of time and size, through a dialer that
// connects to no address inside (dial.go). Links of stories that are still being
// written are opened within the hour, once. What was found last is what a writer is told
// before submitting. Hosts of bodies that are no more are known without opening
// them, with who does their work now.
//
// When nothing at all answers, our own line is down, and nothing is judged.
package link

import (
	"context"
	"embed"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the desk's tables.
var Schema = store.Schema{Desk: "link", Files: files}

// Desk keeps hosts and the health of links. A verb acts at the place of its actor.
type Desk struct {
	DB  *store.DB
	Now func() time.Time
	// Unfinished are the links of stories that are not public yet.
	Unfinished func(context.Context, *store.Tx) ([]string, error)
	// Public is every page that leads out of the site, for a place that was there before this desk.
	Public func(context.Context, *store.Tx) ([]Page, error)
	// Permits tells the addresses that a check may connect to; nil: those that everybody can reach.
	Permits func(netip.AddrPort) bool
}

// A Host (tên miền) is a host that somebody asked for at a place.
type Host struct {
	Name      string
	State     State
	Why       string
	Asker     org.PersonID
	AskerName string
	AskedAt   time.Time
	By        org.PersonID // who allowed, refused or withdrew it
	ByName    string
	At        time.Time
	Word      string // of who did
}

// A State is what became of a host.
type State string

// The states of a host.
const (
	Asked   State = "asked"   // chờ cho phép
	Allowed State = "allowed" // được dẫn tới
	Barred  State = "barred"  // không được dẫn tới
)

// A Page is a public page that leads out of the site.
type Page struct {
	Thing string // story/7
	Title string
	Href  string
	Links []string
}

// Keep sets what page leads to, in the transaction that made it public, changed it or took it away (no links).
func Keep(ctx context.Context, tx *store.Tx, p Page) error {
	if err := dropUses(ctx, tx, p.Thing); err != nil {
		return err
	}
	for i, href := range p.Links {
		if err := insertUse(ctx, tx, p, i, href, HostOf(href)); err != nil {
			return err
		}
	}
	return nil
}

// A Judgement is one link out of the site as whoever answers for it should see it.
type Judgement struct {
	Href, Host string
	IsNew      bool   // no public page of the place leads to the host yet
	Bar        string // why it may not stand; empty: it may
	Say        string // what is the matter with it all the same
}

// Judge looks at hrefs with what the place has allowed and what was found last.
func Judge(ctx context.Context, tx *store.Tx, hrefs []string) ([]Judgement, error) {
	if len(hrefs) == 0 {
		return nil, nil
	}
	all, err := hosts(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	out := make([]Judgement, len(hrefs))
	for i, href := range hrefs {
		j := Judgement{Href: href, Host: HostOf(href)}
		j.Bar = bar(href, all)
		h, err := healthOf(ctx, tx, href)
		if err != nil {
			return nil, err
		}
		if j.Say = h.sentence(); h.URL == "" {
			if r, ok := retiredAt(j.Host); ok {
				j.Say = r.sentence()
			}
		}
		if j.IsNew, err = isNew(ctx, tx, j.Host); err != nil {
			return nil, err
		}
		out[i] = j
	}
	return out, nil
}

// Ask asks that stories of the place may lead to host; whoever may allow hosts, and is not bound to ask, allows it with that.
func (d *Desk) Ask(ctx context.Context, by org.Actor, name, why string) error {
	if err := allowed(by, Ask); err != nil {
		return err
	}
	h := Host{Name: hostTyped(name), State: Asked, Why: tidy(why), Asker: by.Person, AskerName: by.Name, AskedAt: d.Now()}
	if err := h.settle(); err != nil {
		return err
	}
	return d.DB.Write(ctx, by.Place, func(tx *store.Tx) error {
		was, err := hosts(ctx, tx, h.Name)
		if err != nil {
			return err
		}
		if len(was) > 0 && was[0].State == Allowed {
			return refuse.Field("host", "Tên miền này đã được phép; bài dẫn tới được rồi.")
		}
		if len(was) > 0 && was[0].State == Asked {
			return refuse.Field("host", was[0].AskerName+" đã đề nghị tên miền này; đang chờ người có thẩm quyền cho phép.")
		}
		if err := putHost(ctx, tx, h); err != nil {
			return err
		}
		return d.record(ctx, tx, by, Ask, h, h.Why)
	})
}

// Allow lets stories of the place lead to a host that somebody else asked for.
func (d *Desk) Allow(ctx context.Context, by org.Actor, name, word string) error {
	return d.on(ctx, by, name, Allow, func(h *Host) error {
		switch {
		case h.State == Allowed:
			return refuse.With(refuse.Conflict, "Tên miền này đã được phép.")
		case h.State == Asked && h.Asker == by.Person:
			return refuse.With(refuse.NotAllowed, "Anh/chị đã đề nghị tên miền này nên không tự cho phép. Hãy nhờ người khác có thẩm quyền.")
		}
		h.State, h.Word = Allowed, tidy(word)
		return nil
	})
}

// Bar forbids a host, asked for or allowed; stories that are public keep their links, and stand on the list of what to mend.
func (d *Desk) Bar(ctx context.Context, by org.Actor, name, word string) error {
	return d.on(ctx, by, name, Bar, func(h *Host) error {
		if h.Word = tidy(word); h.Word == "" {
			return refuse.Field("word", "Hãy ghi lý do để người viết biết.")
		}
		if h.State == Barred {
			return refuse.With(refuse.Conflict, "Tên miền này đã bị chặn.")
		}
		h.State = Barred
		return nil
	})
}

func (d *Desk) on(ctx context.Context, by org.Actor, name string, verb Verb, do func(*Host) error) error {
	if err := allowed(by, verb); err != nil {
		return err
	}
	return d.DB.Write(ctx, by.Place, func(tx *store.Tx) error {
		found, err := hosts(ctx, tx, name)
		if err != nil {
			return err
		}
		if len(found) == 0 || name == "" {
			return refuse.With(refuse.NotFound, "Không tìm thấy tên miền này.")
		}
		h := found[0]
		if err := do(&h); err != nil {
			return err
		}
		h.By, h.ByName, h.At = by.Person, by.Name, d.Now()
		if err := putHost(ctx, tx, h); err != nil {
			return err
		}
		return d.record(ctx, tx, by, verb, h, h.Word)
	})
}

func (d *Desk) record(ctx context.Context, tx *store.Tx, by org.Actor, verb Verb, h Host, detail string) error {
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(by.Person), Verb: string(verb) + "-host", Thing: "links/" + h.Name, Detail: detail})
}

// A Waiting is a thing of this desk that wants somebody's eye.
type Waiting struct{ Href, Text, Detail string }

// Waiting is what wants the eye of by: hosts to allow, links that lead nowhere.
func (d *Desk) Waiting(ctx context.Context, tx *store.Tx, by org.Actor) (out []Waiting, err error) {
	if by.Holds(law[Allow]...) {
		all, err := hosts(ctx, tx, "")
		if err != nil {
			return nil, err
		}
		for _, h := range all {
			if h.State == Asked && h.Asker != by.Person {
				out = append(out, Waiting{"/links", "Cho phép dẫn tới " + h.Name, h.AskerName + " đề nghị: " + h.Why})
			}
		}
	}
	if by.Holds(org.EditorHead) {
		sick, err := ailing(ctx, tx)
		if err != nil {
			return nil, err
		}
		if len(sick) > 0 {
			out = append(out, Waiting{"/links", strconv.Itoa(len(sick)) + " đường dẫn trên cổng không còn dùng được", "Mở bản đính chính để thay hoặc bỏ."})
		}
	}
	return out, nil
}

func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }
