CREATE TABLE org_delegation (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	holding    BIGINT NOT NULL,
	lender     BIGINT NOT NULL,
	borrower   BIGINT NOT NULL,
	post       TEXT   NOT NULL,
	from_on    TEXT   NOT NULL,
	through_on TEXT   NOT NULL,
	why        TEXT   NOT NULL,
	made_by    BIGINT NOT NULL,
	ended_at   BIGINT NOT NULL, -- 0 unless ended before its time
	PRIMARY KEY (place, id)
);

CREATE INDEX org_delegation_borrower ON org_delegation (place, borrower);

CREATE TABLE org_holding (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	person     BIGINT NOT NULL,
	post       TEXT   NOT NULL,
	unit       BIGINT NOT NULL,
	from_on    TEXT   NOT NULL,
	through_on TEXT   NOT NULL, -- '' while it lasts
	basis      TEXT   NOT NULL, -- the decision that says so
	PRIMARY KEY (place, id)
);

CREATE INDEX org_holding_person ON org_holding (place, person);

CREATE TABLE org_person (
	place     TEXT    NOT NULL,
	id        BIGINT  NOT NULL,
	name      TEXT    NOT NULL,
	sort_key  TEXT    NOT NULL, -- given name first, in Vietnamese order
	match_key TEXT    NOT NULL,
	unit      BIGINT  NOT NULL,
	phone     TEXT    NOT NULL,
	email     TEXT    NOT NULL,
	purpose   TEXT    NOT NULL, -- what phone and e-mail may be used for
	is_active BOOLEAN NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE INDEX org_person_sort ON org_person (place, sort_key);

CREATE TABLE org_place (
	place      TEXT   NOT NULL,
	code       TEXT   NOT NULL,
	kind       TEXT   NOT NULL, -- ward, commune, zone, city, province, nation
	name       TEXT   NOT NULL, -- Phường Phù Liễn
	short_name TEXT   NOT NULL, -- Phù Liễn
	parent     TEXT   NOT NULL, -- code of the place above; '' for the nation
	seat       TEXT   NOT NULL,
	population BIGINT NOT NULL, -- 0: not known
	area_ha    BIGINT NOT NULL, -- hectares; 0: not known
	PRIMARY KEY (place, code)
);

CREATE TABLE org_place_change (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	what       TEXT   NOT NULL, -- merged, split, renamed
	changed_on TEXT   NOT NULL,
	from_code  TEXT   NOT NULL, -- '' when the old code is not known
	from_name  TEXT   NOT NULL,
	to_code    TEXT   NOT NULL,
	to_name    TEXT   NOT NULL,
	basis      TEXT   NOT NULL, -- the resolution; '' when not known
	PRIMARY KEY (place, id)
);

CREATE TABLE org_unit (
	place     TEXT    NOT NULL,
	id        BIGINT  NOT NULL,
	kind      TEXT    NOT NULL,
	is_asked  BOOLEAN NOT NULL, -- outside the committee: asked (đề nghị), not ordered (giao)
	opened_on TEXT    NOT NULL,
	closed_on TEXT    NOT NULL, -- '' while open: the first day it was no more
	successor BIGINT  NOT NULL, -- the unit it went into; 0 for none
	PRIMARY KEY (place, id)
);

CREATE TABLE org_unit_change (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	unit       BIGINT NOT NULL,
	what       TEXT   NOT NULL, -- opened, renamed, merged, closed, reopened
	changed_on TEXT   NOT NULL,
	other      BIGINT NOT NULL, -- merged: the unit it went into
	note       TEXT   NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE INDEX org_unit_change_unit ON org_unit_change (place, unit);

CREATE TABLE org_unit_name (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	unit       BIGINT NOT NULL,
	sort       TEXT   NOT NULL, -- official, short, alias
	name       TEXT   NOT NULL,
	match_key  TEXT   NOT NULL,
	from_on    TEXT   NOT NULL,
	through_on TEXT   NOT NULL, -- the last day; '' while in use
	PRIMARY KEY (place, id)
);

CREATE INDEX org_unit_name_key ON org_unit_name (place, match_key);

CREATE INDEX org_unit_name_unit ON org_unit_name (place, unit);

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

CREATE TABLE store_place (
	place TEXT NOT NULL PRIMARY KEY,
	host  TEXT NOT NULL -- the name its portal answers to; empty: any name
);

CREATE UNIQUE INDEX store_place_host ON store_place (host) WHERE host <> '';

CREATE TABLE store_upgrade (
	step         BIGINT NOT NULL,
	desk         TEXT   NOT NULL,
	from_version BIGINT NOT NULL,
	to_version   BIGINT NOT NULL,
	upgraded_at  BIGINT NOT NULL,
	PRIMARY KEY (step, desk)
);

CREATE VIRTUAL TABLE store_word USING fts5(
	place, title_folded, body_folded, title_exact, body_exact,
	content='', contentless_delete=1, tokenize='ascii'
);

