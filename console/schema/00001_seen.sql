-- +goose Up
-- console_seen: until when a person has seen what changed.
CREATE TABLE console_seen (
	place    TEXT   NOT NULL,
	person   BIGINT NOT NULL,
	until_at BIGINT NOT NULL,
	PRIMARY KEY (place, person)
);

-- +goose Down
DROP TABLE console_seen;
