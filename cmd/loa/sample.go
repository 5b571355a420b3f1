package main

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"text/tabwriter"
	"time"

	"loa/kit/scan"
	"loa/org"
	"loa/plan"
	"loa/platform/auth"
	"loa/platform/refuse"
	"loa/platform/store"
)

// sampleFiles are the paper of the sample ward, as its OCR left it, what a
// person corrected in its reading, two invented papers: one that waits for
// the vice chair, and the scan of one; and drawn photos for evidence.
//
//go:embed sample
var sampleFiles embed.FS

// samplePlace is Phù Liễn.
const samplePlace store.Place = "11446"

// sampleFrom is the day the ward began: its units and posts are as old.
const sampleFrom org.Day = "2025-07-01"

// samplePassword opens every sample account; it is printed for all to see.
const samplePassword = "loa-phu-lien-15"

// sampleLabel stands on every page of the sample ward.
const sampleLabel = "Dữ liệu minh họa: người là hư cấu; chỉ kế hoạch số 15 là thật, chữ đã sửa bằng tay."

// An extra is somebody of the sample ward. The people are invented; only the ward and its plan are real.
type extra struct {
	login, name, unit string
	post              org.Post
}

// cast is the sample ward's people, the operator first: he enters the others.
var cast = []extra{
	{"tuan", "Đỗ Anh Tuấn", office, org.Operator},
	{"minh", "Phạm Quốc Minh", committee, org.Chair},
	{"thuha", "Vũ Thu Hà", committee, org.ViceChair},
	{"lan", "Nguyễn Thị Lan", culture, org.OfficeHead},
	{"duc", "Bùi Minh Đức", culture, org.Officer},
	{"thao", "Lê Phương Thảo", services, org.EditorHead},
	{"son", "Hoàng Văn Sơn", services, org.Reporter},
	{"cuong", "Trịnh Văn Cường", services, org.Announcer},
	{"yen", "Đặng Hải Yến", office, org.Clerk},
	{"hong", "Mai Thị Hồng", school, org.UnitHead},
}

const (
	committee = "Ủy ban nhân dân phường Phù Liễn"
	office    = "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"
	culture   = "Phòng Văn hóa - Xã hội phường"
	services  = "Trung tâm sự nghiệp công phường"
	school    = "Trường Tiểu học minh họa"
)

// sample fills an empty database with the ward of Phù Liễn: its people, and its
// plan, read from the bad OCR, corrected and adopted. Data that are somebody's own
// are refused: with the sample's ease nobody there would need a phone to sign in.
func (h *house) sample(ctx context.Context, o output) error {
	sites, err := h.db.Places(ctx)
	if err != nil {
		return err
	}
	if len(sites) == 0 {
		people, err := h.samplePeople(ctx)
		if err != nil {
			return err
		}
		for _, fill := range []func(context.Context, map[string]org.Actor) error{
			h.sampleDays, h.sampleLeave, h.samplePlans, h.sampleWork, h.sampleHalfYear, h.sampleTurns, h.sampleDifficulties, h.sampleNews,
			h.sampleFacts, h.sampleReports, h.sampleReminders, h.sampleDigest, h.sampleProposal, h.sampleAlerts, h.sampleContacts, h.sampleLink, h.samplePapers, h.sampleLists, h.sampleScan,
		} {
			if err := fill(ctx, people); err != nil {
				return err
			}
		}
	} else if is, err := h.isSample(ctx, sites); err != nil || !is {
		return errors.Join(err, refuse.With(refuse.Conflict, "Dữ liệu ở đây không phải của phường mẫu nên không chạy với --sample được (phường mẫu không cần xác thực hai bước). Hãy bỏ --sample, hoặc chỉ thư mục khác bằng --data."))
	}
	fmt.Fprintf(o.out, "Phường mẫu Phù Liễn (dữ liệu minh họa; người là hư cấu). Mật khẩu chung: %s\n", samplePassword)
	table := tabwriter.NewWriter(o.out, 0, 0, 3, ' ', 0)
	for _, e := range cast {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", e.login, org.PostName(e.post), e.name)
	}
	return table.Flush()
}

