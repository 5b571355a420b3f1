-- +goose Up
-- report_regime: who is to have a report how often, up to which day it counts and when it is due.
CREATE TABLE report_regime (
	place     TEXT    NOT NULL,
	id        BIGINT  NOT NULL,
	name      TEXT    NOT NULL,
	recipient TEXT    NOT NULL,
	frequency TEXT    NOT NULL, -- month, quarter, half, year, once
	cut_day   BIGINT  NOT NULL, -- of the last month of the period, the last day counted
	due_day   BIGINT  NOT NULL,
	due_later BIGINT  NOT NULL, -- months after the last month of the period
	cut_on    TEXT    NOT NULL, -- of a report that is due once; '' otherwise
	due_on    TEXT    NOT NULL,
	since_on  TEXT    NOT NULL, -- what was due before is not asked for
	basis     TEXT    NOT NULL, -- the paper that asks for it
	is_ended  BOOLEAN NOT NULL,
	PRIMARY KEY (place, id)
);

-- report_report: one report and how far it is. What was checked is kept as it was and never changes.
CREATE TABLE report_report (
	place       TEXT   NOT NULL,
	id          BIGINT NOT NULL,
	plan        BIGINT NOT NULL,
	span        TEXT   NOT NULL, -- the name of the window: 2025-H2
	from_on     TEXT   NOT NULL,
	through_on  TEXT   NOT NULL,
	regime      BIGINT NOT NULL, -- 0: asked for by no regime
	recipient   TEXT   NOT NULL,
	corrects    BIGINT NOT NULL, -- the report that this one stands instead of; 0 for none
	state       TEXT   NOT NULL, -- draft, checked, signed, sent, archived
	number      BIGINT NOT NULL, -- 0: not given yet
	issued_on   TEXT   NOT NULL,
	content     TEXT   NOT NULL, -- the whole composition, once it was checked
	word        TEXT   NOT NULL, -- hashes of the files handed over to be signed
	page        TEXT   NOT NULL,
	book        TEXT   NOT NULL,
	signed      TEXT   NOT NULL, -- hash of what came back
	signed_as   TEXT   NOT NULL, -- electronic: the page handed over with signatures added; paper: a scan
	opened_by   BIGINT NOT NULL,
	opened_name TEXT   NOT NULL,
	opened_at   BIGINT NOT NULL,
	PRIMARY KEY (place, id)
);
CREATE INDEX report_report_plan ON report_report (place, plan, id);

-- report_edit: what people wrote instead of a passage. The last of a passage stands; an empty one takes it back.
CREATE TABLE report_edit (
	place     TEXT   NOT NULL,
	report    BIGINT NOT NULL,
	n         BIGINT NOT NULL,
	passage   TEXT   NOT NULL,
	body      TEXT   NOT NULL,
	why       TEXT   NOT NULL,
	editor    TEXT   NOT NULL,
	edited_by BIGINT NOT NULL,
	edited_at BIGINT NOT NULL,
	PRIMARY KEY (place, report, n)
);

-- report_event: what happened to a report, in sentences.
CREATE TABLE report_event (
	place  TEXT   NOT NULL,
	report BIGINT NOT NULL,
	n      BIGINT NOT NULL,
	at     BIGINT NOT NULL,
	person BIGINT NOT NULL,
	name   TEXT   NOT NULL,
	say    TEXT   NOT NULL,
	PRIMARY KEY (place, report, n)
);

-- +goose Down
DROP TABLE report_event;
DROP TABLE report_edit;
DROP TABLE report_report;
DROP TABLE report_regime;
