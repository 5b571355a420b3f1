package report

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
)

// Reports.

const reportColumns = `SELECT id, plan, span, from_on, through_on, regime, recipient, corrects, state, number, issued_on, content, word, page, book, signed, signed_as,
	opened_by, opened_name, opened_at, symbol, letter FROM report_report WHERE place = $1`

func scanReport(rs *sql.Rows, r *Report) error {
	var at int64
	var letter string
	err := rs.Scan(&r.ID, &r.Plan, &r.Window.Name, &r.Window.Span.From, &r.Window.Span.Through, &r.Regime, &r.Recipient, &r.Corrects, &r.State, &r.Issue.Number, &r.Issue.Day,
		&r.content, &r.Files.Word, &r.Files.Page, &r.Files.Book, &r.Files.Signed, &r.Files.As, &r.By, &r.ByName, &at, &r.Symbol, &letter)
	r.OpenedAt = time.UnixMilli(at).UTC()
	if err == nil && letter != "" {
		err = json.Unmarshal([]byte(letter), &r.Letter)
	}
	return err
}

// letterJSON is the letter of r as it is kept.
func (r Report) letterJSON() (string, error) {
	if r.Letter == nil {
		return "", nil
	}
	b, err := json.Marshal(r.Letter)
	return string(b), err
}

// Load is the report with this id.
func Load(ctx context.Context, tx *store.Tx, id ID) (Report, error) {
	found, err := store.All(ctx, tx, scanReport, reportColumns+` AND id = $2`, int64(id))
	if err == nil && len(found) == 0 {
		err = refuse.With(refuse.NotFound, "Không tìm thấy báo cáo này.")
	}
	if err != nil {
		return Report{}, err
	}
	return found[0], nil
}

// List is every report of the place, the last opened first.
func List(ctx context.Context, tx *store.Tx) ([]Report, error) {
	return store.All(ctx, tx, scanReport, reportColumns+` ORDER BY id DESC`)
}

func insertReport(ctx context.Context, tx *store.Tx, r *Report) error {
	id, err := tx.NextID(ctx, "report_report")
	if err != nil {
		return err
	}
	r.ID = ID(id)
	letter, err := r.letterJSON()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO report_report (place, id, plan, span, from_on, through_on, regime, recipient, corrects, state, number, issued_on, content, word, page, book, signed, signed_as, opened_by, opened_name, opened_at, symbol, letter)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '', '', '', '', '', '', '', $11, $12, $13, $14, $15)`,
		id, int64(r.Plan), r.Window.Name, string(r.Window.Span.From), string(r.Window.Span.Through), int64(r.Regime), r.Recipient, int64(r.Corrects), string(r.State),
		int64(r.By), r.ByName, r.OpenedAt.UnixMilli(), r.Symbol, letter)
	return err
}

func updateReport(ctx context.Context, tx *store.Tx, r Report) error {
	letter, err := r.letterJSON()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE report_report SET state = $3, number = $4, issued_on = $5, content = $6, word = $7, page = $8, book = $9, signed = $10, signed_as = $11, plan = $12, symbol = $13, letter = $14
		WHERE place = $1 AND id = $2`,
		int64(r.ID), string(r.State), r.Issue.Number, string(r.Issue.Day), r.content, string(r.Files.Word), string(r.Files.Page), string(r.Files.Book), string(r.Files.Signed), string(r.Files.As), int64(r.Plan), r.Symbol, letter)
	return err
}

// numbered is the paper of a year that has a number with this symbol already; 0 for none.
func numbered(ctx context.Context, tx *store.Tx, number int, symbol, year string) (id ID, err error) {
	err = tx.QueryRow(ctx, `SELECT coalesce(max(id), 0) FROM report_report WHERE place = $1 AND number = $2 AND symbol = $3 AND issued_on >= $4 AND issued_on <= $5`,
		number, symbol, year+"-01-01", year+"-12-31").Scan(&id)
	return id, err
}

// Edits.

func insertEdit(ctx context.Context, tx *store.Tx, id ID, e Edit) error {
	n, err := nextOf(ctx, tx, `SELECT coalesce(max(n), 0) + 1 FROM report_edit WHERE place = $1 AND report = $2`, id)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO report_edit (place, report, n, passage, body, why, editor, edited_by, edited_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		int64(id), n, e.Passage, e.Body, e.Why, e.Editor, int64(e.By), e.At.UnixMilli())
	return err
}

// nextOf is the next number of something of a report.
func nextOf(ctx context.Context, tx *store.Tx, query string, id ID) (n int64, err error) {
	err = tx.QueryRow(ctx, query, int64(id)).Scan(&n)
	return n, err
}

// editsOf is what people wrote in report id, the first first.
func editsOf(ctx context.Context, tx *store.Tx, id ID) ([]Edit, error) {
	return store.All(ctx, tx, func(r *sql.Rows, e *Edit) error {
		var at int64
		err := r.Scan(&e.Passage, &e.Body, &e.Why, &e.Editor, &e.By, &at)
		e.At = time.UnixMilli(at).UTC()
		return err
	}, `SELECT passage, body, why, editor, edited_by, edited_at FROM report_edit WHERE place = $1 AND report = $2 ORDER BY n`, int64(id))
}