// isSample reports whether sites are the sample ward alone, founded by its invented operator.
func (h *house) isSample(ctx context.Context, sites []store.Site) (is bool, err error) {
	if len(sites) > 1 || sites[0].Place != samplePlace {
		return false, nil
	}
	err = h.db.Read(ctx, samplePlace, func(tx *store.Tx) error {
		first, err := org.LoadPerson(ctx, tx, 1)
		is = first.Name == cast[0].name
		return err
	})
	if refuse.Of(err).Kind == refuse.NotFound {
		return false, nil
	}
	return is, err
}

// samplePeople founds the ward and enters its people; they come back by login.
func (h *house) samplePeople(ctx context.Context) (map[string]org.Actor, error) {
	var first org.PersonID
	forth := h.back(sampleDay(7, 1, 8)) // the ward and its office are as old as the two tiers
	err := h.db.Write(ctx, samplePlace, func(tx *store.Tx) (err error) {
		if err := tx.Enroll(ctx, ""); err != nil {
			return err
		}
		places, changes := org.PhuLien()
		if err := h.org.Found(ctx, tx, places, changes); err != nil {
			return err
		}
		if err := h.library.Seed(ctx, tx); err != nil {
			return err
		}
		first, err = h.org.Begin(ctx, tx, org.Person{Name: cast[0].name}, cast[0].unit, "")
		return err
	})
	if forth(); err != nil {
		return nil, err
	}
	people := map[string]org.Actor{}
	if people[cast[0].login], err = h.actor(ctx, first); err != nil {
		return nil, err
	}
	operator := people[cast[0].login]
	units, err := h.sampleUnits(ctx, operator)
	if err != nil {
		return nil, err
	}
	for _, e := range cast[1:] {
		id, err := h.org.AddPerson(ctx, operator, e.person(units[e.unit]))
		if err != nil {
			return nil, fmt.Errorf("enter %s: %w", e.login, err)
		}
		by := operator // records the first chair; from then on the chair records the others
		if chair, ok := people["minh"]; ok {
			by = chair
		}
		holding := org.Holding{Person: id, Post: e.post, Unit: units[e.unit], Span: org.Span{From: sampleFrom}}
		if _, err := h.org.Appoint(ctx, by, holding); err != nil {
			return nil, fmt.Errorf("appoint %s: %w", e.login, err)
		}
		if people[e.login], err = h.actor(ctx, id); err != nil {
			return nil, err
		}
	}
	if err := h.sampleNeighbours(ctx, operator, people["minh"]); err != nil {
		return nil, err
	}
	return people, h.db.Write(ctx, samplePlace, func(tx *store.Tx) error {
		for login, a := range people {
			account := auth.NewAccount{Person: int64(a.Person), Login: login, Password: samplePassword}
			if err := h.auth.CreateAccount(ctx, tx, 0, account); err != nil {
				return fmt.Errorf("account %s: %w", login, err)
			}
		}
		return nil
	})
}

// sampleLeave lends the post of the head of the culture office to the officer for a week of leave, a month from now.
func (h *house) sampleLeave(ctx context.Context, people map[string]org.Actor) error {
	first := org.DayOf(h.org.Now()).Add(30)
	leave := org.HandOver{From: people["lan"].Person, To: people["duc"].Person, Why: "nghỉ phép năm",
		Span: org.Span{From: first, Through: first.Add(6)}}
	if err := h.org.Cover(ctx, people["lan"], leave); err != nil {
		return fmt.Errorf("leave of lan: %w", err)
	}
	return nil
}

// sampleDays has the ward close for a day some weeks from now, and make up for it on a Saturday. It worked on the first
// Saturday that it had, too.
func (h *house) sampleDays(ctx context.Context, people map[string]org.Actor) error {
	off := org.Calendar(nil).OnOrAfter(org.DayOf(h.org.Now()).Add(40))
	saturday := off.Add(1)
	for org.Calendar(nil).IsWorking(saturday) {
		saturday = saturday.Add(1)
	}
	for day, c := range map[org.Day]org.DayChange{
		off:           {Why: "Mất điện toàn phường", Basis: "Thông báo của Điện lực Kiến An"},
		saturday:      {Works: true, Why: "Làm bù ngày mất điện"},
		firstSaturday: {Works: true, Why: "Trực tuần đầu của phường mới"},
	} {
		if err := h.org.ChangeDays(ctx, people["minh"], org.Span{From: day}, c); err != nil {
			return fmt.Errorf("day %s: %w", day, err)
		}
	}
	return nil
}

