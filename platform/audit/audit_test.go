package audit

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"loa/platform/store"
	"loa/platform/store/storetest"
)

var (
	schemas = []store.Schema{Schema}
	morning = time.Date(2025, 7, 16, 1, 0, 0, 0, time.UTC)
)

// write makes n entries at place.
func write(t testing.TB, db *store.DB, place store.Place, n int) {
	t.Helper()
	err := db.Write(t.Context(), place, func(tx *store.Tx) error {
		for i := range n {
			if err := Record(t.Context(), tx, Entry{
				At: morning.Add(time.Duration(i) * time.Minute), Person: int64(i%3 + 1),
				Verb: []string{"adopt", "correct"}[i%2], Thing: fmt.Sprintf("plan/%d", i/4), Detail: "mục thứ " + fmt.Sprint(i),
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func verify(t testing.TB, db *store.DB, place store.Place) Finding {
	t.Helper()
	var f Finding
	err := db.Read(t.Context(), place, func(tx *store.Tx) (err error) {
		f, err = Verify(t.Context(), tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func list(t testing.TB, db *store.DB, place store.Place, filter Filter, page Page) (all []Link) {
	t.Helper()
	err := db.Read(t.Context(), place, func(tx *store.Tx) (err error) {
		all, err = List(t.Context(), tx, filter, page)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func ids(links []Link) (ids []int64) {
	for _, l := range links {
		ids = append(ids, l.ID)
	}
	return ids
}

func TestAnUntouchedChainIsWhole(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		if f := verify(t, db, "11446"); !f.Whole() || f.Entries != 0 {
			t.Errorf("an empty chain: %+v", f)
		}
		write(t, db, "11446", 12)
		write(t, db, "11447", 3)
		f := verify(t, db, "11446")
		if !f.Whole() || f.Entries != 12 || len(f.Last) != 64 || !strings.Contains(f.Say(), "nguyên vẹn: 12 mục") {
			t.Errorf("%s %+v", f.Say(), f)
		}
		if f := verify(t, db, "11447"); !f.Whole() || f.Entries != 3 {
			t.Errorf("the neighbour's chain: %+v", f)
		}
	})
}

// A tampering changes the chain of n entries behind the back of the program and
// returns the numbers of which at least one must be named.
type tampering struct {
	name string
	do   func(rt *rapid.T, n int64, exec func(query string, args ...any)) []int64
}

var tamperings = []tampering{
	{"edit", func(rt *rapid.T, n int64, exec func(string, ...any)) []int64 {
		id := rapid.Int64Range(1, n).Draw(rt, "id")
		column := rapid.SampledFrom([]string{"verb", "thing", "detail", "prev", "hash"}).Draw(rt, "column")
		exec(`UPDATE audit_entry SET `+column+` = `+column+` || $3 WHERE place = $1 AND id = $2`, id, rapid.StringMatching(`[a-z ]{1,3}`).Draw(rt, "more"))
		return []int64{id}
	}},
	{"move a letter to the next column", func(rt *rapid.T, n int64, exec func(string, ...any)) []int64 {
		id := rapid.Int64Range(1, n).Draw(rt, "id")
		exec(`UPDATE audit_entry SET thing = substr(thing, 1, length(thing) - 1), detail = substr(thing, length(thing)) || detail WHERE place = $1 AND id = $2`, id)
		return []int64{id}
	}},
	{"edit a number", func(rt *rapid.T, n int64, exec func(string, ...any)) []int64 {
		id := rapid.Int64Range(1, n).Draw(rt, "id")
		column := rapid.SampledFrom([]string{"at", "person"}).Draw(rt, "column")
		exec(`UPDATE audit_entry SET `+column+` = `+column+` + $3 WHERE place = $1 AND id = $2`, id, rapid.Int64Range(1, 1e6).Draw(rt, "by"))
		return []int64{id}
	}},
	{"move to another place", func(rt *rapid.T, n int64, exec func(string, ...any)) []int64 {
		id := rapid.Int64Range(1, n).Draw(rt, "id")
		exec(`UPDATE audit_entry SET place = place || '-away' WHERE place = $1 AND id = $2`, id)
		return []int64{id}
	}},
	{"give another number", func(rt *rapid.T, n int64, exec func(string, ...any)) []int64 {
		id := rapid.Int64Range(1, n).Draw(rt, "id")
		exec(`UPDATE audit_entry SET id = $3 WHERE place = $1 AND id = $2`, id, rapid.SampledFrom([]int64{-1, 0, n + 1, n + 7}).Draw(rt, "to"))
		return []int64{id}
	}},
	{"delete", func(rt *rapid.T, n int64, exec func(string, ...any)) []int64 {
		id := rapid.Int64Range(1, n).Draw(rt, "id")
		exec(`DELETE FROM audit_entry WHERE place = $1 AND id = $2`, id)
		return []int64{id}
	}},
	{"swap", func(rt *rapid.T, n int64, exec func(string, ...any)) []int64 {
		a, b := rapid.Int64Range(1, n-1).Draw(rt, "a"), n
		if a+1 < n {
			b = rapid.Int64Range(a+1, n).Draw(rt, "b")
		}
		for _, step := range [][2]int64{{a, -5}, {b, a}, {-5, b}} {
			exec(`UPDATE audit_entry SET id = $3 WHERE place = $1 AND id = $2`, step[0], step[1])
		}
		return []int64{a}
	}},
	{"cut the end", func(rt *rapid.T, n int64, exec func(string, ...any)) []int64 {
		from := rapid.Int64Range(1, n).Draw(rt, "from")
		exec(`DELETE FROM audit_entry WHERE place = $1 AND id >= $2`, from)
		return []int64{from}
	}},
	{"insert", func(rt *rapid.T, n int64, exec func(string, ...any)) []int64 {
		id := rapid.SampledFrom([]int64{-3, 0, n + 1, n + 2}).Draw(rt, "id")
		exec(`INSERT INTO audit_entry (place, id, at, person, verb, thing, detail, prev, hash)
			SELECT place, $2, at, person, verb, thing, detail, hash, hash FROM audit_entry WHERE place = $1 AND id = $3`, id, n)
		return []int64{id, n + 1}
	}},
	{"edit the head", func(rt *rapid.T, n int64, exec func(string, ...any)) []int64 {
		exec(`UPDATE audit_head SET last = last + $2 WHERE place = $1`, rapid.SampledFrom([]int64{-1, 1, 3}).Draw(rt, "by"))
		return []int64{n, n + 1}
	}},
	{"edit the hash of the head", func(rt *rapid.T, n int64, exec func(string, ...any)) []int64 {
		exec(`UPDATE audit_head SET hash = hash || 'a' WHERE place = $1`)
		return []int64{n}
	}},
	{"delete the head", func(rt *rapid.T, n int64, exec func(string, ...any)) []int64 {
		exec(`DELETE FROM audit_head WHERE place = $1`)
		return []int64{0}
	}},
}

func TestAnySingleTamperingIsFoundAndNamed(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		for _, tt := range tamperings {
			t.Run(tt.name, func(t *testing.T) {
				places := 0
				rapid.Check(t, func(rt *rapid.T) {
					places++
					place := store.Place(fmt.Sprintf("%s-%d", strings.ReplaceAll(tt.name, " ", "-"), places))
					n := rapid.IntRange(2, 6).Draw(rt, "n")
					write(t, db, place, n)
					var want []int64
					err := db.Write(t.Context(), place, func(tx *store.Tx) error {
						want = tt.do(rt, int64(n), func(query string, args ...any) {
							if _, err := tx.Exec(t.Context(), query, args...); err != nil {
								rt.Fatal(err)
							}
						})
						return nil
					})
					if err != nil {
						rt.Fatal(err)
					}
					f := verify(t, db, place)
					named := slices.ContainsFunc(f.Faults, func(fault Fault) bool {
						return slices.Contains(want, fault.ID) && strings.HasSuffix(fault.Say, ".")
					})
					if f.Whole() || !named {
						rt.Fatalf("of %v nothing was found in %+v", want, f)
					}
				})
			})
		}
	})
}

// rewrite makes entry id say something else and computes the hashes anew from
// there to the entry until, as somebody would who has read this package.
func rewrite(ctx context.Context, tx *store.Tx, id, until int64) error {
	var chain []Link
	if err := walk(ctx, tx, 0, func(l Link) error { chain = append(chain, l); return nil }); err != nil {
		return err
	}
	chain[id-1].Detail = "không có gì"
	for i := id - 1; i < until; i++ {
		if i > 0 {
			chain[i].Prev = chain[i-1].Hash
		}
		chain[i].Hash = chain[i].sum(tx.Place())
		if _, err := tx.Exec(ctx, `UPDATE audit_entry SET detail = $3, prev = $4, hash = $5 WHERE place = $1 AND id = $2`,
			chain[i].ID, chain[i].Detail, chain[i].Prev, chain[i].Hash); err != nil {
			return err
		}
	}
	return nil
}

func TestAnEntryWithAFreshHashBreaksTheChainAfterIt(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		for id := int64(1); id <= 5; id++ {
			place := store.Place(fmt.Sprint("p", id))
			write(t, db, place, 5)
			if err := db.Write(t.Context(), place, func(tx *store.Tx) error { return rewrite(t.Context(), tx, id, id) }); err != nil {
				t.Fatal(err)
			}
			if f := verify(t, db, place); len(f.Faults) != 1 || f.Faults[0].ID != id {
				t.Errorf("entry %d: %+v", id, f.Faults)
			}
		}
	})
}

func TestAChainComputedAnewIsFoundByTheEarlierCopy(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		write(t, db, "11446", 5)
		var copied bytes.Buffer
		compare := func() (f Finding) {
			t.Helper()
			err := db.Read(t.Context(), "11446", func(tx *store.Tx) (err error) {
				f, err = Compare(t.Context(), tx, bytes.NewReader(copied.Bytes()))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		err := db.Read(t.Context(), "11446", func(tx *store.Tx) error {
			last, err := Export(t.Context(), tx, &copied, 0)
			if last != 5 {
				t.Errorf("last %d", last)
			}
			return err
		})
		if err != nil || strings.Count(copied.String(), "\n") != 5 {
			t.Fatalf("%v in %s", err, copied.String())
		}
		write(t, db, "11446", 2) // the chain may grow
		if f := compare(); !f.Whole() || f.Entries != 5 {
			t.Errorf("untouched: %+v", f)
		}
		err = db.Write(t.Context(), "11446", func(tx *store.Tx) error {
			if err := rewrite(t.Context(), tx, 3, 7); err != nil {
				return err
			}
			_, err := tx.Exec(t.Context(), `UPDATE audit_head SET hash = (SELECT hash FROM audit_entry WHERE place = $1 AND id = 7) WHERE place = $1`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if f := verify(t, db, "11446"); !f.Whole() {
			t.Errorf("the test did not forge well: %+v", f)
		}
		if f := compare(); len(f.Faults) != 3 || f.Faults[0].ID != 3 {
			t.Errorf("forged: %+v", f)
		}
	})
}

func TestTheFindingSaysWhatHappened(t *testing.T) {
	db := storetest.Open(t, schemas...)
	for i, tt := range []struct {
		say   string
		steps []string
	}{
		{"Mục số 2 đã bị sửa: nội dung không khớp với mã băm.", []string{`UPDATE audit_entry SET detail = 'x' WHERE place = $1 AND id = 2`}},
		{"Mục số 2 đã bị xóa.", []string{`DELETE FROM audit_entry WHERE place = $1 AND id = 2`}},
		{"Các mục từ số 2 đến số 3 đã bị xóa.", []string{`DELETE FROM audit_entry WHERE place = $1 AND id IN (2, 3)`}},
		{"Mục đang mang số 2 đã bị đổi chỗ: vốn là mục số 3.", []string{
			`UPDATE audit_entry SET id = 99 WHERE place = $1 AND id = 2`,
			`UPDATE audit_entry SET id = 2 WHERE place = $1 AND id = 3`,
			`UPDATE audit_entry SET id = 3 WHERE place = $1 AND id = 99`,
		}},
		{"Mục số 4 ở cuối nhật ký đã bị cắt.", []string{`DELETE FROM audit_entry WHERE place = $1 AND id = 4`}},
		{"Các mục từ số 3 đến số 4 ở cuối nhật ký đã bị cắt.", []string{`DELETE FROM audit_entry WHERE place = $1 AND id > 2`}},
		{"Dấu cuối của nhật ký đã bị xóa; mục cuối còn lại là số 4.", []string{`DELETE FROM audit_head WHERE place = $1`}},
		{"Các mục từ số 1 đến số 4 ở cuối nhật ký đã bị cắt.", []string{`DELETE FROM audit_entry WHERE place = $1`}},
	} {
		place := store.Place(fmt.Sprint(i))
		write(t, db, place, 4)
		err := db.Write(t.Context(), place, func(tx *store.Tx) error {
			for _, step := range tt.steps {
				if _, err := tx.Exec(t.Context(), step); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if f := verify(t, db, place); len(f.Faults) == 0 || f.Faults[0].Say != tt.say {
			t.Errorf("got %+v\nwant %s", f.Faults, tt.say)
		}
	}
}

func TestTheLogIsReadFromTheNewestAndNarrowed(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		write(t, db, "11446", 12)
		write(t, db, "11447", 2)
		for _, tt := range []struct {
			filter Filter
			page   Page
			want   []int64
		}{
			{Filter{}, Page{Size: 3}, []int64{12, 11, 10}},
			{Filter{}, Page{Size: 3, Before: 3}, []int64{2, 1}},
			{Filter{}, Page{Before: 1}, nil},
			{Filter{Person: 2}, Page{}, []int64{11, 8, 5, 2}},
			{Filter{Verb: "adopt", Thing: "plan/1"}, Page{}, []int64{7, 5}},
			{Filter{From: morning.Add(2 * time.Minute), Until: morning.Add(4 * time.Minute)}, Page{}, []int64{4, 3}},
		} {
			if got := ids(list(t, db, "11446", tt.filter, tt.page)); !slices.Equal(got, tt.want) {
				t.Errorf("%+v %+v: got %v, want %v", tt.filter, tt.page, got, tt.want)
			}
		}
		first := list(t, db, "11446", Filter{}, Page{Before: 2})[0]
		if !first.At.Equal(morning) || first.Detail != "mục thứ 0" || first.Prev != "" {
			t.Errorf("the first entry reads %+v", first)
		}
	})
}

func TestAnEntryWithoutItsTimeStopsTheAct(t *testing.T) {
	db := storetest.Open(t, schemas...)
	err := db.Write(t.Context(), "11446", func(tx *store.Tx) error { return Record(t.Context(), tx, Entry{Verb: "adopt"}) })
	if err == nil {
		t.Error("an entry without a time was kept")
	}
}

func TestBytesThatNoEngineKeepsDoNotBreakTheChain(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		err := db.Write(t.Context(), "11446", func(tx *store.Tx) error {
			return Record(t.Context(), tx, Entry{At: morning, Verb: "import", Detail: "tệp\x00 lạ\xff.txt"})
		})
		if err != nil {
			t.Fatal(err)
		}
		if f := verify(t, db, "11446"); !f.Whole() {
			t.Error(f)
		}
	})
}
