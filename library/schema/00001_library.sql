-- +goose Up
-- library_text: one legal document as the place knows it, told apart by code and day.
CREATE TABLE library_text (
	place        TEXT    NOT NULL,
	id           BIGINT  NOT NULL,
	slug         TEXT    NOT NULL, -- 57-nq-tw: its address in public
	kind         TEXT    NOT NULL, -- Nghị quyết
	number       TEXT    NOT NULL,
	symbol       TEXT    NOT NULL,
	code         TEXT    NOT NULL, -- 57-NQ/TW; '' for a law cited by name and day
	issuer       TEXT    NOT NULL,
	issued_on    TEXT    NOT NULL, -- '' when not known
	title        TEXT    NOT NULL,
	is_confirmed BOOLEAN NOT NULL, -- number, day and issuer were seen in another source
	source       TEXT    NOT NULL, -- that source, or the plan it was filed from
	force        TEXT    NOT NULL, -- '' not looked into, in-force, replaced, ended
	replaced_by  TEXT    NOT NULL, -- code of the text that replaced it
	ended_on     TEXT    NOT NULL, -- the last day it held
	note         TEXT    NOT NULL,
	folded       TEXT    NOT NULL, -- all of the words above, without marks, for searching
	PRIMARY KEY (place, id),
	UNIQUE (place, slug),
	UNIQUE (place, kind, code, issued_on, title)
);

CREATE INDEX library_text_issued ON library_text (place, issued_on, id);
CREATE INDEX library_text_code ON library_text (place, code);

-- library_citation: where the standing version of a plan cites a text.
CREATE TABLE library_citation (
	place      TEXT   NOT NULL,
	plan       BIGINT NOT NULL,
	text       BIGINT NOT NULL,
	nth        BIGINT NOT NULL, -- in the order of the paper, from 1
	version    BIGINT NOT NULL,
	plan_code  TEXT   NOT NULL, -- 15/KH-UBND
	clause     BIGINT NOT NULL, -- the clause's key; 0 when the place is in none
	address    TEXT   NOT NULL, -- II.3.-1
	role       TEXT   NOT NULL,
	first_line BIGINT NOT NULL,
	last_line  BIGINT NOT NULL,
	PRIMARY KEY (place, plan, text, nth)
);

CREATE INDEX library_citation_text ON library_citation (place, text);

-- +goose Down
DROP TABLE library_citation;
DROP TABLE library_text;
