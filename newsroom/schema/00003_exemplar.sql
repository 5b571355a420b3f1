-- +goose Up
-- newsroom_exemplar: a model or a person held up as an example, with what makes it one.
CREATE TABLE newsroom_exemplar (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	sort       TEXT   NOT NULL, -- model, person, unit
	name       TEXT   NOT NULL,
	item       TEXT   NOT NULL, -- how measure calls it
	unit       BIGINT NOT NULL, -- where it is; 0 = nowhere in particular
	criteria   TEXT   NOT NULL, -- why it is an example, for the public
	contact    TEXT   NOT NULL, -- of the newsroom alone
	consent    TEXT   NOT NULL, -- who agreed to be told of, and how; '' = nobody yet
	consent_on TEXT   NOT NULL,
	recheck_on TEXT   NOT NULL, -- when to look again whether it still is one
	from_on    TEXT   NOT NULL,
	ended_on   TEXT   NOT NULL, -- '' = it still is one
	ended_why  TEXT   NOT NULL,
	adder      BIGINT NOT NULL,
	adder_name TEXT   NOT NULL,
	PRIMARY KEY (place, id),
	UNIQUE (place, item)
);

-- newsroom_tells: which stories tell of which exemplars.
CREATE TABLE newsroom_tells (
	place    TEXT   NOT NULL,
	story    BIGINT NOT NULL,
	exemplar BIGINT NOT NULL,
	PRIMARY KEY (place, story, exemplar)
);

CREATE INDEX newsroom_tells_exemplar ON newsroom_tells (place, exemplar, story);

-- newsroom_telling: where an exemplar was told of beside the portal, as somebody wrote it down.
CREATE TABLE newsroom_telling (
	place    TEXT   NOT NULL,
	exemplar BIGINT NOT NULL,
	n        BIGINT NOT NULL,
	channel  TEXT   NOT NULL, -- loudspeaker, zalo, social, board, press
	on_day   TEXT   NOT NULL,
	proof    TEXT   NOT NULL, -- where it can be seen: an address, a page, an hour
	person      BIGINT NOT NULL,
	person_name TEXT   NOT NULL,
	PRIMARY KEY (place, exemplar, n)
);

-- newsroom_quota: how many stories a month are wanted on a theme or of a writer.
CREATE TABLE newsroom_quota (
	place     TEXT   NOT NULL,
	sort      TEXT   NOT NULL, -- theme, person
	key       BIGINT NOT NULL, -- plan_key of the theme, number of the person
	per_month BIGINT NOT NULL,
	PRIMARY KEY (place, sort, key)
);

-- +goose Down
DROP TABLE newsroom_quota;
DROP TABLE newsroom_telling;
DROP TABLE newsroom_tells;
DROP TABLE newsroom_exemplar;
