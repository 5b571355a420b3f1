-- +goose Up
-- work_task: one duty that is to be done, by one unit or many.
CREATE TABLE work_task (
	place      TEXT    NOT NULL,
	id         BIGINT  NOT NULL,
	plan       BIGINT  NOT NULL, -- 0 when no plan asks for it
	version    BIGINT  NOT NULL, -- of the plan, in which it stands or last stood
	plan_code  TEXT    NOT NULL, -- 15/KH-UBND
	plan_key   BIGINT  NOT NULL, -- of the plan's task, the same in every version
	clause     BIGINT  NOT NULL, -- key of the clause it stands in
	address    TEXT    NOT NULL, -- IV.2.-3
	first_line BIGINT  NOT NULL, -- on the paper
	last_line  BIGINT  NOT NULL,
	body       TEXT    NOT NULL, -- what is to be done, in the plan's words
	folded     TEXT    NOT NULL, -- the same without marks, for searching
	proposed_on TEXT   NOT NULL, -- the day the plan gives; '' when it gives none
	due_on     TEXT    NOT NULL, -- '' when it has no day
	due_by     TEXT    NOT NULL, -- who set the day; '' when it is the one proposed
	is_asked   BOOLEAN NOT NULL, -- false: the plan no longer asks for it
	opened_at  BIGINT  NOT NULL,
	PRIMARY KEY (place, id)
);

CREATE INDEX work_task_plan ON work_task (place, plan, plan_key);
CREATE INDEX work_task_due ON work_task (place, due_on, id);

-- work_about: the themes and targets of the plan that a task serves.
CREATE TABLE work_about (
	place    TEXT   NOT NULL,
	task     BIGINT NOT NULL,
	sort     TEXT   NOT NULL, -- theme, target
	plan_key BIGINT NOT NULL,
	name     TEXT   NOT NULL, -- as the plan calls it
	PRIMARY KEY (place, task, sort, plan_key)
);

-- work_part: what one unit has to do with a task, and how far it is.
CREATE TABLE work_part (
	place      TEXT    NOT NULL,
	task       BIGINT  NOT NULL,
	unit       BIGINT  NOT NULL,
	role       TEXT    NOT NULL, -- lead, support
	mode       TEXT    NOT NULL, -- assign, request
	via        TEXT    NOT NULL, -- the group by which the plan names it, «các trường học»; '' when by its name or by hand
	by_hand    BOOLEAN NOT NULL, -- a person named the unit, the plan did not
	state      TEXT    NOT NULL, -- todo, sent, returned, going, done
	changed_at BIGINT  NOT NULL,
	is_asked   BOOLEAN NOT NULL, -- false: the unit no longer has a part in it
	PRIMARY KEY (place, task, unit)
);

CREATE INDEX work_part_unit ON work_part (place, unit, state);

-- work_event: everything that happened to a task, in sentences. Nothing here is ever changed.
CREATE TABLE work_event (
	place       TEXT   NOT NULL,
	task        BIGINT NOT NULL,
	n           BIGINT NOT NULL, -- 1, 2, 3 … in each task
	unit        BIGINT NOT NULL, -- whose part it is about; 0 = the whole task
	at          BIGINT NOT NULL,
	person      BIGINT NOT NULL, -- 0 = nobody with an account
	person_name TEXT   NOT NULL,
	say         TEXT   NOT NULL,
	PRIMARY KEY (place, task, n)
);

-- +goose Down
DROP TABLE work_event;
DROP TABLE work_part;
DROP TABLE work_about;
DROP TABLE work_task;
