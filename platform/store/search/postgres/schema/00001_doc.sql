-- +goose Up
CREATE TABLE store_doc (
	place TEXT     NOT NULL,
	kind  TEXT     NOT NULL,
	id    TEXT     NOT NULL,
	title TEXT     NOT NULL,
	body  TEXT     NOT NULL,
	href  TEXT     NOT NULL,
	words TSVECTOR NOT NULL, -- exact title A, folded title B, exact body C, folded body D
	PRIMARY KEY (place, kind, id)
);
CREATE INDEX store_doc_words ON store_doc USING gin (words);

-- +goose Down
DROP TABLE store_doc;
