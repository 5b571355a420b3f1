-- +goose Up
DROP TABLE store_word;
-- The terms of a document, as search.go makes them, separated by spaces; of each the index knows the documents and nothing else.
-- Version 4 fills it with the documents that are there.
CREATE VIRTUAL TABLE store_word USING fts5(
	terms,
	content='', contentless_delete=1, detail=none, tokenize='ascii'
);

-- +goose Down
DROP TABLE store_word;
-- The older program finds what is indexed from now on.
CREATE VIRTUAL TABLE store_word USING fts5(
	place, title_folded, body_folded, title_exact, body_exact,
	content='', contentless_delete=1, tokenize='ascii'
);
