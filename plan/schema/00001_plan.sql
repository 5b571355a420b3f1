-- +goose Up
CREATE TABLE plan_paper (
	place       TEXT   NOT NULL,
	id          BIGINT NOT NULL,
	name        TEXT   NOT NULL, -- of the file, as it was uploaded
	hash        TEXT   NOT NULL, -- of the file, where the blobs keep it
	kind        TEXT   NOT NULL, -- text, docx
	size        BIGINT NOT NULL, -- bytes
	refusal     TEXT   NOT NULL, -- why it could not be read; empty when it could
	amends      BIGINT NOT NULL, -- the plan it is to amend; 0 = a new plan
	person      BIGINT NOT NULL,
	person_name TEXT   NOT NULL,
	uploaded_at BIGINT NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE TABLE plan_draft (
	place       TEXT   NOT NULL,
	id          BIGINT NOT NULL,
	paper       BIGINT NOT NULL, -- 0 = started from an adopted version, without a paper of its own
	amends      BIGINT NOT NULL, -- the plan it amends; 0 = a new plan
	base        BIGINT NOT NULL, -- the version it amends; 0 = a new plan
	reading     TEXT   NOT NULL, -- vnplan/1, as read; never changed
	source      TEXT   NOT NULL, -- the lines of the paper, JSON
	state       TEXT   NOT NULL, -- open, adopted, dropped
	steps       BIGINT NOT NULL, -- how many corrections were made
	person      BIGINT NOT NULL,
	person_name TEXT   NOT NULL,
	opened_at   BIGINT NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE TABLE plan_correction (
	place       TEXT   NOT NULL,
	draft       BIGINT NOT NULL,
	step        BIGINT NOT NULL,
	person      BIGINT NOT NULL,
	person_name TEXT   NOT NULL,
	made_at     BIGINT NOT NULL,
	verb        TEXT   NOT NULL,
	thing       TEXT   NOT NULL,
	field       TEXT   NOT NULL,
	was         TEXT   NOT NULL,
	becomes     TEXT   NOT NULL,
	answers     TEXT   NOT NULL, -- the doubt it answers as well; empty if none
	undoes      BIGINT NOT NULL, -- the step that no longer counts; 0 if none
	PRIMARY KEY (place, draft, step)
);

CREATE TABLE plan_plan (
	place      TEXT   NOT NULL,
	id         BIGINT NOT NULL,
	version    BIGINT NOT NULL, -- the one in force
	code       TEXT   NOT NULL,
	title      TEXT   NOT NULL,
	issued_on  TEXT   NOT NULL,
	from_on    TEXT   NOT NULL,
	through_on TEXT   NOT NULL,
	adopted_at BIGINT NOT NULL, -- the version in force
	PRIMARY KEY (place, id)
);

CREATE TABLE plan_version (
	place       TEXT   NOT NULL,
	plan        BIGINT NOT NULL,
	version     BIGINT NOT NULL,
	draft       BIGINT NOT NULL,
	person      BIGINT NOT NULL,
	person_name TEXT   NOT NULL,
	adopted_at  BIGINT NOT NULL,
	body        TEXT   NOT NULL, -- vnplan/1 with keys
	PRIMARY KEY (place, plan, version),
	UNIQUE (place, draft)
);

-- Everything that has a key: what later desks join their rows to.
CREATE TABLE plan_key (
	place         TEXT   NOT NULL,
	id            BIGINT NOT NULL,
	plan          BIGINT NOT NULL,
	kind          TEXT   NOT NULL, -- clause, target, basis, assignment, task
	address       TEXT   NOT NULL, -- in the last version that has it
	first_version BIGINT NOT NULL,
	last_version  BIGINT NOT NULL,
	PRIMARY KEY (place, id)
);
CREATE INDEX plan_key_plan ON plan_key (place, plan, kind);

-- +goose Down
DROP TABLE plan_key;
DROP TABLE plan_version;
DROP TABLE plan_plan;
DROP TABLE plan_correction;
DROP TABLE plan_draft;
DROP TABLE plan_paper;
