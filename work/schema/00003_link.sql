-- +goose Up
-- work_link: an address by which a unit sends evidence for one task without an account. Of its secret the hash alone is kept.
CREATE TABLE work_link (
	place           TEXT   NOT NULL,
	id              BIGINT NOT NULL,
	task            BIGINT NOT NULL,
	unit            BIGINT NOT NULL,
	secret_hash     TEXT   NOT NULL,
	through_on      TEXT   NOT NULL, -- the last day it opens
	maker           BIGINT NOT NULL,
	maker_name      TEXT   NOT NULL,
	made_at         BIGINT NOT NULL,
	revoked_at      BIGINT NOT NULL, -- 0 = not revoked
	revoked_by_name TEXT   NOT NULL,
	PRIMARY KEY (place, id),
	UNIQUE (place, secret_hash)
);

CREATE INDEX work_link_part ON work_link (place, task, unit, id);

-- +goose Down
DROP TABLE work_link;
