-- +goose Up
-- The words of a place, folded, and each with one letter left out: a word typed wrong is found by what both are without one letter.
CREATE TABLE store_term (
	place TEXT NOT NULL,
	term  TEXT NOT NULL,
	PRIMARY KEY (place, term)
) WITHOUT ROWID;
CREATE TABLE store_gap (
	place TEXT NOT NULL,
	gap   TEXT NOT NULL,
	term  TEXT NOT NULL,
	PRIMARY KEY (place, gap, term)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE store_gap;
DROP TABLE store_term;
