package link

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"loa/platform/job"
	"loa/platform/store"
)

// A Health is what was found when a link was opened last.
type Health struct {
	URL       string
	Finding   Finding
	Status    int    // of HTTP; 0: there was no answer
	LeadsTo   string // where a link that moved leads
	Misses    int    // how many times in a row there was no good answer
	CheckedAt time.Time
}

// A Finding is how a link is.
type Finding string

// What may be found.
const (
	Well   Finding = "well"   // mở được
	Moved  Finding = "moved"  // đã chuyển hẳn sang tên miền khác
	Dead   Finding = "dead"   // trang không còn
	Inside Finding = "inside" // dẫn vào mạng nội bộ
	Unsure Finding = "unsure" // chưa trả lời
)

// patience is how many weeks in a row a link may give no good answer before it is called dead.
const patience = 3

// ails reports whether somebody should mend the link.
func (h Health) ails() bool {
	_, isRetired := retiredAt(HostOf(h.URL))
	return isRetired || h.Finding == Dead || h.Finding == Moved || h.Finding == Inside || h.Finding == Unsure && h.Misses >= patience
}

// sentence says what is the matter with the link and what to do; empty when nothing is.
func (h Health) sentence() string {
	if r, ok := retiredAt(HostOf(h.URL)); ok {
		return r.sentence()
	}
	switch {
	case h.Finding == Dead && h.Status > 0:
		return fmt.Sprintf("Trang không còn ở địa chỉ này (mã %d). Hãy tìm địa chỉ mới hoặc bỏ đường dẫn.", h.Status)
	case h.Finding == Dead:
		return "Tên miền không còn tồn tại. Hãy tìm địa chỉ mới hoặc bỏ đường dẫn."
	case h.Finding == Moved:
		return "Trang đã chuyển sang " + h.LeadsTo + ". Hãy mở thử rồi thay địa chỉ."
	case h.Finding == Inside:
		return "Địa chỉ này dẫn vào mạng nội bộ, người đọc không mở được. Hãy bỏ đường dẫn."
	case h.Finding == Unsure && h.Misses >= patience:
		return fmt.Sprintf("Không mở được trong %d lần kiểm tra liền nhau. Hãy mở thử; không được thì bỏ đường dẫn.", h.Misses)
	}
	return ""
}

// after is h with what was found now: a miss counts on, an answer ends the count.
func (h Health) after(now Health) Health {
	if now.Finding == Unsure {
		now.Misses = h.Misses + 1
	}
	return now
}

// ailing are the links on public pages that somebody should mend.
func ailing(ctx context.Context, tx *store.Tx) (out []use, err error) {
	all, err := uses(ctx, tx)
	for _, u := range all {
		if u.ails() {
			out = append(out, u)
		}
	}
	return out, err
}

// CheckHealth is the job that opens the links that are due, some at a time.
var CheckHealth = job.Kind[struct{}]{Name: "link_health", Timeout: 5 * time.Minute}

const (
	atATime  = 60 // links in one job
	together = 6  // opened at once
	week     = 7 * 24 * time.Hour
)

// Check opens the links of the place that were not opened this week, and those of unfinished stories that never were.
// What is left over is asked for in a job of its own.
func (d *Desk) Check(ctx context.Context, place store.Place, _ struct{}) error {
	if err := d.begin(ctx, place); err != nil {
		return err
	}
	var todo []string
	err := d.DB.Read(ctx, place, func(tx *store.Tx) (err error) {
		if todo, err = d.fresh(ctx, tx); err != nil {
			return err
		}
		old, err := due(ctx, tx, d.Now().Add(-week), atATime+1)
		todo = append(todo, old...)
		return err
	})
	if err != nil || len(todo) == 0 {
		return err
	}
	more := len(todo) > atATime
	todo = todo[:min(len(todo), atATime)]
	found := d.visit(ctx, todo)
	if ctx.Err() != nil || lineIsDown(found) {
		return ctx.Err()
	}
	return d.DB.Write(ctx, place, func(tx *store.Tx) error {
		for _, h := range found {
			was, err := healthOf(ctx, tx, h.URL)
			if err != nil {
				return err
			}
			if err := putHealth(ctx, tx, was.after(h)); err != nil {
				return err
			}
		}
		if more {
			return CheckHealth.Add(ctx, tx, struct{}{})
		}
		return nil
	})
}

// begin lists the links of pages that were public before this desk was there; later the verbs do.
func (d *Desk) begin(ctx context.Context, place store.Place) error {
	return d.DB.Write(ctx, place, func(tx *store.Tx) error {
		all, err := uses(ctx, tx)
		if err != nil || len(all) > 0 || d.Public == nil {
			return err
		}
		pages, err := d.Public(ctx, tx)
		for _, p := range pages {
			if err := Keep(ctx, tx, p); err != nil {
				return err
			}
		}
		return err
	})
}

// fresh are the links of unfinished stories that were never opened.
func (d *Desk) fresh(ctx context.Context, tx *store.Tx) (out []string, err error) {
	if d.Unfinished == nil {
		return nil, nil
	}
	all, err := d.Unfinished(ctx, tx)
	seen := map[string]bool{}
	for _, href := range all {
		h, err := healthOf(ctx, tx, href)
		if err != nil {
			return nil, err
		}
		if h.URL == "" && !seen[href] {
			seen[href] = true
			out = append(out, href)
		}
	}
	return out, err
}

// few links may all be out of order at once; more than that, and it is our own line.
const few = 3

// lineIsDown tells a round in which nothing answered at all.
func lineIsDown(found []Health) bool {
	return len(found) > few && !slices.ContainsFunc(found, func(h Health) bool { return h.Finding != Unsure })
}

// visit opens each of hrefs.
func (d *Desk) visit(ctx context.Context, hrefs []string) []Health {
	client := d.client()
	out := make([]Health, len(hrefs))
	var wait sync.WaitGroup
	gate := make(chan struct{}, together)
	for i, href := range hrefs {
		gate <- struct{}{}
		wait.Go(func() {
			defer func() { <-gate }()
			out[i] = look(ctx, client, href)
			out[i].CheckedAt = d.Now()
		})
	}
	wait.Wait()
	return out
}
