package digest

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"loa/platform/refuse"
	"loa/platform/store"
)

// A purpose is what a link is for: one that confirms does not stop, and the other way round.
type purpose string

const (
	confirming purpose = "confirm"
	keeping    purpose = "keep" // change and stop
)

var noLink = refuse.With(refuse.NotFound, "Đường dẫn này không dùng được: có thể chép thiếu, đã quá bảy ngày, hoặc địa chỉ đã thôi nhận. Anh/chị hãy đăng ký lại.")

// A mark ties a link to the address as well as to the number, so that a number used again opens nothing.
func mark(key []byte, use purpose, place store.Place, r Reader) string {
	m := hmac.New(sha256.New, key)
	fmt.Fprintf(m, "%s\n%s\n%d\n%s", use, place, r.ID, r.Address)
	return hex.EncodeToString(m.Sum(nil)[:16])
}

// token is what stands in the link of r: 12-0f3a….
func token(key []byte, use purpose, place store.Place, r Reader) string {
	return fmt.Sprintf("%d-%s", r.ID, mark(key, use, place, r))
}

// opened is the reader to whom token was sent.
func opened(ctx context.Context, tx *store.Tx, use purpose, token string) (Reader, error) {
	number, signed, _ := strings.Cut(token, "-")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return Reader{}, noLink
	}
	r, err := reader(ctx, tx, ReaderID(id))
	if err != nil {
		return Reader{}, err
	}
	key, err := keyOf(ctx, tx)
	if err != nil {
		return Reader{}, err
	}
	if r.ID == 0 || len(key) == 0 || !hmac.Equal([]byte(signed), []byte(mark(key, use, tx.Place(), r))) {
		return Reader{}, noLink
	}
	return r, nil
}

// makeKey makes what links of the place are signed with, where there is none yet.
func (d *Desk) makeKey(ctx context.Context, tx *store.Tx) error {
	key, err := keyOf(ctx, tx)
	if err != nil || len(key) > 0 {
		return err
	}
	key = make([]byte, 32)
	if _, err := io.ReadFull(d.Rand, key); err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	return putKey(ctx, tx, key)
}

// counter counts what each network asked for in an hour, in memory alone.
type counter struct {
	mu    sync.Mutex
	from  time.Time
	count map[string]int
}

const mostOfNetwork = 5

// allow reports whether network may ask once more.
func (c *counter) allow(network string, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now.Sub(c.from) >= time.Hour {
		c.from, c.count = now, map[string]int{}
	}
	c.count[network]++
	return c.count[network] <= mostOfNetwork
}