// firstSaturday is the first one after communes took the place of districts.
const firstSaturday org.Day = "2025-07-05"

func (h *house) sampleUnits(ctx context.Context, operator org.Actor) (map[string]org.UnitID, error) {
	units := map[string]org.UnitID{office: operator.Unit}
	for _, u := range []org.Unit{
		{Name: committee, Kind: org.Committee},
		{Name: culture, Kind: org.Office},
		{Name: services, Kind: org.ServiceUnit},
		{Name: school, Kind: org.School},
	} {
		u.OpenedOn = sampleFrom
		id, err := h.org.AddUnit(ctx, operator, u)
		if err != nil {
			return nil, fmt.Errorf("unit %s: %w", u.Name, err)
		}
		units[u.Name] = id
	}
	return units, nil
}

// actor is a person of the sample ward with the posts of today.
func (h *house) actor(ctx context.Context, id org.PersonID) (a org.Actor, err error) {
	err = h.db.Read(ctx, samplePlace, func(tx *store.Tx) error {
		a, err = org.ActorAt(ctx, tx, id, h.org.Now())
		return err
	})
	return a, err
}

// samplePlans lets the head of the culture office upload and correct the plan
// and the vice chair adopt it, through the same verbs as any other paper.
func (h *house) samplePlans(ctx context.Context, people map[string]org.Actor) error {
	defer h.back(sampleDay(7, 17, 8))() // the day after it was signed
	paper, err := sampleFiles.ReadFile("sample/15-KH-UBND.txt")
	if err != nil {
		return err
	}
	id, err := h.plans.Upload(ctx, people["lan"], "15-KH-UBND.txt", bytes.NewReader(paper), 0)
	if err != nil {
		return fmt.Errorf("upload: %w", err)
	}
	file, err := sampleFiles.Open("sample/15-KH-UBND.corrections")
	if err != nil {
		return err
	}
	steps, err := plan.ParseCorrections(file)
	if err != nil {
		return fmt.Errorf("corrections: %w", err)
	}
	if err := h.plans.Correct(ctx, people["lan"], id, 0, steps...); err != nil {
		return fmt.Errorf("correct: %w", err)
	}
	saw, err := h.acceptDoubts(ctx, people["lan"], id)
	if err != nil {
		return fmt.Errorf("accept the doubts: %w", err)
	}
	if _, err := h.plans.Adopt(ctx, people["thuha"], id, saw); err != nil {
		return fmt.Errorf("adopt: %w", err)
	}
	return nil
}

// samplePapers brings in two papers that wait: one to be looked through, one for the vice chair.
func (h *house) samplePapers(ctx context.Context, people map[string]org.Actor) error {
	paper, err := sampleFiles.ReadFile("sample/15-KH-UBND.txt")
	if err != nil {
		return err
	}
	// The same paper once more, as read and not yet looked at: something to try the review on.
	if _, err := h.plans.Upload(ctx, people["duc"], "15-KH-UBND-doc-lai.txt", bytes.NewReader(paper), 1); err != nil {
		return fmt.Errorf("upload again: %w", err)
	}
	second, err := sampleFiles.ReadFile("sample/23-KH-UBND-minh-hoa.txt")
	if err != nil {
		return err
	}
	// A second, invented plan, looked through by the officer: it waits for the vice chair.
	id, err := h.plans.Upload(ctx, people["duc"], "23-KH-UBND-minh-hoa.txt", bytes.NewReader(second), 0)
	if err != nil {
		return fmt.Errorf("upload the second plan: %w", err)
	}
	_, err = h.acceptDoubts(ctx, people["duc"], id)
	return err
}

// sampleScan brings in an invented plan as a scan, to be read while the officer
// waits; on a machine that cannot read scans the ward has none.
func (h *house) sampleScan(ctx context.Context, people map[string]org.Actor) error {
	if h.plans.Scanner.Lack(scan.PDF) != "" {
		return nil
	}
	const name = "31-KH-UBND-quet-minh-hoa.pdf"
	file, err := sampleFiles.ReadFile("sample/" + name)
	if err != nil {
		return err
	}
	if _, err := h.plans.Upload(ctx, people["duc"], name, bytes.NewReader(file), 0); err != nil {
		return fmt.Errorf("bring the scan: %w", err)
	}
	return nil
}

