-- +goose Up
-- digest_key: by which the links in letters of the place are signed.
CREATE TABLE digest_key (
	place TEXT  NOT NULL,
	key   TEXT  NOT NULL, -- 32 bytes in hex
	PRIMARY KEY (place)
);

-- digest_reader: who asked for the letters. A reader who stops is deleted.
CREATE TABLE digest_reader (
	place        TEXT   NOT NULL,
	id           BIGINT NOT NULL,
	address      TEXT   NOT NULL,
	themes       TEXT   NOT NULL, -- keys with spaces between; empty: every theme
	asked_at     BIGINT NOT NULL, -- when they last asked for the letter with the links
	asks         BIGINT NOT NULL, -- how many of those since they first asked
	confirmed_at BIGINT NOT NULL, -- 0: the address is not known to be theirs
	failed       BIGINT NOT NULL, -- letters in a row that its server would not have
	PRIMARY KEY (place, id)
);
CREATE UNIQUE INDEX digest_reader_address ON digest_reader (place, address);

-- digest_issue: the letters of one week.
CREATE TABLE digest_issue (
	place   TEXT   NOT NULL,
	day     TEXT   NOT NULL, -- the Monday
	made_at BIGINT NOT NULL,
	PRIMARY KEY (place, day)
);

-- digest_story: each story is in one issue.
CREATE TABLE digest_story (
	place TEXT   NOT NULL,
	story BIGINT NOT NULL,
	day   TEXT   NOT NULL,
	theme BIGINT NOT NULL,
	PRIMARY KEY (place, story)
);
CREATE INDEX digest_story_day ON digest_story (place, day);

-- digest_letter: an issue on its way to one reader.
CREATE TABLE digest_letter (
	place    TEXT   NOT NULL,
	reader   BIGINT NOT NULL,
	day      TEXT   NOT NULL,
	state    TEXT   NOT NULL, -- queued, sending, sent, failed, unknown
	tries    BIGINT NOT NULL,
	tried_at BIGINT NOT NULL,
	why      TEXT   NOT NULL,
	PRIMARY KEY (place, reader, day)
);

-- +goose Down
DROP TABLE digest_letter;
DROP TABLE digest_story;
DROP TABLE digest_issue;
DROP TABLE digest_reader;
DROP TABLE digest_key;
