-- +goose Up
-- The words of a place, folded, and each with one letter left out: a word typed wrong is found by what both are without one letter.
CREATE TABLE store_term (
	place TEXT NOT NULL,
	term  TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (place, term)
);
CREATE TABLE store_gap (
	place TEXT NOT NULL,
	gap   TEXT COLLATE "C" NOT NULL,
	term  TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (place, gap, term)
);
-- Titles have an index of their own, and a document a number by which the last is shown first.
ALTER TABLE store_doc ADD COLUMN row BIGINT GENERATED ALWAYS AS IDENTITY;
ALTER TABLE store_doc ADD COLUMN title_words TSVECTOR GENERATED ALWAYS AS (ts_filter(words, '{a,b}')) STORED;
CREATE UNIQUE INDEX store_doc_row ON store_doc (row);
CREATE INDEX store_doc_title_words ON store_doc USING gin (title_words);

-- +goose Down
ALTER TABLE store_doc DROP COLUMN title_words;
ALTER TABLE store_doc DROP COLUMN row;
DROP TABLE store_gap;
DROP TABLE store_term;
