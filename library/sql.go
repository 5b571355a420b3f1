package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"loa/kit/vi"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

const columns = `t.id, t.slug, t.kind, t.number, t.symbol, t.code, t.issuer, t.issued_on, t.title, t.is_confirmed, t.source, t.force, t.replaced_by, t.ended_on, t.note,
	(SELECT count(*) FROM library_citation c WHERE c.place = t.place AND c.text = t.id)`

func texts(ctx context.Context, tx *store.Tx, rest string, args ...any) (out []Text, err error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM library_text t WHERE t.place = $1 AND `+rest, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var t Text
		if err := rows.Scan(&t.ID, &t.Slug, &t.Kind, &t.Number, &t.Symbol, &t.Code, &t.Issuer, &t.IssuedOn, &t.Title, &t.Confirmed, &t.Source, &t.Force, &t.ReplacedBy, &t.EndedOn, &t.Note, &t.Cited); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// one is the text that the condition names.
func one(ctx context.Context, tx *store.Tx, which string, arg any) (Text, error) {
	found, err := texts(ctx, tx, "t."+which, arg)
	if err == nil && len(found) == 0 {
		err = refuse.With(refuse.NotFound, "Không tìm thấy văn bản này trong thư viện.")
	}
	if err != nil {
		return Text{}, err
	}
	return found[0], nil
}

func withCode(ctx context.Context, tx *store.Tx, code string) ([]Text, error) {
	return texts(ctx, tx, `t.code = $2 ORDER BY t.issued_on DESC, t.id`, code)
}

const (
	few       = 200  // finds of the place's search that are looked through one by one
	sampled   = 5000 // newest texts in which words are looked for first
	mostWords = 16   // of a question; whoever pastes a page is answered by its beginning
)

func list(ctx context.Context, tx *store.Tx, q Question) ([]Text, int, error) {
	where, args := "($2 = '' OR t.kind = $2)", []any{q.Kind}
	if q.Unconfirmed {
		where += " AND NOT t.is_confirmed"
	}
	words := strings.FieldsFunc(vi.Fold(q.Words), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	words = words[:min(len(words), mostWords)]
	rare, err := rare(ctx, tx, words)
	if err != nil {
		return nil, 0, err
	}
	if rare { // in a large library the place's search knows better which texts
		found, err := tx.Search(ctx, strings.Join(words, " "), few, 0)
		if err != nil {
			return nil, 0, err
		}
		which, ids := oneOf(found.Hits, len(args)+2)
		where, args, words = where+which, append(args, ids...), nil
	}
	for _, w := range words { // a page is full after a few rows
		args = append(args, "%"+w+"%")
		where += fmt.Sprintf(` AND t.folded LIKE $%d`, len(args)+1)
	}
	// Counting stops at MaxTotal: a question that so much answers is no question yet.
	count := fmt.Sprintf(`SELECT count(*) FROM (SELECT t.id FROM library_text t WHERE t.place = $1 AND %s LIMIT %d) AS counted`, where, MaxTotal)
	var total int
	if err := tx.QueryRow(ctx, count, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	args = append(args, PageSize, (min(max(q.Page, 1), MaxTotal)-1)*PageSize)
	found, err := texts(ctx, tx, where+fmt.Sprintf(" ORDER BY t.issued_on DESC, t.id DESC LIMIT $%d OFFSET $%d", len(args), len(args)+1), args...)
	return found, total, err
}

// rare reports whether words stand in so few of the newest texts of a large library that going through all of it would take long.
func rare(ctx context.Context, tx *store.Tx, words []string) (bool, error) {
	if len(words) == 0 {
		return false, nil
	}
	has, args := "1 = 1", []any{}
	for i, w := range words {
		has += fmt.Sprintf(` AND s.folded LIKE $%d`, i+2)
		args = append(args, "%"+w+"%")
	}
	var all, found int
	err := tx.QueryRow(ctx, fmt.Sprintf(`
		SELECT count(*), count(CASE WHEN %s THEN 1 END)
		FROM (SELECT t.folded FROM library_text t WHERE t.place = $1 ORDER BY t.issued_on DESC LIMIT %d) AS s`, has, sampled), args...).Scan(&all, &found)
	return all == sampled && found < PageSize, err
}

// oneOf is the condition that a text is among hits, with arguments from $first on.
func oneOf(hits []store.Hit, first int) (condition string, ids []any) {
	var marks []string
	for _, h := range hits {
		if id, err := strconv.ParseInt(h.ID, 10, 64); err == nil && h.Kind == docKind {
			marks, ids = append(marks, fmt.Sprintf("$%d", first+len(ids))), append(ids, id)
		}
	}
	if len(ids) == 0 {
		return " AND 1 = 0", nil
	}
	return " AND t.id IN (" + strings.Join(marks, ", ") + ")", ids
}

// docKind is the kind of texts in the place's search.
const docKind = "text"

// kinds are the kinds there are texts of.
func kinds(ctx context.Context, tx *store.Tx) (out []string, err error) {
	rows, err := tx.Query(ctx, `SELECT DISTINCT kind FROM library_text WHERE place = $1 ORDER BY kind`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var k string
		if err := rows.Scan(&k); err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, rows.Err()
}

// insert takes a text in under the next id and a slug of its own.
func insert(ctx context.Context, tx *store.Tx, t Text) (TextID, error) {
	id, err := tx.NextID(ctx, "library_text")
	if err != nil {
		return 0, err
	}
	t.ID = TextID(id)
	if t.Slug, err = freeSlug(ctx, tx, t); err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO library_text (place, id, slug, kind, number, symbol, code, issuer, issued_on, title, is_confirmed, source, force, replaced_by, ended_on, note, folded)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		int64(t.ID), t.Slug, t.Kind, t.Number, t.Symbol, t.Code, t.Issuer, t.IssuedOn, t.Title, t.Confirmed, t.Source, string(t.Force), t.ReplacedBy, t.EndedOn, t.Note, t.words())
	if err != nil {
		return 0, err
	}
	return t.ID, index(ctx, tx, t)
}

// freeSlug adds the year, then the id, where the plain address is taken.
func freeSlug(ctx context.Context, tx *store.Tx, t Text) (string, error) {
	base := t.slug()
	year, _, _ := strings.Cut(t.IssuedOn, "-")
	for _, s := range []string{base, base + "-" + year, fmt.Sprintf("%s-%d", base, t.ID)} {
		taken, err := texts(ctx, tx, "t.slug = $2", s)
		if err != nil {
			return "", err
		}
		if len(taken) == 0 && s != "" && !strings.HasSuffix(s, "-") {
			return s, nil
		}
	}
	return fmt.Sprintf("van-ban-%d", t.ID), nil
}

func update(ctx context.Context, tx *store.Tx, t Text) error {
	twins, err := texts(ctx, tx, "t.kind = $2 AND t.code = $3 AND t.issued_on = $4 AND t.title = $5 AND t.id <> $6", t.Kind, t.Code, t.IssuedOn, t.Title, int64(t.ID))
	if err != nil {
		return err
	}
	if len(twins) > 0 {
		return refuse.With(refuse.Conflict, "Thư viện đã có văn bản này với cùng số ký hiệu và ngày ban hành. Hãy mở văn bản đó để sửa.")
	}
	_, err = tx.Exec(ctx, `
		UPDATE library_text SET kind = $3, number = $4, symbol = $5, code = $6, issuer = $7, issued_on = $8, title = $9, is_confirmed = $10, source = $11,
			force = $12, replaced_by = $13, ended_on = $14, note = $15, folded = $16
		WHERE place = $1 AND id = $2`,
		int64(t.ID), t.Kind, t.Number, t.Symbol, t.Code, t.Issuer, t.IssuedOn, t.Title, t.Confirmed, t.Source, string(t.Force), t.ReplacedBy, t.EndedOn, t.Note, t.words())
	if err != nil {
		return err
	}
	return index(ctx, tx, t)
}

// index makes the text findable with everything else of the place.
func index(ctx context.Context, tx *store.Tx, t Text) error {
	title := t.Name()
	if t.Code != "" && t.Title != "" {
		title += " – " + t.Title
	}
	from := t.Issuer
	if t.IssuedOn != "" {
		from += ", ngày " + web.Day(t.IssuedOn)
	}
	return tx.Index(ctx, store.Doc{Kind: docKind, ID: fmt.Sprint(int64(t.ID)), Title: title, Body: strings.Join([]string{title, from, t.Note}, ". "), Href: "/van-ban/" + t.Slug})
}

func citations(ctx context.Context, tx *store.Tx, id TextID) (out []Citation, err error) {
	rows, err := tx.Query(ctx, `
		SELECT plan, version, plan_code, clause, address, role, first_line, last_line FROM library_citation
		WHERE place = $1 AND text = $2 ORDER BY plan, first_line, nth`, int64(id))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var c Citation
		if err := scanCitation(rows, &c); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

func scanCitation(rows *sql.Rows, c *Citation) error {
	return rows.Scan(&c.Plan, &c.Version, &c.PlanCode, &c.Clause, &c.Address, &c.Role, &c.Lines[0], &c.Lines[1])
}

func cite(ctx context.Context, tx *store.Tx, id TextID, nth int, c Citation) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO library_citation (place, plan, text, nth, version, plan_code, clause, address, role, first_line, last_line)
		VALUES ($1, $2, $3, (SELECT coalesce(max(nth), 0) FROM library_citation WHERE place = $1 AND plan = $2 AND text = $3) + $4, $5, $6, $7, $8, $9, $10, $11)`,
		int64(c.Plan), int64(id), nth, int64(c.Version), c.PlanCode, c.Clause, string(c.Address), c.Role, c.Lines[0], c.Lines[1])
	return err
}

// forget unties a plan from all texts.
func forget(ctx context.Context, tx *store.Tx, id plan.ID) error {
	_, err := tx.Exec(ctx, `DELETE FROM library_citation WHERE place = $1 AND plan = $2`, int64(id))
	return err
}
