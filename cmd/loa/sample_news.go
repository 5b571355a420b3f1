package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"loa/newsroom"
	"loa/org"
	"loa/plan"
	"loa/platform/store"
)

// A sampleStory is one story of the sample ward: useful and true, written for it.
type sampleStory struct {
	day   time.Time // it came out
	kind  newsroom.Kind
	theme plan.Address
	who   string // login
	motif string // of its picture; empty: none
	alt   string // what the picture shows

	exemplar int // that it tells of, as sampleExemplars enters them; 0: none
	newsroom.Text
}

// sampleStories reads sample/tin-bai.txt: a line with day, kind, theme, writer and
// perhaps the motif of a picture, with a line on what it shows, and an exemplar; of a video a line with its address; the title, the summary, the text.
func sampleStories() (all []sampleStory, err error) {
	file, err := sampleFiles.ReadFile("sample/tin-bai.txt")
	if err != nil {
		return nil, err
	}
	for i, part := range strings.Split("\n"+string(file), "\n=== ")[1:] {
		head, rest, _ := strings.Cut(part, "\n")
		words := strings.Fields(head)
		if len(words) < 4 || len(words) > 6 {
			return nil, fmt.Errorf("story %d of the sample begins with %q", i+1, head)
		}
		s := sampleStory{kind: newsroom.Kind(words[1]), theme: plan.Address(words[2]), who: words[3]}
		if len(words) > 5 {
			if s.exemplar, err = strconv.Atoi(words[5]); err != nil {
				return nil, fmt.Errorf("story %d of the sample: %w", i+1, err)
			}
		}
		if len(words) > 4 {
			s.motif = words[4]
			s.alt, rest, _ = strings.Cut(strings.TrimPrefix(rest, "Ảnh: "), "\n")
		}
		film := ""
		if s.kind == newsroom.Video {
			film, rest, _ = strings.Cut(strings.TrimPrefix(rest, "Video: "), "\n")
		}
		title, rest, _ := strings.Cut(rest, "\n")
		summary, body, _ := strings.Cut(rest, "\n")
		if s.day, err = time.ParseInLocation(time.DateOnly, words[0], org.Hanoi); err != nil {
			return nil, fmt.Errorf("story %d of the sample: %w", i+1, err)
		}
		s.Text = newsroom.Text{Title: title, Summary: summary, Body: strings.TrimSpace(body), Video: film}
		all = append(all, s)
	}
	return all, nil
}

