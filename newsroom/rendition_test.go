package newsroom

import (
	"context"
	"strings"
	"testing"
	"time"

	"loa/kit/vi/speech"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

func TestAFirstTextIsDraftedByRules(t *testing.T) {
	story := Text{Title: "Nộp hồ sơ từ 7h30 ngày 10/10/2025", Summary: "UBND phường nhận 100% hồ sơ qua mạng",
		Body: "Bà con chuẩn bị [CCCD](https://dichvucong.gov.vn).\n\n![Ảnh](anh:1)\n\n1. Mở trang\n2. Bấm **Nộp**\n\n" + strings.Repeat(strings.Repeat("một câu dài ", 30)+".\n\n", 12)}
	script := Render(Script, story, "Phường Phù Liễn")
	for _, want := range []string{"Kính thưa bà con nhân dân phường Phù Liễn.", "từ bảy giờ ba mươi phút ngày mười tháng mười năm", "một trăm phần trăm", "căn cước công dân", "Bước một: Mở trang.", "lắng nghe."} {
		if !strings.Contains(script, want) {
			t.Errorf("the script lacks %q:\n%s", want, script)
		}
	}
	if s := speech.Seconds(script); s < shortestScript || s > longestScript {
		t.Errorf("the script takes %d seconds", s)
	}
	if notes := Script.Remarks(script); len(notes) > 0 {
		t.Errorf("a drafted script is found wanting: %q", notes)
	}
	if notes := Script.Remarks("IOC có 5 màn hình."); len(notes) != 2 {
		t.Errorf("a short script with figures: %q", notes)
	}
	if post := Render(Post, story, ""); len([]rune(post)) > 2000 || !strings.HasPrefix(post, story.Title+"\n\nUBND phường") || strings.Contains(post, "](") {
		t.Errorf("the post: %s", post)
	}
	if mailed := Render(Mailed, story, ""); !strings.HasPrefix(mailed, story.Title+"\n\nKính gửi") || !strings.Contains(mailed, "- ") && !strings.Contains(mailed, "Bước 2: Bấm Nộp") {
		t.Errorf("the letter: %s", mailed)
	}
}

func TestARenditionIsWrittenApprovedAndMarkedWhenItsStoryChanges(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id := out(t, d, "Cài VNeID")
		forms := func() map[Sort]otherForm {
			t.Helper()
			all := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]otherForm, error) { return toldAs(ctx, tx, loaded(t, d, id)) })
			out := map[Sort]otherForm{}
			for _, f := range all {
				out[f.Sort] = f
			}
			return out
		}
		refused(t, "somebody else drafts", d.DraftRendition(t.Context(), yen, id, Script), refuse.NotAllowed)
		refused(t, "no such form", d.DraftRendition(t.Context(), son, id, "song"), refuse.NotFound)
		_, err := d.SaveRendition(t.Context(), son, id, Script, 0, "Chưa soạn")
		refused(t, "saved before it was drafted", err, refuse.Conflict)
		must(t, d.DraftRendition(t.Context(), son, id, Script))
		refused(t, "drafted twice", d.DraftRendition(t.Context(), son, id, Script), refuse.Conflict)
		n, err := d.SaveRendition(t.Context(), son, id, Script, 1, "Bà con hãy cài ứng dụng.")
		if must(t, err); n != 2 {
			t.Errorf("what a person wrote is in text %d", n)
		}
		if n, err = d.SaveRendition(t.Context(), son, id, Script, 2, "Bà con hãy cài ứng dụng nhé."); err != nil || n != 2 {
			t.Errorf("the same typing went into text %d, %v", n, err)
		}
		_, err = d.SaveRendition(t.Context(), thao, id, Script, 1, "Của Thảo")
		refused(t, "written over", err, refuse.Conflict)
		_, err = d.SaveRendition(t.Context(), son, id, Post, 0, strings.Repeat("x", 2001))
		refused(t, "a post too long", err, refuse.Invalid)
		refused(t, "approved by its writer", d.ApproveRendition(t.Context(), son, id, Script, 2), refuse.NotAllowed)
		refused(t, "approved as it no longer is", d.ApproveRendition(t.Context(), ha, id, Script, 1), refuse.Conflict)
		must(t, d.ApproveRendition(t.Context(), ha, id, Script, 2))
		if f := forms()[Script]; f.Approved != 2 || f.ApproverName != ha.Name || f.Stale {
			t.Errorf("%+v", f)
		}

		// A correction: nothing is marked before it comes out.
		must(t, d.Correct(t.Context(), son, id, "Sửa giờ"))
		s := loaded(t, d, id)
		changed := text(t, d, "Cài VNeID đúng giờ")
		if _, err := d.Save(t.Context(), son, id, s.Last, changed); err != nil {
			t.Fatal(err)
		}
		if forms()[Script].Stale {
			t.Error("marked while the correction is being written")
		}
		must(t, d.Submit(t.Context(), son, id, Submission{Consent: true}), d.Approve(t.Context(), ha, id), d.Publish(t.Context(), thao, id, time.Time{}, time.Time{}))
		if !forms()[Script].Stale {
			t.Error("the story changed and nobody is told")
		}
		n, err = d.SaveRendition(t.Context(), son, id, Script, 2, "Bà con hãy cài ứng dụng đúng giờ.")
		must(t, err)
		refused(t, "approved while it may be wrong", d.ApproveRendition(t.Context(), ha, id, Script, n), refuse.Conflict)
		refused(t, "found right beside an earlier text", d.ConfirmRendition(t.Context(), son, id, Script, 1), refuse.Conflict)
		must(t, d.ConfirmRendition(t.Context(), son, id, Script, loaded(t, d, id).Live), d.ApproveRendition(t.Context(), ha, id, Script, n))
	})
}

func TestARenditionIsApprovedWithItsStory(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id := begun(t, d, "Cài VNeID")
		must(t, d.DraftRendition(t.Context(), son, id, Post), d.Submit(t.Context(), son, id, Submission{Consent: true}))
		refused(t, "before its story", d.ApproveRendition(t.Context(), ha, id, Post, 1), refuse.Conflict)
		refused(t, "one that was not drafted", d.Approve(t.Context(), ha, id, Script), refuse.Conflict)
		must(t, d.Approve(t.Context(), ha, id, Post))
		r := ask(t, d, func(ctx context.Context, tx *store.Tx) (Rendition, error) { return rendition(ctx, tx, id, Post) })
		if r.Approved != 1 || r.Approver != ha.Person || org.DayOf(r.ApprovedAt) == "" {
			t.Errorf("%+v", r)
		}
	})
}