// acceptDoubts answers every doubt that is still open: a has looked at it and the paper stands as it is. It returns
// the state of the review after that.
func (h *house) acceptDoubts(ctx context.Context, a org.Actor, id plan.DraftID) (saw int, err error) {
	var r plan.Review
	err = h.db.Read(ctx, samplePlace, func(tx *store.Tx) error {
		r, err = plan.LoadReview(ctx, tx, id)
		return err
	})
	if err != nil {
		return 0, err
	}
	var steps []plan.Correction
	for _, item := range r.Items() {
		if !item.Seen && (item.Group == plan.TheDoubts || item.Must) {
			steps = append(steps, plan.Correction{Verb: plan.Accept, Thing: item.Thing})
		}
	}
	return r.Saw() + len(steps), h.plans.Correct(ctx, a, id, r.Saw(), steps...)
}

// sampleUnread brings in a text that is no plan, to see how that is said.
func (h *house) sampleUnread(ctx context.Context) error {
	a, err := h.actor(ctx, 5)
	if err != nil {
		return err
	}
	_, err = h.plans.Upload(ctx, a, "ghi-chep-hop.txt", strings.NewReader("Họp giao ban sáng thứ hai.\n"), 0)
	if refuse.Of(err).Kind == refuse.Invalid {
		return nil
	}
	return fmt.Errorf("a text that is no plan was taken: %w", err)
}

// sampleRead waits until the scan of the sample ward has been read.
func (s *sampleSite) sampleRead(ctx context.Context) error {
	for tick := time.Tick(100 * time.Millisecond); ; {
		waiting := false
		err := s.db.Read(ctx, samplePlace, func(tx *store.Tx) (err error) {
			waiting, err = plan.BeingRead(ctx, tx)
			return err
		})
		if err != nil || !waiting {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick:
		}
	}
}

// A sampleSite is the sample ward in a temporary folder, served on a free port of this machine.
type sampleSite struct {
	*house
	url   string
	clock *clock
	stop  func() error
}

// A clock is ahead of that on the wall, or behind it.
type clock struct{ ahead atomic.Int64 } // nanoseconds

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// set makes it t from now on; the zero time is that of the clock on the wall.
func (c *clock) set(t time.Time) {
	ahead := time.Duration(0)
	if !t.IsZero() {
		ahead = time.Until(t)
	}
	c.ahead.Store(int64(ahead))
}

// openSample starts a sample site in a temporary folder, with or without the scan; the caller stops it.
func openSample(ctx context.Context, scans bool) (*sampleSite, error) {
	folder, err := os.MkdirTemp("", "loa-sample-")
	if err != nil {
		return nil, err
	}
	return openSampleIn(ctx, folder, scans)
}

// openSampleIn starts a sample site over folder, which goes when the site stops; what is in it already stays as it is.
func openSampleIn(ctx context.Context, folder string, scans bool) (*sampleSite, error) {
	clock := &clock{}
	h, err := fillSample(ctx, folder, scans, clock.now)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, h.db.Close(), os.RemoveAll(folder))
	}
	ctx, cancel := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- h.serve(ctx, slog.New(slog.DiscardHandler), l) }()
	return &sampleSite{h, "http://" + l.Addr().String(), clock, func() error {
		cancel()
		return errors.Join(<-served, h.db.Close(), os.RemoveAll(folder))
	}}, nil
}

// fillSample is the house over folder, with the sample ward in it, whose desks ask now for the time.
func fillSample(ctx context.Context, folder string, scans bool, now func() time.Time) (*house, error) {
	h, err := build(ctx, Data{Data: folder}, choices{log: slog.New(slog.DiscardHandler), now: now, easy: true})
	if err != nil {
		return nil, err
	}
	if !scans {
		h.plans.Scanner = scan.Tools{} // as on a machine that has none
	}
	before, err := h.db.Places(ctx)
	if err == nil {
		err = h.sample(ctx, output{io.Discard, io.Discard})
	}
	if err == nil && len(before) == 0 {
		err = h.sampleUnread(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, h.db.Close())
	}
	return h, nil
}