// Events.

func insertEvent(ctx context.Context, tx *store.Tx, id ID, at time.Time, person org.PersonID, name, say string) error {
	n, err := nextOf(ctx, tx, `SELECT coalesce(max(n), 0) + 1 FROM report_event WHERE place = $1 AND report = $2`, id)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO report_event (place, report, n, at, person, name, say) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		int64(id), n, at.UnixMilli(), int64(person), name, say)
	return err
}

func eventsOf(ctx context.Context, tx *store.Tx, id ID) ([]Event, error) {
	return store.All(ctx, tx, func(r *sql.Rows, e *Event) error {
		var at int64
		err := r.Scan(&at, &e.Name, &e.Say)
		e.At = time.UnixMilli(at).UTC()
		return err
	}, `SELECT at, name, say FROM report_event WHERE place = $1 AND report = $2 ORDER BY n`, int64(id))
}

// Regimes.

const regimeColumns = `SELECT id, name, recipient, frequency, cut_day, due_day, due_later, cut_on, due_on, since_on, basis, is_ended FROM report_regime WHERE place = $1`

func scanRegime(rs *sql.Rows, r *Regime) error {
	return rs.Scan(&r.ID, &r.Name, &r.Recipient, &r.Frequency, &r.CutDay, &r.DueDay, &r.DueLater, &r.CutOn, &r.DueOn, &r.Since, &r.Basis, &r.IsEnded)
}

// Regimes is every regime of the place, in the order they were entered.
func Regimes(ctx context.Context, tx *store.Tx) ([]Regime, error) {
	return store.All(ctx, tx, scanRegime, regimeColumns+` ORDER BY id`)
}

// LoadRegime is the regime with this id.
func LoadRegime(ctx context.Context, tx *store.Tx, id RegimeID) (Regime, error) {
	found, err := store.All(ctx, tx, scanRegime, regimeColumns+` AND id = $2`, int64(id))
	if err == nil && len(found) == 0 {
		err = refuse.With(refuse.NotFound, "Không tìm thấy chế độ báo cáo này.")
	}
	if err != nil {
		return Regime{}, err
	}
	return found[0], nil
}

// putRegime keeps r; one without a number gets the next.
func putRegime(ctx context.Context, tx *store.Tx, r *Regime) error {
	if r.ID == 0 {
		id, err := tx.NextID(ctx, "report_regime")
		if err != nil {
			return err
		}
		r.ID = RegimeID(id)
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO report_regime (place, id, name, recipient, frequency, cut_day, due_day, due_later, cut_on, due_on, since_on, basis, is_ended)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (place, id) DO UPDATE SET name = $3, recipient = $4, frequency = $5, cut_day = $6, due_day = $7, due_later = $8, cut_on = $9, due_on = $10, since_on = $11, basis = $12, is_ended = $13`,
		int64(r.ID), r.Name, r.Recipient, string(r.Frequency), r.CutDay, r.DueDay, r.DueLater, string(r.CutOn), string(r.DueOn), string(r.Since), r.Basis, r.IsEnded)
	return err
}

// Mappings.

const mappingColumns = `SELECT m.id, m.version, m.name, m.recipient, m.format, m.fields, m.is_ended, m.keeper, m.kept_name, m.kept_at FROM report_mapping m WHERE m.place = $1`

const lastVersion = ` AND m.version = (SELECT max(v.version) FROM report_mapping v WHERE v.place = m.place AND v.id = m.id)`

func scanMapping(rs *sql.Rows, m *Mapping) error {
	var kept int64
	err := rs.Scan(&m.ID, &m.Version, &m.Name, &m.Recipient, &m.Format, &m.Fields, &m.IsEnded, &m.Keeper, &m.KeptName, &kept)
	m.KeptAt = time.UnixMilli(kept)
	return err
}

// Mappings is every mapping of the place as it was last kept.
func Mappings(ctx context.Context, tx *store.Tx) ([]Mapping, error) {
	return store.All(ctx, tx, scanMapping, mappingColumns+lastVersion+` ORDER BY m.is_ended, m.id`)
}

// versionsOf is mapping id as it was kept each time, the last first.
func versionsOf(ctx context.Context, tx *store.Tx, id MappingID) ([]Mapping, error) {
	found, err := store.All(ctx, tx, scanMapping, mappingColumns+` AND m.id = $2 ORDER BY m.version DESC`, int64(id))
	if err == nil && len(found) == 0 {
		err = refuse.With(refuse.NotFound, "Không tìm thấy biểu xuất số liệu này.")
	}
	return found, err
}

func insertMapping(ctx context.Context, tx *store.Tx, m Mapping) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO report_mapping (place, id, version, name, recipient, format, fields, is_ended, keeper, kept_name, kept_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		int64(m.ID), m.Version, m.Name, m.Recipient, string(m.Format), m.Fields, m.IsEnded, int64(m.Keeper), m.KeptName, m.KeptAt.UnixMilli())
	return err
}
