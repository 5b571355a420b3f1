package work

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
)

// sentBy is the evidence that was sent by the form numbered once; 0 when there is none.
func sentBy(ctx context.Context, tx *store.Tx, once string) (id EvidenceID, err error) {
	err = tx.QueryRow(ctx, `SELECT id FROM work_evidence WHERE place = $1 AND once = $2`, once).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

func insertEvidence(ctx context.Context, tx *store.Tx, e Evidence) (EvidenceID, error) {
	id, err := tx.NextID(ctx, "work_evidence")
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO work_evidence (place, id, once, task, unit, done_on, note, link, figure, figure_of, people, state, finishes,
			sender, sender_name, by_link, sent_at, verifier, verifier_name, decided_at, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, '', 0, '')`,
		id, e.Once, int64(e.Task), int64(e.Unit), string(e.DoneOn), e.Note, e.Link, e.Figure, e.FigureOf, strings.Join(e.People, "\n"), string(e.State), e.Finishes,
		int64(e.Sender.Person), e.Sender.Name, e.Sender.Link, e.SentAt.UnixMilli())
	for _, f := range e.Files {
		if err != nil {
			break
		}
		_, err = tx.Exec(ctx, `INSERT INTO work_file (place, evidence, n, name, kind, hash, size, sent_hash, print, spot) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			id, int64(f.N), f.Name, f.Kind, f.Hash, f.Size, f.SentHash, f.Print, f.Spot)
	}
	return EvidenceID(id), err
}

func updateEvidence(ctx context.Context, tx *store.Tx, e Evidence) error {
	_, err := tx.Exec(ctx, `
		UPDATE work_evidence SET state = $3, finishes = $4, verifier = $5, verifier_name = $6, decided_at = $7, reason = $8 WHERE place = $1 AND id = $2`,
		int64(e.ID), string(e.State), e.Finishes, int64(e.Verifier), e.VerifierName, e.DecidedAt.UnixMilli(), e.Reason)
	return err
}

// evidences are those that the condition names, the first first, with their files.
func evidences(ctx context.Context, tx *store.Tx, which string, args ...any) ([]Evidence, error) {
	rows, err := tx.Query(ctx, `
		SELECT e.id, e.once, e.task, e.unit, e.done_on, e.note, e.link, e.figure, e.figure_of, e.people, e.state, e.finishes,
			e.sender, e.sender_name, e.by_link, e.sent_at, e.verifier, e.verifier_name, e.decided_at, e.reason
		FROM work_evidence e WHERE e.place = $1 AND `+which+` ORDER BY e.id`, args...)
	all, err := collect(rows, err, func(r *sql.Rows) (e Evidence, err error) {
		var people string
		var sent, decided int64
		err = r.Scan(&e.ID, &e.Once, &e.Task, &e.Unit, &e.DoneOn, &e.Note, &e.Link, &e.Figure, &e.FigureOf, &people, &e.State, &e.Finishes,
			&e.Sender.Person, &e.Sender.Name, &e.Sender.Link, &sent, &e.Verifier, &e.VerifierName, &decided, &e.Reason)
		if people != "" {
			e.People = strings.Split(people, "\n")
		}
		e.SentAt, e.DecidedAt = instant(sent), instant(decided)
		return e, err
	})
	if err != nil || len(all) == 0 {
		return nil, err
	}
	files, err := filesOf(ctx, tx, which, args...)
	for _, f := range files {
		if i := slices.IndexFunc(all, func(e Evidence) bool { return e.ID == f.evidence }); i >= 0 {
			all[i].Files = append(all[i].Files, f.file)
		}
	}
	return all, err
}

// placed is a file with the evidence it belongs to.
type placed struct {
	evidence EvidenceID
	file     File
}

func filesOf(ctx context.Context, tx *store.Tx, which string, args ...any) ([]placed, error) {
	rows, err := tx.Query(ctx, `
		SELECT f.evidence, f.n, f.name, f.kind, f.hash, f.size, f.sent_hash, f.print, f.spot
		FROM work_file f JOIN work_evidence e ON e.place = f.place AND e.id = f.evidence
		WHERE e.place = $1 AND `+which+` ORDER BY f.evidence, f.n`, args...)
	return collect(rows, err, func(r *sql.Rows) (p placed, err error) {
		return p, r.Scan(&p.evidence, &p.file.N, &p.file.Name, &p.file.Kind, &p.file.Hash, &p.file.Size, &p.file.SentHash, &p.file.Print, &p.file.Spot)
	})
}

// filesElsewhere are the files that were sent for other parts than that of e and stand.
func filesElsewhere(ctx context.Context, tx *store.Tx, e Evidence) ([]placed, error) {
	return filesOf(ctx, tx, `(e.task <> $2 OR e.unit <> $3) AND e.state <> 'withdrawn'`, int64(e.Task), int64(e.Unit))
}

func loadEvidence(ctx context.Context, tx *store.Tx, id EvidenceID) (Evidence, error) {
	found, err := evidences(ctx, tx, `e.id = $2`, int64(id))
	if err == nil && len(found) == 0 {
		err = refuse.With(refuse.NotFound, "Không tìm thấy minh chứng này.")
	}
	if err != nil {
		return Evidence{}, err
	}
	return found[0], nil
}

// evidenceOf is what was sent for the part of unit in a task, the first first.
func evidenceOf(ctx context.Context, tx *store.Tx, id TaskID, unit org.UnitID) ([]Evidence, error) {
	return evidences(ctx, tx, `e.task = $2 AND e.unit = $3`, int64(id), int64(unit))
}

// claimed is what waits to be verified, the first first.
func claimed(ctx context.Context, tx *store.Tx) ([]Evidence, error) {
	return evidences(ctx, tx, `e.state = 'claimed'`)
}
