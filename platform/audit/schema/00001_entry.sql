-- +goose Up
CREATE TABLE audit_entry (
	place  TEXT   NOT NULL,
	id     BIGINT NOT NULL,
	at     BIGINT NOT NULL,
	person BIGINT NOT NULL,
	verb   TEXT   NOT NULL,
	thing  TEXT   NOT NULL,
	detail TEXT   NOT NULL,
	prev   TEXT   NOT NULL,
	hash   TEXT   NOT NULL,
	PRIMARY KEY (place, id)
);

-- The end of the chain, kept apart, so that entries cut off the end are missed.
CREATE TABLE audit_head (
	place TEXT   NOT NULL,
	last  BIGINT NOT NULL,
	hash  TEXT   NOT NULL,
	PRIMARY KEY (place)
);

-- +goose Down
DROP TABLE audit_head;
DROP TABLE audit_entry;
