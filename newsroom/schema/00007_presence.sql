-- +goose Up
-- newsroom_presence: somebody who has a story open; of no meaning a minute after seen_at.
CREATE TABLE newsroom_presence (
	place       TEXT    NOT NULL,
	story       BIGINT  NOT NULL,
	person      BIGINT  NOT NULL,
	person_name TEXT    NOT NULL,
	is_writing  BOOLEAN NOT NULL, -- on the page where one writes
	seen_at     BIGINT  NOT NULL,
	PRIMARY KEY (place, story, person)
);

-- +goose Down
DROP TABLE newsroom_presence;
