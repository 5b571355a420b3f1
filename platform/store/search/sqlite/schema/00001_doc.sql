-- +goose Up
CREATE TABLE store_doc (
	row   INTEGER PRIMARY KEY, -- the row of store_word; the key of a document is the one below
	place TEXT NOT NULL,
	kind  TEXT NOT NULL,
	id    TEXT NOT NULL,
	title TEXT NOT NULL,
	body  TEXT NOT NULL,
	href  TEXT NOT NULL,
	UNIQUE (place, kind, id)
);
-- Words come cut, in lower case and separated by spaces: tokenize='ascii' leaves them as they are.
CREATE VIRTUAL TABLE store_word USING fts5(
	place, title_folded, body_folded, title_exact, body_exact,
	content='', contentless_delete=1, tokenize='ascii'
);

-- +goose Down
DROP TABLE store_word;
DROP TABLE store_doc;
