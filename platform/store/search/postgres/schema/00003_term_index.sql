-- +goose Up
ALTER TABLE store_doc DROP COLUMN title_words;
ALTER TABLE store_doc DROP COLUMN words;
-- Each place numbers its own documents.
DROP INDEX store_doc_row;
ALTER TABLE store_doc ALTER COLUMN row DROP IDENTITY;
UPDATE store_doc SET row = n.number FROM (SELECT row, row_number() OVER (PARTITION BY place ORDER BY row) AS number FROM store_doc) AS n WHERE n.row = store_doc.row;
CREATE UNIQUE INDEX store_doc_row ON store_doc (place, row);
INSERT INTO store_counter (place, name, last) SELECT place, 'store_search', max(row) FROM store_doc GROUP BY place;
-- The terms of a document, as search.go makes them, without places; version 4 fills them in for the documents that are there.
-- They stand outside the rows, so that those which answer a search lie close together.
CREATE TABLE store_word (
	place TEXT     NOT NULL,
	row   BIGINT   NOT NULL,
	words TSVECTOR NOT NULL,
	PRIMARY KEY (place, row)
) WITH (toast_tuple_target = 128);
ALTER TABLE store_word ALTER COLUMN words SET STORAGE EXTERNAL;
CREATE INDEX store_word_words ON store_word USING gin (words);

-- +goose Down
-- The older program finds what is indexed from now on.
DROP TABLE store_word;
DELETE FROM store_counter WHERE name = 'store_search';
DROP INDEX store_doc_row;
ALTER TABLE store_doc DROP COLUMN row;
ALTER TABLE store_doc ADD COLUMN row BIGINT GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX store_doc_row ON store_doc (row);
ALTER TABLE store_doc ADD COLUMN words TSVECTOR NOT NULL DEFAULT '';
ALTER TABLE store_doc ALTER COLUMN words DROP DEFAULT;
CREATE INDEX store_doc_words ON store_doc USING gin (words);
ALTER TABLE store_doc ADD COLUMN title_words TSVECTOR GENERATED ALWAYS AS (ts_filter(words, '{a,b}')) STORED;
CREATE INDEX store_doc_title_words ON store_doc USING gin (title_words);