// sampleNews lets the people of the sample ward write, approve and publish half a year of stories; the last but
// two waits to come out, the next to be approved, and the last is being written.
func (h *house) sampleNews(ctx context.Context, people map[string]org.Actor) error {
	stories, err := sampleStories()
	if err != nil {
		return err
	}
	themes := map[plan.Address]newsroom.Theme{}
	err = h.db.Read(ctx, samplePlace, func(tx *store.Tx) error {
		topics, err := newsroom.Topics(ctx, tx)
		for _, t := range topics {
			themes[t.Address] = t.Theme
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := h.sampleExemplars(ctx, people["duc"]); err != nil {
		return err
	}
	for i, s := range stories {
		s.Theme = themes[s.theme]
		if err := h.sampleStory(ctx, people, s, len(stories)-1-i); err != nil {
			return fmt.Errorf("story «%s»: %w", s.Title, err)
		}
	}
	if err := h.sampleHosts(ctx, people); err != nil {
		return err
	}
	waiting := newsroom.StoryID(len(stories) - 1)
	return errors.Join(h.sampleForms(ctx, people, waiting), h.sampleApproval(ctx, people, waiting))
}

// samplePIN is the PIN of the sample's vice chair: like the password, it is there for all to see.
const samplePIN = "150716"

// sampleApproval sends the story that waits to be approved to the vice chair's phone, by an address that is known.
func (h *house) sampleApproval(ctx context.Context, people map[string]org.Actor, id newsroom.StoryID) error {
	chance := h.news.Rand
	h.news.Rand = bytes.NewReader(make([]byte, 16))
	defer func() { h.news.Rand = chance }()
	approver := people["thuha"].Person
	if err := h.db.Write(ctx, samplePlace, func(tx *store.Tx) error { return h.auth.PutPIN(ctx, tx, int64(approver), samplePIN) }); err != nil {
		return err
	}
	_, _, err := h.news.MakeLink(ctx, people["thao"], id, approver)
	return err
}

// sampleForms tells two stories in other forms: one that waits to be approved, and one that is out.
func (h *house) sampleForms(ctx context.Context, people map[string]org.Actor, waiting newsroom.StoryID) error {
	const outside newsroom.StoryID = 3
	return errors.Join(
		h.news.DraftRendition(ctx, people["thao"], waiting, newsroom.Script),
		h.news.DraftRendition(ctx, people["thao"], outside, newsroom.Post),
		h.news.ApproveRendition(ctx, people["lan"], outside, newsroom.Post, 1),
	)
}

// sampleHosts are a host that the sample ward lets stories lead to, and one that waits.
func (h *house) sampleHosts(ctx context.Context, people map[string]org.Actor) error {
	defer h.back(sampleDay(12, 22, 9))()
	return errors.Join(
		h.links.Ask(ctx, people["son"], "evn.com.vn", "Trang của Tập đoàn Điện lực Việt Nam: tra cứu và trả tiền điện."),
		h.links.Allow(ctx, people["lan"], "evn.com.vn", "Đã mở xem, đúng trang của ngành điện."),
		h.links.Ask(ctx, people["hong"], "igiaoduc.vn", "Kho học liệu số của ngành giáo dục, cho bài về học trực tuyến."),
	)
}

// sampleStory writes s the day before it comes out; how far it gets depends on how many stories come after it.
func (h *house) sampleStory(ctx context.Context, people map[string]org.Actor, s sampleStory, after int) error {
	forth := h.back(s.day.Add(-8 * time.Hour)) // four in the afternoon of the day before
	defer func() { forth() }()
	id, err := h.news.Begin(ctx, people[s.who], s.kind, s.Text)
	if err != nil {
		return err
	}
	if s.exemplar > 0 {
		if err := h.news.SetExemplars(ctx, people[s.who], id, []newsroom.ExemplarID{newsroom.ExemplarID(s.exemplar)}); err != nil {
			return err
		}
	}
	if err := h.samplePicture(ctx, people[s.who], id, s); err != nil || after == 0 {
		return err
	}
	if err := h.news.Submit(ctx, people[s.who], id, newsroom.Submission{Consent: true}); err != nil || after == 1 {
		return err
	}
	forth()
	forth = h.back(s.day.Add(7*time.Hour + 30*time.Minute))
	by := people["lan"]
	if s.who == "duc" || s.who == "thao" || s.kind == newsroom.Reportage {
		by = people["thuha"]
	}
	if err := h.news.Approve(ctx, by, id); err != nil || after == 2 {
		return err
	}
	return h.news.Publish(ctx, people["thao"], id, time.Time{}, time.Time{})
}

// sampleExemplars enters the invented models of the sample ward; one has not agreed to be told of yet.
func (h *house) sampleExemplars(ctx context.Context, a org.Actor) error {
	defer h.back(sampleDay(9, 1, 9))()
	for _, e := range []newsroom.Exemplar{
		{Name: "Chợ không tiền mặt (minh họa)", Criteria: "Tám trên mười quầy nhận chuyển khoản; mỗi quầy có bảng mã và số điện thoại người hướng dẫn.", Consent: "Ban quản lý chợ đồng ý bằng văn bản", ConsentOn: "2025-08-29"},
		{Name: "Tổ công nghệ số (minh họa)", Criteria: "Mỗi tuần một buổi tại nhà văn hóa; người học tự làm, người giúp chỉ ngồi bên.", Consent: "Cả tổ đồng ý, tổ trưởng ký", ConsentOn: "2025-08-30", RecheckOn: "2026-12-15"},
		{Name: "Lớp học số của hội phụ nữ (minh họa)", Criteria: "Ba mươi chị em đã tự nộp được một hồ sơ trực tuyến."},
	} {
		e.Sort = newsroom.AModel
		if e.RecheckOn == "" {
			e.RecheckOn = "2027-03-01"
		}
		if _, err := h.news.AddExemplar(ctx, a, e); err != nil {
			return fmt.Errorf("exemplar %s: %w", e.Name, err)
		}
	}
	return nil
}

// samplePicture draws the picture of s and puts it into the story.
func (h *house) samplePicture(ctx context.Context, a org.Actor, id newsroom.StoryID, s sampleStory) error {
	if s.motif == "" {
		return nil
	}
	picture, err := draw(s.motif)
	if err != nil {
		return err
	}
	_, err = h.news.AddPicture(ctx, a, id, newsroom.Upload{Body: bytes.NewReader(picture), Alt: s.alt, Credit: "Loa vẽ", Rights: newsroom.OwnWork, Focus: newsroom.Focus{X: 50, Y: 50}})
	return err
}

// sampleProposal leaves a change of three stories to be decided by a second person.
func (h *house) sampleProposal(ctx context.Context, people map[string]org.Actor) error {
	defer h.back(sampleDay(12, 30, 10))()
	var stories []newsroom.StoryID
	var topics []newsroom.Topic
	err := h.db.Read(ctx, samplePlace, func(tx *store.Tx) (err error) {
		if topics, err = newsroom.Topics(ctx, tx); err != nil {
			return err
		}
		all, _, err := newsroom.Column(ctx, tx, newsroom.Shelf{}, 1, 3)
		for _, p := range all {
			stories = append(stories, p.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	last := topics[len(topics)-1].Theme
	_, err = h.news.Propose(ctx, people["thao"], newsroom.Proposal{What: newsroom.MassTheme, Theme: last}, stories)
	return err
}
