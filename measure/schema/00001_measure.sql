-- +goose Up
-- measure_fact: what happened, as a desk or a person told it. Rows are added and never changed: of the facts with the
-- same desk, thing and what, the last one stands, and voids names the one before it.
CREATE TABLE measure_fact (
	place       TEXT   NOT NULL,
	id          BIGINT NOT NULL,
	desk        TEXT   NOT NULL, -- work, newsroom, measure (recorded by hand)
	thing       TEXT   NOT NULL, -- work/7/evidence/3: the desk's own thing, the proof
	what        TEXT   NOT NULL, -- which of the facts of that thing
	key         BIGINT NOT NULL, -- of the plan's target, clause or task it answers; 0 for none
	unit        BIGINT NOT NULL, -- whose doing; 0 for nobody's
	person      BIGINT NOT NULL, -- the person counted; 0 for none
	item        TEXT   NOT NULL, -- the thing counted, of a named list: channel/portal
	part        TEXT   NOT NULL, -- the part of the target it answers: campaign/ngay-chuyen-doi-so-quoc-gia
	on_day      TEXT   NOT NULL,
	amount      BIGINT NOT NULL,
	whole       BIGINT NOT NULL, -- amount out of so many; 0 when it is a number of its own
	state       TEXT   NOT NULL, -- planned, claimed, verified; void: it was not so
	recorded_by BIGINT NOT NULL, -- 0: the machine saw it
	recorded_at BIGINT NOT NULL,
	href        TEXT   NOT NULL, -- where the proof is looked at
	note        TEXT   NOT NULL,
	voids       BIGINT NOT NULL, -- the fact that this one stands instead of; 0 for none
	PRIMARY KEY (place, id)
);
CREATE INDEX measure_fact_thing ON measure_fact (place, desk, thing, what, id);
CREATE INDEX measure_fact_key ON measure_fact (place, key, on_day, id);
CREATE INDEX measure_fact_voids ON measure_fact (place, voids);

-- measure_tally: the standing facts added up by day, so that a value is read without reading every fact. A row is
-- there while it has facts; the order of its key lets the first day of each member be read off.
CREATE TABLE measure_tally (
	place  TEXT   NOT NULL,
	key    BIGINT NOT NULL,
	unit   BIGINT NOT NULL,
	person BIGINT NOT NULL,
	item   TEXT   NOT NULL,
	part   TEXT   NOT NULL,
	state  TEXT   NOT NULL,
	on_day TEXT   NOT NULL,
	facts  BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	whole  BIGINT NOT NULL,
	PRIMARY KEY (place, key, unit, person, item, part, state, on_day)
);

-- measure_rule: how a target of a plan is counted.
CREATE TABLE measure_rule (
	place       TEXT    NOT NULL,
	target      BIGINT  NOT NULL, -- the target's key
	plan        BIGINT  NOT NULL,
	nth         BIGINT  NOT NULL, -- in the order of the paper, from 1
	address     TEXT    NOT NULL, -- of its clause: I.2.-7
	first_line  BIGINT  NOT NULL,
	last_line   BIGINT  NOT NULL,
	said        TEXT    NOT NULL, -- the target in the paper's words
	read        TEXT    NOT NULL, -- the formula as recognised at adoption; '' when no kind did
	formula     TEXT    NOT NULL, -- the formula that counts; '' for none
	is_by_hand  BOOLEAN NOT NULL, -- a person set the formula
	is_dropped  BOOLEAN NOT NULL, -- an amendment took the target out of the plan
	set_by      BIGINT  NOT NULL,
	set_at      BIGINT  NOT NULL,
	PRIMARY KEY (place, target)
);
CREATE INDEX measure_rule_plan ON measure_rule (place, plan, nth);

-- measure_rule_key: the keys of the plan whose facts a rule counts.
CREATE TABLE measure_rule_key (
	place  TEXT   NOT NULL,
	target BIGINT NOT NULL,
	key    BIGINT NOT NULL,
	PRIMARY KEY (place, target, key)
);

-- measure_member: what stands on a named list, and the days it did.
CREATE TABLE measure_member (
	place      TEXT   NOT NULL,
	list       TEXT   NOT NULL, -- exemplar; target/12 for the list of one target
	item       TEXT   NOT NULL,
	name       TEXT   NOT NULL,
	from_on    TEXT   NOT NULL,
	through_on TEXT   NOT NULL, -- the last day; '' while it stands
	PRIMARY KEY (place, list, item)
);

-- +goose Down
DROP TABLE measure_member;
DROP TABLE measure_rule_key;
DROP TABLE measure_rule;
DROP TABLE measure_tally;
DROP TABLE measure_fact;
