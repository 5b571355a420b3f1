CREATE TABLE store_counter (
	place TEXT   NOT NULL,
	name  TEXT   NOT NULL,
	last  BIGINT NOT NULL,
	PRIMARY KEY (place, name)
);

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

CREATE TABLE store_gap (
	place TEXT NOT NULL,
	gap   TEXT NOT NULL,
	term  TEXT NOT NULL,
	PRIMARY KEY (place, gap, term)
) WITHOUT ROWID;

CREATE TABLE store_place (
	place TEXT NOT NULL PRIMARY KEY,
	host  TEXT NOT NULL -- the name its portal answers to; empty: any name
);

CREATE UNIQUE INDEX store_place_host ON store_place (host) WHERE host <> '';

CREATE TABLE store_term (
	place TEXT NOT NULL,
	term  TEXT NOT NULL,
	PRIMARY KEY (place, term)
) WITHOUT ROWID;

CREATE TABLE store_upgrade (
	step         BIGINT NOT NULL,
	desk         TEXT   NOT NULL,
	from_version BIGINT NOT NULL,
	to_version   BIGINT NOT NULL,
	upgraded_at  BIGINT NOT NULL,
	PRIMARY KEY (step, desk)
);

CREATE VIRTUAL TABLE store_word USING fts5(
	terms,
	content='', contentless_delete=1, detail=none, tokenize='ascii'
);

