-- +goose Up
-- work_evidence: what a unit sent to show that it did its part, and what became of it.
CREATE TABLE work_evidence (
	place         TEXT    NOT NULL,
	id            BIGINT  NOT NULL,
	once          TEXT    NOT NULL, -- the number of the form it was sent by: the same form sent twice is one
	task          BIGINT  NOT NULL,
	unit          BIGINT  NOT NULL,
	done_on       TEXT    NOT NULL, -- the day it was done, as the sender says
	note          TEXT    NOT NULL,
	link          TEXT    NOT NULL,
	figure        BIGINT  NOT NULL, -- counts only with figure_of
	figure_of     TEXT    NOT NULL, -- lượt người tham dự
	people        TEXT    NOT NULL, -- one name a line
	state         TEXT    NOT NULL, -- claimed, accepted, returned, withdrawn
	finishes      BOOLEAN NOT NULL, -- accepted, and with it the unit has done its part
	sender        BIGINT  NOT NULL, -- 0 = somebody without an account, by a link
	sender_name   TEXT    NOT NULL,
	by_link       BIGINT  NOT NULL, -- the link; 0 = with an account
	sent_at       BIGINT  NOT NULL,
	verifier      BIGINT  NOT NULL, -- who accepted or returned it
	verifier_name TEXT    NOT NULL,
	decided_at    BIGINT  NOT NULL,
	reason        TEXT    NOT NULL, -- why it was returned or withdrawn
	PRIMARY KEY (place, id),
	UNIQUE (place, once)
);

CREATE INDEX work_evidence_part ON work_evidence (place, task, unit, id);
CREATE INDEX work_evidence_state ON work_evidence (place, state, id);

-- work_file: a photo or file of an evidence. A photo is kept as it was drawn anew, without what its camera wrote into it.
CREATE TABLE work_file (
	place     TEXT   NOT NULL,
	evidence  BIGINT NOT NULL,
	n         BIGINT NOT NULL, -- from 1
	name      TEXT   NOT NULL, -- as the sender calls it
	kind      TEXT   NOT NULL, -- image/jpeg, application/pdf
	hash      TEXT   NOT NULL, -- of what is kept, in the blobs
	size      BIGINT NOT NULL,
	sent_hash TEXT   NOT NULL, -- of what was sent
	print     TEXT   NOT NULL, -- what a photo looks like, 128 bits in hex; '' for a file, or a photo of nothing
	PRIMARY KEY (place, evidence, n)
);

CREATE INDEX work_file_sent ON work_file (place, sent_hash);

-- Counting how far the units of a task are reads this index alone.
CREATE INDEX work_part_tally ON work_part (place, task, is_asked, state);

-- +goose Down
DROP INDEX work_part_tally;
DROP TABLE work_file;
DROP TABLE work_evidence;
