package store_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"loa/platform/store"
	"loa/platform/store/storetest"
)

func benchEach(b *testing.B, fn func(b *testing.B, db *store.DB)) {
	b.Run("sqlite", func(b *testing.B) { fn(b, storetest.Open(b, notes())) })
	b.Run("postgres", func(b *testing.B) { fn(b, storetest.OpenPostgres(b, notes())) })
}

func BenchmarkWrite(b *testing.B) {
	benchEach(b, func(b *testing.B, db *store.DB) {
		for b.Loop() {
			write(b, db, phuLien, func(tx *store.Tx) error { _, err := addNote(b.Context(), tx, "Chuyển đổi số"); return err })
		}
	})
}

func BenchmarkRead(b *testing.B) {
	benchEach(b, func(b *testing.B, db *store.DB) {
		write(b, db, phuLien, func(tx *store.Tx) error { _, err := addNote(b.Context(), tx, "Chuyển đổi số"); return err })
		for b.Loop() {
			read(b, db, phuLien, func(tx *store.Tx) error {
				return tx.QueryRow(b.Context(), `SELECT text FROM note_note WHERE place = $1 AND id = $2`, 1).Scan(new(string))
			})
		}
	})
}

// syllables are in the order of how often they are used; the first are in nearly every text.
var syllables = strings.Fields(`và của các là có được cho trong không với người một để đã những này khi từ số phường đến về dân nhà chuyển đổi việc tại công
	phải cũng theo đó ra hay nước trên dịch vụ thông tin qua lại làm thể trực tuyến nộp hồ sơ cán bộ tổ trường học sinh viên khu phố điện tử chữ ký mật khẩu lừa đảo
	ngân hàng tài khoản thanh toán tiền mặt chợ mua bán hàng hóa thuế hóa đơn bảo hiểm y tế giáo dục văn xã hội kinh doanh hợp tác quản lý nghị quyết kế hoạch
	chỉ tiêu tuyên truyền loa phát thanh bản ngày tháng năm tuần giờ sáng chiều tối thứ hai ba tư sáu bảy chủ nhật lễ hội đường sông biển núi phù liễn kiến an đồ sơn`)

// library100k fills db with 100,000 documents of 120 words, which are as rare as words are, and some numbers.
func library100k(b *testing.B, db *store.DB) {
	r := rand.New(rand.NewPCG(1, 2))
	rare := rand.NewZipf(r, 1.01, 8, 6000)
	one := func() string {
		n := int(rare.Uint64())
		if n < len(syllables) {
			return syllables[n]
		}
		return syllables[n%len(syllables)] + syllables[n/len(syllables)] // a made-up word stands for a rare one
	}
	text := func(n int) string {
		words := make([]string, n)
		for i := range words {
			words[i] = one()
		}
		return strings.Join(words, " ")
	}
	for from := 0; from < 100_000; from += 1000 {
		write(b, db, phuLien, func(tx *store.Tx) error {
			for i := from; i < from+1000; i++ {
				d := store.Doc{Kind: "story", ID: fmt.Sprint(i), Title: text(8), Body: fmt.Sprintf("Tin %d chuyển đổi số: ", i) + text(110)}
				if err := tx.Index(b.Context(), d); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// questions are what people type: words that all documents hold, words that stand together in some, that stand in few
// and nowhere together, a number, the beginning of a word, words typed wrong, without marks, in keys of Telex.
var questions = []string{
	"chuyển đổi số", "chuyen doi so", "và của các", "nop ho so truc tuyen", "hồ sơ", "lua dao", "phuong phu lien", "thanh toan khong tien mat", "loa phát thanh", "tin 4711",
	"ngan hang", "hoc sinh", "kế hoạch tuyên truyền", "so dan", "nguoi lam nuoc", "bao hiem y te", "chữ ký", "y te giao duc", "bien nui song", "98765",
	"chuyem doi so", "tuyne truyen", "thnah toan", "chuyeenr ddooir soos", "khoong tieefn mawtj", "baohiem", "giao ducx", "truon hoc", "khong co o dau ca", "phù liễn kiến a",
}

// BenchmarkSearch asks 100,000 documents each question in turn, and tells the half and the 95th of a hundred.
func BenchmarkSearch(b *testing.B) {
	benchEach(b, func(b *testing.B, db *store.DB) {
		postgres := func(queries ...string) {
			for _, q := range queries {
				if db.Engine() != store.PostgreSQL {
					return
				}
				if _, err := db.Raw().Write.ExecContext(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		}
		postgres(`DROP INDEX store_word_words`) // filled document by document it takes a quarter of an hour
		library100k(b, db)
		postgres(`CREATE INDEX store_word_words ON store_word USING gin (words)`, `VACUUM ANALYZE`)
		if err := db.TidySearch(b.Context()); err != nil { // as each night does
			b.Fatal(err)
		}
		var took []time.Duration
		for i := 0; b.Loop(); i++ {
			start := time.Now()
			read(b, db, phuLien, func(tx *store.Tx) error {
				_, err := tx.Search(b.Context(), questions[i%len(questions)], 20, 0)
				return err
			})
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	})
}

// BenchmarkOpen opens a file whose schemas are in place, as each start of the program does; 12 desks.
func BenchmarkOpen(b *testing.B) {
	address := "sqlite:" + filepath.Join(b.TempDir(), "loa.db")
	var desks []store.Schema
	for i := range 12 {
		s := notes(strings.ReplaceAll(firstNote, "note_note", fmt.Sprintf("d%d_note", i)))
		s.Desk = fmt.Sprintf("d%d", i)
		desks = append(desks, s)
	}
	for b.Loop() {
		db, err := store.Open(b.Context(), address, desks...)
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
