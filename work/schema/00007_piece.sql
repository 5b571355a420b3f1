-- +goose Up
-- work_piece: parts of files that a phone is sending by a link. They are whole files only once all are here; what a week has not completed is swept.
-- BYTEA means nothing to SQLite, which keeps bytes as they come.
CREATE TABLE work_piece (
	place   TEXT   NOT NULL,
	link    BIGINT NOT NULL,
	file    TEXT   NOT NULL, -- SHA-256 of the whole file, as the phone says
	at      BIGINT NOT NULL, -- where in the file it begins
	size    BIGINT NOT NULL,
	came_at BIGINT NOT NULL,
	body    BYTEA  NOT NULL,
	PRIMARY KEY (place, link, file, at)
);

CREATE INDEX work_evidence_link ON work_evidence (place, by_link, sent_at);

-- Where a photo was taken, when its sender agreed to say so: 20.806000,106.630000; '' otherwise.
ALTER TABLE work_file ADD COLUMN spot TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE work_file DROP COLUMN spot;
DROP INDEX work_evidence_link;
DROP TABLE work_piece;
