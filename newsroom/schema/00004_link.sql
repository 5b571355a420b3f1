-- +goose Up
-- newsroom_link: an address by which one approver reads one text and decides on it without signing in. Used once.
CREATE TABLE newsroom_link (
	place         TEXT   NOT NULL,
	id            BIGINT NOT NULL,
	story         BIGINT NOT NULL,
	version       BIGINT NOT NULL, -- the text it was made for
	secret_hash   TEXT   NOT NULL, -- SHA-256 of what stands in the address
	approver      BIGINT NOT NULL,
	approver_name TEXT   NOT NULL,
	maker         BIGINT NOT NULL,
	maker_name    TEXT   NOT NULL,
	made_at       BIGINT NOT NULL,
	until         BIGINT NOT NULL, -- it opens no more from then on
	misses        BIGINT NOT NULL, -- wrong codes
	fate          TEXT   NOT NULL, -- how it ended: approved, returned, revoked, moved, missed; '' = it has not
	ended_at      BIGINT NOT NULL, -- 0 = it has not
	PRIMARY KEY (place, id)
);

CREATE UNIQUE INDEX newsroom_link_secret ON newsroom_link (place, secret_hash);
CREATE INDEX newsroom_link_story ON newsroom_link (place, story, id);

-- +goose Down
DROP TABLE newsroom_link;
