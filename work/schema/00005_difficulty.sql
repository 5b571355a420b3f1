-- +goose Up
-- work_difficulty: what is in the way of a unit, and what was decided about it.
CREATE TABLE work_difficulty (
	place        TEXT   NOT NULL,
	id           BIGINT NOT NULL,
	once         TEXT   NOT NULL, -- the number of the form it was raised by: the same form sent twice is one
	task         BIGINT NOT NULL,
	unit         BIGINT NOT NULL,
	body         TEXT   NOT NULL, -- what is in the way
	folded       TEXT   NOT NULL, -- the same with what is asked, without marks, for searching
	since_on     TEXT   NOT NULL, -- the day it began, as the unit says
	asks         TEXT   NOT NULL, -- what the unit asks for
	owner_post   TEXT   NOT NULL, -- who has to answer: whoever holds this post
	owner_unit   BIGINT NOT NULL, -- at this unit; 0 = a post of the place
	due_on       TEXT   NOT NULL, -- by when the owner has to answer
	state        TEXT   NOT NULL, -- open, decided, closed
	sender       BIGINT NOT NULL, -- 0 = somebody without an account, by a link
	sender_name  TEXT   NOT NULL,
	by_link      BIGINT NOT NULL, -- the link; 0 = with an account
	raised_at    BIGINT NOT NULL,
	decision     TEXT   NOT NULL, -- the last one
	decider      BIGINT NOT NULL,
	decider_name TEXT   NOT NULL,
	decided_at   BIGINT NOT NULL, -- 0 = not decided
	closed_at    BIGINT NOT NULL, -- 0 = not closed
	PRIMARY KEY (place, id),
	UNIQUE (place, once)
);

CREATE INDEX work_difficulty_task ON work_difficulty (place, task, unit, id);
CREATE INDEX work_difficulty_state ON work_difficulty (place, state, due_on);

-- work_difficulty_event: everything that happened to a difficulty, in sentences. Nothing here is ever changed.
CREATE TABLE work_difficulty_event (
	place       TEXT   NOT NULL,
	difficulty  BIGINT NOT NULL,
	n           BIGINT NOT NULL, -- 1, 2, 3 … in each difficulty
	at          BIGINT NOT NULL,
	person      BIGINT NOT NULL, -- 0 = nobody with an account
	person_name TEXT   NOT NULL,
	say         TEXT   NOT NULL,
	PRIMARY KEY (place, difficulty, n)
);

-- +goose Down
DROP TABLE work_difficulty_event;
DROP TABLE work_difficulty;
