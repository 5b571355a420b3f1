-- +goose Up
-- work_reminding: whether a place reminds its units at all. A place without a row does.
CREATE TABLE work_reminding (
	place           TEXT    NOT NULL,
	is_on           BOOLEAN NOT NULL,
	changed_at      BIGINT  NOT NULL,
	changed_by_name TEXT    NOT NULL,
	PRIMARY KEY (place)
);

-- work_letterless: the people who want no letters.
CREATE TABLE work_letterless (
	place    TEXT   NOT NULL,
	person   BIGINT NOT NULL,
	since_at BIGINT NOT NULL,
	PRIMARY KEY (place, person)
);

-- work_round: one round of reminders a day; the row is what keeps a second from being made.
CREATE TABLE work_round (
	place  TEXT   NOT NULL,
	day    TEXT   NOT NULL,
	at     BIGINT NOT NULL,
	parts  BIGINT NOT NULL, -- reminded of
	PRIMARY KEY (place, day)
);

-- work_reminder: one step of one part, ever. A part whose task gets another day begins anew.
CREATE TABLE work_reminder (
	place  TEXT   NOT NULL,
	task   BIGINT NOT NULL,
	unit   BIGINT NOT NULL,
	due_on TEXT   NOT NULL,
	step   TEXT   NOT NULL, -- t-7, t-3, t-1, t, late-1, late-2 …
	day    TEXT   NOT NULL, -- on which it was reminded of
	PRIMARY KEY (place, task, unit, due_on, step)
);

CREATE UNIQUE INDEX work_reminder_day ON work_reminder (place, task, unit, day);

-- work_notice: who was told of a reminder, and by what way.
CREATE TABLE work_notice (
	place       TEXT   NOT NULL,
	task        BIGINT NOT NULL,
	unit        BIGINT NOT NULL,
	due_on      TEXT   NOT NULL,
	step        TEXT   NOT NULL,
	person      BIGINT NOT NULL, -- 0 = the unit is to be called
	day         TEXT   NOT NULL,
	audience    TEXT   NOT NULL, -- doer, head, charge, leader
	person_name TEXT   NOT NULL, -- as the history tells it: Đức, thay Lan
	channel     TEXT   NOT NULL, -- screen, mail, call
	called_at   BIGINT NOT NULL, -- 0 = not called, or nobody to call
	called_by_name TEXT NOT NULL,
	note        TEXT   NOT NULL, -- what was said on the telephone
	PRIMARY KEY (place, task, unit, due_on, step, person)
);

CREATE INDEX work_notice_day ON work_notice (place, day, person);
CREATE INDEX work_notice_call ON work_notice (place, channel, called_at, unit);

-- work_letter: the one letter that a person gets in a morning.
CREATE TABLE work_letter (
	place      TEXT   NOT NULL,
	person     BIGINT NOT NULL,
	day        TEXT   NOT NULL,
	message_id TEXT   NOT NULL, -- the same whenever it is sent again
	address    TEXT   NOT NULL,
	name       TEXT   NOT NULL,
	state      TEXT   NOT NULL, -- queued, sending, sent, failed
	tries      BIGINT NOT NULL,
	tried_at   BIGINT NOT NULL, -- when the last try began
	sent_at    BIGINT NOT NULL,
	why        TEXT   NOT NULL, -- why the last try failed
	PRIMARY KEY (place, person, day)
);

-- +goose Down
DROP TABLE work_letter;
DROP TABLE work_notice;
DROP TABLE work_reminder;
DROP TABLE work_round;
DROP TABLE work_letterless;
DROP TABLE work_reminding;
